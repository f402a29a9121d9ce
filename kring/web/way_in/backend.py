"""From a session to an account, with those who it is at each school: read with the session, in one question."""

from collections.abc import Sequence
from contextvars import ContextVar
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kring.school.models import Account, StaffMember

_READ: ContextVar[Account | None] = ContextVar("read with the session", default=None)
"""The account that was read with the session, while Django finds out who that session is of: it gives its backend no
more than an id."""


class AccountMiddleware(AuthenticationMiddleware):
    """Django's, which sets `request.user`; of an account that was read with the session nothing is asked again."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _user_of(request))  # type: ignore[assignment]  # as Django does


def _user_of(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    session = request.session
    read = _READ.set(session.account if SESSION_KEY in session else None)  # type: ignore[attr-defined]  # Kring's store
    try:
        return get_user(request)
    finally:
        _READ.reset(read)


class Backend(AuthenticationBackend):
    """allauth's, which knows an account again that was read with its session."""

    def get_user(self, user_id: UUID) -> Account | None:
        """The account of a session, or None when it may not sign in any more."""
        account = _READ.get()
        if account is None or account.pk != user_id:  # what is sealed in the session counts, not what stands beside it
            found: Account | None = super().get_user(user_id)
            return found
        return account if self.user_can_authenticate(account) else None


def who_it_is(account: Account) -> Sequence[StaffMember]:
    """Who this account is, at each school: as it was met with its session, and asked anew after that."""
    met, account.met = account.met, None
    return list(account.members().select_related("school")) if met is None else met
