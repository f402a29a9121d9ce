"""A real mail server on this machine that answers by a script, and certificates that nobody should trust."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HANG = "keeps silent"
DROP = "hangs up"
DRIP = "says a little now and then"
HOLD = "waits until it is told to go on"


class Script:
    """What the server answers. `on("RCPT", "mo@…", "450 Busy", …)`: these in turn, and from then on yes."""

    def __init__(self) -> None:
        self.received: list[Envelope] = []
        self.sessions = 0
        self.holding = Event()
        self.go_on = Event()
        self._answers: dict[tuple[str, str], list[str]] = {}

    def on(self, command: str, address: str, *answers: str) -> None:
        self._answers[command, address] = list(answers)

    @property
    def contents(self) -> list[bytes]:
        return [envelope.content for envelope in self.received if isinstance(envelope.content, bytes)]

    async def _say(self, server: SMTP, command: str, address: str) -> str:
        answers = self._answers.get((command, address), [])
        answer = answers.pop(0) if answers else "250 OK"
        if answer == HANG:
            await asyncio.sleep(600)
        if answer == HOLD:
            self.holding.set()
            while not self.go_on.is_set():
                await asyncio.sleep(0.02)
            return "250 OK"
        if answer == DRIP:
            while True:
                server._writer.write(b"250-still thinking\r\n")
                await server._writer.drain()
                await asyncio.sleep(0.05)
        if answer == DROP:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return answer

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.sessions += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return await self._say(server, "MAIL", address)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = await self._say(server, "RCPT", address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        (address,) = envelope.rcpt_tos
        answer = await self._say(server, "DATA", address)
        if answer.startswith("250") or answer == DROP:
            # Who hangs up here took the letter all the same: that is what makes it hard.
            self.received.append(envelope)
        return answer


class _Server(Controller):
    """aiosmtpd's server thread. It greets itself once to see that it runs, which is not a session of ours."""

    def factory(self) -> Any:
        return SMTP(self.handler, **self.SMTP_kwargs)


def signs_in(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"kring", b"geheim")
    return AuthResult(success=right, handled=False)


@contextmanager
def mail_server(script: Script, **options: Any) -> Iterator[int]:
    """The server, for as long as the block lasts; gives its port on 127.0.0.1."""
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        port: int = attempt.getsockname()[1]
    server = _Server(script, hostname="127.0.0.1", port=port, ready_timeout=30, **options)
    server.start()
    script.sessions = 0
    try:
        yield port
    finally:
        server.stop()


def certificate(folder: Path, *, name: str = "localhost", address: str = "127.0.0.1") -> Path:
    """A certificate that signed itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = datetime.now(UTC)  # noqa: TID251 - OpenSSL compares it with the real clock
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(name), x509.IPAddress(ip_address(address))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


def serving(file: Path) -> ssl.SSLContext:
    """What a server shows with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def trusting(file: Path) -> ssl.SSLContext:
    """What a client trusts that knows this certificate."""
    return ssl.create_default_context(cafile=str(file))
