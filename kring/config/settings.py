"""All of Kring's settings, read from the environment and from nowhere else.

What a setting is for stands beside it; the table for the person who runs Kring is in README.md.
A value that makes no sense is refused here with one sentence, before anything starts.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from kring.config.environment import (
    FORM_BEGINNING,
    FORM_MOST,
    address_from,
    backup_place_from,
    database_from,
    mail_address_from,
    mail_server_from,
    number_from,
    port_from,
    read_key_file,
    refuse,
    switch_from,
    words_from,
)
from kring.config.log import LOGGING as LOGGING  # what is written down about a run, and without whom

HOME = Path(__file__).resolve().parent.parent.parent
PACKAGE = HOME / "kring"

# --- What this installation is -------------------------------------------------------------------

DEBUG = switch_from("KRING_DEBUG", default=False)
KRING_DEMO = switch_from("KRING_DEMO", default=False)
HTTPS = switch_from("KRING_HTTPS", default=not DEBUG)

KRING_DATA = Path(os.environ.get("KRING_DATA", HOME / "var")).resolve()
"""Where the database and other things that are to be kept live. Never the installation's key."""

KRING_DISK_WARN = number_from("KRING_DISK_WARN", default=2_000)
KRING_DISK_FLOOR = number_from("KRING_DISK_FLOOR", default=300)
"""Megabytes. With less free than the first, who keeps Kring is warned; under the second only reading goes on."""

KRING_BACKUP = backup_place_from("KRING_BACKUP")
KRING_BACKUP_HOURS = number_from("KRING_BACKUP_HOURS", default=24, least=1, most=24 * 7)
"""Where copies stand, and after how many hours the worker makes and proves the next. Empty: nobody copies."""

KRING_METRICS = port_from("KRING_METRICS")
"""Where `kring metrics` tells a monitor how it goes. Empty: nothing is counted."""

SECRET_KEY = os.environ.get("KRING_SECRET_KEY") or read_key_file("KRING_SECRET_KEY_FILE")
if len(SECRET_KEY) < 50:
    refuse("KRING_SECRET_KEY must be at least 50 characters of chance; KRING_SECRET_KEY_FILE may name a file with it.")

KRING_KEY = os.environ.get("KRING_KEY", "")
KRING_KEY_FILE = os.environ.get("KRING_KEY_FILE", "")
"""The installation's key, base64 of 32 bytes, or the file (mode 0600) with it; `kring.vault.installation` reads it."""

ALLOWED_HOSTS = words_from("KRING_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = words_from("KRING_ORIGINS", default=[])

KRING_URL = address_from("KRING_URL", default=f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0]}")
"""Where people reach Kring: what the links in letters begin with."""

# --- What it is made of --------------------------------------------------------------------------

INSTALLED_APPS = [
    "kring.config",
    "kring.web",
    "kring.demo",
    "kring.reports",
    "kring.cases",
    "kring.backup",
    "kring.mail",
    "kring.trail",
    "kring.school",
    "kring.vault",
    "allauth",
    "allauth.account",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "kring.web.way_in.security.ContentPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kring.web.way_in.methods.MethodsMiddleware",
    "kring.web.way_in.untranslated.NamesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kring.web.way_in.not_taken.WholeFormMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "kring.web.way_in.nothing_kept.RoomMiddleware",
    "kring.web.way_in.backend.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kring.web.way_in.middleware.StaffMiddleware",
    "kring.web.way_in.handed_over.HandedOverMiddleware",
]

if KRING_METRICS:
    MIDDLEWARE.insert(0, "kring.web.way_in.counting.CountMiddleware")

ROOT_URLCONF = "kring.config.urls"
WSGI_APPLICATION = "kring.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "kring.web.way_in.context.frame",
            ],
        },
    },
]

FORM_RENDERER = "kring.web.forms.renderer.KringRenderer"

# --- Store ---------------------------------------------------------------------------------------

DATABASES = {"default": database_from("DATABASE_URL", data=KRING_DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What a process remembers for itself: how often a draft was kept for somebody whose session had ended.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- Who gets in ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "school.Account"
AUTHENTICATION_BACKENDS = ["kring.web.way_in.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"kring.school.passwords.{name}"} for name in ("LongEnough", "NotCommon", "NotOneself")
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "kring.web.way_in.sign_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_FORMS = {
    "login": "kring.web.way_in.sign_in.SignInForm",
    "reset_password": "kring.web.way_in.sign_in.AskResetForm",
    "reset_password_from_key": "kring.web.way_in.sign_in.NewPasswordForm",
    "change_password": "kring.web.way_in.sign_in.ChangeForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nothing goes to an address that nobody signs in with (decision 61)
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # as far as the second step (decision 184)
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False  # allauth's own keep the owner out with the guesser: `kring/web/way_in/guess.py` counts

# Half an hour without doing anything, and twelve hours in all: `kring/web/way_in/store.py` counts both. The cookie goes
# sooner, when the browser is closed. What was being typed is kept.
ON_THIS_HOST = "__Host-" if HTTPS else ""
"""With HTTPS a browser then takes these cookies from this host alone, and over HTTPS alone."""
SESSION_ENGINE = "kring.web.way_in.store"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_NAME = f"{ON_THIS_HOST}kring_session"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "kring.web.way_in.stale.csrf_failed"
CSRF_COOKIE_NAME = f"{ON_THIS_HOST}kring_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = HTTPS
MESSAGE_STORAGE = "kring.web.way_in.messages.Storage"

# --- Letters -------------------------------------------------------------------------------------

KRING_MAIL = bool(os.environ.get("KRING_SMTP")) and not KRING_DEMO
"""Whether letters reach anybody. Without a mail server nobody is told that one was sent; from a demo nothing leaves
this machine."""

globals().update(mail_server_from("KRING_SMTP", keep_here=KRING_DEMO))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = mail_address_from("KRING_MAIL_FROM", default="kring@localhost")

# --- What the browser may do ---------------------------------------------------------------------

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^gezond/$"]  # what watches over the server asks it directly, without HTTPS
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if switch_from("KRING_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

DATA_UPLOAD_MAX_MEMORY_SIZE = FORM_MOST
KRING_FORM_BEGINNING = FORM_BEGINNING
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000

# --- Words and time ------------------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Nederlands")), ("en", _("Engels"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = f"{ON_THIS_HOST}kring_language"
LANGUAGE_COOKIE_AGE = int(timedelta(days=365).total_seconds())
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

# --- Files for the browser -----------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = KRING_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "kring.config.files.CollectedFiles"
    },
}
