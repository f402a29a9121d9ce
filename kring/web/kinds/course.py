"""How a case went on: the kinds of fact that no form of a duty writes, and that nobody puts right."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.case_file import CaseFile
from kring.cases.models import Fact
from kring.cases.saying import step_told
from kring.cases.typed import FactOf
from kring.cases.wording import feeling_in_words
from kring.web.forms.wording import Words
from kring.web.kinds.told import FactLine, Look, Told, by_duty, by_kind


def _let_go(file: CaseFile, fact: Fact, title: Words) -> str:
    return _("%(duty)s: hoeft niet") % {"duty": by_duty(file, fact, title)}


def _is_done(file: CaseFile, fact: Fact, title: Words) -> str:
    return _("%(step)s is klaar") % {"step": step_told(file, *fact.place)}


def _closed(file: CaseFile, one: FactOf[bodies.Closed], today: date) -> Iterator[FactLine]:
    yield FactLine(_("Waarom"), one.body.reason)
    yield FactLine(_("In de woorden van het kind"), one.body.child_says)
    if one.body.child_feels:
        yield FactLine(_("Hoe veilig voelt het kind zich?"), words.capital(feeling_in_words(one.body.child_feels)))
    yield FactLine(_("Navraag op"), words.day(one.fact.until_on, today) if one.fact.until_on else "")


WAIVED = Told(
    bodies.Waived,
    title=lazy("Hoeft niet"),
    titled=_let_go,
    line=lambda file, one: words.shortened(one.body.reason),
    fields=lambda file, one, today: [FactLine(_("Waarom dit niet hoeft"), one.body.reason)],
    look=Look.PLAIN,
    told_apart=False,
    correct=None,
)

PLANNED = Told(
    bodies.Planned,
    title=lazy("Eerdere dag gekozen"),
    titled=by_kind,
    line=lambda file, one: "",
    fields=lambda file, one, today: [FactLine(_("Waarom"), one.body.why)],
    look=Look.CALM,
    told_apart=False,
    correct=None,
)

FINISHED = Told(
    bodies.Finished,
    title=lazy("Stap klaar"),
    titled=_is_done,
    line=lambda file, one: "",
    fields=lambda file, one, today: [],
    look=Look.CALM,
    told_apart=False,
    correct=None,
)

CLOSED = Told(
    bodies.Closed,
    title=lazy("Zaak gesloten"),
    titled=by_kind,
    line=lambda file, one: words.shortened(one.body.reason),
    fields=_closed,
    look=Look.BIG,
    told_apart=False,
    correct=None,
)

CHECKED = Told(
    bodies.Checked,
    title=lazy("Navraag"),
    titled=by_kind,
    line=lambda file, one: words.shortened(one.body.note),
    fields=lambda file, one, today: [
        FactLine(_("Is het rustig gebleven?"), _("Ja") if one.body.quiet else _("Nee, de zaak is weer open")),
        FactLine(_("Wat je hoorde"), one.body.note),
    ],
    look=Look.PLAIN,
    told_apart=False,
    correct=None,
)

REOPENED = Told(
    bodies.Reopened,
    title=lazy("Zaak heropend"),
    titled=by_kind,
    line=lambda file, one: words.shortened(one.body.reason),
    fields=lambda file, one, today: [
        FactLine(_("Verder bij"), step_told(file, one.fact.outcome)),
        FactLine(_("Waarom"), one.body.reason),
    ],
    look=Look.BIG,
    told_apart=False,
    correct=None,
)

HANDED_OVER = Told(
    bodies.HandedOver,
    title=lazy("Zaak overgedragen"),
    titled=by_kind,
    line=lambda file, one: words.shortened(one.body.reason),
    fields=lambda file, one, today: [
        FactLine(_("Van"), one.body.from_name),
        FactLine(_("Naar"), one.body.to_name),
        FactLine(_("Waarom"), one.body.reason),
    ],
    look=Look.CALM,
    told_apart=False,
    correct=None,
)

WITHDRAWN = Told(
    bodies.Withdrawn,
    title=lazy("Ingetrokken"),
    titled=by_kind,
    line=lambda file, one: words.shortened(one.body.reason),
    fields=lambda file, one, today: [FactLine(_("Waarom het niet klopt"), one.body.reason)],
    look=Look.PLAIN,
    told_apart=False,
    correct=None,
)
