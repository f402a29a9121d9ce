"""A mailed link shows nothing to whoever looks at it, opens with one press, and mails a new one after that."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from kring.cases.errors import NotAllowed
from kring.reports.actions import board, handling
from kring.reports.actions.settling import settle
from kring.reports.models import By, For, Incoming, Link, Reader, Said, State, ToMail
from kring.reports.told import Subject, Teller
from kring.trail.models import TrailLine
from kring.trail.verbs import Verb
from tests.cast import ITSELF, NOW, TODAY, Cast, sign_in
from tests.reports.outside import link_in, mailed
from tests.reports.telling import act_of, doors_of, somebody_tells, told
from tests.school import plain as actions
from tests.web.door.road import Child
from tests.web.parent_door.road import AParent

YES = {"is_head": "yes"}
STORY = "Zwaluwnest in de gang."


@pytest.fixture
def path(cast: Cast) -> str:
    """The link in the mail after the school answered."""
    kept = somebody_tells(
        doors_of(cast), told(STORY), by=By.PARENT, teller=Teller(name="Ilse", child="Sem", mail="ilse@example.org")
    )
    mailed(kept.school)
    handling.answer(act=act_of(cast.carla), incoming_id=kept.pk, text="Wij kijken mee in de pauze.")
    return link_in(mailed(kept.school, at=NOW + timedelta(minutes=9))[-1])


class Opens(AParent):
    """Somebody with a link."""

    def __init__(self, path: str, **client: Any) -> None:
        super().__init__(**client)
        self.path = path
        self.answer = self.client.get(path)

    def presses(self, **fields: str) -> "Opens":
        """The button of the page at the link's own address."""
        self.answer = self.client.post(self.path, {**self.hidden, **fields})
        return self


def test_looking_shows_nothing_keeps_nothing_and_uses_nothing_up(path: str) -> None:
    scanner = Client()
    for _time in range(3):
        for answer in (scanner.get(path), scanner.head(path)):
            assert answer.status_code == 200
            assert not any(word in answer.content.decode() for word in (STORY, "pauze", "Ilse", "Sem", "Carla"))
            assert "no-store" in answer["Cache-Control"]
            assert answer["Referrer-Policy"] == "same-origin"
            assert set(answer.cookies) <= {settings.CSRF_COOKIE_NAME}
    assert not Link.objects.exclude(opened_with="").exists()


def test_one_press_opens_it_and_the_parent_writes_back(path: str) -> None:
    parent = Opens(path).presses(open="1")
    assert parent.asked == "De school heeft u geantwoord."
    assert "Wij kijken mee in de pauze." in parent.page
    parent.sends(add="1", text="Dank je wel.")
    assert "Het is verstuurd." in parent.page
    parent.sends(how="better")
    assert [one.kind for one in Said.objects.order_by("number")] == [
        Said.What.ANSWER,
        Said.What.ADDED,
        Said.What.BETTER,
    ]


def test_pressed_twice_or_after_back_on_the_same_page_it_opens_again(path: str) -> None:
    parent = Opens(path)
    form = parent.hidden
    for _time in range(2):
        answer = parent.client.post(path, {**form, "open": "1"})
        assert "Wij kijken mee in de pauze." in answer.content.decode()


def test_from_another_page_it_is_used_and_mails_a_new_one(path: str) -> None:
    Opens(path).presses(open="1")
    second = Opens(path).presses(open="1")
    assert (second.answer.status_code, second.asked) == (422, "Deze link is al gebruikt, of te oud")
    assert "pauze" not in second.page
    second.presses(again="1")
    assert "Kijk over een paar minuten in uw mail" in second.page
    kept = Incoming.objects.get()
    assert kept.to_mail == ToMail.LINK
    new = link_in(mailed(kept.school, at=NOW + timedelta(hours=1))[-1])
    assert "Wij kijken mee in de pauze." in Opens(new).presses(open="1").page


@pytest.mark.parametrize("sent", [{}, {"open": "1"}, {"open": "1", "token": "verzonnen"}])
def test_a_post_without_the_form_of_the_page_opens_nothing(path: str, sent: dict[str, str]) -> None:
    answer = Client().post(path, sent)
    assert answer.status_code == 422
    assert "pauze" not in answer.content.decode()
    assert not Link.objects.exclude(opened_with="").exists()


