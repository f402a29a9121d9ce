"""Kring's own settings, with keys that are worth nothing and a password hash that costs nothing."""

import base64
import os
import tempfile
from pathlib import Path

# What happens to be set in the shell changes no test; only the database may be chosen, and the browser.
for name in [name for name in os.environ if name.startswith("KRING_")]:
    if name not in {"KRING_CHROMIUM", "KRING_REQUIRE_BROWSER", "KRING_VNU"}:
        del os.environ[name]
os.environ["KRING_SECRET_KEY"] = "only-for-tests-" * 5
os.environ["KRING_KEY"] = base64.b64encode(b"only-for-tests".ljust(32, b".")).decode()
os.environ["KRING_HTTPS"] = "0"

from kring.config.settings import *  # noqa: E402, F403 - the environment above must stand first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Files are served as they lie in the source tree: nothing to collect before a test.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file instead of memory, so that the live server and two people at once each have a connection
    # of their own, as in real life. Only the wait for the disk is left out.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(tempfile.gettempdir()) / f"kring-test-{os.getpid()}.sqlite3")}
    DATABASES["default"]["OPTIONS"] = DATABASES["default"]["OPTIONS"] | {
        "init_command": DATABASES["default"]["OPTIONS"]["init_command"].replace("=FULL", "=OFF")
    }
