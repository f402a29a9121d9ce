"""Fills an empty database with the demo school."""

from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kring.demo.again import SEED
from kring.demo.build import NotHere, build_demo
from kring.web.request import clock
from kring.words import HERE


class Command(BaseCommand):
    help = "Fills an empty database with an invented school and cases in every state."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.KRING_DEMO:
            raise CommandError("Demo mode is off: set KRING_DEMO=1, with a database that holds no real school.")
        at = clock.now()
        try:
            school = build_demo(at=at, today=at.astimezone(HERE).date(), random=Random(SEED))
        except NotHere:
            raise CommandError("There is a school in this database already; the demo needs an empty one.") from None
        self.stdout.write(f"{school.name} is ready.")
