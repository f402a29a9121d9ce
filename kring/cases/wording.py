"""The words for what is kept as a key: steps, roles, sorts of incidents, places, levels, signs, verdicts."""

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, Protocol

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kring.cases.bodies import (
    CareMoment,
    Danger,
    GoesOn,
    Kept,
    Level,
    Longer,
    OwnWordsAre,
    Reached,
    Reply,
    Since,
    SpeaksAgainst,
    Stopped,
    Way,
    WhyLater,
)
from kring.protocol.terms import Role, total
from kring.words import lower_first

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

ROLES: "dict[Role, Words]" = total(
    {
        Role.TARGET: _("wordt gepest"),
        Role.BOTH: _("wordt gepest en pest ook"),
        Role.INSTIGATOR: _("pest"),
        Role.FOLLOWER: _("pest mee"),
        Role.WITNESS: _("ziet het"),
    },
    Role,
)


def role_in_words(role: str) -> str:
    """`wordt gepest`, `pest mee`."""
    return str(ROLES[Role(role)])


SORTS: "dict[str, Words]" = {
    "verbal": _("Schelden, uitlachen"),
    "physical": _("Duwen, slaan"),
    "excluding": _("Buitensluiten"),
    "things": _("Spullen afpakken"),
    "online": _("Online"),
    "threats": _("Bedreigen, dwingen"),
    "gossip": _("Roddelen"),
    "discrimination": _("Discriminatie"),
    "sexual": _("Iets met seks, bloot of aanraken"),
    "other": _("Iets anders"),
}

ONLINE = "online"
"""What is online, as a sort of an incident and as a place."""

DISCRIMINATION = "discrimination"
"""The sort of an incident that may say its ground."""

GROUNDS: "dict[str, Words]" = {
    "origin": _("Afkomst of huidskleur"),
    "religion": _("Geloof"),
    "gender": _("Jongen of meisje zijn, of gender"),
    "orientation": _("Op wie iemand verliefd wordt"),
    "disability": _("Een beperking of ziekte"),
    "other": _("Iets anders"),
}
"""What a child was left out or called names for. Asked for only where it is discrimination, and never needed."""

PLACES: "dict[str, Words]" = {
    "playground": _("Op het plein"),
    "classroom": _("In de klas"),
    "corridor": _("In de gang of bij de kapstokken"),
    "toilets": _("Bij de toiletten"),
    "gym": _("Bij gym of in de kleedkamer"),
    "way": _("Onderweg van of naar school"),
    "lunch": _("Bij het overblijven of de opvang"),
    "online": _("Online"),
    "elsewhere": _("Ergens anders"),
}

PLACES_TO_TAP: "dict[str, Words]" = {
    "playground": _("Plein"),
    "classroom": _("Klas"),
    "corridor": _("Gang, kapstokken"),
    "toilets": _("Toiletten"),
    "gym": _("Gym, kleedkamer"),
    "way": _("Onderweg"),
    "lunch": _("Overblijf, opvang"),
    "online": _("Online"),
    "elsewhere": _("Ergens anders"),
}
"""The same places in words that fit beside each other on a phone."""

LEVELS: "dict[Level, tuple[Words, Words]]" = total(
    {
        Level.LIGHT: (_("Licht"), _("Het is vervelend. De leerling durft alles nog en gaat graag naar school.")),
        Level.SERIOUS: (
            _("Ernstig"),
            _("De leerling heeft er last van: bang, verdrietig, stil, liever niet naar school."),
        ),
        Level.GRAVE: (
            _("Zeer ernstig"),
            _("De leerling is niet veilig, of het gaat al lang zo. Dit moet vandaag stoppen."),
        ),
    },
    Level,
)

DANGERS: "dict[Danger, tuple[Words, Words]]" = total(
    {
        Danger.SELF_HARM: (
            _("De leerling doet zichzelf iets aan, of praat erover"),
            _("Ook: niet meer willen leven."),
        ),
        Danger.VIOLENCE: (_("Ernstig geweld of bedreiging"), _("Ook: een wapen, afpersing, iets met seks.")),
        Danger.HOME: (_("Thuis is het niet veilig"), _("Ook bij een vermoeden: de meldcode geldt.")),
        Danger.STAFF: (
            _("Er is een medewerker van school bij betrokken"),
            _("Dan gaat het buiten dit stappenplan om."),
        ),
    },
    Danger,
)

KEPT: "dict[Kept, Words]" = total(
    {
        Kept.KEPT: _("Nagekomen"),
        Kept.PARTLY: _("Deels nagekomen"),
        Kept.NOT: _("Niet nagekomen"),
    },
    Kept,
)


STOPPED: "dict[Stopped, tuple[Words, Words]]" = total(
    {
        Stopped.STOPPED: (_("Ja, het is gestopt"), _("gestopt")),
        Stopped.LESS: (_("Het is minder"), _("minder")),
        Stopped.SAME: (_("Het is hetzelfde"), _("hetzelfde")),
        Stopped.WORSE: (_("Het is erger"), _("erger")),
        Stopped.NOT_SAID: (_("Wil ik niet zeggen"), _("wilde het niet zeggen")),
    },
    Stopped,
)
"""Whether it stopped: as the child answers it, and as it is told afterwards."""

