"""What the pages keep of their own: text that is not yet saved, which submissions were already carried out, and who is
signed in."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from kring.rows import Row
from kring.school.models import OfSchool, School, StaffMember
from kring.vault.fields import SealedTextField


class Draft(OfSchool):
    """What somebody typed in a form that was open, and did not save: for that person only.

    Its id is that of the form's token, so that no form overwrites the draft of another (decision 093). `key` is the
    path of the page without its query; `body` the form's fields as JSON, sealed. `turn` rises with each time that the
    page sent it: what arrives late changes nothing. When another form went on with it, its text is gone and
    `taken_over` the digest of that text: sent once more, by a device that had no answer, it does not come back.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=300)
    body = SealedTextField()
    turn = models.BigIntegerField(default=0, db_default=0)
    taken_over = models.CharField(max_length=64, blank=True, default="", db_default="")
    session_ended = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["saved_at"], name="web_draft_by_age"),
            models.Index(fields=["staff", "key"], name="web_draft_by_page"),
        ]

    def __str__(self) -> str:
        return f"draft {self.id}"

    @property
    def mark(self) -> str:
        """This draft as it is now: a form that goes on with it sends this along."""
        return f"{self.id} {self.saved_at.isoformat()}"


class Submission(Row):
    """A form's token that did its work. The same form sent again leads to where the first one led.

    `digest` is a keyed hash of what was sent, to tell a double click from a form that was changed and sent again. There
    is no `staff` for a form that was sent by somebody who is nobody's member of staff.
    """

    token = models.UUIDField(primary_key=True)
    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="+", null=True)
    digest = models.CharField(max_length=64)
    went_to = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="web_submission_by_age")]

    def __str__(self) -> str:
        return f"submission {self.token}"


class Session(Row):
    """Somebody who is signed in on one device, or a browser that is not signed in and has something to remember.

    Of its key, which the cookie holds, only a hash is here, and the data are sealed with that key: a copy of the
    database opens no session and reads none (`kring/web/way_in/store.py`, decision 100). No address of the network.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key_hash = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", null=True)
    data = models.BinaryField()
    browser = models.CharField(max_length=30, blank=True)
    system = models.CharField(max_length=30, blank=True)
    begun_at = models.DateTimeField()
    used_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["used_at"], name="web_session_by_use")]

    def __str__(self) -> str:
        return f"session {self.id}"


class Counter(Row):
    """How often something was guessed wrong, by one device, at one account, or from one network (decision 101).

    `key` is a keyed digest of which: nobody reads an address in it. `known` marks an account that exists: a flood of
    invented ones pushes none of these out. `turn` rises with each change, so that of two at once one reads again.
    """

    key = models.CharField(max_length=64, primary_key=True)
    known = models.BooleanField(default=False)
    misses = models.PositiveIntegerField(default=0)
    turn = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    waits_until = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["known", "misses", "last_at"], name="web_counter_first_to_go")]

    def __str__(self) -> str:
        return f"counter {self.key[:8]}"


class KnownDevice(Row):
    """A browser in which somebody signed in before. Of what its cookie holds only a keyed digest is here."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "digest"], name="web_known_device_once_an_account")
        ]

    def __str__(self) -> str:
        return f"device {self.digest[:8]}"


class AskedLink(Row):
    """Somebody asked for a new password. There is a row whether anybody has that address or not, and the worker finds
    out: neither the page nor its time tells (`kring/web/way_in/forgotten.py`)."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"asked link {self.pk}"
