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
    members = StaffMember.objects.filter(account=account, is_active=True)
    return any(needs_second_step(member) for member in members)


def sealed(factor: Factor, secret: bytes) -> bytes:
    """The secret of this factor, as it is kept."""
    return seal_for_installation(secret, purpose_of(factor))


def opened(factor: Factor) -> bytes:
    """The secret of this factor, or what a passkey is known by."""
    return open_for_installation(bytes(factor.sealed), purpose_of(factor))


def purpose_of(factor: Factor) -> str:
    """What the secret is sealed for: the secret of one row opens in no other row."""
    return f"second step|{factor.account_id}|{factor.id}"