SINCE: "dict[Since, tuple[Words, Words]]" = total(
    {
        Since.NOT: (_("Nee, niet meer"), _("niet")),
        Since.ONCE_OR_TWICE: (_("Eén of twee keer"), _("één of twee keer")),
        Since.WEEKLY: (_("Elke week"), _("elke week")),
        Since.MORE_OFTEN: (_("Vaker"), _("vaker dan elke week")),
    },
    Since,
)
"""How often it happened since: as the child answers it, and as it is told afterwards."""


OWN_WORDS_ARE: "dict[OwnWordsAre, tuple[Words, Words]]" = total(
    {
        OwnWordsAre.RIGHT: (_("Ja, zo is het"), _("zo is het")),
        OwnWordsAre.MORE: (_("Er mist iets"), _("er mist iets")),
        OwnWordsAre.NOT_SO: (_("Nee, dat klopt niet"), _("dat klopt niet")),
    },
    OwnWordsAre,
)
"""What a child says of its own words as they stand there: as it answers, and as it is told afterwards."""


SPOKE_AGAINST: "dict[SpeaksAgainst, Words]" = total(
    {
        SpeaksAgainst.NOT_STOPPED: _("een kind zei zelf dat het niet gestopt was"),
        SpeaksAgainst.NOT_SAFE: _("een kind voelde zich niet veilig"),
        SpeaksAgainst.NOT_KEPT: _("er waren afspraken niet nagekomen"),
        SpeaksAgainst.GRAVE: _("de ernst was ingeschat als zeer ernstig"),
    },
    SpeaksAgainst,
)
"""What spoke against an answer, as it is told afterwards."""


LONGER: "dict[Longer, Words]" = total(
    {
        Longer.LONG: _("het duurde langer dan vier weken"),
        Longer.ONLINE: _("het was ook online"),
        Longer.GROUP: _("meer kinderen deden het samen"),
        Longer.BOTH: _("wie gepest werd, pestte ook"),
    },
    Longer,
)
"""What makes bullying come back more often, each a sentence that can stand beside another."""

CARE_MOMENTS: "dict[CareMoment, Words]" = total(
    {
        CareMoment.AFTER_HOLIDAY: _("een week na de vakantie"),
        CareMoment.NEXT_TEACHER: _("een week na het begin van het nieuwe schooljaar, met de nieuwe leerkracht"),
    },
    CareMoment,
)


class GoesOnInWords(NamedTuple):
    """What becomes of an agreement: as an answer to choose, and as it is told afterwards."""

    answer: "Words"
    told: "Words"


GOES_ON = total(
    {
        GoesOn.CONTINUE: GoesOnInWords(_("Gaat zo door"), _("gaat door")),
        GoesOn.ADJUST: GoesOnInWords(_("Bijstellen"), _("wordt aangepast")),
        GoesOn.PHASE_OUT: GoesOnInWords(_("Afbouwen"), _("wordt afgebouwd")),
        GoesOn.STOP: GoesOnInWords(_("Stopt"), _("stopt")),
    },
    GoesOn,
)


class ReachedInWords(NamedTuple):
    """Whether a guardian was told: as an answer to choose, with a hint; as it is written up; and how it stands now."""

    answer: "Words"
    hint: "Words"
    told: "Words"
    state: "Words"


REACHED = total(
    {
        Reached.INFORMED: ReachedInWords(
            _("Ja, gesproken"), _("Deze ouder weet het nu."), _("gesproken"), _("gesproken")
        ),
        Reached.NOT_REACHED: ReachedInWords(
            _("Nee, nog niet bereikt"),
            _("Het blijft openstaan. Probeer het later nog eens."),
            _("nog niet bereikt"),
            _("nog niet bereikt"),
        ),
        Reached.DECLINED: ReachedInWords(
            _("Nee, deze ouder wil niet"),
            _("Wil niet gebeld worden, weigert of hing op. Dat blijft zo staan, tot iemand het weer probeert."),
            _("wil niet gebeld worden"),
            _("wil niet gebeld worden"),
        ),
        Reached.NOT_INFORMED: ReachedInWords(
            _("Nee, bewust niet"),
            _("De school kiest hiervoor, met een goede reden. De {coordinator} ziet het."),
            _("bewust niet geïnformeerd"),
            _("bewust niet"),
        ),
    },
    Reached,
)


class ReplyInWords(NamedTuple):
    """What a guardian did with the plan, or says of it: as an answer to choose, with a hint; and as it is told."""

    answer: "Words"
    hint: "Words"
    told: "Words"


