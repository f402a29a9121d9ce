"""What a teacher writes down in a step: talks, incidents, severity, the problem, and the other duties by kind."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from kring import words
from kring.cases import bodies, letters
from kring.cases.access import Need, require
from kring.cases.actions.alarming import tell_of_danger
from kring.cases.actions.change import LONGEST_LOOK_BACK, Change, changing, check_children, check_day, check_day_in_case
from kring.cases.actions.hearing import must_be_heard
from kring.cases.actions.joint import check_beside, check_table
from kring.cases.case_file import variation_of
from kring.cases.company import belonging, check_party
from kring.cases.errors import NoLongerAsked, NotAllowed, Refused
from kring.cases.models import Fact
from kring.cases.recipients import Occasion
from kring.cases.together import held_as, is_joint
from kring.cases.traits import Body
from kring.cases.typed import FactOf
from kring.cases.wording import DISCRIMINATION, GROUNDS, PLACES, SORTS
from kring.names.finding import Sought, Text, apart
from kring.protocol.terms import Duty, Kind, Whom
from kring.school.act import Act


def record_talk(*, act: Act, case_id: UUID, duty: str, on: date, about: Sequence[str], talk: bodies.Talk) -> Fact:
    """Write up a talk with one or more children (rows S1a, S1b, S3a, S4a, S5a). `about` holds ids of Involved."""
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        check_day_in_case("on", on, change)
        check_children("about", about, change)
        if not talk.wants_together:  # a child that says yes has said it all
            _need_text("said", talk.said, _("Schrijf op wat er gezegd is. Een paar zinnen is genoeg."))
        if any(feeling is not None and not 1 <= feeling <= 5 for feeling in talk.feelings.values()):
            raise Refused("feelings", _("Kies bij ieder kind een van de vijf antwoorden."))
        if not set(talk.feelings) <= set(about):
            raise Refused("feelings", _("Vul alleen een gevoel in van wie bij het gesprek was."))
        check_beside(change, talk.beside)
        former = change.correcting()
        asked = change.file.protocol.duty(former.step, former.duty) if former else change.task(duty, Kind.TALK).duty
        same = former is not None and set(about) == set(former.about)
        if not (same and asked.whom is not Whom.EACH_OF_BOTH):  # the child's role may have changed since
            _check_company(change, asked, about, talk)
        if asked.own_verdict and former is None:
            must_be_heard(change, change.current, set(about))
        check_table(change, about, on, talk)
        held = held_as(change.file.everyone, about, talk)
        return change.record(talk, on=on, duty=asked.key, about=about, outcome=held)


def _check_company(change: Change, duty: Duty, about: Sequence[str], talk: bodies.Talk) -> None:
    """Separate talks are with one child; a talk meant for both is with both, or apart (row S3a)."""
    check_party(
        change.file,
        duty,
        about,
        one_by_one=_("Dit is een gesprek onder vier ogen. Leg voor ieder kind een eigen gesprek vast."),
    )
    if duty.whom is Whom.EACH_OF_BOTH:
        both = is_joint(change.file.everyone, about)
        if talk.together and not both:
            raise Refused(
                "about", _("Bij een gezamenlijk gesprek zijn beide partijen. Kies van allebei wie erbij was.")
            )
        if not talk.together and both:
            raise Refused("together", _("Je koos kinderen van beide partijen. Was het gesprek dan niet samen?"))


def record_incidents(
    *, act: Act, case_id: UUID, incidents: Sequence[tuple[date, Sequence[str], bodies.Incident]], duty: str = ""
) -> list[Fact]:
    """Add incidents: day, children who were in it, and what happened (row S1c). Possible in every step.

    They meet this duty, or the one of its kind, where the step asks for it.
    """
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return [change.repeated]
        if not incidents:
            raise Refused("what", _("Beschrijf minstens één voorval."))
        recorded = []
        for on, about, incident in incidents:
            check_day("on", on, act)
            if on < change.case.reported_on - LONGEST_LOOK_BACK:
                raise Refused("on", _("Dit is meer dan een jaar vóór de melding. Klopt het jaar?"))
            if about:
                check_children("about", about, change)
            _need_text("what", incident.what, _("Schrijf op wat er gebeurde."))
            _check_lists(incident)
            if not change.correcting():
                change.must_be_open()
            task = change.file.progress.last.task(duty) or change.file.progress.last.task_of(Kind.INCIDENTS)
            met = task.duty.key if task and task.duty.kind is Kind.INCIDENTS else ""
            recorded.append(change.record(incident, on=on, duty=met, about=about))
        return recorded


def _check_lists(incident: bodies.Incident) -> None:
    """Refuse a sort, a place or a ground that stands in no list: what counts them would pass it over."""
    if not set(incident.sorts) <= set(SORTS):
        raise Refused("sorts", _("Kies een of meer van de antwoorden."))
    if incident.place and incident.place not in PLACES:
        raise Refused("place", _("Kies een van de plekken."))
    if incident.ground and (incident.ground not in GROUNDS or DISCRIMINATION not in incident.sorts):
        raise Refused("ground", _("Waar het over ging, hoort bij discriminatie. Kies dat dan ook."))


def estimate_severity(*, act: Act, case_id: UUID, severity: bodies.Severity, duty: str = "") -> Fact:
    """Estimate how serious it is, with reasons and the signs of danger (row S1d)."""
    return _write(act, case_id, Kind.SEVERITY, duty, severity, severity.reasons, "reasons", tell=_tell_of_danger)


def _tell_of_danger(change: Change, fact: Fact) -> None:
    """Coordinator and head hear of danger at once.

    Not when staff are involved and nothing else: it may be one of them. The concern tells the heads, but the accused.
    """
    if set(FactOf(fact, bodies.Severity).body.danger) - {bodies.Danger.STAFF}:
        tell_of_danger(change.act, change.case, once=fact.pk)


def formulate_problem(*, act: Act, case_id: UUID, text: str, duty: str = "") -> Fact:
    """Formulate the problem for the plan (row S3b)."""
    return _write(act, case_id, Kind.PROBLEM, duty, bodies.Problem(text=text), text, "text")


def address_class(*, act: Act, case_id: UUID, on: date, attention: bodies.ClassAttention, duty: str = "") -> Fact:
    """The whole class was addressed, with a method, without naming a child (row S3e)."""
    _need_text("method", attention.method, _("Welke methode of werkvorm gebruikte je?"))
    return _write(
        act,
        case_id,
        Kind.ADDRESS_CLASS,
        duty,
        attention,
        attention.said,
        "said",
        on=on,
        check=lambda change: _no_names(change, attention),
    )


def _no_names(change: Change, attention: bodies.ClassAttention) -> None:
    """Refuse the name of a child of this case in what the whole class heard and the whole team reads."""
    names = Sought(form for child in change.file.everyone for name in child.pupil.every_name for form in name.forms)
    surnames = Sought(
        (name.last_name for child in change.file.everyone for name in child.pupil.every_name), as_written=True
    )
    for field, text in (("said", attention.said), ("method", attention.method)):
        read = Text(text)
        if found := apart(names.in_text(read), surnames.in_text(read)):
            raise Refused(
                field,
                _("Hier staat de naam van een leerling: %(name)s. Schrijf dit zonder namen: het hele team leest het.")
                % {"name": words.listed(dict.fromkeys(one.name for one in found))},
            )


def ask_observations(*, act: Act, case_id: UUID, watch_for: str, until_on: date, duty: str = "") -> Fact:
    """Ask all colleagues to watch, until a day (row S3h)."""
    if until_on < act.today:
        raise Refused("until_on", _("Kies een dag die nog komt."))
    return _write(
        act,
        case_id,
        Kind.OBSERVE,
        duty,
        bodies.ObservationRequest(watch_for=watch_for),
        watch_for,
        "watch_for",
        until_on=until_on,
        check=_has_plan,
        tell=_ask_the_team,
    )


def _has_plan(change: Change) -> None:
    """Colleagues note what they see on a plan; when the plan was let go there is nothing to ask them."""
    if not change.act.corrects and not change.file.of_kind("plan_issued"):
        raise Refused(None, _("Er is nog geen plan uit. Zonder plan kunnen collega’s niets noteren."))


def _ask_the_team(change: Change, fact: Fact) -> None:
    """Every colleague is asked by letter, the first of two times (the sweep asks again). Not for a corrected word."""
    if fact.replaces_id:
        return
    with letters.in_words_of(change.case.school):
        day = words.day(fact.until_on or fact.on, change.act.today)
    letters.send(
        "observation_asked",
        Occasion(case=change.case, by=change.act.by),
        at=change.act.at,
        once=fact.pk,
        who=change.act.by.name,
        day=day,
    )


def consult(*, act: Act, case_id: UUID, on: date, consultation: bodies.Consultation, duty: str = "") -> Fact:
    """The teacher consulted the coordinator (row S4c)."""
    _need_text("with_whom", consultation.with_whom, _("Met wie heb je overlegd?"))
    return _write(act, case_id, Kind.CONSULT, duty, consultation, consultation.advice, "advice", on=on)


def analyse(*, act: Act, case_id: UUID, text: str, duty: str = "") -> Fact:
    """What went wrong (row S4c)."""
    return _write(act, case_id, Kind.ANALYSIS, duty, bodies.Analysis(text=text), text, "text")


def choose_approach(*, act: Act, case_id: UUID, approach: bodies.NewApproach, duty: str = "") -> Fact:
    """A new approach, of one or more sorts of the school's list, perhaps with an outside expert (row S5c)."""
    return _write(
        act,
        case_id,
        Kind.NEW_APPROACH,
        duty,
        approach,
        approach.text,
        "text",
        check=lambda change: _check_sorts(change, approach),
    )


