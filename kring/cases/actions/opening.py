"""A report comes in: it opens a case or joins a running one (protocol, opening; row S0)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kring.cases import letters
from kring.cases.access import Need, allows, may_read_concern, roles_that, roles_that_own, standing, standing_by
from kring.cases.access import may as may_in_case
from kring.cases.actions.alarming import tell_of_danger
from kring.cases.actions.change import (
    LONGEST_LOOK_BACK,
    ask_about_relative,
    check_day,
    copy_position,
    pupil_here,
    set_position,
    tell_who_settles,
)
from kring.cases.actions.keeping_out import keep_out, must_fit_report
from kring.cases.actions.standing_in import cover
from kring.cases.bodies import Danger
from kring.cases.case_file import file_of_new, read_case_file
from kring.cases.errors import NotAllowed, Refused
from kring.cases.held import hold_school, locked
from kring.cases.kept_out import kept_out_with
from kring.cases.models import Case, CaseStaff, Concern, Involved, Report, TakenDown
from kring.cases.newly_told import around, chosen_by
from kring.cases.plan_in_force import state_of
from kring.cases.recipients import Occasion
from kring.cases.teachers import begin_with, each_once, let_take_part, teachers_of
from kring.cases.wording import PLACES
from kring.prepared import prepared
from kring.protocol.editions import current
from kring.protocol.fitting import fitted
from kring.protocol.roles import says_as_much
from kring.protocol.terms import BULLIED, Role
from kring.school.act import Act
from kring.school.models import Pupil, School, StaffMember
from kring.school.order import by_name
from kring.school.rights import Right, Standing, may, roles_with
from kring.school.typed import TypedChild, same_child
from kring.trail.record import record as note_in_trail
from kring.trail.verbs import Verb
from kring.vault.keys import make_case_key


@dataclass(frozen=True)
class NewReport:
    """A report as it was told. `reporter` is the name of the pupil or parent, "" for the colleague who writes it.

    `passed_on`: the teachers of the case may know who reported. `story_kept_back`: they may not read what was told,
    until coordinator or head passes it on. `people` are pupil ids with their role; a child that is not in the list of
    pupils stands there as it was typed. `happened_on` and `place` (a key of PLACES) are when and where it was, where
    that is known.
    """

    story: str
    reported_by: Report.By
    people: tuple[tuple[UUID | TypedChild, Role], ...]
    reported_on: date
    reporter: str = ""
    passed_on: bool = False
    story_kept_back: bool = False
    dangers: tuple[Danger, ...] = ()
    happened_on: date | None = None
    place: str = ""


def open_case(*, act: Act, report: NewReport) -> Case:
    """Open a case with this report. The owner is the teacher of the bullied pupil's group, by default (decision 9).

    The same submit again gives the case it opened. Raises Refused for a report that cannot be right.
    """
    if not may(act.by, Right.REPORT):
        raise NotAllowed(act.by.pk)
    with transaction.atomic():
        school = hold_school(act.by.school_id)
        ids = _ids_in(report)
        chosen = chosen_by(act.by, ids, act.token)
        if (chosen.told_before or len(chosen.pupils) < len(ids) or not ids) and (before := told_before(act)):
            return before
        people = _people(act, report, chosen.pupils)
        group = next((pupil.group for pupil, role in people if role in BULLIED), None)
        here = around(Case(school=school), [pupil for pupil, _role in people])
        teaching, kept_out = here.teachers, here.kept_out
        own = teaching.get(group.pk, ()) if group else ()
        owner = _owner(act, school, by_name(one for one in own if one.pk not in kept_out), kept_out)
        protocol = current(school.protocol)
        case = Case(
            school=school,
            **_next_reference(school, act.today),
            reported_on=report.reported_on,
            opened_at=act.at,
            owner=owner,
            group=group,
            protocol=protocol.key,
            edition=protocol.edition,
            variation=fitted(school.variation, protocol).variation.to_dict() if school.variation else {},
            current_step=protocol.steps[0].key,
        )
        make_case_key(school_id=school.pk, case_id=case.pk)
        children = [_child(case, pupil, role, act.today) for pupil, role in people]
        kept = _kept(act, case, report, children)
        # How it stands is known before it is stored: what was just written is not read again.
        file = file_of_new(case, children, [*chosen.guardianships], [kept])
        set_position(case, file)
        case.save(force_insert=True)
        keep_out(act, case, kept_out, once="opened")
        if owner.pk not in here.present:
            cover(case, by=act.by, at=act.at)
        taking_part = [one for one in each_once(teaching) if one.pk not in kept_out]
        joined = begin_with(case, taking_part, by=act.by, at=act.at)
        Involved.objects.bulk_create(children)
        kept.save(force_insert=True)
        told = Occasion(case=case, by=act.by)
        opened = letters.ToSay("case_opened", told, "opened", {"owner": owner.name})
        # With danger in it a letter that goes before this one tells it.
        _tell_of(act, case, kept, joined if report.dangers else [*joined, opened])
        tell_who_settles(act, case, _new(report, people))
        note_in_trail(verb=Verb.CASE_OPENED, school_id=school.pk, at=act.at, by=act.by, case_id=case.pk)
        if kept_out and case.relative_waits:  # who is kept out by now, nobody has to decide about
            copy_position(case, file)
        if case.relative_waits:
            ask_about_relative(case, act)
        part = CaseStaff.Part.EXCLUDED if act.by.pk in kept_out else CaseStaff.Part.TAKES_PART
        has_a_part = act.by.pk in kept_out or act.by in taking_part
        stands = standing_by(part if has_a_part else None, act.by, case)
        case.taken = TakenDown(kept, allows(stands, Need.READ_FILE))
        return case


def join_case(*, act: Act, case_id: UUID, report: NewReport) -> Case:
    """Add a report to a running case, with the children it names that are not in it (any more) and their teachers.

    Anybody who may report may do so without being able to read the case.
    """
    if not may(act.by, Right.REPORT):
        raise NotAllowed(act.by.pk)
    with transaction.atomic():
        hold_school(act.by.school_id)
        case = locked(case_id, act.by.school_id).select_related("school", "owner").first()
        if case is None or standing(act.by, case) is Standing.EXCLUDED:
            raise NotAllowed(case_id)
        if before := told_before(act):
            return before
        if case.closed_on:
            raise Refused(None, _("Deze zaak is afgesloten. Open een nieuwe zaak, of laat de zaak heropenen."))
        people = _people(act, report, chosen_by(act.by, _ids_in(report), None).pupils)
        pupils, roles = {pupil.pk: pupil for pupil, _role in people}, [(pupil.pk, role) for pupil, role in people]
        other_roles = _other_roles(case, roles)
        joining = _joining(case, roles)
        kept_out = kept_out_with(case, joining)
        must_fit_report(act, case, kept_out)
        _join_people(case, joining.items(), pupils, act.today)
        keep_out(act, case, kept_out, once=act.token or act.at.isoformat())
        let_take_part(case, teachers_of(pupils[pk] for pk in joining), by=act.by, at=act.at)
        named = Involved.objects.filter(case=case, pupil__in=pupils).select_related("pupil")
        kept = _kept(act, case, report, named, other_roles)
        kept.save(force_insert=True)
        _tell_of(act, case, kept)
        tell_who_settles(act, case, _new(report, people))
        note_in_trail(verb=Verb.CASE_JOINED, school_id=case.school_id, at=act.at, by=act.by, case_id=case.pk)
        file = read_case_file(case)
        case.plan_is = state_of(file, act.today)
        relative_waited = case.relative_waits
        copy_position(case, file)
        if case.relative_waits and not relative_waited:
            ask_about_relative(case, act)
        case.taken = TakenDown(kept, may_in_case(act.by, Need.READ_FILE, case))
        return case


def raise_concern(*, act: Act, story: str, accused: UUID | None) -> Concern:
    """Keep a report about a member of staff, outside the protocol and away from the accused (decision 11)."""
    if not may(act.by, Right.REPORT):
        raise NotAllowed(act.by.pk)
    if not story.strip():
        raise Refused("story", _("Schrijf kort op wat er gemeld is."))
    if accused == act.by.pk:
        raise Refused("accused", _("Over jezelf kun je hier niets melden. Praat met je leidinggevende."))
    if accused and not StaffMember.objects.filter(pk=accused, school=act.by.school_id, is_active=True).exists():
        raise NotAllowed(accused)
    with transaction.atomic():
        hold_school(act.by.school_id)
        before = Concern.objects.filter(school=act.by.school_id, token=act.token).first() if act.token else None
        if before:
            return before
        concern = Concern(
            school_id=act.by.school_id,
            story=story,
            accused_id=accused,
            raised_by=act.by,
            raised_at=act.at,
            token=act.token,
        )
        concern.save(force_insert=True)
        note_in_trail(verb=Verb.CONCERN_RAISED, school_id=act.by.school_id, at=act.at, by=act.by, subject_id=concern.pk)
        letters.send(
            "concern",
            Occasion(school=act.by.school, by=act.by, concern=concern),
            at=act.at,
            once=concern.pk,
            who=act.by.name,
        )
        return concern


def take_up_concern(*, act: Act, concern_id: UUID) -> Concern:
    """Coordinator or head says that they have taken up a concern."""
    with transaction.atomic():
        concern = Concern.objects.select_for_update(no_key=True).filter(pk=concern_id, school=act.by.school_id).first()
        if concern is None or not may_read_concern(act.by, concern):
            raise NotAllowed(concern_id)
        if concern.taken_up_at is None:
            concern.taken_up_by, concern.taken_up_at = act.by, act.at
            concern.save(update_fields=["taken_up_by", "taken_up_at"])
            note_in_trail(
                verb=Verb.CONCERN_TAKEN_UP, school_id=concern.school_id, at=act.at, by=act.by, subject_id=concern.pk
            )
        return concern


def told_before(act: Act) -> Case | None:
    """What came of this same submit, when it took a report down before."""
    found = _with_token(act.by.school_id, act.token) if act.token else []
    if not found:
        return None
    (report,) = found
    report.case.taken = TakenDown(report, may_in_case(act.by, Need.READ_FILE, report.case))
    return report.case


@prepared
def _with_token(school: UUID, token: UUID) -> QuerySet[Report]:
    return Report.objects.select_related("case").filter(school=school, token=token)


def _ids_in(report: NewReport) -> list[UUID]:
    return [one for one, _role in report.people if isinstance(one, UUID)]


def _people(act: Act, report: NewReport, found: Mapping[UUID, Pupil]) -> list[tuple[Pupil, Role]]:
    """The children of the report with their role, after refusing what cannot be right: those that were `found` of the
    chosen ones, and those who were typed and are known from now on."""
    _check_report(act, report)
    if len(found) != len(_ids_in(report)):
        raise NotAllowed("pupil")
    return [
        (pupil_here(replace(act, token=None), one) if isinstance(one, TypedChild) else found[one], role)
        for one, role in report.people
    ]


def _new(report: NewReport, people: Sequence[tuple[Pupil, Role]]) -> list[Pupil]:
    """Those of these children who were typed in this report."""
    both = zip(report.people, people, strict=True)
    return [pupil for (told, _role), (pupil, _same) in both if isinstance(told, TypedChild)]


def _check_report(act: Act, report: NewReport) -> None:
    """Refuses what cannot be right."""
    check_day("reported_on", report.reported_on, act)
    if report.reported_on < act.today - LONGEST_LOOK_BACK:
        raise Refused("reported_on", _("Deze dag is meer dan een jaar geleden. Klopt het jaar?"))
    if report.happened_on:
        check_day("happened_on", report.happened_on, act)
        if report.happened_on < act.today - LONGEST_LOOK_BACK:
            raise Refused("happened_on", _("Deze dag is meer dan een jaar geleden. Klopt het jaar?"))
    if report.place and report.place not in PLACES:
        raise Refused("place", _("Deze keuze is er niet (meer). Kies opnieuw."))
    if Danger.STAFF in report.dangers:
        raise Refused("dangers", _("Een melding over een medewerker gaat buiten het stappenplan om. Meld het apart."))
    if not report.story.strip():
        raise Refused("story", _("Schrijf kort op wat er gemeld is. Een paar zinnen is genoeg."))
    if report.reported_by != Report.By.COLLEAGUE and not report.reporter.strip():
        raise Refused("reporter", _("Vul in wie dit meldde. De naam blijft in het dossier."))
    if not any(role in BULLIED for _pupil, role in report.people):
        raise Refused("targets", _("Kies om welke leerling het gaat: wie wordt er gepest?"))
    if len(report.people) != len({same_child(child) for child, _role in report.people}):
        raise Refused("instigators", _("Een leerling staat er twee keer in. Kies voor ieder kind één rol."))


def _owner(act: Act, school: School, teachers: Iterable[StaffMember], kept_out: Collection[UUID]) -> StaffMember:
    """One of these teachers of the bullied pupil's group, or who opens the case, or the coordinator, or the head; none
    of those who are kept out of it."""
    able = roles_that(Need.WRITE, with_a_part=True)
    candidates = [teacher for teacher in teachers if teacher.role in able]
    if act.by in candidates:
        return act.by
    if candidates:
        return candidates[0]
    # Asked anew, under the lock on the school: who was let go while this report was on its way owns nothing any more.
    owning = StaffMember.objects.filter(pk=act.by.pk, is_active=True, role__in=roles_that_own())
    if act.by.pk not in kept_out and owning.exists():
        return act.by
    for right in (Right.COORDINATE, Right.ANSWER):
        leaders = StaffMember.objects.filter(
            school=school, role__in=roles_that_own() & roles_with(right), is_active=True
        ).exclude(pk__in=kept_out)
        if found := by_name(leaders):
            return found[0]
    raise Refused(None, _("Er is nog geen leerkracht of {coordinator} die deze zaak kan krijgen."))


def _next_reference(school: School, today: date) -> dict[str, int]:
    """The next free number of this year; the school's row is locked by the caller."""
    if school.last_case_year != today.year:
        school.last_case_year, school.last_case_number = today.year, 0
    school.last_case_number += 1
    school.save(update_fields=["last_case_year", "last_case_number"])
    return {"year": school.last_case_year, "number": school.last_case_number}


