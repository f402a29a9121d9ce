"""The second step of signing in, between the password and being in (decision 102).

Until it was shown nobody is signed in: `request.user` is nobody, so every page is as shut as to a stranger, and no code
has to remember to ask. allauth holds who waits, as a stage of signing in.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec

# Not from `stages`, where it stands: whoever imports that first meets a circle of allauth's own.
from allauth.account.internal.stagekit import LoginStage, LoginStageController, clear_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from kring.school.models import Account
from kring.school.rights import needs_second_step
from kring.school.second_step import is_needed_by, owned_by
from kring.web.request.redirects import SeeOther
from kring.web.request.requests import KringRequest

P = ParamSpec("P")

SHOWN: Final = "kring_second_step"
"""In the session: in which round of the account's second steps one was shown. Another round, and it counts no more."""

JUDGED_BY: Final = "judged_by"
"""In what waits: which password was right, as Django's own sessions know it. With another one the waiting is over."""


def note_shown(request: HttpRequest, account: Account) -> None:
    """Notes in the session that this account took its second step, of who comes in by it. In the demo all did."""
    request.session[SHOWN] = account.second_step_round


def is_wanting(request: Any) -> bool:
    """Whether who is known by the session may not be taken as signed in: a second step is asked, and was not shown.

    Asked at every request, so it bites at once: on whom gets a role that needs it, and whose steps were taken away.
    """
    if request.session.get(SHOWN) == request.user.second_step_round:
        return False
    return any(needs_second_step(member) for member in request.memberships)


class SecondStep(LoginStage):  # type: ignore[misc, unused-ignore]
    """allauth asks it once the password was right. Who has to show nothing goes on."""

    key = "kring_second_step"
    urlname = "second_step"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        account = self.login.user
        if not owned_by(account).factors and not is_needed_by(account):
            return None, True
        self.state[JUDGED_BY] = account.get_session_auth_hash()
        return SeeOther(reverse("second_step")), True

    def still_holds(self) -> bool:
        """Whether this account is still open, and its password the one that was right."""
        account = self.login.user
        return account.is_active and constant_time_compare(
            self.state.get(JUDGED_BY, ""), account.get_session_auth_hash()
        )


class Waiting(KringRequest):
    """A request of somebody whose password was right, and who is not in."""

    waits: Account
    stage: SecondStep


def between(view: Callable[Concatenate[Any, P], HttpResponse]) -> Callable[Concatenate[Any, P], HttpResponse]:
    """For a page between the password and being in: it is there for who waits, and for nobody else."""

    @wraps(view)
    def guarded(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return SeeOther(reverse("home"))
        stage = LoginStageController.enter(request, SecondStep.key)
        if stage is None:
            if request.method == "POST":
                messages.info(request, _("Deze pagina stond te lang open. Log nog één keer in."))
            return SeeOther(reverse("account_login"))
        if not stage.still_holds():
            clear_login(request)
            messages.info(request, _("Er is iets veranderd aan hoe je binnenkomt. Log opnieuw in."))
            return SeeOther(reverse("account_login"))
        request.stage, request.waits = stage, stage.login.user
        return view(request, *args, **kwargs)

    return guarded


def come_in(request: Waiting) -> HttpResponse:
    """In, and on to the page that was asked for."""
    answer: HttpResponse = request.stage.exit()
    note_shown(request, request.waits)  # not before: with another person's session all that it held goes
    return answer
