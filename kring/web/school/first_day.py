"""The list of the first day: what it takes until a school can begin, what is done, and who does the rest by name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from kring import words
from kring.protocol.terms import total
from kring.school.models import StaffMember
from kring.school.rights import Right, may
from kring.school.setting_up import ASKS_FOR, WANTS, Missing, Part, ToSetUp, is_first_day, of_this_person, who_can
from kring.web.forms.wording import Words
from kring.web.road.asking import sentence_of
from kring.web.school.to_set_up import TOLD


@dataclass(frozen=True, slots=True)
class FirstLine:
    """One line of the list. `button` is for who may do it, `ask` names who may to those who may not."""

    number: int
    title: str
    text: str
    is_done: bool
    button: str = ""
    url: str = ""
    ask: str = ""
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class FirstDay:
    """The list, how far it is, and what is said above it."""

    lines: list[FirstLine]
    done: int
    progress: str
    sentence: str

    @property
    def others(self) -> list[FirstLine]:
        """What colleagues still do: of no use to this reader but to see that it is done."""
        return [line for line in self.lines if line.ask]

    @property
    def mine(self) -> list[FirstLine]:
        """What this person can do, and what is done."""
        return [line for line in self.lines if not line.ask]

    @property
    def is_mine(self) -> bool:
        """Whether something is left that this person can do: else to practise comes first."""
        return any(line.button for line in self.lines)


_TOLD: dict[Part, tuple[Words, Words, Words, str]] = total(
    {
        Part.CALENDAR: (
            lazy("De kalender nakijken"),
            lazy("De vakanties van regio %(region)s staan klaar. Kloppen ze voor jullie?"),
            lazy("Kalender nakijken"),
            "school_calendar",
        ),
        Part.GROUPS: (lazy("Groepen en leerlingen"), lazy("Dan vindt een collega het kind bij een melding."), "", ""),
        Part.GUARDIANS: (
            lazy("Ouders en verzorgers"),
            lazy("Met hun nummer erbij kan de leerkracht meteen bellen."),
            lazy("Leerlingen bekijken"),
            "school_pupils",
        ),
        Part.TEAM: (
            lazy("Het team"),
            lazy("Elke groep een leerkracht, en een {coordinator} die alle zaken volgt."),
            lazy("Medewerkers bekijken"),
            "school_people",
        ),
        Part.DANGER: (
            lazy("Wie bel je bij gevaar?"),
            lazy("De nummers bij gevaar, wie bereikbaar is in de vakantie, en het nummer voor ouders."),
            "",
            "",
        ),
        Part.PROTOCOL: (
            lazy("Het protocol doorlezen"),
            lazy("Lees hoe Kring het uitvoert. Zeg daar wat jullie anders doen."),
            lazy("Protocol doorlezen"),
            "school_protocol",
        ),
    },
    Part,
)
"""Title, sentence, and button with its address; empty where the thing that is missing has its own."""


def first_day(staff: StaffMember, missing: Sequence[Missing]) -> FirstDay | None:
    """The list for this person, of what is missing (`missing_at`); None once the school can begin.

    One query where there is something that this person may not do: for the names of those who can.
    """
    if not is_first_day(staff.school, missing):
        return None
    left = {one.what for one in missing}
    names = who_can(staff.school) if len(of_this_person(staff, missing)) < len(missing) else {}
    lines: list[FirstLine] = []
    for number, part in enumerate(Part, 1):
        open_now = [one for one in WANTS[part] if one in left]
        lines.append(_line(staff, part, number, open_now, names, has_next=any(one.is_next for one in lines)))
    done = sum(one.is_done for one in lines)
    return FirstDay(
        lines=lines,
        done=done,
        progress=_("%(done)s van %(all)s klaar") % {"done": done, "all": len(lines)},
        sentence=ngettext(
            "Nog %(number)s stap en %(school)s kan beginnen.",
            "Nog %(number)s stappen en %(school)s kan beginnen.",
            len(lines) - done,
        )
        % {"number": words.number(len(lines) - done), "school": staff.school.name},
    )


def _line(
    staff: StaffMember,
    part: Part,
    number: int,
    left: Sequence[ToSetUp],
    names: dict[Right, list[str]],
    *,
    has_next: bool,
) -> FirstLine:
    title, text, button, address = _TOLD[part]
    line = FirstLine(
        number=number,
        title=str(title),
        text=str(text) % {"region": staff.school.get_region_display()},
        is_done=not left,
    )
    if not left:
        return line
    right = ASKS_FOR[left[0]]
    if not may(staff, right):
        return replace(line, ask=sentence_of(names[right]))
    told = TOLD[left[0]]
    return replace(
        line,
        button=str(button or told.button),
        url=reverse(address or told.address),
        is_next=not has_next,
    )
