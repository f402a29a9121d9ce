"""What just came in is settled: whom it may be about, who may not read it, whether it is held; and letters are written.

The worker does it every few seconds, and a page of the staff does it before it shows a list, so that nobody waits for
the worker and nobody reads what they are kept out of. That it is done here and not while somebody sends keeps the
door quick under a flood, and leaves no moment beside what was told.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from kring.cases import letters
from kring.cases.kept_out import kept_out_with
from kring.cases.models import Case
from kring.cases.recipients import Occasion
from kring.prepared import prepared
from kring.reports.access import by_role, readers_of, who_read
from kring.reports.flood import begin_hour, hour_of, is_held
from kring.reports.models import Door, For, Incoming, MayBe, Reader, Said, State
from kring.reports.told import Named, Told
from kring.school.models import Pupil, School
from kring.school.order import pupils_by_name
from kring.school.typed import TypedChild, may_be
from kring.trail.record import record as note_in_trail
from kring.trail.verbs import Verb

BATCH = 50
MOST_ALIKE = 8
"""So many children may be one who was named; where more are, the name tells nobody apart."""
A_PAGE = 3
"""So much a page of the staff settles before it shows itself. More at once is a flood, and the worker's: it settles
that within seconds, and a page that waits for its lock took three to ten times as long (docs/reliability.md). Only
where the worker is silent each look settles so much."""
QUARTER = 15
"""Minutes between two letters to the same people about what came in: four an hour at most."""
DANGERS_AN_HOUR = 4
"""So many letters about danger go within a minute each; after that they are bundled as the others are."""


def settle(*, school: School, at: datetime, most: int | None = None) -> int:
    """Settle what came in at this school and is not settled yet, oldest first, `most` of it or all; gives how many."""
    done = 0
    while batch := _settle_batch(school, at, BATCH if most is None else most - done):
        done += batch
    return done


def to_settle() -> QuerySet[Incoming]:
    """What is not settled yet, or of which a letter is still to be written, at any school."""
    return Incoming.objects.filter(
        Q(settled=False)
        | Q(to_write=True, held=False)
        | Q(danger_to_write=True, held=False)
        | (~Q(to_mail="") & Q(held=False))
    )


def write(*, school: School, at: datetime) -> int:
    """Write the letters about what is new, bundled, to those who read it; gives how many letters that were.

    A danger goes at once, in holidays too. What is held is written about by nobody's letter but the reminder.
    """
    with letters.in_words_of(school), transaction.atomic():
        door = Door.objects.select_for_update(no_key=True).filter(school=school).first()
        if door is None:
            return 0
        return _write_danger(school, door, at) + _write_news(school, door, at)


def may_be_about(school: School, told: Told) -> list[Pupil]:
    """The pupils who are here now and may be one of those named, by name. A person decides whether they are."""
    named = (*told.bullied, *told.doing)
    if not named:
        return []
    here = list(Pupil.objects.filter(school=school, left_on=None).select_related("group"))
    found: dict[UUID, Pupil] = {}
    for one in named:
        alike = like(one, here)
        if len(alike) <= MOST_ALIKE:
            found |= {pupil.pk: pupil for pupil in alike}
    return pupils_by_name(found.values())


def like(named: Named, pupils: Iterable[Pupil]) -> list[Pupil]:
    """Those of these pupils who may be the one that was named; of the group that was said, when there are any there."""
    first, _space, last = named.name.partition(" ")
    typed = TypedChild(first, last.strip())
    alike = [pupil for pupil in pupils if may_be(typed, pupil)]
    in_group = [pupil for pupil in alike if pupil.group and _digits(named.group) & _digits(pupil.group.name)]
    return in_group or alike


def _digits(group: str) -> set[str]:
    """The year groups in how somebody calls a group: of "5/6" both, of "groep 6b" the six."""
    return {mark for mark in group if mark.isdigit()}


def rest_with_coordinator(*, school: School, at: datetime) -> int:
    """What was told for the board goes to the coordinator where the board has no address (any more), as everything does
    that is told then (`access.for_whom`): a child that tells is always heard. Gives how many that were.

    Only what still waits for somebody: what nobody answered, and what who told it said since. What the board finished
    stays with the board. Of it the head hears nothing, for it is about the head; the coordinator is written to as
    about anything new.
    """
    if not _is_with_board(school.pk):
        return 0
    with transaction.atomic():
        door = Door.objects.select_for_update(no_key=True).filter(school=school).first()
        if door is None or door.board_mail or not who_read(school.pk, For.COORDINATORS).exists():
            return 0
        waiting = _waits_for_board(school.pk).select_for_update(of=("self",), no_key=True)
        moved = list(waiting.order_by("id"))
        for incoming in moved:
            incoming.for_whom, incoming.to_write = For.COORDINATORS, True
            incoming.danger_to_write = incoming.danger and incoming.state == State.NEW
            incoming.save(update_fields=["for_whom", "to_write", "danger_to_write"])
            _keep_out(incoming, list(incoming.may_be.values_list("pupil", flat=True)))
            note_in_trail(verb=Verb.TOLD_TO_COORDINATOR, school_id=school.pk, at=at, by=None, subject_id=incoming.pk)
        return len(moved)


def _waits_for_board(school: UUID) -> QuerySet[Incoming]:
    unread = Said.objects.filter(incoming=OuterRef("pk"), by=None, by_board=False, seen_on=None)
    waits = Q(state=State.NEW, stopped_on=None) | Q(danger=True, taken_up_by=None, state=State.NEW)
    return Incoming.objects.filter(waits | Exists(unread), school=school, settled=True, for_whom=For.BOARD)


@prepared
def _is_with_board(school: UUID) -> QuerySet[Incoming]:
    return _waits_for_board(school).order_by("id")[:1]


def _settle_batch(school: School, at: datetime, most: int) -> int:
    with transaction.atomic():
        door = Door.objects.select_for_update(no_key=True).filter(school=school).first()
        if door is None:
            return 0
        new = list(Incoming.objects.filter(school=school, settled=False).order_by("number")[:most])
        for incoming in new:
            begin_hour(door, at)
            _settle_one(door, incoming)
            door.settled_up_to = incoming.number
        if new:
            door.save(update_fields=["settled_up_to", "hour", "hour_began_at"])
        return len(new)


def _settle_one(door: Door, incoming: Incoming) -> None:
    pupils = may_be_about(incoming.school, incoming.told)
    MayBe.objects.bulk_create(MayBe(incoming=incoming, pupil=pupil) for pupil in pupils)
    _keep_out(incoming, [pupil.pk for pupil in pupils])
    same = Incoming.objects.filter(school=incoming.school_id, came_on=incoming.came_on, same_text=incoming.same_text)
    came_before = same.filter(number__lt=incoming.number).count() if incoming.same_text else 0
    incoming.held = is_held(incoming, door=door, came_before=came_before, names_a_pupil=bool(pupils))
    incoming.settled = True
    incoming.save(update_fields=["held", "settled"])


def _keep_out(incoming: Incoming, pupils: Collection[UUID]) -> None:
    """Who is kept out of a running case with one of these children reads this neither, unless that left nobody: a child
    that tells is always heard (decision 145)."""
    kept_out = set(kept_out_with(Case(school_id=incoming.school_id), pupils))
    able = set(by_role(incoming).values_list("pk", flat=True))
    if able - kept_out:
        Reader.objects.bulk_create(
            Reader(incoming=incoming, staff_id=who, part=Reader.Part.KEPT_OUT) for who in sorted(able & kept_out)
        )


def _write_danger(school: School, door: Door, at: datetime) -> int:
    """Each danger its own letter, four an hour; after that bundled with what else came in that quarter."""
    waiting = Incoming.objects.filter(school=school, settled=True, held=False, danger_to_write=True)
    said = 0
    for incoming in waiting.order_by("number")[:BATCH]:
        if door.danger_written_in != hour_of(at):
            door.danger_written_in, door.danger_written = hour_of(at), 0
        if door.danger_written >= DANGERS_AN_HOUR:
            break
        door.danger_written += 1
        once = f"{hour_of(at)}:{door.danger_written}th"  # no part of an hour, as the bundled ones have
        said += _send("told_danger", school, _readers([incoming]), at, once)
        incoming.danger_to_write = incoming.to_write = False
        incoming.save(update_fields=["danger_to_write", "to_write"])
        door.save(update_fields=["danger_written_in", "danger_written"])
    return said


def _write_news(school: School, door: Door, at: datetime) -> int:
    slot = f"{hour_of(at)}:{at.minute // QUARTER}"
    if door.written_in == slot:
        return 0
    waiting = Incoming.objects.filter(school=school, settled=True, held=False)
    new = list(waiting.filter(to_write=True).order_by("number")) + list(waiting.filter(danger_to_write=True))
    if not new:
        return 0
    urgent = [incoming for incoming in new if incoming.danger_to_write]
    said = _send("told_danger", school, _readers(urgent), at, slot) if urgent else 0
    said += _send("told_something", school, _readers(new), at, slot)
    Incoming.objects.filter(pk__in=[one.pk for one in new]).update(to_write=False, danger_to_write=False)
    door.written_in = slot
    door.save(update_fields=["written_in"])
    return said


def _readers(incoming: Iterable[Incoming]) -> frozenset[UUID]:
    """Who reads one of these, by role or because it was passed on."""
    found: set[UUID] = set()
    for one in incoming:
        found |= {reader.pk for reader in readers_of(one)}
        found |= set(one.readers.filter(part=Reader.Part.PASSED_ON).values_list("staff", flat=True))
    return frozenset(found)


def _send(name: str, school: School, readers: frozenset[UUID], at: datetime, once: str) -> int:
    if not readers:
        return 0
    return len(letters.send(name, Occasion(school=school, by=None, joined=readers), at=at, once=once))
