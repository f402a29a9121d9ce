"""Shows one case in the shell, opened: for whoever looks for a fault, on a demo or, with a reason, on a real school."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from kring.cases.case_file import CaseFile, read_case_file
from kring.cases.models import Case, Fact
from kring.protocol.progress import State, Task
from kring.trail.record import record
from kring.trail.verbs import Verb, WhyShown
from kring.web.request import clock


class Command(BaseCommand):
    help = "Shows where a case stands, what is still to be done and why it waits, and every fact with what it says."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("reference", help="the number of the case, as people say it: 2026-003")
        parser.add_argument("--school", default="", help="the school's name, where several have a case of this number")
        parser.add_argument(
            "--reason",
            choices=[why.value for why in WhyShown],
            help="needed for a real school; it becomes a line in the trail of the case",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        case = _case(options["reference"], options["school"])
        reason = options["reason"]
        if not case.school.is_demo and not reason:
            raise CommandError(
                "This is a case of a real school. Give a reason (--reason fault, or --reason asked): "
                "it becomes a line in the trail, which the school reads."
            )
        with transaction.atomic():
            if reason:
                at = clock.now()
                record(
                    verb=Verb.CASE_SHOWN,
                    school_id=case.school_id,
                    at=at,
                    by=None,
                    case_id=case.pk,
                    reason=WhyShown(reason),
                )
            file = read_case_file(case)
            self.stdout.write("\n".join((*_position(file), "", *_tasks(file), "", *_facts(file))))


def _case(reference: str, school: str) -> Case:
    year, _, number = reference.partition("-")
    if not (year.isascii() and year.isdigit() and number.isascii() and number.isdigit()):
        raise CommandError(f"A case has a number such as 2026-003, not {reference!r}.")
    found = list(Case.objects.select_related("school", "owner", "stand_in", "group").filter(year=year, number=number))
    if school:
        found = [case for case in found if case.school.name == school]
    if not found:
        raise CommandError(f"There is no case {reference}{f' at {school}' if school else ''}.")
    if len(found) > 1:
        schools = ", ".join(sorted(case.school.name for case in found))
        raise CommandError(f"Several schools have a case {reference}; name one with --school: {schools}.")
    return found[0]


def _position(file: CaseFile) -> Iterator[str]:
    case, position = file.case, file.progress
    yield f"{case.reference} of {case.school.name}, reported on {case.reported_on}, edition {case.edition}"
    yield f"owner {case.owner.name}" + (f", {case.stand_in.name} stands in" if case.stand_in else "")
    for child in file.everyone:
        left = f", left on {child.left_on}" if child.left_on else ""
        yield f"{child.role} {file.name_of(child)}{left}"
    for visit in position.visits:
        due = f", due {visit.due.on}" if visit.due else ""
        answer = f", answered {visit.outcome.key} on {visit.decided_on}" if visit.outcome else ""
        done = f", finished on {visit.finished_on}" if visit.finished_on else ""
        yield f"step {visit.step.key} round {visit.round}{due}{answer}{done}"
    yield f"closed on {position.closed_on}" if position.closed_on else f"next due on {position.next_due_on}"


def _tasks(file: CaseFile) -> Iterator[str]:
    current = file.progress.current
    if current is None:
        yield "No tasks: this case is closed."
        return
    for task in current.tasks:
        yield f"{task.state:8}{task.duty.key}{_why(file, task)}"


def _why(file: CaseFile, task: Task) -> str:
    """Why a task is not done yet: what it waits for, or whom it is still to be done for."""
    if task.state is State.WAITING:
        return " waits for " + (", ".join(task.waits_for) or "the answer of this step")
    if task.missing:
        return " still for " + ", ".join(_name(file, key) for key in task.missing)
    return f" on {task.on}" if task.on else ""


def _name(file: CaseFile, key: str) -> str:
    """The child or guardian that a task or fact names by this key."""
    if child := file.child(key):
        return file.name_of(child)
    links = {str(link.pk): link.guardian.name for link in file.guardianships}
    return links.get(key, key)


def _facts(file: CaseFile) -> Iterator[str]:
    replaced = {fact.replaces_id for fact in file.every_fact}
    for fact in file.every_fact:
        yield f"{fact.on} {fact.kind}{_columns(file, fact)}{' (replaced)' if fact.pk in replaced else ''}"
        for field, value in msgspec.to_builtins(fact.body).items():
            if field != "type" and value not in ("", None, [], {}):
                yield f"    {field}: {_told(file, value)}"


def _columns(file: CaseFile, fact: Fact) -> str:
    about = ", ".join(_name(file, key) for key in fact.about)
    parts = (f"{fact.step} {fact.round}", fact.duty, fact.outcome, about and f"about {about}", f"by {fact.by.name}")
    return ", ".join(("", *(part for part in parts if part)))


def _told(file: CaseFile, value: Any) -> str:
    """A value of a body as it stands there, with names in the place of the children's keys."""
    if isinstance(value, dict):
        return ", ".join(f"{_name(file, str(key))} {_told(file, inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return "; ".join(_told(file, inner) for inner in value)
    return _name(file, value) if isinstance(value, str) else str(value)
