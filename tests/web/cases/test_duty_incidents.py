"""Incidents (row S1c) and severity with its signs of danger (row S1d)."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases import bodies
from kring.cases.actions.recording import record_incidents
from kring.cases.bodies import Danger, Level
from kring.cases.danger import advice_at
from kring.cases.errors import Refused
from kring.cases.incident_advice import OF_PLACE, OF_SORT
from kring.cases.wording import PLACES, SORTS
from kring.protocol.terms import Role
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast, sign_in
from tests.web.browsing import early, fields_of, filled_in, messages_after, opened, send, text_of

pytestmark = pytest.mark.usefixtures("ticking")


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


@pytest.fixture
def case(cast: Cast) -> Telling:
    return early(tell(cast).on(date(2026, 11, 20)).report(cast.sem, by=(cast.daan,)))


def incidents(case: Telling) -> str:
    return reverse("duty", args=[case.id, "incidents"])


def row(number: int = 0, **values: object) -> dict[str, object]:
    return {f"incidents-{number}-{name}": value for name, value in values.items()}


GOOD = row(on="2026-11-18", what="Daan gooide de tas van Sem in de struiken.")


def test_an_incident_keeps_day_time_place_sorts_who_and_who_saw_it(anouk, case, cast):
    both = [case.key(cast.sem), case.key(cast.daan)]
    more = row(time="10.15", place="playground", sorts=["things", "physical"], about=both, seen_by="Noor")
    answer = send(anouk, incidents(case), **GOOD | more)
    assert messages_after(anouk, answer) == ["Bewaard. Nu nog: Praten met de leerling die gepest wordt."]
    [fact] = case.file.of_kind("incident")
    assert (fact.on, fact.about, fact.duty) == (date(2026, 11, 18), sorted(both), "incidents")
    assert fact.body == bodies.Incident(
        what="Daan gooide de tas van Sem in de struiken.",
        place="playground",
        sorts=("things", "physical"),
        time="10:15",
        seen_by="Noor",
    )


def test_one_more_row_is_asked_without_a_script_and_several_become_several_facts(anouk, case):
    form = filled_in(opened(anouk, incidents(case)), **GOOD)
    answer = anouk.post(incidents(case), form | {"incidents-more": ["1"]})
    assert answer.status_code == 200
    second = fields_of(text_of(answer))
    assert second["incidents-0-what"] == form["incidents-0-what"]
    answer = anouk.post(
        incidents(case), filled_in(second, **row(1, on="2026-11-19", what="Sem mocht niet meedoen met voetbal."))
    )
    assert answer.status_code == 303
    assert [fact.on.day for fact in case.file.of_kind("incident")] == [18, 19]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("what", "", "Schrijf op wat er gebeurde."),
        ("on", "", "Vul de dag in waarop het gebeurde."),
        ("on", "2026-11-24", "Deze dag moet nog komen."),
        ("on", "2025-11-01", "Dit is meer dan een jaar vóór de melding. Klopt het jaar?"),
        ("time", "kwart over tien", "Schrijf de tijd zo: 14.30."),
        ("what", "x" * 10_001, "Er passen er 10.000"),
        ("seen_by", "x" * 201, "Er passen er 200"),
        ("place", "maan", "Deze keuze is er niet (meer)."),
    ],
)
def test_what_cannot_be_right_is_told_at_the_row(anouk, case, field, typed, sentence):
    answer = send(anouk, incidents(case), **GOOD | row(**{field: typed}))
    assert answer.status_code == 422
    assert text_of(answer).count(sentence) == 2
    assert f'href="#id_incidents-0-{field}"' in text_of(answer)
    assert not case.file.of_kind("incident")


def test_an_empty_form_is_no_incident(anouk, case):
    answer = send(anouk, incidents(case))
    assert answer.status_code == 422
    assert "Vul de dag in waarop het gebeurde." in text_of(answer), "what the report told was emptied"
    assert send(anouk, incidents(case), **GOOD).status_code == 303
    answer = send(anouk, incidents(case))
    assert answer.status_code == 422
    assert "Beschrijf minstens één voorval." in text_of(answer)


def test_incidents_from_before_the_report_count(anouk, case):
    assert send(anouk, incidents(case), **GOOD | row(on="2026-09-01")).status_code == 303


def test_a_double_click_makes_one_incident(anouk, case):
    form = filled_in(opened(anouk, incidents(case)), **GOOD)
    assert [anouk.post(incidents(case), form).status_code for _ in range(2)] == [303, 303]
    assert len(case.file.of_kind("incident")) == 1


def test_an_incident_can_be_added_in_any_step(anouk, case):
    case.step_1().judged("bullying")
    answer = send(anouk, reverse("incident", args=[case.id]), **GOOD)
    assert answer.status_code == 303
    assert case.file.of_kind("incident")[-1].step == "approach"


def test_an_incident_is_put_right(anouk, case, cast):
    send(anouk, incidents(case), **GOOD | row(time="10.15", sorts=["things"], about=[case.key(cast.daan)]))
    [first] = case.file.of_kind("incident")
    url = reverse("correct", args=[case.id, first.pk])
    form = opened(anouk, url)
    assert form["incidents-0-time"] == ["10:15"]
    assert form["incidents-0-sorts"] == ["things"]
    assert form["incidents-0-about"] == [case.key(cast.daan)]
    assert anouk.post(url, filled_in(form, **row(what="Het was de jas van Sem."))).status_code == 303
    [now] = case.file.of_kind("incident")
    assert isinstance(now.body, bodies.Incident)
    assert now.body.what == "Het was de jas van Sem."
    assert case.file.former(now) == [first]


# Severity


@pytest.fixture
def told(case: Telling) -> Telling:
    case.talk("talk_target", *case.keys(Role.TARGET), feeling=2)
    case.talk("talk_instigator", *case.keys(Role.INSTIGATOR))
    case.incident()
    return case


def severity(case: Telling) -> str:
    return reverse("duty", args=[case.id, "severity"])


def test_severity_waits_for_the_incidents(anouk, case):
    page = text_of(anouk.get(severity(case)))
    assert "Eerst nog" in page
    assert incidents(case) in page


def test_the_last_duty_of_step_1_leads_to_the_question_of_step_2(anouk, told):
    answer = send(anouk, severity(told), level="serious", reasons="Sem slaapt slecht.")
    assert messages_after(anouk, answer) == ["Stap 1 afgerond. Nu de vraag: Is dit plagen of pesten?"]
    [fact] = told.file.of_kind("severity")
    assert fact.body == bodies.Severity(level=Level.SERIOUS, reasons="Sem slaapt slecht.")


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("level", None, "Kies hoe ernstig het is."),
        ("reasons", " ", "Schrijf op waarom je het zo inschat."),
        ("danger", ["maan"], "Een van deze keuzes is er niet (meer)."),
    ],
)
def test_an_estimate_needs_a_level_and_reasons(anouk, told, field, typed, sentence):
    answer = send(anouk, severity(told), **{"level": "light", "reasons": "Het valt mee.", field: typed})
    assert answer.status_code == 422
    assert text_of(answer).count(sentence) == 2


def test_a_sign_of_danger_leads_at_once_to_whom_to_call(anouk, told, cast):
    cast.school.phone_head = "030-123 45 67"
    cast.school.save()
    answer = send(
        anouk, severity(told), level="grave", reasons="Sem wil niet meer leven.", danger=["self_harm", "staff"]
    )
    assert answer["Location"] == reverse("call_now", args=[told.id])
    page = text_of(anouk.get(answer["Location"]))
    assert 'href="tel:112"' in page
    assert 'href="tel:08000113"' in page
    assert 'href="tel:0301234567"' in page
    assert 'href="tel:09001113111"' in page
    assert reverse("concern") in page


def test_that_staff_are_involved_leads_to_the_report_that_is_kept_from_the_accused(anouk, told, cast):
    answer = send(anouk, severity(told), level="grave", reasons="Er is meer aan de hand.", danger=["staff"])
    assert answer["Location"] == reverse("concern")


def test_without_danger_the_page_of_numbers_says_so(anouk, told):
    send(anouk, severity(told), level="light", reasons="Het valt mee.")
    assert "Er is nu geen gevaar genoteerd" in text_of(anouk.get(reverse("call_now", args=[told.id])))


@pytest.mark.parametrize("sign", list(Danger))
def test_every_sign_of_danger_has_somebody_to_call(cast, sign):
    [advice] = advice_at(cast.school, (sign,), TODAY)
    assert advice.calls


def test_a_second_estimate_begins_with_the_first_and_replaces_it(anouk, told):
    other = tell(told.cast).report(told.cast.noor, by=(told.cast.lars,))
    early(other)
    other.incident()
    send(anouk, severity(other), level="light", reasons="Het valt mee.")
    form = opened(anouk, severity(other))
    assert form["reasons"] == ["Het valt mee."]
    assert form["level"] == ["light"]
    assert anouk.post(severity(other), filled_in(form, level="serious")).status_code == 303
    [fact] = other.file.of_kind("severity")
    assert isinstance(fact.body, bodies.Severity)
    assert fact.body.level is Level.SERIOUS


def test_two_people_estimating_both_see_both(anouk, case, cast):
    case.incident()
    carla = sign_in(Client(), cast.carla)
    mine, theirs = opened(anouk, severity(case)), opened(carla, severity(case))
    carla.post(severity(case), filled_in(theirs, level="light", reasons="Carla vindt het licht."))
    answer = anouk.post(severity(case), filled_in(mine, level="grave", reasons="Ik vind het erg."))
    assert answer.status_code == 409
    assert "Carla vindt het licht." in text_of(answer)
    assert "Licht" in text_of(answer)
    assert anouk.post(severity(case), fields_of(text_of(answer))).status_code == 303


@pytest.mark.parametrize("name", ["mo", "ada"])
@pytest.mark.parametrize("page", ["incident", "call_now"])
def test_who_does_not_take_part_finds_no_page(client, case, cast, name, page):
    assert sign_in(client, getattr(cast, name)).get(reverse(page, args=[case.id])).status_code == 404


def test_another_school_finds_no_page(client, case, cast):
    for page in ("incident", "call_now"):
        assert sign_in(client, cast.linde.head).get(reverse(page, args=[case.id])).status_code == 404


@pytest.mark.parametrize(
    ("what_sort", "who_helps"),
    [
        ({"sorts": ["discrimination"]}, ["Vertrouwensinspecteur"]),
        ({"sorts": ["verbal", "sexual"]}, ["Veilig Thuis", "Vertrouwensinspecteur"]),
        ({"sorts": ["online"]}, []),
        ({"place": "online"}, []),
        ({"place": "way"}, []),
    ],
)
def test_an_incident_that_asks_for_more_than_writing_it_down_opens_its_advice(anouk, case, what_sort, who_helps):
    answer = send(anouk, incidents(case), **GOOD | row(**what_sort))
    [fact] = case.file.of_kind("incident")
    assert answer["Location"] == reverse("fact", args=[case.id, fact.pk])
    page = anouk.get(answer["Location"])
    [advice] = page.context["advice"]
    assert "Advies van Kring" in text_of(page)
    assert advice.what in text_of(page)
    assert [call.who.split(",")[0] for call in advice.calls] == who_helps
    assert all(call.number in page.content.decode() for call in advice.calls)


def test_other_incidents_lead_back_to_the_case_and_have_no_advice(anouk, case):
    answer = send(anouk, incidents(case), **GOOD | row(sorts=["things", "other"], place="playground"))
    [fact] = case.file.of_kind("incident")
    assert answer["Location"] == reverse("case", args=[case.id])
    assert "Advies van Kring" not in text_of(anouk.get(reverse("fact", args=[case.id, fact.pk])))


def test_every_place_and_sort_has_its_word_where_there_is_advice():
    assert OF_SORT.keys() <= SORTS.keys()
    assert OF_PLACE.keys() <= PLACES.keys()


def test_the_ground_of_discrimination_may_be_told_and_stands_in_the_file_alone(anouk, case):
    send(anouk, incidents(case), **GOOD | row(sorts=["discrimination"], ground="origin"))
    [fact] = case.file.of_kind("incident")
    assert fact.body.ground == "origin"
    assert "Afkomst of huidskleur" in text_of(anouk.get(reverse("fact", args=[case.id, fact.pk])))


def test_a_ground_without_discrimination_is_asked_about_and_what_was_typed_stays(anouk, case):
    answer = send(anouk, incidents(case), **GOOD | row(sorts=["verbal"], ground="religion"))
    assert answer.status_code == 422
    assert "Kies dat dan ook" in text_of(answer)
    assert GOOD["incidents-0-what"] in answer.content.decode()
    with pytest.raises(Refused, match="discriminatie"):
        record_incidents(
            act=case.act(), case_id=case.id, incidents=[(TODAY, [], bodies.Incident(what="Iets.", ground="religion"))]
        )
