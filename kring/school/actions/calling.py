"""Whom the school calls: the numbers outside it, looked through, and who is on call when it is closed."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext

from kring.school.act import Act
from kring.school.actions.words import filled_line
from kring.school.actions.writing import note
from kring.school.errors import Refused
from kring.school.models import HelpNumber, Line, OnCall, School
from kring.school.rights import Right, require
from kring.trail.verbs import Verb

LONGEST_NUMBER = 30


@transaction.atomic
def check_numbers(*, act: Act, school: School, numbers: Mapping[Line, str]) -> None:
    """Keeps these numbers outside the school as this school has them, as looked at today. None may be empty."""
    require(act.by, Right.PROTOCOL, school_id=school.id)
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    rows = [
        HelpNumber(
            school=school,
            line=line,
            number=filled_line(line.value, number, longest=LONGEST_NUMBER),
            checked_on=act.today,
        )
        for line, number in numbers.items()
    ]
    HelpNumber.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["school", "line"], update_fields=["number", "checked_on"]
    )
    note(act, Verb.NUMBERS_CHECKED, school_id=school.id, subject_id=school.id)


@transaction.atomic
def add_on_call(
    *, act: Act, school: School, name: str, number: str, from_on: date | None = None, until_on: date | None = None
) -> OnCall:
    """Names somebody who can be called outside school hours: always, or from one day to another, both included."""
    require(act.by, Right.PROTOCOL, school_id=school.id)
    if (from_on is None) is not (until_on is None):
        raise Refused(
            "until_on" if until_on is None else "from_on",
            gettext("Vul allebei de dagen in, of geen van beide: dan geldt het altijd."),
        )
    if from_on and until_on and until_on < from_on:
        raise Refused("until_on", gettext("De laatste dag ligt vóór de eerste. Draai de dagen om of pas er een aan."))
    if until_on and until_on < act.today:
        raise Refused("until_on", gettext("Deze dagen zijn al voorbij. Kies dagen die nog komen."))
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    wanted = {
        "name": filled_line("name", name, longest=80),
        "number": filled_line("number", number, longest=LONGEST_NUMBER),
        "from_on": from_on,
        "until_on": until_on,
    }
    if same := OnCall.objects.filter(school=school, **wanted).first():
        return same
    named = OnCall.objects.create(school=school, **wanted)
    note(act, Verb.ON_CALL_CHANGED, school_id=school.id, subject_id=named.id)
    return named


@transaction.atomic
def remove_on_call(*, act: Act, on_call: OnCall) -> None:
    """Takes somebody off the list. Taking away what is gone already is no mistake."""
    require(act.by, Right.PROTOCOL, school_id=on_call.school_id)
    deleted, _rows = OnCall.objects.filter(pk=on_call.pk, school=on_call.school_id).delete()
    if deleted:
        note(act, Verb.ON_CALL_CHANGED, school_id=on_call.school_id, subject_id=on_call.pk)
