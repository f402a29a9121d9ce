"""The form kit, told on a page of its own: what is refused and how, what makes one fact, what is never lost."""

import re
from datetime import date
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client

from kring.cases.errors import NotAllowed, Refused
from kring.web.models import Draft
from tests.cast import NOW, Cast, sign_in
from tests.web.bench import Bench

pytestmark = pytest.mark.urls("tests.web.bench")

PAGE = "/proef/gesprek/"
GOOD = {"held_on": "2026-11-20", "said": "Sem zegt dat Daan hem elke pauze duwt.", "agreements-count": "1"}


def hidden(response: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, f"no {name} on the page"
    return found[1]


def token_of(browser: Client) -> str:
    return hidden(browser.get(PAGE), "token")


def send(browser: Client, **fields: str) -> Any:
    """Opens the page and sends it, with `fields` in place of what is good."""
    return browser.post(PAGE, GOOD | {"token": token_of(browser), "seen": ""} | fields)


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


def test_a_good_form_makes_one_fact_and_leads_on_with_a_message(anouk):
    answer = send(anouk)
    assert answer.status_code == 303
    assert answer["Location"] == "/klaar/1/"
    assert Bench.verb.facts[0]["held_on"] == date(2026, 11, 20)
    assert "Het gesprek is vastgelegd." in anouk.get(PAGE).content.decode()


def test_what_stands_in_the_address_is_no_part_of_a_form(anouk):
    token = token_of(anouk)
    answer = anouk.post(f"{PAGE}?{urlencode(GOOD | {'token': token})}", {"token": token, "held_on": GOOD["held_on"]})
    assert answer.status_code == 422
    assert anouk.post(f"{PAGE}?{urlencode({'token': token})}", GOOD).status_code == 422
    assert Bench.verb.facts == []


def test_a_double_click_makes_one_fact_and_both_clicks_lead_to_the_same_page(anouk):
    sent = GOOD | {"token": token_of(anouk), "seen": ""}
    first, second = anouk.post(PAGE, sent), anouk.post(PAGE, sent)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first["Location"] == second["Location"] == "/klaar/1/"
    assert len(Bench.verb.facts) == 1


def test_going_back_changing_the_text_and_sending_again_asks_first_and_loses_nothing(anouk):
    sent = GOOD | {"token": token_of(anouk), "seen": ""}
    anouk.post(PAGE, sent)
    changed = sent | {"said": "Sem zei er later nog iets bij."}
    asked = anouk.post(PAGE, changed)
    assert asked.status_code == 409
    assert "Dit formulier was al bewaard" in asked.content.decode()
    assert "Sem zei er later nog iets bij." in asked.content.decode()
    again = anouk.post(PAGE, changed | {"token": hidden(asked, "token")})
    assert again.status_code == 303
    assert [fact["said"] for fact in Bench.verb.facts] == [GOOD["said"], "Sem zei er later nog iets bij."]


@pytest.mark.parametrize("token", ["", "onzin", "a:b:c"])
def test_a_form_without_a_good_token_is_not_carried_out_and_keeps_its_text(anouk, token):
    answer = anouk.post(PAGE, GOOD | {"token": token, "seen": ""})
    assert answer.status_code == 422
    assert Bench.verb.facts == []
    assert GOOD["said"] in answer.content.decode()
    assert anouk.post(PAGE, GOOD | {"token": hidden(answer, "token"), "seen": ""}).status_code == 303


def test_a_form_that_was_made_for_a_colleague_is_carried_out_for_nobody(client, cast):
    token = token_of(sign_in(Client(), cast.bram))
    answer = sign_in(client, cast.anouk).post(PAGE, GOOD | {"token": token, "seen": ""})
    assert answer.status_code == 403
    assert "Sem zegt" not in answer.content.decode(), "a colleague's text is not shown to who sits there now"
    assert Bench.verb.facts == []
    assert Draft.objects.get().staff_id == cast.bram.pk


def test_what_the_verb_refuses_stands_at_the_field_with_the_text_kept(anouk):
    Bench.verb.refuses = Refused("held_on", "Dit gesprek was voor de melding.")
    answer = send(anouk)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#id_held_on">Dit gesprek was voor de melding.</a>' in page
    assert 'id="id_held_on_error"' in page
    assert 'aria-invalid="true"' in page
    assert GOOD["said"] in page


def test_what_the_verb_does_not_allow_does_not_exist(anouk):
    Bench.verb.refuses = NotAllowed()
    assert send(anouk).status_code == 404


def test_a_second_click_leads_on_also_when_what_it_asks_is_no_longer_possible(anouk):
    sent = GOOD | {"token": token_of(anouk), "seen": ""}
    anouk.post(PAGE, sent)
    Bench.shut = True
    assert anouk.post(PAGE, sent)["Location"] == "/klaar/1/"
    assert anouk.post(PAGE, sent | {"said": "Iets anders."}).status_code == 404


def test_what_a_verb_calls_otherwise_stands_at_the_field_all_the_same(anouk):
    Bench.verb.refuses = Refused("feelings", "Kies een van de vijf antwoorden.")
    assert '<a href="#id_feels_0">Kies een van de vijf antwoorden.</a>' in send(anouk).content.decode()


def test_what_concerns_no_field_stands_in_the_summary_alone(anouk):
    Bench.verb.refuses = Refused("anders", "Deze zaak is afgesloten.")
    assert send(anouk).content.decode().count("Deze zaak is afgesloten.") == 1


def test_a_refused_form_can_be_sent_again_with_the_same_token(anouk):
    token = token_of(anouk)
    Bench.verb.refuses = Refused(None, "Dat kan nu niet.")
    assert anouk.post(PAGE, GOOD | {"token": token, "seen": ""}).status_code == 422
    Bench.verb.refuses = None
    assert anouk.post(PAGE, GOOD | {"token": token, "seen": ""}).status_code == 303


def colleagues_fact(**values: object) -> SimpleNamespace:
    return SimpleNamespace(pk=uuid4(), by="Bram de Boer", at=NOW, values=values)


def test_two_people_on_the_same_duty_both_see_both_texts_and_the_second_decides(anouk):
    sent = GOOD | {"token": token_of(anouk), "seen": ""}
    Bench.verb.theirs = colleagues_fact(said="Volgens Bram ging het om een bal.", held_on=date(2026, 11, 19))
    answer = anouk.post(PAGE, sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Volgens Bram ging het om een bal." in page
    assert "donderdag 19 november" in page
    assert "Bram de Boer" in page
    assert GOOD["said"] in page
    assert Bench.verb.facts == []
    again = anouk.post(PAGE, sent | {"token": hidden(answer, "token"), "seen": hidden(answer, "seen")})
    assert again.status_code == 303
    assert Bench.verb.acts[-1].seen == Bench.verb.theirs.pk


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("said", "", "Schrijf op wat Sem zei."),
        ("said", "   \n ", "Schrijf op wat Sem zei."),
        ("said", "a" * 10_001, "Je tekst heeft 10.001 tekens. Er passen er 10.000: maak hem 1 korter."),
        ("said", "bel\x07", "onzichtbaar teken"),
        ("said", "nul\x00", "onzichtbaar teken"),
        ("said", "c1\x9b", "onzichtbaar teken"),
        ("held_on", "", "Vul een datum in, bijvoorbeeld 23-11-2026."),
        ("held_on", "2026-02-31", "31-2-2026 bestaat niet. Kijk de datum na."),
        ("held_on", "31-02-2026", "31-2-2026 bestaat niet. Kijk de datum na."),
        ("held_on", "gisteren", "Schrijf de datum zo: 23-11-2026."),
        ("held_on", "2026-11-24", "Deze dag moet nog komen. Kies vandaag of een dag ervoor."),
        ("held_on", "0026-11-20", "Het jaar 26 kan niet kloppen."),
        ("feels", "9", "Deze keuze is er niet (meer). Kies opnieuw."),
        ("sort", "anders", "Deze keuze is er niet (meer). Kies opnieuw."),
        ("agreements-0-what", "x" * 201, "Je tekst heeft 201 tekens. Er passen er 200: maak hem 1 korter."),
        ("agreements-0-until", "2026-11-20", "Deze dag is al geweest. Kies vandaag of een dag erna."),
    ],
)
def test_bad_input_gets_a_sentence_at_the_field_and_in_the_summary(anouk, field, typed, sentence):
    answer = send(anouk, **{field: typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert Bench.verb.facts == []
    assert page.count(sentence) == 2
    assert f'href="#id_{field}' in page
    assert "<title>Fout:" in page


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        "\N{GRINNING FACE}" * 10_000,
        "Familie: \N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}, fijn hè?",
        "<script>alert('boe')</script> & <b>vet</b> {{ nee }}",
        "שלום، مرحبا \u202e omgekeerd",
        "eerste regel\n\ttweede, met een tab",
    ],
)
def test_what_is_only_text_is_kept_as_it_is(anouk, text):
    assert send(anouk, said=text).status_code == 303
    assert Bench.verb.facts[0]["said"] == text


