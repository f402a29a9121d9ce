"""The forms of the second step: a code to type, and what a passkey answered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """The code that the app shows now."""

    use_required_attribute = False
    code = forms.CharField(
        label=_("Code uit de app"),
        help_text=_("Zes cijfers. Ze veranderen elke halve minuut."),
        max_length=40,
        error_messages={"required": _("Vul de code in."), "max_length": _("Dit is te lang voor een code.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false", "class": "code"}
        ),
    )


class SpareForm(forms.Form):
    """One of the spare codes."""

    use_required_attribute = False
    spare = forms.CharField(
        label=_("Reservecode"),
        help_text=_("Bijvoorbeeld abcd-efgh-jkmn-pqrs. Elke code werkt één keer."),
        max_length=80,
        error_messages={"required": _("Vul de code in."), "max_length": _("Dit is te lang voor een code.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "class": "code"}
        ),
    )


def refuse(form: Any, name: str, sentence: str) -> None:
    """The form comes back with this sentence, and without what was typed: a code that was wrong helps nobody."""
    form.add_error(name, sentence)
    form.data = {}
