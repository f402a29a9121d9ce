"""Workers in processes of their own that really die: SIGKILL at a named point. Started by test_killed.py.

Each line on standard input is one worker's life, as JSON; the answer is `killed` or `done`.
"""

import json
import os
import signal
import sys
from datetime import datetime

import django

django.setup()

from kring.mail.sending import Sender  # noqa: E402 - needs the line above
from kring.mail.smtp import Security, SmtpTransport  # noqa: E402
from kring.mail.transport import Point  # noqa: E402


def live(*, port: int, name: str, sender: str, now: str, point: str, passes: int) -> None:
    """Sends until this point was passed so often, or until there is nothing more to send."""
    moment = datetime.fromisoformat(now)

    def between(passed: Point) -> None:
        nonlocal passes
        if passed == point:
            if passes == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            passes -= 1

    line = SmtpTransport(host="127.0.0.1", port=port, security=Security.PLAIN)
    worker = Sender(transport=line, name=name, from_address=sender, between=between)
    while worker.send_some(lambda: moment):
        pass


def main() -> None:
    for order in sys.stdin:
        # A fork of its own for each: the parent has loaded everything, and has no connection open.
        child = os.fork()
        if child == 0:
            try:
                live(**json.loads(order))
            except BaseException as error:
                sys.stderr.write(f"{error!r}\n")
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            sys.stdout.write("killed\n")
        else:
            sys.stdout.write("done\n" if status == 0 else "failed\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
