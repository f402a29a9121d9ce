"""Pupils, their guardians, and who has custody over whom."""

import uuid
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext

from kring.school.actions.words import UNCHANGED, Unchanged, filled_line, line, lines
from kring.school.errors import Refused
from kring.school.models import Custody, Group, Guardian, Guardianship, Pupil, Relation, School, StaffMember
from kring.school.rights import Right, require, require_same_school


@transaction.atomic
def add_pupil(
    *,
    by: StaffMember | None,
    at: datetime,
    school: School,
    first_name: str,
    last_name: str = "",
    group: Group | None = None,
    id: uuid.UUID | None = None,
) -> Pupil:
    """A new pupil, in a group or in none yet."""
    require(by, Right.PEOPLE, school_id=school.id)
    if group is not None:
        require_same_school(school.id, group.school_id)
    pupil, _ = Pupil.objects.get_or_create(
        id=id or uuid.uuid4(),
        defaults={
            "school": school,
            "first_name": filled_line("first_name", first_name),
            "last_name": line("last_name", last_name),
            "group": group,
        },
    )
    require_same_school(school.id, pupil.school_id)
    return pupil


@transaction.atomic
def change_pupil(
    *,
    by: StaffMember | None,
    at: datetime,
    pupil: Pupil,
    first_name: str | Unchanged = UNCHANGED,
    last_name: str | Unchanged = UNCHANGED,
    group: Group | Unchanged | None = UNCHANGED,
    left_on: date | Unchanged | None = UNCHANGED,
) -> Pupil:
    """Changes a pupil's name or group, or when the pupil left (None: still here)."""
    require(by, Right.PEOPLE, school_id=pupil.school_id)
    pupil = Pupil.objects.select_for_update().get(id=pupil.id)
    if first_name is not UNCHANGED:
        pupil.first_name = filled_line("first_name", first_name)
    if last_name is not UNCHANGED:
        pupil.last_name = line("last_name", last_name)
    if group is not UNCHANGED:
        if group is not None:
            require_same_school(pupil.school_id, group.school_id)
        pupil.group = group
    if left_on is not UNCHANGED:
        pupil.left_on = left_on
    pupil.save()
    return pupil


@transaction.atomic
def add_guardian(
    *,
    by: StaffMember | None,
    at: datetime,
    pupil: Pupil,
    name: str,
    relation: str,
    custody: str = Custody.UNKNOWN,
    phone: str = "",
    email: str = "",
    reach: str = "",
    id: uuid.UUID | None = None,
) -> Guardianship:
    """A new guardian of a pupil. `id` becomes the guardian's. `reach` says how and when to reach them."""
    require(by, Right.PEOPLE, school_id=pupil.school_id)
    guardian, is_new = Guardian.objects.get_or_create(
        id=id or uuid.uuid4(),
        defaults={
            "school_id": pupil.school_id,
            "name": filled_line("name", name),
            "phone": line("phone", phone),
            "email": _email(email),
            "reach": lines("reach", reach),
        },
    )
    if not is_new:
        return Guardianship.objects.get(guardian=guardian, pupil=pupil)
    return _linked(by=by, at=at, pupil=pupil, guardian=guardian, relation=relation, custody=custody)


@transaction.atomic
def link_guardian(
    *,
    by: StaffMember | None,
    at: datetime,
    pupil: Pupil,
    guardian: Guardian,
    relation: str,
    custody: str = Custody.UNKNOWN,
) -> Guardianship:
    """A guardian who is known already (of a brother or sister) becomes a guardian of this pupil too."""
    require(by, Right.PEOPLE, school_id=pupil.school_id)
    return _linked(by=by, at=at, pupil=pupil, guardian=guardian, relation=relation, custody=custody)


@transaction.atomic
def change_guardian(
    *,
    by: StaffMember | None,
    at: datetime,
    guardian: Guardian,
    name: str | Unchanged = UNCHANGED,
    phone: str | Unchanged = UNCHANGED,
    email: str | Unchanged = UNCHANGED,
    reach: str | Unchanged = UNCHANGED,
) -> Guardian:
    """Changes a guardian's name, or how to reach them."""
    require(by, Right.PEOPLE, school_id=guardian.school_id)
    guardian = Guardian.objects.select_for_update().get(id=guardian.id)
    if name is not UNCHANGED:
        guardian.name = filled_line("name", name)
    if phone is not UNCHANGED:
        guardian.phone = line("phone", phone)
    if email is not UNCHANGED:
        guardian.email = _email(email)
    if reach is not UNCHANGED:
        guardian.reach = lines("reach", reach)
    guardian.save()
    return guardian


@transaction.atomic
def change_guardianship(
    *, by: StaffMember | None, at: datetime, guardianship: Guardianship, relation: str
) -> Guardianship:
    """Changes what a guardian is to a pupil."""
    require(by, Right.PEOPLE, school_id=guardianship.school_id)
    guardianship.relation = _relation(relation)
    guardianship.save(update_fields=["relation"])
    return guardianship


@transaction.atomic
def set_custody(*, by: StaffMember | None, at: datetime, guardianship: Guardianship, custody: str) -> Guardianship:
    """Says whether a guardian has custody over a pupil. Who said so and when is kept with it."""
    require(by, Right.PEOPLE, school_id=guardianship.school_id)
    guardianship.custody = _custody(custody)
    guardianship.custody_set_by = by
    guardianship.custody_set_at = at
    guardianship.save(update_fields=["custody", "custody_set_by", "custody_set_at"])
    return guardianship


@transaction.atomic
def unlink_guardian(*, by: StaffMember | None, at: datetime, guardianship: Guardianship) -> None:
    """A guardian is no longer a guardian of this pupil. Their own data stay, also without any pupil."""
    require(by, Right.PEOPLE, school_id=guardianship.school_id)
    guardianship.delete()


def _linked(
    *, by: StaffMember | None, at: datetime, pupil: Pupil, guardian: Guardian, relation: str, custody: str
) -> Guardianship:
    require_same_school(pupil.school_id, guardian.school_id)
    guardianship, is_new = Guardianship.objects.get_or_create(
        pupil=pupil,
        guardian=guardian,
        defaults={
            "school_id": pupil.school_id,
            "relation": _relation(relation),
            "custody": _custody(custody),
            "custody_set_by": by,
            "custody_set_at": at,
        },
    )
    if not is_new:
        raise Refused("guardian", gettext("Deze ouder of verzorger staat al bij dit kind."))
    return guardianship


def _email(email: str) -> str:
    email = line("email", email)
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise Refused("email", gettext("Dit is geen e-mailadres. Laat het anders leeg.")) from error
    return email


def _relation(relation: str) -> Relation:
    if relation not in Relation.values:
        raise Refused("relation", gettext("Kies wat deze persoon voor het kind is."))
    return Relation(relation)


def _custody(custody: str) -> Custody:
    if custody not in Custody.values:
        raise Refused("custody", gettext("Kies of deze persoon gezag heeft, of dat je het niet weet."))
    return Custody(custody)
