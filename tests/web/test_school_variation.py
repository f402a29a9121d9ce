"""What a school does its own way in the protocol: stricter and more, never less; looked at first, then saved."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from kring.protocol.choices import AfterCare, Channel, ExtraDuty, OwnTest, StepTerm, StepTitle, Variation
from kring.protocol.editions import current
from kring.protocol.terms import Whom
from kring.trail.models import TrailLine
from tests.cases.telling import tell
from tests.cast import Cast, sign_in
from tests.web.sending import hidden, send, text_of

PAGE = "/school/protocol/"
PLAIN = {
    "term_signal": "2",
    "term_analyse": "3",
    "term_approach": "2",
    "term_second_evaluation": "2",
    "duties-count": "1",
    "channels-count": "1",
    "after_care-count": "3",
    "after_care-0-number": "6",
    "after_care-0-unit": "weeks",
    "after_care-1-number": "3",
    "after_care-1-unit": "months",
    "duties-0-whom": "once",
    "asks_safety": "ja",
    "sorts-count": "1",
    "sorts_of_kring": ["limit", "empathy", "support_group", "repair", "another"],
}
OWN = PLAIN | {
    "term_approach": "1",
    "title_approach": "Samen praten",
    "duties-0-title": "Bel de jeugdverpleegkundige",
    "duties-0-step": "approach",
    "duties-0-whom": "each_target",
    "channels-0-title": "Via de schoolapp",
    "after_care-0-number": "4",
}


@pytest.fixture
def carla(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.carla)


def saved(cast: Cast) -> Variation:
    cast.school.refresh_from_db()
    kept = Variation.from_dict(cast.school.variation)
    if cast.school.variation:
        assert (kept.protocol, kept.edition) == ("stappenplan", current("stappenplan").edition)
    return replace(kept, protocol="", edition="")


def test_saving_the_page_as_it_is_changes_nothing(carla, cast):
    assert send(carla, PAGE, **PLAIN).status_code == 303
    assert saved(cast) == Variation()
    assert TrailLine.objects.get(verb="protocol.varied").subject_id == cast.school.id


def test_stricter_terms_own_words_duties_channels_and_after_care_are_kept(carla, cast):
    assert send(carla, PAGE, **OWN)["Location"] == PAGE
    assert saved(cast) == Variation(
        terms=(StepTerm("approach", 1),),
        titles=(StepTitle("approach", "Samen praten"),),
        duties=(ExtraDuty("extra_1", "approach", "Bel de jeugdverpleegkundige", "", Whom.EACH_TARGET),),
        extra_channels=(Channel("channel_1", "Via de schoolapp"),),
        after_care=(AfterCare(weeks=4), AfterCare(months=3)),
    )
    said = text_of(carla.get(PAGE))
    assert "Zo is het nu" in said
    assert "Stap 3: Samen praten van onze school Uiterlijk 1 schooldag na het besluit." in said


def test_looking_first_shows_what_would_change_and_saves_nothing(carla, cast):
    answer = send(carla, PAGE, **OWN, bekijken="1")
    assert answer.status_code == 200
    said = text_of(answer)
    assert "Zo wordt het nog niet bewaard" in said
    assert "Stap 3: Samen praten van onze school Uiterlijk 1 schooldag na het besluit. Eigen taak: Bel" in said
    assert "Gebeld, persoonlijk gesproken en via de schoolapp" in said
    assert 'value="Samen praten"' in answer.content.decode()
    assert saved(cast) == Variation()
    assert not TrailLine.objects.filter(verb="protocol.varied").exists()


def test_after_looking_the_same_form_is_saved(carla, cast):
    looked = send(carla, PAGE, **OWN, bekijken="1")
    answer = carla.post(PAGE, OWN | {"token": hidden(looked, "token"), "seen": hidden(looked, "seen")})
    assert answer.status_code == 303
    assert saved(cast).term("approach") == 1


def test_a_looser_term_cannot_be_chosen(carla, cast):
    answer = send(carla, PAGE, **PLAIN | {"term_approach": "5"})
    assert answer.status_code == 422
    assert "Deze keuze is er niet (meer)." in text_of(answer)


@pytest.mark.parametrize(
    ("other", "field", "sentence"),
    [
        ({"term_signal": "5"}, "term_analyse", "Deze termijn telt ook vanaf de melding. Kies minstens 5"),
        ({"title_close": "x" * 61}, "title_close", "Gebruik hoogstens 60 tekens."),
        (
            {"duties-0-title": "x" * 61, "duties-0-step": "signal"},
            "duties-0-title",
            "Gebruik hoogstens 60 tekens.",
        ),
        ({"duties-0-title": "Bel"}, "duties-0-step", "Kies een stap."),
        ({"channels-0-title": "gebeld"}, "channels-0-title", "Deze manier staat er al."),
        (
            {"after_care-1-number": "1", "after_care-1-unit": "weeks"},
            "after_care-1-number",
            "Dit moment moet later zijn dan het moment ervoor.",
        ),
        ({"after_care-1-number": "40"}, "after_care-1-number", "Kies een moment binnen een jaar."),
    ],
)
def test_each_problem_stands_beside_its_field_and_in_the_summary(carla, cast, other, field, sentence):
    answer = send(carla, PAGE, **PLAIN | other)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'href="#id_{field}"' in page
    assert f'id="id_{field}_error"' in page
    assert text_of(answer).count(sentence) == 2
    assert saved(cast) == Variation()


def test_without_any_moment_of_after_care_the_page_says_so(carla, cast):
    answer = send(carla, PAGE, **PLAIN, **{"after_care-0-remove": "on", "after_care-1-remove": "on"})
    assert answer.status_code == 422
    assert "Kies minstens één moment van nazorg." in text_of(answer)


def test_a_duty_keeps_its_key_when_another_is_taken_away(carla, cast):
    two = OWN | {"duties-count": "2", "duties-1-title": "Vlaggetje", "duties-1-step": "signal", "duties-1-whom": "once"}
    send(carla, PAGE, **two)
    assert [duty.key for duty in saved(cast).duties] == ["extra_1", "extra_2"]
    fewer = two | {"duties-0-key": "extra_1", "duties-1-key": "extra_2", "duties-0-remove": "on", "duties-0-title": ""}
    assert send(carla, PAGE, **fewer, **{"channels-0-key": "channel_1"}).status_code == 303
    assert [(duty.key, duty.title) for duty in saved(cast).duties] == [("extra_2", "Vlaggetje")]


def test_a_key_that_was_made_up_is_not_taken_over(carla, cast):
    send(carla, PAGE, **OWN | {"duties-0-key": "extra_99", "channels-0-key": "extra_1"})
    assert [duty.key for duty in saved(cast).duties] == ["extra_1"]
    assert [channel.key for channel in saved(cast).extra_channels] == ["channel_1"]


def test_one_more_row_is_asked_for_without_losing_what_was_typed(carla, cast):
    answer = send(carla, PAGE, **OWN, **{"duties-more": "1"})
    assert answer.status_code == 200
    assert 'value="Bel de jeugdverpleegkundige"' in answer.content.decode()
    assert len(answer.context["form"].rows["duties"]) == 2


def test_a_running_case_keeps_the_protocol_it_began_with_and_a_new_one_gets_the_schools(carla, cast):
    running = tell(cast).report(cast.sem, by=(cast.daan,))
    send(carla, PAGE, **OWN)
    cast.anouk.school.refresh_from_db()
    fresh = tell(cast).report(cast.noor, by=(cast.lars,))
    assert running.file.protocol.step("approach").title == "Aanpak"
    assert fresh.file.protocol.step("approach").title == "Samen praten"
    assert "Lopende zaken houden het protocol waarmee ze begonnen." in text_of(carla.get(reverse("school_protocol")))


def test_a_page_that_is_sent_as_the_browser_shows_it_is_right(carla, cast):
    """As a browser sends it untouched: of a list without a choice the first option, in blank rows too."""
    form = carla.get(PAGE).context["form"]
    fields: dict[str, object] = {f"{name}-count": str(len(group)) for name, group in form.rows.items()}
    for bound in form.visible_fields():
        value = bound.value() or ""
        fields[bound.html_name] = value if isinstance(value, list) else str(value)
    for group in form.rows.values():
        for row in group:
            for bound in row:
                choices = getattr(bound.field, "choices", [("", "")])
                first = next(iter(choices))[0]
                if bound.name != "remove":
                    fields[bound.html_name] = str(bound.value() or first)
    assert send(carla, PAGE, **fields).status_code == 303
    assert saved(cast) == Variation()


def test_the_school_says_which_sorts_of_approach_it_uses(carla, cast):
    own = PLAIN | {"sorts_of_kring": ["empathy", "another"], "sorts-0-title": "No Blame"}
    assert send(carla, PAGE, **own).status_code == 303
    assert [title for _key, title in saved(cast).approach_sorts] == ["Empathie", "No Blame", "Anders"]
    assert "Soorten aanpak van onze school Empathie, No Blame en Anders" in text_of(carla.get(PAGE))


def test_a_school_cannot_leave_a_new_approach_without_any_sort(carla, cast):
    answer = send(carla, PAGE, **PLAIN | {"sorts_of_kring": []})
    assert answer.status_code == 422
    assert "Laat minstens één soort aanpak staan, of noem er zelf een." in text_of(answer)
    assert saved(cast) == Variation()


# ── What is stored and does not hold (any more) ─────────────────────────────────────────────────────────────────────

MADE_ELSEWHERE = {
    "version": 2,
    "protocol": "stappenplan",
    "edition": "1",
    "terms": {"approach": 1, "signal": 50, "gone": 2},
    "titles": {"approach": "Samen praten", "gone": "Een stap die er niet meer is"},
    "duties": [{"key": "extra_1", "step": "gone", "title": "Maatje kiezen", "hint": "", "whom": "once"}],
    "channels": {"channel_1": "Via de schoolapp"},
    "after_care": None,
}


def store(cast: Cast, stored: object) -> None:
    type(cast.school).objects.filter(pk=cast.school.pk).update(variation=stored)
    cast.school.refresh_from_db()


@pytest.mark.parametrize("stored", [MADE_ELSEWHERE, {"version": 99}, [], "tekst", {"version": 1, "duties": 3}])
def test_reporting_works_whatever_a_school_has_stored(carla, cast, stored):
    store(cast, stored)
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1()
    assert case.step == "analyse"
    for address in ("/melding/", "/protocol/", PAGE, "/vandaag/", f"/zaken/{case.id}/"):
        assert carla.get(address).status_code == 200, address


def test_what_does_not_fit_is_left_out_and_shown_with_the_reason_and_what_fits_holds(carla, cast):
    store(cast, MADE_ELSEWHERE)
    said = text_of(carla.get(PAGE))
    assert "Dit past niet bij het protocol dat jullie nu volgen." in said
    assert "Termijn bij de stap Signaleren. Kies hoogstens 10 schooldagen." in said
    assert "Termijn bij de stap gone. Voor deze stap kun je geen termijn kiezen." in said
    assert "Eigen naam voor een stap: Een stap die er niet meer is. Deze stap staat niet in het protocol." in said
    assert "Eigen taak: Maatje kiezen. Kies een stap waarbij deze taak hoort." in said
    assert "Stap 3: Samen praten van onze school Uiterlijk 1 schooldag na het besluit." in said
    assert "persoonlijk gesproken en via de schoolapp" in said
    cast.school.refresh_from_db()
    assert cast.school.variation == MADE_ELSEWHERE, "nothing is thrown away by reading"
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    assert case.file.protocol.step("approach").title == "Samen praten"


def test_saving_the_page_again_ends_what_did_not_fit(carla, cast):
    store(cast, MADE_ELSEWHERE)
    answers = PLAIN | {"term_approach": "1", "title_approach": "Samen praten", "channels-0-title": "Via de schoolapp"}
    assert send(carla, PAGE, **answers)["Location"] == PAGE
    assert "Dit past niet" not in text_of(carla.get(PAGE))
    assert saved(cast).titles == (StepTitle("approach", "Samen praten"),)


def test_a_running_case_with_choices_that_do_not_fit_keeps_its_page(carla, cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    type(case.case).objects.filter(pk=case.id).update(variation=MADE_ELSEWHERE)
    said = text_of(carla.get(f"/zaken/{case.id}/"))
    assert "Samen praten" in said
    assert "Maatje kiezen" not in said


# ── The definition ──────────────────────────────────────────────────────────────────────────────────────────────────

DOCUMENTS = "Pesten is het systematisch uitoefenen van psychische en/of fysieke mishandeling"
OURS = PLAIN | {
    "definition": "Pesten is iemand steeds weer pijn doen,\r\nterwijl die er niets tegen kan doen.",
    "test_systematic": "Gebeurt het vaker dan één keer?",
    "test_systematic_weekly": "Elke week",
}
OWN_SENTENCE = "Pesten is iemand steeds weer pijn doen, terwijl die er niets tegen kan doen."


def test_a_school_puts_in_its_own_definition_beside_the_documents(carla, cast):
    assert f"“{DOCUMENTS}" in text_of(carla.get(PAGE))
    assert send(carla, PAGE, **OURS).status_code == 303
    assert saved(cast) == Variation(
        definition=OWN_SENTENCE,
        own_tests=(OwnTest("systematic", "Gebeurt het vaker dan één keer?", (("weekly", "Elke week"),)),),
    )
    page = carla.get(PAGE)
    said = text_of(page)
    assert f"“{DOCUMENTS}" in said
    assert f"Wat is pesten? van onze school {OWN_SENTENCE}" in said
    assert 'value="Elke week"' in page.content.decode()
    assert '<details class="more" open>' in page.content.decode()


def test_the_page_of_the_protocol_shows_the_document_first_and_then_what_the_school_says(carla, cast):
    send(carla, PAGE, **OURS)
    said = text_of(carla.get(reverse("protocol")))
    assert said.index(DOCUMENTS) < said.index(f"In onze eigen woorden van onze school {OWN_SENTENCE}")
    assert "Gebeurt het vaker dan één keer? van onze school Een aantal keren per week · Elke week · Regelmatig" in said


def test_a_case_that_begins_now_is_judged_by_the_schools_words_and_one_that_ran_keeps_the_documents(carla, cast):
    ran = tell(cast).report(cast.noor, by=(cast.yara,)).step_1()
    send(carla, PAGE, **OURS)
    begins = tell(cast).report(cast.sem, by=(cast.daan,)).step_1()
    anouk = sign_in(Client(), cast.anouk)
    new = text_of(anouk.get(reverse("decide", args=[begins.id])))
    assert new.index(DOCUMENTS) < new.index(OWN_SENTENCE)
    assert "Gebeurt het vaker dan één keer? In de woorden van onze school." in new
    assert "Elke week" in new
    old = text_of(anouk.get(reverse("decide", args=[ran.id])))
    assert DOCUMENTS in old
    assert OWN_SENTENCE not in old
    assert "Hoe vaak gebeurt het?" in old


def test_the_answers_stand_in_the_file_in_the_words_in_which_they_were_asked(carla, cast):
    send(carla, PAGE, **OURS)
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    carla_reads = text_of(carla.get(reverse("fact", args=[case.id, case.file.of_kind("decision")[-1].pk])))
    assert "Gebeurt het vaker dan één keer?" in carla_reads


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"definition": "x" * 601}, "definition", "Gebruik hoogstens 600 tekens."),
        ({"test_harm": "x" * 121}, "test_harm", "Gebruik hoogstens 120 tekens."),
        ({"test_harm_none": "x" * 81}, "test_harm_none", "Gebruik hoogstens 80 tekens."),
        ({"test_harm_none": "Het doet pijn vanbinnen (psychisch)"}, "test_harm_none", "Dit antwoord staat er al."),
    ],
)
def test_words_that_cannot_stand_on_the_page_are_refused_beside_their_field(carla, cast, typed, field, sentence):
    answer = send(carla, PAGE, **PLAIN | typed)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert sentence in text_of(answer)
    assert saved(cast) == Variation()


def test_what_a_school_types_in_its_definition_is_text_and_never_a_page(carla, cast):
    send(carla, PAGE, **PLAIN | {"definition": "<b>Pesten</b> {coordinator} 100%"})
    assert saved(cast).definition == "<b>Pesten</b> {coordinator} 100%"
    for page in (carla.get(reverse("protocol")), carla.get(PAGE)):
        assert "&lt;b&gt;Pesten&lt;/b&gt; {coordinator} 100%" in page.content.decode()
