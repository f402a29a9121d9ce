"""What goes on in a school beside its cases: reports, the list of pupils, the team, days off, illness, and looks."""

from datetime import timedelta
from random import Random
from typing import Any

from django.test import Client

from kring.cases.actions import answering_proposals, listing, opening, school_changes, standing_in
from kring.cases.actions.inviting import add_colleague
from kring.cases.models import Absence, Case, Concern, Involved
from kring.reports.models import Incoming
from kring.school.calendars import Closure, calendar_for, school_year_of
from kring.school.models import ClosureSource, ConfirmedYear, Group, Guardianship, Proposal, Pupil, StaffMember
from kring.school.models import Role as Staff
from kring.web.report.views import ANSWER, JOIN, NEW
from tests.simulate.at_doors import at_the_doors
from tests.simulate.carrying_on import decides_on_family
from tests.simulate.ledger import Said
from tests.simulate.minds import a_school, mind, one_of
from tests.simulate.play import Broken, Play
from tests.simulate.schools import FIRST, PlayedSchool, after_the_summer, before_the_summer, confirm_year

SIGNS = ("violence", "home", "self_harm")
REPORT = "/melding/"


def report_fields(play: Play, chance: Random, school: PlayedSchool, mark: str) -> dict[str, Any]:
    """A report as somebody fills it in: about whom, who told it, and sometimes a sign of danger or a child that is not
    in the list."""
    children = school.children()
    target = chance.choice(children)
    near = [one for one in children if one.group_id == target.group_id and one.pk != target.pk] or children
    fields: dict[str, Any] = {
        "reported_by": chance.choices(["colleague", "pupil", "guardian"], [5, 3, 2])[0],
        "reporter": "",
        "story_passed_on": "ja",
        "bullied": [target.pk],
        "targets-count": "1",
        "bullies": [chance.choice(near).pk] if chance.random() < 0.85 else [],
        "instigators-count": "1",
        "others-count": "1",
        "story": f"Op het plein wordt elke dag iemand uitgelachen. {mark}",
        "reported_on": play.clock.today.isoformat(),
    }
    if fields["reported_by"] != "colleague":
        fields |= {
            "reporter": "Een ouder",
            "passed_on": chance.choice(["ja", "nee"]),
            "story_passed_on": chance.choice(["ja", "ja", "nee"]),
        }
    if chance.random() < 0.08:
        fields["dangers"] = [chance.choice(SIGNS)]
    if chance.random() < 0.1:
        name = f"{chance.choice(FIRST)}line"
        fields |= {"bullied": [], "targets-0-first_name": name, "targets-0-last_name": "Nieuwkamp"}
    if chance.random() < 0.15:
        fields["bullies"] = [*fields["bullies"], *fields["bullied"]]
    return fields


def who_reports(school: PlayedSchool, chance: Random) -> StaffMember:
    return school.somebody(chance, Staff.TEACHER, Staff.MEMBER, Staff.COORDINATOR, Staff.HEAD)


def which_case(chance: Random, answer: Any, fields: dict[str, Any]) -> dict[str, Any]:
    """The answer to the page that asks to which case a report belongs."""
    running = [one["answer"] for one in answer.context["known"] if one["answer"]]
    joins = running and chance.random() < 0.7
    return {**fields, ANSWER: chance.choice(running) if joins else NEW}


@mind("reports", 20)
def reports(play: Play, chance: Random) -> str | None:
    """By the page, as most that is new in a case begins."""
    school = a_school(play, chance)
    if Case.objects.filter(school=school.school, closed_on=None).count() >= chance.choice((2, 2, 4)):
        return None  # more at once no school of thirty children has
    by, mark = who_reports(school, chance), play.mark("d")
    fields, token = report_fields(play, chance, school, mark), play.form_of(by, REPORT)
    answer = play.post(by, REPORT, token, fields)
    if answer.status_code == 200:
        fields = which_case(chance, answer, fields)
        answer = play.post(by, REPORT, token, fields)
    if answer.status_code == 303:
        play.ledger.once[mark] = "report"
        play.count("answers", f"report: {'joins' if fields.get(ANSWER, NEW).startswith(JOIN) else 'opens'}")
        if chance.random() < 0.3:
            play.get(by, answer["Location"])
    return f"{by.name} reports: {answer.status_code}"


