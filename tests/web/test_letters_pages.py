"""The letters on screen: the mail page of the demo, and the letters that did not arrive."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kring.cases.actions import people
from kring.mail import outbox
from kring.mail.models import Letter
from kring.mail.transport import DemoMailPage
from kring.school.models import School, StaffMember
from kring.trail.models import TrailLine
from kring.trail.verbs import Verb
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
    assert page.index(newest.subject) < page.index("Er is een nieuwe zaak")


def test_a_visitor_can_read_only_the_mails_to_who_they_are_now(demo, planned):
    carry()
    page = text_of(at(demo.mo, "/post/?aan=mij"))
    assert "Er is een nieuw handelingsplan Aan Mo Yilmaz" in page
    assert "Hein Smit" not in page


def test_many_mails_are_leafed_through_and_the_choice_stays(demo):
    for number in range(30):
        write(demo.mo, f"digest:{number}", subject=f"Overzicht {number}")
        write(demo.hein, f"digest:{number}", subject=f"Overzicht {number}")
    carry()
    first = at(demo.mo, "/post/?aan=mij")
    assert 'href="/post/?aan=mij&amp;blad=2"' in first.content.decode()
    second = text_of(at(demo.mo, "/post/?aan=mij&blad=2"))
    assert second.count("Aan Mo Yilmaz, ") == 5
    assert 'href="/post/?blad=2"' in at(demo.mo, "/post/").content.decode()


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
    browser.post("/demo/verder/", {"days": "7", "next": "/post/", "sure": "1"})
    carry()
    page = text_of(browser.get("/post/"))
    for subject in ("Morgen: Aanpak", "Vandaag: Aanpak", "Te laat: Aanpak", "Twee schooldagen te laat: Aanpak"):
        assert subject in page, subject
    assert Letter.objects.get(kind="due_tomorrow").made_at.date() == date(2026, 11, 24)
    assert "Aan Anouk Vermeer, dinsdag 24 november om" in page


# ── What did not arrive ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def refused(cast: Cast) -> Letter:
    """The mail to Mo about a plan, refused by the server."""
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    letter = Letter.objects.get(kind="plan_issued", to_staff=cast.mo, about=case.id)
    Letter.objects.filter(pk=letter.pk).update(refused_at=NOW, answer="550 5.1.1 no such user here")
    return letter


def press(staff: StaffMember, letter: Letter, how: str) -> str:
    browser = sign_in(Client(), staff)
    answer = browser.post(f"/school/post/{letter.pk}/", {"how": how, "sure": "1"})
    assert (answer.status_code, answer["Location"]) == (303, "/school/post/")
    return text_of(browser.get("/school/post/"))


def test_the_administrator_sees_what_was_refused_and_why_but_nothing_of_the_case(cast, refused):
    assert "Eén mail is niet aangekomen. Een collega mist nu iets." in text_of(at(cast.ada, "/school/"))
    page = text_of(at(cast.ada, "/school/post/"))
    assert "Mo Yilmaz geweigerd Aan mo@dewilg.example, vandaag om" in page
    assert "Het plan wordt voor het eerst met het team gedeeld." in page
    assert "De mailserver zei: 550 5.1.1 no such user here" in page
    assert refused.subject not in page
    assert "2026-0" not in page
    assert "Sem" not in page


def test_of_an_urgent_mail_the_administrator_reads_only_that_it_is_urgent(cast, refused):
    Letter.objects.filter(pk=refused.pk).update(kind="concern", urgent=True)
    page = text_of(at(cast.ada, "/school/post/"))
    assert "Een dringende mail" in page
    assert "medewerker" not in page.replace("bij de medewerker", "")


def test_on_vandaag_the_head_reads_it_too_and_it_counts_as_a_thing_to_do(cast, refused):
    at(cast.hein, f"/zaken/{refused.about}/")  # the case is not new to the head any more
    page = at(cast.hein, "/vandaag/")
    assert "Eén mail is niet aangekomen." in text_of(page)
    assert 'href="/school/post/"' in page.content.decode()
    assert "Vandaag heb je één ding te doen." in text_of(page)
    Letter.objects.filter(kind="plan_issued").exclude(pk=refused.pk).update(given_up_at=NOW)
    assert "mails zijn niet aangekomen." in text_of(at(cast.hein, "/vandaag/"))
    assert "niet aangekomen" not in text_of(at(cast.carla, "/vandaag/"))
    assert "niet aangekomen" not in text_of(at(cast.anouk, "/school/"))


def test_who_was_excluded_since_does_not_get_the_mail_again(cast, refused):
    case = Telling(cast, cast.anouk, case_id=refused.about)
    people.exclude(act=case.as_(cast.hein).act(), case_id=case.id, staff_id=cast.mo.pk)
    said = press(cast.ada, refused, "again")
    assert "Deze mail is niet meer voor Mo Yilmaz bedoeld. Deze mail gaat niet opnieuw. Kies ‘Geregeld’." in said
    assert not Letter.objects.waiting().filter(pk=refused.pk).exists()
    assert not TrailLine.objects.filter(verb=Verb.LETTER_SENT_AGAIN).exists()
    assert "Alle mails zijn aangekomen" in press(cast.ada, refused, "settled")


def test_who_became_administrator_or_left_does_not_get_the_mail_again(cast, refused):
    StaffMember.objects.filter(pk=cast.mo.pk).update(role="administrator")
    assert "niet meer voor Mo Yilmaz bedoeld" in press(cast.ada, refused, "again")
    StaffMember.objects.filter(pk=cast.mo.pk).update(role="member", is_active=False)
    assert "Mo Yilmaz werkt hier niet meer." in press(cast.ada, refused, "again")
    assert not Letter.objects.waiting().filter(pk=refused.pk).exists()


def test_after_the_mail_server_was_away_everything_goes_again_but_what_may_not(cast, refused):
    assert "Alles opnieuw sturen" not in text_of(at(cast.ada, "/school/post/")), "one has a button of its own"
    Letter.objects.filter(kind="plan_issued").exclude(pk=refused.pk).update(given_up_at=NOW)
    case = Telling(cast, cast.anouk, case_id=refused.about)
    people.exclude(act=case.as_(cast.hein).act(), case_id=case.id, staff_id=cast.mo.pk)
    assert "Alles opnieuw sturen" in text_of(at(cast.ada, "/school/post/"))
    ada = sign_in(Client(), cast.ada)
    for _press in range(2):
        assert ada.post("/school/post/alles/").status_code == 303
    page = text_of(ada.get("/school/post/"))
    assert "Vier mails worden opnieuw gestuurd." in page
    assert "Eén mail gaat niet opnieuw. Die staat hieronder." in page
    assert set(Letter.objects.waiting().filter(kind="plan_issued").values_list("to_staff__name", flat=True)) == {
        "Bram de Boer",
        "Carla Jansen",
        "Hein Smit",
        "Wil de Ruiter",
    }
    assert TrailLine.objects.filter(verb=Verb.LETTER_SENT_AGAIN).count() == 4


@pytest.mark.parametrize("address", ["alles/", "{pk}/"])
def test_what_a_colleague_sent_again_a_moment_ago_goes_once(cast, refused, monkeypatch, address):
    once = outbox.send_again

    def beaten(*, letter, at):
        once(letter=letter, at=at)
        return once(letter=letter, at=at)

    monkeypatch.setattr(outbox, "send_again", beaten)
    ada = sign_in(Client(), cast.ada)
    assert ada.post(f"/school/post/{address.format(pk=refused.pk)}", {"how": "again"}).status_code == 303
    assert not TrailLine.objects.filter(verb=Verb.LETTER_SENT_AGAIN).exists()
    assert "niet opnieuw" not in text_of(ada.get("/school/post/"))


def test_everything_goes_again_only_of_the_own_school(cast, refused):
    assert sign_in(Client(), cast.linde.administrator).post("/school/post/alles/").status_code == 303
    assert not Letter.objects.waiting().filter(pk=refused.pk).exists()


def test_of_a_link_that_did_not_arrive_a_new_one_is_asked(cast):
    letter = write(cast.mo, "invitation:1", kind="invitation", urgent=True, secret=True)
    Letter.objects.filter(pk=letter.pk).update(refused_at=NOW, answer="550 no such user")
    assert "Een mail met een link om een wachtwoord te kiezen." in text_of(at(cast.ada, "/school/post/"))
    assert "De link in deze mail is te oud." in press(cast.ada, letter, "again")


def test_when_all_arrived_the_school_page_is_silent_about_mail(cast):
    assert "niet aangekomen" not in text_of(at(cast.ada, "/school/"))
    assert "niet aangekomen" not in text_of(at(cast.hein, "/vandaag/"))
    assert "Alle mails zijn aangekomen" in text_of(at(cast.ada, "/school/post/"))


def test_a_refused_mail_goes_again_to_the_address_that_was_corrected(cast, refused):
    cast.mo.account.email = "m.yilmaz@dewilg.example"
    cast.mo.account.save()
    assert "De mail wordt opnieuw gestuurd." in press(cast.ada, refused, "again")
    again = Letter.objects.waiting().get(pk=refused.pk)
    assert again.address == "m.yilmaz@dewilg.example"
    assert TrailLine.objects.filter(verb=Verb.LETTER_SENT_AGAIN, subject_id=refused.pk).count() == 1
    assert "Alle mails zijn aangekomen" in press(cast.ada, refused, "again")
    assert TrailLine.objects.filter(verb=Verb.LETTER_SENT_AGAIN).count() == 1


def test_what_was_settled_another_way_asks_for_nobody_any_more(cast, refused):
    page = press(cast.hein, refused, "settled")
    assert "Genoteerd: dit is geregeld." in page
    assert "Alle mails zijn aangekomen" in page
    refused.refresh_from_db()
    assert (refused.seen_to_by, refused.sent_at) == (cast.hein, None)


def test_a_colleague_without_an_address_is_to_be_spoken_to(cast, refused):
    cast.mo.account.is_active = False
    cast.mo.account.save()
    assert "heeft geen mailadres meer" in press(cast.ada, refused, "again")
    assert not TrailLine.objects.filter(verb=Verb.LETTER_SENT_AGAIN).exists()


def test_another_school_cannot_settle_it_nor_a_teacher_see_it(cast, refused):
    linde = sign_in(Client(), cast.linde.administrator)
    assert linde.post(f"/school/post/{refused.pk}/", {"how": "settled"}).status_code == 404
    assert "Alle mails zijn aangekomen" in text_of(linde.get("/school/post/"))
    assert at(cast.anouk, "/school/post/").status_code == 404


def test_what_the_mail_server_said_is_only_text(cast, refused):
    Letter.objects.filter(pk=refused.pk).update(answer="550 <script>alert(1)</script>")
    assert "<script>alert" not in at(cast.ada, "/school/post/").content.decode()
