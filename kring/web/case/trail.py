"""The trail of one case in words: who did or saw what, when. For coordinator and head."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kring import words
from kring.cases.access import Need
from kring.cases.bodies import KINDS
from kring.cases.case_file import CaseFile, read_case_file
from kring.cases.queries import QUESTION
from kring.cases.saying import step_told
from kring.cases.wording import Form, role_in_words
from kring.names.persons import named
from kring.protocol.terms import Role, total
from kring.school.models import StaffMember
from kring.trail.models import TrailLine
from kring.trail.verbs import Verb, WhyShown
from kring.web.case.overview import head_of
from kring.web.kinds import told
from kring.web.request.requests import StaffRequest
from kring.web.road.names import name_of_child
from kring.web.road.trail_moments import Line, by_day
from kring.web.way_in.doors import case_or_404, staff_page

PAGE = 300

SAYS = {
    Verb.CASE_OPENED: gettext_lazy("opende de zaak"),
    Verb.CASE_JOINED: gettext_lazy("voegde een melding toe"),
    Verb.CASE_READ: gettext_lazy("las in de zaak"),
    Verb.CASE_OVERSEEN: gettext_lazy("zag in het overzicht hoe veilig de kinderen zich voelen"),
    Verb.CASE_SEEN_TO_RUN: gettext_lazy("zag bij een melding dat deze zaak loopt"),
    Verb.REPORT_READ: gettext_lazy("las de eigen melding, en wat ermee gebeurt"),
    Verb.REPORT_PASSED_ON: gettext_lazy("gaf door wat er bij een melding is verteld"),
    Verb.CASE_SHOWN: gettext_lazy("opende de zaak buiten de schermen om: %(why)s"),
    Verb.CASE_CONFIDENTIAL_READ: gettext_lazy("las de notities over thuis"),
    Verb.CASE_CONFIDENCE_READ: gettext_lazy("las wat in vertrouwen is verteld"),
    Verb.CASE_OWNER_CHANGED: gettext_lazy("droeg de zaak over aan %(who)s"),
    Verb.CASE_STAND_IN_SET: gettext_lazy("koos als vervanger: %(who)s"),
    Verb.CASE_CLOSED: gettext_lazy("sloot de zaak"),
    Verb.CASE_REOPENED: gettext_lazy("heropende de zaak"),
    Verb.FACT_RECORDED: gettext_lazy("legde vast: %(what)s"),
    Verb.FACT_CORRECTED: gettext_lazy("verbeterde: %(what)s"),
    Verb.PROMISE_TOLD: gettext_lazy("vertelde of een belofte is nagekomen"),
    Verb.DUTY_WAIVED: gettext_lazy("besloot dat iets niet hoeft: %(duty)s"),
    Verb.DUTY_TAKEN_UP: gettext_lazy("pakt op: %(duty)s"),
    Verb.STEP_FINISHED: gettext_lazy("maakte een stap af: %(step)s"),
    Verb.PLAN_ISSUED: gettext_lazy("deelde het plan, versie %(number)s"),
    Verb.PLAN_ATTACHED: gettext_lazy("stuurde versie %(number)s van het plan als bijlage, aan %(copies)s collega’s"),
    Verb.PLAN_READ: gettext_lazy("las het plan, versie %(number)s"),
    Verb.PLAN_PRINTED: gettext_lazy("maakte een pdf van het plan, versie %(number)s"),
    Verb.PARENT_COPY_RELEASED: gettext_lazy("gaf een ouderversie van het plan vrij"),
    Verb.PARENT_COPY_PRINTED: gettext_lazy("drukte een ouderversie van het plan af"),
    Verb.SUMMARY_PRINTED: gettext_lazy("drukte de samenvatting van een gesprek met een ouder af"),
    Verb.PERSON_ADDED: gettext_lazy("voegde %(child)s toe: %(role)s"),
    Verb.PERSON_LEFT: gettext_lazy("haalde %(child)s uit de zaak"),
    Verb.PERSON_RECOGNISED: gettext_lazy("zei welke leerling uit de lijst dit is: %(child)s"),
    Verb.PERSON_ROLE_CHANGED: gettext_lazy("veranderde de rol van %(child)s: %(role)s"),
    Verb.GUARDIAN_PHONE_ADDED: gettext_lazy("voegde het telefoonnummer van een ouder toe"),
    Verb.STAFF_EXCLUDED: gettext_lazy("sloot %(who)s uit"),
    Verb.STAFF_KEPT_OUT: gettext_lazy("hield %(who)s hier ook buiten, net als bij een andere zaak"),
    Verb.STAFF_INCLUDED: gettext_lazy("gaf %(who)s toegang"),
}
"""What each line says after the name. A verb that is not in it concerns no case."""

WHY_SHOWN = total(
    {
        WhyShown.FAULT: gettext_lazy("er werd naar een fout gezocht"),
        WhyShown.ASKED: gettext_lazy("de school vroeg erom"),
    },
    WhyShown,
)

DONE = "gedaan"

READING = frozenset(
    {
        Verb.CASE_READ,
        Verb.CASE_OVERSEEN,
        Verb.CASE_SEEN_TO_RUN,
        Verb.REPORT_READ,
        Verb.PLAN_READ,
        Verb.PLAN_PRINTED,
        Verb.PARENT_COPY_PRINTED,
        Verb.SUMMARY_PRINTED,
        Verb.CASE_CONFIDENTIAL_READ,
        Verb.CASE_CONFIDENCE_READ,
    }
)


@require_safe
@staff_page()
def trail(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The newest day first; `?tot=` goes on before the line with that number, `?wat=gedaan` leaves out who read."""
    case = case_or_404(request, case_id, Need.READ_TRAIL)
    file = read_case_file(case)
    before = request.GET.get("tot", "")
    about = StaffMember.objects.filter(school=case.school_id, pk=OuterRef("subject_id"))
    lines = TrailLine.objects.of_case(case.pk).select_related("by").annotate(whom=Subquery(about.values("name")))
    if before:
        if not (before.isascii() and before.isdigit() and len(before) < 16):
            raise Http404
        lines = lines.filter(id__lt=int(before))
    done_only = request.GET.get("wat") == DONE
    if done_only:
        lines = lines.exclude(verb__in=READING)
    found = list(lines.order_by("-id")[: PAGE + 1])
    shown = found[:PAGE]
    return render(
        request,
        "kring/case/trail.html",
        {
            **head_of(file),
            "days": by_day(_said(file, shown), request.today),
            "done_only": done_only,
            "done": DONE,
            "older": str(shown[-1].pk) if len(found) > PAGE else "",
        },
    )


