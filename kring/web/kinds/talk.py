"""Writing up a talk: with one child, with both parties together or apart, or asking a child beforehand (S1a … S5a)."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from kring import words
from kring.cases import bodies
from kring.cases.actions.recording import record_talk
from kring.cases.company import children_at
from kring.cases.models import Fact, Involved
from kring.cases.typed import FactOf
from kring.protocol.terms import Duty, Role, Whom
from kring.school.act import Act
from kring.web.forms.page import FormPage, Page
from kring.web.kinds.talk_forms import (
    APART,
    TOGETHER,
    AskForm,
    CompanyTalkForm,
    SeparateTalkForm,
    TalkForm,
    feels_of,
)
from kring.web.requests import StaffRequest
from kring.web.road.not_now import not_now
from kring.web.road.place import Place

WOULD_NOT_SAY = 0


def page(request: StaffRequest, place: Place) -> Page:
    """The form for a talk, by whom it is meant for."""
    duty = place.duty
    if duty is None:
        raise TypeError("a talk belongs to a duty")
    children = children_at(place.file, duty, place.fact.about if place.fact else ())
    if not children:
        return not_now(
            request,
            place.held,
            because=_("Nog niet bekend is met welke leerling dit gesprek is. Voeg die eerst toe bij de mensen."),
        )
    form_class = form_for(place, duty, children)

    def save(form: TalkForm, act: Act) -> Fact:
        about = form.about()
        return record_talk(
            act=act,
            case_id=place.case.pk,
            duty=duty.key,
            on=form.cleaned_data["on"],
            about=about,
            talk=form.talk(),
        )

    form_page = FormPage(
        form=form_class,
        template="kring/duties/talk.html",
        verb=save,
        read=lambda fact: values_of(FactOf(fact, bodies.Talk), children, several=form_class is CompanyTalkForm),
        initial={"with_whom": first_guess(place, children, form_class, asked=request.GET.get("kind", ""))},
        arguments={"place": place, "children": children},
        words={
            "who": place.file.name_of(children[0]) if len(children) == 1 else "",
            "asked": asked_of(place),
            "done": [(fact, words.listed(place.name_of(key) for key in fact.about)) for fact in place.recorded],
        },
    )
    return place.completed(form_page, continues=False)


def form_for(place: Place, duty: Duty, children: Sequence[Involved]) -> type[TalkForm]:
    """Which of the forms above this duty takes."""
    if duty.whom is Whom.EACH_OF_BOTH or (duty.several_at_once and len(children) > 1):
        return CompanyTalkForm
    return AskForm if duty.asks_wish else SeparateTalkForm


def first_guess(place: Place, children: Sequence[Involved], form_class: type[TalkForm], *, asked: str) -> object:
    """With whom the talk most likely was; `asked` is the child whose talk was pointed at."""
    missing = place.task.missing if place.task else ()
    if form_class is CompanyTalkForm:
        parties = [child.pk for child in children if child.role in (Role.TARGET, Role.INSTIGATOR)]
        return [pk for pk in parties if str(pk) in missing] or parties
    waiting = [child.pk for child in children if str(child.pk) in missing]
    return next((child.pk for child in children if str(child.pk) == asked), None) or next(iter(waiting), None)


def asked_of(place: Place) -> list[tuple[str, bool, str]]:
    """Before a joint talk: what each bullied child said to want, as (name, together?, words)."""
    before = place.duty.after if place.duty else ()
    asking = {duty.key for duty in place.visit.step.every_duty() if duty.asks_wish and duty.key in before}
    return [
        (place.name_of(key), talk.body.wants_together, talk.body.said)
        for talk in place.file.of(bodies.Talk, at=place.visit)
        if talk.fact.duty in asking and talk.body.wants_together is not None
        for key in talk.fact.about
    ]


def values_of(recorded: FactOf[bodies.Talk], children: Sequence[Involved], *, several: bool) -> Mapping[str, object]:
    """The form's values of a talk that was written up."""
    fact, body = recorded.fact, recorded.body
    present = [child.pk for child in children if str(child.pk) in fact.about]
    values: dict[str, object] = {
        "on": fact.on,
        "with_whom": present if several else next(iter(present), None),
        "together": TOGETHER if body.together else APART,
        "apart_because": body.apart_because,
        "wants_together": body.wants_together,
        "said": body.said,
        "own_words": body.own_words,
        "in_confidence": body.in_confidence,
        "also_present": body.also_present,
    }
    answers = {key: WOULD_NOT_SAY if feels is None else feels for key, feels in body.feelings.items()}
    values |= {feels_of(child): answers.get(str(child.pk)) for child in children}
    return values | {"feels": next(iter(answers.values()), None)}
