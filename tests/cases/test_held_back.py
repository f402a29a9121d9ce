"""A parent who hears nothing yet, and parents who are spoken to apart: nobody is asked to tell, nothing waits (084)."""

from datetime import date, time

import pytest

from kring.cases.actions import informing, listening, planning, putting_right, releasing, reminding, school_changes
from kring.cases.bodies import Informed, PlannedTalk, PlanReply, Reached, Reply, Way
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Case, Fact
from kring.cases.one_call import others_in_call
from kring.cases.queries import When, today_lines
from kring.cases.to_say import LETTER_FOR
from kring.demo.doing import DOES
from kring.mail.models import Letter
from kring.protocol.terms import Kind
from kring.school.calendars import calendar_for
from kring.school.models import Guardian, Guardianship
from tests.cases.telling import Telling, tell
from tests.cases.test_trailing import evaluated
from tests.cast import Cast, act_of

pytestmark = pytest.mark.django_db

UNTIL = date(2026, 12, 4)  # a Friday; the case is judged on Monday 23 November
MONDAY_AFTER = date(2026, 12, 7)


def link_of(guardian: Guardian) -> Guardianship:
    return Guardianship.objects.select_related("guardian").get(guardian=guardian)


def hold_back(cast: Cast, guardian: Guardian, until: date | None = UNTIL, because: str = "Eerst Veilig Thuis.") -> None:
    school_changes.hold_back(act=act_of(cast.hein), guardianship=link_of(guardian), until=until, because=because)


def inform(case: Telling, guardian: Guardian, *also: Guardian, on: date | None = None, too_early: str = "") -> Fact:
    return informing.inform_guardian(
        act=case.act(),
        case_id=case.id,
        guardianship_id=link_of(guardian).pk,
        on=on or case.today,
        informed=Informed(reached=Reached.INFORMED, channel="phone", too_early=too_early),
        also=[link_of(one).pk for one in also],
    )


