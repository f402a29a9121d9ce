"""Writing up a talk: with one child, with both parties together or apart, or asking a child beforehand (S1a … S5a)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from kring import words
from kring.cases import bodies
from kring.cases.access import may_read_in_confidence
from kring.cases.actions.recording import record_talk
from kring.cases.case_file import CaseFile
from kring.cases.company import children_at
from kring.cases.models import Involved
from kring.cases.queries import TodayLine
from kring.cases.typed import FactOf
from kring.cases.verdicts import still_to_ask
from kring.cases.wording import feeling_in_words
from kring.protocol.progress import Task
from kring.protocol.terms import BULLIED, BULLIES, ROLES_OF, Duty, Whom, playing
from kring.reports.own_words import AtDoor, written_at_door
from kring.trail.verbs import Verb
from kring.web.forms import FormPage, Page
from kring.web.kinds.beside import beside_as_typed, beside_in_words
from kring.web.kinds.proposal import Proposal, proposal_for
from kring.web.kinds.talk_forms import (
    APART,
    NOBODY_STOPPED,
    TOGETHER,
    AskForm,
    CompanyTalkForm,
    SeparateTalkForm,
    TalkForm,
    feels_of,
)
from kring.web.kinds.told import AsDuty, FactLine, Look, Saying, Told, by_duty
from kring.web.kinds.verdict import asking
from kring.web.kinds.withdrawing import Withdrawing
from kring.web.request.noting import note
from kring.web.request.requests import StaffRequest
from kring.web.road.children import listed_names
from kring.web.road.names import about_words, name_of_child
from kring.web.road.not_now import not_now
from kring.web.road.place import Here, Place, as_kept

WOULD_NOT_SAY = 0


def page(request: StaffRequest, place: Place) -> Page:
    """The form for a talk, by whom it is meant for."""
    duty = place.duty
    if duty is None:
        raise TypeError("a talk belongs to a duty")
    children = children_at(place.file, duty, place.fact.about if place.fact else ())
    if not children:
        return not_now(
            request,
            place.held,
            because=_("Nog niet bekend is met welke leerling dit gesprek is. Voeg die eerst toe bij de mensen."),
        )
    asked = request.GET.get("kind", "")
    if request.method != "POST" and (shown := _child_first(request, place, children, asked)):
        return shown
    form_class = form_for(place, duty, children)
    confided = FactOf(place.fact, bodies.Talk).body.in_confidence if place.fact else ""
    reads = may_read_in_confidence(request.staff, place.case)
    if confided and reads and place.fact and request.method != "POST":
        note(request, Verb.CASE_CONFIDENCE_READ, case_id=place.case.pk, subject_id=place.fact.pk)
    proposal = proposal_for(place, duty, children) if duty.whom is Whom.EACH_OF_BOTH else None
    form_page = FormPage(
        form=form_class,
        template="kring/duties/talk.html",
        fields="kring/duties/talk_fields.html",
        verb=place.carried_out_by(record_talk),
        read=lambda fact: values_of(
            FactOf(fact, bodies.Talk),
            children,
            several=form_class is CompanyTalkForm,
            confided=reads and place.fact is not None,
        ),
        initial=_initial(place, children, form_class, proposal, asked=asked, by=request.staff.name),
        arguments={
            "place": place,
            "children": children,
            "kept": "" if reads else confided,
            "at_door": _at_door(place, children, form_class),
        },
        words={
            "who": place.file.name_of(children[0]) if len(children) == 1 else "",
            "proposal": proposal,
            "done": place.done,
        },
    )
    return place.completed(form_page, continues=False)


def _at_door(place: Place, children: Sequence[Involved], form_class: type[TalkForm]) -> list[AtDoor]:
    """What the children of this talk wrote themselves at the door; nothing where several are spoken with at once, or
    where a talk is put right."""
    if place.fact or not issubclass(form_class, SeparateTalkForm):
        return []
    return [one for one in written_at_door(place.file) if one.child in {child.pk for child in children}]


def _child_first(request: StaffRequest, place: Place, children: Sequence[Involved], asked: str) -> HttpResponse | None:
    """The page instead of the form, where a bullied child of this talk did not say itself yet whether it stopped; None
    when they did, or when the talk that was pointed at is with somebody else."""
    if place.duty is None or not place.duty.own_verdict or place.fact:
        return None
    first = [child for child in still_to_ask(place.file, place.visit) if child in children]
    others = [child for child in children if child not in first and child.role in playing(*ROLES_OF[place.duty.whom])]
    if not first or asked in {str(child.pk) for child in others}:
        return None
    return render(
        request,
        "kring/duties/child_first.html",
        {
            "here": Here(place),
            "first": asking(place.file, first),
            "others": [(place.file.name_of(child), f"{request.path}?kind={child.pk}") for child in others],
        },
    )


def _initial(
    place: Place,
    children: Sequence[Involved],
    form_class: type[TalkForm],
    proposal: Proposal | None,
    *,
    asked: str,
    by: str,
) -> dict[str, object]:
    """With whom the talk most likely was, and apart with one of them when a bullied child does not want the other."""
    guess = first_guess(place, children, form_class, asked=asked)
    if proposal is None:
        return {"with_whom": guess}
    if not proposal.against:
        return {"with_whom": guess, "led_by": by}
    return {"with_whom": guess[:1] if isinstance(guess, list) else guess, "together": APART, "led_by": by}


def form_for(place: Place, duty: Duty, children: Sequence[Involved]) -> type[TalkForm]:
    """Which of the forms above this duty takes."""
    if duty.whom is Whom.EACH_OF_BOTH or (duty.several_at_once and len(children) > 1):
        return CompanyTalkForm
    return AskForm if duty.asks_wish else SeparateTalkForm


def first_guess(place: Place, children: Sequence[Involved], form_class: type[TalkForm], *, asked: str) -> object:
    """With whom the talk most likely was; `asked` is the child whose talk was pointed at."""
    missing = place.task.missing if place.task else ()
    if form_class is CompanyTalkForm:
        if pointed := [child.pk for child in children if str(child.pk) == asked]:
            return pointed
        parties = [child.pk for child in children if child.role in BULLIED | BULLIES]
        return [pk for pk in parties if str(pk) in missing] or parties
    waiting = [child.pk for child in children if str(child.pk) in missing]
    return next((child.pk for child in children if str(child.pk) == asked), None) or next(iter(waiting), None)


def values_of(
    recorded: FactOf[bodies.Talk], children: Sequence[Involved], *, several: bool, confided: bool
) -> Mapping[str, object]:
    """The form's values of a talk that was written up; what was told in confidence only when `confided`."""
    fact, body = recorded.fact, recorded.body
    present = [child.pk for child in children if str(child.pk) in fact.about]
    answers = {key: WOULD_NOT_SAY if feels is None else feels for key, feels in body.feelings.items()}
    return {
        **as_kept(fact),
        "in_confidence": body.in_confidence if confided else "",
        "with_whom": present if several else next(iter(present), None),
        "together": TOGETHER if body.together else APART,
        "feels": next(iter(answers.values()), None),
        "stopped_by": body.stopped_by or NOBODY_STOPPED,
        **beside_as_typed(body.beside),
        **{feels_of(child): answers.get(str(child.pk)) for child in children},
    }


