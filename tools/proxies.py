"""runs nginx and Caddy with the examples of docs/proxies in front of Kring: 200 forms each as silent lines end

    ./dev proxies               both, with the times of the examples: some four minutes each
    ./dev proxies nginx --quick one of them, with short times and 40 forms

Somebody signs in, reports, prints a plan and sends too much, through the proxy and TLS. Then forms are sent in the
moment in which the silent line between proxy and Kring ends, again and again: each must arrive. That this can fail is
shown with a server that hangs up in that moment. No log may hold an address of a page.
"""

from __future__ import annotations

import argparse
import random
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

from tools.trial.hand import Hand, NoAnswer
from tools.trial.proxies import LARGEST, SITE, WHERE, Proxy, running
from tools.trial.running import PASSWORD, Processes, end_as_on_ctrl_c, load

CONCERN = "/melding/medewerker/"
AT_ONCE = {True: 20, False: 50}
"""Browsers, in the quick trial and in the long one."""
TOO_MUCH = "Dit was te veel in één keer"
TAKEN = LARGEST - 1_000_000
"""Bytes. A photo of a large camera: what is too much is said by Kring itself, in its own words."""
ADDRESSES = ("/zaken/", "/plannen/", "/melding", "/vandaag", "/aanmelden")


class Wrong(AssertionError):
    """Something did not go as it must."""


def need(it_is_so: bool, what: str) -> None:
    """Wrong, unless it is so."""
    if not it_is_so:
        raise Wrong(what)


def walk(hand: Hand, case_id: str) -> None:
    """What somebody does in a day, through the proxy."""
    status, _place, page = hand.ask("/gezond/")
    need(status == 200, f"/gezond/: {status} {page}")
    need(len(hand.headers["strict-transport-security"]) == 1, "HSTS once")
    need("nicorn" not in str(hand.headers) and "Caddy" not in str(hand.headers), f"headers: {hand.headers}")
    status, _place, page = hand.ask("/vandaag/")
    need(status == 200, f"Vandaag: {status}")
    need(send(hand) == 303, "a report")
    status, _place, page = hand.ask(f"/plannen/{case_id}/1/pdf/")
    need((status, page[:4]) == (200, "%PDF"), f"the plan on paper: {status}")
    for size in (1_500_000, TAKEN):
        status, _place, page = hand.twin().ask(CONCERN, {"story": ["a" * size]})
        need(status == 413 and TOO_MUCH in page, f"too much, {size} bytes: {status} {page[:80]}")
        status, _place, page = hand.twin().send_file(CONCERN, b"\xff" * size)
        need(status == 413 and TOO_MUCH in page, f"a photo of {size} bytes: {status} {page[:80]}")
    with suppress(NoAnswer):  # the proxy may hang up on what is far too much
        status, _place, page = hand.twin().ask(CONCERN, {"story": ["a" * (LARGEST + 1_000_000)]})
        need(status == 413, f"far too much: {status}")


def send(hand: Hand) -> int:
    """The status of a report that is opened and sent."""
    return hand.ask(CONCERN, hand.form(f"{CONCERN}?concept=leeg", story="Het begon bij de kapstokken."))[0]


def sent_as_lines_end(hand: Hand, *, times: int, at_once: int, kept: float) -> list[int]:
    """So many forms, each a hair before or after the end of the silent lines: what became of each."""
    chance, told = random.Random(1), list[int]()
    hands = [hand.twin() for _ in range(at_once)]
    with ThreadPoolExecutor(at_once) as pool:
        while len(told) < times:
            forms = list(pool.map(lambda one: one.form(f"{CONCERN}?concept=leeg", story="Bij de kapstokken."), hands))
            end = time.monotonic() + kept
            moments = [end + chance.uniform(-0.02, 0.02) for _ in hands]
            told += pool.map(_sent_at, hands, forms, moments)
    return told


def _sent_at(hand: Hand, form: dict[str, list[str]], moment: float) -> int:
    time.sleep(max(0.0, moment - time.monotonic()))
    try:
        return hand.ask(CONCERN, form)[0]
    except NoAnswer:
        return 0


