"""The door for a WSGI server: `gunicorn -c python:kring.config.server kring.config.wsgi`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver

from kring.config.environment import for_pages

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.config.settings")
for_pages(settings.DATABASES["default"])
application = get_wsgi_application()

from kring.config.memory import keep_shared  # noqa: E402 - the same
from kring.config.rounds import wait_until_fit  # noqa: E402 - needs the apps that the line above loads
from kring.web.school import server  # noqa: E402 - the same

wait_until_fit()
server.begins()
get_resolver().url_patterns  # noqa: B018 - reads every page: once, and not in each process
keep_shared()
connections.close_all()  # the processes that the server forks from here need connections of their own
