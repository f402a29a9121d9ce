"""A photo is made small: turned, cut to a square, without anything but its pixels; and what is none is refused."""

import struct
import zlib
from io import BytesIO
from random import Random

import pytest
from PIL import ExifTags, Image

from kring.demo.doors import FACES
from kring.demo.portraits import drawn
from kring.school.errors import Refused
from kring.school.pictures import MOST_KEPT, MOST_SCANS, MOST_SENT, SCAN, is_small, small

PLACE = b"52.0907 N 5.1214 E, telefoon van Carla"


def file_of(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def halves(*colours: str, size: tuple[int, int] = (600, 600)) -> Image.Image:
    """The left half in one colour, the right in another."""
    picture = Image.new("RGB", size, colours[1])
    picture.paste(colours[0], (0, 0, size[0] // 2, size[1]))
    return picture


def near(picture: Image.Image, at: tuple[float, float], colour: tuple[int, int, int]) -> bool:
    found = picture.convert("RGB").getpixel((int(at[0] * picture.width), int(at[1] * picture.height)))
    return isinstance(found, tuple) and all(abs(one - other) < 30 for one, other in zip(found, colour, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_it_is_a_small_square_jpeg_whatever_came(kind: str) -> None:
    kept = small(file_of(halves("red", "blue", size=(900, 700)), kind))
    assert is_small(kept)
    with Image.open(BytesIO(kept)) as picture:
        assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (240, 240))
        assert near(picture, (0.2, 0.5), (255, 0, 0))


def test_it_is_turned_as_the_camera_was_held() -> None:
    turned = Image.Exif()
    turned[ExifTags.Base.Orientation] = 6  # to be turned a quarter clockwise
    with Image.open(BytesIO(small(file_of(halves("red", "blue"), exif=turned)))) as picture:
        assert near(picture, (0.5, 0.2), (255, 0, 0))
        assert near(picture, (0.5, 0.8), (0, 0, 255))


def test_nothing_of_the_file_but_its_pixels_is_kept() -> None:
    where = Image.Exif()
    where[ExifTags.Base.ImageDescription] = PLACE.decode()
    sent = file_of(halves("red", "blue"), exif=where, comment=PLACE, icc_profile=PLACE)
    assert PLACE in sent
    kept = small(sent + PLACE)
    assert PLACE not in kept
    with Image.open(BytesIO(kept)) as picture:
        assert not picture.getexif()
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_the_hardest_picture_is_kept_in_twelve_thousand_bytes_too() -> None:
    noise = Image.frombytes("RGB", (700, 700), Random(7).randbytes(700 * 700 * 3))
    assert len(small(file_of(noise, quality=60))) <= MOST_KEPT


def test_what_is_seen_through_becomes_white() -> None:
    with Image.open(BytesIO(small(file_of(Image.new("RGBA", (300, 300), (0, 0, 0, 0)), "PNG")))) as picture:
        assert near(picture, (0.5, 0.5), (255, 255, 255))


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 30,000 pixels wide and high."""

    def part(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(bytes(1000))) + part(b"IEND", b"")


SAID = {
    "text": (b"Dit is een brief.", "Dit is geen foto die Kring kan lezen. Kies een JPEG, PNG of WebP."),
    "a drawing with script": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Dit is geen foto die Kring kan lezen."),
    "another kind": (file_of(halves("red", "blue"), "GIF"), "Dit is geen foto die Kring kan lezen."),
    "half a file": (file_of(halves("red", "blue"))[:900], "Dit is geen foto die Kring kan lezen."),
    "a bomb": (bomb(), "Deze foto heeft te veel beeldpunten."),
    "far too large": (bytes(MOST_SENT + 1), "Deze foto is te groot. Kies een foto van hooguit 900 kB."),
    "a dot": (file_of(halves("red", "blue", size=(40, 900))), "Deze foto is te klein."),
}


@pytest.mark.parametrize("kind", SAID)
def test_what_is_no_photo_is_refused_with_a_sentence(kind: str) -> None:
    sent, sentence = SAID[kind]
    with pytest.raises(Refused) as refused:
        small(sent)
    assert refused.value.field == "photo"
    assert refused.value.sentence.startswith(sentence)


def test_a_large_photo_is_unpacked_no_larger_than_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = file_of(halves("red", "blue", size=(3900, 3900)))
    sizes: list[tuple[int, int]] = []
    convert = Image.Image.convert

    def watched(picture: Image.Image, mode: str) -> Image.Image:
        sizes.append(picture.size)
        return convert(picture, mode)

    monkeypatch.setattr(Image.Image, "convert", watched)
    small(sent)
    assert max(max(size) for size in sizes) < 1000


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_is_only_unpacked_whole_is_refused_at_a_size_that_a_jpeg_may_have(kind: str) -> None:
    """A WebP of one colour, fifty bytes long, took 400 MB; two at once are more than a small server has."""
    wide = halves("red", "blue", size=(2100, 2000))
    with pytest.raises(Refused) as refused:
        small(file_of(wide, kind))
    assert refused.value.sentence.startswith("Deze foto heeft te veel beeldpunten.")
    assert is_small(small(file_of(wide)))


@pytest.mark.parametrize("passes", [50, 100])
def test_a_jpeg_that_goes_over_itself_again_and_again_is_refused_before_it_is_unpacked(
    passes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = file_of(halves("red", "blue"), progressive=True)
    last = whole[whole.rindex(SCAN) : -2]
    sent = whole[:-2] + last * passes + whole[-2:]
    if passes < MOST_SCANS:
        assert is_small(small(sent))
        return
    monkeypatch.setattr(Image.Image, "load", lambda _picture: pytest.fail("it was unpacked"))
    with pytest.raises(Refused) as refused:
        small(sent)
    assert refused.value.sentence == "Dit is geen foto die Kring kan lezen. Kies een JPEG, PNG of WebP."


def test_the_faces_of_the_demo_are_drawn_and_small() -> None:
    faces = {small(drawn(look)) for look in FACES.values()}
    assert len(faces) == 2
