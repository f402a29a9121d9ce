"""What the school does with what came in: read, answer, pass on, take up a danger, end, hold."""

from uuid import UUID

from django.utils.translation import gettext as _

from kring.cases import letters
from kring.cases.errors import NotAllowed
from kring.cases.recipients import Occasion
from kring.reports.access import may_handle, visible_to
from kring.reports.actions.saying import handling, say, will_be_mailed
from kring.reports.models import Incoming, Reader, Said, State
from kring.reports.told import LONGEST_TEXT
from kring.school.act import Act
from kring.school.errors import Refused
from kring.school.models import StaffMember
from kring.school.rights import Right, may
from kring.trail.record import record as note_in_trail
from kring.trail.verbs import Verb


def read(*, act: Act, incoming_id: UUID) -> Incoming:
    """Show it to somebody who may read it: every time a line in the trail; the first reader is told to who told it."""
    incoming = visible_to(act.by).select_related("school", "case", "read_by").filter(pk=incoming_id).first()
    if incoming is None:
        raise NotAllowed(incoming_id)
    if incoming.read_on is None:
        unread = Incoming.objects.filter(pk=incoming.pk, read_on=None)
        if unread.update(read_on=act.today, read_by=act.by):
            incoming.read_on, incoming.read_by = act.today, act.by
    if may_handle(act.by, incoming):
        incoming.said.filter(by=None, by_board=False, seen_on=None).update(seen_on=act.today)
    else:
        incoming.readers.filter(staff=act.by, read_on=None).update(read_on=act.today)
    _note(act, Verb.TOLD_READ, incoming)
    return incoming


def answer(*, act: Act, incoming_id: UUID, text: str, asks: bool = False, called: bool = False) -> Said:
    """Write back to who told it; `asks` when it is a question that waits for an answer, `called` when it was said by
    telephone, and is noted. Who gave a mail address gets a link to it, but not to what was just said."""
    with handling(act, incoming_id) as incoming:
        if act.token is not None and (before := incoming.said.filter(token=act.token).first()):
            return before
        _must_be_heard(incoming)
        kind = Said.What.CALLED if called else Said.What.QUESTION if asks else Said.What.ANSWER
        said = say(incoming, kind, _text(text), on=act.today, by=act.by, token=act.token)
        if incoming.state == State.NEW:
            incoming.state = State.ANSWERED
        if not called:
            will_be_mailed(incoming)
        incoming.save(update_fields=["state", "to_mail"])
        _note(act, Verb.TOLD_ANSWERED, incoming)
        return said


def pass_on(*, act: Act, incoming_id: UUID, staff_id: UUID, with_name: bool) -> Reader:
    """Let a colleague read it, with or without who told it; they hear of it by mail. Who has it already keeps it, and
    gets the name when it is given after all."""
    with handling(act, incoming_id) as incoming:
        colleague = StaffMember.objects.filter(pk=staff_id, school=act.by.school_id, is_active=True).first()
        if colleague is None or not may(colleague, Right.REPORT) or colleague.pk == incoming.accused_id:
            raise NotAllowed(staff_id)
        if incoming.subject != "children":
            raise Refused(None, _("Wat over een medewerker verteld is, geef je in Kring niet door."))
        there = incoming.readers.filter(staff=colleague).first()
        if there is not None and there.part == Reader.Part.KEPT_OUT:
            raise Refused("staff_id", _("Deze collega blijft buiten een zaak met een van deze kinderen."))
        if there is None:
            there = Reader(
                incoming=incoming, staff=colleague, part=Reader.Part.PASSED_ON, with_name=with_name, by=act.by
            )
            there.save(force_insert=True)
        elif with_name and not there.with_name:
            there.with_name = True
            there.save(update_fields=["with_name"])
        else:
            return there
        _note(act, Verb.TOLD_PASSED_ON, incoming, to=colleague.pk, with_name=with_name)
        letters.send(
            "told_passed_on",
            Occasion(school=incoming.school, by=act.by, person=colleague),
            at=act.at,
            once=there.pk,
            who=act.by.name,
        )
        return there


