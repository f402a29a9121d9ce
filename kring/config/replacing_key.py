"""Another key for the installation: what it seals is sealed anew, while pages go on and whatever is killed meanwhile.

The file has both keys until all is done, so every piece opens with one of the two at any moment. Whoever is killed
starts again: which pieces are still to be sealed anew, is seen by the pieces themselves (decision 109).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F

from kring.backup import manifest
from kring.backup.models import Backup
from kring.school import second_step
from kring.school.models import Factor, School
from kring.trail import chain
from kring.trail.models import ChainKey
from kring.trail.record import record
from kring.trail.verbs import Verb
from kring.vault.installation import (
    MARK_PURPOSE,
    InstallationKeyUnusable,
    keys_in_file,
    sealed_anew,
    write_key_file,
)
from kring.vault.keys import school_key_purpose
from kring.vault.models import DataKey, InstallationMark
from kring.vault.seal import SealBroken, new_key

AT_ONCE = 100


@dataclass(frozen=True)
class Holder:
    """A column that holds what the installation's key seals: its rows, and what each piece is sealed for."""

    rows: Callable[[], "models.QuerySet[Any]"]
    column: str
    purpose: Callable[[Any], str]


HOLDERS = (
    Holder(
        lambda: DataKey.objects.filter(scope=F("school_id")), "wrapped", lambda row: school_key_purpose(row.school_id)
    ),
    Holder(ChainKey.objects.all, "wrapped", lambda row: chain.purpose_of(row.pk, row.after)),
    Holder(Factor.objects.all, "sealed", second_step.purpose_of),
    Holder(Backup.objects.all, "seal", lambda row: manifest.PURPOSE),
)
"""All but the mark, which comes last: it says that the rest is done."""
THE_MARK = Holder(InstallationMark.objects.all, "sealed", lambda row: MARK_PURPOSE)


class NeverOpens(Exception):
    """Something opens with no key that there is: then nothing is changed before somebody looked at it."""

    def __init__(self, what: list[str]) -> None:
        super().__init__(", ".join(what))
        self.what = what


def begin(path: Path) -> bool:
    """Puts a new key before the one in use; False when there are two already, and an earlier time is finished."""
    keys = keys_in_file()
    if never := list(what_never_opens()):
        raise NeverOpens(never)
    if len(keys) > 1:
        return False
    write_key_file(path, (new_key(), keys[0]))
    return True


def what_never_opens() -> Iterator[str]:
    """Every piece that no key in the file opens, by its table and id; then nothing may be thrown away."""
    for holder in (*HOLDERS, THE_MARK):
        for row in holder.rows().iterator(chunk_size=AT_ONCE):
            try:
                _anew(holder, row)
            except SealBroken:
                yield f"{row._meta.label} {row.pk}"


def seal_all_anew() -> int:
    """Seals with the key in use what the one before it sealed, some rows in a transaction; how many that were."""
    return sum(_seal_anew(holder) for holder in HOLDERS)


def finish(path: Path, at: datetime) -> None:
    """The mark, the trail and at last the file: from then on the key before it opens nothing of these data."""
    with transaction.atomic():
        mark = THE_MARK.rows().select_for_update(no_key=True).first()
        anew = _anew(THE_MARK, mark) if mark is not None else None
        if anew is not None:
            chain.change_key()
            InstallationMark.objects.update(sealed=anew)
            for school_id in School.objects.without_practices().order_by("id").values_list("id", flat=True):
                record(verb=Verb.KEY_REPLACED, school_id=school_id, at=at, by=None)
    seal_all_anew()
    if left := [holder for holder in (*HOLDERS, THE_MARK) if any(_anew(holder, row) for row in holder.rows())]:
        raise InstallationKeyUnusable(f"{len(left)} tables were written to meanwhile. Start `kring key replace` again.")
    write_key_file(path, keys_in_file()[:1])


def key_file() -> Path:
    """Where the key lies; `InstallationKeyUnusable` when it lies in no file."""
    keys_in_file()
    return Path(settings.KRING_KEY_FILE)


def _seal_anew(holder: Holder) -> int:
    changed, last = 0, None
    while True:
        rows = holder.rows().order_by("pk")
        ids = list((rows if last is None else rows.filter(pk__gt=last)).values_list("pk", flat=True)[:AT_ONCE])
        if not ids:
            return changed
        last = ids[-1]
        with transaction.atomic():
            for row in holder.rows().filter(pk__in=ids).order_by("pk").select_for_update(no_key=True):
                anew = _anew(holder, row)
                if anew is not None:
                    type(row)._base_manager.filter(pk=row.pk).update(**{holder.column: anew})
                    changed += 1


def _anew(holder: Holder, row: Any) -> bytes | None:
    return sealed_anew(bytes(getattr(row, holder.column)), holder.purpose(row))
