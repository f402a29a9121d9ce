"""People with a browser: a line that stays open, cookies, forms sent as they stand; each answer is looked at."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import unquote, urlencode

from tests.web.browsing import Fields, fields_of
from tools.measure.saying import PLANS, SQL


class NotAsExpected(AssertionError):
    """A page is not the one that was to be measured: a refusal is very fast."""


@dataclass(frozen=True)
class Answer:
    """What came, and how long it took until the last byte."""

    status: int
    page: bytes
    headers: Mapping[str, str]
    seconds: float

    @property
    def sql(self) -> int:
        return int(self.headers.get(SQL.lower(), 0))

    @property
    def dearest(self) -> tuple[float, str, str]:
        """The highest cost of its questions, the large tables that any reads whole, and the SQL of the dearest."""
        cost, whole, sql = self.headers.get(PLANS.lower(), "0  ").split(" ")
        return float(cost), whole, unquote(sql)


@dataclass
class Person:
    """Somebody with a line to one server."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    seconds: float = 120
    line: HTTPConnection | None = None

    def ask(
        self, path: str, fields: Fields | None = None, *, expect: tuple[int, ...] = (200,), **headers: str
    ) -> Answer:
        """The answer; raises where it has another status than one of these."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        told["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if fields is not None:
            body = urlencode(fields, doseq=True).encode()
            told["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        answer, page = self._sent("POST" if fields is not None else "GET", path, body, told)
        took = time.perf_counter() - began
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}
        if answer.status not in expect:
            raise NotAsExpected(f"{path}: {answer.status}, not {expect}: {page[:300]!r}")
        return Answer(answer.status, page, {name.lower(): value for name, value in answer.getheaders()}, took)

    def form(self, path: str, **typed: list[str]) -> Fields:
        """The form of this page, with something typed into it."""
        return fields_of(self.ask(path).page.decode()) | typed

    def _sent(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]):  # type: ignore[no-untyped-def]
        """Over the line as it is, or a new one where the server hung up on it meanwhile."""
        for fresh in (self.line is None, True):
            if fresh or self.line is None:
                self.line = HTTPConnection("127.0.0.1", self.port, timeout=self.seconds)
            try:
                self.line.request(method, path, body=body, headers=dict(headers))
                answer = self.line.getresponse()
                return answer, answer.read()
            except (ConnectionError, HTTPException):
                self.line.close()
                if fresh:
                    raise
        raise AssertionError("a line that is fresh answers or raises")
