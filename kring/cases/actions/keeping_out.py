"""What it means for a case that a colleague is kept out of another one with the same child (decision 048)."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from kring.cases import letters
from kring.cases.access import Need, may
from kring.cases.errors import Refused
from kring.cases.models import Case, CaseStaff
from kring.cases.recipients import Occasion
from kring.mail import outbox
from kring.school.act import Act
from kring.school.models import StaffMember
from kring.trail.record import record as note_in_trail
from kring.trail.verbs import Verb


def keep_out(act: Act, case: Case, kept_out: Mapping[UUID, CaseStaff], *, once: object) -> None:
    """They see nothing of this case either, until coordinator or head lifts it here; those two are told."""
    if not kept_out:
        return
    there = set(CaseStaff.objects.filter(case=case, part=CaseStaff.Part.EXCLUDED).values_list("staff_id", flat=True))
    new = [row for row in kept_out.values() if row.staff_id not in there]
    for row in new:
        shut_out(act, case, row.staff, because_of=row.case)
        note_in_trail(
            verb=Verb.STAFF_KEPT_OUT,
            school_id=case.school_id,
            at=act.at,
            by=None,
            case_id=case.pk,
            subject_id=row.staff_id,
            because_of=row.case_id,
        )
    if new:
        letters.send("kept_out", Occasion(case=case, by=act.by), at=act.at, once=once)


def shut_out(act: Act, case: Case, staff: StaffMember, *, because_of: Case | None = None) -> None:
    """From now on this colleague has no part in the case: does not stand in, does not do what they took up, and gets no
    letter about it any more."""
    CaseStaff.objects.update_or_create(
        case=case, staff=staff, defaults={"part": CaseStaff.Part.EXCLUDED, "because_of": because_of}
    )
    if staff.pk == case.stand_in_id:
        case.stand_in, case.absence = None, None
    if staff.pk == case.taken_up_by_id:
        case.taken_up_by, case.taken_up = None, ""
    case.save(update_fields=["stand_in", "absence", "taken_up_by", "taken_up"])
    outbox.withdraw(school=case.school, at=act.at, about=case.pk, to=staff)


def must_fit_report(act: Act, case: Case, kept_out: Mapping[UUID, CaseStaff]) -> None:
    """Refuses a report that would take this case from its owner, or from those who report and work at it."""
    if case.owner_id in kept_out or (act.by.pk in kept_out and may(act.by, Need.READ_FILE, case)):
        raise Refused(
            None, _("Dit kan niet bij deze zaak. Kies voor een nieuwe zaak: je melding komt dan goed terecht.")
        )


def must_fit(act: Act, case: Case, kept_out: Mapping[UUID, CaseStaff]) -> None:
    """Refuses a child of whom the owner may see nothing, or those who bring it in and work at this case."""
    if act.by.pk in kept_out and may(act.by, Need.READ_FILE, case):
        raise Refused("pupil", _("Vraag de {coordinator} of de directeur om deze leerling toe te voegen."))
    if case.owner_id not in kept_out:
        return
    if may(act.by, Need.LEAD, case):
        raise Refused(
            "pupil",
            _(
                "De eigenaar van deze zaak wordt buiten een andere zaak met deze leerling gehouden. "
                "Draag deze zaak eerst over."
            ),
        )
    raise Refused("pupil", _("Vraag de {coordinator} of de directeur om deze leerling toe te voegen."))


def must_fit_recognised(act: Act, case: Case, kept_out: Mapping[UUID, CaseStaff]) -> None:
    """Refuses to say who a typed child is while that would shut the owner of this case out of it, or who says so.

    Only who leads the case is told which one it is: whoever keeps the pupils need not know in which one a child is.
    """
    if act.by.pk in kept_out and may(act.by, Need.READ_FILE, case):
        raise Refused(None, _("Dit kun je niet zelf bewaren. Vraag een beheerder of de {coordinator}."))
    if case.owner_id not in kept_out:
        return
    if may(act.by, Need.LEAD, case):
        sentence = _(
            "De eigenaar van zaak %(reference)s wordt buiten een andere zaak met deze leerling gehouden. "
            "Draag zaak %(reference)s eerst over."
        )
        raise Refused(None, sentence % {"reference": case.reference})
    raise Refused(None, _("Dit kan nog niet. Vraag de {coordinator} of de directeur wat er eerst moet gebeuren."))
