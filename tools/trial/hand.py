"""Somebody's browser, as a server sees it: it keeps its line open and its cookies, and sends forms as they stand."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode

Fields = dict[str, list[str]]


class NoAnswer(Exception):
    """The line broke, or nobody answers: what became of what was sent is not known."""


class Hand:
    """Asks one server for pages. `cookies` are what it was given; a server that hung up meanwhile is asked anew."""

    def __init__(
        self, port: int, cookies: Mapping[str, str] | None = None, *, seconds: float = 20, secure_to: str = ""
    ) -> None:
        """`secure_to`: the name of a site behind a proxy that does TLS at this port, whoever signed for it."""
        self.port, self.cookies, self.seconds, self.secure_to = port, dict(cookies or {}), seconds, secure_to
        self.headers: dict[str, list[str]] = {}
        """Of the last answer, by their names in small letters."""
        self.line: HTTPConnection | None = None

    def ask(self, path: str, fields: Mapping[str, list[str]] | None = None) -> tuple[int, str, str]:
        """Status, place that it sends to, and page. With fields a form is sent: once, whatever becomes of it."""
        if fields is None:
            return self._ask("GET", path)
        return self._ask("POST", path, urlencode(fields, doseq=True).encode(), "application/x-www-form-urlencoded")

    def send_file(self, path: str, contents: bytes) -> tuple[int, str, str]:
        """The same of a form that holds this file and nothing else."""
        head = b'--end\r\nContent-Disposition: form-data; name="photo"; filename="foto.jpg"\r\n\r\n'
        return self._ask("POST", path, head + contents + b"\r\n--end--\r\n", "multipart/form-data; boundary=end")

    def _ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> tuple[int, str, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if kind:
            headers["Content-Type"] = kind
        if self.secure_to:
            headers |= {"Host": self.secure_to, "Referer": f"https://{self.secure_to}/"}
        try:
            if self.line is None:
                self.line = self._connect()
            with suppress(BrokenPipeError, ConnectionResetError, ssl.SSLEOFError):  # an answer may have come before all
                self.line.request(method, path, body=body, headers=headers)  # of it was sent: a browser reads that too
            answer = self.line.getresponse()
            page = answer.read().decode("utf-8", "replace")
        except (OSError, HTTPException) as error:
            self.hang_up()
            raise NoAnswer(type(error).__name__) from error
        self.headers = {}
        for name, value in answer.getheaders():
            self.headers.setdefault(name.lower(), []).append(value)
        for told in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(told).items():
                self.cookies[name] = morsel.value
        return answer.status, answer.headers.get("Location") or "", page

    def form(self, path: str, **typed: str) -> Fields:
        """The form of this page, with something typed. NoAnswer: the page did not come."""
        from tests.web.browsing import fields_of  # where Django is loaded

        status, _place, page = self.ask(path)
        if status != 200:
            raise NoAnswer(f"{status}")
        return fields_of(page) | {name: [value] for name, value in typed.items()}

    def twin(self) -> Hand:
        """The same browser on a second line, as where a button is pressed twice."""
        return Hand(self.port, self.cookies, seconds=self.seconds, secure_to=self.secure_to)

    def _connect(self) -> HTTPConnection:
        line = HTTPConnection("127.0.0.1", self.port, timeout=self.seconds)
        if self.secure_to:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # it signed for itself
            line.connect()
            line.sock = context.wrap_socket(line.sock, server_hostname=self.secure_to)
        return line

    def hang_up(self) -> None:
        if self.line is not None:
            with suppress(OSError):
                self.line.close()
        self.line = None
