"""What is said in place of names: several in one breath are counted, where that surely makes a sentence."""

import pytest
from django.utils.translation import override

from kring.cases.nameless import ANOTHER_PUPIL, SOMEBODY, Instead, nameless
from kring.names.finding import Sought

PUPILS = Instead(Sought(["Daan", "Lars", "Jens", "Noor B."]), ANOTHER_PUPIL)
ADULTS = Instead(Sought(["Karin", "Rob"]), SOMEBODY)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Daan en Lars laten Sem met rust.", "Twee andere leerlingen laten Sem met rust."),
        ("Daan, Lars en Jens komen elke vrijdag.", "Drie andere leerlingen komen elke vrijdag."),
        ("Juf let op Daan & Lars.", "Juf let op twee andere leerlingen."),
        ("Sem laat Noor B. en Lars met rust.", "Sem laat twee andere leerlingen met rust."),
        ("Sem zit niet naast Daan of Lars.", "Sem zit niet naast een van twee andere leerlingen."),
        ("Juf belt Karin en Rob.", "Juf belt twee anderen."),
    ],
)
def test_names_in_one_breath_are_counted(text: str, said: str) -> None:
    assert nameless(text, PUPILS, ADULTS) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Sem speelt met Daan en Lars let op.", "Sem speelt met een andere leerling en een andere leerling let op."),
        (
            "Sem loopt langs Daan, en Lars let op.",
            "Sem loopt langs een andere leerling, en een andere leerling let op.",
        ),
        ("Daan en Karin praten.", "Een andere leerling en iemand praten."),
        ("Daan laat Lars met rust.", "Een andere leerling laat een andere leerling met rust."),
    ],
)
def test_where_a_new_sentence_may_begin_or_two_sorts_stand_each_is_said_by_itself(text: str, said: str) -> None:
    assert nameless(text, PUPILS, ADULTS) == said


def test_what_the_school_wrote_stays_dutch_for_who_reads_english() -> None:
    with override("en"):
        assert nameless("Daan en Lars lachen. Jens kijkt.", PUPILS) == (
            "Twee andere leerlingen lachen. Een andere leerling kijkt."
        )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Toen kwam I. Kramer erbij.", "Toen kwam een andere leerling erbij."),
        ("I.K. Kramer schopte.", "Een andere leerling schopte."),
        ("Daan K. was er ook.", "Een andere leerling was er ook."),
        ("Ik zag Daan K, en Lars V.", "Ik zag een andere leerling, en een andere leerling."),
        ("Hij sloeg Daan. Kom je?", "Hij sloeg een andere leerling. Kom je?"),
        ("Ze zit in groep 6B. Daan ook.", "Ze zit in groep 6B. Een andere leerling ook."),
    ],
)
def test_the_initials_of_a_name_go_with_it(text: str, said: str) -> None:
    surname = Instead(Sought(["Kramer"], as_written=True), ANOTHER_PUPIL)
    assert nameless(text, PUPILS, surname) == said
