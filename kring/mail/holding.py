"""Letters that wait for a person: after Kring was put back from a copy nobody knows which of them went already."""

from datetime import datetime

from kring.mail.models import Letter, Letters
from kring.mail.outbox import PATIENCE, LinkIsOld, for_the_worker
from kring.school.models import School


def hold_all(*, at: datetime) -> int:
    """Holds every letter that waits, and frees it from the hand that it was in; says how many those are."""
    return Letter.objects.waiting().filter(held_at=None).update(held_at=at, claimed_by="", claimed_until=None)


def held(school: School) -> Letters:
    """The letters of this school that wait for a person, the oldest first."""
    waiting = Letter.objects.waiting().without_bodies().filter(school=school, held_at__isnull=False)
    return waiting.order_by("made_at", "id")


def let_go(letter: Letter, *, at: datetime) -> bool:
    """Lets it go after all, with all the time that a new one has, or as long as the link in it works; False when
    somebody else decided on it first."""
    begins = for_the_worker(letter.school, at)
    ends = letter.give_up_after if letter.secret else begins + PATIENCE
    if ends <= begins:
        raise LinkIsOld(f"letter {letter.id} holds a link")
    mine = Letter.objects.waiting().filter(pk=letter.pk, held_at__isnull=False)
    return bool(mine.update(held_at=None, tries=0, not_before=begins, give_up_after=ends))


def put_away(letter: Letter, *, at: datetime) -> bool:
    """It went already, or is not needed any more; False when somebody else decided on it first."""
    return bool(Letter.objects.waiting().filter(pk=letter.pk, held_at__isnull=False).update(withdrawn_at=at))