def take_up_danger(*, act: Act, incoming_id: UUID) -> Incoming:
    """Say that one takes up the danger: it leaves the top of the list, and who told it reads that somebody did."""
    with handling(act, incoming_id) as incoming:
        if not incoming.danger or incoming.taken_up_by_id:
            return incoming  # somebody was first
        incoming.taken_up_by, incoming.taken_up_at = act.by, act.at
        incoming.danger_to_write = False
        incoming.save(update_fields=["taken_up_by", "taken_up_at", "danger_to_write"])
        _note(act, Verb.TOLD_DANGER_TAKEN_UP, incoming)
        return incoming


def end(*, act: Act, incoming_id: UUID, text: str) -> Incoming:
    """No bullying, or done with it: `text` tells who told it, kindly and without blame, what was done instead."""
    with handling(act, incoming_id) as incoming:
        if incoming.state != State.ENDED:
            _may_end(incoming)
            _must_be_heard(incoming)
            say(incoming, Said.What.ENDED, _text(text), on=act.today, by=act.by, token=act.token)
            will_be_mailed(incoming)
            incoming.save(update_fields=["to_mail"])
            _end(act, incoming)
        return incoming


def end_quietly(*, act: Act, incoming_id: UUID) -> Incoming:
    """The same without an answer: of what is held, and for who wants to hear no more."""
    with handling(act, incoming_id) as incoming:
        if incoming.state != State.ENDED:
            _may_end(incoming)
            if incoming.stopped_on is None and not incoming.held:
                raise Refused(None, _("Wie dit vertelde, wacht op antwoord. Schrijf een paar woorden."))
            _end(act, incoming)
        return incoming


def hold(*, act: Act, incoming_id: UUID, held: bool) -> Incoming:
    """Put it into the hold folder, or take it out of there: then it stands in the list as any other."""
    with handling(act, incoming_id) as incoming:
        if incoming.held == held:
            return incoming
        if incoming.state == State.IN_CASE:
            raise Refused(None, _("Dit hoort bij een zaak. Het loopt daar verder."))
        incoming.held = held
        incoming.save(update_fields=["held"])
        _note(act, Verb.TOLD_HELD, incoming, held=held)
        return incoming


def say_about_whom(*, act: Act, incoming_id: UUID, accused: UUID | None) -> Incoming:
    """Say which colleague it is about: from then on that colleague never reads it, and reads no letter of it."""
    with handling(act, incoming_id) as incoming:
        if incoming.subject == "children":
            raise NotAllowed(incoming_id)
        if accused == act.by.pk:
            raise Refused("accused", _("Gaat het over jou? Geef het door aan een andere directeur of het bestuur."))
        if accused and not StaffMember.objects.filter(pk=accused, school=act.by.school_id).exists():
            raise NotAllowed(accused)
        if incoming.accused_id == accused:
            return incoming
        incoming.accused_id = accused
        incoming.save(update_fields=["accused"])
        _note(act, Verb.TOLD_ABOUT_SAID, incoming)
        return incoming


def _may_end(incoming: Incoming) -> None:
    if incoming.state == State.IN_CASE:
        raise Refused(None, _("Dit hoort bij een zaak. Het loopt daar verder."))
    if incoming.danger and incoming.taken_up_by_id is None:
        raise Refused(None, _("Zeg eerst dat jij het gevaar oppakt."))


def _end(act: Act, incoming: Incoming) -> None:
    incoming.state, incoming.ended_by, incoming.ended_on = State.ENDED, act.by, act.today
    incoming.save(update_fields=["state", "ended_by", "ended_on"])
    _note(act, Verb.TOLD_ENDED, incoming)


def _must_be_heard(incoming: Incoming) -> None:
    if incoming.stopped_on is not None:
        raise Refused("text", _("Wie dit vertelde, wil geen antwoord meer. Je kunt het wel oppakken of afsluiten."))


def _text(text: str) -> str:
    tidy = text.strip()
    if not tidy:
        raise Refused("text", _("Schrijf een antwoord. Een paar woorden is genoeg."))
    if len(tidy) > LONGEST_TEXT:
        raise Refused(
            "text", _("Dit is te lang: hier passen %(most)s letters. De tekst staat er nog.") % {"most": LONGEST_TEXT}
        )
    return tidy


def _note(act: Act, verb: Verb, incoming: Incoming, **detail: UUID | bool) -> None:
    note_in_trail(
        verb=verb,
        school_id=incoming.school_id,
        at=act.at,
        by=act.by,
        case_id=incoming.case_id,
        subject_id=incoming.pk,
        **detail,
    )
