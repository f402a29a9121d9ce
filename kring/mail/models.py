"""The outbox's one table: a row for each letter to each recipient, kept until it was sent and after."""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Lower
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from kring.school.models import OfSchool, School, StaffMember
from kring.vault.fields import SealedTextField, SealedTextOrNone

LONGEST_ANSWER = 300


class UnsentLetterStays(Exception):
    """Somebody tried to delete a letter that was not sent."""


class State(models.TextChoices):
    """Where a letter stands."""

    WAITING = "waiting", _("Nog niet verstuurd")
    SENT = "sent", _("Verstuurd")
    REFUSED = "refused", _("Geweigerd")
    GIVEN_UP = "given_up", _("Niet gelukt")
    WITHDRAWN = "withdrawn", _("Niet meer nodig")


LONGEST_WAIT = timedelta(days=1)
"""No letter waits so long for its next try. What lies further ahead was written by a clock that has come back since."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes along with a letter."""

    name: str
    content: bytes
    type: str = "application/pdf"


class Letters(models.QuerySet["Letter"]):
    """Letters, to be asked for by what is still to be done with them."""

    def waiting(self) -> Self:
        """Not sent, and nothing said yet that it never will be."""
        return self.filter(sent_at=None, refused_at=None, given_up_at=None, withdrawn_at=None)

    def due(self, now: datetime) -> Self:
        """What may be sent now and is in nobody's hands, in the order in which it goes: urgent first, then by age."""
        return self.due_between(now, now + LONGEST_WAIT)

    def due_between(self, now: datetime, ahead: datetime) -> Self:
        """The same; `ahead` is the last moment for which a letter may wait."""
        free = Q(claimed_until=None) | Q(claimed_until__lte=now) | Q(claimed_until__gt=ahead)
        waited = Q(not_before__lte=now) | Q(not_before__gt=ahead)
        return self.waiting().filter(free, waited, held_at=None).order_by("-urgent", "made_at", "id")

    def without_bodies(self) -> Self:
        """For lists: texts and attachment stay in the database until they are asked for."""
        return self.defer("text", "html", "attachment_name", "attachment_content", "sealed_address")

    def delete(self) -> tuple[int, dict[str, int]]:
        if self.filter(sent_at=None, withdrawn_at=None).exists():
            raise UnsentLetterStays("A letter that was not sent is never deleted; withdraw it first.")
        return super().delete()


