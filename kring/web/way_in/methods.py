"""Which methods there are: a page is read (GET, HEAD), or a form is sent (POST). Nothing else reaches a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

METHODS = ("GET", "HEAD", "POST")


class MethodsMiddleware:
    """Refuses every other method before anything is looked up, the same at each address and for everybody.

    Views of others take more: Django's own forms read a PUT as a POST, and TRACE asks for no token against forgery. A
    page of a case that answered to another one would be read without a line in the trail.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)
