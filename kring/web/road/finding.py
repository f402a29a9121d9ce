"""Asking for children of a whole school: those of one's own groups by a tap, any other found by name (decision 148).

Beside the names stands a line to type in. With script the form is sent as somebody types, and only that line's part
comes back; without it a button sends the form, which comes back with whom it found. No name stands in an address.
"""

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kring import words
from kring.names.comparing import matches
from kring.names.typed import one_line
from kring.web.forms import Choice, KringForm, Option, Several
from kring.web.forms.texts import LONGEST_LINE
from kring.web.road.cards import ChipOne, Chips
from kring.web.road.pupils import PupilOption, ToChoose
from kring.web.road.typing import TypesChild

FIND, SEARCH = "-find", "-search"
"""Behind the name of the field: what was typed in the line, and the button beside it."""
MOST_FOUND = 12
"""When a name finds more than this, somebody types on."""
TEMPLATE = "kring/forms/widgets/children.html"
NOBODY = gettext_lazy("Niemand in de lijst heet zo. De naam staat hieronder: vul aan wat je weet.")
NOBODY_THERE = gettext_lazy("Niemand in de lijst heet zo. Kijk of je de naam goed typte.")
"""Where no child is typed that is not in the list."""
NOT_LISTED = gettext_lazy("Staat er niet bij")
"""Where one is chosen, the answer that takes a tap back: then the name is typed."""
WHO_IS_MEANT = gettext_lazy("Tik op wie je bedoelt, of maak de zoekregel leeg.")


class _Found:
    """Names to tap, with the line below them; whom that line found stands apart until it is tapped."""

    asked: str = ""
    found: Collection[str] = ()
    told: str = ""
    is_nobody: bool = False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)  # type: ignore[misc]
        widget = context["widget"]
        every = [option for _group, options, _index in widget["optgroups"] for option in options]
        widget["taps"] = [option for option in every if str(option["value"]) not in self.found]
        widget["found"] = [option for option in every if str(option["value"]) in self.found]
        for option in every:
            option["selected"] = option["selected"] and option["value"] != ""
        widget["asked"], widget["told"], widget["is_nobody"] = self.asked, self.told, self.is_nobody
        return context


class _FoundChips(_Found, Chips):
    """Of whom any number may be tapped."""

    template_name = TEMPLATE


class _FoundOne(_Found, ChipOne):
    """Of whom one is tapped."""

    template_name = TEMPLATE


class _Known:
    """Who was sent and can be chosen is right, without knowing who else could be."""

    sent_and_known: Collection[str] = ()

    def valid_value(self, value: Any) -> bool:
        return str(value) in self.sent_and_known or bool(super().valid_value(value))  # type: ignore[misc]  # of a field


