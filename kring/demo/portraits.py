"""Two drawn faces for the demo, where photos of people would hang: nobody in it is real."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

SIDE = 480


@dataclass(frozen=True)
class Look:
    """The colours of a face, and its hair."""

    ground: str
    skin: str
    hair: str
    jumper: str
    is_long: bool


def drawn(look: Look) -> bytes:
    """A face with hair and a smile, as a PNG that goes the way of a photo."""
    picture = Image.new("RGB", (SIDE, SIDE), look.ground)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((60, 370, 420, 700), fill=look.jumper)
    if look.is_long:
        pen.rounded_rectangle((110, 90, 370, 400), 120, fill=look.hair)
    pen.rounded_rectangle((205, 320, 275, 420), 30, fill=look.skin)
    pen.ellipse((130, 100, 350, 370), fill=look.skin)
    pen.chord((120, 80, 360, 330), 185, 355, fill=look.hair)
    for eye in (195, 285):
        pen.ellipse((eye - 13, 222, eye + 13, 250), fill="#1D2B36")
    pen.arc((185, 240, 295, 325), 25, 155, fill="#7A211B", width=10)
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
