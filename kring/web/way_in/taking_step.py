"""The pages between the password and being in: show the second step, or set up the first one."""

import base64
import binascii
from typing import Any
from urllib.parse import urlencode

import qrcode
from allauth.account.internal.stagekit import clear_login
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kring.cases.actions import second_step as verbs
from kring.school.actions.second_step import Added
from kring.school.codes import address_for_app, new_secret, typed_by_hand
from kring.school.errors import Refused
from kring.school.models import Account, Factor
from kring.school.second_step import owned_by
from kring.vault.installation import open_for_installation, seal_for_installation
from kring.vault.seal import SealBroken
from kring.web.request import clock
from kring.web.request.redirects import SeeOther, safe_next
from kring.web.request.requests import KringRequest
from kring.web.way_in import passkeys
from kring.web.way_in.device import device_of, in_words
from kring.web.way_in.second_step import Waiting, between, come_in
from kring.web.way_in.showing_step import say_what_is_left, show
from kring.web.way_in.step_forms import CodeForm, NameForm, refuse
from kring.web.way_in.to_sign_in import to_sign_in
from kring.words import day_and_month

NEW_APP = "kring_new_app"
"""In the session: the sealed secret of an app that did not prove itself yet."""
NEW_CODES = "kring_new_codes"
"""In the session: new spare codes, sealed, until somebody says that they are kept elsewhere."""


@never_cache
@between
def second_step(request: Waiting) -> HttpResponse:
    """Show it: the code of the app, or a spare one."""
    account = request.waits
    owned = owned_by(account)
    if not owned.factors:
        return SeeOther(reverse("second_step_set_up"))
    shown = show(request, account, owned)
    if not shown.right:
        words = shown.words | {"passkey_url": reverse("second_step")}
        return render(request, "kring/second_step/show.html", words, status=shown.status)
    answer = come_in(request)
    say_what_is_left(request, shown)
    return answer


@never_cache
@between
def set_up(request: Waiting) -> HttpResponse:
    """Nothing to show yet: what it is for, and which one somebody takes. A passkey is made on this page."""
    if owned_by(request.waits).factors:
        return SeeOther(reverse("second_step"))
    added, wrong = judged_passkey(request, request.waits)
    if added is not None:
        return in_with_codes(request, added.codes)
    words = passkey_words(request, request.waits, wrong) | {
        "app_url": reverse("second_step_app"),
        "passkey_url": reverse("second_step_set_up"),
    }
    return render(request, "kring/second_step/set_up.html", words, status=422 if wrong else 200)


@never_cache
@between
def set_up_app(request: Waiting) -> HttpResponse:
    """The first app: a picture for it to read, and the code that it then shows."""
    if owned_by(request.waits).factors:
        return SeeOther(reverse("second_step"))
    form, added = judged_app(request, request.waits)
    if added:
        return in_with_codes(request, added.codes)
    return app_page(request, request.waits, form, back_url=reverse("second_step_set_up"))


def in_with_codes(request: Waiting, codes: list[str]) -> HttpResponse:
    """The first one is set up: in, past the spare codes."""
    return with_new_codes(request, request.waits, codes, to=come_in(request)["Location"])


@require_POST
def stop(request: KringRequest) -> HttpResponse:
    """Somebody does not sign in after all: the password counts no more."""
    clear_login(request)
    return SeeOther(reverse("account_login"))


# ── What one's own page asks too ────────────────────────────────────────────────────────────────────────────────────


def judged_passkey(request: Any, account: Account) -> tuple[Added | None, str]:
    """What was added when a new passkey was sent that is right; else what to say of it."""
    if request.method != "POST":
        return None, ""
    found = passkeys.made(request, request.POST.get("passkey", ""))
    if found is None:
        return None, _("Deze passkey klopt niet. Probeer het nog eens, of neem een andere manier.")
    try:
        name = request.POST.get("name", "")
        added = verbs.add_passkey(account=account, credential=found[0], counted=found[1], name=name, at=clock.now())
        return added, ""
    except Refused as refused:
        return None, refused.sentence


