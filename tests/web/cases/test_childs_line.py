"""The line of a child in words: how it goes, and what is never said for it."""

from datetime import date

import pytest
from django.test import Client

from kring.cases.queries import Feeling
from kring.web.case.feelings import childrens_lines, course_in_words
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast, sign_in
from tests.web.sending import text_of


@pytest.fixture
def case(cast: Cast) -> Telling:
    return tell(cast).on(date(2026, 11, 17)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")


def said(case: Telling, *values: int | None) -> str:
    child = case.file.people[0]
    felt = [Feeling(date(2026, 11, 1 + n), child, value, ("signal", 1)) for n, value in enumerate(values)]
    return course_in_words("Sem", felt, TODAY)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ((), "Nog niet gevraagd."),
        ((None,), "Sem wilde het nog niet zeggen."),
        ((2,), "Op 1 november zei Sem: een beetje veilig."),
        ((1, 2), "Sem voelt zich veiliger dan op 1 november: eerst niet veilig, nu een beetje veilig."),
        ((4, 2), "Sem voelt zich minder veilig dan op 1 november: eerst best veilig, nu een beetje veilig."),
        ((3, 3), "Sem voelt zich net zo als op 1 november: gaat wel."),
        (
            (1, 5, 2),
            "Sem voelt zich veiliger dan op 1 november: eerst niet veilig, nu een beetje veilig."
            " De vorige keer was het beter.",
        ),
        ((2, None), "Op 1 november zei Sem: een beetje veilig. De laatste keer wilde Sem het niet zeggen."),
    ],
)
def test_the_course_is_told_from_what_the_child_said(case, values, sentence):
    assert said(case, *values) == sentence


def test_there_is_a_line_for_each_bullied_child_and_none_for_who_does_it(cast):
    told = tell(cast).report(cast.sem, cast.noor, by=(cast.daan,)).step_1()
    assert [one.child for one in childrens_lines(told.file, told.today)] == ["Noor", "Sem"]


def test_what_was_judged_and_decided_stands_on_the_line_with_its_day(cast, case):
    page = text_of(sign_in(Client(), cast.anouk).get(f"/zaken/{case.id}/"))
    assert "Hoe veilig voelt Sem zich?" in page
    assert "ernst: " in page
    (line,) = childrens_lines(case.file, case.today)
    assert line.line is not None
    assert len(line.line.moments) == len(line.told) >= 1
