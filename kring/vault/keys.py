"""The data keys: one per school and one per case, each wrapped by the key above it.

Unwrapped keys are kept in a cache of this process, the longest unused leaving first. A key made in a transaction enters
that cache only when the transaction commits: a key that was rolled back must never seal anything.
"""

import threading
import uuid
from collections import OrderedDict
from collections.abc import Iterable
from typing import Final
from weakref import WeakValueDictionary

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from kring.once import add_once
from kring.vault.installation import ensure_mark, open_for_installation, seal_for_installation
from kring.vault.models import DataKey
from kring.vault.seal import new_key, open_seal, seal

CACHE_SIZE: Final = 10_000


class KeyMissing(Exception):
    """There is no key for this scope: never made, or destroyed with what it sealed."""


class KeyOfOtherSchool(Exception):
    """A case key was asked for under another school than the one it was made for."""


class _Cache:
    """A bounded, thread-safe map from scope to cipher; the longest unused goes first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._ciphers: OrderedDict[uuid.UUID, AESGCM] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._ciphers)

    def get(self, scope: uuid.UUID) -> AESGCM | None:
        with self._lock:
            cipher = self._ciphers.get(scope)
            if cipher is not None:
                self._ciphers.move_to_end(scope)
            return cipher

    def put(self, scope: uuid.UUID, cipher: AESGCM) -> None:
        with self._lock:
            self._ciphers[scope] = cipher
            self._ciphers.move_to_end(scope)
            while len(self._ciphers) > self._size:
                self._ciphers.popitem(last=False)

    def drop(self, scopes: Iterable[uuid.UUID]) -> None:
        with self._lock:
            for scope in scopes:
                self._ciphers.pop(scope, None)

    def clear(self) -> None:
        with self._lock:
            self._ciphers.clear()


class _FreshKey:
    """A key made in the running transaction; called by Django when that transaction commits.

    Django's list of commit callbacks holds the only reference to it, and lets go of it on a rollback, of a savepoint
    too. So the key is known exactly as long as the row it stands for.
    """

    def __init__(self, scope: uuid.UUID, cipher: AESGCM) -> None:
        self.scope = scope
        self.cipher = cipher

    def __call__(self) -> None:
        _cache.put(self.scope, self.cipher)


class _FreshKeys(threading.local):
    """The keys made in this thread's running transaction."""

    def __init__(self) -> None:
        self.by_scope: WeakValueDictionary[uuid.UUID, _FreshKey] = WeakValueDictionary()


_cache = _Cache(CACHE_SIZE)
_fresh = _FreshKeys()


def make_school_key(school_id: uuid.UUID) -> None:
    """Makes the school's key, wrapped by the installation's key. Calling it again changes nothing."""
    ensure_mark()
    _make(scope=school_id, school_id=school_id)


def make_case_key(*, school_id: uuid.UUID, case_id: uuid.UUID) -> None:
    """Makes the case's key, wrapped by its school's key. Calling it again changes nothing.

    `KeyMissing` when the school has no key, `KeyOfOtherSchool` when another school has a case with this id.
    """
    _make(scope=case_id, school_id=school_id)


def load_keys(scope_ids: Iterable[uuid.UUID]) -> None:
    """Brings the keys of these scopes into the cache: one query, or two when their schools' keys are not there yet.

    For list pages, before the rows are shown. A scope without a key is no error here; opening a value of it is.
    """
    missing = {scope for scope in scope_ids if _known(scope) is None}
    if not missing:
        return
    found = {key.scope: key for key in DataKey.objects.filter(scope__in=missing)}
    schools = {key.school_id for key in found.values()} - found.keys()
    schools = {school for school in schools if _known(school) is None}
    if schools:
        found |= {key.scope: key for key in DataKey.objects.filter(scope__in=schools)}
    # Schools first: the others are wrapped by them.
    for key in sorted(found.values(), key=lambda key: not key.is_of_school):
        _cache.put(key.scope, _unwrapped(key))


def cipher_of(scope: uuid.UUID) -> AESGCM:
    """The cipher that seals and opens what belongs to this scope; `KeyMissing` when it has no key."""
    known = _known(scope)
    if known is None:
        load_keys([scope])
        known = _known(scope)
    if known is None:
        raise KeyMissing(f"there is no key for {scope}")
    return known


def destroy_key(scope_id: uuid.UUID) -> None:
    """Destroys the key of a case, or of a school with those of its cases: what they sealed can never be read again.

    Other running processes may still hold the key in memory until they restart.
    """
    doomed = set(DataKey.objects.filter(school_id=scope_id).values_list("scope", flat=True)) | {scope_id}
    DataKey.objects.filter(scope__in=doomed).delete()
    for scope in doomed:
        _fresh.by_scope.pop(scope, None)
    _cache.drop(doomed)
    # Once more after the commit: until then another thread could still read the row and cache its key.
    transaction.on_commit(lambda: _cache.drop(doomed))


def forget_keys() -> None:
    """Empties this process's memory of keys; they are read again when needed."""
    _cache.clear()
    _fresh.by_scope.clear()


def _known(scope: uuid.UUID) -> AESGCM | None:
    fresh = _fresh.by_scope.get(scope)
    return fresh.cipher if fresh is not None else _cache.get(scope)


def _make(*, scope: uuid.UUID, school_id: uuid.UUID) -> None:
    key = new_key()
    if scope == school_id:
        wrapped = seal_for_installation(key, school_key_purpose(school_id))
    else:
        wrapped = seal(cipher_of(school_id), key, bound_to=_case_key_place(school_id, scope))
    # Two at the same time: one row wins, and the key of the other is thrown away here.
    if not add_once(DataKey(scope=scope, school_id=school_id, wrapped=wrapped)):
        if DataKey.objects.get(scope=scope).school_id != school_id:
            raise KeyOfOtherSchool(f"the key of {scope} belongs to another school")
        return
    fresh = _FreshKey(scope, AESGCM(key))
    _fresh.by_scope[scope] = fresh
    transaction.on_commit(fresh)


def _unwrapped(key: DataKey) -> AESGCM:
    wrapped = bytes(key.wrapped)
    if key.is_of_school:
        return AESGCM(open_for_installation(wrapped, school_key_purpose(key.school_id)))
    school = _known(key.school_id)
    if school is None:
        raise KeyMissing(f"there is no key for school {key.school_id}")
    return AESGCM(open_seal(school, wrapped, bound_to=_case_key_place(key.school_id, key.scope)))


def school_key_purpose(school_id: uuid.UUID) -> str:
    """What a school's key is sealed for."""
    return f"school key|{school_id}"


def _case_key_place(school_id: uuid.UUID, case_id: uuid.UUID) -> str:
    return f"case key|{school_id}|{case_id}"
