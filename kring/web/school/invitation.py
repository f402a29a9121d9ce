"""The mail with which somebody on the staff chooses a first password: allauth's own link to reset one."""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings

from kring.cases.account_letters import send_link
from kring.school.models import StaffMember
from kring.web.request.requests import StaffRequest


def invite(request: StaffRequest, person: StaffMember) -> bool:
    """Puts the link into the outbox, in the caller's transaction. It works until a password was chosen, or for some
    days. False at a demo school, where nobody chooses a password."""
    account = person.account
    if account is None:
        raise ValueError("who has no account cannot be invited")
    key = f"{user_pk_to_url_str(account)}-{default_token_generator.make_token(account)}"
    letter = send_link(
        "invitation",
        to=person,
        link=get_adapter(request).get_reset_password_from_key_url(key),
        works_for=timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        at=request.now,
        who=request.staff.name,
    )
    return letter is not None
