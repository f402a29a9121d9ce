"""The plan fills itself, each issue of it is frozen, and it tells the team nothing that is not theirs to know."""

from datetime import timedelta
from uuid import uuid4

import pytest
from msgspec import structs

from kring.cases import bodies
from kring.cases.actions import agreeing, issuing, opening, people, recording
from kring.cases.agreements import AgreementState, standing_agreements
from kring.cases.bodies import GoesOn, Kept
from kring.cases.errors import Refused
from kring.cases.models import PlanRead, PlanVersion, Report
from kring.cases.plan import PlanChange, What, content_of, newest_version
from kring.cases.plan_changes import changes_between
from kring.cases.plan_in_force import next_plan
from kring.protocol.terms import Role
from kring.trail.models import TrailLine
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast


def with_plan(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()


def newest(case: Telling) -> PlanVersion:
    version = newest_version(case.case)
    assert version is not None
    return version


def test_the_first_version_holds_problem_agreements_and_the_next_date(cast: Cast) -> None:
    plan = content_of(newest(with_plan(cast)))
    assert plan.number == 1
    assert plan.problem == "Sem wordt elke dag uitgelachen op het plein."
    assert [(one.what, one.who) for one in plan.agreements] == [("Daan laat de tas van Sem met rust.", "Daan")]
    assert (plan.next_title, plan.next_on) == ("Eerste evaluatie", TODAY + timedelta(days=7))
    assert [(one.first_name, one.informed, one.of) for one in plan.informed] == [("Sem", 2, 2), ("Daan", 1, 1)]
    assert plan.coordinators == ("Carla Jansen",)
    assert not plan.changes


def test_a_coordinator_who_is_kept_out_of_the_case_is_not_named_to_be_asked(cast: Cast) -> None:
    case = with_plan(cast)
    assert content_of(newest(case)).coordinators == ("Carla Jansen",)
    people.exclude(act=case.as_(cast.hein).act(), case_id=case.id, staff_id=cast.carla.pk)
    assert next_plan(case.file, cast.anouk, TODAY, newest(case)).coordinators == ()


def test_a_version_says_for_ever_what_it_said(cast: Cast) -> None:
    case = with_plan(cast)
    before = content_of(newest(case))
    recording.formulate_problem(
        act=case.act(corrects=case.file.of_kind("problem")[0].pk), case_id=case.id, text="Het is erger dan we dachten."
    )
    cast.sem.first_name = "Samuel"
    cast.sem.save()
    assert content_of(PlanVersion.objects.get(case=case.id, number=1)) == before


def test_the_second_version_tells_what_changed(cast: Cast) -> None:
    case = with_plan(cast).until_due().evaluate("no", Kept.PARTLY)
    plan = content_of(newest(case))
    assert plan.number == 2
    whats = [change.what for change in plan.changes]
    assert whats[0] is What.EVALUATION
    assert What.AGREEMENT_NEW in whats
    assert What.NEXT in whats
    assert plan.changes[0].subject == "Eerste evaluatie: Nee"
    assert plan.evaluations[0].analysis == "De pauze had geen toezicht."


def test_until_an_evaluation_is_answered_the_plan_says_what_guardians_heard_before_it(cast: Cast) -> None:
    case = with_plan(cast).until_due()

    def informed() -> list[tuple[int, int]]:
        return [(one.informed, one.of) for one in next_plan(case.file, cast.anouk, case.today, newest(case)).informed]

    assert informed() == [(2, 2), (1, 1)]
    case.talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True, feeling=4)
    case.review()
    case.decide("yes")
    assert informed() == [(0, 2), (0, 1)]


def test_the_plan_waits_for_what_it_must_tell(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    with pytest.raises(Refused, match=r"Eerst nog: .*Het probleem opschrijven, Afspraken"):
        case.issue_plan()
    assert not PlanVersion.objects.exists()


def test_between_steps_a_version_is_issued_only_when_something_changed(cast: Cast) -> None:
    case = with_plan(cast)
    with pytest.raises(Refused):
        case.issue_plan()
    agreeing.agree(
        act=case.act(),
        case_id=case.id,
        agreements=[bodies.Agreement(what="Sem zit bij het raam.", who="Juf Anouk", from_on=TODAY)],
    )
    case.until_due()
    case.talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True)
    case.review()
    case.decide("yes")
    assert case.issue_plan().number == 2
    assert case.step == "second_evaluation", "the guardians who are still to be told hold nothing up"


