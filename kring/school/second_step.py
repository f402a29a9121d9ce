"""What somebody has for the second step of signing in: read here, changed by `kring/school/actions/second_step.py`."""

from dataclasses import dataclass

from kring.school.models import Account, Factor, FactorKind, SpareCode, StaffMember
from kring.school.rights import needs_second_step
from kring.vault.installation import open_for_installation, seal_for_installation

FEW = 3
"""So many spare codes, or fewer, are few."""


@dataclass(frozen=True)
class Owned:
    """All that one account has."""

    factors: list[Factor]
    spare: int

    def of(self, kind: FactorKind) -> list[Factor]:
        return [factor for factor in self.factors if factor.kind == kind]

    @property
    def apps(self) -> list[Factor]:
        return self.of(FactorKind.APP)

    @property
    def passkeys(self) -> list[Factor]:
        return self.of(FactorKind.PASSKEY)

    @property
    def few(self) -> bool:
        """Whether it is time for new spare codes."""
        return self.spare <= FEW


def owned_by(account: Account) -> Owned:
    """What this account has: two queries."""
    return Owned(list(Factor.objects.filter(account=account)), SpareCode.objects.filter(account=account).count())


def is_needed_by(account: Account) -> bool:
    """Whether this account signs in in two steps: one of the roles asks it, at whatever school."""
    return any(needs_second_step(member) for member in account.members())


def stays(account: Account, owned: Owned) -> bool:
    """Whether the one app or passkey that this account has is not taken away: a role asks for it."""
    return len(owned.factors) == 1 and is_needed_by(account)


def may_be_let_in(person: StaffMember, *, by: StaffMember | None) -> bool:
    """Whether `by` takes away this person's second step: of who came in at this school, and never one's own.

    An account that only had its address typed here is another school's, or nobody's yet (decision 106). `by` is None
    for Kring itself.
    """
    is_oneself = by is not None and by.account_id == person.account_id
    return person.is_active and person.has_come_in and not is_oneself


def sealed(factor: Factor, secret: bytes) -> bytes:
    """The secret of this factor, as it is kept."""
    return seal_for_installation(secret, purpose_of(factor))


def opened(factor: Factor) -> bytes:
    """The secret of this factor, or what a passkey is known by."""
    return open_for_installation(bytes(factor.sealed), purpose_of(factor))


def purpose_of(factor: Factor) -> str:
    """What the secret is sealed for: the secret of one row opens in no other row."""
    return f"second step|{factor.account_id}|{factor.id}"
