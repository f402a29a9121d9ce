"""The words for who stands in a case: children and their roles, guardians, colleagues, and who reported."""

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring import words
from kring.cases.access import may_know_reporter
from kring.cases.case_file import CaseFile
from kring.cases.models import Report
from kring.protocol.terms import Role, total
from kring.school.models import Group, Guardianship, Relation, StaffMember
from kring.web.road.children import called, parties_of

ROLE_TILES = total(
    {
        Role.TARGET: "blue",
        Role.BOTH: "blue",
        Role.INSTIGATOR: "sand",
        Role.FOLLOWER: "sand",
        Role.WITNESS: "",
    },
    Role,
)

GUARDIAN_WORDS = total(
    {
        Relation.MOTHER: gettext_lazy("moeder van %(child)s"),
        Relation.FATHER: gettext_lazy("vader van %(child)s"),
        Relation.CARER: gettext_lazy("verzorger van %(child)s"),
        Relation.LEGAL_GUARDIAN: gettext_lazy("voogd van %(child)s"),
        Relation.OTHER: gettext_lazy("ouder of verzorger van %(child)s"),
    },
    Relation,
)

ARTICLES = {"een", "a", "an"}
KIN = {
    *("moeder", "vader", "ouder", "ouders", "verzorger", "voogd", "mama", "papa", "pleegmoeder", "pleegvader"),
    *("stiefmoeder", "stiefvader", "oma", "opa", "tante", "oom", "zus", "broer", "buurvrouw", "buurman", "klasgenoot"),
    *("mother", "father", "parent", "carer", "guardian", "grandmother", "grandfather"),
}
"""With what somebody begins who types who told it by what that person is to a child, and not by a name."""


def case_title(file: CaseFile) -> str:
    """`Sem en Daan, groep 6`: who is bullied and who does it."""
    return called(parties_of(file.people) or file.everyone, file.names)


def group_title(group: Group | None) -> str:
    """`groep 6`, also for a child that is in no group any more."""
    return group.title if group else _("geen groep")


def name_of_child(file: CaseFile, key: str) -> str:
    """What the child with this key is called, who may have left the case."""
    child = file.child(key)
    return file.name_of(child) if child else _("een leerling")


def guardian_words(file: CaseFile, key: str) -> str:
    """`moeder van Sem`, for the key of a guardianship as facts hold it."""
    link = file.link(key)
    if link is None:
        return _("een ouder")
    return str(GUARDIAN_WORDS[Relation(link.relation)]) % {"child": file.names[link.pupil_id]}


def held_back_words(link: Guardianship, today: date) -> str:
    """`Hoort nog niets, tot en met 3 december.` "" for who may be told."""
    if link.not_told_until is None or not link.is_held_back(today):
        return ""
    return _("Hoort nog niets, tot en met %(day)s.") % {"day": words.day_and_month(link.not_told_until, today)}


def guardian_apart(file: CaseFile, key: str) -> str:
    """`moeder van Sem`; `moeder van Sem (Inge Bakker)` when he has two. Not where it is read over a shoulder."""
    link = file.link(key)
    said = guardian_words(file, key)
    alike = [
        other
        for other in file.guardianships
        if link and (other.pupil_id, other.relation) == (link.pupil_id, link.relation) and other.pk != link.pk
    ]
    return f"{said} ({link.guardian.name})" if link and alike else said


def about_words(
    file: CaseFile, keys: Sequence[str], *, guardian: Callable[[CaseFile, str], str] = guardian_apart
) -> str:
    """Who a fact is about, in the order of the file: children by name, guardians by what they are to whom."""
    children = {str(child.pk): name_of_child for child in file.everyone}
    guardians = {str(link.pk): guardian for child in file.everyone for link in file.guardianships_of(child)}
    known = children | guardians
    in_order = [*(key for key in known if key in keys), *(key for key in keys if key not in known)]
    return words.listed(known.get(key, guardian)(file, key) for key in in_order)


def reported_by(report: Report, reader: StaffMember) -> str:
    """`een ouder`, `een ouder (Inge Bakker)`, `een ouder (moeder van Sem)` or `Bram de Boer`: the name only for those
    who may know it."""
    may_know = may_know_reporter(reader, report)
    if report.reported_by == Report.By.COLLEAGUE:
        return report.taken_by.name if may_know else _("een collega")
    kind = _("een ouder") if report.reported_by == Report.By.GUARDIAN else _("een leerling")
    if not may_know or not report.reporter:
        return kind
    who = _within_a_sentence(report.reporter)
    return who if who.split()[0] in ARTICLES else f"{kind} ({who})"


def _within_a_sentence(who: str) -> str:
    """`moeder van Sem` of what was typed as `Moeder van Sem`; a name keeps its capital."""
    return words.lower_first(who) if who.split()[0].lower() in ARTICLES | KIN else who


def reported(report: Report, reader: StaffMember, today: date) -> str:
    """`gemeld door een ouder op 16 november`."""
    return _("gemeld door %(who)s op %(day)s") % {
        "who": reported_by(report, reader),
        "day": words.day_and_month(report.reported_on, today),
    }
