"""Cards with short answers, beside each other where there is room."""

from kring.web.forms.choices import CheckboxCards, RadioCards


class OneAcross(RadioCards):
    template_name = "kring/duties/widgets/across.html"


class Chips(CheckboxCards):
    """Short names that are tapped, as many beside each other as fit."""

    template_name = "kring/forms/widgets/chips.html"


class ChipOne(RadioCards):
    """The same, of which one is chosen."""

    template_name = "kring/forms/widgets/chips.html"


class SeveralAcross(CheckboxCards):
    template_name = "kring/duties/widgets/across.html"
