"""The installation's key: where it comes from, and the proof that it fits the data.

The key is 32 bytes, base64, in the setting `KRING_KEY` or in the file that the setting `KRING_KEY_FILE` names. It is
never in the database nor in a backup of it. The first school's key leaves a mark in the database; from then on Kring
refuses to start with a key that does not open the mark.

While the key is being replaced its file has two lines: the key in use, with which all is sealed from then on, and the
one before it, which still opens what it sealed (decision 109). Each process sees at once that the file is another.
"""

import base64
import binascii
import hashlib
import os
import stat
from collections.abc import Sequence
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
    *before, last = _keys()
    for key in before:
        try:
            return open_seal(AESGCM(key), sealed, bound_to=f"installation|{purpose}")
        except SealBroken:
            continue
    return open_seal(AESGCM(last), sealed, bound_to=f"installation|{purpose}")


def sealed_anew(sealed: bytes, purpose: str) -> bytes | None:
    """The same, sealed with the key in use; None when it already is. `SealBroken` when no key of the file opens it."""
    try:
        open_seal(_cipher(), sealed, bound_to=f"installation|{purpose}")
    except SealBroken:
        return seal_for_installation(open_for_installation(sealed, purpose), purpose)
    return None


def ensure_mark() -> None:
    """Leaves the mark of the key in use, unless there is one. Called before a key is made that it seals.

    `InstallationKeyUnusable` when the mark is another key's: what this one seals here would stay closed for ever.
    """
    sealed = seal_for_installation(MARK, MARK_PURPOSE)
    InstallationMark.objects.bulk_create([InstallationMark(sealed=sealed)], ignore_conflicts=True)
    _require_opens(InstallationMark.objects.only("sealed").get())


def require_fitting_key() -> None:
    """Start-up check of web server and worker: raises `InstallationKeyUnusable`, saying what to do. At most 2 queries.

    An empty database takes any well-formed key; a database that was not migrated yet counts as empty.
    """
    _cipher()
    tables = connection.introspection.table_names()
    if InstallationMark._meta.db_table not in tables or DataKey._meta.db_table not in tables:
        return
    mark = InstallationMark.objects.only("sealed").first()  # before a migration there is no other column yet
    if mark is None:
        if DataKey.objects.exists():
            raise InstallationKeyUnusable(
                "This database holds sealed data, but the mark of its key is gone. Restore the database from a backup."
            )
        return
    _require_opens(mark)


def _require_opens(mark: InstallationMark) -> None:
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
    return fingerprint_of(_key())


def fingerprint_of(key: bytes) -> str:
    """The fingerprint of this key."""
    digest = hashlib.sha256(b"kring installation key|" + key).hexdigest()[:16]
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


def key_in_use() -> bytes:
    """The key itself, for the sheet."""
    return _key()


def keys_in_file() -> tuple[bytes, ...]:
    """The keys in the file, the one in use first. `InstallationKeyUnusable` when the key does not come from a file."""
    if getattr(settings, "KRING_KEY", ""):
        raise InstallationKeyUnusable(
            "The key stands in KRING_KEY, where Kring cannot change it. Put it in a file (mode 0600) and name that in "
            "KRING_KEY_FILE instead; start web server and worker again, and then replace it."
        )
    return _keys()


def write_key_file(path: Path, keys: Sequence[bytes]) -> None:
    """Puts these keys into the file, the one in use first: all of them, or the file stays as it was."""
    new = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(b"".join(base64.b64encode(key) + b"\n" for key in keys))
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _cipher() -> AESGCM:
    """The cipher of the installation's key, as the settings give it now."""
    return AESGCM(_key())


def _key() -> bytes:
    return _keys()[0]


def _keys() -> tuple[bytes, ...]:
    """The key in use, and behind it the one that it replaces."""
    key, key_file = getattr(settings, "KRING_KEY", "") or "", str(getattr(settings, "KRING_KEY_FILE", "") or "")
    if key:
        return (_decoded(key, "KRING_KEY"),)
    if not key_file:
        raise InstallationKeyUnusable(
            "There is no installation key. Set KRING_KEY (32 random bytes in base64) or KRING_KEY_FILE (a file that "
            "holds them, mode 0600, outside the data folder)."
        )
    try:
        state = os.stat(key_file)
        return _keys_of(key_file, (state.st_ino, state.st_mtime_ns, state.st_size, state.st_mode))
    except OSError as error:
        raise InstallationKeyUnusable(f"The key file {key_file} cannot be read: {error.strerror}.") from error


@lru_cache(maxsize=4)
def _keys_of(key_file: str, state: tuple[int, ...]) -> tuple[bytes, ...]:
    """What is in the file, in this state of it."""
    if stat.S_IMODE(state[-1]) & 0o077:
        raise InstallationKeyUnusable(
            f"The key file {key_file} can be read by others. Make it private: chmod 600 {key_file}"
        )
    lines = Path(key_file).read_text(encoding="ascii", errors="replace").split()
    if len(lines) > 2:
        raise InstallationKeyUnusable(f"What is in the key file {key_file} is more than a key and the one before it.")
    return tuple(_decoded(line, f"the key file {key_file}") for line in lines or [""])


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
