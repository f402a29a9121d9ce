"""Pupils, their guardians, and who has custody over whom."""

import uuid
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext, gettext_lazy

from kring.school.act import Act, AnyAct
from kring.school.actions.words import UNCHANGED, Unchanged, filled_line, line, lines
from kring.school.actions.writing import note, store
from kring.school.errors import Refused
from kring.school.former_names import remembering
from kring.school.models import Custody, Group, Guardian, Guardianship, Pupil, Relation, School
from kring.school.rights import Right, may, require, require_same_school
from kring.trail.record import record
from kring.trail.verbs import Verb

LONGEST_HELD_BACK = timedelta(days=366)
WHY_HELD_BACK = gettext_lazy("Schrijf op waarom deze ouder nog niets hoort.")


@transaction.atomic
def add_pupil(
    *,
    act: AnyAct,
    school: School,
    first_name: str,
    last_name: str = "",
    group: Group | None = None,
    next_group: Group | None = None,
    id: uuid.UUID | None = None,
) -> Pupil:
    """A new pupil, in a group or in none yet; `next_group` is one that begins later."""
    require(act.by, Right.PEOPLE, school_id=school.id)
    for one in filter(None, (group, next_group)):
        require_same_school(school.id, one.school_id)
    pupil, is_new = Pupil.objects.get_or_create(
        id=id or uuid.uuid4(),
        defaults={
            "school": school,
            "first_name": filled_line("first_name", first_name),
            "last_name": line("last_name", last_name),
            "group": group,
            "next_group": next_group,
        },
    )
    require_same_school(school.id, pupil.school_id)
    if is_new:
        note(act, Verb.PUPIL_ADDED, school_id=school.id, subject_id=pupil.id)
    return pupil


@transaction.atomic
def change_pupil(
    *,
    act: AnyAct,
    pupil: Pupil,
    first_name: str | Unchanged = UNCHANGED,
    last_name: str | Unchanged = UNCHANGED,
    group: Group | Unchanged | None = UNCHANGED,
    next_group: Group | Unchanged | None = UNCHANGED,
    left_on: date | Unchanged | None = UNCHANGED,
) -> Pupil:
    """Changes a pupil's name or group, or when the pupil left (None: still here). The former name is kept (034).

    `next_group` is where it goes when that group begins; until then it stays where it is.
    """
    require(act.by, Right.PEOPLE, school_id=pupil.school_id)
    pupil = Pupil.objects.select_for_update(no_key=True).get(id=pupil.id)
    if first_name is not UNCHANGED:
        first_name = filled_line("first_name", first_name)
    if last_name is not UNCHANGED:
        last_name = line("last_name", last_name)
    for one in (group, next_group):
        if isinstance(one, Group):
            require_same_school(pupil.school_id, one.school_id)
    before = pupil.first_name, pupil.last_name
    changed = store(
        pupil,
        first_name=first_name,
        last_name=last_name,
        group_id=_key(group),
        next_group_id=_key(next_group),
        left_on=left_on,
    )
    store(pupil, former_names=remembering(pupil.former_names, before=before, now=(pupil.first_name, pupil.last_name)))
    if changed:
        note(
            act,
            Verb.PUPIL_CHANGED,
            school_id=pupil.school_id,
            subject_id=pupil.id,
            group=pupil.group_id,
            next_group=pupil.next_group_id,
            left_on=pupil.left_on,
        )
    return pupil


def _key(group: Group | Unchanged | None) -> uuid.UUID | Unchanged | None:
    return group.pk if isinstance(group, Group) else group


