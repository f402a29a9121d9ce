"""What was tapped at a door, in the words of who reads it at school."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kring import words
from kring.cases.bodies import Danger
from kring.cases.wording import PLACES, SORTS
from kring.protocol.terms import total
from kring.reports.models import By, Said
from kring.reports.told import Fear, Feeling, Help, Named, Often, Since, Subject, Talk, Teller, Told, Who

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

TITLES: "dict[By, Words]" = total({By.CHILD: _("Verteld door een kind"), By.PARENT: _("Verteld door een ouder")}, By)

WHO_OF_PARENT: "dict[Who, Words]" = total(
    {
        Who.ME: _("Het kind van deze ouder wordt gepest"),
        Who.OTHER: _("Een ander kind wordt gepest"),
        Who.I_DO_IT: _("Het kind van deze ouder pest zelf"),
    },
    Who,
)

WHO: "dict[Who, Words]" = total(
    {
        Who.ME: _("Wie dit vertelt, wordt zelf gepest"),
        Who.OTHER: _("Iemand anders wordt gepest"),
        Who.I_DO_IT: _("Wie dit vertelt, pest zelf en wil stoppen"),
    },
    Who,
)

SUBJECTS: "dict[Subject, Words]" = total(
    {
        Subject.CHILDREN: _("Over kinderen"),
        Subject.STAFF: _("Over een volwassene van school"),
        Subject.HEAD: _("Over de directeur"),
    },
    Subject,
)

OFTEN: "dict[Often, Words]" = total(
    {
        Often.ONCE: _("Eén keer"),
        Often.SOMETIMES: _("Een paar keer"),
        Often.WEEKLY: _("Elke week"),
        Often.DAILY: _("Elke dag"),
    },
    Often,
)

SINCE: "dict[Since, Words]" = total(
    {
        Since.TODAY: _("Vandaag voor het eerst"),
        Since.DAYS: _("Een paar dagen"),
        Since.WEEKS: _("Een paar weken"),
        Since.LONGER: _("Al langer"),
    },
    Since,
)

FEELS: "dict[Feeling, Words]" = total(
    {
        Feeling.VERY_BAD: _("Heel slecht"),
        Feeling.BAD: _("Slecht"),
        Feeling.SO_SO: _("Gaat wel"),
        Feeling.GOOD: _("Goed"),
        Feeling.VERY_GOOD: _("Heel goed"),
    },
    Feeling,
)

FEARS: "dict[Fear, Words]" = total(
    {
        Fear.AFRAID_NOW: _("Is nu bang"),
        Fear.HURT_MYSELF: _("Wil zichzelf iets aandoen"),
        Fear.AT_HOME: _("Is thuis niet veilig"),
    },
    Fear,
)

HELPS: "dict[Help, Words]" = total(
    {
        Help.LISTEN: _("Iemand die luistert"),
        Help.MAKE_IT_STOP: _("Dat iemand het laat stoppen"),
        Help.NEAR_ME: _("Dat iemand in de buurt is"),
        Help.TALK_TO_THEM: _("Dat iemand met de anderen praat"),
        Help.MAKE_UP: _("Het goedmaken"),
        Help.HELP_ME_STOP: _("Hulp bij het stoppen"),
    },
    Help,
)

TALKS: "dict[Talk, Words]" = total(
    {
        Talk.YES: _("Ja, iemand mag met dit kind praten"),
        Talk.WRITE: _("Liever schrijven: geef antwoord in Kring"),
        Talk.NO: _("Nee, liever niet"),
    },
    Talk,
)

SAID: "dict[Said.What, Words]" = total(
    {
        Said.What.ANSWER: _("Antwoord"),
        Said.What.QUESTION: _("Vraag"),
        Said.What.CALLED: _("Gebeld"),
        Said.What.ENDED: _("Laatste antwoord"),
        Said.What.ADDED: _("Erbij verteld"),
        Said.What.TOLD_AGAIN: _("Nog eens gestuurd, met dit erin"),
        Said.What.BETTER: _("Het gaat beter"),
        Said.What.SAME: _("Het is hetzelfde"),
        Said.What.WORSE: _("Het is erger"),
        Said.What.STOPPED: _("Wil geen antwoord meer"),
    },
    Said.What,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of the door with what was answered; `as_written` for words that were typed; `in_story`: it goes
    along to the story of the case that is made of it."""

    label: str
    text: str
    as_written: bool = False
    in_story: bool = False


