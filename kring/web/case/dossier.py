"""The dossier: everything that was recorded in a case, newest first, each line to be opened, put right or withdrawn."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kring import words
from kring.cases import bodies
from kring.cases.access import Need, leads, may, may_read_in_confidence, may_read_story
from kring.cases.actions import passing_on, recording
from kring.cases.case_file import CaseFile, read_case_file, reports_of
from kring.cases.held import HeldCase
from kring.cases.models import Fact, Report
from kring.cases.own_words import said_of
from kring.cases.parents import may_stand_beside, statements_by_fact
from kring.cases.saying import step_told
from kring.cases.typed import FactOf
from kring.school.models import StaffMember
from kring.trail.verbs import Verb
from kring.web.case.overview import head_of
from kring.web.forms import FormPage, Page, SureForm, by_field
from kring.web.kinds import told
from kring.web.kinds.told import FactLine, Look
from kring.web.kinds.verdict import verdict_rows
from kring.web.request.noting import note
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.links import Go
from kring.web.road.names import about_words, reported
from kring.web.way_in.doors import case_or_404, staff_page


@dataclass(frozen=True)
class Entry:
    """One line of the timeline: a fact, or a report as it came in."""

    on: date
    at: datetime
    day: str
    title: str
    text: str
    by: str
    url: str
    look: Look
    said: list[Go]
    """What parents state beside it."""


@dataclass(frozen=True)
class Chapter:
    """The entries of one time in one step."""

    title: str
    entries: list[Entry]


@dataclass(frozen=True)
class Story:
    """A report as it came in. `story` is None for those who may not read it; `pass_on_url` for those who may decide."""

    head: str
    story: str | None
    taken: str
    pass_on_url: str


@dataclass(frozen=True)
class Version:
    """One version of a fact: who wrote it when, and what it said."""

    by: str
    at: str
    day: str
    lines: list[FactLine]
    url: str


@require_safe
@staff_page()
def dossier(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The timeline of a case, the newest step first."""
    case = case_or_404(request, case_id, Need.READ_FILE)
    file = read_case_file(case)
    may_read_home = may(request.staff, Need.CONFIDENTIAL, case)
    facts = [fact for fact in file.facts if not fact.traits.confidential]
    notes = len(file.of(bodies.HomeNote)) if may_read_home else 0
    return render(
        request,
        "kring/case/dossier.html",
        {
            **head_of(file),
            "chapters": list(_chapters(file, facts, request.today)),
            "stories": [_story(report, request.staff, request.today) for report in reports_of(case)],
            "rows": verdict_rows(file, request.today),
            "home_notes": notes,
            "home_url": reverse("home_notes", args=[case.pk]) if may_read_home else "",
        },
    )


def _chapters(file: CaseFile, facts: list[Fact], today: date) -> Iterator[Chapter]:
    stated = statements_by_fact(file)
    for visit in reversed(file.progress.visits):
        entries = [
            replace(_entry(file, fact, today), said=_stated(file, stated, fact))
            for fact in facts
            if fact.place == visit.place
        ]
        entries += [_taken_back(file, fact, today) for fact in _withdrawals(file) if fact.place == visit.place]
        if entries:
            entries.sort(key=lambda entry: (entry.on, entry.at), reverse=True)
            yield Chapter(step_told(file, *visit.place), entries)


def _entry(file: CaseFile, fact: Fact, today: date) -> Entry:
    return Entry(
        on=fact.on,
        at=fact.at,
        day=words.day(fact.on, today),
        title=told(fact.kind).title_of(file, fact),
        text=" · ".join(filter(None, (told(fact.kind).line_of(file, fact), _more_of_it(file, fact)))),
        by=fact.by.name,
        url=reverse("fact", args=[file.case.pk, fact.pk]),
        look=told(fact.kind).look,
        said=[],
    )


def _more_of_it(file: CaseFile, fact: Fact) -> str:
    """That the child itself said something else of its words in it, to be read there."""
    said = [one for one in said_of(file, fact) if one.body.answer is not bodies.OwnWordsAre.RIGHT]
    return _("%(name)s zegt hier zelf iets over") % {"name": about_words(file, said[-1].fact.about)} if said else ""


def _stated(file: CaseFile, stated: Mapping[UUID, list[FactOf[bodies.ParentStatement]]], fact: Fact) -> list[Go]:
    """What parents state beside this fact: who, and in own words."""
    return [
        Go(
            one.body.text,
            reverse("fact", args=[file.case.pk, one.fact.pk]),
            words.capital(about_words(file, one.fact.about)),
        )
        for one in stated.get(file.first(fact).pk, [])
    ]


def _withdrawals(file: CaseFile) -> list[Fact]:
    """What was withdrawn: it counts no more, and stays readable. What is confidential stays where it is."""
    open_to_all = {fact.pk for fact in file.every_fact if not fact.traits.confidential}
    return [fact for fact in file.every_fact if fact.kind == "withdrawn" and fact.replaces_id in open_to_all]


def _taken_back(file: CaseFile, withdrawal: Fact, today: date) -> Entry:
    original = next(fact for fact in file.every_fact if fact.pk == withdrawal.replaces_id)
    entry = _entry(file, original, today)
    title = _("Ingetrokken: %(what)s") % {"what": words.lower_first(entry.title)}
    return replace(
        entry, title=title, text=told(withdrawal.kind).line_of(file, withdrawal), by=withdrawal.by.name, look=Look.CALM
    )


def _story(report: Report, reader: StaffMember, today: date) -> Story:
    decides = report.story_kept_back and leads(reader)
    return Story(
        head=words.capital(reported(report, reader, today)),
        story=report.story if may_read_story(reader, report) else None,
        taken=_("opgeschreven door %(name)s") % {"name": report.taken_by.name},
        pass_on_url=reverse("pass_on_story", args=[report.case_id, report.pk]) if decides else "",
    )


