"""A child comes back with its six words: what the school said, how it stands, and what it wants to say itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4, uuid5

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as lazy

from kring.protocol.terms import total
from kring.reports import codes
from kring.reports.actions import coming_back
from kring.reports.course import Course, followed
from kring.reports.models import Incoming, Said
from kring.school.errors import NotAllowed, Refused
from kring.web.door import slowly
from kring.web.door.answers import Back, Pause, opened, sealed
from kring.web.door.opening import reading_page
from kring.web.door.page import UNTAKEN, Caller, is_stale, on_the_day, who_reads_now
from kring.web.forms.drafts import STATE
from kring.web.forms.texts import readable
from kring.web.way_in.counters import NONE

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

PAUSE = "pause"
LONGEST_CODE = 400
"""So much is read of what was typed as a code; six words are at most 60 letters."""

STANDS: "dict[Course, Words]" = total(
    {
        Course.SENT: lazy("Je verhaal is er. Iemand gaat het lezen."),
        Course.READ: lazy("Je verhaal is gelezen. Je krijgt nog een antwoord."),
        Course.TAKEN_UP: lazy("Iemand is nu voor je bezig."),
        Course.ANSWERED: lazy("Er is een antwoord voor je."),
        Course.ASKED: lazy("Er is een vraag voor je."),
        Course.AT_WORK: lazy("De school is er nu mee bezig."),
        Course.CLOSED: lazy("De school denkt dat het goed gaat. Klopt dat niet? Zeg het hier."),
        Course.AGREED: lazy("De school heeft iets afgesproken. Helpt dat niet? Zeg het hier."),
        Course.LET_GO: lazy("De school is hier nu klaar mee. Is er nog iets? Zeg het hier."),
        Course.ASKED_AGAIN: lazy("Het is nu een tijd later. Hoe gaat het met je?"),
        Course.ENDED: lazy("De school is klaar. Klopt dat niet? Zeg het hier."),
        Course.STOPPED: lazy("Je bent gestopt. Je mag hier weer vertellen."),
    },
    Course,
)
"""How it stands, in a child's words; never anything about another child."""

GOES: "dict[Said.What, tuple[Words, str]]" = {
    Said.What.BETTER: (lazy("Het gaat beter"), "goes-better"),
    Said.What.SAME: (lazy("Het is nog zo"), "goes-same"),
    Said.What.WORSE: (lazy("Het is erger"), "goes-worse"),
}

OWN: "dict[str, Words]" = {
    **{kind: label for kind, (label, _drawn) in GOES.items()},
    Said.What.STOPPED: lazy("Ik wil stoppen"),
    Said.What.TOLD_AGAIN: lazy("Je vertelde er nog iets bij."),
}
"""What a child said by a tap, as it reads it afterwards."""

PLACES: "tuple[Words, ...]" = (
    lazy("Het eerste woord ken ik niet."),
    lazy("Het tweede woord ken ik niet."),
    lazy("Het derde woord ken ik niet."),
    lazy("Het vierde woord ken ik niet."),
    lazy("Het vijfde woord ken ik niet."),
    lazy("Het zesde woord ken ik niet."),
)


@dataclass(frozen=True)
class Voice:
    """How a door speaks to who comes back: the folder of its pages, and the words that are not in those."""

    folder: str
    stands: "Mapping[Course, Words]"
    goes: "Mapping[Said.What, tuple[Words, str]]"
    own: "Mapping[str, Words]"
    places: "tuple[Words, ...]"
    once_more: "Words"
    not_together: "Words"
    several_unknown: "Words"
    nothing_typed: "Words"
    too_few: "Words"
    lost: "Words"
    added: "Words"
    worse: "Words"
    better: "Words"
    stopped: "Words"


