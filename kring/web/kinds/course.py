"""How a case went on: the kinds of fact that no form of a duty writes, and that nobody puts right."""

from collections.abc import Callable, Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.case_file import CaseFile
from kring.cases.models import Fact
from kring.cases.saying import step_told
from kring.cases.typed import B, FactOf
from kring.cases.wording import feeling_in_words, role_in_words
from kring.web.forms.wording import Words
from kring.web.kinds.told import FactLine, Fields, Look, Titled, Told, although_lines, by_duty, by_kind, texts
from kring.web.road.names import about_words


def _let_go(file: CaseFile, fact: Fact, title: Words) -> str:
    return _("%(duty)s: hoeft niet") % {"duty": by_duty(file, fact, title)}


def _is_done(file: CaseFile, fact: Fact, title: Words) -> str:
    return _("%(step)s afgerond") % {"step": step_told(file, *fact.place)}


def _closed(file: CaseFile, one: FactOf[bodies.Closed], today: date) -> Iterator[FactLine]:
    yield FactLine(_("Waarom"), one.body.reason)
    yield from although_lines(one.body.although)
    yield FactLine(_("In de woorden van het kind"), one.body.child_says)
    if one.body.child_feels:
        yield FactLine(_("Hoe veilig voelt het kind zich?"), words.capital(feeling_in_words(one.body.child_feels)))
    yield FactLine(_("Navraag op"), words.day(one.fact.until_on, today) if one.fact.until_on else "")


def _course(
    body: type[B],
    title: Words,
    *,
    titled: Titled = by_kind,
    line: Callable[[CaseFile, FactOf[B]], str] = lambda file, one: "",
    fields: Fields[B],
    look: Look,
) -> Told[B]:
    """A kind that stands by itself in the timeline; what is not so is mended by what comes after it."""
    return Told(body, title=title, titled=titled, line=line, fields=fields, look=look, told_apart=False, correct=None)


WAIVED = _course(
    bodies.Waived,
    lazy("Hoeft niet"),
    titled=_let_go,
    line=lambda file, one: words.shortened(one.body.reason),
    fields=lambda file, one, today: [
        FactLine(_("Waarom dit niet hoeft"), one.body.reason),
        FactLine(_("Het gesprek komt alsnog"), words.day(one.body.again_on, today) if one.body.again_on else ""),
        FactLine(_("In de woorden van het kind"), one.body.child_says),
    ],
    look=Look.PLAIN,
)

PLANNED = _course(
    bodies.Planned,
    lazy("Eerdere dag gekozen"),
    fields=lambda file, one, today: [FactLine(_("Waarom"), one.body.why), *although_lines(one.body.although)],
    look=Look.CALM,
)

FINISHED = _course(
    bodies.Finished,
    lazy("Stap afgerond"),
    titled=_is_done,
    fields=texts(bodies.Finished),
    look=Look.CALM,
)

CLOSED = _course(
    bodies.Closed,
    lazy("Zaak afgesloten"),
    line=lambda file, one: words.shortened(one.body.reason),
    fields=_closed,
    look=Look.BIG,
)

CHECKED = _course(
    bodies.Checked,
    lazy("Navraag"),
    line=lambda file, one: words.shortened(one.body.note),
    fields=lambda file, one, today: [
        FactLine(_("Is het rustig gebleven?"), _("Ja") if one.body.quiet else _("Nee, de zaak is weer open")),
        FactLine(_("Wat je hoorde"), one.body.note),
    ],
    look=Look.PLAIN,
)

REOPENED = _course(
    bodies.Reopened,
    lazy("Zaak heropend"),
    line=lambda file, one: words.shortened(one.body.reason),
    fields=lambda file, one, today: [
        FactLine(_("Verder bij"), step_told(file, one.fact.outcome)),
        FactLine(_("Waarom"), one.body.reason),
    ],
    look=Look.BIG,
)

HANDED_OVER = _course(
    bodies.HandedOver,
    lazy("Zaak overgedragen"),
    line=lambda file, one: words.shortened(one.body.reason),
    fields=texts(bodies.HandedOver, from_name=lazy("Van"), to_name=lazy("Naar"), reason=lazy("Waarom")),
    look=Look.CALM,
)


def _part(file: CaseFile, one: FactOf[bodies.PartChanged], today: date) -> Iterator[FactLine]:
    yield FactLine(_("Wie"), about_words(file, one.fact.about))
    yield FactLine(_("Was"), role_in_words(one.body.was))
    yield FactLine(_("Nu"), role_in_words(one.body.now) if one.body.now else _("niet meer in deze zaak"))
    yield FactLine(_("Waarom"), one.body.because)
    yield FactLine(_("Was het een vergissing?"), _("Ja") if one.body.mistake else "")
    yield FactLine(_("Moet dit horen"), about_words(file, [str(key) for key in one.body.tell]))


PART_CHANGED = _course(
    bodies.PartChanged,
    lazy("Veranderd wie er betrokken is"),
    line=lambda file, one: about_words(file, one.fact.about),
    fields=_part,
    look=Look.PLAIN,
)

WITHDRAWN = _course(
    bodies.Withdrawn,
    lazy("Ingetrokken"),
    line=lambda file, one: words.shortened(one.body.reason),
    fields=texts(bodies.Withdrawn, reason=lazy("Waarom het niet klopt")),
    look=Look.PLAIN,
)
