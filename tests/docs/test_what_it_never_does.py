"""What docs/security.md says that Kring never does, asked of the source: who brings it in sees it here first."""

import ast
import re

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client

from tests.source import KRING, calls, imported, nodes

STARTS_PROGRAMS = {
    "backup/alone.py": "a Kring of its own, which opens a copy in a scratch place",
    "backup/litestream.py": "Litestream, by `kring backup` and `kring restore`",
    "backup/pgbackrest.py": "pgBackRest, by the same",
    "config/copying.py": "`kring backup`, beside the worker",
    "config/refused.py": "starts none: it says that one took too long",
}
"""Each is started by whoever runs Kring, and never by a page."""

OPENS_FILES = {
    "web/request/room.py": "the folder of the data, as the settings name it",
}
"""Modules of the pages that make a path, and of what."""


def test_no_program_is_started_but_by_whoever_runs_kring():
    assert {module for module, library, _what in imported() if library == "subprocess"} == set(STARTS_PROGRAMS)
    by_the_system = ("system", "popen", "execv", "execvp", "execve", "spawnv", "posix_spawn", "create_subprocess_shell")
    assert {module for module, _call in calls(*by_the_system)} == {"config/management/commands/backup.py"}, (
        "which becomes Litestream, where it copies without an end"
    )
    shells = [name for name, node in nodes(ast.keyword) if node.arg == "shell"]
    assert shells == [], "a shell reads what somebody typed as orders"


def test_no_text_is_carried_out_as_a_program():
    assert [(module, call.lineno) for module, call in calls("eval", "exec") if isinstance(call.func, ast.Name)] == []
    makes_objects = {"pickle", "marshal", "shelve", "dill", "yaml"}
    assert [one for one in imported() if one[1] in makes_objects] == []


def test_no_page_makes_a_path_of_what_somebody_sent():
    opening = ("open", "Path", "read_text", "read_bytes", "FileResponse", "safe_join", "rglob", "glob", "iterdir")
    found = ((module, ast.unparse(call.func)) for module, call in calls(*opening, below="web/"))
    assert {module for module, how in found if not how.endswith(".objects.open")} == set(OPENS_FILES)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        *("/static/", "/static/kring/", "/static/../pyproject.toml", "/static/%2e%2e/pyproject.toml"),
        *("/.git/config", "/pyproject.toml", "/manage.py", "/kring/config/settings.py", "/var/", "/var/kring.sqlite3"),
        *("/.key/", "/.env", "/static/kring/kring.js.map", "/static/kring/kring.js~", "/static/kring/kring.js/"),
    ],
)
def test_nothing_of_the_folder_is_served_but_the_files_for_a_browser_by_their_name(client: Client, path: str):
    assert client.get(path).status_code == 404
    served = client.get("/static/kring/kring.js")
    assert (served.status_code, b"Every page works without this file" in b"".join(served)) == (200, True)
    served.close()


def test_no_script_writes_a_property_by_a_name_that_it_was_given():
    """Or what somebody typed could name `__proto__`."""
    written = re.compile(r"[\w)\]]\[[^\]]*\]\s*(?:\?\?|\|\|)?=(?![=>])")
    for script in (KRING / "web/static/kring").glob("*.js"):
        without_comments = re.sub(r"//[^\n]*", "", script.read_text(encoding="utf-8"))
        assert [one.group() for one in written.finditer(without_comments)] == [], script.name
        assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", without_comments)


def test_what_kring_signs_is_signed_in_one_way():
    """Whoever sends another algorithm has nothing to name it with: it is no part of what is signed."""
    assert signing.TimestampSigner().algorithm == "sha256"
    assert settings.SIGNING_BACKEND == "django.core.signing.TimestampSigner"
    assert list(calls("Signer", "TimestampSigner")) == []
    signed = signing.dumps(["Sem"])
    other = signing.TimestampSigner(salt="django.core.signing", algorithm="sha1").sign_object(["Sem"])
    assert signing.loads(signed) == ["Sem"]
    with pytest.raises(signing.BadSignature):
        signing.loads(other)


def test_only_the_monitor_is_answered_without_https():
    assert settings.SECURE_REDIRECT_EXEMPT == [r"^gezond/$"]


def test_no_password_runs_out():
    """Nothing counts how old one is: no column, no setting."""
    aged = re.compile(r"password_(age|expir|changed|set_at)|PASSWORD_(AGE|EXPIR)", re.IGNORECASE)
    assert [str(file) for file in KRING.rglob("*.py") if aged.search(file.read_text(encoding="utf-8"))] == []
