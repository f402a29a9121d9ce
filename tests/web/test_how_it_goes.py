"""How the server goes, in words: for head and administrator, of their own school and the machine below it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kring.school.models import School, WorkerClock
from kring.trail.models import LastCheck
from kring.web.request import clock
from kring.web.school import how_it_goes
from tests.cast import NOW, sign_in
from tests.mail.post import write
from tests.web.sending import text_of

HOUR = timedelta(hours=1)


@pytest.fixture
def told(client, cast):
    def asked() -> str:
        return text_of(sign_in(client, cast.ada).get(reverse("how_it_goes")))

    return asked


def test_all_that_is_watched_is_said_also_when_all_is_well(told, cast):
    WorkerClock.objects.create(turn_at=NOW, believed_at=NOW)
    LastCheck.objects.create(ended_at=NOW, lines=3, faults=0)
    School.objects.update(looked_on=NOW.date())
    said = told()
    assert "Er wacht geen mail." in said
    assert "Voor het laatst aan het werk: vandaag om 10.00 uur." in said
    assert "Kring keek op maandag 23 november 2026 voor het laatst wat er bij jullie te doen is." in said
    assert "B vrij." in said
    assert "Volgens de server is het nu maandag 23 november 2026 om 10.00 uur." in said
    assert "Nagekeken op maandag 23 november om 10.00 uur: het klopt." in said
    assert "Kring 0.1.0" in said


@pytest.mark.parametrize(("free", "text"), [(9_999, "9.999 MB"), (10_000, "10 GB"), (73_602, "73 GB")])
def test_a_disk_with_room_is_told_in_gigabytes(told, monkeypatch, free, text):
    monkeypatch.setattr(how_it_goes, "free_megabytes", lambda: free)
    assert f"Er is nog {text} vrij." in told()


def test_letters_that_wait_are_counted_and_those_of_another_school_are_not(told, cast, monkeypatch):
    write(cast.anouk)
    monkeypatch.setattr(clock, "now", lambda: NOW + HOUR)
    assert "Er wacht één mail. De oudste is van maandag 23 november om 10.00 uur." in told()
    cast.ada.school.letters.update(school=_another())
    assert "Er wacht geen mail." in told()


def _another() -> School:
    return School.objects.create(name="De Es", region="noord", brin="00ES")


def test_what_was_never_done_is_said_too(told):
    said = told()
    assert "Kring keek nog niet wat er bij jullie te doen is." in said
    assert "Het spoor is nog niet nagekeken." in said


def test_school_leads_there_those_who_may_read_it(client, cast):
    link = reverse("how_it_goes")
    assert link in sign_in(client, cast.hein).get(reverse("school")).content.decode()
    assert link not in sign_in(client, cast.anouk).get(reverse("school")).content.decode()
