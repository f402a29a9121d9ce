"""What an installation with HTTPS asks of every browser: its cookies stay with this host, and its pages with HTTPS."""

import json
import re
import subprocess
import sys

import pytest

from tools.trial.environment import bare

ASKED = """
import json
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.module_loading import import_string
print(json.dumps({name: getattr(settings, name) for name in dir(settings)
    if name.startswith(("SESSION_COOKIE", "CSRF_COOKIE", "LANGUAGE_COOKIE", "SECURE_", "X_FRAME"))}
    | {"kept": make_password("paarse giraffen dansen")}
    | {"messages": import_string(settings.MESSAGE_STORAGE).storage_classes[0].cookie_name}, default=str))
"""


@pytest.fixture(scope="module")
def settings_with_https(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """The settings of a real installation, as its own process reads them."""
    real = {
        "DJANGO_SETTINGS_MODULE": "kring.config.settings",
        "KRING_DATA": str(tmp_path_factory.mktemp("data")),
        "KRING_HTTPS": "1",
        "KRING_HOSTS": "kring.example",
        "KRING_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-only-a-test",
        "KRING_KEY": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    }
    told = subprocess.run([sys.executable, "-c", ASKED], env=bare() | real, capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(told.stdout)
    return found


@pytest.mark.parametrize("cookie", ["SESSION", "CSRF", "LANGUAGE"])
def test_every_cookie_stays_with_this_host_with_https_and_out_of_reach_of_scripts(settings_with_https, cookie):
    said = {name.removeprefix(f"{cookie}_COOKIE_"): value for name, value in settings_with_https.items()}
    assert said["SECURE"] is True
    assert said["HTTPONLY"] is True
    assert said["SAMESITE"] in ("Lax", "Strict")
    assert said["NAME"].startswith("__Host-")
    # A browser takes that prefix only for a cookie of the whole host and of no other.
    assert (said["DOMAIN"], said["PATH"]) == (None, "/")


def test_what_is_said_once_waits_in_a_cookie_of_this_host_too(settings_with_https):
    """Django gives that cookie what the one of the session has."""
    assert settings_with_https["messages"] == "__Host-kring_messages"


def test_a_browser_is_sent_to_https_and_told_to_stay_there(settings_with_https):
    assert settings_with_https["SECURE_SSL_REDIRECT"] is True
    assert settings_with_https["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600
    assert settings_with_https["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True


def test_a_browser_guesses_no_type_frames_nothing_and_tells_no_other_site_where_it_was(settings_with_https):
    assert settings_with_https["SECURE_CONTENT_TYPE_NOSNIFF"] is True
    assert settings_with_https["X_FRAME_OPTIONS"] == "DENY"
    assert settings_with_https["SECURE_REFERRER_POLICY"] == "same-origin"
    assert settings_with_https["SECURE_CROSS_ORIGIN_OPENER_POLICY"] == "same-origin"


def test_a_password_is_kept_by_argon2id_as_owasp_asks_at_least(settings_with_https):
    """At least 19 MiB and two passes, or more of the one for less of the other."""
    found = re.match(r"argon2\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$", str(settings_with_https["kept"]))
    assert found
    memory, passes = map(int, found.groups())
    assert memory >= 19 * 1024
    assert passes >= 2
    assert "giraffen" not in str(settings_with_https["kept"])
