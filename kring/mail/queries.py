"""What pages ask of the outbox. Every list comes without the letters' bodies; reading one's text fetches it."""

from uuid import UUID

from django.db.models import Q

from kring.mail.models import Letter, Letters
from kring.prepared import prepared
from kring.school.models import School


@prepared
def letters_of_version(case_id: UUID, version: UUID, *, school_id: UUID) -> Letters:
    """The letters about this version of something of a case, oldest first: to whom, and how each ended, and no more."""
    about = Letter.objects.filter(school_id=school_id, about=case_id, version=version).order_by("made_at", "id")
    return about.only("to_staff_id", "answer", "sent_at", "refused_at", "given_up_at", "withdrawn_at")


def undelivered(school: School) -> Letters:
    """Refused and given-up letters that nobody has seen to yet, newest first: tasks for the administrator.

    A word to an address that somebody no longer has is none: that it does not arrive may well be why it was changed.
    """
    failed = Q(refused_at__isnull=False) | Q(given_up_at__isnull=False)
    return _listed(school.id).filter(failed, seen_to_at=None, to_staff__isnull=False).order_by("-made_at", "id")


def kept_letters(school: School) -> Letters:
    """What the mail page of the demo shows, newest first; no letter with which somebody comes in as another."""
    return _listed(school.id).filter(Q(secret=False) | Q(outside=True), kept=True).order_by("-made_at", "id")


def failed_outside(about: UUID, *, school_id: UUID) -> bool:
    """Whether the last letter about this to somebody outside the school did not arrive."""
    last = Letter.objects.filter(school=school_id, about=about, outside=True).order_by("-made_at", "-id").first()
    return last is not None and (last.refused_at is not None or last.given_up_at is not None)


def _listed(school_id: UUID) -> Letters:
    return Letter.objects.filter(school_id=school_id).select_related("to_staff").without_bodies()
