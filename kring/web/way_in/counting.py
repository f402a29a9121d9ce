"""Counts requests for a monitor: by the name of the page, never its address, and whoever asked (decision 171).

Only where KRING_METRICS is set. Each process of the web server counts in a file of its own (`kring/config/server.py`).
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Counter, Histogram, Summary

from kring.web.request import clock

METHODS = frozenset({"GET", "HEAD", "POST"})
"""The methods that Kring takes; whatever else somebody thinks of is one kind."""
UNKNOWN = "unknown"
"""The page of an address that is none of ours: what stood in it may be anything."""
TELLING = frozenset(
    {
        *("door", "door_asks", "door_code", "door_portrait"),
        *("parent_door", "parent_door_asks", "parent_door_code", "parent_door_link"),
        *("told_link", "board_reads", "facts", "concern", "concern_page", "child_says", "child_reads"),
    }
)
"""Where a child, a parent or a colleague tells something in confidence. Of when that was only the day is kept (decision
145), and who asks for these numbers each quarter of a minute would keep the moment: only what went wrong is counted."""
WENT_WRONG = 500

REGISTRY = CollectorRegistry()
REQUESTS = Counter("kring_requests", "Requests that were answered.", ("page", "method", "status"), registry=REGISTRY)
SECONDS = Histogram(
    "kring_request_seconds",
    "How long an answer took, once all of the request was here.",
    ("method",),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 10),
    registry=REGISTRY,
)
PAGE_SECONDS = Summary("kring_page_seconds", "How long the answers of a page took.", ("page",), registry=REGISTRY)


class CountMiddleware:
    """The first of the middleware, so that all that is answered is counted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = clock.ticks()
        answer = self.get_response(request)
        took = (clock.ticks() - began).total_seconds()
        page = (request.resolver_match.view_name if request.resolver_match else "") or UNKNOWN
        if page in TELLING:
            if answer.status_code < WENT_WRONG:
                return answer
            page = "telling"
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(page, method, answer.status_code).inc()
        SECONDS.labels(method).observe(took)
        PAGE_SECONDS.labels(page).observe(took)
        return answer
