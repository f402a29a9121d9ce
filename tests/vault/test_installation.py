"""The installation's key: where it may come from, and that Kring does not start with one that does not fit."""

import base64
import stat
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kring.school.models import Pupil, School
from kring.vault.checks import key_fits
from kring.vault.installation import (
    InstallationKeyUnusable,
    make_key_file,
    open_for_installation,
    require_fitting_key,
    seal_for_installation,
)
from kring.vault.keys import forget_keys
from kring.vault.models import DataKey, InstallationMark
from kring.vault.seal import SealBroken
from tests.cast import ITSELF


def key(letter: str) -> str:
    return base64.b64encode(letter.encode() * 32).decode()


def test_something_small_opens_with_its_purpose_and_no_other():
    sealed = seal_for_installation(b"totp", "sign-in of anouk")
    assert b"totp" not in sealed
    assert open_for_installation(sealed, "sign-in of anouk") == b"totp"
    with pytest.raises(SealBroken):
        open_for_installation(sealed, "sign-in of bram")


class TestStarting:
    def test_an_empty_database_takes_any_key(self, db: None, settings):
        settings.KRING_KEY = key("z")
        require_fitting_key()
        assert key_fits(databases=["default"]) == []

    def test_with_the_key_of_the_data_kring_starts(self, wilg: School):
        require_fitting_key()
        assert key_fits(databases=["default"]) == []

    def test_with_another_key_it_refuses_and_says_what_to_do(self, wilg: School, settings):
        settings.KRING_KEY = key("z")
        with pytest.raises(InstallationKeyUnusable, match=r"Give the key that belongs to these data, in KRING_KEY or"):
            require_fitting_key()

    def test_the_refusal_names_the_file_that_the_key_came_from(self, wilg: School, settings, tmp_path: Path):
        settings.KRING_KEY, settings.KRING_KEY_FILE = "", str(tmp_path / "kring.key")
        make_key_file(tmp_path / "kring.key")
        with pytest.raises(InstallationKeyUnusable, match=r"kring\.key"):
            require_fitting_key()

    def test_the_check_before_a_migration_refuses_too(self, wilg: School, settings):
        settings.KRING_KEY = key("z")
        (error,) = key_fits(databases=["default"])
        assert error.id == "vault.E001"
        with pytest.raises(CommandError, match="sealed with"):
            call_command("check", databases=["default"])

    def test_a_check_without_a_database_does_not_ask_it(self, settings):
        settings.KRING_KEY = key("z")
        assert key_fits(databases=None) == []

    def test_a_database_whose_mark_was_removed_is_refused(self, wilg: School):
        InstallationMark.objects.all().delete()
        with pytest.raises(InstallationKeyUnusable, match="backup"):
            require_fitting_key()

    def test_data_do_not_open_with_another_key(self, wilg: School, settings):
        Pupil.objects.create(school=wilg, first_name="Sem")
        forget_keys()
        settings.KRING_KEY = key("z")
        with pytest.raises(SealBroken):
            _ = Pupil.objects.get().first_name

    def test_a_second_school_leaves_the_mark_as_it_is(self, wilg: School):
        before = bytes(InstallationMark.objects.get().sealed)
        from kring.school.actions import add_school

        add_school(act=ITSELF, name="De Es", region="zuid")
        assert bytes(InstallationMark.objects.get().sealed) == before
        assert DataKey.objects.count() == 2


class TestTheKeyItself:
    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ("geen base64!", "not base64"),
            (base64.b64encode(b"kort").decode(), "is 4 bytes; a key is 32"),
        ],
    )
    def test_what_cannot_be_a_key_is_refused(self, settings, given: str, sentence: str):
        settings.KRING_KEY = given
        with pytest.raises(InstallationKeyUnusable, match=sentence):
            seal_for_installation(b"", "test")

    def test_no_key_at_all_is_refused_with_where_to_give_one(self, settings):
        settings.KRING_KEY, settings.KRING_KEY_FILE = "", ""
        with pytest.raises(InstallationKeyUnusable, match="Set KRING_KEY"):
            seal_for_installation(b"", "test")

    def test_a_file_that_is_not_there_is_refused(self, settings, tmp_path: Path):
        settings.KRING_KEY, settings.KRING_KEY_FILE = "", str(tmp_path / "nothing")
        with pytest.raises(InstallationKeyUnusable, match="cannot be read"):
            seal_for_installation(b"", "test")

    def test_a_file_that_others_can_read_is_refused(self, settings, tmp_path: Path):
        path = tmp_path / "kring.key"
        make_key_file(path)
        path.chmod(0o644)
        settings.KRING_KEY, settings.KRING_KEY_FILE = "", str(path)
        with pytest.raises(InstallationKeyUnusable, match="chmod 600"):
            seal_for_installation(b"", "test")

    def test_a_new_file_is_private_and_is_never_written_over(self, settings, tmp_path: Path):
        path = tmp_path / "keys" / "kring.key"
        assert make_key_file(path) is True
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        before = path.read_bytes()
        assert make_key_file(path) is False
        assert path.read_bytes() == before
        settings.KRING_KEY, settings.KRING_KEY_FILE = "", str(path)
        assert open_for_installation(seal_for_installation(b"x", "test"), "test") == b"x"
