"""A child left the school: what was still open for it ended in one act, and to whom it was passed on (decision 086)."""

from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.web.kinds.told import Look, Told, by_kind, texts
from kring.web.road.names import about_words

KIND = Told(
    bodies.Gone,
    title=lazy("Niet meer op school: wat nog moest, is afgerond"),
    titled=by_kind,
    line=lambda file, one: f"{about_words(file, one.fact.about)}: {words.shortened(one.body.passed_on)}",
    fields=texts(bodies.Gone, passed_on=lazy("Doorgegeven aan")),
    look=Look.CALM,
    told_apart=True,
    correct=None,
)
