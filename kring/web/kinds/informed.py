"""One call: the number, what to say about the own child, and right below it the form for what came of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions import informing
from kring.cases.bodies import Reached
from kring.cases.calling import script_for
from kring.cases.case_file import CaseFile, variation_of
from kring.cases.held import HeldCase
from kring.cases.models import Fact
from kring.cases.parents import child_of_talk
from kring.cases.queries import TodayLine
from kring.cases.told import waiting_proposal, was_told
from kring.cases.typed import FactOf, reading
from kring.cases.what_to_say import Script, who_calls
from kring.cases.wording import REACHED
from kring.protocol.progress import Task, Visit, VisitKey
from kring.protocol.terms import Kind
from kring.school.models import Custody, Guardianship, Relation
from kring.web.forms import FormPage, Option, Page
from kring.web.kinds import call_list
from kring.web.kinds.call_list import guardian_line, together_in_call, told_to
from kring.web.kinds.inform_form import InformForm
from kring.web.kinds.told import AsDuty, FactLine, Look, OneMore, Saying, Told, by_kind
from kring.web.kinds.withdrawing import Withdrawing
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.children import listed_names, targets_of
from kring.web.road.links import Go
from kring.web.road.names import about_words
from kring.web.road.not_now import not_now
from kring.web.road.place import Here, Place, as_kept, stood_in
from kring.web.way_in.doors import staff_page


@staff_page()
@case_form(Need.WRITE)
def inform(request: StaffRequest, held: HeldCase, guardianship_id: UUID) -> Page:
    """Call one guardian, and write up that they were told, were not reached, or are not told, and why."""
    file = held.file
    guardianship = guardianship_in(file, guardianship_id)
    visit, task = _visit_with(file, str(guardianship.pk), stood_in(request))
    trails = any(task is trailing for _visit, trailing in file.progress.trailing)
    if request.method != "POST" and (task is None or (visit is not file.progress.current and not trails)):
        return not_now(
            request,
            held,
            because=_("Ouders informeren is nu niet aan de beurt. Kijk op de zaak wat nu aan de beurt is."),
        )
    return form_for(request, Place(held, visit, task.duty if task else None), guardianship)


@staff_page()
@case_form(Need.WRITE, running=True)
def talk_between(request: StaffRequest, held: HeldCase, guardianship_id: UUID) -> Page:
    """Write up a talk with a guardian that no step asks for: in after-care, or because this parent called."""
    guardianship = guardianship_in(held.file, guardianship_id)
    return form_for(request, Place(held, held.file.progress.last), guardianship)


def correct(request: StaffRequest, place: Place) -> Page:
    """Put right what was written up about informing one guardian."""
    if place.fact is None:
        raise TypeError("there is nothing to correct")
    return form_for(request, place, guardianship_in(place.file, UUID(place.fact.about[0])))


def guardianship_in(file: CaseFile, guardianship_id: UUID) -> Guardianship:
    """The guardianship of a child of this case; 404 for any other."""
    if guardianship := file.guardianship(guardianship_id):
        return guardianship
    raise Http404


def _visit_with(file: CaseFile, guardian: str, stood: VisitKey | None) -> tuple[Visit, Task | None]:
    """Where this guardian is told: where the form stood, in the current step, in one that left it to be done, else the
    last that asked it."""
    asked = file.progress.telling(guardian, at=stood)
    if asked and stood in (None, asked[0].place):
        return asked
    visits = file.progress.visits
    for visit in sorted(reversed(visits), key=lambda visit: visit.place != stood):
        for task in visit.tasks:
            if task.duty.kind is Kind.INFORM_GUARDIANS:
                return visit, task
    return file.progress.last, None


def form_for(request: StaffRequest, place: Place, guardianship: Guardianship) -> Page:
    """The form for one guardian, beginning with what was written up before; without a duty it is a talk in between."""
    between = place.duty is None
    before = None if between else told_to(place, guardianship)
    told = place.fact or (before.fact if before else None)
    siblings, others = ([], []) if place.fact else together_in_call(place, guardianship)

    case_url, pages = Here(place).case_url, reverse("parent_copies", args=[place.case.pk])
    back = reverse("duty", args=[place.case.pk, place.duty.key]) if place.duty else pages
    stands = {"between": True} if between else {"at": place.visit.place}
    form_page = FormPage(
        form=InformForm,
        template="kring/duties/inform.html",
        verb=place.carried_out_by(informing.inform_guardian, guardianship_id=guardianship.pk, **stands),
        read=reading(bodies.Informed, values_of),
        arguments={
            "place": place,
            "custody": Custody(guardianship.custody),
            "together": _offered(place, siblings, others),
            "proposals": _proposals(place, [guardianship, *siblings, *others]),
            "between": between,
            "held": place.fact is None and guardianship.is_held_back(place.held.today),
        },
        words={
            "guardian": guardian_line(place, guardianship, request.staff),
            "plan_talk_url": _plan_talk_url(place, guardianship),
            "who_calls": who_calls(request.staff),
            "scripts": _scripts(place, [guardianship, *siblings]),
            "told": told,
            "back": back,
            "between": between,
        },
        initial={"also": [] if between else [one.pk for one in siblings], **_how(place, request)},
        seen=_newest_between(place) if between else _newest(place, told, [*siblings, *others]),
        to=lambda _fact: back if between or _more_to_tell(place) else case_url,
    )
    return place.completed(form_page, continues=False, in_any_step=between)


def _how(place: Place, request: StaffRequest) -> Mapping[str, object]:
    """How this person spoke to the last parent of this case: who calls five of them says it once."""
    mine = [one.body.channel for one in place.file.of(bodies.Informed) if one.fact.by_id == request.staff.pk]
    last = next((channel for channel in reversed(mine) if channel), "")
    return {"channel": last} if last in dict(variation_of(place.case).channels) else {}


def _plan_talk_url(place: Place, guardianship: Guardianship) -> str:
    """Where a talk with this guardian is planned; "" for one without custody, who is told on request only."""
    url = Here(place).plan_talk_url if guardianship.must_be_told else ""
    return f"{url}?{urlencode({'kind': guardianship.pk})}" if url else ""


def _newest(place: Place, told: Fact | None, together: Sequence[Guardianship]) -> Fact | None:
    """The newest fact about anybody of this call: the form has seen all of them."""
    theirs = [known.fact for one in together if (known := told_to(place, one))]
    return max([*theirs, *([told] if told else [])], key=lambda fact: fact.at, default=None)


def _newest_between(place: Place) -> Fact | None:
    """The newest talk in between of this step: the form has seen all of them."""
    here = [fact for fact in place.file.of_kind("informed") if fact.place == place.visit.place and not fact.duty]
    return place.fact or max(here, key=lambda fact: fact.at, default=None)


def _proposals(place: Place, links: Sequence[Guardianship]) -> list[str]:
    """What anybody of this call proposed and still waits for an answer, each once; with whose it is when it is not all
    of the parent the page is about."""
    texts = [(link.guardian, waiting_proposal(place.file, str(link.pk), place.fact)) for link in links]
    waits = [(guardian, text) for guardian, text in texts if text]
    hers = all(guardian == links[0].guardian for guardian, _text in waits)
    return list(dict.fromkeys(text if hers else f"{guardian.name}: {text}" for guardian, text in waits))


def _offered(place: Place, siblings: Sequence[Guardianship], others: Sequence[Guardianship]) -> list[Option]:
    return [
        *(Option(one.pk, _("Ook over %(child)s") % {"child": place.file.names[one.pupil_id]}) for one in siblings),
        *(Option(one.pk, _("Ook met %(name)s") % {"name": one.guardian.name}, _relation(one)) for one in others),
    ]


def _scripts(place: Place, links: Sequence[Guardianship]) -> list[Script]:
    """What to say, child by child. What is put right is put right from memory: nobody is on the phone. In between it is
    about what this parent comes with."""
    if place.fact or place.duty is None or links[0].is_held_back(place.held.today):
        return []
    return [script_for(place.file, link, place.visit, place.held.today) for link in links]


def _more_to_tell(place: Place) -> bool:
    """True when after this one there are other guardians to tell in this step."""
    asked = place.held.now.progress.asking(place.duty.key) if place.duty else None
    return asked is not None and not asked[1].settled


def values_of(recorded: FactOf[bodies.Informed]) -> Mapping[str, object]:
    """The form's values of what was written up about one guardian."""
    told = recorded.body
    on_request = told.on_request if told.reached is Reached.INFORMED else None
    refusal = {"refusal": told.because, "because": ""} if told.reached is Reached.DECLINED else {}
    return {**as_kept(recorded.fact), "on_request": on_request, **refusal}


