"""Colleagues are asked to watch, until a day (row S3h)."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.actions import recording
from kring.cases.foresight import after_finishing
from kring.web.forms import DayField, KringForm, LongText
from kring.web.kinds.told import AsDuty, FactLine, Look, Saying, Told, by_kind, times
from kring.web.kinds.written import written
from kring.web.road.place import Place


class ObserveForm(KringForm):
    watch_for = LongText(
        label=lazy("Waar letten collega’s op?"),
        hint=lazy("Waar, wanneer en op wie. Het hele team leest dit."),
        missing=lazy("Schrijf op waar collega’s op letten. Eén zin is genoeg."),
        rows=4,
    )
    until_on = DayField(label=lazy("Tot en met welke dag?"), not_past=True)


def until_next_evaluation(place: Place) -> Mapping[str, object]:
    """The day of the evaluation after this step, as far as it is known now; none before the talk.

    When that has passed: the first school day on which it can still be.
    """
    if place.task is None or not any(task.on for task in place.visit.tasks if task.duty.settles_date):
        return {}
    coming = after_finishing(place.file).current
    if coming is None or coming.due is None or coming.step.key == place.visit.step.key:
        return {}
    return {"until_on": coming.due.still_possible(place.held.today, place.file.calendar)}


# Asked with the plan itself (kring/web/duties/plan.py); here it is put right, or asked of a plan that went out without.
page = written(ObserveForm, recording.ask_observations, first_guess=until_next_evaluation)

KIND = Told(
    bodies.ObservationRequest,
    title=lazy("Collega’s gevraagd om op te letten"),
    titled=by_kind,
    line=lambda file, one: "",
    fields=lambda file, one, today: [
        FactLine(_("Waar collega’s op letten"), one.body.watch_for),
        FactLine(_("Tot en met"), words.day(one.fact.until_on, today) if one.fact.until_on else ""),
    ],
    look=Look.PLAIN,
    told_apart=False,
    correct=page,
    duty=AsDuty(
        page=page,
        button=lazy("Vragen"),
        counts=times,
        today=Saying("eye", lazy("Collega’s vragen"), lazy("Vraag collega’s om op te letten.")),
    ),
)
