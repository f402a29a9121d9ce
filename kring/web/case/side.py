"""The calm column beside a case: who takes part, how safe the child feels, who knows, what was agreed, what is next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kring import words
from kring.cases import bodies
from kring.cases.agreements import AgreementState, standing_agreements
from kring.cases.case_file import CaseFile
from kring.cases.models import Involved
from kring.cases.outside import experts_now, part_in_words
from kring.cases.plan_words import kept_in_words
from kring.cases.promises import promises_of
from kring.cases.team import days_without_eyes, noted_since_asked
from kring.cases.wording import Form, role_in_words, step_in_words
from kring.protocol.terms import Role
from kring.web.case.feelings import ChildsLine, childrens_lines
from kring.web.case.knowing import Group, Pair, who_knows
from kring.web.case.path import next_of, visit_title
from kring.web.case.six_weeks import SixWeeks, six_weeks_of
from kring.web.road.links import Go
from kring.web.road.names import ROLE_TILES, about_words, group_title
from kring.web.road.plan_readers import Reader

MOST_SEEN = 4


@dataclass(frozen=True)
class Person:
    """A child or a colleague, with the part in this case."""

    name: str
    part: str
    tile: str


@dataclass(frozen=True)
class Side:
    """Everything beside the open step. `all_told`: every guardian who must hear of it did."""

    people: list[Person]
    safety: list[ChildsLine]
    knows: list[Group]
    all_told: bool
    agreements: list[Go]
    promises: list[tuple[Go, str]]
    help_beside: list[Go]
    seen: list[Go]
    seen_nothing: str
    unseen: str
    six_weeks: SixWeeks
    dates: list[Pair]

    @property
    def holds(self) -> bool:
        """Whether anything was agreed, promised or offered that holds now."""
        return any((self.agreements, self.promises, self.help_beside))


def side_of(file: CaseFile, readers: Sequence[Reader], today: date) -> Side:
    """Read the side column from the file, and from who got and read the newest plan."""
    knows = who_knows(file, readers, today)
    return Side(
        people=_people(file, today),
        safety=childrens_lines(file, today),
        knows=knows,
        all_told=all(all(group.dots) for group in knows) and any(group.dots for group in knows),
        agreements=_agreements(file, today),
        promises=_promises(file, today),
        help_beside=_help(file),
        seen=_seen(file),
        seen_nothing=_seen_nothing(file),
        unseen=_unseen(file, today),
        six_weeks=six_weeks_of(file, today),
        dates=dates_of(file, lambda on: _near(on, today)),
    )


def _people(file: CaseFile, today: date) -> list[Person]:
    children = [Person(file.name_of(child), _part(file, child), ROLE_TILES[Role(child.role)]) for child in file.people]
    owner, stand_in = file.case.owner, file.case.stand_in
    children.append(Person(owner.name, _("eigenaar van deze zaak"), "lilac"))
    if stand_in:
        children.append(Person(stand_in.name, _("vervangt"), "lilac"))
    experts = (
        Person(one.body.name, part_in_words(one.body.organisation, one.fact.until_on, today), "")
        for one in experts_now(file, today)
    )
    return [*children, *experts]


def _part(file: CaseFile, child: Involved) -> str:
    """The role, with the group when it is another than the case's."""
    role = role_in_words(child.role)
    same = child.pupil.group_id == file.case.group_id
    return role if same else f"{role}, {group_title(child.pupil.group)}"


def _help(file: CaseFile) -> list[Go]:
    """Who offered a bullied child help beside the protocol, for whom and when."""
    return [
        Go(
            one.body.who,
            reverse("fact", args=[file.case.pk, one.fact.pk]),
            f"{about_words(file, one.fact.about)}, {words.day_in_short(one.fact.on)}",
        )
        for one in file.of(bodies.HelpBeside)
    ]


def _agreements(file: CaseFile, today: date) -> list[Go]:
    """What the children keep to now."""
    found = []
    for one in standing_agreements(file):
        if not one.counts:
            continue
        aside = one.agreement.who
        if one.state is AgreementState.PHASING_OUT:
            aside = _("%(who)s, wordt afgebouwd") % {"who": one.agreement.who}
        elif one.agreement.until_on:
            day = words.day_and_month(one.agreement.until_on, today)
            aside = _("%(who)s, tot en met %(day)s") % {"who": one.agreement.who, "day": day}
        found.append(
            Go(words.shortened(one.agreement.what, 140), reverse("fact", args=[file.case.pk, one.fact.pk]), aside)
        )
    return found


def _promises(file: CaseFile, today: date) -> list[tuple[Go, str]]:
    """What colleagues promised, by whom, and how often it was kept; and where it is told, as long as that goes on."""
    return [
        (
            Go(
                words.shortened(one.body.what, 140),
                reverse("fact", args=[file.case.pk, one.promise.fact_id]),
                ", ".join(
                    filter(
                        None,
                        [
                            one.promise.staff.name,
                            "" if one.counts else _("gestopt"),
                            kept_in_words(one.kept, len(one.days)),
                        ],
                    )
                ),
            ),
            reverse("promise_told", args=[file.case.pk, one.promise.pk]) if one.counts else "",
        )
        for one in promises_of(file, today)
    ]


def _seen(file: CaseFile) -> list[Go]:
    """The latest things that colleagues saw."""
    return [
        Go(
            words.shortened(noted.body.what, 140),
            reverse("fact", args=[file.case.pk, noted.fact.pk]),
            f"{noted.fact.by.name}, {words.day_in_short(noted.fact.on)}",
        )
        for noted in noted_since_asked(file)
        if noted.body.seen
    ][:MOST_SEEN]


def _seen_nothing(file: CaseFile) -> str:
    """How many times a colleague looked and saw nothing: that is worth knowing too."""
    n = sum(not noted.body.seen for noted in noted_since_asked(file))
    told = ngettext("Eén keer niets bijzonders gezien.", "%(n)s keer niets bijzonders gezien.", n)
    return words.capital(told % {"n": words.number(n)}) if n else ""


def _unseen(file: CaseFile, today: date) -> str:
    """On which days nobody looked, as far as was written down."""
    days = words.listed(words.vocabulary().weekdays[day.weekday()] for day in days_without_eyes(file, today))
    coming = words.near_day(file.calendar.after(today, 1), today)
    said = _("Op %(days)s schreef niemand op wat er te zien was. Wie kijkt er %(coming)s?")
    return said % {"days": days, "coming": coming} if days else ""


def dates_of(file: CaseFile, told: Callable[[date], str]) -> list[Pair]:
    """What is next and after that, with its day as it is told. A case is never without one, until it is closed."""
    position = file.progress
    if position.current is None:
        return [Pair(_("Navraag"), told(position.check_on))] if position.check_on else []
    pairs = []
    if position.current.due:
        pairs.append(Pair(visit_title(position.current), told(position.current.due.on)))
    following = next_of(file)
    if following and following.due:
        pairs.append(Pair(visit_title(following), told(following.due.on)))
    last = following or position.current
    pairs += [
        Pair(step_in_words(last.step, last.round + later, Form.TITLE), told(on))
        for later, on in enumerate(last.again_on, start=1)
    ]
    return pairs


def _near(on: date, today: date) -> str:
    return words.near_day(on, today) if on >= today else _("was %(day)s") % {"day": words.day(on, today)}
