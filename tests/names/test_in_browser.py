"""What the browser knows of names is printed from the rule, and its own code answers as the server does."""

import json
import runpy
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest

import kring.web
from tests.names.questions import differing, questions

FILES = Path(kring.web.__file__).parent / "static/kring"

RUN = """
import { readFileSync } from "node:fs";
import { matches, comparable } from "./names.js";
const asked = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(asked.map(([typed, name]) => [matches(typed, name), comparable(name)])));
"""


@pytest.mark.filterwarnings("ignore:.*found in sys.modules")
def test_what_the_browser_knows_is_printed_from_the_rule(capsys):
    """By the Unicode of another Python some letters of rare alphabets are others: then the answers above must do."""
    kept = (FILES / "letters.js").read_text(encoding="utf-8")
    runpy.run_module("kring.names.in_browser", run_name="__main__")
    printed = capsys.readouterr().out
    if f"Unicode {unicodedata.unidata_version}." in kept:
        assert kept == printed
    else:
        assert kept.count("\n") > 100


@pytest.mark.skipif(not shutil.which("node"), reason="without Node only a browser can tell: tests/browser")
def test_the_files_of_the_browser_answer_as_the_server_does(tmp_path):
    for name in ("names.js", "letters.js"):
        shutil.copy(FILES / name, tmp_path)
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    (tmp_path / "run.js").write_text(RUN, encoding="utf-8")
    asked = questions()
    told = subprocess.run(
        ["node", "run.js"], cwd=tmp_path, input=json.dumps(asked).encode(), capture_output=True, check=True
    )
    answers = json.loads(told.stdout)
    assert differing(asked, answers) == []
    assert {answer[0] for answer in answers} == {True, False}
