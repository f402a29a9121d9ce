"""What the worker does for the trail: former lines join the chain, all of it is gone through, its end is noted."""

import logging
from datetime import datetime

from kring.trail.chain import link_former
from kring.trail.faults import Noted, Result
from kring.trail.models import LastCheck
from kring.trail.outside import note_end, noted_in, read_noted
from kring.trail.verifying import Verifier

logger = logging.getLogger(__name__)


def noted_before() -> list[Noted]:
    """What is noted there; nothing, and a line in the log, when it cannot be read."""
    try:
        return read_noted(noted_in())
    except ValueError:
        logger.warning("%s holds something else than a line of the trail.", noted_in())
        return []


def link_former_lines(at: datetime) -> bool:
    """Lines of before there was a chain; some at a time."""
    return link_former()


def note_where_the_trail_ends(at: datetime) -> None:
    note_end(noted_in())


class GoesThrough:
    """Goes through the trail, some of it in each turn, and writes down what it found at the end."""

    def __init__(self) -> None:
        self._verifier: Verifier | None = None

    def __call__(self, at: datetime) -> bool:
        if self._verifier is None:
            self._verifier = Verifier(noted_before())
        try:
            more = self._verifier.some()
        except BaseException:
            self._verifier = None
            raise
        if more:
            return True
        result, self._verifier = self._verifier.result, None
        write_down(result, at)
        return False


def write_down(result: Result, at: datetime) -> None:
    """Keeps what was found, for School and `gezond/`, and says it in the log, with where the chain ends."""
    first = result.faults[0] if result.faults else None
    LastCheck.objects.update_or_create(
        pk=1,
        defaults={
            "ended_at": at,
            "lines": result.lines,
            "faults": result.counted.total(),
            "kind": first.kind.value if first else "",
            "number": first.number if first else 0,
            "to": first.to if first else 0,
            "line_at": first.at if first else None,
        },
    )
    if first is None and result.lines:
        logger.info("The trail is whole: %d lines, the last is %s.", result.lines, result.end)
    elif first is not None:
        logger.error("The trail is not whole: %d faults in %d lines. %s", result.counted.total(), result.lines, first)
