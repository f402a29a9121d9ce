"""The demo's mails: read as they would arrive, and the button in one leads out of its frame to the page it is about."""

from datetime import date, timedelta
from typing import Any

import pytest

from kring.mail.models import Letter
from kring.mail.transport import DemoMailPage
from kring.school.models import School
from tests.browser.visitor import PHONE
from tests.cases.telling import tell
from tests.mail.post import Clock, send_all, sender


@pytest.fixture
def _in_demo(settings: Any, live_server: Any) -> None:
    settings.KRING_DEMO = True
    settings.KRING_URL = live_server.url


@pytest.mark.usefixtures("_in_demo")
def test_a_colleague_opens_the_mail_about_the_plan_and_its_button_opens_the_plan(comes, everybody, days):
    School.objects.filter(pk=everybody.school.pk).update(is_demo=True)
    everybody.school.refresh_from_db()
    tell(everybody).report(everybody.sem, by=(everybody.daan,)).step_1().judged("bullying").step_3()
    days.go_to(date(2026, 11, 24))
    send_all(sender(DemoMailPage()), Clock(days.now() + timedelta(hours=1)))
    assert Letter.objects.filter(kind="plan_issued", kept=True).count() == 5

    mo = comes(PHONE)
    mo.signs_in(everybody.mo)
    mo.opens("/post/")
    mo.is_at("Post")
    mo.follows("Aan Mo Yilmaz")
    mo.follows("Er is een nieuw handelingsplan")
    mo.reads("Basisschool De Wilg <kring@localhost>", "Mo Yilmaz <mo@dewilg.example>")
    mo.page.frame_locator("iframe").get_by_role("link", name="Lees het plan").click()
    mo.is_at("Sem en Daan, groep 6")


def test_the_administrator_sees_a_refused_mail_and_sends_it_again_from_a_phone(comes, everybody, days):
    tell(everybody).report(everybody.sem, by=(everybody.daan,)).step_1().judged("bullying").step_3()
    days.go_to(date(2026, 11, 24))
    Letter.objects.filter(kind="plan_issued", to_staff=everybody.mo).update(
        refused_at=days.now(), answer="550 5.1.1 no such user here"
    )
    ada = comes(PHONE)
    ada.signs_in(everybody.ada)
    ada.reads("Eén mail is niet aangekomen.")
    ada.follows("Bekijk de post die niet aankwam")
    ada.reads("Mo Yilmaz", "geweigerd", "550 5.1.1 no such user here")
    ada.reads_nowhere("Sem", "2026-001", "Er is een nieuw handelingsplan")
    ada.presses("Opnieuw sturen")
    ada.is_at("Post die niet aankwam")
    ada.reads("Alle post is aangekomen")
    assert Letter.objects.waiting().filter(kind="plan_issued", to_staff=everybody.mo).count() == 1
