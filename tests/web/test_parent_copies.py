"""The pages of the parent's copy: made from the plan, refused while a name stands in it, printed."""

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.models import ParentCopy
from kring.trail.models import TrailLine
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.paper.test_printing import text_of
from tests.web.sending import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()


def test_a_teacher_makes_reads_and_prints_the_copy_for_daans_parents(client: Client, cast: Cast, case: Telling) -> None:
    sign_in(client, cast.anouk)
    child = next(one for one in case.file.people if one.pupil_id == cast.daan.pk)
    url = reverse("parent_copy", args=[case.id, child.pk])
    page = client.get(url)
    assert "Een andere leerling wordt elke dag uitgelachen op het plein." in page.content.decode()
    refused = send(client, url, problem="Sem wordt uitgelachen.", agreements="", approach="", no_names="")
    assert refused.status_code == 422
    assert "niet mogen lezen: Sem" in refused.content.decode()
    assert "Sem wordt uitgelachen." in refused.content.decode()
    kept = send(
        client, url, problem="Er wordt iemand uitgelachen.", agreements="Daan lacht niet mee.", approach="", no_names=""
    )
    assert kept.status_code == 303
    copy = ParentCopy.objects.get()
    assert f"Ouderversie {copy.number}" in client.get(kept["Location"]).content.decode()
    printed = client.get(reverse("parent_copy_pdf", args=[case.id, copy.pk]))
    text = text_of(bytes(printed.content))
    assert "Voor de ouders van Daan" in text
    assert "Daan lacht niet mee." in text
    assert "Sem" not in text
    assert printed["Content-Disposition"] == f'inline; filename="afspraken-{case.case.reference}.pdf"'
    assert TrailLine.objects.filter(case_id=case.id, verb="parent_copy.released").count() == 1
    assert TrailLine.objects.filter(case_id=case.id, verb="parent_copy.printed", by=cast.anouk).count() == 1


@pytest.mark.parametrize("name", ["mo", "wil", "ada"])
def test_who_may_not_read_the_file_sees_nothing_of_it(client: Client, cast: Cast, case: Telling, name: str) -> None:
    sign_in(client, getattr(cast, name))
    child = case.file.people[0]
    assert client.get(reverse("parent_copies", args=[case.id])).status_code == 404
    assert client.get(reverse("parent_copy", args=[case.id, child.pk])).status_code == 404
    assert client.get(reverse("parent_copy_pdf", args=[case.id, child.pk])).status_code == 404


def test_without_a_plan_the_page_says_what_comes_first(client: Client, cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    sign_in(client, cast.anouk)
    assert "Deel eerst het plan met het team" in client.get(reverse("parent_copies", args=[case.id])).content.decode()
    child = case.file.people[0]
    assert client.get(reverse("parent_copy", args=[case.id, child.pk])).status_code == 404
