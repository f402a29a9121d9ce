"""The door for a WSGI server: `gunicorn -c python:kring.config.server kring.config.wsgi`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

from kring.config.environment import for_pages

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.config.settings")
for_pages(settings.DATABASES["default"])
application = get_wsgi_application()

from kring.config.rounds import wait_until_fit  # noqa: E402 - needs the apps that the line above loads
from kring.web.school import server  # noqa: E402 - the same

wait_until_fit()
server.begins()
connections.close_all()  # the processes that the server forks from here need connections of their own
