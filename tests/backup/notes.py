"""Notes in an installation, or says what it holds: a process of its own, `python -m tests.backup.notes [TEXT]`."""

import json
import re
import sys
from html import unescape

import django


def note(text: str) -> None:
    """The coordinator writes this in a case, and a letter about it waits."""
    from kring.cases.actions import recording
    from kring.cases.models import Case
    from kring.mail import outbox
    from kring.school.act import Act
    from kring.school.models import Role, StaffMember
    from kring.web.request import clock

    carla, at = StaffMember.objects.get(role=Role.COORDINATOR), clock.now()
    case = Case.objects.filter(closed_on=None).order_by("year", "number")[0]
    recording.note_home(act=Act(by=carla, at=at, today=at.date()), case_id=case.pk, text=text)
    outbox.put(
        school=carla.school, kind="digest", to=carla, subject=text, text=text, html=text, at=at, key=f"note:{text}"
    )


def held() -> dict[str, object]:
    """What stands there now: the notes, the letters, the times that it was put back, and what Vandaag says of that."""
    from django.urls import reverse

    from kring.backup.models import Restoration
    from kring.cases.bodies import HomeNote
    from kring.cases.models import Fact
    from kring.mail.models import Letter
    from kring.school.models import Role, StaffMember
    from tests.kept.make import browser_of

    bodies = [fact.body for fact in Fact.objects.filter(kind="home_note").order_by("at")]
    browser = browser_of(StaffMember.objects.get(role=Role.COORDINATOR))
    page = browser.get(reverse("today")).content.decode()
    return {
        "notes": [body.text for body in bodies if isinstance(body, HomeNote) and body.text.startswith("Toets")],
        "letters": [
            one.key.removeprefix("note:").partition("/")[0] for one in Letter.objects.filter(key__startswith="note:")
        ],
        "go by themselves": Letter.objects.waiting().filter(held_at=None).count(),
        "put back": [
            [one.kept_until.isoformat(), one.restored_at.isoformat(), one.era]
            for one in Restoration.objects.order_by("restored_at")
        ],
        "page": re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page))),
    }


if __name__ == "__main__":
    django.setup()
    if sys.argv[1:]:
        note(sys.argv[1])
    else:
        print(json.dumps(held()))  # noqa: T201 - it is how it answers
