"""Where a form stands: whose case, which step and duty, and what was already recorded there; and its road to a fact."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kring import words
from kring.cases.case_file import CaseFile
from kring.cases.errors import Conflict
from kring.cases.models import Case, Fact, Involved
from kring.cases.planned_talks import can_be_planned
from kring.cases.wording import step_in_words
from kring.protocol.progress import Task, Visit
from kring.protocol.terms import Duty, Role
from kring.school.act import Act
from kring.web.duties.afterwards import what_is_next
from kring.web.forms import KringForm
from kring.web.forms.page import handle
from kring.web.requests import StaffRequest

F = TypeVar("F", bound=KringForm)
Values = Callable[[Fact], Mapping[str, object]]


@dataclass(frozen=True)
class Place:
    """One form on one page. `visit` is the time in the step that it writes in; `correcting` the fact it replaces."""

    request: StaffRequest
    file: CaseFile
    visit: Visit
    duty: Duty | None = None
    correcting: Fact | None = None

    @property
    def case(self) -> Case:
        return self.file.case

    @property
    def case_url(self) -> str:
        return reverse("case", args=[self.case.pk])

    @cached_property
    def name(self) -> str:
        """The case by its children, as people call it: `Sem en Daan`."""
        return name_of(self.file)

    @property
    def title(self) -> str:
        return _(self.duty.title) if self.duty else ""

    @property
    def hint(self) -> str:
        return _(self.duty.hint) if self.duty and self.duty.hint else ""

    @property
    def quote(self) -> str:
        """The protocol's own words for this duty."""
        return _(self.duty.quote) if self.duty and self.duty.quote else ""

    @property
    def step_words(self) -> str:
        """`Stap 3: Aanpak`, or the step's title when it has no number."""
        return step_in_words(self.visit.step)

    @property
    def duty_key(self) -> str:
        """The key of the duty that this form carries out, for its verb; "" for a form without one."""
        return self.duty.key if self.duty else ""

    @property
    def task(self) -> Task | None:
        return self.visit.task(self.duty.key) if self.duty else None

    @property
    def plan_talk_url(self) -> str:
        """Where the talk of this duty is planned, as long as it is to come; "" for what is no talk."""
        if self.correcting or self.duty is None or not can_be_planned(self.duty):
            return ""
        still_open = self.task is not None and not self.task.settled and self.visit is self.file.progress.current
        return reverse("plan_talk", args=[self.case.pk, self.duty.key]) if still_open else ""

    @cached_property
    def recorded(self) -> list[Fact]:
        """What was recorded for this duty in this step, oldest first."""
        if self.duty is None:
            return []
        return self.file.for_duty(*self.visit.place, self.duty.key)

    @property
    def newest(self) -> Fact | None:
        return self.correcting or max(self.recorded, key=lambda fact: fact.at, default=None)

    def first_name(self, key: str) -> str:
        """The first name of the child with this key."""
        child = self.file.child(key)
        return child.pupil.first_name if child else ""

    def fill(
        self,
        form_class: type[F],
        *,
        template: str,
        act: Callable[[F, Act], Any],
        values: Values,
        initial: Mapping[str, object] | None = None,
        continues: bool = True,
        arguments: Mapping[str, object] | None = None,
        context: Mapping[str, object] | None = None,
        to: str | Callable[[Any], str] = "",
        said: Callable[[Any], str] | None = None,
        seen: Fact | None = None,
    ) -> HttpResponse:
        """Show this form or carry it out, and lead back to the case with what is next.

        With `continues` the form begins with what was recorded for this duty, and replaces it; without, it adds. A
        correction always begins with the fact it corrects. `values` makes a form's values out of a fact.
        """
        saved = _("Bewaard. De vorige versie blijft te lezen.") if self.correcting else _("Bewaard.")
        begun = self.correcting or (self.newest if continues else None)

        def carry_out(form: F, act_now: Act) -> Any:
            if self.correcting is not None and act_now.corrects is None:
                raise Conflict(self.correcting)  # the form had not seen it
            return act(form, act_now)

        return handle(
            self.request,
            form_class,
            act=carry_out,
            to=to or self.case_url,
            said=said or (lambda _result: what_is_next(self.case, self.visit, self.request.today, saved=saved)),
            template=template,
            context={"here": self, "begun": begun, **(context or {})},
            arguments=arguments,
            initial={**(initial or {}), **(values(begun) if begun else {})},
            seen=seen or self.newest,
            correcting=self.correcting is not None,
            read=values,
        )


def name_of(file: CaseFile) -> str:
    """The children that a case is about, by first name: `Sem en Daan`."""
    return words.listed(names_of(file.with_role(Role.TARGET, Role.INSTIGATOR)))


def names_of(children: list[Involved]) -> list[str]:
    return [child.pupil.first_name for child in children]
