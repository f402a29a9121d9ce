"""Letters about signing in: a link to choose a password, and a word to the address that somebody had (decision 61)."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from kring import words
from kring.cases import letters
from kring.cases.letter_kinds import BY_KEY
from kring.cases.recipients import Occasion, receivers
from kring.mail import outbox
from kring.mail.models import Letter
from kring.school.models import Account, StaffMember
from kring.school.order import by_name
from kring.school.rights import Right, roles_with


def send_link(kind: str, *, to: StaffMember, at: datetime, **values: Any) -> Letter | None:
    """A link to choose a password with; it is tried for as long as it works: until one was chosen, or some days.

    None: there is no address to send it to. At a demo school nobody chooses a password, and no such letter is written.
    """
    if to.school.is_demo or to.account is None or outbox.address_of(to, to_come_in=True) is None:
        return None
    link = _link(to.account)
    if kind == "invitation" and to.joins != StaffMember.Joins.JOINED and to.account.has_usable_password():
        kind, link = "joining", settings.KRING_URL + reverse("joining")
    letter = BY_KEY[kind]
    if to not in receivers(letter, Occasion(school=to.school, by=None, person=to)):
        return None
    with letters.in_words_of(to.school):
        subject, text, html = letters.compose(letter, school=to.school, case=None, link=link, **values)
    return outbox.put(
        school=to.school,
        kind=kind,
        to=to,
        subject=subject,
        text=text,
        html=html,
        at=at,
        key=f"{kind}:{uuid.uuid4()}",
        urgent=letter.urgent,
        secret=True,
        patience=timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
    )


def _link(account: Account) -> str:
    """allauth's own link to choose a password, at Kring's own address, whatever host a request named."""
    key = {"uidb36": user_pk_to_url_str(account), "key": default_token_generator.make_token(account)}
    return settings.KRING_URL + reverse("account_reset_password_from_key", kwargs=key)


def tell_former_address(*, of: StaffMember, address: str, by: StaffMember, at: datetime) -> Letter | None:
    """Says at the address with which somebody signed in until now that it is no longer theirs, who did that, and whom
    to ask: the others who keep addresses, or who did it where there are no others."""
    return _tell_address("address_changed", of=of, address=address, by=by, at=at)


def tell_address_of_proposal(*, of: StaffMember, address: str, by: StaffMember, at: datetime) -> Letter | None:
    """Says at the address with which somebody signs in that another one is proposed, by whom, and whom to ask."""
    return _tell_address("address_asked", of=of, address=address, by=by, at=at)


def _tell_address(kind: str, *, of: StaffMember, address: str, by: StaffMember, at: datetime) -> Letter | None:
    ask = [person for person in keepers_of(of) if person.pk not in (by.pk, of.pk)] or [by]
    letter = BY_KEY[kind]
    if of not in receivers(letter, Occasion(school=of.school, by=by, person=of)):
        return None
    with letters.in_words_of(of.school):
        subject, text, html = letters.compose(
            letter,
            school=of.school,
            case=None,
            who=by.name,
            ask=words.listed(person.name for person in ask),
        )
    return outbox.put(
        school=of.school,
        kind=letter.key,
        to=of,
        address=address,
        subject=subject,
        text=text,
        html=html,
        at=at,
        key=f"{kind}:{uuid.uuid4()}",
        urgent=letter.urgent,
    )


def keepers_of(person: StaffMember) -> list[StaffMember]:
    """The heads and administrators of this person's school, who may change addresses, by name."""
    keepers = StaffMember.objects.filter(school=person.school_id, is_active=True, role__in=roles_with(Right.PEOPLE))
    return by_name(keepers)
