"""Where to go on after a form was carried out."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

HOME = "/"


class SeeOther(HttpResponseRedirect):
    """303: the browser fetches the next page with GET, also after a POST, and going back does not send again."""

    status_code = 303


def safe_next(request: HttpRequest, otherwise: str = HOME) -> str:
    """The page to go on to, when it is one of ours; else `otherwise`."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if _is_good(asked, request, hosts=None) else otherwise


def page_before(request: HttpRequest) -> str:
    """The page of ours on which the form stood that was sent, as the browser says; empty when it is none of ours."""
    said = request.headers.get("Referer", "")
    if not _is_good(said, request, hosts={request.get_host()}):
        return ""
    path = urlsplit(said)._replace(scheme="", netloc="", fragment="").geturl()
    return path if _is_good(path, request, hosts=None) else ""


def _is_good(address: str, request: HttpRequest, *, hosts: set[str] | None) -> bool:
    return url_has_allowed_host_and_scheme(address, allowed_hosts=hosts, require_https=request.is_secure())
