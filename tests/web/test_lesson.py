"""The lesson about telling, with the poster and the cards of the child's door."""

from contextlib import closing
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pdfua.cli import main as pdfua
from pypdfium2 import PdfDocument

from kring.paper.poster import Poster
from kring.paper.square_code import square_code
from kring.reports.actions.doors import Doors, set_doors
from kring.school.models import Group, StaffMember
from kring.web.school import lesson as pages
from tests.cast import ITSELF, Cast, sign_in
from tests.reports.telling import act_of, doors_of
from tests.school import plain as actions


def opened(staff: StaffMember, name: str, *args: object) -> bytes:
    answer = sign_in(Client(), staff).get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content


def words_of(paper: bytes) -> str:
    with closing(PdfDocument(paper)) as document:
        assert len(document) == 1, "it hangs on a wall: one page"
        return " ".join(document[0].get_textpage().get_text_range().split())


def test_the_poster_of_a_group_says_where_and_to_whom_a_child_tells_it(cast: Cast, settings) -> None:
    settings.KRING_URL = "https://kring.dewilg.example"
    doors_of(cast)
    said = words_of(opened(cast.anouk, "door_group_poster", cast.group6.pk))
    assert "Vertel het" in said
    assert "kring.dewilg.example/vertel/de-wilg" in said
    assert "juf Anouk · Carla Jansen · meester Hein" in said
    assert "meester Bram" not in said


def test_the_poster_of_the_school_names_who_reads_it_and_the_cards_name_nobody(cast: Cast) -> None:
    doors_of(cast)
    assert "Carla Jansen · meester Hein" in words_of(opened(cast.bram, "door_poster"))
    cards = words_of(opened(cast.bram, "door_cards"))
    assert cards.count("Vertellen is geen klikken.") == 8
    assert "Carla" not in cards


@pytest.mark.parametrize("name", ["door_poster", "door_cards"])
def test_the_code_to_scan_leads_to_the_door(cast: Cast, settings, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    settings.KRING_URL = "https://kring.dewilg.example"
    doors_of(cast)
    made: list[Poster] = []

    def keep(poster: Poster) -> bytes:
        made.append(poster)
        return b""

    monkeypatch.setattr(pages, "poster_pdf", keep)
    opened(cast.anouk, name)
    assert made[0].svg == square_code("https://kring.dewilg.example/vertel/de-wilg/")
    assert made[0].svg != square_code("https://kring.dewilg.example/vertel/de-wilg")


@pytest.mark.parametrize("name", ["door_poster", "door_cards"])
def test_poster_and_cards_can_be_read_aloud(cast: Cast, tmp_path: Path, name: str) -> None:
    doors_of(cast)
    file = tmp_path / "poster.pdf"
    file.write_bytes(opened(cast.anouk, name))
    assert pdfua(["check", str(file)]) == 0


def test_a_poster_is_dutch_whoever_prints_it(cast: Cast) -> None:
    doors_of(cast)
    client = sign_in(Client(), cast.anouk)
    client.cookies["kring_language"] = "en"
    client.post(reverse("set_language"), {"language": "en"})
    assert "Vertel het" in words_of(client.get(reverse("door_poster")).content)


def test_the_lesson_leads_to_the_own_poster_first(cast: Cast) -> None:
    doors_of(cast)
    page = opened(cast.anouk, "lesson").decode()
    assert page.index("Poster van groep 6") < page.index("Is dit klikken?")
    assert reverse("door", args=["de-wilg"]) in page


def test_while_the_door_is_shut_the_lesson_says_who_opens_it_and_there_is_no_poster(cast: Cast) -> None:
    page = opened(cast.anouk, "lesson").decode()
    assert "De deur voor kinderen is nog dicht." in page
    assert "Carla Jansen" in page
    assert reverse("school_doors") in opened(cast.carla, "lesson").decode()
    set_doors(act=act_of(cast.carla), doors=Doors("de-wilg", for_children=False, for_parents=True))
    for name in ("door_poster", "door_cards"):
        assert sign_in(Client(), cast.anouk).get(reverse(name)).status_code == 404


def test_a_group_of_another_school_or_of_the_youngest_has_no_poster(cast: Cast) -> None:
    doors_of(cast)
    client = sign_in(Client(), cast.anouk)
    elsewhere = Group.objects.exclude(school=cast.school).filter(year_group__gte=pages.YOUNGEST).first()
    young = actions.add_group(
        act=ITSELF, school=cast.school, school_year=cast.group6.school_year, name="2", year_group=2
    )
    for group in (elsewhere, young):
        assert group is not None
        assert client.get(reverse("door_group_poster", args=[group.pk])).status_code == 404
