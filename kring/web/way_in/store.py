"""Where sessions are kept: Django's `SESSION_ENGINE`. A copy of the database opens none of them (decision 100).

The cookie holds the key; the table holds its hash, and the data sealed with it. A session ends after half an hour in
which nobody did anything, and twelve hours after signing in. Both are counted here, and nowhere by the browser.
"""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase
from django.db import IntegrityError, transaction
from django.db.models import FilteredRelation, Q, QuerySet
from django.utils.crypto import salted_hmac

from kring.prepared import prepared
from kring.rows import Abreast
from kring.school.models import Account, School, StaffMember
from kring.vault.seal import SealBroken, open_seal, seal
from kring.web.models import Session
from kring.web.request import clock

IDLE = timedelta(minutes=30)
IN_ALL = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
"""How often it is written down that a session is in use."""
DEVICE = "kring_device"
"""In the session: browser and system, as one's own list of sessions tells them."""


def hash_of(key: str | None) -> str:
    """What stands in the table for this key. A key is 160 bits of chance: nobody guesses it from its hash."""
    return hashlib.sha256((key or "").encode()).hexdigest()


def over(at: datetime) -> Q:
    """The sessions that have ended by themselves at this moment."""
    return _over(at - IDLE, at - IN_ALL)


def _over(used_by: datetime, begun_by: datetime) -> Q:
    return Q(used_at__lte=used_by) | Q(begun_at__lte=begun_by)


READ = Abreast(("", Session), ("account__", Account), ("met__", StaffMember), ("met__school__", School))
"""What is read at once, for every request asks it all: a session, its account, and who that is at each school."""


@prepared
def _running(key_hash: str, used_by: datetime, begun_by: datetime) -> QuerySet[Session, tuple[Any, ...]]:
    """A row for each school at which its account is somebody; one row where that is none, or nobody is signed in."""
    met = FilteredRelation("account__staff_members", condition=StaffMember.knows_account("account__staff_members__"))
    found = Session.objects.filter(key_hash=key_hash).exclude(_over(used_by, begun_by)).annotate(met=met)
    return found.order_by("met__id").values_list(*READ.columns)


@prepared
def _ended(used_by: datetime, begun_by: datetime) -> QuerySet[Session, Any]:
    return Session.objects.filter(_over(used_by, begun_by)).values_list("pk", flat=True)[:1]


class SessionStore(SessionBase):
    """One session, as Django asks for it."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.begun_at: datetime | None = None
        self.used_at: datetime | None = None
        self.account: Account | None = None
        """Whose it is, with who that is at each school (`met`), as it was read with the session."""

    def load(self) -> dict[str, Any]:
        """Its data; nothing when there is no such session, or it has ended."""
        now = clock.now()
        rows = [READ.read(row) for row in _running(hash_of(self.session_key), now - IDLE, now - IN_ALL)]
        if not rows:
            return self._none()
        row, account = rows[0][:2]
        try:
            plain = open_seal(_cipher(self.session_key), bytes(row.data), bound_to=_place(row.key_hash))
        except SealBroken:  # the secret of this installation was replaced
            return self._none()
        self.begun_at, self.used_at = row.begun_at, row.used_at
        if account is not None:
            account.met = [_met(account, staff, school) for *_same, staff, school in rows if staff is not None]
            self.account = account
        data: dict[str, Any] = json.loads(plain)
        return data

    def _none(self) -> dict[str, Any]:
        self._session_key = None
        return {}

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(key_hash=hash_of(session_key)).exists()

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        """Writes the data. A session that was ended meanwhile, in another tab or by its owner, stays ended."""
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        if self.session_key is None:  # never kept yet, or over
            return self.create()
        now = clock.now()
        key_hash = hash_of(self.session_key)
        browser, system = data.get(DEVICE, ("", ""))
        self.begun_at = self.begun_at or now
        self.used_at = now
        values = {
            "account_id": data.get(SESSION_KEY),
            "data": seal(_cipher(self.session_key), json.dumps(data).encode(), bound_to=_place(key_hash)),
            "browser": browser,
            "system": system,
            "begun_at": self.begun_at,
            "used_at": now,
        }
        if not must_create:
            Session.objects.filter(key_hash=key_hash).update(**values)
            return None
        try:
            with transaction.atomic():
                Session.objects.create(key_hash=key_hash, **values)
        except IntegrityError as taken:
            raise CreateError from taken
        return None

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(key_hash=hash_of(key)).delete()

    def flush(self) -> None:
        super().flush()
        self.begun_at = self.used_at = self.account = None

    @classmethod
    def clear_expired(cls) -> None:
        """Whoever finds nothing writes nothing, and keeps nobody waiting."""
        now = clock.now()
        if _ended(now - IDLE, now - IN_ALL):
            Session.objects.filter(over(now)).delete()

    def begin(self, *, browser: str, system: str) -> None:
        """Somebody signed in: the twelve hours run from here, on this device."""
        self.begun_at = clock.now()
        self[DEVICE] = [browser, system]

    def stay_awake(self) -> None:
        """Somebody does something: the half hour runs from here. Written once a minute."""
        now = clock.now()
        if self.begun_at is None or self.used_at is None:
            return
        # What lies ahead was written by a clock that was wrong: no session lives longer for it.
        if not timedelta() <= now - self.used_at < SEEN_EVERY:
            self.begun_at, self.used_at = min(self.begun_at, now), now
            Session.objects.filter(key_hash=hash_of(self.session_key)).update(
                begun_at=self.begun_at, used_at=self.used_at
            )


def _met(account: Account, staff: StaffMember, school: School) -> StaffMember:
    staff.account, staff.school = account, school
    return staff


def _cipher(key: str | None) -> AESGCM:
    """Reckoned from the key in the cookie and the secret of this installation: neither is in the database."""
    return AESGCM(salted_hmac("kring.web.session", key or "", algorithm="sha256").digest())


def _place(key_hash: str) -> str:
    return f"web_session|{key_hash}"