CHILD = Voice(
    folder="kring/door",
    stands=STANDS,
    goes=GOES,
    own=OWN,
    places=PLACES,
    once_more=lazy("Tik nog een keer. Alles staat er nog."),
    not_together=lazy("Deze woorden horen niet bij elkaar. Kijk ze nog eens na."),
    several_unknown=lazy("Een paar woorden ken ik niet. Kijk ze nog eens na."),
    nothing_typed=lazy("Typ hier je zes woorden."),
    too_few=lazy("Het zijn zes woorden. Typ ze alle zes."),
    lost=lazy("Typ je zes woorden nog een keer."),
    added=lazy("Het is verstuurd. Goed dat je het zegt."),
    worse=lazy("Goed dat je dat zegt."),
    better=lazy("Fijn dat je dat zegt."),
    stopped=lazy("Je bent nu gestopt."),
)


@reading_page
def code(caller: Caller) -> HttpResponse:
    """The child's page for its six words."""
    return comes_back(caller, CHILD)


def comes_back(caller: Caller, voice: Voice) -> HttpResponse:
    """The six words are asked for; the right ones give the page of who told it. One address for all of it."""
    sent = caller.request.POST
    if caller.request.method != "POST":
        return _asks_code(caller, voice)
    if STATE in sent:
        return _goes_on(caller, voice)
    if is_stale(caller.request):
        return _asks_code(caller, voice, typed=sent.get("code", ""), wrong=str(voice.once_more))
    if PAUSE in sent:
        return _after_pause(caller, voice, sent[PAUSE])
    return _read(caller, voice, sent.get("code", "")[:LONGEST_CODE])


def _asks_code(caller: Caller, voice: Voice, *, typed: str = "", wrong: str = "") -> HttpResponse:
    return caller.page(f"{voice.folder}/code.html", {"typed": typed, "wrong": wrong}, status=UNTAKEN if wrong else 200)


def _read(caller: Caller, voice: Voice, typed: str) -> HttpResponse:
    found = codes.read(typed)
    if found is None:
        return _asks_code(caller, voice, typed=typed, wrong=_what_is_wrong(voice, typed))
    turn = slowly.turn_of(caller.request, caller.at)
    if turn.waits > NONE:
        until = (caller.at + turn.waits).timestamp()
        return _waits(caller, voice, Pause(typed, until), seconds=max(1, round(turn.waits.total_seconds())))
    answer = _found(caller, voice, found)
    if answer is None:
        return _asks_code(caller, voice, typed=typed, wrong=str(voice.not_together))
    slowly.was_right(turn, caller.at)
    return answer


def _after_pause(caller: Caller, voice: Voice, closed: str) -> HttpResponse:
    """A code whose turn has come is looked at, whatever others sent meanwhile. A wrong one is counted."""
    pause = opened(caller.door, closed, Pause)
    found = codes.read(pause.typed) if pause else None
    if pause is None or found is None:
        return _asks_code(caller, voice)
    left = pause.until - caller.at.timestamp()
    if left > 0:
        return _waits(caller, voice, pause, seconds=max(1, round(left)))
    answer = _found(caller, voice, found)
    if answer is None:
        slowly.turn_of(caller.request, caller.at)
        return _asks_code(caller, voice, typed=pause.typed, wrong=str(voice.not_together))
    return answer


def _waits(caller: Caller, voice: Voice, pause: Pause, *, seconds: int) -> HttpResponse:
    shown = {PAUSE: sealed(caller.door, pause), "seconds": seconds}
    return caller.page(f"{voice.folder}/waits.html", shown, status=UNTAKEN)


def _found(caller: Caller, voice: Voice, code: codes.Code) -> HttpResponse | None:
    digest = slowly.digest(caller.door, code)
    incoming = coming_back.find(caller.school.pk, digest)
    return None if incoming is None else shows(caller, voice, incoming)


def _what_is_wrong(voice: Voice, typed: str) -> str:
    """A kind sentence about what does not read as six words."""
    unknown = codes.wrong_words(typed)
    if len(unknown) == 1 and unknown[0] <= len(voice.places):
        return str(voice.places[unknown[0] - 1])
    if unknown:
        return str(voice.several_unknown)
    if codes.how_many(typed) == 0:
        return str(voice.nothing_typed)
    return str(voice.too_few)


