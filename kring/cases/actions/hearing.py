"""A bullied child says itself whether it stopped (decision 69), and whether its own words are so (decision 72)."""

from uuid import UUID

from django.utils.translation import gettext as _

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.change import Change, changing, child_here
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Fact, Involved
from kring.cases.own_words import own_words_of
from kring.cases.verdicts import still_to_ask
from kring.protocol.progress import Visit
from kring.protocol.terms import BULLIED
from kring.school.act import Act


def hear_child(*, act: Act, case_id: UUID, involved_id: UUID, verdict: bodies.OwnVerdict) -> Fact:
    """Keep what this bullied child says itself, in whatever step the case is; or why it was not asked.

    Each answer stands for itself: none takes the place of another, and none is put right by somebody else.
    """
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        change.must_be_open()
        child = _bullied(change, involved_id)
        if verdict.feels is not None and not 1 <= verdict.feels <= 5:
            raise Refused("feels", _("Kies een van de antwoorden."))
        if verdict.stopped is None and verdict != bodies.OwnVerdict(because=verdict.because):
            raise Refused("stopped", _("Kies een van de antwoorden."))
        if verdict.stopped is None and not verdict.because.strip():
            raise Refused("because", _("Schrijf op waarom je dit niet aan het kind zelf kon vragen."))
        return change.record(verdict, on=act.today, about=[str(child.pk)])


def hear_on_own_words(
    *,
    act: Act,
    case_id: UUID,
    involved_id: UUID,
    fact_id: UUID,
    answer: bodies.OwnWordsAre,
    text: str = "",
    read_aloud: bool = False,
) -> Fact:
    """Keep what this bullied child says of what stands in this fact as its own words, as it had it before it.

    It stands beside them and changes nothing in them; nobody puts it right or takes it back. Where the school said in a
    plan that the child said so, that plan is not true any more.
    """
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        change.must_be_open()
        child = _bullied(change, involved_id)
        shown = next((one for one in change.file.every_fact if one.pk == fact_id), None)
        stands = change.file.newest(shown).pk if shown else None
        written = next((one for one in own_words_of(change.file, child) if one.fact.pk == stands), None)
        if written is None or (written.by_itself and answer is bodies.OwnWordsAre.NOT_SO):
            raise NotAllowed(fact_id)
        if answer is bodies.OwnWordsAre.MORE and not text.strip():
            raise Refused("text", _("Schrijf op wat je erbij wilt zeggen."))
        said = bodies.OnOwnWords(to=fact_id, answer=answer, text=text, read_aloud=read_aloud)
        return change.record(said, on=act.today, about=[str(child.pk)])


def _bullied(change: Change, involved_id: UUID) -> Involved:
    """The bullied child with this id, while it takes part; NotAllowed for any other."""
    child = child_here(change, involved_id)
    if child.role not in BULLIED:
        raise NotAllowed(involved_id)
    return child


def must_be_heard(change: Change, visit: Visit, among: set[str] | None = None) -> None:
    """Refuses what comes before these bullied children said something themselves; all of them when none are named."""
    unheard = [
        change.file.name_of(child)
        for child in still_to_ask(change.file, visit)
        if among is None or str(child.pk) in among
    ]
    if unheard:
        raise Refused(
            None,
            _("Vraag eerst aan %(names)s zelf of het gestopt is. Lukt dat niet, schrijf dan op waarom.")
            % {"names": words.listed(unheard)},
        )
