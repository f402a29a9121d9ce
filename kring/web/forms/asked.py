"""What every field is asked with: its label, a hint, and the sentence for when it stays empty."""

from typing import Any

from django import forms

from kring.web.forms.wording import Words


class Asked(forms.Field):
    """Stands before the field of Django in the bases. `missing` is said instead of the kind's own "required".

    `or_else`: another field may be filled in instead. The page does not call it optional, for one of them must be.
    """

    def __init__(
        self,
        *,
        label: Words,
        hint: Words = "",
        missing: Words = "",
        required: bool = True,
        or_else: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(label=label, help_text=hint, required=required and not or_else, **options)
        self.or_else = or_else
        if missing:
            self.error_messages["required"] = missing
