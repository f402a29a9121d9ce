"""A talk at one table against a bullied child: kept with its reason, and counting when a second person stands by it."""

from datetime import time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from kring.cases import bodies
from kring.cases.actions import closing, people, planning, recording
from kring.cases.actions.joint import ask_wish, endorse_talk
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Fact
from kring.cases.owed_talks import owed_talks
from kring.mail.models import Letter
from kring.protocol.terms import Role
from kring.school.act import Act
from kring.school.models import StaffMember
from tests.cases.telling import Telling, tell
from tests.cast import Cast

pytestmark = pytest.mark.django_db

BOTH = (Role.TARGET, Role.INSTIGATOR)


def asked(cast: Cast, *, wants: bool, targets: int = 1) -> Telling:
    """Step 3, with every bullied child asked; the first says this, the others yes."""
    bullied = (cast.sem, cast.lars, cast.noor)[:targets]
    case = tell(cast).report(*bullied, by=(cast.daan,)).step_1().judged("bullying")
    for number, child in enumerate(bullied):
        case.talk("ask_target", case.key(child), wants_together=wants or number > 0)
    return case


def together(case: Telling, duty: str = "joint_talk", **words: Any) -> Fact:
    return case.talk(duty, *case.keys(*BOTH), together=True, **words)


def is_met(case: Telling, duty: str = "joint_talk") -> bool:
    return case.task(duty).settled


def by(case: Telling, staff: StaffMember, **more: Any) -> Act:
    return Act(by=staff, at=case.act().at + timedelta(minutes=1), today=case.today, **more)


def names(case: Telling, talk: Fact, staff: StaffMember) -> Fact:
    return endorse_talk(act=by(case, staff), case_id=case.id, talk=talk.pk)


def wishes(case: Telling, child: str, *, yes: bool) -> Fact:
    wish = bodies.Wish(wants_together=yes)
    return ask_wish(act=case.act(), case_id=case.id, on=case.today, involved_id=UUID(child), wish=wish)


def plans(case: Telling, together_because: str = "") -> Fact:
    return planning.plan_talk(
        act=case.act(),
        case_id=case.id,
        duty="joint_talk",
        on=case.today,
        about=case.keys(*BOTH),
        talk=bodies.PlannedTalk(begins=time(15), together_because=together_because),
    )


def test_together_with_a_child_that_wants_it_counts_at_once(cast: Cast) -> None:
    case = asked(cast, wants=True)
    together(case)
    assert is_met(case)
    assert case.case.unendorsed_since is None


def test_together_against_a_no_needs_a_reason(cast: Cast) -> None:
    case = asked(cast, wants=False)
    with pytest.raises(Refused, match="geen ja van Sem") as refused:
        together(case)
    assert refused.value.field == "together_because"


def test_it_is_kept_and_counts_when_a_second_person_puts_a_name_to_it(cast: Cast) -> None:
    case = asked(cast, wants=False)
    talk = together(case, together_because="Ze moesten vandaag samen op kamp.")
    assert not is_met(case)
    assert talk in case.file.facts
    assert case.case.unendorsed_since == talk.at
    names(case, talk, cast.carla)
    assert is_met(case)
    assert case.case.unendorsed_since is None


def test_coordinator_and_head_are_asked_by_letter(cast: Cast) -> None:
    case = asked(cast, wants=False)
    together(case, together_because="Het moest.")
    written = set(Letter.objects.filter(kind="talk_to_endorse").values_list("to_staff", flat=True))
    assert cast.carla.pk in written
    assert cast.anouk.pk not in written


def test_neither_the_writer_nor_a_teacher_can_be_the_second(cast: Cast) -> None:
    case = asked(cast, wants=False)
    talk = together(case, together_because="Het moest.")
    with pytest.raises(NotAllowed):
        names(case, talk, cast.anouk)
    with Acting(case, cast.carla):
        other = together(case, together_because="Nog eens.")
    with pytest.raises(Refused, match="Een tweede"):
        names(case, other, cast.carla)


