"""The staff of a school, and the account that somebody signs in with."""

import uuid

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext

from kring.school.act import AnyAct
from kring.school.actions.agenda import stop_address_of
from kring.school.actions.portraits import take_portrait_of
from kring.school.actions.proposing import given_alone, propose, settle
from kring.school.actions.words import UNCHANGED, Unchanged, filled_line, line
from kring.school.actions.writing import look_anew, note, store
from kring.school.errors import Refused
from kring.school.models import Account, Proposal, Role, School, StaffMember
from kring.school.one_hand import let_in_lately
from kring.school.rights import Right, may, require, require_same_school, roles_with, sees_cases
from kring.school.second_yes import able_to_answer, address_waits, is_able_to_answer, role_waits, waiting
from kring.trail.verbs import Verb


def add_staff(
    *,
    act: AnyAct,
    school: School,
    name: str,
    role: str,
    form_of_address: str = "",
    email: str = "",
    password: str | None = None,
    invite: bool = False,
    id: uuid.UUID | None = None,
) -> StaffMember:
    """A new member of staff; with an e-mail address also an account.

    A role that sees cases waits for a second person's yes (`second_yes`): until then nobody works here under this name,
    and `invite` says whether they are sent the link to come in once they do.

    An account that exists (somebody who works at two schools) is used as it is: a school never sets the password of an
    account that may be another school's too. Without a password nobody can sign in until one is set by mail.
    """
    require(act.by, Right.PEOPLE, school_id=school.id)
    hashed = _hashed(password)
    with transaction.atomic():
        staff, is_new = StaffMember.objects.get_or_create(
            id=id or uuid.uuid4(),
            defaults={
                "school": school,
                "name": filled_line("name", name),
                "form_of_address": line("form_of_address", form_of_address, longest=60),
                "role": _role(role),
            },
        )
        require_same_school(school.id, staff.school_id)
        if is_new:
            if email.strip():
                _give_account(staff, email, hashed, asks=act.by is not None)
            note(act, Verb.STAFF_ADDED, school_id=school.id, subject_id=staff.id, role=Role(staff.role))
            if role_waits(act.by, staff, role=staff.role, is_new=True):
                store(staff, is_active=False)
                propose(act, staff, Proposal.Of.ROLE, role=staff.role, invite=invite)
            else:
                given_alone(act, staff, role=staff.role, before="")
            look_anew(school.id)
    return staff


@transaction.atomic
def change_staff(
    *,
    act: AnyAct,
    staff: StaffMember,
    name: str | Unchanged = UNCHANGED,
    form_of_address: str | Unchanged = UNCHANGED,
    role: str | Unchanged = UNCHANGED,
    is_active: bool | Unchanged = UNCHANGED,
    email: str | Unchanged = UNCHANGED,
) -> StaffMember:
    """Changes name, role, address, or whether somebody still works here. A head or administrator always remains, and
    somebody who can say yes.

    Nobody changes their own role. A role that sees cases, and another address for who sees cases, wait for a second
    person's yes (`second_yes`); all else that was asked is done at once. With another `email` somebody signs in with
    that one from now on, see `add_staff`; with an empty one not at all. The account that they had stays: it may be
    another school's too.
    """
    require(act.by, Right.PEOPLE, school_id=staff.school_id)
    hold(staff.school_id)
    staff = StaffMember.objects.select_related("school", "account").get(id=staff.id)
    works = staff.is_active if isinstance(is_active, Unchanged) else is_active
    asked = staff.role if isinstance(role, Unchanged) else _role(role)
    if act.by is not None and act.by.id == staff.id and (asked, works) != (staff.role, staff.is_active):
        raise Refused("role", gettext("Je kunt je eigen rol niet veranderen. Vraag het een collega."))
    if works and role_waits(act.by, staff, role=asked):
        propose(act, staff, Proposal.Of.ROLE, role=asked)
        role = is_active = UNCHANGED
    if not isinstance(email, Unchanged) and works:
        wanted = email.strip().lower()
        if wanted and wanted != _address_of(staff):
            keep_hands_apart(act, staff)
        if wanted and wanted != _address_of(staff) and address_waits(act.by, staff):
            _check_address(staff, wanted)
            propose(act, staff, Proposal.Of.ADDRESS, email=wanted)
            email = UNCHANGED
    role_before = staff.role if staff.is_active else ""
    changed = carry_out(
        act=act, staff=staff, name=name, form_of_address=form_of_address, role=role, is_active=is_active, email=email
    )
    if changed.is_active and changed.role != role_before:
        given_alone(act, changed, role=changed.role, before=role_before)
    if role_before and not changed.is_active:
        for proposal in waiting(changed):
            settle(act, proposal, Proposal.State.WITHDRAWN, Verb.PROPOSAL_WITHDRAWN)
    return changed


def keep_hands_apart(act: AnyAct, staff: StaffMember, *, field: str | None = "email") -> None:
    """Refuses another address by who let this person back in a short time ago."""
    if act.by is not None and let_in_lately(act.by, staff, act.at):
        raise Refused(
            field,
            gettext("Jij liet %(name)s pas weer binnen. Laat een andere collega het adres veranderen.")
            % {"name": staff.name},
        )


def hold(school_id: uuid.UUID) -> None:
    """Nobody else changes who works here until the transaction ends: two people who take each other's role at once must
    not both succeed."""
    School.objects.select_for_update().get(id=school_id)