class Letter(OfSchool):
    """One letter to one recipient. Subject, texts and attachment are sealed with the school's key.

    Without `to_staff` it goes to an address that somebody had, and to nobody who has it now; or `outside`, to somebody
    who is not of the school: of that one the address is sealed, and the server's words are kept without it.
    `about` is the case it tells of and `version` what exactly (a version of its plan): plain ids, mail knows no cases.
    `key` names person and occasion, so that one occasion never makes two letters. `message_id` is made once, so that a
    letter that was sent twice is recognised as one. `answer` holds the mail server's last words.

    `made_at` and how it ended are moments of the school, whose date runs ahead in a demo; `not_before`, `give_up_after`
    and the claim are moments of the worker.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="letters", db_index=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    to_staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    # Empty where it goes outside the school: then the address stands sealed, until it was sent.
    address = models.CharField(max_length=254, blank=True)
    outside = models.BooleanField(default=False)
    sealed_address = SealedTextOrNone(null=True)
    message_id = models.CharField(max_length=300, unique=True)
    about = models.UUIDField(null=True)
    version = models.UUIDField(null=True)
    urgent = models.BooleanField(default=False)
    secret = models.BooleanField(default=False)  # holds a link with which somebody comes in

    subject = SealedTextField()
    # Without texts: sent so long ago that they were emptied.
    text = SealedTextOrNone(null=True)
    html = SealedTextOrNone(null=True)
    attachment_name = SealedTextOrNone(null=True)
    attachment_type = models.CharField(max_length=100, blank=True)
    attachment_content = SealedTextOrNone(null=True)

    made_at = models.DateTimeField()
    not_before = models.DateTimeField()
    give_up_after = models.DateTimeField()
    held_at = models.DateTimeField(null=True)  # from then on it waits for a person (kring/mail/holding.py)
    tries = models.PositiveIntegerField(default=0)
    claimed_by = models.CharField(max_length=60, blank=True)
    claimed_until = models.DateTimeField(null=True)
    answer = models.CharField(max_length=LONGEST_ANSWER, blank=True)

    sent_at = models.DateTimeField(null=True)
    kept = models.BooleanField(default=False)  # sent no further than the mail page of the demo
    refused_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    seen_to_at = models.DateTimeField(null=True)
    seen_to_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")

    objects = Letters.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], name="mail_occasion_once"),
            models.CheckConstraint(
                condition=Q(outside=True, address="", to_staff=None)
                | (Q(outside=False, address=Lower("address")) & Q(GreaterThan(Length("address"), 2))),
                name="mail_address_is_lower",
            ),
            models.CheckConstraint(condition=~Q(kind="") & ~Q(key=""), name="mail_has_kind_and_key"),
            models.CheckConstraint(
                condition=Q(claimed_by="", claimed_until=None) | (~Q(claimed_by="") & Q(claimed_until__isnull=False)),
                name="mail_claim_is_whole",
            ),
            models.CheckConstraint(
                condition=(
                    Q(refused_at=None, given_up_at=None, withdrawn_at=None)
                    | Q(sent_at=None, given_up_at=None, withdrawn_at=None)
                    | Q(sent_at=None, refused_at=None, withdrawn_at=None)
                    | Q(sent_at=None, refused_at=None, given_up_at=None)
                ),
                name="mail_ends_one_way",
            ),
            models.CheckConstraint(condition=Q(kept=False) | Q(sent_at__isnull=False), name="mail_kept_is_sent"),
            models.CheckConstraint(
                condition=Q(text__isnull=False, html__isnull=False)
                | Q(sent_at__isnull=False)
                | Q(withdrawn_at__isnull=False)
                | (Q(secret=True) & (Q(refused_at__isnull=False) | Q(given_up_at__isnull=False))),
                name="mail_unsent_has_texts",
            ),
            models.CheckConstraint(
                condition=Q(seen_to_at=None) | Q(refused_at__isnull=False) | Q(given_up_at__isnull=False),
                name="mail_only_failures_are_seen_to",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-urgent", "made_at", "id"],
                condition=Q(sent_at=None, refused_at=None, given_up_at=None, withdrawn_at=None),
                name="mail_next_to_send",
            ),
            models.Index(fields=["about", "made_at"], condition=Q(about__isnull=False), name="mail_of_case"),
            models.Index(fields=["version"], condition=Q(version__isnull=False), name="mail_of_version"),
            models.Index(
                fields=["school", "-made_at"],
                condition=Q(refused_at__isnull=False) | Q(given_up_at__isnull=False),
                name="mail_that_failed",
            ),
            # What is emptied one day, see kring/mail/retention.py: asked each hour, of the letters of all schools.
            models.Index(
                fields=["sent_at"], condition=Q(attachment_name__isnull=False, kept=False), name="mail_with_file"
            ),
            models.Index(fields=["made_at"], condition=Q(text__isnull=False, secret=True), name="mail_with_secret"),
            models.Index(
                fields=["sent_at"], condition=Q(sent_at__isnull=False, text__isnull=False), name="mail_to_empty"
            ),
            models.Index(fields=["school", "-made_at"], condition=Q(kept=True), name="mail_kept"),
        ]

    def __str__(self) -> str:
        return f"letter {self.id}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self.state not in (State.SENT, State.WITHDRAWN):
            raise UnsentLetterStays("A letter that was not sent is never deleted; withdraw it first.")
        return super().delete(*args, **kwargs)

    @property
    def goes_to(self) -> str:
        """The address on the envelope; "" where it is gone with the texts."""
        return (self.sealed_address or "") if self.outside else self.address

    @property
    def state(self) -> State:
        """Where it stands."""
        if self.sent_at is not None:
            return State.SENT
        if self.refused_at is not None:
            return State.REFUSED
        if self.given_up_at is not None:
            return State.GIVEN_UP
        return State.WAITING if self.withdrawn_at is None else State.WITHDRAWN

    @property
    def attachment(self) -> Attachment | None:
        """What goes along with it, if anything does."""
        if self.attachment_name is None or self.attachment_content is None:
            return None
        return Attachment(self.attachment_name, base64.b64decode(self.attachment_content), self.attachment_type)

    @attachment.setter
    def attachment(self, attachment: Attachment | None) -> None:
        self.attachment_name = self.attachment_content = None
        self.attachment_type = ""
        if attachment is not None:
            self.attachment_name = attachment.name
            self.attachment_type = attachment.type
            self.attachment_content = base64.b64encode(attachment.content).decode()


def domain_of(address: str) -> str:
    """What stands behind the @."""
    return address.rpartition("@")[2]