@transaction.atomic
def add_guardian(
    *,
    act: AnyAct,
    pupil: Pupil,
    name: str,
    relation: str,
    custody: str = Custody.UNKNOWN,
    phone: str = "",
    email: str = "",
    reach: str = "",
    language: str = "",
    interpreter: bool = False,
    address_secret: bool = False,
    call_apart: bool = False,
    id: uuid.UUID | None = None,
) -> Guardianship:
    """A new guardian of a pupil. `id` becomes the guardian's. `reach` says how and when to reach them, `language` which
    one they speak where that is not Dutch; `address_secret` that address and number are told to nobody, `call_apart`
    that this one is never spoken to together with another parent (decision 084)."""
    require(act.by, Right.PEOPLE, school_id=pupil.school_id)
    guardian, is_new = Guardian.objects.get_or_create(
        id=id or uuid.uuid4(),
        defaults={
            "school_id": pupil.school_id,
            "name": filled_line("name", name),
            "phone": line("phone", phone),
            "email": _email(email),
            "reach": lines("reach", reach),
            "language": line("language", language) or None,
            "interpreter": interpreter,
            "address_secret": address_secret,
            "call_apart": call_apart,
        },
    )
    if not is_new:
        return Guardianship.objects.get(guardian=guardian, pupil=pupil)
    return _linked(act, pupil, guardian, relation, custody)


@transaction.atomic
def link_guardian(
    *,
    act: AnyAct,
    pupil: Pupil,
    guardian: Guardian,
    relation: str,
    custody: str = Custody.UNKNOWN,
) -> Guardianship:
    """A guardian who is known already (of a brother or sister) becomes a guardian of this pupil too."""
    require(act.by, Right.PEOPLE, school_id=pupil.school_id)
    return _linked(act, pupil, guardian, relation, custody, linked=True)


@transaction.atomic
def change_guardian(
    *,
    act: AnyAct,
    guardianship: Guardianship,
    relation: str | Unchanged = UNCHANGED,
    name: str | Unchanged = UNCHANGED,
    phone: str | Unchanged = UNCHANGED,
    email: str | Unchanged = UNCHANGED,
    reach: str | Unchanged = UNCHANGED,
    language: str | Unchanged | None = UNCHANGED,
    interpreter: bool | Unchanged = UNCHANGED,
    address_secret: bool | Unchanged = UNCHANGED,
    call_apart: bool | Unchanged = UNCHANGED,
) -> Guardianship:
    """Changes what a guardian is to a pupil; and, for all children of this guardian, the name or how to reach them.

    The former name is kept (034). A number that a caller added is looked at by it, whether it was changed or not.
    """
    require(act.by, Right.PEOPLE, school_id=guardianship.school_id)
    link = _locked(guardianship)
    if relation is not UNCHANGED:
        relation = _relation(relation)
    if name is not UNCHANGED:
        name = filled_line("name", name)
    if phone is not UNCHANGED:
        phone = line("phone", phone)
    if email is not UNCHANGED:
        email = _email(email)
    if reach is not UNCHANGED:
        reach = lines("reach", reach)
    if language is not UNCHANGED:
        language = line("language", language or "") or None
    guardian = link.guardian = Guardian.objects.select_for_update(no_key=True).get(id=link.guardian_id)
    before = guardian.name
    is_other = store(link, relation=relation)
    changed = store(
        guardian,
        name=name,
        phone=phone,
        email=email,
        reach=reach,
        language=language,
        interpreter=interpreter,
        address_secret=address_secret,
        call_apart=call_apart,
        phone_added_by_id=None,
    )
    store(guardian, former_names=remembering(guardian.former_names, before=[before], now=[guardian.name]))
    if changed or is_other:
        note(act, Verb.GUARDIAN_CHANGED, school_id=link.school_id, subject_id=link.id, pupil=link.pupil_id)
    return link


@transaction.atomic
def add_missing_phone(
    *, act: Act, guardianship: Guardianship, phone: str, case_id: uuid.UUID | None = None
) -> Guardianship:
    """The number of a guardian of whom none was known, by somebody who has to call: those who keep the data look at it.

    That this person has to call is asked by the verb above it, which knows the cases; `case_id` is for which case.
    Refused once there is another number.
    """
    require_same_school(act.by.school_id, guardianship.school_id)
    link = _locked(guardianship)
    guardian = link.guardian = Guardian.objects.select_for_update(no_key=True).get(id=link.guardian_id)
    phone = filled_line("phone", phone)
    if guardian.phone == phone:
        return link
    if guardian.phone:
        raise Refused("phone", gettext("Er staat intussen een nummer. Klopt het niet, vraag het dan de directeur."))
    keeps = may(act.by, Right.PEOPLE)
    store(guardian, phone=phone, phone_added_by_id=None if keeps else act.by.pk)
    record(
        verb=Verb.GUARDIAN_PHONE_ADDED,
        school_id=link.school_id,
        at=act.at,
        by=act.by,
        case_id=case_id,
        subject_id=link.id,
        pupil=link.pupil_id,
    )
    return link


