"""The photos of who reads what is told: put there with a yes, seen at the doors, and gone with whom they are of."""

import logging
from base64 import b64encode
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pdfua.cli import main as pdfua
from PIL import Image
from pypdfium2 import PdfDocument

from kring.cases.actions import school_changes
from kring.config.environment import FORM_MOST
from kring.reports.actions.doors import Doors, set_doors
from kring.reports.told import Subject
from kring.school import actions
from kring.school.errors import NotAllowed, Refused
from kring.school.models import Portrait, Role, StaffMember
from kring.school.pictures import small
from kring.trail.models import TrailLine
from kring.web.door.page import who_reads
from tests.cast import Cast, sign_in
from tests.reports.telling import act_of, doors_of
from tests.web.browsing import fields_of
from tests.web.test_lesson import opened, words_of


def photo(colour: str = "teal", kind: str = "PNG") -> bytes:
    file = BytesIO()
    Image.new("RGB", (400, 500), colour).save(file, kind)
    return file.getvalue()


def put(by: StaffMember, of: StaffMember | None = None, colour: str = "teal", **more: Any) -> Portrait:
    return actions.put_portrait(act=act_of(by), staff=of or by, photo=small(photo(colour)), **more)


def sends(by: StaffMember, of: StaffMember, file: bytes, **more: str) -> Any:
    """The form as a browser sends it, with the file; the client and its answer."""
    client = sign_in(Client(), by)
    page = reverse("school_reader_photo", args=[of.pk])
    fields = fields_of(client.get(page).content.decode())
    del fields["photo"]  # in the order of the page: the file is its last field
    return client.post(page, {**fields, **more, "photo": SimpleUploadedFile("IMG_2031 Carla.png", file)})


def test_who_reads_puts_their_own_photo_there_and_it_is_seen_at_both_doors(cast: Cast) -> None:
    doors_of(cast)
    answer = sends(cast.carla, cast.carla, photo())
    assert (answer.status_code, answer["Location"]) == (303, reverse("school_doors"))
    kept = Portrait.objects.get()
    assert (kept.staff, kept.put_by, kept.jpeg) == (cast.carla, cast.carla, small(photo()))
    there = reverse("door_portrait", args=["de-wilg", kept.pk])
    for door in ("door", "parent_door"):
        page = Client().get(reverse(door, args=["de-wilg"])).content.decode()
        assert f'<img src="{there}" alt="Carla Jansen"' in page
        assert page.count("<img") == 1, "of Hein there is no photo, and his name stands there"
        assert "Hein Smit" in page
    seen = Client().get(there)
    assert (seen.status_code, seen.content, seen["Content-Type"]) == (200, kept.jpeg, "image/jpeg")
    assert seen["Cache-Control"] == "private, no-store"
    assert seen["Content-Security-Policy"].startswith("default-src 'none'")
    assert not seen.cookies


def test_of_another_it_takes_their_yes(cast: Cast) -> None:
    refused = sends(cast.hein, cast.carla, photo())
    assert refused.status_code == 422
    assert "Vraag het eerst aan wie op de foto staat." in refused.content.decode()
    with pytest.raises(Refused):
        put(cast.hein, cast.carla)
    assert not Portrait.objects.exists()
    assert sends(cast.hein, cast.carla, photo(), agreed="on").status_code == 303
    assert Portrait.objects.get().put_by == cast.hein


def test_one_is_asked_nothing_about_a_photo_of_oneself(cast: Cast) -> None:
    assert 'name="agreed"' not in opened(cast.carla, "school_reader_photo", cast.carla.pk).decode()
    assert 'name="agreed"' in opened(cast.hein, "school_reader_photo", cast.carla.pk).decode()


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"geen foto", "Dit is geen foto die Kring kan lezen. Kies een JPEG, PNG of WebP."),
        (photo(kind="GIF"), "Dit is geen foto die Kring kan lezen."),
        (b"", "Dit bestand is leeg."),
    ],
)
def test_what_is_no_photo_is_said_beside_the_field(cast: Cast, file: bytes, sentence: str) -> None:
    answer = sends(cast.carla, cast.carla, file)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page.partition('id="id_photo_helptext"')[2].partition('type="file"')[0]
    assert not Portrait.objects.exists()


LARGE = photo() + bytes(FORM_MOST)
"""A photo of a camera, as it comes where no script makes it smaller."""


