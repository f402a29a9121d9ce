"""How old the last copy is that was proved, and whether that is too old."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from kring.backup.models import Backup, last_proved


@dataclass(frozen=True)
class Age:
    """What is known of the last copy that was put back and found whole."""

    made_at: datetime | None
    """None: none was ever proved."""
    since: datetime | None
    """Since when there is no newer one: that moment, or the first time that one was tried."""

    def is_too_old(self, now: datetime) -> bool:
        """Whether two were missed."""
        return self.since is not None and now - self.since > 2 * every()


def every() -> timedelta:
    """After how long the next copy is made."""
    return timedelta(hours=settings.KRING_BACKUP_HOURS)


def age() -> Age:
    """One query where a copy was proved, two where none was."""
    made_at = last_proved()
    if made_at is not None:
        return Age(made_at, made_at)
    first = Backup.objects.order_by("made_at").values_list("made_at", flat=True).first()
    return Age(None, first)


def is_due(now: datetime) -> bool:
    """Whether the next copy is to be tried. One that failed is tried again after an hour."""
    newest = Backup.objects.order_by("-made_at").only("made_at", "proved_at").first()
    if newest is None:
        return True
    wait = every() if newest.proved_at else min(every(), timedelta(hours=1))
    return abs(now - newest.made_at) >= wait
