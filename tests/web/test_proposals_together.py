"""In August a head reads five proposed teachers, and says yes to those that are ticked with one press."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kring.mail.models import Letter
from kring.school.models import Proposal, Role, StaffMember
from kring.trail.models import TrailLine
from tests.cast import PASSWORD, Cast, act_of, sign_in
from tests.school import plain as actions
from tests.web.sending import all_hidden, send, text_of

PAGE, LIST = "/school/voorstellen/ja/", "/school/voorstellen/"
NAMES = ("Daan Prins", "Eva Maas", "Fleur Bos", "Gijs Kok", "Hanna Vos")


@pytest.fixture
def five(cast: Cast) -> list[Proposal]:
    """Ada proposed five teachers."""
    for name in NAMES:
        email = f"{name.split()[0].lower()}@dewilg.example"
        actions.add_staff(act=act_of(cast.ada), school=cast.school, name=name, role=Role.TEACHER, email=email)
    return [Proposal.objects.get(staff__name=name) for name in NAMES]


@pytest.fixture
def hein(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.hein)


def values(page: Any) -> dict[str, str]:
    """What is sent for a tick at each name."""
    return {str(label): value for value, label in page.context["form"].fields["agreed"].choices}


def press(browser: Client, page: Any, *names: str) -> Any:
    return browser.post(PAGE, all_hidden(page) | {"agreed": [values(page)[name] for name in names]})


def given() -> set[str]:
    return set(Proposal.objects.filter(state="given", staff__name__in=NAMES).values_list("staff__name", flat=True))


def lines() -> list[Any]:
    return list(TrailLine.objects.filter(verb="proposal.given").values_list("subject_id", flat=True))


def test_who_is_ticked_is_let_in_with_one_press_and_nobody_else(hein: Client, cast: Cast, five: list[Proposal]) -> None:
    assert PAGE in hein.get(LIST).content.decode()
    page = hein.get(PAGE)
    said = text_of(page)
    assert "Daan Prins Komt erbij als Leerkracht. Logt in met daan@dewilg.example. Voorgesteld door Ada Kok." in said
    assert "checked" not in page.content.decode(), "nobody is ticked by Kring"
    answer = press(hein, page, *NAMES[:3])
    assert answer["Location"] == LIST
    assert "Je zei ja. Daan Prins, Eva Maas en Fleur Bos hebben het nu." in text_of(hein.get(LIST))
    assert given() == set(NAMES[:3])
    them = StaffMember.objects.filter(name__in=NAMES[:3])
    assert set(them.values_list("role", flat=True)) == {"teacher"}
    assert sorted(lines()) == sorted(them.values_list("pk", flat=True)), "a line each"
    told = Letter.objects.filter(kind="role_given", to_staff=cast.carla)
    assert sorted(one.text.count("Leerkracht") for one in told if one.text) == [1, 1, 1], "a letter each"
    assert Letter.objects.filter(kind="proposal_answered", to_staff=cast.ada).count() == 3


def test_two_presses_do_nothing_twice(hein: Client, five: list[Proposal]) -> None:
    page = hein.get(PAGE)
    first, second = press(hein, page, *NAMES), press(hein, page, *NAMES)
    assert first["Location"] == second["Location"] == LIST
    assert (len(lines()), Letter.objects.filter(kind="proposal_answered").count()) == (5, 5)


def test_a_page_that_is_stale_gives_nobody_anything(hein: Client, cast: Cast, five: list[Proposal]) -> None:
    """Another head answered one of them meanwhile; and of another the address was changed."""
    page = hein.get(PAGE)
    hugo = actions.add_staff(
        act=act_of(cast.hein), school=cast.school, name="Hugo Pot", role="head", email="h@x.example", password=PASSWORD
    )
    other = sign_in(Client(), hugo)
    assert press(other, other.get(PAGE), NAMES[0])["Location"] == LIST
    told = Letter.objects.filter(kind="role_given").count()
    stale = press(hein, page, *NAMES[:2])
    assert stale.status_code == 422
    assert "Aan een van deze voorstellen is iets veranderd sinds je het las." in text_of(stale)
    assert given() == {NAMES[0]}
    actions.change_staff(act=act_of(cast.ada), staff=five[1].staff, email="ada-2@x.example")
    assert press(hein, page, NAMES[1]).status_code == 422
    assert given() == {NAMES[0]}
    assert Letter.objects.filter(kind="role_given").count() == told
    assert "ada-2@x.example" in text_of(hein.get(PAGE))


def test_one_that_cannot_be_given_gives_none_and_says_who(hein: Client, cast: Cast, five: list[Proposal]) -> None:
    Proposal.objects.filter(pk=five[4].pk).update(by=cast.mo)
    answer = press(hein, hein.get(PAGE), *NAMES)
    assert answer.status_code == 422
    assert "Hanna Vos: Mo Yilmaz mag dit niet meer voorstellen." in text_of(answer)
    assert given() == set()
    assert lines() == []
    assert press(hein, hein.get(PAGE), *NAMES[:4])["Location"] == LIST


def test_the_page_asks_as_much_with_many_proposals_as_with_few(hein: Client, cast: Cast, five: list[Proposal]) -> None:
    def asks() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert hein.get(PAGE).status_code == 200
        return len(queries)

    asks()
    few = asks()
    for number in range(5):
        actions.add_staff(act=act_of(cast.ada), school=cast.school, name=f"Nieuw {number}", role=Role.TEACHER)
    assert asks() == few


def test_nobody_ticked_is_asked_for_somebody(hein: Client, five: list[Proposal]) -> None:
    assert "Vink aan tegen wie je ja zegt." in text_of(send(hein, PAGE))
    assert given() == set()


def test_who_would_say_yes_themselves_and_an_address_are_answered_alone(
    hein: Client, cast: Cast, five: list[Proposal]
) -> None:
    for role in (Role.HEAD, Role.COORDINATOR):
        actions.add_staff(act=act_of(cast.ada), school=cast.school, name=f"Nieuw {role}", role=role)
    actions.change_staff(act=act_of(cast.ada), staff=cast.carla, email="ada-2@x.example")
    assert list(values(hein.get(PAGE))) == list(NAMES)


def test_who_proposed_them_and_who_never_answers_find_no_such_page(cast: Cast, five: list[Proposal]) -> None:
    for one in (cast.ada, cast.carla, cast.anouk):
        browser = sign_in(Client(), one)
        assert browser.get(PAGE).status_code == 404
        assert PAGE not in browser.get(LIST).content.decode()


def test_where_one_waits_the_list_leads_to_no_such_page(hein: Client, cast: Cast) -> None:
    actions.add_staff(act=act_of(cast.ada), school=cast.school, name="Eva Maas", role=Role.TEACHER)
    assert PAGE not in hein.get(LIST).content.decode()
    assert reverse("proposal", args=(Proposal.objects.get().pk,)) in hein.get(LIST).content.decode()


def test_when_all_are_answered_the_page_leads_to_what_came_of_it(hein: Client) -> None:
    assert hein.get(PAGE)["Location"] == LIST
