"""A fact in a few words: its title, and what tells it apart from others of the same duty."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring import words
from kring.cases import bodies
from kring.cases.case_file import CaseFile
from kring.cases.models import Fact
from kring.cases.saying import step_told
from kring.cases.wording import LEVELS, REACHED
from kring.web.road.names import about_words

TITLES = {
    "talk": gettext_lazy("Gesprek"),
    "talk_planned": gettext_lazy("Gesprek gepland"),
    "incident": gettext_lazy("Voorval"),
    "severity": gettext_lazy("Ernst"),
    "decision": gettext_lazy("Besluit"),
    "problem": gettext_lazy("Het probleem"),
    "agreement": gettext_lazy("Afspraak"),
    "review": gettext_lazy("Afspraken doorgenomen"),
    "phase_out": gettext_lazy("Voortzetten en afbouwen"),
    "class_attention": gettext_lazy("Aandacht in de klas"),
    "observation_request": gettext_lazy("Collega's gevraagd om op te letten"),
    "observation": gettext_lazy("Wat een collega zag"),
    "consultation": gettext_lazy("Overleg"),
    "analysis": gettext_lazy("Waardoor het misging"),
    "new_approach": gettext_lazy("Nieuwe aanpak"),
    "informed": gettext_lazy("Ouder geïnformeerd"),
    "extra": gettext_lazy("Extra taak"),
    "plan_issued": gettext_lazy("Plan gedeeld met het team"),
    "waived": gettext_lazy("Hoeft niet"),
    "planned": gettext_lazy("Eerdere dag gekozen"),
    "finished": gettext_lazy("Stap klaar"),
    "closed": gettext_lazy("Zaak gesloten"),
    "checked": gettext_lazy("Navraag"),
    "reopened": gettext_lazy("Zaak heropend"),
    "handed_over": gettext_lazy("Zaak overgedragen"),
    "home_note": gettext_lazy("Notitie over thuis en gezondheid"),
    "withdrawn": gettext_lazy("Ingetrokken"),
}

PLAIN_COURSE = frozenset({"finished", "planned", "talk_planned", "plan_issued", "handed_over"})
"""Kinds that say how the case went on; small dots in the timeline."""


def fact_title(file: CaseFile, fact: Fact) -> str:
    """What kind of thing this is: the duty's own title where the protocol has one, else the kind's."""
    if fact.kind == "decision":
        return _(file.protocol.step(fact.step).question)
    if fact.kind == "finished":
        return _("%(step)s is klaar") % {"step": step_told(file, *fact.place)}
    if fact.kind == "waived":
        return _("%(duty)s: hoeft niet") % {"duty": duty_title(file, fact)}
    if fact.kind in ("talk", "extra", "consultation", "agreement"):
        return duty_title(file, fact)
    return str(TITLES[fact.kind])


def duty_title(file: CaseFile, fact: Fact) -> str:
    """The title of the duty this fact was recorded for, or of its kind when there was none."""
    try:
        return _(file.protocol.duty(fact.step, fact.duty).title)
    except KeyError:
        return str(TITLES[fact.kind])


def summary(file: CaseFile, fact: Fact) -> str:
    """What tells this fact apart from others of its duty: a child, a guardian, the beginning of a text."""
    body = fact.body
    match body:
        case bodies.Incident() | bodies.Agreement():
            return shortened(body.what)
        case bodies.Observation():
            return shortened(body.what) if body.seen else _("niets gezien")
        case bodies.Informed():
            aside = _("(op eigen verzoek)") if body.on_request else ""
            aside = _("(gezag niet bekend)") if body.custody_unknown else aside
            return f"{about_words(file, fact.about)}: {REACHED[body.reached].told} {aside}".rstrip()
        case bodies.Severity():
            return str(LEVELS[body.level][0])
        case bodies.Decision():
            return _(file.protocol.step(fact.step).outcome(fact.outcome).title)
        case bodies.PlanIssued():
            return _("versie %(number)s") % {"number": body.number}
        case bodies.PlannedTalk():
            when = words.at_clock(words.short_day(fact.on), body.begins)
            return ": ".join(filter(None, [duty_title(file, fact), about_words(file, fact.about), when]))
        case bodies.Talk() | bodies.Extra():
            return about_words(file, fact.about)
        case bodies.Waived() | bodies.Closed() | bodies.Reopened() | bodies.Withdrawn() | bodies.HandedOver():
            return shortened(body.reason)
        case bodies.Problem() | bodies.Analysis() | bodies.NewApproach() | bodies.HomeNote():
            return shortened(body.text)
        case bodies.Checked():
            return shortened(body.note)
        case bodies.ClassAttention():
            return shortened(body.method)
        case bodies.Consultation():
            return body.with_whom
    return ""


def shortened(text: str, longest: int = 90) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest].rsplit(' ', 1)[0]} …"
