"""How old the last copy is that was proved, and whether that is too old."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Subquery

from kring.backup.models import Backup, last_proved, proved


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


def what_is_known() -> dict[str, Any]:
    """The same for a question about something else, which then reads it along: `age_in` its answers."""
    return {
        "copy_proved": Subquery(proved().values("made_at")[:1]),
        "copy_tried": Subquery(Backup.objects.order_by("made_at").values("made_at")[:1]),
    }


def age_in(row: Mapping[str, Any]) -> Age:
    """How old the last copy is, by the answers to `what_is_known`."""
    return Age(row["copy_proved"], row["copy_proved"] or row["copy_tried"])


def is_due(now: datetime) -> bool:
    """Whether the next copy is to be tried. One that failed is tried again after an hour."""
    newest = Backup.objects.order_by("-made_at").only("made_at", "proved_at").first()
    if newest is None:
        return True
    wait = every() if newest.proved_at else min(every(), timedelta(hours=1))
    return abs(now - newest.made_at) >= wait
