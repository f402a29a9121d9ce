"""The case page: where the case stands, the one next thing to do, and beside it who and what it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kring import words
from kring.cases import bodies
from kring.cases.access import Need, may
from kring.cases.actions.closing import ONLY_THE_HEAD, may_close
from kring.cases.against import against_a_child
from kring.cases.agreements import standing_agreements
from kring.cases.around import around
from kring.cases.case_file import CaseFile, read_case_files
from kring.cases.handing_on import may_read_sheet
from kring.cases.models import Case, Report
from kring.cases.saying import step_told
from kring.cases.wording import feeling_in_words
from kring.protocol.progress import Visit
from kring.protocol.terms import Ending as EndedAs
from kring.protocol.terms import Role
from kring.school.models import StaffMember
from kring.trail.record import record_reads
from kring.trail.verbs import Verb
from kring.web.case.danger import danger_panel
from kring.web.case.notices import notice_of
from kring.web.case.now import now_in
from kring.web.case.path import path_of
from kring.web.case.questions import questions_of
from kring.web.case.safety import safety_panel
from kring.web.case.side import side_of
from kring.web.case.stale_plan import stale_plan
from kring.web.case.step_card import step_card
from kring.web.case.tasks import Checklist
from kring.web.kinds import as_duty
from kring.web.kinds.more_care import more_care_panel
from kring.web.kinds.on_own_words import said_beside
from kring.web.kinds.verdict import asking, verdict_rows
from kring.web.request.requests import StaffRequest
from kring.web.road.children import Shown, names_on_page
from kring.web.road.links import Go
from kring.web.road.names import case_title, reported
from kring.web.road.plan_readers import readers_of
from kring.web.way_in.doors import case_or_404, staff_page


@dataclass(frozen=True)
class Ending:
    """How a closed case ended, and what can still be done with it."""

    reason: str
    child_says: str
    child_feels: str
    check: str
    reopen_url: str
    url: str
    by: str


@dataclass(frozen=True)
class OtherCase:
    """Another case with one of these children: what it is, how it stands, and what was agreed in it."""

    url: str
    title: str
    text: str
    agreements: list[str]


@require_safe
@staff_page()
def case(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The case page. `?stap=2` shows the second step of the path instead of the one the case is in."""
    found = case_or_404(request, case_id, Need.READ_FILE, noted=False)
    beside = around(found, request.staff)
    files = read_case_files([found, *beside.others])
    file = files[found.pk]
    names = names_on_page(Shown(one.everyone) for one in files.values())
    for other in beside.others:  # under "with these children" a name is taken for one of them
        files[other.pk].names = names
    others = [_other(files[other.pk], request.today) for other in beside.others]
    # Agreements come out of a file: showing them is reading it.
    read = [found.pk, *(other.pk for other, line in zip(beside.others, others, strict=True) if line.agreements)]
    if request.method == "GET":
        record_reads(read, verb=Verb.CASE_READ, school_id=found.school_id, at=request.now, by=request.staff)
    shown = _shown(request.GET.get("stap", ""), file)
    issued = file.of(bodies.PlanIssued)
    number = issued[-1].body.number if issued else 0
    readers = readers_of(found, number, issued[-1].fact.by_id, request.today) if issued else []
    leads = may(request.staff, Need.LEAD, found)
    visit = shown or file.progress.current
    danger = danger_panel(file, beside.reports, request.staff, request.today)
    safety = safety_panel(file, request.today)
    closing = _closing(file, visit, request.staff) if visit else None
    lines = (
        Checklist(file, visit, request.today, _ready(file, visit, beside.reports, request.staff)).lines()
        if visit
        else []
    )
    now = None if shown or (danger and danger.waits) else now_in(file, lines, safety, closing, request.today)
    context: dict[str, object] = {
        "case": found,
        "title": case_title(file),
        "reported_on": _("gemeld op %(day)s") % {"day": words.day_and_month(found.reported_on, request.today)},
        "about": _about(file, beside.reports, request.staff, request.today),
        "notice": notice_of(file, request.today),
        "stale_plan": stale_plan(file, request.today),
        "questions": questions_of(
            file, beside.reports, beside.kept_out, [files[other.pk] for other in beside.others], request.staff
        ),
        "danger": danger,
        "safety": None if now and now.is_safety else safety,
        "more_care": more_care_panel(file, request),
        "path": path_of(file, shown, request.today),
        "now": now,
        "card": step_card(file, visit, now.without(lines) if now else lines, request.today, leads=leads)
        if visit
        else None,
        "shown": shown,
        "ending": _ending(file, request) if file.progress.current is None and shown is None else None,
        "rows": (rows := verdict_rows(file, request.today)),
        "sees_otherwise": any(row.differs for row in rows),
        "beside": said_beside(file, request.today),
        "side": side_of(file, readers, request.today),
        "others": others,
        "more": _more(file, request.today, leads=leads, confidential=may(request.staff, Need.CONFIDENTIAL, found)),
        "links": [*_plan(found, number), *_links(file, request.staff)],
    }
    return render(request, "kring/case/case.html", context)