def test_newlines_of_every_browser_become_one_kind(anouk):
    send(anouk, said="een\r\ntwee\rdrie")
    assert Bench.verb.facts[0]["said"] == "een\ntwee\ndrie"


def test_markup_is_shown_back_as_text(anouk):
    page = send(anouk, said="<script>alert('boe')</script>", held_on="").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_character_that_cannot_be_kept_is_gone_from_the_text_that_is_shown_back(anouk):
    answer = send(anouk, said="Sem\x07 zei niets.")
    assert "Sem zei niets." in answer.content.decode()
    assert "\x07" not in answer.content.decode()


def test_a_date_nobody_can_read_stays_as_it_was_typed(anouk):
    page = send(anouk, held_on="vorige week").content.decode()
    assert 'type="text" name="held_on" value="vorige week"' in page


def test_dates_may_be_typed_the_dutch_way(anouk):
    send(anouk, held_on="3/9/2026")
    assert Bench.verb.facts[0]["held_on"] == date(2026, 9, 3)


def test_what_is_not_required_says_so_and_blank_rows_are_no_rows(anouk):
    assert "(niet verplicht)" in anouk.get(PAGE).content.decode()
    send(anouk)
    assert Bench.verb.facts[0]["agreements"] == []
    assert Bench.verb.facts[0]["feels"] is None