@contextmanager
def hangs_up_as_a_form_comes() -> Iterator[int]:
    """A server that answers once on a line, and ends it in the moment in which the next request comes."""
    listens = socket.create_server(("127.0.0.1", 0))

    def answer(line: socket.socket) -> None:
        with line, suppress(OSError):
            line.recv(65536)
            line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: keep-alive\r\n\r\ngoed")
            line.recv(65536)

    def serve() -> None:
        with suppress(OSError):
            while True:
                Thread(target=answer, args=(listens.accept()[0],), daemon=True).start()

    Thread(target=serve, daemon=True).start()
    yield int(listens.getsockname()[1])
    listens.close()


def lost_by_a_server_that_hangs_up(name: str, folder: Path, times: int) -> int:
    """How many forms the proxy loses then."""
    lost = 0
    with hangs_up_as_a_form_comes() as port, running(name, folder, port) as proxy:
        for _ in range(times):
            hand = Hand(proxy.secure, secure_to=SITE)
            hand.ask("/")
            lost += hand.ask(CONCERN, {"story": ["Bij de kapstokken."]})[0] == 502
            hand.hang_up()
    return lost


def tried(name: str, folder: Path, kring: Processes, cookies: dict[str, str], case_id: str, *, quick: bool) -> str:
    """What was found with this proxy."""
    times, kept = (40, 1.0) if quick else (200, 60.0)
    with running(name, folder / name, kring.port, kept=f"{kept:.0f}s") as proxy:
        hand = Hand(proxy.secure, cookies, secure_to=SITE)
        walk(hand, case_id)
        _signs_in(proxy)
        told = sent_as_lines_end(hand, times=times, at_once=AT_ONCE[quick], kept=kept)
        hand.hang_up()
        need(not any(one in proxy.logged() for one in ADDRESSES), f"a log with addresses: {proxy.logged()}")
    arrived = told.count(303)
    need(arrived == len(told), f"{name}: {len(told) - arrived} of {len(told)} forms lost: {sorted(set(told))}")
    lost = lost_by_a_server_that_hangs_up(name, folder / f"{name}-early", 10)
    need(lost > 0, "a server that hangs up loses nothing: this trial cannot fail")
    return f"{name}: {arrived} of {len(told)} forms arrived as lines of {kept:.0f} s ended; " + (
        f"of a server that hangs up in that moment {lost} of 10 were lost"
    )


def _signs_in(proxy: Proxy) -> None:
    hand = Hand(proxy.secure, secure_to=SITE)
    _status, _place, page = hand.ask("/aanmelden/")
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    fields = {"csrfmiddlewaretoken": [token], "login": ["anouk@dewilg.example"], "password": [PASSWORD]}
    status, place, _page = hand.ask("/aanmelden/", fields)
    need(status in (302, 303), f"signing in: {status} {place}")
    need("Secure" in str(hand.headers["set-cookie"]), "a cookie that goes without TLS")


def main() -> int:
    """Try, and say what was found."""
    asked = argparse.ArgumentParser(prog="./dev proxies")
    asked.add_argument("only", nargs="?", choices=sorted(WHERE))
    asked.add_argument("--quick", action="store_true")
    wishes = asked.parse_args()
    end_as_on_ctrl_c()
    with tempfile.TemporaryDirectory(prefix="kring-proxies-") as made:
        folder = Path(made)
        folder.chmod(0o755)  # nginx's own processes are another user's
        kring = Processes(folder, KRING_HTTPS="1", KRING_BEHIND_PROXY="1", KRING_HOSTS=SITE, KRING_WEB_PROCESSES="2")
        kring.make()
        load(kring)
        from tools.trial.small_school import cookies_of, with_a_plan

        anouk, case_id = with_a_plan()
        try:
            kring.start_web(*(["--keep-alive", "3"] if wishes.quick else []))
            for name in [wishes.only] if wishes.only else sorted(WHERE):
                print(tried(name, folder, kring, cookies_of(anouk), case_id, quick=wishes.quick), flush=True)
        except Wrong as wrong:
            print(wrong)
            return 1
        finally:
            kring.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
