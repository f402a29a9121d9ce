"""What the file says against an answer that it goes well: the one place, for every road on which that can be said.

Nothing here judges: the facts are set beside the answer, and a person decides (decisions 012 and 070).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kring.cases.agreements import kept_at
from kring.cases.bodies import Although, Decision, Kept, Level, Planned, Review, Severity, SpeaksAgainst, Stopped
from kring.cases.case_file import CaseFile
from kring.cases.models import Fact
from kring.cases.queries import feelings_of
from kring.cases.verdicts import NOT_STOPPED, last_verdict
from kring.cases.wording import LEVELS, STOPPED
from kring.protocol.terms import Role

NOT_SAFE = 1
"""How a child feels who says `niet veilig`."""


@dataclass(frozen=True)
class Objection:
    """One fact that says otherwise, in words: `Sem zegt zelf: minder.`"""

    what: SpeaksAgainst
    text: str


def objections(file: CaseFile) -> list[Objection]:
    """What speaks against saying now that it goes well, by what each bullied child said last and what was recorded."""
    return [*_of_children(file), *_of_agreements(file), *_of_severity(file)]


def against_a_child(file: CaseFile) -> bool:
    """True when a bullied child itself said last that it did not stop."""
    last = [last_verdict(file, child) for child in file.with_role(Role.TARGET)]
    return any(one is not None and one.body.stopped in NOT_STOPPED for one in last)


def _of_children(file: CaseFile) -> Iterator[Objection]:
    felt = feelings_of(file)
    for child in file.with_role(Role.TARGET):
        name = file.name_of(child)
        last = last_verdict(file, child)
        if last and last.body.stopped in NOT_STOPPED:
            says = {"name": name, "says": STOPPED[last.body.stopped][1]}
            yield Objection(SpeaksAgainst.NOT_STOPPED, _("%(name)s zegt zelf: %(says)s.") % says)
        given = [one.value for one in felt.get(child.pk, []) if one.value]
        if given and given[-1] == NOT_SAFE:
            yield Objection(SpeaksAgainst.NOT_SAFE, _("%(name)s voelt zich niet veilig.") % {"name": name})


def _of_agreements(file: CaseFile) -> Iterator[Objection]:
    """By the last time that they were talked over, as long as not every child said after it that it stopped."""
    reviews = file.of(Review)
    visit = file.progress.visit(*reviews[-1].fact.place) if reviews else None
    if visit is None or _all_stopped_since(file, reviews[-1].fact):
        return
    broken = sum(kept is Kept.NOT for _agreement, kept in kept_at(file, visit))
    if broken:
        said = ngettext("%(n)s afspraak is niet nagekomen.", "%(n)s afspraken zijn niet nagekomen.", broken)
        yield Objection(SpeaksAgainst.NOT_KEPT, said % {"n": broken})


def _of_severity(file: CaseFile) -> Iterator[Objection]:
    """The last estimate, as long as not every bullied child said after it that it stopped."""
    estimates = file.of(Severity)
    if not estimates or estimates[-1].body.level is not Level.GRAVE or _all_stopped_since(file, estimates[-1].fact):
        return
    level = str(LEVELS[Level.GRAVE][0]).lower()
    yield Objection(SpeaksAgainst.GRAVE, _("De ernst is ingeschat als: %(level)s.") % {"level": level})


def _all_stopped_since(file: CaseFile, fact: Fact) -> bool:
    """True when every bullied child said, after this was first recorded, that it stopped."""
    last = [last_verdict(file, child) for child in file.with_role(Role.TARGET)]
    since = file.first(fact).at
    return bool(last) and all(
        one is not None and one.body.stopped is Stopped.STOPPED and one.fact.at > since for one in last
    )


@dataclass(frozen=True)
class Departure:
    """What somebody chose although the file said otherwise: the fact, and why."""

    fact: Fact
    although: Although


def standing_departure(file: CaseFile) -> Departure | None:
    """The last answer of a running case, or the date of its step, when it was chosen against the file."""
    current = file.progress.current
    if current is None:
        return None
    chosen = [
        *((one.fact, one.body.although) for one in file.of(Decision)[-1:]),
        *((one.fact, one.body.although) for one in file.of(Planned, at=current)[-1:]),
    ]
    found = [Departure(fact, although) for fact, although in chosen if although]
    return max(found, key=lambda one: one.fact.at, default=None)
