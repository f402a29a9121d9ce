"""Informing the guardians, each of them (rows S3f, S4d, S5e)."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.change import Change, changing, check_day_in_case, hears_nothing_yet
from kring.cases.bodies import Reached, Reply
from kring.cases.case_file import variation_of
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Fact
from kring.cases.not_told import choices_to_see
from kring.cases.one_call import in_one_call
from kring.cases.parents import disagreements_to_see
from kring.protocol.progress import VisitKey
from kring.school.act import Act
from kring.school.models import Custody, Guardianship

WHY_BEFORE_CUSTODY = gettext_lazy("Schrijf op waarom je deze ouder informeerde terwijl het gezag niet bekend is.")
ONLY_ON_REQUEST = gettext_lazy(
    "Deze ouder heeft geen gezag. Informeer alleen als deze ouder er zelf om vroeg; kies anders ‘bewust niet’."
)

WHY_NOT = {
    Reached.DECLINED: gettext_lazy("Schrijf op wat deze ouder zei of deed."),
    Reached.NOT_INFORMED: gettext_lazy("Schrijf op waarom deze ouder niet is geïnformeerd."),
}
WHY_NOT_TAKEN_OVER = gettext_lazy("Schrijf op waarom het voorstel niet is overgenomen.")
WHY_TOO_EARLY = gettext_lazy("Schrijf op waarom je deze ouder nu al sprak.")
WHAT_ANYWAY = gettext_lazy("Schrijf op wat de school wel doet.")


def inform_guardian(
    *,
    act: Act,
    case_id: UUID,
    guardianship_id: UUID,
    on: date,
    informed: bodies.Informed,
    duty: str = "",
    at: VisitKey | None = None,
    also: Collection[UUID] = (),
    between: bool = False,
) -> Fact:
    """Record that a guardian was informed, was not reached, will not be told, or is not informed, and why.

    `at` is the step of which the form was shown. 'Not reached' leaves the duty open; that a guardian will not be told
    stands for later steps too (decision 57). `also` are the other guardianships of the same call: her other children
    here, and other parents who were there (decision 76). `between`: a talk that no step asks for; it
    meets nothing. Who informs one whose custody is not known says why; one without custody is informed only on request
    (docs/decisions/054).
    """
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        guardianship = _guardianship(change, guardianship_id)
        check_day_in_case("on", on, change)
        if informed.reached is Reached.INFORMED:
            channels = {key for key, _words in variation_of(change.case).channels}
            if informed.channel not in channels:
                raise Refused("channel", _("Kies hoe je deze ouder hebt gesproken."))
            _check_custody(Custody(guardianship.custody), informed)
        elif informed.reached in WHY_NOT and not informed.because.strip():
            raise Refused("because", str(WHY_NOT[informed.reached]))
        if informed.forbids_talk and not informed.done_anyway.strip():
            raise Refused("done_anyway", str(WHAT_ANYWAY))
        if informed.taken_over is False and not informed.not_because.strip():
            raise Refused("not_because", str(WHY_NOT_TAKEN_OVER))
        links = in_one_call(change.file, guardianship, also)
        if informed.reached is not Reached.INFORMED and any(
            one.guardian_id != guardianship.guardian_id for one in links
        ):
            raise Refused("also", _("Je sprak één ouder niet. Leg dat voor elke ouder apart vast."))
        if informed.reached is Reached.INFORMED and not act.corrects:
            _check_held_back(links, on, informed, act.today)
        about = [str(one.pk) for one in links]
        visit = None
        if change.correcting():
            about = sorted({*about, *change.was_about})
        elif between:
            change.must_be_open()
            if informed.reached is Reached.NOT_INFORMED:
                raise Refused("reached", _("Niets vraagt nu om deze ouder te informeren. Dan valt er niets te kiezen."))
        else:
            visit, task = change.telling(duty, str(guardianship.pk), at)
            duty = task.duty.key
        return change.record(
            informed,
            on=on,
            duty=duty,
            visit=visit,
            about=about,
            outcome=informed.reached,
            settled=informed.reached is not Reached.NOT_REACHED,
        )


def see_not_told(*, act: Act, case_id: UUID, note: str = "") -> Fact:
    """Keep that who leads has seen which guardians are not told by the school's own choice, and why (decision 57), and
    who does not agree with the plan (decision 083).

    Refused when nothing of this waits (any more).
    """
    with changing(act, case_id, Need.LEAD) as change:
        if change.repeated:
            return change.repeated
        change.must_be_open()
        choices, disagreements = choices_to_see(change.file), disagreements_to_see(change.file)
        if not choices and not disagreements:
            raise Refused(None, _("Dit is al gezien, of er is intussen iets anders vastgelegd."))
        seen = "both" if choices and disagreements else Reply.DISAGREES if disagreements else ""
        return change.record(bodies.NotToldSeen(note=note), on=act.today, outcome=seen)


def _check_held_back(links: Sequence[Guardianship], on: date, informed: bodies.Informed, today: date) -> None:
    """Refuse telling who hears nothing yet on that day, unless there was a reason all the same (decision 084)."""
    link, *others = links
    if link.is_held_back(on) and not informed.too_early.strip():
        raise Refused("too_early", f"{hears_nothing_yet(link, today)} {WHY_TOO_EARLY}")
    if held := next((one for one in others if one.is_held_back(on)), None):
        raise Refused("also", hears_nothing_yet(held, today))


def _check_custody(custody: Custody, informed: bodies.Informed) -> None:
    """Refuse telling who may not be told, or of whom nobody knows whether that is so."""
    if custody is Custody.UNKNOWN and not informed.custody_unknown.strip():
        raise Refused("custody_unknown", str(WHY_BEFORE_CUSTODY))
    if custody is Custody.NO and not informed.on_request:
        raise Refused("on_request", str(ONLY_ON_REQUEST))


def _guardianship(change: Change, guardianship_id: UUID) -> Guardianship:
    """The guardianship of a child of this case whose guardians must or may be informed; NotAllowed for any other."""
    if guardianship := change.file.guardianship(guardianship_id):
        return guardianship
    raise NotAllowed(guardianship_id)
