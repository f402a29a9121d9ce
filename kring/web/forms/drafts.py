"""Typed text is never lost: what a draft belongs to, how it is kept, offered again, and when it goes.

A draft belongs to one form that is open: its id is that of the form's token. Two tabs of one page have a draft each,
and no form touches the draft of another. A form that was opened with a draft in it goes on with that one, and replaces
it as soon as it keeps a draft of its own, or does its work; unless the draft was changed meanwhile by the form it came
from. Decision 093.
"""

import json
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.http import HttpRequest, QueryDict
from django.utils.crypto import salted_hmac
from django.utils.datastructures import MultiValueDict

from kring.prepared import prepared
from kring.school.models import StaffMember
from kring.web.forms.seen import uuid_in
from kring.web.forms.tokens import FIELD, KEEPS_TEXT_FOR, Token, token_sent
from kring.web.models import Draft, Submission
from kring.web.request.moments import moment_in
from kring.web.request.requests import KringRequest
from kring.web.request.seats import seat_of

LARGEST_DRAFT = 400_000
"""Characters of one form: some forty full stories. More is no form of ours."""
PER_MINUTE = 40
"""How often a draft may be kept for one person from a session that ended."""
GOOD_FOR = timedelta(days=30)
MOST_OFFERED = 20
"""How many drafts of one page are offered on it."""
CONTINUES, TURN = "continues", "turn"
"""Sent with a form: the mark of the draft it goes on with, and a number that rises with each sending."""
ONWARD = "onward"
"""The name of the button that saves and goes on at once."""
STATE = "state"
"""The sealed answers of a door, which travel from screen to screen (`kring/web/door`)."""
NOT_TYPED = frozenset({"csrfmiddlewaretoken", FIELD, CONTINUES, TURN, ONWARD, STATE})
ONLY_SHOWS = ("-more", "-search")
"""The names of the buttons that only show the form again, with a row more or with whom a name found."""
OWN_WORDS = re.compile(r"\s|@|\d{6}")
IDENTITY = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
LONGEST_ANSWER = 100
ASKED, BLANK = "concept", "leeg"
"""In the address of a page: which draft is asked for on it, or none."""


def typed_in(data: QueryDict) -> dict[str, list[str]]:
    """What a person filled in: everything but the tokens, passwords and the buttons that show the form again."""
    return {
        name: [str(value) for value in data.getlist(name)]
        for name in data
        if name not in NOT_TYPED and "password" not in name and not name.endswith(ONLY_SHOWS)
    }


def is_own_words(name: str, value: str) -> bool:
    """Whether this was written by somebody: more than one word, an address or a number, or something long. All else is
    one of the answers that a form offers, a day, or the form's own."""
    if name in NOT_TYPED:
        return False
    return len(value) > LONGEST_ANSWER or OWN_WORDS.search(IDENTITY.sub("", value.strip())) is not None


def says_nothing(data: QueryDict) -> bool:
    """Whether a form was sent in which nothing is filled in."""
    filled_in = typed_in(data).items()
    return not any(
        value.strip()
        for name, values in filled_in
        if name != "seen" and not name.endswith("-count")
        for value in values
    )


def too_long(data: QueryDict) -> bool:
    """Whether this is more than is kept as a draft."""
    return len(json.dumps(typed_in(data))) > LARGEST_DRAFT


def keep(*, staff: StaffMember, token: Token, data: QueryDict, at: datetime, session_ended: bool = False) -> bool:
    """Keeps what was typed as the draft of this form. False when there was nothing to keep, or too much.

    What the page had sent before something that is kept already changes nothing.
    """
    if too_long(data):
        return False
    if says_nothing(data):
        forget(staff_id=staff.id, token=token, data=data)
        return False
    turn = _turn(data)
    now = {
        "key": token.key,
        "body": json.dumps(typed_in(data)),
        "saved_at": at,
        "session_ended": session_ended,
        "turn": turn,
        "taken_over": "",
    }
    with transaction.atomic():
        draft, is_new = Draft.objects.select_for_update(no_key=True).get_or_create(
            id=token.id, staff=staff, defaults={"school_id": staff.school_id, **now}
        )
        if not is_new:
            if (turn and turn < draft.turn) or (draft.taken_over and draft.taken_over == digest_of(data)):
                return True
            if draft.body == now["body"]:
                at = draft.saved_at  # the same text sent again is the same draft to whoever goes on with it
            for name, value in (now | {"saved_at": at}).items():
                setattr(draft, name, value)
            draft.save()
        _take_over(unsaved_by(staff.id).filter(_continued(data)).exclude(id=token.id))
    return True


def beside(token: Token, key: str) -> Token:
    """For a text that moves on to another page: always the same for the same form."""
    return Token(uuid5(token.id, key), token.staff_id, key)


