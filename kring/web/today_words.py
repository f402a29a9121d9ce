"""What a line of Vandaag says for each kind of duty: its icon, its sentence and the words on its button."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kring import words
from kring.cases.bodies import Observation
from kring.cases.case_file import CaseFile
from kring.cases.models import Involved
from kring.cases.queries import Line
from kring.cases.wording import Form, step_in_words
from kring.protocol.progress import Task, Visit
from kring.protocol.terms import OF_KIND, Kind, Whom
from kring.protocol.terms import Role as ChildRole
from kring.school.models import Guardianship, Relation
from kring.web.children import called, listed_names, targets_of
from kring.web.forms.wording import Words


@dataclass(frozen=True, slots=True)
class Saying:
    """`asks` is the sentence after the step; "" when it depends on the children or guardians.

    `says_when`: when it is late, that sentence names the day itself.
    """

    icon: str
    button: Words
    asks: Words = ""
    says_when: bool = False


SAYINGS = {
    Kind.TALK: Saying("message-circle", _("Gesprek vastleggen"), says_when=True),
    Kind.INCIDENTS: Saying(
        "clipboard-list", _("Voorvallen opschrijven"), _("Schrijf de voorvallen op: wanneer, waar en wat gebeurde er?")
    ),
    Kind.SEVERITY: Saying("gauge", _("Ernst inschatten"), _("Hoe ernstig is het, en is er nu gevaar?")),
    Kind.PROBLEM: Saying("text-quote", _("Probleem opschrijven"), _("Zet het probleem in één heldere alinea.")),
    Kind.AGREE: Saying("handshake", _("Afspraken maken"), _("Maak afspraken: wat, wie en tot wanneer?")),
    Kind.REVIEW: Saying("list-checks", _("Afspraken doornemen"), _("Neem de afspraken door: zijn ze nagekomen?")),
    Kind.PHASE_OUT: Saying("sprout", _("Afbouwen"), _("Welke afspraken gaan door, en welke bouw je af?")),
    Kind.ADDRESS_CLASS: Saying(
        "presentation", _("Klassengesprek vastleggen"), _("Praat met de hele klas: melden is geen klikken.")
    ),
    Kind.OBSERVE: Saying("eye", _("Collega’s vragen"), _("Vraag collega’s om op te letten.")),
    Kind.CONSULT: Saying(
        "messages-square",
        _("Overleg vastleggen"),
        _("Overleg met de Seo-coördinator over de komende twee weken."),
    ),
    Kind.ANALYSIS: Saying("lightbulb", _("Analyse schrijven"), _("Waardoor is het misgegaan?")),
    Kind.NEW_APPROACH: Saying("split", _("Nieuwe aanpak kiezen"), _("Wat gaan jullie anders doen?")),
    Kind.INFORM_GUARDIANS: Saying("phone", _("Bellen")),
    Kind.ISSUE_PLAN: Saying("send", _("Plan nalezen"), _("Het plan is klaar om naar het team te gaan.")),
    Kind.EXTRA: Saying("square-pen", _("Vastleggen")),
}
DECIDE = Saying("scale", _("Vraag beantwoorden"))
EVALUATE = Saying("clipboard-check", _("Evaluatie beginnen"))
CLOSE = Saying("folder-check", _("Zaak afsluiten"), _("Alles is gedaan. Kan de zaak dicht?"))
CHECK_BACK = Saying("history", _("Navraag doen"), _("De zaak is gesloten met afspraken. Gaat het nog goed?"))


def saying_of(line: Line) -> Saying:
    """Which saying belongs to a line."""
    current = line.file.progress.current
    if current is None:
        return CHECK_BACK
    if current.step.ends_case:
        return CLOSE
    if line.task is None:
        return DECIDE
    return EVALUATE if _begins_evaluation(current, line.task) else SAYINGS[line.task.duty.kind]


def title_of(line: Line) -> str:
    """The children a line is about: `Sem en Daan, groep 6`, `Ouders van Noor`."""
    file, task = line.file, line.task
    if task and task.duty.kind is Kind.INFORM_GUARDIANS:
        return gettext("Ouders van %(names)s") % {"names": listed_names(_children_of_missing(file, task), file.names)}
    return called(beside(line), file.names)


def beside(line: Line) -> list[Involved]:
    """The children whose groups stand in the title of a line; none when it names no group."""
    file, task = line.file, line.task
    if task and task.duty.kind is Kind.INFORM_GUARDIANS:
        return []
    if task and task.duty.kind is Kind.TALK and task.duty.whom is Whom.EACH_OF_BOTH:
        return file.with_role(ChildRole.TARGET, ChildRole.INSTIGATOR)
    return targets_of(file.people)


def step_of(line: Line) -> str:
    """`Stap 3`, `Stap 4, eerste evaluatie`, `Stap 5, ronde 2`, `Nazorg`."""
    last = line.file.progress.last
    step = step_in_words(last.step, last.round, Form.SHORT)
    if last.step.number and last.round == 1 and line.task and _begins_evaluation(last, line.task):
        return f"{step}, {words.lower_first(gettext(last.step.title))}"
    return step


def sentence_of(line: Line, day: str) -> str:
    """What is asked, in one or two sentences; `day` is when it was due, for what is late."""
    saying, file, task = saying_of(line), line.file, line.task
    current = file.progress.current
    if current and saying is DECIDE:
        return gettext(current.step.question)
    if current and saying is EVALUATE:
        return " ".join(filter(None, [gettext(current.step.question), _seen(file, current)]))
    if task and task.duty.kind is Kind.TALK:
        return _talk(line, task, day)
    if task and task.duty.kind is Kind.INFORM_GUARDIANS:
        return _guardians(file, task)
    if task and task.duty.kind is Kind.EXTRA:
        return f"{gettext(task.duty.title)}."
    return str(saying.asks)


def is_timely(line: Line) -> bool:
    """False for a second line about guardians while there is nothing to tell them yet: the rest comes first.

    Somebody who began telling them goes on.
    """
    current = line.file.progress.current
    if not line.task or not current or line.task.duty.kind is not Kind.INFORM_GUARDIANS:
        return True
    begun = any(
        fact.kind == "informed" for fact in line.file.for_duty(current.step.key, current.round, line.task.duty.key)
    )
    return begun or all(task.settled for task in current.tasks if not OF_KIND[task.duty.kind].tells_others)


def _begins_evaluation(visit: Visit, task: Task) -> bool:
    """True for the talk with which an evaluation or after-care begins, as long as nothing of it is done."""
    return task.duty.settles_date and visit.step.outcomes != () and not any(other.settled for other in visit.tasks)


def _seen(file: CaseFile, visit: Visit) -> str:
    """`Drie collega's zagen iets in de week.`: counted since the step before this one was finished."""
    before = [other.finished_on for other in file.progress.visits if other.finished_on]
    since = before[-1] if before else file.case.reported_on
    people = {noted.fact.by_id for noted in file.of(Observation) if noted.fact.on >= since and noted.body.seen}
    if not people:
        return ""
    number = words.capital(words.number(len(people)))
    return ngettext(
        "%(number)s collega zag iets sinds het vorige gesprek.",
        "%(number)s collega’s zagen iets sinds het vorige gesprek.",
        len(people),
    ) % {"number": number}


def _talk(line: Line, task: Task, day: str) -> str:
    """Who still has to be spoken with, who was already, and when it is not too late yet what to mind."""
    file = line.file
    missing = [child for key in task.missing if (child := file.child(key))]
    if not missing:
        return gettext("Er is nog niet bekend met wie dit gesprek is: kies eerst de leerling.")
    last = file.progress.last
    spoken = {key for fact in file.of_kind("talk") if fact.place == last.place for key in fact.about} - set(
        task.missing
    )
    former = [child for child in file.people if str(child.pk) in spoken]
    names = {"names": listed_names(_in_order(file, missing), file.names)}
    if line.late_by and not line.guideline:
        return gettext("Het gesprek met %(names)s moest %(day)s gedaan zijn.") % (names | {"day": day})
    still = gettext("Het gesprek met %(names)s komt nog.") % names
    if former:
        return gettext("Je sprak met %(former)s. %(still)s") % {
            "former": listed_names(former, file.names),
            "still": still,
        }
    return still if line.late_by else f"{still} {gettext(task.duty.hint)}".strip()


def _in_order(file: CaseFile, some: Sequence[Involved]) -> list[Involved]:
    keys = {child.pk for child in some}
    return [child for child in file.everyone if child.pk in keys]


def _missing(file: CaseFile, task: Task) -> list[Guardianship]:
    return [link for link in file.guardianships if str(link.pk) in task.missing]


def _children_of_missing(file: CaseFile, task: Task) -> list[Involved]:
    """The children whose guardians are still to be told; when none is known by name, everybody it could be."""
    pupils = {link.pupil_id for link in _missing(file, task)}
    return [child for child in file.people if child.pupil_id in pupils] or targets_of(file.people)


def _guardians(file: CaseFile, task: Task) -> str:
    """`Vader is gesproken, moeder nog niet.` Never a guardian's name: this page may be seen over a shoulder."""
    missing = _missing(file, task)
    if not missing:
        return gettext("Van een leerling is nog geen ouder bekend. Vul dat aan, of vraag de Seo-coördinator om raad.")
    last = file.progress.last
    told = {
        key for fact in file.for_duty(last.step.key, last.round, task.duty.key) if fact.settled for key in fact.about
    }
    reached = [link for link in file.guardianships if str(link.pk) in told]
    pupils = {link.pupil_id for link in missing}
    if len(pupils) == 1:
        here = [link for link in reached if link.pupil_id in pupils]
        still = words.listed(_relation(link) for link in missing)
        if here:
            done = words.listed(_relation(link) for link in here)
            return gettext("%(done)s is gesproken, %(still)s nog niet.") % {"done": words.capital(done), "still": still}
        return gettext("Nog te spreken: %(who)s.") % {"who": still}
    who = words.listed(
        gettext("%(relation)s van %(name)s") % {"relation": _relation(link), "name": file.names[link.pupil_id]}
        for link in missing
    )
    return gettext("Nog te spreken: %(who)s.") % {"who": who}


def _relation(link: Guardianship) -> str:
    return str(Relation(link.relation).label).lower()
