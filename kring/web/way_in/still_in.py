"""Who is signed in in this browser, for the tabs that are open in it: none may go on showing what somebody else read.

Every page says it when it comes, and `static/kring/tabs.js` tells the other tabs; a page also asks here (decision 154).
"""

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.http import HttpRequest, JsonResponse
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kring.web.request import clock
from kring.web.way_in.handed_over import handed_over
from kring.web.way_in.store import IDLE, IN_ALL

NOBODY = ""
LENT = "lent"
"""A child holds the device: no tab shows what its owner was reading."""


@dataclass(frozen=True, slots=True)
class InThisBrowser:
    """`who`: the same word for the same account, which tells nothing of it. `left`: seconds until the session ends by
    itself, when nothing more is done in it."""

    who: str
    left: int = 0


def in_this_browser(request: HttpRequest) -> InThisBrowser | None:
    """Who is in; None where nobody looked, since the request was refused before."""
    account = getattr(request, "user", None)
    if account is None:
        return None
    if not account.is_authenticated:
        return InThisBrowser(NOBODY)
    who = salted_hmac("kring.web.still_in", str(account.pk), algorithm="sha256").hexdigest()[:16]
    return InThisBrowser(LENT if handed_over(request) else who, left=_left(request) // timedelta(seconds=1))


def _left(request: HttpRequest) -> timedelta:
    begun_at, used_at = request.session.begun_at, request.session.used_at  # type: ignore[attr-defined]  # our store
    if begun_at is None or used_at is None:
        return timedelta()
    left: timedelta = min(begun_at + IN_ALL, used_at + IDLE) - clock.now()
    return max(left, timedelta())


@never_cache
@require_safe
def still_in(request: HttpRequest) -> JsonResponse:
    """Asked by a page that is looked at again, or whose session should have ended. It keeps no session awake."""
    return JsonResponse(asdict(in_this_browser(request) or InThisBrowser(NOBODY)))
