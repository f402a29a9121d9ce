"""The parent's copy of the plan: made for one child, read by a person, released, and printed."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.releasing import names_to_keep_out, release_copy
from kring.cases.case_file import INFORMED_ROLES, CaseFile, read_case_file
from kring.cases.held import HeldCase
from kring.cases.models import ParentCopy
from kring.cases.parent_copy import content_of, first_draft
from kring.cases.parents import receivers_of, replies_of
from kring.cases.plan import content_of as plan_of
from kring.cases.plan import newest_version
from kring.cases.plan_sheet import copy_sheet
from kring.cases.told import waiting_proposal
from kring.cases.wording import WAYS
from kring.own_word import in_dutch
from kring.paper.letters import spelled_out
from kring.protocol.terms import Role
from kring.school.models import Custody, Guardianship, Relation
from kring.trail.verbs import Verb
from kring.web.case.overview import head_of
from kring.web.forms import FormPage, LongText, Page, by_field
from kring.web.kinds.plan_reply import reply_in_words
from kring.web.papers.plan_pdf import on_paper
from kring.web.request.noting import note
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.links import Go
from kring.web.road.names import about_words, held_back_words
from kring.web.road.without_names import FormWithoutNames, no_names_field
from kring.web.way_in.doors import case_or_404, staff_page


@dataclass(frozen=True)
class Released:
    """A copy that was released."""

    title: str
    about: str
    went_to: str
    url: str


@dataclass(frozen=True)
class OneGuardian:
    """One guardian of the child: what waits for an answer, and where a talk in between is written up."""

    name: str
    relation: str
    unknown: bool
    held: str
    proposal: str
    talk_url: str
    replies: list[Go]
    reply_url: str


@dataclass(frozen=True)
class ForChild:
    """One child with its guardians, and with the copies that were released for them."""

    name: str
    make_url: str
    copies: list[Released]
    guardians: list[OneGuardian]


class CopyForm(FormWithoutNames):
    """What these guardians will read. Every line is looked at before it is released."""

    problem = LongText(
        label=gettext_lazy("Wat speelt er?"),
        hint=gettext_lazy("Voor deze ouders, zonder naam van een ander kind."),
        missing=gettext_lazy("Schrijf in een paar zinnen op wat er speelt, voor deze ouders."),
        rows=4,
    )
    agreements = LongText(
        label=gettext_lazy("Afspraken voor dit kind"),
        hint=gettext_lazy("Eén afspraak per regel."),
        required=False,
        rows=5,
    )
    approach = LongText(label=gettext_lazy("Aanpak"), required=False, rows=4)
    no_names = no_names_field()
    looked_at = ("problem", "agreements", "approach")

    def for_verb(self) -> dict[str, Any]:
        typed = super().for_verb()
        return typed | {"agreements": typed["agreements"].split("\n")}


@require_safe
@staff_page()
def parent_copies(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """For each child whose guardians are informed: what each of these comes with, and the copies that were released."""
    case = case_or_404(request, case_id, Need.READ_FILE)
    file = read_case_file(case)
    copies: dict[UUID, list[Released]] = {}
    for copy in ParentCopy.objects.filter(case=case).select_related("released_by").order_by("-released_at"):
        copies.setdefault(copy.child_id, []).append(
            Released(
                title=_("Ouderversie %(number)s") % {"number": copy.number},
                about=_("vrijgegeven door %(name)s, %(at)s")
                % {"name": copy.released_by.name, "at": words.moment(copy.released_at, request.today)},
                went_to=_went_to(file, copy, request.today),
                url=reverse("parent_copy_pdf", args=[case_id, copy.pk]),
            )
        )
    children = [
        ForChild(
            file.name_of(child),
            reverse("parent_copy", args=[case_id, child.pk]),
            copies.get(child.pk, []),
            [_guardian(file, link, request.today) for link in file.guardianships_of(child)]
            if child.left_on is None
            else [],
        )
        for child in file.everyone
        if Role(child.role) in INFORMED_ROLES and (child.left_on is None or child.pk in copies)
    ]
    return render(
        request,
        "kring/plan/parent_copies.html",
        {**head_of(file), "children": children, "has_plan": newest_version(case) is not None},
    )


def _went_to(file: CaseFile, copy: ParentCopy, today: date) -> str:
    """To whom this copy went, when and how; "" as long as nobody wrote that down."""
    return words.listed(
        _("%(who)s, %(day)s (%(how)s)")
        % {
            "who": about_words(file, one.fact.about),
            "day": words.day_and_month(one.fact.on, today),
            "how": words.lower_first(str(WAYS[one.body.how])),
        }
        for one in receivers_of(file, copy)
    )


def _guardian(file: CaseFile, link: Guardianship, today: date) -> OneGuardian:
    return OneGuardian(
        name=link.guardian.name,
        relation=str(Relation(link.relation).label),
        unknown=link.custody == Custody.UNKNOWN,
        held=held_back_words(link, today),
        proposal=waiting_proposal(file, str(link.pk)),
        talk_url=reverse("talk_between", args=[file.case.pk, link.pk]) if file.progress.current else "",
        replies=[
            Go(reply_in_words(one, today), reverse("fact", args=[file.case.pk, one.fact.pk]), one.body.because)
            for one in replies_of(file, link.pk)
        ],
        reply_url=reverse("plan_reply", args=[file.case.pk, link.pk]) if file.of(bodies.PlanIssued) else "",
    )


@staff_page()
@case_form(Need.WRITE)
def parent_copy(request: StaffRequest, held: HeldCase, involved_id: UUID) -> Page:
    """Make the copy for one child's guardians: begun from the plan, rewritten where a name stands, released."""
    file, case_id = held.file, held.case.pk
    child, version = file.informed_child(involved_id), newest_version(held.case)
    if child is None or version is None:
        raise Http404
    problem, agreements, approach = first_draft(plan_of(version), file, child)
    return FormPage(
        form=CopyForm,
        verb=by_field(release_copy, case_id=case_id, involved_id=involved_id),
        to=reverse("parent_copies", args=[case_id]),
        said=_("Vrijgegeven. Je kunt de ouderversie nu afdrukken."),
        template="kring/plan/parent_copy.html",
        words={
            **head_of(file),
            "child": file.name_of(child),
            "number": version.number,
            "spelled_out": " ".join(spelled_out(" ".join([child.pupil.name, problem, *agreements, approach]))),
        },
        arguments={"others": names_to_keep_out(file, child, by=request.staff)},
        initial={"problem": problem, "agreements": "\n".join(agreements), "approach": approach},
    )


@require_safe
@staff_page()
def parent_copy_pdf(request: StaffRequest, case_id: UUID, copy_id: UUID) -> HttpResponse:
    """Print a released copy. A line in the trail; no name in the file's name."""
    case = case_or_404(request, case_id, Need.READ_FILE)
    copy = ParentCopy.objects.filter(pk=copy_id, case=case).first()
    if copy is None:
        raise Http404
    note(request, Verb.PARENT_COPY_PRINTED, case_id=case.pk, subject_id=copy.pk, number=copy.number)
    with in_dutch(case.school.coordinator_word):  # it is a paper for parents, whatever the language of who prints it
        sheet = copy_sheet(content_of(copy), school=case.school.name, phone=case.school.phone)
    return on_paper(sheet, f"afspraken-{case.reference}.pdf")