def test_a_double_click_issues_one_version(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    case.talk("ask_target", *case.keys(Role.TARGET))
    case.talk("joint_talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True)
    recording.formulate_problem(act=case.act(), case_id=case.id, text="Sem wordt uitgelachen.")
    case.agree()
    act = case.act(token=uuid4())
    assert issuing.issue_plan(act=act, case_id=case.id) == issuing.issue_plan(act=act, case_id=case.id)
    assert PlanVersion.objects.count() == 1


def test_reading_marks_the_first_time_and_leaves_a_line_each_time(cast: Cast) -> None:
    case = with_plan(cast)
    version = PlanVersion.objects.select_related("case").get(case=case.id)
    case.as_(cast.mo)
    issuing.read_plan(act=case.act(), version=version)
    issuing.read_plan(act=case.act(), version=version)
    assert PlanRead.objects.filter(version=version, staff=cast.mo).count() == 1
    assert TrailLine.objects.filter(verb="plan.read", case_id=case.id).count() == 2


def test_nothing_that_is_not_for_the_team_is_in_any_version(cast: Cast) -> None:
    """Raw talks, words told in confidence, home and health, who reported, guardians: each gets a marker of its own."""
    case = tell(cast)
    case.opens(
        opening.NewReport(
            story="MARKER-verhaal van de melder",
            reported_by=Report.By.GUARDIAN,
            reporter="MARKER-melder",
            reported_on=TODAY,
            people=((cast.sem.pk, Role.TARGET), (cast.daan.pk, Role.INSTIGATOR)),
        )
    )
    for guardian in (cast.inge_bakker, cast.tom_bakker, cast.karin_visser, cast.rob_visser):
        guardian.name, guardian.phone, guardian.email = "MARKER-ouder", "MARKER-nummer", "marker@ouder.example"
        guardian.save()
    case.step_1()
    case.judged("bullying")
    sem = case.key(cast.sem)
    case.talk("ask_target", sem, own_words="MARKER-eigen woorden", in_confidence="MARKER-vertrouwelijk")
    both = case.keys(Role.TARGET, Role.INSTIGATOR)
    case.talk("joint_talk", *both, together=True, also_present="MARKER-aanwezig", own_words="MARKER-gesprek")
    case.incident(what="MARKER-voorval")
    recording.formulate_problem(act=case.act(), case_id=case.id, text="Dit mag iedereen weten.")
    case.agree()
    recording.note_home(act=case.as_(cast.carla).act(), case_id=case.id, text="MARKER-thuis")
    case.as_(cast.anouk).inform_everybody()
    case.issue_plan()
    version = PlanVersion.objects.get(case=case.id)
    assert "Dit mag iedereen weten." in version.content
    assert "marker" not in version.content.casefold()
    assert "We spraken over de pauze" not in version.content


def test_what_the_team_is_asked_to_watch_for_is_told_as_a_change(cast: Cast) -> None:
    case = with_plan(cast)
    request = case.file.of_kind("observation_request")[0]
    first = content_of(newest(case))
    assert (first.watch_for, first.watch_until) == ("Let op het plein.", request.until_on)
    recording.ask_observations(
        act=case.act(corrects=request.pk),
        case_id=case.id,
        watch_for="Let op de gang.",
        until_on=request.until_on or TODAY,
    )
    now = next_plan(case.file, cast.anouk, TODAY, newest(case))
    assert PlanChange(What.WATCH, "Let op de gang.") in changes_between(first, now)


def test_an_adjusted_agreement_takes_the_place_of_the_former(cast: Cast) -> None:
    case = with_plan(cast).until_due()
    case.talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True)
    (running,) = standing_agreements(case.file)
    verdict = bodies.Verdict(agreement=running.fact.pk, kept=Kept.PARTLY, goes_on=GoesOn.ADJUST)
    with pytest.raises(Refused, match="hoe die nu luidt"):
        agreeing.review(act=case.act(), case_id=case.id, on=case.today, verdicts=[verdict])
    adjusted = bodies.Agreement(
        what="Daan blijft bij de tassen weg.", who="Daan", from_on=case.today, adjusts=running.fact.pk
    )
    agreeing.review(act=case.act(), case_id=case.id, on=case.today, verdicts=[verdict], adjusted=[adjusted])
    states = {one.agreement.what: one.state for one in standing_agreements(case.file)}
    assert states == {
        "Daan laat de tas van Sem met rust.": AgreementState.ADJUSTED,
        "Daan blijft bij de tassen weg.": AgreementState.RUNNING,
    }


def test_taking_back_what_took_its_place_lets_the_former_agreement_hold_again(cast: Cast) -> None:
    case = with_plan(cast).until_due()
    case.talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True)
    (first,) = standing_agreements(case.file)
    verdict = bodies.Verdict(agreement=first.fact.pk, kept=Kept.PARTLY, goes_on=GoesOn.ADJUST)
    second = bodies.Agreement(what="Blijf bij de tassen weg.", who="Daan", from_on=case.today, adjusts=first.fact.pk)
    agreeing.review(act=case.act(), case_id=case.id, on=case.today, verdicts=[verdict], adjusted=[second])
    made = standing_agreements(case.file)[-1].fact
    case.decide("yes")
    case.do_the_rest()
    case.until_due().talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True)
    again = bodies.Verdict(agreement=made.pk, kept=Kept.PARTLY, goes_on=GoesOn.ADJUST)
    third = bodies.Agreement(what="Speel op het voorplein.", who="Daan", from_on=case.today, adjusts=made.pk)
    agreeing.review(act=case.act(), case_id=case.id, on=case.today, verdicts=[again], adjusted=[third])
    latest = standing_agreements(case.file)[-1].fact

    def holding() -> list[str]:
        return [one.agreement.what for one in standing_agreements(case.file) if one.counts]

    assert holding() == ["Speel op het voorplein."]
    recording.withdraw(act=case.act(), case_id=case.id, fact_id=made.pk, reason="Vergissing.")
    assert holding() == ["Speel op het voorplein."]
    recording.withdraw(act=case.act(), case_id=case.id, fact_id=latest.pk, reason="Vergissing.")
    assert holding() == ["Daan laat de tas van Sem met rust."]
    kept = [kept for _on, kept in standing_agreements(case.file)[0].kept]
    assert kept == [Kept.PARTLY]


