"""The mail with which somebody on the staff chooses a first password: allauth's own link to reset one."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction

from kring.school.models import StaffMember
from kring.web.requests import StaffRequest


def invite(request: StaffRequest, person: StaffMember) -> None:
    """Sends the link once the transaction is through. It works until a password was chosen, or for some days."""
    account = person.account
    if account is None:
        raise ValueError("who has no account cannot be invited")
    adapter = get_adapter(request)
    key = f"{user_pk_to_url_str(account)}-{default_token_generator.make_token(account)}"
    letter = {
        "password_reset_url": adapter.get_reset_password_from_key_url(key),
        "by": request.staff,
        "person": person,
        "school": person.school,
        "user": account,
    }
    message = adapter.render_mail("account/email/invitation", account.email, letter)
    transaction.on_commit(message.send)