def test_a_forged_form_opens_nothing(path: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    form = Opens(path).hidden
    answer = strict.post(path, {**form, "open": "1"})
    assert "Druk nog een keer op de knop." in answer.content.decode()
    assert not Link.objects.exclude(opened_with="").exists()


def test_an_unknown_link_says_so_kindly(cast: Cast) -> None:
    answer = Client().get("/link/nergens/")
    assert answer.status_code == 404
    assert "Deze link werkt niet meer" in answer.content.decode()


def test_a_new_link_is_asked_for_and_the_page_never_tells_whether_the_address_is_known(path: str) -> None:
    pages = []
    for address in ("ilse@example.org", "niemand@example.org"):
        parent = AParent().opens("link/")
        pages.append(parent.sends(ask="1", mail=address).answer.content.decode())
    assert "Kijk over een paar minuten in uw mail" in pages[0]
    assert _without_tokens(pages[0]) == _without_tokens(pages[1])
    assert "ilse" not in pages[0]
    assert Incoming.objects.get().to_mail == ToMail.LINK


def _without_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if "token" not in line]


def test_no_address_is_said_beside_the_field(path: str) -> None:
    parent = AParent().opens("link/").sends(ask="1", mail="ilse")
    assert parent.answer.status_code == 422
    assert "Vul uw e-mailadres in." in parent.page
    assert 'value="ilse"' in parent.page


def test_who_asks_very_often_is_told_the_same_and_nothing_is_looked_up(path: str) -> None:
    parent = AParent()
    for _time in range(12):
        parent.opens("link/").sends(ask="1", mail="niemand@example.org")
    parent.opens("link/").sends(ask="1", mail="ilse@example.org")
    assert "Kijk over een paar minuten in uw mail" in parent.page
    assert Incoming.objects.get().to_mail == ToMail.NOTHING


@pytest.fixture
def for_the_board(cast: Cast) -> str:
    door = doors_of(cast, board_mail="bo@example.org")
    kept = somebody_tells(door, told("Hij schreeuwt tegen ons."), subject=Subject.HEAD)
    return link_in(mailed(kept.school)[0])


def test_the_board_reads_answers_and_finishes_without_an_account(cast: Cast, for_the_board: str) -> None:
    bo = Opens(for_the_board)
    assert "schreeuwt" not in bo.page
    bo.presses(open="1")
    assert "Hij schreeuwt tegen ons." in bo.page
    bo.sends(answer="1", text="Ik praat met de directeur.")
    assert "Uw antwoord staat klaar." in bo.page
    bo.sends(end="1", text="Het is besproken.")
    said = list(Said.objects.order_by("number"))
    assert [(one.kind, one.by_board, one.by) for one in said] == [
        (Said.What.ANSWER, True, None),
        (Said.What.ENDED, True, None),
    ]
    kept = Incoming.objects.get()
    assert (kept.state, kept.read_by) == ("ended", None)
    assert kept.read_on is not None
    lines = TrailLine.objects.filter(subject_id=kept.pk)
    assert Verb.TOLD_READ in {line.verb for line in lines}
    assert {line.by_id for line in lines} == {None}


def test_an_empty_answer_of_the_board_is_said_and_one_sent_twice_is_one(for_the_board: str) -> None:
    bo = Opens(for_the_board).presses(open="1")
    form = bo.hidden
    assert bo.sends(answer="1", text=" ").answer.status_code == 422
    for _time in range(2):
        bo.client.post("/vertel/de-wilg/bestuur/", {**form, "answer": "1", "text": "Ik lees het."})
    assert Said.objects.count() == 1


@pytest.mark.parametrize("does", [{"answer": "1", "text": "Ik lees het."}, {"ready": "1"}])
def test_whom_it_is_not_for_any_more_gets_the_page_that_tells_nothing(for_the_board: str, does: dict[str, str]) -> None:
    bo = Opens(for_the_board).presses(open="1")
    Link.objects.all().delete()
    Incoming.objects.update(for_whom=For.COORDINATORS)
    bo.sends(**does)
    assert (bo.answer.status_code, bo.asked) == (404, "Hier is geen deur voor ouders open.")
    assert not any(text in bo.page for text in ("schreeuwt", "Bo Raad"))
    assert not Said.objects.exists()


