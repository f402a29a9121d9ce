"""Who is asking, and what day it is for them: `request.staff`, `request.now`, `request.today`."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class StaffMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
