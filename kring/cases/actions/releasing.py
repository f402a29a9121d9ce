"""Releasing a parent's copy of the plan, after every name in it was looked at."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring.cases.access import Need, coordinators_of
from kring.cases.actions.change import Change, changing
from kring.cases.bodies import Informed, TalkSummary
from kring.cases.case_file import CaseFile
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Fact, Involved, ParentCopy, Report
from kring.cases.parent_copy import CopyText, NamesOfOthers, look_through, names_of_others, to_text
from kring.cases.parents import child_of_talk
from kring.cases.plan import content_of, newest_version
from kring.cases.plan_drawing import coming_of
from kring.school.act import Act
from kring.school.models import Guardian, Pupil, StaffMember
from kring.trail.record import record as note_in_trail
from kring.trail.verbs import Verb

WHAT_TO_TAKE_HOME = gettext_lazy("Schrijf op wat deze ouder meekrijgt.")


def release_copy(
    *,
    act: Act,
    case_id: UUID,
    involved_id: UUID,
    problem: str,
    agreements: Sequence[str],
    approach: str,
    no_names: Collection[str] = (),
) -> ParentCopy:
    """Freeze the copy for the guardians of one child.

    Refused while a name of anybody else stands in it. `no_names` are words that a person looked at and that are not
    meant as a name (Roos is a flower as well); names of this case are never let through.
    """
    with changing(act, case_id, Need.WRITE) as change:
        before = ParentCopy.objects.filter(school=change.case.school_id, token=act.token).first() if act.token else None
        if before:
            return before
        child = child_of(change, involved_id)
        version = newest_version(change.case)
        if version is None:
            raise Refused(None, _("Er is nog geen plan. Deel eerst het plan met het team."))
        lines = [line.strip() for line in agreements if line.strip()]
        if not problem.strip():
            raise Refused("problem", _("Schrijf in een paar zinnen op wat er speelt, voor deze ouders."))
        texts = {"problem": problem, "agreements": "\n".join(lines), "approach": approach}
        _refuse_names(change, child, texts, no_names)
        plan = content_of(version)
        next_title, next_on = plan.next_title, plan.coming_on
        if next_on and next_on < act.today:  # the plan was issued before that day, the copy goes out now
            coming = coming_of(change.file, act.today)
            next_title, next_on = coming.title, coming.can_on or coming.due_on
        number = ParentCopy.objects.filter(case=change.case, child=child).count() + 1
        copy = ParentCopy(
            school_id=change.case.school_id,
            case=change.case,
            child=child,
            version=version,
            number=number,
            content=to_text(
                CopyText(
                    reference=plan.reference,
                    version=version.number,
                    child=child.pupil.first_name,
                    released_on=act.today,
                    released_by=act.by.name,
                    problem=problem.strip(),
                    agreements=tuple(lines),
                    approach=approach.strip(),
                    next_title=next_title,
                    next_on=next_on,
                    owner=plan.owner,
                    coordinators=tuple(one.name for one in coordinators_of(change.case)),
                )
            ),
            released_by=act.by,
            released_at=act.at,
            token=act.token,
        )
        copy.save(force_insert=True)
        note_in_trail(
            verb=Verb.PARENT_COPY_RELEASED,
            school_id=change.case.school_id,
            at=act.at,
            by=act.by,
            case_id=case_id,
            subject_id=copy.pk,
            number=number,
        )
        return copy


def summarise_talk(*, act: Act, case_id: UUID, fact_id: UUID, text: str, no_names: Collection[str] = ()) -> Fact:
    """Keep what those guardians take home with whom this talk was, after every name in it was looked at (decision 098).

    NotAllowed for anything but a talk with a guardian who was told; refused as a copy is. A closed case takes it too.
    """
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        talk = next((one for one in change.file.of(Informed) if one.fact.pk == fact_id), None)
        child = child_of_talk(change.file, talk)
        if talk is None or child is None:
            raise NotAllowed(fact_id)
        if not text.strip():
            raise Refused("text", str(WHAT_TO_TAKE_HOME))
        _refuse_names(change, child, {"text": text}, no_names)
        summary = TalkSummary(text=text.strip(), talk=change.file.first(talk.fact).pk)
        return change.record(summary, on=act.today, about=talk.fact.about)


def child_of(change: Change, involved_id: UUID) -> Involved:
    """The child of this case whose guardians are informed; NotAllowed for any other."""
    child = change.file.informed_child(involved_id)
    if child is None:
        raise NotAllowed(involved_id)
    return child


def _refuse_names(change: Change, child: Involved, texts: Mapping[str, str], no_names: Collection[str]) -> None:
    others = names_to_keep_out(change.file, child, by=change.act.by)
    for field, text in texts.items():
        found = look_through(text, others, no_names)
        sentences = []
        if found.never:
            sentences.append(
                _(
                    "Hier staat nog een naam die deze ouders niet mogen lezen: %(names)s. "
                    "Schrijf bijvoorbeeld ‘een andere leerling’."
                )
                % {"names": ", ".join(found.never)}
            )
        if found.perhaps:
            sentences.append(
                _(
                    "Is dit een naam van iemand anders: %(names)s? Herschrijf de zin, "
                    "of zet het woord onderaan bij ‘geen naam’."
                )
                % {"names": ", ".join(found.perhaps)}
            )
        if sentences:
            raise Refused(field, " ".join(sentences))


def names_to_keep_out(file: CaseFile, child: Involved, *, by: StaffMember) -> NamesOfOthers:
    """Everybody who may not be named to these guardians. Those who made it or can be called stand in it anyway."""
    case, school = file.case, file.case.school_id
    contacts = {case.owner, by, *coordinators_of(case)}
    reporters = set()
    for report in Report.objects.filter(case=case).select_related("taken_by"):
        reporters.add(report.reporter)
        if report.reported_by == Report.By.COLLEAGUE and report.taken_by not in contacts:
            reporters |= {report.taken_by.name, report.taken_by.form_of_address}
    return names_of_others(
        file,
        child,
        pupils=Pupil.objects.filter(school=school),
        guardians=Guardian.objects.filter(school=school),
        reporters=reporters,
        contacts={form for person in contacts for form in (person.name, person.form_of_address)},
    )
