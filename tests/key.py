"""A passkey as a device makes and shows it, for tests without a browser."""

import json
import re
from hashlib import sha256
from html import unescape
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData


class Key:
    """One passkey, for the host and the origin that the tests are at."""

    def __init__(self, origin: str = "http://testserver") -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.origin = origin
        self.host = origin.partition("://")[2]
        self.id = sha256(str(id(self)).encode()).digest()
        self.counted = 0

    def makes(self, page: str, **more: Any) -> str:
        """The answer to what this page asks: a new passkey."""
        public = AttestedCredentialData.create(
            bytes(16), self.id, ES256.from_cryptography_key(self.private.public_key())
        )
        data = AuthenticatorData.create(self._site(), AuthenticatorData.FLAG(0x45), self.counted, bytes(public))
        made = AttestationObject.create("none", data, {})
        said = self._said("webauthn.create", page, **more)
        return self._answer(clientDataJSON=said, attestationObject=made)

    def shows(self, page: str, **more: Any) -> str:
        """The answer to what this page asks: that it is there."""
        data = AuthenticatorData.create(self._site(), AuthenticatorData.FLAG(0x05), self.counted)
        said = self._said("webauthn.get", page, **more)
        signed = self.private.sign(bytes(data) + said.hash, ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=said, authenticatorData=data, signature=signed)

    def _site(self) -> bytes:
        return sha256(self.host.encode()).digest()

    def _said(self, what: Any, page: str, *, challenge: bytes | None = None, origin: str = "") -> CollectedClientData:
        return CollectedClientData.create(what, challenge or challenge_on(page), origin or self.origin)

    def _answer(self, **response: bytes) -> str:
        told = {name: websafe_encode(value) for name, value in response.items()}
        return json.dumps(
            {"id": websafe_encode(self.id), "rawId": websafe_encode(self.id), "type": "public-key", "response": told}
        )


def asked_on(page: str) -> dict[str, Any]:
    """What this page asks of the browser."""
    found = re.search(r'data-passkey="([^"]*)"', page)
    assert found, "this page asks for no passkey"
    asked: dict[str, Any] = json.loads(unescape(found[1]))
    return asked


def challenge_on(page: str) -> bytes:
    return websafe_decode(asked_on(page)["challenge"])
