"""The bare project, as gunicorn loads it."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ["DJANGO_SETTINGS_MODULE"] = "tools.measure.floor.settings"
application = get_wsgi_application()
get_resolver().url_patterns  # loaded once, before processes are forked  # noqa: B018
