"""After Kring was put back from a copy: everybody reads what may be missing, and no mail goes by itself."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kring.backup.after import after_restoring
from kring.backup.models import Restoration
from kring.cases.actions.reminding import sweep, whose_time_it_is
from kring.demo.doors import FACES
from kring.demo.portraits import drawn
from kring.mail import holding
from kring.mail.models import Letter
from kring.mail.sending import give_up
from kring.school.actions import put_portrait
from kring.school.models import StaffMember
from kring.school.pictures import small
from kring.school.worker_clock import take_turn
from kring.trail.models import TrailLine
from kring.trail.record import record
from kring.trail.verbs import Verb
from kring.web.request import clock
from kring.words import HERE
from tests.cases.telling import tell
from tests.cast import NOW, TODAY, Cast, act_of, sign_in
from tests.mail.post import Clock, Postbox, send_all, sender, write
from tests.web.sending import text_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BANNER = "Kring is teruggezet uit een reservekopie."
MISSING = (
    "Wat er van maandag 23 november om 8.00 uur tot maandag 23 november om 10.00 uur is vastgelegd, kan ontbreken."
)
PAGE = "/school/teruggezet/"


@pytest.fixture
def letter(cast: Cast) -> Letter:
    """One that waited when the copy was made."""
    return write(cast.anouk)


@pytest.fixture
def restored(cast: Cast, letter: Letter, monkeypatch: pytest.MonkeyPatch) -> Restoration:
    """Put back on Monday at ten, with everything up to two hours before."""
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=5))
    after_restoring(kept_until=NOW - 2 * HOUR, at=NOW, era=1)
    return Restoration.objects.get(school=cast.school)


@pytest.mark.parametrize(("who", "page"), [("mo", "today"), ("anouk", "today"), ("hein", "today"), ("ada", "school")])
def test_everybody_reads_from_when_to_when_something_may_be_missing(client, cast, restored, who, page):
    said = text_of(sign_in(client, getattr(cast, who)).get(reverse(page)))
    assert BANNER in said
    assert MISSING in said


def test_a_photo_that_was_taken_away_is_there_again_and_the_page_says_where_to_look(client, cast, restored):
    """Whoever took their yes back need not find out at the door."""
    says = "Een foto die toen is weggehaald, staat er weer."
    head = sign_in(client, cast.hein)
    assert says not in text_of(head.get(PAGE))
    put_portrait(act=act_of(cast.hein), staff=cast.hein, photo=small(drawn(FACES["Hein"])))
    assert says in text_of(head.get(PAGE))


def test_who_sees_to_mails_reads_how_many_wait(client, cast, restored):
    assert "Eén mail wacht op jou." in text_of(sign_in(client, cast.ada).get("/school/"))
    assert "wacht op jou" not in text_of(sign_in(client, cast.mo).get("/vandaag/"))


def test_a_mail_of_before_does_not_go_by_itself_and_is_not_given_up(cast, restored, letter):
    postbox, later = Postbox(), Clock(NOW + 9 * DAY)
    send_all(sender(postbox), later)
    give_up(now=later())
    assert postbox.ids == []
    assert list(holding.held(cast.school)) == [letter]


def test_a_mail_that_is_let_go_goes_once(client, cast, restored, letter):
    ada = sign_in(client, cast.ada)
    for _twice in range(2):
        assert ada.post(f"{PAGE}{letter.pk}/", {"how": "go"}).status_code == 303
    postbox = Postbox()
    send_all(sender(postbox), Clock(NOW + HOUR))
    assert postbox.ids == [letter.message_id]
    assert TrailLine.objects.filter(verb="letter.let_go", by=cast.ada).count() == 1


def test_a_mail_that_is_put_away_never_goes(client, cast, restored, letter):
    sign_in(client, cast.hein).post(f"{PAGE}{letter.pk}/", {"how": "away", "sure": "1"})
    postbox = Postbox()
    send_all(sender(postbox), Clock(NOW + HOUR))
    assert postbox.ids == []
    assert TrailLine.objects.filter(verb="letter.put_away", by=cast.hein).count() == 1


def test_all_of_them_go_at_once_but_what_is_not_for_its_reader_any_more(client, cast, restored, letter):
    gone = write(cast.wil, key="other")
    Letter.objects.filter(pk=gone.pk).update(held_at=NOW)
    cast.wil.is_active = False
    cast.wil.save()
    said = text_of(sign_in(client, cast.hein).post(f"{PAGE}alles/", {"sure": "1"}, follow=True))
    assert "Eén mail gaat nu uit." in said
    assert "Eén mail gaat niet. Die staat hieronder." in said
    assert list(holding.held(cast.school)) == [gone]


def test_of_a_mail_it_says_why_it_was_written_and_not_the_rule_of_all_such_mails(client, cast, restored, letter):
    Letter.objects.filter(pk=letter.pk).update(kind="case_opened")
    said = text_of(sign_in(client, cast.ada).get(PAGE))
    assert "Er komt een zaak bij. Sturen" in said
    assert "in plaats hiervan" not in said


def test_a_mail_that_may_not_go_says_which_button_is_left(client, cast, restored, letter):
    StaffMember.objects.filter(pk=cast.anouk.pk).update(is_active=False)
    ada = sign_in(client, cast.ada)
    said = text_of(ada.post(f"{PAGE}{letter.pk}/", {"how": "go"}, follow=True))
    assert "Anouk Vermeer werkt hier niet meer. Deze mail gaat niet. Kies ‘Niet sturen’." in said
    assert "Geregeld" not in said
    assert (
        f'name="how" value="away">Niet sturen<span class="unseen">: {letter.address}' in ada.get(PAGE).content.decode()
    )


@pytest.mark.parametrize(("late", "goes"), [(-1, True), (0, False)])
def test_a_link_to_come_in_with_goes_for_as_long_as_it_works(client, cast, restored, monkeypatch, late, goes):
    link = write(cast.mo, "link", kind="invitation", secret=True, patience=DAY)
    Letter.objects.filter(pk=link.pk).update(held_at=NOW)
    moment = NOW + DAY + timedelta(seconds=late)
    monkeypatch.setattr(clock, "now", lambda: moment)
    ada = sign_in(client, cast.ada)
    said = text_of(ada.post(f"{PAGE}{link.pk}/", {"how": "go"}, follow=True))
    assert ("De mail gaat nu uit." in said, "De link in deze mail is te oud." in said) == (goes, not goes)
    link.refresh_from_db()
    assert (link.held_at is None, link.give_up_after) == (goes, NOW + DAY)


def test_the_page_names_reader_and_moment_and_never_the_subject(client, cast, restored, letter):
    said = text_of(sign_in(client, cast.ada).get(PAGE))
    assert "Anouk Vermeer" in said
    assert MISSING in said
    assert letter.subject not in said


@pytest.mark.parametrize("who", ["anouk", "carla", "mo"])
def test_who_sees_to_neither_does_not_come_there(client, cast, restored, who):
    assert sign_in(client, getattr(cast, who)).get(PAGE).status_code in (403, 404)


def test_only_a_head_says_that_it_is_known_what_is_missing(client, cast, restored):
    assert sign_in(client, cast.ada).post(f"{PAGE}klaar/").status_code in (403, 404)
    assert "We weten wat er ontbreekt" not in text_of(client.get(PAGE))
    assert "Niemand ziet de melding nu nog." in text_of(
        sign_in(client, cast.hein).post(f"{PAGE}klaar/", {"sure": "1"}, follow=True)
    )
    assert MISSING not in text_of(client.get("/vandaag/"))
    assert BANNER not in text_of(sign_in(client, cast.anouk).get("/vandaag/"))
    assert TrailLine.objects.get(verb="restoration.closed").by == cast.hein


@pytest.mark.parametrize(("who", "page"), [("hein", "today"), ("ada", "school")])
def test_mails_that_wait_are_found_when_it_is_known_what_is_missing_too(client, cast, restored, letter, who, page):
    sign_in(client, cast.hein).post(f"{PAGE}klaar/", {"sure": "1"})
    browser = sign_in(client, getattr(cast, who))
    answer = browser.get(reverse(page))
    assert "Er wachten nog mails van toen. Eén mail wacht op jou." in text_of(answer)
    assert f'href="{PAGE}"' in answer.content.decode()
    assert MISSING not in text_of(answer)
    browser.post(f"{PAGE}{letter.pk}/", {"how": "away", "sure": "1"})
    assert "post van toen" not in text_of(browser.get(reverse(page)))


def test_with_something_to_look_after_vandaag_is_not_called_empty(client, cast, restored):
    said = text_of(sign_in(client, cast.mo).get(reverse("today")))
    assert BANNER in said
    assert "Niets vandaag" not in said


def test_another_school_still_reads_it(client, cast, restored):
    sign_in(client, cast.hein).post(f"{PAGE}klaar/", {"sure": "1"})
    assert BANNER in text_of(sign_in(client, cast.linde.head).get("/vandaag/"))


def test_the_trail_of_each_school_says_that_it_was_put_back(cast, restored):
    lines = TrailLine.objects.filter(verb="school.restored")
    assert {line.school_id for line in lines} == {cast.school.pk, cast.linde.school.pk}


def test_everybody_signs_in_again(client, cast, letter):
    anouk = sign_in(client, cast.anouk)
    after_restoring(kept_until=NOW - HOUR, at=NOW, era=1)
    assert anouk.get("/vandaag/").status_code == 303


def test_the_first_sweep_after_it_holds_what_it_says_and_the_next_sends(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    due = case.due_on()
    assert due is not None
    today = due + DAY
    at = NOW + (today - TODAY)
    after_restoring(kept_until=at - HOUR, at=at, era=1)
    assert cast.school in whose_time_it_is(at.astimezone(HERE))
    assert sweep(school=cast.school, at=at, today=today) > 0
    waiting = Letter.objects.waiting().filter(urgent=False)
    assert waiting.exists()
    assert not waiting.filter(held_at=None).exists()
    cast.school.refresh_from_db()
    held = waiting.count()
    sweep(school=cast.school, at=at + 14 * DAY, today=today + 14 * DAY)
    assert waiting.filter(held_at__isnull=False).count() == held


@pytest.mark.parametrize("age", [HOUR, 9 * DAY])
def test_however_old_the_copy_is_the_clock_is_not_asked_about_on_top(client, cast, age):
    assert take_turn(NOW - age).doubted_from is None
    after_restoring(kept_until=NOW - age, at=NOW, era=1)
    assert take_turn(NOW + timedelta(minutes=5)).doubted_from is None
    assert "Klopt de klok" not in text_of(sign_in(client, cast.hein).get("/vandaag/"))


def test_a_clock_that_leaps_after_the_copy_was_put_back_is_asked_about(client, cast):
    take_turn(NOW - 9 * DAY)
    after_restoring(kept_until=NOW - 9 * DAY, at=NOW, era=1)
    assert take_turn(NOW + 3 * DAY).doubted_from == NOW


def test_a_clock_that_stands_before_the_copy_is_doubted_all_the_same(cast):
    record(verb=Verb.SCHOOL_CHANGED, school_id=cast.school.pk, at=NOW, by=cast.hein)
    after_restoring(kept_until=NOW, at=NOW - 9 * DAY, era=1)
    assert take_turn(NOW - 9 * DAY + HOUR).doubted_from == NOW
