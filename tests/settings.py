"""Kring's own settings with keys that are worth nothing and a password hash that costs nothing."""

import base64
import os

os.environ.setdefault("KRING_SECRET_KEY", "only-for-tests-" * 5)
os.environ.setdefault("KRING_KEY", base64.b64encode(b"only-for-tests".ljust(32, b".")).decode())
os.environ.setdefault("KRING_HTTPS", "0")
os.environ["KRING_DEBUG"] = "0"

from kring.config.settings import *  # noqa: E402, F403 - the environment above must stand first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
