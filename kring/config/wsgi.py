"""The door for a WSGI server: `gunicorn kring.config.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.config.settings")
application = get_wsgi_application()