@mind("reports about a colleague", 2)
def concern(play: Play, chance: Random) -> str | None:
    school = a_school(play, chance)
    by, mark, path = who_reports(school, chance), play.mark("d"), "/melding/medewerker/"
    accused = chance.choice([*school.team(), None])
    fields = {"story": f"Ik maak me zorgen. {mark}", "accused": accused.pk if accused else ""}
    answer = play.post(by, path, play.form_of(by, path), fields)
    if answer.status_code == 303:
        play.ledger.once[mark] = "concern"
        play.ledger.said[mark] = Said(school.school.pk, None, by.pk, accused.pk if accused else None)
        play.count("reports", "concern")
    return f"{by.name} reports about {accused.name if accused else 'somebody'}: {answer.status_code}"


@mind("takes a concern up", 2)
def concern_taken_up(play: Play, chance: Random) -> str | None:
    found = one_of(chance, Concern.objects.filter(taken_up_at=None).order_by("id"))
    if found is None:
        return None
    school = next(one for one in play.schools if one.school.pk == found.school_id)
    by = school.somebody(chance, Staff.COORDINATOR, Staff.HEAD)
    play.get(by, f"/melding/medewerker/{found.pk}/")
    opening.take_up_concern(act=play.act(by), concern_id=found.pk)
    return f"{by.name} takes a concern up"


@mind("looks around", 8)
def looks_around(play: Play, chance: Random) -> str | None:
    """Somebody opens lists and pages, their own and whatever address they have: of another case, another school."""
    by = chance.choice(chance.choice(play.schools).team())
    case = one_of(chance, Case.objects.order_by("id"))
    pages = ["/vandaag/", "/zaken/", "/plannen/", "/meldingen/", "/observatie/", "/concepten/", "/school/", "/agenda/"]
    told = Incoming.objects.order_by("-number").values_list("pk", flat=True)[:3]
    pages += ["/verteld/", *(f"/verteld/{pk}/" for pk in told)]
    if case:
        of_case = ("", "dossier/", "mensen/", "spoor/", "thuis/", "plan/", "overdracht/", "voor-ouders/", "belofte/")
        pages += [f"/zaken/{case.pk}/{part}" for part in of_case] * 2 + [f"/plannen/{case.pk}/"] * 3
    path = chance.choice(pages)
    answer = play.get(by, path)
    if (
        case
        and str(case.pk) in path
        and case.school_id != play.seen_as(by, answer).school_id
        and answer.status_code == 200
    ):
        raise Broken(f"nobody reads what is not theirs: {by.name} opened {path.replace(str(case.pk), 'a case')}")
    at_doors = at_the_doors(play, chance)
    return f"{by.name} opens a page: {answer.status_code}{'; ' + at_doors if at_doors else ''}"


@mind("settles a typed child", 6)
def settles(play: Play, chance: Random) -> str | None:
    typed = one_of(chance, Pupil.objects.filter(typed_at__isnull=False).select_related("school").order_by("id"))
    if typed is None:
        return None
    school = next(one for one in play.schools if one.school.pk == typed.school_id)
    by = school.somebody(chance, Staff.ADMINISTRATOR, Staff.HEAD)

    def recognises() -> str:
        listing.recognise_pupil(act=play.act(by), pupil=typed, same_as=chance.choice(school.children()).pk)
        return "is one of the list"

    def lists() -> str:
        group = one_of(chance, school.groups(school_year_of(play.clock.today)).values())
        names: dict[str, Any] = {"first_name": typed.first_name, "last_name": typed.last_name}
        listing.list_pupil(act=play.act(by), pupil=typed, group=group, **names)
        return "is put into the list"

    def is_not_here() -> str:
        listing.say_not_here(act=play.act(by), pupil=typed)
        return "is not of this school"

    done = play.first_that_can([recognises, lists, is_not_here])
    return done and f"{by.name} says that a typed child {done}"


