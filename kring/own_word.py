"""The word of the school that is asking, filled into every translated sentence: in one place, for pages and letters.

Like the active language it holds for whoever is served now: a request (`way_in/middleware.py`), a letter, a calendar.
Whoever says a sentence takes gettext as always, and has nothing to fill in (decision 089).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.utils import translation
from django.utils.translation import trans_real

from kring.protocol.called import STANDARD, called, problem_of

DUTCH = "nl"
"""The language of what a school writes and sends, whoever reads the page in English."""

_word: ContextVar[str] = ContextVar("kring_own_word", default=STANDARD)


def speak_of(word: str) -> None:
    """From here on the coordinator is called so, until the `own_word` around it ends."""
    _word.set(STANDARD if problem_of(word) else word)


@contextmanager
def own_word(word: str = STANDARD) -> Iterator[None]:
    """Within it the coordinator is called so; after it as before."""
    before = _word.set(_word.get())
    try:
        speak_of(word)
        yield
    finally:
        _word.reset(before)


@contextmanager
def in_dutch(word: str) -> Iterator[None]:
    """Within it sentences are said as a letter or a paper of a school says them: in Dutch, whoever asks for it, with
    the school's word for its coordinator."""
    with translation.override(DUTCH), own_word(word):
        yield


def own_word_now() -> str:
    """What the coordinator is called now, in the language of the page."""
    word = _word.get()
    return str(trans_real.gettext(STANDARD)) if word == STANDARD else word


def fill_in_every_translation() -> None:
    """Has every translated sentence say the school's own word: called once, when Kring starts.

    Django's functions, lazy ones and tags all come by `_trans`, so what is put there is met by each of them. The word
    holds no mark that HTML or a sentence with gaps reads as its own (`problem_of`).
    """
    django: Any = translation
    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        setattr(django._trans, name, _filling(getattr(trans_real, name)))


def _filling(translated: Callable[..., str]) -> Callable[..., str]:
    def say(*arguments: Any) -> str:
        sentence = translated(*arguments)
        return called(sentence, own_word_now()) if "oordinator}" in sentence else sentence

    return say
