"""measures what pages and forms cost, beside a bare project in the same run, with any number of schools

    ./dev bench                                 one school with 2,000 cases, on SQLite
    ./dev bench --postgresql --schools 660      also in a country of 660 schools: 100,000 cases
    ./dev bench --postgresql --schools 660 6600 --keep /var/tmp/kring-country
                                                as it grows; the schools stay there for the next measurement
    ./dev bench --only "Zaak" --rounds 20       some rows, more precisely
    ./dev bench --day 60                        also the mix of a working day, a minute for each number of people
    ./dev bench --at-work 5                     also twenty people of one school at work for five minutes
    ./dev bench --letters 500                   also letters a second, and the daily sweep
    ./dev bench --memory 10000                  also what a process holds in memory after so many requests
    ./dev bench --profile 3                     also where the CPU of the three dearest pages goes
    ./dev bench --small                         a tiny school and few requests: does all of it still work?

Real servers as in production (gunicorn, KRING_DEMO=0), real lines that stay open, people who are signed in. CPU is of
the web processes and of the database's, so on a busy machine it differs by some fifteen percent; seconds by more.
Every answer is looked at, its status and its size. What was measured stands in docs/performance.md.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.mail.server import Script, mail_server
from tools.trial.running import end_as_on_ctrl_c


def main() -> int:
    """Measure, and print the tables; 1 when a budget is not kept and `--strict` asks for that."""
    wishes = _wishes()
    end_as_on_ctrl_c()
    from tools.measure.place import place

    with (
        mail_server(Script()) as smtp,
        place(postgresql=wishes.postgresql, kept=wishes.keep, small=wishes.small, smtp=smtp) as at,
    ):
        from tools.measure.run import run  # where Django is loaded

        return run(at, wishes)


def _wishes() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="./dev bench", description="Measures what pages and forms cost.")
    asked.add_argument("--postgresql", action="store_true", help="on a PostgreSQL of its own, else on SQLite")
    asked.add_argument("--schools", type=int, nargs="+", default=[1], help="how many schools; several: as it grows")
    asked.add_argument("--keep", type=Path, help="a folder in which the schools stay for the next measurement")
    asked.add_argument("--rounds", type=int, default=5, help="how many rounds of --each requests of every row (5)")
    asked.add_argument("--each", type=int, default=4)
    asked.add_argument("--people", type=int, default=8, help="who ask at the same moment (8); 0: nobody")
    asked.add_argument("--only", default="", help="only rows with this in their title")
    asked.add_argument("--day", type=float, default=0, help="seconds of a working day for each number of people")
    asked.add_argument("--clients", type=int, nargs="+", default=[1, 8, 16], help="numbers of people of that day")
    asked.add_argument("--rate", type=float, nargs="+", help="so many requests a second of that day, as they come")
    asked.add_argument("--at-work", type=float, default=0, help="minutes of twenty people of one school at work")
    asked.add_argument("--letters", type=int, default=0, help="so many letters are sent, and a day is swept")
    asked.add_argument("--memory", type=int, default=0, help="what a process holds after so many requests of all rows")
    asked.add_argument("--profile", type=int, default=0, help="where the CPU goes, of so many of the dearest pages")
    asked.add_argument("--small", action="store_true", help="a tiny school and few requests")
    asked.add_argument("--strict", action="store_true", help="end with 1 when a budget is not kept")
    return asked.parse_args()


if __name__ == "__main__":
    sys.exit(main())
