"""Whether a case runs, and who belongs to it: looking back, reopening, a mistake; children and colleagues."""

from random import Random
from typing import Any

from kring.cases.actions import (
    closing,
    leaving,
    people,
)
from kring.cases.models import Case, CaseStaff
from kring.protocol.progress import reopenings
from kring.protocol.terms import Role
from tests.simulate.minds import a_case, a_leader, mind, mind_in_a_case, one_of, school_of
from tests.simulate.play import Play, Told


@mind("looks back or reopens", 20)
def afterwards(play: Play, chance: Random) -> str | None:
    def looks_back() -> str | None:
        closed = Case.objects.filter(closed_on__isnull=False, next_due_on__isnull=False)
        case = one_of(chance, closed.select_related("school", "owner", "stand_in").order_by("next_due_on", "id")[:3])
        by = a_leader(play, chance, case) if case else None
        if case is None or by is None:
            return None
        note = f"Nagevraagd. {play.mark('d')}"
        closing.check_back(act=play.act(by), case_id=case.pk, quiet=chance.random() < 0.6, note=note)
        return f"{by.name} asks after {case}"

    def reopens() -> str | None:
        case = a_case(play, chance, running=False)
        by = a_leader(play, chance, case) if case else None
        if case is None or by is None:
            return None
        told = play.told(case, by)
        to = one_of(chance, reopenings(told.file.protocol, told.progress))
        if to is None:
            return None
        closing.reopen(act=told.act(), case_id=case.pk, to=to.step, reason=f"Het is terug. {play.mark()}")
        return f"{by.name} reopens {case} to {to.step}"

    return play.first_that_can([looks_back, reopens])


@mind_in_a_case("opened by mistake", 1, leads=True)
def by_mistake(play: Play, chance: Random, case: Case, told: Told) -> str | None:
    closing.close_by_mistake(act=told.act(), case_id=case.pk, reason=f"Verkeerde kinderen. {play.mark()}")
    return f"{told.by.name} says that {case} was opened by mistake"


@mind_in_a_case("children come and go", 12)
def children_of_case(play: Play, chance: Random, case: Case, told: Told) -> str | None:
    """A child is added, has another role, was another one, does not belong there, or left the school."""
    file = told.file
    pupil, child = chance.choice(school_of(play, case).children()), one_of(chance, file.people)
    gone = next((one for one in file.people if one.pupil.left_on and not file.is_gone(one)), None)
    if gone is not None:
        passed_on = f"De school. {play.mark('d')}"
        leaving.settle_gone(act=told.act(), case_id=case.pk, involved_id=gone.pk, passed_on=passed_on)
        return f"{told.by.name} settles what was asked of a child that left, in {case}"
    if child is None:
        return None
    of_it: dict[str, Any] = {
        "case_id": case.pk,
        "involved_id": child.pk,
        "because": f"Bij nader inzien. {play.mark('d')}",
    }

    def adds() -> str:
        people.add_child(act=told.act(), case_id=case.pk, pupil_id=pupil.pk, role=chance.choice(list(Role)))
        return "adds a child to"

    def changes() -> str:
        role, mistake = chance.choice(list(Role)), chance.random() < 0.5
        people.change_role(act=told.act(), role=role, mistake=mistake, **of_it)
        return "changes a role in"

    def removes() -> str:
        people.remove_child(act=told.act(), **of_it)
        return "takes a child out of"

    def swaps() -> str:
        people.swap_child(act=told.act(), pupil_id=pupil.pk, **of_it)
        return "says that it is another child in"

    done = play.first_that_can([adds, changes, removes, swaps], 2)
    return done and f"{told.by.name} {done} {case}"


@mind_in_a_case("colleagues come and go", 14, leads=True)
def colleagues_of_case(play: Play, chance: Random, case: Case, told: Told) -> str | None:
    """Handed over, somebody stands in, takes part, is kept out, or let in again."""
    other = chance.choice(school_of(play, case).team())

    def hands_over() -> str:
        people.hand_over(act=told.act(), case_id=case.pk, to=other.pk, reason="Het is beter zo.")
        return "hands it over to"

    def stands_in() -> str:
        people.set_stand_in(act=told.act(), case_id=case.pk, to=other.pk if case.stand_in is None else None)
        return "stands in, or no more,"

    def includes() -> str:
        people.include_colleague(act=told.act(), case_id=case.pk, staff_id=other.pk)
        return "lets take part"

    def excludes() -> str:
        people.exclude(act=told.act(), case_id=case.pk, staff_id=other.pk)
        return "keeps out"

    def lets_in() -> str | None:
        shut = CaseStaff.objects.filter(case=case, part=CaseStaff.Part.EXCLUDED).order_by("id").first()
        if shut is None:
            return None
        people.lift_exclusion(act=told.act(), case_id=case.pk, staff_id=shut.staff_id)
        return "lets somebody in, not"

    done = play.first_that_can([hands_over, stands_in, includes, excludes, lets_in], 3)
    return done and f"{told.by.name}, in {case}: {done} {other.name}"