@staff_page()
@case_form(Need.LEAD)
def pass_on_story(request: StaffRequest, held: HeldCase, report_id: UUID) -> Page:
    """Let those who work at the case read what was told in a report."""
    report = next((one for one in reports_of(held.case) if one.pk == report_id), None)
    if report is None or (not report.story_kept_back and request.method != "POST"):
        raise Http404
    back = reverse("file", args=[held.case.pk])
    return FormPage(
        form=SureForm,
        verb=by_field(passing_on.pass_on_story, case_id=held.case.pk, report_id=report_id),
        to=back,
        said=_("Wat er is verteld, is doorgegeven."),
        template="kring/case/small_form.html",
        words={
            **head_of(held.file),
            "form_title": _("Doorgeven wat er is verteld?"),
            "form_text": _(
                "Wie aan deze zaak werkt, leest dan wat er is verteld. Wie het vertelde, blijft zoals het was. "
                "Overleg eerst met wie het vertelde."
            ),
            "save": _("Doorgeven"),
            "back_url": back,
            "back": _("Dossier"),
        },
        keeps_drafts=False,
    )


@require_safe
@staff_page()
def fact(request: StaffRequest, case_id: UUID, fact_id: UUID) -> HttpResponse:
    """One line of the dossier with all its fields, and the versions before it."""
    file = read_case_file(case_or_404(request, case_id, Need.READ_FILE))
    found = _fact_or_404(request, file, fact_id)
    kind, newest = told(found.kind), file.newest(found)
    open_case = file.progress.current is not None
    reads = may_read_in_confidence(request.staff, file.case)
    versions = [_version(file, former, request.today, reads=reads) for former in file.former(found)]
    shown = _version(file, found, request.today, reads=reads)
    _note_confidence(request, found, [shown, *versions])
    withdrawn = FactOf(newest, bodies.Withdrawn).body if newest.kind == "withdrawn" else None
    stands = newest.pk == found.pk and withdrawn is None
    return render(
        request,
        "kring/case/fact.html",
        {
            **head_of(file),
            "fact_title": kind.title_of(file, found),
            "step": step_told(file, *found.place),
            "shown": shown,
            "former": versions,
            "replaced": _version(file, newest, request.today, reads=False)
            if newest.pk != found.pk and withdrawn is None
            else None,
            "withdrawn": _withdrawn(newest, request.today) if withdrawn else "",
            "because": withdrawn.reason if withdrawn else "",
            "may_correct": stands and open_case and kind.correct is not None,
            "may_withdraw": stands and found.traits.withdrawable,
            "fact": found,
            "said": _stated(file, statements_by_fact(file), found),
            "state_url": reverse("parent_statement", args=[case_id, found.pk])
            if stands and may_stand_beside(found)
            else "",
            "made_of": kind.made_of(file, found) if stands else [],
            "kind": kind,
            "advice": kind.advice_about(file, found) if stands else [],
        },
    )


def _version(file: CaseFile, version: Fact, today: date, *, reads: bool) -> Version:
    """A version as this reader may see it: what was told in confidence only to who `reads` it."""
    lines = [] if version.kind == "withdrawn" else told(version.kind).lines_of(file, version, today)
    return Version(
        by=version.by.name,
        at=words.moment(version.at, today),
        day=words.full_day(version.on),
        lines=[line for line in lines if reads or not line.private],
        url=reverse("fact", args=[file.case.pk, version.pk]),
    )


def _note_confidence(request: StaffRequest, fact: Fact, shown: list[Version]) -> None:
    """That somebody read what a child told in confidence is noted apart."""
    if any(line.private for version in shown for line in version.lines):
        note(request, Verb.CASE_CONFIDENCE_READ, case_id=fact.case_id, subject_id=fact.pk)


def _withdrawn(newest: Fact, today: date) -> str:
    return _("Ingetrokken door %(name)s, %(at)s.") % {"name": newest.by.name, "at": words.moment(newest.at, today)}


def _fact_or_404(request: StaffRequest, file: CaseFile, fact_id: UUID) -> Fact:
    """A fact of this case that this person may read. That somebody read what is confidential is noted apart."""
    case = file.case
    found = next((fact for fact in file.every_fact if fact.pk == fact_id and fact.kind != "withdrawn"), None)
    if found is None:
        raise Http404
    if found.traits.confidential:
        if not may(request.staff, Need.CONFIDENTIAL, case):
            raise Http404
        note(request, Verb.CASE_CONFIDENTIAL_READ, case_id=case.pk, subject_id=found.pk)
    return found


@staff_page()
@case_form(Need.WRITE)
def withdraw(request: StaffRequest, held: HeldCase, fact_id: UUID) -> Page:
    """Take back what was recorded by mistake."""
    file, case_id = held.file, held.case.pk
    found = _fact_or_404(request, file, fact_id)
    kind = told(found.kind)
    if kind.withdraw is None:
        raise Http404

    return FormPage(
        form=kind.withdraw.form,
        verb=by_field(recording.withdraw, case_id=case_id, fact_id=fact_id),
        to=reverse(kind.withdraw.to, args=[case_id]),
        said=str(kind.withdraw.said),
        template="kring/case/withdraw.html",
        words={
            **head_of(file),
            "act_title": kind.withdraw.title,
            "fact_title": kind.title_of(file, found),
            "summary": kind.line_of(file, found),
            "shown": _version(file, found, request.today, reads=False),
            "fact_url": reverse("fact", args=[case_id, fact_id]),
        },
    )