class Acting:
    """The case goes on by another colleague for a while."""

    def __init__(self, case: Telling, staff: StaffMember) -> None:
        self.case, self.staff, self.was = case, staff, case.by

    def __enter__(self) -> None:
        self.case.by = self.staff

    def __exit__(self, *_: object) -> None:
        self.case.by = self.was


def test_apart_needs_no_reason_and_counts_while_the_other_waits(cast: Cast) -> None:
    case = asked(cast, wants=False)
    together(case, together_because="Het moest.")
    for key in case.keys(*BOTH):
        case.talk("joint_talk", key)
    assert is_met(case)


def test_it_holds_at_an_evaluation_too_by_the_answer_of_before(cast: Cast) -> None:
    case = asked(cast, wants=True)
    case.do_the_rest().until_due()
    wishes(case, case.key(cast.sem), yes=False)
    with pytest.raises(Refused) as refused:
        together(case, "talk")
    assert refused.value.field == "together_because"
    together(case, "talk", together_because="Het moest.")
    assert not is_met(case, "talk")


def test_an_answer_of_an_earlier_step_stands_until_the_child_says_something_else(cast: Cast) -> None:
    case = asked(cast, wants=False)
    for key in case.keys(*BOTH):
        case.talk("joint_talk", key)
    case.do_the_rest().until_due()
    with pytest.raises(Refused):
        together(case, "talk")
    wishes(case, case.key(cast.sem), yes=True)
    together(case, "talk")
    assert is_met(case, "talk")


def test_planning_it_against_a_no_needs_the_reason_too(cast: Cast) -> None:
    case = asked(cast, wants=False)
    with pytest.raises(Refused) as refused:
        plans(case)
    assert refused.value.field == "together_because"
    plans(case, together_because="Op kamp.")


def test_a_wish_that_changes_after_the_talk_was_planned_counts_when_it_is_held(cast: Cast) -> None:
    case = asked(cast, wants=True)
    plans(case)
    wishes(case, case.key(cast.sem), yes=False)
    together(case, together_because="Het stond al gepland.")
    assert not is_met(case)


