"""The worker and the administrator go through the trail; where it ends is noted beside the data."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kring.config.trail_jobs import GoesThrough, note_where_the_trail_ends, noted_before
from kring.trail.models import ChainHead, ChainKey, ChainLink, LastCheck, TrailLine
from kring.trail.outside import end_of_chain, noted_in
from kring.trail.record import record
from kring.trail.verbs import Verb
from tests.cast import NOW, Cast
from tests.trail.chaining import set_column, settle
from tests.trail.test_verifying import remove


@pytest.fixture
def trail(cast: Cast, settings, tmp_path: Path) -> Cast:
    """A trail with a few lines, on an installation with a folder of its own."""
    settings.KRING_DATA = tmp_path
    for minute in range(4):
        write(cast, minute)
    settle()
    return cast


def write(cast: Cast, minute: int = 0) -> TrailLine:
    return record(verb=Verb.CASE_READ, school_id=cast.school.id, at=NOW + timedelta(minutes=minute), by=cast.anouk)


def go_through() -> LastCheck:
    job = GoesThrough()
    while job(NOW):
        pass
    return LastCheck.objects.get()


def lines_in_log(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "kring.config.trail_jobs"]


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture):
    logger = logging.getLogger("kring")
    logger.addHandler(caplog.handler)
    caplog.set_level(logging.INFO, "kring")
    yield caplog
    logger.removeHandler(caplog.handler)


def test_the_worker_goes_through_the_trail_and_says_in_the_log_where_it_ends(trail: Cast, log):
    checked = go_through()
    assert (checked.ended_at, checked.lines, checked.faults) == (NOW, TrailLine.objects.count(), 0)
    assert lines_in_log(log) == [f"The trail is whole: {checked.lines} lines, the last is {end_of_chain()}."]


def test_what_is_wrong_is_kept_and_said_in_the_log(trail: Cast, log):
    set_column(TrailLine, TrailLine.objects.latest("id").pk, "verb", "case.closed")
    checked = go_through()
    assert (checked.faults, checked.kind, checked.number) == (1, "changed", checked.lines)
    assert lines_in_log(log)[0].startswith("The trail is not whole: 1 faults in ")


def test_where_the_trail_ends_is_noted_in_a_file_that_nobody_else_reads(trail: Cast):
    note_where_the_trail_ends(NOW)
    assert noted_before() == [end_of_chain()]
    assert noted_in().stat().st_mode & 0o777 == 0o600
    write(trail)
    settle()
    note_where_the_trail_ends(NOW)
    assert noted_before() == [end_of_chain()]


def test_a_trail_that_was_cut_off_does_not_write_over_what_was_noted(trail: Cast):
    older = ChainHead.objects.get()
    write(trail)
    settle()
    note_where_the_trail_ends(NOW)
    noted = noted_before()
    remove(older.number + 1, older.number + 1)
    older.save()
    write(trail)
    settle()
    note_where_the_trail_ends(NOW)
    assert noted_before() == noted
    assert go_through().kind == "another"


def test_a_file_with_something_else_is_said_in_the_log_and_stops_nothing(trail: Cast, log):
    noted_in().write_text("boodschappen\n")
    assert go_through().faults == 0
    assert lines_in_log(log)[0].endswith("trail.noted holds something else than a line of the trail.")


def test_before_the_first_line_nothing_is_noted(db, settings, tmp_path):
    settings.KRING_DATA = tmp_path
    note_where_the_trail_ends(NOW)
    assert not noted_in().exists()


def test_a_turn_that_fails_begins_anew(trail: Cast, monkeypatch):
    job = GoesThrough()
    assert job(NOW) is True
    with monkeypatch.context() as patched:
        patched.setattr("kring.trail.verifying.Verifier.some", lambda self: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            job(NOW)
    while job(NOW):
        pass
    assert LastCheck.objects.get().lines == TrailLine.objects.count()


def test_the_command_says_that_the_trail_is_whole(trail: Cast, capsys):
    call_command("trail", "verify")
    assert capsys.readouterr().out == f"Het spoor klopt: 4 regels, de laatste is {end_of_chain()}.\n"
    call_command("trail", "end")
    assert capsys.readouterr().out == f"{end_of_chain()}\n"


def test_the_command_names_what_is_wrong_and_ends_badly(trail: Cast, capsys):
    set_column(TrailLine, TrailLine.objects.latest("id").pk, "verb", "case.closed")
    with pytest.raises(CommandError, match=r"Het spoor klopt niet\. Bewaar een kopie") as failed:
        call_command("trail", "verify")
    assert failed.value.returncode == 1
    said = capsys.readouterr().out
    assert said.startswith("Regel 4, van maandag 23 november om 10.03 uur, is veranderd of verplaatst.  [")


def test_the_command_holds_it_against_what_was_noted_elsewhere(trail: Cast, capsys):
    with pytest.raises(CommandError):
        call_command("trail", "verify", "--noted", f"9:{'ab' * 32}")
    assert capsys.readouterr().out == "Het spoor is afgebroken: de regels 5 tot en met 9 zijn weg.\n"


def test_lines_of_before_there_was_a_chain_are_said_and_can_be_let_in_at_once(trail: Cast, capsys):
    TrailLine.objects.bulk_create(
        TrailLine(school_id=trail.school.id, at=NOW, by=trail.anouk, verb="case.read") for _ in range(3)
    )
    ChainLink.objects.all().delete()
    ChainHead.objects.all().delete()
    ChainKey.objects.all().delete()
    call_command("trail", "verify")
    assert "7 regels van vroeger krijgen hun plaats nog" in capsys.readouterr().out
    call_command("trail", "link")
    call_command("trail", "verify")
    assert "Het spoor klopt: 7 regels" in capsys.readouterr().out


def test_a_fault_that_is_called_known_by_its_code_is_no_fault_of_the_last_check_any_more(trail: Cast, capsys):
    set_column(TrailLine, TrailLine.objects.latest("id").pk, "verb", "case.closed")
    assert go_through().faults == 1
    with pytest.raises(CommandError):
        call_command("trail", "verify")
    code = capsys.readouterr().out.rpartition("[")[2].partition("]")[0]
    with pytest.raises(CommandError, match="Geen fout heeft nu deze code"):
        call_command("trail", "known", "0" * len(code), "--why", "mended")
    call_command("trail", "known", code, "--why", "mended")
    assert "Iedere directeur leest het" in capsys.readouterr().out
    settle()
    call_command("trail", "verify")
    assert "1 fout is eerder uitgezocht." in capsys.readouterr().out
    assert LastCheck.objects.get().faults == 0


def test_a_code_of_before_it_was_changed_once_more_is_of_no_fault(trail: Cast, capsys):
    newest = TrailLine.objects.latest("id").pk
    set_column(TrailLine, newest, "verb", "case.closed")
    with pytest.raises(CommandError):
        call_command("trail", "verify")
    code = capsys.readouterr().out.rpartition("[")[2].partition("]")[0]
    set_column(TrailLine, newest, "verb", "case.joined")
    with pytest.raises(CommandError, match="Geen fout heeft nu deze code"):
        call_command("trail", "known", code, "--why", "mended")
    assert not TrailLine.objects.filter(verb="trail.fault_known").exists()
