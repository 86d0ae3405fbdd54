"""`flask competition import`: a list from a spreadsheet, printed first, then put in place."""

import json
from pathlib import Path

import pytest

from tests import factories
from tests.lists.workbooks import xlsx

TEAMS = [["2026年报名表"], [], ["代表队", "单位", "电话"], ["轮渡队", "轮渡公司", 138], ["地铁队"]]


@pytest.fixture
def file(tmp_path):
    """A list as a file with these rows, or this content."""

    def write(rows=TEAMS, name="名单.xlsx"):
        path = tmp_path / name
        path.write_bytes(rows if isinstance(rows, bytes) else xlsx(rows))
        return path

    return write


def run(terminal, *arguments, **more):
    return terminal.json("competition", "import", "league", *arguments, **more)


def teams(terminal):
    return [team["key"] for team in terminal.json("competition", "export", "league")["teams"]]


def test_a_list_is_printed_and_nothing_is_written(terminal, league, file):
    printed = run(terminal, "teams", file())

    assert printed == {
        "format": "accord-import/1",
        "kind": "teams",
        "columns": {"代表队": "team", "单位": "organisation", "电话": None},
        "rows": [
            {
                "row": 4,
                "verdict": "new",
                "key": "team-5",
                "name": "轮渡队",
                "problems": [],
                "notes": [],
            },
            {
                "row": 5,
                "verdict": "same",
                "key": "metro",
                "name": "地铁队",
                "problems": [],
                "notes": [],
            },
        ],
        "missing": ["bus", "post", "rail"],
        "counts": {"new": 1, "changed": 0, "same": 1, "wrong": 0},
    }
    assert len(teams(terminal)) == 4
    assert not (terminal.data_dir / "backups").exists()


def test_with_apply_it_is_written_after_a_backup_and_the_same_again_changes_nothing(
    terminal, league, file
):
    before = terminal.flask("competition", "export", "league").stdout

    done = terminal.flask("competition", "import", "league", "teams", file(), "--apply")
    again = terminal.flask("competition", "import", "league", "teams", file(), "--apply")

    assert teams(terminal)[-1] == "team-5"
    (backup,) = (terminal.data_dir / "backups").iterdir()
    assert backup.read_text(encoding="utf-8") == before
    assert f"saved to {backup}" in done.stderr
    assert json.loads(again.stdout)["counts"] == {"new": 0, "changed": 0, "same": 2, "wrong": 0}
    assert "nothing was changed" in again.stderr
    assert terminal.json("audit", "verify", "league")


def test_what_changes_says_what_it_was(terminal, league, file):
    rows = run(terminal, "teams", file([["key", "队名"], ["metro", "地铁一队"]]))["rows"]

    assert rows[0]["was"] == {"team": "地铁队"}


def test_a_wrong_row_exits_with_1_is_told_and_keeps_everything_out(terminal, league, file):
    path = file([["代表队", "种子"], ["轮渡队", 1], ["缆车队", "x"]])

    done = terminal.flask("competition", "import", "league", "teams", path, "--apply", code=1)

    printed = json.loads(done.stdout)
    assert printed["counts"]["wrong"] == 1
    assert printed["rows"][1]["problems"] == [
        {"column": "种子", "message": "“x” is no whole number from 1."}
    ]
    assert "Row 3, 种子: “x” is no whole number from 1." in done.stderr
    assert len(teams(terminal)) == 4


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"<html><body>", "web page"),
        (xlsx([["队名", "代表队"], ["a", "b"]]), "Two columns are for one field"),
        (xlsx([["电话"], ["138"]]), "No row of names"),
    ],
)
def test_what_is_no_list_is_refused_in_words(terminal, league, file, content, words):
    done = terminal.flask("competition", "import", "league", "teams", file(content), code=1)

    assert words in done.stderr
    assert done.stdout == ""


def test_a_text_of_unclear_encoding_is_shown_in_each_and_read_in_the_one_that_is_named(
    terminal, league, file
):
    path = file("代表队\n轮渡队\n".encode("utf-16-le"), "名单.csv")

    asked = terminal.flask("competition", "import", "league", "teams", path, code=1)

    assert "--encoding utf-16-le shows:\n    代表队\n    轮渡队\n" in asked.stderr
    named = run(terminal, "teams", path, "--encoding", "utf-16-le")
    assert named["rows"][0]["name"] == "轮渡队"


def test_a_sheet_and_a_stage_are_chosen_by_name(terminal, league, file):
    path = file(xlsx([["代表队"], ["轮渡队"]], name="报名"))

    assert run(terminal, "teams", path, "--sheet", "报名")["counts"]["new"] == 1
    refused = terminal.flask(
        "competition", "import", "league", "teams", path, "--sheet", "x", code=1
    )
    assert "The sheets are: 报名" in refused.stderr
    scores = file([["代表队", "成绩"], ["地铁队", 90]], "scores.xlsx")
    refused = terminal.flask("competition", "import", "league", "scores", scores, code=1)
    assert "no paper stage here" in refused.stderr


def test_what_is_not_there_is_said(terminal, league, file):
    nowhere = terminal.flask("competition", "import", "league", "teams", "nowhere.xlsx", code=1)
    other = terminal.flask("competition", "import", "other", "teams", file(), code=1)
    terminal.flask("competition", "import", "league", "songs", file(), code=2)

    assert "does not exist" in nowhere.stderr
    assert "no competition “other”" in other.stderr


def test_what_moves_a_published_result_needs_a_reason(terminal, tmp_path, file):
    whole = factories.league()
    paper = {"key": "paper", "name": factories.text("笔试"), "kind": "paper", "max": "100"}
    whole["stages"].append(paper | {"per": "team", "scores": [{"team": "bus", "score": "80"}]})
    Path(tmp_path / "a.json").write_text(json.dumps(whole), encoding="utf-8")
    terminal.flask("competition", "load", tmp_path / "a.json")
    terminal.flask("stage", "release", "league", "paper", "published")
    rows = file([["team", "score"], ["公交队", 95]])
    arguments = ("competition", "import", "league", "scores", rows, "--stage", "paper", "--apply")

    refused = terminal.flask(*arguments, code=1)
    terminal.flask(*arguments, "--reason", "一份答卷漏计。")

    assert "give the reason with --reason" in refused.stderr
    stages = terminal.json("competition", "export", "league")["stages"]
    assert stages[2]["scores"] == [{"team": "bus", "score": "95"}]
