"""The road of what is told at either door: one form that goes from question to question, and is sent once (147, 152).

Nothing is kept before it is sent: what was answered goes along sealed. A door has its own questions (`Questions`), its
own pages and its own words; in which order a form is judged, shown, sent and shown again stands here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec
from django.http import HttpResponse

from kring.reports import codes
from kring.reports.actions.telling import NewTelling, tell
from kring.reports.models import By
from kring.reports.told import tidied, tidied_teller
from kring.school.errors import Refused
from kring.web.door import slowly
from kring.web.door.answers import opened, sealed
from kring.web.door.page import UNTAKEN, Caller, is_stale, on_the_day, who_reads
from kring.web.door.questions import Asks, Questions
from kring.web.forms.drafts import STATE
from kring.web.request.redirects import SeeOther

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

C = TypeVar("C", bound=Caller)
S = TypeVar("S", bound=Asks)
A = TypeVar("A", bound=Any)
"""The answers of a door: `nonce`, `screen`, `told`, `teller`, `rows`, `looks` and `subject`, in a struct of msgspec."""


@dataclass(frozen=True, kw_only=True)
class Road(Generic[C, S, A]):
    """What the road of one door has of its own.

    `door` begins the names of its addresses and of its templates' folder. `begun` gives answers of nothing, `to_send`
    what is sent of them, `without` those that are sealed again without what was refused in this field. `shows` is what
    the template of a screen needs. `moved` has the answers of who goes on to another screen.
    """

    door: str
    by: By
    questions: Questions[S]
    answers: type[A]
    begun: Callable[[], A]
    to_send: Callable[[A], A]
    without: Callable[[A, S, str | None], A]
    moved: Callable[[A], A]
    left_out: Callable[[A, S], A]
    template: Callable[[S], str]
    shows: Callable[[C, A, S], dict[str, Any]]
    once_more: "Words"
    begins_again: "Words"
    back_with_what_is_wrong: bool = False
    """Whether one goes back from what is not right, as from a wrong address. A child can only have typed too much, and
    that is not to travel along."""
    shown_again: str = ""
    """The name of a button that shows the same screen again, with what was typed."""

    def asks(self, caller: C) -> HttpResponse:
        """One address for all questions: what was answered so far comes with the form, sealed."""
        sent, first = caller.request.POST, self.questions.first
        if caller.request.method != "POST":
            return SeeOther(caller.address(self.door))
        if STATE not in sent:
            return self._show(caller, self.begun(), first)
        answers = opened(caller.door, sent[STATE], self.answers)
        if answers is None or answers.screen not in self.questions.by_name:
            return self._show(caller, self.begun(), first, says=str(self.begins_again))
        if "written" in sent:
            return caller.page(f"kring/{self.door}/done.html", {}, leaves=True)
        answers = self.questions.by_name[answers.screen].read(answers, sent)
        if is_stale(caller.request):
            return self._show(caller, answers, answers.screen, says=str(self.once_more))
        return self._go_on(caller, answers)

    def _go_on(self, caller: C, answers: A) -> HttpResponse:
        """Where the button leads that was pressed."""
        sent, here, questions = caller.request.POST, answers.screen, self.questions
        if self.shown_again and self.shown_again in sent:
            return self._show(caller, answers, here)
        goes_back = "back" in sent
        refused = self._wrong_in(answers, here)
        if refused and not (goes_back and self.back_with_what_is_wrong):
            return self._show(caller, answers, here, wrong=refused)
        if goes_back:
            return self._show(caller, answers, questions.before(answers, here))
        if "send" in sent:
            return self._send(caller, answers)
        if "more" in sent:
            return self._show(caller, msgspec.structs.replace(answers, rows=answers.rows + 1), here)
        if sent.get("change") in questions.by_name:
            answers = self.moved(msgspec.structs.replace(answers, looks=True))
            return self._show(caller, answers, sent["change"])
        if "to_end" in sent:
            return self._show(caller, answers, questions.last)
        if "skip" in sent:
            answers = self.left_out(answers, questions.by_name[here])
        return self._show(caller, self.moved(answers), questions.after(answers, here))

    def _wrong_in(self, answers: A, here: str) -> Refused | None:
        """What is wrong with what was typed on this screen; on the last one, anywhere."""
        try:
            tidied(answers.told)
            tidied_teller(answers.teller)
        except Refused as refused:
            stands_on = self.questions.of_field.get(refused.field or "")
            return refused if here in (self.questions.last, stands_on) else None
        return None

    def _send(self, caller: C, answers: A) -> HttpResponse:
        """Keep it, and show the six words. The same form again gives the same ones."""
        whole = self.to_send(answers)
        code = codes.code_of(bytes.fromhex(caller.door.secret), answers.nonce)
        telling = NewTelling(self.by, whole.told, whole.teller, whole.subject, caller.language)
        try:
            kept = tell(door=caller.door, came=caller.came, telling=telling, digest=slowly.digest(caller.door, code))
        except Refused as refused:
            return self._show(caller, answers, answers.screen, wrong=refused)
        teller = kept.who_told
        shown = {
            "code": list(enumerate(code.words(), start=1)),
            "code_where": caller.request.get_host() + caller.address(f"{self.door}_code"),
            "answer_by": on_the_day(kept.promised_on),
            "danger": kept.danger,
            "readers": who_reads(caller.door, answers.subject),
            "mail": teller.mail,
            "phone": teller.phone,
            STATE: sealed(caller.door, answers),
        }
        return caller.page(f"kring/{self.door}/sent.html", shown)

    def _show(self, caller: C, answers: A, name: str, *, says: str = "", wrong: Refused | None = None) -> HttpResponse:
        """This screen, with what was answered on it before. What is wrong is said on the screen where it stands."""
        if wrong is not None:
            name = self.questions.of_field.get(wrong.field or "", name)
        screen = self.questions.by_name[name]
        answers = msgspec.structs.replace(answers, screen=name)
        there = self.questions.asked(answers)
        shown: dict[str, Any] = {
            "screen": screen,
            "says": says,
            "wrong": wrong.sentence if wrong else "",
            "wrong_field": wrong.field if wrong else "",
            "place": there.index(screen) + 1 if screen in there else 1,
            "places": len(there),
            "is_first": name == self.questions.first,
            # What is wrong stands in its field, as long as it may be, and is sent from there again.
            STATE: sealed(caller.door, self.without(answers, screen, wrong.field) if wrong else answers),
            **self.shows(caller, answers, screen),
        }
        return caller.page(self.template(screen), shown, status=UNTAKEN if says or wrong else 200)