@mind("is away for a time", 6)
def is_away(play: Play, chance: Random) -> str | None:
    school = a_school(play, chance)
    by = school.somebody(chance, Staff.COORDINATOR, Staff.HEAD)
    running = one_of(chance, Absence.objects.filter(school=school.school, ended_at=None).order_by("id"))
    if running and chance.random() < 0.3:
        standing_in.end_absence(act=play.act(by), absence_id=running.pk)
        return f"{by.name} says that a colleague is back"
    ill, other = chance.sample(school.team(), 2)
    first = play.clock.today + timedelta(days=chance.choice((0, 0, 1, 5)))
    if chance.random() < 0.5:
        play.worker_dies.append(("worker", "an absence begins or ends", 0))
    standing_in.stand_in_for_all(
        act=play.act(by),
        staff_id=ill.pk,
        to=other.pk,
        from_on=first,
        until_on=first + timedelta(days=chance.choice((0, 1, 3, 20))),
    )
    return f"{ill.name} is away, {other.name} stands in"


@mind("the team changes", 16)
def team_changes(play: Play, chance: Random) -> str | None:
    """Somebody leaves, is back, is new, has another role or address; what two must want gets a yes, a no, or none."""
    school = a_school(play, chance)
    by, who = school.administrator(), one_of(chance, school.team(Staff.TEACHER, Staff.MEMBER))

    def leaves() -> str | None:
        if who is None or len(school.team()) <= 5:
            return None
        school_changes.change_colleague(act=play.act(by), staff=who, is_active=False)
        return f"{who.name} leaves the school"

    def is_back() -> str | None:
        gone = one_of(chance, StaffMember.objects.filter(school=school.school, is_active=False).order_by("id"))
        if gone is None:
            return None
        school_changes.change_colleague(act=play.act(by), staff=gone, is_active=True)
        return f"{gone.name} is back"

    def is_new() -> str | None:
        if len(school.team()) >= 12:
            return None
        name, role = f"{chance.choice(FIRST)} Nieuweling", chance.choice((Staff.MEMBER, Staff.ADMINISTRATOR))
        email = f"nieuw{play.number}@{school.key}.example"
        add_colleague(act=play.act(by), school=school.school, name=name, role=role, email=email, invite=True)
        return f"{name} is new"

    def has_another_address() -> str | None:
        if who is None:
            return None
        school_changes.change_colleague(act=play.act(by), staff=who, email=f"ander{play.number}@{school.key}.example")
        return f"{who.name} gets another address"

    def has_another_role() -> str | None:
        if who is None:
            return None
        role = Staff.MEMBER if who.role == Staff.TEACHER else Staff.TEACHER
        school_changes.change_colleague(act=play.act(by), staff=who, role=role)
        return f"{who.name} gets another role"

    def is_of_two_schools() -> str | None:
        other = one_of(chance, (play.linde if school is play.wilg else play.wilg).team(Staff.TEACHER, Staff.MEMBER))
        if other is None or other.account is None:
            return None
        email = other.account.email
        add_colleague(
            act=play.act(by), school=school.school, name=other.name, role=Staff.ADMINISTRATOR, email=email, invite=True
        )
        return f"{other.name} is asked to join De {school.key}"

    def answers() -> str | None:
        waiting = Proposal.objects.filter(school=school.school, state=Proposal.State.WAITS)
        proposal = one_of(chance, waiting.select_related("staff__account", "staff__school", "by").order_by("id"))
        head = one_of(chance, school.team(Staff.HEAD))
        if proposal is None or head is None:
            return None
        if chance.random() < 0.6:
            school_changes.say_yes(act=play.act(head), proposal=proposal)
        else:
            answering_proposals.say_no(act=play.act(head), proposal=proposal, because="Liever niet.")
        return f"{head.name} answers a proposal"

    return play.first_that_can(
        [has_another_role, answers, is_new, leaves, has_another_address, answers, is_back, is_of_two_schools], 2
    )


@mind("a group gets another teacher", 2)
def teachers(play: Play, chance: Random) -> str | None:
    school = a_school(play, chance)
    group = one_of(chance, school.groups(school_year_of(play.clock.today)).values())
    if group is None:
        return None
    able = school.team(Staff.TEACHER, Staff.MEMBER)
    taught = chance.sample(able, k=min(len(able), 1 + (chance.random() < 0.4)))
    school_changes.change_teachers(act=play.act(school.administrator()), group=group, teachers=taught)
    return f"{' and '.join(one.name for one in taught)} teach {group.name}"


