"""All that was recorded in a fact, field by field, in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kring import words
from kring.cases import bodies
from kring.cases.case_file import CaseFile, variation_of
from kring.cases.models import Fact
from kring.cases.saying import step_told
from kring.cases.wording import DANGERS, GOES_ON, KEPT, LEVELS, PLACES, REACHED, SORTS, feeling_in_words
from kring.web.case.facts import duty_title
from kring.web.road.names import about_words, name_of_child


@dataclass(frozen=True)
class Line:
    """One field of a fact. `private`: a child said this in confidence."""

    label: str
    text: str
    private: bool = False


def lines_of(file: CaseFile, fact: Fact, today: date) -> list[Line]:
    """All that was recorded, field by field, without what was left empty."""
    kind: type[Any] = type(fact.body)
    return [line for line in _READERS[kind](file, fact, fact.body, today) if line.text]


def _talk(file: CaseFile, fact: Fact, body: bodies.Talk, today: date) -> Iterator[Line]:
    yield Line(_("Met"), about_words(file, fact.about))
    yield Line(_("Samen of apart"), _("Samen") if body.together else _("Apart") if len(fact.about) != 1 else "")
    yield Line(_("Waarom apart"), body.apart_because)
    if body.wants_together is not None:
        yield Line(_("Wil het gesprek samen"), _("Ja") if body.wants_together else _("Nee, liever apart"))
    yield Line(_("Wat er gezegd is"), body.said)
    yield Line(_("In de woorden van het kind"), body.own_words)
    yield Line(_("In vertrouwen gezegd"), body.in_confidence, private=True)
    yield Line(_("Wie er nog bij was"), body.also_present)
    for key, value in body.feelings.items():
        yield Line(
            _("Hoe veilig voelt %(child)s zich?") % {"child": name_of_child(file, key)},
            words.capital(feeling_in_words(value)),
        )


def _planned_talk(file: CaseFile, fact: Fact, body: bodies.PlannedTalk, today: date) -> Iterator[Line]:
    yield Line(_("Voor"), duty_title(file, fact))
    yield Line(_("Met"), about_words(file, fact.about))
    yield Line(_("Wanneer"), words.at_clock(words.day(fact.on, today), body.begins))
    yield Line(_("Hoe lang"), _("%(minutes)s minuten") % {"minutes": body.minutes})
    yield Line(_("Waar"), body.place)


def _incident(file: CaseFile, fact: Fact, body: bodies.Incident, today: date) -> Iterator[Line]:
    yield Line(_("Wat er gebeurde"), body.what)
    yield Line(_("Wie"), about_words(file, fact.about))
    yield Line(_("Hoe laat"), body.time)
    yield Line(_("Waar"), str(PLACES.get(body.place, body.place)))
    yield Line(_("Soort"), words.listed(SORTS.get(sort, sort) for sort in body.sorts))
    yield Line(_("Wie zag het"), body.seen_by)


def _severity(file: CaseFile, fact: Fact, body: bodies.Severity, today: date) -> Iterator[Line]:
    yield Line(_("Hoe ernstig"), str(LEVELS[body.level][0]))
    yield Line(_("Waarom"), body.reasons)
    yield Line(
        _("Is er nu gevaar?"), "\n".join(str(DANGERS[sign][0]) for sign in body.danger) or _("Geen tekenen gezien")
    )


def _decision(file: CaseFile, fact: Fact, body: bodies.Decision, today: date) -> Iterator[Line]:
    yield Line(_("Antwoord"), _(file.protocol.step(fact.step).outcome(fact.outcome).title))
    yield Line(_("Waarom"), body.reasons)
    definition = file.protocol.step(fact.step).tests
    for test in definition.tests if definition else ():
        given = body.tests.get(test.key, [])
        yield Line(_(test.question), words.listed(_(text) for key, text, _points in test.answers if key in given))
    if body.departs:
        yield Line(_("Let op"), _("Dit besluit wijkt af van waar de antwoorden hierboven op wijzen."))


def _agreement(file: CaseFile, fact: Fact, body: bodies.Agreement, today: date) -> Iterator[Line]:
    yield Line(_("Wat"), body.what)
    yield Line(_("Wie"), body.who)
    yield Line(_("Vanaf"), words.day(body.from_on, today))
    yield Line(_("Tot en met"), words.day(body.until_on, today) if body.until_on else _("geen einddatum"))


def _review(file: CaseFile, fact: Fact, body: bodies.Review | bodies.PhaseOut, today: date) -> Iterator[Line]:
    made = {ever.fact.pk: ever.body for ever in file.every(bodies.Agreement)}
    for verdict in body.verdicts:
        agreement = made.get(verdict.agreement)
        parts = [words.lower_first(str(KEPT[verdict.kept]))] if verdict.kept else []
        goes_on = str(GOES_ON[verdict.goes_on].told)
        if verdict.from_on:
            goes_on = _("%(how)s vanaf %(day)s") % {"how": goes_on, "day": words.day_and_month(verdict.from_on, today)}
        text = words.capital(words.listed([*parts, goes_on])) + "."
        yield Line(agreement.what if agreement else _("Een afspraak"), f"{text}\n{verdict.note}".strip())


def _phase_out(file: CaseFile, fact: Fact, body: bodies.PhaseOut, today: date) -> Iterator[Line]:
    yield from _review(file, fact, body, today)
    yield Line(_("Toelichting"), body.note)


def _class(file: CaseFile, fact: Fact, body: bodies.ClassAttention, today: date) -> Iterator[Line]:
    yield Line(_("Hoe"), body.method)
    yield Line(_("Wat er gezegd is"), body.said)


def _watch(file: CaseFile, fact: Fact, body: bodies.ObservationRequest, today: date) -> Iterator[Line]:
    yield Line(_("Waar collega's op letten"), body.watch_for)
    yield Line(_("Tot en met"), words.day(fact.until_on, today) if fact.until_on else "")


def _observation(file: CaseFile, fact: Fact, body: bodies.Observation, today: date) -> Iterator[Line]:
    yield Line(_("Gezien"), body.what if body.seen else _("Niets gezien"))
    yield Line(_("Waar"), str(PLACES.get(body.place, body.place)))


def _consultation(file: CaseFile, fact: Fact, body: bodies.Consultation, today: date) -> Iterator[Line]:
    yield Line(_("Met"), body.with_whom)
    yield Line(_("Wat jullie afspraken"), body.advice)


def _approach(file: CaseFile, fact: Fact, body: bodies.NewApproach, today: date) -> Iterator[Line]:
    yield Line(_("De nieuwe aanpak"), body.text)
    yield Line(_("Deskundige"), body.expert)
    yield Line(_("Organisatie"), body.organisation)


def _informed(file: CaseFile, fact: Fact, body: bodies.Informed, today: date) -> Iterator[Line]:
    channels = dict(variation_of(file.case).channels)
    yield Line(_("Wie"), words.capital(about_words(file, fact.about)))
    yield Line(_("Gelukt?"), words.capital(str(REACHED[body.reached].told)))
    yield Line(_("Hoe"), _(channels[body.channel]) if body.channel in channels else "")
    yield Line(_("Wat de ouder zei"), body.said)
    yield Line(_("Waarom niet"), body.because)
    yield Line(_("Waarom, terwijl het gezag niet bekend was"), body.custody_unknown)
    yield Line(_("Zonder gezag"), _("Deze ouder vroeg er zelf om.") if body.on_request else "")


def _closed(file: CaseFile, fact: Fact, body: bodies.Closed, today: date) -> Iterator[Line]:
    yield Line(_("Waarom"), body.reason)
    yield Line(_("In de woorden van het kind"), body.child_says)
    if body.child_feels:
        yield Line(_("Hoe veilig voelt het kind zich?"), words.capital(feeling_in_words(body.child_feels)))
    yield Line(_("Navraag op"), words.day(fact.until_on, today) if fact.until_on else "")


def _checked(file: CaseFile, fact: Fact, body: bodies.Checked, today: date) -> Iterator[Line]:
    yield Line(_("Is het rustig gebleven?"), _("Ja") if body.quiet else _("Nee, de zaak is weer open"))
    yield Line(_("Wat je hoorde"), body.note)


def _reopened(file: CaseFile, fact: Fact, body: bodies.Reopened, today: date) -> Iterator[Line]:
    yield Line(_("Verder bij"), step_told(file, fact.outcome))
    yield Line(_("Waarom"), body.reason)


def _handed_over(file: CaseFile, fact: Fact, body: bodies.HandedOver, today: date) -> Iterator[Line]:
    yield Line(_("Van"), body.from_name)
    yield Line(_("Naar"), body.to_name)
    yield Line(_("Waarom"), body.reason)


def _one(label: str, of: Callable[[Any], object]) -> Callable[..., Iterator[Line]]:
    def reader(file: CaseFile, fact: Fact, body: object, today: date) -> Iterator[Line]:
        yield Line(_(label), str(of(body)))

    return reader


def _nothing(file: CaseFile, fact: Fact, body: object, today: date) -> Iterator[Line]:
    return iter(())


_READERS: dict[type[Any], Callable[..., Iterator[Line]]] = {
    bodies.Talk: _talk,
    bodies.PlannedTalk: _planned_talk,
    bodies.Incident: _incident,
    bodies.Severity: _severity,
    bodies.Decision: _decision,
    bodies.Problem: _one(gettext_noop("Het probleem"), lambda body: body.text),
    bodies.Agreement: _agreement,
    bodies.Review: _review,
    bodies.PhaseOut: _phase_out,
    bodies.ClassAttention: _class,
    bodies.ObservationRequest: _watch,
    bodies.Observation: _observation,
    bodies.Consultation: _consultation,
    bodies.Analysis: _one(gettext_noop("Waardoor het misging"), lambda body: body.text),
    bodies.NewApproach: _approach,
    bodies.Informed: _informed,
    bodies.Extra: _one(gettext_noop("Wat er gedaan is"), lambda body: body.note),
    bodies.PlanIssued: _one(gettext_noop("Versie"), lambda body: body.number),
    bodies.Waived: _one(gettext_noop("Waarom dit niet hoeft"), lambda body: body.reason),
    bodies.Planned: _one(gettext_noop("Waarom"), lambda body: body.why),
    bodies.Finished: _nothing,
    bodies.Closed: _closed,
    bodies.Checked: _checked,
    bodies.Reopened: _reopened,
    bodies.HandedOver: _handed_over,
    bodies.HomeNote: _one(gettext_noop("Notitie"), lambda body: body.text),
    bodies.Withdrawn: _one(gettext_noop("Waarom het niet klopt"), lambda body: body.reason),
}
