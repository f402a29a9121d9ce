"""The second step of signing in: set up, shown, taken away. What is shown counts once, whoever sends it twice.

An account may belong to several schools: what it does with its second step is a line in the trail of each of them.
`at` is the real moment, also in a demo whose clock runs ahead: the app on a telephone knows no other.
"""

from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from kring.names.typed import has_control, one_line
from kring.school.act import AnyAct
from kring.school.codes import digest_of_spare, half_minute_shown, new_spare_code
from kring.school.errors import NotAllowed, Refused
from kring.school.models import Account, Factor, FactorKind, School, SpareCode, StaffMember
from kring.school.one_hand import had_hand_in_address
from kring.school.rights import Right, require
from kring.school.second_step import may_be_let_in, opened, owned_by, sealed, stays
from kring.trail.models import TrailLine
from kring.trail.record import Detail, record
from kring.trail.verbs import Verb
from kring.words import HERE

SPARE_CODES = 8
AT_MOST = 10
"""Factors of one account: whoever gets this far is trying something else than signing in."""


LONGEST_NAME = 60
"""Of what its owner calls an app or a passkey."""


@dataclass(frozen=True)
class Added:
    """A new app or passkey, and the spare codes that came along with it: with the first one, or when none were left."""

    factor: Factor
    codes: list[str]


@transaction.atomic
def add_app(*, account: Account, secret: bytes, code: str, name: str = "", at: datetime) -> Added:
    """An app that holds this secret, as its first code proves. That code is spent: it opens nothing any more."""
    _lock(account)
    shown = half_minute_shown(secret, code, at=at, after=0)
    if shown is None:
        raise Refused("code", _("Deze code klopt niet. Kijk of er al een nieuwe in de app staat, en typ die."))
    return _add(account, FactorKind.APP, secret, name, counted=shown, at=at)


@transaction.atomic
def add_passkey(*, account: Account, credential: bytes, counted: int, name: str = "", at: datetime) -> Added:
    """A passkey that was made in the browser, and judged to be one by whoever calls this."""
    _lock(account)
    return _add(account, FactorKind.PASSKEY, credential, name, counted=counted, at=at)


@transaction.atomic
def show_code(*, account: Account, code: str, at: datetime) -> Factor | None:
    """The app of which this is a code that was not taken before; None when it is none. It counts once."""
    _lock(account)
    for app in owned_by(account).apps:
        shown = half_minute_shown(opened(app), code, at=at, after=app.counted)
        if shown is not None:
            app.counted, app.used_at = shown, at
            app.save(update_fields=["counted", "used_at"])
            return app
    return None


@transaction.atomic
def show_spare_code(*, account: Account, code: str, at: datetime) -> int | None:
    """How many spare codes are left after this one; None when it is none, or was used before."""
    _lock(account)
    gone, _each = SpareCode.objects.filter(
        account=account, digest=digest_of_spare(code, account_id=account.pk)
    ).delete()
    if not gone:
        return None
    left = SpareCode.objects.filter(account=account).count()
    _note(account, Verb.SPARE_CODES_USED, at=at, left=left)
    return left


@transaction.atomic
def show_passkey(*, account: Account, factor: Factor, counted: int, at: datetime) -> bool:
    """Notes that a passkey was shown, which whoever calls this has judged. False for a copy, which counts behind it.

    Most passkeys count nothing, and stay at 0.
    """
    _lock(account)
    known = Factor.objects.filter(account=account, pk=factor.pk).first()
    if known is None or (counted <= known.counted and (counted, known.counted) != (0, 0)):
        return False
    known.counted, known.used_at = counted, at
    known.save(update_fields=["counted", "used_at"])
    return True


@transaction.atomic
def make_spare_codes(*, account: Account, at: datetime) -> list[str]:
    """New spare codes, to be shown once: those from before stop. Kring cannot say later which they were."""
    _lock(account)
    SpareCode.objects.filter(account=account).delete()
    codes = [new_spare_code() for _code in range(SPARE_CODES)]
    SpareCode.objects.bulk_create(
        SpareCode(account=account, digest=digest_of_spare(code, account_id=account.pk)) for code in codes
    )
    _note(account, Verb.SPARE_CODES_MADE, at=at)
    return codes


@transaction.atomic
def remove_factor(*, account: Account, factor: Factor, at: datetime) -> bool:
    """One's own app or passkey goes; False when it was gone already.

    The last one stays while a role asks for the second step.
    """
    _lock(account)
    owned = owned_by(account)
    if factor.pk not in {one.pk for one in owned.factors}:
        return False
    if stays(account, owned):
        raise Refused(None, _("Dit is je enige tweede stap. Voeg eerst een andere toe."))
    Factor.objects.filter(pk=factor.pk, account=account).delete()
    _note(account, Verb.SECOND_STEP_REMOVED, at=at, factor=FactorKind(factor.kind))
    return True


