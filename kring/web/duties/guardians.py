"""Informing the guardians: who must be told, who was, and the form for one of them (rows S3f, S4d, S5e)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions import informing
from kring.cases.actions.change import Act
from kring.cases.bodies import Reached
from kring.cases.case_file import INFORMED_ROLES, CaseFile, read_case_file
from kring.cases.models import Fact, Involved
from kring.cases.wording import REACHED, ROLES
from kring.protocol.progress import Task, Visit
from kring.protocol.terms import Kind, Role
from kring.protocol.variation import Variation
from kring.school.models import Custody, Guardianship
from kring.web.doors import case_or_404, staff_page
from kring.web.duties.needed import NeededForm
from kring.web.duties.not_now import not_now
from kring.web.duties.place import Place
from kring.web.forms import Choice, DayField, LongText, Option
from kring.web.requests import StaffRequest
from kring.web.school.sight import changes_people

STATES = {
    Reached.INFORMED: (lazy("Gesproken"), "done", "circle-check"),
    Reached.NOT_REACHED: (lazy("Nog niet bereikt"), "today", "phone"),
    Reached.NOT_INFORMED: (lazy("Met opzet niet"), "", "circle-minus"),
}


@dataclass(frozen=True)
class GuardianLine:
    """One guardian of one child: how to reach them, and how far it is."""

    name: str
    relation: str
    phone: str
    to_dial: str
    reach: str
    custody: str
    state: str
    badge: str
    icon: str
    when: str
    url: str
    custody_url: str
    done: bool

    @property
    def must_be_told(self) -> bool:
        return self.custody != Custody.NO


@dataclass(frozen=True)
class ChildLine:
    """A child with its guardians."""

    name: str
    role: str
    guardians: list[GuardianLine]
    add_url: str

    @property
    def has_nobody(self) -> bool:
        return not any(guardian.must_be_told for guardian in self.guardians)


def page(place: Place) -> HttpResponse:
    """Every guardian of each child involved: to be called one after the other."""
    lines = [_child_line(place, child) for child in place.file.people if Role(child.role) in INFORMED_ROLES]
    everybody = [guardian for line in lines for guardian in line.guardians if guardian.must_be_told]
    return render(
        place.request,
        "kring/duties/guardians.html",
        {
            "here": place,
            "children": lines,
            "told": sum(guardian.done for guardian in everybody),
            "everybody": len(everybody),
            "first_url": next((guardian.url for guardian in everybody if not guardian.done), ""),
        },
    )


def _child_line(place: Place, child: Involved) -> ChildLine:
    guardians = [
        _guardian_line(place, guardianship)
        for guardianship in place.file.guardianships
        if guardianship.pupil_id == child.pupil_id
    ]
    # Who has no custody comes last: that guardian is only told on request.
    guardians.sort(key=lambda line: (not line.must_be_told, line.done, line.name))
    may_add = changes_people(place.request.staff)
    add_url = reverse("school_guardian_add", args=[child.pupil_id]) if may_add else ""
    return ChildLine(child.pupil.first_name, str(ROLES[child.role]), guardians, add_url)


def _guardian_line(place: Place, guardianship: Guardianship) -> GuardianLine:
    guardian, today = guardianship.guardian, place.request.today
    told = told_to(place, guardianship)
    state, badge, icon, when, done = _("Nog niet gesproken"), "", "circle", "", False
    if told and isinstance(told.body, bodies.Informed):
        label, badge, icon = STATES[told.body.reached]
        state, when = str(label), words.day(told.on, today)
        done = told.body.reached is not Reached.NOT_REACHED
    settles = changes_people(place.request.staff)
    return GuardianLine(
        name=guardian.name,
        relation=guardianship.get_relation_display(),
        phone=guardian.phone,
        to_dial="".join(mark for mark in guardian.phone if mark.isdigit() or mark == "+"),
        reach=guardian.reach,
        custody=guardianship.custody,
        state=state,
        badge=badge,
        icon=icon,
        when=when,
        url=reverse("inform", args=[place.case.pk, guardianship.pk]),
        custody_url=reverse("school_custody", args=[guardianship.pupil_id, guardianship.pk]) if settles else "",
        done=done,
    )


def told_to(place: Place, guardianship: Guardianship) -> Fact | None:
    """The newest fact about informing this guardian in this step."""
    told = [
        fact
        for fact in place.file.of_kind("informed")
        if (fact.step, fact.round) == (place.visit.step.key, place.visit.round) and str(guardianship.pk) in fact.about
    ]
    return told[-1] if told else None


class InformForm(NeededForm):
    reached = Choice(
        label=lazy("Heb je deze ouder gesproken?"),
        options=[Option(reached.value, label, hint) for reached, (label, hint) in REACHED.items()],
        coerce=Reached,
        missing=lazy("Kies of het gelukt is."),
    )
    channel = Choice(label=lazy("Hoe?"), missing=lazy("Kies hoe je deze ouder hebt gesproken."))
    said = LongText(
        label=lazy("Wat zei deze ouder?"), hint=lazy("Ook: wat vraagt of wil deze ouder?"), rows=3, required=False
    )
    because = LongText(
        label=lazy("Waarom niet?"), missing=lazy("Schrijf op waarom deze ouder niet is geïnformeerd."), rows=2
    )
    on = DayField(label=lazy("Op welke dag?"), not_future=True)

    def __init__(self, *args: Any, place: Place, **options: Any) -> None:
        super().__init__(*args, **options)
        channels = Variation.from_dict(place.case.variation).channels
        self.choice("channel").offer(Option(key, _(title)) for key, title in channels)
        self.day("on").not_before(
            place.case.reported_on, _("Deze dag ligt vóór de melding. Vul een dag in vanaf de dag van de melding.")
        )

    def needed(self) -> dict[str, bool]:
        reached = self.sent("reached")
        return {"channel": reached == Reached.INFORMED, "because": reached == Reached.NOT_INFORMED}

    def informed(self) -> bodies.Informed:
        """What was filled in, as it is kept: only what belongs to the answer."""
        typed = self.cleaned_data
        reached = typed["reached"]
        spoken = reached is Reached.INFORMED
        return bodies.Informed(
            reached=reached,
            channel=typed["channel"] or "" if spoken else "",
            said=typed["said"],
            because="" if spoken else typed["because"],
        )


@staff_page()
def inform(request: StaffRequest, case_id: UUID, guardianship_id: UUID) -> HttpResponse:
    """Write up that one guardian was told, was not reached, or is not told, and why."""
    file = read_case_file(case_or_404(request, case_id, Need.WRITE))
    guardianship = guardianship_in(file, guardianship_id)
    current = file.progress.current
    visit, task = _visit_with(file)
    if request.method != "POST" and (task is None or visit is not current):
        return not_now(
            request,
            file,
            because=_("Ouders informeren is nu niet aan de beurt. Kijk op de zaak wat nu aan de beurt is."),
        )
    return form_for(Place(request, file, visit, task.duty if task else None), guardianship)


def correct(place: Place) -> HttpResponse:
    """Put right what was written up about informing one guardian."""
    if place.correcting is None:
        raise TypeError("there is nothing to correct")
    return form_for(place, guardianship_in(place.file, UUID(place.correcting.about[0])))


def guardianship_in(file: CaseFile, guardianship_id: UUID) -> Guardianship:
    """The guardianship of a child of this case; 404 for any other."""
    children = {child.pupil_id for child in file.people if Role(child.role) in INFORMED_ROLES}
    for guardianship in file.guardianships:
        if guardianship.pk == guardianship_id and guardianship.pupil_id in children:
            return guardianship
    raise Http404


def _visit_with(file: CaseFile) -> tuple[Visit, Task | None]:
    """The last visit in which guardians are informed, with its task."""
    for visit in reversed(file.progress.visits):
        for task in visit.tasks:
            if task.duty.kind is Kind.INFORM_GUARDIANS:
                return visit, task
    return file.progress.last, None


def form_for(place: Place, guardianship: Guardianship) -> HttpResponse:
    """The form for one guardian, beginning with what was written up before."""
    told = place.correcting or told_to(place, guardianship)
    child = next(child for child in place.file.people if child.pupil_id == guardianship.pupil_id)

    def save(form: InformForm, act: Act) -> Fact:
        return informing.inform_guardian(
            act=act,
            case_id=place.case.pk,
            guardianship_id=guardianship.pk,
            on=form.cleaned_data["on"],
            informed=form.informed(),
        )

    back = reverse("duty", args=[place.case.pk, place.duty.key]) if place.duty else place.case_url
    return place.fill(
        InformForm,
        template="kring/duties/inform.html",
        act=save,
        values=values_of,
        initial={"on": place.request.today},
        continues=False,
        arguments={"place": place},
        context={
            "guardian": _guardian_line(place, guardianship),
            "child": child.pupil.first_name,
            "told": told,
            "back": back,
        },
        seen=told,
        to=lambda _fact: back if _more_to_tell(place) else place.case_url,
    )


def _more_to_tell(place: Place) -> bool:
    """True when after this one there are other guardians to tell in this step."""
    current = read_case_file(place.case).progress.current
    task = current.task(place.duty.key) if current and place.duty else None
    return task is not None and not task.settled


def values_of(fact: Fact) -> Mapping[str, object]:
    """The form's values of what was written up about one guardian."""
    body = fact.body
    if not isinstance(body, bodies.Informed):
        raise TypeError(body)
    return {
        "reached": body.reached.value,
        "channel": body.channel,
        "said": body.said,
        "because": body.because,
        "on": fact.on,
    }
