"""How the fields of the pages by which one comes in are shown: allauth makes them, and they look like Kring's own."""

from typing import Any

from django.utils.translation import gettext_lazy as _


def plain(form: Any, labels: dict[str, Any]) -> None:
    """Labels above the fields instead of placeholders in them, which vanish as soon as somebody types."""
    for name, label in labels.items():
        if name in form.fields:
            form.fields[name].label = label
    for form_field in form.fields.values():
        form_field.widget.attrs.pop("placeholder", None)
        form_field.error_messages["required"] = _("Vul dit in.")
    if "password1" in form.fields:
        form.fields["password1"].help_text = ""  # the page says it, in Kring's own words
    form.use_required_attribute = False
