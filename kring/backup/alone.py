"""Looks through a copy in a process of its own: `python -m kring.backup.alone`, started on that copy.

It is told in JSON on its standard input what to do, and answers in JSON on its standard output. A copy of an earlier
Kring is brought up to date first: it is a copy, and where it comes to stand in its place that would follow anyway.
"""

import json
import os
import subprocess
import sys
from datetime import datetime
from typing import Any
from uuid import UUID

from kring.backup.refusals import NotBelieved, Why


def ask(address: str, **wanted: Any) -> dict[str, Any]:
    """Have the database at this address looked through; what was found, or `NotBelieved`."""
    done = _run(address, json.dumps(wanted, default=str))
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        raise NotBelieved(Why.FAILED, f"({(done.stderr.strip().splitlines() or ['?'])[-1]})") from error
    if "why" in answer:
        raise NotBelieved(Why(answer["why"]), answer["found"])
    return answer


def bring_up_to_date(address: str) -> None:
    """Gives the database at this address, which may be empty, all tables as they are now. In a process of its own: what
    a migration asks of a table, it asks of the database that Kring was started on."""
    ask(address, only="migrate")


def _run(address: str, told: str) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"DATABASE_URL": address, "PYTHONWARNINGS": "ignore"}
    environment.setdefault("DJANGO_SETTINGS_MODULE", "kring.config.settings")
    return subprocess.run(
        [sys.executable, "-m", "kring.backup.alone"], input=told, capture_output=True, text=True, env=environment
    )


def _answer(wanted: dict[str, Any]) -> dict[str, Any]:
    import django

    django.setup()
    return looked_through(wanted)


def looked_through(wanted: dict[str, Any]) -> dict[str, Any]:
    """What `ask` asks, of the database that this process is started on."""
    from django.core.management import call_command
    from django.db import DatabaseError

    from kring.backup import examine

    if wanted.get("only") == "migrate":
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
        return {}
    try:
        examine.require_there()
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
        id = UUID(wanted["id"]) if wanted.get("id") else None
        found = examine.examine(wanted=id, most=wanted.get("most"))
        if restored_at := wanted.get("restored_at"):
            from kring.backup.after import after_restoring

            until, at = datetime.fromisoformat(found.kept_until), datetime.fromisoformat(restored_at)
            after_restoring(kept_until=until, at=at, era=wanted["era"])
    except DatabaseError as error:  # a file that is no database, pages that are torn, a table without a column
        raise NotBelieved(Why.HALF, f"({error})") from error
    return found.as_dict()


if __name__ == "__main__":
    try:
        said = _answer(json.load(sys.stdin))
    except NotBelieved as refused:
        said = {"why": int(refused.why), "found": refused.found}
    print(json.dumps(said))  # noqa: T201 - it is how it answers
