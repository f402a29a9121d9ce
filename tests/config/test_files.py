"""The files of an installation: each comes to a browser by one address, which changes with what is in it."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

IMPORTED = re.compile(r"""(?:\bfrom|\bimport)\s*\(?["']([./][^"']+)["']""")
OURS = Path(__file__).parents[2] / "kring" / "web" / "static" / "kring"


def collect(folder: Path, **settings: list[str]) -> tuple[Path, dict[str, str]]:
    """Where the files of an installation lie, and by which name each is asked for."""
    storages = {"staticfiles": {"BACKEND": "kring.config.files.CollectedFiles"}}
    with override_settings(STORAGES=storages, STATIC_ROOT=folder, **settings):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder, json.loads((folder / "staticfiles.json").read_text())["paths"]


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    return collect(tmp_path_factory.mktemp("static"))


def imports_of(script: Path) -> set[str]:
    return {(script.parent / found).resolve().name for found in IMPORTED.findall(script.read_text("utf-8"))}


def test_a_script_that_another_imports_comes_by_the_address_that_a_page_names(collected):
    folder, asked_as = collected
    imports = {name: imports_of(OURS / name) for name in (file.name for file in OURS.glob("*.js"))}
    assert imports["keeping.js"] == {"device.js", "tabs.js"}
    for name, imported in imports.items():
        script = folder / asked_as[f"kring/{name}"]
        assert imports_of(script) == {Path(asked_as[f"kring/{one}"]).name for one in imported}, name


def test_a_page_names_what_its_scripts_import_so_that_no_script_waits_for_another():
    frame = (OURS.parents[1] / "templates" / "base.html").read_text("utf-8")
    named = set(re.findall(r"static 'kring/([a-z]+\.js)'", frame))
    assert named >= {"kring.js", "keeping.js"}
    assert {one for name in named for one in imports_of(OURS / name)} <= named


def test_the_styles_of_every_page_are_one_file_in_their_order(collected):
    folder, asked_as = collected
    sheets = re.findall(r'@import url\("(.+)"\);', (OURS / "kring.css").read_text("utf-8"))
    assert sheets[0] == "ground.css"
    one = (folder / asked_as["kring/kring.css"]).read_text("utf-8")
    assert one.endswith("".join((folder / asked_as[f"kring/{sheet}"]).read_text("utf-8") for sheet in sheets))


def test_no_style_sheet_asks_for_another_and_each_finds_its_letters(collected):
    folder, asked_as = collected
    sheets = [name for name in asked_as if name.endswith(".css")]
    assert len(sheets) > 10
    for name in sheets:
        text = (folder / asked_as[name]).read_text("utf-8")
        assert "@import" not in text
        for found in re.findall(r'url\("?([^")]+)"?\)', text):
            assert (folder / asked_as[name]).parent.joinpath(found).resolve().exists(), (name, found)


def test_a_newer_kring_that_is_collected_over_an_older_one_has_its_own_styles(tmp_path):
    """Also where only a sheet that is imported changed: what lies there is newer than the one that imports it."""
    written, folder = tmp_path / "written", tmp_path / "static"
    written.mkdir()
    only_these = {
        "STATICFILES_DIRS": [str(written)],
        "STATICFILES_FINDERS": ["django.contrib.staticfiles.finders.FileSystemFinder"],
    }
    (written / "all.css").write_text('@import url("one.css");\n')
    (written / "one.css").write_text("p { color: red }")
    first = collect(folder, **only_these)[1]["all.css"]
    assert collect(folder, **only_these)[1]["all.css"] == first

    (written / "one.css").write_text("p { color: blue }")
    newer = collect(folder, **only_these)[1]["all.css"]
    assert (folder / newer).read_text() == "p { color: blue }"
    assert (folder / first).read_text() == "p { color: red }"  # which pages of the older one still ask for