def _ready(file: CaseFile, visit: Visit, reports: list[Report], reader: StaffMember) -> dict[str, str]:
    """What stands in the form of a duty of this visit already, by its key."""
    made = {task.duty.key: as_duty(task.duty.kind).ready for task in visit.tasks if not task.settled}
    return {key: said for key, ready in made.items() if ready and (said := ready(file, reports, reader))}


def head_of(file: CaseFile) -> Mapping[str, object]:
    """What the pages below a case show on top: its title and the way back."""
    return {"case": file.case, "title": case_title(file), "case_url": reverse("case", args=[file.case.pk])}


def _shown(asked: str, file: CaseFile) -> Visit | None:
    """The visit with this number on the path; None for the current one."""
    if not asked:
        return None
    visits = file.progress.visits
    if not (asked.isascii() and asked.isdigit() and len(asked) < 4 and 1 <= int(asked) <= len(visits)):
        raise Http404
    visit = visits[int(asked) - 1]
    return None if visit is file.progress.current else visit


def _about(file: CaseFile, reports: list[Report], reader: StaffMember, today: date) -> list[str]:
    case = file.case
    about = [_("zaak %(reference)s") % {"reference": case.reference}]
    about += [reported(report, reader, today) for report in reports[:1]]
    if more := len(reports) - 1:
        about.append(ngettext("daarna nog één melding", "daarna nog %(n)s meldingen", more) % {"n": words.number(more)})
    about.append(_("eigenaar %(name)s") % {"name": case.owner.name})
    if case.stand_in:
        about.append(_("%(name)s vervangt") % {"name": case.stand_in.name})
    return about


def _closing(file: CaseFile, visit: Visit, reader: StaffMember) -> Go | None:
    """In the last step: the way to the form that closes the case, or who can do that."""
    if visit is not file.progress.current or not visit.step.ends_case:
        return None
    if may_close(reader, file):
        return Go(_("Zaak afsluiten"), reverse("close", args=[file.case.pk]))
    if against_a_child(file):
        return Go(str(ONLY_THE_HEAD))
    return Go(_("De {coordinator} of de directeur sluit deze zaak af. Het staat al op hun Vandaag."))


def _ending(file: CaseFile, request: StaffRequest) -> Ending | None:
    closings = file.of(bodies.Closed)
    if not closings:
        return None
    fact, body = closings[-1].fact, closings[-1].body
    pk = file.case.pk
    check_on = file.progress.check_on
    return Ending(
        reason=body.reason,
        child_says=body.child_says,
        child_feels=feeling_in_words(body.child_feels) if body.child_feels else "",
        check=_("Navraag: %(day)s") % {"day": words.near_day(check_on, request.today)} if check_on else _checked(file),
        reopen_url=reverse("reopen", args=[pk]) if may(request.staff, Need.LEAD, file.case) else "",
        url=reverse("fact", args=[pk, fact.pk]),
        by=_("%(name)s, %(day)s") % {"name": fact.by.name, "day": words.day_and_month(fact.on, request.today)},
    )


