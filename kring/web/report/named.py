"""Who a report is about: children who are bullied and who do it, tapped, found by name or typed; none of them twice."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring import words
from kring.cases.actions.opening import NewReport
from kring.cases.wording import PLACES_TO_TAP
from kring.protocol.terms import BULLIED, Role
from kring.school.typed import TypedChild, same_child
from kring.web.forms import Choice, LongText, Option, Row, Rows, Tick
from kring.web.road.cards import ChipOne
from kring.web.road.finding import ChildChips, FindsChildren
from kring.web.road.options import options as options_of
from kring.web.road.typing import TypesChild, name_of

TWICE = gettext_lazy("%(name)s staat er twee keer in. Kies voor ieder kind één rol.")
TWICE_BULLIED = gettext_lazy(
    "%(name)s staat er twee keer in. Wordt dit kind gepest en pest het ook? Zeg dat dan bij ‘Wie wordt er gepest?’, en "
    "haal het hier weg."
)

TWO_TYPED = gettext_lazy("Zijn het twee kinderen? Vul dan bij een van de twee de achternaam of de groep in.")


AT_ALL = gettext_lazy("Kies om welke leerling het gaat: wie wordt er gepest?")
BOTH_LISTS = gettext_lazy("%(name)s staat ook bij wie gepest wordt of pest. Kies voor ieder kind één rol.")

NOT_LISTED_ROW = gettext_lazy("Een kind dat niet in de lijst staat")
UNKNOWN = ""


class TargetRow(TypesChild, Row):
    """A child who is bullied and is not in the list."""

    both = Tick(label=gettext_lazy("Dit kind pest ook"))


class InstigatorRow(TypesChild, Row):
    """A child who does it and is not in the list."""


class NamesChildren(FindsChildren):
    """The children of a report with their parts, what happened, and where."""

    bullied = ChildChips(label=gettext_lazy("Wie wordt er gepest?"))
    bullies = ChildChips(
        label=gettext_lazy("Wie doet het?"),
        hint=gettext_lazy("Nog niet bekend? Laat het leeg."),
    )
    targets = Rows(
        TargetRow,
        title=NOT_LISTED_ROW,
        more=gettext_lazy("Nog een kind typen"),
        at_most=8,
    )
    instigators = Rows(InstigatorRow, title=NOT_LISTED_ROW, more=gettext_lazy("Nog een kind typen"), at_most=12)
    story = LongText(
        label=gettext_lazy("Wat is er gebeurd?"),
        hint=gettext_lazy("Kort, en zo letterlijk als je nog weet."),
        missing=gettext_lazy("Schrijf kort op wat er gemeld is. Een paar zinnen is genoeg."),
        rows=4,
    )
    place = Choice(
        label=gettext_lazy("Waar gebeurde het?"),
        options=(*options_of(PLACES_TO_TAP), Option(UNKNOWN, gettext_lazy("Onbekend"))),
        widget=ChipOne(),
        required=False,
    )
    finds: ClassVar[tuple[str, ...]] = ("bullied", "bullies")
    typed_in = {"bullied": "targets-0-", "bullies": "instigators-0-"}
    beside: ClassVar[tuple[tuple[str, Role], ...]] = ()
    """Fields of others who were there, each with the part of the children who are tapped in it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for group in self.rows.values():
            for row in group:
                if isinstance(row, TypesChild):
                    row.offer_typed(self.pupils)

    def check_together(self) -> None:
        """No child twice: a role belongs to the case, and a child has one, also when it is bullied and joins in. Two
        of one name who were typed are told apart first."""
        times = Counter(same_child(child) for child, _role in self.people())
        bullied = {same_child(child) for child, role in self.people() if role in BULLIED}
        if not bullied:
            self.add_error("bullied", AT_ALL)
        for group in reversed(self.rows.values()):
            for row in reversed(list(group)):
                child = getattr(row, "cleaned_data", {}).get("child")
                if child and times[same_child(child)] > 1:
                    times[same_child(child)] -= 1
                    sentence = TWICE_BULLIED if same_child(child) in bullied else TWICE
                    told = str(sentence) % {"name": name_of(child, self.names)}
                    if isinstance(child, TypedChild):
                        told = f"{told} {TWO_TYPED}"
                    row.add_error("first_name", told)
                    # The sentence stands at the row; this makes the form as a whole know.
                    self._errors.setdefault(group.name, self.error_class())
        for name in reversed(self.finds):
            for child in self.cleaned_data.get(name) or ():
                if times[child] > 1:
                    times[child] -= 1
                    self.add_error(name, BOTH_LISTS % {"name": name_of(child, self.names)})

    def _rows_typed(self, name: str) -> bool:
        group = self.rows[name]
        return group.wants_more or any(
            row.is_typed or ("role" in row.fields and row["role"].value())
            for row in group
            if isinstance(row, TypesChild)
        )

    def people(self) -> Iterator[tuple[UUID | TypedChild, Role]]:
        """The children with their roles, in the order of the page. Who stands in both of the first lists has both
        parts."""
        tapped = {name: self.cleaned_data.get(name) or () for name in self.finds}
        for child in tapped["bullied"]:
            yield child, Role.BOTH if child in tapped["bullies"] else Role.TARGET
        for row in self.cleaned_data["targets"]:
            yield row["child"], Role.BOTH if row["both"] else Role.TARGET
        for child in tapped["bullies"]:
            if child not in tapped["bullied"]:
                yield child, Role.INSTIGATOR
        for row in self.cleaned_data["instigators"]:
            yield row["child"], Role.INSTIGATOR
        for name, role in self.beside:
            for child in tapped[name]:
                yield child, role
        for row in self.cleaned_data.get("others", ()):
            yield row["child"], row["role"]

    def _says_who_does_it(self) -> bool:
        """Whether something stands under the line behind which that is asked: then it is unfolded."""
        doing = self["bullies"]
        return self._rows_typed("instigators") or bool(doing.value() or doing.errors or self.asked("bullies"))

    def report(self) -> NewReport:
        """What was filled in, as the verb takes it."""
        raise NotImplementedError

    def all_told(self, today: date) -> str:
        """Everything that was filled in as one text, for where there is no field for it."""
        told = [self.cleaned_data["story"].strip(), *self.told_by(today)]
        if names := [name for child, _role in self.people() if (name := name_of(child, self.names))]:
            told.append(_("Het ging om: %(names)s.") % {"names": words.listed(dict.fromkeys(names))})
        if place := self.cleaned_data["place"]:
            told.append(_("Waar: %(place)s.") % {"place": PLACES_TO_TAP[place]})
        return "\n\n".join(told)

    def told_by(self, _today: date) -> list[str]:
        """Who told it, and when, where that is asked and is not who reports it today."""
        return []