@pytest.fixture
def judged(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")


@pytest.fixture
def held(judged: Telling, cast: Cast) -> Telling:
    """Tom hears nothing yet, and all else of step 3 was done; Inge and the parents of Daan were told."""
    hold_back(cast, cast.tom_bakker)
    return step_3_but_for_tom(judged, cast)


def step_3_but_for_tom(case: Telling, cast: Cast) -> Telling:
    while case.step == "approach":
        task = next(task for task in case.progress.last.tasks if task.state == "open" and task.not_before is None)
        if task.duty.kind is Kind.INFORM_GUARDIANS:
            for guardian in (cast.inge_bakker, cast.karin_visser):
                inform(case, guardian)
            continue
        DOES[task.duty.kind](case, task)
    return case


def lines(case: Telling, cast: Cast):
    return today_lines(cast.anouk, case.today, calendar_for(cast.school))


def asked(case: Telling, cast: Cast) -> set[str]:
    return {key for line in lines(case, cast) if line.task for key in line.task.missing}


def test_the_step_is_finished_without_the_parent_who_hears_nothing_yet_and_nobody_is_late(held, cast):
    assert held.step == "first_evaluation"
    [(visit, task)] = held.progress.trailing
    assert (visit.step.key, task.missing) == ("approach", (str(link_of(cast.tom_bakker).pk),))
    assert task.not_before == MONDAY_AFTER
    assert Case.objects.get(pk=held.id).trailing_due_on == MONDAY_AFTER


def test_until_the_day_vandaag_does_not_ask_for_it_and_after_it_it_does(held, cast):
    tom = str(link_of(cast.tom_bakker).pk)
    assert tom not in asked(held, cast)
    held.on(UNTIL)
    assert tom not in asked(held, cast)
    held.on(MONDAY_AFTER)
    [line] = [line for line in lines(held, cast) if line.trails]
    assert (line.when, line.due_on, line.task.missing) == (When.TODAY, MONDAY_AFTER, (tom,))
    held.on(date(2026, 12, 9))
    [line] = [line for line in lines(held, cast) if line.trails]
    assert line.when is When.LATE


def test_beside_another_who_is_still_to_be_told_only_that_one_is_asked(judged, cast):
    hold_back(cast, cast.tom_bakker)
    while (task := judged.progress.last.next_task) and task.duty.kind is not Kind.INFORM_GUARDIANS:
        DOES[task.duty.kind](judged, task)
    assert str(link_of(cast.tom_bakker).pk) not in asked(judged, cast)
    assert str(link_of(cast.inge_bakker).pk) in asked(judged, cast)


def test_no_letter_reminds_of_it_before_its_day(held, cast):
    def reminded() -> set[str]:
        of_term = Letter.objects.filter(about=held.id, key__contains="approach:1", kind__in=LETTER_FOR.values())
        return set(of_term.values_list("kind", flat=True))

    before = reminded()
    for day in (date(2026, 11, 26), date(2026, 11, 30), date(2026, 12, 2)):
        held.on(day)
        reminding.sweep(school=cast.school, at=held.act().at, today=day)
    assert reminded() == before
    held.on(date(2026, 12, 8))
    reminding.sweep(school=cast.school, at=held.act().at, today=held.today)
    assert "late_for_coordinator" in reminded()


def test_letting_it_go_asks_for_it_at_once(held, cast):
    hold_back(cast, cast.tom_bakker, None)
    assert Case.objects.get(pk=held.id).trailing_due_on == date(2026, 11, 25)
    assert str(link_of(cast.tom_bakker).pk) in asked(held, cast)
    assert link_of(cast.tom_bakker).not_told_because is None


def test_telling_in_a_later_step_settles_the_earlier_one_too(held, cast):
    evaluated(held.on(date(2026, 11, 30)))
    for guardian in (cast.inge_bakker, cast.karin_visser):
        inform(held, guardian)
    held.on(MONDAY_AFTER)
    inform(held, cast.tom_bakker)
    assert held.progress.trailing == ()


def test_who_hears_nothing_yet_is_told_all_the_same_for_a_reason_only(judged, cast):
    hold_back(cast, cast.tom_bakker)
    with pytest.raises(Refused, match="hoort nog niets, tot en met") as refused:
        inform(judged, cast.tom_bakker)
    assert refused.value.field == "too_early"
    fact = inform(judged, cast.tom_bakker, too_early="Hij belde zelf en wist het al.")
    assert isinstance(fact.body, Informed)
    assert fact.body.too_early == "Hij belde zelf en wist het al."


def test_who_hears_nothing_yet_is_not_in_the_call_of_another(judged, cast):
    hold_back(cast, cast.tom_bakker)
    with pytest.raises(Refused, match="hoort nog niets") as refused:
        inform(judged, cast.inge_bakker, cast.tom_bakker)
    assert refused.value.field == "also"


def test_a_copy_and_a_correction_reach_nobody_who_hears_nothing_yet(held, cast):
    tom = link_of(cast.tom_bakker)
    with pytest.raises(Refused, match="hoort nog niets"):
        putting_right.put_right(
            act=held.act(), case_id=held.id, guardianships=[tom.pk], on=held.today, said="Het ligt anders."
        )
    child = next(one for one in held.file.people if one.pupil_id == cast.sem.pk)
    copy = releasing.release_copy(
        act=held.act(), case_id=held.id, involved_id=child.pk, problem="Er wordt gelachen.", agreements=(), approach=""
    )
    with pytest.raises(Refused) as refused:
        listening.reply_to_plan(
            act=held.act(),
            case_id=held.id,
            guardianship_id=tom.pk,
            on=held.today,
            reply=PlanReply(says=Reply.GIVEN, version=1, copy=copy.number, how=Way.PAPER),
        )
    assert refused.value.field == "why_given"


def test_no_talk_is_planned_with_who_hears_nothing_yet_by_then(judged, cast):
    hold_back(cast, cast.tom_bakker)

    def plan(on: date, *guardians: Guardian) -> Fact:
        return planning.plan_talk(
            act=judged.act(),
            case_id=judged.id,
            duty="inform_guardians",
            on=on,
            about=[str(link_of(one).pk) for one in guardians],
            talk=PlannedTalk(begins=time(15, 30)),
        )

    with pytest.raises(Refused, match="hoort nog niets"):
        plan(date(2026, 11, 24), cast.tom_bakker)
    plan(MONDAY_AFTER, cast.tom_bakker)
    cast.inge_bakker.call_apart = True
    cast.inge_bakker.save()
    with pytest.raises(Refused, match="spreek je apart"):
        plan(date(2026, 12, 8), cast.inge_bakker, cast.tom_bakker)


@pytest.mark.parametrize("who", ["inge_bakker", "tom_bakker"])
def test_parents_of_whom_one_is_called_apart_are_never_in_one_call(judged, cast, who):
    assert others_in_call(judged.file, link_of(cast.inge_bakker)) == [link_of(cast.tom_bakker)]
    one = getattr(cast, who)
    one.call_apart = True
    one.save()
    assert others_in_call(judged.file, link_of(cast.inge_bakker)) == []
    assert others_in_call(judged.file, link_of(cast.tom_bakker)) == []
    with pytest.raises(NotAllowed):
        inform(judged, cast.inge_bakker, cast.tom_bakker)


def test_holding_back_asks_why_and_for_a_day_that_is_to_come(judged, cast):
    with pytest.raises(Refused, match="waarom deze ouder nog niets hoort") as refused:
        hold_back(cast, cast.tom_bakker, because=" ")
    assert refused.value.field == "because"
    with pytest.raises(Refused, match="al geweest"):
        hold_back(cast, cast.tom_bakker, date(2026, 11, 20))
    with pytest.raises(Refused, match="meer dan een jaar"):
        hold_back(cast, cast.tom_bakker, date(2028, 1, 10))
    with pytest.raises(NotAllowed):
        school_changes.hold_back(
            act=judged.act(), guardianship=link_of(cast.tom_bakker), until=UNTIL, because="Zomaar."
        )