def passkey_words(request: Any, account: Account, wrong: str) -> dict[str, Any]:
    """What a page needs to ask the browser for a new passkey."""
    known = owned_by(account).passkeys
    asked = passkeys.asked_to_make(request, account, known)
    form = NameForm(initial={"name": request.POST.get("name") or _name_for(request, known)})
    return {"passkey": asked, "passkey_wrong": wrong, "passkey_name": form}


def _name_for(request: Any, known: list[Factor]) -> str:
    """What a new passkey is called when its owner says nothing else: by this device, or where that tells nothing, by
    the day."""
    device, day = device_of(request), day_and_month(request.today)
    if not any(device):
        return _("Passkey van %(day)s") % {"day": day}
    name = in_words(*device)
    return f"{name}, {day}" if name in {one.name for one in known} else name


def judged_app(request: Any, account: Account) -> tuple[CodeForm, Added | None]:
    """The form for the first code of a new app, and what was added when it was right."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return form, None
    try:  # a wrong one is counted nowhere: whoever types it sees the secret, so there is nothing to guess
        secret = _secret(request, account)
        added = verbs.add_app(account=account, secret=secret, code=form.cleaned_data["code"], at=clock.now())
    except Refused as refused:
        refuse(form, "code", refused.sentence)
        return form, None
    del request.session[NEW_APP]
    return form, added


def app_page(
    request: Any, account: Account, form: CodeForm, *, back_url: str, frame: str = "kring/door.html"
) -> HttpResponse:
    """The picture, the secret to type, and the field for the first code."""
    secret = _secret(request, account)
    picture = qrcode.QRCode(border=2, error_correction=qrcode.ERROR_CORRECT_M)
    picture.add_data(address_for_app(secret, account=account.email))
    rows = picture.get_matrix()
    words = {
        "form": form,
        "secret": typed_by_hand(secret),
        "app_address": address_for_app(secret, account=account.email),
        "size": len(rows),
        "path": _drawn(rows),
        "back_url": back_url,
        "frame": frame,
    }
    status = 422 if form.is_bound else 200
    return render(request, "kring/second_step/app.html", words, status=status)


def _drawn(rows: list[list[bool]]) -> str:
    """The dark squares as one path, each run in a row one stroke of it."""
    strokes = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                strokes.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length or 1
    return "".join(strokes)


def _secret(request: Any, account: Account) -> bytes:
    """The secret of the app that is being set up in this session: the same until it proved itself, sealed."""
    purpose = f"new app|{account.pk}"
    known = _opened(request, NEW_APP, purpose)
    if known is None:
        known = new_secret()
        request.session[NEW_APP] = _sealed(known, purpose)
    return known


def with_new_codes(request: Any, account: Account, codes: list[str], *, to: str) -> HttpResponse:
    """To the page that shows new spare codes, when there are any, and from there on to `to`."""
    if not codes:
        return SeeOther(to)
    request.session[NEW_CODES] = _sealed("\n".join(codes).encode(), f"new codes|{account.pk}")
    return SeeOther(f"{reverse('second_step_codes')}?{urlencode({'next': to}, safe='/')}")


@never_cache
def new_codes(request: KringRequest) -> HttpResponse:
    """The spare codes that were just made. Once somebody says that they are kept, nobody sees them again."""
    if not request.user.is_authenticated:
        return to_sign_in(request, then=safe_next(request))
    if request.method == "POST":
        request.session.pop(NEW_CODES, None)
        return SeeOther(safe_next(request))
    codes = _opened(request, NEW_CODES, f"new codes|{request.user.pk}")
    if codes is None:
        return SeeOther(safe_next(request))
    words = {"codes": codes.decode().splitlines(), "next": safe_next(request)}
    return render(request, "kring/second_step/codes.html", words)


def _sealed(secret: bytes, purpose: str) -> str:
    return base64.b64encode(seal_for_installation(secret, purpose)).decode()


def _opened(request: Any, name: str, purpose: str) -> bytes | None:
    """What is sealed under this name in the session; None when there is nothing, or it is another person's."""
    try:
        return open_for_installation(base64.b64decode(request.session.get(name, ""), validate=True), purpose)
    except (SealBroken, binascii.Error):
        return None
