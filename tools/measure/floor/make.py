"""Makes the tables of the bare project and fills them: `python -m tools.measure.floor.make 100000`."""

import os
import sys
from datetime import date

import django

A_SCHOOL, EVENTS, LONG = 150, 6, 65
"""Cases of one school, events of one case, and events of the very first case."""
AT_ONCE = 10_000
DUE = date(2026, 11, 23)


def main(cases: int) -> None:
    """So many cases, unless they are there."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tools.measure.floor.settings"
    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connection, transaction

    from tools.measure.floor.models import Case, Event

    call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
    if Case.objects.exists():
        return
    with transaction.atomic():
        get_user_model().objects.create_user("anybody", "anybody@school.example")
        for start in range(0, cases, AT_ONCE):
            made = Case.objects.bulk_create(
                Case(
                    school=1 + number // A_SCHOOL,
                    number=number % A_SCHOOL + 1,
                    title=f"Two children of group {number % 8 + 1}",
                    group=str(number % 8 + 1),
                    step=number % 5 + 1,
                    due_on=DUE,
                    story="Something happened on the playground, and it had happened before. " * 3,
                )
                for number in range(start, min(start + AT_ONCE, cases))
            )
            Event.objects.bulk_create(
                Event(case=case, by="Somebody", text=f"Thing {number} that was written down of it. " * 3)
                for case in made
                for number in range(LONG if case.pk == 1 else EVENTS)
            )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


if __name__ == "__main__":
    main(int(sys.argv[1]))
