"""What was tapped at a door, in the words of who reads it at school."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kring.protocol.terms import total
from kring.reports.models import By, Said
from kring.reports.told import Fear, Feeling, Help, Often, Since, Subject, Talk, Who

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

TITLES: "dict[By, Words]" = total({By.CHILD: _("Verteld door een kind"), By.PARENT: _("Verteld door een ouder")}, By)

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

SAID: "dict[Said.Kind, Words]" = total(
    {
        Said.Kind.ANSWER: _("Antwoord"),
        Said.Kind.QUESTION: _("Vraag"),
        Said.Kind.ENDED: _("Laatste antwoord"),
        Said.Kind.ADDED: _("Erbij verteld"),
        Said.Kind.TOLD_AGAIN: _("Nog eens gestuurd, met dit erin"),
        Said.Kind.BETTER: _("Het gaat beter"),
        Said.Kind.SAME: _("Het is hetzelfde"),
        Said.Kind.WORSE: _("Het is erger"),
        Said.Kind.STOPPED: _("Wil geen antwoord meer"),
    },
    Said.Kind,
)
