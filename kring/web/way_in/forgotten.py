"""A forgotten password: somebody asks for a link, and neither page, time nor letter tells whether the account exists.

The page does the same for every address: it counts, looks, and writes one row. The worker finds out whose it is, and
writes the letter (`kring/config/jobs.py`).
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from kring.cases.account_letters import send_link
from kring.prepared import prepared
from kring.school.models import Account, StaffMember
from kring.web.models import AskedLink
from kring.web.request import clock
from kring.web.way_in import counters
from kring.web.way_in.counters import NONE, Limit, key_of
from kring.web.way_in.guess import network_of

LINKS = Limit("links", free=3, first=timedelta(minutes=10), longest=timedelta(hours=1), forgives=timedelta(minutes=20))
"""Letters to one address. Those that went hold a link that works: nobody is kept out, and no mailbox is filled."""
ASKING = Limit(
    "asking", free=60, first=timedelta(seconds=1), longest=timedelta(minutes=1), forgives=timedelta(seconds=30)
)
"""Questions from one network."""


def waits(request: HttpRequest) -> timedelta:
    """How long who asks has to wait; nothing, and this question is counted."""
    return counters.take(ASKING, key_of(ASKING, network_of(request)), at=clock.now()).waits


def ask(address: str) -> None:
    """Somebody wants a new password for the account with this address, if there is one."""
    if not settings.KRING_MAIL:
        return
    at, plain = clock.now(), address.strip().lower()
    account = Account.objects.filter(email=plain, is_active=True).values_list("pk", flat=True).first()
    if counters.take(LINKS, key_of(LINKS, plain), at=at, known=account is not None).waits == NONE:
        AskedLink.objects.create(account_id=account, at=at)


def send_asked() -> None:
    """Writes the letters that were asked for. For the worker."""
    for pk in _asked():
        with transaction.atomic():
            asked = AskedLink.objects.select_for_update(no_key=True).filter(pk=pk).first()
            if asked is None:
                continue
            asked.delete()
            if asked.account_id and (person := _member_with(asked.account_id)):
                send_link("password", to=person, at=asked.at)


@prepared
def _asked() -> QuerySet[AskedLink, int]:
    return AskedLink.objects.order_by("pk").values_list("pk", flat=True)


def _member_with(account_id: UUID) -> StaffMember | None:
    """Whom a letter to this account is for; of somebody who works at two schools, the same one each time. A school that
    the account has not joined writes it only where there is no other."""
    members = StaffMember.objects.filter(account=account_id, is_active=True, school__is_demo=False)
    members = members.select_related("school", "account").order_by("id")
    return members.filter(joins=StaffMember.Joins.JOINED).first() or members.first()
