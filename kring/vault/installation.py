"""The installation's key: where it comes from, and the proof that it fits the data.

The key is 32 bytes, base64, in the setting `KRING_KEY` or in the file that the setting `KRING_KEY_FILE` names. It is
never in the database nor in a backup of it. The first school's key leaves a mark in the database; from then on Kring
refuses to start with a key that does not open the mark.
"""

import base64
import binascii
import hashlib
import os
import stat
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection

from kring.vault.models import DataKey, InstallationMark
from kring.vault.seal import KEY_LENGTH, SealBroken, new_key, open_seal, seal

MARK = b"kring"
MARK_PURPOSE = "mark"


class InstallationKeyUnusable(Exception):
    """There is no installation key, or what was given cannot be one, or it is not the key of these data."""


def seal_for_installation(plain: bytes, purpose: str) -> bytes:
    """Small bytes that belong to no school (a sign-in secret, say), sealed; `purpose` must be given again to open."""
    return seal(_cipher(), plain, bound_to=f"installation|{purpose}")


def open_for_installation(sealed: bytes, purpose: str) -> bytes:
    """The bytes given to `seal_for_installation`; `SealBroken` with another key or purpose."""
    return open_seal(_cipher(), sealed, bound_to=f"installation|{purpose}")


def ensure_mark() -> None:
    """Leaves the mark of the key in use, unless there is one. Called with the first school's key."""
    sealed = seal_for_installation(MARK, MARK_PURPOSE)
    InstallationMark.objects.bulk_create([InstallationMark(sealed=sealed)], ignore_conflicts=True)


def require_fitting_key() -> None:
    """Start-up check of web server and worker: raises `InstallationKeyUnusable`, saying what to do. At most 2 queries.

    An empty database takes any well-formed key; a database that was not migrated yet counts as empty.
    """
    _cipher()
    tables = connection.introspection.table_names()
    if InstallationMark._meta.db_table not in tables or DataKey._meta.db_table not in tables:
        return
    mark = InstallationMark.objects.first()
    if mark is None:
        if DataKey.objects.exists():
            raise InstallationKeyUnusable(
                "This database holds sealed data, but the mark of its key is gone. Restore the database from a backup."
            )
        return
    try:
        open_for_installation(bytes(mark.sealed), MARK_PURPOSE)
    except SealBroken as error:
        raise InstallationKeyUnusable(
            f"The installation's key ({_origin()}) is not the key that this database was sealed with. "
            "Give the key that belongs to these data, in KRING_KEY or in the file named by KRING_KEY_FILE, or restore "
            "the database that belongs to this key. Without its key the data cannot be read by anyone."
        ) from error


def key_fingerprint() -> str:
    """By what a person tells one installation key from another; nobody gets the key from it."""
    digest = hashlib.sha256(b"kring installation key|" + _key()).hexdigest()[:16]
    return "-".join(digest[start : start + 4] for start in range(0, 16, 4))


def make_key_file(path: Path) -> bool:
    """Writes a new key to `path` (mode 0600) unless the file exists. Says whether it made one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(new_key()) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return True


def _cipher() -> AESGCM:
    """The cipher of the installation's key, as the settings give it now."""
    return AESGCM(_key())


def _key() -> bytes:
    return _key_of(getattr(settings, "KRING_KEY", "") or "", str(getattr(settings, "KRING_KEY_FILE", "") or ""))


@lru_cache(maxsize=4)
def _key_of(key: str, key_file: str) -> bytes:
    if key:
        return _decoded(key, "KRING_KEY")
    if not key_file:
        raise InstallationKeyUnusable(
            "There is no installation key. Set KRING_KEY (32 random bytes in base64) or KRING_KEY_FILE (a file that "
            "holds them, mode 0600, outside the data folder)."
        )
    path = Path(key_file)
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        text = path.read_text(encoding="ascii", errors="replace")
    except OSError as error:
        raise InstallationKeyUnusable(f"The key file {path} cannot be read: {error.strerror}.") from error
    if mode & 0o077:
        raise InstallationKeyUnusable(f"The key file {path} can be read by others. Make it private: chmod 600 {path}")
    return _decoded(text, f"the key file {path}")


def _decoded(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise InstallationKeyUnusable(f"What is in {where} is not base64.") from error
    if len(key) != KEY_LENGTH:
        raise InstallationKeyUnusable(f"What is in {where} is {len(key)} bytes; a key is {KEY_LENGTH}.")
    return key


def _origin() -> str:
    """Where the key in use comes from, for a message."""
    return "KRING_KEY" if getattr(settings, "KRING_KEY", "") else f"the file {settings.KRING_KEY_FILE}"
