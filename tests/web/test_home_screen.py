"""Kring on the home screen of a phone: the manifest is right, kept, linked, and the same for everybody."""

import struct
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import resolve, reverse

from kring.web.way_in.home_screen import SIZES
from kring.web.way_in.security import POLICY
from tests.cast import Cast, sign_in
from tests.reports.telling import doors_of

LINK = '<link rel="manifest" href="/kring.webmanifest">'


def test_it_opens_on_the_short_report_with_nothing_personal_in_its_address(client):
    about = client.get("/kring.webmanifest").json()
    assert (about["start_url"], about["scope"], about["display"]) == ("/snel/", "/", "standalone")
    assert resolve(about["start_url"]).url_name == "quick_report"
    assert about["name"]
    assert len(about["short_name"]) <= 12, "longer is cut off below an icon"
    for shortcut in about["shortcuts"]:
        assert shortcut["url"].startswith(about["scope"])
        assert resolve(shortcut["url"])


def test_its_icons_are_there_in_the_sizes_that_it_says(client):
    icons = client.get("/kring.webmanifest").json()["icons"]
    assert {icon["sizes"] for icon in icons if icon["purpose"] == "any"} == {f"{size}x{size}" for size in SIZES}
    assert [icon["sizes"] for icon in icons if icon["purpose"] == "maskable"] == ["512x512"]
    for icon in icons:
        name = icon["src"].removeprefix("/static/")
        kept = Path(str(finders.find(name))).read_bytes()
        assert kept.startswith(b"\x89PNG"), name
        assert "x".join(map(str, struct.unpack(">II", kept[16:24]))) == icon["sizes"]


def test_it_has_its_own_type_may_be_kept_for_a_day_and_sets_no_cookie(client):
    answer = client.get("/kring.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    assert answer["Cache-Control"] == "public, max-age=86400"
    assert not answer.cookies
    assert not answer.has_header("Vary") or "Cookie" not in answer["Vary"]
    assert "manifest-src 'self'" in POLICY


def test_it_is_the_same_for_everybody_in_any_language(client, cast):
    plain = client.get("/kring.webmanifest").content
    assert sign_in(Client(), cast.hein).get("/kring.webmanifest", headers={"Accept-Language": "en"}).content == plain


@pytest.mark.parametrize("page", ["/vandaag/", "/snel/"])
def test_the_pages_of_the_staff_and_the_sign_in_page_lead_to_it(client, cast, page):
    assert LINK in client.get("/aanmelden/").content.decode()
    assert LINK in sign_in(client, cast.anouk).get(page).content.decode()


def test_the_doors_of_children_and_parents_offer_nothing_to_install(client, cast: Cast):
    doors_of(cast)
    for name in ("door", "parent_door"):
        page = client.get(reverse(name, args=("de-wilg",)))
        assert page.status_code == 200
        assert "manifest" not in page.content.decode()


def test_whoever_is_not_signed_in_comes_back_to_it_after_signing_in(client):
    answer = client.get("/snel/")
    assert answer["Location"] == "/aanmelden/?next=/snel/"
