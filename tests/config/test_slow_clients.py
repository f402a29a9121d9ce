"""Who sends or takes slowly holds a line and no thread; who sends too much is refused without being read."""

import logging
import re
import selectors
import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest
from gunicorn.config import Config

from kring.config import whole_requests
from kring.config.environment import FORM_BEGINNING, FORM_MOST
from kring.config.line import BODY_SECONDS, HEAD_MOST, HEAD_SECONDS, SLOWEST, Doing, Line, Refused
from kring.config.whole_requests import WholeRequests
from tools.trial.running import Processes

THREADS = 4
HEAD = b"POST /aanmelden/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
MULTIPART = HEAD.replace(b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=x")
ASKS = b"GET /aanmelden/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.fixture(scope="module")
def kring(tmp_path_factory) -> Iterator[Processes]:
    one = Processes(tmp_path_factory.mktemp("slow"), KRING_WEB_THREADS=str(THREADS))
    one.make()
    one.start_web()
    yield one
    one.stop()


def whole_answer(line: socket.socket) -> bytes:
    return b"".join(iter(lambda: line.recv(65536), b""))


def drips(kring: Processes, many: int, begins: bytes) -> list[int]:
    """What a monitor is told between one drop and the next."""
    with ExitStack() as open_lines:
        lines = [open_lines.enter_context(kring.line()) for _ in range(many)]
        for line in lines:
            line.sendall(begins)
        told = []
        for _ in range(3):
            for line in lines:
                line.sendall(b"a")
            told.append(kring.ask("/gezond/", method="HEAD", seconds=4)[0])
        return told


@pytest.mark.slow
@pytest.mark.parametrize("begins", [HEAD + b"Content-Length: 5000\r\n\r\nlogin=", HEAD[:40]], ids=["body", "head"])
@pytest.mark.parametrize("many", [9, 90])
def test_lines_that_drip_keep_nobody_waiting(kring, many, begins):
    assert drips(kring, many, begins) == [200] * 3


@pytest.mark.slow
def test_the_drips_would_keep_everybody_waiting_with_gunicorns_own_threads(kring, tmp_path):
    own = Processes(tmp_path, KRING_WEB_THREADS=str(THREADS))
    own.environment |= {name: kring.environment[name] for name in ("KRING_DATA", "KRING_KEY", "KRING_SECRET_KEY")}
    own.start_web("--worker-class", "gthread")
    with pytest.raises(TimeoutError):
        drips(own, 9, HEAD + b"Content-Length: 5000\r\n\r\nlogin=")
    own.kill("web")


@pytest.mark.slow
def test_who_does_not_take_the_answer_keeps_nobody_waiting(kring):
    with ExitStack() as open_lines:
        for _ in range(4 * THREADS):
            line = open_lines.enter_context(socket.socket())
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            line.connect(("127.0.0.1", kring.port))
            line.setblocking(False)
            with suppress(BlockingIOError):
                line.send(ASKS * 400)  # a few megabytes of pages that nobody takes
        assert kring.ask("/gezond/", seconds=4)[0] == 200


def uploaded(kring: Processes, megabytes: int, head: bytes = HEAD) -> str:
    """What a browser reads that announces a great deal, and sends so much of it."""
    with kring.line() as line:
        line.sendall(head + b"Content-Length: 300000000\r\n\r\n")
        for _ in range(megabytes):
            line.sendall(bytes(1_000_000))
        line.shutdown(socket.SHUT_WR)
        return whole_answer(line).decode()


@pytest.mark.slow
@pytest.mark.parametrize("head", [HEAD, MULTIPART], ids=["text", "file"])
def test_a_huge_upload_is_refused_in_words_and_takes_no_memory(kring, head):
    for _ in range(2 * THREADS):  # each thread has been at work once
        uploaded(kring, 1, head)
    before = kring.memory("web")
    answer = uploaded(kring, 30, head)
    assert answer.startswith("HTTP/1.1 413 ")
    assert "Dit was te veel in één keer" in answer
    assert kring.memory("web") - before < 4_000


@pytest.mark.slow
def test_an_answer_does_not_say_what_made_it_and_the_line_stays_open(kring):
    with kring.line() as line:
        for _ in range(3):
            line.sendall(b"HEAD /gezond/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            head = line.recv(65536).decode()
            assert head.startswith("HTTP/1.1 200 OK\r\n")
            assert not re.search("^server:", head, re.IGNORECASE | re.MULTILINE)
            assert "Connection: keep-alive" in head
            assert "unicorn" not in head
    assert "HEAD" not in (kring.folder / "web.log").read_text(), "a monitor asks once a minute"


@pytest.mark.slow
def test_what_cannot_be_read_is_refused_in_words_that_repeat_nothing(kring):
    for sent, status in (
        (b"GEHEIM\r\n\r\n", 400),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * (HEAD_MOST + 1), 431),
    ):
        with kring.line() as line:
            line.sendall(sent)
            answer = whole_answer(line).decode()
        assert answer.startswith(f"HTTP/1.1 {status} ")
        assert "GEHEIM" not in answer
        assert "Kring" in answer


@pytest.mark.slow
@pytest.mark.parametrize("where", ["/x", "/gezond", "//elders.example"])
def test_nobody_moves_kring_to_another_place_of_its_host_by_a_header(kring, where):
    with kring.line() as line:
        line.sendall(f"GET /vandaag/ HTTP/1.1\r\nHost: 127.0.0.1\r\nSCRIPT_NAME: {where}\r\n\r\n".encode())
        head = line.recv(65536).decode()
    assert head.startswith("HTTP/1.1 303 ")
    assert "\r\nLocation: /aanmelden/?next=/vandaag/\r\n" in head


@pytest.mark.slow
def test_who_waits_for_a_sign_before_sending_gets_it(kring):
    with kring.line() as line:
        line.sendall(HEAD + b"Expect: 100-continue\r\nContent-Length: 7\r\nConnection: close\r\n\r\n")
        assert line.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        line.sendall(b"login=a")
        answer = whole_answer(line)
    assert re.match(rb"HTTP/1\.1 (200|303|403) .*Connection: close\r\n", answer, re.DOTALL), answer[:200]


@pytest.fixture
def line() -> Iterator[Line]:
    here, there = socket.socketpair()
    with here, there:
        yield Line(here, ("127.0.0.1", 1), ("127.0.0.1", 2), Config(), now=0.0)


def test_a_request_is_whole_once_its_last_byte_is_here(line):
    sent = HEAD + b"Content-Length: 7\r\n\r\nlogin=a"
    for place in range(len(sent) - 1):
        line.take_in(sent[place : place + 1], now=1.0)
        assert line.next_whole(now=1.0) is None
    line.take_in(sent[-1:] + ASKS, now=1.0)
    request = line.next_whole(now=1.0)
    assert request is not None
    assert request.body.read() == b"login=a"
    second = line.next_whole(now=1.0)
    assert second is not None
    assert (second.method, second.body.read()) == ("GET", b"")
    assert line.next_whole(now=1.0) is None


def test_a_drop_now_and_then_does_not_make_the_end_come_later(line):
    line.take_in(HEAD, now=1.0)
    for second in range(2, 10):
        line.take_in(b"X", now=float(second))
        assert line.next_whole(now=float(second)) is None
    assert line.until == 1.0 + HEAD_SECONDS
    line.take_in(b": y\r\nContent-Length: 50000\r\n\r\n", now=10.0)
    line.next_whole(now=10.0)
    for second in range(11, 20):
        line.take_in(b"a", now=float(second))
        line.next_whole(now=float(second))
    assert line.until == 10.0 + BODY_SECONDS + 50_000 / SLOWEST


def test_a_form_that_is_too_large_is_given_to_its_page_without_being_read(line):
    line.take_in(HEAD + b"Content-Length: %d\r\n\r\nlogin=" % (FORM_MOST + 1), now=1.0)
    request = line.next_whole(now=1.0)
    assert request is not None
    assert request.body.read() == b""
    assert line.ends
    assert line.came == b""


def test_of_a_form_with_a_large_file_the_page_is_given_the_beginning(line):
    line.take_in(MULTIPART + b"Content-Length: %d\r\n\r\n" % (FORM_MOST + 1) + b"a" * (FORM_BEGINNING - 1), now=1.0)
    assert line.next_whole(now=1.0) is None
    line.take_in(b"b" * 9_000, now=1.0)
    request = line.next_whole(now=1.0)
    assert request is not None
    assert request.body.read() == b"a" * (FORM_BEGINNING - 1) + b"b"
    assert line.ends
    assert line.came == b""


def test_who_waits_for_a_sign_before_a_large_file_is_told_at_once(line):
    line.take_in(MULTIPART + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % (FORM_MOST + 1), now=1.0)
    request = line.next_whole(now=1.0)
    assert request is not None
    assert request.body.read() == b""
    assert not line.must_say_continue()


def test_a_line_that_was_refused_throws_away_what_still_comes(line):
    line.take_in(b"no request\r\n\r\n", now=1.0)
    with pytest.raises(Refused):
        line.next_whole(now=1.0)
    line.lingers(now=1.0)
    assert line.doing is Doing.LINGERING
    assert line.throws_away(31_999_999)
    assert not line.throws_away(2)


def test_what_was_refused_makes_no_room_for_more_that_is_held(monkeypatch, caplog):
    monkeypatch.setattr(whole_requests, "MOST_HELD", 30_000)
    server = WholeRequests.__new__(WholeRequests)
    server.lines, server.poller, server.cfg = set(), selectors.DefaultSelector(), Config()
    server.log = logging.getLogger("kring.test")
    with ExitStack() as open_lines:

        def send(data: bytes) -> Doing:
            here, there = socket.socketpair()
            open_lines.enter_context(here)
            open_lines.enter_context(there)
            here.setblocking(False)
            line = Line(here, ("127.0.0.1", 1), ("127.0.0.1", 2), server.cfg, now=0.0)
            server.lines.add(line)
            server.poller.register(here, selectors.EVENT_READ)
            there.sendall(data)
            server._readable(line, here)
            return line.doing

        for _ in range(3):
            assert send(b"this is no request\r\n\r\n" + b"x" * 20_000) is Doing.LINGERING
        begun = HEAD + b"Content-Length: 500000\r\n\r\n"
        assert send(begun + b"a" * 20_000) is Doing.READING
        assert send(begun + b"a" * 40_000) is Doing.GONE
    server.poller.close()
