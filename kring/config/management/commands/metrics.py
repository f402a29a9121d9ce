"""`kring metrics`: tells a monitor how it goes, at KRING_METRICS, until it is told to stop."""

import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from prometheus_client import start_http_server

from kring.config.metrics import all_of_it


class Command(BaseCommand):
    help = "Tells a monitor how it goes, in Prometheus' format, at KRING_METRICS. Run one beside the web server."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.KRING_METRICS is None:
            raise CommandError("Set KRING_METRICS=127.0.0.1:9180, for this and for the web server, which counts then.")
        host, port = settings.KRING_METRICS
        stops = {signal.SIGTERM, signal.SIGINT}
        signal.pthread_sigmask(signal.SIG_BLOCK, stops)
        server, thread = start_http_server(port, host, registry=all_of_it())
        signal.sigwait(stops)
        server.shutdown()
        thread.join(5)
