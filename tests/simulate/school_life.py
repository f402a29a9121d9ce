"""What goes on in a school beside its cases: reports, the list of pupils, the team, days off, illness, and looks."""

from datetime import timedelta
from random import Random
from typing import Any

from kring.cases.actions import listing, opening, relatives, school_changes, standing_in
from kring.cases.actions.inviting import add_colleague
from kring.cases.models import Absence, Case, Concern
from kring.school.calendars import Closure, calendar_for, school_year_of
from kring.school.models import ClosureSource, ConfirmedYear, Group, Guardianship, Pupil, StaffMember
from kring.school.models import Role as Staff
from kring.web.report.views import ANSWER, JOIN, NEW
from tests.simulate.ledger import Said
from tests.simulate.minds import a_leader, a_school, mind, one_of
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
        "targets-count": "1",
        "targets-0-pupil": target.pk,
        "instigators-count": "1",
        "instigators-0-pupil": chance.choice(near).pk if chance.random() < 0.85 else "",
        "others-count": "1",
        "others-0-pupil": "",
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
        fields |= {"targets-0-pupil": "", "targets-0-first_name": name, "targets-0-last_name": "Nieuwkamp"}
    if chance.random() < 0.15:
        fields["targets-0-both"] = "on"
    if fields["instigators-0-pupil"] == fields["targets-0-pupil"]:
        fields["instigators-0-pupil"] = ""
    return fields


def who_reports(school: PlayedSchool, chance: Random) -> StaffMember:
    return chance.choice(school.team(Staff.TEACHER, Staff.MEMBER, Staff.COORDINATOR, Staff.HEAD))


def which_case(chance: Random, answer: Any, fields: dict[str, Any]) -> dict[str, Any]:
    """The answer to the page that asks to which case a report belongs."""
    running = [one["answer"] for one in answer.context["known"] if one["answer"]]
    joins = running and chance.random() < 0.7
    return {**fields, ANSWER: chance.choice(running) if joins else NEW}


@mind("reports", 26)
def reports(play: Play, chance: Random) -> str | None:
    """By the page, as most that is new in a case begins."""
    school = a_school(play, chance)
    if Case.objects.filter(school=school.school, closed_on=None).count() >= 4:
        return None  # so many at once no school of thirty children has
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
    by = chance.choice(school.team(Staff.COORDINATOR, Staff.HEAD))
    play.get(by, f"/melding/medewerker/{found.pk}/")
    opening.take_up_concern(act=play.act(by), concern_id=found.pk)
    return f"{by.name} takes a concern up"


@mind("looks around", 14)
def looks_around(play: Play, chance: Random) -> str | None:
    """Somebody opens lists and pages, their own and whatever address they have: of another case, another school."""
    by = chance.choice(chance.choice(play.schools).team())
    case = one_of(chance, Case.objects.order_by("id"))
    pages = ["/vandaag/", "/zaken/", "/plannen/", "/meldingen/", "/observatie/", "/concepten/", "/school/", "/agenda/"]
    if case:
        of_case = ("", "dossier/", "mensen/", "spoor/", "thuis/", "plan/", "overdracht/", "voor-ouders/", "belofte/")
        pages += [f"/zaken/{case.pk}/{part}" for part in of_case] * 2 + [f"/plannen/{case.pk}/"] * 3
    path = chance.choice(pages)
    answer = play.get(by, path)
    if case and str(case.pk) in path and case.school_id != by.school_id and answer.status_code == 200:
        raise Broken(f"nobody reads what is not theirs: {by.name} opened {path.replace(str(case.pk), 'a case')}")
    return f"{by.name} opens a page: {answer.status_code}"


@mind("settles a typed child", 4)
def settles(play: Play, chance: Random) -> str | None:
    typed = one_of(chance, Pupil.objects.filter(typed_at__isnull=False).select_related("school").order_by("id"))
    if typed is None:
        return None
    school = next(one for one in play.schools if one.school.pk == typed.school_id)
    by = chance.choice(school.team(Staff.ADMINISTRATOR, Staff.HEAD))
    deed = chance.randrange(3)
    if deed == 0:
        child = chance.choice(school.children())
        listing.recognise_pupil(act=play.act(by), pupil=typed, same_as=child.pk)
    elif deed == 1:
        group = one_of(chance, school.groups(school_year_of(play.clock.today)).values())
        listing.list_pupil(
            act=play.act(by), pupil=typed, first_name=typed.first_name, last_name=typed.last_name, group=group
        )
    else:
        listing.say_not_here(act=play.act(by), pupil=typed)
    return f"{by.name} says who a typed child is ({deed})"


