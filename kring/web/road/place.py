"""Where a form stands: whose case, which step and duty, and what was already recorded there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec import structs

from kring import words
from kring.cases.case_file import CaseFile
from kring.cases.held import HeldCase
from kring.cases.models import Case, Fact, Involved
from kring.cases.planned_talks import can_be_planned
from kring.cases.wording import Form, role_in_words, step_in_words
from kring.protocol.progress import Task, Visit, VisitKey
from kring.protocol.terms import Duty, Role
from kring.school.act import AnyAct
from kring.web.forms import FormPage, KringForm, Option, by_field
from kring.web.forms.page import Standing
from kring.web.forms.theirs import Reading
from kring.web.forms.tokens import token_sent
from kring.web.request.requests import StaffRequest
from kring.web.road.afterwards import what_is_next
from kring.web.road.names import about_words
from kring.web.road.onward import ONWARD, next_in

F = TypeVar("F", bound=KringForm)


@dataclass(frozen=True)
class Place:
    """One form on one page. `visit` is the time in the step that it writes in; `fact` is what it puts right."""

    held: HeldCase
    visit: Visit
    duty: Duty | None = None
    fact: Fact | None = None

    @property
    def file(self) -> CaseFile:
        return self.held.file

    @property
    def case(self) -> Case:
        return self.held.case

    @property
    def duty_key(self) -> str:
        """The key of the duty that this form carries out, for its verb; "" for a form without one."""
        return self.duty.key if self.duty else ""

    @property
    def task(self) -> Task | None:
        return self.visit.task(self.duty.key) if self.duty else None

    @cached_property
    def recorded(self) -> list[Fact]:
        """What was recorded for this duty in this step, oldest first."""
        if self.duty is None:
            return []
        return self.file.for_duty(*self.visit.place, self.duty.key)

    @property
    def newest(self) -> Fact | None:
        return self.fact or max(self.recorded, key=lambda fact: fact.at, default=None)

    @property
    def done(self) -> list[tuple[Fact, str]]:
        """What was recorded here, each with the names of the children."""
        return [(fact, about_words(self.file, fact.about)) for fact in self.recorded]

    def option(self, child: Involved) -> Option:
        """This child as a choice of a form, with its role."""
        return Option(child.pk, self.file.name_of(child), role_in_words(child.role))

    def carried_out_by(self, verb: Callable[..., Any], **fixed: object) -> Callable[[KringForm, AnyAct], Any]:
        """For `verb` of a page that stands here: a verb of this case that is told for which duty."""
        return by_field(verb, case_id=self.case.pk, duty=self.duty_key, **fixed)

    def _onward(self, to: str) -> str:
        """What the case asks next, and of a list of calls the next of them. A page that comes first, such as whom to
        call in danger, stays first."""
        if self.duty and to == reverse("duty", args=[self.case.pk, self.duty.key]):
            return f"{to}?{ONWARD}"
        return next_in(self.held) if to == reverse("case", args=[self.case.pk]) else to

    @property
    def stands(self) -> Standing:
        """The step that a form writes in, as it goes out with the form."""
        return standing_in(self.visit)

    def completed(
        self, page: FormPage[F], *, continues: bool = True, in_any_step: bool = False, goes_on: bool | None = None
    ) -> FormPage[F]:
        """The page of a form that stands here: it leads back to the case with what is next, unless it says otherwise.

        With `continues` the form begins with what was recorded for this duty, and replaces it; without, it adds. What
        is put right always begins with the fact that it replaces. What may be written `in_any_step` is taken wherever
        the case is by then. Whoever wants to, `goes_on` at once to what is asked next: from a duty, unless the page
        says otherwise. A form that does not say with `read` how a fact is read, has the names of its body.
        """
        saved = _("Bewaard. De vorige versie blijft te lezen.") if self.fact else _("Bewaard.")
        begun = self.fact or (self.newest if continues else None)
        may_go_on = self.duty is not None if goes_on is None else goes_on
        read = page.read or (lambda fact: as_kept(fact, page.form.names_in_verb))
        return replace(
            page,
            read=read,
            to=page.to or Here(self).case_url,
            said=page.said or (lambda _result: what_is_next(self.held, self.visit, saved=saved)),
            onward=self._onward if may_go_on and not self.fact else None,
            words={"here": Here(self), "begun": begun, **page.words},
            initial={**page.initial, **(read(begun) if begun else {})},
            seen=page.seen or self.newest,
            corrects=self.fact,
            stands=None if self.fact or in_any_step else self.stands,
        )


def standing_in(visit: Visit) -> Standing:
    """This time in a step, as a form carries it: `approach:1`, in words `stap 3: aanpak`."""
    key, round = visit.place
    return Standing(f"{key}:{round}", step_in_words(visit.step, round, Form.IN_SENTENCE))


def stood_in(request: StaffRequest) -> VisitKey | None:
    """The time in a step of which the form that was sent had been shown; None when it was not sent, or says nothing."""
    token = token_sent(request, of_any_age=True)
    step, _colon, round = token.stood.partition(":") if token else ("", "", "")
    return (step, int(round)) if round else None


def as_kept(fact: Fact, called: Mapping[str, str] | None = None) -> Mapping[str, object]:
    """The values of a form whose fields have the names of a fact's body, or what they are `called` instead."""
    values = {"on": fact.on, "until_on": fact.until_on, "about": list(fact.about), **structs.asdict(fact.body)}
    return {(called or {}).get(name, name): value for name, value in values.items()}


def as_row(name: str) -> Reading:
    """For `read` of a form with rows of this name: a fact is one of them, its fields have the names of the body."""
    return lambda fact: {name: [as_kept(fact)]}


@dataclass(frozen=True)
class Here:
    """A place in words and addresses, for its template."""

    place: Place

    @property
    def case(self) -> Case:
        return self.place.case

    @property
    def case_url(self) -> str:
        return reverse("case", args=[self.case.pk])

    @cached_property
    def name(self) -> str:
        """The case by its children, as people call it: `Sem en Daan`."""
        return name_of(self.place.file)

    @property
    def title(self) -> str:
        return _(self.place.duty.title) if self.place.duty else ""

    @property
    def hint(self) -> str:
        return _(self.place.duty.hint) if self.place.duty and self.place.duty.hint else ""

    @property
    def quote(self) -> str:
        """The protocol's own words for this duty."""
        return _(self.place.duty.quote) if self.place.duty and self.place.duty.quote else ""

    @property
    def step_words(self) -> str:
        """`Stap 3: Aanpak`, or the step's title when it has no number."""
        return step_in_words(self.place.visit.step)

    @property
    def correcting(self) -> Fact | None:
        return self.place.fact

    @property
    def recorded(self) -> list[Fact]:
        return self.place.recorded

    @property
    def plan_talk_url(self) -> str:
        """Where the talk of this duty is planned, as long as it is to come; "" for what is no talk."""
        place = self.place
        if place.fact or place.duty is None or not can_be_planned(place.duty):
            return ""
        position = place.file.progress
        asked = [position.current, *(visit for visit, _task in position.trailing)]
        still_open = place.task is not None and not place.task.settled
        if not still_open or position.current is None or place.visit not in asked:
            return ""
        return reverse("plan_talk", args=[self.case.pk, place.duty.key])


def name_of(file: CaseFile) -> str:
    """The children that a case is about: `Sem en Daan`."""
    return words.listed(file.name_of(child) for child in file.with_role(Role.TARGET, Role.INSTIGATOR))
