"""Every name by which the school ever knew a child or guardian is kept out, whenever the text was written (034)."""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from kring.cases import bodies
from kring.cases.actions import recording, school_changes
from kring.cases.actions.releasing import names_to_keep_out
from kring.cases.calling import script_for
from kring.cases.errors import Refused
from kring.cases.models import ParentCopy
from kring.cases.parent_copy import first_draft, look_through
from kring.cases.plan import content_of, newest_version
from kring.school.act import Act
from kring.school.actions import change_guardian
from kring.school.former_names import former_in, remembering
from kring.school.models import Guardian, Guardianship, Pupil
from tests.cases.telling import Telling, tell
from tests.cast import NOW, TODAY, Cast, sign_in
from tests.paper.test_printing import text_of
from tests.web.sending import send


def act(cast: Cast) -> Act:
    return Act(by=cast.ada, at=NOW, today=TODAY, token=uuid4())


def rename(cast: Cast, pupil: Pupil, **names: Any) -> None:
    school_changes.change_pupil(act=act(cast), pupil=pupil, **names)


@pytest.fixture
def case(cast: Cast) -> Telling:
    """Tess takes part in the bullying of Sem, and is called so in what was agreed."""
    rename(cast, cast.daan, first_name="Tess")
    Pupil.objects.filter(pk=cast.daan.pk).update(former_names=None)  # she was never called otherwise
    told = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    told.agree("Tess blijft uit de kamer van Sem.", "Tess")
    return told.step_3()


def said_to(case: Telling, guardian: Guardian) -> str:
    file = case.file
    visit = file.progress.current
    assert visit is not None
    return script_for(file, Guardianship.objects.get(guardian=guardian), visit, case.today).whole


def draft_for(case: Telling, pupil: Pupil) -> str:
    version = newest_version(case.case)
    assert version is not None
    file = case.file
    child = next(one for one in file.everyone if one.pupil_id == pupil.pk)
    problem, agreements, approach = first_draft(content_of(version), file, child)
    return "\n".join((problem, *agreements, approach))


def test_the_name_of_before_is_not_said_to_the_other_family(cast: Cast, case: Telling) -> None:
    rename(cast, cast.daan, first_name="Thessa")
    said = said_to(case, cast.inge_bakker)
    assert "Een andere leerling blijft uit de kamer van Sem." in said
    assert "Tess" not in said


def test_the_own_family_hears_the_name_of_now(cast: Cast, case: Telling) -> None:
    rename(cast, cast.daan, first_name="Thessa")
    said = said_to(case, cast.karin_visser)
    assert "Thessa blijft uit de kamer van een andere leerling." in said
    assert "Tess " not in said


def test_the_draft_of_the_copy_holds_no_name_of_before(cast: Cast, case: Telling) -> None:
    rename(cast, cast.daan, first_name="Dani", last_name="Janssen")
    assert "Een andere leerling blijft uit de kamer van Sem." in draft_for(case, cast.sem)
    assert "Dani blijft uit de kamer van een andere leerling." in draft_for(case, cast.daan)


def test_no_name_of_before_is_released_or_printed(client: Client, cast: Cast, case: Telling) -> None:
    """From Daan Visser by Tess to Dani Janssen: each of these names is refused, through the page."""
    rename(cast, cast.daan, first_name="Daan")
    rename(cast, cast.daan, first_name="Dani", last_name="Janssen")
    sign_in(client, cast.anouk)
    child = next(one for one in case.file.people if one.pupil_id == cast.sem.pk)
    url = reverse("parent_copy", args=[case.id, child.pk])
    page = client.get(url).content.decode()
    for name in ("Tess", "Daan", "Visser", "Dani", "Janssen"):
        assert name not in page
        refused = send(client, url, problem=f"{name} deed het.", agreements="", approach="", no_names=name)
        assert refused.status_code == 422
        assert f"niet mogen lezen: {name}" in re.sub("<[^>]*>", "", refused.content.decode())
    kept = send(client, url, problem="Er speelt iets.", agreements="Sem speelt mee.", approach="", no_names="")
    assert kept.status_code == 303
    pdf = client.get(reverse("parent_copy_pdf", args=[case.id, ParentCopy.objects.get().pk]))
    text = text_of(bytes(pdf.content))
    assert "Sem speelt mee." in text
    assert not [name for name in ("Tess", "Daan", "Visser", "Dani", "Janssen") if name in text]


def test_a_pupil_of_the_school_is_asked_about_by_the_name_of_before_too(cast: Cast, case: Telling) -> None:
    rename(cast, cast.noor, first_name="Nour")
    file = case.file
    child = next(one for one in file.everyone if one.pupil_id == cast.sem.pk)
    others = names_to_keep_out(file, child, by=cast.anouk)
    assert look_through("Noor zag het, en Nour.", others).perhaps == ["Noor", "Nour"]
    case.agree("Sem zit naast Noor.", "Sem")
    assert "Sem zit naast een andere leerling." in said_to(case, cast.inge_bakker)


