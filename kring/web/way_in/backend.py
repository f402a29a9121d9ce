"""From a session to an account, together with those who it is at each school: every page asks for both."""

from collections.abc import Sequence
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from kring.prepared import prepared
from kring.school.models import Account, StaffMember


class Backend(AuthenticationBackend):
    """allauth's, which asks for both in one question."""

    def get_user(self, user_id: UUID) -> Account | None:
        """The account of a session, or None when it may not sign in any more."""
        met = _met(user_id)
        if not met:  # works nowhere, or not yet
            found: Account | None = super().get_user(user_id)
            return found
        account = met[0].account
        if account is None or not self.user_can_authenticate(account):
            return None
        account.met = met
        return account


@prepared
def _met(account: UUID) -> QuerySet[StaffMember]:
    return StaffMember.of_account(account).select_related("account", "school")


def who_it_is(account: Account) -> Sequence[StaffMember]:
    """Who this account is, at each school: as it was met with its session, and asked anew after that."""
    met, account.met = account.met, None
    return list(account.members().select_related("school")) if met is None else met
