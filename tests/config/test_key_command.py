"""`kring key`: the key on paper, back from paper, and replaced; by the command that who runs Kring types."""

import base64
import random
from contextlib import closing
from pathlib import Path

import pikepdf
import pytest
import qrcode
from django.core.management import CommandError, call_command
from pdfua.cli import main as pdfua
from pypdfium2 import PdfDocument

from kring.config import key_sheet
from kring.config.management.commands import key as command
from kring.school.act import Itself
from kring.school.actions import add_school
from kring.school.models import Pupil, School
from kring.trail.models import TrailLine
from kring.vault.groups import as_groups, from_groups
from kring.vault.installation import key_fingerprint, key_in_use, make_key_file
from kring.vault.keys import forget_keys
from kring.vault.models import InstallationMark
from tests.cast import NOW, sign_in
from tests.paper.test_printing import text_of as text_on
from tests.web.sending import text_of


@pytest.fixture
def paper() -> bytes:
    return key_sheet.sheet(NOW)


@pytest.fixture
def school(db: None) -> School:
    return add_school(act=Itself(NOW), name="De Wilg", region="midden")


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch):
    """What is typed, answer after answer; gives what was asked."""

    def types(*answers: str) -> list[str]:
        asked: list[str] = []
        left = list(answers)

        def answer(question: str) -> str:
            asked.append(question)
            if not left:
                raise EOFError
            return left.pop(0)

        monkeypatch.setattr("builtins.input", answer)
        return asked

    return types


@pytest.fixture
def groups_4_and_11(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_sheet, "asked_back", lambda chance: [4, 11])


def test_the_sheet_can_be_read_typed_over_and_is_the_key(school: School, paper: bytes):
    said = text_on(paper)
    assert "De sleutel van Kring De Wilg, maandag 23 november 2026" in said
    assert key_fingerprint() in said
    groups = as_groups(key_in_use())
    found = [word for word in said.split() if word in groups]
    assert found == groups
    assert from_groups(found) == key_in_use()
    assert "Zonder deze sleutel kan niemand de dossiers in Kring ooit nog lezen" in said


def test_how_to_put_it_back_is_said_in_six_steps(school: School, paper: bytes):
    said = text_on(paper)
    assert [f"{number}. " in said for number in range(1, 8)] == [True] * 6 + [False]


def test_the_sheet_is_one_accessible_page(school: School, paper: bytes, tmp_path: Path):
    file = tmp_path / "sheet.pdf"
    file.write_bytes(paper)
    assert pdfua(["check", str(file)]) == 0
    with pikepdf.open(file) as document:
        assert len(document.pages) == 1