def test_a_photo_larger_than_a_form_is_said_beside_its_field_and_the_rest_is_kept(cast: Cast, caplog: Any) -> None:
    answer = sends(cast.hein, cast.carla, LARGE, agreed="on")
    page = answer.content.decode()
    assert answer.status_code == 422
    beside = page.partition('id="id_photo_helptext"')[2].partition('type="file"')[0]
    assert "Deze foto is te groot. Kies een foto van hooguit 900 kB." in beside
    assert "agreed" in fields_of(page), "the tick stands"
    assert not Portrait.objects.exists()
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]


def test_a_large_photo_is_no_way_around_the_token_of_the_form(cast: Cast) -> None:
    client = sign_in(Client(enforce_csrf_checks=True), cast.carla)
    page = reverse("school_reader_photo", args=[cast.carla.pk])
    fields = fields_of(client.get(page).content.decode())
    sent = {**fields, "photo": SimpleUploadedFile("foto.png", LARGE)}
    assert client.post(page, sent).status_code == 422
    assert client.post(page, {**sent, "csrfmiddlewaretoken": ""}).status_code == 403


@pytest.mark.parametrize("where", ["another page", "another field", "no end"])
def test_what_else_is_too_much_gets_the_page_that_says_so_and_is_no_error(cast: Cast, caplog: Any, where: str) -> None:
    client = sign_in(Client(), cast.carla)
    photo_page = reverse("school_reader_photo", args=[cast.carla.pk])
    sent: Any = {"token": "x" * (FORM_MOST if where == "another field" else 1)}
    sent |= {"photo": SimpleUploadedFile("foto.png", LARGE)}
    if where == "no end":
        answer = client.generic("POST", photo_page, b"-" * len(LARGE), "multipart/form-data; boundary=x")
    else:
        answer = client.post("/melding/" if where == "another page" else photo_page, sent)
    assert (answer.status_code, "Dit was te veel in één keer" in answer.content.decode()) == (413, True)
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]


def test_without_a_file_the_page_asks_for_one(cast: Cast) -> None:
    client = sign_in(Client(), cast.carla)
    page = reverse("school_reader_photo", args=[cast.carla.pk])
    answer = client.post(page, fields_of(client.get(page).content.decode()))
    assert (answer.status_code, "Kies een foto." in answer.content.decode()) == (422, True)


def test_the_same_form_with_another_photo_asks_once_more_and_the_same_one_is_kept_once(cast: Cast) -> None:
    client = sign_in(Client(), cast.carla)
    page = reverse("school_reader_photo", args=[cast.carla.pk])
    fields = fields_of(client.get(page).content.decode())

    def again(colour: str) -> int:
        return client.post(page, {**fields, "photo": SimpleUploadedFile("foto.png", photo(colour))}).status_code

    assert [again("teal"), again("teal"), again("red")] == [303, 303, 409]
    assert Portrait.objects.get().jpeg == small(photo("teal"))


def test_another_photo_stands_at_another_address_and_the_former_leads_nowhere(cast: Cast) -> None:
    doors_of(cast)
    former, now = put(cast.carla), put(cast.carla, colour="red")
    assert Client().get(reverse("door_portrait", args=["de-wilg", former.pk])).status_code == 404
    assert Client().get(reverse("door_portrait", args=["de-wilg", now.pk])).status_code == 200
    assert put(cast.carla, colour="red") == now, "the same photo again changes nothing"


def test_it_is_sealed_in_the_database(cast: Cast) -> None:
    put(cast.carla)
    kept: Any = Portrait.objects.values_list("content", flat=True).get()
    for plain in (small(photo()), b64encode(small(photo()))):
        assert plain[:40] not in kept.sealed


def test_a_photo_is_of_who_reads_it_now(cast: Cast) -> None:
    """About an adult the head reads it, about the head the board: neither page shows the coordinator."""
    door = doors_of(cast, board_mail="bo@bestuur.example")
    put(cast.carla)
    put(cast.hein)
    shown = {}
    for subject in Subject:
        reads = who_reads(door, subject)
        shown[subject] = [face.name for face in reads.faces] if reads else None
    assert shown == {
        Subject.CHILDREN: ["Carla Jansen", "Hein Smit"],
        Subject.STAFF: ["Hein Smit"],
        Subject.HEAD: [],
    }


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.MEMBER}])
def test_it_goes_when_this_person_leaves_or_reads_it_no_more(cast: Cast, change: dict[str, Any]) -> None:
    doors_of(cast)
    kept = put(cast.carla)
    school_changes.change_colleague(act=act_of(cast.hein), staff=cast.carla, **change)
    assert not Portrait.objects.exists()
    assert Client().get(reverse("door_portrait", args=["de-wilg", kept.pk])).status_code == 404


