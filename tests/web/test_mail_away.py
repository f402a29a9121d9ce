"""The mail server stays away for days: nothing is lost, people hear of it, and it all arrives once it is back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from kring.config import jobs
from kring.mail.models import Letter
from kring.school.models import StaffMember
from kring.web.request import clock
from tests.cases.telling import tell
from tests.cast import Cast, sign_in
from tests.mail.post import DAY, HOUR, MINUTE, Clock, Postbox, read, sender
from tests.web.sending import text_of

Going = Callable[[timedelta], None]


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def time_goes_by(postbox: Postbox, monkeypatch: pytest.MonkeyPatch) -> Going:
    """Lets the worker do everything it does, hour after hour, while the pages look at the same clock."""
    now, hand = Clock(), sender(postbox)
    monkeypatch.setattr(clock, "now", now)
    monkeypatch.setattr(jobs, "letter_sender", lambda: hand)
    rota = jobs.Rota(jobs.JOBS)

    began = now()

    def go(by: timedelta) -> None:
        until = now() + by
        while now() < until:
            now.on(min(HOUR, until - now()))
            rota.run_due(now(), now() - began)

    return go


def page(staff: StaffMember, url: str) -> str:
    return text_of(sign_in(Client(), staff).get(url))


def arrived(postbox: Postbox) -> list[tuple[str, str]]:
    return [(parcel.recipient, str(read(parcel.content)["Subject"])) for parcel in postbox.parcels]


def test_after_five_days_without_mail_server_it_is_a_task_and_then_it_all_arrives(
    cast: Cast, postbox: Postbox, time_goes_by: Going
) -> None:
    postbox.away = True
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    plans = Letter.objects.filter(kind="plan_issued", about=case.id)
    readers = set(plans.values_list("address", flat=True))
    assert len(readers) == 5

    time_goes_by(4 * DAY)
    assert plans.waiting().count() == 5
    assert "niet aangekomen" not in page(cast.hein, "/vandaag/")

    time_goes_by(DAY + HOUR)
    assert plans.filter(given_up_at__isnull=False).count() == 5
    assert "mails zijn niet aangekomen. Een collega mist nu iets." in page(cast.hein, "/vandaag/")
    assert "mails zijn niet aangekomen. Een collega mist nu iets." in page(cast.ada, "/school/")
    told = Letter.objects.filter(kind="given_up_address")
    assert {letter.address for letter in told} == {"ada@dewilg.example"}
    assert len(told) == len({letter.address for letter in Letter.objects.filter(given_up_at__isnull=False)})
    assert told.waiting().exists(), "the word about it waits as well; that is why it stands on the page"

    postbox.away = False
    time_goes_by(2 * HOUR)
    assert ("ada@dewilg.example", "Een mail is niet aangekomen") in arrived(postbox)
    ada = sign_in(Client(), cast.ada)
    for letter in plans:
        assert ada.post(f"/school/post/{letter.pk}/", {"how": "again"}).status_code == 303
    time_goes_by(HOUR)
    assert {to for to, subject in arrived(postbox) if subject == "Er is een nieuw handelingsplan"} == readers
    assert set(postbox.copies.values()) == {1}
    assert plans.count() == 5


def test_a_link_to_choose_a_password_waits_for_the_server_and_hangs_no_request(
    cast: Cast, postbox: Postbox, time_goes_by: Going, settings
) -> None:
    settings.KRING_MAIL = True
    postbox.away = True
    assert Client().post("/wachtwoord/vergeten/", {"email": "mo@dewilg.example"}).status_code == 302
    time_goes_by(DAY)
    postbox.away = False
    time_goes_by(10 * MINUTE)
    assert arrived(postbox) == [("mo@dewilg.example", "Kies een nieuw wachtwoord voor Kring")]
    assert Letter.objects.get(kind="password").text is not None
    time_goes_by(DAY + 2 * HOUR)
    assert Letter.objects.get(kind="password").text is None, "the link is gone a day after it was sent"


def test_a_link_is_given_up_when_it_works_no_more_and_then_asks_for_a_new_one(
    cast: Cast, postbox: Postbox, time_goes_by: Going, settings
) -> None:
    settings.KRING_MAIL = True
    postbox.away = True
    Client().post("/wachtwoord/vergeten/", {"email": "mo@dewilg.example"})
    time_goes_by(3 * DAY + HOUR)
    assert Letter.objects.get(kind="password").given_up_at is not None
    assert "Eén mail is niet aangekomen." in page(cast.hein, "/vandaag/")
    postbox.away = False
    time_goes_by(HOUR)
    assert [to for to, _subject in arrived(postbox)] == ["ada@dewilg.example"], "no dead link is ever sent"


def test_the_worker_has_a_job_for_each_of_this() -> None:
    every = {job.name: job.every for job in jobs.JOBS}
    assert every["send letters"] <= timedelta(seconds=5)
    for name in ("give up letters", "tell of letters that failed", "remind"):
        assert every[name] <= 10 * MINUTE, name
    assert every["empty old letters"] <= HOUR