def _child(case: Case, pupil: Pupil, role: Role, today: date) -> Involved:
    """A child that takes part from now on, to be stored."""
    return Involved(school_id=case.school_id, case=case, pupil=pupil, role=role.value, joined_on=today)


def _joining(case: Case, people: Iterable[tuple[UUID, Role]]) -> dict[UUID, Role]:
    """Of these pupils, with their roles, those who take no part in the case (any more).

    Who takes part already keeps the role that the people who work at the case gave.
    """
    there = set(Involved.objects.filter(case=case, left_on=None).values_list("pupil_id", flat=True))
    return {pupil: role for pupil, role in people if pupil not in there}


def _join_people(case: Case, joining: Collection[tuple[UUID, Role]], pupils: Mapping[UUID, Pupil], today: date) -> None:
    """Add who was not in the case, and bring back who had left it."""
    known = {involved.pupil_id: involved for involved in Involved.objects.filter(case=case)}
    for pupil, role in joining:
        if pupil in known:
            known[pupil].left_on, known[pupil].role = None, role.value
            known[pupil].save(update_fields=["left_on", "role"])
    Involved.objects.bulk_create(
        _child(case, pupils[pupil], role, today) for pupil, role in joining if pupil not in known
    )


def _other_roles(case: Case, people: Iterable[tuple[UUID, Role]]) -> dict[str, str]:
    """The children who take part in another role than this report gives them: the owner decides which it is."""
    now = {involved.pupil_id: involved for involved in Involved.objects.filter(case=case, left_on=None)}
    return {
        str(now[pupil].pk): role.value
        for pupil, role in people
        if pupil in now and not says_as_much(now[pupil].role, role)
    }


