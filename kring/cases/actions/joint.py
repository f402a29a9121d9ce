"""A talk at one table: asking each child beforehand, and a second name where a bullied child did not want it (S3a)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from kring import words
from kring.cases import bodies
from kring.cases.access import Need, readers
from kring.cases.actions.change import Change, changing, check_day_in_case, one_child
from kring.cases.case_file import CaseFile
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Fact, Involved
from kring.cases.together import TALK, Held, is_joint
from kring.protocol.terms import BULLIED, BULLIES
from kring.school.act import Act


def check_table(change: Change, about: Sequence[str], on: date, talk: bodies.Talk) -> None:
    """What is written of a talk at one table belongs to such a talk, and against a bullied child it has its reason."""
    bullied = {str(child.pk) for child in change.file.everyone if child.role in BULLIED} & set(about)
    if talk.stopped_by and not (is_joint(change.file.everyone, about) and talk.stopped_by in bullied):
        raise Refused("stopped_by", _("Kies welke gepeste leerling het gesprek stopte, en wie erbij waren."))
    unwilling = change.file.table.without_a_yes(about, on, change.correcting())
    if unwilling and not talk.together_because.strip():
        raise Refused("together_because", why_together(change.file, unwilling))


def check_planned(file: CaseFile, about: Sequence[str], because: str) -> None:
    """Refuses planning a talk at one table without a reason when a bullied child there said no to it."""
    refusing = file.table.said_no(about)
    if is_joint(file.everyone, about) and refusing and not because.strip():
        raise Refused("together_because", why_together(file, refusing))


def why_together(file: CaseFile, unwilling: Sequence[Involved]) -> str:
    """The question for that reason, with the names of those who did not say yes."""
    names = {"names": words.listed(file.name_of(child) for child in unwilling)}
    return _("Er is geen ja van %(names)s. Schrijf op waarom het gesprek toch samen is.") % names


def ask_wish(*, act: Act, case_id: UUID, on: date, involved_id: UUID, wish: bodies.Wish) -> Fact:
    """Keep what one child answered, asked alone: whether it wants the coming talk at one table (row S3a)."""
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        if change.correcting() is None:
            change.must_be_open()
        check_day_in_case("on", on, change)
        asked = one_child("child", involved_id, change)
        if asked.role not in BULLIED | BULLIES and str(asked.pk) not in change.was_about:
            raise Refused("child", _("Deze vraag is voor wie gepest wordt en voor wie pest."))
        if wish.beside and asked.role not in BULLIED:
            raise Refused("beside", _("Alleen het gepeste kind kiest wie erbij is."))
        check_beside(change, wish.beside)
        return change.record(wish, on=on, about=[str(asked.pk)], outcome=Held.YES if wish.wants_together else Held.NO)


def check_beside(change: Change, beside: bodies.Beside | None) -> None:
    """Whom a child chose of the team works at this school and is not kept out of this case."""
    if beside and beside.staff and not readers(change.case, Need.READ_PLAN).filter(pk=beside.staff).exists():
        raise NotAllowed(beside.staff)


def endorse_talk(*, act: Act, case_id: UUID, talk: UUID, note: str = "") -> Fact:
    """A second person, coordinator or head and none of its writers, puts a name to a talk at one table."""
    with changing(act, case_id, Need.LEAD) as change:
        if change.repeated:
            return change.repeated
        change.must_be_open()
        fact = next((one for one in change.file.facts if one.pk == talk and one.kind == TALK), None)
        if fact is None:
            if not any(one.pk == talk and one.kind == TALK for one in change.file.every_fact):
                raise NotAllowed(talk)
            raise Refused(None, _("Dit gesprek is intussen verbeterd of ingetrokken. Lees eerst wat er nu staat."))
        if act.by.pk in change.file.table.writers(fact):
            raise Refused(None, _("Jij schreef dit gesprek zelf op. Een tweede zet de naam eronder."))
        if fact.pk not in change.file.table.nameless:
            raise Refused(None, _("Dit gesprek vraagt geen tweede naam (meer)."))
        visit = change.file.progress.visit(*fact.place)
        named = bodies.Endorsed(talk=fact.pk, note=note)
        return change.record(named, on=act.today, duty=fact.duty, about=fact.about, visit=visit)
