"""What is written down in a step: talks, incidents, severity and the rest, and what is refused."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from kring.cases import bodies
from kring.cases.actions import agreeing, closing, deciding, people, recording
from kring.cases.errors import Conflict, NotAllowed, Refused
from kring.cases.models import Fact
from kring.cases.plan import content_of, newest_version
from kring.protocol.terms import Role
from kring.trail.models import TrailLine
from kring.vault.fields import Ciphertext
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast


def case_of_sem(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,))


def talk_on(case: Telling, on: date, about: list[str], **words: object) -> Fact:
    words.setdefault("said", "We spraken over de pauze.")
    return recording.record_talk(
        act=case.act(),
        case_id=case.id,
        duty="talk_target",
        on=on,
        about=about,
        talk=bodies.Talk(**words),  # type: ignore[arg-type]
    )


def test_a_talk_keeps_the_childs_own_words_and_feeling(cast: Cast) -> None:
    case = case_of_sem(cast)
    sem = case.key(cast.sem)
    talk_on(
        case, TODAY, [sem], own_words="Ik wil niet meer.", in_confidence="Thuis is het ook druk.", feelings={sem: 1}
    )
    body = case.file.of_kind("talk")[0].body
    assert isinstance(body, bodies.Talk)
    assert (body.own_words, body.in_confidence, body.feelings) == (
        "Ik wil niet meer.",
        "Thuis is het ook druk.",
        {sem: 1},
    )


def test_what_is_written_is_sealed_in_the_database(cast: Cast) -> None:
    case = case_of_sem(cast)
    talk_on(case, TODAY, [case.key(cast.sem)], said="Een heel herkenbaar woord: kikkerdril.")
    sealed: object = Fact.objects.filter(case=case.id).values_list("sealed_body", flat=True)[0]
    assert isinstance(sealed, Ciphertext)
    assert b"kikkerdril" not in sealed.sealed


@pytest.mark.parametrize(
    ("on", "words", "field"),
    [
        (TODAY + timedelta(days=1), {}, "on"),
        (TODAY - timedelta(days=1), {}, "on"),
        (TODAY, {"said": " \n "}, "said"),
        (TODAY, {"feelings": {"?": 6}}, "feelings"),
    ],
)
def test_a_talk_that_cannot_be_right_is_refused_at_its_field(
    cast: Cast, on: date, words: dict[str, object], field: str
) -> None:
    case = case_of_sem(cast)
    sem = case.key(cast.sem)
    if "feelings" in words:
        words = {"feelings": {sem: 6}}
    with pytest.raises(Refused) as refused:
        talk_on(case, on, [sem], **words)
    assert refused.value.field == field
    assert not Fact.objects.exists()


def test_a_separate_talk_is_with_one_child_and_with_the_child_it_is_for(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, cast.noor, by=(cast.daan,))
    with pytest.raises(Refused, match="onder vier ogen"):
        talk_on(case, TODAY, case.keys(Role.TARGET))
    with pytest.raises(Refused, match="andere leerling"):
        talk_on(case, TODAY, [case.key(cast.daan)])


def test_a_child_of_another_case_is_not_known_here(cast: Cast) -> None:
    other = tell(cast).report(cast.noor)
    with pytest.raises(NotAllowed):
        talk_on(case_of_sem(cast), TODAY, [other.key(cast.noor)])


def test_step_3_apart_instead_of_joint_needs_both_talks_and_no_reason(cast: Cast) -> None:
    case = case_of_sem(cast).step_1().judged("bullying")
    sem, daan = case.key(cast.sem), case.key(cast.daan)
    case.talk("ask_target", sem)
    case.talk("joint_talk", sem)
    current = case.progress.current
    assert current is not None
    task = current.task("joint_talk")
    assert task is not None
    assert task.missing == (daan,)
    case.talk("joint_talk", daan, apart_because="Sem durft niet.")
    assert case.progress.current.task("joint_talk").settled  # type: ignore[union-attr]


def test_a_joint_talk_has_both_sides(cast: Cast) -> None:
    case = case_of_sem(cast).step_1().judged("bullying")
    case.talk("ask_target", case.key(cast.sem))
    with pytest.raises(Refused, match="beide partijen"):
        case.talk("joint_talk", case.key(cast.sem), together=True)
    with pytest.raises(Refused, match="dan niet samen"):
        case.talk("joint_talk", *case.keys(Role.TARGET, Role.INSTIGATOR), apart_because="?")


def test_the_bullied_child_is_asked_before_the_joint_talk(cast: Cast) -> None:
    case = case_of_sem(cast).step_1().judged("bullying")
    with pytest.raises(Refused, match="Eerst nog: Vooraf vragen"):
        case.talk("joint_talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True)


def test_a_duty_of_a_later_step_is_not_open_yet(cast: Cast) -> None:
    case = case_of_sem(cast)
    with pytest.raises(Refused, match="vraagt hier niet"):
        recording.formulate_problem(act=case.act(), case_id=case.id, text="Te vroeg.")


def test_incidents_may_lie_before_the_report_but_not_in_the_future(cast: Cast) -> None:
    case = case_of_sem(cast)
    case.incident(TODAY - timedelta(days=20))
    with pytest.raises(Refused, match="moet nog komen"):
        case.incident(TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="meer dan een jaar"):
        case.incident(TODAY - timedelta(days=400))
    assert len(case.file.of_kind("incident")) == 1


def test_incidents_can_be_added_in_every_step(cast: Cast) -> None:
    case = case_of_sem(cast).step_1().judged("bullying").step_3()
    case.incident()
    assert len(case.file.of_kind("incident")) == 2
    assert case.step == "first_evaluation"


def test_a_double_click_makes_one_fact(cast: Cast) -> None:
    case = case_of_sem(cast)
    act = case.act(token=uuid4())
    for _click in range(2):
        recording.record_incidents(
            act=act, case_id=case.id, incidents=[(TODAY, [], bodies.Incident(what="Zijn tas was weg."))]
        )
    assert Fact.objects.filter(kind="incident").count() == 1


def severity(reasons: str) -> bodies.Severity:
    return bodies.Severity(level=bodies.Level.SERIOUS, reasons=reasons)


def test_the_second_of_two_people_sees_both_texts_and_neither_is_lost(cast: Cast) -> None:
    case = case_of_sem(cast)
    case.talk("talk_target", case.key(cast.sem))
    case.incident()
    recording.estimate_severity(act=case.act(token=uuid4()), case_id=case.id, severity=severity("Van Anouk."))
    case.as_(cast.carla)
    with pytest.raises(Conflict) as conflict:
        recording.estimate_severity(act=case.act(token=uuid4()), case_id=case.id, severity=severity("Van Carla."))
    theirs = conflict.value.theirs
    recording.estimate_severity(
        act=case.act(token=uuid4(), seen=theirs.pk), case_id=case.id, severity=severity("Van ons samen.")
    )
    newest = case.file.of_kind("severity")
    assert [fact.body.reasons for fact in newest] == ["Van ons samen."]  # type: ignore[attr-defined]
    assert [fact.body.reasons for fact in case.file.former(newest[0])] == ["Van Anouk."]  # type: ignore[attr-defined]


def test_two_talks_about_one_child_are_both_kept(cast: Cast) -> None:
    case = case_of_sem(cast)
    sem = case.key(cast.sem)
    first = talk_on(case, TODAY, [sem], said="Van Anouk.")
    with pytest.raises(Conflict):
        recording.record_talk(
            act=case.act(token=uuid4()),
            case_id=case.id,
            duty="talk_target",
            on=TODAY,
            about=[sem],
            talk=bodies.Talk(said="Van Carla."),
        )
    recording.record_talk(
        act=case.act(token=uuid4(), seen=first.pk),
        case_id=case.id,
        duty="talk_target",
        on=TODAY,
        about=[sem],
        talk=bodies.Talk(said="Van Carla."),
    )
    assert len(case.file.of_kind("talk")) == 2


def test_a_correction_replaces_on_the_page_and_the_former_stays_readable(cast: Cast) -> None:
    case = case_of_sem(cast)
    sem = case.key(cast.sem)
    first = talk_on(case, TODAY, [sem], said="Zaterdag.")
    recording.record_talk(
        act=case.act(corrects=first.pk),
        case_id=case.id,
        duty="talk_target",
        on=TODAY,
        about=[sem],
        talk=bodies.Talk(said="Maandag."),
    )
    (talk,) = case.file.of_kind("talk")
    assert talk.body.said == "Maandag."  # type: ignore[attr-defined]
    assert case.file.former(talk) == [first]
    assert TrailLine.objects.filter(verb="fact.corrected", case_id=case.id).count() == 1


def test_two_people_correcting_the_same_fact_is_a_conflict(cast: Cast) -> None:
    case = case_of_sem(cast)
    first = case.incident()[0]

    def correct(what: str) -> None:
        recording.record_incidents(
            act=case.act(corrects=first.pk), case_id=case.id, incidents=[(TODAY, [], bodies.Incident(what=what))]
        )

    correct("Eerste verbetering.")
    with pytest.raises(Conflict) as conflict:
        correct("Tweede verbetering.")
    theirs = conflict.value.theirs
    assert isinstance(theirs, Fact)
    assert isinstance(theirs.body, bodies.Incident)
    assert theirs.body.what == "Eerste verbetering."


def test_a_fact_of_one_kind_is_not_corrected_by_another(cast: Cast) -> None:
    case = case_of_sem(cast)
    incident = case.incident()[0]
    with pytest.raises(NotAllowed):
        recording.estimate_severity(act=case.act(corrects=incident.pk), case_id=case.id, severity=severity("?"))


def test_a_decision_of_a_finished_step_is_not_corrected(cast: Cast) -> None:
    case = case_of_sem(cast).step_1().judged("bullying")
    (decision,) = case.file.of_kind("decision")
    with pytest.raises(Refused, match="al klaar"):
        deciding.decide(act=case.act(corrects=decision.pk), case_id=case.id, outcome="teasing", reasons="Toch niet.")


def test_what_was_recorded_by_mistake_is_withdrawn_and_stays_readable(cast: Cast) -> None:
    case = case_of_sem(cast)
    fact = case.incident()[0]
    recording.withdraw(act=case.act(), case_id=case.id, fact_id=fact.pk, reason="Dit ging over een ander kind.")
    assert not case.file.of_kind("incident")
    assert fact in case.file.every_fact
    assert not case.progress.current.task("incidents").settled  # type: ignore[union-attr]


def test_a_correction_in_a_finished_step_does_not_move_the_case_back(cast: Cast) -> None:
    case = case_of_sem(cast).step_1()
    (fact,) = case.file.of_kind("incident")
    recording.withdraw(act=case.act(), case_id=case.id, fact_id=fact.pk, reason="Vergissing.")
    assert case.step == "analyse"


def test_class_attention_comes_up_only_when_several_children_of_the_group_take_part(cast: Cast) -> None:
    alone = case_of_sem(cast).step_1().judged("bullying")
    several = tell(cast).report(cast.noor, by=(cast.jens,), followers=(cast.lars,)).step_1().judged("bullying")
    assert alone.progress.current.task("class_attention") is None  # type: ignore[union-attr]
    assert several.progress.current.task("class_attention") is not None  # type: ignore[union-attr]


def test_class_attention_names_no_child(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,), followers=(cast.lars,)).step_1().judged("bullying")
    with pytest.raises(Refused, match="Lars") as refused:
        recording.address_class(
            act=case.act(),
            case_id=case.id,
            on=TODAY,
            attention=bodies.ClassAttention(method="Kring", said="We spraken over wat lars deed."),
        )
    assert refused.value.field == "said"


def test_a_colleague_observes_a_running_plan_also_when_nothing_was_seen(cast: Cast) -> None:
    case = case_of_sem(cast).step_1().judged("bullying").step_3()
    case.as_(cast.mo)
    recording.observe(act=case.act(), case_id=case.id, observation=bodies.Observation(seen=False), on=TODAY)
    with pytest.raises(Refused, match="wat je zag"):
        recording.observe(act=case.act(), case_id=case.id, observation=bodies.Observation(seen=True), on=TODAY)
    assert [fact.by for fact in case.file.of_kind("observation")] == [cast.mo]


def test_nobody_observes_a_case_without_a_plan(cast: Cast) -> None:
    case = case_of_sem(cast).as_(cast.mo)
    with pytest.raises(NotAllowed):
        recording.observe(act=case.act(), case_id=case.id, observation=bodies.Observation(seen=False), on=TODAY)


def test_notes_on_home_are_for_coordinator_and_head(cast: Cast) -> None:
    case = case_of_sem(cast)
    with pytest.raises(NotAllowed):
        recording.note_home(act=case.act(), case_id=case.id, text="Scheiding.")
    recording.note_home(act=case.as_(cast.carla).act(), case_id=case.id, text="Scheiding.")
    (note,) = case.file.of_kind("home_note")
    with pytest.raises(NotAllowed):
        recording.withdraw(act=case.as_(cast.anouk).act(), case_id=case.id, fact_id=note.pk, reason="Niet waar.")


def test_an_agreement_that_ends_before_it_begins_is_refused(cast: Cast) -> None:
    case = case_of_sem(cast).step_1().judged("bullying")
    backwards = bodies.Agreement(what="Rust.", who="Daan", from_on=TODAY, until_on=TODAY - timedelta(days=1))
    with pytest.raises(Refused) as refused:
        agreeing.agree(act=case.act(), case_id=case.id, agreements=[backwards])
    assert refused.value.field == "until_on"


def test_every_act_is_a_line_in_the_trail_without_a_word_of_the_story(cast: Cast) -> None:
    case = case_of_sem(cast).step_1()
    lines = TrailLine.objects.filter(case_id=case.id)
    assert {line.verb for line in lines} == {"case.opened", "fact.recorded", "step.finished"}
    assert "pauze" not in " ".join(str(line.detail) for line in lines)


def test_what_was_withdrawn_meanwhile_cannot_be_put_right(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    (incident,) = case.incident()
    recording.withdraw(act=case.act(), case_id=case.id, fact_id=incident.pk, reason="Dit was een andere klas.")
    with pytest.raises(Refused, match="intussen"):
        recording.record_incidents(
            act=case.act(corrects=incident.pk),
            case_id=case.id,
            incidents=[(TODAY, [], bodies.Incident(what="Zijn jas werd verstopt."))],
        )


def test_a_talk_can_be_put_right_after_the_childs_role_changed(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan, cast.lars))
    lars = case.key(cast.lars)
    talk = case.talk("talk_instigator", lars)
    child = next(one for one in case.file.people if str(one.pk) == lars)
    people.change_role(act=case.act(), case_id=case.id, involved_id=child.pk, role=Role.FOLLOWER)
    recording.record_talk(
        act=case.act(corrects=talk.pk),
        case_id=case.id,
        duty="talk_instigator",
        on=TODAY,
        about=[lars],
        talk=bodies.Talk(said="Lars keek alleen maar."),
    )
    assert [fact.body.said for fact in case.file.of_kind("talk")] == ["Lars keek alleen maar."]  # type: ignore[attr-defined]


def test_a_pupil_who_left_the_school_is_not_added(cast: Cast) -> None:
    case = case_of_sem(cast)
    cast.lars.left_on = TODAY
    cast.lars.save()
    with pytest.raises(NotAllowed):
        people.add_child(act=case.act(), case_id=case.id, pupil_id=cast.lars.pk, role=Role.FOLLOWER)


def test_colleagues_are_asked_to_watch_only_when_there_is_a_plan_to_note_it_on(cast: Cast) -> None:
    case = case_of_sem(cast).step_1().judged("bullying")
    with pytest.raises(Refused, match="Het plan delen met het team"):
        case.ask_observations()
    closing.waive(act=case.as_(cast.carla).act(), case_id=case.id, duty="issue_plan", reason="Het team weet het al.")
    with pytest.raises(Refused, match="Er is nog geen plan uit"):
        case.ask_observations()


def test_after_two_weeks_a_group_may_be_talked_with_again_and_the_next_plan_says_so(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,), followers=(cast.lars,)).step_1().judged("bullying").step_3()
    case.until_due().evaluate("yes").until_due()
    assert case.task("class_attention").duty.optional
    case.hear()
    both = case.keys(Role.TARGET, Role.INSTIGATOR)
    case.talk("talk", *both, together=True)
    case.review()
    assert case.progress.last.may_decide, "the question does not wait for the class"
    case.decide("positive")
    case.address_class()
    case.do_the_rest()
    version = newest_version(case.case)
    assert version
    assert [talk.on for talk in content_of(version).class_talks] == [TODAY, case.today]
    assert case.task("class_attention").duty.optional, "and in after-care"
    assert case.step == "after_care"
