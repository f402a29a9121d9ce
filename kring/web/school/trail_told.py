"""The school's own trail in words: acts on people, roles, addresses and settings, and of whom. Nothing of a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring import words
from kring.cases.apart import whole_names_apart
from kring.names.persons import named
from kring.protocol.terms import total
from kring.school.models import Group, Guardianship, Pupil, Role, StaffMember
from kring.school.rights import Right, may
from kring.trail.faults import known_sentence, why_sentence
from kring.trail.models import TrailLine
from kring.trail.verbs import Verb
from kring.web.forms.wording import Words


class About(StrEnum):
    """What a line is about, as it is chosen on the page; the value stands in the address."""

    STAFF = "collegas"
    PUPILS = "leerlingen"
    SETTINGS = "school"
    READ = "gelezen"


ABOUT_WORDS: Mapping[About, Words] = total(
    {
        About.STAFF: gettext_lazy("Collega’s, rollen en adressen"),
        About.PUPILS: gettext_lazy("Leerlingen, ouders en groepen"),
        About.SETTINGS: gettext_lazy("Instellingen, kalender en mail"),
        About.READ: gettext_lazy("Wie dit spoor las"),
    },
    About,
)

SAYS: dict[Verb, tuple[About, Words]] = {
    Verb.STAFF_ADDED: (About.STAFF, gettext_lazy("voegde %(person)s toe als %(role)s")),
    Verb.STAFF_CHANGED: (About.STAFF, gettext_lazy("veranderde de gegevens van %(person)s%(more)s")),
    Verb.STAFF_INVITED: (About.STAFF, gettext_lazy("nodigde %(person)s uit om in te loggen")),
    Verb.STAFF_JOINED: (About.STAFF, gettext_lazy("schreef op dat %(person)s ja zei, en nu ook hier inlogt")),
    Verb.PROPOSAL_MADE: (About.STAFF, gettext_lazy("deed een voorstel voor %(person)s: %(asked)s")),
    Verb.PROPOSAL_GIVEN: (About.STAFF, gettext_lazy("zei ja, voor %(person)s: %(asked)s")),
    Verb.PROPOSAL_REFUSED: (About.STAFF, gettext_lazy("zei nee, voor %(person)s: %(asked)s")),
    Verb.PROPOSAL_WITHDRAWN: (About.STAFF, gettext_lazy("trok het voorstel in voor %(person)s: %(asked)s")),
    Verb.PROPOSAL_LAPSED: (About.STAFF, gettext_lazy("liet het voorstel verlopen voor %(person)s: %(asked)s")),
    Verb.SECOND_STEP_ADDED: (About.STAFF, gettext_lazy("stelde een tweede stap in")),
    Verb.SECOND_STEP_REMOVED: (About.STAFF, gettext_lazy("haalde een eigen tweede stap weg")),
    Verb.SECOND_STEP_TAKEN_AWAY: (About.STAFF, gettext_lazy("liet %(person)s weer binnen, met een nieuwe tweede stap")),
    Verb.SECOND_STEP_GUESSED: (
        About.STAFF,
        gettext_lazy("zag tien verkeerde codes na een goed wachtwoord, bij %(person)s"),
    ),
    Verb.SPARE_CODES_MADE: (About.STAFF, gettext_lazy("maakte nieuwe reservecodes")),
    Verb.SPARE_CODES_USED: (About.STAFF, gettext_lazy("kwam binnen met een reservecode")),
    Verb.ABSENCE_PLANNED: (About.STAFF, gettext_lazy("regelde wie %(person)s vervangt")),
    Verb.ABSENCE_ENDED: (About.STAFF, gettext_lazy("zei dat %(person)s er weer is")),
    Verb.GROUP_ADDED: (About.PUPILS, gettext_lazy("maakte %(group)s")),
    Verb.GROUP_CHANGED: (About.PUPILS, gettext_lazy("veranderde %(group)s")),
    Verb.GROUP_TEACHER_ASSIGNED: (About.PUPILS, gettext_lazy("zette een leerkracht bij %(group)s")),
    Verb.GROUP_TEACHER_UNASSIGNED: (About.PUPILS, gettext_lazy("haalde een leerkracht weg bij %(group)s")),
    Verb.PUPIL_ADDED: (About.PUPILS, gettext_lazy("voegde een leerling toe: %(child)s")),
    Verb.PUPIL_CHANGED: (About.PUPILS, gettext_lazy("veranderde de gegevens van een leerling: %(child)s")),
    Verb.PUPIL_TYPED: (About.PUPILS, gettext_lazy("typte een kind dat niet in de lijst stond")),
    Verb.PUPIL_LISTED: (About.PUPILS, gettext_lazy("zette een getypt kind in de lijst")),
    Verb.PUPIL_RECOGNISED: (About.PUPILS, gettext_lazy("zei welke leerling een getypt kind is")),
    Verb.GUARDIAN_ADDED: (About.PUPILS, gettext_lazy("zette een ouder of verzorger bij een leerling: %(child)s")),
    Verb.GUARDIAN_CHANGED: (About.PUPILS, gettext_lazy("veranderde een ouder of verzorger van: %(child)s")),
    Verb.GUARDIAN_PHONE_ADDED: (About.PUPILS, gettext_lazy("voegde bij het bellen een nummer van een ouder toe")),
    Verb.GUARDIAN_CUSTODY_SET: (About.PUPILS, gettext_lazy("legde vast wie gezag heeft over: %(child)s")),
    Verb.GUARDIAN_HELD_BACK: (About.PUPILS, gettext_lazy("besloot of een ouder al iets hoort, van: %(child)s")),
    Verb.GUARDIAN_ON_STAFF_SAID: (About.PUPILS, gettext_lazy("zei of een ouder hier werkt, van: %(child)s")),
    Verb.SCHOOL_ADDED: (About.SETTINGS, gettext_lazy("maakte de school in Kring")),
    Verb.DOORS_CHANGED: (About.SETTINGS, gettext_lazy("opende of sloot een deur, of veranderde het adres ervan")),
    Verb.PORTRAIT_PUT: (About.STAFF, gettext_lazy("zette bij de deuren een foto van %(person)s")),
    Verb.PORTRAIT_TAKEN: (About.STAFF, gettext_lazy("haalde bij de deuren de foto weg van %(person)s")),
    Verb.SCHOOL_CHANGED: (About.SETTINGS, gettext_lazy("veranderde de schoolgegevens")),
    Verb.PRACTICE_EMPTIED: (About.SETTINGS, gettext_lazy("ruimde de oefening op")),
    Verb.SCHOOL_CLOCK_MOVED: (About.SETTINGS, gettext_lazy("zette de datum van de demo vooruit")),
    Verb.SCHOOL_RESTORED: (About.SETTINGS, gettext_lazy("zette Kring terug vanaf een kopie")),
    Verb.RESTORATION_CLOSED: (About.SETTINGS, gettext_lazy("rondde het terugzetten van de kopie af")),
    Verb.TRAIL_FAULT_KNOWN: (
        About.SETTINGS,
        gettext_lazy("noteerde voor wie de server beheert dat een fout in het spoor is uitgezocht. %(fault)s"),
    ),
    Verb.CALENDAR_CONFIRMED: (About.SETTINGS, gettext_lazy("bevestigde de kalender van %(year)s")),
    Verb.CALENDAR_CHANGED: (About.SETTINGS, gettext_lazy("veranderde de vrije dagen")),
    Verb.NUMBERS_CHECKED: (About.SETTINGS, gettext_lazy("keek de nummers na die je bij gevaar belt")),
    Verb.ON_CALL_CHANGED: (About.SETTINGS, gettext_lazy("veranderde wie er bereikbaar is als de school dicht is")),
    Verb.PROTOCOL_VARIED: (About.SETTINGS, gettext_lazy("veranderde het protocol van de school")),
    Verb.CLOCK_CONFIRMED: (About.SETTINGS, gettext_lazy("zei dat de klok van de server klopt")),
    Verb.KEY_SHEET_MADE: (About.SETTINGS, gettext_lazy("maakte het blad voor de kluis")),
    Verb.KEY_REPLACED: (About.SETTINGS, gettext_lazy("verving de sleutel van Kring")),
    Verb.LETTER_LET_GO: (About.SETTINGS, gettext_lazy("liet een mail van vóór het terugzetten gaan")),
    Verb.LETTER_PUT_AWAY: (About.SETTINGS, gettext_lazy("legde een mail van vóór het terugzetten weg")),
    Verb.LETTER_SENT_AGAIN: (About.SETTINGS, gettext_lazy("stuurde een mail opnieuw")),
    Verb.LETTER_SEEN_TO: (About.SETTINGS, gettext_lazy("zei dat een mail geregeld is")),
    Verb.SCHOOL_TRAIL_READ: (About.READ, gettext_lazy("las het spoor van de school")),
}
"""What each line says after the name, and what it is about. What is not in it is of a case, or of one's own way in."""


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One line of the trail in words. `url` leads to the child or colleague it is about, for who may open that."""

    at: datetime
    when: str
    who: str
    what: str
    url: str
    look: str


def said(lines: Sequence[TrailLine], reader: StaffMember, today: date) -> list[SaidLine]:
    """The lines in words. Colleagues, children and groups are found by their ids, so by the name they have now.

    A child is named to who may look up every pupil, told apart from every other child of the school. Where the line
    would tell that there is a case it is not named: a typed child, a number that was added while calling. The reader
    may be kept out of that case. Four queries, however many lines.
    """
    staff = dict(StaffMember.objects.filter(school=reader.school).values_list("id", "name"))
    named(*staff.values())
    groups = {one.id: one for one in Group.objects.filter(school=reader.school)}
    child_of = _children(lines, reader)
    names = _names_of_children(set(child_of.values()), reader)
    return [_said(line, today, reader, staff, groups, child_of.get(line.pk), names) for line in lines]


def _said(
    line: TrailLine,
    today: date,
    reader: StaffMember,
    staff: Mapping[UUID, str],
    groups: Mapping[UUID, Group],
    child: UUID | None,
    names: Mapping[UUID, str],
) -> SaidLine:
    about, sentence = SAYS[Verb(line.verb)]
    detail, subject = line.detail, line.subject_id
    group = groups.get(subject) if subject else None
    role = str(detail.get("role") or "")
    role_words = str(Role(role).label) if role in Role.values else ""
    values = {
        "person": staff.get(subject, _("een collega")) if subject else _("een collega"),
        "role": role_words,
        "asked": role_words or _("een ander e-mailadres"),
        "more": _more(detail),
        "child": names.get(child, _("een kind dat hier niet meer in de lijst staat")) if child else _("een kind"),
        "group": _("%(group)s in %(year)s") % {"group": group.title, "year": group.school_year}
        if group
        else _("een groep"),
        "year": str(detail.get("school_year") or ""),
        "fault": f"{known_sentence(detail)} {why_sentence(detail.get('why'))}".strip(),
    }
    return SaidLine(
        at=line.at,
        when=words.moment(line.at, today),
        who=line.by.name if line.by else _("Kring"),
        what=str(sentence) % values,
        url=_address(about, line, child if child in names else None, staff, reader),
        look="calm" if about is About.READ else "",
    )


def _more(detail: Mapping[str, object]) -> str:
    """What of a colleague's data weighs most: gone, or another address."""
    if detail.get("is_active") is False:
        return _(": werkt hier niet (meer)")
    return _(": ook het e-mailadres") if detail.get("other_address") else ""


