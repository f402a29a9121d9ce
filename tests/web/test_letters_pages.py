"""The letters on screen: the mail page of the demo, and the letters that did not arrive."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kring.mail.models import Letter
from kring.mail.transport import DemoMailPage
from kring.school.models import School, StaffMember
from tests.cases.telling import Telling, tell
from tests.cast import NOW, Cast, sign_in
from tests.mail.post import DAY, Clock, send_all, sender, write
from tests.web.sending import text_of


def carry() -> None:
    """What the worker does within seconds in a demo."""
    send_all(sender(DemoMailPage()), Clock(NOW + DAY))


def at(staff: StaffMember, url: str) -> Any:
    return sign_in(Client(), staff).get(url)


@pytest.fixture
def demo(cast: Cast, settings: Any) -> Cast:
    """De Wilg as the invented school of a demo."""
    settings.KRING_DEMO = True
    School.objects.filter(pk=cast.school.pk).update(is_demo=True)
    cast.school.refresh_from_db()
    return cast


@pytest.fixture
def planned(demo: Cast) -> Telling:
    """A case whose plan has just been shared with the team."""
    return tell(demo).report(demo.sem, by=(demo.daan,)).step_1().judged("bullying").step_3()


def test_the_mails_of_the_demo_can_be_read_newest_first(demo, planned):
    carry()
    page = text_of(at(demo.mo, "/post/"))
    assert "Er is een nieuw handelingsplan Aan Mo Yilmaz, vandaag om" in page
    newest = Letter.objects.order_by("-made_at", "id").first()
    assert newest is not None
    assert page.index(newest.subject) < page.index("Er is een nieuw handelingsplan")


def test_a_mail_shows_from_whom_to_whom_and_its_text_with_a_link_that_opens(demo, planned):
    carry()
    letter = Letter.objects.get(kind="plan_issued", to_staff=demo.mo)
    page = at(demo.mo, f"/post/{letter.pk}/")
    assert "Van Basisschool De Wilg <kring@localhost> Aan Mo Yilmaz <mo@dewilg.example>" in text_of(page)
    assert f'href="http://127.0.0.1/plannen/{planned.id}/"' in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]


def test_the_html_of_a_mail_stands_in_a_frame_that_can_load_and_run_nothing(demo, planned):
    carry()
    letter = Letter.objects.get(kind="plan_issued", to_staff=demo.mo)
    assert f'src="/post/{letter.pk}/opgemaakt/"' in at(demo.mo, f"/post/{letter.pk}/").content.decode()
    inside = at(demo.mo, f"/post/{letter.pk}/opgemaakt/")
    policy = inside["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "style-src 'unsafe-inline'", "frame-ancestors 'self'"} < set(policy)
    assert [rule for rule in policy if rule.startswith("sandbox") and "script" not in rule]
    assert not [rule for rule in policy if rule.startswith("script-src")]
    assert inside["X-Frame-Options"] == "SAMEORIGIN"
    assert '<base target="_top">' in inside.content.decode()


def test_every_other_page_keeps_the_policy_of_kring(demo):
    policy = at(demo.mo, "/plannen/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "frame-src" not in policy


def test_a_mail_that_waits_or_does_not_exist_is_not_on_the_mail_page(demo):
    waiting = write(demo.mo)
    assert "Nog geen post" in text_of(at(demo.mo, "/post/"))
    assert at(demo.mo, f"/post/{waiting.pk}/").status_code == 404
    assert at(demo.mo, f"/post/{uuid4()}/").status_code == 404


def test_the_bar_of_the_demo_leads_to_the_mails(demo):
    assert '<a href="/post/">Post</a>' in at(demo.mo, "/vandaag/").content.decode()


def test_outside_the_demo_there_is_no_mail_page(demo, planned, settings):
    carry()
    letter = Letter.objects.get(kind="plan_issued", to_staff=demo.mo)
    pages = ("/post/", f"/post/{letter.pk}/", f"/post/{letter.pk}/opgemaakt/")
    assert [at(demo.linde.head, page).status_code for page in pages] == [404, 404, 404]
    settings.KRING_DEMO = False
    assert [at(demo.hein, page).status_code for page in pages] == [404, 404, 404]


def test_when_the_text_was_removed_the_page_says_so(demo, planned):
    carry()
    letter = Letter.objects.get(kind="plan_issued", to_staff=demo.mo)
    Letter.objects.filter(pk=letter.pk).update(text=None, html=None)
    assert "na dertig dagen verwijderd" in text_of(at(demo.mo, f"/post/{letter.pk}/"))
    assert at(demo.mo, f"/post/{letter.pk}/opgemaakt/").status_code == 404


def test_each_day_that_goes_by_in_the_demo_brings_its_reminders(demo):
    case = tell(demo).report(demo.sem, by=(demo.daan,)).step_1().judged("bullying")
    assert case.due_on() == date(2026, 11, 25)
    browser = sign_in(Client(), demo.anouk)
    browser.post("/demo/verder/", {"days": "7", "next": "/post/"})
    carry()
    page = text_of(browser.get("/post/"))
    for subject in ("Morgen: Aanpak", "Vandaag: Aanpak", "Te laat: Aanpak", "Twee schooldagen te laat: Aanpak"):
        assert subject in page, subject
    assert Letter.objects.get(kind="due_tomorrow").made_at.date() == date(2026, 11, 24)
    assert "Aan Anouk Vermeer, dinsdag 24 november om" in page
