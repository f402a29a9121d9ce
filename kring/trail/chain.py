"""The chain of the trail: each line gets a number and a keyed hash over itself and the link before it (decision 108).

A line joins the chain in its own transaction, as the last thing before the commit (`kring/config/before_commit.py`): so
pages wait for each other no longer than that. Lines of before there was a chain join it some at a time.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hmac import compare_digest, digest

import msgspec
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import QuerySet

from kring.prepared import prepared
from kring.trail.models import ChainHead, ChainKey, ChainLink, TrailLine
from kring.vault.installation import ensure_mark, open_for_installation, seal_for_installation
from kring.vault.seal import SealBroken, new_key

AT_ONCE = 200
"""So many former lines join in one transaction: pages that write wait for it, some hundredths of a second."""

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Unlinked:
    """A line that was written in the running transaction. Django forgets it with a savepoint that is rolled back."""

    def __init__(self, line: TrailLine) -> None:
        self.line = line

    def __call__(self) -> None:
        """After the commit: nothing is left to do."""

    @staticmethod
    def before_commit(waiting: Sequence["Unlinked"]) -> None:
        """Called once, with all that wait, as the last thing before the commit."""
        link([one.line for one in waiting])


def link(lines: Sequence[TrailLine]) -> None:
    """Lets these lines join the chain, by their ids. Keeps the chain locked until the transaction ends."""
    head = hold_head(former_to=min(line.pk for line in lines) - 1)
    _join(head, sorted(lines, key=lambda line: line.pk))


def link_former(at_once: int = AT_ONCE) -> bool:
    """Lets some lines join of those that were written before there was a chain; True when there are more.

    Killed at any moment it loses nothing: what joined and how far it came are one transaction.
    """
    head = next(iter(end_now()), None)
    if head is not None and head.key_id is not None and head.former_at >= head.former_to:
        return False
    with transaction.atomic():
        newest = TrailLine.objects.order_by("-id").values_list("id", flat=True).first()
        if newest is None:
            return False
        head = hold_head(former_to=newest)
        former = TrailLine.objects.filter(id__gt=head.former_at, id__lte=head.former_to).order_by("id")
        # Not those of a transaction that began before the chain and ended after it.
        lines = list(former.filter(link__isnull=True)[:at_once])
        came_to = lines[-1].pk if len(lines) == at_once else head.former_to
        _join(head, lines, former_at=came_to)
        return came_to < head.former_to


def hold_head(*, former_to: int) -> ChainHead:
    """The end of the chain, locked; made with its first key where there is none. `former_to` is the id of the newest
    line that was there before.

    An end that Kring did not write is never made good in silence: the work goes on after the last link that is there,
    and the row stays without its seal, so that it is found (`verifying.py`).
    """
    head = next(iter(_held()), None)
    if head is None:
        ChainHead.objects.bulk_create([ChainHead()], ignore_conflicts=True)
        (head,) = _held()
    if is_sealed(head):
        return head
    if ChainKey.objects.exists() or ChainLink.objects.exists():
        _go_on_after_the_last(head)
    else:
        head.former_to = former_to
        _use_new_key(head)
        _store(head, sealed=True)
    return head


@prepared
def end_now() -> QuerySet[ChainHead]:
    """The end of the chain as it is, held by nobody; none while there is no line."""
    return ChainHead.objects.order_by("pk")[:1]


@prepared
def _held() -> QuerySet[ChainHead]:
    return ChainHead.objects.select_for_update(no_key=True).order_by("pk")[:1]


def is_sealed(head: ChainHead) -> bool:
    """Whether Kring wrote this row as it stands."""
    try:
        return head.key_id is not None and compare_digest(bytes(head.seal), seal_of(_key(head.key_id), head))
    except (SealBroken, ChainKey.DoesNotExist):
        return False


def _go_on_after_the_last(head: ChainHead) -> None:
    last = ChainLink.objects.order_by("-number").first()
    head.number, head.mac = (last.number, bytes(last.mac)) if last else (0, b"")
    head.former_at = head.former_to = 0  # on the word of this row no line joins any more
    newest = ChainKey.objects.order_by("-after").first()
    if newest is not None and newest.after <= head.number and _opens(newest):
        head.key_id = newest.pk
    else:
        ChainHead.objects.update(key=None)
        ChainKey.objects.filter(after__gte=head.number).delete()  # it made no link that is still there
        _use_new_key(head)
    _store(head, sealed=False)


def _opens(row: ChainKey) -> bool:
    try:
        key_from(row)
    except SealBroken:
        return False
    return True


def change_key() -> None:
    """From the next line on another key makes the hashes. Call it in the transaction that writes the line about it."""
    head = hold_head(former_to=0)
    sealed = is_sealed(head)
    _use_new_key(head)
    _store(head, sealed=sealed)


def _use_new_key(head: ChainHead) -> None:
    ensure_mark()
    row = ChainKey(after=head.number)
    row.wrapped = seal_for_installation(new_key(), purpose_of(row.pk, row.after))
    row.save(force_insert=True)
    head.key_id = row.pk


def purpose_of(key_id: uuid.UUID, after: int) -> str:
    """What a wrapped key of the chain is bound to: to its place as well."""
    return f"trail key|{key_id}|{after}"


def key_from(row: ChainKey) -> bytes:
    """The key of this row; `SealBroken` when it does not open with the installation's key."""
    return open_for_installation(bytes(row.wrapped), purpose_of(row.pk, row.after))


