"""A field for one photo: what was sent is made small at once, and nothing else of the file is kept anywhere."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy

from kring.school.errors import Refused
from kring.school.pictures import FACE_ABOVE, MOST_SENT, SIDES, TOO_LARGE, small
from kring.web.forms.asked import Asked

READ = "image/jpeg,image/png,image/webp"


class Photo(Asked, forms.FileField):
    """Gives the bytes of a small square JPEG. A page with one has `photo.js`, by which a large photo is made smaller
    before it is sent: a camera's is more than the megabyte that a form may be."""

    default_error_messages = {
        "required": gettext_lazy("Kies een foto."),
        "invalid": gettext_lazy("Kies een foto."),
        "empty": gettext_lazy("Dit bestand is leeg. Kies een andere foto."),
    }

    def __init__(self, **options: Any) -> None:
        cut = {"data-photo": 2 * SIDES[0], "data-face-above": FACE_ABOVE}
        attrs = {"accept": READ, "data-most": MOST_SENT, "data-too-large": TOO_LARGE}
        super().__init__(widget=forms.FileInput(attrs=attrs | cut), **options)

    def clean(self, data: Any, initial: Any = None) -> bytes:
        file: UploadedFile[Any] | None = super().clean(data, initial)
        if file is None:
            return b""
        if (file.size or 0) > MOST_SENT:  # of what is larger than a form may be, nothing was read
            raise ValidationError(TOO_LARGE)
        try:
            return small(file.read())
        except Refused as refused:
            raise ValidationError(refused.sentence) from refused
