"""An authenticator app as somebody has it on a telephone: it reads the secret from the page, and shows codes."""

import base64
import re
from datetime import datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from kring.school.codes import code_of, half_minute_of
from kring.web.request import clock


def secret_on(page: str) -> bytes:
    """The secret that stands on the page to be typed."""
    found = re.search(r'id="sleutel"[^>]*>([A-Z2-7 ]+)<', page)
    assert found, "no secret stands on this page"
    letters = found[1].replace(" ", "")
    return base64.b32decode(letters + "=" * (-len(letters) % 8))


def code_for(page: str, at: datetime, *, later: int = 0) -> str:
    """What the app shows at this moment, or so many half minutes later."""
    return code_of(secret_on(page), half_minute_of(at) + later)


def sets_up_an_app(client: Client, at: datetime | None = None) -> tuple[bytes, Any]:
    """Who waits after the password sets up an app; its secret, and the answer, which leads on."""
    page = client.get(reverse("second_step_app")).content.decode()
    sent = {"code": code_for(page, at or clock.now())}
    return secret_on(page), client.post(reverse("second_step_app"), sent)