def _line(file: CaseFile, one: FactOf[bodies.Informed]) -> str:
    aside = _("(op eigen verzoek)") if one.body.on_request else ""
    aside = _("(gezag niet bekend)") if one.body.custody_unknown else aside
    return f"{about_words(file, one.fact.about)}: {REACHED[one.body.reached].told} {aside}".rstrip()


def _fields(file: CaseFile, one: FactOf[bodies.Informed], today: date) -> Iterator[FactLine]:
    told = one.body
    channels = dict(variation_of(file.case).channels)
    yield FactLine(_("Wie"), words.capital(about_words(file, one.fact.about)))
    yield FactLine(_("Gelukt?"), words.capital(str(REACHED[told.reached].told)))
    yield FactLine(_("Hoe"), _(channels[told.channel]) if told.channel in channels else "")
    yield FactLine(_("Wat de ouder zei"), told.said)
    yield FactLine(_("Wat de ouder thuis merkt"), told.at_home)
    yield FactLine(_("Wat de ouder voorstelt"), told.proposed)
    yield FactLine(_("Vorige voorstel overgenomen?"), _taken_over(told))
    yield FactLine(_("Waarom niet"), told.because)
    yield FactLine(_("Verbiedt een gesprek met het kind"), _("Ja") if told.forbids_talk else "")
    yield FactLine(_("Wat de school wel doet"), told.done_anyway)
    yield FactLine(_("Waarom, terwijl het gezag niet bekend was"), told.custody_unknown)
    yield FactLine(_("Waarom, terwijl deze ouder nog niets zou horen"), told.too_early)
    yield FactLine(_("Zonder gezag"), _("Deze ouder vroeg er zelf om.") if told.on_request else "")


