"""The demo's mails: read as they would arrive, and the button in one leads out of its frame to the page it is about."""

from datetime import date, timedelta
from typing import Any

import pytest

from kring.mail.models import Letter
from kring.mail.transport import DemoMailPage
from kring.school.models import School
from tests.browser.post import team
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
    mo.opens("/aanmelden/")
    mo.unfolds("Inloggen met een account")
    mo.signs_in(everybody.mo)
    mo.opens("/post/")
    mo.is_at("Post")
    mo.follows("Aan Mo Yilmaz")
    mo.follows("Er is een nieuw handelingsplan")
    mo.reads("Basisschool De Wilg <kring@localhost>", "Mo Yilmaz <mo@dewilg.example>")
    mo.page.frame_locator("iframe").get_by_role("link", name="Lees het plan").click()
    mo.is_at("Sem en Daan, groep 6")


def test_the_administrator_sees_a_refused_mail_and_sends_it_again_from_a_phone(comes, everybody, post):
    tell(everybody).report(everybody.sem, by=(everybody.daan,)).step_1().judged("bullying").step_3()
    post.refuses_once(everybody.mo, "550 5.1.1 no such user here")
    post.days_pass_until(date(2026, 11, 24))
    colleagues = team(everybody, but=everybody.anouk)
    post.brings("Er is een nieuw handelingsplan", to=[one for one in colleagues if one.pk != everybody.mo.pk])
    (refused,) = post.brings("Een mailadres klopt misschien niet", to=[everybody.ada])

    ada = comes(PHONE)
    ada.follows_mail(refused, signing_in=everybody.ada)
    ada.is_at("Mails die niet aankwamen")
    ada.reads("Mo Yilmaz", "geweigerd", "550 5.1.1 no such user here")
    ada.reads_nowhere("Sem", "2026-001", "Er is een nieuw handelingsplan")
    ada.opens("/")
    ada.reads("Eén mail is niet aangekomen.")
    ada.follows("Bekijk de mails die niet aankwamen")
    ada.presses("Opnieuw sturen")
    ada.is_at("Mails die niet aankwamen")
    ada.reads("Alle mails zijn aangekomen")
    post.brings("Er is een nieuw handelingsplan", to=[everybody.mo])
