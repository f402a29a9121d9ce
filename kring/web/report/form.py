"""The form of a report: one page, under a minute."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring import words
from kring.cases.actions.change import LONGEST_LOOK_BACK
from kring.cases.actions.opening import NewReport
from kring.cases.bodies import Danger
from kring.cases.models import Report
from kring.cases.wording import DANGERS
from kring.protocol.terms import Role
from kring.web.forms import Choice, DayField, Option, Row, Rows, Several, ShortText, YesNo
from kring.web.report.named import NOT_LISTED_ROW, UNKNOWN, NamesChildren
from kring.web.road.cards import ChipOne
from kring.web.road.finding import ChildChips
from kring.web.road.typing import TypesChild

TODAY, YESTERDAY, EARLIER = "today", "yesterday", "earlier"


class OtherRow(TypesChild, Row):
    """A child who joins in or saw it, and is not in the list."""

    role = Choice(
        label=gettext_lazy("Wat doet deze leerling?"),
        options=(
            Option(Role.FOLLOWER.value, gettext_lazy("Pest mee")),
            Option(Role.WITNESS.value, gettext_lazy("Ziet het")),
        ),
        coerce=Role,
        widget=ChipOne(),
    )


class ReportForm(NamesChildren):
    """Whether there is danger, about whom it is, what happened, when and where, and who tells it.

    `nameless` says who told it at a door, where nobody knows more: then nothing is asked about who it was.
    """

    dangers = Several(
        label=gettext_lazy("Is er nu gevaar?"),
        hint=gettext_lazy("Zet een vinkje bij wat past. Past er niets? Laat het leeg."),
        options=tuple(Option(sign.value, label, hint) for sign, (label, hint) in DANGERS.items()),
        coerce=Danger,
        required=False,
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
    others = Rows(OtherRow, title=NOT_LISTED_ROW, more=gettext_lazy("Nog een kind typen"), at_most=12)
    reported_on = DayField(label=gettext_lazy("Wanneer is het gemeld?"), not_future=True)
    finds = ("bullied", "bullies", "joined", "saw")
    typed_in = {**NamesChildren.typed_in, "joined": "others-0-", "saw": "others-0-"}
    beside = (("joined", Role.FOLLOWER), ("saw", Role.WITNESS))
    in_page_order = (
        *("dangers", "bullied", "targets", "bullies", "instigators", "joined", "saw", "others"),
        *("story", "when", "happened_on", "place", "reported_by"),
    )

    def __init__(self, *args: Any, nameless: str = "", **options: Any) -> None:
        initial = {
            "reported_by": Report.By.COLLEAGUE.value,
            "reported_on": options["today"],
            "story_passed_on": True,
        }
        options["initial"] = initial | dict(options.get("initial") or {})
        super().__init__(*args, **options)
        self.nameless = nameless
        if nameless:
            del self.fields["reporter"], self.fields["passed_on"]
        if self.data.get("reported_by", "") == Report.By.COLLEAGUE:
            # Asked only when somebody else told it; until then they stand folded on the page.
            for name in {"reporter", "passed_on", "story_passed_on"} & self.fields.keys():
                self.fields[name].required = False
        self.day("happened_on").not_before(
            self.today - LONGEST_LOOK_BACK, _("Deze dag is meer dan een jaar geleden. Klopt het jaar?")
        )

    def needed(self) -> dict[str, bool]:
        return {"happened_on": self.sent("when") == EARLIER}

    @property
    def unfolded(self) -> dict[str, bool]:
        """The parts of the page that are folded until something stands in them."""
        typed = {name: self._rows_typed(name) for name in self.rows}
        return typed | {
            "danger": bool(self["dangers"].value()),
            "doing": self._says_who_does_it(),
            "more_children": typed["others"] or any(self._says(name) for name in ("joined", "saw")),
            "joined": self._says("joined") or not self._says("saw"),
            "saw": self._says("saw"),
            "told": bool(self["reported_on"].errors)
            or str(self["reported_on"].value()) != str(self.today)
            or self["reported_by"].value() != Report.By.COLLEAGUE,
        }

    def _says(self, name: str) -> bool:
        """Whether something was tapped or typed in this list, or is wrong with it."""
        return bool(self[name].value() or self[name].errors or self.asked(name))

    @property
    def happened(self) -> date | None:
        """The day on which it happened; None where that is not known."""
        typed = self.cleaned_data
        days = {TODAY: self.today, YESTERDAY: self.today - timedelta(days=1), EARLIER: typed.get("happened_on")}
        return days.get(typed.get("when") or UNKNOWN)

    def told_by(self, today: date) -> list[str]:
        typed, told = self.cleaned_data, []
        if typed["reported_by"] != Report.By.COLLEAGUE:
            told.append(_("Dit vertelde: %(name)s.") % {"name": self.nameless or typed["reporter"]})
        if typed["reported_on"] != today:
            told.append(_("Dat was %(day)s.") % {"day": words.day(typed["reported_on"], today)})
        return told

    def report(self) -> NewReport:
        """What was filled in, as the verb takes it."""
        typed = self.cleaned_data
        by_myself = typed["reported_by"] == Report.By.COLLEAGUE
        return NewReport(
            story=typed["story"],
            reported_by=typed["reported_by"],
            people=tuple(self.people()),
            reported_on=typed["reported_on"],
            reporter="" if by_myself else self.nameless or typed["reporter"],
            passed_on=by_myself or bool(self.nameless or typed["passed_on"]),
            story_kept_back=not by_myself and not typed["story_passed_on"],
            dangers=tuple(typed["dangers"]),
            happened_on=self.happened,
            place=typed["place"] or "",
        )
