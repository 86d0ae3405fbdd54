"""The `flask` commands, run as a person at a terminal runs them."""

import json
import sqlite3

import pytest

from competition import __version__, scoring
from competition.actions import rounds, stage_release
from competition.actions.meanwhile import seeing
from competition.cli import competition, terminal
from competition.document import read_file
from competition.store.db import NotConfirmed
from tests import factories
from tests.checks.test_who_plays import after_the_semi_final, match

PASSWORD = factories.PASSWORD


def test_a_file_is_loaded_into_an_empty_folder_listed_and_exported(terminal, league, tmp_path):
    (listed,) = terminal.json("competition", "list")
    assert listed == {
        "key": "league",
        "name": {"zh": "联赛", "en": "The league"},
        "state": {
            "semi": {"release": "hidden", "rounds": {"semi-round": "closed"}},
            "final": {"release": "hidden", "rounds": {"final-round": "open"}},
        },
    }
    printed = terminal.flask("competition", "export", "league").stdout_bytes
    terminal.flask("competition", "export", "league", "--out", tmp_path / "out.json")
    assert (tmp_path / "out.json").read_bytes() == printed

    other = terminal.at(tmp_path / "second")
    other.flask("competition", "load", tmp_path / "out.json")
    assert other.flask("competition", "export", "league").stdout_bytes == printed


def test_an_existing_key_is_refused_without_replace(terminal, league):
    before = terminal.flask("competition", "export", "league").stdout_bytes
    refused = terminal.flask("competition", "load", league, code=1)
    assert "There is already a competition “league”" in refused.stderr

    done = terminal.flask("competition", "load", league, "--replace")

    (backup,) = (terminal.data_dir / "backups").iterdir()
    assert str(backup) in done.stderr
    assert backup.read_bytes() == before


def test_a_file_that_would_move_submitted_marks_needs_a_reason_and_is_told_which(
    terminal, league, tmp_path
):
    before = terminal.flask("competition", "export", "league").stdout_bytes
    whole = factories.league()
    whole["sheets"][0]["marks"]["law"] = "8.5"
    file = tmp_path / "changed.json"
    file.write_text(json.dumps(whole), encoding="utf-8")

    refused = terminal.flask("competition", "load", file, "--replace", code=1)

    assert "semi-1/metro/li-na: law, 9 → 8.5" in refused.stderr
    assert "--reason" in refused.stderr
    assert refused.stdout == ""
    assert terminal.flask("competition", "export", "league").stdout_bytes == before
    assert not (terminal.data_dir / "backups").exists()

    assert "marked as imported" in refused.stderr
    done = terminal.flask("competition", "load", file, "--replace", "--reason", "A wrong digit")

    assert "Marked as imported: semi-1/metro/li-na." in done.stderr
    exported = json.loads(terminal.flask("competition", "export", "league").stdout)
    imported = exported["sheets"][0]["imported"]
    assert (imported["reason"], imported["by"]) == ("A wrong digit", "command line")
    assert terminal.flask("competition", "export", "league").stdout_bytes != before
    assert len(list((terminal.data_dir / "backups").iterdir())) == 1


def test_an_archived_competition_says_so_in_the_list_and_takes_no_writes(terminal, league):
    done = terminal.flask("competition", "archive", "league")

    (backup,) = (terminal.data_dir / "backups").iterdir()
    assert str(backup) in done.stderr
    (listed,) = terminal.json("competition", "list")
    assert listed["state"] == "archived"
    refused = terminal.flask("round", "state", "league", "final-round", "closed", code=1)
    assert "archived" in refused.stderr
    terminal.flask("competition", "archive", "league", code=1)

    terminal.flask("competition", "archive", "league", "--undo")

    (listed,) = terminal.json("competition", "list")
    assert listed["state"]["final"]["rounds"] == {"final-round": "open"}
    terminal.flask("competition", "archive", "league", "--undo", code=1)
    terminal.flask("competition", "archive", "nothing", code=1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("round", "state", "league", "final-round", "closed"),
        ("round", "announce", "league", "final-round"),
        ("stage", "release", "league", "semi", "published"),
        ("stage", "correct", "league", "semi", "--reason", "x"),
        ("judge", "links", "league", "--renew"),
        ("competition", "visibility", "league", "private"),
        ("competition", "load", "{file}", "--replace"),
    ],
)
def test_no_command_changes_an_archived_competition(terminal, league, arguments):
    terminal.flask("competition", "archive", "league")
    before = terminal.json("audit", "verify", "league")

    filled = (argument.format(file=league) for argument in arguments)
    refused = terminal.flask(*filled, code=1)

    assert "archived" in refused.stderr
    assert terminal.json("audit", "verify", "league") == before