def test_the_scale_of_safety_gives_a_number_and_not_saying_is_an_answer(anouk):
    send(anouk, feels="2")
    send(anouk, feels="0")
    assert [fact["feels"] for fact in Bench.verb.facts] == [2, 0]


def test_another_row_can_be_asked_without_a_script_and_what_was_typed_stays(anouk):
    answer = send(anouk, said="", **{"agreements-0-what": "Samen voetballen", "agreements-more": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="Samen voetballen"' in page
    assert 'name="agreements-1-what"' in page
    assert "error-summary" not in page
    assert Bench.verb.facts == []


def test_filled_rows_become_a_list(anouk):
    send(
        anouk,
        **{
            "agreements-count": "3",
            "agreements-0-what": "Samen voetballen",
            "agreements-2-what": "Daan vraagt het eerst",
            "agreements-2-until": "2026-12-04",
        },
    )
    assert Bench.verb.facts[0]["agreements"] == [
        {"what": "Samen voetballen", "until": None},
        {"what": "Daan vraagt het eerst", "until": date(2026, 12, 4)},
    ]


def test_a_row_that_is_half_filled_in_is_told(anouk):
    answer = send(anouk, **{"agreements-0-until": "2026-12-04"})
    assert answer.status_code == 422
    assert '<a href="#id_agreements-0-what">Schrijf op wat jullie afspreken.</a>' in answer.content.decode()


@pytest.mark.parametrize("count", ["-1", "99999", "1e9", "", "٣"])
def test_a_count_of_rows_that_makes_no_sense_makes_no_flood_of_rows(anouk, count):
    answer = send(anouk, said="", **{"agreements-count": count})
    assert answer.status_code == 422
    assert answer.content.decode().count('<fieldset class="item"') <= 4


def test_fields_that_contradict_each_other_are_told_together(anouk):
    answer = send(anouk, sort="samen")
    assert answer.status_code == 422
    assert "Een gezamenlijk gesprek eindigt met minstens één afspraak." in answer.content.decode()


def test_a_form_that_came_back_with_errors_is_found_back_later(anouk, cast):
    send(anouk, held_on="")
    page = anouk.get(PAGE).content.decode()
    assert "Je was hier al bezig." in page
    assert GOOD["said"] in page
    assert "error-summary" not in page
    back = anouk.get(PAGE)
    sent = GOOD | {name: hidden(back, name) for name in ("token", "seen", "continues")}
    assert anouk.post(PAGE, sent).status_code == 303
    assert not Draft.objects.filter(taken_over="").exists()


def test_an_untouched_form_that_is_sent_leaves_no_draft(anouk):
    page = anouk.get(PAGE)
    untouched = {
        "held_on": "2026-11-23",
        "said": "",
        "agreements-count": "1",
        "token": hidden(page, "token"),
        "seen": "",
    }
    assert anouk.post(PAGE, untouched).status_code == 422
    assert not Draft.objects.filter(taken_over="").exists()


def test_a_form_needs_few_queries(anouk, django_assert_max_num_queries):
    anouk.get(PAGE)
    with django_assert_max_num_queries(4):
        anouk.get(PAGE)
