"""The first step of a real installation: a school, and the person who sets up the rest in the browser."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from kring.school import actions
from kring.school.act import Itself
from kring.school.errors import Refused
from kring.school.models import Region, Role, School
from kring.school.rights import Right, roles_with
from kring.web.request import clock


class Command(BaseCommand):
    help = "Makes a school and the account of the person who sets it up in the browser."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--school", required=True, help="the school's name")
        parser.add_argument("--region", required=True, choices=Region.values, help="whose holidays it keeps")
        parser.add_argument("--brin", default="", help="the school's BRIN")
        parser.add_argument("--name", required=True, help="the person's name")
        parser.add_argument("--email", required=True, help="the address this person signs in with")
        parser.add_argument("--role", default=Role.HEAD, choices=sorted(_first_roles()))
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.KRING_DEMO:
            raise CommandError("Demo mode is on, and never goes together with a real school: set KRING_DEMO=0.")
        if School.objects.without_practices().filter(is_demo=True).exists():
            raise CommandError("This database holds the demo school. Begin a real school in an empty database.")
        password = sys.stdin.readline().rstrip("\n") if options["password_stdin"] else _ask_twice()
        act = Itself(clock.now())
        try:
            with transaction.atomic():
                school = actions.add_school(
                    act=act, name=options["school"], region=options["region"], brin=options["brin"]
                )
                actions.add_staff(
                    act=act,
                    school=school,
                    name=options["name"],
                    role=options["role"],
                    email=options["email"],
                    password=password,
                )
        except Refused as refused:
            raise CommandError(f"{refused.field}: {refused.sentence}") from refused
        self.stdout.write(f"{school.name} is there. {options['email']} can sign in and set up the rest.")


def _first_roles() -> frozenset[Role]:
    """The first person keeps the people, and says yes to the roles that others propose: else nobody ever could."""
    return roles_with(Right.PEOPLE) & roles_with(Right.SAY_YES)


def _ask_twice() -> str:
    try:
        password = getpass.getpass("Password: ")
        again = getpass.getpass("The same again: ")
    except EOFError as error:
        raise CommandError("Nobody types a password here. Give it on standard input, with --password-stdin.") from error
    if password != again:
        raise CommandError("Those were two different passwords.")
    return password
