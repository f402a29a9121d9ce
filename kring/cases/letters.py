"""Writes the letters of a case into the outbox: composed from the table in `letter_kinds`, to who may know of it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from kring.cases.access import Need, readers
from kring.cases.letter_kinds import BY_KEY, Kind
from kring.cases.models import Case, Concern
from kring.mail import outbox
from kring.mail.models import Attachment, Letter
from kring.school.models import School, StaffMember
from kring.school.rights import Right, roles_with

LANGUAGE = "nl"
"""Letters are in Dutch: they are read outside Kring, where nobody chose a language."""


def send(
    kind: str,
    *,
    school: School,
    to: Iterable[StaffMember],
    at: datetime,
    key: str,
    case: Case | None = None,
    version: UUID | None = None,
    file_for: Callable[[StaffMember], Attachment] | None = None,
    **values: Any,
) -> list[Letter]:
    """Put one letter to each of these people into the outbox, in the caller's transaction.

    `key` names the occasion: the same occasion gives a person one letter. Who has no address gets none. `file_for`
    makes the file that goes along, for each person their own.
    """
    letter = BY_KEY[kind]
    with override(LANGUAGE):
        subject, text, html = compose(letter, school=school, case=case, with_file=file_for is not None, **values)
    written = [
        outbox.written(
            school=school,
            kind=kind,
            to=person,
            subject=subject,
            text=text,
            html=html,
            at=at,
            key=key,
            about=case.pk if case else None,
            version=version,
            urgent=letter.urgent,
            attachment=file_for(person) if file_for else None,
        )
        for person in to
        if outbox.address_of(person)
    ]
    return outbox.put_all(school=school, letters=written) if written else []


def send_danger(case: Case, *, by: StaffMember, at: datetime, key: str) -> None:
    """Tell coordinator and head at once that there is danger; also when one of them ticked it."""
    send("danger", school=case.school, to=leaders_of(case), at=at, key=key, case=case, who=by.name)


def compose(
    kind: Kind,
    *,
    school: School,
    case: Case | None,
    with_file: bool = False,
    lines: Sequence[str] = (),
    link: str = "",
    **values: Any,
) -> tuple[str, str, str]:
    """Subject, text and html of a letter. `lines` is a list below the text; `link` is where the button leads, when
    that is made for this letter alone."""
    paragraphs = (*kind.text, kind.with_file) if with_file else kind.text
    arguments = [case.pk] if case and kind.page_is_of_a_case else []
    about = {
        "subject": kind.subject % values,
        "paragraphs": [paragraph % values for paragraph in paragraphs],
        "with_file": with_file,
        "lines": lines,
        "of_account": kind.of_account,
        "button": kind.button,
        "address": link or settings.KRING_URL + reverse(kind.page, args=arguments),
        "school": school.name,
        "reference": case.reference if case else "",
    }
    return (
        str(about["subject"]),
        render_to_string("kring/letters/letter.txt", about),
        render_to_string("kring/letters/letter.html", about),
    )


def team_of(case: Case) -> list[StaffMember]:
    """Everybody who reads the plan, and is asked to watch."""
    return list(readers(case).select_related("account"))


def leaders_of(case: Case, right: Right | None = None) -> list[StaffMember]:
    """Those who lead, or only those of them who have this right."""
    leading = readers(case, Need.LEAD).select_related("account")
    return list(leading.filter(role__in=roles_with(right)) if right else leading)


def owners_of(case: Case) -> list[StaffMember]:
    """The owner and who stands in."""
    people = readers(case, Need.READ_FILE).filter(pk__in=[pk for pk in (case.owner_id, case.stand_in_id) if pk])
    return list(people.select_related("account"))


def heads_for(concern: Concern) -> list[StaffMember]:
    """Who takes up a report about staff: the heads, or the coordinators when it is about the only head."""
    people = StaffMember.objects.filter(school=concern.school_id, is_active=True).select_related("account")
    people = people.exclude(pk=concern.accused_id) if concern.accused_id else people
    readers_of_it = people.filter(role__in=roles_with(Right.CONCERNS))
    return list(readers_of_it.filter(role__in=roles_with(Right.ANSWER))) or list(readers_of_it)


def administrators_of(school: School) -> list[StaffMember]:
    """Who keeps the addresses: the administrators, or the heads where there are none."""
    people = StaffMember.objects.filter(school=school, is_active=True).select_related("account").order_by("name", "id")
    return list(people.filter(role__in=roles_with(Right.POST))) or list(
        people.filter(role__in=roles_with(Right.PEOPLE))
    )


def others(people: Iterable[StaffMember], *but: StaffMember) -> list[StaffMember]:
    """These people without who did it."""
    left_out = {person.pk for person in but}
    return [person for person in people if person.pk not in left_out]
