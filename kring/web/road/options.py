"""Keys with their words, as the cards of a form."""

from typing import TYPE_CHECKING

from kring.web.forms import Option

if TYPE_CHECKING:
    from kring.web.forms.wording import Words


def options(words: "dict[str, Words]") -> tuple[Option, ...]:
    """These keys with their words, as cards."""
    return tuple(Option(key, label) for key, label in words.items())
