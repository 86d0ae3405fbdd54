"""`flask stage advance`: who goes on from a stage, printed, carried out, taken back."""

import json

import pytest

from tests.actions.test_advancing import heats


@pytest.fixture
def load_file(terminal, tmp_path):
    """Load a competition as a file, in place of the one that is there; gives the terminal."""

    def load(whole, *options):
        file = tmp_path / "heats.json"
        file.write_text(json.dumps(whole), encoding="utf-8")
        terminal.flask("competition", "load", file, *options)
        return terminal

    return load


def export(terminal):
    return json.loads(terminal.flask("competition", "export", "league").stdout)


def final_teams(terminal):
    return export(terminal)["stages"][1].get("teams")


def withdraw(whole, team):
    """The exported file with a team that withdrew before the final."""
    next(each for each in whole["teams"] if each["key"] == team)["withdrawn_from"] = "final"
    return whole


def test_the_preview_names_everybody_and_writes_nothing(load_file, in_english):
    terminal = load_file(heats())
    before = export(terminal)

    found = terminal.json("stage", "advance", "league", "semi")

    assert found == {
        "to": "final",
        "through": [
            {"team": "post", "rank": 1, "zone": None},
            {"team": "metro", "rank": 2, "zone": None},
        ],
        "line": [],
        "out": [],
        "reserves": ["bus", "rail"],
        "ready": True,
        "because": [],
    }
    assert export(terminal) == before


def test_they_go_on_and_that_is_taken_back(load_file, in_english):
    terminal = load_file(heats())

    printed = terminal.json("stage", "advance", "league", "semi", "--apply")
    assert [row["team"] for row in printed["through"]] == final_teams(terminal) == ["post", "metro"]

    terminal.flask("stage", "advance", "league", "semi", "--undo")
    assert final_teams(terminal) is None
    refused = terminal.flask("stage", "advance", "league", "semi", "--undo", code=1)
    assert "nothing to undo" in refused.stderr


def test_a_preview_that_is_not_certain_says_why_and_is_no_failure(load_file, in_english):
    whole = heats()
    whole["stages"][0]["rounds"][0]["state"] = "open"
    terminal = load_file(whole)

    found = terminal.json("stage", "advance", "league", "semi")

    assert not found["ready"]
    assert found["because"] == ["Semi-final · Semi-final round is not closed yet."]
    assert [row["team"] for row in found["through"]] == ["post", "metro"]

    refused = terminal.flask("stage", "advance", "league", "semi", "--apply", code=1)
    assert refused.stdout == ""
    assert "not certain yet" in refused.stderr
    assert "Semi-final · Semi-final round is not closed yet." in refused.stderr
    assert final_teams(terminal) is None


def test_why_is_given_in_both_languages_where_the_locale_names_none(load_file, monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    whole = heats()
    whole["stages"][0]["rounds"][0]["state"] = "open"

    (why,) = load_file(whole).json("stage", "advance", "league", "semi")["because"]

    assert "半决赛 · 半决赛轮" in why
    assert "Semi-final · Semi-final round is not closed yet." in why


def test_others_who_are_seated_there_are_named(load_file, in_english):
    terminal = load_file(heats(seated=("rail", "bus")))

    refused = terminal.flask("stage", "advance", "league", "semi", "--apply", code=1)

    assert "do not advance: bus, rail." in refused.stderr
    assert final_teams(terminal) is None


def test_a_reserve_is_called_up_with_a_reason(load_file, in_english):
    terminal = load_file(heats())
    terminal.flask("stage", "advance", "league", "semi", "--apply")
    command = ("stage", "advance", "league", "semi", "--replace", "post")
    refused = terminal.flask(*command, "--reason", "Broken down", code=1)
    assert "has not left stage “final”" in refused.stderr
    load_file(withdraw(export(terminal), "post"), "--replace")

    assert "--reason" in terminal.flask(*command, code=1).stderr
    done = terminal.flask(*command, "--reason", "Broken down")

    assert "bus takes the place of post." in done.stderr
    assert json.loads(done.stdout)["out"] == [{"team": "post", "reason": "withdrawn"}]
    assert final_teams(terminal) == ["bus", "metro"]
    row = terminal.flask("audit", "verify", "league")
    assert row.exit_code == 0


def test_after_a_correction_it_says_who_would_have_gone_through_and_changes_nothing(
    load_file, in_english
):
    terminal = load_file(heats())
    terminal.flask("stage", "advance", "league", "semi", "--apply")
    whole = export(terminal)
    whole["deductions"] = [
        {"match": "semi-1", "team": "metro", "points": "9", "reason": "Over time"}
    ]
    load_file(whole, "--replace")

    shown = terminal.flask("stage", "advance", "league", "semi")

    assert [row["team"] for row in json.loads(shown.stdout)["through"]] == ["post", "bus"]
    assert "Would advance now, and is not in stage “final”: bus." in shown.stderr
    assert "Is in stage “final”, and would not advance now: metro." in shown.stderr
    assert final_teams(terminal) == ["post", "metro"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("league", "nothing"), "There is no stage “nothing”"),
        (("nothing", "semi"), "There is no competition “nothing”"),
        (("league", "final"), "does not say where its best teams advance to"),
        (("league", "semi", "--apply", "--replace", "bus"), "Give one of"),
        (("league", "semi", "--replace", "tram", "--reason", "Ill"), "There is no team “tram”"),
        (("league", "semi", "--replace", "bus", "--reason", "Ill"), "is not in stage “final”"),
    ],
)
def test_what_cannot_be_is_said_and_fails(load_file, in_english, arguments, said):
    refused = load_file(heats()).flask("stage", "advance", *arguments, code=1)

    assert said in refused.stderr
    assert refused.stdout == ""


def test_what_was_written_is_exported_and_loaded_again(load_file, in_english):
    terminal = load_file(heats())
    terminal.flask("stage", "advance", "league", "semi", "--apply")
    before = export(terminal)

    load_file(before, "--replace")

    assert export(terminal) == before
    terminal.flask("stage", "advance", "league", "semi", "--undo")
    assert final_teams(terminal) is None
