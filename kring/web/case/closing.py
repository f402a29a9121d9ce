"""Letting a duty go, closing a case, looking back, and opening it again (decisions 4, 5 and 10)."""

from typing import Any

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring import words
from kring.cases.access import Need
from kring.cases.actions import closing as verbs
from kring.cases.actions.closing import may_close
from kring.cases.against import against_a_child, objections
from kring.cases.case_file import CaseFile
from kring.cases.held import HeldCase
from kring.cases.saying import step_told
from kring.cases.verdicts import still_to_ask
from kring.cases.wording import Form
from kring.protocol.progress import reopenings
from kring.protocol.terms import Ending
from kring.web.case.overview import head_of
from kring.web.forms import Choice, DayField, FormPage, KringForm, LongText, Option, Page, YesNo, by_field
from kring.web.kinds.verdict import asking, verdict_rows
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.place import standing_in
from kring.web.way_in.doors import staff_page


class CloseForm(KringForm):
    """Why the case can be closed. What the child says of it, it says itself."""

    reason = LongText(
        label=gettext_lazy("Waarom kan de zaak worden afgesloten?"),
        missing=gettext_lazy("Schrijf op waarom de zaak afgesloten kan worden."),
        rows=4,
    )
    although = LongText(
        label=gettext_lazy("Waarom toch, ondanks wat hierboven staat?"),
        hint=gettext_lazy("De {coordinator} en de directeur lezen mee."),
        missing=gettext_lazy("Schrijf op waarom je dit toch kiest, ondanks wat hierboven staat."),
        rows=3,
    )
    check_on = DayField(
        label=gettext_lazy("Wanneer vraag je nog eens na?"),
        hint=gettext_lazy("Kring zet het die dag op Vandaag. Valt die dag op een vrije dag, dan de schooldag erna."),
        required=False,
        not_past=True,
    )

    def __init__(self, *args: Any, against: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not against:
            del self.fields["although"]


@staff_page()
@case_form(Need.WRITE)
def close(request: StaffRequest, held: HeldCase) -> Page:
    """Close the case; to those who may not, the page says who can."""
    file = held.file
    position = file.progress
    if position.current is None and request.method != "POST":
        raise Http404
    ends_as = position.ends_as
    context = {
        **head_of(file),
        "ends_as": ends_as,
        "warning": _still_to_do(file, ends_as),
        "not_heard": asking(file, still_to_ask(file, position.last)) if ends_as is not Ending.TEASING else [],
        "rows": verdict_rows(file, request.today),
        "against": [one.text for one in objections(file)],
        "only_head": against_a_child(file),
        "danger_url": reverse("call_now", args=[held.case.pk]) if held.case.danger_since else "",
    }
    if position.current is not None and not may_close(request.staff, file):
        if request.method == "POST":
            raise Http404
        return render(request, "kring/case/close_elsewhere.html", context)

    return FormPage(
        form=CloseForm,
        verb=by_field(verbs.close_case, case_id=held.case.pk),
        to=reverse("case", args=[held.case.pk]),
        said=_("De zaak is afgesloten."),
        template="kring/case/close.html",
        words=context,
        stands=standing_in(position.last),
        arguments={"against": bool(context["against"])},
    )


class MistakeForm(KringForm):
    reason = LongText(
        label=gettext_lazy("Wat is er misgegaan?"),
        hint=gettext_lazy("Bijvoorbeeld: de melding ging over andere kinderen."),
        missing=gettext_lazy("Schrijf op wat er is misgegaan."),
        rows=3,
    )


@staff_page()
@case_form(Need.LEAD)
def close_by_mistake(request: StaffRequest, held: HeldCase) -> Page:
    """End a case that should never have been opened. Coordinator and head."""
    if held.file.progress.current is None and request.method != "POST":
        raise Http404
    return FormPage(
        form=MistakeForm,
        verb=by_field(verbs.close_by_mistake, case_id=held.case.pk),
        to=reverse("put_right", args=[held.case.pk]),
        said=_("De zaak is afgesloten als vergissing."),
        template="kring/case/mistake.html",
        words=head_of(held.file),
    )


def _still_to_do(file: CaseFile, ends_as: Ending) -> str:
    """That the protocol is not through yet, when it is not."""
    current = file.progress.current
    if current is None or ends_as is not Ending.OTHERWISE:
        return ""
    step = step_told(file, current.step.key, current.round, Form.IN_SENTENCE)
    return _("Het protocol is nog niet klaar: de zaak staat in %(step)s.") % {"step": step}


class CheckForm(KringForm):
    quiet = YesNo(
        label=gettext_lazy("Is het rustig gebleven?"),
        yes=gettext_lazy("Ja, het gaat goed"),
        no=gettext_lazy("Nee, het is terug"),
        hint=gettext_lazy("Bij nee gaat de zaak meteen weer open."),
    )
    note = LongText(
        label=gettext_lazy("Wat hoorde je?"),
        hint=gettext_lazy("Vraag het in elk geval aan het kind dat er last van had."),
        missing=gettext_lazy("Schrijf kort op wat je hoorde."),
        rows=3,
    )


@staff_page()
@case_form(Need.WRITE, with_school=True)
def check_back(request: StaffRequest, held: HeldCase) -> Page:
    """Look back on the day that was set at closing."""
    file = held.file
    check_on = file.progress.check_on
    if check_on is None and request.method != "POST":
        raise Http404

    return FormPage(
        form=CheckForm,
        verb=by_field(verbs.check_back, case_id=held.case.pk),
        to=reverse("case", args=[held.case.pk]),
        said=lambda fact: (
            _("De navraag is bewaard.") if fact.body.quiet else _("De navraag is bewaard. De zaak is weer open.")
        ),
        template="kring/case/check_back.html",
        words={
            **head_of(file),
            "planned": _("De navraag was afgesproken voor %(day)s.") % {"day": words.near_day(check_on, request.today)}
            if check_on
            else "",
        },
        stands=standing_in(file.progress.last),
    )


class ReopenForm(KringForm):
    to = Choice(label=gettext_lazy("Waar gaat de zaak verder?"), missing=gettext_lazy("Kies waar de zaak verdergaat."))
    reason = LongText(
        label=gettext_lazy("Waarom gaat de zaak weer open?"),
        missing=gettext_lazy("Schrijf op waarom de zaak weer opengaat."),
        rows=3,
    )


@staff_page()
@case_form(Need.LEAD, with_school=True)
def reopen(request: StaffRequest, held: HeldCase) -> Page:
    """Open a closed case again. Coordinator and head."""
    file = held.file
    if file.progress.closed_on is None and request.method != "POST":
        raise Http404
    options = [
        Option(one.step, step_told(file, one.step), _(one.hint)) for one in reopenings(file.protocol, file.progress)
    ]

    return FormPage(
        form=ReopenForm,
        verb=by_field(verbs.reopen, case_id=held.case.pk),
        to=reverse("case", args=[held.case.pk]),
        said=_("De zaak is weer open."),
        template="kring/case/reopen.html",
        words=head_of(file),
        offers={"to": options},
        initial={"to": options[0].value} if len(options) == 1 else {},
        stands=standing_in(file.progress.last),
    )
