"""How allauth behaves here: accounts are made by the school, nobody signs up, and the trail knows who came in."""

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.core import context
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from kring.cases.account_letters import send_link
from kring.names.typed import address
from kring.school.models import StaffMember
from kring.trail.record import record
from kring.trail.verbs import Verb
from kring.web.way_in import middleware, sessions
from kring.web.way_in.asked_again import is_proved, prove
from kring.web.way_in.fields import plain
from kring.web.way_in.second_step import SecondStep, note_shown

RESET_LETTER: Final = "account/email/password_reset_key"
"""What allauth calls its only mail that Kring sends: see ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS and decision 61."""


class Adapter(DefaultAccountAdapter):
    """allauth asks this class; what is not here is allauth's own answer."""

    error_messages = DefaultAccountAdapter.error_messages | {
        # One sentence for a wrong address and a wrong password: nobody learns which accounts exist.
        "email_password_mismatch": _("Dit e-mailadres en wachtwoord horen niet bij elkaar. Kijk ze allebei na."),
        "too_many_login_attempts": _("Dat was te vaak mis. Wacht vijf minuten en probeer het dan nog eens."),
        "account_inactive": _("Dit account is gesloten. Vraag de beheerder van je school om hulp."),
        "incorrect_password": _("Dit wachtwoord klopt niet. Kijk het na."),
        "invalid_password_reset": _("Deze link werkt niet meer. Vraag een nieuwe aan."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        """What is asked after the password, before `login` here: the second step, and nothing of allauth's own."""
        return [f"{SecondStep.__module__}.{SecondStep.__qualname__}"]

    def login(self, request: HttpRequest, user: Any) -> None:
        """Signs in, and writes a line in the trail of each school this person may then enter."""
        with transaction.atomic():
            super().login(request, user)
            middleware.begin_session(request)
            prove(request)
            note_shown(request, user)
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
        """With a new password every other session of this account ends: whoever knew the old one is out."""
        with transaction.atomic():
            super().set_password(user, password)
            sessions.end_all(user.pk, but=context.request)

    def add_message(self, *args: Any, **options: Any) -> None:
        """No message after signing in or out: the page that comes says it."""

    @transaction.atomic
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into the outbox, as a letter to the member of staff who has the account: a request waits for no mail server.

        Where no mail goes out, or the account belongs to nobody at a school, nothing is written, and the page that
        follows is the same.
        """
        if template_prefix != RESET_LETTER:
            raise ValueError(f"Kring has no letter for {template_prefix}")
        person = _member_with(context["user"]) if settings.KRING_MAIL else None
        if person is not None:
            send_link("password", to=person, at=context["request"].now)

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        answer: HttpResponse = super().respond_user_inactive(request, user)
        return answer


def _member_with(account: Any) -> StaffMember | None:
    """Whom a letter to this account is for; of somebody who works at two schools, the same one each time."""
    members = StaffMember.objects.filter(account=account, is_active=True, school__is_demo=False)
    return members.select_related("school", "account").order_by("id").first()


def _trail(request: Any, verb: Verb) -> None:
    chosen = [request.staff] if request.staff is not None else request.memberships
    for member in chosen:
        record(verb=verb, school_id=member.school_id, at=request.now, by=member)


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


class AskResetForm(ResetPasswordForm):
    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        super().__init__(_without_unseen(data, "email"), *args, **options)
        plain(self, {"email": _("E-mailadres")})


class NewPasswordForm(ResetPasswordKeyForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        plain(self, {"password1": _("Nieuw wachtwoord"), "password2": _("Nog een keer hetzelfde wachtwoord")})


class ChangeForm(ChangePasswordForm):
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
