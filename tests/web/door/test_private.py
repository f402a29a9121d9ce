"""A door keeps nothing of who stands before it: no session, no copy, no cookie but one, and nobody else's page."""

from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kring.reports.actions.doors import Doors, set_doors
from kring.trail.models import TrailLine
from kring.vault.keys import forget_keys
from tests.cast import Cast, sign_in
from tests.reports.telling import act_of, doors_of
from tests.web.door.road import Child, door


def answers_of_a_road() -> list[Any]:
    """Every answer on the way of a child that tells and comes back."""
    child = Child()
    answers = [child.opens().answer, child.begins().answer]
    while child.asked != "Klopt dit?":
        fields = {"story": "Iets.", "on": "1"} if child.asked == "Vertel het zelf." else {"skip": "1"}
        answers.append(child.sends(**fields).answer)
    answers.append(child.sends(send="1").answer)
    code = child.code
    answers.append(child.sends(written="1").answer)
    answers.append(child.opens("code/").answer)
    answers.append(child.comes_with(code).answer)
    answers.append(child.sends(how="better").answer)
    return answers


def test_no_cookie_but_that_of_the_token_and_no_session(cast: Cast) -> None:
    door(cast)
    for answer in answers_of_a_road():
        assert set(answer.cookies) <= {settings.CSRF_COOKIE_NAME}


def test_no_answer_is_kept_by_a_browser_and_nothing_of_it_goes_elsewhere(cast: Cast) -> None:
    door(cast)
    for answer in [*answers_of_a_road(), Child("nergens").opens().answer]:
        assert "no-store" in answer["Cache-Control"]
        # "no-referrer" makes a browser send "Origin: null" with a form, which the check on forged forms refuses.
        assert answer["Referrer-Policy"] == "same-origin"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "trusted-types 'none'" in answer["Content-Security-Policy"]
        assert answer["Content-Language"] == "nl"


def test_at_the_end_and_at_weg_hier_the_browser_is_asked_to_forget(cast: Cast) -> None:
    door(cast)
    child = Child().tells().sends(written="1")
    assert child.answer["Clear-Site-Data"] == '"cache"'
    assert child.client.get("/weetjes/")["Clear-Site-Data"] == '"cache"'


def test_no_field_is_filled_in_by_the_browser(cast: Cast) -> None:
    door(cast)
    child = Child().begins()
    while child.asked != "Klopt dit?":
        fields = child.page.count("<textarea") + child.page.count("<input id=")
        assert child.page.count('autocomplete="off"') >= fields + 1
        child.sends(skip="1")


def test_no_line_in_the_trail_and_no_draft_tells_of_it(cast: Cast) -> None:
    door(cast)
    lines = TrailLine.objects.count()
    answers_of_a_road()
    assert TrailLine.objects.count() == lines


def test_who_is_signed_in_sees_the_same_page_as_anybody(cast: Cast, client: Any) -> None:
    door(cast)
    page = Child(client=sign_in(client, cast.anouk)).opens().page
    assert "Anouk" not in page
    assert "Vandaag" not in page


def close_for_children(cast: Cast) -> None:
    set_doors(act=act_of(cast.carla), doors=Doors("de-wilg", for_children=False, for_parents=True))


def test_an_unknown_address_and_a_shut_door_are_one_page(cast: Cast) -> None:
    doors_of(cast)
    close_for_children(cast)
    shut, unknown = Child().opens(), Child("nergens").opens()
    assert shut.answer.status_code == unknown.answer.status_code == 404
    assert shut.page == unknown.page.replace("/nergens/", "/de-wilg/")
    assert "Hier is geen deur open." in shut.page
    assert Child().begins().answer.status_code == 404


def test_an_address_typed_with_capitals_is_the_same_door(cast: Cast) -> None:
    door(cast)
    assert Child("De-Wilg").opens().answer.status_code == 200


def test_the_address_of_the_questions_leads_to_the_first_page(cast: Cast) -> None:
    door(cast)
    assert Child().opens("vragen/").answer["Location"] == "/vertel/de-wilg/"


@pytest.mark.parametrize("fields", [{"skip": "1"}, {"about": "adult"}])
def test_a_screen_costs_three_questions_to_the_database(cast: Cast, fields: dict[str, str]) -> None:
    door(cast)
    child = Child().begins()
    for _screen in range(12):
        with CaptureQueriesContext(connection) as asked:
            child.sends(**fields)
        assert len(asked) <= 3, [one["sql"] for one in asked]
        fields = {"skip": "1"}


def test_the_first_page_and_sending_cost_few(cast: Cast) -> None:
    door(cast)
    with CaptureQueriesContext(connection) as asked:
        child = Child().opens()
    assert len(asked) <= 3
    child.begins()
    while child.asked != "Klopt dit?":
        child.sends(**({"story": "Iets.", "on": "1"} if child.asked == "Vertel het zelf." else {"skip": "1"}))
    forget_keys()
    with CaptureQueriesContext(connection) as asked:
        child.sends(send="1")
    assert len(asked) <= 15, [one["sql"] for one in asked]