def test_it_is_never_shown_of_who_reads_it_no_more_however_that_came(cast: Cast) -> None:
    doors_of(cast)
    kept = put(cast.carla)
    StaffMember.objects.filter(pk=cast.carla.pk).update(role=Role.TEACHER)
    assert Client().get(reverse("door_portrait", args=["de-wilg", kept.pk])).status_code == 404
    assert "<img" not in Client().get(reverse("door", args=["de-wilg"])).content.decode()


def test_at_a_shut_door_no_photo_is_given_out_and_its_own_page_shows_it(cast: Cast) -> None:
    doors_of(cast)
    kept = put(cast.carla)
    set_doors(act=act_of(cast.carla), doors=Doors("de-wilg", False, False))
    assert Client().get(reverse("door_portrait", args=["de-wilg", kept.pk])).status_code == 404
    assert opened(cast.hein, "school_portrait", kept.pk) == kept.jpeg
    linde = sign_in(Client(), cast.linde.coordinator)
    assert linde.get(reverse("school_portrait", args=[kept.pk])).status_code == 404


def test_only_of_who_reads_and_by_who_keeps_the_doors(cast: Cast) -> None:
    for by, of in ((cast.carla, cast.anouk), (cast.anouk, cast.carla), (cast.linde.coordinator, cast.carla)):
        with pytest.raises(NotAllowed):
            put(by, of, agreed=True)
        page = sign_in(Client(), by).get(reverse("school_reader_photo", args=[of.pk]))
        assert page.status_code == 404
    with pytest.raises(NotAllowed):
        actions.put_portrait(act=act_of(cast.carla), staff=cast.carla, photo=photo())


def test_whoever_keeps_the_doors_takes_it_away_and_both_are_in_the_trail(cast: Cast) -> None:
    put(cast.carla)
    client = sign_in(Client(), cast.hein)
    page = reverse("school_reader_photo_off", args=[cast.carla.pk])
    asked = client.get(page).content.decode()
    assert "De foto van Carla Jansen weghalen?" in asked
    assert client.post(page, fields_of(asked)).status_code == 303
    assert not Portrait.objects.exists()
    actions.take_portrait(act=act_of(cast.hein), staff=cast.carla)
    lines = TrailLine.objects.filter(verb__startswith="portrait.").order_by("at", "id")
    assert [(one.verb, one.by, one.subject_id) for one in lines] == [
        ("portrait.put", cast.carla, cast.carla.pk),
        ("portrait.taken", cast.hein, cast.carla.pk),
    ]
    told = opened(cast.hein, "school_trail").decode()
    assert "haalde bij de deuren de foto weg van Carla Jansen" in told
    assert client.get(page).status_code == 404


def test_the_poster_shows_the_faces_beside_the_names(cast: Cast) -> None:
    doors_of(cast)
    assert pictures_on(opened(cast.anouk, "door_poster")) == 0
    put(cast.carla)
    paper = opened(cast.anouk, "door_poster")
    assert pictures_on(paper) == 1
    said = words_of(paper)
    assert "Carla Jansen" in said
    assert "meester Hein" in said
    assert pictures_on(opened(cast.anouk, "door_cards")) == 0


def test_a_poster_with_faces_can_be_read_aloud(cast: Cast, tmp_path: Any) -> None:
    doors_of(cast)
    put(cast.carla)
    put(cast.hein)
    file = tmp_path / "poster.pdf"
    file.write_bytes(opened(cast.anouk, "door_group_poster", cast.group6.pk))
    assert pdfua(["check", str(file)]) == 0


def pictures_on(paper: bytes) -> int:
    """How many pictures of pixels hang on the page."""
    document = PdfDocument(paper)
    found = sum(1 for one in document[0].get_objects(filter=[3]))
    document.close()
    return found


def test_nothing_but_a_photo_that_was_made_small_is_ever_kept(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.put_portrait(act=act_of(cast.carla), staff=cast.carla, photo=b"\xff\xd8\xff" + bytes(20_000))
    assert not Portrait.objects.exists()
