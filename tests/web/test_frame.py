"""The frame of every page: it stands with little, speaks to whoever cannot see it, and breaks no policy."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client

from kring.web.templatetags.kring import icon, initials
from tests.cast import Cast, sign_in

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "kring/web/templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
STATIC = TEMPLATES.parent / "static/kring"


def test_the_frame_stands_without_anybody_signed_in() -> None:
    page = render_to_string("base.html", {})
    assert '<a class="skip" href="#inhoud">' in page
    assert '<main class="page ' in page
    assert "<nav" not in page
    assert "Uitloggen" not in page


def test_the_menu_marks_the_page_that_is_open() -> None:
    page = render_to_string(
        "base.html",
        {
            "nav": [
                {"label": "Vandaag", "url": "/vandaag/", "icon": "sun", "current": False},
                {"label": "Zaken", "url": "/zaken/", "icon": "folder-open", "current": True},
            ]
        },
    )
    assert re.findall(r'href="([^"]+)" aria-current="page"', page) == ["/zaken/"]


def test_who_may_not_report_sees_no_plus() -> None:
    item = {"label": "School", "url": "/school/", "icon": "school", "current": True}
    assert "nav-add" in render_to_string("base.html", {"nav": [item], "report_url": "/melding/"})
    assert "nav-add" not in render_to_string("base.html", {"nav": [item], "report_url": ""})


@pytest.mark.django_db
def test_an_unknown_address_is_answered_kindly(client: Client) -> None:
    answer = client.get("/bestaat-niet/")
    assert answer.status_code == 404
    assert "Deze pagina is er niet" in answer.content.decode()


def test_the_page_for_our_own_mistakes_needs_nothing_of_ours() -> None:
    page = (TEMPLATES / "500.html").read_text(encoding="utf-8")
    assert "{%" not in page
    assert "{{" not in page


def test_an_icon_is_silent_beside_a_word_and_speaks_alone() -> None:
    assert 'aria-hidden="true"' in icon("sun")
    assert 'role="img" aria-label="Zon &amp; maan"' in icon("sun", "Zon & maan")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Anouk Vermeer", "AV"),
        ("Anna van den Berg", "AB"),
        ("Sem", "S"),
        ("Marie-Claire Smit", "MS"),
        ("élise", "É"),
        ("", ""),
        ("Bram 2", "B"),
    ],
)
def test_initials_are_the_first_and_the_last_capital(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_no_template_holds_what_the_content_policy_forbids(page: Path) -> None:
    html = re.sub(r"{[%#].*?[%#]}", "", page.read_text(encoding="utf-8"))
    assert re.findall(r"""\sstyle\s*=|<style|\son[a-z]+\s*=|hx-on|javascript:|<script(?![^>]*\ssrc=)""", html) == []


def test_every_class_in_a_template_is_one_the_stylesheets_know() -> None:
    """A misspelt class does nothing in silence; one that is only a hook for a script or a test begins with `js-`."""
    styles = "".join(file.read_text(encoding="utf-8") for file in STATIC.glob("*.css"))
    known = set(re.findall(r"\.([a-z][a-z-]+)", styles))
    unknown = {
        (str(page.relative_to(TEMPLATES)), name)
        for page in PAGES
        for names in re.findall(r'class="((?:[^"{]|{[{%].*?[%}]})*)"', page.read_text(encoding="utf-8"))
        for name in re.sub(r"{[{%].*?[%}]}", " ", names).split()
        if name not in known and not name.startswith("js-") and not name.endswith("-")
    }
    assert unknown == set()


def test_what_cannot_be_read_as_a_form_is_told_so_and_is_no_fault_of_ours() -> None:
    answer = Client(enforce_csrf_checks=True).post(
        "/taal/", "language=nl", content_type="application/x-www-form-urlencoded; charset=utf-16"
    )
    assert answer.status_code == 400
    assert "<h1>" in answer.content.decode()


def test_a_test_reads_a_page_without_what_waits_in_it_for_a_script(client: Client, cast: Cast) -> None:
    page = sign_in(client, cast.anouk).get("/vandaag/").content.decode()
    assert "Goedemorgen, Anouk" in page
    assert "Hier is nu iemand anders ingelogd" not in page
    assert "<template" not in page


@pytest.mark.whole_pages
def test_who_asks_for_whole_pages_reads_that_too(client: Client, cast: Cast) -> None:
    page = sign_in(client, cast.anouk).get("/vandaag/").content.decode()
    assert "Hier is nu iemand anders ingelogd" in page
