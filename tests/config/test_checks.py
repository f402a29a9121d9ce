"""Kring does not start in a state that it could not answer for, and says what to do."""

from dataclasses import replace

import pytest

from kring.config import checks
from kring.protocol.editions import PROTOCOLS
from kring.protocol.stappenplan import STAPPENPLAN
from kring.school.models import School


@pytest.mark.django_db
def test_demo_mode_is_refused_over_a_real_school(settings):
    School.objects.create(name="De Regenboog", region="midden")
    settings.KRING_DEMO = True
    with pytest.raises(checks.DemoOverRealSchool, match="KRING_DEMO=0"):
        checks.require_fit()
    assert [error.id for error in checks.demo_has_no_real_school(databases=["default"])] == ["config.E001"]


@pytest.mark.django_db
def test_demo_mode_is_fine_over_the_demo_school(settings):
    School.objects.create(name="De Demo", region="midden", is_demo=True)
    settings.KRING_DEMO = True
    checks.require_fit()
    assert checks.demo_has_no_real_school(databases=["default"]) == []


@pytest.mark.parametrize(("place", "ids"), [("data/key/k.key", ["config.E002"]), ("key/k.key", [])])
def test_the_key_does_not_lie_with_the_data(settings, tmp_path, place, ids):
    settings.KRING_KEY = ""
    settings.KRING_DATA = tmp_path / "data"
    settings.KRING_KEY_FILE = str(tmp_path / place)
    assert [error.id for error in checks.key_is_not_with_the_data()] == ids


def test_a_deployment_is_no_demo_names_its_hosts_and_has_a_mail_server(settings):
    settings.KRING_DEMO = True
    settings.ALLOWED_HOSTS = ["*"]
    assert [warning.id for warning in checks.demo_is_off()] == ["config.W001"]
    assert [error.id for error in checks.hosts_are_named()] == ["config.E004"]
    settings.KRING_MAIL = False
    assert [warning.id for warning in checks.letters_can_be_sent()] == ["config.W002"]
    settings.KRING_DEMO = False
    settings.ALLOWED_HOSTS = ["kring.example"]
    settings.KRING_MAIL = True
    assert [warning.id for warning in checks.letters_can_be_sent()] == ["config.W003"]
    settings.DEFAULT_FROM_EMAIL = "Kring <kring@dewilg.example>"
    assert checks.demo_is_off() == checks.hosts_are_named() == checks.letters_can_be_sent() == []


def test_a_protocol_with_a_hole_is_named_at_start_up_in_debug_only(settings, monkeypatch):
    broken = replace(STAPPENPLAN, reopenings=())
    monkeypatch.setitem(PROTOCOLS, "stappenplan", (broken,))
    settings.DEBUG = True
    [error] = checks.protocols_can_be_carried_out()
    assert (error.id, "stappenplan, edition 1" in str(error.msg)) == ("config.E005", True)
    settings.DEBUG = False
    assert checks.protocols_can_be_carried_out() == []
