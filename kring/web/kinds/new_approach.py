"""A new approach, beside the round before: what is done in another way now (row S5c)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.actions import recording
from kring.cases.case_file import CaseFile, variation_of
from kring.cases.last_round import last_round, sorts_in_words
from kring.cases.typed import FactOf
from kring.cases.wording import KEPT
from kring.web.forms import FormPage, KringForm, LongText, Option, Page, Several, ShortText
from kring.web.kinds.told import AsDuty, FactLine, Look, Saying, Told, by_kind, times
from kring.web.request.requests import StaffRequest
from kring.web.road.place import Place

HINTS = {
    "limit": lazy("Een volwassene zegt duidelijk: dit stopt. En ziet erop toe."),
    "empathy": lazy("Wie pest, gaat voelen wat het met de ander doet."),
    "support_group": lazy("Klasgenoten bedenken zelf hoe zij het kind helpen."),
    "repair": lazy("Wie pestte, maakt goed wat er kapotging."),
}
"""What the sorts of Kring's list mean."""


class NewApproachForm(KringForm):
    text = LongText(
        label=lazy("Wat doen we nu anders?"),
        hint=lazy("Anders dan de vorige ronde."),
        missing=lazy("Schrijf op wat jullie nu anders doen. Een paar zinnen is genoeg."),
    )
    sorts = Several(
        label=lazy("Wat voor aanpak is het?"),
        hint=lazy("Kies er een of meer."),
        missing=lazy("Kies minstens één soort aanpak."),
    )
    expert = ShortText(label=lazy("Welke deskundige helpt mee?"), required=False)
    organisation = ShortText(label=lazy("Van welke organisatie?"), required=False)

    def __init__(self, *args: Any, former: bodies.NewApproach | None, **options: Any) -> None:
        """An expert is asked for on the page of people; what an approach of before says of one can be put right."""
        super().__init__(*args, **options)
        for name in ("expert", "organisation"):
            if former is None or not getattr(former, name):
                del self.fields[name]

    def for_verb(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return dict(approach=bodies.NewApproach(**(typed | {"sorts": tuple(typed["sorts"])})))


def page(request: StaffRequest, place: Place) -> Page:
    """Choose a new approach with what was done before in sight."""
    offered = variation_of(place.case).approach_sorts
    former = FactOf(place.newest, bodies.NewApproach).body if place.newest else None
    return place.completed(
        FormPage(
            form=NewApproachForm,
            verb=place.carried_out_by(recording.choose_approach),
            template="kring/duties/new_approach.html",
            arguments={"former": former},
            words={"last": _last_round(place)},
            offers={"sorts": [Option(key, _(title), HINTS.get(key, "")) for key, title in offered]},
        )
    )


def _last_round(place: Place) -> list[FactLine]:
    """The round before, line by line; what was not written then is not shown."""
    last, today = last_round(place.file, place.visit), place.held.today
    since = words.day_and_month(last.began_on, today) if last.began_on else ""
    label = _("Het probleem, sinds %(day)s") if last.is_problem else _("De aanpak, sinds %(day)s")
    lines = [
        FactLine(label % {"day": since}, last.approach),
        FactLine(_("Wat voor aanpak het was"), _listed(last.sorts)),
        *(FactLine(what, str(KEPT[kept]) if kept else _("niet doorgenomen")) for what, kept in last.agreements),
        FactLine(_("Waardoor het misging"), last.analysis),
        FactLine(_(last.question), "\n".join(filter(None, [_(last.answer) if last.answer else "", last.reasons]))),
    ]
    return [line for line in lines if line.text]


def _listed(sorts: tuple[str, ...]) -> str:
    return words.listed(_(title) for title in sorts)


def _fields(file: CaseFile, one: FactOf[bodies.NewApproach], today: date) -> Iterator[FactLine]:
    yield FactLine(_("Wat we nu anders doen"), one.body.text)
    yield FactLine(_("Wat voor aanpak het is"), _listed(sorts_in_words(file, one.body)))
    yield FactLine(_("Deskundige"), one.body.expert)
    yield FactLine(_("Organisatie"), one.body.organisation)


KIND = Told(
    bodies.NewApproach,
    title=lazy("Nieuwe aanpak"),
    titled=by_kind,
    line=lambda file, one: words.shortened(one.body.text),
    fields=_fields,
    look=Look.PLAIN,
    told_apart=False,
    correct=page,
    duty=AsDuty(
        page=page,
        button=lazy("Schrijven"),
        counts=times,
        today=Saying("split", lazy("Nieuwe aanpak kiezen"), lazy("Wat gaan jullie anders doen?")),
    ),
)