@mind("is away for a time", 4)
def is_away(play: Play, chance: Random) -> str | None:
    school = a_school(play, chance)
    by = chance.choice(school.team(Staff.COORDINATOR, Staff.HEAD))
    running = one_of(chance, Absence.objects.filter(school=school.school, ended_at=None).order_by("id"))
    if running and chance.random() < 0.3:
        standing_in.end_absence(act=play.act(by), absence_id=running.pk)
        return f"{by.name} says that a colleague is back"
    ill, other = chance.sample(school.team(), 2)
    first = play.clock.today + timedelta(days=chance.choice((0, 0, 1, 5)))
    standing_in.stand_in_for_all(
        act=play.act(by),
        staff_id=ill.pk,
        to=other.pk,
        from_on=first,
        until_on=first + timedelta(days=chance.randint(0, 20)),
    )
    return f"{ill.name} is away, {other.name} stands in"


@mind("the team changes", 2)
def team_changes(play: Play, chance: Random) -> str | None:
    """Somebody leaves, is back, is new, or has another address."""
    school = a_school(play, chance)
    by, deed = school.administrator(), chance.randrange(4)
    who = chance.choice(school.team(Staff.TEACHER, Staff.MEMBER))
    if deed == 0 and len(school.team()) > 5:
        school_changes.change_colleague(act=play.act(by), staff=who, is_active=False)
        return f"{who.name} leaves the school"
    if deed == 1:
        gone = one_of(chance, StaffMember.objects.filter(school=school.school, is_active=False).order_by("id"))
        if gone is None:
            return None
        school_changes.change_colleague(act=play.act(by), staff=gone, is_active=True)
        return f"{gone.name} is back"
    if deed == 2 and len(school.team()) < 12:
        name = f"{chance.choice(FIRST)} Nieuweling"
        add_colleague(
            act=play.act(by),
            school=school.school,
            name=name,
            role=Staff.MEMBER,
            email=f"nieuw{play.number}@{school.key}.example",
        )
        return f"{name} is new"
    school_changes.change_colleague(act=play.act(by), staff=who, email=f"ander{play.number}@{school.key}.example")
    return f"{who.name} has another address"


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


@mind("a child changes", 3)
def a_child_changes(play: Play, chance: Random) -> str | None:
    """Another group, another name, away from school; or its guardians."""
    school = a_school(play, chance)
    by, child, deed = school.administrator(), chance.choice(school.children()), chance.randrange(6)
    act = play.act(by)
    if deed == 0:
        school_changes.change_pupil(act=act, pupil=child, left_on=play.clock.today)
    elif deed == 1:
        group = chance.choice(list(school.groups(school_year_of(play.clock.today)).values()) or [child.group])
        school_changes.change_pupil(act=act, pupil=child, group=group)
    elif deed == 2:
        school_changes.change_pupil(act=act, pupil=child, first_name=chance.choice(FIRST))
    else:
        link = one_of(chance, Guardianship.objects.filter(pupil=child).order_by("id"))
        if link is None or deed == 3:
            school_changes.add_guardian(
                act=act, pupil=child, name=f"Nieuw {child.last_name}", relation="carer", custody="unknown"
            )
        elif deed == 4:
            school_changes.set_custody(act=act, guardianship=link, custody=chance.choice(["yes", "no", "unknown"]))
        else:
            until = play.clock.today + timedelta(days=20)
            school_changes.hold_back(act=act, guardianship=link, until=until, because="Een rechter beslist nog.")
    return f"{by.name} changes what is known of a child ({deed})"


@mind("family on the staff", 1)
def family(play: Play, chance: Random) -> str | None:
    case = one_of(chance, Case.objects.filter(relative_waits=True).select_related("owner", "stand_in").order_by("id"))
    school = a_school(play, chance)
    if case is not None:
        by = a_leader(play, chance, case)
        if by is None:
            return None
        who = chance.choice(school.team())
        relatives.decide_on_relative(
            act=play.act(by), case_id=case.pk, staff_id=who.pk, keep_out=chance.random() < 0.5, because="Ver weg."
        )
        return f"{by.name} decides on a relative in {case}"
    links = Guardianship.objects.filter(pupil__in=school.children()).select_related("guardian").order_by("id")
    link = one_of(chance, links)
    if link is None:
        return None
    who = chance.choice(school.team(Staff.TEACHER, Staff.MEMBER))
    school_changes.say_who_on_staff(act=play.act(school.administrator()), guardianship=link, staff=who)
    return f"{who.name} is a guardian"


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
        if today.month == 6:
            before_the_summer(school, play.act(by))
        elif today.month in (8, 9):
            if not ConfirmedYear.objects.filter(school=school.school, school_year=school_year_of(today)).exists():
                confirm_year(school, by, play.act(by), today)
            after_the_summer(school, play.act(by))