def test_a_guardian_is_not_named_by_the_name_of_before(cast: Cast, case: Telling) -> None:
    link = Guardianship.objects.get(guardian=cast.karin_visser)
    change_guardian(act=act(cast), guardianship=link, name="Karin Oltmans")
    case.agree("Sem wacht op Karin Visser of Karin Oltmans.", "Sem")
    said = said_to(case, cast.inge_bakker)
    assert "Sem wacht op een van twee anderen." in said
    file = case.file
    child = next(one for one in file.everyone if one.pupil_id == cast.sem.pk)
    found = look_through("Karin Visser belde.", names_to_keep_out(file, child, by=cast.anouk))
    assert found.never == ["Karin Visser"]


def test_the_class_is_not_told_a_name_of_before(cast: Cast, case: Telling) -> None:
    case = tell(cast).report(cast.noor, by=(cast.lars, cast.jens)).step_1().judged("bullying")
    rename(cast, cast.lars, first_name="Lasse")
    for said in ("Lars doet anders.", "LARS’ tas", "Lasse deed het."):
        with pytest.raises(Refused, match="naam van een leerling"):
            recording.address_class(
                act=case.act(), case_id=case.id, on=TODAY, attention=bodies.ClassAttention(method="Kring", said=said)
            )


def test_what_another_child_is_called_is_kept_out_though_the_own_child_was_called_so_before(
    cast: Cast, case: Telling
) -> None:
    """Sem was called Tess once: the Tess of this case is still somebody else."""
    rename(cast, cast.sem, first_name="Tess")
    rename(cast, cast.sem, first_name="Sem")
    assert "Een andere leerling blijft uit de kamer van Sem." in said_to(case, cast.inge_bakker)
    assert "Tess" not in draft_for(case, cast.sem)
    file = case.file
    child = next(one for one in file.everyone if one.pupil_id == cast.sem.pk)
    assert look_through("Tess deed het.", names_to_keep_out(file, child, by=cast.anouk)).never == ["Tess"]


def test_no_other_page_shows_a_name_of_before(client: Client, cast: Cast) -> None:
    rename(cast, cast.sem, first_name="Zebedeus")
    rename(cast, cast.sem, first_name="Sem")
    link = Guardianship.objects.get(guardian=cast.inge_bakker)
    for name in ("Quirina Zebedeus", "Inge Bakker"):
        change_guardian(act=act(cast), guardianship=link, name=name)
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    sign_in(client, cast.hein)
    for url in (
        reverse("school_pupil", args=[cast.sem.pk]),
        reverse("school_pupil_change", args=[cast.sem.pk]),
        reverse("school_group", args=[cast.sem.group_id]),
        reverse("case", args=[case.id]),
        reverse("report"),
    ):
        page = client.get(url)
        assert page.status_code == 200
        assert "Zebedeus" not in page.content.decode()


def test_names_of_before_are_sealed_and_go_with_the_child(cast: Cast) -> None:
    rename(cast, cast.yara, first_name="Yaara", last_name="Smit")
    with connection.cursor() as cursor:
        cursor.execute("SELECT former_names FROM school_pupil WHERE former_names IS NOT NULL")
        [(sealed,)] = cursor.fetchall()
    assert b"Smeets" not in bytes(sealed)
    pupil = Pupil.objects.get(pk=cast.yara.pk)
    assert [name.whole for name in pupil.former] == ["Yara Smeets"]
    assert [name.whole for name in pupil.every_name] == ["Yaara Smit", "Yara Smeets"]
    pupil.delete()
    assert not Pupil.objects.filter(former_names__isnull=False).exists()


def test_only_another_name_is_kept_and_each_once(cast: Cast) -> None:
    for first_name in ("sem", "SEM", "Sém", "Sam", "Sem", "Sam", "Sem"):
        rename(cast, cast.sem, first_name=first_name)
    pupil = Pupil.objects.get(pk=cast.sem.pk)
    assert [name.first_name for name in pupil.former] == ["Sém", "Sam", "Sem"]
    rename(cast, cast.sem, group=cast.group5)
    assert len(Pupil.objects.get(pk=cast.sem.pk).former) == 3
    assert Guardian.objects.get(pk=cast.inge_bakker.pk).every_name == ["Inge Bakker"]


def test_what_is_kept_is_read_back() -> None:
    assert former_in(None) == former_in("") == []
    kept = remembering(None, before=["Sém"], now=["Daan"])
    assert kept is not None
    assert json.loads(kept) == [["Sém"]]
    assert "é" in kept
    assert remembering(kept, before=["Sém"], now=["Lot"]) == kept
    assert remembering(kept, before=["Sem", "Bos"], now=["SEM", "bos"]) == kept
    assert former_in(remembering(kept, before=["Sem", "Bos"], now=["Sem", "Dam"])) == [("Sém",), ("Sem", "Bos")]


def test_an_agreement_of_before_concerns_the_child_still(cast: Cast, case: Telling) -> None:
    rename(cast, cast.sem, first_name="Samuel")
    case.agree("Sem gaat naar de juf.", "Sem")
    assert "Samuel gaat naar de juf." in said_to(case, cast.inge_bakker)
    assert "gaat naar de juf" not in said_to(case, cast.karin_visser)
    assert "Sem" not in said_to(case, cast.inge_bakker)