def test_a_copy_for_next_year_has_the_set_up_and_no_mark(terminal, league):
    terminal.flask("competition", "archive", "league")

    done = terminal.flask("competition", "copy", "league", "league-2027")

    assert "league-2027" in done.stderr
    assert done.stdout == ""
    copy = terminal.json("competition", "export", "league-2027")
    assert (len(copy["teams"]), len(copy["judges"]), len(copy["topics"])) == (4, 3, 1)
    assert [len(stage["rounds"][0]["matches"]) for stage in copy["stages"]] == [2, 1]
    assert (copy["sheets"], copy["competition"]["visibility"]) == ([], "private")
    links = {
        link["token"]
        for key in ("league", "league-2027")
        for link in terminal.json("judge", "links", key)
    }
    assert len(links) == 6
    for key in ("league", "league-2027"):
        terminal.json("audit", "verify", key)


def test_a_copy_has_only_the_parts_that_are_named(terminal, league):
    terminal.flask("competition", "copy", "league", "new", "--with", "judges, rubric")

    copy = terminal.json("competition", "export", "new")
    assert [len(copy[part]) for part in ("teams", "judges", "stages")] == [0, 3, 0]
    assert len(copy["rubric"]["dimensions"]) == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("league", "league"), "already a competition"),
        (("league", "New One"), "lower-case letters"),
        (("nothing", "new"), "no competition “nothing”"),
        (("league", "new", "--with", "teams,marks"), "“marks” is no part"),
        (("league", "new", "--day", "May"), "“May” is no day"),
    ],
)
def test_a_copy_that_cannot_be_made_is_refused_in_words(terminal, league, arguments, sentence):
    refused = terminal.flask("competition", "copy", *arguments, code=1)

    assert sentence in refused.stderr
    assert [each["key"] for each in terminal.json("competition", "list")] == ["league"]


def test_a_sample_is_loaded_by_its_name_once(terminal, in_english):
    terminal.flask("competition", "sample", "chaoyang-final")

    (listed,) = terminal.json("competition", "list")
    assert listed["key"] == "chaoyang-final"
    terminal.flask("competition", "sample", "chaoyang-final", code=1)
    refused = terminal.flask("competition", "sample", "../chaoyang-final", code=1)
    assert "There are: chaoyang-final, quality-review, training-exam." in refused.stderr


def test_a_competition_is_removed_with_its_key_said_twice_and_its_backup_named(terminal, league):
    before = terminal.flask("competition", "export", "league").stdout_bytes
    for options in ((), ("--yes", "leage")):
        refused = terminal.flask("competition", "remove", "league", *options, code=1)
        assert "league" in refused.stderr
    assert not (terminal.data_dir / "backups").exists()

    done = terminal.flask("competition", "remove", "league", "--yes", "league")

    (backup,) = (terminal.data_dir / "backups").iterdir()
    assert str(backup) in done.stderr
    assert done.stdout == ""
    assert backup.read_bytes() == before
    assert terminal.json("competition", "list") == []
    assert terminal.json("audit", "verify", "league")["length"] == 2
    terminal.flask("competition", "remove", "league", "--yes", "league", code=1)


def test_on_a_terminal_the_key_is_asked_for_again(terminal, league, monkeypatch):
    monkeypatch.setattr(competition, "_is_terminal", lambda: True)
    refused = terminal.flask("competition", "remove", "league", typed="yes\n", code=1)
    assert "Teams: 4, sheets: 12" in refused.stderr

    terminal.flask("competition", "remove", "league", typed="league\n")

    assert terminal.json("competition", "list") == []