def _turn(data: QueryDict) -> int:
    sent = data.get(TURN, "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 16 else 0


def _continued(data: QueryDict) -> Q:
    """The draft that this form goes on with, as it was when the form was opened; none when it changed since."""
    identity, saved_at = _mark(data.get(CONTINUES, ""))
    return Q(id=identity, saved_at=saved_at) if identity else Q(id=None)


def _mark(sent: str) -> tuple[UUID, datetime] | tuple[None, None]:
    """Which draft this is the mark of, and when that was kept."""
    identity, _space, saved_at = sent.partition(" ")
    draft, moment = uuid_in(identity), moment_in(saved_at)
    return (draft, moment) if draft and moment else (None, None)


@prepared
def _of_form(staff: UUID, form: UUID, key: str, continues: UUID | None, saved_at: datetime | None) -> QuerySet[Draft]:
    """The draft of this form, the one that it goes on with, and those of its page; one query."""
    return _of_page(staff, form, key, continues, saved_at)


def _of_page(staff: UUID, form: UUID, key: str, continues: UUID | None, saved_at: datetime | None) -> QuerySet[Draft]:
    others = Q(key=key) if continues is None else Q(key=key) | Q(id=continues, saved_at=saved_at)
    return Draft.objects.filter(Q(id=form) | Q(others, taken_over=""), staff=staff).order_by("-saved_at", "id")


def _take_over(drafts: Iterable[Draft]) -> None:
    """Their text goes on in another form. The rows stay: a device that had no answer may send the same text again."""
    for draft in drafts:
        draft.taken_over, draft.body = digest_of(typed(draft)), "{}"
        draft.save(update_fields=["taken_over", "body"])


def waiting(*, staff: StaffMember, key: str) -> list[Draft]:
    """This person's drafts of this page, and nobody else's, the newest first."""
    return _waiting(staff.id, key)


@prepared
def _waiting(staff: UUID, key: str) -> QuerySet[Draft]:
    return unsaved_by(staff).filter(key=key)[:MOST_OFFERED]


def unsaved_by(staff: UUID) -> QuerySet[Draft]:
    """All drafts of this member of staff, whatever their page, the newest first. None of a form that did its work: what
    was kept of it at the very moment that it was saved is no longer unsaved."""
    done = Submission.objects.filter(token=OuterRef("id"))
    return Draft.objects.filter(~Exists(done), staff=staff, taken_over="").order_by("-saved_at", "id")


def taken_up(request: HttpRequest, offered: list[Draft]) -> Draft | None:
    """The draft that is asked for in the address; else the newest, unless a blank form is asked for."""
    asked = request.GET.get(ASKED, "")
    if asked == BLANK or not offered:
        return None
    return next((draft for draft in offered if str(draft.id) == asked), offered[0])


def typed(draft: Draft) -> QueryDict:
    """What stands in a draft, as a form takes it."""
    data = QueryDict(mutable=True)
    for name, values in json.loads(draft.body).items():
        data.setlist(name, values)
    return data


def own_words(draft: Draft) -> list[str]:
    """The texts in a draft that somebody wrote, in the order of the form."""
    fields = json.loads(draft.body).items()
    return [value for name, values in fields for value in values if is_own_words(name, value)]


def beginning(draft: Draft) -> str:
    """The first words of the longest text in a draft, by which its writer knows it again; "" without any."""
    texts = [value for values in json.loads(draft.body).values() for value in values if " " in value.strip()]
    words = max(texts, key=len, default="").split()
    return " ".join(words[:9]) + (" …" if len(words) > 9 else "")


def forget(*, staff_id: UUID, token: Token, data: QueryDict, known: frozenset[UUID] | None = None) -> None:
    """Takes away the draft of this form, and the one that it went on with.

    And any other of the same page that says the same, word for word: what was saved waits nowhere any more. A tab that
    was closed a moment ago may seem open still, and then this form did not go on with its draft. `known` are the drafts
    that there may be, where they were asked for with the form's token (`sent_before`).
    """
    continued = data.get(CONTINUES, "")
    if known is not None and known <= {token.id}:  # no other goes with it
        if known:
            moved_from(staff_id=staff_id, token=token)
        return
    found = _of_form(staff_id, token.id, token.key, *_mark(continued))
    if any(draft.id == token.id for draft in found):
        moved_from(staff_id=staff_id, token=token)
    others = [draft for draft in found if draft.id != token.id]
    saved = digest_of(data) if others else ""
    _take_over(draft for draft in others if draft.mark == continued or digest_of(typed(draft)) == saved)


def moved_from(*, staff_id: UUID, token: Token) -> None:
    """Takes away the draft of this form alone: it came back as another one, which keeps the same text."""
    Draft.objects.filter(staff_id=staff_id, id=token.id).delete()


def sweep(*, at: datetime) -> int:
    """Removes drafts and submissions that nobody will come back for; says how many. For the daily sweep."""
    before = at - GOOD_FOR
    did_its_work = Exists(Submission.objects.filter(token=OuterRef("id")))  # kept in the moment of saving (188)
    return sum(
        kind.delete()[0]
        for kind in (
            Draft.objects.filter(Q(did_its_work) | Q(saved_at__lt=before)),
            Submission.objects.filter(at__lt=before),
        )
    )


def digest_of(data: QueryDict, files: "MultiValueDict[str, UploadedFile[Any]] | None" = None) -> str:
    """A keyed hash of what was filled in, and of files: tells a double click from a changed form, and nothing else."""
    filled_in = {name: values for name, values in typed_in(data).items() if name != "seen"}
    for name, sent in files.lists() if files else ():
        for file in sent:
            file.seek(0)  # the form may have read it
            filled_in.setdefault(f"file {name}", []).append(sha256(file.read()).hexdigest())
            file.seek(0)
    return salted_hmac("kring.web.submission", json.dumps(filled_in, sort_keys=True), algorithm="sha256").hexdigest()


def carried_out_already(request: KringRequest) -> Submission | None:
    """The submission of this very form by this person that did its work before, or None."""
    done = sent_before(request)
    return done if done is not None and done.digest == digest_of(request.POST, request.FILES) else None


def sent_before(request: KringRequest) -> Submission | None:
    """The submission of this form by this person, also when something else stood in it then. With it, in one question,
    `request.drafts_known` becomes which drafts there may be to forget once it is saved."""
    token = token_sent(request)
    if token is None:
        return None
    if request.staff is None or request.staff.pk != token.staff_id:
        done = next(iter(_done(token.id)), None)
        return done if done is not None and request.staff is None and done.staff_id is None else None
    rows = _known(request.staff.pk, token.id, token.key, *_mark(request.POST.get(CONTINUES, "")))
    request.drafts_known = frozenset(row[1] for row in rows if row[0])
    for is_draft, form, who, digest, went_to, at in rows:
        if not is_draft and who == request.staff.pk:
            return Submission(token=form, staff_id=who, digest=digest, went_to=went_to, at=at)
    return None


@prepared
def _known(
    staff: UUID, form: UUID, key: str, continues: UUID | None, saved_at: datetime | None
) -> QuerySet[Submission, tuple[Any, ...]]:
    """Whether this form did its work before, and the drafts that go with it: of these only which they are."""
    done = Submission.objects.filter(token=form).values_list(Value(0), "token", "staff_id", "digest", "went_to", "at")
    others = _of_page(staff, form, key, continues, saved_at).order_by()
    waiting = others.values_list(Value(1), "id", "staff_id", Value(""), Value(""), "saved_at")
    return done.union(waiting, all=True)


def was_carried_out(request: KringRequest) -> bool:
    """Whether this very form did its work before, whoever is asking now: their session may have ended since."""
    token = token_sent(request)
    done = next(iter(_done(token.id)), None) if token else None
    return done is not None and done.digest == digest_of(request.POST, request.FILES)


@prepared
def _done(token: UUID) -> QuerySet[Submission]:
    return Submission.objects.filter(token=token)


def keep_for_its_writer(request: KringRequest, *, at: datetime) -> Token | None:
    """Keeps the text of a form that cannot be carried out now, for the person its token was made for.

    Whoever sent it learns nothing and gets nothing back: the draft is shown only to that staff member, after
    signing in, on a page that checks access again. Returns the token when the text was kept. A form that stood open
    over a holiday is carried out no more; its text is somebody's all the same.
    """
    token = token_sent(request, good_for=KEEPS_TEXT_FOR)
    if token is None or token.staff_id is None or _too_often(token.staff_id):
        return None
    practises = Q(school__practice__of__account__is_active=True) & ~Q(school__practice__until_on=None)
    signs_in = Q(account__is_active=True) | practises
    staff = StaffMember.objects.filter(signs_in, id=token.staff_id, is_active=True).first()
    if staff is None or Submission.objects.filter(token=token.id).exists():
        return None
    here = request.staff
    at_another_school = here is not None and here.id != staff.id and seat_of(request, staff.id) is not None
    return (
        token if keep(staff=staff, token=token, data=request.POST, at=at, session_ended=not at_another_school) else None
    )


def _too_often(staff_id: UUID) -> bool:
    name = f"kring.drafts.{staff_id}"
    if cache.add(name, 1, timeout=60):
        return False
    try:
        return cache.incr(name) > PER_MINUTE
    except ValueError:  # the minute was over in between
        return False


def page_of(form: Token | Draft) -> str:
    """The page that a form is on, with its own draft in it."""
    return f"{path_of(form)}?{ASKED}={form.id}"


def path_of(form: Token | Draft) -> str:
    """The path of the page that a form is on."""
    return form.key.partition("#")[0]
