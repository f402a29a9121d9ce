"""Het protocol: its own sentences, whole and set apart, as this school carries it out."""

import re
from collections import Counter
from html import unescape
from pathlib import Path

from django.urls import reverse

from kring.protocol.choices import ExtraDuty, StepTerm, Variation
from kring.protocol.outline import outline
from kring.protocol.stappenplan import STAPPENPLAN
from kring.school import actions
from tests.cases.telling import tell
from tests.cast import ITSELF, sign_in
from tests.web.sending import text_of

PAGE = "/protocol/"


def quotes_on(page: str) -> str:
    """The title, and all that is set apart as the protocol's own words."""
    found = re.findall(r"<blockquote.*?</blockquote>", page, re.S)
    title = re.findall(r"<h1>(.*?)</h1>", page)
    return unescape(re.sub(r"<[^>]+>", " ", " ".join([*title, *found])))


def test_every_word_of_the_document_stands_on_the_page_set_apart(client, cast):
    quoted = quotes_on(sign_in(client, cast.mo).get(PAGE).content.decode())
    document = Path(__file__).parents[2].joinpath("docs", "stappenplan.txt").read_text(encoding="utf-8")
    missing = words_in(document) - words_in(quoted)
    assert missing == Counter()
    text = outline(STAPPENPLAN)
    sentences = [*text.opening, *(part.defined.text for part in text.parts if part.defined)]
    for part in text.parts:
        lines = [*part.lines, *part.closing, *(line for answer in part.answers for line in answer.lines)]
        sentences += [*part.quotes, *(answer.quote for answer in part.answers), *(line.quote for line in lines)]
    assert [sentence for sentence in sentences if sentence and sentence not in quoted] == []


def test_only_what_is_of_the_protocol_is_set_apart(client, cast):
    quoted = quotes_on(sign_in(client, cast.mo).get(PAGE).content.decode())
    document = Path(__file__).parents[2].joinpath("docs", "stappenplan.txt").read_text(encoding="utf-8")
    assert set(words_in(quoted)) - set(words_in(document)) == set()


def words_in(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def test_what_is_krings_own_has_its_mark_where_it_stands(client, cast):
    said = text_of(sign_in(client, cast.anouk).get(PAGE))
    for marked in (
        "Nazorg van Kring",
        "Afsluiten van Kring",
        "Vooraf vragen wat de leerling wil van Kring",
        "Afspraken doornemen van Kring",
        "Richttermijn: 2 schooldagen na de melding. van Kring",
    ):
        assert marked in said
    assert "Het gezamenlijke gesprek voeren van Kring" not in said


def test_the_case_has_the_same_mark(client, cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    said = text_of(sign_in(client, cast.anouk).get(reverse("case", args=[case.id])))
    assert "Vooraf vragen wat de leerling wil van Kring" in said
    assert "Het gezamenlijke gesprek voeren van Kring" not in said


def test_each_step_has_its_place_to_link_to(client, cast):
    page = sign_in(client, cast.anouk).get(PAGE).content.decode()
    for place in ("stap-1", "stap-2", "stap-3", "stap-4", "stap-5", "nazorg", "afsluiten"):
        assert page.count(f'id="{place}"') == 1
        opened = sign_in(client, cast.anouk).get(PAGE, {"stap": place}).content.decode()
        assert re.findall(r'<details class="more part"( open)?>', opened).count(" open") == 1
        assert re.search(rf'<details class="more part" open>(?:(?!<details).)*id="{place}"', opened, re.S)
    everything = sign_in(client, cast.anouk).get(PAGE, {"stap": "alles"}).content.decode()
    assert '<details class="more part">' not in everything


def test_how_kring_works_leads_into_a_step_that_is_open(client, cast):
    page = sign_in(client, cast.anouk).get(reverse("how_it_works")).content.decode()
    assert 'href="/protocol/?stap=stap-3#stap-3"' in page


def test_terms_duties_and_the_definitions_tests_are_told_in_words(client, cast):
    said = text_of(sign_in(client, cast.anouk).get(PAGE))
    assert "Uiterlijk 2 schooldagen na het besluit." in said
    assert "Hoe vaak gebeurt het? Een aantal keren per week · Een keer per week · Regelmatig" in said
    assert "op een van deze manieren: gebeld, persoonlijk gesproken." in said
    assert "Komt als de rest van deze stap gedaan is." in said
    assert "van onze school" not in said


def test_the_schools_own_way_is_shown_and_marked(client, cast):
    own = Variation(
        terms=(StepTerm("approach", 1),),
        duties=(ExtraDuty("extra_1", "approach", "Bel de jeugdverpleegkundige"),),
    )
    actions.save_variation(act=ITSELF, school=cast.school, variation=own)
    said = text_of(sign_in(client, cast.anouk).get(PAGE))
    assert "Uiterlijk 1 schooldag na het besluit." in said
    assert "Bel de jeugdverpleegkundige van onze school" in said
    assert "Onze afspraken bij het protocol" not in said
    assert "Onze afspraken bij het protocol" in text_of(sign_in(client, cast.carla).get(PAGE))


def test_another_schools_own_way_is_not_shown(client, cast):
    own = Variation(duties=(ExtraDuty("extra_1", "approach", "Bel de jeugdverpleegkundige"),))
    actions.save_variation(act=ITSELF, school=cast.linde.school, variation=own)
    assert "jeugdverpleegkundige" not in text_of(sign_in(client, cast.anouk).get(PAGE))
