"""A browser that translates a page leaves names as they are: Bram de Boer does not become Bram the Farmer.

Names stand everywhere: alone, within a sentence that Python put together, in a story that somebody typed. So they are
marked where all of that is a page: each name that was read for this page, wherever it stands in its text, gets
`<bdi translate="no">` around it. That element says nothing to who listens, no style of Kring knows it, and a name from
right to left stays within itself. What stands beside a name in one text stays one with it: in a button, where each
element is laid out by itself, the words would lose the spaces between them. Decision 123.

Only text is touched, and nothing is taken from a name but where it stands: what goes into the page are those tags.
Attributes, titles, drawings and what is typed in a field stay letter for letter; an `option`, in which no element may
stand, says it itself.
"""

import re
from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape

from kring.names.persons import noticing

OPENS, ENDS = '<bdi translate="no">', "</bdi>"
TOGETHER = '<bdi dir="ltr">'

_ATTRIBUTES = r"""[^<>"']*+(?:(?:"[^"]*"|'[^']*')[^<>"']*+)*+"""
# Where nothing is translated, drawn or typed: `.*?` ends at the first end of what began.
_LEFT = "|".join(rf"<{name}\b{_ATTRIBUTES}>.*?</{name}\s*>" for name in ("script", "style", "textarea", "title", "svg"))
# What stands between two texts, as long as it goes on; with what is only space between two tags.
_BETWEEN = re.compile(rf"((?:(?:<!--.*?-->|{_LEFT}|<(?!option\b)[/!a-zA-Z]{_ATTRIBUTES}>)(?:\s++(?=<))?)++)", re.DOTALL)
_PART = re.compile(rf"<option(?P<says>\b{_ATTRIBUTES})>(?P<option>[^<]*)|<[a-zA-Z]{_ATTRIBUTES}>|(?P<text>[^<]+)")
# A name is looked for at the beginning of each word; `&#x27;` is one, as a name may begin with it.
_WORD = re.compile(r"&#?\w+;|\w+")


class NamesMiddleware:
    """Marks in every page that goes out the names of the persons who were read for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with noticing() as persons:
            answer = self.get_response(request)
            if not answer.streaming and answer.get("Content-Type", "").startswith("text/html"):
                answer.content = marked(answer.content.decode(), persons.names()).encode()
                if answer.has_header("Content-Length"):
                    answer["Content-Length"] = str(len(answer.content))
        return answer


def marked(page: str, names: Iterable[str]) -> str:
    """This page, or part of one, with each of these names marked that stands in its text as a whole word."""
    sought = _by_first_word(names)
    pieces = _BETWEEN.split(page) if sought else [page]
    for place in range(0, len(pieces), 2):  # a text, and what follows it until the next, in turns
        piece = pieces[place]
        if not sought.keys().isdisjoint(_WORD.findall(piece)):
            pieces[place] = _PART.sub(lambda part: _with_marks(part, sought), piece)
    return "".join(pieces)


# By the word that a name begins with: how far before that word it begins, and the name as it stands in a page.
_Sought = dict[str, list[tuple[int, str]]]


def _by_first_word(names: Iterable[str]) -> _Sought:
    sought: _Sought = {}
    for name in sorted({escape(name.strip()) for name in names}, key=len, reverse=True):
        if first := _WORD.search(name):
            sought.setdefault(first[0], []).append((first.start(), name))
    return sought


def _with_marks(part: re.Match[str], sought: _Sought) -> str:
    if part["text"]:
        return _text(part["text"], sought)
    if part["option"] and _text(part["option"], sought) != part["option"]:
        return f'<option translate="no"{part["says"]}>{part["option"]}'
    return part[0]


def _text(text: str, sought: _Sought) -> str:
    pieces, done = [], 0
    for word in _WORD.finditer(text):
        for before, name in sought.get(word[0], ()):
            start = word.start() - before
            end = start + len(name)
            if start >= done and text.startswith(name, start) and not text[end : end + 1].isalnum():
                pieces += [text[done:start], OPENS, name, ENDS]
                done = end
                break
    if not pieces:
        return text
    beside = "".join([*pieces[::4], text[done:]])
    now = "".join([*pieces, text[done:]])
    return f"{TOGETHER}{now}{ENDS}" if beside.strip() or len(pieces) > 4 else now