def carry_out(
    *,
    act: AnyAct,
    staff: StaffMember,
    name: str | Unchanged = UNCHANGED,
    form_of_address: str | Unchanged = UNCHANGED,
    role: str | Unchanged = UNCHANGED,
    is_active: bool | Unchanged = UNCHANGED,
    email: str | Unchanged = UNCHANGED,
    noted: bool = True,
) -> StaffMember:
    """Does what `change_staff` was asked, for whoever may: it asks for no right and no second person.

    Only `change_staff` and the yes to a proposal call it, within `hold`; a yes has a line of its own in the trail.
    """
    address = _address_of(staff)
    managed_before, answered_before = may(staff, Right.PEOPLE), is_able_to_answer(staff)
    if name is not UNCHANGED:
        name = filled_line("name", name)
    if form_of_address is not UNCHANGED:
        form_of_address = line("form_of_address", form_of_address, longest=60)
    is_other = store(staff, name=name, form_of_address=form_of_address, role=role, is_active=is_active)
    if managed_before and not may(staff, Right.PEOPLE):
        others = StaffMember.objects.filter(
            school_id=staff.school_id, is_active=True, role__in=roles_with(Right.PEOPLE)
        )
        if not others.exclude(id=staff.id).exists():
            raise Refused(
                "role" if staff.is_active else "is_active",
                gettext("Er moet altijd een directeur of beheerder zijn. Geef eerst een ander die rol."),
            )
    if not sees_cases(staff):
        stop_address_of(staff)  # so that it does not come back to life when the person does
    if not may(staff, Right.DOORS):
        take_portrait_of(staff)  # nor their face
    wanted = address if isinstance(email, Unchanged) else email.strip().lower()
    if wanted and wanted != address:
        _give_account(staff, wanted, None, asks=act.by is not None)
    elif address and not wanted:
        _take_account(staff)
    if answered_before and not able_to_answer(staff.school):
        raise Refused(
            _what_went(staff),
            gettext(
                "Dan kan niemand meer ja zeggen op een voorstel. Zorg eerst dat een andere directeur of {coordinator}"
                " kan inloggen."
            ),
        )
    if is_other or wanted != address:
        look_anew(staff.school_id)
    if noted and (is_other or wanted != address):
        note(
            act,
            Verb.STAFF_CHANGED,
            school_id=staff.school_id,
            subject_id=staff.id,
            role=Role(staff.role),
            is_active=staff.is_active,
            other_address=wanted != address,
        )
    return staff


def _what_went(staff: StaffMember) -> str:
    """The field of the form by which somebody cannot say yes any more."""
    if not staff.is_active:
        return "is_active"
    return "role" if staff.account else "email"


def _address_of(staff: StaffMember) -> str:
    return staff.account.email if staff.account else ""


def _take_account(staff: StaffMember) -> None:
    staff.account, staff.joins = None, StaffMember.Joins.JOINED
    staff.save(update_fields=["account", "joins"])
    stop_address_of(staff)


def _give_account(staff: StaffMember, email: str, hashed: str | None, *, asks: bool) -> None:
    email = email.strip().lower()
    _check_address(staff, email)
    account, is_new = _account_of(email, hashed)
    if hashed is not None and not is_new:
        raise Refused("password", gettext("Met dit e-mailadres kan al worden ingelogd. Laat het wachtwoord leeg."))
    # allauth keeps addresses in its own table. The school vouches for it, so nobody has to confirm it by mail.
    vouched = EmailAddress(user=account, email=email, verified=True, primary=True)
    EmailAddress.objects.bulk_create([vouched], ignore_conflicts=True)
    if staff.account_id != account.pk:
        stop_address_of(staff)
    staff.account = account
    # One that is there already is somebody's: it joins when they say so. What Kring itself gives is given.
    asked = not is_new and asks
    staff.joins = StaffMember.Joins.ASKED if asked else StaffMember.Joins.JOINED
    staff.save(update_fields=["account", "joins"])


def _account_of(email: str, hashed: str | None) -> tuple[Account, bool]:
    """The account with this address, and whether it is new. The database is asked the same of either, so that the time
    of the answer does not tell a school who works elsewhere."""
    new = Account(email=email, password=hashed if hashed is not None else make_password(None))
    Account.objects.bulk_create([new], ignore_conflicts=True)
    account = Account.objects.get(email=email)
    return account, account.pk == new.pk


def _check_address(staff: StaffMember, email: str) -> None:
    """Refuses what is no address, or is a colleague's."""
    try:
        validate_email(email)
    except ValidationError as error:
        sentence = gettext("Dit is geen e-mailadres. Een e-mailadres ziet eruit als naam@school.nl.")
        raise Refused("email", sentence) from error
    if StaffMember.objects.filter(school_id=staff.school_id, account__email=email).exclude(id=staff.id).exists():
        raise Refused("email", gettext("Dit e-mailadres is al van een collega."))


def _hashed(password: str | None) -> str | None:
    """The hash of a new password. Made before the transaction: hashing is slow on purpose."""
    if password is None:
        return None
    try:
        validate_password(password)
    except ValidationError as error:
        raise Refused("password", " ".join(error.messages)) from error
    return make_password(password)


def _role(role: str) -> Role:
    if role not in Role.values:
        raise Refused("role", gettext("Kies een rol."))
    return Role(role)