def _line(file: CaseFile, one: FactOf[bodies.Talk]) -> str:
    return about_words(file, one.fact.about)


def _fields(file: CaseFile, one: FactOf[bodies.Talk], today: date) -> Iterator[FactLine]:
    about, talk = one.fact.about, one.body
    yield FactLine(_("Met"), about_words(file, about))
    yield FactLine(_("Samen of apart"), _("Samen") if talk.together else _("Apart") if len(about) != 1 else "")
    yield FactLine(_("Waarom apart"), talk.apart_because)
    yield FactLine(_("Waarom toch samen"), talk.together_because)
    yield FactLine(_("Tweede naam"), _second_name(file, one))
    if talk.stopped_by:
        yield FactLine(_("Gestopt door"), name_of_child(file, talk.stopped_by))
    yield FactLine(_("Wie het leidde"), talk.led_by if talk.together else "")
    yield FactLine(_("Voelde die zich in staat"), _yes_or_no(talk.leader_able))
    yield FactLine(_("Was erbij wie het kind koos"), _yes_or_no(talk.beside_there))
    if talk.wants_together is not None:
        yield FactLine(_("Wil het gesprek samen"), _("Ja") if talk.wants_together else _("Nee, liever apart"))
    yield FactLine(_("Wie het kind erbij wil"), beside_in_words(talk.beside))
    yield FactLine(_("Wat er gezegd is"), talk.said)
    yield FactLine(_("In de woorden van het kind"), talk.own_words)
    yield FactLine(_("In vertrouwen gezegd"), talk.in_confidence, private=True)
    yield FactLine(_("Wie er nog bij was"), talk.also_present)
    for key, value in talk.feelings.items():
        yield FactLine(
            _("Hoe veilig voelt %(child)s zich?") % {"child": name_of_child(file, key)},
            words.capital(feeling_in_words(value)),
        )


def _second_name(file: CaseFile, one: FactOf[bodies.Talk]) -> str:
    """Whose second name stands under it, or that one is waited for; "" where none is asked."""
    if one.fact.pk in file.table.nameless:
        return _("Nog niet. Tot dan telt dit gesprek niet mee.")
    by = file.table.named_by(one.fact) if one.fact.outcome else None
    return by.by.name if by else ""


def _yes_or_no(answer: bool | None) -> str:
    return "" if answer is None else _("Ja") if answer else _("Nee")


def _asks(line: TodayLine, task: Task, day: str) -> str:
    """Who still has to be spoken with, who was already, and when it is not too late yet what to mind."""
    file = line.file
    missing = [child for child in file.everyone if str(child.pk) in task.missing]
    if not missing:
        return _("Er is nog niet bekend met wie dit gesprek is: kies eerst de leerling.")
    spoken = {key for talk in file.of(bodies.Talk, at=file.progress.last) for key in talk.fact.about}
    former = [child for child in file.people if str(child.pk) in spoken - set(task.missing)]
    names = {"names": listed_names(missing, file.names)}
    if any(talk.duty == task.duty.key and talk.place == file.progress.last.place for talk in file.table.waiting):
        return _("Het gezamenlijke gesprek wacht op een tweede naam. Of praat met %(names)s apart.") % names
    if line.late_by and not line.guideline:
        return _("Het gesprek met %(names)s moest %(day)s gedaan zijn.") % (names | {"day": day})
    still = _("Het gesprek met %(names)s komt nog.") % names
    if former:
        return _("Je sprak met %(former)s. %(still)s") % {"former": listed_names(former, file.names), "still": still}
    return still if line.late_by else f"{still} {_(task.duty.hint)}".strip()


KIND = Told(
    bodies.Talk,
    title=lazy("Gesprek"),
    titled=by_duty,
    line=_line,
    fields=_fields,
    look=Look.PLAIN,
    told_apart=True,
    correct=page,
    withdraw=Withdrawing(),
    duty=AsDuty(
        page=page,
        button=lazy("Vastleggen"),
        counts=lambda n: ngettext("%(n)s gesprek", "%(n)s gesprekken", n) % {"n": n},
        today=Saying("message-circle", lazy("Gesprek vastleggen"), _asks, says_when=True),
        agenda=lazy("Gesprek, zaak %(case)s: %(step)s"),
    ),
)
