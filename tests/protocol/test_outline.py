"""The protocol as text: the same in docs/protocol.md as in the data, and a help page that leaves nothing out."""

import re
import runpy
from pathlib import Path

import pytest

from kring.protocol.called import called
from kring.protocol.editions import current
from kring.protocol.outline import markdown, outline, term_in_words
from kring.protocol.stappenplan import STAPPENPLAN
from kring.protocol.terms import Anchor, Term
from kring.protocol.variation import AfterCare, Channel, ExtraDuty, StepTerm, StepTitle, Variation
from tests.protocol.other_edition import OTHER

DOCS = Path(__file__).parents[2] / "docs"


def test_the_printed_protocol_is_the_protocol() -> None:
    printed = (DOCS / "protocol.md").read_text(encoding="utf-8")
    assert printed == markdown(outline(current(STAPPENPLAN.key))), (
        "print it again: python -m kring.protocol.outline > docs/protocol.md"
    )


def test_the_printed_protocol_is_for_a_teacher() -> None:
    text = markdown(outline(STAPPENPLAN))
    shown = re.sub(r"<!--.*?-->", "", text)
    assert text != shown
    assert not re.search(r"`|python|kring/|\bS\d[a-h]?\b", shown)


def test_every_duty_is_told_with_how_kring_carries_it_out() -> None:
    for step, part in zip(STAPPENPLAN.steps, outline(STAPPENPLAN).parts, strict=True):
        lines = [*part.lines, *(line for answer in part.answers for line in answer.lines), *part.closing]
        assert [line.title for line in lines] == [called(duty.title) for duty in step.every_duty()]
        assert all(line.how for line in lines)


def test_a_schools_own_choices_are_told_with_the_protocol() -> None:
    variation = Variation(
        terms=(StepTerm("approach", 1),),
        titles=(StepTitle("approach", "Samen verder"),),
        duties=(ExtraDuty("extra_1", "approach", "Maatje kiezen"),),
        extra_channels=(Channel("channel_1", "Videogesprek"),),
        after_care=(AfterCare(weeks=1), AfterCare(months=1)),
    )
    school = outline(STAPPENPLAN, variation)
    approach = next(part for part in school.parts if part.key == "approach")
    assert approach.title == "Samen verder"
    assert approach.term == "Uiterlijk 1 schooldag na het besluit."
    assert [line.title for line in approach.lines if line.of_the_school] == ["Maatje kiezen"]
    assert school.channels == ("Gebeld", "Persoonlijk gesproken", "Videogesprek")
    after_care = next(part for part in school.parts if part.key == "after_care")
    assert after_care.term == "Richttermijn: 1 week en 1 maand na het begin van deze stap."
    assert "- **Maatje kiezen** (van onze school)" in markdown(school)


def test_only_what_a_school_added_is_called_its_own() -> None:
    lines = [line for part in outline(OTHER).parts for line in part.lines]
    (quiet,) = [line for line in lines if line.title == "Een rustige plek kiezen"]
    assert not quiet.of_the_school
    assert quiet.how == "Je legt vast wanneer het gedaan is, met een toelichting."


def test_terms_are_told_in_words() -> None:
    assert term_in_words(()) == ""
    assert term_in_words((Term(Anchor.REPORT, school_days=2, guideline=True),)) == (
        "Richttermijn: 2 schooldagen na de melding."
    )
    assert term_in_words((Term(Anchor.TALK, weeks=2),)) == "Uiterlijk 2 weken na het vorige gesprek."
    assert term_in_words((Term(Anchor.TALK, weeks=1), Term(Anchor.ENTRY, months=3))) == (
        "Uiterlijk 1 week na het vorige gesprek. Uiterlijk 3 maanden na het begin van deze stap."
    )


def test_the_page_in_another_language_is_asked_for_every_sentence_and_never_for_an_empty_one() -> None:
    asked: list[str] = []

    def say(text: str) -> str:
        asked.append(text)
        return text

    assert outline(STAPPENPLAN, say=say) == outline(STAPPENPLAN)
    assert "" not in asked
    assert {duty.title for step in STAPPENPLAN.steps for duty in step.every_duty()} <= set(asked)


@pytest.mark.filterwarnings("ignore:.*found in sys.modules")
def test_the_command_of_the_recipe_prints_it_and_loading_it_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_module("kring.protocol.outline", run_name="kring.protocol.outline")
    assert capsys.readouterr().out == ""
    runpy.run_module("kring.protocol.outline", run_name="__main__")
    assert capsys.readouterr().out == (DOCS / "protocol.md").read_text(encoding="utf-8")
