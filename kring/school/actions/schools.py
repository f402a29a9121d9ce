"""The school itself: making it, its data and phone numbers, what it does differently, and the demo's date."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext

from kring.protocol.called import problem_of, written
from kring.protocol.choices import Variation
from kring.protocol.editions import PROTOCOLS, current
from kring.protocol.variation import NotAllowed as VariationNotAllowed
from kring.protocol.variation import problems
from kring.school.act import AnyAct, Itself, day_of
from kring.school.actions.days import leave_region
from kring.school.actions.words import UNCHANGED, Unchanged, filled_line, line
from kring.school.actions.writing import note, store
from kring.school.errors import NotAllowed, Refused
from kring.school.models import Region, School
from kring.school.rights import Right, require
from kring.trail.record import Key
from kring.trail.verbs import Verb
from kring.vault.keys import make_school_key


@transaction.atomic
def add_school(*, act: Itself, name: str, region: str, brin: str = "", is_demo: bool = False) -> School:
    """A new school with its key. Made by a command, so nobody is asked for rights."""
    school = School.objects.create(
        name=filled_line("name", name), region=_region(region), brin=_brin(brin), is_demo=is_demo
    )
    make_school_key(school.id)
    note(act, Verb.SCHOOL_ADDED, school_id=school.id)
    return school


@transaction.atomic
def change_school(
    *,
    act: AnyAct,
    school: School,
    name: str | Unchanged = UNCHANGED,
    brin: str | Unchanged = UNCHANGED,
    region: str | Unchanged = UNCHANGED,
    phone: str | Unchanged = UNCHANGED,
    phone_head: str | Unchanged = UNCHANGED,
    phone_board: str | Unchanged = UNCHANGED,
    phone_coordinator: str | Unchanged = UNCHANGED,
    coordinator_word: str | Unchanged = UNCHANGED,
    reminder_hour: int | Unchanged = UNCHANGED,
    attach_plan: bool | Unchanged = UNCHANGED,
    protocol: str | Unchanged = UNCHANGED,
) -> School:
    """Changes the school's name, region, the numbers to call, the hour (0 to 23) from which it is reminded, and
    whether the plan goes along with its letter as a file, the protocol it follows, and what it calls its coordinator.

    Another region leaves nothing of the old one that is still to come: its holidays do not count any more, and the
    years from today on are to be confirmed anew. What has passed stays, and a running case keeps its protocol.
    """
    require(act.by, Right.PROTOCOL, school_id=school.id)
    school = School.objects.select_for_update(no_key=True).get(id=school.id)
    if name is not UNCHANGED:
        name = filled_line("name", name)
    if brin is not UNCHANGED:
        brin = _brin(brin)
    if region is not UNCHANGED:
        region = _region(region)
    if not isinstance(reminder_hour, Unchanged):
        reminder_hour = _hour(reminder_hour)
    if not isinstance(protocol, Unchanged) and protocol not in PROTOCOLS:
        raise Refused("protocol", gettext("Kies een van de protocollen."))
    if not isinstance(coordinator_word, Unchanged):
        coordinator_word = _coordinator_word(coordinator_word)
    moves = not isinstance(region, Unchanged) and region != school.region
    if moves:
        leave_region(school, day_of(act))
    phones = {
        "phone": phone,
        "phone_head": phone_head,
        "phone_board": phone_board,
        "phone_coordinator": phone_coordinator,
    }
    numbers = {
        field: line(field, phone, longest=30) for field, phone in phones.items() if not isinstance(phone, Unchanged)
    }
    if store(
        school,
        name=name,
        brin=brin,
        region=region,
        region_since=day_of(act) if moves else UNCHANGED,
        reminder_hour=reminder_hour,
        attach_plan=attach_plan,
        protocol=protocol,
        coordinator_word=coordinator_word,
        **numbers,
    ):
        note(
            act,
            Verb.SCHOOL_CHANGED,
            school_id=school.id,
            subject_id=school.id,
            region=Region(school.region),
            reminder_hour=school.reminder_hour,
            attach_plan=school.attach_plan,
            protocol=Key(school.protocol),
        )
    return school


@transaction.atomic
def save_variation(*, act: AnyAct, school: School, variation: Variation) -> School:
    """Stores what the school does differently, for cases that begin from now on.

    Raises `kring.protocol.variation.NotAllowed`, with all its problems, when the protocol does not leave that free.
    """
    require(act.by, Right.PROTOCOL, school_id=school.id)
    school = School.objects.select_for_update(no_key=True).get(id=school.id)
    protocol = current(school.protocol)
    if found := problems(variation, protocol):
        raise VariationNotAllowed(found)
    variation = replace(variation, protocol=protocol.key, edition=protocol.edition)
    if store(school, variation=variation.to_dict()):
        note(act, Verb.PROTOCOL_VARIED, school_id=school.id, subject_id=school.id)
    return school


@transaction.atomic
def move_demo_clock(*, act: AnyAct, school: School, days: int) -> School:
    """Moves a demo school's date ahead by so many days more."""
    school = School.objects.select_for_update(no_key=True).get(id=school.id)
    if not school.is_demo or days < 0:
        raise NotAllowed("only a demo school's date can be moved, and only ahead")
    if store(school, clock_ahead_days=school.clock_ahead_days + days):
        note(act, Verb.SCHOOL_CLOCK_MOVED, school_id=school.id, subject_id=school.id, days=days)
    return school


def _region(region: str) -> Region:
    if region not in Region.values:
        raise Refused("region", gettext("Kies een regio: Noord, Midden of Zuid."))
    return Region(region)


def _hour(hour: int) -> int:
    if not 0 <= hour <= 23:
        raise Refused("reminder_hour", gettext("Kies een uur."))
    return hour


def _coordinator_word(word: str) -> str:
    word = written(line("coordinator_word", word))
    if problem := problem_of(word):
        raise Refused("coordinator_word", gettext(problem))
    return word


def _brin(brin: str) -> str:
    """A BRIN number: two digits and two letters, and for a branch two digits more; or empty."""
    brin = line("brin", brin, longest=6).upper()
    fits = len(brin) in (4, 6) and brin[:2].isdigit() and brin[2:4].isalpha() and (brin[4:] or "0").isdigit()
    if brin and not (fits and brin.isascii()):
        raise Refused("brin", gettext("Een BRIN-nummer ziet eruit als 12AB of 12AB00."))
    return brin
