"""What stands in a file as a bullied child's own words, and what the child itself says of that (decision 72).

Only where nobody else can have said it: in a talk with this child alone, on its own screen, or as the reason of its own
for which a talk was let go. How safe it felt is asked of each child apart. What was told in confidence stays out: who
sits beside the child would read it along.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kring.cases.bodies import OnOwnWords, OwnVerdict, OwnWordsAre, PartChanged, Talk, Waived, Wish
from kring.cases.case_file import CaseFile
from kring.cases.models import Fact, Involved
from kring.cases.typed import FactOf
from kring.cases.wording import SINCE, STOPPED, feeling_in_words
from kring.protocol.terms import BULLIED
from kring.words import capital

Line = tuple[str, str]


@dataclass(frozen=True)
class OwnWords:
    """What stands in this fact as the child's own words, each under a heading, said to the child.

    `by_itself`: it gave these answers on its own screen. It may add to them; for others it answers anew, so that what
    it last said of whether it stopped is always what counts.
    """

    fact: Fact
    lines: tuple[Line, ...]
    by_itself: bool = False


def own_words_of(file: CaseFile, child: Involved) -> list[OwnWords]:
    """All that stands in the file as the own words of this child, the newest first."""
    key = str(child.pk)
    found = [
        *(OwnWords(talk.fact, tuple(_in_talk(talk, key))) for talk in file.of(Talk)),
        *(OwnWords(one.fact, tuple(_wish(one.body))) for one in file.of(Wish) if one.fact.about == [key]),
        *(
            OwnWords(one.fact, tuple(_on_screen(one.body)), by_itself=True)
            for one in file.of(OwnVerdict)
            if key in one.fact.about
        ),
        *(OwnWords(one.fact, tuple(_let_go(one.body))) for one in file.of(Waived) if _only_of(file, one.fact) == key),
    ]
    written = [one for one in found if one.lines]
    return sorted(written, key=lambda one: (one.fact.on, one.fact.at), reverse=True)


def _in_talk(talk: FactOf[Talk], key: str) -> Iterator[Line]:
    body = talk.body
    if talk.fact.about == [key]:
        if body.own_words:
            yield _("Dit zei je"), body.own_words
        if body.wants_together is not None:
            yield from _wish(body)
    if key in body.feelings:
        yield _("Zo veilig voelde je je"), capital(feeling_in_words(body.feelings[key]))


def _wish(body: Talk | Wish) -> Iterator[Line]:
    yield _("Samen praten?"), _("Ja, samen") if body.wants_together else _("Nee, liever apart")
    if body.said:
        yield _("Dit wil je"), body.said


def _on_screen(body: OwnVerdict) -> Iterator[Line]:
    if body.stopped is None:
        return
    if body.since:
        yield _("Gebeurt het nog?"), str(SINCE[body.since][0])
    yield _("Is het gestopt?"), str(STOPPED[body.stopped][0])
    yield _("Zo veilig voelde je je"), capital(feeling_in_words(body.feels))
    if body.helped is not None:
        yield _("Komt er iemand voor jou op?"), _("Ja") if body.helped else _("Nee")
    if body.must_not:
        yield _("Wat mag er niet gebeuren?"), body.must_not


def _let_go(body: Waived) -> Iterator[Line]:
    if body.child_says:
        yield _("Je hoefde niet te praten, want"), body.child_says


def _only_of(file: CaseFile, fact: Fact) -> str:
    """The key of the bullied child of whom this is, where it can be of one only: also with the roles of before."""
    changed = {key for one in file.of(PartChanged) for key in one.fact.about}
    targets = [str(child.pk) for child in file.everyone if child.role in BULLIED and str(child.pk) in fact.about]
    return targets[0] if len(targets) == 1 and not changed & set(fact.about) else ""


def said_of(file: CaseFile, fact: Fact) -> list[FactOf[OnOwnWords]]:
    """What a child said of its own words in this fact, also in the versions that it replaced, oldest first."""
    said = file.of(OnOwnWords)
    versions = {one.pk for one in (fact, *file.former(fact))} if said else set()
    return [one for one in said if one.body.to in versions]


def is_denied(file: CaseFile, fact: Fact) -> bool:
    """Whether the last that a child said of these words is that it did not say so."""
    said = said_of(file, fact)
    return bool(said) and said[-1].body.answer is OwnWordsAre.NOT_SO