@transaction.atomic
def set_custody(*, act: AnyAct, guardianship: Guardianship, custody: str) -> Guardianship:
    """Says whether a guardian has custody over a pupil. Who said so and when is kept with it."""
    require(act.by, Right.PEOPLE, school_id=guardianship.school_id)
    link = _locked(guardianship)
    store(link, custody=_custody(custody), custody_set_by_id=act.by.pk if act.by else None, custody_set_at=act.at)
    note(
        act,
        Verb.GUARDIAN_CUSTODY_SET,
        school_id=link.school_id,
        subject_id=link.id,
        pupil=link.pupil_id,
        custody=Custody(link.custody),
    )
    return link


@transaction.atomic
def hold_back(*, act: Act, guardianship: Guardianship, until: date | None, because: str = "") -> Guardianship:
    """Until this day, it included, this guardian hears nothing of this pupil yet, and why; None lets it go."""
    require(act.by, Right.PEOPLE, school_id=guardianship.school_id)
    link = _locked(guardianship)
    because = lines("because", because) if until else ""
    if until and until < act.today:
        raise Refused("until", gettext("Deze dag is al geweest. Maak het leeg als deze ouder alles mag horen."))
    if until and until > act.today + LONGEST_HELD_BACK:
        raise Refused("until", gettext("Dit is meer dan een jaar vooruit. Klopt het jaar?"))
    if until and not because.strip():
        raise Refused("because", str(WHY_HELD_BACK))
    if store(link, not_told_until=until, not_told_because=because or None):
        note(
            act,
            Verb.GUARDIAN_HELD_BACK,
            school_id=link.school_id,
            subject_id=link.id,
            pupil=link.pupil_id,
            until=until,
        )
    return link


@transaction.atomic
def unlink_guardian(*, act: AnyAct, guardianship: Guardianship) -> None:
    """A guardian is no longer a guardian of this pupil. Their own data stay, also without any pupil.

    Doing it again changes nothing.
    """
    require(act.by, Right.PEOPLE, school_id=guardianship.school_id)
    gone, _per_model = Guardianship.objects.filter(pk=guardianship.pk).delete()
    if gone:
        note(
            act,
            Verb.GUARDIAN_CHANGED,
            school_id=guardianship.school_id,
            subject_id=guardianship.pk,
            pupil=guardianship.pupil_id,
            unlinked=True,
        )


def _locked(guardianship: Guardianship) -> Guardianship:
    """The link as it is now; a colleague may have taken it away."""
    link = Guardianship.objects.select_for_update(no_key=True).filter(pk=guardianship.pk).first()
    if link is None:
        raise Refused(None, gettext("Deze persoon staat niet meer bij dit kind."))
    return link


def _linked(act: AnyAct, pupil: Pupil, guardian: Guardian, relation: str, custody: str, **detail: bool) -> Guardianship:
    require_same_school(pupil.school_id, guardian.school_id)
    guardianship, is_new = Guardianship.objects.get_or_create(
        pupil=pupil,
        guardian=guardian,
        defaults={
            "school_id": pupil.school_id,
            "relation": _relation(relation),
            "custody": _custody(custody),
            "custody_set_by": act.by,
            "custody_set_at": act.at,
        },
    )
    if not is_new:
        raise Refused("guardian", gettext("Deze ouder of verzorger staat al bij dit kind."))
    note(
        act,
        Verb.GUARDIAN_ADDED,
        school_id=pupil.school_id,
        subject_id=guardianship.id,
        pupil=pupil.id,
        custody=Custody(guardianship.custody),
        **detail,
    )
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