@mind("a child changes", 8)
def a_child_changes(play: Play, chance: Random) -> str | None:
    """Another group, another name, away from school; or its guardians. Mostly one that stands in a case."""
    school = a_school(play, chance)
    by, child = school.administrator(), chance.choice(school.children())
    in_cases = Involved.objects.filter(case__closed_on=None, left_on=None).values("pupil")
    if chance.random() < 0.6:
        child = one_of(chance, [one for one in school.children() if in_cases.filter(pupil=one).exists()]) or child
    link = one_of(chance, Guardianship.objects.filter(pupil=child).order_by("id"))

    def leaves() -> str:
        school_changes.change_pupil(act=play.act(by), pupil=child, left_on=play.clock.today)
        return "left"

    def moves() -> str:
        group = chance.choice(list(school.groups(school_year_of(play.clock.today)).values()) or [child.group])
        school_changes.change_pupil(act=play.act(by), pupil=child, group=group)
        return "goes to another group"

    def is_renamed() -> str:
        school_changes.change_pupil(act=play.act(by), pupil=child, first_name=chance.choice(FIRST))
        return "has another name"

    def has_one_more() -> str:
        name = f"Nieuw {child.last_name}"
        school_changes.add_guardian(act=play.act(by), pupil=child, name=name, relation="carer", custody="unknown")
        return "has one more who cares for it"

    def custody() -> str | None:
        if link is None:
            return None
        school_changes.set_custody(act=play.act(by), guardianship=link, custody=chance.choice(["yes", "no", "unknown"]))
        return "is in other custody"

    def held_back() -> str | None:
        if link is None:
            return None
        until = play.clock.today + timedelta(days=20)
        school_changes.hold_back(act=play.act(by), guardianship=link, until=until, because="Een rechter beslist nog.")
        return "has a guardian who hears nothing for now"

    changed = play.first_that_can([leaves, moves, is_renamed, has_one_more, custody, held_back], 2)
    return changed and f"{by.name} says that a child {changed}"


@mind("family on the staff", 6)
def family(play: Play, chance: Random) -> str | None:
    """A colleague is a guardian, of a child in a case first; who leads decides whether that colleague is kept out."""
    school = a_school(play, chance)

    def is_family() -> str | None:
        involved = Involved.objects.filter(case__closed_on=None, left_on=None, pupil__school=school.school)
        links = Guardianship.objects.filter(pupil__in=involved.values("pupil")).select_related("guardian")
        link = one_of(chance, links.order_by("id"))
        if link is None:
            return None
        who = school.somebody(chance, Staff.TEACHER, Staff.MEMBER)
        school_changes.say_who_on_staff(act=play.act(school.administrator()), guardianship=link, staff=who)
        return f"{who.name} is a guardian"

    waiting = Case.objects.filter(relative_waits=True, closed_on=None).select_related("school", "owner", "stand_in")
    case = one_of(chance, waiting.order_by("id"))
    return (decides_on_family(play, chance, case) if case else None) or is_family()


@mind("forgot the password", 4)
def forgets_the_password(play: Play, chance: Random) -> str | None:
    """Asks for a link on the page for it; the worker writes the letter."""
    who = chance.choice(a_school(play, chance).team())
    if who.account is None:
        return None
    play.clock.tick()
    answer = Client().post("/wachtwoord/vergeten/", {"email": who.account.email})
    return f"{who.name} forgot the password: {answer.status_code}"


@mind("a day off", 3)
def day_off(play: Play, chance: Random) -> str | None:
    school = a_school(play, chance)
    first = calendar_for(school.school).after(play.clock.today, chance.randint(1, 12))
    closure = Closure(first, first + timedelta(days=chance.choice((0, 0, 1))), "Studiedag", ClosureSource.OWN)
    groups = list(Group.objects.filter(school=school.school, school_year=school_year_of(play.clock.today))[:1])
    only = groups if chance.random() < 0.3 else []
    school_changes.add_closed_day(
        act=play.act(school.administrator()), school=school.school, closure=closure, groups=only
    )
    return f"De {school.key} is closed on {first}"


def turn_of_the_year(play: Play) -> None:
    """What the administrator of each school does in June and when a school year begins, whatever else happens."""
    today = play.clock.today
    for school in play.schools:
        by = school.administrator()
        if today.month in (6, 7):
            before_the_summer(school, play.act(by))
        elif today.month in (8, 9):
            if not ConfirmedYear.objects.filter(school=school.school, school_year=school_year_of(today)).exists():
                confirm_year(school, by, play.act(by), today)
            after_the_summer(school, play.act(by))
