"""Template tags of the look: icons, drawings, initials, and numbers to dial."""

from functools import cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

from kring import phone
from kring.school.calling import shipped_numbers
from kring.school.models import Line

register = template.Library()


@cache
def _address(path: str) -> str:
    # The hashed address of a sprite: asked for in every row, the same as long as the process lives.
    return static(path)


@register.simple_tag
def alarm() -> str:
    """The number to call when there is danger now, for pages that anybody may open: as Kring ships it."""
    return shipped_numbers()[Line.ALARM].number


@register.simple_tag
def icon(name: str, label: str = "") -> str:
    """A Lucide icon from the sprite. Silent beside a word; with `label` it speaks for itself."""
    address = _address("vendor/lucide/sprite.svg")
    if label:
        return format_html(
            '<svg class="icon" width="24" height="24" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
            label,
            address,
            name,
        )
    return format_html(
        '<svg class="icon" width="24" height="24" aria-hidden="true"><use href="{}#{}"/></svg>', address, name
    )


@register.simple_tag
def drawing(name: str, css_class: str = "drawing") -> str:
    """One of Kring's own drawings (`static/kring/drawings.svg`): logo, face-1 to face-5, calm, paper, search, path."""
    return format_html(
        '<svg class="{}" width="48" height="48" aria-hidden="true"><use href="{}#{}"/></svg>',
        css_class,
        _address("kring/drawings.svg"),
        name,
    )


@register.simple_tag
def picture(name: str, css_class: str = "drawing") -> str:
    """A picture of the doors (`static/kring/door.svg`), silent: what a child taps is said in the words beside it.

    How it feels (`feel-1`, very bad, to `feel-5`); `place-` and `kind-` with the key of a place or sort of an incident;
    who it is about, with whom to talk, how often, since when; `ear`, `hand`, `away`, `code`. A tablet of ten years ago
    reads `xlink:href` alone.
    """
    return format_html(
        '<svg class="{}" width="48" height="48" aria-hidden="true"><use href="{}" xlink:href="{}"/></svg>',
        css_class,
        *[f"{_address('kring/door.svg')}#{name}"] * 2,
    )


@register.simple_tag(takes_context=True)
def fields_of(context: template.Context, part: Any) -> str:
    """The fields of one part of a form of several (`kring/web/forms/several.py`), with the words of its own page.

    Its template knows by `part` that it does not stand alone.
    """
    shown = context.template.engine.get_template(part.fields)  # type: ignore[union-attr]  # it is being rendered
    with context.push(**{**part.words, "form": part.form, "part": part}):
        return shown.render(context)


@register.filter
def initials(name: object) -> str:
    """`Anouk Vermeer` -> AV, `Anna van den Berg` -> AB, `Sem` -> S."""
    words = [word for word in str(name).replace("-", " ").split() if word[:1].isalpha()]
    capitals = [word for word in words if word[0].isupper()] or words
    ends = capitals[:1] + capitals[1:][-1:]
    return "".join(word[0].upper() for word in ends)


@register.filter
def numbers(written: str) -> list[phone.Number]:
    """The telephone numbers in what was written down, each with what is shown and what is dialled."""
    return phone.numbers_in(written)
