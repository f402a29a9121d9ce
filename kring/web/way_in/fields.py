"""How the fields of the pages by which one comes in are shown: allauth makes them, and they look like Kring's own."""

from typing import Any

from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from kring.web.forms import NO_ADDRESS

MISSING = {
    "login": _("Vul je e-mailadres in."),
    "email": _("Vul je e-mailadres in."),
    "password": _("Vul je wachtwoord in."),
    "oldpassword": _("Vul je wachtwoord van nu in."),
    "password1": _("Kies een wachtwoord."),
    "password2": _("Typ hetzelfde wachtwoord nog een keer."),
}
"""What is said of a field that is empty, so that the sentence reads above the form as well as beside the field."""


class TwiceTheSame:
    """A form in which a password is typed twice."""

    def add_error(self, field: str | None, error: Any) -> None:
        """allauth's own sentence is in its own words."""
        if field == "password2" and not isinstance(error, Exception):
            error = _("Dit is niet hetzelfde wachtwoord. Typ het nog een keer.")
        super().add_error(field, error)  # type: ignore[misc]  # of a form


def plain(form: Any, labels: dict[str, Any]) -> None:
    """Labels above the fields instead of placeholders in them, which vanish as soon as somebody types."""
    for name, label in labels.items():
        if name in form.fields:
            form.fields[name].label = label
    for name, form_field in form.fields.items():
        form_field.widget.attrs.pop("placeholder", None)
        form_field.error_messages["required"] = MISSING[name]
        form_field.validators = [
            EmailValidator(NO_ADDRESS) if isinstance(one, EmailValidator) else one for one in form_field.validators
        ]
    if "password1" in form.fields:
        form.fields["password1"].help_text = ""  # the page says it, in Kring's own words
    form.use_required_attribute = False
