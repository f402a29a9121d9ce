"""Planning a talk, and moving it: when, how long, with whom and perhaps where."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions import planning
from kring.cases.case_file import CaseFile
from kring.cases.company import children_at, guardians_at
from kring.cases.held import HeldCase
from kring.cases.models import Fact
from kring.cases.planned_talks import can_be_planned
from kring.cases.together import is_joint
from kring.cases.typed import FactOf
from kring.protocol.terms import Duty, Kind, Whom
from kring.school.models import Custody, Guardianship
from kring.web.forms import (
    Choice,
    DayField,
    FormPage,
    KringForm,
    LongText,
    Option,
    Page,
    SelectList,
    Several,
    ShortText,
    Tick,
    TimeField,
)
from kring.web.kinds.told import FactLine, Look, Told, by_duty, by_kind
from kring.web.kinds.withdrawing import WithdrawForm, Withdrawing
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.names import about_words, guardian_words, held_back_words
from kring.web.road.not_now import not_now
from kring.web.road.place import Place, as_kept, stood_in
from kring.web.way_in.doors import staff_page

LENGTHS = (15, 30, 45, 60, 90, 120)
USUAL_LENGTH = 30


class PlanTalkForm(KringForm):
    with_whom = Several(label=lazy("Met wie?"), missing=lazy("Kies met wie het gesprek is."))
    on = DayField(label=lazy("Op welke dag?"), not_past=True, missing=lazy("Kies een dag."))
    although_closed = Tick(label=lazy("Het gesprek is op een dag waarop de school dicht is"))
    begins = TimeField(label=lazy("Hoe laat?"))
    minutes = Choice(label=lazy("Hoe lang?"), coerce=int, widget=SelectList)
    place = ShortText(
        label=lazy("Waar?"),
        hint=lazy("Bijvoorbeeld: in de spreekkamer. Dit blijft in Kring; in je agenda komt het niet."),
        required=False,
    )
    together_because = LongText(
        label=lazy("Waarom toch samen?"),
        hint=lazy("Niet ieder gepest kind wil dit gesprek samen. Plan het apart, of schrijf op waarom toch."),
        rows=2,
        required=False,
    )
    names_in_verb = {"about": "with_whom"}

    def __init__(self, *args: Any, place: Place, duty: Duty, **options: Any) -> None:
        super().__init__(*args, **options)
        both = duty.kind is Kind.TALK and duty.whom not in (Whom.EACH_TARGET, Whom.EACH_INSTIGATOR)
        everyone = [str(child.pk) for child in place.file.people]
        if not (both and place.file.table.said_no(everyone)):
            del self.fields["together_because"]
        self.choice("minutes").offer(Option(n, _("%(minutes)s minuten") % {"minutes": n}) for n in LENGTHS)
        if duty.kind is Kind.TALK:
            del self.fields["although_closed"]
        if duty.kind is Kind.CONSULT:
            del self.fields["with_whom"]
        else:
            self.several("with_whom").offer(company(place, duty))

    def for_verb(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return dict(
            on=typed["on"],
            about=[str(key) for key in typed.get("with_whom", ())],
            talk=bodies.PlannedTalk(
                begins=typed["begins"],
                minutes=typed["minutes"],
                place=typed["place"],
                together_because=typed.get("together_because", ""),
            ),
            although_closed=typed.get("although_closed", False),
        )


def company(place: Place, duty: Duty) -> list[Option]:
    """Who the talk can be with: children, or guardians by what they are to whom."""
    former = place.fact.about if place.fact else []
    if duty.kind is Kind.TALK:
        return [place.option(child) for child in children_at(place.file, duty, former)]
    return [
        Option(link.pk, words.capital(guardian_words(place.file, str(link.pk))), _about_guardian(link, place))
        for link in guardians_at(place.file, former)
    ]


def _about_guardian(link: Guardianship, place: Place) -> str:
    """The name, and what planning a talk must heed: custody that is not known, apart, and nothing yet."""
    said = [
        link.guardian.name,
        _("gezag niet bekend") if link.custody == Custody.UNKNOWN else "",
        _("apart spreken") if link.guardian.call_apart else "",
        words.lower_first(held_back_words(link, place.held.today).rstrip(".")),
    ]
    return ", ".join(filter(None, said))


@staff_page()
@case_form(Need.WRITE)
def plan_talk(request: StaffRequest, held: HeldCase, duty: str) -> Page:
    """Plan a talk for a duty of the current step, or with those whom an earlier one left to be told."""
    file = held.file
    known = {one.key: one for step in file.protocol.steps for one in step.every_duty() if can_be_planned(one)}
    if duty not in known:
        raise Http404
    visit, task = file.progress.asking(duty, stood_in(request)) or (file.progress.current, None)
    if request.method != "POST" and (visit is None or task is None or task.settled):
        return not_now(request, held, task=None, because=_("Voor dit gesprek valt nu niets te plannen."))
    return page(request, Place(held, visit or file.progress.last, task.duty if task else known[duty]))


def page(request: StaffRequest, place: Place) -> Page:
    """The form, empty or with the talk that is moved."""
    duty = place.duty
    if duty is None:
        raise TypeError("a talk is planned for a duty")

    def said(fact: Fact) -> str:
        when = words.at_clock(words.near_day(fact.on, request.today), FactOf(fact, bodies.PlannedTalk).body.begins)
        return _("Gesprek gepland: %(when)s.") % {"when": when}

    form_page = FormPage(
        form=PlanTalkForm,
        template="kring/duties/plan_talk.html",
        verb=place.carried_out_by(planning.plan_talk, at=place.visit.place),
        initial={"minutes": USUAL_LENGTH, "with_whom": _first_guess(place, duty, asked=request.GET.get("kind", ""))},
        arguments={"place": place, "duty": duty},
        read=lambda fact: {**as_kept(fact, PlanTalkForm.names_in_verb), **_moved(request)},
        words={
            "title": _("Gesprek verzetten") if place.fact else _("Gesprek plannen"),
            "duty_title": _(duty.title),
        },
        said=said,
    )
    return place.completed(form_page, continues=False, goes_on=False)


def _moved(request: StaffRequest) -> dict[str, date]:
    """The day that the link to the form proposes: `?naar=vandaag`, beside a talk that is planned past its term."""
    return {"on": request.today} if request.method != "POST" and request.GET.get("naar") == "vandaag" else {}


def _first_guess(place: Place, duty: Duty, *, asked: str) -> list[str]:
    """With whom the talk most likely is: everybody of a joint talk, else the one who was asked for, or who is first.

    Somebody who was asked for and needs no talk is not replaced by somebody else: that may be the other family.
    """
    missing = set(place.task.missing) if place.task else set()
    waiting = [str(option.value) for option in company(place, duty) if str(option.value) in missing]
    if duty.kind is Kind.TALK and duty.whom is Whom.EACH_OF_BOTH:
        return waiting[:1] if is_joint(place.file.everyone, waiting) and place.file.table.said_no(waiting) else waiting
    return [key for key in waiting if key == asked] if asked else waiting[:1]


def _line(file: CaseFile, one: FactOf[bodies.PlannedTalk]) -> str:
    when = words.at_clock(words.short_day(one.fact.on), one.body.begins)
    return ": ".join(filter(None, [by_duty(file, one.fact, KIND.title), about_words(file, one.fact.about), when]))


def _fields(file: CaseFile, one: FactOf[bodies.PlannedTalk], today: date) -> Iterator[FactLine]:
    yield FactLine(_("Voor"), by_duty(file, one.fact, KIND.title))
    yield FactLine(_("Met"), about_words(file, one.fact.about))
    yield FactLine(_("Wanneer"), words.at_clock(words.day(one.fact.on, today), one.body.begins))
    yield FactLine(_("Hoe lang"), _("%(minutes)s minuten") % {"minutes": one.body.minutes})
    yield FactLine(_("Waar"), one.body.place)
    yield FactLine(_("Waarom toch samen"), one.body.together_because)


class CancelForm(WithdrawForm):
    """Why a planned talk does not take place."""

    reason = LongText(
        label=lazy("Waarom gaat het niet door?"),
        hint=lazy("In het dossier blijft te lezen dat het gepland was. Je kunt daarna een nieuw gesprek plannen."),
        missing=lazy("Schrijf op waarom het niet doorgaat."),
        rows=2,
    )


KIND: Told[bodies.PlannedTalk] = Told(
    bodies.PlannedTalk,
    title=lazy("Gesprek gepland"),
    titled=by_kind,
    line=_line,
    fields=_fields,
    look=Look.CALM,
    told_apart=False,
    correct=page,
    correct_button=lazy("Verzetten"),
    withdraw=Withdrawing(CancelForm, lazy("Afzeggen"), lazy("Gesprek afzeggen"), lazy("Afgezegd."), to="case"),
)