def test_waiving_the_question_makes_no_yes_of_it(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    again = case.today + timedelta(days=1)
    carla = by(case, cast.carla)
    closing.waive(act=carla, case_id=case.id, duty="ask_target", reason="Geen tijd.", again_on=again)
    with pytest.raises(Refused):
        together(case)
    together(case, together_because="Geen tijd om te vragen.")
    assert not is_met(case)


def test_a_talk_that_is_still_owed_to_a_child_is_not_settled_by_one_against_its_no(cast: Cast) -> None:
    case = asked(cast, wants=False)
    closing.waive(
        act=case.as_(cast.carla).act(),
        case_id=case.id,
        duty="joint_talk",
        reason="Sem is op kamp.",
        again_on=case.today + timedelta(days=1),
    )
    case.as_(cast.anouk)
    talk = together(case, together_because="Ze gingen samen op kamp.")
    assert [owed.child.pupil_id for owed in owed_talks(case.file)] == [cast.sem.pk]
    names(case, talk, cast.carla)
    assert not owed_talks(case.file)


def test_of_three_bullied_children_one_no_is_enough(cast: Cast) -> None:
    case = asked(cast, wants=False, targets=3)
    with pytest.raises(Refused, match=r"geen ja van Sem\."):
        together(case)
    without_sem = [key for key in case.keys(*BOTH) if key != case.key(cast.sem)]
    case.talk("joint_talk", *without_sem, together=True)
    assert case.task("joint_talk").missing == (case.key(cast.sem),)


def test_a_talk_is_corrected_to_together_only_with_the_reason_and_the_second_name(cast: Cast) -> None:
    case = asked(cast, wants=False)
    talk = case.talk("joint_talk", *case.keys(Role.TARGET))
    case.talk("joint_talk", *case.keys(Role.INSTIGATOR))
    case_file = case.file
    assert is_met(case) or case_file.progress.last.step.key != "approach"

    def corrected(**words: Any) -> Fact:
        return recording.record_talk(
            act=by(case, cast.anouk, corrects=talk.pk),
            case_id=case.id,
            duty="joint_talk",
            on=case.today,
            about=case.keys(*BOTH),
            talk=bodies.Talk(said="Toch samen.", together=True, **words),
        )

    with pytest.raises(Refused):
        corrected()
    kept = corrected(together_because="We zaten toch samen.")
    assert case.file.table.nameless == {kept.pk}


def test_a_name_stands_for_what_was_read_and_not_for_what_is_corrected_later(cast: Cast) -> None:
    case = asked(cast, wants=False)
    talk = together(case, together_because="Het moest.")
    names(case, talk, cast.carla)
    recording.record_talk(
        act=Act(by=cast.anouk, at=case.act().at + timedelta(minutes=5), today=case.today, corrects=talk.pk),
        case_id=case.id,
        duty="joint_talk",
        on=case.today,
        about=case.keys(*BOTH),
        talk=bodies.Talk(said="Anders.", together=True, together_because="Om iets anders."),
    )
    assert not is_met(case)


def test_a_yes_that_is_written_afterwards_mends_nothing(cast: Cast) -> None:
    case = asked(cast, wants=False)
    together(case, together_because="Het moest.")
    wishes(case, case.key(cast.sem), yes=True)
    assert not is_met(case)


def test_an_answer_that_is_put_right_to_no_counts_for_the_talk_that_was_held(cast: Cast) -> None:
    case = asked(cast, wants=True)
    together(case)
    (answer,) = [fact for fact in case.file.facts if fact.duty == "ask_target"]
    recording.record_talk(
        act=by(case, cast.anouk, corrects=answer.pk),
        case_id=case.id,
        duty="ask_target",
        on=case.today,
        about=[case.key(cast.sem)],
        talk=bodies.Talk(said="Hij zei toch nee.", wants_together=False),
    )
    assert not is_met(case)


def test_a_child_that_is_added_later_was_not_asked(cast: Cast) -> None:
    case = asked(cast, wants=True)
    case.do_the_rest().until_due()
    people.add_child(act=case.act(), case_id=case.id, pupil_id=cast.noor.pk, role=Role.TARGET)
    with pytest.raises(Refused, match="Noor"):
        together(case, "talk")


def test_a_bullied_child_may_stop_the_talk_and_has_said_no_to_the_next(cast: Cast) -> None:
    case = asked(cast, wants=True)
    sem = case.key(cast.sem)
    together(case, stopped_by=sem)
    assert is_met(case)  # it was held, and the child decided
    assert case.file.table.wants(sem) is False


def test_only_a_bullied_child_at_the_table_stops_it(cast: Cast) -> None:
    case = asked(cast, wants=True)
    with pytest.raises(Refused) as refused:
        together(case, stopped_by=case.key(cast.daan))
    assert refused.value.field == "stopped_by"


def test_the_child_chooses_whom_it_wants_there_of_this_school(cast: Cast) -> None:
    case = asked(cast, wants=True)
    sem = case.key(cast.sem)
    for staff in (uuid4(), cast.linde.teacher.pk):
        wish = bodies.Wish(wants_together=True, beside=bodies.Beside(name="X", staff=UUID(str(staff))))
        with pytest.raises(NotAllowed):
            ask_wish(act=case.act(), case_id=case.id, on=case.today, involved_id=UUID(sem), wish=wish)
    wish = bodies.Wish(wants_together=True, beside=bodies.Beside(name="Carla", staff=cast.carla.pk))
    ask_wish(act=case.act(), case_id=case.id, on=case.today, involved_id=UUID(sem), wish=wish)
    with pytest.raises(Refused, match="gepeste kind kiest"):
        ask_wish(act=case.act(), case_id=case.id, on=case.today, involved_id=UUID(case.key(cast.daan)), wish=wish)


def test_a_talk_that_counts_is_put_right_without_a_reason_though_the_child_says_no_to_the_next(cast: Cast) -> None:
    case = asked(cast, wants=True)
    talk = together(case)
    wishes(case, case.key(cast.sem), yes=False)
    recording.record_talk(
        act=by(case, cast.anouk, corrects=talk.pk),
        case_id=case.id,
        duty="joint_talk",
        on=case.today,
        about=case.keys(*BOTH),
        talk=bodies.Talk(said="Zonder tikfout.", together=True),
    )
    assert is_met(case)


def test_a_name_is_put_to_one_talk_and_not_to_another_with_the_same_children(cast: Cast) -> None:
    case = asked(cast, wants=False)
    first, second = (together(case, together_because=because) for because in ("Het moest.", "En nog eens."))
    names(case, second, cast.carla)
    assert case.file.table.nameless == {first.pk}
    assert case.case.unendorsed_since == first.at


def test_a_no_that_is_withdrawn_makes_no_yes_of_what_was_said_before(cast: Cast) -> None:
    case = asked(cast, wants=True)
    no = wishes(case, case.key(cast.sem), yes=False)
    recording.withdraw(act=case.act(), case_id=case.id, fact_id=no.pk, reason="Vergissing.")
    assert case.file.table.wants(case.key(cast.sem)) is None
    with pytest.raises(Refused, match="geen ja van Sem"):
        together(case)
    wishes(case, case.key(cast.sem), yes=True)
    together(case)
    assert is_met(case)


def test_an_old_yes_that_is_put_right_comes_after_no_later_no(cast: Cast) -> None:
    case = asked(cast, wants=False)
    sem = case.key(cast.sem)
    yes = wishes(case, sem, yes=True)
    wishes(case, sem, yes=False)
    better = bodies.Wish(wants_together=True, said="Zonder tikfout.")
    act = by(case, cast.anouk, corrects=yes.pk)
    ask_wish(act=act, case_id=case.id, on=case.today, involved_id=UUID(sem), wish=better)
    assert case.file.table.wants(sem) is False


def test_a_yes_of_a_day_after_the_talk_does_not_count_for_it(cast: Cast) -> None:
    case = asked(cast, wants=False)
    day = case.today
    case.on(day + timedelta(days=1))
    wishes(case, case.key(cast.sem), yes=True)

    def written_up(**words: Any) -> Fact:
        return recording.record_talk(
            act=case.act(),
            case_id=case.id,
            duty="joint_talk",
            on=day,
            about=case.keys(*BOTH),
            talk=bodies.Talk(said="Gisteren samen.", together=True, **words),
        )

    with pytest.raises(Refused, match="geen ja van Sem"):
        written_up()
    written_up(together_because="Het moest.")
    assert not is_met(case)


def test_a_role_that_is_changed_for_a_while_makes_no_other_talk_of_it(cast: Cast) -> None:
    """Sem said no, and is written down as one of those who bully while the talk is."""
    case = asked(cast, wants=False, targets=2)
    sem = next(child for child in case.file.people if child.pupil_id == cast.sem.pk)
    people.change_role(act=case.act(), case_id=case.id, involved_id=sem.pk, role=Role.INSTIGATOR)
    talk = case.talk("joint_talk", *case.keys(Role.INSTIGATOR))
    people.change_role(act=case.act(), case_id=case.id, involved_id=sem.pk, role=Role.TARGET)
    assert case.file.table.nameless == {talk.pk}
    assert Letter.objects.filter(kind="talk_to_endorse", to_staff=cast.carla).count() == 1


def test_a_late_no_asks_coordinator_and_head_for_a_name_whoever_wrote_it(cast: Cast) -> None:
    case = asked(cast, wants=True)
    day = case.today
    case.on(day + timedelta(days=1))
    together(case)
    wish = bodies.Wish(wants_together=False, said="Gisteren al zei ik nee.")
    sem = UUID(case.key(cast.sem))
    with Acting(case, cast.carla):
        ask_wish(act=case.act(), case_id=case.id, on=day, involved_id=sem, wish=wish)
    assert not is_met(case)
    written = set(Letter.objects.filter(kind="talk_to_endorse").values_list("to_staff", flat=True))
    assert written == {cast.carla.pk, cast.hein.pk}
