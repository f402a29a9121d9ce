"""A child comes back with its six words, in any spelling, and is never refused the right ones."""

from datetime import timedelta

import pytest

from kring.reports.actions import handling, settling
from kring.reports.models import Incoming, Said
from kring.web.door import slowly
from kring.web.request import clock
from kring.web.way_in.counters import Limit
from tests.cast import NOW, Cast
from tests.reports.telling import act_of
from tests.web.door.road import Child, door

WRONG = "aap noot mies wim zus jet"


@pytest.fixture
def code(cast: Cast) -> str:
    """What a child wrote down."""
    opened = door(cast)
    code = Child().tells().code
    settling.settle(school=opened.school, at=NOW)
    return code


def test_with_the_code_a_child_reads_what_the_school_answered(cast: Cast, code: str) -> None:
    handling.read(act=act_of(cast.carla), incoming_id=Incoming.objects.get().pk)
    handling.answer(act=act_of(cast.carla), incoming_id=Incoming.objects.get().pk, text="Ik kom morgen bij je.")
    child = Child().comes_with(code)
    assert child.asked == "Er is een antwoord voor je."
    assert "Ik kom morgen bij je." in child.page
    assert "Carla Jansen" in child.page
    assert Said.objects.get().seen_on is not None


@pytest.mark.parametrize(
    "writes", [str.upper, str.title, lambda code: code.replace(" ", "\n"), lambda code: code.replace(" ", ", ") + "."]
)
def test_any_spelling_works(code: str, writes) -> None:
    assert Child().comes_with(writes(code)).asked == "Je verhaal is er. Iemand gaat het lezen."


def test_a_word_that_is_not_in_the_list_is_named_by_its_place_and_what_was_typed_stays(code: str) -> None:
    typed = code.split()
    typed[2] = "qqqqqq"
    child = Child().comes_with(" ".join(typed))
    assert child.answer.status_code == 422
    assert "Het derde woord ken ik niet." in child.page
    assert " ".join(typed) in child.page


def test_too_few_words_and_none_get_a_kind_sentence(code: str) -> None:
    assert "Het zijn zes woorden. Typ ze alle zes." in Child().comes_with(" ".join(code.split()[:5])).page
    assert "Typ hier je zes woorden." in Child().comes_with("").page


def test_words_that_belong_to_nothing_get_a_kind_sentence(code: str) -> None:
    words = code.split()
    child = Child().comes_with(" ".join([words[1], words[0], *words[2:]]))
    assert "Deze woorden horen niet bij elkaar." in child.page


def test_a_question_is_answered_once_however_often_it_is_sent(cast: Cast, code: str) -> None:
    handling.answer(act=act_of(cast.carla), incoming_id=Incoming.objects.get().pk, text="Wanneer was het?", asks=True)
    child = Child().comes_with(code)
    assert (child.asked, "Wat is jouw antwoord?" in child.page) == ("Er is een vraag voor je.", True)
    before = child.hidden
    child.sends(text="Gisteren.", add="1")
    assert "Het is verstuurd." in child.page
    child.client.post("/vertel/de-wilg/code/", {**before, "text": "Gisteren.", "add": "1"})
    assert [one.text for one in Said.objects.filter(kind=Said.What.ADDED)] == ["Gisteren."]
    child.client.post("/vertel/de-wilg/code/", {**before, "text": "En vandaag.", "add": "1"})
    assert Said.objects.filter(kind=Said.What.ADDED).count() == 2


@pytest.mark.parametrize("how", ["better", "same", "worse"])
def test_a_child_says_how_it_goes(code: str, how: str) -> None:
    Child().comes_with(code).sends(how=how)
    assert Said.objects.get().kind == how


def test_a_tap_beside_half_a_text_keeps_the_text(code: str) -> None:
    assert "Ik wilde nog" in Child().comes_with(code).sends(how="same", text="Ik wilde nog").page


def test_an_empty_text_is_said_on_the_page(code: str) -> None:
    child = Child().comes_with(code).sends(text=" ", add="1")
    assert (child.answer.status_code, "Schrijf iets" in child.page) == (422, True)


def test_stopping_is_said_and_telling_again_is_heard(code: str) -> None:
    child = Child().comes_with(code).sends(stop="1")
    assert child.asked == "Je bent gestopt. Je mag hier weer vertellen."
    child.sends(text="Toch nog iets.", add="1")
    assert child.asked == "Je verhaal is er. Iemand gaat het lezen."


def test_the_code_of_one_school_is_nothing_at_another(cast: Cast, code: str) -> None:
    from kring.reports.actions.doors import Doors, set_doors

    set_doors(act=act_of(cast.linde.coordinator), doors=Doors("de-linde", True, True))
    assert "Deze woorden horen niet bij elkaar." in Child("de-linde").comes_with(code).page


@pytest.fixture
def guessed(monkeypatch: pytest.MonkeyPatch, code: str) -> str:
    """Somebody in the same network guessed so often that the next has to wait."""
    monkeypatch.setattr(slowly, "CODES", Limit("door", 2, slowly.SECOND * 4, slowly.SECOND * 30, slowly.SECOND * 60))
    wrong = " ".join(reversed(code.split()))
    for _guess in range(2):
        Child().comes_with(wrong)
    return code


def test_after_many_wrong_ones_the_right_code_waits_and_is_let_in(
    guessed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = Child().comes_with(guessed)
    assert child.asked == "Even wachten. Het is nu druk."
    assert guessed.split()[0] not in child.page
    assert child.sends(on="1").asked == "Even wachten. Het is nu druk."
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=31))
    assert child.sends(on="1").asked == "Je verhaal is er. Iemand gaat het lezen."


def test_a_wrong_code_that_waited_is_counted_too(guessed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    child = Child().comes_with(" ".join(reversed(guessed.split())))
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=31))
    assert "Deze woorden horen niet bij elkaar." in child.sends(on="1").page
    assert Child().comes_with(guessed).asked == "Even wachten. Het is nu druk."


def test_thirty_children_behind_one_address_wait_for_nobody(code: str) -> None:
    for _child in range(5):
        Child().comes_with(code)
    from kring.web.models import Counter

    assert [one.misses for one in Counter.objects.all()] == [0]