def test_whom_it_was_taken_from_while_it_was_sent_gets_that_page_too(
    for_the_board: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(**_given: Any) -> None:
        raise NotAllowed(Incoming.objects.get().pk)

    bo = Opens(for_the_board).presses(open="1")
    for verb, does in (("answer", {"answer": "1", "text": "Ik lees het."}), ("read", {"answer": "1", "text": " "})):
        form = bo.hidden
        with monkeypatch.context() as patched:
            patched.setattr(board, verb, refuses)
            answer = bo.client.post("/vertel/de-wilg/bestuur/", {**form, **does})
        assert answer.status_code == 404
        assert "schreeuwt" not in answer.content.decode()


def test_who_told_it_about_the_head_reads_who_reads_it_now(cast: Cast) -> None:
    doors_of(cast, board_mail="bo@example.org")
    child = Child().tells("Hij schreeuwt.", **{"Over wie gaat het?": {"about": "adult"}, "Is het de directeur?": YES})
    code = child.code
    assert "Bo Raad leest dit." in Child().comes_with(code).page
    settle(school=cast.school, at=NOW)
    mailed(cast.school)
    doors_of(cast)
    assert "Het bestuur en Carla Jansen lezen dit." in Child().comes_with(code).page
    Link.objects.update(works_until=TODAY)
    assert "Het bestuur en Carla Jansen lezen dit." in Child().comes_with(code).page
    Link.objects.update(works_until=TODAY - timedelta(days=1))
    page = Child().comes_with(code).page
    assert "Carla Jansen leest dit." in page
    assert "lezen dit" not in page


def test_a_coordinator_who_is_kept_out_of_it_is_not_said_to_read_it(cast: Cast) -> None:
    actions.add_staff(act=ITSELF, school=cast.school, name="Cor Wilders", role="coordinator")
    doors_of(cast)
    child = Child().tells("Hij schreeuwt.", **{"Over wie gaat het?": {"about": "adult"}, "Is het de directeur?": YES})
    code = child.code
    settle(school=cast.school, at=NOW)
    assert "Carla Jansen en Cor Wilders lezen dit." in Child().comes_with(code).page
    kept = Incoming.objects.get()
    Reader.objects.create(incoming=kept, staff=cast.carla, part=Reader.Part.KEPT_OUT)
    page = Child().comes_with(code).page
    assert "Cor Wilders leest dit." in page
    assert "Carla Jansen" not in page


def test_what_the_board_finished_long_ago_nobody_is_said_to_read_once_its_address_is_gone(cast: Cast) -> None:
    doors_of(cast, board_mail="bo@example.org")
    child = Child().tells("Hij schreeuwt.", **{"Over wie gaat het?": {"about": "adult"}, "Is het de directeur?": YES})
    code = child.code
    settle(school=cast.school, at=NOW)
    mailed(cast.school)
    Incoming.objects.update(state=State.ENDED, ended_on=TODAY)
    Link.objects.update(works_until=TODAY - timedelta(days=1))
    assert "Bo Raad leest dit." in Child().comes_with(code).page  # a new link is mailed when it is asked for
    doors_of(cast)
    page = Child().comes_with(code).page
    assert not any(text in page for text in ("leest dit", "lezen dit"))


def test_of_what_is_about_children_no_such_line_stands_there(cast: Cast) -> None:
    doors_of(cast)
    assert "leest dit." not in Child().comes_with(Child().tells().code).page


def test_nobody_of_the_school_reads_what_is_for_the_board(cast: Cast, client: Any, for_the_board: str) -> None:
    kept = Incoming.objects.get()
    for staff in (cast.hein, cast.carla):
        assert sign_in(client, staff).get(f"/verteld/{kept.pk}/").status_code == 404


def test_who_told_it_reads_the_answer_of_the_board_by_name_and_the_board_hears_what_is_added(cast: Cast) -> None:
    doors_of(cast, board_mail="bo@example.org")
    parent = AParent().begins().goes_on(about="adult").goes_on(is_head="yes").goes_on(story="Hij schreeuwt.")
    parent.goes_on().goes_on().goes_on().sends(send="1")
    assert "Bo Raad leest dit." in parent.page
    code = parent.code
    kept = Incoming.objects.get()
    settle(school=kept.school, at=NOW)
    bo = Opens(link_in(mailed(kept.school)[0])).presses(open="1")
    bo.sends(answer="1", text="Ik ga erachteraan.")
    back = AParent().comes_with(code)
    assert "Bo Raad · " in back.page
    assert "Ik ga erachteraan." in back.page
    back.sends(add="1", text="Vandaag weer.")
    assert len(mailed(kept.school, at=NOW + timedelta(hours=1))) == 2
