"""From a form to a fact: one road that shows, judges, keeps, carries out and leads on, and loses no text."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from kring.cases import errors as of_cases
from kring.cases.errors import Conflict, Recorded
from kring.cases.held import ActOnHeld, HeldCase
from kring.once import add_once
from kring.school import errors as of_school
from kring.school.act import Act, AnyAct, Itself
from kring.school.models import StaffMember
from kring.web.forms import drafts
from kring.web.forms.choices import Option
from kring.web.forms.form import KringForm
from kring.web.forms.seen import ALONE, as_read, as_sent, uuid_in
from kring.web.forms.theirs import Reading, Theirs, told_by
from kring.web.forms.tokens import Token, new_token, token_sent
from kring.web.models import Draft, Submission
from kring.web.request.redirects import SeeOther
from kring.web.request.requests import KringRequest

PART = "Kring-Part"
"""The header in which a script names the part of the form that it wants."""
F = TypeVar("F", bound=KringForm)
Result = TypeVar("Result")


@dataclass(frozen=True)
class Standing:
    """The step of a case that a form writes in. Its `key` goes out with the token, and comes back."""

    key: str
    words: str


@dataclass(frozen=True, kw_only=True)
class FormPage(Generic[F]):
    """A form, what it does, and where it leads.

    - `verb(form, act)` carries it out, in one transaction, with `form.cleaned_data` and the `Act` (by, at, today,
      token, seen, corrects), or `Itself` (at) where nobody is signed in. What it returns goes to `to` (a path, or a
      function that makes one) and `said` (the message). It may raise `Refused` (shown at the field), `Conflict` (both
      texts are shown, nothing is lost) and `NotAllowed` (404).
    - `onward` makes of that path another, for whoever chose to go on at once; None where nothing goes on.
    - `words` go to the template, beside `form` and `desk`; `offers` are the options of the form's choices, and
      `arguments` more keyword arguments for it.
    - `seen` is the newest fact of this duty that the page shows, or `corrects` the fact that is to be replaced; `read`
      makes a form's values out of it. A page of settings has no facts: it gives what is saved now, see
      `kring/web/school/saved.py`.
    - `name` tells forms on one page apart; `keeps_drafts` is False for forms without text.
    - `mend` is where what was sent by one press can be put right, when a press was a mistake: a link in the message.
    - `knows_its_token` is for a verb that gives what came of the same token before, after a lock that a second click
      waits for: where it led is then written with the token, in one.
    - `fields` is the template of its fields alone: a page with others shows those (`several.py`). `parts` are the pages
      of which a form of several parts is made, each with its own `seen` and `read`.
    - `judged` is the form as it was sent, where the view looked into it before: it is judged once.
    - `held` is the case that the form is about, see `kring/web/road/case_form.py`, and `spent` whether a form with this
      token did its work before, as was seen once nobody else could send it; `stands` the step of the case in which
      this is asked. A form that was shown in another step is not carried out: it comes back with its text, for whoever
      typed to read where they are now.
    """

    form: type[F]
    verb: Callable[[F, Any], Any]
    template: str
    to: str | Callable[[Any], str] = ""
    onward: Callable[[str], str] | None = None
    said: str | Callable[[Any], str] = ""
    mend: str = ""
    words: Mapping[str, object] = field(default_factory=dict)
    offers: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    arguments: Mapping[str, object] = field(default_factory=dict)
    initial: Mapping[str, object] = field(default_factory=dict)
    seen: Recorded | None = None
    corrects: Recorded | None = None
    read: Reading | None = None
    name: str = ""
    keeps_drafts: bool = True
    judged: F | None = None
    held: HeldCase | None = None
    spent: bool = False
    knows_its_token: bool = False
    stands: Standing | None = None
    fields: str = "kring/forms/fields.html"
    parts: Mapping[str, "FormPage[Any]"] = field(default_factory=dict)

    @property
    def newest(self) -> Recorded | None:
        return self.corrects or self.seen

    @property
    def shown(self) -> dict[str, Recorded]:
        """The newest fact that each part of this page shows; the page itself is its only part when it has no others."""
        parts = self.parts or {ALONE: self}
        return {name: part.newest for name, part in parts.items() if part.newest is not None}


def by_field(verb: Callable[..., Result], **fixed: object) -> Callable[[KringForm, AnyAct], Result]:
    """For `verb` of a page: the verb gets what the form has for it (`for_verb`), and what is `fixed` by the page."""
    return lambda form, act: verb(act=act, **fixed, **form.for_verb())


Page = FormPage[Any] | HttpResponse
"""What a view answers that may have a form to show, or something else."""


@dataclass(frozen=True)
class Waiting:
    """Another draft of this page, by which its writer knows it again."""

    id: UUID
    saved_at: datetime
    beginning: str


@dataclass
class Desk:
    """What the templates in `kring/forms/` need besides the form."""

    token: Token
    seen: str
    draft: Draft | None = None
    waiting: list[Waiting] = field(default_factory=list)
    theirs: Theirs | None = None
    keeps_drafts: bool = True


@dataclass
class Judged:
    """What came of a form that was sent: where to go on and what to say, or the form again with this status."""

    form: KringForm
    desk: Desk
    status: int = 422
    to: str = ""
    said: str = ""
    mend: str = ""


def show(request: KringRequest, page: FormPage[Any]) -> HttpResponse:
    """Show a form on GET (with one's draft in it), carry it out on POST. Also where nobody is signed in."""
    if request.method == "POST":
        if request.staff is None and (done := drafts.carried_out_already(request)):  # for the staff the door asked it
            return SeeOther(done.went_to)
        return answer(request, page, judge(request, page))
    desk = _fresh_desk(request, page)
    # What was sent when the session had ended is kept of every form, also of one without text to keep in between.
    offered = drafts.waiting(staff=request.staff, key=_key(request, page)) if request.staff and _asks(page) else []
    draft = drafts.taken_up(request, offered)
    desk.waiting = [Waiting(one.id, one.saved_at, drafts.beginning(one)) for one in offered if one is not draft]
    if draft is None:
        return _rendered(request, page, Judged(_form(request, page), desk, 200))
    typed = drafts.typed(draft)
    form = _form(request, page, typed)
    form.shown_as_typed()
    desk.draft = draft
    had_seen = as_read(typed.get("seen", ""))
    for name, fact in page.shown.items():
        if had_seen.get(name) != _id_of(fact):
            desk.theirs = _told(request, page, name, fact)
    return _rendered(request, page, Judged(form, desk, 200))


def judge(request: KringRequest, page: FormPage[Any]) -> Judged:
    """Judge what was sent, and carry it out when it is right. What is not right has written nothing."""
    form, desk = page.judged or _form(request, page, request.POST), _fresh_desk(request, page)
    # Only a conflict shows what a colleague wrote: until then the one who typed has seen what they had seen before.
    desk.seen = request.POST.get("seen", "")
    token = _token_of(request, page)
    shown = _token_of(request, page, of_any_age=True)  # one that has expired still says where it stood
    if token is not None:
        desk.token = token  # a form that comes back with errors is still the same form
    if form.comes_back():
        form.shown_as_typed()
        return Judged(form, desk, 200)
    is_right = form.is_valid()
    if shown and shown.stood and page.stands and shown.stood != page.stands.key:
        form.add_error(None, _moved_on(page) % {"step": page.stands.words})
        desk.token = _fresh_desk(request, page).token
        return Judged(form, desk, 409)
    if not is_right:
        return Judged(form, desk)
    if token is None:
        form.add_error(None, _("Dit formulier was verlopen. Er is niets verloren: lees je tekst na en bewaar opnieuw."))
        return Judged(form, desk)
    try:
        return _carried_out(request, page, form, desk, token)
    except (of_cases.NotAllowed, of_school.NotAllowed) as shut:
        raise Http404 from shut
    except (of_cases.Refused, of_school.Refused) as refused:
        form.refuse(refused.field, refused.sentence)
        return Judged(form, desk, 409 if isinstance(refused, of_cases.NoLongerAsked) else 422)
    except Conflict as conflict:
        again = _fresh_desk(request, page)
        again.seen = as_sent(as_read(desk.seen) | {form.at_work: _id_of(conflict.theirs)})
        again.theirs = _told(request, page, form.at_work, conflict.theirs)
        form.add_error(
            None, _("Een collega legde dit intussen ook vast. Vergelijk de twee teksten en bewaar dan opnieuw.")
        )
        return Judged(form, again, 409)


def _told(request: KringRequest, page: FormPage[Any], name: str, fact: Recorded) -> Theirs:
    """What a colleague recorded, as this part of the page would have it."""
    part = page.parts.get(name, page)
    return told_by(fact, _form(request, part), part.read)


def _moved_on(page: FormPage[Any]) -> str:
    if not page.keeps_drafts:  # nothing was typed
        return _("De zaak is intussen verdergegaan. Het gaat nu om %(step)s. Lees de pagina na en kies dan opnieuw.")
    return _(
        "De zaak is intussen verdergegaan. Dit formulier gaat nu over %(step)s. "
        "Hoort wat je schreef daarbij? Bewaar dan opnieuw."
    )


def _carried_out(request: KringRequest, page: FormPage[Any], form: KringForm, desk: Desk, token: Token) -> Judged:
    digest = drafts.digest_of(request.POST, request.FILES)
    onward = page.onward if drafts.ONWARD in request.POST else None
    known = page.to if isinstance(page.to, str) and onward is None else ""
    submission = Submission(token=token.id, staff=request.staff, digest=digest, at=request.now, went_to=known)
    with transaction.atomic():
        # A second click waits for the row of the first, or for what the first one holds: then that row is written last.
        last = page.held is not None or page.knows_its_token
        is_new = not page.spent if last else add_once(submission)
        if is_new:
            form.had_seen = {name: uuid_in(one) for name, one in as_read(desk.seen).items()}
            result = page.verb(form, _act(request, page, desk, token))
            if not known:  # what comes next is told by how the verb left it
                to = page.to(result) if callable(page.to) else page.to
                submission.went_to = onward(to) if onward else to
            if page.held:
                submission.save(force_insert=True)
            elif last:
                is_new = add_once(submission)
            elif not known:
                submission.save(update_fields=["went_to"])
        if is_new and request.staff:
            known_drafts = getattr(request, "drafts_known", None)
            drafts.forget(staff_id=request.staff.id, token=token, data=request.POST, known=known_drafts)
        if not is_new:
            submission = Submission.objects.get(token=token.id)
    if is_new:
        said = page.said(result) if callable(page.said) else page.said
        return Judged(form, desk, 303, submission.went_to, said, page.mend)
    if submission.digest == digest:
        return Judged(form, desk, 303, submission.went_to)
    form.add_error(
        None,
        _(
            "Dit formulier was al bewaard, en daarna is er iets veranderd. "
            "Wil je ook dit bewaren? Kies dan nog eens ‘Bewaren’."
        ),
    )
    desk.token = _fresh_desk(request, page).token
    return Judged(form, desk, 409)


def answer(request: KringRequest, page: FormPage[Any], judged: Judged) -> HttpResponse:
    """Lead on, or keep what was typed and show the form again."""
    if judged.to:
        if judged.said:
            messages.success(request, judged.said, extra_tags=judged.mend)
        return SeeOther(judged.to)
    # A script that only wants one part of a form that comes back gets that, and keeps the text by itself.
    if judged.form.comes_back() and (part := judged.form.part(request.headers.get(PART, ""))):
        return HttpResponse(part, headers={PART: "1"})
    if (writer := _writer(request, page)) and judged.form.was_filled_in():
        drafts.keep(staff=writer, token=judged.desk.token, data=request.POST, at=request.now)
        before = _token_of(request, page, of_any_age=True)
        if before and before.id != judged.desk.token.id:  # the page that comes is a form of its own
            drafts.moved_from(staff_id=writer.id, token=before)
    return _rendered(request, page, judged)


def _rendered(request: KringRequest, page: FormPage[Any], judged: Judged) -> HttpResponse:
    return render(
        request,
        page.template,
        {**page.words, "form": judged.form, "desk": judged.desk, "goes_on": page.onward is not None},
        status=judged.status,
    )


def _key(request: KringRequest, page: FormPage[Any]) -> str:
    """Which form this is: what a token is good for, and a draft belongs to."""
    return f"{request.path}#{page.name}" if page.name else request.path


def _form(request: KringRequest, page: FormPage[F], data: QueryDict | None = None) -> F:
    reported_on = page.held.case.reported_on if page.held else None
    return page.form(
        data,
        files=request.FILES if data is request.POST else None,
        today=request.today,
        reported_on=reported_on,
        initial=dict(page.initial),
        offers=page.offers,
        puts_right=page.corrects is not None,
        **page.arguments,
    )


def _fresh_desk(request: KringRequest, page: FormPage[Any]) -> Desk:
    stood = page.stands.key if page.stands else ""
    token = new_token(staff_id=_staff_id(request), key=_key(request, page), stood=stood)
    return Desk(
        token=token,
        seen=as_sent({name: _id_of(fact) for name, fact in page.shown.items()}),
        keeps_drafts=_writer(request, page) is not None,
    )


def _writer(request: KringRequest, page: FormPage[Any]) -> StaffMember | None:
    """For whom the text is kept; None where it is not, or where nobody is signed in."""
    return request.staff if page.keeps_drafts else None


def _asks(page: FormPage[Any]) -> bool:
    """Whether there is anything to fill in; a bare button keeps nothing."""
    return page.keeps_drafts or bool(page.form.base_fields)


def _staff_id(request: KringRequest) -> UUID | None:
    return request.staff.id if request.staff else None


def _token_of(request: KringRequest, page: FormPage[Any], *, of_any_age: bool = False) -> Token | None:
    token = token_sent(request, of_any_age=of_any_age)
    return token if token and token.is_for(_staff_id(request), _key(request, page)) else None


def _act(request: KringRequest, page: FormPage[Any], desk: Desk, token: Token) -> AnyAct:
    if request.staff is None:
        return Itself(request.now)
    act = Act(
        by=request.staff,
        at=request.now,
        today=request.today,
        token=token.id,
        seen=uuid_in(as_read(desk.seen).get(ALONE, "")),
        corrects=page.corrects.pk if page.corrects else None,
    )
    return ActOnHeld(**vars(act), held=page.held) if page.held else act


def _id_of(fact: Recorded | None) -> str:
    return "" if fact is None else str(fact.pk)
