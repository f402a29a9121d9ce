"""The codes of the second step: those that an app reckons from a secret and the time (RFC 6238), and spare ones.

Plain reckoning: nothing here reads a clock or the database.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlencode
from uuid import UUID

PERIOD: Final = 30
DIGITS: Final = 6
SECRET_BYTES: Final = 20
EARLY_OR_LATE: Final = 1
"""How many half minutes the clock of a telephone may be off."""

LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""What a spare code is made of: nothing that is read for something else (i, l, o, 0, 1)."""
SPARE_LENGTH: Final = 16
SPARE_GROUP: Final = 4


def new_secret() -> bytes:
    """A secret for an app, drawn by chance."""
    return secrets.token_bytes(SECRET_BYTES)


def half_minute_of(at: datetime) -> int:
    """The half minute, counted from 1970, in which this moment lies."""
    return int(at.timestamp()) // PERIOD


def code_of(secret: bytes, half_minute: int) -> str:
    """What an app with this secret shows in this half minute."""
    digest = hmac.new(secret, half_minute.to_bytes(8, "big"), hashlib.sha1).digest()
    place = digest[-1] & 0x0F
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def half_minute_shown(secret: bytes, typed: str, *, at: datetime, after: int) -> int | None:
    """The half minute of which this is the code: now, one before or one later, and later than `after`; else None.

    `after` is the half minute of the last code that was taken: it and all before it are spent.
    """
    code, now = plain(typed), half_minute_of(at)
    found = None
    for half_minute in range(now - EARLY_OR_LATE, now + EARLY_OR_LATE + 1):
        same = hmac.compare_digest(code_of(secret, half_minute).encode(), code.encode())
        if same and half_minute > after and found is None:
            found = half_minute
    return found


def plain(typed: str) -> str:
    """A code as it was typed, without spaces, hyphens and capitals: "123 456" and "ABCD-EFGH" are read as meant."""
    return "".join(character for character in typed.lower() if character.isalnum())


def typed_by_hand(secret: bytes) -> str:
    """The secret to type into an app that reads no picture, in groups of four."""
    return _grouped(base64.b32encode(secret).decode().rstrip("="))


def address_for_app(secret: bytes, *, account: str, issuer: str = "Kring") -> str:
    """What stands in the picture that an app reads."""
    given = {"secret": base64.b32encode(secret).decode().rstrip("="), "issuer": issuer}
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?{urlencode(given)}"


def new_spare_code() -> str:
    """A spare code of 79 bits of chance: what is kept of it cannot be tried out."""
    return _grouped("".join(secrets.choice(LETTERS) for _letter in range(SPARE_LENGTH)), by="-")


def digest_of_spare(typed: str, *, account_id: UUID) -> str:
    """What is kept of a spare code. The account is in it: two of one code are two rows."""
    return hashlib.sha256(f"spare code|{account_id}|{plain(typed)}".encode()).hexdigest()


def _grouped(letters: str, by: str = " ") -> str:
    return by.join(letters[start : start + SPARE_GROUP] for start in range(0, len(letters), SPARE_GROUP))
