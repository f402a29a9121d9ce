"""The token in every form: which page it was made for and for whom, where in a case, signed, and good for one fact.

Its uuid makes a double submit one fact. Its staff id lets text typed in a session that ended be kept
for the same person, and for nobody else. A form at a door that is open to everybody was made for nobody: its token is
bound to the page alone.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.core import signing
from django.http import HttpRequest

SALT = "kring.web.forms.token"
FIELD = "token"
GOOD_FOR = timedelta(days=7)
KEEPS_TEXT_FOR = timedelta(days=30)
"""How long it says whose the text is that was typed in its form: as long as a draft waits for its writer."""


@dataclass(frozen=True, slots=True)
class Token:
    """`key` is the path of the page (with `#name` when it holds several forms), never with a query. `stood` is the step
    in which the page then was, as `Standing.key` writes it; "" for a form that belongs to none."""

    id: UUID
    staff_id: UUID | None
    key: str
    stood: str = ""

    def is_for(self, staff_id: UUID | None, key: str) -> bool:
        """Whether it was made for this person, on this page."""
        return (self.staff_id, self.key) == (staff_id, key)

    def signed(self) -> str:
        parts = [self.id.hex, self.staff_id.hex if self.staff_id else "", self.key, self.stood]
        return signing.dumps(parts, salt=SALT)


def new_token(*, staff_id: UUID | None, key: str, stood: str = "") -> Token:
    return Token(id=uuid4(), staff_id=staff_id, key=key, stood=stood)


def token_sent(request: HttpRequest, *, of_any_age: bool = False, good_for: timedelta | None = None) -> Token | None:
    """The token in the form that was sent, see `read_token`. A page asks for it several times; it is read once."""
    text = request.POST.get(FIELD, "")
    known: dict[tuple[object, ...], Token | None] = request.__dict__.setdefault("kring_tokens", {})
    asked = text, of_any_age, good_for
    if asked not in known:
        known[asked] = read_token(text, of_any_age=of_any_age, good_for=good_for)
    return known[asked]


def read_token(text: str, *, of_any_age: bool = False, good_for: timedelta | None = None) -> Token | None:
    """The token in this text, or None when it is missing, was tampered with, or is over a week old (or `good_for`).

    One `of_any_age`, or of over a week, carries nothing out; it tells what its form was about, or whose its text is.
    """
    max_age = None if of_any_age else good_for or GOOD_FOR
    try:
        identity, staff_id, key, *stood = signing.loads(text, salt=SALT, max_age=max_age)
    except signing.BadSignature:
        return None
    # One that was made before tokens knew a step is good as well, for its week.
    return Token(UUID(identity), UUID(staff_id) if staff_id else None, key, *stood)
