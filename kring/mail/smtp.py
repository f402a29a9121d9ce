"""Carries letters to a mail server over SMTP: verified TLS, a transaction per recipient, never longer than so long."""

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from typing import Final

from kring.mail.transport import Between, LineLost, NotNow, Parcel, Point, Refused, ServerAway, words_of

LONGEST_STEP = 15.0
"""Seconds that the server may keep silent."""
LONGEST_LETTER = 40.0
"""Seconds that one letter may take, however often the server says something."""
LETTERS_PER_LINE = 100


class Security(StrEnum):
    """How what goes over the line is protected."""

    PLAIN = "plain"
    """Not at all: for a mail server on this machine itself."""
    STARTTLS = "starttls"
    TLS = "tls"


class SmtpTransport:
    """A line to one mail server, kept open from letter to letter while the server allows it."""

    leaves_the_machine: Final = True

    def __init__(
        self,
        *,
        host: str,
        port: int,
        security: Security,
        user: str = "",
        password: str = "",
        our_name: str = "localhost",
        context: ssl.SSLContext | None = None,
        longest_step: float = LONGEST_STEP,
        longest_letter: float = LONGEST_LETTER,
    ) -> None:
        """`context` is whose certificates are trusted: by default those that this machine trusts, name checked."""
        self._host, self._port, self._security = host, port, security
        self._user, self._password, self._our_name = user, password, our_name
        self._context = context
        if context is None and security is not Security.PLAIN:
            self._context = ssl.create_default_context()
        self._longest_step, self._longest_letter = longest_step, longest_letter
        self._line: smtplib.SMTP | None = None
        self._carried = 0

    def open(self) -> None:
        """Connects, encrypts and signs in, unless there is a line already."""
        if self._line is not None and self._carried < LETTERS_PER_LINE:
            return
        self.close()
        line = None
        try:
            line = self._dial()
            with self._no_longer_than_a_letter(line):
                if self._security is Security.STARTTLS:
                    # Raises when the server does not offer it: then nothing is sent.
                    line.starttls(context=self._context)
                line.ehlo_or_helo_if_needed()
                if self._user:
                    line.login(self._user, self._password)
        except (OSError, UnicodeError) as error:  # smtplib's own exceptions are OSErrors too
            if line is not None:
                line.close()
            raise ServerAway(_words_of_error(error)) from error
        self._line, self._carried = line, 0

    def _dial(self) -> smtplib.SMTP:
        if self._security is Security.TLS:
            return smtplib.SMTP_SSL(
                self._host, self._port, self._our_name, timeout=self._longest_step, context=self._context
            )
        return smtplib.SMTP(self._host, self._port, self._our_name, timeout=self._longest_step)

    def carry(self, parcel: Parcel, *, between: Between) -> None:
        """One whole SMTP transaction. The line stays open after a clear answer, and is dropped after anything else."""
        line = self._line
        if line is None:
            raise LineLost("no line is open")
        first = self._carried == 0
        self._carried += 1
        begun = False
        cut = threading.Event()
        try:
            with self._no_longer_than_a_letter(line, cut):
                code, answer = line.mail(parcel.sender)
                if code // 100 != 2:
                    raise smtplib.SMTPSenderRefused(code, answer, parcel.sender)
                begun = True
                between(Point.SENDER_TAKEN)
                _hand_over(line, parcel, between)
        except (Refused, NotNow):
            self._reset()
            raise
        except smtplib.SMTPSenderRefused as error:
            self._drop()
            if not first:
                # Enough letters for one line, it may say; a new one tells whether it was that.
                raise LineLost(_answer(error.smtp_code, error.smtp_error)) from error
            raise NotNow(_answer(error.smtp_code, error.smtp_error)) from error
        except OSError as error:
            self._drop()
            if not begun and not first:
                raise LineLost(_words_of_error(error)) from error
            raise NotNow(_words_of_error(error), hung=cut.is_set() or isinstance(error, TimeoutError)) from error
        except BaseException:
            # In the middle of a transaction: the line cannot be used again.
            self._drop()
            raise

    def close(self) -> None:
        """Says goodbye, if there is somebody to say it to."""
        line, self._line = self._line, None
        if line is None:
            return
        with suppress(OSError):
            if line.sock is not None:
                line.sock.settimeout(2)
            line.quit()
        line.close()

    def _reset(self) -> None:
        """Back to before the letter; a line where that fails is dropped."""
        try:
            code = self._line.rset()[0] if self._line is not None else 0
        except OSError:
            code = 0
        if code != 250:
            self._drop()

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    @contextmanager
    def _no_longer_than_a_letter(self, line: smtplib.SMTP, cut: threading.Event | None = None) -> Iterator[None]:
        """Cuts the line when the whole takes too long: a server that drips words never lets a single step time out."""

        def cut_it() -> None:
            if cut is not None:
                cut.set()
            if line.sock is not None:
                with suppress(OSError):
                    # Past the TLS layer, which another thread is using.
                    socket.socket.shutdown(line.sock, socket.SHUT_RDWR)

        timer = threading.Timer(self._longest_letter, cut_it)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def _hand_over(line: smtplib.SMTP, parcel: Parcel, between: Between) -> None:
    """Recipient and content, with a final answer to each."""
    _require(line.rcpt(parcel.recipient), 2)
    between(Point.RECIPIENT_TAKEN)
    _require(line.docmd("DATA"), 3)
    between(Point.CONTENT_ASKED)
    line.send(re.sub(rb"(?m)^\.", b"..", parcel.content) + b".\r\n")
    between(Point.CONTENT_SENT)
    _require(line.getreply(), 2)
    between(Point.ACCEPTED)


def _require(reply: tuple[int, bytes], kind: int) -> None:
    code, answer = reply
    if code // 100 == kind:
        return
    if code // 100 == 5:
        raise Refused(_answer(code, answer))
    raise NotNow(_answer(code, answer))


def _answer(code: int, answer: bytes | str) -> str:
    return words_of(f"{code} {words_of(answer)}")


def _words_of_error(error: Exception) -> str:
    """The server's own words when it said any, else what went wrong."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return words_of(str(error) or type(error).__name__)
