"""The form of a report: one page, under a minute."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring import words
from kring.cases.actions.change import LONGEST_LOOK_BACK
from kring.cases.actions.opening import NewReport
from kring.cases.bodies import Danger
from kring.cases.models import Report
from kring.cases.wording import DANGERS, PLACES_TO_TAP
from kring.protocol.terms import BULLIED, Role
from kring.school.typed import TypedChild, same_child
from kring.web.forms import Choice, DayField, LongText, Option, Row, Rows, Several, ShortText, Tick, YesNo
from kring.web.road.cards import ChipOne
from kring.web.road.finding import ChildChips, FindsChildren
from kring.web.road.options import options as options_of
from kring.web.road.typing import TypesChild, name_of

TWICE = gettext_lazy("%(name)s staat er twee keer in. Kies voor ieder kind één rol.")
TWICE_BULLIED = gettext_lazy(
    "%(name)s staat er twee keer in. Wordt dit kind gepest en pest het ook? Zeg dat dan bij ‘Wie wordt er gepest?’, en "
    "haal het hier weg."
)

TWO_TYPED = gettext_lazy("Zijn het twee kinderen? Vul dan bij een van de twee de achternaam of de groep in.")


AT_ALL = gettext_lazy("Kies om welke leerling het gaat: wie wordt er gepest?")
BOTH_LISTS = gettext_lazy("%(name)s staat ook bij wie gepest wordt of pest. Kies voor ieder kind één rol.")

NOT_LISTED_ROW = gettext_lazy("Een kind dat niet in de lijst staat")
TODAY, YESTERDAY, EARLIER, UNKNOWN = "today", "yesterday", "earlier", ""


class TargetRow(TypesChild, Row):
    """A child who is bullied and is not in the list."""

    both = Tick(label=gettext_lazy("Dit kind pest ook"))


class InstigatorRow(TypesChild, Row):
    """A child who does it and is not in the list."""


class OtherRow(TypesChild, Row):
    """A child who joins in or saw it, and is not in the list."""

    role = Choice(
        label=gettext_lazy("Wat deed deze leerling?"),
        options=(
            Option(Role.FOLLOWER.value, gettext_lazy("Deed mee")),
            Option(Role.WITNESS.value, gettext_lazy("Zag het")),
        ),
        coerce=Role,
        widget=ChipOne(),
    )


class ReportForm(FindsChildren):
    """Whether there is danger, about whom it is, what happened, when and where, and who tells it."""

    dangers = Several(
        label=gettext_lazy("Is er nu gevaar?"),
        hint=gettext_lazy("Zet een vinkje bij wat past. Past er niets? Laat het leeg."),
        options=tuple(Option(sign.value, label, hint) for sign, (label, hint) in DANGERS.items()),
        coerce=Danger,
        required=False,
    )
    bullied = ChildChips(label=gettext_lazy("Wie wordt er gepest?"))
    bullies = ChildChips(
        label=gettext_lazy("Wie doet het?"),
        hint=gettext_lazy("Nog niet bekend? Laat het leeg."),
    )
    joined = ChildChips(label=gettext_lazy("Wie pest mee?"))
    saw = ChildChips(label=gettext_lazy("Wie ziet het?"))
    when = Choice(
        label=gettext_lazy("Wanneer gebeurde het?"),
        options=(
            Option(TODAY, gettext_lazy("Vandaag")),
            Option(YESTERDAY, gettext_lazy("Gisteren")),
            Option(EARLIER, gettext_lazy("Eerder")),
            Option(UNKNOWN, gettext_lazy("Onbekend")),
        ),
        widget=ChipOne(),
        required=False,
    )
    happened_on = DayField(
        label=gettext_lazy("Op welke dag?"), not_future=True, missing=gettext_lazy("Vul in op welke dag het gebeurde.")
    )
    place = Choice(
        label=gettext_lazy("Waar gebeurde het?"),
        options=(*options_of(PLACES_TO_TAP), Option(UNKNOWN, gettext_lazy("Onbekend"))),
        widget=ChipOne(),
        required=False,
    )

    reported_by = Choice(
        label=gettext_lazy("Wie meldt het?"),
        options=(
            Option(Report.By.COLLEAGUE.value, gettext_lazy("Ik zelf")),
            Option(Report.By.PUPIL.value, gettext_lazy("Een leerling")),
            Option(Report.By.GUARDIAN.value, gettext_lazy("Een ouder of verzorger")),
        ),
        coerce=Report.By,
        widget=ChipOne(),
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
        TargetRow,
        title=NOT_LISTED_ROW,
        more=gettext_lazy("Nog een kind typen"),
        at_most=8,
    )
    instigators = Rows(InstigatorRow, title=NOT_LISTED_ROW, more=gettext_lazy("Nog een kind typen"), at_most=12)
    others = Rows(OtherRow, title=NOT_LISTED_ROW, more=gettext_lazy("Nog een kind typen"), at_most=12)
    story = LongText(
        label=gettext_lazy("Wat is er gebeurd?"),
        hint=gettext_lazy("Kort, en zo letterlijk als je nog weet."),
        missing=gettext_lazy("Schrijf kort op wat er gemeld is. Een paar zinnen is genoeg."),
        rows=4,
    )
    reported_on = DayField(label=gettext_lazy("Wanneer is het gemeld?"), not_future=True)
    finds = ("bullied", "bullies", "joined", "saw")
    typed_in = {"bullied": "targets-0-", "bullies": "instigators-0-", "joined": "others-0-", "saw": "others-0-"}
    in_page_order = (
        *("dangers", "bullied", "targets", "bullies", "instigators", "joined", "saw", "others"),
        *("story", "when", "happened_on", "place", "reported_by"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        initial = {
            "reported_by": Report.By.COLLEAGUE.value,
            "reported_on": options["today"],
            "story_passed_on": True,
        }
        options["initial"] = initial | dict(options.get("initial") or {})
        super().__init__(*args, **options)
        if self.data.get("reported_by", "") == Report.By.COLLEAGUE:
            # Asked only when somebody else told it; until then they stand folded on the page.
            for name in ("reporter", "passed_on", "story_passed_on"):
                self.fields[name].required = False
        self.day("happened_on").not_before(
            self.today - LONGEST_LOOK_BACK, _("Deze dag is meer dan een jaar geleden. Klopt het jaar?")
        )
        for group in self.rows.values():
            for row in group:
                if isinstance(row, TypesChild):
                    row.offer_typed(self.pupils)

    def needed(self) -> dict[str, bool]:
        return {"happened_on": self.sent("when") == EARLIER}

    def check_together(self) -> None:
        """No child twice: a role belongs to the case, and a child has one, also when it is bullied and joins in. Two
        of one name who were typed are told apart first."""
        times = Counter(same_child(child) for child, _role in self.people())
        bullied = {same_child(child) for child, role in self.people() if role in BULLIED}
        if not bullied:
            self.add_error("bullied", AT_ALL)
        for group in reversed(self.rows.values()):
            for row in reversed(list(group)):
                child = getattr(row, "cleaned_data", {}).get("child")
                if child and times[same_child(child)] > 1:
                    times[same_child(child)] -= 1
                    sentence = TWICE_BULLIED if same_child(child) in bullied else TWICE
                    told = str(sentence) % {"name": name_of(child, self.names)}
                    if isinstance(child, TypedChild):
                        told = f"{told} {TWO_TYPED}"
                    row.add_error("first_name", told)
                    # The sentence stands at the row; this makes the form as a whole know.
                    self._errors.setdefault(group.name, self.error_class())
        for name in reversed(self.finds):
            for child in self.cleaned_data.get(name) or ():
                if times[child] > 1:
                    times[child] -= 1
                    self.add_error(name, BOTH_LISTS % {"name": name_of(child, self.names)})

    def _rows_typed(self, name: str) -> bool:
        group = self.rows[name]
        return group.wants_more or any(
            row.is_typed or ("role" in row.fields and row["role"].value())
            for row in group
            if isinstance(row, TypesChild)
        )

    @property
    def unfolded(self) -> dict[str, bool]:
        """The parts of the page that are folded until something stands in them."""
        typed = {name: self._rows_typed(name) for name in self.rows}
        return typed | {
            "danger": bool(self["dangers"].value()),
            "more_children": typed["others"]
            or any(self[name].value() or self[name].errors or self.asked(name) for name in ("joined", "saw")),
            "told": bool(self["reported_on"].errors)
            or str(self["reported_on"].value()) != str(self.today)
            or self["reported_by"].value() != Report.By.COLLEAGUE,
        }

    def people(self) -> Iterator[tuple[UUID | TypedChild, Role]]:
        """The children with their roles, in the order of the page. Who stands in both of the first lists has both
        parts."""
        tapped = {name: self.cleaned_data.get(name) or () for name in self.finds}
        for child in tapped["bullied"]:
            yield child, Role.BOTH if child in tapped["bullies"] else Role.TARGET
        for row in self.cleaned_data["targets"]:
            yield row["child"], Role.BOTH if row["both"] else Role.TARGET
        for child in tapped["bullies"]:
            if child not in tapped["bullied"]:
                yield child, Role.INSTIGATOR
        for row in self.cleaned_data["instigators"]:
            yield row["child"], Role.INSTIGATOR
        for name, role in (("joined", Role.FOLLOWER), ("saw", Role.WITNESS)):
            for child in tapped[name]:
                yield child, role
        for row in self.cleaned_data["others"]:
            yield row["child"], row["role"]

    @property
    def happened(self) -> date | None:
        """The day on which it happened; None where that is not known."""
        typed = self.cleaned_data
        days = {TODAY: self.today, YESTERDAY: self.today - timedelta(days=1), EARLIER: typed.get("happened_on")}
        return days.get(typed.get("when") or UNKNOWN)

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
            happened_on=self.happened,
            place=typed["place"] or "",
        )