def _goes_on(caller: Caller, voice: Voice) -> HttpResponse:
    """Something that who told it does on its page."""
    sent = caller.request.POST
    back = opened(caller.door, sent[STATE], Back)
    incoming = coming_back.find(caller.school.pk, back.digest) if back else None
    if back is None or incoming is None:
        return _asks_code(caller, voice, wrong=str(voice.lost))
    text = readable(sent.get("text", ""))
    if is_stale(caller.request):
        return shows(caller, voice, incoming, text=text, wrong=str(voice.once_more))
    if "ready" in sent:
        return caller.page(f"{voice.folder}/done.html", {}, leaves=True)
    try:
        said = _does(caller, voice, incoming, back)
    except Refused as refused:
        return shows(caller, voice, incoming, text=text, wrong=refused.sentence)
    except NotAllowed:
        return _asks_code(caller, voice)
    incoming = coming_back.find(caller.school.pk, back.digest) or incoming
    return shows(caller, voice, incoming, thanks=said, text="" if said and "add" in sent else text)


def _does(caller: Caller, voice: Voice, incoming: Incoming, back: Back) -> str:
    """Carries it out; what is said about it."""
    sent = caller.request.POST
    about: dict[str, Any] = {"incoming_id": incoming.pk, "school_id": caller.school.pk, "came": caller.came}
    if "add" in sent:
        text = readable(sent.get("text", ""))
        coming_back.add(**about, text=text, token=_once(back, "add", text))
        return str(voice.added)
    if sent.get("how") in voice.goes:
        how = Said.What(sent["how"])
        coming_back.how_it_goes(**about, how=how, token=_once(back, how, ""))
        return str(voice.worse if how is Said.What.WORSE else voice.better)
    if "stop" in sent:
        coming_back.stop(**about, token=_once(back, "stop", ""))
        return str(voice.stopped)
    return ""


def _once(back: Back, does: str, text: str) -> UUID:
    """What names this one thing said on this one page: sent twice it is said once, something else is something else."""
    return uuid5(back.token, f"{does}|{text.strip()}")


def shows(
    caller: Caller, voice: Voice, incoming: Incoming, *, text: str = "", wrong: str = "", thanks: str = ""
) -> HttpResponse:
    """The page of who told this."""
    talk = coming_back.see(incoming=incoming, came=caller.came)
    stands = followed(incoming, talk, caller.today)
    shown = {
        "stands": voice.stands[stands.course],
        "read_by": stands.read_by,
        "readers": who_reads_now(caller.door, incoming, caller.today),
        "answer_by": on_the_day(stands.answer_by) if stands.answer_by else "",
        "talk": [_line(caller, voice, one) for one in talk],
        "asked": stands.course is Course.ASKED,
        "stopped": stands.course is Course.STOPPED,
        "goes": [(kind.value, label, drawn) for kind, (label, drawn) in voice.goes.items()],
        "text": text,
        "wrong": wrong,
        "thanks": thanks,
        STATE: sealed(caller.door, Back(incoming.code_digest, uuid4())),
    }
    return caller.page(f"{voice.folder}/back.html", shown, status=UNTAKEN if wrong else 200)


def _line(caller: Caller, voice: Voice, one: Said) -> dict[str, object]:
    """One thing that was said, as who told it reads it."""
    is_text = one.kind in (Said.What.ANSWER, Said.What.QUESTION, Said.What.CALLED, Said.What.ENDED, Said.What.ADDED)
    return {
        "by": one.by.name if one.by else caller.door.board_name if one.by_board else "",
        "called": one.kind == Said.What.CALLED,
        "on": one.on,
        "asks": one.kind == Said.What.QUESTION,
        "text": one.text if is_text else voice.own.get(one.kind, ""),
    }
