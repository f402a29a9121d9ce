"""Between two stories nobody asks the server anything, and what was asked has been answered."""

from threading import Event, Thread
from urllib.error import HTTPError
from urllib.request import urlopen
from wsgiref.simple_server import WSGIServer, make_server

import pytest

from tests.browser.gate import Gate


@pytest.fixture
def asked() -> Event:
    return Event()


@pytest.fixture
def may_answer() -> Event:
    return Event()


@pytest.fixture
def gate(asked: Event, may_answer: Event) -> Gate:
    def slowly(_environ, start_response):
        asked.set()
        may_answer.wait(10)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"answered"]

    return Gate(slowly)


@pytest.fixture
def server(gate: Gate, may_answer: Event):
    with make_server("127.0.0.1", 0, gate) as server:
        serving = Thread(target=server.serve_forever)
        serving.start()
        yield server
        may_answer.set()
        server.shutdown()
        serving.join()


def asks(server: WSGIServer) -> str:
    with urlopen(f"http://127.0.0.1:{server.server_port}/", timeout=10) as answer:
        body: bytes = answer.read()
    return body.decode()


def test_a_story_ends_when_what_it_asked_is_answered(gate, server, asked, may_answer):
    answers: list[str] = []
    asking = Thread(target=lambda: answers.append(asks(server)))
    ended = Event()

    def ends() -> None:
        with gate:
            asking.start()
            asked.wait(10)
        ended.set()

    ending = Thread(target=ends)
    ending.start()
    asked.wait(10)
    assert not ended.wait(0.2)
    may_answer.set()
    ending.join()
    asking.join()
    assert ended.is_set()
    assert answers == ["answered"]


def test_between_two_stories_nothing_reaches_the_server(gate, server, asked, may_answer):
    may_answer.set()
    with gate:
        pass
    with pytest.raises(HTTPError, match="503"):
        asks(server)
    assert not asked.is_set()
    with gate:
        assert asks(server) == "answered"


def test_an_answer_that_breaks_is_an_answer(may_answer):
    def breaks(_environ, _start_response):
        raise ZeroDivisionError

    gate = Gate(breaks)
    with gate, pytest.raises(ZeroDivisionError):
        gate({}, lambda *_: lambda _part: None)
