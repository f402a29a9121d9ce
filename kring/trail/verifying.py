"""Goes through the whole trail and says what is wrong: changed, added, gone, moved, cut off (decision 108).

Some links at a time and in the memory of some: a worker does it between its other jobs, a command in one go. Meanwhile
lines may be added as always.
"""

from collections.abc import Iterable
from enum import Enum, auto
from hmac import compare_digest

from django.db.models import Q, QuerySet

from kring.prepared import prepared
from kring.trail.chain import is_sealed, key_from, mac_of
from kring.trail.faults import Fault, Noted, Result, Wrong
from kring.trail.known import digest_that_is_known, with_digest
from kring.trail.models import ChainHead, ChainKey, ChainLink, TrailLine
from kring.vault.seal import SealBroken

LINKS = 900
LINES = 20_000
"""So many at a time; of lines only whether they have a link is asked."""


MOST_OPEN = 10_000
"""So many faults are kept until the end, to be held against what is known. Whoever has more has something else to do
than to call them known."""


class _Stage(Enum):
    LINKS = auto()
    LINES = auto()
    DONE = auto()


class Verifier:
    """One going through the trail. `noted` is what was written down of it outside the database."""

    def __init__(self, noted: Iterable[Noted] = ()) -> None:
        self.result = Result()
        self._stage = _Stage.LINKS
        self._noted = sorted(noted, key=lambda one: one.number)
        self._number = 0
        self._mac: bytes | None = b""  # None where it is gone with its link: then the next cannot be judged by it
        self._line_id = 0
        self._keys: list[tuple[int, bytes | None]] | None = None
        self._without_key: set[int] = set()
        self._open: list[Fault] = []
        self._known: set[str] = set()

    def some(self) -> bool:
        """Goes on for a while; True while there is more."""
        if self._stage is _Stage.LINKS:
            self._some_links()
        elif self._stage is _Stage.LINES:
            self._some_lines()
        return self._stage is not _Stage.DONE

    def _some_links(self) -> None:
        links = _links_after(self._number)
        if not links:
            self._at_the_end()
            return
        keys = self._known_keys()
        lines = TrailLine.objects.in_bulk([line_id for _, line_id, _ in links])
        for number, line_id, stored in links:
            mac, line = bytes(stored), lines.get(line_id)
            if number != self._number + 1:
                gap = Fault(Wrong.MISSING, self._number + 1, number - 1)
                self._found(with_digest(gap, self._mac or b"", mac, line=line))
                self._skip_noted(number)
                self._mac = None
            self.result.lines += 1
            if line is None:
                gone = Fault(Wrong.MISSING, number, number)
                self._found(with_digest(gone, self._mac or b"", mac, str(line_id).encode(), line=None))
            elif (key := _key_at(keys, number)) is None:
                self._no_key(max((after for after, _ in keys if after < number), default=0))
            elif self._mac is not None:
                if not compare_digest(mac, mac_of(key, number, self._mac, line)):
                    changed = Fault(Wrong.CHANGED, number, at=line.at)
                    self._found(with_digest(changed, self._mac, mac, line=line))
                elif known := digest_that_is_known(line):
                    self._known.add(known)
            self._number, self._mac = number, mac
            self._hold_against_noted()

    def _at_the_end(self) -> None:
        """Held against where Kring says that the chain ends: lines and end are added in one transaction, so what is
        read of the end after the last link is at least that link."""
        head = ChainHead.objects.first()
        if head is not None and head.number > self._number:
            if ChainLink.objects.filter(number__gt=self._number).exists():
                return  # added in the meantime
            self._found(Fault(Wrong.CUT_OFF, self._number + 1, head.number))
            self._skip_noted(head.number + 1)
        elif head is None or head.key_id is None:
            if self._number:
                self._found(Fault(Wrong.END, self._number))
            elif ChainKey.objects.exists():
                self._found(Fault(Wrong.WITHOUT_CHAIN, 0))
        elif not is_sealed(head):
            self._found(Fault(Wrong.END, head.number))
        elif head.number < self._number:
            self._found(Fault(Wrong.ADDED, head.number + 1))
        elif self._mac != bytes(head.mac):
            self._found(Fault(Wrong.END, head.number))
        if self._noted:
            self._found(Fault(Wrong.CUT_OFF, self._number + 1, self._noted[-1].number))
        self.result.end = Noted(self._number, self._mac or b"") if self._number else None
        self._stage = _Stage.LINES

    def _some_lines(self) -> None:
        head = ChainHead.objects.first()
        after = TrailLine.objects.filter(id__gt=self._line_id)
        last = after.order_by("id").values_list("id", flat=True)[LINES - 1 : LINES].first()
        if last is not None:
            after = after.filter(id__lte=last)
        unlinked = after.filter(link__isnull=True).order_by("id")
        if head is None:
            self.result.former += unlinked.count()
            unlinked = unlinked.none()
        elif is_sealed(head):
            former = Q(id__gt=head.former_at, id__lte=head.former_to)
            self.result.former += unlinked.filter(former).count()
            unlinked = unlinked.exclude(former)
        for line in unlinked.iterator():
            self._found(with_digest(Fault(Wrong.ADDED, line.pk, at=line.at), line=line))
        if last is None:
            self._settle()
            self._stage = _Stage.DONE
        else:
            self._line_id = last

    def _found(self, fault: Fault) -> None:
        """Kept to the end: the line that calls it known stands after it."""
        if len(self._open) < MOST_OPEN:
            self._open.append(fault)
        else:
            self.result.found(fault)

    def _settle(self) -> None:
        for fault in self._open:
            if fault.digest in self._known:
                self.result.known += 1
            else:
                self.result.found(fault)
        self._open.clear()

    def _hold_against_noted(self) -> None:
        while self._noted and self._noted[0].number == self._number:
            if self._noted[0].mac != self._mac:
                self._found(Fault(Wrong.ANOTHER, self._number))
            self._noted.pop(0)

    def _skip_noted(self, before: int) -> None:
        """Of lines that are gone nothing more is said."""
        while self._noted and self._noted[0].number < before:
            self._noted.pop(0)

    def _no_key(self, after: int) -> None:
        if after not in self._without_key:
            self._without_key.add(after)
            self._found(Fault(Wrong.KEY, after))

    def _known_keys(self) -> list[tuple[int, bytes | None]]:
        """The keys by the number they begin after; None for one that does not open. Read again for a number behind the
        last: a key may have been added."""
        newest = ChainKey.objects.order_by("-after").values_list("after", flat=True).first()
        if self._keys is None or (self._keys and self._keys[-1][0] != newest):
            self._keys = [(row.after, _opened(row)) for row in ChainKey.objects.order_by("after")]
        return self._keys


def verify(noted: Iterable[Noted] = ()) -> Result:
    """Goes through the whole trail in one go."""
    verifier = Verifier(noted)
    while verifier.some():
        pass
    return verifier.result


def _key_at(keys: list[tuple[int, bytes | None]], number: int) -> bytes | None:
    found = None
    for after, key in keys:
        if after < number:
            found = key
    return found


def _opened(row: ChainKey) -> bytes | None:
    try:
        return key_from(row)
    except SealBroken:
        return None


@prepared
def _links_after(number: int) -> QuerySet[ChainLink, tuple[int, int, bytes | memoryview]]:
    links = ChainLink.objects.filter(number__gt=number).order_by("number")
    return links.values_list("number", "line_id", "mac")[:LINKS]