def test_the_code_to_scan_has_the_same_groups_dot_for_dot(school: School, paper: bytes):
    """Held against the dots of the library itself, read back from the page as it is printed."""
    code = qrcode.QRCode(border=0, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data("-".join(as_groups(key_in_use())))
    code.make()
    wanted = [[bool(dot) for dot in row] for row in code.modules]
    assert dots_on(paper, len(wanted)) == wanted


def dots_on(paper: bytes, side: int) -> list[list[bool]]:
    """The dark and light dots of the code: found on the page by its first and last dark corner."""
    with closing(PdfDocument(paper)) as document:
        drawn = document[0].render(scale=8).to_pil().convert("L")
    width = round(key_sheet.CODE_WIDTH * 72 / 25.4 * 8)
    left = round(22 * 72 / 25.4 * 8)
    column = drawn.crop((left, 0, left + width, drawn.height))
    # The code stands by itself: a row of the page that is dark in the code's first and last seventh is of its top.
    first = width * key_sheet.CODE_BORDER / (side + 2 * key_sheet.CODE_BORDER)
    dot = width / (side + 2 * key_sheet.CODE_BORDER)
    tops = [
        y
        for y in range(drawn.height)
        if all(column.getpixel((round(first + (x + 0.5) * dot), y)) < 128 for x in (*range(7), *range(side - 7, side)))
    ]
    return [
        [column.getpixel((round(first + (x + 0.5) * dot), round(tops[0] + (y + 0.5) * dot))) < 128 for x in range(side)]
        for y in range(side)
    ]


def test_the_sheet_counts_once_two_groups_were_typed_back(
    school: School, typing, groups_4_and_11, tmp_path: Path, capsys
):
    groups = as_groups(key_in_use())
    file = tmp_path / "sheet.pdf"
    asked = typing(groups[3].lower(), "fout", f" {groups[10]} ")
    call_command("key", "sheet", str(file))
    assert asked == ["Groep 4: ", "Groep 11: ", "Groep 11: "]
    assert "Dat is niet wat in groep 11 staat." in capsys.readouterr().out
    assert file.stat().st_mode & 0o777 == 0o600
    mark = InstallationMark.objects.get()
    assert (mark.sheet_of, mark.sheet_made_at is None) == (key_fingerprint(), False)
    assert TrailLine.objects.filter(verb="key.sheet_made", school_id=school.pk).count() == 1


def test_it_does_not_count_while_nobody_typed_it_back(school: School, typing, groups_4_and_11, tmp_path: Path):
    typing(*["fout"] * command.TRIES)
    with pytest.raises(CommandError, match="telt nog niet"):
        call_command("key", "sheet", str(tmp_path / "sheet.pdf"))
    typing()
    with pytest.raises(CommandError, match="er werd niets getypt"):
        call_command("key", "sheet", "--typed-back")
    assert InstallationMark.objects.get().sheet_made_at is None
    groups = as_groups(key_in_use())
    typing(groups[3], groups[10])
    call_command("key", "sheet", "--typed-back")
    assert InstallationMark.objects.get().sheet_made_at is not None


def test_no_sheet_is_made_of_a_key_that_does_not_open_these_data(school: School, settings, tmp_path: Path):
    settings.KRING_KEY = base64.b64encode(b"another".ljust(32, b".")).decode()
    with pytest.raises(CommandError, match="is not the key that this database was sealed with"):
        call_command("key", "sheet", str(tmp_path / "sheet.pdf"))
    assert not (tmp_path / "sheet.pdf").exists()
    with pytest.raises(CommandError, match="is not the key that this database was sealed with"):
        call_command("key", "sheet", "--typed-back")


def test_a_file_that_is_there_is_not_written_over(school: School, typing, tmp_path: Path):
    (tmp_path / "sheet.pdf").touch()
    with pytest.raises(CommandError, match="Kies een andere naam"):
        call_command("key", "sheet", str(tmp_path / "sheet.pdf"))


def test_two_groups_are_asked_by_chance():
    asked = {tuple(key_sheet.asked_back(random.Random(seed))) for seed in range(40)}
    assert all(len(set(one)) == 2 and min(one) >= 1 and max(one) <= 13 for one in asked)
    assert len(asked) > 20


def test_the_key_file_is_made_from_paper_and_each_mistake_is_named(typing, settings, tmp_path: Path, capsys):
    groups = as_groups(key_in_use())
    wanted, fingerprint = key_in_use(), key_fingerprint()
    file = tmp_path / "installation.key"
    settings.KRING_KEY, settings.KRING_KEY_FILE = "", str(file)
    typing(*groups[:3], groups[3][::-1], *groups[3:10], "", "-".join(groups[10:]))
    call_command("key", "restore")
    said = capsys.readouterr().out
    assert said.count("In groep 4 zit een tikfout.") == 1
    assert said.count("In groep 11 zit een tikfout.") == 1
    assert f"sleutel {fingerprint}" in said
    assert (key_in_use(), file.stat().st_mode & 0o777) == (wanted, 0o600)
    with pytest.raises(CommandError, match="schrijft niet over een sleutel heen"):
        call_command("key", "restore")


def test_what_was_scanned_is_taken_at_once(typing, settings, tmp_path: Path):
    groups, wanted = as_groups(key_in_use()), key_in_use()
    settings.KRING_KEY, settings.KRING_KEY_FILE = "", str(tmp_path / "installation.key")
    typing("-".join(groups))
    call_command("key", "restore")
    assert key_in_use() == wanted


@pytest.mark.django_db(transaction=True)
def test_the_key_is_replaced_by_the_command(transactional_db: None, settings, tmp_path: Path, capsys):
    file = tmp_path / "installation.key"
    make_key_file(file)
    settings.KRING_KEY, settings.KRING_KEY_FILE = "", str(file)
    forget_keys()
    school = add_school(act=Itself(NOW), name="De Wilg", region="midden")
    Pupil.objects.create(school=school, first_name="Sem")
    before = key_fingerprint()
    call_command("key", "replace", "--grace", "0")
    assert key_fingerprint() != before
    assert f"De sleutel is vervangen door {key_fingerprint()}." in capsys.readouterr().out
    forget_keys()
    assert Pupil.objects.get().first_name == "Sem"
    forget_keys()


def test_a_key_in_the_environment_is_not_replaced(school: School):
    with pytest.raises(CommandError, match="Put it in a file"):
        call_command("key", "replace", "--grace", "0")


SHEET = "Het blad voor de kluis is van maandag 23 november 2026."


def test_head_and_administrator_read_of_when_the_sheet_is(client, cast):
    InstallationMark.objects.update(sheet_made_at=NOW, sheet_of=key_fingerprint())
    for who in (cast.hein, cast.ada):
        said = text_of(sign_in(client, who).get("/school/"))
        assert SHEET in said
        assert "daarna vervangen" not in said
    assert SHEET not in text_of(sign_in(client, cast.anouk).get("/school/"))


@pytest.mark.parametrize("made", [True, False])
def test_head_and_administrator_read_whom_to_ask_and_no_command(client, cast, made: bool):
    if made:
        InstallationMark.objects.update(sheet_made_at=NOW, sheet_of="0000-0000-0000-0000")
    said = {who: text_of(sign_in(client, getattr(cast, who)).get("/school/")) for who in ("hein", "ada")}
    sentence = f"{SHEET} De sleutel is daarna vervangen" if made else "Er is nog geen blad voor de kluis."
    assert all(sentence in one for one in said.values())
    to_do = "Vraag wie de server beheert om het te maken, en leg het in de kluis van de school."
    assert all(to_do in one and "kring key" not in one for one in said.values())
