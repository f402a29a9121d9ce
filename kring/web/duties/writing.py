"""The duties that are met by writing: the problem, the class, observations, consultation, analysis, new approach."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from msgspec import structs

from kring import words
from kring.cases import bodies
from kring.cases.actions import recording
from kring.cases.letters import leaders_of
from kring.cases.models import Fact, Involved
from kring.cases.plan import after_finishing
from kring.protocol.terms import ROLES_OF, Whom
from kring.school.act import Act
from kring.school.rights import Right
from kring.web.duties.not_now import not_now
from kring.web.duties.place import Place
from kring.web.forms import DayField, KringForm, LongText, PeopleChoice, ShortText
from kring.web.forms.page import FormPage, Page
from kring.web.requests import StaffRequest


def values_of(fact: Fact) -> Mapping[str, object]:
    """The form's values of a fact whose form has the names of its body."""
    return {**structs.asdict(fact.body), "on": fact.on, "until_on": fact.until_on, "about": list(fact.about)}


def written(place: Place, page: FormPage[Any], *, continues: bool = True) -> Page:
    """A form whose fields have the names of the body of its fact."""
    return place.completed(replace(page, read=values_of), continues=continues)


PAGE = "kring/duties/writing.html"
IN_PLAN = {"in_plan": True}


# ── The problem (S3b) and what went wrong (S4c) ─────────────────────────────────────────────────────────────────────


class ProblemForm(KringForm):
    text = LongText(
        label=lazy("Het probleem in één alinea"),
        hint=lazy("Zo helder dat iedereen in het team het begrijpt. Dit staat in het plan: zonder schuld, met feiten."),
        missing=lazy("Schrijf het probleem op. Een paar zinnen is genoeg."),
        rows=6,
    )


def problem(request: StaffRequest, place: Place) -> Page:
    def save(form: ProblemForm, act: Act) -> Fact:
        return recording.formulate_problem(
            act=act, case_id=place.case.pk, text=form.cleaned_data["text"], duty=place.duty_key
        )

    return written(place, FormPage(form=ProblemForm, verb=save, template=PAGE, words=IN_PLAN))


class AnalysisForm(KringForm):
    text = LongText(
        label=lazy("Waardoor ging het mis?"),
        hint=lazy("Welke afspraak lukte niet, en wat stond in de weg? Dit staat in het plan."),
        missing=lazy("Schrijf op waardoor het misging. Een paar zinnen is genoeg."),
        rows=6,
    )


def analysis(request: StaffRequest, place: Place) -> Page:
    def save(form: AnalysisForm, act: Act) -> Fact:
        return recording.analyse(act=act, case_id=place.case.pk, text=form.cleaned_data["text"], duty=place.duty_key)

    return written(place, FormPage(form=AnalysisForm, verb=save, template=PAGE, words=IN_PLAN))


# ── Colleagues who watch (S3h) ──────────────────────────────────────────────────────────────────────────────────────


class ObserveForm(KringForm):
    watch_for = LongText(
        label=lazy("Waar letten collega's op?"),
        hint=lazy("Waar, wanneer en op wie. Het hele team leest dit."),
        missing=lazy("Schrijf op waar collega's op letten. Eén zin is genoeg."),
        rows=4,
    )
    until_on = DayField(label=lazy("Tot en met welke dag?"), not_past=True)


def observe(request: StaffRequest, place: Place) -> Page:
    def save(form: ObserveForm, act: Act) -> Fact:
        typed = form.cleaned_data
        return recording.ask_observations(
            act=act,
            case_id=place.case.pk,
            watch_for=typed["watch_for"],
            until_on=typed["until_on"],
            duty=place.duty_key,
        )

    first_guess = {"until_on": _next_evaluation(place)}
    return written(place, FormPage(form=ObserveForm, verb=save, initial=first_guess, template=PAGE, words=IN_PLAN))


def _next_evaluation(place: Place) -> object:
    """The day of the evaluation after this step, as far as it is known now; None before the talk."""
    if place.task is None or not any(task.on for task in place.visit.tasks if task.duty.settles_date):
        return None
    coming = after_finishing(place.file).current
    return coming.due.on if coming and coming.step.key != place.visit.step.key and coming.due else None


# ── Consulting, a new approach, the school's own duties ─────────────────────────────────────────────────────────────


class ConsultForm(KringForm):
    on = DayField(label=lazy("Wanneer was het?"), not_future=True, not_before_report=True, starts_today=True)
    with_whom = ShortText(label=lazy("Met wie heb je overlegd?"), missing=lazy("Met wie heb je overlegd?"))
    advice = LongText(
        label=lazy("Wat spreken jullie af voor de komende twee weken?"),
        missing=lazy("Schrijf op wat jullie afspraken. Een paar zinnen is genoeg."),
    )


