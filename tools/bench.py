"""measures CPU and queries of the main pages, with 12 cases and with 2,000

    ./dev bench             with 12 and with 2,000 cases
    ./dev bench 12 500      with so many

In a demo school of its own, with the cases of the demo written out as often as needed. CPU is that of this process
alone, so that it says the same on a busy machine; the database of the measurement is SQLite.
"""

from __future__ import annotations

import sys
import time
from statistics import median
from typing import Any

from tools.trial import installation

WARM, MEASURED = 3, 15


def main(sizes: list[int]) -> int:
    """Print the table."""
    with installation():
        from django.core.management import call_command
        from django.urls import reverse

        from kring.cases.models import Case, PlanVersion
        from kring.school.models import StaffMember

        call_command("demo_school")
        anouk, carla, mo = (
            StaffMember.objects.get(name=name) for name in ("Anouk Vermeer", "Carla Jansen", "Mo Yilmaz")
        )
        plan = PlanVersion.objects.filter(case__closed_on=None).order_by("case_id", "-number")[0]
        case = Case.objects.filter(owner=anouk, closed_on=None).order_by("number")[0]
        pages = (
            ("Vandaag, leerkracht", anouk, reverse("today")),
            ("Vandaag, Seo-coördinator", carla, reverse("today")),
            ("Zaken, leerkracht", anouk, reverse("cases")),
            ("Zaken, Seo-coördinator", carla, reverse("cases")),
            ("Zaak", anouk, reverse("case", args=[case.pk])),
            ("Plan", mo, reverse("plan", args=[plan.case_id])),
            ("Plan op papier", mo, reverse("plan_pdf", args=[plan.case_id, plan.number])),
        )
        print(f"\n{'page':26}{'cases':>8}{'queries':>9}{'ms of CPU':>11}{'kB':>7}")
        for size in sizes:
            grow_to(size)
            for title, who, url in pages:
                queries, milliseconds, size_in_bytes = measured(who, url)
                print(
                    f"{title:26}{Case.objects.count():>8}{queries:>9}{milliseconds:>11.1f}{size_in_bytes / 1000:>7.0f}"
                )
    return 0


def grow_to(size: int) -> None:
    """So many cases in all: each running case of the demo written out as often as the next."""
    from kring.cases.models import Case
    from tests.web.many import many_like

    missing = size - Case.objects.count()
    models = list(Case.objects.filter(closed_on=None).select_related("school").order_by("number")[:10])
    for index, case in enumerate(models):
        number = missing // len(models) + (index < missing % len(models))
        if number > 0:
            many_like(case, number, days_apart=1)


def measured(who: Any, url: str) -> tuple[int, float, int]:
    """Queries, median milliseconds of CPU and bytes of one request."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tests.cast import sign_in

    client = Client(SERVER_NAME="localhost")
    sign_in(client, who)
    for _ in range(WARM):
        answer: Any = client.get(url)
        if answer.status_code != 200:
            raise SystemExit(f"{url} answers {answer.status_code}")
    took = []
    for _ in range(MEASURED):
        began = time.process_time()
        client.get(url)
        took.append((time.process_time() - began) * 1000)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries), median(took), len(answer.content)


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or [12, 2000]))
