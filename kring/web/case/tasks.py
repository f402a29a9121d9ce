"""The duties of one step as a checklist: what is done, what is next, what waits for what, and who is still missing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kring import words
from kring.cases import bodies
from kring.cases.case_file import CaseFile
from kring.cases.models import Fact
from kring.cases.planned_talks import lacks_a_talk
from kring.cases.typed import FactOf
from kring.cases.verdicts import still_to_ask
from kring.cases.wording import Form, step_in_words
from kring.protocol.explained import OPTIONAL
from kring.protocol.progress import State, Task, Visit
from kring.protocol.terms import Kind, Whom
from kring.web.case.missing import Missing, go_add_child, waits_for_a_child
from kring.web.kinds import as_duty, told
from kring.web.kinds.later import go_later
from kring.web.road.links import Go
from kring.web.road.names import about_words
from kring.web.road.onward import address_now, address_of
from kring.web.road.planned_words import PlannedLine, planned_lines

MOST_IN_LINE = 3
"""So many facts of one duty stand in a line; more fold away behind their number."""


@dataclass(frozen=True)
class TaskLine:
    """One line of the checklist. `state` is its look: done, next, blocked, waived, or "" for open.

    `action` is the way to do it, `together` to do it with what belongs to it in one save. `texts` are about what is
    asked, `who` is with whom it still is. `task` is the duty; the question has none.
    """

    title: str
    state: str
    state_words: str
    icon: str
    texts: list[str] = field(default_factory=list)
    who: str = ""
    links: list[Go] = field(default_factory=list)
    folded: str = ""
    action: Go | None = None
    together: Go | None = None
    planned: list[PlannedLine] = field(default_factory=list)
    plan: list[Go] = field(default_factory=list)
    more: list[Go] = field(default_factory=list)
    of_kring: bool = False
    task: Task | None = None


def letting_go(file: CaseFile) -> Iterator[tuple[Visit, Task]]:
    """What may be said not to be needed now, each with the visit that asks it: what is asked, and is no mere may."""
    current = file.progress.current
    here = [(current, task) for task in current.tasks] if current else []
    for visit, task in [*here, *file.progress.trailing]:
        asked = file.progress.asking(task.duty.key)
        if not task.settled and not task.duty.optional and asked is not None and asked[1] is task:
            yield visit, task


def title_within(file: CaseFile, visit: Visit, task: Task) -> str:
    """The title of a duty; `Ouders informeren, nog van stap 3: aanpak` where an earlier visit asks for it."""
    title = _(task.duty.title)
    if visit is file.progress.current:
        return title
    step = step_in_words(visit.step, visit.round, Form.IN_SENTENCE)
    return _("%(duty)s, nog van %(step)s") % {"duty": title, "step": step}


@dataclass(frozen=True)
class Checklist:
    """What builds the lines of one visit."""

    file: CaseFile
    visit: Visit
    today: date
    ready: Mapping[str, str] = field(default_factory=dict)
    """What stands in the form of a duty already, by its key."""

    @property
    def is_current(self) -> bool:
        return self.visit is self.file.progress.current

    def lines(self) -> list[TaskLine]:
        """The duties in the order of the protocol, with the question in its place."""
        first = self._first()
        lines = [
            self._question(first)
            if task is None
            else replace(self._line(task, is_next=task.duty.key == first), of_kring=task.duty.of_kring)
            for task in self.visit.with_question
        ]
        return lines + self._trailing() if self.is_current else lines

    def _trailing(self) -> list[TaskLine]:
        """Those who were still to be told when an earlier step was left, under that step's name."""
        return [
            replace(
                earlier._open(task, is_next=False),
                title=title_within(self.file, visit, task),
                more=[go for go in [go_later(self.file, self.today, task.duty.key)] if go],
                action=Go(str(as_duty(task.duty.kind).button), self._url(task), _(task.duty.title)),
            )
            for visit, task in self.file.progress.trailing
            for earlier in [replace(self, visit=visit)]
        ]

    def _first(self) -> str:
        """The key of the first duty that can be done now, "?" for the question, "" when there is none."""
        if not self.is_current:
            return ""
        first = self.visit.next_task
        return first.duty.key if first else "?" if self.visit.may_decide else ""

    def _recorded(self, duty: str) -> list[Fact]:
        return self.file.for_duty(*self.visit.place, duty)

    # One duty

    def _line(self, task: Task, *, is_next: bool) -> TaskLine:
        match task.state:
            case State.MET:
                return self._done(task)
            case State.WAIVED:
                return self._waived(task)
            case State.WAITING:
                blocked = self._blocked(_(task.duty.title), task.waits_for)
                return replace(blocked, planned=self._planned(task), plan=self._plan(task))
            case State.OPEN:
                return self._open(task, is_next=is_next)

    def _open(self, task: Task, *, is_next: bool) -> TaskLine:
        missing = Missing(self.file, task, self._recorded(task.duty.key))
        texts = [_(task.duty.hint)] if task.duty.hint and is_next else []
        if missing.of_guardians:
            texts = [missing.told(), *self._let_go(task)]
        elif task.on and task.duty.whom is not Whom.ONCE:
            done = [self._recorded_words(fact) for fact in self._recorded(task.duty.key)]
            texts = [_("Gedaan: %(what)s.") % {"what": words.listed(done)}]
        if ready := self.ready.get(task.duty.key):
            texts.append(ready)
        if task.duty.optional:
            texts.append(_(OPTIONAL))
        if task.duty.own_verdict and (unheard := still_to_ask(self.file, self.visit)):
            first = ngettext(
                "Eerst zegt %(names)s zelf of het gestopt is. Dit voegt Kring toe.",
                "Eerst zeggen %(names)s zelf of het gestopt is. Dit voegt Kring toe.",
                len(unheard),
            )
            texts.append(first % {"names": words.listed(self.file.name_of(child) for child in unheard)})
        return TaskLine(
            title=_(task.duty.title),
            state="next" if is_next else "",
            state_words=_("nu aan de beurt") if is_next else _("mag") if task.duty.optional else _("nog te doen"),
            icon="circle",
            texts=texts,
            who=missing.not_reached(self.today) if missing.of_guardians and not is_next else missing.who(self.today),
            links=missing.unknown(),
            action=self._action(task) if self.is_current else None,
            together=self._together(task) if is_next else None,
            planned=self._planned(task),
            plan=[] if waits_for_a_child(task) else self._plan(task),
            task=task,
        )

    def _action(self, task: Task) -> Go:
        title = _(task.duty.title)
        if waits_for_a_child(task):
            return go_add_child(self.file, title)
        return Go(str(as_duty(task.duty.kind).button), self._url(task), title)

    def _done(self, task: Task) -> TaskLine:
        facts = self._recorded(task.duty.key)
        links = [Go(self._recorded_words(fact), self._fact_url(fact)) for fact in facts]
        folded = ""
        if len(facts) > MOST_IN_LINE:
            folded = self._count_words(task.duty.kind, facts)
        return TaskLine(
            title=_(task.duty.title),
            state="done",
            state_words=_("gedaan"),
            icon="circle-check",
            links=links,
            folded=folded,
            more=self._one_more(task),
        )

    def _count_words(self, kind: Kind, facts: list[Fact]) -> str:
        last = words.day_and_month(max(fact.on for fact in facts), self.today)
        return _("%(what)s, het laatst op %(day)s") % {"what": as_duty(kind).counts(len(facts)), "day": last}

    def _recorded_words(self, fact: Fact) -> str:
        """`Sem, 17 november`."""
        kind = told(fact.kind)
        line = kind.line_of(self.file, fact) if kind.told_apart else ""
        day = words.day_and_month(fact.on, self.today)
        return f"{words.capital(words.shortened(line, 60)).rstrip('.')}, {day}" if line else day

    def _one_more(self, task: Task) -> list[Go]:
        """What can be added at any time while the case is open."""
        more = as_duty(task.duty.kind).one_more
        return [Go(str(more.text), reverse(more.address, args=[self.file.case.pk]))] if more and self.is_current else []

    def _waived(self, task: Task) -> TaskLine:
        waivers = [one for one in self.file.of(bodies.Waived, at=self.visit) if one.fact.duty == task.duty.key]
        links = [
            Go(f"{one.fact.by.name}, {words.day_and_month(one.fact.on, self.today)}", self._fact_url(one.fact))
            for one in waivers
        ]
        because = [_("Hoeft niet: %(reason)s") % {"reason": one.body.reason} for one in waivers]
        return TaskLine(
            title=_(task.duty.title),
            state="waived",
            state_words=_("hoeft niet"),
            icon="circle-minus",
            texts=because[-1:],
            links=links[-1:],
        )

    def _let_go(self, task: Task) -> list[str]:
        """Who need not be told while others still are, with the reason."""
        waivers = [one for one in self.file.of(bodies.Waived, at=self.visit) if one.fact.duty == task.duty.key]
        return [
            _("Hoeft niet: %(who)s. %(reason)s")
            % {"who": about_words(self.file, one.fact.about), "reason": words.shortened(one.body.reason, 80)}
            for one in waivers
        ]

    def _blocked(self, title: str, first: tuple[str, ...]) -> TaskLine:
        titles = [f"‘{self._title_of(key)}’" for key in first]
        text = (
            _("Doe eerst %(first)s. Dan kan dit.") % {"first": words.listed(titles)}
            if titles
            else _("Beantwoord eerst de vraag van deze stap. Dan kan dit.")
        )
        return TaskLine(title=title, state="blocked", state_words=_("kan nog niet"), icon="lock", texts=[text])

    def _title_of(self, key: str) -> str:
        return _(self.file.protocol.duty(self.visit.step.key, key).title)

    # The question

    def _question(self, first: str) -> TaskLine:
        visit, title = self.visit, _(self.visit.step.question)
        if visit.outcome is not None:
            return self._answered(title)
        if not visit.may_decide:
            return self._blocked(title, tuple(task.duty.key for task in visit.before_question))
        return TaskLine(
            title=title,
            state="next" if first == "?" else "",
            state_words=_("nu aan de beurt"),
            icon="circle-question-mark",
            texts=[_("Jij beslist, met de reden erbij. Kring zet de voorvallen per week ernaast.")]
            if visit.step.tests
            else [_("Jij beslist, met de reden erbij.")],
            action=Go(_("Beslissen"), reverse("decide", args=[self.file.case.pk]), title) if self.is_current else None,
        )

    def _answered(self, title: str) -> TaskLine:
        decisions = [fact for fact in self.file.of_kind("decision") if fact.place == self.visit.place]
        outcome = self.visit.outcome
        again = Go(_("Besluit aanpassen"), reverse("decide", args=[self.file.case.pk]))
        return TaskLine(
            title=title,
            state="done",
            state_words=_("beantwoord"),
            icon="circle-check",
            links=[
                Go(
                    f"{_(outcome.title)}, {words.day_and_month(fact.on, self.today)}" if outcome else "",
                    self._fact_url(fact),
                )
                for fact in decisions[-1:]
            ],
            texts=[_("Anders dan wat er in het dossier staat, met de reden erbij.")]
            if any(FactOf(fact, bodies.Decision).body.although for fact in decisions[-1:])
            else [],
            more=[again] if self.is_current else [],
        )

    # Addresses

    def _url(self, task: Task) -> str:
        return address_of(self.file, task.duty)

    def _together(self, task: Task) -> Go | None:
        """The way to do it with what belongs to it, on one page; None where nothing does."""
        url = address_now(self.file, task.duty, self.today)
        if url == self._url(task):
            return None
        return Go(_("Alles in één keer"), url, _(task.duty.title))

    def _fact_url(self, fact: Fact) -> str:
        return reverse("fact", args=[self.file.case.pk, fact.pk])

    def _planned(self, task: Task) -> list[PlannedLine]:
        """When the talk of this duty is."""
        here = (*self.visit.place, task.duty.key)
        return [line for line in planned_lines(self.file, self.today) if line.asked == here]

    def _plan(self, task: Task) -> list[Go]:
        """The way to plan a talk, for the duties that are one, as long as somebody of it has none."""
        if not self._is_asked(task) or not lacks_a_talk(self.file, task, self.today):
            return []
        url = reverse("plan_talk", args=[self.file.case.pk, task.duty.key])
        return [Go(_("Gesprek plannen"), url, _(task.duty.title))]

    def _is_asked(self, task: Task) -> bool:
        """Whether this is where the duty is asked now: a later step that asks the same comes first."""
        asked = self.file.progress.asking(task.duty.key)
        return asked is not None and asked[1] is task
