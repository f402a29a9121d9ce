"""A report about a member of staff: whom to call, who reads it, and that the accused never does."""

import pytest
from django.test import Client

from kring.cases.models import Concern
from kring.school.models import StaffMember
from kring.trail.models import TrailLine
from tests.cast import Cast, sign_in
from tests.web.sending import send, text_of

PAGE = "/melding/medewerker/"
STORY = "Hij trok een kind hard aan de arm."


@pytest.fixture
def cast_with_phones(cast: Cast) -> Cast:
    cast.school.phone_head = "020 123 45 67"
    cast.school.phone_board = "020 765 43 21"
    cast.school.save()
    return cast


def raised(cast: Cast, about: StaffMember | None, by: StaffMember | None = None) -> Concern:
    answer = send(sign_in(Client(), by or cast.mo), PAGE, story=STORY, accused=about.pk if about else "")
    assert answer.status_code == 303
    return Concern.objects.get()


def test_it_first_says_whom_to_call_with_the_schools_own_numbers(client, cast_with_phones):
    page = sign_in(client, cast_with_phones.mo).get(PAGE)
    assert "Bel eerst, schrijf daarna." in text_of(page)
    for number in ("tel:0201234567", "tel:0207654321", "tel:09001113111"):
        assert number in page.content.decode()


def test_it_is_kept_sealed_and_its_writer_reads_for_whom(cast):
    concern = raised(cast, cast.wil)
    assert (concern.story, concern.accused, concern.raised_by) == (STORY, cast.wil, cast.mo)
    page = text_of(sign_in(Client(), cast.mo).get(f"{PAGE}{concern.pk}/"))
    assert "Dit lezen alleen: Carla Jansen (Seo-coördinator) en Hein Smit (Directeur)." in page
    assert STORY not in page


def test_the_coordinator_reads_it_which_is_in_the_trail_and_takes_it_up(client, cast):
    concern = raised(cast, cast.wil)
    browser = sign_in(client, cast.carla)
    address = f"{PAGE}{concern.pk}/"
    assert f'href="{address}"' in browser.get("/vandaag/").content.decode()
    assert STORY in text_of(browser.get(address))
    assert TrailLine.objects.filter(verb="concern.read", by=cast.carla, subject_id=concern.pk).count() == 1
    send(browser, address, sure="1")
    concern.refresh_from_db()
    assert concern.taken_up_by == cast.carla
    assert "door Carla Jansen, vandaag om" in text_of(browser.get(address))
    assert "melding over een medewerker" not in text_of(browser.get("/vandaag/"))


def test_the_accused_never_finds_it_even_as_head_and_the_others_do(cast):
    concern = raised(cast, cast.hein)
    accused = sign_in(Client(), cast.hein)
    assert accused.get(f"{PAGE}{concern.pk}/").status_code == 404
    assert accused.post(f"{PAGE}{concern.pk}/", {}).status_code == 404
    assert STORY in text_of(sign_in(Client(), cast.carla).get(f"{PAGE}{concern.pk}/"))


def test_when_nobody_else_can_read_it_the_writer_is_sent_to_the_board(cast):
    StaffMember.objects.filter(pk=cast.carla.pk).update(is_active=False)
    concern = raised(cast, cast.hein)
    page = text_of(sign_in(Client(), cast.mo).get(f"{PAGE}{concern.pk}/"))
    assert "Op school kan niemand anders dit lezen. Bel daarom nu het bestuur." in page


def test_colleagues_administrator_and_other_schools_do_not_find_it(cast):
    concern = raised(cast, cast.wil)
    for nobody in (cast.anouk, cast.wil, cast.ada, cast.linde.head):
        assert sign_in(Client(), nobody).get(f"{PAGE}{concern.pk}/").status_code == 404
    assert sign_in(Client(), cast.ada).get(PAGE).status_code == 404
    assert not TrailLine.objects.filter(verb="concern.read").exists()


def test_its_writer_cannot_take_it_up(cast):
    concern = raised(cast, cast.wil)
    assert sign_in(Client(), cast.mo).post(f"{PAGE}{concern.pk}/", {}).status_code == 404


def test_without_a_story_it_is_asked_for(client, cast):
    answer = send(sign_in(client, cast.mo), PAGE, story=" ", accused="")
    assert answer.status_code == 422
    assert "Schrijf kort op wat er gemeld is." in text_of(answer)
    assert not Concern.objects.exists()


def test_nobody_of_another_school_and_not_oneself_can_be_accused(client, cast):
    browser = sign_in(client, cast.mo)
    for wrong in (cast.linde.head, cast.mo):
        assert send(browser, PAGE, story=STORY, accused=wrong.pk).status_code == 422
    assert not Concern.objects.exists()
