"""Passkeys (WebAuthn): what the browser is asked, and whether what it answers is right. `fido2` does the reckoning.

Which site a passkey is for is the host by which somebody reached Kring; one that was made at another host is not asked.
"""

import json
from typing import Any

from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from kring.school.models import Account, Factor
from kring.school.second_step import opened

ASKED = "kring_passkey"
"""In the session: what was asked of the browser last. It is answered once."""


def asked_to_make(request: HttpRequest, account: Account, known: list[Factor]) -> str:
    """What the browser is asked to make a passkey with, as JSON; on a device that has one already it makes none."""
    options, state = _server(request).register_begin(
        PublicKeyCredentialUserEntity(id=account.pk.bytes, name=account.email, display_name=account.email),
        credentials=[_credential(one) for one in known],
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    request.session[ASKED] = {**state, "makes": True}
    return json.dumps(dict(options)["publicKey"])


def made(request: HttpRequest, answer: str) -> tuple[bytes, int] | None:
    """What a new passkey is known by, and what it counted; None when the answer is not right."""
    state = request.session.pop(ASKED, None)
    if not state or not state.pop("makes"):
        return None
    try:
        found = _server(request).register_complete(state, RegistrationResponse.from_dict(json.loads(answer)))
    except Exception:  # bytes of a stranger: whatever cannot be read as a passkey is none
        return None
    if found.credential_data is None:
        return None
    return bytes(found.credential_data), found.counter


def asked_to_show(request: HttpRequest, known: list[Factor]) -> str:
    """What the browser is asked to show one of these passkeys with, as JSON."""
    options, state = _server(request).authenticate_begin(
        [_credential(one) for one in known], user_verification=UserVerificationRequirement.PREFERRED
    )
    request.session[ASKED] = {**state, "makes": False}
    return json.dumps(dict(options)["publicKey"])


def shown(request: HttpRequest, known: list[Factor], answer: str) -> tuple[Factor, int] | None:
    """Which of these passkeys was shown, and what it counted; None when the answer is not right."""
    state = request.session.pop(ASKED, None)
    if not state or state.pop("makes"):
        return None
    credentials = [(_credential(one), one) for one in known]
    try:
        response = AuthenticationResponse.from_dict(json.loads(answer))
        found = _server(request).authenticate_complete(state, [each for each, _one in credentials], response)
    except Exception:  # bytes of a stranger: whatever cannot be read as a passkey is none
        return None
    factor = next(one for each, one in credentials if each.credential_id == found.credential_id)
    return factor, response.response.authenticator_data.counter


def _credential(factor: Factor) -> AttestedCredentialData:
    return AttestedCredentialData(opened(factor))


def _server(request: HttpRequest) -> Fido2Server:
    """For the host in the address, and for pages of that origin alone: not of another one under the same domain."""
    origin = f"{request.scheme}://{request.get_host()}"
    host = request.get_host().rpartition(":")[0] or request.get_host()
    there: Any = lambda found: found == origin  # noqa: E731
    return Fido2Server(PublicKeyCredentialRpEntity(name="Kring", id=host), verify_origin=there)