@lru_cache(maxsize=16)
def _key(key_id: uuid.UUID) -> bytes:
    return key_from(ChainKey.objects.get(pk=key_id))


def mac_of(key: bytes, number: int, before: bytes, line: TrailLine) -> bytes:
    """The hash of this line at this place, after the link with the hash `before`. Over every column of the line."""
    return digest(key, msgspec.msgpack.encode(("line", number, before, *columns_of(line))), "sha256")


def columns_of(line: TrailLine) -> tuple[bytes | int | str, ...]:
    """Every column of this line, each in one way only."""
    return (
        line.pk,
        _id(line.school_id),
        (line.at - _BEGINNING) // _MICROSECOND,
        _id(line.by_id),
        line.verb,
        _id(line.case_id),
        _id(line.subject_id),
        msgspec.json.encode(line.detail, order="sorted"),
    )


def seal_of(key: bytes, head: ChainHead) -> bytes:
    """The hash over the row that says where the chain ends."""
    said = msgspec.msgpack.encode(
        ("end", _id(head.key_id), head.number, bytes(head.mac), head.former_at, head.former_to)
    )
    return digest(key, said, "sha256")


def _join(head: ChainHead, lines: Iterable[TrailLine], *, former_at: int | None = None) -> None:
    """Adds these lines behind the end, which is held; with `former_at` how far the former ones have come by it."""
    sealed, key, mac = is_sealed(head), _key(_key_id(head)), bytes(head.mac)
    links = []
    for number, line in enumerate(lines, start=head.number + 1):
        mac = mac_of(key, number, mac, line)
        links.append(ChainLink(number=number, line=line, mac=mac))
    head.number, head.mac = head.number + len(links), mac
    if former_at is not None:
        head.former_at = former_at
    _store(head, sealed=sealed, links=links)


_LINK = "INSERT INTO trail_chainlink (number, line_id, mac) VALUES "
_END = (
    "UPDATE trail_chainhead SET key_id = %s, number = %s, mac = %s, former_at = %s, former_to = %s, seal = %s"
    " WHERE id = %s"
)


def _store(head: ChainHead, *, sealed: bool, links: Sequence[ChainLink] = ()) -> None:
    """Writes these links and where the chain now ends: what every page that is noted waits for. PostgreSQL takes both
    in one statement. In SQL of its own, for it is always the same."""
    head.seal = seal_of(_key(_key_id(head)), head) if sealed else b""
    connection = connections[DEFAULT_DB_ALIAS]
    key = ChainHead._meta.get_field("key").get_db_prep_save(head.key_id, connection)
    end = [key, head.number, bytes(head.mac), head.former_at, head.former_to, bytes(head.seal), head.pk]
    with connection.cursor() as cursor:
        for first in range(0, len(links), AT_ONCE):
            some = links[first : first + AT_ONCE]
            written = _LINK + ", ".join(["(%s, %s, %s)"] * len(some))
            values = [value for link in some for value in (link.number, link.line_id, bytes(link.mac))]
            if first + AT_ONCE >= len(links) and connection.vendor == "postgresql":
                cursor.execute(f"WITH joined AS ({written}) {_END}", values + end)
                return
            cursor.execute(written, values)
        cursor.execute(_END, end)


def _key_id(head: ChainHead) -> uuid.UUID:
    if head.key_id is None:
        raise ValueError("an end of the chain without a key")
    return head.key_id


def _id(value: uuid.UUID | str | None) -> bytes:
    if value is None:
        return b""
    return value.bytes if isinstance(value, uuid.UUID) else uuid.UUID(value).bytes
