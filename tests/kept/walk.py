"""Opens a kept database with today's Kring, and walks through it as everybody; what is wrong is said on the way out.

Runs in a process of its own, with the environment of `tests.kept.installation`: `python -m tests.kept.walk`. The pages
live a few minutes after the last thing that was written down there.
"""

import json
import re
import sys
from collections import defaultdict
from datetime import timedelta
from html import unescape
from typing import Any

import django
from django.core.management import call_command

FEW = 3
"""How many pages of one address are opened where more say the same: one pupil's page is like another's."""
EVERY_PAGE_OF_A_CASE = ("case", "file", "people", "trail", "parent_copies", "home_notes", "plan", "issue_plan", "close")
NOT_KEPT = {
    "web.Submission": "of a form that was sent; making a kept database sends none that is carried out once",
    "web.AskedLink": "there until the worker looks, and never in a demo, which mails nobody",
}
"""What a kept database holds nothing of, and why."""
NOTHING_TO_OPEN = ("account_logout", "choose_school", "letter_file", "letter_html")


def main(few: int = FEW, *, of_today: bool = False) -> list[str]:
    """Bring the database up to date, look at what it holds, and walk; everything that is wrong, a sentence each.

    `few` is how many pages of one address are opened where more say the same. A database `of_today` must hold all that
    Kring can keep.
    """
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)

    from django.conf import settings

    from kring.school.models import School
    from kring.trail.models import TrailLine
    from kring.web.request import clock

    last = TrailLine.objects.order_by("-at").values_list("at", flat=True)[0]
    ahead = timedelta(days=School.objects.get(practice=None).clock_ahead_days)
    clock.now = lambda: last - ahead + timedelta(minutes=10)
    wrong = [*moved(settings.KRING_DATA), *unreadable(), *(missing() if of_today else [])]
    for visitor in everybody(few):
        wrong += Walk(*visitor, few).wrong
    return wrong + shut_facts() + work_that_fails() + trail_that_is_not_whole()


def trail_that_is_not_whole() -> list[str]:
    """Every line has its place in the chain, those of before there was one too."""
    from kring.trail.chain import link_former
    from kring.trail.verifying import verify

    while link_former():
        pass
    result = verify()
    return [*map(str, result.faults), *(["lines without a place"] if result.former or not result.lines else [])]


def moved(folder: Any) -> list[str]:
    """The cases that now stand elsewhere than when the database was kept."""
    from tests.kept.make import POSITIONS, positions

    then, now = json.loads((folder / POSITIONS).read_text()), positions()
    return [
        f"case {key} stood at {then.get(key)}, and now at {now.get(key)}"
        for key in {*then, *now}
        if then.get(key) != now.get(key)
    ]


def unreadable() -> list[str]:
    """Every fact must open, and so must everything else that is sealed."""
    from kring.cases.models import Fact
    from kring.school.models import Factor
    from kring.school.second_step import opened

    return [
        *(f"{fact} says nothing" for fact in Fact.objects.all() if not fact.body),
        *(f"{factor} holds no secret" for factor in Factor.objects.all() if not opened(factor)),
    ]


def missing() -> list[str]:
    """What Kring can keep and is not kept here: of one made today that is a mistake, of an older one it is its age."""
    from django.apps import apps

    from kring.cases.bodies import KINDS
    from kring.cases.models import Fact

    wrong = []
    for model in apps.get_models():
        if model._meta.app_label in ("cases", "mail", "reports", "school", "trail", "web", "vault"):
            rows = list(model._default_manager.all())
            if not rows and model._meta.label not in NOT_KEPT:
                wrong.append(f"nothing is kept of {model._meta.label}")
    kept = set(Fact.objects.values_list("kind", flat=True))
    return wrong + [f"no fact of the kind {kind} is kept" for kind in KINDS if kind not in kept]


def everybody(few: int) -> list[tuple[Any, int]]:
    """Somebody of each role, and how many pages of one address each opens; the coordinator opens every case."""
    from kring.cases.models import Case
    from kring.school.models import Role, StaffMember

    one_of_each = {member.role: member for member in StaffMember.objects.order_by("-name") if member.account_id}
    one_of_each[Role.TEACHER] = StaffMember.objects.get(pk=Case.objects.filter(closed_on=None).values("owner")[:1])
    return [(member, 1000 if role == Role.COORDINATOR else few) for role, member in one_of_each.items()]


