"""A child that is not in the list of pupils: its name is typed (decision 091). Where the list has children who may be
that one, it is asked."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring.school.typed import TypedChild
from kring.web.forms import Choice, ListChoice, Option, ShortText
from kring.web.road.pupils import ToChoose

OTHER = "other"


class TypesChild(forms.Form):
    """A form, or a row of one, in which a child is typed that is not in the list.

    `child` in `cleaned_data` is a `TypedChild`, the id of the pupil that it turned out to be, or None where nothing was
    typed. Whoever types a name that the list has is asked once whether it is that child.
    """

    which = Choice(
        label=gettext_lazy("Is het dit kind?"),
        missing=gettext_lazy("In de lijst staat al een kind dat zo heet. Zeg of dit het is."),
    )
    first_name = ShortText(label=gettext_lazy("Voornaam"), missing=gettext_lazy("Vul ook de voornaam in."))
    last_name = ShortText(label=gettext_lazy("Achternaam"), required=False)
    typed_group = ListChoice(
        label=gettext_lazy("Groep"), nothing=gettext_lazy("Dat weet ik nog niet"), required=False, coerce=UUID
    )
    of_child: ClassVar[tuple[str, ...]] = ("which", "first_name", "last_name", "typed_group")

    def offer_typed(self, offered: ToChoose) -> None:
        """Sets the groups; those who may be the child that was typed are asked about."""
        group, which = self.fields["typed_group"], self.fields["which"]
        if isinstance(group, Choice):
            group.offer_when_shown(lambda: offered.groups)
        typed = self.typed_child
        alike = offered.alike(typed) if typed.first_name and self.asks_which else []
        if not alike or not isinstance(which, Choice):
            del self.fields["which"]
            return
        which.offer(
            [
                *(Option(one.value, _("Ja, %(name)s") % {"name": one.label}, hint=one.group) for one in alike),
                Option(OTHER, _("Nee, het is een ander kind")),
            ]
        )

    @property
    def asks_which(self) -> bool:
        """Whether it is asked of a name that was typed whether the list has that child."""
        return self.is_bound

    @property
    def typed_child(self) -> TypedChild:
        """What was typed, not judged yet, as the fields read it: what nobody sees is nothing."""
        return TypedChild(self._typed("first_name"), self._typed("last_name"))

    def _typed(self, name: str) -> str:
        return str(self.fields[name].to_python(str(self.data.get(self.add_prefix(name), ""))) or "").strip()

    @property
    def is_typed(self) -> bool:
        """Whether something stands in it."""
        return any(self[name].value() or self[name].errors for name in ("first_name", "last_name", "typed_group"))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        first, last = typed.get("first_name") or "", typed.get("last_name") or ""
        group, which = typed.get("typed_group"), typed.get("which")
        if first and not any(letter.isalpha() for letter in first):
            self.add_error("first_name", _("Typ de voornaam van het kind, met letters."))
        typed["child"] = None
        if which and which != OTHER:
            typed["child"] = UUID(which)
        elif first:
            typed["child"] = TypedChild(first, last, group)
        return typed


def name_of(child: UUID | TypedChild, names: Mapping[str, str]) -> str:
    """What this child is called in a sentence; `names` are those of the list."""
    return child.name if isinstance(child, TypedChild) else names.get(str(child), "")
