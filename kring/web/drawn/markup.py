"""What stands in a row of a list as a drawing, as the SVG that it is: one piece of a page.

A template asks for each place in it by itself, at ten times the CPU: of the overview of Zaken that was a third.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html, format_html_join

from kring.web.drawn.axis import Band, Course, Mark
from kring.web.drawn.levels import Spark


def ground_svg(free: Iterable[Band], today: str) -> str:
    """What is behind each row: the days without school, and today."""
    bands = format_html_join(
        "", '<rect class="free" x="{}" y="0" width="{}" height="100%"/>', ((band.x, band.width) for band in free)
    )
    return format_html('{}<line class="today" x1="{}" x2="{}" y1="0" y2="100%"/>', bands, today, today)


def course_svg(course: Course, ground: str, *, label: str, tone: str) -> str:
    """One course on its ground, with what its end is called."""
    over = format_html('<line class="over" x1="{}" x2="{}" y1="50%" y2="50%"/>', *course.over) if course.over else ""
    return format_html(
        '<svg class="axis" aria-hidden="true">{}<line class="runs" x1="{}" x2="{}" y1="50%" y2="50%"/>{}{}'
        '<svg class="label {}" x="{}" y="50%" overflow="visible"><text x="{}" dy="0.35em"{}>{}{}</text></svg></svg>',
        ground,
        *course.line,
        over,
        format_html_join("", "{}", ((_mark(mark),) for mark in course.marks)),
        tone,
        course.label_x,
        *((-15, format_html(' text-anchor="{}"', "end")) if course.to_left else (15, "")),
        label,
        " →" if course.beyond else "",
    )


def _mark(mark: Mark) -> str:
    return format_html(
        '<svg class="mark {}" x="{}" y="50%" overflow="visible">{}</svg>',
        mark.look,
        mark.x,
        mark.shape,
    )


@dataclass(frozen=True, slots=True)
class Steps:
    """The numbered steps of the protocol: how many are done, the number of the current one, if it has one, and how many
    are still to come."""

    done: int
    number: str
    to_come: int


@lru_cache(maxsize=256)
def steps_html(steps: Steps, tone: str) -> str:
    """A dot for each step, the current one with its number, in the colour of what it asks."""
    looks = [("done", "")] * steps.done
    looks += [(f"current {tone}".rstrip(), steps.number)] if steps.number else []
    looks += [("", "")] * steps.to_come
    dots = format_html_join("", '<i class="{}">{}</i>', looks)
    return format_html('<span class="steps" aria-hidden="true">{}</span>', dots)


def spark_svg(spark: Spark, spoken: str) -> str:
    """A child's answers in the small, and in words for who hears the page."""
    return format_html(
        '<svg class="spark" viewBox="0 0 96 36" role="img" aria-label="{}">'
        '<path class="grid" d="M2 6H94M2 30H94"/>{}{}</svg>',
        spoken,
        format_html('<path class="line" d="{}"/>', spark.path) if spark.path else "",
        format_html_join("", '<circle class="dot" cx="{}" cy="{}" r="3.5"/>', spark.dots),
    )
