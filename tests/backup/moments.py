"""The story of an installation that goes back to a moment: the same on both engines."""

import json
import time
from abc import ABC, abstractmethod
from datetime import datetime, timedelta
from typing import Any

from kring import words
from kring.backup.refusals import SENTENCES, Why
from kring.web.request import clock

APART = 1.2
"""Seconds between what was written and a moment. A bucket keeps the time of a copy in whole seconds."""


class Copied(ABC):
    """An installation with copies, whatever makes them."""

    @abstractmethod
    def call(self, module: str, *arguments: str) -> tuple[int, str]:
        """A module of Kring's in a process of its own."""

    @abstractmethod
    def copy(self) -> None:
        """All that was committed stands in the copies."""

    @abstractmethod
    def lose(self) -> None:
        """What was there is gone."""

    @abstractmethod
    def stop(self) -> None:
        """Nothing runs: Kring can be put back."""

    @abstractmethod
    def start(self) -> None:
        """It runs again."""

    @abstractmethod
    def next_era(self, before: dict[str, Any]) -> int:
        """In which row of copies it goes on after the next time; `before` is what it held."""

    def note(self, text: str) -> None:
        self._well("tests.backup.notes", text)

    def holds(self) -> dict[str, Any]:
        held: dict[str, Any] = json.loads(self._well("tests.backup.notes").splitlines()[-1])
        return held

    def restore(self, *arguments: str) -> tuple[int, str]:
        self.stop()
        try:
            return self.call("kring", "restore", *arguments)
        finally:
            self.start()

    def back_to(self, moment: datetime) -> dict[str, Any]:
        """What it holds, put back as it was then."""
        code, said = self.restore("--at", typed(moment), "--older")
        assert code == 0, said
        return self.holds()

    def _well(self, module: str, *arguments: str) -> str:
        code, said = self.call(module, *arguments)
        assert code == 0, said
        return said


def settings_for(module: str) -> dict[str, str]:
    """A page is asked for without the files for the browser."""
    return {"DJANGO_SETTINGS_MODULE": "tests.kept.settings"} if module.startswith("tests.") else {}


def typed(moment: datetime) -> str:
    """As somebody types it: in Dutch time, here to the millisecond."""
    return moment.astimezone(words.HERE).replace(tzinfo=None).isoformat(timespec="milliseconds")


def a_moment() -> datetime:
    """Now, with nothing written just before it or just after."""
    time.sleep(APART)
    moment = clock.now()
    time.sleep(APART)
    return moment


def goes_back_to_a_moment(one: Copied) -> None:
    """Told of an installation that has copies: each moment is found again, also one of before it went back."""
    began = one.holds()
    one.note("Toets ervoor")
    one.copy()
    moment = a_moment()
    one.note("Toets erna")
    one.copy()
    later = a_moment()

    held = one.back_to(moment)
    assert (held["notes"], held["letters"]) == (["Toets ervoor"], ["Toets ervoor"]), held
    assert held["go by themselves"] == 0
    kept_until, restored_at, era = held["put back"][-1]
    assert len(held["put back"]) == len(began["put back"]) + 1
    assert datetime.fromisoformat(kept_until) <= moment < later < datetime.fromisoformat(restored_at)
    assert era == one.next_era(began)
    gap = [words.moment(datetime.fromisoformat(one)) for one in (kept_until, restored_at)]
    assert f"Wat er van {gap[0]} tot {gap[1]} is vastgelegd, kan ontbreken." in held["page"]

    # It goes on from there. What is lost now comes back with all that was written since, and nothing of what was left.
    one.note("Toets daarna")
    one.copy()
    one.lose()
    code, said = one.restore("--older")
    assert code == 0, said
    assert one.holds()["notes"] == ["Toets ervoor", "Toets daarna"]

    # And what was left can still be had: somebody went back too far.
    left = one.back_to(later)
    assert left["notes"] == ["Toets ervoor", "Toets erna"], left


def refuses_what_is_no_moment_of_its_own(one: Copied) -> None:
    for typed_in, why in (
        ("2020-01-01T10:00", Why.BEFORE_FIRST),
        (typed(clock.now() + timedelta(hours=1)), Why.FUTURE),
        ("gisteren", Why.NO_DATE),
    ):
        code, said = one.restore("--at", typed_in, "--older")
        assert code == why, said
        assert str(SENTENCES[why]) in said
