"""The table of what is stored names every table of Kring, with its sealed columns and the key that opens them.

And what is not sealed says why.
"""

import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import BinaryField, Field, JSONField, Model, TextField
from django.db.models import CharField as ShortText

from kring.vault.fields import SealedTextField

ARCHITECTURE = Path(__file__).parents[2] / "docs" / "architecture.md"
MODELS = {model.__name__: model for model in apps.get_models() if model.__module__.startswith("kring.")}

TEXTS = (ShortText, TextField, JSONField, BinaryField)
"""Columns in which a name or a story could be written."""

IN_THE_CLEAR = {
    "a key of the protocol, or the number of an edition": (
        "Case.protocol Case.edition Case.current_step Case.stage Case.ended_as Case.taken_up"
        " School.protocol Fact.step Fact.duty Fact.outcome PlanVersion.step"
    ),
    "a word of a closed list in the code": (
        "Involved.role CaseStaff.part Case.plan_is Report.reported_by Fact.kind Letter.kind TrailLine.verb"
        " LastCheck.kind School.region ConfirmedYear.region HelpNumber.line StaffMember.role"
        " Guardianship.relation Guardianship.custody ClosedDay.source Promise.weekdays Factor.kind"
        " StaffMember.joins Proposal.of Proposal.state Proposal.role Proposal.role_before"
        " Incoming.came_by Incoming.subject Incoming.for_whom Incoming.state Incoming.to_mail Reader.part"
        " Incoming.case_mailed Said.kind"
    ),
    "ids of colleagues": "Guardian.not_staff",
    "ids of children or guardians, with a role where they have one": "Report.other_roles Report.children Fact.about",
    "keys, ids, numbers and dates, by their type (kring/trail/record.py)": "TrailLine.detail",
    "an address of Kring, with ids": "Draft.key Submission.went_to",
    "a digest of something random": (
        "Submission.digest CalendarAddress.digest SpareCode.digest Link.digest Link.opened_with"
    ),
    "a keyed digest of what was typed": "Draft.taken_over Incoming.same_text",
    "a keyed and slow digest of the six words of who told something": "Incoming.code_digest",
    "the hour in which letters were written, and in which a flood is counted": (
        "Door.written_in Door.danger_written_in Door.hour"
    ),
    "a short address on a poster, and whom the board named": (
        "Door.address Door.board_name Door.board_mail Door.board_phone"
    ),
    "how much was told, by month, and up to which month that was counted": "Door.months Door.counted",
    "what parents read at the door: whom to speak to, and how to complain": "Door.contact Door.complaints",
    "in which language it was told": "Incoming.language",
    "a keyed digest of where a parent gets mail": "Incoming.mail_digest",
    "a keyed digest of an address that was typed, of a network, or of something random": (
        "Counter.key KnownDevice.digest"
    ),
    "sealed with a key that only a cookie holds, and the hash of that key": "Session.data Session.key_hash",
    "a word of a closed list in the code: with what a colleague signed in": "Session.browser Session.system",
    "a key, a mark or a secret that is itself encrypted, or a hash": (
        "DataKey.wrapped InstallationMark.sealed Backup.seal Account.password Factor.sealed"
        " ChainKey.wrapped ChainLink.mac ChainHead.mac ChainHead.seal"
    ),
    "what a copy holds, in numbers; which Kring made it, and a digest of the key": (
        "Backup.tables Backup.release Backup.key Backup.trail InstallationMark.sheet_of"
    ),
    "how a letter goes: ids, the reader's mailbox, what its server answered": (
        "Letter.key Letter.address Letter.message_id Letter.attachment_type Letter.claimed_by Letter.answer"
    ),
    "the team, at work": "Account.email StaffMember.name StaffMember.form_of_address Factor.name",
    "the school itself: what it is called, whom to call, when it is closed, what it does its own way": (
        "School.name School.brin School.phone School.phone_head School.phone_board School.phone_coordinator"
        " School.coordinator_word"
        " HelpNumber.number OnCall.name OnCall.number"
        " School.variation Case.variation Group.school_year Group.name ClosedDay.name ConfirmedYear.school_year"
    ),
}
"""Every text that is not sealed, by why it need not be: nobody writes in it about a child or a guardian."""


def rows() -> list[tuple[list[str], list[str], str]]:
    """The tables, sealed columns and key of each row."""
    text = ARCHITECTURE.read_text(encoding="utf-8").partition("## What is stored")[2].partition("\n## ")[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    return [(re.findall(r"`(\w+)`", one[0]), re.findall(r"`(\w+)`", one[2]), one[3]) for one in cells[2:]]


def sealed(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.fields if isinstance(field, SealedTextField)]


def test_every_table_stands_in_it_once():
    assert sorted(name for names, _, _ in rows() for name in names) == sorted(MODELS)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0][0])
def test_its_sealed_columns_and_their_key_are_those_of_the_model(row):
    names, columns, key = row
    assert sorted(columns) == sorted({field for name in names for field in sealed(MODELS[name])})
    for model in (MODELS[name] for name in names if sealed(MODELS[name])):
        school, case = uuid.uuid4(), uuid.uuid4()
        scopes = [row_with(model, school, of_case).key_scope for of_case in (None, case)]
        of_key = {"school": [school, school], "case": [None, case], "school, then case": [school, case]}
        assert scopes == of_key[key], model


def row_with(model: type[Model], school: uuid.UUID, case: uuid.UUID | None) -> Any:
    """A row of this school, of this case where a row of it is of one, or of what was told that is."""
    row: Any = model(id=uuid.uuid4(), school_id=school)
    if hasattr(row, "case_id"):
        row.case_id = case
    if hasattr(row, "incoming_id"):
        row.incoming = row_with(MODELS["Incoming"], school, case)
    return row


def in_the_clear() -> list[str]:
    return [
        f"{name}.{field.name}"
        for name, model in MODELS.items()
        for field in model._meta.fields
        if is_text(field) and not isinstance(field, SealedTextField)
    ]


def is_text(field: "Field[Any, Any]") -> bool:
    return isinstance(field, TEXTS)


def test_every_text_is_sealed_or_stands_in_the_list_of_what_need_not_be():
    assert sorted(in_the_clear()) == sorted(" ".join(IN_THE_CLEAR.values()).split())


def test_every_type_of_column_is_a_text_or_one_in_which_nobody_can_write():
    others = {
        type(field).__name__
        for model in MODELS.values()
        for field in model._meta.fields
        if not is_text(field) and not isinstance(field, SealedTextField)
    }
    assert others == {
        "BigAutoField",
        "BigIntegerField",
        "BooleanField",
        "DateField",
        "DateTimeField",
        "ForeignKey",
        "OneToOneField",
        "PositiveIntegerField",
        "PositiveSmallIntegerField",
        "UUIDField",
    }
