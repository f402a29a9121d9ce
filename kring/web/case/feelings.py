"""How safe each bullied child feels: its line over the weeks, its course in words, and what it said itself last."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kring import words
from kring.cases import bodies
from kring.cases.case_file import CaseFile
from kring.cases.models import Involved
from kring.cases.own_words import is_denied
from kring.cases.planned_talks import planned_talks
from kring.cases.queries import Feeling, feelings_of
from kring.cases.wording import DOWNWARDS, FEELINGS, LEVELS, STOPPED, feeling_in_words
from kring.protocol.terms import Role
from kring.web.case.path import answer_words, visit_title
from kring.web.drawn.line import Answer, Line, line_of


@dataclass(frozen=True)
class Quotation:
    """What the child itself said last, in its own words, and on which day."""

    text: str
    day: str


@dataclass(frozen=True)
class Told:
    """A number on the line, and what was decided, agreed or said by the child on that day."""

    number: int
    day: str
    what: str


@dataclass(frozen=True)
class Felt:
    """One answer in words, for the table."""

    day: str
    answer: str


@dataclass(frozen=True)
class ChildsLine:
    """One bullied child. `course` says in a sentence what the line shows; without an answer there is no line."""

    child: str
    course: str
    line: Line | None
    scale: list[tuple[str, str]]
    first_day: str
    talk_day: str
    told: list[Told]
    quotation: Quotation | None
    felt: list[Felt]


def childrens_lines(file: CaseFile, today: date) -> list[ChildsLine]:
    """A line for each child that is bullied."""
    feelings = feelings_of(file)
    return [_of_child(file, child, feelings.get(child.pk, []), today) for child in file.with_role(Role.TARGET)]


def _of_child(file: CaseFile, child: Involved, felt: list[Feeling], today: date) -> ChildsLine:
    said = [one for one in felt if one.value]
    told = _told(file, child) if said else []
    days = sorted({on for on, _what in told})
    talk = _next_talk(file, child, today)
    line = line_of([Answer(one.on, one.value) for one in said if one.value], today, moments=days, talk=talk)
    return ChildsLine(
        child=file.name_of(child),
        course=course_in_words(file.name_of(child), felt, today),
        line=line,
        scale=list(zip(line.levels, (str(FEELINGS[level]) for level in DOWNWARDS), strict=True)) if line else [],
        first_day=words.day_in_short(said[0].on) if said else "",
        talk_day=words.day_in_short(talk) if talk else "",
        told=[
            Told(number, words.day_in_short(on), words.listed(what for day, what in told if day == on))
            for number, on in enumerate(days, start=1)
        ],
        quotation=_quotation(file, child, today),
        felt=[Felt(words.day_in_short(one.on), feeling_in_words(one.value)) for one in felt],
    )


def course_in_words(child: str, felt: list[Feeling], today: date) -> str:
    """`Sem voelt zich veiliger dan op 20 november: eerst niet veilig, nu een beetje veilig.` No answer is guessed."""
    said = [one for one in felt if one.value]
    if not said:
        return _("%(child)s wilde het nog niet zeggen.") % {"child": child} if felt else _("Nog niet gevraagd.")
    first, last = said[0], said[-1]
    known = {
        "child": child,
        "day": words.day_and_month(first.on, today),
        "first": feeling_in_words(first.value),
        "last": feeling_in_words(last.value),
    }
    if len(said) == 1:
        sentence = _("Op %(day)s zei %(child)s: %(last)s.") % known
    elif _level(last) > _level(first):
        sentence = _("%(child)s voelt zich veiliger dan op %(day)s: eerst %(first)s, nu %(last)s.") % known
    elif _level(last) < _level(first):
        sentence = _("%(child)s voelt zich minder veilig dan op %(day)s: eerst %(first)s, nu %(last)s.") % known
    else:
        sentence = _("%(child)s voelt zich net zo als op %(day)s: %(last)s.") % known
    if len(said) > 2 and _level(last) >= _level(first) and _level(last) < _level(said[-2]):
        sentence += " " + _("De vorige keer was het beter.")
    if felt[-1].value is None:
        sentence += " " + _("De laatste keer wilde %(child)s het niet zeggen.") % known
    return sentence


def _level(one: Feeling) -> int:
    return one.value or 0


def _told(file: CaseFile, child: Involved) -> list[tuple[date, str]]:
    """What was judged, decided and agreed, and what the child said of whether it stopped, by day."""
    return sorted(_moments(file, str(child.pk)), key=lambda one: one[0])


def _moments(file: CaseFile, key: str) -> Iterator[tuple[date, str]]:
    for estimate in file.of(bodies.Severity):
        level = words.lower_first(str(LEVELS[estimate.body.level][0]))
        yield estimate.fact.on, _("ernst: %(level)s") % {"level": level}
    for visit in file.progress.visits:
        if visit.outcome and visit.decided_on:
            what = {"step": words.lower_first(visit_title(visit)), "answer": words.lower_first(answer_words(visit))}
            yield visit.decided_on, _("%(step)s: %(answer)s") % what
    agreed = {one.fact.on for one in file.of(bodies.Agreement)}
    yield from ((on, _("afspraken gemaakt")) for on in sorted(agreed))
    for one in file.of(bodies.OwnVerdict):
        if one.body.stopped and key in one.fact.about:
            answer = words.lower_first(str(STOPPED[one.body.stopped][0]))
            yield one.fact.on, _("het kind zelf: %(answer)s") % {"answer": answer}


def _next_talk(file: CaseFile, child: Involved, today: date) -> date | None:
    """The first talk with this child that is still to come."""
    coming = [one for one in planned_talks(file) if one.fact.on > today and str(child.pk) in one.fact.about]
    return coming[0].fact.on if coming else None


def _quotation(file: CaseFile, child: Involved, today: date) -> Quotation | None:
    """The child's last own words from a talk with it alone, unless it says that it did not say so (decision 072)."""
    for talk in reversed(file.of(bodies.Talk)):
        if talk.fact.about == [str(child.pk)] and talk.body.own_words and not is_denied(file, talk.fact):
            return Quotation(words.shortened(talk.body.own_words, 160), words.day_and_month(talk.fact.on, today))
    return None
