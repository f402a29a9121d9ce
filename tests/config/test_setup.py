"""`setup` makes a real school with one person in it, or nothing at all."""

import getpass
import io
from unittest.mock import Mock

import pytest
from django.core.management import CommandError, call_command

from kring.school.models import Account, Role, School, StaffMember
from kring.trail.models import TrailLine
from tests.app import sets_up_an_app

PASSWORD = "vier paarden in de wei"
WANTED = {
    "school": "De Regenboog",
    "region": "midden",
    "name": "Marijke de Boer",
    "email": "Marijke@regenboog.example",
    "password_stdin": True,
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def typed_password(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))


def test_the_school_and_its_head_are_there(capsys, client):
    call_command("setup", **WANTED)
    head = StaffMember.objects.get()
    assert (head.name, head.role, head.school.name) == ("Marijke de Boer", Role.HEAD, "De Regenboog")
    assert not head.school.is_demo
    assert head.account is not None
    assert head.account.check_password(PASSWORD)
    assert "De Regenboog is there." in capsys.readouterr().out
    assert set(TrailLine.objects.values_list("verb", flat=True)) == {"school.added", "staff.added"}


def test_the_head_signs_in_with_the_address_and_password(client):
    call_command("setup", **WANTED)
    asked = client.post("/aanmelden/", {"login": "marijke@regenboog.example", "password": PASSWORD}, follow=True)
    assert asked.redirect_chain[-1][0] == "/aanmelden/stap/instellen/"
    assert "_auth_user_id" not in client.session, "a password alone lets nobody in"
    sets_up_an_app(client)
    assert client.session["_auth_user_id"] == str(Account.objects.get().id)


def test_the_first_person_is_somebody_who_can_say_yes_to_a_role():
    """An administrator alone would propose a head, and nobody could ever answer."""
    with pytest.raises(CommandError, match="invalid choice: 'administrator'"):
        call_command(
            "setup",
            *(f"--{name}={WANTED[name]}" for name in ("school", "region", "name", "email")),
            "--role=administrator",
        )
    assert not School.objects.exists()


def test_a_weak_password_is_refused_and_leaves_nothing_behind(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("welkom\n"))
    with pytest.raises(CommandError, match="password"):
        call_command("setup", **WANTED)
    assert not School.objects.exists()


def test_an_address_that_is_none_is_refused_and_leaves_nothing_behind():
    with pytest.raises(CommandError, match="email"):
        call_command("setup", **WANTED | {"email": "marijke"})
    assert not School.objects.exists()


def test_demo_mode_and_a_real_school_do_not_go_together(settings):
    settings.KRING_DEMO = True
    with pytest.raises(CommandError, match="KRING_DEMO=0"):
        call_command("setup", **WANTED)


def test_a_real_school_is_not_put_beside_the_demo_school():
    School.objects.create(name="De Demo", region="midden", is_demo=True)
    with pytest.raises(CommandError, match="empty database"):
        call_command("setup", **WANTED)


def test_where_nobody_can_type_it_says_how_a_password_is_given(monkeypatch):
    """As from a script: no terminal to ask at, and nothing that comes in."""
    monkeypatch.setattr("os.open", Mock(side_effect=OSError))  # of the terminal
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    with pytest.warns(getpass.GetPassWarning), pytest.raises(CommandError, match="--password-stdin"):
        call_command("setup", **WANTED | {"password_stdin": False})
    assert not School.objects.exists()
