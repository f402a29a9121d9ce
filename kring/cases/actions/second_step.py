"""The second step of signing in, with the letters about it: who has it hears of everything that changes there.

What is done is done by the verbs of `kring/school/actions/second_step.py`; a letter says so, never a code.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kring import words
from kring.cases import letters
from kring.cases.account_letters import keepers_of
from kring.cases.recipients import Occasion
from kring.school.act import AnyAct
from kring.school.actions import second_step as verbs
from kring.school.actions.second_step import Added
from kring.school.models import Account, Factor, StaffMember
from kring.school.second_step import FEW


@transaction.atomic
def add_app(*, account: Account, secret: bytes, code: str, name: str = "", at: datetime) -> Added:
    """An app that proved itself with its first code; its owner is written to."""
    added = verbs.add_app(account=account, secret=secret, code=code, name=name, at=at)
    _tell("second_step_added", account, at=at, once=added.factor.pk)
    return added


@transaction.atomic
def add_passkey(*, account: Account, credential: bytes, counted: int, name: str = "", at: datetime) -> Added:
    """A passkey that was made in the browser; its owner is written to."""
    added = verbs.add_passkey(account=account, credential=credential, counted=counted, name=name, at=at)
    _tell("second_step_added", account, at=at, once=added.factor.pk)
    return added


@transaction.atomic
def remove_factor(*, account: Account, factor: Factor, at: datetime) -> None:
    """One's own app or passkey goes; its owner is written to."""
    if verbs.remove_factor(account=account, factor=factor, at=at):
        _tell("second_step_removed", account, at=at, once=factor.pk)


@transaction.atomic
def show_spare_code(*, account: Account, code: str, at: datetime) -> int | None:
    """How many spare codes are left after this one; None when it is none. Few left: a letter says so."""
    left = verbs.show_spare_code(account=account, code=code, at=at)
    if left is not None and left <= FEW:
        _tell("spare_codes_few", account, at=at, once=f"{at.isoformat()}/{left}")
    return left


@transaction.atomic
def codes_were_guessed(*, account: Account, at: datetime) -> None:
    """Somebody who knows the password typed many wrong codes: its owner is told what to do, once a day."""
    if verbs.codes_were_guessed(account=account, at=at):
        _tell("codes_guessed", account, at=at, once=at.isoformat())


@transaction.atomic
def let_back_in(*, act: AnyAct, staff: StaffMember) -> None:
    """A colleague who lost everything sets up a new second step at the next sign-in; they and every head are told."""
    verbs.let_back_in(act=act, staff=staff)
    for member in _members(staff.account):
        by = act.by if act.by is not None and act.by.school_id == member.school_id else None
        with letters.in_words_of(member.school):
            who = by.name if by is not None else _("Wie Kring beheert")
        once = act.at.isoformat()
        if member.pk == staff.pk:
            occasion = Occasion(school=member.school, by=by, person=member)
            letters.send("let_back_in", occasion, at=act.at, once=once, who=who, ask=_ask(member, but=by))
        told = Occasion(school=member.school, by=by)
        letters.send("let_back_in_told", told, at=act.at, once=f"{member.pk}/{once}", who=who, person=member.name)


def _tell(kind: str, account: Account, *, at: datetime, once: object) -> None:
    """One letter to whose account this is, of somebody who works at two schools at the same one each time."""
    for member in _members(account)[:1]:
        letters.send(kind, Occasion(school=member.school, by=None, person=member), at=at, once=once, ask=_ask(member))


def _ask(member: StaffMember, but: StaffMember | None = None) -> str:
    """Whom to ask, by name: who keeps accounts here and did not do this; the only one is not sent to themselves."""
    keepers = [one for one in keepers_of(member) if one.pk != member.pk]
    others = [one for one in keepers if but is None or one.pk != but.pk]
    with letters.in_words_of(member.school):
        return words.listed(one.name for one in others or keepers) or _("wie Kring beheert")


def _members(account: Account | None) -> list[StaffMember]:
    return list(account.members().select_related("school", "account")) if account else []
