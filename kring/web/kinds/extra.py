"""A duty of the school's own: once, or once for each child."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring.cases import bodies
from kring.cases.actions import recording
from kring.cases.company import children_of
from kring.cases.models import Involved
from kring.protocol.terms import Whom
from kring.web.forms import DayField, FormPage, KringForm, LongText, Page, PeopleChoice
from kring.web.kinds.told import AsDuty, Look, Saying, Told, by_duty, texts, times
from kring.web.kinds.written import PAGE
from kring.web.request.requests import StaffRequest
from kring.web.road.names import about_words
from kring.web.road.not_now import not_now
from kring.web.road.place import Place


class ExtraForm(KringForm):
    on = DayField(label=lazy("Wanneer was het?"), not_future=True, not_before_report=True, starts_today=True)
    about = PeopleChoice(label=lazy("Met wie?"), missing=lazy("Kies met welke leerling het was."))
    note = LongText(label=lazy("Wat is er gedaan?"), missing=lazy("Schrijf kort op wat er gedaan is."), rows=3)

    def __init__(self, *args: Any, place: Place, **options: Any) -> None:
        super().__init__(*args, **options)
        children = _asked(place)
        if not children:
            del self.fields["about"]
            return
        self.several("about").offer(place.option(child) for child in children)

    def for_verb(self) -> dict[str, Any]:
        return {**self.cleaned_data, "about": [str(pk) for pk in self.cleaned_data.get("about", ())]}


def _asked(place: Place) -> list[Involved]:
    """The children that the duty is for, and those of the fact that is put right; none when it is done once."""
    former = place.fact.about if place.fact else ()
    return children_of(place.file, place.duty, former) if place.duty and place.duty.whom is not Whom.ONCE else []


def page(request: StaffRequest, place: Place) -> Page:
    duty = place.duty
    if duty is None:
        raise TypeError("the school's own duty is a duty")

    for_each = duty.whom is not Whom.ONCE
    if for_each and not _asked(place):
        return not_now(
            request,
            place.held,
            because=_("Nog niet bekend is voor welke leerling dit is. Voeg die eerst toe bij de mensen."),
        )
    missing = place.task.missing if place.task else ()
    form_page = FormPage(
        form=ExtraForm,
        verb=place.carried_out_by(recording.do_extra),
        initial={"about": list(missing)},
        arguments={"place": place},
        template=PAGE,
        words={
            "done": place.done if for_each else [],
        },
    )
    return place.completed(form_page, continues=not (for_each and missing))  # what was done for one child stays done


KIND = Told(
    bodies.Extra,
    title=lazy("Extra taak"),
    titled=by_duty,
    line=lambda file, one: about_words(file, one.fact.about),
    fields=texts(bodies.Extra, note=lazy("Wat er gedaan is")),
    look=Look.PLAIN,
    told_apart=True,
    correct=page,
    duty=AsDuty(
        page=page,
        button=lazy("Vastleggen"),
        counts=times,
        today=Saying("square-pen", lazy("Vastleggen"), lambda line, task, day: f"{_(task.duty.title)}."),
    ),
)
