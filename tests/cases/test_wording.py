"""A step is told in one place, in as many forms as there are places to tell it."""

import pytest
from django.utils.translation import override

from kring.cases.saying import step_told
from kring.cases.wording import Form, step_in_words
from kring.protocol.stappenplan import STAPPENPLAN
from tests.cases.telling import tell

SECOND = STAPPENPLAN.step("second_evaluation")
AFTER_CARE = STAPPENPLAN.step("after_care")

TOLD = {
    Form.FULL: ("Stap 5: Tweede evaluatie", "Stap 5: Tweede evaluatie, ronde 2", "Nazorg", "Nazorg, ronde 2"),
    Form.TOLD: ("Stap 5: tweede evaluatie", "Stap 5: tweede evaluatie, ronde 2", "Nazorg", "Nazorg, ronde 2"),
    Form.IN_SENTENCE: ("stap 5: tweede evaluatie", "stap 5: tweede evaluatie, ronde 2", "nazorg", "nazorg, ronde 2"),
    Form.IN_BRACKETS: (
        "stap 5 (tweede evaluatie)",
        "stap 5 (tweede evaluatie), ronde 2",
        "nazorg",
        "nazorg, ronde 2",
    ),
    Form.LISTED: ("5. Tweede evaluatie", "5. Tweede evaluatie, ronde 2", "Nazorg", "Nazorg, ronde 2"),
    Form.SHORT: ("Stap 5", "Stap 5, ronde 2", "Nazorg", "Nazorg"),
    Form.TITLE: ("Tweede evaluatie", "Tweede evaluatie, ronde 2", "Nazorg", "Nazorg, ronde 2"),
}


@pytest.mark.parametrize("form", Form)
def test_every_form_tells_a_step_with_and_without_number_and_round(form):
    said = tuple(step_in_words(step, round, form) for step in (SECOND, AFTER_CARE) for round in (1, 2))
    assert said == TOLD[form]


def test_a_reader_of_english_reads_english():
    with override("en"):
        assert step_in_words(SECOND, 2, Form.IN_SENTENCE) == "step 5: second evaluation, round 2"


def test_a_step_of_a_case_is_told_by_its_key(cast):
    file = tell(cast).report(cast.sem, by=(cast.daan,)).file
    assert step_told(file, "approach") == "Stap 3: aanpak"
