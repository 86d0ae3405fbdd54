"""`flask fairness`: the report on judging, from a file alone."""

import json

from competition.document import read_file
from competition.fairness import fairness_report
from tests import factories
from tests.cli.test_why import file_of


def test_it_prints_the_report_and_makes_no_database(terminal, tmp_path):
    file = file_of(tmp_path, factories.league())

    printed = json.loads(terminal.process("-m", "flask", "fairness", file).stdout)

    assert printed == fairness_report(read_file(file.read_bytes()))
    assert [stage["stage"] for stage in printed["stages"]] == ["semi", "final"]
    assert not terminal.data_dir.exists()


def test_it_reads_standard_input_and_one_stage(terminal):
    whole = json.dumps(factories.league())

    said = terminal.flask("fairness", "-", "--stage", "final", typed=whole).stdout

    assert [stage["stage"] for stage in json.loads(said)["stages"]] == ["final"]


def test_an_unknown_stage_is_refused_by_name(terminal, tmp_path):
    file = file_of(tmp_path, factories.league())

    said = terminal.flask("fairness", file, "--stage", "violet", code=1)

    assert "no stage violet" in said.stderr
    assert said.stdout == ""


def test_a_written_test_has_nothing_to_report(terminal, tmp_path):
    file = file_of(tmp_path, factories.league_with_test())

    said = terminal.flask("fairness", file, "--stage", "test").stdout

    assert json.loads(said)["stages"] == []


def test_a_file_that_is_refused_is_refused_with_its_place(terminal, tmp_path):
    whole = factories.league()
    whole["teams"][0]["key"] = 7

    said = terminal.flask("fairness", file_of(tmp_path, whole), code=1).stderr

    assert "teams[0].key" in said
