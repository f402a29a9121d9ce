"""Fields for text that people type.

A story is kept as typed, except what cannot be kept, which is said. One line is kept without what nobody sees, which
no one can take away by hand: a name that was pasted, a number out of an address book.
"""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring import words
from kring.names.letters import is_space, is_unseen
from kring.names.typed import address, one_line
from kring.web.forms.asked import Asked

LONGEST_TEXT = 10_000
LONGEST_LINE = 200
NEWLINES = str.maketrans({"\u2028": "\n", "\u2029": "\n"})


def normalised(text: str) -> str:
    """One kind of newline, whatever the browser or the clipboard sent."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(NEWLINES)


def cannot_be_kept(character: str) -> bool:
    """Control characters and lone surrogates: nobody sees them, and not every database can hold them."""
    return character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cs")


def is_seen(character: str) -> bool:
    """Whether a reader sees anything of it: no space, and no mark that only says how its neighbours are written."""
    return not is_space(character) and not is_unseen(character)


def readable(text: str) -> str:
    """The text without the characters that cannot be kept, to show it back."""
    return "".join(character for character in normalised(text) if not cannot_be_kept(character))


class _TextArea(forms.Textarea):
    """Shows typed text back without the characters that were refused, so that saving again succeeds."""

    template_name = "kring/forms/widgets/long_text.html"

    def format_value(self, value: Any) -> str | None:
        return None if value is None else readable(str(value))


class _TextInput(forms.TextInput):
    """Shows one line back as it would be kept."""

    template_name = "kring/forms/widgets/line.html"

    def format_value(self, value: Any) -> str | None:
        return None if value is None else one_line(str(value))


class _EmailInput(forms.EmailInput):
    def format_value(self, value: Any) -> str | None:
        return None if value is None else address(str(value))


class _Text(Asked, forms.CharField):
    """What long and short text share. No `maxlength` in the page: a browser would cut off pasted text in silence."""

    limit: int
    default_error_messages = {"required": gettext_lazy("Hier moet nog iets staan.")}

    def to_python(self, value: Any) -> str:
        text = super().to_python(normalised(value) if isinstance(value, str) else value) or ""
        if any(map(cannot_be_kept, text)):
            raise ValidationError(
                _(
                    "In je tekst stond een onzichtbaar teken dat Kring niet kan bewaren. "
                    "Het is weggehaald: lees je tekst na en bewaar opnieuw."
                ),
                code="control_character",
            )
        return text if any(map(is_seen, text)) else ""

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.limit:
            raise ValidationError(
                _("Je tekst heeft %(length)s tekens. Er passen er %(limit)s: maak hem %(excess)s korter.")
                % {
                    "length": words.figure(len(value)),
                    "limit": words.figure(self.limit),
                    "excess": words.figure(len(value) - self.limit),
                },
                code="too_long",
            )


class LongText(_Text):
    """A story: several lines, at most 10,000 characters, counted as Python counts them."""

    limit = LONGEST_TEXT

    def __init__(self, *, rows: int = 5, **options: Any) -> None:
        super().__init__(widget=_TextArea(attrs={"rows": rows, "dir": "auto", "data-limit": LONGEST_TEXT}), **options)


class ShortText(_Text):
    """One line, at most 200 characters (or fewer: `limit=`). A newline inside becomes a space.

    Nothing is refused because of a character that nobody sees.
    """

    def __init__(self, *, limit: int = LONGEST_LINE, autocomplete: str = "off", **options: Any) -> None:
        self.limit = limit
        super().__init__(widget=_TextInput(attrs={"dir": "auto", "autocomplete": autocomplete}), **options)

    def to_python(self, value: Any) -> str:
        return super().to_python(one_line(normalised(value)) if isinstance(value, str) else value)


NO_ADDRESS = gettext_lazy("Dit lijkt geen e-mailadres. Een adres ziet er zo uit: naam@school.nl.")


class EmailLine(Asked, forms.EmailField):
    """An e-mail address, lower-cased, because that is how accounts are found."""

    default_validators = [EmailValidator(NO_ADDRESS)]
    widget = _EmailInput
    default_error_messages = {"required": gettext_lazy("Vul een e-mailadres in.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_LINE, **options)
        self.widget.attrs.pop("maxlength", None)
        self.widget.attrs["autocomplete"] = "off"  # somebody else's: a browser would offer who types their own

    def to_python(self, value: Any) -> str:
        return str(super().to_python(address(value) if isinstance(value, str) else value)).lower()