def _kept(
    act: Act,
    case: Case,
    report: NewReport,
    children: Iterable[Involved],
    other_roles: dict[str, str] | None = None,
) -> Report:
    """The report as it is kept, to be stored: of these children."""
    return Report(
        school_id=case.school_id,
        case=case,
        reported_on=report.reported_on,
        reported_by=report.reported_by,
        reporter=report.reporter.strip(),
        passed_on=report.passed_on or report.reported_by == Report.By.COLLEAGUE,
        story=report.story,
        story_kept_back=report.story_kept_back and report.reported_by != Report.By.COLLEAGUE,
        dangers=" ".join(report.dangers),
        happened_on=report.happened_on,
        place=report.place,
        children=[str(pk) for pk in sorted(child.pk for child in children)],
        other_roles=other_roles or {},
        taken_by=act.by,
        taken_at=act.at,
        token=act.token,
    )


def _tell_of(act: Act, case: Case, kept: Report, more: Iterable[letters.ToSay] = ()) -> None:
    """Tell who must know of this report, and `more`."""
    told, who = Occasion(case=case, by=act.by), {"who": act.by.name}
    to_say = [letters.ToSay("story_kept_back", told, kept.pk, who)] if kept.story_kept_back else []
    if not kept.dangers:  # with danger nobody begins with step 1
        to_say.insert(0, letters.ToSay("report_received", told, kept.pk, who))
    letters.send_together([*to_say, *more], at=act.at, school=case.school)
    if kept.dangers:
        tell_of_danger(act, case, once=kept.pk)
