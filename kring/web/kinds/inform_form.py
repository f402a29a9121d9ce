"""The form of one call: what came of it, and what belongs to that answer."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring.cases import bodies
from kring.cases.actions import informing
from kring.cases.bodies import Reached
from kring.cases.case_file import variation_of
from kring.cases.wording import REACHED
from kring.school.models import Custody
from kring.web.forms import Choice, DayField, KringForm, LongText, Option, Several, Tick, YesNo
from kring.web.road.place import Place

OPTIONS = [Option(reached.value, said.answer, said.hint) for reached, said in REACHED.items()]


class InformForm(KringForm):
    also = Several(
        label=lazy("Wie hoort er ook bij dit gesprek?"),
        hint=lazy("Dan leg je het één keer vast, voor allemaal. Liever apart? Haal het vinkje weg."),
        coerce=UUID,
        required=False,
    )
    reached = Choice(
        label=lazy("Heb je deze ouder gesproken?"),
        options=OPTIONS,
        coerce=Reached,
        missing=lazy("Kies of het gelukt is."),
    )
    on_request = YesNo(
        label=lazy("Heeft deze ouder er zelf om gevraagd?"),
        no_hint=lazy("Dan informeer je deze ouder niet."),
        missing=lazy("Kies of deze ouder er zelf om vroeg."),
    )
    custody_unknown = LongText(
        label=lazy("Waarom informeerde je, terwijl het gezag niet bekend is?"),
        hint=lazy("Eén zin is genoeg. Bijvoorbeeld: het kind woont bij deze ouder."),
        missing=informing.WHY_BEFORE_CUSTODY,
        rows=2,
    )
    too_early = LongText(
        label=lazy("Waarom sprak je deze ouder nu al?"),
        hint=lazy("Bijvoorbeeld: deze ouder belde zelf, en wist het al."),
        missing=informing.WHY_TOO_EARLY,
        rows=2,
    )
    channel = Choice(label=lazy("Hoe?"), missing=lazy("Kies hoe je deze ouder hebt gesproken."))
    said = LongText(
        label=lazy("Wat zei deze ouder?"), hint=lazy("Ook: wat vraagt of wil deze ouder?"), rows=3, required=False
    )
    at_home = LongText(label=lazy("Wat merkt deze ouder thuis?"), rows=2, required=False)
    proposed = LongText(
        label=lazy("Wat stelt deze ouder voor?"),
        hint=lazy("Bij het volgende gesprek vraagt Kring wat ermee is gedaan."),
        rows=2,
        required=False,
    )
    taken_over = YesNo(
        label=lazy("Is het vorige voorstel van deze ouder overgenomen?"), no=lazy("Nee, want …"), required=False
    )
    not_because = LongText(label=lazy("Waarom niet overgenomen?"), missing=informing.WHY_NOT_TAKEN_OVER, rows=2)
    refusal = LongText(
        label=lazy("Wat zei of deed deze ouder?"),
        hint=lazy("Bijvoorbeeld: wil niet gebeld worden, want er is al genoeg gepraat. Of: hing op."),
        missing=informing.WHY_NOT[Reached.DECLINED],
        rows=2,
    )
    because = LongText(label=lazy("Waarom niet?"), missing=informing.WHY_NOT[Reached.NOT_INFORMED], rows=2)
    forbids_talk = Tick(label=lazy("Deze ouder verbiedt een gesprek met het kind"))
    done_anyway = LongText(
        label=lazy("Wat doet de school wel?"),
        hint=lazy("Het kind houdt hulp nodig. Bijvoorbeeld: we letten extra op, en de {coordinator} kijkt mee."),
        missing=informing.WHAT_ANYWAY,
        rows=2,
    )
    on = DayField(label=lazy("Op welke dag?"), not_future=True, not_before_report=True, starts_today=True)

    def __init__(
        self,
        *args: Any,
        place: Place,
        custody: Custody,
        together: Sequence[Option] = (),
        proposals: Sequence[str] = (),
        between: bool = False,
        held: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        if len(proposals) > 1:
            self.fields["taken_over"].help_text = _(
                "De voorstellen waren: %(proposals)s. Is het antwoord niet voor allemaal hetzelfde? Leg dan elke ouder "
                "apart vast."
            ) % {"proposals": "; ".join(one.rstrip(".") for one in proposals)}
        elif proposals:
            self.fields["taken_over"].help_text = _("Het voorstel was: %(proposal)s") % {"proposal": proposals[0]}
        else:
            del self.fields["taken_over"], self.fields["not_because"]
        if between:
            # That somebody is not told by choice answers what a step asks.
            self.choice("reached").offer(one for one in OPTIONS if one.value != Reached.NOT_INFORMED)
        if together:
            self.several("also").offer(together)
        else:
            del self.fields["also"]
        if not held:
            del self.fields["too_early"]
        if custody is not Custody.NO:
            del self.fields["on_request"]
        if custody is not Custody.UNKNOWN:
            del self.fields["custody_unknown"]
        channels = variation_of(place.case).channels
        self.choice("channel").offer(Option(key, _(title)) for key, title in channels)

    def needed(self) -> dict[str, bool]:
        reached = self.sent("reached")
        when_told = {name for name in ("channel", "on_request", "custody_unknown", "too_early") if name in self.fields}
        return {
            **dict.fromkeys(when_told, reached == Reached.INFORMED),
            **({"not_because": self.sent("taken_over") == "nee"} if "taken_over" in self.fields else {}),
            "refusal": reached == Reached.DECLINED,
            "because": reached == Reached.NOT_INFORMED,
            "done_anyway": bool(self.sent("forbids_talk")),
        }

    def for_verb(self) -> dict[str, Any]:
        """Only what belongs to the answer is kept."""
        typed = self.cleaned_data
        reached = typed["reached"]
        spoken = reached is Reached.INFORMED
        informed = bodies.Informed(
            reached=reached,
            channel=typed["channel"] or "" if spoken else "",
            said=typed["said"],
            because=typed["refusal"] if reached is Reached.DECLINED else "" if spoken else typed["because"],
            custody_unknown=typed.get("custody_unknown", "") if spoken else "",
            on_request=spoken and typed.get("on_request") is True,
            too_early=typed.get("too_early", "") if spoken else "",
            forbids_talk=typed["forbids_talk"],
            at_home=typed["at_home"] if spoken else "",
            proposed=typed["proposed"] if spoken else "",
            taken_over=typed.get("taken_over") if spoken else None,
            not_because=typed["not_because"] if spoken and typed.get("taken_over") is False else "",
            done_anyway=typed["done_anyway"] if typed["forbids_talk"] else "",
        )
        return dict(on=typed["on"], informed=informed, also=typed.get("also", []))