def shut_facts() -> list[str]:
    """The lines that do not open, when the head opens one of each kind. Taking back has no page of its own."""
    from django.urls import reverse

    from kring.cases.models import Fact
    from kring.school.models import Role, StaffMember
    from tests.kept.make import browser_of

    browser = browser_of(StaffMember.objects.get(role=Role.HEAD, account__isnull=False))
    one_of_each = {
        fact.kind: reverse("fact", args=[fact.case_id, fact.pk]) for fact in Fact.objects.exclude(kind="withdrawn")
    }
    answers: list[tuple[str, Any]] = [(kind, browser.get(url)) for kind, url in one_of_each.items()]
    return [f"the page of a {kind} answers {said.status_code}" for kind, said in answers if said.status_code != 200]


class Walk:
    """Somebody follows every link from the first page on."""

    def __init__(self, who: Any, most: int, few: int) -> None:
        from tests.kept.make import browser_of

        self.who, self.most, self.few = who, most, few
        self.browser = browser_of(who)
        self.wrong: list[str] = []
        self.opened: dict[str, set[str]] = defaultdict(set)
        waiting = ["/", "/school/"]
        while waiting:
            url = waiting.pop()
            if self.wants(url):
                waiting += self.open(url)
        if len(self.opened) < 5:
            self.wrong.append(f"{who.name} ({who.role}) came no further than {sorted(self.opened)}")

    def wants(self, url: str) -> bool:
        """Whether this page says anything that the ones before it did not."""
        from django.urls import Resolver404, resolve

        try:
            name = resolve(url.partition("?")[0]).url_name or ""
        except Resolver404:
            self.wrong.append(f"{self.who.name} ({self.who.role}) is led to {url}, which is no address")
            return False
        seen = self.opened[name]
        most = self.most if name in EVERY_PAGE_OF_A_CASE or name.startswith("plan_") else self.few
        if url in seen or len(seen) >= most or name in NOTHING_TO_OPEN:
            return False
        seen.add(url)
        return True

    def open(self, url: str) -> list[str]:
        """Open the page; the addresses that it leads to."""
        answer: Any = self.browser.get(url)
        if answer.status_code in (302, 303):
            return [answer["Location"]]
        if answer.status_code != 200:
            self.wrong.append(f"{self.who.name} ({self.who.role}) gets {answer.status_code} at {url}")
        if not answer.get("Content-Type", "").startswith("text/html"):
            return []
        links = re.findall(r'href="(/[^"#]*)', answer.content.decode())
        return [unescape(link) for link in links if not link.startswith("/static/")]


def work_that_fails() -> list[str]:
    """A new child is reported, a duty done in that case, and the plan of another issued."""
    from django.urls import reverse

    from kring.cases.models import Case, Fact, Involved, PlanVersion
    from kring.school.models import GroupTeacher, Pupil, Role, StaffMember
    from tests.kept.make import browser_of
    from tests.web.browsing import opened, send

    group = GroupTeacher.objects.filter(staff=Case.objects.order_by("number").last().owner_id).first()  # type: ignore[union-attr]
    assert group is not None
    teacher = StaffMember.objects.get(pk=group.staff_id)
    target, instigator = Pupil.objects.filter(group=group.group_id).exclude(pk__in=Involved.objects.values("pupil"))[:2]
    browser, cases = browser_of(teacher), Case.objects.count()
    children = {"bullied": target.pk, "bullies": instigator.pk}
    told = send(browser, reverse("report"), story="Er werd geduwd.", reported_by="colleague", **children)
    if Case.objects.count() != cases + 1:
        return [f"a new report is answered with {told.status_code}: {errors(told)}"]

    wrong = []
    case = Case.objects.order_by("-opened_at")[0]
    talk = send(
        browser, reverse("duty", args=[case.pk, "talk_target"]), said="We spraken.", own_words="Hij duwt.", feels=2
    )
    if not Fact.objects.filter(case=case, kind="talk").exists():
        wrong.append(f"the talk in a new case is answered with {talk.status_code}: {errors(talk)}")
    leader, versions = (
        browser_of(StaffMember.objects.get(role=Role.COORDINATOR, account__isnull=False)),
        PlanVersion.objects.count(),
    )
    for running in Case.objects.filter(closed_on=None):
        url = reverse("issue_plan", args=[running.pk])
        if "token" in (form := opened(leader, url)):
            leader.post(url, form)
    if PlanVersion.objects.count() == versions:
        wrong.append("no plan could be issued, though something changed in one of them")
    return wrong


def errors(answer: Any) -> str:
    """What the page that came back says is wrong."""
    return "; ".join(re.findall(r'class="[^"]*error[^"]*"[^>]*>([^<]+)', answer.content.decode()))


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    sys.exit("\n".join(main(*numbers, of_today="of-today" in sys.argv)) or 0)
