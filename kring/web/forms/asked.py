"""What every field is asked with: its label, a hint, and the sentence for when it stays empty."""

from typing import Any

from django import forms

from kring.web.forms.wording import Words


class Asked(forms.Field):
    """Stands before the field of Django in the bases. `missing` is said instead of the kind's own "required"."""

    def __init__(
        self, *, label: Words, hint: Words = "", missing: Words = "", required: bool = True, **options: Any
    ) -> None:
        super().__init__(label=label, help_text=hint, required=required, **options)
        if missing:
            self.error_messages["required"] = missing
