"""An empty page says what will come there, and who can put it there."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.urls.resolvers import RoutePattern

from kring.reports.actions.doors import Doors, set_doors
from kring.school.act import Act
from kring.school.models import Role, StaffMember
from tests.cast import ITSELF, NOW, TODAY, Cast, sign_in
from tests.school import plain as actions
from tests.web.test_access_table import ROWS
from tests.web.world import PATTERNS

SAYS_WHO = re.compile(
    r"Vraag het aan|<a class=\"button|<button|[Ww]ordt er |leerkracht|collega|Meldt iemand|beheerder of directeur|jij "
)
"""A button, a name, or who does what it takes."""
EMPTY = re.compile(r'<div class="empty">(.*?)</div>', re.S)
PLAIN = sorted(
    {row.address for row in ROWS if row.how == "GET" and "yes" in (row.gets[who] for who in "TMCHA")}
    & {
        one.name
        for one in PATTERNS
        if isinstance(one, URLPattern) and isinstance(one.pattern, RoutePattern) and not one.pattern.converters
    }
)
"""The addresses that are of no case, child or person."""


@pytest.fixture
def fresh(db: None) -> dict[str, StaffMember]:
    """A school in which only the people are there, one of each role."""
    school = actions.add_school(act=ITSELF, name="De Nieuwe", region="noord")
    return {
        role: actions.add_staff(act=ITSELF, school=school, name=f"Ria {role}", role=role, email=f"{role}@nieuw.example")
        for role in Role.values
    }


@pytest.mark.parametrize("role", Role.values)
def test_every_empty_page_of_a_fresh_school_says_who_fills_it(
    client: Client, fresh: dict[str, StaffMember], role: str
) -> None:
    sign_in(client, fresh[role])
    met = 0
    for address in PLAIN:
        answer = client.get(reverse(address))
        if answer.status_code != 200 or answer.streaming:
            continue
        page = answer.content.decode()
        main = page.partition("<main")[2].partition("</main>")[0]
        for empty in EMPTY.findall(main):
            met += 1
            around = main[main.index(empty) : main.index(empty) + len(empty) + 700]  # the button may stand below it
            said = re.sub(r"<[^>]+>|\s+", " ", empty)
            assert SAYS_WHO.search(around), f"{address}: {said}"
    assert met > 0, "there was nothing empty to look at"


def test_who_may_not_add_a_child_reads_whom_to_ask_and_mails_them_with_one_tap(client: Client, cast: Cast) -> None:
    group = actions.add_group(act=ITSELF, school=cast.school, school_year="2026-2027", name="7", year_group=7)
    actions.assign_teacher(act=ITSELF, group=group, staff=cast.anouk)
    page = sign_in(client, cast.anouk).get(reverse("school_group", args=[group.pk])).content.decode()
    assert "Vraag het aan Ada Kok of Hein Smit." in page
    assert "mailto:ada@dewilg.example,hein@dewilg.example?subject=Wil%20je%20iets%20in%20Kring%20zetten%3F" in page
    page = sign_in(Client(), cast.ada).get(reverse("school_group", args=[group.pk])).content.decode()
    assert "Vraag het aan" not in page
    assert "Leerling toevoegen" in page


def test_where_the_doors_are_shut_binnengekomen_says_who_opens_them(
    client: Client, fresh: dict[str, StaffMember], cast: Cast
) -> None:
    page = sign_in(client, fresh["head"]).get(reverse("told")).content.decode()
    assert "De deuren van de school zijn nog dicht." in page
    assert reverse("school_doors") in page
    page = sign_in(Client(), fresh["teacher"]).get(reverse("told")).content.decode()
    assert "Vraag het aan" in page
    assert reverse("school_doors") not in page
    set_doors(
        act=Act(by=fresh["head"], at=NOW, today=TODAY),
        doors=Doors(address="de-nieuwe", for_children=True, for_parents=False),
    )
    assert "nog dicht" not in sign_in(Client(), fresh["teacher"]).get(reverse("told")).content.decode()
