"""What somebody tells by a door, as it was tapped and typed: nothing is asked for that is not needed (E6.1, E6.6).

Every answer may be left out. Words are kept as they were typed; what was tapped is a key, whose words stand on the
door's pages.
"""

from collections.abc import Iterable
from enum import IntEnum, StrEnum

import msgspec
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from kring.cases.wording import PLACES, SORTS
from kring.school.errors import Refused

LONGEST_TEXT = 10_000
LONGEST_NAME = 100
LONGEST_MAIL = 254
LONGEST_PHONE = 30
FEWEST_DIGITS = 6
"""Of a number that can be called, without an area code."""
MOST_NAMES = 12


class Who(StrEnum):
    """Whom it is about, seen from who tells it."""

    ME = "me"
    OTHER = "other"
    I_DO_IT = "i_do_it"
    """Who bullies others, and wants to stop."""


class Subject(StrEnum):
    """About whom it is for the school: it decides who reads it (docs/access.md)."""

    CHILDREN = "children"
    STAFF = "staff"
    HEAD = "the_head"


class Often(StrEnum):
    """How often it happens."""

    ONCE = "once"
    SOMETIMES = "sometimes"
    WEEKLY = "weekly"
    DAILY = "daily"


class Since(StrEnum):
    """Since when."""

    TODAY = "today"
    DAYS = "days"
    WEEKS = "weeks"
    LONGER = "longer"


class Talk(StrEnum):
    """Whether somebody may talk with who told it."""

    YES = "yes"
    WRITE = "write"
    """Not talk: an answer by the code."""
    NO = "no"


class Fear(StrEnum):
    """What is danger in the words of who tells: it is answered at once, and alarms who reads it (E6.3)."""

    AFRAID_NOW = "afraid_now"
    HURT_MYSELF = "hurt_myself"
    AT_HOME = "at_home"


class Help(StrEnum):
    """What would help."""

    LISTEN = "listen"
    MAKE_IT_STOP = "make_it_stop"
    NEAR_ME = "near_me"
    TALK_TO_THEM = "talk_to_them"
    MAKE_UP = "make_up"
    HELP_ME_STOP = "help_me_stop"


class Feeling(IntEnum):
    """How somebody feels, by five faces; the scale of the talks in a case (`kring/web/drawn`)."""

    VERY_BAD = 1
    BAD = 2
    SO_SO = 3
    GOOD = 4
    VERY_GOOD = 5


class Named(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody as who tells it named them: perhaps a first name and a group, perhaps less."""

    name: str
    group: str = ""


class Told(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was told. `happens` are keys of SORTS, `places` of PLACES; `adult` is an adult of the school."""

    who: Who | None = None
    story: str = ""
    happens: tuple[str, ...] = ()
    bullied: tuple[Named, ...] = ()
    doing: tuple[Named, ...] = ()
    adult: str = ""
    places: tuple[str, ...] = ()
    often: Often | None = None
    since: Since | None = None
    tried: str = ""
    """What a parent already did or asked for."""
    feels: Feeling | None = None
    helps: tuple[Help, ...] = ()
    would_help: str = ""
    talk: Talk | None = None
    talk_with: str = ""
    talk_when: str = ""
    fears: tuple[Fear, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was told at all: only taps that say nothing of what happened."""
        said = (self.story, self.happens, self.bullied, self.doing, self.adult, self.feels, self.would_help, self.fears)
        return not any((*said, self.tried))


class Teller(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who told it, as far as they gave it. `mail` is where a parent gets a link, never what was told."""

    name: str = ""
    group: str = ""
    child: str = ""
    """Whose parent it is."""
    mail: str = ""
    phone: str = ""

    @property
    def is_known(self) -> bool:
        """Whether anything says who told it; a group alone does not."""
        return any((self.name, self.child, self.mail, self.phone))


def tidied(told: Told) -> Told:
    """The same without white space around words, names without a name, and taps that do not exist (any more).

    `Refused` for what is longer than Kring keeps: nothing is cut off unseen.
    """
    return msgspec.structs.replace(
        told,
        story=_short("story", told.story, LONGEST_TEXT),
        happens=tuple(key for key in SORTS if key in told.happens),
        bullied=_names("bullied", told.bullied),
        doing=_names("doing", told.doing),
        adult=_short("adult", told.adult, LONGEST_NAME),
        places=tuple(key for key in PLACES if key in told.places),
        tried=_short("tried", told.tried, LONGEST_TEXT),
        would_help=_short("would_help", told.would_help, LONGEST_TEXT),
        talk_with=_short("talk_with", told.talk_with, LONGEST_NAME),
        talk_when=_short("talk_when", told.talk_when, LONGEST_NAME),
    )


def tidied_teller(teller: Teller) -> Teller:
    """The same of who told it; `Refused` as well for an address or a number that cannot be one."""
    return Teller(
        name=_short("name", teller.name, LONGEST_NAME),
        group=_short("group", teller.group, LONGEST_NAME),
        child=_short("child", teller.child, LONGEST_NAME),
        mail=_address(teller.mail),
        phone=_number(teller.phone),
    )


def to_keep(struct: Told | Teller) -> str:
    """As it is sealed."""
    return msgspec.json.encode(struct).decode()


def told_in(kept: str) -> Told:
    """What was told, as it was kept."""
    return msgspec.json.decode(kept, type=Told)


def teller_in(kept: str) -> Teller:
    """Who told it, as it was kept."""
    return msgspec.json.decode(kept, type=Teller)


def _short(field: str, text: str, longest: int) -> str:
    tidy = text.strip()
    if len(tidy) > longest:
        raise Refused(
            field,
            _("Dit is te lang: hier passen %(most)s letters. De tekst staat er nog.") % {"most": longest},
        )
    return tidy


def _address(typed: str) -> str:
    tidy = _short("mail", typed, LONGEST_MAIL).lower()
    if tidy:
        try:
            validate_email(tidy)
        except ValidationError as error:
            raise Refused("mail", _("Dit e-mailadres klopt niet. Kijk het nog eens na.")) from error
    return tidy


def _number(typed: str) -> str:
    tidy = _short("phone", typed, LONGEST_PHONE)
    if tidy and sum(mark.isdigit() for mark in tidy) < FEWEST_DIGITS:
        raise Refused("phone", _("Dit telefoonnummer klopt niet. Kijk het nog eens na."))
    return tidy


def _names(field: str, names: Iterable[Named]) -> tuple[Named, ...]:
    typed = (Named(_short(field, one.name, LONGEST_NAME), _short(field, one.group, LONGEST_NAME)) for one in names)
    kept = tuple(dict.fromkeys(one for one in typed if one.name))
    if len(kept) > MOST_NAMES:
        raise Refused(field, _("Dat zijn veel namen. Schrijf de andere bij wat er gebeurde."))
    return kept
