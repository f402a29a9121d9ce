"""Another key for the installation: killed before any statement it is whole, and started again it is done."""

import ast
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

import kring
from kring.config import replacing_key
from kring.config.replacing_key import HOLDERS, NeverOpens, begin, finish, seal_all_anew
from kring.school.act import Itself
from kring.school.actions import add_school
from kring.school.models import Pupil, School
from kring.trail.models import TrailLine
from kring.trail.verifying import verify
from kring.vault import installation
from kring.vault.installation import (
    InstallationKeyUnusable,
    keys_in_file,
    make_key_file,
    require_fitting_key,
    write_key_file,
)
from kring.vault.keys import forget_keys
from kring.vault.models import DataKey
from tests.cast import NOW

pytestmark = pytest.mark.django_db(transaction=True)


class Killed(Exception):
    """The process is no more."""


@pytest.fixture
def file(tmp_path: Path, settings, transactional_db: None) -> Iterator[Path]:
    """An installation whose key lies in a file, with a school and a child in it."""
    path = tmp_path / "installation.key"
    make_key_file(path)
    settings.KRING_KEY, settings.KRING_KEY_FILE = "", str(path)
    forget_keys()
    school = add_school(act=Itself(NOW), name="De Wilg", region="midden")
    Pupil.objects.create(school=school, first_name="Sem")
    yield path
    forget_keys()


def replace(path: Path) -> None:
    begin(path)
    seal_all_anew()
    finish(path, NOW)


def opens() -> bool:
    """What a process that starts now sees: the key fits, a child has its name, the trail is whole."""
    forget_keys()
    require_fitting_key()
    return Pupil.objects.get().first_name == "Sem" and verify().is_whole


def lines() -> int:
    return TrailLine.objects.filter(verb="key.replaced").count()


def test_it_leaves_one_other_key_with_which_everything_opens(file: Path):
    before = keys_in_file()
    replace(file)
    (after,) = keys_in_file()
    assert after not in before
    assert opens()
    assert lines() == School.objects.count() == 1
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_key_before_it_opens_nothing_any_more(file: Path):
    before = keys_in_file()
    replace(file)
    write_key_file(file, before)
    with pytest.raises(InstallationKeyUnusable):
        require_fitting_key()


def test_pages_go_on_meanwhile(file: Path):
    begin(file)
    assert opens()
    school = add_school(act=Itself(NOW), name="De Es", region="zuid")
    Pupil.objects.create(school=school, first_name="Ans")
    seal_all_anew()
    assert verify().is_whole
    finish(file, NOW)
    forget_keys()
    assert Pupil.objects.get(school=school).first_name == "Ans"


def test_what_a_page_sealed_with_the_key_before_it_is_sealed_anew_at_the_end(file: Path):
    begin(file)
    new, old = keys_in_file()
    seal_all_anew()
    write_key_file(file, (old,))  # as a process that had read the file before
    add_school(act=Itself(NOW), name="De Es", region="zuid")
    write_key_file(file, (new, old))
    finish(file, NOW)
    forget_keys()
    assert not list(replacing_key.what_never_opens())
    assert len(keys_in_file()) == 1


def test_what_never_opens_is_named_before_anything_is_changed(file: Path):
    row = DataKey.objects.get()
    DataKey.objects.update(wrapped=bytes(60))
    before = keys_in_file()
    with pytest.raises(NeverOpens) as never:
        begin(file)
    assert never.value.what == [f"vault.DataKey {row.pk}"]
    assert keys_in_file() == before


def test_a_key_that_is_no_file_is_refused_in_a_sentence(file: Path, settings):
    settings.KRING_KEY = file.read_text()
    with pytest.raises(InstallationKeyUnusable, match="Put it in a file"):
        begin(file)


def test_killed_before_any_statement_or_file_it_is_whole_and_goes_on(file: Path):
    killed_at = 0
    while True:
        with killing(killed_at) as was_killed, suppress(Killed):
            replace(file)
        assert opens(), killed_at
        if not was_killed:
            break
        killed_at += 1
    assert killed_at > 15
    assert len(keys_in_file()) == 1
    assert lines() == 1


@contextmanager
def killing(at: int) -> Iterator[list[int]]:
    """Kills what runs within before its statement or file with this number; gives whether that came."""
    count, was_killed = 0, []
    write, monkey = installation.write_key_file, pytest.MonkeyPatch()

    def step() -> None:
        nonlocal count
        if count == at:
            was_killed.append(at)
            count += 1
            raise Killed
        count += 1

    def killed(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        step()
        return execute(sql, params, many, context)

    def killed_file(path: Path, keys: Any) -> None:
        step()
        write(path, keys)

    monkey.setattr(replacing_key, "write_key_file", killed_file)
    try:
        with connection.execute_wrapper(killed):
            yield was_killed
    finally:
        monkey.undo()


SEALS_FOR_THE_INSTALLATION = {
    "vault/installation.py": "the mark, which comes last",
    "vault/keys.py": "the keys of schools",
    "trail/chain.py": "the keys of the chain",
    "school/second_step.py": "what somebody signs in with",
    "backup/manifest.py": "the digest of what a copy holds",
    "web/way_in/taking_step.py": "a secret that waits in a session for minutes: it is begun anew",
}


def test_whatever_seals_for_the_installation_is_sealed_anew_or_says_why_not():
    root = Path(kring.__file__).parent
    found = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "seal_for_installation"
    }
    assert found == set(SEALS_FOR_THE_INSTALLATION)
    assert len(HOLDERS) == len(SEALS_FOR_THE_INSTALLATION) - 2
