"""The key with which a page seals on the device what it cannot send: it lives as long as the session (decision 094)."""

import base64

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

SEALS_BY = "kring_seals_by"


def goes_on(request: HttpRequest) -> None:
    """Gives the session another key, which seals as the one before: nobody signed out, and the text is still theirs."""
    before = request.session.get(SEALS_BY) or request.session.session_key
    request.session.cycle_key()
    request.session[SEALS_BY] = before


def seal_of(request: HttpRequest) -> str:
    """A key of 32 bytes, in base64: the same for every page of one session, and nowhere written down.

    It is reckoned from the session's own key. Once that is gone, by signing out, in again or by time, nobody reckons
    it again, and what was sealed with it stays shut.
    """
    session = request.session.get(SEALS_BY) or request.session.session_key or ""
    return base64.b64encode(salted_hmac("kring.web.seal", session, algorithm="sha256").digest()).decode()
