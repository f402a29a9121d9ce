"""A fault of the trail that whoever runs the server looked into: a line for every school, a letter to every head."""

from datetime import datetime

from django.db import transaction

from kring.cases import letters
from kring.cases.recipients import Occasion
from kring.school.models import School
from kring.trail.faults import Fault, sentence, why_sentence
from kring.trail.record import Key, record
from kring.trail.verbs import Verb, WhyKnown


@transaction.atomic
def fault_is_known(*, fault: Fault, why: WhyKnown, at: datetime) -> None:
    """From now on this fault is not told as new, as long as what stands there is what stood there when it was found.

    The chain is of the whole installation, so every school's trail says it. ValueError for a fault that is never known.
    """
    if not fault.digest:
        raise ValueError(f"{fault.kind}: only lines that were changed, taken out or added are ever known")
    for school in School.objects.without_practices().order_by("id"):
        record(
            verb=Verb.TRAIL_FAULT_KNOWN,
            school_id=school.pk,
            at=at,
            by=None,
            kind=fault.kind,
            number=fault.number,
            to=fault.to,
            line_at=fault.at,
            why=why,
            stands=Key(fault.digest),
        )
        with letters.in_words_of(school):
            said, because = sentence(fault), why_sentence(why)
        once = f"{fault.code}/{at.isoformat()}"
        told = Occasion(school=school, by=None)
        letters.send("trail_fault_known", told, at=at, once=once, fault=said, why=because)
