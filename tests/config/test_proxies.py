"""The examples of docs/proxies, run with the packages of Debian (the long run is `./dev proxies`)."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from kring.config.environment import FORM_MOST
from tools.trial.proxies import EXAMPLES, KEPT, LARGEST, WHERE

HOME = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="proxies know of no database"
)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(WHERE))
def test_behind_its_example_all_works_and_no_form_is_lost_as_a_silent_line_ends(name):
    if not WHERE[name].exists():
        pytest.skip(f"{name} is missing: sudo apt install {name}")
    told = [sys.executable, "-m", "tools.proxies", name, "--quick"]
    done = subprocess.run(told, cwd=HOME, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    assert f"{name}: 40 of 40 forms arrived" in done.stdout


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_proxy_hangs_up_on_kring_before_kring_does(name):
    from kring.config import server

    assert (
        f"keepalive_timeout {KEPT}" in EXAMPLES[name].read_text() or f"keepalive {KEPT}" in EXAMPLES[name].read_text()
    )
    assert int(KEPT.removesuffix("s")) * 2 < server.SILENT_SECONDS


def test_both_let_the_same_through_and_nginx_writes_none_of_it_down():
    """Twenty times what Kring takes: so what is too large is told in Kring's own words, a photo of a camera too."""
    nginx, caddy = EXAMPLES["nginx"].read_text(), EXAMPLES["caddy"].read_text()
    assert re.findall(r"client_(?:max_body|body_buffer)_size (\S+);", nginx) == [str(LARGEST)] * 2
    assert [int(one) * 1_000_000 for one in re.findall(r"max_size (\d+)MB", caddy)] == [LARGEST]
    assert LARGEST == 20 * FORM_MOST
