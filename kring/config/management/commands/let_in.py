"""Lets somebody in again who lost the telephone, where nobody at the school can: the only head.

kring let_in hein@dewilg.example    takes away every app, passkey and spare code of this account
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kring.cases.actions.second_step import let_back_in
from kring.names.typed import address
from kring.school.act import Itself
from kring.school.models import Account
from kring.web.request import clock


class Command(BaseCommand):
    help = "Takes away the second step of an account, which sets up a new one at its next sign-in. Call them first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="the e-mail address this person signs in with")

    def handle(self, *args: Any, **options: Any) -> None:
        typed = address(options["address"]).strip().lower()
        account = Account.objects.filter(email=typed).first()
        staff = account.members().first() if account else None
        if staff is None or not staff.has_come_in:
            raise CommandError(f"Nobody who works at a school signs in with {typed}.")
        let_back_in(act=Itself(clock.now()), staff=staff)
        self.stdout.write(
            f"{staff.name} sets up a new second step at the next sign-in, with the password as it was. They and every "
            "head get a letter; the trail has it."
        )
