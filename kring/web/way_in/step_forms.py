"""The forms of the second step: a code to type, and what a passkey answered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kring.school.actions.second_step import LONGEST_NAME


def _code(label: Any, hint: Any, *, longest: int, **attributes: str) -> forms.CharField:
    """A field for a code, which is no text: nothing is said of its spelling."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        error_messages={"required": _("Vul de code in."), "max_length": _("Dit is te lang voor een code.")},
        widget=forms.TextInput(attrs=attributes | {"spellcheck": "false", "class": "code"}),
    )


class CodeForm(forms.Form):
    """The code that the app shows now."""

    use_required_attribute = False
    code = _code(
        _("Code uit de app"),
        _("Zes cijfers. Ze veranderen elke halve minuut."),
        longest=40,
        autocomplete="one-time-code",
        inputmode="numeric",
    )


class SpareForm(forms.Form):
    """One of the spare codes."""

    use_required_attribute = False
    spare = _code(
        _("Reservecode"),
        _("Bijvoorbeeld abcd-efgh-jkmn-pqrs. Elke code werkt één keer."),
        longest=80,
        autocomplete="off",
        autocapitalize="none",
    )


class NameForm(forms.Form):
    """What a new passkey is called, for who later has to know which telephone it is on."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("Hoe noem je deze passkey?"),
        help_text=_("Raak je een apparaat kwijt, dan weet je zo welke passkey je weghaalt."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": LONGEST_NAME}),
    )


def refuse(form: Any, name: str, sentence: str) -> None:
    """The form comes back with this sentence, and without what was typed: a code that was wrong helps nobody."""
    form.add_error(name, sentence)
    form.data = {}
