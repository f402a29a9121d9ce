"""From a form to a fact: one function that shows, judges, keeps, carries out and leads on, and loses no text."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from kring import words
from kring.cases import errors as of_cases
from kring.cases.errors import Conflict, Recorded
from kring.school import errors as of_school
from kring.school.act import Act
from kring.web import drafts
from kring.web.forms.form import KringForm
from kring.web.forms.tokens import FIELD, Token, new_token, read_token
from kring.web.models import Draft, Submission
from kring.web.requests import StaffRequest
from kring.web.went import SeeOther

F = TypeVar("F", bound=KringForm)
Reading = Callable[[Any], Mapping[str, object]]
"""From a fact (or whatever `seen` is) to the values its form would have, to show a colleague's text in a conflict."""


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Theirs:
    """What a colleague recorded in the meantime, to stand beside one's own text."""

    who: str
    at: datetime
    lines: list[Line]


@dataclass
class Desk:
    """What the templates in `kring/forms/` need besides the form."""

    token: str
    seen: str
    draft: Draft | None = None
    theirs: Theirs | None = None
    keeps_drafts: bool = True


def handle(
    request: StaffRequest,
    form_class: type[F],
    *,
    act: Callable[[F, Act], Any],
    to: str | Callable[[Any], str],
    template: str,
    said: str | Callable[[Any], str] = "",
    context: Mapping[str, object] | None = None,
    arguments: Mapping[str, object] | None = None,
    initial: Mapping[str, object] | None = None,
    seen: Recorded | None = None,
    correcting: bool = False,
    read: Reading | None = None,
    name: str = "",
    keeps_drafts: bool = True,
) -> HttpResponse:
    """Shows a form on GET (with one's draft in it), carries it out on POST. In the template: `form`, `desk`, `context`.

    - `act(form, act)` calls the verb, in one transaction, with `form.cleaned_data` and the `Act` (by, at, today, token,
      seen, corrects); what it returns goes to `to` (a path, or a function that makes one) and `said` (the message).
      It may raise `Refused` (shown at the field), `Conflict` (both texts are shown, nothing is lost) and
      `NotAllowed` (404).
    - `seen` is the newest fact of this duty that the page shows, `read` makes a form's values out of a fact.
      With `correcting`, the verb is asked to replace that fact. A page of settings has no facts: it gives what is
      saved now, see `kring/web/school/saved.py`.
    - `arguments` are more keyword arguments for the form; `name` tells forms on one page apart.
    """
    page = _Page(
        request=request,
        form_class=form_class,
        template=template,
        context=context or {},
        arguments=arguments or {},
        initial=initial or {},
        newest=seen,
        correcting=correcting,
        read=read,
        key=f"{request.path}#{name}" if name else request.path,
        keeps_drafts=keeps_drafts,
    )
    return page.judge(act=act, to=to, said=said) if request.method == "POST" else page.show()