def _check_sorts(change: Change, approach: bodies.NewApproach) -> None:
    """Refuse an approach of no sort, or of one that this case does not know."""
    if not approach.sorts or not set(approach.sorts) <= {key for key, _title in variation_of(change.case).every_sort}:
        raise Refused("sorts", _("Kies minstens één soort aanpak."))


def do_extra(*, act: Act, case_id: UUID, duty: str, on: date, about: Sequence[str], note: str) -> Fact:
    """A duty that the school added itself is done."""
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        check_day_in_case("on", on, change)
        _need_text("note", note, _("Schrijf kort op wat er gedaan is."))
        former = change.correcting()
        asked = change.file.protocol.duty(former.step, former.duty) if former else change.task(duty, Kind.EXTRA).duty
        if asked.whom is Whom.ONCE:
            return change.record(bodies.Extra(note=note), on=on, duty=duty)
        check_children("about", about, change)
        meant = belonging(change.file, asked)
        if not set(about) <= meant and not (former and set(about) == set(former.about)):  # a role may have changed
            raise Refused(
                "about", _("Deze taak is voor een andere leerling bedoeld. Kies de leerling om wie het gaat.")
            )
        return change.record(bodies.Extra(note=note), on=on, duty=duty, about=about)


def note_home(*, act: Act, case_id: UUID, text: str) -> Fact:
    """A note on home or health, for coordinator and head only."""
    _need_text("text", text, _("Schrijf de notitie op."))
    with changing(act, case_id, Need.CONFIDENTIAL) as change:
        if change.repeated:
            return change.repeated
        return change.record(bodies.HomeNote(text=text), on=act.today)


