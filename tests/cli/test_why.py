"""`flask why`: every step of a total, from a file alone, or why there is none."""

import json

from competition.document import read_file
from competition.why import prove
from tests import factories


def file_of(tmp_path, whole):
    file = tmp_path / "league.json"
    file.write_text(json.dumps(whole), encoding="utf-8")
    return file


def test_it_prints_the_proof_and_makes_no_database(terminal, tmp_path):
    file = file_of(tmp_path, factories.league())

    printed = json.loads(
        terminal.process("-m", "flask", "why", file, "metro", "--stage", "semi").stdout
    )

    assert printed == prove(read_file(file.read_bytes()), "metro", "semi")
    assert printed["format"] == "accord-why/1"
    assert not terminal.data_dir.exists()


def test_it_reads_standard_input(terminal):
    whole = json.dumps(factories.league())

    printed = json.loads(terminal.flask("why", "-", "metro", "--stage", "semi", typed=whole).stdout)

    assert printed["team"] == "metro"


def test_a_team_without_a_total_is_refused_with_stage_reason_and_the_last_total(terminal, tmp_path):
    file = file_of(tmp_path, factories.league())

    said = terminal.flask("why", file, "metro", code=1).stderr

    assert "metro has no total in final yet: a sheet is missing (missing_sheet)." in said
    assert "The last stage in which it has a total is semi: --stage semi." in said


def test_an_unknown_team_or_stage_is_refused_by_name(terminal, tmp_path):
    file = file_of(tmp_path, factories.league())

    assert "no team violet" in terminal.flask("why", file, "violet", code=1).stderr
    assert "no stage x" in terminal.flask("why", file, "metro", "--stage", "x", code=1).stderr


def test_a_file_that_is_refused_is_refused_with_its_place(terminal, tmp_path):
    whole = factories.league()
    whole["teams"][0]["key"] = 7

    said = terminal.flask("why", file_of(tmp_path, whole), "metro", code=1).stderr

    assert "teams[0].key" in said
