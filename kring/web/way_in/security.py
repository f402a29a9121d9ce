"""What the browser may do with a page: load what Kring itself serves and nothing else, and keep no copy of it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)


NOT_KEPT = "private, no-store"
"""After signing out, Back shows nothing: whoever sits there next finds no page of who sat there before."""


class ContentPolicyMiddleware:
    """Sends the policy with every answer, also with errors and static files. A page may bring its own.

    No answer is kept by a browser or on the way, unless it says itself that it may be: static files, an agenda.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Cache-Control", NOT_KEPT)
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        return response