def consult(request: StaffRequest, place: Place) -> Page:
    def save(form: ConsultForm, act: Act) -> Fact:
        typed = form.cleaned_data
        consultation = bodies.Consultation(advice=typed["advice"], with_whom=typed["with_whom"])
        return recording.consult(
            act=act, case_id=place.case.pk, on=typed["on"], consultation=consultation, duty=place.duty_key
        )

    coordinators = leaders_of(place.case, Right.COORDINATE)
    first_guess = {"with_whom": coordinators[0].name if coordinators else ""}
    return written(place, FormPage(form=ConsultForm, verb=save, initial=first_guess, template=PAGE))


class NewApproachForm(KringForm):
    text = LongText(
        label=lazy("Wat gaan jullie anders doen?"),
        hint=lazy("Dit staat in het plan."),
        missing=lazy("Schrijf op wat jullie anders gaan doen. Een paar zinnen is genoeg."),
    )
    expert = ShortText(
        label=lazy("Welke deskundige helpt mee?"),
        hint=lazy("Naam of functie, bijvoorbeeld: schoolmaatschappelijk werker."),
        required=False,
    )
    organisation = ShortText(
        label=lazy("Van welke organisatie?"),
        hint=lazy("Bijvoorbeeld: het samenwerkingsverband, de GGD, het wijkteam."),
        required=False,
    )


def new_approach(request: StaffRequest, place: Place) -> Page:
    def save(form: NewApproachForm, act: Act) -> Fact:
        approach = bodies.NewApproach(**form.cleaned_data)
        return recording.choose_approach(act=act, case_id=place.case.pk, approach=approach, duty=place.duty_key)

    return written(place, FormPage(form=NewApproachForm, verb=save, template=PAGE, words=IN_PLAN))


class ExtraForm(KringForm):
    on = DayField(label=lazy("Wanneer was het?"), not_future=True, not_before_report=True, starts_today=True)
    about = PeopleChoice(label=lazy("Met wie?"), missing=lazy("Kies met welke leerling het was."))
    note = LongText(label=lazy("Wat is er gedaan?"), missing=lazy("Schrijf kort op wat er gedaan is."), rows=3)

    def __init__(self, *args: Any, place: Place, **options: Any) -> None:
        super().__init__(*args, **options)
        children = children_of(place)
        if not children:
            del self.fields["about"]
            return
        self.several("about").offer(place.option(child) for child in children)


def children_of(place: Place) -> list[Involved]:
    """The children that the duty is for, and those of the fact that is put right; none when it is done once."""
    roles = ROLES_OF[place.duty.whom] if place.duty else ()
    former = place.fact.about if place.fact and roles else []
    asked = [child.pk for child in place.file.with_role(*roles)]
    return [child for child in place.file.everyone if child.pk in asked or str(child.pk) in former]


def extra(request: StaffRequest, place: Place) -> Page:
    duty = place.duty
    if duty is None:
        raise TypeError("the school's own duty is a duty")

    def save(form: ExtraForm, act: Act) -> Fact:
        typed = form.cleaned_data
        return recording.do_extra(
            act=act,
            case_id=place.case.pk,
            duty=duty.key,
            on=typed["on"],
            about=[str(pk) for pk in typed.get("about", ())],
            note=typed["note"],
        )

    for_each = duty.whom is not Whom.ONCE
    if for_each and not children_of(place):
        return not_now(
            request,
            place.held,
            because=_("Nog niet bekend is voor welke leerling dit is. Voeg die eerst toe bij de mensen."),
        )
    missing = place.task.missing if place.task else ()
    form_page = FormPage(
        form=ExtraForm,
        verb=save,
        initial={"about": list(missing)},
        arguments={"place": place},
        template=PAGE,
        words={
            "done": [(fact, words.listed(place.name_of(key) for key in fact.about)) for fact in place.recorded]
            if for_each
            else []
        },
    )
    return written(place, form_page, continues=not (for_each and missing))  # what was done for one child stays done


# ── Home and health: written on the case's own page, put right here ─────────────────────────────────────────────────


class HomeNoteForm(KringForm):
    text = LongText(
        label=lazy("Notitie over thuis of gezondheid"),
        hint=lazy("Alleen voor de Seo-coördinator en de directie."),
        missing=lazy("Schrijf de notitie op."),
    )


def home_note(request: StaffRequest, place: Place) -> Page:
    def save(form: HomeNoteForm, act: Act) -> Fact:
        return recording.note_home(act=act, case_id=place.case.pk, text=form.cleaned_data["text"])

    return written(place, FormPage(form=HomeNoteForm, verb=save, template=PAGE))
