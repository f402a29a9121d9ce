"""What people do in their cases, by a random but plausible mind: who acts, in which case, and what they say of it.

Each gives a sentence of what was done, or None where there was nothing to do. That a verb says no, in words, is part of
life: it is told in the log, and the case is as it was.
"""

from collections.abc import Callable, Iterable
from random import Random
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from kring.cases.case_file import CaseFile
from kring.cases.models import Case, CaseStaff
from kring.prepared import prepared
from kring.protocol.progress import Visit
from kring.protocol.terms import Ending, Outcome, Role
from kring.school.models import Role as Staff
from kring.school.models import StaffMember
from tests.simulate.play import Play, Told
from tests.simulate.schools import PlayedSchool

Mind = Callable[[Play, Random], str | None]
MindInACase = Callable[[Play, Random, Case, Told], str | None]
MINDS: dict[str, Mind] = {}
WEIGHTS: dict[str, int] = {}
T = TypeVar("T")


def mind(kind: str, weight: int) -> Callable[[Mind], Mind]:
    """This kind of act comes so often."""

    def known(does: Mind) -> Mind:
        MINDS[kind], WEIGHTS[kind] = does, weight
        return does

    return known


def mind_in_a_case(kind: str, weight: int, *, leads: bool = False) -> Callable[[MindInACase], Mind]:
    """The same in a case that runs, by who carries it; with `leads` by coordinator or head."""

    def known(does: MindInACase) -> Mind:
        @mind(kind, weight)
        def in_a_case(play: Play, chance: Random) -> str | None:
            case = a_case(play, chance)
            if case is None:
                return None
            by = a_leader(play, chance, case) if leads else who_carries(play, case)
            return does(play, chance, case, play.told(case, by)) if by else None

        return in_a_case

    return known


def one_of(chance: Random, things: Iterable[T]) -> T | None:
    listed = list(things)
    return chance.choice(listed) if listed else None


def a_school(play: Play, chance: Random) -> PlayedSchool:
    return play.wilg if chance.random() < 0.85 else play.linde


def a_case(play: Play, chance: Random, *, running: bool = True) -> Case | None:
    """One that asks for something first, mostly; the school of most children has most of them."""
    school = a_school(play, chance).school.pk
    if running:
        due = _due_first(school)
        return due[min(int(chance.expovariate(0.9)), len(due) - 1)] if due else None
    return one_of(chance, _closed_last(school))


@prepared
def _due_first(school: UUID) -> QuerySet[Case]:
    return _with_people(school).filter(closed_on=None).order_by("next_due_on", "id")[:6]


@prepared
def _closed_last(school: UUID) -> QuerySet[Case]:
    return _with_people(school).filter(closed_on__isnull=False).order_by("-closed_on", "id")[:8]


def _with_people(school: UUID) -> QuerySet[Case]:
    return Case.objects.filter(school=school).select_related("school", "owner", "stand_in")


def the_oldest(play: Play) -> Case | None:
    """Of those that run: somebody carries it to its end."""
    return next(iter(_oldest()), None)


@prepared
def _oldest() -> QuerySet[Case]:
    running = Case.objects.filter(closed_on=None).select_related("school", "owner", "stand_in")
    return running.order_by("reported_on", "id")[:1]


@prepared
def _running() -> QuerySet[Case]:
    return Case.objects.filter(closed_on=None).select_related("school", "owner", "stand_in").order_by("id")


def cases_in_turn(play: Play, chance: Random) -> list[Case]:
    """All that run, in another order each time."""
    cases = _running()
    return chance.sample(cases, k=len(cases))


def school_of(play: Play, case: Case) -> PlayedSchool:
    return next(one for one in play.schools if one.school.pk == case.school_id)


def who_carries(play: Play, case: Case) -> StaffMember:
    """The owner, or who stands in."""
    return case.stand_in or case.owner


@prepared
def kept_out_of(case: UUID) -> QuerySet[CaseStaff, UUID]:
    return CaseStaff.objects.filter(case=case, part=CaseStaff.Part.EXCLUDED).values_list("staff", flat=True)


def a_leader(play: Play, chance: Random, case: Case, *roles: Staff) -> StaffMember | None:
    school = school_of(play, case)
    out = set(kept_out_of(case.pk))
    return one_of(
        chance, [one for one in school.team(*(roles or (Staff.COORDINATOR, Staff.HEAD))) if one.pk not in out]
    )


def a_child(chance: Random, file: CaseFile, *roles: Role) -> UUID | None:
    found = one_of(chance, file.with_role(*(roles or tuple(Role))))
    return found.pk if found else None


def an_answer(chance: Random, visit: Visit) -> Outcome:
    """Mostly that it is bullying, and that it goes well; each answer sometimes."""
    outcomes = list(visit.step.outcomes)
    wanted = [one for one in outcomes if one.good] or [one for one in outcomes if one.ends_as is not Ending.TEASING]
    weights = [5 if one in wanted else 2 for one in outcomes]
    return chance.choices(outcomes, weights)[0]
