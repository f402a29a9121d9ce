"""What stands on top of Vandaag: a danger that nobody answered, and a notice for all else that cannot wait."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kring import words
from kring.cases.cannot_wait import MOST_NEW, Waiting, Why
from kring.cases.models import Case, Concern
from kring.protocol.terms import total
from kring.web.road.links import Go
from kring.web.school.proposals_told import ProposalNotice
from kring.web.school.to_set_up import SetUpLine


@dataclass(frozen=True, slots=True)
class OnTop:
    """`look` is the class of its colour, "" for attention; `title` tells those who hear a link what it is about."""

    look: str
    icon: str
    title: str
    strong: str
    text: str
    links: Sequence[Go]

    @property
    def only_tells(self) -> bool:
        """Nothing is late by it and nothing is asked for today."""
        return self.look == "info"

    @property
    def says(self) -> Sequence[str]:
        """What it is, without more: `Vier nieuwe zaken`, or each line of what was told by a door."""
        return [self.strong.rstrip(":")] if self.strong else [link.text.rstrip(".") for link in self.links]


@dataclass(frozen=True, slots=True)
class Notices:
    """All of them: `shown` stand open, `folded` behind one line."""

    shown: Sequence[OnTop]
    folded: Sequence[OnTop]

    @property
    def line(self) -> Go | None:
        """Where all that is folded is one link, that link: it needs no unfolding."""
        links = [(one.strong, link) for one in self.folded for link in one.links]
        if len(links) != 1:
            return None
        ((strong, link),) = links
        return replace(link, text=f"{strong} {link.text}") if strong else link

    @property
    def folded_in_words(self) -> str:
        """What is first, and how much more: `Drie keer is bij de deur iets verteld, en nog twee berichten`."""
        said = [line for one in self.folded for line in one.says]
        if len(said) < 2:
            return "".join(said)
        more = ngettext("nog %(number)s bericht", "nog %(number)s berichten", len(said) - 1)
        return _("%(first)s, en %(more)s") % {"first": said[0], "more": more % {"number": words.number(len(said) - 1)}}


def in_order(notices: Sequence[OnTop], *, before_rows: bool) -> Notices:
    """What is late or asks for something today stands open. Where there is something to do, one line says what else
    there is: on a phone it would fill the screen before the first thing to do (decision 178)."""
    calm = [one for one in notices if before_rows and one.only_tells]
    return Notices([one for one in notices if one not in calm], calm)


def danger_on_top(case: Case, title: str, today: date) -> dict[str, str]:
    """A danger that nobody answered: the first thing on the page, whoever of those whom it asks looks at it."""
    return {
        "title": title,
        "url": reverse("call_now", args=(case.pk,)),
        "since": words.moment(case.danger_since, today) if case.danger_since else "",
        "owner": case.owner.name,
    }


def on_top(waiting: Waiting, title: str, today: date) -> OnTop | None:
    """The notice of anything but a danger, which has more than that, and what shares one with its like."""
    notice = NOTICES[waiting.why]
    return notice(waiting, title, today) if notice else None


def _wrong_plan(one: Waiting, title: str, today: date) -> OnTop:
    strong = _("Dringend: in het plan van %(who)s staat een kind ten onrechte.") % {"who": title}
    text = _("Het is dicht voor het team. Deel vandaag een nieuwe versie. Zaak van %(owner)s.")
    links = [_new_version(one.case), *_still_to_hear(one.case)]
    return OnTop("late", "file-text", title, strong, text % {"owner": one.case.owner.name}, links)


def _stale_plan(one: Waiting, title: str, today: date) -> OnTop:
    """The plan, or only the guardians who must still hear what is so."""
    if one.case.plan_is != Case.PlanIs.STALE:
        strong = _("Zet het recht bij ouders: %(who)s.") % {"who": title}
        return OnTop("", "file-text", title, strong, "", _still_to_hear(one.case))
    strong = _("Het plan van %(who)s klopt niet meer helemaal.") % {"who": title}
    text = _("Het team leest het nog zo. Deel een nieuwe versie.")
    return OnTop("", "file-text", title, strong, text, [_new_version(one.case), *_still_to_hear(one.case)])


def _new_version(case: Case) -> Go:
    return Go(_("Nieuwe versie nalezen en delen"), reverse("issue_plan", args=(case.pk,)))


def _still_to_hear(case: Case) -> list[Go]:
    if not case.wrongly_told:
        return []
    url = reverse("put_right", args=(case.pk,))
    return [Go(_("Wie moet nog horen wat er wel zo is?"), url, words.number(case.wrongly_told))]


def _departed(one: Waiting, title: str, today: date) -> OnTop:
    strong = _("Lees even mee: %(who)s") % {"who": title}
    text = _("Het antwoord van %(when)s is anders dan wat er in het dossier staat. Zaak van %(owner)s.") % {
        "when": words.moment(one.case.departed_at, today) if one.case.departed_at else "",
        "owner": one.case.owner.name,
    }
    return OnTop("", "scale", title, strong, text, [_case(one.case)])


def _talk_owed(one: Waiting, title: str, today: date) -> OnTop:
    strong = _("Nog een gesprek: %(who)s") % {"who": title}
    text = _("Het gesprek met het kind dat gepest wordt ging eerder niet door. Afgesproken is: %(day)s.") % {
        "day": words.near_day(one.case.talk_owed_on, today) if one.case.talk_owed_on else ""
    }
    return OnTop("", "message-circle", title, strong, text, [_case(one.case)])


def _unendorsed(one: Waiting, title: str, today: date) -> OnTop:
    strong = _("Lees een gesprek na: %(who)s") % {"who": title}
    text = _("Een gezamenlijk gesprek ging door zonder ja van een gepest kind. Zaak van %(owner)s.")
    if one.talk is None:
        raise LookupError("what waits for a second name is a talk")
    link = Go(_("Lees waarom en zet je naam eronder"), reverse("endorse", args=(one.case.pk, one.talk.pk)))
    return OnTop("", "users", title, strong, text % {"owner": one.case.owner.name}, [link])


def _case(case: Case) -> Go:
    return Go(_("Zaak bekijken"), reverse("case", args=(case.pk,)))


def _not_told(one: Waiting, title: str, today: date) -> OnTop:
    text = _("een ouder wordt bewust niet geïnformeerd. Lees waarom.")
    return OnTop(
        "", "circle-minus", title, f"{title}:", text, [Go(_("Lezen"), reverse("not_told", args=(one.case.pk,)))]
    )


def _consulted(one: Waiting, title: str, today: date) -> OnTop:
    text = _("een collega schreef op wat jullie samen afspraken. Klopt het?")
    link = Go(_("Lezen en bevestigen"), reverse("confirm_consultation", args=(one.case.pk,)))
    return OnTop("", "messages-square", title, f"{title}:", text, [link])


def _disagrees(one: Waiting, title: str, today: date) -> OnTop:
    text = _("een ouder is niet akkoord met het plan. Lees waarom.")
    link = Go(_("Lezen"), reverse("not_told", args=(one.case.pk,)))
    return OnTop("", "file-text", title, f"{title}:", text, [link])


def _relative(one: Waiting, title: str, today: date) -> OnTop:
    strong = _("Een collega is familie van een kind: %(who)s.") % {"who": title}
    text = _("Blijft die buiten deze zaak? Beslis het voordat het plan uitgaat.")
    return OnTop("", "users", title, strong, text, [_case(one.case)])


def _asked_again(one: Waiting, title: str, today: date) -> OnTop:
    text = _("een collega zag deze week drie keer of vaker dat deze zaak loopt, door de kinderen te melden.")
    link = Go(_("Wie heeft er gekeken?"), reverse("trail", args=(one.case.pk,)))
    return OnTop("info", "eye", title, f"{title}:", text, [link])


NOTICES: Mapping[Why, Callable[[Waiting, str, date], OnTop] | None] = total(
    {
        Why.DANGER: None,
        Why.WRONG_PLAN: _wrong_plan,
        Why.STALE_PLAN: _stale_plan,
        Why.DEPARTED: _departed,
        Why.TALK_OWED: _talk_owed,
        Why.UNENDORSED: _unendorsed,
        Why.RELATIVE: _relative,
        Why.NOT_TOLD: _not_told,
        Why.CONSULTED: _consulted,
        Why.DISAGREES: _disagrees,
        Why.ASKED_AGAIN: _asked_again,
        Why.HAND_ON: None,
        Why.NEW: None,
    },
    Why,
)


def new_on_top(new: Sequence[tuple[Case, str]]) -> list[OnTop]:
    """The cases that are new to this person, each with its title; of more than are told one by one, where all are."""
    told = new[-MOST_NEW:]
    if len(new) == len(told):
        return _in_one(new, ngettext("Een nieuwe zaak:", "%(number)s nieuwe zaken:", len(new)), "case")
    (notice,) = _in_one(told, _("Meer dan %(number)s nieuwe zaken. De laatste:"), "case")
    return [replace(notice, links=[*notice.links, Go(_("Alle zaken"), reverse("cases"))])]


def to_hand_on(cases: Sequence[tuple[Case, str]]) -> list[OnTop]:
    """The cases of which the child goes on with another teacher, each with its title."""
    strong = ngettext(
        "Een zaak gaat verder bij een andere leerkracht:",
        "%(number)s zaken gaan verder bij een andere leerkracht:",
        len(cases),
    )
    return _in_one(cases, strong, "hand_over")


def _in_one(cases: Sequence[tuple[Case, str]], strong: str, page: str) -> list[OnTop]:
    """These cases in one notice, each with a link to this page of it and its owner; none without them."""
    if not cases:
        return []
    links = [Go(title, reverse(page, args=(case.pk,)), case.owner.name) for case, title in cases]
    strong = words.capital(strong % {"number": words.number(len(cases))})
    return [OnTop("info", "folder-open", "", strong, "", links)]


def concern_on_top(concern: Concern) -> OnTop:
    """A report about a colleague that nobody took up."""
    text = _("%(name)s schreef die op. Lees die nu, en zeg dat jij het oppakt.") % {"name": concern.raised_by.name}
    link = Go(_("Melding lezen"), reverse("concern_page", args=(concern.pk,)))
    return OnTop("late", "shield-alert", "", _("Er is een melding over een medewerker."), text, [link])


def proposal_on_top(notice: ProposalNotice) -> OnTop:
    """What is proposed and asks for an answer, or what was given."""
    return OnTop("" if notice.asks else "info", "user-cog", "", notice.strong, "", notice.links)


def number_on_top(line: SetUpLine) -> OnTop:
    """That the numbers to call are not filled in, while there is danger."""
    return OnTop(
        "late", line.icon, "", line.title, _("Er is nu gevaar: vul ze meteen in."), [Go(line.button, line.url)]
    )