@transaction.atomic
def codes_were_guessed(*, account: Account, at: datetime) -> bool:
    """Notes that somebody who knows the password typed many wrong codes, once a day; False when that stands there.

    `at` is the real moment, and the day is that of here.
    """
    _lock(account)
    midnight = datetime.combine(at.astimezone(HERE).date(), time(), tzinfo=HERE)
    members = list(account.members())
    schools, ids = [member.school_id for member in members], [member.pk for member in members]
    today = TrailLine.objects.filter(school_id__in=schools, at__gte=midnight, subject_id__in=ids)
    if today.filter(verb=Verb.SECOND_STEP_GUESSED).exists():
        return False
    for member in members:
        record(verb=Verb.SECOND_STEP_GUESSED, school_id=member.school_id, at=at, by=None, subject_id=member.pk)
    return True


@transaction.atomic
def let_back_in(*, act: AnyAct, staff: StaffMember) -> None:
    """Takes away all that a colleague has for the second step, who then sets up a new one at the next sign-in.

    Nobody lets themselves in, and nobody a colleague in whose address they had a hand (`one_hand`). Every session of
    that colleague is over, at every school where they work.
    """
    require(act.by, Right.PEOPLE, school_id=staff.school_id)
    # The school first: who changes the address at the same moment is asked afterwards whether they let them in.
    School.objects.select_for_update(no_key=True).get(pk=staff.school_id)
    staff = StaffMember.objects.select_related("account", "school").get(pk=staff.pk)
    if staff.account is None or not may_be_let_in(staff, by=act.by):
        raise NotAllowed(staff.pk)
    if act.by is not None and had_hand_in_address(act.by, of=staff, at=act.at):
        raise Refused(
            None,
            _("Je hebt deze week het e-mailadres van deze collega veranderd. Laat een ander deze collega binnenlaten."),
        )
    _take_all_away(staff.account)
    for member in staff.account.members():
        by = act.by if act.by is not None and act.by.school_id == member.school_id else None
        record(
            verb=Verb.SECOND_STEP_TAKEN_AWAY,
            school_id=member.school_id,
            at=act.at,
            by=by,
            case_id=None,
            subject_id=member.pk,
        )


def _take_all_away(account: Account) -> None:
    """Everything that this account has, and every session in which it was shown, in the caller's transaction."""
    _lock(account)
    Factor.objects.filter(account=account).delete()
    SpareCode.objects.filter(account=account).delete()
    account.second_step_round += 1
    account.save(update_fields=["second_step_round"])


def _add(account: Account, kind: FactorKind, secret: bytes, name: str, *, counted: int, at: datetime) -> Added:
    if Factor.objects.filter(account=account).count() >= AT_MOST:
        raise Refused(None, _("Je hebt al tien apps en passkeys. Haal er eerst een weg."))
    # The device made it already: a name that does not fit is no reason to throw that away.
    name = "" if has_control(name) else one_line(name)[:LONGEST_NAME].strip()
    name = _apart(name, set(Factor.objects.filter(account=account).values_list("name", flat=True)))
    factor = Factor(account=account, kind=kind, name=name, counted=counted, added_at=at)
    factor.sealed = sealed(factor, secret)
    factor.save()
    _note(account, Verb.SECOND_STEP_ADDED, at=at, factor=kind)
    has_codes = SpareCode.objects.filter(account=account).exists()
    return Added(factor, [] if has_codes else make_spare_codes(account=account, at=at))


def _apart(name: str, taken: set[str]) -> str:
    """This name, with a number behind it where there is one of that name: who loses a telephone takes the right one
    away."""
    if not name or name not in taken:
        return name
    numbered = (f"{name[: LONGEST_NAME - 3].rstrip()} {number}" for number in range(2, AT_MOST + 2))
    return next(one for one in numbered if one not in taken)


def _lock(account: Account) -> None:
    """Two browsers that show the same code at once: the second finds it spent."""
    account.second_step_round = Account.objects.select_for_update(no_key=True).get(pk=account.pk).second_step_round


def _note(account: Account, verb: Verb, *, at: datetime, **detail: Detail) -> None:
    for member in account.members():
        record(verb=verb, school_id=member.school_id, at=at, by=member, case_id=None, subject_id=member.pk, **detail)
