"""What the school's forms share: the page around a form, and the trail line of what it did."""

from dataclasses import dataclass
from uuid import UUID

from kring.school.act import Act
from kring.trail.record import Primitive, record
from kring.trail.verbs import Verb

FORM = "kring/school/form.html"


@dataclass(frozen=True, slots=True)
class Around:
    """The words around one form: its title, a sentence above it, the button, and the page to go back to."""

    title: str
    save: str
    back_url: str
    back: str
    lead: str = ""


def note(act: Act, verb: Verb, subject_id: UUID | None = None, **detail: Primitive) -> None:
    """Writes down in the trail what a form did; called in the transaction of the act itself."""
    record(verb=verb, school_id=act.by.school_id, at=act.at, by=act.by, case_id=None, subject_id=subject_id, **detail)
