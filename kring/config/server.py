"""How gunicorn serves Kring: `gunicorn -c python:kring.config.server kring.config.wsgi`.

`./dev run` takes the same settings. Each process keeps nothing between requests.
"""

import os
import shutil
import signal
from pathlib import Path

from gunicorn.workers.base import Worker

from kring.config.environment import number_from, switch_from
from kring.config.log import LOGGING
from kring.config.memory import give_back

give_back()

bind = os.environ.get("KRING_BIND", "127.0.0.1:8000")
# Threads that see whole requests only: nobody's slow line keeps another waiting.
worker_class = "kring.config.whole_requests.WholeRequests"
workers = number_from("KRING_WEB_PROCESSES", default=2, least=1, most=64)
threads = number_from("KRING_WEB_THREADS", default=4, least=1, most=64)
preload_app = not switch_from("KRING_DEBUG", default=False)
reload = not preload_app
# Where there are several processes each answer ends its line, and the next request goes to whichever process is free. A
# line that stays belongs to the process that took it: of eight, six may wait for one while the other has nothing to do
# (decision 185). Where there is one process: the seconds that a line may be silent between two requests, longer than a
# proxy keeps it (Caddy 120, nginx 60), so that it is never Kring that hangs up in the moment in which a form is sent.
SILENT_SECONDS = 180
keepalive = 0 if workers > 1 else SILENT_SECONDS
# Kring stands at the root of its host, and nothing that is sent says otherwise: not every proxy keeps back SCRIPT_NAME
# from outside, by which gunicorn would cut the address in two, or answer 500 where it cannot.
forwarder_headers = ""
timeout = 60
# A stop waits no longer than this for a browser that still hangs on the line; answers take less than a second or two.
graceful_timeout = 10
# No list of who asked what: addresses of pages tell about children. The trail knows what must be known.
accesslog = None
loglevel = "warning"
# What gunicorn itself says goes the way of Kring's own lines: it names the address of a request that fails.
GUNICORN = {"handlers": ["stderr"], "level": "WARNING", "propagate": False}
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": LOGGING["formatters"],
    "filters": LOGGING["filters"],
    "handlers": LOGGING["handlers"],
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"gunicorn.error": GUNICORN},
}
control_socket_disable = True

if os.environ.get("KRING_METRICS"):
    # Each process counts in a file of its own, and `kring metrics` adds them up. What a former start counted goes: the
    # library takes it for a process that ended. It looks for this name as it is loaded, so before Kring is.
    counts = Path(os.environ.get("KRING_DATA", "var")).resolve() / "metrics"
    shutil.rmtree(counts, ignore_errors=True)
    counts.mkdir(mode=0o700, parents=True)
    os.environ.update(PROMETHEUS_MULTIPROC_DIR=str(counts))


def post_worker_init(worker: Worker) -> None:
    """Every stop is the gentle one. At Ctrl-C gunicorn (27.0) would have a worker shut its threads in the middle of
    whatever it does; when that is giving work to a thread, it waits for itself for ever."""
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # a terminal tells every process, but gunicorn tells its workers itself
    signal.signal(signal.SIGQUIT, worker.handle_exit)
