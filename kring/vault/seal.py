"""Sealing and opening of one piece of bytes: AES-256-GCM, nothing else.

A sealed piece is: one version byte, twelve bytes of nonce, the ciphertext with its tag. What it is bound to
(`bound_to`) is not stored: who opens it must know where it belongs, so a piece that was moved does not open.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_LENGTH = 32
VERSION = b"\x01"
NONCE_LENGTH = 12
TAG_LENGTH = 16


class SealBroken(Exception):
    """A sealed value does not open: another key, another place, or changed bytes."""


def new_key() -> bytes:
    """32 random bytes."""
    return os.urandom(KEY_LENGTH)


def seal(cipher: AESGCM, plain: bytes, *, bound_to: str) -> bytes:
    """The plain bytes sealed with this cipher, bound to the place named by `bound_to`."""
    nonce = os.urandom(NONCE_LENGTH)
    return VERSION + nonce + cipher.encrypt(nonce, plain, bound_to.encode())


def open_seal(cipher: AESGCM, sealed: bytes, *, bound_to: str) -> bytes:
    """The plain bytes; `SealBroken` when key, place or bytes are not those of the sealing."""
    if sealed[:1] != VERSION or len(sealed) < 1 + NONCE_LENGTH + TAG_LENGTH:
        raise SealBroken(f"not a sealed value of version 1: {bound_to}")
    nonce, ciphertext = sealed[1 : 1 + NONCE_LENGTH], sealed[1 + NONCE_LENGTH :]
    try:
        return cipher.decrypt(nonce, ciphertext, bound_to.encode())
    except InvalidTag as error:
        raise SealBroken(f"this value does not open with its key: {bound_to}") from error