def _address(about: About, line: TrailLine, child: UUID | None, staff: Mapping[UUID, str], reader: StaffMember) -> str:
    if child is not None:
        return reverse("school_pupil", args=(child,))
    if about is About.STAFF and line.subject_id in staff and may(reader, Right.PEOPLE):
        return reverse("school_person_change", args=(line.subject_id,))
    return ""


def _children(lines: Sequence[TrailLine], reader: StaffMember) -> dict[int, UUID]:
    """Which child each line is about: itself, or by what a guardian is to it. None for who looks up no pupils."""
    if not may(reader, Right.PUPILS):
        return {}
    of = {line.pk: line.subject_id for line in lines if line.subject_id and _names_a_child(Verb(line.verb))}
    by_link = Guardianship.objects.filter(school=reader.school, pk__in=set(of.values()))
    links = dict(by_link.values_list("pk", "pupil_id"))
    return {line: links.get(subject, subject) for line, subject in of.items()}


def _names_of_children(asked: set[UUID], reader: StaffMember) -> dict[UUID, str]:
    if not asked:
        return {}
    every = Pupil.objects.listed().filter(school=reader.school).select_related("group")
    return {pk: name for pk, name in whole_names_apart(every).items() if pk in asked}


def _names_a_child(verb: Verb) -> bool:
    return "%(child)s" in str(SAYS[verb][1])
