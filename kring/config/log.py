"""Keeps out of the log what tells about people, what opens something, and the same line a thousand times.

An address of a page tells about a child, an error repeats what was typed, and PostgreSQL adds the row that it refused.
So a page is named by its pattern, an error by its kind and where it happened (decision 097).
"""

import copy
import logging
import re
import traceback
from collections.abc import Iterator
from datetime import timedelta
from types import TracebackType
from typing import Any

from kring.web.request.clock import ticks
from kring.web.request.trouble import behind

SECRET = re.compile(r"(/agenda/)(?!(?:nieuw|stoppen)/)[^/\s'\"?#]+?(\.ics)?(?=[/\s'\"?#]|$)")
"""Also where only part of the address was copied, without its end."""
UUID = re.compile(r"\b[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\b", re.IGNORECASE)
ADDRESS = re.compile(r"[^\s@<>:'\"]+@[^\s@<>:'\"]+")
ASKED = re.compile(r"\?[^\s'\"]+")
NUMBER = re.compile(r"\d+")
UNTRUSTED = re.compile(r"( checking failed - ).*( does not match )")
"""What Django says of a form that came from elsewhere repeats from where."""
EVERY = timedelta(minutes=1)
MOST_REMEMBERED = 500

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "kring.config.log.Line", "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    },
    "filters": {
        "without_secrets": {"()": "kring.config.log.WithoutSecrets"},
        "once_a_minute": {"()": "kring.config.log.OnceAMinute"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without_secrets", "once_a_minute"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "kring": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # At INFO it names each passkey that is made or shown, and by that its owner.
        "fido2": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}
"""Django's and gunicorn's setting for what is written down about a run: to stderr."""

Exceptions = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutSecrets(logging.Filter):
    """Writes three dots in the place of what opens something or is somebody, in the sentence and in what is filled in.

    Of what Django says of a request the address becomes its pattern, `zaken/<uuid:case_id>/`.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if record.name.startswith("django.security") and record.exc_info and record.exc_info[0]:
            record.msg, record.args = record.exc_info[0].__name__, ()  # what it says is what somebody sent
            record.exc_info = None
        elif request is not None and record.levelno < logging.ERROR:
            record.exc_info = None  # a refusal is no fault: where it was found wrong tells nothing of this one
        own = record.name.split(".")[0] == "kring"
        record.msg = _without(record.msg, request, own=own)
        if isinstance(record.args, tuple):
            record.args = tuple(_without(part, request, own=own) for part in record.args)
        return True


class OnceAMinute(logging.Filter):
    """Lets a line through once a minute, and then says how often it was there in between."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[object, tuple[timedelta, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        now, what = ticks(), _what(record)
        since, times = self._seen.get(what, (now - EVERY, 0))
        if now - since < EVERY:
            self._seen[what] = since, times + 1
            return False
        if len(self._seen) >= MOST_REMEMBERED:
            self._seen.clear()
        self._seen[what] = now, 0
        if times:
            record.msg, record.args = f"{record.getMessage()} (so {times} times more since the last line)", ()
        return True


class Line(logging.Formatter):
    """A line, and of an error its kind and the way to it: never what it says, which is what was typed or stored."""

    def format(self, record: logging.LogRecord) -> str:
        record = copy.copy(record)
        record.exc_text = None  # another handler may have written it in full
        return super().format(record)

    def formatException(self, ei: Exceptions) -> str:  # noqa: N802 - logging's own name
        error = ei[1]
        chain = list(behind(error, all_of_it=False))[::-1]
        return "\n".join(line for one in chain for line in (*_way_to(one), named(one)))


def named(error: BaseException) -> str:
    """The kind of an error, with what the database or the system calls it; nothing that could be somebody's words."""
    details = [
        getattr(error, "sqlstate", None),
        getattr(error, "sqlite_errorname", None),
        getattr(getattr(error, "diag", None), "constraint_name", None),
        f"errno {error.errno}" if isinstance(error, OSError) and error.errno is not None else None,
    ]
    told = ", ".join(str(one) for one in details if one)
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    return f"{kind} ({told})" if told else kind


def _way_to(error: BaseException) -> Iterator[str]:
    for frame in traceback.extract_tb(error.__traceback__):
        yield f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}'
        if frame.line:
            yield f"    {frame.line}"


def _what(record: logging.LogRecord) -> object:
    """Two lines with the same of this are the same line. Of what an error says only a number is kept, to compare."""
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return record.name, record.levelno, record.getMessage()
    way = [(named(one), hash(_says(one)), *_frames(one)) for one in behind(error, all_of_it=False)]
    return record.name, record.levelno, tuple(way)


def _frames(error: BaseException) -> Iterator[tuple[str, int | None]]:
    for frame, line in traceback.walk_tb(error.__traceback__):
        yield frame.f_code.co_filename, line


def _says(error: BaseException) -> str:
    """What an error says without its numbers: a row, a process and a moment are others each time."""
    try:
        return NUMBER.sub("", UUID.sub("", str(error)))
    except Exception:  # an error that cannot say itself is known by where it was
        return ""


def _without(part: Any, request: Any, *, own: bool) -> Any:
    if not isinstance(part, str):
        return part
    if request is not None:
        part = UNTRUSTED.sub(r"\1...\2", _by_pattern(part, request))
    part = SECRET.sub(r"\1...\2", part)
    part = ADDRESS.sub("...", part)
    if own:  # Kring's own sentences name a letter by its id, and no other
        return part
    return ASKED.sub("", UUID.sub("...", part))


def _by_pattern(part: str, request: Any) -> str:
    """With the pattern in the place of the address, also of one that Django wrote out because not every letter of it is
    plain: a link that was copied with a mark that nobody sees."""
    if part.startswith("/"):
        return _pattern(request)
    for address in (request.get_full_path(), request.path):
        if len(address) > 1:
            part = part.replace(address, _pattern(request))
    return part


def _pattern(request: Any) -> str:
    match = getattr(request, "resolver_match", None)
    return str(match.route) if match else "an address that is none"
