"""Writing up a talk (rows S1a, S1b, S3a, S4a, S5a): with one child, with both parties, and asking beforehand."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases import bodies
from kring.cases.actions import closing, people, recording
from kring.cases.models import Fact
from kring.protocol.terms import Role
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web.browsing import early, fields_of, filled_in, it_is_now, messages_after, opened, send, text_of

pytestmark = pytest.mark.usefixtures("ticking")


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


@pytest.fixture
def case(cast: Cast) -> Telling:
    """Daan bullies Sem, reported on the Friday before."""
    return early(tell(cast).on(date(2026, 11, 20)).report(cast.sem, by=(cast.daan,)))


def page(case: Telling, duty: str) -> str:
    return reverse("duty", args=[case.id, duty])


def the_talk(case: Telling) -> tuple[Fact, bodies.Talk]:
    fact = case.file.of_kind("talk")[-1]
    assert isinstance(fact.body, bodies.Talk)
    return fact, fact.body


GOOD: dict[str, Any] = {"said": "Daan duwt elke pauze.", "own_words": "Hij laat me nooit met rust.", "feels": 2}


def test_a_talk_with_the_bullied_child_keeps_its_words_and_its_feeling_and_says_what_is_next(anouk, case, cast):
    answer = send(anouk, page(case, "talk_target"), **GOOD, in_confidence="Niet tegen papa zeggen.")
    assert messages_after(anouk, answer) == ["Bewaard. Nu nog: Praten met de leerling die pest."]
    fact, talk = the_talk(case)
    assert (fact.on, fact.about, fact.by) == (case.today, [case.key(cast.sem)], cast.anouk)
    assert talk.own_words == "Hij laat me nooit met rust."
    assert talk.in_confidence == "Niet tegen papa zeggen."
    assert talk.feelings == {case.key(cast.sem): 2}


def test_a_child_may_refuse_to_say_how_safe_it_feels(anouk, case, cast):
    send(anouk, page(case, "talk_target"), **GOOD | {"feels": 0})
    assert the_talk(case)[1].feelings == {case.key(cast.sem): None}


def test_the_child_that_bullies_need_not_be_asked(anouk, case):
    send(anouk, page(case, "talk_instigator"), said="Hij vindt het een grap.")
    assert the_talk(case)[1].feelings == {}


def test_the_bullied_child_is_always_asked(anouk, case):
    answer = send(anouk, page(case, "talk_target"), said="Kort gesproken.")
    assert answer.status_code == 422
    assert text_of(answer).count("Vraag het kind hoe veilig het zich voelt.") == 2
    assert "Kort gesproken." in text_of(answer)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("said", "  ", "Schrijf op wat er gezegd is. Een paar zinnen is genoeg."),
        ("said", "a" * 10_001, "Er passen er 10.000"),
        ("own_words", "nul\x00", "onzichtbaar teken"),
        ("on", "2026-11-24", "Deze dag moet nog komen."),
        ("on", "2026-11-19", "Deze dag ligt vóór de melding."),
        ("on", "gisteren", "Schrijf de datum zo: 23-11-2026."),
        ("feels", "7", "Deze keuze is er niet (meer)."),
    ],
)
def test_what_cannot_be_right_is_told_beside_the_field_and_in_the_summary(anouk, case, field, typed, sentence):
    answer = send(anouk, page(case, "talk_target"), **GOOD | {field: typed})
    assert answer.status_code == 422
    assert text_of(answer).count(sentence) == 2
    assert f'href="#id_{field}' in text_of(answer)
    assert not case.file.of_kind("talk")


def test_markup_and_emoji_are_only_text(anouk, case):
    send(anouk, page(case, "talk_target"), **GOOD | {"said": "<b>Sem</b> zei: \N{CRYING FACE}"})
    assert the_talk(case)[1].said == "<b>Sem</b> zei: \N{CRYING FACE}"


def test_a_double_click_makes_one_talk(anouk, case):
    url = page(case, "talk_target")
    form = filled_in(opened(anouk, url), **GOOD)
    assert [anouk.post(url, form).status_code for _ in range(2)] == [303, 303]
    assert len(case.file.of_kind("talk")) == 1


def test_two_teachers_on_the_same_talk_both_see_both_texts(anouk, case, cast):
    url = page(case, "talk_target")
    people.include_colleague(act=case.act(), case_id=case.id, staff_id=cast.bram.pk)
    bram = sign_in(Client(), cast.bram)
    mine, theirs = opened(anouk, url), opened(bram, url)
    assert bram.post(url, filled_in(theirs, **GOOD | {"said": "Bram hoorde het van Sem."})).status_code == 303
    answer = anouk.post(url, filled_in(mine, **GOOD))
    assert answer.status_code == 409
    assert "Bram hoorde het van Sem." in text_of(answer)
    assert GOOD["said"] in text_of(answer)
    assert anouk.post(url, fields_of(text_of(answer))).status_code == 303
    assert [fact.by.name for fact in case.file.of_kind("talk")] == ["Bram de Boer", "Anouk Vermeer"]


def test_with_several_children_one_is_chosen_and_the_other_stays_open(anouk, cast):
    case = tell(cast).report(cast.sem, cast.noor, by=(cast.daan,))
    url = page(case, "talk_target")
    answer = send(anouk, url, **GOOD, with_whom=case.key(cast.noor))
    assert messages_after(anouk, answer) == ["Bewaard. Nu nog: Praten met de leerling die gepest wordt."]
    assert opened(anouk, url)["with_whom"] == [case.key(cast.sem)]
    assert "Gesprek met Noor" in text_of(anouk.get(url))
    answer = send(anouk, url, **GOOD)
    assert answer.status_code == 303, "a second talk with another child is no conflict"


def test_the_address_can_name_the_child(anouk, cast):
    case = tell(cast).report(cast.sem, cast.noor, by=(cast.daan,))
    url = f"{page(case, 'talk_target')}?kind={case.key(cast.noor)}"
    assert opened(anouk, url)["with_whom"] == [case.key(cast.noor)]


def test_a_child_of_another_case_is_no_choice(anouk, case, cast):
    other = tell(cast).report(cast.noor, by=(cast.lars,))
    two = tell(cast).report(cast.sem, cast.jens, by=(cast.daan,))
    answer = send(anouk, page(two, "talk_target"), **GOOD, with_whom=other.key(cast.noor))
    assert answer.status_code == 422
    assert "Deze keuze is er niet (meer)." in text_of(answer)


def test_without_anybody_who_bullies_the_page_says_whom_to_add(anouk, cast):
    case = tell(cast).report(cast.sem)
    assert "Voeg die eerst toe bij de mensen." in text_of(anouk.get(page(case, "talk_instigator")))


# Beforehand, and together


@pytest.fixture
def step_3(case: Telling) -> Telling:
    return case.step_1().judged("bullying")


def test_the_bullied_child_is_asked_first_and_its_answer_stands_at_the_joint_talk(anouk, step_3):
    joint = page(step_3, "joint_talk")
    waiting = text_of(anouk.get(joint))
    assert "Eerst nog" in waiting
    assert page(step_3, "ask_target") in waiting
    answer = send(anouk, page(step_3, "ask_target"), said="Met juf erbij.", wants_together="ja", feels=3)
    assert messages_after(anouk, answer) == ["Bewaard. Nu nog: Het gezamenlijke gesprek voeren."]
    assert the_talk(step_3)[1].wants_together is True
    assert "Sem wil het gesprek samen." in text_of(anouk.get(joint))


def test_whether_the_child_wants_to_talk_together_must_be_answered(anouk, step_3):
    answer = send(anouk, page(step_3, "ask_target"), said="Met juf erbij.", feels=3)
    assert answer.status_code == 422
    assert text_of(answer).count("Vraag het kind of het samen wil, en kies ja of nee.") == 2


def feels(case: Telling, pupil) -> str:
    return f"feels_{case.key(pupil).replace('-', '')}"


@pytest.fixture
def joint(step_3: Telling) -> Telling:
    step_3.talk("ask_target", *step_3.keys(Role.TARGET), feeling=2)
    return step_3


def test_a_joint_talk_is_with_both_and_keeps_what_each_child_feels(anouk, joint, cast):
    answer = send(
        anouk,
        page(joint, "joint_talk"),
        together="together",
        said="Ze gaven elkaar een hand.",
        **{feels(joint, cast.sem): 3, feels(joint, cast.daan): 4},
    )
    assert messages_after(anouk, answer) == ["Bewaard. Nu nog: Het probleem opschrijven."]
    fact, talk = the_talk(joint)
    assert set(fact.about) == {joint.key(cast.sem), joint.key(cast.daan)}
    assert talk.together
    assert talk.feelings == {joint.key(cast.sem): 3, joint.key(cast.daan): 4}


def test_apart_needs_no_reason_in_step_3_and_keeps_one(anouk, joint, cast):
    url = page(joint, "joint_talk")
    typed = {
        "together": "apart",
        "said": "Alleen met Sem.",
        "with_whom": joint.key(cast.sem),
        feels(joint, cast.sem): 2,
    }
    assert send(anouk, url, **typed, apart_because="Sem durft niet.").status_code == 303
    assert the_talk(joint)[1].apart_because == "Sem durft niet."
    send(
        anouk,
        url,
        together="apart",
        said="Alleen met Daan.",
        with_whom=joint.key(cast.daan),
    )
    current = joint.progress.current
    assert current
    task = current.task("joint_talk")
    assert task
    assert task.settled, "two talks apart meet the duty"


@pytest.mark.parametrize(
    ("together", "who", "field", "sentence"),
    [
        ("together", ["sem"], "with_whom", "Bij een gezamenlijk gesprek zijn beide partijen."),
        ("apart", ["sem", "daan"], "together", "Was het gesprek dan niet samen?"),
    ],
)
def test_together_and_who_was_there_must_agree(anouk, joint, cast, together, who, field, sentence):
    keys = [joint.key(getattr(cast, name)) for name in who]
    answer = send(
        anouk,
        page(joint, "joint_talk"),
        together=together,
        with_whom=keys,
        said="Gesproken.",
        apart_because="Omdat.",
        **{feels(joint, cast.sem): 3},
    )
    assert answer.status_code == 422
    assert text_of(answer).count(sentence) == 2
    assert f'id="id_{field}_error"' in text_of(answer)


def test_a_feeling_of_a_child_that_was_not_there_is_told(anouk, joint, cast):
    answer = send(
        anouk,
        page(joint, "joint_talk"),
        together="apart",
        apart_because="Sem durft niet.",
        with_whom=joint.key(cast.sem),
        said="Alleen met Sem.",
        **{feels(joint, cast.sem): 2, feels(joint, cast.daan): 5},
    )
    assert answer.status_code == 422
    assert text_of(answer).count("Je koos niet dat Daan erbij was.") == 2


def test_at_an_evaluation_apart_needs_no_reason(anouk, joint, cast):
    case = joint
    case.talk("joint_talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True, feeling=3)
    recording.formulate_problem(act=case.act(), case_id=case.id, text="Sem wordt uitgelachen.")
    case.agree()
    case.inform_everybody().issue_plan()
    case.ask_observations()
    assert case.hear().step == "first_evaluation"
    answer = send(anouk, page(case, "talk"), together="apart", with_whom=case.key(cast.sem), said="Het gaat beter.")
    assert answer.status_code == 303


def test_after_care_asks_only_the_bullied_child(anouk, case, cast, monkeypatch):
    case.step_1().judged("bullying").step_3().until_due().evaluate("yes").until_due().evaluate("positive")
    case.hear()
    it_is_now(monkeypatch, case.today)
    send(anouk, page(case, "talk"), said="Het gaat goed.")
    assert the_talk(case)[0].about == [case.key(cast.sem)]


# Corrections


def test_a_talk_is_put_right_and_the_former_version_stays(anouk, case):
    send(anouk, page(case, "talk_target"), **GOOD)
    first, _talk = the_talk(case)
    url = reverse("correct", args=[case.id, first.pk])
    form = opened(anouk, url)
    assert form["said"] == [GOOD["said"]]
    assert form["feels"] == ["2"]
    answer = anouk.post(url, filled_in(form, said="Daan duwt elke pauze, zegt Sem.", feels=1))
    assert answer.status_code == 303
    fact, talk = the_talk(case)
    assert talk.said == "Daan duwt elke pauze, zegt Sem."
    assert case.file.former(fact)[0].pk == first.pk
    assert len(case.file.of_kind("talk")) == 1


def test_two_corrections_at_once_show_both_texts(anouk, case, cast):
    send(anouk, page(case, "talk_target"), **GOOD)
    url = reverse("correct", args=[case.id, the_talk(case)[0].pk])
    carla = sign_in(Client(), cast.carla)
    mine, theirs = opened(anouk, url), opened(carla, url)
    assert carla.post(url, filled_in(theirs, said="Zo zei Sem het tegen mij.")).status_code == 303
    answer = anouk.post(url, filled_in(mine, said="Ik verbeterde het ook."))
    assert answer.status_code == 409
    assert "Zo zei Sem het tegen mij." in text_of(answer)
    assert "Ik verbeterde het ook." in text_of(answer)


def test_correcting_an_old_version_leads_to_the_newest(anouk, case):
    send(anouk, page(case, "talk_target"), **GOOD)
    url = reverse("correct", args=[case.id, the_talk(case)[0].pk])
    send(anouk, url, said="Beter opgeschreven.")
    newest = the_talk(case)[0]
    answer = anouk.get(url)
    assert (answer.status_code, answer["Location"]) == (302, reverse("correct", args=[case.id, newest.pk]))


def test_a_joint_talk_of_step_3_is_put_right_to_apart_in_step_4(anouk, case, cast):
    case.step_1().judged("bullying").step_3()
    assert case.step == "first_evaluation"
    talk = next(fact for fact in case.file.of_kind("talk") if fact.duty == "joint_talk")
    url = reverse("correct", args=[case.id, talk.pk])
    answer = send(anouk, url, together="apart", with_whom=case.key(cast.sem), **{feels(case, cast.daan): ""})
    assert answer.status_code == 303


# Whether it is the moment, and who may


def test_a_step_that_was_finished_while_typing_shows_both_texts_and_loses_none(anouk, case, cast):
    url = page(case, "severity")
    case.talk("talk_target", *case.keys(Role.TARGET), feeling=2)
    case.talk("talk_instigator", *case.keys(Role.INSTIGATOR))
    case.incident()
    carla = sign_in(Client(), cast.carla)
    mine, theirs = opened(anouk, url), opened(carla, url)
    assert carla.post(url, filled_in(theirs, level="light", reasons="Carla vindt het licht.")).status_code == 303
    assert case.step == "analyse"
    answer = anouk.post(url, filled_in(mine, level="grave", reasons="Anouk vindt het erg."))
    assert answer.status_code == 409
    assert "Carla vindt het licht." in text_of(answer)
    assert "Anouk vindt het erg." in text_of(answer)
    assert anouk.post(url, fields_of(text_of(answer))).status_code == 303
    [severity] = case.file.of_kind("severity")
    assert severity.by == cast.anouk
    assert case.file.former(severity)[0].by == cast.carla


def test_a_duty_of_another_step_is_no_form(anouk, case):
    assert "Deze stap vraagt hier niet om" in text_of(anouk.get(page(case, "joint_talk")))


def test_text_for_a_step_not_reached_is_kept_and_refused(anouk, case):
    url = page(case, "talk_target")
    form = filled_in(opened(anouk, url), **GOOD)
    case.step_1()
    answer = anouk.post(url, form)
    assert answer.status_code == 409
    assert GOOD["said"] in text_of(answer)


def test_an_unknown_duty_does_not_exist(anouk, case):
    assert anouk.get(page(case, "nergens")).status_code == 404
    assert anouk.post(page(case, "nergens")).status_code == 404


def test_a_closed_case_says_so_and_keeps_the_text(anouk, case, cast):
    case.step_1().judged("teasing").agree()
    url = reverse("incident", args=[case.id])
    form = filled_in(opened(anouk, url), **{"incidents-0-on": "2026-11-20", "incidents-0-what": "Weer geduwd."})
    case.close()
    assert "Deze zaak is afgesloten" in text_of(anouk.get(page(case, "talk_target")))
    assert "Deze zaak is afgesloten" in text_of(anouk.get(url))
    answer = anouk.post(url, form)
    assert answer.status_code == 422
    assert "Deze zaak is afgesloten." in text_of(answer)
    assert "Weer geduwd." in text_of(answer)


@pytest.mark.parametrize("name", ["mo", "wil", "ada"])
def test_who_does_not_take_part_finds_no_page(client, case, cast, name):
    assert sign_in(client, getattr(cast, name)).get(page(case, "talk_target")).status_code == 404


def test_another_school_and_who_is_excluded_find_no_page(client, case, cast):
    assert sign_in(client, cast.linde.coordinator).get(page(case, "talk_target")).status_code == 404
    people.include_colleague(act=case.act(), case_id=case.id, staff_id=cast.bram.pk)
    assert sign_in(client, cast.bram).get(page(case, "talk_target")).status_code == 200
    people.exclude(act=case.as_(cast.carla).act(), case_id=case.id, staff_id=cast.bram.pk)
    assert sign_in(client, cast.bram).get(page(case, "talk_target")).status_code == 404
    assert sign_in(client, cast.bram).post(page(case, "talk_target"), GOOD).status_code == 404


def test_a_fact_of_another_case_cannot_be_put_right_here(anouk, case, cast):
    other = tell(cast).report(cast.noor, by=(cast.lars,))
    fact = other.talk("talk_target", *other.keys(Role.TARGET), feeling=3)
    assert anouk.get(reverse("correct", args=[case.id, fact.pk])).status_code == 404
    assert anouk.get(reverse("correct", args=[case.id, uuid4()])).status_code == 404


def test_an_ended_session_keeps_the_text_for_its_writer(anouk, case):
    url = page(case, "talk_target")
    form = filled_in(opened(anouk, url), **GOOD)
    anouk.logout()
    answer = anouk.post(url, form)
    assert answer.status_code == 303
    assert "aanmelden" in answer["Location"]
    sign_in(anouk, case.cast.anouk)
    again = text_of(anouk.get(url))
    assert GOOD["said"] in again
    assert "Je tekst is bewaard." in again


def test_a_waived_duty_may_still_be_done(anouk, case, cast):
    closing.waive(act=case.as_(cast.carla).act(), case_id=case.id, duty="talk_instigator", reason="Daan is ziek.")
    assert send(anouk, page(case, "talk_instigator"), said="Toch gesproken.").status_code == 303


def test_a_form_needs_few_queries(anouk, case, django_assert_max_num_queries):
    anouk.get(page(case, "talk_target"))
    with django_assert_max_num_queries(12):
        anouk.get(page(case, "talk_target"))
