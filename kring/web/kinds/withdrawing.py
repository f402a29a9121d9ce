"""Taking back what was recorded by mistake: the form, and where it leads."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as lazy

from kring.web.forms import KringForm, LongText
from kring.web.forms.wording import Words


class WithdrawForm(KringForm):
    """Why something that was recorded is not so."""

    reason = LongText(
        label=lazy("Waarom klopt dit niet?"),
        hint=lazy("Wat er stond, blijft te lezen. Het telt alleen niet meer mee."),
        missing=lazy("Schrijf op waarom dit niet klopt."),
        rows=3,
    )


@dataclass(frozen=True)
class Withdrawing:
    """How a kind of fact is taken back. `to` is the name of the address where facts of this kind stand."""

    form: type[KringForm] = WithdrawForm
    button: Words = lazy("Intrekken")
    title: Words = lazy("Intrekken")
    said: Words = lazy("Ingetrokken. Wat er stond, blijft te lezen.")
    to: str = "file"
