"""The demo begins again: nothing of the former one is left to come in to, and the new one is as the first was."""

from random import Random

import pytest
from django.test import Client

from kring.cases.models import Case
from kring.demo import people
from kring.demo.again import SEED
from kring.demo.build import build_demo
from kring.demo.practice import begin, owned_by_a_school
from kring.school.models import Account, Practice, School, StaffMember
from kring.web.request.sure import SURE
from tests.cast import NOW, TODAY, Cast

pytestmark = pytest.mark.slow


def test_the_demo_begins_again_for_everybody(db, settings, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.KRING_DEMO = True
    monkeypatch.setattr(people, "PUPILS_IN_A_GROUP", 7)  # those with a part in a case
    former = build_demo(at=NOW, today=TODAY, random=Random(SEED))
    anouk = StaffMember.objects.get(school=former, name="Anouk Vermeer")
    School.objects.filter(pk=former.pk).update(clock_ahead_days=30)
    begin(of=anouk, at=NOW, today=TODAY)
    cases, staff = Case.objects.count(), StaffMember.objects.filter(school=former).count()
    client.post(f"/demo/als/{anouk.pk}/")

    asked = client.post("/demo/opnieuw/", {"next": "/vandaag/"})
    assert "De demo opnieuw beginnen?" in asked.content.decode()
    assert Case.objects.filter(school=former).count() == cases
    answer = client.post("/demo/opnieuw/", {SURE: "1"})

    assert (answer.status_code, answer["Location"]) == (303, "/aanmelden/")
    new = School.objects.exclude(pk__in=[former.pk, *Practice.objects.values_list("school", flat=True)]).get()
    assert new.clock_ahead_days < 7  # to the next school day at most
    assert (Case.objects.count(), StaffMember.objects.filter(is_active=True).count()) == (cases, staff)
    for model, to_school in owned_by_a_school():
        assert not model._base_manager.exclude(**{to_school: new.pk}).exists(), model
    assert not StaffMember.objects.exclude(school=new).exclude(account=None).exists()
    assert Account.objects.exclude(staff_members__school=new).count() == 0
    assert client.get("/vandaag/").status_code == 303
    assert client.post(f"/demo/als/{anouk.pk}/").status_code == 404


def test_outside_a_demo_nothing_begins_again(client: Client, cast: Cast) -> None:
    assert client.post("/demo/opnieuw/", {SURE: "1"}).status_code == 404
    assert StaffMember.objects.filter(pk=cast.anouk.pk, is_active=True).exists()
