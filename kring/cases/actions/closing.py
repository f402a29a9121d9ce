"""Letting a duty go, closing a case, looking back, and opening it again (decisions 4, 5 and 10)."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring.cases import bodies
from kring.cases.access import Need, may, require
from kring.cases.actions.change import Change, changing, stop_plan_letters
from kring.cases.actions.departing import departs_from_file, tell_of_departure
from kring.cases.actions.hearing import must_be_heard
from kring.cases.actions.owning import runs_again
from kring.cases.against import against_a_child
from kring.cases.case_file import CaseFile
from kring.cases.company import with_bullied_child
from kring.cases.danger import danger_now
from kring.cases.errors import NoLongerAsked, Refused
from kring.cases.models import Case, Fact
from kring.cases.more_care import care_to_come
from kring.cases.wrongly_told import still_to_hear
from kring.protocol.progress import VisitKey, reopenings
from kring.protocol.terms import Ending
from kring.school.act import Act
from kring.school.models import StaffMember
from kring.school.rights import Right
from kring.school.rights import may as has_right
from kring.trail.record import Key
from kring.trail.record import record as note_in_trail
from kring.trail.verbs import Verb

DANGER_WAITS = gettext_lazy("Er is gevaar gemeld, en nog niemand schreef op wat er is gedaan. Doe dat eerst.")
ONLY_THE_HEAD = gettext_lazy(
    "Een kind zegt zelf dat het niet gestopt is. Dan kan alleen de directeur deze zaak afsluiten."
)
ANOTHER_DAY = gettext_lazy(
    "Dit is een gesprek met een kind dat gepest wordt. Kies een dag waarop het alsnog komt, of schrijf op hoe het kind "
    "zelf zei dat het niet hoeft."
)
STILL_TO_TELL = gettext_lazy(
    "Er is nog een ouder die over een eerdere stap moet horen. Vertel het, of leg vast dat het niet hoeft."
)
FOR_WHOM = gettext_lazy("Kies voor welke ouder dit niet hoeft.")
CARE_TO_COME = gettext_lazy("Er is nog nazorg afgesproken. Kies een dag waarop je alsnog navraagt hoe het gaat.")
STILL_WRONG = gettext_lazy("Er is nog een ouder die iets hoorde wat niet klopt. Zet dat eerst recht.")


def waive(
    *,
    act: Act,
    case_id: UUID,
    duty: str,
    reason: str,
    again_on: date | None = None,
    child_says: str = "",
    about: Collection[str] | None = None,
    at: VisitKey | None = None,
) -> Fact:
    """Let a duty of the current step go, or what trails of an earlier one. Leaders only, and never the question.

    `about` are those guardians for whom it need not be done, by key; None is all for whom it still is (decision 131).

    A talk with a bullied child is only let go for another day, or because the child itself says that it need not be.

    `at` is where the form was when it was shown: nothing of another step is let go in its place.
    """
    with changing(act, case_id, Need.LEAD) as change:
        if change.repeated:
            return change.repeated
        if not reason.strip():
            raise Refused("reason", _("Schrijf op waarom dit niet hoeft. De reden blijft zichtbaar."))
        change.must_be_open()
        asked = change.file.progress.asking(duty, at)
        if asked is None or asked[1].settled or at not in (None, asked[0].place):
            raise NoLongerAsked(None, _("Dit staat niet (meer) open."))
        visit, task = asked
        if about is not None and not (about and set(about) <= set(task.missing)):
            raise Refused("about", str(FOR_WHOM))
        if not with_bullied_child(change.file, task):
            again_on, child_says = None, ""
        elif again_on is None and not child_says.strip():
            raise Refused("again_on", str(ANOTHER_DAY))
        elif again_on and again_on <= act.today:
            raise Refused("again_on", _("Kies een dag die nog komt."))
        waived = bodies.Waived(
            reason=reason,
            again_on=change.file.calendar.on_or_after(again_on) if again_on else None,
            child_says=child_says,
        )
        fact = change.record(
            waived, on=act.today, duty=duty, about=task.missing if about is None else sorted(about), visit=visit
        )
        note_in_trail(
            verb=Verb.DUTY_WAIVED,
            school_id=change.case.school_id,
            at=act.at,
            by=act.by,
            case_id=case_id,
            subject_id=fact.pk,
            duty=Key(duty),
        )
        return fact


def close_case(
    *,
    act: Act,
    case_id: UUID,
    reason: str,
    check_on: date | None = None,
    although: str = "",
) -> Fact:
    """Close the case, with a reason, after each bullied child said itself whether it stopped (decision 69).

    Teasing ends with its agreements, and the teacher may close it (protocol, step 2). All else is closed by coordinator
    or head; before the protocol is through, they may do so as well, with the reason. While the file says that it does
    not go well, it takes a reason and a day to ask again; while a child says so itself, the head (decision 70). With
    more after-care to come, that was chosen, it takes such a day as well (decision 81).
    """
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        visit = change.current
        ended_as = change.file.progress.ends_as
        if ended_as is not Ending.TEASING:
            require(act.by, Need.LEAD, change.case)
        if danger_now(change.file, change.file.reports).since:
            raise Refused(None, str(DANGER_WAITS))
        if change.file.progress.trailing:
            raise Refused(None, str(STILL_TO_TELL))
        if still_to_hear(change.file):
            raise Refused(None, str(STILL_WRONG))
        if not reason.strip():
            raise Refused("reason", _("Schrijf op waarom de zaak afgesloten kan worden."))
        if ended_as is not Ending.TEASING:
            must_be_heard(change, visit)
        if check_on and check_on <= act.today:
            raise Refused("check_on", _("Kies een dag die nog komt."))
        if not check_on and care_to_come(change.file, act.today):
            raise Refused("check_on", str(CARE_TO_COME))
        _check_against_a_child(change)
        against = departs_from_file(change, although)
        if against and ended_as is not Ending.OTHERWISE and not check_on:
            raise Refused(
                "check_on", _("Kies een dag waarop je nog eens navraagt: niet iedereen zegt dat het goed is.")
            )
        fact = change.record(
            bodies.Closed(reason=reason, although=against),
            on=act.today,
            outcome=ended_as,
            until_on=change.file.calendar.on_or_after(check_on) if check_on else None,
            visit=visit,
        )
        _note(change.case, act, Verb.CASE_CLOSED, ended_as)
        if against:
            tell_of_departure(change, fact)
        return fact


def close_by_mistake(*, act: Act, case_id: UUID, reason: str) -> Fact:
    """The case should never have been opened: it ends here, and its children stand in no list with it. Leaders only.

    Nothing is asked first but what was done about a danger; against a child's own "not stopped" it takes the head, as
    any closing does. Guardians who were told something are then to be told that it was a mistake; what waits to be sent
    of the plan is stopped.
    """
    with changing(act, case_id, Need.LEAD) as change:
        if change.repeated:
            return change.repeated
        visit = change.current
        if danger_now(change.file, change.file.reports).since:
            raise Refused(None, str(DANGER_WAITS))
        if not reason.strip():
            raise Refused("reason", _("Schrijf op wat er is misgegaan."))
        _check_against_a_child(change)
        fact = change.record(bodies.Closed(reason=reason), on=act.today, outcome=Ending.MISTAKE, visit=visit)
        stop_plan_letters(change)
        _note(change.case, act, Verb.CASE_CLOSED, Ending.MISTAKE)
        return fact


def check_back(*, act: Act, case_id: UUID, quiet: bool, note: str) -> Fact:
    """Look back on the day that was set at closing. When it is not quiet, the case is reopened in the same act."""
    with changing(act, case_id, Need.WRITE, with_school=True) as change:
        if change.repeated:
            return change.repeated
        position = change.file.progress
        if position.closed_on is None or position.check_on is None:
            raise Refused(None, _("Er staat geen navraag meer open."))
        if not note.strip():
            raise Refused("note", _("Schrijf kort op wat je hoorde."))
        fact = change.record(bodies.Checked(note=note, quiet=quiet), on=act.today, visit=position.last)
        if not quiet:
            to = reopenings(change.file.protocol, position)[0].step
            change.record(bodies.Reopened(reason=note), on=act.today, outcome=to, visit=position.last)
            runs_again(change)
            _note(change.case, act, Verb.CASE_REOPENED, to)
        return fact


def reopen(*, act: Act, case_id: UUID, to: str, reason: str) -> Fact:
    """Open a closed case again, in a step that the protocol names for it by the last answer. Leaders only."""
    with changing(act, case_id, Need.LEAD, with_school=True) as change:
        if change.repeated:
            return change.repeated
        position = change.file.progress
        if position.closed_on is None:
            raise Refused(None, _("Deze zaak is al open."))
        if to not in {reopening.step for reopening in reopenings(change.file.protocol, position)}:
            raise Refused("to", _("Kies waar de zaak verdergaat."))
        if not reason.strip():
            raise Refused("reason", _("Schrijf op waarom de zaak weer opengaat."))
        fact = change.record(bodies.Reopened(reason=reason), on=act.today, outcome=to, visit=position.last)
        runs_again(change)
        _note(change.case, act, Verb.CASE_REOPENED, to)
        return fact


def may_close(by: StaffMember, file: CaseFile) -> bool:
    """True when this person may close the case where it stands now, by what the children themselves said last."""
    need = Need.WRITE if file.progress.ends_as is Ending.TEASING else Need.LEAD
    return may(by, need, file.case) and _may_against_a_child(by, file)


def _may_against_a_child(by: StaffMember, file: CaseFile) -> bool:
    return has_right(by, Right.ANSWER) or not against_a_child(file)


def _check_against_a_child(change: Change) -> None:
    if not _may_against_a_child(change.act.by, change.file):
        raise Refused(None, str(ONLY_THE_HEAD))


def _note(case: Case, act: Act, verb: Verb, outcome: str) -> None:
    note_in_trail(verb=verb, school_id=case.school_id, at=act.at, by=act.by, case_id=case.pk, outcome=Key(outcome))
