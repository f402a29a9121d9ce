"""However another child's name is written, it is kept out of a call, a draft, a copy and what the class was told."""

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases import bodies
from kring.cases.actions import recording
from kring.cases.calling import script_for
from kring.cases.errors import Refused
from kring.cases.models import ParentCopy
from kring.cases.parent_copy import first_draft
from kring.cases.plan import content_of, newest_version
from kring.cases.what_to_say import names_unspoken
from kring.names.letters import without_unseen
from kring.school.models import Guardianship
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast, sign_in
from tests.names.examples import PERHAPS, SAME
from tests.web.sending import send

NAMES = [pair for pair in SAME if not any(mark.isdigit() or mark == "@" for mark in pair[0])]


def told_of(cast: Cast, registered: str, written: str) -> Telling:
    """Sem's case, in which the other child is registered so, and written so in what was agreed."""
    cast.daan.first_name = registered
    cast.daan.save()
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    case.agree(f"{written} laat de tas van Sem met rust.", "iedereen")
    return case


def said_to_sems_mother(case: Telling, cast: Cast) -> str:
    file = case.file
    visit = file.progress.current
    assert visit is not None
    return script_for(file, Guardianship.objects.get(guardian=cast.inge_bakker), visit, TODAY).whole


def test_none_of_them_is_said_to_the_other_family(cast: Cast) -> None:
    cast.sem.first_name = "Fleur"
    cast.sem.save()
    file = tell(cast).report(cast.sem, by=(cast.daan,)).file
    [fleur, other] = file.everyone
    for registered, written in [*NAMES, *PERHAPS]:
        other.pupil.first_name = registered
        unspoken = names_unspoken(file, fleur, pupils=[other.pupil], guardians=[], reporters=[])
        said = unspoken.replaced_in(f"Fleur en {written} spelen.")
        assert without_unseen(said).replace("leerling.", "leerling") == "Fleur en een andere leerling spelen.", (
            registered,
            written,
        )


@pytest.mark.parametrize(("registered", "written"), [("Ștefan", "Ștefan"), ("Daan", "Da-\nan"), ("Daan", "Da\nan")])
def test_it_is_not_said_on_the_phone(cast: Cast, registered: str, written: str) -> None:
    said = said_to_sems_mother(told_of(cast, registered, written), cast)
    assert "Iedereen: Een andere leerling laat de tas van Sem met rust." in said


SOME = [
    *(("Ștefan", "Ștefan"), ("Mureș", "Mureș"), ("Nguyễn", "Nguyễn"), ("Nguyễn", "Nguyen"), ("Thảo", "Thảo")),
    *(("Ionuț", "Ionuț"), ("IJsbrand", "Ĳsbrand"), ("Ĳsbrand", "IJsbrand"), ("D'Angelo", "D`Angelo")),
    *(("D’Angelo", "D'Angelo"), ("Daan", "D\u200faan"), ("Daan", "D\u00adaan"), ("Daan", "D a a n"), ("Jörg", "Joerg")),
]
ASKED = [("Daan", "Daantje"), ("Daan", "Da\nan"), ("Bo", "B o")]


@pytest.mark.parametrize(("registered", "written"), [*SOME, *ASKED])
def test_the_draft_of_the_other_familys_copy_does_without_it(cast: Cast, registered: str, written: str) -> None:
    case = told_of(cast, registered, written).step_3()
    version = newest_version(case.case)
    assert version is not None
    file = case.file
    child = next(one for one in file.everyone if one.pupil_id == cast.sem.pk)
    _problem, agreements, _approach = first_draft(content_of(version), file, child)
    assert "Iedereen: Een andere leerling laat de tas van Sem met rust." in agreements


@pytest.fixture
def page(cast: Cast) -> tuple[Telling, str]:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    child = next(one for one in case.file.people if one.pupil_id == cast.sem.pk)
    return case, reverse("parent_copy", args=[case.id, child.pk])


@pytest.mark.parametrize(("registered", "written"), SOME)
def test_a_copy_with_it_is_not_released(
    client: Client, cast: Cast, page: tuple[Telling, str], registered: str, written: str
) -> None:
    cast.daan.first_name = registered
    cast.daan.save()
    sign_in(client, cast.anouk)
    refused = send(client, page[1], problem=f"Dat was {written}.", agreements="", approach="", no_names=written)
    assert refused.status_code == 422
    assert "niet mogen lezen" in refused.content.decode()
    assert "<mark>" in refused.content.decode()
    assert not ParentCopy.objects.exists()


@pytest.mark.parametrize(("registered", "written"), ASKED)
def test_what_only_may_be_it_is_asked_about_and_released_when_it_is_no_name(
    client: Client, cast: Cast, page: tuple[Telling, str], registered: str, written: str
) -> None:
    cast.daan.first_name = registered
    cast.daan.save()
    sign_in(client, cast.anouk)
    texts = {"problem": f"Dat was {written} hier.", "agreements": "", "approach": ""}
    asked = send(client, page[1], **texts, no_names="")
    assert asked.status_code == 422
    assert "Is dit een naam van iemand anders" in asked.content.decode()
    assert "<mark>" in asked.content.decode()
    released = send(client, page[1], **texts, no_names=" ".join(written.split()))
    assert released.status_code == 303


@pytest.mark.parametrize(("registered", "written"), [*SOME, *ASKED, ("Lars", "Lars'"), ("Lars", "Larsʼ tas")])
def test_the_class_is_not_told_it(cast: Cast, registered: str, written: str) -> None:
    cast.lars.first_name = registered
    cast.lars.save()
    case = tell(cast).report(cast.noor, by=(cast.lars, cast.jens)).step_1().judged("bullying")
    for texts in (
        {"method": "Kring", "said": f"We spraken over {written}."},
        {"method": written, "said": "Over pesten."},
    ):
        with pytest.raises(Refused, match="Hier staat de naam van een leerling") as refused:
            recording.address_class(act=case.act(), case_id=case.id, on=TODAY, attention=bodies.ClassAttention(**texts))
        assert refused.value.field == ("said" if texts["method"] == "Kring" else "method")


def test_the_class_is_told_what_holds_no_name(cast: Cast) -> None:
    cast.lars.first_name, cast.lars.last_name = "Roos", "de Wit"
    cast.lars.save()
    case = tell(cast).report(cast.noor, by=(cast.lars, cast.jens)).step_1().judged("bullying")
    fact = recording.address_class(
        act=case.act(),
        case_id=case.id,
        on=TODAY,
        attention=bodies.ClassAttention(method="Kring", said="In de pauze speelt iedereen op het witte plein."),
    )
    assert fact.kind == "class_attention"


def test_a_number_written_with_words_beside_it_is_kept_out_too(cast: Cast) -> None:
    cast.karin_visser.phone = "06-12345678 (werk) / 010-0000123"
    cast.karin_visser.save()
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    case.agree("Sem belt +31 6 12345678 of 0100000123 als het nodig is.", "Sem")
    said = said_to_sems_mother(case, cast)
    assert "12345678" not in said
    assert "0000123" not in said
