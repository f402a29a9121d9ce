"""What a telephone dials is the same on every page, whatever was written beside the number."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

import kring.web
from kring.school.models import Guardianship
from tests.cases.telling import tell
from tests.cast import Cast, sign_in

TEMPLATES = Path(kring.web.__file__).parent / "templates"


def test_no_template_makes_a_number_to_dial_by_itself() -> None:
    links = [
        link
        for path in TEMPLATES.rglob("*.html")
        for link in re.findall(r"\btel:[^\"]*", path.read_text(encoding="utf-8"))
    ]
    assert len(links) > 3
    assert set(links) == {"tel:{{ number.to_dial }}"}


@pytest.mark.django_db
def test_every_page_dials_the_same(client: Client, cast: Cast) -> None:
    cast.inge_bakker.phone = "+31 (0)6 00001234 (werk) / 010-0000123 tst 12"
    cast.inge_bakker.save()
    cast.school.phone_head = "030-0000123 / 06-00001234"
    cast.school.save()
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    link = Guardianship.objects.get(guardian=cast.inge_bakker)
    sign_in(client, cast.hein)
    pages = [reverse("school_pupil", args=[cast.sem.pk])]
    sign_in(client, cast.anouk)
    pages += [reverse("duty", args=[case.id, "inform_guardians"]), reverse("inform", args=[case.id, link.pk])]
    for url in pages:
        page = client.get(url)
        assert page.status_code == 200, url
        dialled = re.findall(r'href="tel:([^"]*)"', page.content.decode())
        assert dialled.count("+31600001234") == 1
        assert dialled.count("0100000123") == 1


def test_a_number_without_digits_is_shown_as_it_is() -> None:
    shown = Template('{% load kring %}{% include "kring/parts/call.html" %}').render(
        Context({"call": {"who": "Directeur", "number": "zie de lijst"}})
    )
    assert "Directeur: zie de lijst" in shown
    assert "tel:" not in shown
