"""What pages ask of the outbox. Every list comes without the letters' bodies; reading one's text fetches it."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from kring.mail.models import Letter, Letters
from kring.school.models import School


def letters_about(case_id: UUID, *, school_id: UUID) -> Letters:
    """All letters of a case, oldest first, with `to_staff`. Ask `.state`, `.sent_at`, `.answer` of each."""
    return _listed(school_id).filter(about=case_id).order_by("made_at", "id")


def letters_of_version(version: UUID, *, school_id: UUID) -> dict[UUID, Letter]:
    """The letter with which each person was sent this version (of a plan), by the id of the staff member."""
    letters = _listed(school_id).filter(version=version, to_staff__isnull=False).order_by("made_at", "id")
    return {letter.to_staff_id: letter for letter in letters if letter.to_staff_id is not None}


def letters_of_versions(versions: Iterable[UUID], *, school_id: UUID) -> dict[UUID, list[Letter]]:
    """The letters of several versions in one query, oldest first; a version without letters has an empty list."""
    found: dict[UUID, list[Letter]] = {version: [] for version in versions}
    for letter in _listed(school_id).filter(version__in=list(found)).order_by("made_at", "id"):
        if letter.version is not None:
            found[letter.version].append(letter)
    return found


def undelivered(school: School) -> Letters:
    """Refused and given-up letters that nobody has seen to yet, newest first: tasks for the administrator.

    A word to an address that somebody no longer has is none: that it does not arrive may well be why it was changed.
    """
    failed = Q(refused_at__isnull=False) | Q(given_up_at__isnull=False)
    return _listed(school.id).filter(failed, seen_to_at=None, to_staff__isnull=False).order_by("-made_at", "id")


def kept_letters(school: School) -> Letters:
    """What the mail page of the demo shows, newest first; no letter with which somebody comes in as another."""
    return _listed(school.id).filter(kept=True, secret=False).order_by("-made_at", "id")


def _listed(school_id: UUID) -> Letters:
    return Letter.objects.filter(school_id=school_id).select_related("to_staff").without_bodies()