class ChildChips(_Known, Several):
    """Any number of children, by id."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=_FoundChips(), coerce=UUID, required=False, **more)


class OneChild(_Known, Choice):
    """One child, by id."""

    default_error_messages = {"required": gettext_lazy("Kies om welke leerling het gaat.")}

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=_FoundOne(), coerce=UUID, **more)


class FindsChildren(KringForm):
    """A form that asks for children in the fields of `finds`.

    What was typed in a line and found nobody is put where a child is typed that is not in the list: `typed_in` says
    where, by the beginning of the names of its fields.
    """

    finds: ClassVar[tuple[str, ...]] = ("pupil",)
    typed_in: ClassVar[Mapping[str, str]] = {}

    def __init__(self, data: Mapping[str, Any] | None = None, *, pupils: ToChoose, **options: Any) -> None:
        moved = _moved(data, pupils, self.typed_in) if data else {}
        super().__init__(moved.get("", data), **options)
        self.pupils = pupils
        self.moved = frozenset(moved) - {""}
        self._shown: list[PupilOption] = []
        self.sent_ids = {name: self._sent_ids(name) for name in self.finds}
        self.chosen = pupils.chosen({one for every in self.sent_ids.values() for one in every})
        for name in self.finds:
            self._offer(name)

    @cached_property
    def _chosen(self) -> dict[UUID, PupilOption]:
        """Those who were chosen and are not of the own groups, as they are shown."""
        own = {option.value for option in self.pupils.own}
        options = self.pupils.options(pupil for pk, pupil in self.chosen.items() if pk not in own)
        return {one.value: one for one in options if isinstance(one.value, UUID)}

    @property
    def names(self) -> dict[str, str]:
        """What each child is called that can be chosen on this page, by the id as it is sent."""
        whole = {str(pupil): name for pupil, name in self.pupils.whole.items()}
        return whole | {str(option.value): str(option.label) for option in (*self._chosen.values(), *self._shown)}

    def _sent_ids(self, name: str) -> list[UUID]:
        given: Any = (
            self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            if self.is_bound
            else self.get_initial_for_field(self.fields[name], name)
        )
        every = given if isinstance(given, (list, tuple)) else [given]
        return [one for one in map(_id, every) if one]

    def asked(self, name: str) -> str:
        """What was typed in the line of this field."""
        return one_line(self.sent(f"{name}{FIND}"))[:LONGEST_LINE]

    def _offer(self, name: str) -> None:
        field: Any = self._field(name, (ChildChips, OneChild))
        field.sent_and_known = {str(one) for one in self.sent_ids[name] if one in self.chosen}
        asked = self.asked(name)
        every = self.pupils.called(asked) if asked else []
        there = {option.value for option in self.pupils.own} | set(self.sent_ids[name]) if every else set()
        found = [option for option in every if option.value not in there]
        shown = found if self.pupils.is_group(asked) else found[:MOST_FOUND]
        nobody = [Option("", NOT_LISTED)] if isinstance(field, OneChild) and name in self.typed_in else []

        def options() -> list[Option]:
            chosen = [self._chosen[one] for one in self.sent_ids[name] if one in self._chosen]
            return [*self.pupils.own, *map(_with_group, chosen), *map(_with_group, shown), *nobody]

        field.offer_when_shown(options)
        field.widget.asked, field.widget.is_nobody = asked, name in self.moved or (bool(asked) and not every)
        field.widget.found = {str(option.value) for option in shown}
        called = {one.value for one in every}
        above = [str(option.label) for option in self.pupils.own if option.value in called] if called else []
        field.widget.told = (
            str(NOBODY)
            if name in self.moved
            else _told(
                asked,
                len(found),
                above,
                more=len(found) > len(shown),
                nobody=str(NOBODY if name in self.typed_in else NOBODY_THERE),
            )
        )
        self._shown += shown

    def part(self, name: str) -> str:
        if name not in self.finds:
            return super().part(name)
        bound = self[name]
        context = bound.field.widget.get_context(bound.html_name, bound.value(), {})
        return render_to_string("kring/forms/widgets/found.html", context)

    def comes_back(self) -> bool:
        return super().comes_back() or any(f"{self.add_prefix(name)}{SEARCH}" in self.data for name in self.finds)

    def was_filled_in(self) -> bool:
        return super().was_filled_in() or any(self.asked(name) for name in self.finds)

    def full_clean(self) -> None:
        super().full_clean()
        for name in self.finds if self.is_bound else ():
            if name in self.moved:
                self.add_error(name, NOBODY)
            elif self.is_asking(name):
                self.errors.pop(name, None)
                self.add_error(name, WHO_IS_MEANT)

    def is_asking(self, name: str) -> bool:
        """Whether a name stands in the line that is none of the children who were tapped or typed."""
        asked = self.asked(name)
        if not asked or name in self.moved:
            return name in self.moved
        tapped = set(self._sent_ids(name))
        if any(option.value in tapped for option in self.pupils.called(asked)):
            return False
        return not any(matches(asked, typed) for typed in self._typed_names(name))

    def _typed_names(self, name: str) -> list[str]:
        below = self.typed_in.get(name, "").partition("-")[0]
        rows = self.rows.get(below, [self])
        return [row.typed_child.name for row in rows if isinstance(row, TypesChild)]


class AsksForChild(TypesChild, FindsChildren):
    """A form about one child of the school, chosen or typed: `child` in `cleaned_data`."""

    pupil: Any = OneChild(label=gettext_lazy("Naam"))
    typed_in = {"pupil": ""}
    of_child = ("pupil", *TypesChild.of_child)

    def __init__(self, *args: Any, pupils: ToChoose, **options: Any) -> None:
        super().__init__(*args, pupils=pupils, **options)
        self.offer_typed(pupils)

    @property
    def asks_which(self) -> bool:
        return self.is_bound and not self._sent_ids("pupil")

    def full_clean(self) -> None:
        pupil, first_name = self.fields["pupil"], self.fields["first_name"]
        asked, pupil.required = pupil.required, pupil.required and not self._typed("first_name")
        first_name.required = False
        super().full_clean()
        pupil.required, first_name.required = asked, True

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        chosen, first = typed.get("pupil"), typed.get("first_name")
        if chosen and first:
            self.add_error("first_name", _("Je koos een naam en typte er ook een. Haal een van de twee weg."))
        elif not first and not chosen and (typed.get("last_name") or typed.get("typed_group")):
            self.errors.pop("pupil", None)
            self.add_error("first_name", _("Vul ook de voornaam in."))
        typed["child"] = chosen or typed["child"]
        return typed


def _id(sent: object) -> UUID | None:
    try:
        return UUID(str(sent))
    except ValueError:
        return None


def _with_group(one: PupilOption) -> Option:
    return Option(one.value, one.label, hint=one.group)


def _told(asked: str, found: int, above: list[str], *, more: bool, nobody: str) -> str:
    """What is said below the line."""
    told = []
    if more:
        told.append(_("%(n)s kinderen gevonden. Typ nog een paar letters.") % {"n": found})
    elif found:
        told.append(
            ngettext("1 kind gevonden. Tik op de naam.", "%(n)s kinderen gevonden. Tik op wie je bedoelt.", found)
            % {"n": found}
        )
    elif asked and not above:
        told.append(nobody)
    if above:
        told.append(
            ngettext("%(names)s staat hierboven.", "%(names)s staan hierboven.", len(above))
            % {"names": words.listed(above[:4])}
        )
    return " ".join(told)


def _moved(data: Mapping[str, Any], pupils: ToChoose, typed_in: Mapping[str, str]) -> dict[str, Any]:
    """By "" the data in which a name that the list does not have stands where a child is typed; by the name of a field
    that its line was moved. Empty where nothing has to move: what was typed there before is left alone."""
    moved: dict[str, Any] = {}
    for name, where in typed_in.items():
        asked = one_line(str(data.get(f"{name}{FIND}", "")))[:LONGEST_LINE]
        if not asked or str(data.get(f"{where}first_name", "")).strip() or pupils.called(asked):
            continue
        if not moved:
            moved[""] = data.copy() if isinstance(data, QueryDict) else dict(data)
        first, _space, last = asked.partition(" ")
        changed = {f"{where}first_name": first, f"{where}last_name": last.strip(), f"{name}{FIND}": ""}
        for key, value in changed.items():
            moved[""][key] = value
        moved[name] = True
    return moved
