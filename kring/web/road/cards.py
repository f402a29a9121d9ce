"""Cards with short answers, beside each other where there is room."""

from kring.web.forms.choices import CheckboxCards, RadioCards


class OneAcross(RadioCards):
    template_name = "kring/duties/widgets/across.html"


class SeveralAcross(CheckboxCards):
    template_name = "kring/duties/widgets/across.html"