def _taken_over(told: bodies.Informed) -> str:
    if told.taken_over is None:
        return ""
    return _("Ja") if told.taken_over else _("Nee, want: %(why)s") % {"why": told.not_because}


def _missing(file: CaseFile, task: Task) -> list[Guardianship]:
    return [link for link in file.guardianships if str(link.pk) in task.missing]


def _title(file: CaseFile, task: Task) -> str:
    """`Ouders van Noor`: whose guardians are still to be told; when none is known by name, everybody it could be."""
    pupils = {link.pupil_id for link in _missing(file, task)}
    children = [child for child in file.people if child.pupil_id in pupils] or targets_of(file.people)
    return _("Ouders van %(names)s") % {"names": listed_names(children, file.names)}


def _asks(line: TodayLine, task: Task, day: str) -> str:
    """`Met vader is gesproken, met moeder nog niet.` Never a guardian's name: this page may be seen over a shoulder."""
    file = line.file
    missing = _missing(file, task)
    if not missing:
        return _("Van een leerling is nog geen ouder bekend. Vul dat aan, of vraag de {coordinator} om raad.")
    done_for = file.for_duty(*(line.trails or file.progress.last).place, task.duty.key)
    told = {key for fact in done_for if was_told(fact) for key in fact.about}
    pupils = {link.pupil_id for link in missing}
    if len(pupils) == 1:
        here = [link for link in file.guardianships if str(link.pk) in told and link.pupil_id in pupils]
        still = words.listed(_relation(link) for link in missing)
        if here:
            done = words.listed(_relation(link) for link in here)
            return _("Met %(done)s is gesproken, met %(still)s nog niet.") % {"done": done, "still": still}
        return _("Nog te spreken: %(who)s.") % {"who": still}
    who = words.listed(
        _("%(relation)s van %(name)s") % {"relation": _relation(link), "name": file.names[link.pupil_id]}
        for link in missing
    )
    return _("Nog te spreken: %(who)s.") % {"who": who}


def _relation(link: Guardianship) -> str:
    return str(Relation(link.relation).label).lower()


KIND = Told(
    bodies.Informed,
    title=lazy("Ouder geïnformeerd"),
    titled=by_kind,
    line=_line,
    fields=_fields,
    look=Look.PLAIN,
    told_apart=True,
    correct=correct,
    withdraw=Withdrawing(),
    leads_to=lambda file, one: (
        [Go(_("Samenvatting voor deze ouder"), reverse("talk_summary", args=[file.case.pk, one.fact.pk]))]
        if child_of_talk(file, one)
        else []
    ),
    duty=AsDuty(
        page=call_list.page,
        button=lazy("Bellijst"),
        counts=lambda n: ngettext("%(n)s keer gebeld of gesproken", "%(n)s keer gebeld of gesproken", n) % {"n": n},
        today=Saying("phone", lazy("Bellen"), _asks, title=_title, beside=lambda file, task: []),
        agenda=lazy("Oudergesprek, zaak %(case)s: %(step)s"),
        one_more=OneMore(lazy("Nog een oudergesprek"), "parent_copies"),
    ),
)
