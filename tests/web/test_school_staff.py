"""Colleagues: added and invited, another role, gone; and nobody goes whose cases would stand still."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.models import Case
from kring.mail.models import Letter, State
from kring.school.models import Account, School, StaffMember
from kring.trail.models import TrailLine
from tests.cases.telling import tell
from tests.cast import NOW, PASSWORD, Cast, act_of, sign_in
from tests.mail.post import write
from tests.school import plain as actions
from tests.web.sending import send, text_of

NEW = {"name": "Eva Maas", "form_of_address": "juf Eva", "role": "teacher", "email": "Eva@DeWilg.example"}


@pytest.fixture
def ada(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.ada)


@pytest.fixture
def _mails(settings) -> None:
    settings.KRING_MAIL = True


@pytest.fixture
def hein(cast: Cast) -> Client:
    """The only head, who gives a role or an address alone: how two people do it is in test_proposals.py."""
    return sign_in(Client(), cast.hein)


def page_of(staff: StaffMember) -> str:
    return reverse("school_person_change", args=[staff.id])


def as_it_is(staff: StaffMember, **other: str) -> dict[str, str]:
    """The form as it stands for this colleague, with something else in it."""
    return {
        "name": staff.name,
        "form_of_address": staff.form_of_address,
        "role": staff.role,
        "email": staff.account.email if staff.account else "",
        "is_active": "ja",
    } | other


def test_the_list_says_who_works_here_with_which_role_and_group(ada, cast):
    said = text_of(ada.get(reverse("school_people")))
    assert "Anouk Vermeer Leerkracht groep 6 anouk@dewilg.example" in said
    assert "Carla Jansen Seo-coördinator" in said
    assert "Ziet niets van een zaak." in said
    assert "Lotte Prins" not in said


def test_somebody_new_cannot_sign_in_before_a_password_was_chosen(hein, cast):
    send(hein, reverse("school_person_add"), **NEW)
    eva = StaffMember.objects.get(name="Eva Maas")
    assert eva.account == Account.objects.get(email="eva@dewilg.example")
    assert "eva@dewilg.example nog geen wachtwoord gekozen" in text_of(hein.get(reverse("school_people")))
    assert TrailLine.objects.get(verb="staff.added").detail == {"role": "teacher"}


@pytest.mark.usefixtures("_mails")
def test_an_invitation_leads_to_a_password_of_ones_own(hein, cast):
    send(hein, reverse("school_person_add"), **NEW, invite="on")
    letter = Letter.objects.get(kind="invitation")
    assert (letter.address, letter.urgent, letter.secret) == ("eva@dewilg.example", True, True)
    assert letter.give_up_after - letter.made_at == timedelta(days=3), "as long as its link works"
    assert letter.subject == "Je kunt nu inloggen bij Kring"
    assert "Hein Smit heeft je toegevoegd aan Kring" in (letter.text or "")
    link = re.search(r"https?://127.0.0.1(\S+)", letter.text or "")
    assert link
    eva = Client()
    page = eva.get(link[1], follow=True)
    answer = eva.post(page.redirect_chain[-1][0], {"password1": PASSWORD + "!", "password2": PASSWORD + "!"})
    assert answer.status_code == 302
    assert Account.objects.get(email="eva@dewilg.example").check_password(PASSWORD + "!")


@pytest.mark.usefixtures("_mails")
def test_an_invitation_can_be_sent_again_but_not_to_who_left_or_has_no_address(ada, cast):
    url = reverse("school_person_invite", args=[cast.mo.id])
    assert "Uitnodiging sturen" in text_of(ada.get(page_of(cast.mo)))
    assert ada.post(url).status_code == 303
    assert [letter.address for letter in Letter.objects.all()] == ["mo@dewilg.example"]
    assert TrailLine.objects.get(verb="staff.invited").subject_id == cast.mo.id
    School.objects.filter(pk=cast.school.pk).update(is_demo=True)
    assert ada.post(url).status_code == 303
    assert "In de demo gaat er geen uitnodiging uit" in text_of(ada.get(reverse("school_people")))
    assert Letter.objects.count() == 1
    StaffMember.objects.filter(id=cast.mo.id).update(account=None)
    assert ada.post(url).status_code == 404


@pytest.mark.usefixtures("_mails")
def test_an_invitation_without_an_address_is_asked_for_one(ada, cast):
    answer = send(ada, reverse("school_person_add"), **NEW | {"email": ""}, invite="on")
    assert answer.status_code == 422
    assert "Vul een e-mailadres in om een uitnodiging te kunnen sturen." in text_of(answer)
    assert not StaffMember.objects.filter(name="Eva Maas").exists()


def test_without_a_mail_server_no_invitation_is_promised(ada, cast):
    said = text_of(ada.get(reverse("school_person_add")))
    assert "Stuur meteen een uitnodiging" not in said
    assert "Kring kan hier nog geen mail versturen." in said
    assert ada.post(reverse("school_person_invite", args=[cast.mo.id])).status_code == 404


def test_a_colleague_gets_another_role_address_and_name(hein, cast):
    send(hein, page_of(cast.mo), **as_it_is(cast.mo, role="teacher", email="mo.yilmaz@dewilg.example", name="Mo Y"))
    cast.mo.refresh_from_db()
    assert (cast.mo.name, cast.mo.role, cast.mo.account.email) == ("Mo Y", "teacher", "mo.yilmaz@dewilg.example")
    detail = TrailLine.objects.get(verb="staff.changed").detail
    assert detail == {"role": "teacher", "is_active": True, "other_address": True}


def test_an_address_that_is_taken_away_closes_the_door(ada, cast):
    send(ada, page_of(cast.mo), **as_it_is(cast.mo, email=""))
    assert sign_in(Client(), cast.mo).get(reverse("school")).status_code == 403
    assert "kan niet inloggen" in text_of(ada.get(reverse("school_people")))


def test_nobody_changes_their_own_role(ada, cast):
    answer = send(ada, page_of(cast.ada), **as_it_is(cast.ada, role="head"))
    assert answer.status_code == 422
    assert "Je kunt je eigen rol niet veranderen." in text_of(answer)


def test_an_address_of_a_colleague_is_refused_beside_the_field(ada, cast):
    answer = send(ada, page_of(cast.mo), **as_it_is(cast.mo, email="anouk@dewilg.example", name="Mo Anders"))
    assert answer.status_code == 422
    assert "Dit e-mailadres is al van een collega." in text_of(answer)
    cast.mo.refresh_from_db()
    assert cast.mo.name == "Mo Yilmaz", "nothing is saved by half"


def test_who_has_running_cases_hands_them_over_before_leaving(ada, cast):
    tell(cast).report(cast.sem, by=(cast.daan,))
    tell(cast).report(cast.noor, by=(cast.lars,))
    answer = send(ada, page_of(cast.anouk), **as_it_is(cast.anouk, is_active="nee"))
    assert answer.status_code == 422
    said = text_of(answer)
    assert "Anouk Vermeer heeft nog twee lopende zaken." in said
    assert "Sem" not in said
    Case.objects.update(owner=cast.bram)
    assert send(ada, page_of(cast.anouk), **as_it_is(cast.anouk, is_active="nee")).status_code == 303
    cast.anouk.refresh_from_db()
    assert not cast.anouk.is_active
    assert "Werkten hier eerder (1)" in text_of(ada.get(reverse("school_people")))


def test_who_has_running_cases_does_not_become_administrator(ada, cast):
    tell(cast).report(cast.sem, by=(cast.daan,))
    answer = send(ada, page_of(cast.anouk), **as_it_is(cast.anouk, role="administrator"))
    assert answer.status_code == 422
    assert "Anouk Vermeer heeft nog één lopende zaak." in text_of(answer)


def test_who_becomes_administrator_gets_nothing_of_a_case_that_still_waits(ada, cast):
    tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    other = write(cast.mo, kind="digest")
    send(ada, page_of(cast.mo), **as_it_is(cast.mo, role="administrator"))
    assert Letter.objects.waiting().filter(to_staff=cast.mo).get() == other
    assert Letter.objects.waiting().filter(kind="plan_issued").count() == 4


def test_a_colleague_of_another_school_has_no_page_here(ada, cast):
    assert ada.get(page_of(cast.linde.head)).status_code == 404


def former(address: str) -> Letter:
    return Letter.objects.get(kind="address_changed", address=address)


def test_the_former_address_hears_who_changed_it_and_whom_to_ask(hein, cast):
    actions.change_staff(act=act_of(cast.hein), staff=cast.ada, is_active=False)
    send(hein, page_of(cast.carla), **as_it_is(cast.carla, email="c.jansen@dewilg.example"))
    letter = former("carla@dewilg.example")
    assert (letter.to_staff, letter.urgent, letter.school) == (None, True, cast.school)
    text = letter.text or ""
    assert "Hein Smit heeft het e-mailadres veranderd waarmee je inlogt bij Kring." in text
    assert "Vraag het meteen aan Hein Smit." in text, "there is nobody else to ask"
    assert letter.html
    assert "c.jansen@dewilg.example" not in text + letter.html


def test_whom_to_ask_is_another_than_who_changed_it(hein, cast):
    send(hein, page_of(cast.carla), **as_it_is(cast.carla, email="c.jansen@dewilg.example"))
    assert "Vraag het meteen aan Ada Kok." in (former("carla@dewilg.example").text or "")


def test_an_address_that_is_taken_away_is_told_there_as_well(ada, cast):
    send(ada, page_of(cast.mo), **as_it_is(cast.mo, email=""))
    assert "Met dit adres kom je niet meer binnen." in (former("mo@dewilg.example").text or "")


def test_an_address_that_stays_or_is_the_first_is_no_news(hein, cast):
    send(hein, page_of(cast.mo), **as_it_is(cast.mo, name="Mo Y"))
    StaffMember.objects.filter(id=cast.wil.id).update(account=None)
    cast.wil.refresh_from_db()
    send(hein, page_of(cast.wil), **as_it_is(cast.wil, email="w.de.ruiter@dewilg.example"))
    assert not Letter.objects.exists()


def test_what_waits_follows_to_the_new_address_but_a_link_does_not(hein, cast):
    plan, link = write(cast.mo), write(cast.mo, "invitation:1", secret=True)
    sent = write(cast.mo, "digest:1")
    Letter.objects.filter(pk=sent.pk).update(sent_at=NOW)
    of_bram = write(cast.bram)
    send(hein, page_of(cast.mo), **as_it_is(cast.mo, email="m.yilmaz@dewilg.example"))
    for letter in (plan, link, sent, of_bram):
        letter.refresh_from_db()
    assert (plan.address, plan.state) == ("m.yilmaz@dewilg.example", State.WAITING)
    assert (link.address, link.state) == ("mo@dewilg.example", State.WITHDRAWN)
    assert (sent.address, of_bram.address) == ("mo@dewilg.example", "bram@dewilg.example")
