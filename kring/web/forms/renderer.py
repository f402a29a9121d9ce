"""How every field looks: label above, hint, error beside the field, words for what is not required."""

from django.forms.renderers import TemplatesSetting


class KringRenderer(TemplatesSetting):
    form_template_name = "kring/forms/form.html"
    field_template_name = "kring/forms/field.html"
