"""Kring does not start in a state that it could not answer for, and says what to do."""

from dataclasses import replace

import pytest

from kring.config import checks
from kring.protocol.editions import PROTOCOLS
from kring.protocol.stappenplan import STAPPENPLAN
from kring.school.models import School
from tests.cases.telling import tell


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


@pytest.mark.parametrize("kept", [{}, {"stappenplan": ()}, {"stappenplan": (replace(STAPPENPLAN, edition="2"),)}])
def test_an_edition_that_a_case_began_with_and_that_is_gone_is_named_at_start_up(cast, monkeypatch, kept):
    tell(cast).report(cast.sem)
    checks.require_fit()
    monkeypatch.setattr(checks, "PROTOCOLS", kept)
    with pytest.raises(checks.EditionMissing, match=r"1 of stappenplan.*Put it back in kring/protocol/editions"):
        checks.require_fit()


def test_a_school_that_follows_a_protocol_that_is_gone_is_named_before_its_first_report(cast):
    School.objects.filter(pk=cast.linde.school.pk).update(protocol="eigen_plan")
    with pytest.raises(checks.EditionMissing, match="the current of eigen_plan"):
        checks.require_fit()


def test_data_of_before_cases_had_an_edition_are_no_reason_not_to_start(cast, monkeypatch):
    monkeypatch.setattr(checks, "PROTOCOLS", {})
    with pytest.raises(checks.EditionMissing):
        checks.require_fit()
    monkeypatch.setattr(checks, "_has", lambda model, *columns: not columns)
    checks.require_fit()


@pytest.mark.django_db
def test_a_table_and_its_columns_are_looked_for_as_they_are():
    assert checks._has(School)
    assert checks._has(School, "protocol", "name")
    assert not checks._has(School, "protocol", "of_before")


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
