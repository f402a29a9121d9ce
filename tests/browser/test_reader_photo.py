"""A photo of a camera is made small in the browser, before it is sent; and a child sees the face at its door."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, expect

from kring.config.environment import FORM_MOST
from kring.demo.doors import FACES
from kring.demo.portraits import drawn
from kring.school.models import Portrait
from tests.browser.visitor import DESK, PHONE
from tests.cast import Cast
from tests.reports.telling import doors_of

CHOSEN = "document.querySelector('input[type=file]').files[0]?.size ?? 0"


def of_a_camera() -> bytes:
    """Twelve million pixels of noise with a face in them: several megabytes, as a telephone makes them."""
    photo = Image.effect_noise((4000, 3000), 90).convert("RGB")
    with Image.open(BytesIO(drawn(FACES["Carla"]))) as face:
        photo.paste(face.resize((2600, 2600)), (700, 200))
    file = BytesIO()
    photo.save(file, "JPEG", quality=90)
    assert file.tell() > 2 * FORM_MOST
    return file.getvalue()


def file_of(content: bytes) -> FilePayload:
    return {"name": "IMG_2031.jpg", "mimeType": "image/jpeg", "buffer": content}


@pytest.mark.parametrize("java_script", [True, False])
def test_who_reads_it_shows_a_face_and_a_child_sees_it(comes: Any, everybody: Cast, java_script: bool) -> None:
    doors_of(everybody)
    carla = comes(DESK, java_script=java_script)
    carla.signs_in(everybody.carla)
    carla.opens("/school/deuren/")
    page = carla.page
    page.get_by_role("link", name="Foto kiezen").first.click()
    page.get_by_label("Foto").set_input_files(file_of(of_a_camera() if java_script else drawn(FACES["Carla"])))
    if java_script:
        expect(page.locator("canvas.portrait")).to_be_visible()
        assert 0 < page.evaluate(CHOSEN) < FORM_MOST / 4
    carla.looks()
    page.get_by_role("button", name="Foto bewaren").click()
    expect(page.get_by_text("De foto staat nu bij de deuren")).to_be_visible()
    carla.looks()
    assert Portrait.objects.get().staff == everybody.carla
    child = comes(PHONE, java_script=java_script)
    child.opens("/vertel/de-wilg/")
    face = child.page.get_by_role("img", name="Carla Jansen")
    expect(face).to_be_visible()
    assert face.evaluate("one => one.complete && one.naturalWidth") == 240
    child.looks()


def test_what_a_browser_cannot_read_and_is_too_large_is_said_before_it_is_sent(comes: Any, everybody: Cast) -> None:
    carla = comes(PHONE)
    carla.signs_in(everybody.carla)
    carla.opens(f"/school/deuren/wie/{everybody.carla.pk}/")
    carla.page.get_by_label("Foto").set_input_files(file_of(b"geen foto" * FORM_MOST))
    expect(carla.page.get_by_role("alert")).to_have_text("Deze foto is te groot. Kies een foto van hooguit 900 kB.")
    assert carla.page.evaluate(CHOSEN) == 0
    carla.looks()


def test_a_large_photo_without_script_is_said_at_its_field_and_the_tick_stands(comes: Any, everybody: Cast) -> None:
    hein = comes(PHONE, java_script=False)
    hein.signs_in(everybody.hein)
    hein.opens(f"/school/deuren/wie/{everybody.carla.pk}/")
    hein.page.get_by_label("Ik heb het gevraagd, en het mag").check()
    hein.page.get_by_label("Foto", exact=True).set_input_files(file_of(of_a_camera()))
    hein.page.get_by_role("button", name="Foto bewaren").click()
    expect(hein.page.get_by_text("Deze foto is te groot.").last).to_be_visible()
    expect(hein.page.get_by_label("Ik heb het gevraagd, en het mag")).to_be_checked()
    hein.looks()
    hein.page.get_by_label("Foto", exact=True).set_input_files(file_of(drawn(FACES["Carla"])))
    hein.page.get_by_role("button", name="Foto bewaren").click()
    expect(hein.page.get_by_text("De foto staat nu bij de deuren")).to_be_visible()


SLOWLY = """() => {
  const real = window.createImageBitmap;
  window.createImageBitmap = async (...all) => {
    await new Promise((done) => setTimeout(done, 1000));
    return real(...all);
  };
}"""


def test_who_presses_before_the_photo_is_small_sends_the_small_one(comes: Any, everybody: Cast) -> None:
    doors_of(everybody)
    carla = comes(PHONE)
    carla.signs_in(everybody.carla)
    carla.opens(f"/school/deuren/wie/{everybody.carla.pk}/")
    carla.page.evaluate(SLOWLY)
    carla.page.get_by_label("Foto").set_input_files(file_of(of_a_camera()))
    carla.presses("Foto bewaren")
    carla.reads("De foto staat nu bij de deuren")
