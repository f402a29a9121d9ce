"""A request goes to a process that is free: no line belongs to one that is not."""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection

import pytest

from tools.trial.running import Processes, until

PEOPLE = 8


@pytest.fixture(scope="module")
def kring(tmp_path_factory) -> Iterator[Processes]:
    one = Processes(tmp_path_factory.mktemp("spread"), KRING_WEB_PROCESSES="2")
    one.make()
    one.start_web()
    until(lambda: len(one.children("web")) == 2, what="both processes")
    yield one
    one.stop()


def asks(line: HTTPConnection) -> int:
    line.request("GET", "/aanmelden/")
    answer = line.getresponse()
    assert answer.read()
    return answer.status


@pytest.mark.slow
@pytest.mark.parametrize("busy", [0, 1])
def test_who_asked_before_waits_for_no_process_that_is_busy(kring, busy):
    """As busy as can be: one that stands still. Its lines, had it any, would wait for as long as it does."""
    with ExitStack() as open_lines:
        people = [
            open_lines.enter_context(closing(HTTPConnection("127.0.0.1", kring.port, timeout=10)))
            for _ in range(PEOPLE)
        ]
        assert [asks(line) for line in people] == [200] * PEOPLE
        process = kring.children("web")[busy]
        os.kill(process, signal.SIGSTOP)
        try:
            assert [asks(line) for line in people] == [200] * PEOPLE
        finally:
            os.kill(process, signal.SIGCONT)


@pytest.mark.slow
def test_an_answer_says_that_its_line_ends_and_ends_it(kring):
    with closing(kring.line()) as line:
        line.sendall(b"HEAD /gezond/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        answer = b"".join(iter(lambda: line.recv(65536), b"")).decode()
    assert answer.startswith("HTTP/1.1 200 OK\r\n")
    assert "Connection: close" in answer