def test_every_problem_of_a_file_is_listed_with_its_place_and_nothing_is_written(
    terminal, tmp_path
):
    whole = factories.league()
    whole["teams"][3]["name"] = {"zh": "a\u202eb"}
    whole["judges"][0]["nickname"] = "x"
    whole["sheets"][0]["marks"]["law"] = "10.3"
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps(whole), encoding="utf-8")

    refused = terminal.flask("competition", "load", file, code=1)

    places = [line.split(": ")[0] for line in refused.stderr.splitlines()]
    assert "sheets[0].marks.law" in places
    assert any(place.startswith("teams[3].name") for place in places)
    assert any(place.startswith("judges[0]") for place in places)
    assert refused.stdout == ""
    assert terminal.json("competition", "list") == []


@pytest.mark.parametrize("command", [("competition", "load"), ("recount",), ("awards",)])
def test_a_file_that_cannot_be_read_is_named_with_the_reason(terminal, tmp_path, command):
    broken = tmp_path / "broken.json"
    broken.write_bytes(b'{"format": "accord/1", ')
    latin = tmp_path / "latin.json"
    latin.write_bytes('{"format": "é"}'.encode("latin-1"))
    for file, words in (
        (tmp_path / "nothing.json", "does not exist"),
        (tmp_path, "is a folder"),
        (broken, "Line 1"),
        (latin, "UTF-8"),
    ):
        refused = terminal.flask(*command, file, code=1)
        assert words in refused.stderr
        assert refused.stdout == ""


def test_a_recount_reads_a_written_test_and_replaced_seats_from_standard_input(terminal):
    whole = json.dumps(factories.contest()).encode()

    counted = json.loads(terminal.flask("recount", "-", typed=whole).stdout)

    assert counted == scoring.recount(read_file(whole))
    written, semi, _final = counted["stages"]
    assert [row["team"] for row in written["standings"]] == ["metro", "bus", "post", "rail"]
    assert {"code": "replaced", "match": "semi-1", "seat": "noor", "from": "jo"} in semi["warnings"]


def test_a_recount_needs_no_database_and_makes_none(terminal, tmp_path):
    file = tmp_path / "league.json"
    file.write_text(json.dumps(factories.league()), encoding="utf-8")

    counted = json.loads(terminal.process("-m", "flask", "recount", file).stdout)

    assert counted == scoring.recount(read_file(file.read_bytes()))
    assert counted["format"] == "accord-standings/1"
    assert not terminal.data_dir.exists()


def test_json_survives_a_terminal_that_is_not_utf_8(terminal, league):
    ascii_only = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "LANG": "zh_CN.UTF-8"}
    printed = terminal.process("-m", "flask", "competition", "list", **ascii_only).stdout
    assert json.loads(printed.decode("ascii"))[0]["name"]["zh"] == "联赛"
    load = ("-m", "flask", "competition", "load", league)
    assert terminal.process(*load, code=1, **ascii_only).stderr.isascii()


def test_messages_are_in_the_terminals_language(terminal, tmp_path, monkeypatch):
    def said(language):
        monkeypatch.setenv("LANG", language)
        return terminal.flask("recount", tmp_path / "nothing.json", code=1).stderr.strip()

    chinese, english = said("zh_CN.UTF-8"), said("en_GB.UTF-8")
    assert "nothing.json 不存在" in chinese
    assert english.endswith("does not exist.")
    assert said("C.UTF-8") == f"{chinese} / {english}"


def test_the_judges_links_stay_the_same_until_they_are_renewed(terminal, league):
    ask = ("judge", "links", "league", "--base", "http://10.0.0.7:8000/")
    links = terminal.json(*ask)
    assert [link["judge"] for link in links] == ["li-na", "zhang-wei", "jo"]
    assert links[0]["name"] == {"zh": "李娜", "en": "李娜"}
    for link in links:
        assert link["url"] == f"http://10.0.0.7:8000/j/{link['token']}"
    assert terminal.json(*ask) == links

    one = terminal.json(*ask, "--renew", "jo")
    assert one[:2] == links[:2]
    assert one[2]["token"] != links[2]["token"]
    everybody = terminal.json(*ask, "--renew")
    assert not {link["token"] for link in everybody} & {link["token"] for link in one}
    refused = terminal.flask("judge", "links", "league", "--renew", "nobody", code=1)
    assert "no judge “nobody”" in refused.stderr


