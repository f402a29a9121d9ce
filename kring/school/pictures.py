"""A photo that somebody sent becomes a small square without a word in it: decoded, turned, cut and written anew.

Nothing of the file that came is kept. What a camera writes into it (where and when, by whom, an earlier picture) stands
in no pixel, and only the pixels go on.
"""

from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps

from kring.school.errors import Refused

KINDS = ("JPEG", "PNG", "WEBP")
MOST_SENT = 900_000
"""Bytes of the file that comes. A form of Kring is a megabyte at most (`FORM_MOST`)."""
TOO_LARGE = gettext_lazy("Deze foto is te groot. Kies een foto van hooguit 900 kB.")
MOST_PIXELS = 16_000_000
"""What is larger is not unpacked: a file of a few bytes can be a picture that fills the memory."""
MOST_UNPACKED = 4_000_000
"""The same of what is unpacked whole, before it can be made smaller: all but a JPEG. A WebP of this size takes a
hundred megabytes meanwhile."""
SCAN = b"\xff\xda"
MOST_SCANS = 64
"""In how many passes over itself a JPEG may be written; cameras and programs take a dozen at most. Thirty bytes are
one, and each goes over every pixel: a file that a form may hold kept a core busy for two minutes."""
LEAST_SIDE = 64
MOST_KEPT = 12_000
SIDES = (240, 200, 160, 120)
"""Pixels. The first at which it is small enough; an old tablet with sharp letters shows it at half of that."""
QUALITIES = (85, 75, 65, 50)
FACE_ABOVE = 0.4
"""Where the square is cut out of a picture that stands: a face is above the middle more often than under it."""


def small(sent: bytes, *, field: str = "photo") -> bytes:
    """The photo as it is kept: a square JPEG of at most `MOST_KEPT` bytes, which every browser of ten years ago reads.

    Refused with a sentence for this field: too large, no picture of a kind that is read, or one that is broken.
    """
    if len(sent) > MOST_SENT:
        raise Refused(field, str(TOO_LARGE))
    try:
        square = _square(sent)
    except Image.DecompressionBombError as error:
        raise Refused(field, _too_many_pixels()) from error
    except Refused as refused:
        raise Refused(field, refused.sentence) from refused
    except Exception as error:  # a decoder stumbles over a broken file in many ways
        raise Refused(field, _("Dit is geen foto die Kring kan lezen. Kies een JPEG, PNG of WebP.")) from error
    for side in SIDES:
        of_this_size = square.resize((side, side), Image.Resampling.LANCZOS)
        for quality in QUALITIES:
            file = BytesIO()
            of_this_size.save(file, "JPEG", quality=quality, optimize=True)
            if file.tell() <= MOST_KEPT:
                return file.getvalue()
    raise Refused(field, _("Van deze foto wordt geen klein plaatje. Kies een andere."))


def is_small(photo: bytes) -> bool:
    """Whether this is a photo as `small` leaves it."""
    return photo.startswith(b"\xff\xd8\xff") and len(photo) <= MOST_KEPT


def _square(sent: bytes) -> Image.Image:
    """The pixels alone: upright, square, on white where it is see-through."""
    with Image.open(BytesIO(sent), formats=KINDS) as picture:
        is_whole = picture.format not in ("JPEG", "MPO")  # the second is a JPEG with another one behind it
        if picture.width * picture.height > (MOST_UNPACKED if is_whole else MOST_PIXELS):
            raise Refused(None, _too_many_pixels())
        if not is_whole and sent.count(SCAN) > MOST_SCANS:
            raise ValueError(sent.count(SCAN))
        if min(picture.size) < LEAST_SIDE:
            raise Refused(None, _("Deze foto is te klein. Kies een foto waarop het gezicht goed te zien is."))
        picture.draft("RGB", (2 * SIDES[0], 2 * SIDES[0]))  # a JPEG is not unpacked larger than it is needed
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
    cut = ImageOps.fit(upright, (min(upright.size),) * 2, centering=(0.5, FACE_ABOVE))
    pixels = Image.new("RGB", cut.size, "white")
    pixels.paste(cut, mask=cut.getchannel("A"))
    return pixels


def _too_many_pixels() -> str:
    return _("Deze foto heeft te veel beeldpunten. Maak hem eerst kleiner, of kies een andere.")
