"""The pages of the parent's copy: made from the plan, refused while a name stands in it, printed."""

import pytest
from django.test import Client
from django.urls import reverse
from msgspec import structs

from kring.cases.models import ParentCopy, PlanVersion
from kring.cases.plan import content_of, to_text
from kring.school.models import School
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
    assert "Op maandag 30 november 2026 kijken we hoe het gaat. Daarna hoort u weer van ons." in text
    assert "Beste ouders en verzorgers van Daan," in text
    assert "Bel gerust naar school. Vraag dan naar Anouk Vermeer of Carla Jansen." in text
    School.objects.filter(pk=cast.school.pk).update(phone="0341 25 00 00")
    again = text_of(bytes(client.get(reverse("parent_copy_pdf", args=[case.id, copy.pk])).content))
    assert "Bel gerust naar school, 0341 25 00 00. Vraag dan naar Anouk Vermeer of Carla Jansen." in again
    assert again.count("0341 25 00 00") == 3, "on top, where one asks, and under the name"
    for word in ("Seo", "zaak", "evaluatie", "dossier"):
        assert word not in text
    assert printed["Content-Disposition"] == f'inline; filename="afspraken-{case.case.reference}.pdf"'
    assert TrailLine.objects.filter(case_id=case.id, verb="parent_copy.released").count() == 1
    assert TrailLine.objects.filter(case_id=case.id, verb="parent_copy.printed", by=cast.anouk).count() == 2


def test_names_that_still_stand_in_the_draft_are_marked_before_anything_is_sent(
    client: Client, cast: Cast, case: Telling
) -> None:
    version = PlanVersion.objects.get(case=case.id)
    problem = "Sem wordt uitgelachen.\nNoor zag het, en <b>Lars</b> ook."
    version.content = to_text(structs.replace(content_of(version), problem=problem))
    version.save()
    child = next(one for one in case.file.people if one.pupil_id == cast.daan.pk)
    sign_in(client, cast.anouk)
    url = reverse("parent_copy", args=[case.id, child.pk])
    page = client.get(url).content.decode()
    assert "Hier staat nog een naam. Herschrijf deze zinnen." in page
    assert "<mark>Noor</mark> zag het, en &lt;b&gt;<mark>Lars</mark>&lt;/b&gt; ook." in page
    assert "<mark>Sem</mark>" not in page
    waved = send(client, url, problem="Noor zag het.", agreements="", approach="", no_names="Noor")
    assert waved.status_code == 303
    refused = send(client, url, problem="Er is niets.", agreements="Sem en Daan spelen.", approach="", no_names="")
    assert "<mark>Sem</mark> en Daan spelen." in refused.content.decode()


def test_a_draft_without_names_marks_nothing(client: Client, cast: Cast, case: Telling) -> None:
    child = next(one for one in case.file.people if one.pupil_id == cast.daan.pk)
    sign_in(client, cast.anouk)
    assert "<mark>" not in client.get(reverse("parent_copy", args=[case.id, child.pk])).content.decode()


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


@pytest.mark.parametrize(("name", "says"), [("ሳራ", True), ("Сара", False)], ids=["ethiopic", "cyrillic"])
def test_a_name_that_no_font_of_the_paper_has_is_said_before_it_is_released(
    client: Client, cast: Cast, name: str, says: bool
) -> None:
    cast.daan.first_name = name
    cast.daan.save()
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    child = next(one for one in case.file.people if one.pupil_id == cast.daan.pk)
    page = sign_in(client, cast.anouk).get(reverse("parent_copy", args=[case.id, child.pk])).content.decode()
    assert ("Dit kan Kring niet op papier zetten:" in page) is says
    assert (">ሳ ራ<" in page) is says
