"""How gunicorn serves Kring: `gunicorn -c python:kring.config.server kring.config.wsgi`.

`./dev run` takes the same settings. Each process keeps nothing between requests.
"""

import os

from kring.config.environment import number_from, switch_from

bind = os.environ.get("KRING_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = number_from("KRING_WEB_PROCESSES", default=2, least=1, most=64)
threads = number_from("KRING_WEB_THREADS", default=4, least=1, most=64)
preload_app = not switch_from("KRING_DEBUG", default=False)
reload = not preload_app
timeout = 60
# No list of who asked what: addresses of pages tell about children. The trail knows what must be known.
accesslog = None
loglevel = "warning"
control_socket_disable = True
