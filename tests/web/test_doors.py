"""The doors: from an address to a case, and the line that opening one leaves in the trail."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse

from kring.cases.access import Need
from kring.cases.models import Case, CaseStaff
from kring.trail.models import TrailLine
from kring.vault.keys import make_case_key
from kring.web.request.requests import StaffRequest
from kring.web.way_in.doors import case_or_404, staff_page
from tests.cast import NOW, Cast, sign_in
from tests.web.bench import urlpatterns as bench

pytestmark = pytest.mark.urls("tests.web.test_doors")


@staff_page()
def file(request: StaffRequest, case_id: UUID) -> HttpResponse:
    return HttpResponse(case_or_404(request, case_id, Need.READ_FILE).reference)


@staff_page()
def plan(request: StaffRequest, case_id: UUID) -> HttpResponse:
    return HttpResponse(case_or_404(request, case_id, Need.READ_PLAN).reference)


@staff_page()
def home_notes(request: StaffRequest, case_id: UUID) -> HttpResponse:
    return HttpResponse(case_or_404(request, case_id, Need.CONFIDENTIAL).reference)


urlpatterns = [
    *bench,
    path("dossier/<uuid:case_id>/", file),
    path("plan/<uuid:case_id>/", plan),
    path("thuis/<uuid:case_id>/", home_notes),
]


@pytest.fixture
def case(cast: Cast) -> Case:
    case = Case(
        school=cast.school,
        year=2026,
        number=14,
        reported_on=date(2026, 11, 16),
        opened_at=NOW,
        owner=cast.anouk,
        group=cast.group6,
        edition="1",
        current_step="signal",
    )
    make_case_key(school_id=cast.school.id, case_id=case.id)
    case.save()
    return case


def status(staff, address: str) -> int:
    return sign_in(Client(), staff).get(address).status_code


def lines() -> list[tuple[str, str]]:
    return list(TrailLine.objects.filter(verb__startswith="case.").order_by("id").values_list("verb", "by__name"))


@pytest.mark.parametrize(
    ("who", "of_file", "of_plan", "of_home"),
    [
        ("anouk", 200, 200, 404),
        ("bram", 404, 200, 404),
        ("mo", 404, 200, 404),
        ("carla", 200, 200, 200),
        ("hein", 200, 200, 200),
        ("ada", 404, 404, 404),
    ],
)
def test_each_role_finds_what_it_may_see_and_404_for_the_rest(cast, case, who, of_file, of_plan, of_home):
    staff = getattr(cast, who)
    assert status(staff, f"/dossier/{case.id}/") == of_file
    assert status(staff, f"/plan/{case.id}/") == of_plan
    assert status(staff, f"/thuis/{case.id}/") == of_home


def test_another_school_and_an_unknown_case_are_404(cast, case):
    assert status(cast.linde.head, f"/dossier/{case.id}/") == 404
    assert status(cast.linde.head, f"/plan/{case.id}/") == 404
    assert status(cast.hein, f"/dossier/{uuid4()}/") == 404


def test_who_is_excluded_gets_nothing_whatever_the_role(cast, case):
    for staff in (cast.wil, cast.carla, cast.anouk):
        CaseStaff.objects.create(case=case, staff=staff, part=CaseStaff.Part.EXCLUDED)
        assert status(staff, f"/dossier/{case.id}/") == 404
        assert status(staff, f"/plan/{case.id}/") == 404


def test_opening_a_file_is_a_line_in_the_trail_and_being_refused_is_none(cast, case):
    status(cast.anouk, f"/dossier/{case.id}/")
    status(cast.bram, f"/dossier/{case.id}/")
    status(cast.carla, f"/thuis/{case.id}/")
    status(cast.mo, f"/plan/{case.id}/")
    assert lines() == [("case.read", "Anouk Vermeer"), ("case.confidential_read", "Carla Jansen")]


def test_the_door_to_a_case_costs_one_question_and_one_line(cast, case, django_assert_max_num_queries):
    browser = sign_in(Client(), cast.hein)
    with django_assert_max_num_queries(5):
        browser.get(f"/dossier/{case.id}/")


@pytest.mark.parametrize("page", ["case", "file", "people", "trail"])
@pytest.mark.parametrize("method", ["post", "put", "options", "delete"])
def test_no_page_of_a_file_opens_past_the_trail(cast, case, page, method):
    """A page opened by another method than GET would be read without a line that says so."""
    browser = sign_in(Client(), cast.carla)
    answer = getattr(browser, method)(reverse(page, args=[case.id]))
    assert answer.status_code == 405


def test_a_form_answers_to_no_other_method_than_showing_and_sending(cast, case):
    for method in ("put", "patch", "delete", "options"):
        answer = getattr(sign_in(Client(), cast.carla), method)(reverse("home_notes", args=[case.id]))
        assert answer.status_code == 405
        assert not answer.content