def _checked(file: CaseFile) -> str:
    """What came of looking back after closing, when somebody did."""
    closed = file.of(bodies.Closed)[-1].fact
    checks = [check for check in file.of(bodies.Checked) if check.fact.at > closed.at]
    return _("Navraag gedaan: %(note)s") % {"note": checks[-1].body.note} if checks else ""


def _other(file: CaseFile, today: date) -> OtherCase:
    case = file.case
    agreed = [one.agreement.what for one in standing_agreements(file) if one.counts and case.closed_on]
    return OtherCase(
        url=reverse("case", args=[case.pk]),
        title=_("Zaak %(reference)s: %(who)s") % {"reference": case.reference, "who": case_title(file)},
        text=_how_it_stands(file, case, today),
        agreements=[words.shortened(what, 140) for what in agreed],
    )


def _how_it_stands(file: CaseFile, case: Case, today: date) -> str:
    if case.closed_on is None:
        runs = _("Loopt nog: %(step)s.") % {"step": step_told(file, case.current_step, case.current_round)}
        return " ".join([runs, _("Er is gevaar.")] if case.danger_since else [runs])
    day = words.day_and_month(case.closed_on, today)
    if case.ended_as == EndedAs.TEASING:
        return _("Was plagen. Afgesloten op %(day)s.") % {"day": day}
    return _("Afgesloten op %(day)s.") % {"day": day}


def _plan(case: Case, number: int) -> list[Go]:
    words = _("Plan, versie %(number)s") % {"number": number}
    return [Go(words, reverse("plan", args=[case.pk]), "file-text")] if number else []


def _more(file: CaseFile, today: date, *, leads: bool, confidential: bool) -> list[Go]:
    """What can be done at any time, whatever the step."""
    pk = file.case.pk
    more = []
    if file.progress.current is not None:
        more = [
            Go(_("Voorval toevoegen"), reverse("incident", args=[pk])),
            Go(_("Afspraak toevoegen"), reverse("agree", args=[pk])),
        ]
        more.append(Go(_("Belofte van de school"), reverse("promise", args=[pk])))
        more.append(Go(_("Hulp naast het protocol"), reverse("help_child", args=[pk])))
        if file.protocol.safe_for_now:
            more.append(Go(_("Veilig voor nu?"), reverse("safe_for_now", args=[pk])))
        more += [
            Go(_("Vraag het %(name)s zelf") % {"name": name}, url)
            for name, url in asking(file, file.with_role(Role.TARGET))
        ]
        if file.of(bodies.PlanIssued):
            more.append(Go(_("Nieuwe versie van het plan"), reverse("issue_plan", args=[pk])))
        if file.progress.current.due and file.progress.current.due.on > today:
            more.append(Go(_("Eerdere dag kiezen"), reverse("plan_step", args=[pk])))
        if leads and not file.progress.current.step.ends_case:
            more.append(Go(_("Deze zaak nu al afsluiten"), reverse("close", args=[pk])))
        if leads:
            more.append(Go(_("Per ongeluk geopend"), reverse("close_by_mistake", args=[pk])))
    if confidential:
        more.append(Go(_("Thuis en gezondheid"), reverse("home_notes", args=[pk])))
    return more


def _links(file: CaseFile, reader: StaffMember) -> list[Go]:
    case = file.case
    links = [
        Go(_("Dossier"), reverse("file", args=[case.pk]), "scroll-text"),
        Go(_("Mensen"), reverse("people", args=[case.pk]), "users"),
        Go(_("Voor ouders"), reverse("parent_copies", args=[case.pk]), "file-text"),
    ]
    if may_read_sheet(reader, file):
        links.append(Go(_("Overdrachtsblad"), reverse("hand_over_sheet", args=[case.pk]), "file-text"))
    if may(reader, Need.READ_TRAIL, case):
        links.append(Go(_("Spoor"), reverse("trail", args=[case.pk]), "footprints"))
    return links
