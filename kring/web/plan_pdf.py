"""The plan on paper: one frozen version as an accessible PDF."""

from datetime import UTC, datetime, time
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kring import words
from kring.cases.access import Need, may
from kring.cases.models import PlanVersion
from kring.cases.plan import Plan, content_of
from kring.paper.printing import pdf
from kring.paper.sheet import Block, Box, Heading, Lines, Pairs, Sheet, Table, Text
from kring.trail.record import record
from kring.trail.verbs import Verb
from kring.web.context import WITH_CASES
from kring.web.doors import case_or_404, staff_page
from kring.web.plan_words import AgreementLine, Entry, PlanOnScreen, plan_on_screen
from kring.web.requests import StaffRequest


@require_safe
@staff_page(*sorted(WITH_CASES))
def plan_pdf(request: StaffRequest, case_id: UUID, number: int) -> HttpResponse:
    """Print one version. Who printed it and when stands on each page and in the trail; no name in the file's name."""
    case = case_or_404(request, case_id, Need.READ_PLAN)
    version = PlanVersion.objects.filter(case=case, number=number).first()
    if version is None:
        raise Http404
    # Like the page: the team reads the plan in force, while the case runs.
    newer = PlanVersion.objects.filter(case=case, number__gt=number)
    if (case.closed_on or newer.exists()) and not may(request.staff, Need.READ_FILE, case):
        raise Http404
    plan = content_of(version)
    printed = _("geprint door %(who)s op %(day)s") % {
        "who": request.staff.name,
        "day": words.full_day(request.today),
    }
    sheet = sheet_of(plan, school=request.staff.school.name, printed=printed, language=get_language() or "nl")
    record(
        verb=Verb.PLAN_PRINTED,
        school_id=case.school_id,
        at=request.now,
        by=request.staff,
        case_id=case.pk,
        subject_id=version.pk,
        number=number,
    )
    response = HttpResponse(pdf(sheet), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="plan-{plan.reference}-{plan.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def sheet_of(plan: Plan, *, school: str, printed: str, language: str) -> Sheet:
    """One version of the plan as a sheet of paper, in the language that is active."""
    screen = plan_on_screen(plan)
    return Sheet(
        kind=_("Anti-pest handelingsplan"),
        title=screen.title,
        sub=screen.sub,
        foot=(
            school,
            _("zaak %(reference)s") % {"reference": plan.reference},
            _("versie %(number)s") % {"number": plan.number},
            printed,
        ),
        language=language[:2],
        page_words=_("pagina {page} van {pages}"),
        made_at=datetime.combine(plan.issued_on, time(12), UTC),
        blocks=tuple(_blocks(screen)),
    )


def _blocks(screen: PlanOnScreen) -> list[Block]:
    blocks: list[Block] = []
    if screen.changes:
        blocks.append(Box(_("Wat is er veranderd?"), tuple(screen.changes)))
    if screen.coming:
        blocks.append(Text(screen.coming, strong=_("Wat komt er nu?")))
    blocks += [
        Heading(_("Wie doen mee")),
        Lines(tuple(", ".join(filter(None, (child.name, child.role, child.group))) for child in screen.children)),
        Heading(_("Het probleem")),
        Text(screen.problem or _("Nog niet opgeschreven.")),
        Heading(_("Afspraken")),
        _agreements(screen.running) if screen.running else Text(_("Er lopen nu geen afspraken.")),
        *_entries(_("Nieuwe aanpak"), screen.approaches),
    ]
    if screen.watch_for:
        until = _("Tot en met %(until)s.") % {"until": screen.watch_until} if screen.watch_until else ""
        blocks += [Heading(_("Waar letten we op")), Text("\n\n".join(filter(None, (screen.watch_for, until))))]
    blocks += _entries(_("Aandacht in de klas"), screen.class_talks)
    blocks += _entries(_("Evaluaties"), screen.evaluations)
    if screen.informed:
        pairs = Pairs(tuple((pair.label, pair.text) for pair in screen.informed))
        blocks += [Heading(_("Ouders geïnformeerd")), pairs]
    if screen.ended:
        blocks += [Heading(_("Afspraken van eerder")), _agreements(screen.ended)]
    if screen.let_go:
        blocks += [Heading(_("Niet nodig gevonden")), Lines(tuple(screen.let_go))]
    people = Pairs(tuple((pair.label, pair.text) for pair in screen.people))
    return [*blocks, Heading(_("Bij wie moet je zijn?")), people]


def _agreements(agreements: list[AgreementLine]) -> Table:
    return Table(
        head=(_("Wat"), _("Wie en wanneer"), _("Hoe ging het")),
        rows=tuple((one.what, "\n".join(one.about), "\n".join(one.kept)) for one in agreements),
        widths=(5, 4, 3),
    )


def _entries(heading: str, entries: list[Entry]) -> list[Block]:
    blocks: list[Block] = [Heading(heading)] if entries else []
    for entry in entries:
        title = ", ".join(filter(None, (entry.title, entry.day)))
        blocks += [Heading(title, level=2), Text("\n\n".join(filter(None, (entry.text, entry.note))))]
    return blocks
