"""Each sentence of a run finds the fault that was planted for it; without a fault none of them says anything."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import QuerySet

from kring.backup.after import after_restoring
from kring.cases import access
from kring.cases.access import Need
from kring.cases.models import Case, CaseStaff, Fact, Involved, Report
from kring.config import jobs
from kring.demo import doing
from kring.mail.models import Letter
from kring.school.actions import add_staff
from kring.school.models import Account, Role, StaffMember
from kring.school.rights import Standing
from kring.trail import chain
from kring.trail.models import ChainHead, ChainLink, TrailLine
from kring.web.models import Draft
from kring.web.school import restored as pages_of_restoring
from tests.simulate import restoring
from tests.simulate.clockwork import at
from tests.simulate.course import BEGINS
from tests.simulate.ledger import Draft as Kept
from tests.simulate.ledger import marks_in
from tests.simulate.play import Broken, Play
from tests.simulate.schools import mark_of
from tests.simulate.sentences import OF_A_CASE, OF_THE_WHOLE, Watch
from tests.simulate.troubles import READERS

STORY = "dz900x1"


@pytest.fixture
def play(db: None) -> Iterator[Play]:
    """Two schools on the second day of the school year; De Wilg has one case, with a plan, and its letters went."""
    play = Play(1, BEGINS)
    with play.running():
        play.go_to(at(BEGINS + timedelta(days=1), 9))
        teacher = play.wilg.team()[1]
        sem, daan, *_others = play.wilg.children()
        path = "/melding/"
        fields = {
            "reported_by": "colleague",
            "story_passed_on": "ja",
            "targets-count": "1",
            "bullied": sem.pk,
            "instigators-count": "1",
            "bullies": daan.pk,
            "others-count": "0",
            "story": f"Op het plein wordt iemand uitgelachen. {STORY}",
            "reported_on": play.clock.today.isoformat(),
        }
        assert play.post(teacher, path, play.form_of(teacher, path), fields).status_code == 303
        play.ledger.once[STORY] = "report"
        case = Case.objects.select_related("owner", "stand_in").get()
        told = play.told(case, case.owner)
        doing.do_the_rest(told)
        doing.answer(told, doing.Answer.BULLYING)
        doing.do_the_rest(told)
        play.work("morning")
        yield play


@pytest.fixture
def watch(play: Play) -> Watch:
    watch = Watch(play)
    watch.everything()
    watch.everything()
    return watch


def test_without_a_fault_every_sentence_holds_and_was_asked(watch):
    assert all(watch.asked[sentence] for sentence in (*OF_A_CASE, *OF_THE_WHOLE))


def a_fact_changes(play: Play) -> None:
    Fact.objects.filter(kind="problem").update(step="signal")


def a_fact_is_gone(play: Play) -> None:
    QuerySet(Report).all()._raw_delete("default")


def a_copy_is_wrong(play: Play) -> None:
    Case.objects.update(current_round=3)


def a_term_ends_on_sunday(play: Play) -> None:
    sunday = BEGINS + timedelta(days=13)
    Case.objects.update(next_due_on=sunday)


def the_plan_is_stale_and_nobody_says_so(play: Play) -> None:
    other = play.wilg.children()[5]
    Involved.objects.filter(role="target").update(pupil=other)


def nobody_sees_the_case(play: Play) -> None:
    Case.objects.update(next_due_on=None)


def the_owner_left(play: Play) -> None:
    StaffMember.objects.filter(pk__in=Case.objects.values("owner")).update(is_active=False)


def a_step_is_finished_twice(play: Play) -> None:
    fact = Fact.objects.filter(kind="finished").first()
    assert fact is not None
    fact.pk = uuid4()
    fact.sealed_body = '{"type":"finished"}'
    fact.save(force_insert=True)
    TrailLine.objects.create(school_id=fact.school_id, at=fact.at, verb="fact.recorded", subject_id=fact.pk)


def a_report_is_lost(play: Play) -> None:
    play.ledger.once["dz9x9"] = "a report that never came"


def a_report_is_there_twice(play: Play) -> None:
    one = Report.objects.get()
    columns = {"school": one.school, "case": one.case, "reported_on": one.reported_on, "reported_by": one.reported_by}
    Report.objects.create(story=one.story, taken_by=one.taken_by, taken_at=one.taken_at, **columns)
    play.ledger.once[STORY] = "report"


def a_letter_goes_twice(play: Play) -> None:
    play.postbox.came[next(iter(play.postbox.came))] += 1


def a_letter_names_a_child(play: Play) -> None:
    school = play.wilg.school
    Letter.objects.filter(school=school).update(sent_at=None)
    for letter in Letter.objects.filter(school=school)[:1]:
        letter.text = f"Het gaat om Abel Aal{mark_of('wilg')}.\n"
        letter.save()
    play.ledger.doubles_allowed.update(play.postbox.came)
    play.clock.tick(4000)
    play.work("morning")


def a_line_of_the_trail_changes(play: Play) -> None:
    QuerySet(TrailLine).filter(verb="case.opened").update(verb="case.read")


def a_line_of_the_trail_is_gone(play: Play) -> None:
    lines = list(TrailLine.objects.filter(verb="case.opened").values_list("pk", flat=True))
    QuerySet(ChainLink).filter(line__in=lines)._raw_delete("default")
    QuerySet(TrailLine).filter(pk__in=lines)._raw_delete("default")


def the_trail_is_cut_off(play: Play) -> None:
    """By somebody with all keys, so that what is left is a trail that fits."""
    last, before = ChainLink.objects.order_by("-number")[:2]
    head = ChainHead.objects.get()
    head.number, head.mac = before.number, bytes(before.mac)
    chain._store(head, sealed=True)
    QuerySet(ChainLink).filter(pk=last.pk)._raw_delete("default")
    QuerySet(TrailLine).filter(pk=last.line_id)._raw_delete("default")


def a_draft_is_lost(play: Play) -> None:
    play.ledger.drafts["pz8x8"] = Kept(uuid4(), "/melding/", play.clock.now.timestamp())


def a_draft_is_left_behind(play: Play) -> None:
    staff = play.wilg.team()[0]
    Draft.objects.create(
        school=play.wilg.school, staff=staff, key="/melding/", body=f'{{"story": ["{STORY}"]}}', saved_at=play.clock.now
    )


def a_letter_is_emptied_too_soon(play: Play) -> None:
    for letter in Letter.objects.filter(sent_at__isnull=False)[:1]:
        letter.text = letter.html = None
        letter.save()


def letters_are_gone(play: Play) -> None:
    Letter.objects.filter(sent_at__isnull=False).delete()


def two_schools_mix(play: Play) -> None:
    CaseStaff.objects.create(case=Case.objects.get(), staff=play.linde.team()[0], part=CaseStaff.Part.TAKES_PART)


def somebody_came_and_the_sweep_was_not_told(play: Play) -> None:
    """It would not look at the case again, whose plan a new head has not read."""
    play.go_to(at(BEGINS + timedelta(days=8), 9))
    account = Account.objects.create(email="nieuw@wilg.example")
    StaffMember.objects.create(school=play.wilg.school, name="Nora Nieuw", role=Role.HEAD, account=account)
    Case.objects.update(look_on=None)


def a_number_is_left_out(play: Play) -> None:
    Case.objects.update(number=2)


PLANTED: list[tuple[str, Callable[[Play], None]]] = [
    ("what was recorded never changes", a_fact_changes),
    ("what was recorded is there", a_fact_is_gone),
    ("copied columns equal the derivation", a_copy_is_wrong),
    ("who owns a running case works here", the_owner_left),
    ("a step is finished once", a_step_is_finished_twice),
    ("what was acknowledged is there once", a_report_is_lost),
    ("what was acknowledged is there once", a_report_is_there_twice),
    ("each letter goes once", a_letter_goes_twice),
    ("a letter names no child and tells no story", a_letter_names_a_child),
    ("the trail is whole", a_line_of_the_trail_changes),
    ("the trail is whole", a_line_of_the_trail_is_gone),
    ("the trail is whole", the_trail_is_cut_off),
    ("no draft is lost", a_draft_is_lost),
    ("no draft is left behind", a_draft_is_left_behind),
    ("what is destroyed, only after its term: a letter lost its text", a_letter_is_emptied_too_soon),
    ("what is destroyed, only after its term: letters are gone", letters_are_gone),
    ("two schools never mix", two_schools_mix),
    ("the sweep forgets nobody", somebody_came_and_the_sweep_was_not_told),
    ("cases are numbered without a hole", a_number_is_left_out),
]


@pytest.mark.parametrize(("sentence", "plant"), PLANTED, ids=lambda one: getattr(one, "__name__", None))
def test_a_sentence_finds_the_fault_that_was_planted_for_it(play, watch, sentence, plant):
    plant(play)
    with pytest.raises(Broken, match=sentence):
        watch.everything()


@pytest.mark.parametrize(
    ("sentence", "plant"),
    [
        ("no term ends on a closed day", a_term_ends_on_sunday),
        ("no child waits unseen", nobody_sees_the_case),
        ("a plan in force says what is so, or is flagged", the_plan_is_stale_and_nobody_says_so),
    ],
)
def test_what_is_a_wrong_copy_as_well_is_found_by_its_own_sentence(play, watch, sentence, plant):
    plant(play)
    (file,) = watch.files([Case.objects.get().pk])
    with pytest.raises(Broken, match=sentence):
        OF_A_CASE[sentence](watch, file)


def put_back_with_a_letter(play: Play) -> None:
    """As it is right after Kring was put back from a copy in which a letter waited."""
    Letter.objects.filter(pk=Letter.objects.order_by("id")[0].pk).update(sent_at=None, claimed_until=None)
    after_restoring(kept_until=play.clock.now, at=play.clock.tick(4000), era=1)
    play.ledger.held = restoring.held_now(play)
    assert play.ledger.held


def test_after_a_restore_a_letter_that_goes_by_itself_is_found(play, watch):
    put_back_with_a_letter(play)
    OF_THE_WHOLE["after a restore no letter of before goes by itself"](watch)
    Letter.objects.update(held_at=None)
    play.work("morning")
    with pytest.raises(Broken, match="no letter of before goes by itself"):
        OF_THE_WHOLE["after a restore no letter of before goes by itself"](watch)


def test_after_a_restore_a_page_that_says_nothing_of_it_is_found(play, monkeypatch):
    put_back_with_a_letter(play)
    teacher = play.wilg.team()[1]
    assert play.get(teacher, "/vandaag/").status_code == 200
    monkeypatch.setattr(pages_of_restoring, "_says", lambda restoration: "Kring is teruggezet.")
    with pytest.raises(Broken, match="pages say from when to when"):
        play.get(teacher, "/vandaag/")


def test_a_danger_that_no_leader_sees_is_found(play, watch, monkeypatch):
    Case.objects.update(danger_since=play.clock.now)
    monkeypatch.setattr("tests.simulate.sentences.cannot_wait", lambda staff, today: [])
    with pytest.raises(Broken, match="a danger stands before every leader"):
        OF_THE_WHOLE["a danger stands before every leader until it is answered"](watch)


def test_a_job_of_the_worker_that_fails_is_found(play, monkeypatch):
    def fails(at):
        raise ZeroDivisionError

    monkeypatch.setattr(jobs, "JOBS", (replace(jobs.JOBS[0], run=fails),))
    monkeypatch.setattr(play, "_rounds", None)
    with pytest.raises(ZeroDivisionError):
        play.work("morning")


def test_a_page_that_shows_a_story_to_who_is_kept_out_is_found(play, watch, monkeypatch):
    case, other = Case.objects.get(), next(one for one in play.wilg.team() if one.name.startswith("Bram"))
    CaseStaff.objects.update_or_create(case=case, staff=other, defaults={"part": CaseStaff.Part.EXCLUDED})
    assert play.get(other, f"/zaken/{case.pk}/dossier/").status_code == 404
    monkeypatch.setitem(access.ALLOWED, Standing.EXCLUDED, frozenset(Need))
    with pytest.raises(Broken, match="nobody reads what is not theirs"):
        play.get(other, f"/zaken/{case.pk}/dossier/")


def test_a_page_that_shows_a_name_of_another_school_is_found(play, watch):
    child = play.linde.children()[0]
    child.last_name = f"Aal{mark_of('wilg')}"
    child.save()
    with pytest.raises(Broken, match="nobody reads what is not theirs"):
        play.get(play.linde.administrator(), f"/school/leerlingen/{child.pk}/")


def test_what_two_write_at_once_may_be_read_by_those_who_read_it_when_one_does(play):
    """Seed 4008: of what stands in the plan the run said that only those who work at the case may read it."""
    words = play.words()
    ours = {"severity": words.severity, "problem": words.problem, "analysis": words.analysis}
    assert {kind: mark[0] for kind, text in ours.items() for mark in marks_in(text)} == READERS


def test_who_was_asked_to_join_a_second_school_is_looked_at_as_who_they_are_at_the_first(play, watch):
    """Seed 2023: until they say yes, Kring takes them for who they are at their own school, and shows its cases."""
    case, here = Case.objects.get(), next(one for one in play.wilg.team() if one.name.startswith("Bram"))
    assert here.account is not None
    CaseStaff.objects.update_or_create(case=case, staff=here, defaults={"part": CaseStaff.Part.TAKES_PART})
    there = add_staff(
        act=play.act(play.linde.administrator()),
        school=play.linde.school,
        name=here.name,
        role=Role.TEACHER,
        email=here.account.email,
    )
    watch.after_act()
    answer = play.get(there, f"/zaken/{case.pk}/dossier/")
    assert marks_in(answer.content)
    assert play.seen_as(there, answer) == here
