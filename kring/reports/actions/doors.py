"""The doors of a school are opened and shut, and their short address is chosen."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from kring.reports.actions.settling import rest_with_coordinator
from kring.reports.models import Door
from kring.school.act import Act
from kring.school.errors import Refused
from kring.school.models import School
from kring.school.rights import Right, require
from kring.trail.record import record as note_in_trail
from kring.trail.verbs import Verb
from kring.vault.seal import new_key


@dataclass(frozen=True)
class Doors:
    """Which doors are open, at which short address, whom the board named for a report about the head, what parents
    read of whom to speak to and how to complain, and whether the doors say how much was told (`reports/numbers.py`)."""

    address: str
    for_children: bool
    for_parents: bool
    board_name: str = ""
    board_mail: str = ""
    board_phone: str = ""
    contact: str = ""
    complaints: str = ""
    says_numbers: bool = False


def door_of(school: School) -> Door | None:
    """The doors of this school; None when it never opened one."""
    return Door.objects.filter(school=school).select_related("school").first()


def set_doors(*, act: Act, doors: Doors) -> Door:
    """Open or shut the doors. The address may change, and codes go on working: they hang on the school, not on it."""
    require(act.by, Right.PROTOCOL, school_id=act.by.school_id)
    address = doors.address.strip().lower()
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", address) or len(address) > LONGEST:
        raise Refused("address", _("Gebruik alleen letters, cijfers en streepjes, zoals ‘de-wilg’."))
    if doors.board_mail and not doors.board_name.strip():
        raise Refused("board_name", _("Vul ook in wie dit is: dat staat op de pagina voor wie vertelt."))
    complaints = _web_address(doors.complaints.strip())
    with transaction.atomic():
        School.objects.select_for_update(no_key=True).only("pk").get(pk=act.by.school_id)
        if Door.objects.filter(address=address).exclude(school=act.by.school_id).exists():
            raise Refused("address", _("Dit adres heeft een andere school al. Kies een ander."))
        door = Door.objects.filter(school=act.by.school_id).first()
        if door is None:
            door = Door(school_id=act.by.school_id, secret=new_key().hex())
        said = {
            "address": address,
            "for_children": doors.for_children,
            "for_parents": doors.for_parents,
            "board_name": doors.board_name.strip(),
            "board_mail": doors.board_mail.strip().lower(),
            "board_phone": doors.board_phone.strip(),
            "contact": doors.contact.strip(),
            "complaints": complaints,
            "says_numbers": doors.says_numbers,
        }
        if not door._state.adding and all(getattr(door, name) == value for name, value in said.items()):
            return door
        for name, value in said.items():
            setattr(door, name, value)
        # What the worker keeps in this row under the lock of Door is not this verb's to write.
        door.save(update_fields=None if door._state.adding else said)
        note_in_trail(
            verb=Verb.DOORS_CHANGED,
            school_id=door.school_id,
            at=act.at,
            by=act.by,
            for_children=door.for_children,
            for_parents=door.for_parents,
        )
        rest_with_coordinator(school=door.school, at=act.at)
        return door


LONGEST = 40


def _web_address(typed: str) -> str:
    """The address of a page, as a link needs it: who leaves out "https://" means that."""
    if not typed:
        return ""
    whole = typed if "://" in typed else f"https://{typed}"
    try:
        URLValidator(schemes=["http", "https"])(whole)
    except ValidationError as error:
        raise Refused("complaints", _("Dit is geen adres van een pagina, zoals ‘www.school.nl/klachten’.")) from error
    return whole