@pytest.mark.parametrize("base", ["", "hall", "ftp://hall", "http://", "http://[", "http://hall?x"])
def test_a_base_address_that_no_browser_could_follow_is_refused(terminal, league, base):
    before = terminal.json("judge", "links", "league")

    refused = terminal.flask("judge", "links", "league", "--base", base, "--renew", code=1)

    assert refused.stdout == ""
    assert f"“{base}”" in refused.stderr
    assert terminal.json("judge", "links", "league") == before


def test_an_organisers_password_is_read_from_standard_input(terminal):
    done = terminal.flask("organiser", "add", "王芳", typed=f"{PASSWORD}\n")
    assert "王芳" in done.stderr
    assert "already" in terminal.flask("organiser", "add", "王芳", typed=PASSWORD, code=1).stderr
    assert "characters" in terminal.flask("organiser", "add", "李娜", typed="short", code=1).stderr
    terminal.flask("organiser", "add", "", typed=PASSWORD, code=1)


def test_a_round_is_closed_and_reopened_with_a_reason_that_the_audit_keeps(terminal, league):
    terminal.flask("round", "state", "league", "final-round", "closed")
    terminal.flask("round", "state", "league", "final/final-round", "open", "--reason", "Late")
    terminal.flask("round", "state", "league", "final-round", "closed")
    terminal.flask("round", "state", "league", "final-round", "open")

    state = terminal.json("competition", "list")[0]["state"]
    assert state["final"]["rounds"] == {"final-round": "open"}
    file = sqlite3.connect(terminal.data_dir / "accord.sqlite")
    kept = file.execute("SELECT after FROM audit_row WHERE action = 'round.state'").fetchall()
    file.close()
    assert [json.loads(row[0]).get("reason") for row in kept] == [
        None,
        "Late",
        None,
        "no reason given (command line)",
    ]


def test_a_final_is_announced_and_opened_only_after_saying_what_it_tells(
    terminal, in_english, tmp_path
):
    whole = factories.league()
    whole["stages"][0]["advance"] = {"to": "final", "top": 2}
    whole["stages"][1]["rounds"][0]["state"] = "draft"
    (tmp_path / "league.json").write_text(json.dumps(whole), encoding="utf-8")
    terminal.flask("competition", "load", tmp_path / "league.json")
    tells = "who is in stage “final”; the results of stage “semi” are not released"

    assert tells in terminal.flask("round", "announce", "league", "final-round").stderr
    assert json.loads(terminal.flask("competition", "export", "league").stdout)["stages"][1][
        "rounds"
    ][0]["announced"]
    assert tells not in terminal.flask("round", "state", "league", "final-round", "open").stderr
    terminal.flask("round", "state", "league", "final-round", "draft")
    terminal.flask("round", "announce", "league", "final/final-round", "--undo")

    assert tells in terminal.flask("round", "state", "league", "final-round", "open").stderr
    refused = terminal.flask("round", "announce", "league", "final-round", code=1)
    assert "has been opened" in refused.stderr


def test_a_competition_is_made_private_and_public_again(terminal, league):
    before = terminal.flask("competition", "export", "league").stdout
    terminal.flask("competition", "visibility", "league", "private")
    private = json.loads(terminal.flask("competition", "export", "league").stdout)
    assert private["competition"]["visibility"] == "private"

    terminal.flask("competition", "visibility", "league", "public")

    assert terminal.flask("competition", "export", "league").stdout == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("round", "announce", "league", "nothing"), "no round “nothing”"),
        (("competition", "visibility", "league", "secret"), "public, private; not “secret”"),
        (("competition", "visibility", "nowhere", "public"), "no competition “nowhere”"),
        (("round", "state", "league", "nothing", "open"), "no round “nothing”"),
        (("round", "state", "league", "final-round", "ajar"), "draft, open, closed"),
        (("round", "state", "nowhere", "final-round", "open"), "no competition “nowhere”"),
        (("stage", "release", "league", "nothing", "live"), "no stage “nothing”"),
        (("stage", "release", "league", "semi", "shown"), "hidden, live, frozen, published"),
        (("judge", "links", "nowhere"), "no competition “nowhere”"),
        (("competition", "export", "nowhere"), "no competition “nowhere”"),
        (("audit", "verify", "nowhere"), "no competition “nowhere”"),
    ],
)
def test_a_refusal_is_one_sentence(terminal, league, arguments, words):
    refused = terminal.flask(*arguments, code=1)
    assert words in refused.stderr
    assert refused.stdout == ""


