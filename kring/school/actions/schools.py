"""The school itself: making it, its data and phone numbers, what it does differently, and the demo's date."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from kring.protocol.choices import Variation
from kring.protocol.stappenplan import STAPPENPLAN
from kring.protocol.variation import NotAllowed as VariationNotAllowed
from kring.protocol.variation import problems
from kring.school.actions.words import UNCHANGED, Unchanged, filled_line, line
from kring.school.errors import NotAllowed, Refused
from kring.school.models import Region, School, StaffMember
from kring.school.rights import Right, require
from kring.vault.keys import make_school_key


@transaction.atomic
def add_school(*, name: str, region: str, brin: str = "", is_demo: bool = False) -> School:
    """A new school with its key. Made by a command, so nobody is asked for rights."""
    school = School.objects.create(
        name=filled_line("name", name), region=_region(region), brin=_brin(brin), is_demo=is_demo
    )
    make_school_key(school.id)
    return school


@transaction.atomic
def change_school(
    *,
    by: StaffMember | None,
    at: datetime,
    school: School,
    name: str | Unchanged = UNCHANGED,
    brin: str | Unchanged = UNCHANGED,
    region: str | Unchanged = UNCHANGED,
    phone_head: str | Unchanged = UNCHANGED,
    phone_board: str | Unchanged = UNCHANGED,
    phone_coordinator: str | Unchanged = UNCHANGED,
    phone_inspector: str | Unchanged = UNCHANGED,
    reminder_hour: int | Unchanged = UNCHANGED,
    attach_plan: bool | Unchanged = UNCHANGED,
) -> School:
    """Changes the school's name, region, the numbers to call, the hour (0 to 23) from which it is reminded, and
    whether the plan goes along with its letter as a file.

    A confirmed calendar stays as it was confirmed.
    """
    require(by, Right.PROTOCOL, school_id=school.id)
    school = School.objects.select_for_update().get(id=school.id)
    if name is not UNCHANGED:
        school.name = filled_line("name", name)
    if brin is not UNCHANGED:
        school.brin = _brin(brin)
    if region is not UNCHANGED:
        school.region = _region(region)
    phones = {
        "phone_head": phone_head,
        "phone_board": phone_board,
        "phone_coordinator": phone_coordinator,
        "phone_inspector": phone_inspector,
    }
    for field, phone in phones.items():
        if phone is not UNCHANGED:
            setattr(school, field, line(field, phone, longest=30))
    if not isinstance(reminder_hour, Unchanged):
        school.reminder_hour = _hour(reminder_hour)
    if not isinstance(attach_plan, Unchanged):
        school.attach_plan = attach_plan
    school.save(update_fields=["name", "brin", "region", "reminder_hour", "attach_plan", *phones])
    return school


@transaction.atomic
def save_variation(*, by: StaffMember | None, at: datetime, school: School, variation: Variation) -> School:
    """Stores what the school does differently, for cases that begin from now on.

    Raises `kring.protocol.variation.NotAllowed`, with all its problems, when the protocol does not leave that free.
    """
    require(by, Right.PROTOCOL, school_id=school.id)
    if found := problems(variation, STAPPENPLAN):
        raise VariationNotAllowed(found)
    school = School.objects.select_for_update().get(id=school.id)
    school.variation = variation.to_dict()
    school.save(update_fields=["variation"])
    return school


@transaction.atomic
def move_demo_clock(*, school: School, days: int) -> School:
    """Moves a demo school's date ahead by so many days more."""
    school = School.objects.select_for_update().get(id=school.id)
    if not school.is_demo or days < 0:
        raise NotAllowed("only a demo school's date can be moved, and only ahead")
    school.clock_ahead_days += days
    school.save(update_fields=["clock_ahead_days"])
    return school


def _region(region: str) -> Region:
    if region not in Region.values:
        raise Refused("region", gettext("Kies een regio: Noord, Midden of Zuid."))
    return Region(region)


def _hour(hour: int) -> int:
    if not 0 <= hour <= 23:
        raise Refused("reminder_hour", gettext("Kies een uur."))
    return hour


def _brin(brin: str) -> str:
    """A BRIN number: two digits and two letters, and for a branch two digits more; or empty."""
    brin = line("brin", brin, longest=6).upper()
    fits = len(brin) in (4, 6) and brin[:2].isdigit() and brin[2:4].isalpha() and (brin[4:] or "0").isdigit()
    if brin and not (fits and brin.isascii()):
        raise Refused("brin", gettext("Een BRIN-nummer ziet eruit als 12AB of 12AB00."))
    return brin
