"""The duties that are met by writing: the problem, the class, observations, consultation, analysis, new approach."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from msgspec import structs

from kring.cases import bodies
from kring.cases.actions import recording
from kring.cases.actions.change import Act
from kring.cases.models import Fact
from kring.cases.plan import after_finishing
from kring.protocol.terms import Role, Whom
from kring.school.models import Role as StaffRole
from kring.school.models import StaffMember
from kring.web.duties.place import Place
from kring.web.duties.wording import ROLES
from kring.web.forms import DayField, KringForm, LongText, Option, PeopleChoice, Several, ShortText


def values_of(fact: Fact) -> Mapping[str, object]:
    """The form's values of a fact whose form has the names of its body."""
    return {**structs.asdict(fact.body), "on": fact.on, "until_on": fact.until_on, "about": list(fact.about)}


class DayedForm(KringForm):
    """A form about something that took place on a day, from the report until today."""

    on = DayField(label=lazy("Wanneer was het?"), not_future=True)

    def __init__(self, *args: Any, place: Place, **options: Any) -> None:
        super().__init__(*args, **options)
        self.place = place
        self.day("on").not_before(
            place.case.reported_on, _("Deze dag ligt vóór de melding. Vul een dag in vanaf de dag van de melding.")
        )


# ── The problem (S3b) and what went wrong (S4c) ─────────────────────────────────────────────────────────────────────


class ProblemForm(KringForm):
    text = LongText(
        label=lazy("Het probleem in één alinea"),
        hint=lazy("Zo helder dat iedereen in het team het begrijpt. Dit staat in het plan: zonder schuld, met feiten."),
        missing=lazy("Schrijf het probleem op. Een paar zinnen is genoeg."),
        rows=6,
    )


def problem(place: Place) -> HttpResponse:
    def save(form: ProblemForm, act: Act) -> Fact:
        return recording.formulate_problem(act=act, case_id=place.case.pk, text=form.cleaned_data["text"])

    return place.fill(
        ProblemForm, template="kring/duties/writing.html", act=save, values=values_of, context={"in_plan": True}
    )


class AnalysisForm(KringForm):
    text = LongText(
        label=lazy("Waardoor ging het mis?"),
        hint=lazy("Welke afspraak lukte niet, en wat stond in de weg? Dit staat in het plan."),
        missing=lazy("Schrijf op waardoor het misging. Een paar zinnen is genoeg."),
        rows=6,
    )


def analysis(place: Place) -> HttpResponse:
    def save(form: AnalysisForm, act: Act) -> Fact:
        return recording.analyse(act=act, case_id=place.case.pk, text=form.cleaned_data["text"])

    return place.fill(
        AnalysisForm, template="kring/duties/writing.html", act=save, values=values_of, context={"in_plan": True}
    )


# ── The whole class (S3e) ───────────────────────────────────────────────────────────────────────────────────────────

SENTENCES = (
    "Alle kinderen moeten zich veilig voelen op school.",
    "Het melden van pesten is geen klikken.",
    "Niemand hoeft bang te zijn om iets te melden.",
)
"""What the protocol wants the class to hear. Kept in Dutch: they stand in the plan as they were said."""


class ClassForm(DayedForm):
    method = ShortText(
        label=lazy("Welke methode of werkvorm gebruikte je?"),
        hint=lazy(
            "Bijvoorbeeld: kringgesprek, Kanjertraining, Kwink, De Vreedzame School, Rots en Water, een prentenboek."
        ),
        missing=lazy("Welke methode of werkvorm gebruikte je?"),
    )
    sentences = Several(
        label=lazy("Wat heeft de klas in elk geval gehoord?"),
        hint=lazy("Het protocol vraagt om deze drie."),
        options=(
            Option("0", lazy("Alle kinderen moeten zich veilig voelen op school.")),
            Option("1", lazy("Het melden van pesten is geen klikken.")),
            Option("2", lazy("Niemand hoeft bang te zijn om iets te melden.")),
        ),
        coerce=int,
        required=False,
    )
    said = LongText(
        label=lazy("Wat is er verder besproken?"),
        hint=lazy("Zonder namen van leerlingen: het hele team leest dit in het plan."),
        required=False,
    )

    def check_together(self) -> None:
        if not self.cleaned_data.get("sentences") and not self.cleaned_data.get("said", "").strip():
            self.add_error("said", _("Kies wat de klas heeft gehoord, of schrijf het hier op."))

    def attention(self) -> bodies.ClassAttention:
        """What was filled in, as it is kept: the chosen sentences and what was written, each on its own line."""
        lines = [SENTENCES[n] for n in self.cleaned_data["sentences"]]
        return bodies.ClassAttention(
            method=self.cleaned_data["method"], said="\n".join(filter(None, [*lines, self.cleaned_data["said"]]))
        )


def class_attention(place: Place) -> HttpResponse:
    def save(form: ClassForm, act: Act) -> Fact:
        return recording.address_class(
            act=act, case_id=place.case.pk, on=form.cleaned_data["on"], attention=form.attention()
        )

    def values(fact: Fact) -> Mapping[str, object]:
        body = fact.body
        if not isinstance(body, bodies.ClassAttention):
            raise TypeError(body)
        lines = body.said.split("\n")
        told = [number for number, sentence in enumerate(SENTENCES) if sentence in lines]
        rest = [line for line in lines if line not in SENTENCES]
        return {"on": fact.on, "method": body.method, "sentences": told, "said": "\n".join(rest)}

    return place.fill(
        ClassForm,
        template="kring/duties/writing.html",
        act=save,
        values=values,
        initial={"on": place.request.today},
        arguments={"place": place},
        context={"in_plan": True},
    )