def _said(file: CaseFile, lines: Sequence[Any]) -> Iterable[Line]:
    named(*(line.whom for line in lines if line.whom))
    for line in lines:
        verb = Verb(line.verb)
        if verb not in SAYS:
            continue
        yield Line(
            at=line.at,
            who=line.by.name if line.by else _("Kring"),
            what=str(SAYS[verb]) % _values(file, line),
            reads=verb in READING,
        )


def _values(file: CaseFile, line: Any) -> dict[str, object]:
    """What the sentence of this line may need; the trail itself holds only keys."""
    detail = line.detail
    kind, step = str(detail.get("kind", "")), str(detail.get("step", ""))
    role = str(detail.get("role", ""))
    return {
        "why": WHY_SHOWN[WhyShown(str(detail["reason"]))] if "reason" in detail else "",
        "who": line.whom or _("niemand"),
        "what": words.lower_first(str(told(kind).title)) if kind in KINDS else kind,
        "duty": _duty(file, str(detail.get("duty", ""))),
        "step": step_told(file, step, int(detail.get("round", 1)), Form.IN_SENTENCE) if step else "",
        "number": detail.get("number", ""),
        "copies": detail.get("copies", ""),
        "child": name_of_child(file, str(line.subject_id)),
        "role": role_in_words(role) if role in set(Role) else "",
    }


def _duty(file: CaseFile, key: str) -> str:
    """The title of the duty with this key, in whatever step."""
    if key == QUESTION:
        return _("de vraag van de stap")
    titles = (_(duty.title) for step in file.protocol.steps for duty in step.every_duty() if duty.key == key)
    return words.lower_first(next(titles, key))
