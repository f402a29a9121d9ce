"""The second step that somebody shows: judged and counted here, for the page after the password and for the one that
asks once more.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kring.cases.actions import second_step as verbs
from kring.school.actions.second_step import show_code, show_passkey
from kring.school.models import Account
from kring.school.second_step import Owned
from kring.web.request import clock
from kring.web.way_in import guess, passkeys
from kring.web.way_in.step_forms import CodeForm, SpareForm, refuse


@dataclass(frozen=True)
class Shown:
    """What became of it: right, or the words of `kring/second_step/ways.html`, which asks (again)."""

    right: bool
    words: dict[str, Any]
    status: int = 200
    left: int | None = None
    """After a spare code: how many there are still."""


def waits_for_code(request: HttpRequest, account: Account) -> timedelta:
    """Counts one more try, together with wrong passwords; nothing: it may be judged. `guess.right` takes it back."""
    return guess.take_turn(request, account.get_username())


def show(request: HttpRequest, account: Account, owned: Owned) -> Shown:
    """Judges what was sent: the code of the app, a spare one or a passkey. Nothing sent: only asked."""
    sent = request.POST if request.method == "POST" else None
    if sent is not None and "passkey" in sent:
        return _by_passkey(request, account, owned, sent["passkey"])
    by_spare = sent is not None and "spare" in sent
    form: CodeForm | SpareForm = SpareForm(sent) if by_spare else CodeForm(sent)
    if form.is_bound and form.is_valid():
        field = "spare" if by_spare else "code"
        if waits := waits_for_code(request, account):
            refuse(form, field, guess.sentence(waits))
        elif by_spare:
            left = verbs.show_spare_code(account=account, code=form.cleaned_data[field], at=clock.now())
            if left is not None:
                guess.right(request)
                return Shown(True, {}, left=left)
            _was_wrong(request, account)
            refuse(form, field, _("Deze code klopt niet, of is al gebruikt. Neem een andere van je lijst."))
        else:
            if show_code(account=account, code=form.cleaned_data[field], at=clock.now()) is not None:
                guess.right(request)
                return Shown(True, {})
            _was_wrong(request, account)
            refuse(form, field, _("Deze code klopt niet, of is al gebruikt. Wacht op de volgende en typ die."))
    return _asked(request, owned, form, status=422 if form.is_bound else 200)


def _was_wrong(request: HttpRequest, account: Account) -> None:
    """Whoever came this far knows the password: after many wrong codes its owner must hear that."""
    if guess.many_wrong_codes(request, account.get_username()):
        verbs.codes_were_guessed(account=account, at=clock.now())


def say_what_is_left(request: HttpRequest, shown: Shown) -> None:
    """How many spare codes there are still, to whoever just used one."""
    if shown.left is not None:
        sentence = ngettext("Je hebt nog %(n)s reservecode.", "Je hebt nog %(n)s reservecodes.", shown.left)
        messages.info(request, sentence % {"n": shown.left})


def _by_passkey(request: HttpRequest, account: Account, owned: Owned, answer: str) -> Shown:
    found = passkeys.shown(request, owned.passkeys, answer)
    if waits := waits_for_code(request, account):
        wrong = guess.sentence(waits)
    elif found is not None and show_passkey(account=account, factor=found[0], counted=found[1], at=clock.now()):
        guess.right(request)
        return Shown(True, {})
    else:
        wrong = _("Deze passkey klopt niet. Probeer het nog eens, of neem een andere manier.")
    return _asked(request, owned, CodeForm(), status=422, wrong=wrong)


def _asked(request: HttpRequest, owned: Owned, form: CodeForm | SpareForm, *, status: int, wrong: str = "") -> Shown:
    by_spare = isinstance(form, SpareForm)
    words = {
        "owned": owned,
        "code": CodeForm() if by_spare else form,
        "spare": form if by_spare else SpareForm(),
        "by_spare": by_spare,
        "passkey_wrong": wrong,
    }
    if owned.passkeys:
        words["passkey"] = passkeys.asked_to_show(request, owned.passkeys)
    return Shown(False, words, status)