def answers_of(told: Told, by: By = By.CHILD) -> Iterator[Answer]:
    """What was answered at the door, in the order of its questions; nothing of what was left out. `by` which door."""
    if told.who:
        yield Answer(gettext("Over wie gaat het?"), str((WHO_OF_PARENT if by is By.PARENT else WHO)[told.who]))
    if told.fears:
        yield Answer(gettext("Niet veilig"), words.listed(str(FEARS[Fear(one)]) for one in told.fears))
    if told.story:
        yield Answer(gettext("In eigen woorden"), told.story, as_written=True)
    if told.happens:
        yield Answer(
            gettext("Wat gebeurt er?"),
            words.listed(str(SORTS[key]) for key in told.happens if key in SORTS),
            in_story=True,
        )
    if told.adult:
        yield Answer(gettext("Welke volwassene?"), told.adult, as_written=True)
    if told.bullied:
        yield Answer(gettext("Wie wordt er gepest?"), _listed(told.bullied))
    if told.doing:
        yield Answer(gettext("Wie doet het?"), _listed(told.doing))
    if told.places:
        yield Answer(
            gettext("Waar?"), words.listed(str(PLACES[key]) for key in told.places if key in PLACES), in_story=True
        )
    if told.often:
        yield Answer(gettext("Hoe vaak?"), str(OFTEN[told.often]), in_story=True)
    if told.since:
        yield Answer(gettext("Hoe lang al?"), str(SINCE[told.since]), in_story=True)
    if told.tried:
        yield Answer(gettext("Wat is er al geprobeerd?"), told.tried, as_written=True, in_story=True)
    if told.feels:
        asked = gettext("Hoe gaat het met het kind?") if by is By.PARENT else gettext("Hoe voelt het?")
        yield Answer(asked, str(FEELS[told.feels]))
    if told.helps:
        yield Answer(gettext("Wat helpt?"), words.listed(str(HELPS[one]) for one in told.helps), in_story=True)
    if told.would_help:
        yield Answer(gettext("Wat helpt nog meer?"), told.would_help, as_written=True, in_story=True)
    if told.talk:
        yield Answer(gettext("Mag er iemand praten?"), str(TALKS[told.talk]))
    if told.talk_with:
        yield Answer(gettext("Met wie?"), told.talk_with, as_written=True)
    if told.talk_when:
        yield Answer(gettext("Wanneer?"), told.talk_when, as_written=True)


def teller_answers(teller: Teller) -> Iterator[Answer]:
    """Who told it, as far as that was given."""
    for label, text in (
        (gettext("Naam"), teller.name),
        (gettext("Groep"), teller.group),
        (gettext("Ouder van"), teller.child),
        (gettext("Telefoon"), teller.phone),
        (gettext("E-mail"), teller.mail),
    ):
        if text:
            yield Answer(label, text, as_written=True)


def _listed(named: tuple[Named, ...]) -> str:
    return words.listed(f"{one.name} ({one.group})" if one.group else one.name for one in named)


SIGN_OF: "dict[Fear, Danger]" = total(
    {Fear.AFRAID_NOW: Danger.VIOLENCE, Fear.HURT_MYSELF: Danger.SELF_HARM, Fear.AT_HOME: Danger.HOME}, Fear
)
"""Which sign of danger of the protocol (row S1d) belongs to what is tapped at a door."""


def signs_of(told: Told) -> list[Danger]:
    """The signs of danger of the protocol that were tapped."""
    return [SIGN_OF[Fear(one)] for one in told.fears]