def stopped_at_step_5(cast: Cast) -> Telling:
    """An agreement goes on at step 4, and stops at step 5."""
    case = with_plan(cast).until_due().evaluate("yes").until_due()
    case.talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True)
    (running,) = standing_agreements(case.file)
    verdict = bodies.Verdict(agreement=running.fact.pk, kept=Kept.KEPT, goes_on=GoesOn.STOP)
    agreeing.review(act=case.act(), case_id=case.id, on=case.today, verdicts=[verdict])
    return case


def test_putting_an_earlier_review_right_does_not_undo_a_later_one(cast: Cast) -> None:
    case = stopped_at_step_5(cast)
    first = case.file.of_kind("review")[0]
    assert isinstance(first.body, bodies.Review)
    verdicts = [structs.replace(verdict, note="Op maandag niet.") for verdict in first.body.verdicts]
    agreeing.review(act=case.act(corrects=first.pk), case_id=case.id, on=first.on, verdicts=verdicts)
    (one,) = standing_agreements(case.file)
    assert one.state is AgreementState.STOPPED
    assert [on for on, _kept in one.kept] == [first.on, case.today]


def test_an_agreement_put_right_twice_keeps_what_was_said_of_it(cast: Cast) -> None:
    case = stopped_at_step_5(cast)
    for what in ("Daan laat de tas van Sem staan.", "Daan laat Sems tas staan."):
        (one,) = standing_agreements(case.file)
        agreeing.agree(
            act=case.act(corrects=one.fact.pk),
            case_id=case.id,
            agreements=[bodies.Agreement(what=what, who="Daan", from_on=one.agreement.from_on)],
        )
    (one,) = standing_agreements(case.file)
    assert one.agreement.what == "Daan laat Sems tas staan."
    assert (one.state, len(one.kept)) == (AgreementState.STOPPED, 2)


def test_a_review_passes_over_no_agreement(cast: Cast) -> None:
    case = with_plan(cast)
    case.agree("Sem en Daan groeten elkaar.", "Sem en Daan")
    case.until_due()
    case.talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True)
    first = standing_agreements(case.file)[0]
    verdict = bodies.Verdict(agreement=first.fact.pk, kept=Kept.KEPT, goes_on=GoesOn.CONTINUE)
    with pytest.raises(Refused, match="zonder antwoord"):
        agreeing.review(act=case.act(), case_id=case.id, on=case.today, verdicts=[verdict])


def test_phasing_out_says_from_which_day(cast: Cast) -> None:
    case = with_plan(cast).until_due().evaluate("yes").until_due()
    case.talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True)
    case.review()
    case.decide("positive")
    (running,) = standing_agreements(case.file)
    without_day = bodies.Verdict(agreement=running.fact.pk, goes_on=GoesOn.PHASE_OUT)
    with pytest.raises(Refused, match="vanaf welke dag"):
        agreeing.phase_out(act=case.act(), case_id=case.id, verdicts=[without_day])
    case.phase_out()
    (phasing,) = standing_agreements(case.file)
    assert (phasing.state, phasing.since) == (AgreementState.PHASING_OUT, case.today)


def test_a_request_to_watch_stands_in_the_plan_until_its_last_day(cast: Cast) -> None:
    case = with_plan(cast)
    last_day = case.file.of_kind("observation_request")[-1].until_on
    assert last_day is not None
    then = next_plan(case.file, cast.anouk, last_day, newest(case))
    assert (then.watch_for != "", then.watch_until) == (True, last_day)
    after = next_plan(case.file, cast.anouk, last_day + timedelta(days=1), newest(case))
    assert (after.watch_for, after.watch_until) == ("", None)


def test_in_after_care_the_plan_tells_who_was_informed_last(cast: Cast) -> None:
    case = with_plan(cast).until_due().evaluate("yes").until_due().evaluate("positive")
    assert case.step == "after_care"
    plan = next_plan(case.file, cast.anouk, case.today, newest(case))
    assert [(one.first_name, one.informed, one.of) for one in plan.informed] == [("Sem", 2, 2), ("Daan", 1, 1)]
