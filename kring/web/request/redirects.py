"""Where to go on after a form was carried out."""

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

HOME = "/"


class SeeOther(HttpResponseRedirect):
    """303: the browser fetches the next page with GET, also after a POST, and going back does not send again."""

    status_code = 303


def safe_next(request: HttpRequest, otherwise: str = HOME) -> str:
    """The page to go on to, when it is one of ours; else `otherwise`."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    good = url_has_allowed_host_and_scheme(asked, allowed_hosts=None, require_https=request.is_secure())
    return asked if good else otherwise
