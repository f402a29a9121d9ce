"""The markup of every page of the access table, as who may open it, read by the W3C's Nu HTML checker."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.web.test_access_table import ROWS, WHO, asked, come_in
from tests.web.world import make_world

pytestmark = pytest.mark.looks

JAR = os.environ.get("KRING_VNU", "")
missing = pytest.mark.skipif(
    not (JAR and shutil.which("java")) and not os.environ.get("KRING_REQUIRE_BROWSER"),
    reason=".ci/run fetches the Nu HTML checker",
)

FOUND_AND_KEPT = {
    "The “list” role is unnecessary": "without it VoiceOver says no list where its marks are hidden by CSS",
    "Consider using the “h1” element as a top-level heading only": "a plan is a whole on the page that shares it",
}
"""What the checker says, in part, and is no mistake: with the reason."""


@pytest.mark.slow
@pytest.mark.names_marked
@pytest.mark.whole_pages
@missing
def test_the_checker_of_the_w3c_finds_nothing_on_any_page(cast, settings, tmp_path):
    settings.KRING_MAIL = True
    world = make_world(cast, elsewhere=True)
    for who in WHO:
        client = come_in(world, who)
        for row in ROWS:
            if row.how == "GET" and row.gets[who] == "yes":
                answer = asked(client, "GET", world.url(row.face))
                if answer.get("Content-Type", "").startswith("text/html"):
                    (tmp_path / f"{who}-{row.face.replace(' ', '_').replace('/', '-')}.html").write_bytes(
                        answer.content
                    )
    assert len(list(tmp_path.iterdir())) > 200
    found = said_of(tmp_path)
    assert not found, "\n".join(found)


@missing
def test_it_finds_what_is_wrong(tmp_path):
    (tmp_path / "wrong.html").write_text(
        '<!DOCTYPE html><html lang="nl"><title>Kring</title><p hx-get="/">kring</div></html>'
    )
    assert len(said_of(tmp_path)) >= 2


def said_of(folder: Path) -> list[str]:
    """What the checker finds in the pages of this folder, each thing at each place once, with its first page."""
    asked_for = [
        "java",
        "-Xss4m",
        "-jar",
        JAR,
        "--format",
        "json",
        "--exit-zero-always",
        "--skip-non-html",
        str(folder),
    ]
    # It says what it found where others say what went wrong.
    told = subprocess.run(asked_for, capture_output=True, check=True).stderr
    found: dict[tuple[str, str], str] = {}
    for message in json.loads(told)["messages"]:
        if not any(part in message["message"] for part in FOUND_AND_KEPT):
            place = " ".join(message.get("extract", "").split())
            page = f"{Path(message.get('url', '')).name}:{message.get('lastLine', '?')}"
            found.setdefault((message["message"], place), f"{message['message']} ({page} {place})")
    return list(found.values())
