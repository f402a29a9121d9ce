"""The words of `kring.words` for templates: `{{ talk.held_on|near_day:request.today }}`."""

from django import template

from kring import words

register = template.Library()

for _filter in (
    words.day,
    words.day_and_month,
    words.full_day,
    words.short_day,
    words.near_day,
    words.on_day,
    words.clock,
    words.moment,
    words.listed,
    words.number,
    words.figure,
    words.capital,
):
    register.filter(_filter.__name__, _filter)
