"""What a guardian states beside a fact, what one got of the plan, and says of it (decision 083)."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.change import Change, changing, check_day_in_case
from kring.cases.bodies import Reply
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Fact, ParentCopy
from kring.cases.parents import may_stand_beside
from kring.school.act import Act
from kring.school.models import Custody, Guardianship

WHY_NOT_AGREED = gettext_lazy("Schrijf op waarom deze ouder het niet eens is met het plan.")
WHY_GIVEN = gettext_lazy("Schrijf op waarom deze ouder het kreeg.")
WHAT_IT_SAYS = gettext_lazy("Schrijf op wat deze ouder zegt, in eigen woorden.")


def reply_to_plan(*, act: Act, case_id: UUID, guardianship_id: UUID, on: date, reply: bodies.PlanReply) -> Fact:
    """Keep that this guardian got a copy, saw a version of the plan, agrees or does not. Nothing waits for it, and a
    closed case takes it too.

    Who does not agree says why. To whom a copy goes whose custody is not known, who has none or hears nothing yet, it
    goes for a reason.
    """
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        link = _guardianship(change, guardianship_id)
        check_day_in_case("on", on, change)
        issued = {one.body.number: one.fact.on for one in change.file.of(bodies.PlanIssued)}
        copy = _copy(change, link, reply)
        if reply.version not in issued or (copy is None and (reply.copy or reply.says is Reply.GIVEN)):
            raise Refused("what", _("Kies over welke versie het gaat. Meegeven kan alleen een ouderversie."))
        if on < issued[reply.version]:
            day = words.full_day(issued[reply.version])
            raise Refused("on", _("Deze versie is van %(day)s. Kies die dag of een dag erna.") % {"day": day})
        if reply.says is Reply.DISAGREES and not reply.because.strip():
            raise Refused("because", str(WHY_NOT_AGREED))
        unsure = link.custody != Custody.YES or link.is_held_back(on)
        if reply.says is Reply.GIVEN and unsure and not reply.because.strip():
            raise Refused("why_given", str(WHY_GIVEN))
        return change.record(reply, on=on, about=[str(link.pk)], outcome=reply.says)


def state(
    *, act: Act, case_id: UUID, fact_id: UUID, guardianship_id: UUID, on: date, text: str, how: bodies.Way
) -> Fact:
    """Keep what this guardian states about a fact, beside it: the fact stays as it is. A closed case takes it too."""
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        about = next((fact for fact in change.file.every_fact if fact.pk == fact_id), None)
        if about is None or not may_stand_beside(about):
            raise NotAllowed(fact_id)
        link = _guardianship(change, guardianship_id)
        check_day_in_case("on", on, change)
        if not text.strip():
            raise Refused("text", str(WHAT_IT_SAYS))
        statement = bodies.ParentStatement(text=text, how=how, beside=change.file.first(about).pk)
        return change.record(statement, on=on, about=[str(link.pk)])


def _guardianship(change: Change, guardianship_id: UUID) -> Guardianship:
    """The guardianship of a child of this case whose guardians are told, or that the fact which is put right was about;
    NotAllowed for any other."""
    link = change.file.guardianship(guardianship_id)
    if link is None and str(guardianship_id) in change.was_about:
        link = change.file.link(str(guardianship_id))
    if link is None:
        raise NotAllowed(guardianship_id)
    return link


def _copy(change: Change, link: Guardianship, reply: bodies.PlanReply) -> ParentCopy | None:
    """The copy that the reply is about: of this child, and made from that version."""
    if not reply.copy:
        return None
    return ParentCopy.objects.filter(
        case=change.case, child__pupil=link.pupil_id, number=reply.copy, version__number=reply.version
    ).first()
