"""Tags of HTML for fields: what a form has by the dozen is put together here, and not by a template for each attribute.

They write what the templates of Django's own widgets write; those stand in `templates/django/forms/widgets`, and ask
these. A report form of a large school is two thirds fields: it takes half the CPU so.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()

Widget = Mapping[str, Any]
"""What Django hands to the template of a widget, or of one of its options."""


@register.simple_tag
def attributes(widget: Widget) -> str:
    """Those of this field, with a space before each."""
    return _joined(
        format_html(" {}", name) if value is True else format_html(' {}="{}"', name, str(value))
        for name, value in widget["attrs"].items()
        if value is not False and value is not None
    )


@register.simple_tag
def field_input(widget: Widget) -> str:
    """A field of one line, a box to tick, or one thing to choose."""
    value = widget["value"]
    said = "" if value is None else format_html(' value="{}"', str(value))
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], said, attributes(widget))


@register.simple_tag
def choice(option: Widget) -> str:
    """One thing to choose as a card, with its hint below."""
    known, hint = option["attrs"]["id"], option.get("hint")
    return format_html(
        '<label class="choice" for="{}">{}<span>{}{}</span></label>',
        known,
        field_input(option),
        option["label"],
        format_html('<small id="{}_hint">{}</small>', known, hint) if hint else "",
    )


@register.simple_tag
def pick(option: Widget, *, has_id: bool = True, with_hint: bool = True) -> str:
    """One thing to choose as a chip, with its hint in small."""
    hint = option.get("hint") if with_hint else ""
    return format_html(
        '<label class="pick"><input type="{}" name="{}" value="{}"{}{}><span>{}{}</span></label>',
        option["type"],
        option["name"],
        str(option["value"]),
        format_html(' id="{}"', option["attrs"]["id"]) if has_id else "",
        " checked" if option["selected"] else "",
        option["label"],
        format_html(" <small>{}</small>", hint) if hint else "",
    )


@register.simple_tag
def options(widget: Widget) -> str:
    """What a list of the browser offers, in its groups."""
    return _joined(_group(name, choices) for name, choices, _index in widget["optgroups"])


def _group(name: str, choices: list[Widget]) -> str:
    each = _joined(
        format_html('\n<option value="{}"{}>{}</option>', str(one["value"]), attributes(one), one["label"])
        for one in choices
    )
    return format_html('\n<optgroup label="{}">{}\n</optgroup>', name, each) if name else each


def _joined(parts: Iterator[str]) -> str:
    """Of parts that are HTML already."""
    return format_html_join("", "{}", ((part,) for part in parts))
