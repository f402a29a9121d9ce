"""Kring's own settings, over the data that KRING_DATA names; only the files for the browser are not collected."""

from kring.config.settings import *  # noqa: F403 - these are the settings, and one thing is different

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
