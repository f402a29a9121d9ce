"""The form of a report: one page, under a minute."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring import words
from kring.cases.actions.opening import NewReport
from kring.cases.bodies import Danger
from kring.cases.models import Report
from kring.cases.wording import DANGERS
from kring.protocol.terms import BULLIED, Role
from kring.school.typed import TypedChild, same_child
from kring.web.forms import Choice, DayField, KringForm, LongText, Option, Row, Rows, Several, ShortText, Tick, YesNo
from kring.web.road.pupils import AsksForChild, PupilChoice, ToChoose, name_of

TWICE = gettext_lazy("%(name)s staat er twee keer in. Kies voor ieder kind één rol.")
TWICE_BULLIED = gettext_lazy(
    "%(name)s staat er twee keer in. Wordt dit kind gepest en pest het ook? Zeg dat dan bij ‘Wie wordt er gepest?’, en "
    "haal het hier weg."
)

TWO_TYPED = gettext_lazy("Zijn het twee kinderen? Vul dan bij een van de twee de achternaam of de groep in.")


class TargetRow(AsksForChild, Row):
    """A child who is bullied."""

    pupil = PupilChoice(
        label=gettext_lazy("Naam"), missing=gettext_lazy("Kies om welke leerling het gaat: wie wordt er gepest?")
    )
    both = Tick(label=gettext_lazy("Dit kind pest ook"))


class InstigatorRow(AsksForChild, Row):
    """A child who does it, when that is known."""

    pupil = PupilChoice(label=gettext_lazy("Naam"), nothing=gettext_lazy("Dat weet ik nog niet"), required=False)


class OtherRow(AsksForChild, Row):
    """A child who joins in or saw it."""

    pupil = PupilChoice(label=gettext_lazy("Naam"))
    role = Choice(
        label=gettext_lazy("Wat deed deze leerling?"),
        options=(
            Option(Role.FOLLOWER.value, gettext_lazy("Deed mee")),
            Option(Role.WITNESS.value, gettext_lazy("Zag het")),
        ),
        coerce=Role,
    )


class ReportForm(KringForm):
    """Who reports, about whom, and what happened."""

    reported_by = Choice(
        label=gettext_lazy("Wie meldt het?"),
        options=(
            Option(Report.By.COLLEAGUE.value, gettext_lazy("Ik zelf")),
            Option(Report.By.PUPIL.value, gettext_lazy("Een leerling vertelde het mij")),
            Option(Report.By.GUARDIAN.value, gettext_lazy("Een ouder of verzorger vertelde het mij")),
        ),
        coerce=Report.By,
    )
    reporter = ShortText(
        label=gettext_lazy("Wie vertelde het?"),
        hint=gettext_lazy("De naam blijft in het dossier. Kinderen en ouders krijgen die nooit te horen."),
        missing=gettext_lazy("Vul in wie dit vertelde. De naam blijft in het dossier."),
    )
    passed_on = YesNo(
        label=gettext_lazy("Mag de leerkracht weten wie het vertelde?"),
        hint=gettext_lazy(
            "Bij nee weten alleen de {coordinator}, de directeur en jij wie het was. De leerkracht leest wel wat er"
            " is verteld."
        ),
        missing=gettext_lazy("Kies of de leerkracht mag weten wie het vertelde."),
    )
    story_passed_on = YesNo(
        label=gettext_lazy("Mag de leerkracht lezen wat er is verteld?"),
        hint=gettext_lazy(
            "Bij nee lezen alleen de {coordinator}, de directeur en jij het. Zij krijgen meteen bericht, en beslissen"
            " wat de leerkracht mag weten."
        ),
        missing=gettext_lazy("Kies of de leerkracht mag lezen wat er is verteld."),
    )
    targets = Rows(
        TargetRow, title=gettext_lazy("Wie wordt er gepest?"), more=gettext_lazy("Nog een leerling"), blank=0, at_most=8
    )
    instigators = Rows(
        InstigatorRow, title=gettext_lazy("Wie doet het?"), more=gettext_lazy("Nog een leerling"), at_most=12
    )
    others = Rows(
        OtherRow, title=gettext_lazy("Wie pest mee, of ziet het?"), more=gettext_lazy("Nog een leerling"), at_most=12
    )
    story = LongText(
        label=gettext_lazy("Wat is er gebeurd?"),
        hint=gettext_lazy("Een paar zinnen is genoeg. Schrijf op wat je zag of hoorde, zo letterlijk als je nog weet."),
        missing=gettext_lazy("Schrijf kort op wat er gemeld is. Een paar zinnen is genoeg."),
        rows=4,
    )
    reported_on = DayField(label=gettext_lazy("Wanneer is het gemeld?"), not_future=True)
    dangers = Several(
        label=gettext_lazy("Is er nu gevaar?"),
        hint=gettext_lazy("Zet een vinkje bij wat past. Je ziet dan meteen wie je belt. Past er niets? Laat het leeg."),
        options=tuple(Option(sign.value, label, hint) for sign, (label, hint) in DANGERS.items()),
        coerce=Danger,
        required=False,
    )

    def __init__(self, *args: Any, pupils: ToChoose, **options: Any) -> None:
        initial = {
            "reported_by": Report.By.COLLEAGUE.value,
            "reported_on": options["today"],
            "targets": [{}],
            "story_passed_on": True,
        }
        options["initial"] = initial | dict(options.get("initial") or {})
        super().__init__(*args, **options)
        if self.data.get("reported_by", "") == Report.By.COLLEAGUE:
            # Asked only when somebody else told it; until then they stand folded on the page.
            for name in ("reporter", "passed_on", "story_passed_on"):
                self.fields[name].required = False
        self.names: dict[str, str] = {str(option.value): str(option.label) for option in pupils.pupils}
        for group in self.rows.values():
            for row in group:
                if isinstance(row, AsksForChild):
                    row.offer_children(pupils)

    def check_together(self) -> None:
        """No child twice: a role belongs to the case, and a child has one, also when it is bullied and joins in. Two
        of one name who were typed are told apart first."""
        times = Counter(same_child(child) for child, _role in self.people())
        bullied = {same_child(child) for child, role in self.people() if role in BULLIED}
        for group in reversed(self.rows.values()):
            for row in reversed(list(group)):
                child = getattr(row, "cleaned_data", {}).get("child")
                if child and times[same_child(child)] > 1:
                    times[same_child(child)] -= 1
                    sentence = TWICE_BULLIED if same_child(child) in bullied else TWICE
                    told = str(sentence) % {"name": name_of(child, self.names)}
                    if isinstance(child, TypedChild):
                        told = f"{told} {TWO_TYPED}"
                    row.add_error("first_name" if row.cleaned_data.get("first_name") else "pupil", told)
                    # The sentence stands at the row; this makes the form as a whole know.
                    self._errors.setdefault(group.name, self.error_class())

    @property
    def others_typed(self) -> bool:
        """Whether something stands in the part of the page that is folded."""
        return any(row[name].value() for row in self.rows["others"] for name in ("pupil", "role", "first_name"))

    def people(self) -> Iterator[tuple[UUID | TypedChild, Role]]:
        """The children with their roles, in the order of the page."""
        for row in self.cleaned_data["targets"]:
            yield row["child"], Role.BOTH if row["both"] else Role.TARGET
        for row in self.cleaned_data["instigators"]:
            if row["child"]:
                yield row["child"], Role.INSTIGATOR
        for row in self.cleaned_data["others"]:
            yield row["child"], row["role"]

    def all_told(self, today: date) -> str:
        """Everything that was filled in as one text, for where there is no field for who told it, when, and of whom."""
        typed = self.cleaned_data
        told = [typed["story"].strip()]
        if typed["reported_by"] != Report.By.COLLEAGUE:
            told.append(_("Dit vertelde: %(name)s.") % {"name": typed["reporter"]})
        if typed["reported_on"] != today:
            told.append(_("Dat was %(day)s.") % {"day": words.day(typed["reported_on"], today)})
        if names := [name for child, _role in self.people() if (name := name_of(child, self.names))]:
            told.append(_("Het ging om: %(names)s.") % {"names": words.listed(dict.fromkeys(names))})
        return "\n\n".join(told)

    def report(self) -> NewReport:
        """What was filled in, as the verb takes it."""
        typed = self.cleaned_data
        by_myself = typed["reported_by"] == Report.By.COLLEAGUE
        return NewReport(
            story=typed["story"],
            reported_by=typed["reported_by"],
            people=tuple(self.people()),
            reported_on=typed["reported_on"],
            reporter="" if by_myself else typed["reporter"],
            passed_on=by_myself or bool(typed["passed_on"]),
            story_kept_back=not by_myself and not typed["story_passed_on"],
            dangers=tuple(typed["dangers"]),
        )
