"""`kring let_in` lets the only head in again who lost the telephone, and tells everybody who must know."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from kring.cases.actions import second_step
from kring.mail.models import Letter
from kring.school.models import Factor, SpareCode, StaffMember
from kring.trail.models import TrailLine
from tests.app import sets_up_an_app
from tests.cast import NOW, PASSWORD, Cast, sign_in


@pytest.fixture
def lost(cast: Cast) -> Cast:
    """Hein, the head, has a passkey that lies on the bottom of a canal."""
    assert cast.hein.account is not None
    second_step.add_passkey(account=cast.hein.account, credential=b"key", counted=0, at=NOW)
    return cast


@pytest.mark.both_steps
def test_the_only_head_sets_up_a_new_second_step_and_is_in(lost, capsys):
    browser = sign_in(Client(), lost.hein)
    call_command("let_in", "Hein@DeWilg.example ")
    assert "Hein" in capsys.readouterr().out
    assert not Factor.objects.exists()
    assert not SpareCode.objects.exists()
    assert browser.get("/vandaag/")["Location"].startswith("/aanmelden/"), "whoever has the telephone is out"
    new = Client()
    asked = new.post("/aanmelden/", {"login": "hein@dewilg.example", "password": PASSWORD}, follow=True)
    assert asked.redirect_chain[-1][0] == "/aanmelden/stap/instellen/"
    sets_up_an_app(new)
    assert new.get("/vandaag/").status_code == 200


def test_the_trail_has_it_and_letters_say_who_did_it(lost):
    call_command("let_in", "hein@dewilg.example")
    line = TrailLine.objects.get(verb="second_step.taken_away")
    assert (line.by_id, line.subject_id) == (None, lost.hein.pk)
    letters = Letter.objects.filter(kind__startswith="let_back_in")
    assert {(one.kind, one.address) for one in letters} == {
        ("let_back_in", "hein@dewilg.example"),
        ("let_back_in_told", "hein@dewilg.example"),
    }
    assert all("Wie Kring beheert" in (one.text or "") for one in letters)


def test_who_alone_keeps_accounts_is_not_told_to_ask_themselves(lost):
    StaffMember.objects.filter(school=lost.school).exclude(pk=lost.hein.pk).update(is_active=False)
    call_command("let_in", "hein@dewilg.example")
    own = Letter.objects.get(kind="let_back_in")
    assert "Zeg het meteen tegen wie Kring beheert." in (own.text or "")


def test_an_address_that_nobody_signs_in_with_is_said_and_changes_nothing(lost):
    with pytest.raises(CommandError, match=r"signs in with hijn@dewilg\.example"):
        call_command("let_in", "hijn@dewilg.example")
    assert Factor.objects.exists()


def test_who_left_the_school_is_not_let_in(lost):
    lost.hein.is_active = False
    lost.hein.save()
    with pytest.raises(CommandError, match="Nobody who works at a school"):
        call_command("let_in", "hein@dewilg.example")
    assert Factor.objects.exists()
