"""The settings of the bare project: Django's own parts, persistent connections, the middlewares of a new project."""

from pathlib import Path

from kring.config.environment import database_from

SECRET_KEY = "of-nobody-" * 6
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "tools.measure.floor",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "tools.measure.floor.views"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
OF_KRING = database_from("MEASURE_FLOOR", data=Path())
OF_DJANGO = {"kring.config.postgresql": "postgresql", "kring.config.sqlite3": "sqlite3"}
DATABASES = {"default": OF_KRING | {"ENGINE": f"django.db.backends.{OF_DJANGO[OF_KRING['ENGINE']]}"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
