"""How allauth behaves here: accounts are made by the school, nobody signs up, and the trail knows who came in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.core import context
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from kring.names.typed import address
from kring.trail.record import record
from kring.trail.verbs import Verb
from kring.web.way_in import forgotten, guess, middleware, sessions
from kring.web.way_in.asked_again import is_proved, prove
from kring.web.way_in.fields import TwiceTheSame, plain
from kring.web.way_in.second_step import SecondStep


class Adapter(DefaultAccountAdapter):
    """allauth asks this class; what is not here is allauth's own answer."""

    error_messages = DefaultAccountAdapter.error_messages | {
        # One sentence for a wrong address and a wrong password: nobody learns which accounts exist.
        "email_password_mismatch": _("Dit e-mailadres en wachtwoord horen niet bij elkaar. Kijk ze allebei na."),
        "account_inactive": _("Dit account is gesloten. Vraag de beheerder van je school om hulp."),
        "enter_current_password": _("Dit is niet je wachtwoord van nu. Kijk het na."),
        "incorrect_password": _("Dit wachtwoord klopt niet. Kijk het na."),
        "invalid_password_reset": _("Deze link werkt niet meer. Vraag een nieuwe aan."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        """What is asked after the password, before `login` here: the second step, and nothing of allauth's own."""
        return [f"{SecondStep.__module__}.{SecondStep.__qualname__}"]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth would count here, in each process by itself, and keep the owner out with the guesser."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The account with this address and password, or None. Whoever guessed too often has to wait."""
        _in_turn(request, str(credentials.get("email", "")))
        account = super().authenticate(request, **credentials)
        if account is not None:
            guess.right(request)
        return account

    def login(self, request: HttpRequest, user: Any) -> None:
        """Signs in, and writes a line in the trail of each school this person may then enter."""
        with transaction.atomic():
            super().login(request, user)
            middleware.begin_session(request)
            prove(request)
            guess.came_in(request, user)
            middleware.recognise(request)
            _trail(request, Verb.SESSION_SIGNED_IN)

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """What allauth's own pages ask first is what every page of Kring asks."""
        return not is_proved(context.request)

    def logout(self, request: HttpRequest) -> None:
        with transaction.atomic():
            _trail(request, Verb.SESSION_SIGNED_OUT)
            super().logout(request)
        middleware.place(request, staff=None, memberships=())

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """With a new password every other session of this account ends: whoever knew the old one is out.

        This browser is known from here on: who was kept waiting and chose a new password by mail is kept no longer.
        """
        with transaction.atomic():
            super().set_password(user, password)
            sessions.end_all(user.pk, but=context.request)
            guess.forget_devices(user, but=context.request)
            guess.came_in(context.request, user)

    def add_message(self, *args: Any, **options: Any) -> None:
        """No message after signing in or out: the page that comes says it."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """allauth sends no letter of its own: that of a forgotten password is in `forgotten.py` (decision 61)."""
        raise ValueError(f"Kring has no letter for {template_prefix}")

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        answer: HttpResponse = super().respond_user_inactive(request, user)
        return answer


def _trail(request: Any, verb: Verb) -> None:
    chosen = [request.staff] if request.staff is not None else request.memberships
    for member in chosen:
        record(verb=verb, school_id=member.school_id, at=request.now, by=member)


def _in_turn(request: HttpRequest, address: str) -> None:
    """Counts one try; who has to wait reads how long."""
    waits = guess.take_turn(request, address)
    if waits:
        raise ValidationError(guess.sentence(waits), code="too_many_login_attempts")


def _without_unseen(data: Any, field: str) -> Any:
    """What was sent, with the address as it would be typed: one that was pasted may end in a mark that nobody sees."""
    if not data or field not in data:
        return data
    data = data.copy()
    data[field] = address(data[field])
    return data


class SignInForm(LoginForm):
    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        super().__init__(_without_unseen(data, "login"), *args, **options)
        plain(self, {"login": _("E-mailadres"), "password": _("Wachtwoord")})
        self.fields["password"].help_text = ""
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class AskResetForm(ResetPasswordForm):
    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        super().__init__(_without_unseen(data, "email"), *args, **options)
        plain(self, {"email": _("E-mailadres")})
        self.fields["email"].widget.attrs["autocomplete"] = "username"

    def clean_email(self) -> str:
        """As it was typed. Whose it is, nobody looks up here."""
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **options: Any) -> str:
        """Whether anybody gets a letter, the worker finds out."""
        forgotten.ask(self.cleaned_data["email"])
        return str(self.cleaned_data["email"])


class NewPasswordForm(TwiceTheSame, ResetPasswordKeyForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        plain(self, {"password1": _("Wachtwoord"), "password2": _("Nog een keer hetzelfde wachtwoord")})

    def save(self) -> None:
        """Whoever chose it goes on to the second step, as after signing in (decision 184)."""
        super().save()
        messages.success(context.request, _("Je wachtwoord is bewaard."))


class ChangeForm(TwiceTheSame, ChangePasswordForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        plain(
            self,
            {
                "oldpassword": _("Wachtwoord van nu"),
                "password1": _("Nieuw wachtwoord"),
                "password2": _("Nog een keer hetzelfde wachtwoord"),
            },
        )

    def clean_oldpassword(self) -> str:
        """Counted as at the door: who finds a page open guesses no faster than elsewhere."""
        _in_turn(context.request, self.user.get_username())
        typed = str(super().clean_oldpassword())
        guess.right(context.request)
        return typed
