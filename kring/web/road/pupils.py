"""Choosing a pupil out of a whole school: one list in the browser's own control, by group, one's own groups first.

A child that is not in the list is typed (decision 091). Where the list has children who may be that one, it is asked.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring.cases.apart import told_apart, whole_names_apart
from kring.cases.unlisted import pupils_for
from kring.names.comparing import sort_key
from kring.school.calendars import school_year_of
from kring.school.models import Group, Pupil, Pupils, StaffMember
from kring.school.typed import TypedChild, may_be
from kring.vault.keys import load_keys
from kring.web.forms import Choice, ListChoice, Option, SelectList, ShortText
from kring.web.forms.wording import Words
from kring.web.way_in.sight import groups_taught_by

OTHER = "other"
MOST_TO_TAP = 60
"""More children of the own groups than this are found faster by their name."""


class PupilChoice(ListChoice):
    """One pupil, by id. With script it can be searched by typing a name."""

    default_error_messages = {"required": gettext_lazy("Kies om welke leerling het gaat.")}

    def __init__(self, *, nothing: Words = gettext_lazy("Kies een naam"), **more: Any) -> None:
        super().__init__(nothing=nothing, coerce=UUID, widget=SelectList(attrs={"data-find": ""}), **more)


@dataclass(frozen=True, slots=True)
class PupilOption(Option):
    """A pupil to choose, with the names by which a typed one is compared."""

    first_name: str = ""
    last_name: str = ""


@dataclass(frozen=True)
class ToChoose:
    """Who can be chosen, and the groups to say of a child that is typed; `known` are all whom that one may be."""

    pupils: Sequence[PupilOption]
    known: Sequence[PupilOption]
    groups: Sequence[Option]
    own: Sequence[Option] = ()
    """Of the own groups, each by the shortest name that means nobody else of them, to be tapped."""

    def without(self, pupils: Collection[UUID]) -> "ToChoose":
        """The same without those who need not be chosen any more. Whoever types one of them is still asked."""
        return replace(self, pupils=[one for one in self.pupils if one.value not in pupils])


class AsksForChild(forms.Form):
    """A form, or a row of one, that asks for a child: chosen from the list, or typed when it is not there.

    `child` in `cleaned_data` is the pupil's id, a `TypedChild`, or None where none was asked for. Whoever types a name
    that the list has is asked once whether it is that child.
    """

    pupil: forms.Field = PupilChoice(label=gettext_lazy("Naam"))
    which = Choice(
        label=gettext_lazy("Is het dit kind?"),
        missing=gettext_lazy("In de lijst staat al een kind dat zo heet. Zeg of dit het is."),
    )
    first_name = ShortText(label=gettext_lazy("Voornaam"))  # of who types: whoever chooses leaves it empty
    last_name = ShortText(label=gettext_lazy("Achternaam"), required=False)
    typed_group = ListChoice(
        label=gettext_lazy("Groep"), nothing=gettext_lazy("Dat weet ik nog niet"), required=False, coerce=UUID
    )
    of_child = ("pupil", "which", "first_name", "last_name", "typed_group")

    def offer_children(self, offered: ToChoose) -> None:
        """Sets who can be chosen; those who may be the one that was typed are asked about."""
        for name, options in (("pupil", offered.pupils), ("typed_group", offered.groups)):
            field = self.fields[name]
            if isinstance(field, Choice):
                field.offer(options)
        alike = self._alike(offered.known) if self.is_bound and not self._sent("pupil") else []
        which = self.fields["which"]
        if not alike or not isinstance(which, Choice):
            del self.fields["which"]
            return
        which.offer([*alike, Option(OTHER, _("Nee, het is een ander kind"))])

    def _sent(self, name: str) -> str:
        """What was sent, as its field reads it: what nobody sees is nothing."""
        return str(self.fields[name].to_python(str(self.data.get(self.add_prefix(name), ""))) or "").strip()

    def _alike(self, pupils: Iterable[PupilOption]) -> list[Option]:
        typed = TypedChild(self._sent("first_name"), self._sent("last_name"))
        if not typed.first_name:
            return []
        return [
            Option(one.value, _("Ja, %(name)s") % {"name": one.label}, hint=one.group)
            for one in pupils
            if may_be(typed, one)
        ]

    @property
    def is_typed(self) -> bool:
        """Whether something stands in the part where a child is typed."""
        return any(self[name].value() for name in ("first_name", "last_name", "typed_group"))

    def full_clean(self) -> None:
        pupil, first_name = self.fields["pupil"], self.fields["first_name"]
        asked, pupil.required = pupil.required, pupil.required and not self._sent("first_name")
        first_name.required = False
        super().full_clean()
        pupil.required, first_name.required = asked, True

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        first, last = typed.get("first_name") or "", typed.get("last_name") or ""
        group = typed.get("typed_group")
        chosen = typed.get("pupil")
        if chosen and first:
            self.add_error("first_name", _("Je koos een naam en typte er ook een. Haal een van de twee weg."))
        elif not first and not chosen and (last or group):
            self.errors.pop("pupil", None)
            self.add_error("first_name", _("Vul ook de voornaam in."))
        elif first and not any(letter.isalpha() for letter in first):
            self.add_error("first_name", _("Typ de voornaam van het kind, met letters."))
        which = typed.get("which")
        if which and which != OTHER:
            chosen = UUID(which)
        typed["child"] = chosen or (TypedChild(first, last, group) if first else None)
        return typed


def name_of(child: UUID | TypedChild, names: Mapping[str, str]) -> str:
    """What this child is called in a sentence; `names` are those of the list."""
    return child.name if isinstance(child, TypedChild) else names.get(str(child), "")


def to_choose(staff: StaffMember, today: date) -> ToChoose:
    """The pupils whom this person can choose, and the groups of this year: four queries."""
    own = groups_taught_by(staff)
    groups = Group.objects.filter(school=staff.school_id, school_year=school_year_of(today))
    ordered = sorted(groups, key=lambda one: (one.pk not in own, one.year_group, one.name))
    found = _read(pupils_for(staff), staff)
    pupils = _options(found, own, today)
    mine = [one for one in found if one.group_id in own and one.typed_at is None]
    short = told_apart(mine)
    in_order = (one.value for one in pupils)
    taps = [Option(pk, short[pk]) for pk in in_order if isinstance(pk, UUID) and pk in short]
    return ToChoose(
        pupils, pupils, [Option(one.pk, one.title) for one in ordered], taps if len(taps) <= MOST_TO_TAP else ()
    )


def pupil_options(staff: StaffMember, today: date, *, listed: bool = False) -> list[PupilOption]:
    """The pupils whom this person can choose by group, own groups on top, in the order of their first names. Those who
    are not in the list yet stand last, or with `listed` not at all. Three or four queries."""
    found = pupils_for(staff)
    return _options(_read(found.listed() if listed else found, staff), groups_taught_by(staff), today)


def _read(found: Pupils, staff: StaffMember) -> list[Pupil]:
    load_keys([staff.school_id])
    return list(found.select_related("group"))


def _options(pupils: Sequence[Pupil], own: set[UUID], today: date) -> list[PupilOption]:
    year = school_year_of(today)

    def order(pupil: Pupil) -> tuple[object, ...]:
        group = pupil.group
        here = group is not None and group.school_year == year
        return (
            pupil.typed_at is not None,
            pupil.group_id not in own,
            not here,
            group.year_group if group else 9,
            group.name if group else "",
            sort_key(pupil.first_name),
            sort_key(pupil.last_name),
        )

    # The group stands above the names, and is not seen any more once a name is chosen.
    names = whole_names_apart(pupils)
    return [
        PupilOption(
            pupil.pk,
            names[pupil.pk],
            group=_group_of(pupil, own),
            first_name=pupil.first_name,
            last_name=pupil.last_name,
        )
        for pupil in sorted(pupils, key=order)
    ]


def _group_of(pupil: Pupil, own: set[UUID]) -> str:
    if pupil.typed_at:
        return _("nog niet in de lijst")
    if pupil.group is None:
        return _("zonder groep")
    if pupil.group_id in own:
        return _("%(group)s (jouw groep)") % {"group": pupil.group.title}
    return pupil.group.title
