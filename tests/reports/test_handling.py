"""What the school does with what was told, and what who told it sees of that."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from kring.cases.actions.opening import NewReport
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Case, CaseStaff, Report
from kring.mail.models import Letter
from kring.protocol.terms import Ending, Role
from kring.reports.access import handles, knows_teller, visible_to
from kring.reports.actions import becoming, coming_back, handling
from kring.reports.course import Course, followed
from kring.reports.models import Incoming, Said, State
from kring.reports.told import Fear, Named, Subject, Teller, told_in
from kring.school.act import Itself
from kring.school.models import Pupil
from kring.trail.models import TrailLine
from kring.trail.verbs import Verb
from kring.vault.keys import KeyMissing, destroy_key, forget_keys
from tests.cases.telling import tell as tell_case
from tests.cast import NOW, TODAY, Cast
from tests.reports.telling import STORY, act_of, doors_of, somebody_tells, told

CAME = Itself(NOW)


def report_of(*bullied: Pupil, story: str = STORY) -> NewReport:
    """What a reader of it makes of what was told."""
    return NewReport(
        story=story,
        reported_by=Report.By.PUPIL,
        people=tuple((pupil.pk, Role.TARGET) for pupil in bullied),
        reported_on=TODAY,
        reporter="Een kind, zonder naam",
    )


def course(incoming: Incoming, *, days: int = 0) -> Course:
    incoming = Incoming.objects.select_related("case", "read_by").get(pk=incoming.pk)
    talk = list(incoming.said.order_by("number"))
    return followed(incoming, talk, TODAY + timedelta(days=days)).course


def add(incoming: Incoming, text: str, *, token: UUID | None = None) -> Said:
    return coming_back.add(
        incoming_id=incoming.pk, school_id=incoming.school_id, came=CAME, text=text, token=token or uuid4()
    )


def how(incoming: Incoming, kind: Said.What, *, days: int = 0) -> Said:
    return coming_back.how_it_goes(
        incoming_id=incoming.pk,
        school_id=incoming.school_id,
        came=Itself(NOW + timedelta(days=days)),
        how=kind,
        token=uuid4(),
    )


# Reading


def test_reading_it_is_a_line_in_the_trail_and_told_to_who_told_it(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast))
    assert course(kept) is Course.SENT
    handling.read(act=act_of(cast.carla), incoming_id=kept.pk)
    assert course(kept) is Course.READ
    [line] = TrailLine.objects.filter(verb=Verb.TOLD_READ)
    assert (line.by, line.subject_id) == (cast.carla, kept.pk)


@pytest.mark.parametrize("who", ["anouk", "mo", "ada", "wil"])
def test_who_may_not_read_it_does_nothing_with_it_either(cast: Cast, who: str) -> None:
    kept = somebody_tells(doors_of(cast), told(fears=(Fear.AFRAID_NOW,)))
    act = act_of(getattr(cast, who))
    for verb in (
        lambda: handling.read(act=act, incoming_id=kept.pk),
        lambda: handling.answer(act=act, incoming_id=kept.pk, text="Hoi"),
        lambda: handling.pass_on(act=act, incoming_id=kept.pk, staff_id=cast.anouk.pk, with_name=True),
        lambda: handling.take_up_danger(act=act, incoming_id=kept.pk),
        lambda: handling.end(act=act, incoming_id=kept.pk, text="Klaar"),
        lambda: handling.hold(act=act, incoming_id=kept.pk, held=True),
        lambda: handling.say_about_whom(act=act, incoming_id=kept.pk, accused=None),
        lambda: becoming.becomes_case(act=act, incoming_id=kept.pk, report=report_of(cast.sem)),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_another_school_finds_nothing_of_it(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast))
    with pytest.raises(NotAllowed):
        handling.read(act=act_of(cast.linde.head), incoming_id=kept.pk)
    assert not visible_to(cast.linde.head).exists()


# Answering, both ways


def test_an_answer_stands_ready_for_who_told_it_and_is_written_once(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast))
    act = act_of(cast.carla)
    for _time in range(2):
        handling.answer(act=act, incoming_id=kept.pk, text="Fijn dat je dit vertelt.")
    [said] = kept.said.all()
    assert (said.text, said.by, said.kind) == ("Fijn dat je dit vertelt.", cast.carla, Said.What.ANSWER)
    assert course(kept) is Course.ANSWERED


def test_a_question_waits_for_an_answer_and_the_answer_asks_for_the_school_again(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast))
    handling.answer(act=act_of(cast.carla), incoming_id=kept.pk, text="Wie deed het?", asks=True)
    assert course(kept) is Course.ASKED
    add(kept, "Daan.")
    kept.refresh_from_db()
    assert (course(kept), kept.state) == (Course.READ if kept.read_on else Course.SENT, State.NEW)
    assert kept.to_write


def test_an_empty_answer_is_refused(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast))
    with pytest.raises(Refused, match="Schrijf een antwoord"):
        handling.answer(act=act_of(cast.carla), incoming_id=kept.pk, text="  ")


def test_what_is_added_is_added_once_however_often_it_is_sent(cast: Cast) -> None:
    kept, token = somebody_tells(doors_of(cast)), uuid4()
    assert add(kept, "En nog iets.", token=token) == add(kept, "En nog iets.", token=token)
    assert kept.said.count() == 1


def test_worse_opens_it_again_and_better_does_not(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast))
    handling.end(act=act_of(cast.carla), incoming_id=kept.pk, text="We hebben gepraat.")
    assert course(kept) is Course.ENDED
    how(kept, Said.What.BETTER)
    assert course(kept) is Course.ENDED
    how(kept, Said.What.WORSE)
    kept.refresh_from_db()
    assert (kept.state, kept.promised_on > TODAY) == (State.NEW, True)


def test_who_stops_hears_no_more_and_who_comes_back_is_heard_again(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast))
    coming_back.stop(incoming_id=kept.pk, school_id=cast.school.pk, came=CAME, token=uuid4())
    assert course(kept) is Course.STOPPED
    with pytest.raises(Refused, match="geen antwoord meer"):
        handling.answer(act=act_of(cast.carla), incoming_id=kept.pk, text="Hoe gaat het?")
    add(kept, "Toch nog iets.")
    assert course(kept) is not Course.STOPPED


def test_what_the_school_said_counts_as_read_once_it_was_shown(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast))
    handling.answer(act=act_of(cast.carla), incoming_id=kept.pk, text="Hoi.")
    [said] = coming_back.see(incoming=kept, came=CAME)
    assert said.seen_on == TODAY


def test_a_code_of_another_school_finds_nothing(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast), code="kat")
    assert coming_back.find(cast.school.pk, kept.code_digest) == kept
    assert coming_back.find(cast.linde.school.pk, kept.code_digest) is None
    with pytest.raises(NotAllowed):
        coming_back.add(incoming_id=kept.pk, school_id=cast.linde.school.pk, came=CAME, text="Hoi", token=uuid4())


# Passing on


@pytest.mark.parametrize("with_name", [True, False])
def test_a_colleague_to_whom_it_is_passed_on_reads_it_with_or_without_the_name(cast: Cast, with_name: bool) -> None:
    kept = somebody_tells(doors_of(cast), teller=Teller(name="Noor"))
    for _time in range(2):
        handling.pass_on(act=act_of(cast.carla), incoming_id=kept.pk, staff_id=cast.anouk.pk, with_name=with_name)
    assert visible_to(cast.anouk).get() == kept
    assert knows_teller(cast.anouk, kept) is with_name
    assert not handles(cast.anouk).exists()
    assert Letter.objects.get(kind="told_passed_on").to_staff == cast.anouk


def test_what_is_about_an_adult_is_passed_on_to_nobody(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast), subject=Subject.STAFF)
    with pytest.raises(Refused, match="geef je in Kring niet door"):
        handling.pass_on(act=act_of(cast.hein), incoming_id=kept.pk, staff_id=cast.anouk.pk, with_name=False)


@pytest.mark.parametrize("who", ["ada", "linde"])
def test_it_is_not_passed_on_to_who_reports_nothing_or_works_elsewhere(cast: Cast, who: str) -> None:
    kept = somebody_tells(doors_of(cast))
    other = cast.linde.teacher if who == "linde" else cast.ada
    with pytest.raises(NotAllowed):
        handling.pass_on(act=act_of(cast.carla), incoming_id=kept.pk, staff_id=other.pk, with_name=False)


def test_it_is_not_passed_on_to_who_is_kept_out(cast: Cast) -> None:
    case = tell_case(cast, cast.anouk).report(cast.sem).case
    CaseStaff.objects.create(case=case, staff=cast.carla, part=CaseStaff.Part.EXCLUDED)
    kept = somebody_tells(doors_of(cast), told(bullied=(Named("Sem"),)))
    with pytest.raises(Refused, match="blijft buiten"):
        handling.pass_on(act=act_of(cast.hein), incoming_id=kept.pk, staff_id=cast.carla.pk, with_name=False)


# Danger, the end, the hold folder


def test_a_danger_that_is_taken_up_is_told_to_who_told_it(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast), told(fears=(Fear.HURT_MYSELF,)))
    with pytest.raises(Refused, match="gevaar oppakt"):
        handling.end(act=act_of(cast.carla), incoming_id=kept.pk, text="Klaar")
    handling.take_up_danger(act=act_of(cast.carla), incoming_id=kept.pk)
    handling.take_up_danger(act=act_of(cast.hein), incoming_id=kept.pk)
    kept.refresh_from_db()
    assert kept.taken_up_by == cast.carla
    assert course(kept) is Course.TAKEN_UP


def test_it_ends_with_a_last_answer_and_without_blame(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast))
    handling.end(act=act_of(cast.hein), incoming_id=kept.pk, text="We hebben er samen over gepraat.")
    assert [one.kind for one in kept.said.all()] == [Said.What.ENDED]


def test_from_the_hold_folder_it_ends_without_an_answer(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast))
    handling.hold(act=act_of(cast.carla), incoming_id=kept.pk, held=True)
    handling.end_quietly(act=act_of(cast.carla), incoming_id=kept.pk)
    kept.refresh_from_db()
    assert kept.state == State.ENDED
    assert not kept.said.exists()


def test_who_waits_for_an_answer_gets_one_at_the_end(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast))
    with pytest.raises(Refused, match="wacht op antwoord"):
        handling.end_quietly(act=act_of(cast.carla), incoming_id=kept.pk)


def test_the_head_says_about_whom_it_is_and_that_colleague_never_reads_it(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast), subject=Subject.STAFF)
    handling.say_about_whom(act=act_of(cast.hein), incoming_id=kept.pk, accused=cast.anouk.pk)
    assert not visible_to(cast.anouk).exists()
    with pytest.raises(Refused, match="over jou"):
        handling.say_about_whom(act=act_of(cast.hein), incoming_id=kept.pk, accused=cast.hein.pk)


# A case


def test_it_opens_a_case_once_and_goes_along_with_its_own_key(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast), told(bullied=(Named("Sem"),)), teller=Teller(name="Noor"))
    handling.answer(act=act_of(cast.carla), incoming_id=kept.pk, text="We gaan praten.")
    act = act_of(cast.carla)
    cases = [becoming.becomes_case(act=act, incoming_id=kept.pk, report=report_of(cast.sem)) for _time in range(2)]
    assert cases[0] == cases[1]
    assert Case.objects.count() == 1
    now = Incoming.objects.get(pk=kept.pk)
    assert (now.told.story, now.who_told.name, now.state) == (STORY, "Noor", State.IN_CASE)
    assert [one.text for one in now.said.all()] == ["We gaan praten."]
    assert course(kept) is Course.AT_WORK


def test_what_was_told_is_gone_with_the_key_of_its_case(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast))
    handling.answer(act=act_of(cast.carla), incoming_id=kept.pk, text="We gaan praten.")
    case = becoming.becomes_case(act=act_of(cast.carla), incoming_id=kept.pk, report=report_of(cast.sem))
    destroy_key(case.pk)
    forget_keys()
    for read in (lambda: Incoming.objects.get(pk=kept.pk).content, lambda: Said.objects.get().text):
        with pytest.raises(KeyMissing):
            read()


def test_it_joins_a_case_that_runs(cast: Cast) -> None:
    case = tell_case(cast, cast.anouk).report(cast.sem).case
    kept = somebody_tells(doors_of(cast))
    joined = becoming.becomes_case(
        act=act_of(cast.carla), incoming_id=kept.pk, case_id=case.pk, report=report_of(cast.sem)
    )
    assert joined == case
    assert Report.objects.filter(case=case).count() == 2


def test_what_is_about_an_adult_never_becomes_a_case(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast), subject=Subject.STAFF)
    with pytest.raises(Refused, match="buiten het stappenplan"):
        becoming.becomes_case(act=act_of(cast.hein), incoming_id=kept.pk, report=report_of(cast.sem))


def test_who_is_excluded_from_its_case_reads_it_no_more(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast))
    case = becoming.becomes_case(act=act_of(cast.carla), incoming_id=kept.pk, report=report_of(cast.sem))
    CaseStaff.objects.create(case=case, staff=cast.carla, part=CaseStaff.Part.EXCLUDED)
    assert not visible_to(cast.carla).exists()
    assert visible_to(cast.hein).exists()


def test_six_weeks_after_closing_the_child_is_asked_once_more(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast))
    case = becoming.becomes_case(act=act_of(cast.carla), incoming_id=kept.pk, report=report_of(cast.sem))
    Case.objects.filter(pk=case.pk).update(closed_on=TODAY, ended_as=Ending.STOPPED)
    assert course(kept, days=41) is Course.CLOSED
    assert course(kept, days=42) is Course.ASKED_AGAIN
    how(kept, Said.What.BETTER, days=43)
    assert course(kept, days=44) is Course.CLOSED


@pytest.mark.parametrize(
    ("ended_as", "stands"),
    [
        (Ending.STOPPED, Course.CLOSED),
        (Ending.TEASING, Course.AGREED),
        (Ending.OTHERWISE, Course.LET_GO),
        (Ending.MISTAKE, Course.LET_GO),
    ],
)
def test_of_each_ending_who_told_it_reads_what_is_true_of_it(cast: Cast, ended_as: Ending, stands: Course) -> None:
    kept = somebody_tells(doors_of(cast))
    case = becoming.becomes_case(act=act_of(cast.carla), incoming_id=kept.pk, report=report_of(cast.sem))
    Case.objects.filter(pk=case.pk).update(closed_on=TODAY, ended_as=ended_as)
    assert course(kept) is stands


def test_more_in_the_same_form_goes_along_as_well(cast: Cast) -> None:
    door = doors_of(cast)
    kept = somebody_tells(door, code="kat")
    somebody_tells(door, told("En dit nog."), code="kat")
    becoming.becomes_case(act=act_of(cast.carla), incoming_id=kept.pk, report=report_of(cast.sem))
    assert told_in(Incoming.objects.get(pk=kept.pk).said.get().text).story == "En dit nog."
