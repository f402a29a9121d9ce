"""What guardians themselves say of a fact or of the plan, and which copy each of them got (decision 083).

It stands beside what the school wrote, never in its place, and belongs to one guardian: no page or paper for another
guardian asks for it here.
"""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from kring import words
from kring.cases.access import Need, roles_that
from kring.cases.bodies import Informed, NotToldSeen, ParentStatement, PlanReply, Reached, Reply, TalkSummary
from kring.cases.case_file import CaseFile
from kring.cases.models import Fact, Involved, ParentCopy
from kring.cases.parent_copy import for_guardians_of
from kring.cases.typed import FactOf


def replies_of(file: CaseFile, guardianship: UUID) -> list[FactOf[PlanReply]]:
    """What this guardian got of the plan and said of it, oldest first."""
    return [one for one in file.of(PlanReply) if str(guardianship) in one.fact.about]


def last_reply(file: CaseFile, guardianship: UUID) -> FactOf[PlanReply] | None:
    """What this guardian said last of the newest version that anything was said of; that a copy was given is no
    answer."""
    answers = [one for one in replies_of(file, guardianship) if one.body.says is not Reply.GIVEN]
    return max(answers, key=lambda one: (one.body.version, one.fact.on, one.fact.at), default=None)


def receivers_of(file: CaseFile, copy: ParentCopy) -> list[FactOf[PlanReply]]:
    """To whom this copy went: it is the child's, and so are the guardians whose it can be."""
    child = next((one for one in file.everyone if one.pk == copy.child_id), None)
    theirs = {str(link.pk) for link in file.guardianships_of(child)} if child else set()
    return [
        one
        for one in file.of(PlanReply)
        if one.fact.outcome == Reply.GIVEN and theirs & set(one.fact.about) and one.body.copy == copy.number
    ]


def statements_by_fact(file: CaseFile) -> Mapping[UUID, list[FactOf[ParentStatement]]]:
    """What guardians state beside each fact, by the version as which that was first recorded."""
    found: dict[UUID, list[FactOf[ParentStatement]]] = defaultdict(list)
    for one in file.of(ParentStatement):
        found[one.body.beside].append(one)
    return found


def child_of_talk(file: CaseFile, talk: FactOf[Informed] | None) -> Involved | None:
    """The child whom a talk with a guardian was about, the first when there were more; None for what was no talk."""
    if talk is None or talk.body.reached is not Reached.INFORMED:
        return None
    links = [link for link in map(file.link, talk.fact.about) if link]
    return next((one for link in links for one in file.everyone if one.pupil_id == link.pupil_id), None)


def summary_stands(file: CaseFile, summary: FactOf[TalkSummary]) -> bool:
    """Whether the talk still stands of which this is the summary: it was one, and with the same guardians."""
    return any(
        file.first(talk.fact).pk == summary.body.talk
        and set(talk.fact.about) == set(summary.fact.about)
        and child_of_talk(file, talk)
        for talk in file.of(Informed)
    )


def children_spoken_of(file: CaseFile, talk: Fact) -> list[str]:
    """The first names of the children whom a talk with guardians was about: their own."""
    pupils = [link.pupil for link in map(file.link, talk.about) if link]
    return list(dict.fromkeys(pupil.first_name for pupil in pupils))


def first_summary(file: CaseFile, talk: FactOf[Informed], child: Involved) -> str:
    """What the guardians of a talk could take home of it, to begin from: what they said themselves, nameless. In the
    language that is active, which is theirs."""
    told, own = talk.body, for_guardians_of(file, child)
    about = words.listed(children_spoken_of(file, talk.fact))
    lines = [
        f"Op {words.full_day(talk.fact.on)} spraken we elkaar over {about}.",
        f"U vertelde: {own(told.said)}" if told.said.strip() else "",
        f"Thuis merkt u: {own(told.at_home)}" if told.at_home.strip() else "",
        f"U stelde voor: {own(told.proposed)}" if told.proposed.strip() else "",
        "Uw voorstel van de vorige keer hebben we overgenomen." if told.taken_over else "",
        f"Uw voorstel van de vorige keer namen we niet over, want: {own(told.not_because)}"
        if told.taken_over is False
        else "",
    ]
    return "\n".join(filter(None, lines))


def may_stand_beside(fact: Fact) -> bool:
    """Whether a guardian can state something about this fact: not about a note that only coordinator and head may read,
    nor about what a guardian stated."""
    return not fact.traits.confidential and fact.kind not in ("withdrawn", "parent_statement")


def disagreements_to_see(file: CaseFile) -> list[FactOf[PlanReply]]:
    """That a guardian does not agree with the plan, of a running case, which nobody who leads has seen yet, oldest
    first. Who leads need not see what they wrote down themselves."""
    if file.progress.current is None:
        return []
    seen = max((one.fact.at for one in file.of(NotToldSeen)), default=None)
    own = roles_that(Need.LEAD)
    return [
        one
        for one in file.of(PlanReply)
        if one.fact.outcome == Reply.DISAGREES and one.fact.by.role not in own and (seen is None or one.fact.at > seen)
    ]


def disagreements_that_wait() -> QuerySet[Fact]:
    """Such disagreements in a case, for a question over cases."""
    later = Fact.objects.filter(case=OuterRef("case"), kind="not_told_seen", at__gt=OuterRef("at"))
    found = Fact.objects.filter(
        ~Exists(later), case=OuterRef("pk"), kind="plan_reply", outcome=Reply.DISAGREES, replaced_by=None
    )
    return found.exclude(by__role__in=roles_that(Need.LEAD))
