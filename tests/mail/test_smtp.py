"""Over a real connection: what a mail server may answer, refuse, keep silent about or break off."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kring.mail.carrier import transport
from kring.mail.models import State
from kring.mail.smtp import Security, SmtpTransport
from kring.mail.transport import DemoMailPage, NoServer, NotNow, Parcel, Point, Refused, ServerAway
from tests.cast import Cast
from tests.mail.post import FROM, HOUR, Clock, read, send_all, sender, state, write
from tests.mail.server import DRIP, DROP, HANG, Script, certificate, mail_server, serving, signs_in, trusting

MO, CARLA, HEIN = "mo@dewilg.example", "carla@dewilg.example", "hein@dewilg.example"


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def port(script: Script) -> Iterator[int]:
    with mail_server(script) as port:
        yield port


def to(port: int, security: Security = Security.PLAIN, **options: object) -> SmtpTransport:
    options = {"longest_step": 20, "longest_letter": 20} | options
    return SmtpTransport(host="127.0.0.1", port=port, security=security, **options)  # type: ignore[arg-type]


def quick(port: int) -> SmtpTransport:
    """Waits two seconds for who keeps silent: long enough for a machine that has other work."""
    return to(port, longest_step=2)


def test_a_letter_arrives_whole(cast: Cast, script: Script, port: int) -> None:
    text = ".\n..\n.punt aan het begin\nÉén regel – met een streepje\n" + "lang " * 400 + "\n"
    letter = write(cast.mo, subject="Het plan is er – lees het", text=text)
    send_all(sender(to(port)), Clock())
    assert state(letter) == State.SENT
    (envelope,) = script.received
    assert (envelope.mail_from, envelope.rcpt_tos) == (FROM, [MO])
    message = read(script.contents[0])
    assert (message["Message-ID"], message["Subject"]) == (letter.message_id, "Het plan is er – lees het")
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == text


def test_each_recipient_has_a_transaction_of_its_own_over_one_line(cast: Cast, script: Script, port: int) -> None:
    for person in (cast.mo, cast.carla, cast.hein, cast.anouk):
        write(person)
    send_all(sender(to(port)), Clock())
    assert [len(envelope.rcpt_tos) for envelope in script.received] == [1] * 4
    assert script.sessions == 1


def test_one_of_many_is_refused_and_the_others_arrive(cast: Cast, script: Script, port: int) -> None:
    script.on("RCPT", CARLA, "550 5.1.1 Onbekend\x07 adres")
    mo, carla, hein = write(cast.mo), write(cast.carla), write(cast.hein)
    send_all(sender(to(port)), Clock())
    assert [state(letter) for letter in (mo, carla, hein)] == [State.SENT, State.REFUSED, State.SENT]
    assert carla.answer.startswith("550 5.1.1 Onbekend")
    assert carla.answer.isprintable()
    assert script.sessions == 1


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
@pytest.mark.parametrize(
    ("answer", "becomes"),
    [
        ("421 4.3.2 Going down", State.WAITING),
        ("450 4.2.1 Mailbox busy", State.WAITING),
        ("452 4.3.1 Disk full", State.WAITING),
        ("550 5.7.1 Not here", State.REFUSED),
        ("552 5.2.2 Mailbox full", State.REFUSED),
    ],
)
def test_temporary_waits_and_final_is_final(
    cast: Cast, script: Script, port: int, command: str, answer: str, becomes: State
) -> None:
    script.on(command, MO, answer)
    letter, other, clock = write(cast.mo), write(cast.carla), Clock()
    hand = sender(to(port))
    send_all(hand, clock)
    assert (state(letter), letter.answer, state(other)) == (becomes, answer, State.SENT)
    clock.on(HOUR)
    send_all(hand, clock)
    assert state(letter) == (State.SENT if becomes is State.WAITING else State.REFUSED)


@pytest.mark.parametrize("answer", ["421 Too many letters on this line", "452 Enough", DROP])
def test_a_line_that_the_server_has_enough_of_is_replaced_at_once(
    cast: Cast, script: Script, port: int, answer: str
) -> None:
    script.on("MAIL", FROM, "250 OK", answer)
    letters = [write(cast.mo), write(cast.carla), write(cast.hein)]
    send_all(sender(to(port)), Clock())
    assert [state(letter) for letter in letters] == [State.SENT] * 3
    assert [letter.tries for letter in letters] == [1] * 3
    assert script.sessions == 2


def test_a_sender_that_the_server_does_not_want_is_no_refused_address(cast: Cast, script: Script, port: int) -> None:
    script.on("MAIL", FROM, *["550 5.7.1 Sender not allowed"] * 2)
    letter = write(cast.mo)
    send_all(sender(to(port)), Clock())
    assert (state(letter), letter.answer) == (State.WAITING, "550 5.7.1 Sender not allowed")


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
@pytest.mark.parametrize("manner", [HANG, DROP])
def test_who_is_kept_waiting_or_cut_off_tries_again_and_the_others_go_on(
    cast: Cast, script: Script, port: int, command: str, manner: str
) -> None:
    script.on(command, MO, manner)
    letter, other, clock = write(cast.mo), write(cast.carla), Clock()
    hand = sender(quick(port))
    send_all(hand, clock)
    assert (state(letter), state(other)) == (State.WAITING, State.SENT)
    assert letter.answer
    clock.on(HOUR)
    send_all(hand, clock)
    assert state(letter) == State.SENT
    mine = [content for content in script.contents if letter.message_id.encode() in content]
    # Cut off after the content: the server may have it, and then it comes again as the same letter.
    assert len(mine) == (2 if (command, manner) == ("DATA", DROP) else 1)
    assert len(set(mine)) == 1


def test_a_server_that_drips_words_is_cut_off_too(script: Script, port: int) -> None:
    script.on("RCPT", MO, DRIP)
    line = to(port, longest_letter=0.5)
    line.open()
    with pytest.raises(NotNow) as dripped:
        line.carry(Parcel(FROM, MO, b"Subject: x\r\n\r\nx\r\n"), between=lambda point: None)
    assert dripped.value.hung


def test_no_server_means_away_and_not_that_a_letter_failed(cast: Cast) -> None:
    letter = write(cast.mo)
    send_all(sender(quick(1)), Clock())
    assert (state(letter), letter.tries, letter.claimed_by) == (State.WAITING, 0, "")


def test_a_letter_passes_every_point_in_order(script: Script, port: int) -> None:
    line = to(port)
    passed: list[Point] = []
    line.open()
    line.carry(Parcel(FROM, MO, b"Subject: x\r\n\r\nx\r\n"), between=passed.append)
    line.close()
    line.close()
    assert passed == list(Point)[2:]


def test_a_refused_parcel_leaves_the_line_usable(script: Script, port: int) -> None:
    script.on("RCPT", MO, "550 No")
    line = to(port)
    line.open()
    with pytest.raises(Refused, match="550 No"):
        line.carry(Parcel(FROM, MO, b"\r\n"), between=lambda point: None)
    line.carry(Parcel(FROM, CARLA, b"\r\n"), between=lambda point: None)
    line.close()
    assert (len(script.received), script.sessions) == (1, 1)


# Encryption and signing in


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("certificate"))


def test_tls_goes_to_who_shows_a_certificate_that_is_trusted(script: Script, pem: Path) -> None:
    with mail_server(script, ssl_context=serving(pem), server_hostname="127.0.0.1") as port:
        _send_one(to(port, Security.TLS, context=trusting(pem)))
    assert len(script.received) == 1


def test_a_certificate_that_signed_itself_is_not_trusted(script: Script, pem: Path) -> None:
    with (
        mail_server(script, tls_context=serving(pem)) as port,
        pytest.raises(ServerAway, match="certificate verify failed"),
    ):
        to(port, Security.STARTTLS).open()
    assert script.received == []


def test_a_certificate_of_another_name_is_not_trusted(script: Script, tmp_path: Path) -> None:
    of_another = certificate(tmp_path, name="mail.elders.example", address="192.0.2.1")
    with (
        mail_server(script, tls_context=serving(of_another)) as port,
        pytest.raises(ServerAway, match="certificate is not valid for"),
    ):
        to(port, Security.STARTTLS, context=trusting(of_another)).open()


def test_starttls_encrypts_and_signs_in(script: Script, pem: Path) -> None:
    options = {"tls_context": serving(pem), "require_starttls": True, "auth_required": True, "authenticator": signs_in}
    with mail_server(script, **options) as port:
        _send_one(to(port, Security.STARTTLS, context=trusting(pem), user="kring", password="geheim"))
        with pytest.raises(ServerAway, match="535"):
            to(port, Security.STARTTLS, context=trusting(pem), user="kring", password="mis").open()
    assert len(script.received) == 1


def test_a_server_that_does_not_offer_starttls_gets_no_letter_and_no_password(script: Script, port: int) -> None:
    with pytest.raises(ServerAway, match="STARTTLS extension not supported"):
        to(port, Security.STARTTLS, user="kring", password="geheim").open()
    assert script.received == []


def _send_one(line: SmtpTransport) -> None:
    line.open()
    line.carry(Parcel(FROM, MO, b"Subject: x\r\n\r\nx\r\n"), between=lambda point: None)
    line.close()


@pytest.mark.parametrize(
    ("demo", "server", "kind"), [(True, True, DemoMailPage), (False, True, SmtpTransport), (False, False, NoServer)]
)
def test_the_settings_say_what_carries(settings, demo: bool, server: bool, kind: type) -> None:
    settings.KRING_DEMO = demo
    settings.KRING_MAIL = server
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "mail.example", 587, True
    assert type(transport()) is kind
