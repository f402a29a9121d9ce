"""A report comes in: the form, the question whether it belongs to a case that is known, and what comes after."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kring import words
from kring.cases.actions.opening import join_case, open_case
from kring.cases.apart import Names
from kring.cases.bodies import Agreement, Danger
from kring.cases.case_file import protocol_of
from kring.cases.danger import Call, advice_at, each_once
from kring.cases.errors import NotAllowed
from kring.cases.models import Case, Involved, Report
from kring.cases.own_reports import followed
from kring.cases.queries import KnownCase, cases_with
from kring.cases.typed import FactOf
from kring.protocol.terms import Role
from kring.reports.access import handles
from kring.reports.actions.becoming import becomes_case
from kring.reports.models import By, Incoming
from kring.reports.told import Subject
from kring.school.act import Act
from kring.school.rights import Right, having
from kring.trail.record import record_reads
from kring.trail.verbs import Verb
from kring.web.forms import FormPage, Page, drafts
from kring.web.forms.tokens import Token, token_sent
from kring.web.models import Submission
from kring.web.report.form import ReportForm
from kring.web.report.from_told import filled_with, nameless
from kring.web.report.named import NamesChildren
from kring.web.report.own import what_became
from kring.web.request.noting import note
from kring.web.request.redirects import SeeOther
from kring.web.request.requests import StaffRequest
from kring.web.road.children import Shown, Titles, called, listed_names, names_on_page
from kring.web.road.pupils import to_choose
from kring.web.road.told_words import TITLES
from kring.web.way_in.doors import staff_page

NEW, JOIN = "new", "join:"
ANSWER = "answer"


@dataclass(frozen=True)
class Taken:
    """A report that was taken down, and the case it opened or joined."""

    report: Report
    case: Case
    joined: bool
    readable: bool
    """Whether whoever took it down reads the file of the case."""


@staff_page(when=having(Right.REPORT))
def report(request: StaffRequest) -> Page:
    """The form; with a known case of the same pupils first the question which case it belongs to."""
    return report_page(request)


@staff_page(when=having(Right.DOORS))
def report_from_told(request: StaffRequest, incoming_id: UUID) -> Page:
    """The same form, filled with what somebody told by a door: a person reads it over, and says about whom it is."""
    told = handles(request.staff).filter(pk=incoming_id, case=None, subject=Subject.CHILDREN.value).first()
    if told is None:
        raise Http404
    if request.method != "POST":
        note(request, Verb.TOLD_READ, subject_id=told.pk)
    return report_page(request, told=told)


def report_page(
    request: StaffRequest,
    *,
    told: Incoming | None = None,
    form: type[NamesChildren] = ReportForm,
    template: str = "kring/report/report.html",
    is_quick: bool = False,
) -> Page:
    """A form that makes a report, long or quick: by the one verb, after the same questions."""
    arguments: dict[str, Any] = {"pupils": to_choose(request.staff, request.today)}
    initial: dict[str, Any] = {}
    if told:
        initial, arguments["nameless"] = filled_with(told), nameless(told)
    sent = None
    if request.method == "POST":
        sent = form(request.POST, today=request.today, initial=dict(initial), **arguments)
    if sent is not None and (asked := _ask_first(request, sent)):
        return asked
    answer = request.POST.get(ANSWER, NEW)

    def take(typed: NamesChildren, act: Act) -> Taken:
        report, joins = typed.report(), None if answer == NEW else _case_in(answer)
        if told is not None:
            case = becomes_case(act=act, incoming_id=told.pk, report=report, case_id=joins)
        elif joins is None:
            case = open_case(act=act, report=report)
        else:
            case = join_case(act=act, case_id=joins, report=report)
        if case.taken is None:  # another person made a case of it meanwhile
            raise NotAllowed(case.pk)
        return Taken(case.taken.report, case, joined=answer != NEW, readable=case.taken.readable)

    def thanks(taken: Taken) -> bool:
        """Whether a page of its own says what comes of it, and not the case."""
        return is_quick or bool(taken.report.danger_signs) or not taken.readable

    def to(taken: Taken) -> str:
        if thanks(taken):
            return reverse("report_done", args=(taken.report.pk,))
        return reverse("case", args=(taken.case.pk,))

    def said(taken: Taken) -> str:
        if taken.report.danger_signs or not taken.readable:
            return ""  # whom to call comes first, and who does not read the case is told nothing of it
        if taken.report.other_roles:
            return _(
                "De melding staat bij deze zaak. Een leerling heeft in de melding een andere rol dan in de zaak. "
                "De eigenaar beslist wat klopt."
            )
        if taken.joined:
            return _("De melding staat bij deze zaak.")
        if is_quick:
            return ""  # the page that comes says it
        return _("De zaak is geopend. Dit is stap 1.")

    return FormPage(
        form=form,
        judged=sent,
        verb=take,
        knows_its_token=True,
        to=to,
        said=said,
        template=template,
        arguments=arguments,
        initial=initial,
        words={
            "calls": SimpleLazyObject(lambda: _whom_to_call(request)),  # asked when it is shown
            "told_url": reverse("told_one", args=(told.pk,)) if told else "",
            "told_title": TITLES[By(told.came_by)] if told else "",
        },
    )


def _whom_to_call(request: StaffRequest) -> tuple[Call, ...]:
    """Every number of the signs that a report may tell of, the alarm number first: for before anything is typed."""
    signs = (Danger.VIOLENCE, Danger.SELF_HARM, Danger.HOME)
    return each_once(call for one in advice_at(request.staff.school, signs, request.today) for call in one.calls)


def _case_in(answer: str) -> UUID:
    try:
        return UUID(answer.removeprefix(JOIN))
    except ValueError:
        raise Http404 from None


def _ask_first(request: StaffRequest, form: NamesChildren) -> HttpResponse | None:
    """The page before the deed: for a report about staff the other way, for known pupils their cases.

    None when there is nothing to ask, or when the form is not right yet: then the form itself answers.
    """
    token = token_sent(request)
    if ANSWER in request.POST or token is None or token.staff_id != request.staff.pk:
        return None
    if form.comes_back() or not form.is_valid():
        return None
    if Danger.STAFF in form.report().dangers:
        return None if _did_its_work(token) else _to_concern(request, form, token)
    chosen = [child for child, _role in form.people() if isinstance(child, UUID)]
    known = cases_with(request.staff, chosen)
    if not known or _did_its_work(token):
        return None
    drafts.keep(staff=request.staff, token=token, data=request.POST, at=request.now)
    # Former agreements come out of the file: showing them is reading it.
    shown = [one.case.pk for one in known if one.readable and one.agreements]
    # That a case runs about a child is told to whoever names the child: who asks, can be seen.
    told = [one.case.pk for one in known if not one.readable]
    for verb, cases in ((Verb.CASE_READ, shown), (Verb.CASE_SEEN_TO_RUN, told)):
        record_reads(cases, verb=verb, school_id=request.staff.school_id, at=request.now, by=request.staff)
    context = {
        "known": _known(known, request.today),
        "kept": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in ("csrfmiddlewaretoken", ANSWER)
            for value in values
        ],
        "back": request.path,
        "any_running": any(one.case.closed_on is None for one in known),
    }
    return render(request, "kring/report/which_case.html", context)


def _did_its_work(token: Token) -> bool:
    """Whether this form was carried out before: then it asks nothing any more. Only asked where it would."""
    return Submission.objects.filter(token=token.id).exists()


def _to_concern(request: StaffRequest, form: NamesChildren, token: Token) -> HttpResponse:
    """What is about a colleague never becomes a case that this colleague might read: the text goes along."""
    moved = QueryDict(mutable=True)
    moved["story"] = form.all_told(request.today)
    there = drafts.beside(token, reverse("concern"))
    drafts.keep(staff=request.staff, token=there, data=moved, at=request.now)
    drafts.forget(staff_id=request.staff.pk, token=token, data=request.POST)
    messages.warning(
        request, _("Een melding over een medewerker gaat een andere weg. Er is geen zaak geopend; je tekst staat hier.")
    )
    return SeeOther(drafts.page_of(there))


def _known(known: list[KnownCase], today: date) -> list[dict[str, Any]]:
    """The cases, each as this person may see it, told apart by their number where two would look the same."""
    names = names_on_page(Shown(one.children, beside=one.children if one.readable else ()) for one in known)
    listed = {one.case.pk: listed_names(one.children, names) for one in known}
    running_with = {
        one.case.pk: _("Er loopt een zaak met %(names)s bij %(owner)s")
        % {"names": listed[one.case.pk], "owner": one.case.owner.name}
        for one in known
    }
    which = Titles((one.case, listed[one.case.pk]) for one in known)
    alike = Titles((one.case, running_with[one.case.pk]) for one in known)
    return [
        {
            "which": which.of(one.case, listed[one.case.pk]),
            "running_with": alike.of(one.case, running_with[one.case.pk]),
            **_shown(one, names, today),
        }
        for one in known
    ]


def _shown(one: KnownCase, names: Names, today: date) -> dict[str, Any]:
    """A known case as this person may see it. Of a case they may not read only that it runs, and with whom."""
    case = one.case
    running = case.closed_on is None
    shown: dict[str, Any] = {
        "answer": f"{JOIN}{case.pk}" if running else "",
        "owner": case.owner.name,
        "readable": one.readable,
        "running": running,
    }
    if not one.readable:
        return shown
    step = protocol_of(case).step(case.current_step)
    state = (
        _("Loopt: %(step)s") % {"step": _(step.title).lower()}
        if case.closed_on is None
        else _("Afgesloten op %(day)s") % {"day": words.day(case.closed_on, today)}
    )
    return shown | {
        "title": called(one.children, names),
        "url": reverse("case", args=(case.pk,)),
        "reference": case.reference,
        "danger": running and case.danger_since is not None,
        "state": state,
        "agreements": [FactOf(fact, Agreement).body.what for fact in one.agreements],
    }


@require_safe
@staff_page(when=having(Right.REPORT))
def report_done(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """After a report: whom to call at once, who has taken it over, and later what came of it. For the one who took the
    report down only."""
    taken = (
        Report.objects.select_related("case__owner", "school")
        .filter(pk=report_id, school=request.staff.school_id, taken_by=request.staff)
        .first()
    )
    if taken is None:
        raise Http404
    how = followed(taken, request.staff)
    readable = how.readable
    if not readable:  # their own words, and how a case stands that they do not read
        note(request, Verb.REPORT_READ, case_id=taken.case_id, subject_id=taken.pk)
    return render(
        request,
        "kring/report/done.html",
        {
            "advice": advice_at(taken.school, taken.danger_signs, request.today),
            "owner": taken.case.owner.name,
            "is_owner": taken.case.owner_id == request.staff.pk,
            "case_url": reverse("case", args=(taken.case.pk,)) if readable else "",
            "answer_url": reverse("call_now", args=(taken.case.pk,)) if readable and taken.case.danger_since else "",
            "asked_later": _asked_later(taken) if readable else "",
            "story": "" if readable else taken.story,
            "became": [] if readable else what_became(how, request.today),
        },
    )


def _asked_later(taken: Report) -> str:
    """What this report does not tell yet, and the case asks: the day with the incident, who does it with the talks."""
    doing = (Role.INSTIGATOR, Role.BOTH)
    unknown = [] if taken.happened_on else [_("op welke dag het was")]
    if not Involved.objects.filter(case=taken.case_id, left_on=None, role__in=doing).exists():
        unknown.append(_("wie het doet"))
    if not unknown:
        return ""
    return _("Nog niet bekend: %(what)s. Dat vraagt Kring later, in de zaak.") % {"what": words.listed(unknown)}
