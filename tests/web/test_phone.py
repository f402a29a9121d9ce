"""What a telephone dials is the same on every page, whatever was written beside the number."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

import kring.web
from kring.phone import Number, dialled, numbers_in
from kring.school.models import Guardianship
from tests.cases.telling import tell
from tests.cast import Cast, sign_in

TEMPLATES = Path(kring.web.__file__).parent / "templates"

ONE = [
    # written, dialled
    ("+31 (0)6 00001234", "+31600001234"),
    ("0031 (0)6-00001234", "+31600001234"),
    ("0031600001234", "+31600001234"),
    ("00 31 6 00001234", "+31600001234"),
    ("+310600001234", "+31600001234"),
    ("+31 06 00001234", "+31600001234"),
    ("+31-(0)-6-00001234", "+31600001234"),
    ("+31 ( 0 ) 6 00001234", "+31600001234"),
    ("06-00001234 (werk)", "0600001234"),
    ("06-00001234 (na 17.30 uur)", "0600001234"),
    ("06-00001234 vanaf 9 uur", "0600001234"),
    ("vanaf 1-1-2027 06-00001234", "0600001234"),
    ("tel. 06-00001234", "0600001234"),
    ("1e keus: 06-00001234", "0600001234"),
    ("(010) 000 01 23", "0100000123"),
    ("010/0000123", "0100000123"),
    ("010.000.01.23", "0100000123"),
    ("010-0000123 tst 12", "0100000123"),
    ("010-0000123, toestel 123", "0100000123"),
    ("010-0000123 ext. 4", "0100000123"),
    ("010-0000123 x12", "0100000123"),
    ("010-0000123 #1234567", "0100000123"),
    ("06\u00a00000\u00a01234", "0600001234"),
    ("\u202a+31 6 00001234\u202c", "+31600001234"),
    ("06\u201000001234", "0600001234"),
    ("０６ ００００１２３４", "0600001234"),
    ("112", "112"),
    ("14 010", "14010"),
    ("0900-1113111", "09001113111"),
    ("0800-0113", "08000113"),
    ("+32 2 123 45 67", "+3221234567"),
    ("+49 (0)30 1234567", "+49301234567"),
    ("+39 06 1234567", "+39061234567"),
    ("0000123", "0000123"),
]

TWO = [
    # written, each as it is shown and dialled
    ("06-00001234 / 010-0000123", [("06-00001234", "0600001234"), ("010-0000123", "0100000123")]),
    ("06-00001234/010-0000123", [("06-00001234", "0600001234"), ("010-0000123", "0100000123")]),
    ("06-00001234, 06-00005678", [("06-00001234", "0600001234"), ("06-00005678", "0600005678")]),
    ("06-00001234; +31 6 00005678", [("06-00001234", "0600001234"), ("+31 6 00005678", "+31600005678")]),
    ("0600001234 0100000123", [("0600001234", "0600001234"), ("0100000123", "0100000123")]),
    ("06-00001234 of 010-0000123", [("06-00001234", "0600001234"), ("010-0000123", "0100000123")]),
    ("06-00001234 en 010-0000123", [("06-00001234", "0600001234"), ("010-0000123", "0100000123")]),
    ("06-00001234 - 010-0000123", [("06-00001234", "0600001234"), ("010-0000123", "0100000123")]),
    (
        "thuis: 010-0000123 mobiel: 06-00001234",
        [("thuis: 010-0000123", "0100000123"), ("mobiel: 06-00001234", "0600001234")],
    ),
    (
        "06-00001234 (werk) / 010-0000123 (thuis)",
        [("06-00001234 (werk)", "0600001234"), ("010-0000123 (thuis)", "0100000123")],
    ),
    ("0850000123 (moeder) 06-00001234", [("0850000123 (moeder)", "0850000123"), ("06-00001234", "0600001234")]),
    ("010-0000123 tst 12 / 06-00001234", [("010-0000123 tst 12", "0100000123"), ("06-00001234", "0600001234")]),
]


@pytest.mark.parametrize(("written", "to_dial"), ONE)
def test_of_one_number_only_its_own_digits_are_dialled(written: str, to_dial: str) -> None:
    [number] = numbers_in(written)
    assert number.to_dial == to_dial
    assert re.sub(r"\D", "", number.shown)


def test_one_number_is_shown_with_all_that_was_written() -> None:
    assert numbers_in("  06-00001234   (werk) ") == [Number("06-00001234 (werk)", "0600001234")]


@pytest.mark.parametrize(("written", "numbers"), TWO)
def test_two_numbers_are_two_links(written: str, numbers: list[tuple[str, str]]) -> None:
    assert [(one.shown, one.to_dial) for one in numbers_in(written)] == numbers


@pytest.mark.parametrize("written", ["", "geen", "-", "+", "1e", "()"])
def test_without_digits_there_is_nothing_to_dial(written: str) -> None:
    assert numbers_in(written) == []


def test_what_is_dialled_holds_only_digits_and_a_plus_in_front() -> None:
    for written, _to_dial in ONE:
        for number in numbers_in(written):
            assert re.fullmatch(r"\+?\d+", number.to_dial)
    assert dialled("06-12") == "0612"


def test_no_template_makes_a_number_to_dial_by_itself() -> None:
    links = [
        link
        for path in TEMPLATES.rglob("*.html")
        for link in re.findall(r"tel:[^\"]*", path.read_text(encoding="utf-8"))
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