def observe(*, act: Act, case_id: UUID, observation: bodies.Observation, on: date) -> Fact:
    """A colleague notes what was seen, or that nothing was seen, on a running plan (row S3h)."""
    with changing(act, case_id, Need.OBSERVE) as change:
        if change.repeated:
            return change.repeated
        if not change.file.of_kind("plan_issued"):
            raise NotAllowed(case_id)
        if change.case.closed_on:
            sentence = _("Deze zaak is intussen afgesloten. Vertel %(owner)s zelf wat je zag.")
            raise NoLongerAsked(None, sentence % {"owner": change.case.owner.name})
        check_day_in_case("on", on, change)
        if observation.seen:
            _need_text("what", observation.what, _("Schrijf op wat je zag. Eén zin is genoeg."))
        return change.record(observation, on=on)


def withdraw(*, act: Act, case_id: UUID, fact_id: UUID, reason: str) -> Fact:
    """Take back a fact that was recorded by mistake; what it said stays readable."""
    _need_text("reason", reason, _("Schrijf op waarom dit niet klopt."))
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        fact = next((fact for fact in change.file.every_fact if fact.pk == fact_id), None)
        if fact is None or not fact.traits.withdrawable:
            raise NotAllowed(fact_id)
        if fact not in change.file.facts:
            raise Refused(None, _("Deze regel is intussen verbeterd of ingetrokken. Lees eerst wat er nu staat."))
        if fact.traits.confidential:
            require(act.by, Need.CONFIDENTIAL, change.case)
        return change.replace_with(fact, bodies.Withdrawn(reason=reason), on=act.today)


def _need_text(field: str, text: str, sentence: str) -> None:
    if not text.strip():
        raise Refused(field, sentence)


def _write(
    act: Act,
    case_id: UUID,
    kind: Kind,
    duty: str,
    body: Body,
    text: str,
    field: str,
    *,
    on: date | None = None,
    until_on: date | None = None,
    check: Callable[[Change], None] | None = None,
    tell: Callable[[Change, Fact], None] | None = None,
) -> Fact:
    """Record the one fact that a duty of this kind asks for; without a key, that is the step's duty of the kind."""
    _need_text(field, text, _("Dit is nog leeg. Schrijf hier een paar zinnen."))
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        if on:
            check_day_in_case("on", on, change)
        if not change.correcting():
            duty = change.task(duty, kind).duty.key
        if check:
            check(change)
        fact = change.record(body, on=on or act.today, duty=duty, until_on=until_on)
        if tell:
            tell(change, fact)
        return fact
