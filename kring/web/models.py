"""What the pages keep of their own: text that is not yet saved, and which submissions were already carried out."""

from typing import ClassVar

from django.db import models

from kring.school.models import OfSchool, School, StaffMember
from kring.vault.fields import SealedTextField


class Draft(OfSchool):
    """What somebody typed on a page and did not save: at most one per person and page, for that person only.

    `key` is the path of the page without its query; `body` the form's fields as JSON, sealed.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=300)
    body = SealedTextField()
    session_ended = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["staff", "key"], name="web_draft_once_a_page")]
        indexes: ClassVar = [models.Index(fields=["saved_at"], name="web_draft_by_age")]

    def __str__(self) -> str:
        return f"draft {self.id}"


class Submission(models.Model):
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