REPLIES = total(
    {
        Reply.GIVEN: ReplyInWords(
            _("Kreeg de ouderversie"), _("Je gaf de afdruk mee, of stuurde die op."), _("kreeg %(what)s")
        ),
        Reply.SEEN: ReplyInWords(_("Heeft het plan gezien"), _("Meer zei deze ouder er niet over."), _("zag %(what)s")),
        Reply.AGREES: ReplyInWords(_("Is akkoord"), "", _("akkoord met %(what)s")),
        Reply.DISAGREES: ReplyInWords(
            _("Is niet akkoord, want …"),
            _("De {coordinator} ziet dit. Het plan gaat door."),
            _("niet akkoord met %(what)s"),
        ),
    },
    Reply,
)

WAYS = total(
    {
        Way.PAPER: _("Op papier"),
        Way.PHONE: _("Gebeld"),
        Way.TALK: _("In een gesprek"),
        Way.WRITTEN: _("Per mail of brief"),
    },
    Way,
)
"""How something came from a guardian, or went to one."""

BEFORE_REPORT = _("Deze dag ligt vóór de melding. Vul een dag in vanaf de dag van de melding.")
"""What is said to a day on which nothing can have happened in a case yet."""


FEELINGS: "dict[int, Words]" = {
    1: _("Niet veilig"),
    2: _("Een beetje veilig"),
    3: _("Gaat wel"),
    4: _("Best veilig"),
    5: _("Heel veilig"),
}
"""How safe a child feels, in words a child of eight uses: from 1, not safe, to 5, very safe."""

DOWNWARDS = tuple(sorted(FEELINGS, reverse=True))
"""The same from the top, as it is drawn: very safe stands highest."""


def feeling_in_words(value: int | None) -> str:
    """`een beetje veilig`, or that the child would not say."""
    return lower_first(str(FEELINGS[value])) if value else gettext("wilde het niet zeggen")


class Form(Enum):
    """How a step is told: by itself, or where, in how little room."""

    FULL = "full"
    """`Stap 5: Tweede evaluatie, ronde 2`, or `Nazorg`: over a form, in a choice."""

    TOLD = "told"
    """`Stap 5: tweede evaluatie, ronde 2`: a heading, or the beginning of a sentence."""

    IN_SENTENCE = "in_sentence"
    """`stap 5: tweede evaluatie, ronde 2`, or `nazorg`."""

    IN_BRACKETS = "in_brackets"
    """`stap 5 (tweede evaluatie), ronde 2`: in a sentence that has a colon already."""

    LISTED = "listed"
    """`5. Tweede evaluatie, ronde 2`: one row under another."""

    SHORT = "short"
    """`Stap 5, ronde 2`, or `Nazorg`, without its round: where the title stands nearby, or there is little room."""

    TITLE = "title"
    """`Tweede evaluatie, ronde 2`: where the number stands nearby."""


STEPS: "dict[Form, Words]" = total(
    {
        Form.FULL: _("Stap %(number)s: %(title)s"),
        Form.TOLD: _("Stap %(number)s: %(title)s"),
        Form.IN_SENTENCE: _("stap %(number)s: %(title)s"),
        Form.IN_BRACKETS: _("stap %(number)s (%(title)s)"),
        Form.LISTED: _("%(number)s. %(title)s"),
        Form.SHORT: _("Stap %(number)s"),
        Form.TITLE: "%(title)s",
    },
    Form,
)
"""A step that the document numbers. One that it does not is told by its title alone."""

SMALL_TITLE = frozenset({Form.TOLD, Form.IN_SENTENCE, Form.IN_BRACKETS})
IN_A_SENTENCE = frozenset({Form.IN_SENTENCE, Form.IN_BRACKETS})


class Numbered(Protocol):
    """A step, or what the outline of the protocol makes of it."""

    @property
    def number(self) -> int | None: ...
    @property
    def title(self) -> str: ...


def step_in_words(step: Numbered, round: int = 1, form: Form = Form.FULL) -> str:
    """A step in the reader's language. `round` is left out when a case is there for the first time."""
    title = gettext(step.title)
    if step.number:
        small = lower_first(title) if form in SMALL_TITLE else title
        text = str(STEPS[form]) % {"number": step.number, "title": small}
    else:
        text = lower_first(title) if form in IN_A_SENTENCE else title
    return text if form is Form.SHORT and not step.number else in_round(text, round)


def in_round(step: str, round: int) -> str:
    """What was said of a step, and which time it was there: nothing of the first."""
    return gettext("%(step)s, ronde %(round)s") % {"step": step, "round": round} if round > 1 else step


WHY_LATER: "dict[WhyLater, tuple[Words, Words, Words]]" = total(
    {
        WhyLater.ILL: (_("Iemand is ziek"), _("Een kind, een ouder of een collega."), _("iemand is ziek")),
        WhyLater.NO_ANSWER: (_("Ik krijg geen antwoord"), "", _("er kwam geen antwoord")),
        WhyLater.AWAY: (_("De ouders zijn op vakantie"), "", _("de ouders zijn op vakantie")),
        WhyLater.OTHER: (_("Iets anders"), "", ""),
    },
    WhyLater,
)
"""Of each reason: the words to choose it by, what belongs to it, and how it is told after `want`."""