@dataclass
class _Page:
    """One request for one form."""

    request: StaffRequest
    form_class: type[Any]
    template: str
    context: Mapping[str, object]
    arguments: Mapping[str, object]
    initial: Mapping[str, object]
    newest: Recorded | None
    correcting: bool
    read: Reading | None
    key: str
    keeps_drafts: bool
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.desk = Desk(token="", seen=_id_of(self.newest), keeps_drafts=self.keeps_drafts)
        self._fresh_token()

    def _fresh_token(self) -> None:
        self.desk.token = new_token(staff_id=self.request.staff.id, key=self.key).signed()

    def form(self, data: QueryDict | None = None) -> Any:
        return self.form_class(data, today=self.request.today, initial=dict(self.initial), **self.arguments)

    def answer(self, form: KringForm, status: int = 200) -> HttpResponse:
        return render(self.request, self.template, {**self.context, "form": form, "desk": self.desk}, status=status)

    # GET

    def show(self) -> HttpResponse:
        draft = drafts.draft_of(staff=self.request.staff, key=self.key) if self.keeps_drafts else None
        if draft is None:
            return self.answer(self.form())
        typed = drafts.typed(draft)
        form = self.form(typed)
        form.shown_as_typed()
        self.desk.draft = draft
        if self.newest is not None and typed.get("seen", "") != self.desk.seen:
            self.desk.theirs = self._theirs(self.newest)
        return self.answer(form)

    # POST

    def judge(
        self, *, act: Callable[[Any, Act], Any], to: str | Callable[[Any], str], said: str | Callable[[Any], str]
    ) -> HttpResponse:
        form = self.form(self.request.POST)
        token = self._token_sent()
        if token is not None:
            # A form that comes back with errors is still the same form.
            self.desk.token = self.request.POST[FIELD]
            self.desk.seen = self.request.POST.get("seen", "")
        if form.wants_more_rows():
            form.shown_as_typed()
            self._keep()
            return self.answer(form)
        if not form.is_valid():
            return self._again(form)
        if token is None:
            form.add_error(
                None, _("Dit formulier was verlopen. Er is niets verloren: lees je tekst na en bewaar opnieuw.")
            )
            return self._again(form)
        return self._carry_out(form, token, act=act, to=to, said=said)

    def _carry_out(
        self,
        form: Any,
        token: Token,
        *,
        act: Callable[[Any, Act], Any],
        to: str | Callable[[Any], str],
        said: str | Callable[[Any], str],
    ) -> HttpResponse:
        digest = drafts.digest_of(self.request.POST)
        try:
            with transaction.atomic():
                submission, is_new = Submission.objects.get_or_create(
                    token=token.id,
                    defaults={"staff": self.request.staff, "digest": digest, "at": self.request.now},
                )
                if is_new:
                    result = act(form, self._act(token))
                    submission.went_to = to(result) if callable(to) else to
                    submission.save(update_fields=["went_to"])
                    drafts.forget(staff_id=self.request.staff.id, key=self.key)
        except (of_cases.NotAllowed, of_school.NotAllowed) as shut:
            raise Http404 from shut
        except (of_cases.Refused, of_school.Refused) as refused:
            form.refuse(refused.field, refused.sentence)
            return self._again(form)
        except Conflict as conflict:
            self._fresh_token()
            self.desk.seen = _id_of(conflict.theirs)
            self.desk.theirs = self._theirs(conflict.theirs)
            form.add_error(
                None, _("Een collega legde dit intussen ook vast. Vergelijk de twee teksten en bewaar dan opnieuw.")
            )
            return self._again(form, status=409)
        if is_new:
            if sentence := said(result) if callable(said) else said:
                messages.success(self.request, sentence)
        elif submission.digest != digest:
            self._fresh_token()
            form.add_error(
                None,
                _(
                    "Dit formulier was al bewaard, en daarna is er iets veranderd. "
                    "Wil je ook dit bewaren? Kies dan nog eens Bewaren."
                ),
            )
            return self._again(form, status=409)
        return SeeOther(submission.went_to)

    def _act(self, token: Token) -> Act:
        seen = _uuid_in(self.desk.seen)
        return Act(
            by=self.request.staff,
            at=self.request.now,
            today=self.request.today,
            token=token.id,
            seen=seen,
            corrects=seen if self.correcting else None,
        )

    def _again(self, form: KringForm, status: int = 422) -> HttpResponse:
        self._keep()
        return self.answer(form, status=status)

    def _keep(self) -> None:
        if self.keeps_drafts:
            drafts.keep(staff=self.request.staff, key=self.key, data=self.request.POST, at=self.request.now)

    def _token_sent(self) -> Token | None:
        token = read_token(self.request.POST.get(FIELD, ""))
        belongs = token is not None and token.staff_id == self.request.staff.id and token.key == self.key
        return token if belongs else None

    def _theirs(self, fact: Recorded) -> Theirs:
        values = self.read(fact) if self.read is not None else {}
        form = self.form()
        lines = [
            Line(str(getattr(bound.field, "told_as", bound.label)), text)
            for bound in form.visible_fields()
            if (text := _in_words(values.get(bound.name), bound.field))
        ]
        for rows_name, group in form.rows.items():
            for number, row in enumerate(_mappings(values.get(rows_name)), start=1):
                texts = (_in_words(row.get(key), row_field) for key, row_field in group.kind.kind.base_fields.items())
                lines.append(Line(f"{group.kind.title} {number}", ", ".join(filter(None, texts))))
        return Theirs(who=str(fact.by), at=fact.at, lines=lines)


def _in_words(value: object, form_field: Any) -> str:
    """A value as a person reads it: the label of a choice, a day in words, the text itself."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, time):
        return words.time_of_day(value)
    labels = _labels(getattr(form_field, "choices", ()))
    if isinstance(value, bool):
        value = "ja" if value else "nee"
        labels = {"ja": _("Ja"), "nee": _("Nee")} | labels
    if isinstance(value, list | tuple | set | frozenset):
        return words.listed(labels.get(str(each), str(each)) for each in value)
    return labels.get(str(value), str(value))


def _labels(choices: Iterable[Any]) -> dict[str, str]:
    labels: dict[str, str] = {}
    for value, label in choices:
        if isinstance(label, list | tuple):
            labels |= _labels(label)
        else:
            labels[str(value)] = str(label)
    return labels


def _mappings(value: object) -> list[Mapping[str, object]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []


def _id_of(fact: Recorded | None) -> str:
    return "" if fact is None else str(fact.pk)


def _uuid_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