def test_a_release_that_would_reveal_a_hidden_stage_is_withheld_with_the_reason(terminal, league):
    done = terminal.flask("stage", "release", "league", "final", "live")
    assert "Not shown yet: it carries the totals of stage “semi”" in done.stderr
    assert terminal.json("competition", "list")[0]["state"]["final"]["release"] == "live"


def test_a_release_is_set(terminal, league):
    terminal.flask("stage", "release", "league", "semi", "published")
    assert terminal.json("competition", "list")[0]["state"]["semi"]["release"] == "published"


def test_a_release_that_somebody_else_overtakes_says_so_and_does_nothing(
    terminal, league, monkeypatch
):
    set_release = stage_release.set_release

    def overtaken(key, stage_key, mode, by, **more):
        monkeypatch.setattr(stage_release, "set_release", set_release)
        with seeing(None):
            set_release(key, stage_key, "live", "organiser 王芳")
        set_release(key, stage_key, mode, by, **more)

    monkeypatch.setattr(stage_release, "set_release", overtaken)
    refused = terminal.flask("stage", "release", "league", "semi", "frozen", code=1)

    assert "changed meanwhile by organiser 王芳" in refused.stderr
    assert terminal.json("competition", "list")[0]["state"]["semi"]["release"] == "live"


def test_a_round_that_somebody_else_reopens_meanwhile_is_not_moved(terminal, league, monkeypatch):
    set_state = rounds.set_state

    def overtaken(*arguments):
        monkeypatch.setattr(rounds, "set_state", set_state)
        with seeing(None):
            set_state("league", "semi-round", "open", "organiser 王芳", "A mistake")
        set_state(*arguments)

    monkeypatch.setattr(rounds, "set_state", overtaken)
    refused = terminal.flask("round", "state", "league", "semi-round", "draft", code=1)

    assert "changed meanwhile" in refused.stderr


def test_a_published_stage_is_taken_back_with_a_reason_only(terminal, league):
    terminal.flask("stage", "release", "league", "semi", "published")

    refused = terminal.flask("stage", "release", "league", "semi", "hidden", code=1)
    assert "semi would no longer be published" in refused.stderr
    assert "--reason" in refused.stderr

    terminal.flask("stage", "release", "league", "semi", "hidden", "--reason", "Mixed up")
    again = terminal.flask("stage", "correct", "league", "semi", code=1)
    assert "Nothing to correct" in again.stderr


def test_version_names_accord_first(terminal):
    assert terminal.flask("version").stdout.splitlines()[0] == f"Accord {__version__}"


def test_opening_names_who_is_seated_without_going_on_and_publishing_who_has_no_place(
    terminal, tmp_path
):
    file = tmp_path / "final.json"
    final = after_the_semi_final(match("f", "post", "rail"))
    file.write_text(json.dumps(final), encoding="utf-8")
    terminal.flask("competition", "load", file)

    opened = terminal.flask("round", "state", "league", "final/round", "open")

    assert opened.stdout == ""
    assert "Advances from Semi but has no match in Final: Metro, Bus." in opened.stderr
    assert "Has a match in Final but does not advance from Semi: Post, Rail." in opened.stderr
    terminal.flask("round", "state", "league", "final/round", "closed")

    published = terminal.flask("stage", "release", "league", "final", "published")

    assert "No place, because a sheet is missing: Post, Rail." in published.stderr


def test_loading_names_teams_of_one_name(terminal, tmp_path):
    whole = factories.league()
    whole["teams"][0]["name"] = whole["teams"][1]["name"] = "李宁"
    file = tmp_path / "same.json"
    file.write_text(json.dumps(whole), encoding="utf-8")

    loaded = terminal.flask("competition", "load", file)

    assert "These teams have the same name: 李宁 (metro), 李宁 (bus)." in loaded.stderr


def test_a_commit_that_was_not_confirmed_is_not_said_to_be_nothing(app, monkeypatch, capsys):
    monkeypatch.setenv("LC_ALL", "en")
    with app.app_context(), pytest.raises(SystemExit) as ended, terminal.exit_on_refusal():
        raise NotConfirmed
    assert ended.value.code == 1
    assert "It is not known whether this has been stored" in capsys.readouterr().err
