"""The token in every form: which page it was made for and for whom, where in a case, signed, and good for one fact.

Its uuid makes a double submit one fact. Its staff id lets text typed in a session that ended be kept
for the same person, and for nobody else. A form at a door that is open to everybody was made for nobody: its token is
bound to the page alone.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.core import signing

SALT = "kring.web.forms.token"
FIELD = "token"
GOOD_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Token:
    """`key` is the path of the page (with `#name` when it holds several forms), never with a query. `stood` is the step
    in which the page then was, as `Standing.key` writes it; "" for a form that belongs to none."""

    id: UUID
    staff_id: UUID | None
    key: str
    stood: str = ""

    def signed(self) -> str:
        parts = [self.id.hex, self.staff_id.hex if self.staff_id else "", self.key, self.stood]
        return signing.dumps(parts, salt=SALT)


def new_token(*, staff_id: UUID | None, key: str, stood: str = "") -> Token:
    return Token(id=uuid4(), staff_id=staff_id, key=key, stood=stood)


def read_token(text: str) -> Token | None:
    """The token in what a form sent, or None when it is missing, was tampered with, or is over a week old."""
    try:
        identity, staff_id, key, *stood = signing.loads(text, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    # One that was made before tokens knew a step is good as well, for its week.
    return Token(UUID(identity), UUID(staff_id) if staff_id else None, key, *stood)