# ── Colleagues who watch (S3h) ──────────────────────────────────────────────────────────────────────────────────────


class ObserveForm(KringForm):
    watch_for = LongText(
        label=lazy("Waar letten collega's op?"),
        hint=lazy("Waar, wanneer en op wie. Het hele team leest dit."),
        missing=lazy("Schrijf op waar collega's op letten. Eén zin is genoeg."),
        rows=4,
    )
    until_on = DayField(label=lazy("Tot en met welke dag?"), not_past=True)


def observe(place: Place) -> HttpResponse:
    def save(form: ObserveForm, act: Act) -> Fact:
        typed = form.cleaned_data
        return recording.ask_observations(
            act=act, case_id=place.case.pk, watch_for=typed["watch_for"], until_on=typed["until_on"]
        )

    return place.fill(
        ObserveForm,
        template="kring/duties/writing.html",
        act=save,
        values=values_of,
        initial={"until_on": _next_evaluation(place)},
        context={"in_plan": True},
    )


def _next_evaluation(place: Place) -> object:
    """The day of the evaluation after this step, as far as it is known now; None before the talk."""
    if place.task is None or not any(task.on for task in place.visit.tasks if task.duty.settles_date):
        return None
    coming = after_finishing(place.file).current
    return coming.due.on if coming and coming.step.key != place.visit.step.key and coming.due else None


# ── Consulting, a new approach, the school's own duties ─────────────────────────────────────────────────────────────


class ConsultForm(DayedForm):
    with_whom = ShortText(label=lazy("Met wie heb je overlegd?"), missing=lazy("Met wie heb je overlegd?"))
    advice = LongText(
        label=lazy("Wat spreken jullie af voor de komende twee weken?"),
        missing=lazy("Schrijf op wat jullie afspraken. Een paar zinnen is genoeg."),
    )


def consult(place: Place) -> HttpResponse:
    def save(form: ConsultForm, act: Act) -> Fact:
        typed = form.cleaned_data
        consultation = bodies.Consultation(advice=typed["advice"], with_whom=typed["with_whom"])
        return recording.consult(act=act, case_id=place.case.pk, on=typed["on"], consultation=consultation)

    coordinator = (
        StaffMember.objects.filter(school=place.case.school_id, role=StaffRole.COORDINATOR, is_active=True)
        .order_by("name")
        .first()
    )
    return place.fill(
        ConsultForm,
        template="kring/duties/writing.html",
        act=save,
        values=values_of,
        initial={"on": place.request.today, "with_whom": coordinator.name if coordinator else ""},
        arguments={"place": place},
    )


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


def new_approach(place: Place) -> HttpResponse:
    def save(form: NewApproachForm, act: Act) -> Fact:
        approach = bodies.NewApproach(**form.cleaned_data)
        return recording.choose_approach(act=act, case_id=place.case.pk, approach=approach)

    return place.fill(
        NewApproachForm, template="kring/duties/writing.html", act=save, values=values_of, context={"in_plan": True}
    )


class ExtraForm(DayedForm):
    about = PeopleChoice(label=lazy("Met wie?"), missing=lazy("Kies met welke leerling het was."))
    note = LongText(label=lazy("Wat is er gedaan?"), missing=lazy("Schrijf kort op wat er gedaan is."), rows=3)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        duty = self.place.duty
        roles = ROLES_OF.get(duty.whom, ()) if duty else ()
        if not roles:
            del self.fields["about"]
            return
        self.several("about").offer(
            Option(child.pk, child.pupil.first_name, ROLES[child.role]) for child in self.place.file.with_role(*roles)
        )


ROLES_OF: dict[Whom, tuple[Role, ...]] = {
    Whom.EACH_TARGET: (Role.TARGET,),
    Whom.EACH_INSTIGATOR: (Role.INSTIGATOR,),
    Whom.EACH_OF_BOTH: (Role.TARGET, Role.INSTIGATOR),
}


def extra(place: Place) -> HttpResponse:
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

    missing = place.task.missing if place.task else ()
    return place.fill(
        ExtraForm,
        template="kring/duties/writing.html",
        act=save,
        values=values_of,
        initial={"on": place.request.today, "about": list(missing)},
        arguments={"place": place},
    )


# ── Home and health: written on the case's own page, put right here ─────────────────────────────────────────────────


class HomeNoteForm(KringForm):
    text = LongText(
        label=lazy("Notitie over thuis of gezondheid"),
        hint=lazy("Alleen voor de Seo-coördinator en de directie."),
        missing=lazy("Schrijf de notitie op."),
    )


def home_note(place: Place) -> HttpResponse:
    def save(form: HomeNoteForm, act: Act) -> Fact:
        return recording.note_home(act=act, case_id=place.case.pk, text=form.cleaned_data["text"])

    return place.fill(HomeNoteForm, template="kring/duties/writing.html", act=save, values=values_of)
