"""The `flask` commands, run as a person at a terminal runs them."""

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from app import create_app
from competition import __version__, scoring
from competition.document import read_file
from tests import factories
from tests.conftest import app_in, environment_for

PASSWORD = factories.PASSWORD


class Terminal:
    """A terminal in the repository's folder, with a DATA_DIR that does not exist yet."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir

    def flask(self, *arguments, typed="", code=0):
        """Run a command in this process; its exit code must be `code`."""
        with app_in(self.data_dir) as app:
            runner = app.test_cli_runner()
            done = runner.invoke(args=[str(argument) for argument in arguments], input=typed)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == code, done.stderr
        return done

    def json(self, *arguments, **more):
        """What a command prints, parsed."""
        return json.loads(self.flask(*arguments, **more).stdout)

    def at(self, folder):
        """The same terminal with another DATA_DIR."""
        return Terminal(folder)

    def process(self, *program, code=0, **changes):
        """Run a program in a process of its own."""
        done = subprocess.run(
            [sys.executable, *map(str, program)],
            cwd=factories.ROOT,
            env=environment_for(self.data_dir, 8000) | changes,
            capture_output=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == code, done.stderr
        assert b"Traceback" not in done.stderr
        return done


@pytest.fixture(autouse=True)
def _in_english(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


@pytest.fixture
def terminal(tmp_path):
    return Terminal(tmp_path / "data")


@pytest.fixture
def league(terminal, tmp_path):
    """The league, loaded; the file it came from."""
    file = tmp_path / "league.json"
    file.write_text(json.dumps(factories.league()), encoding="utf-8")
    terminal.flask("competition", "load", file)
    return file


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


def test_the_same_key_is_refused_until_it_is_to_be_replaced(terminal, league):
    before = terminal.flask("competition", "export", "league").stdout_bytes
    refused = terminal.flask("competition", "load", league, code=1)
    assert "There is already a competition “league”" in refused.stderr

    done = terminal.flask("competition", "load", league, "--replace")

    (backup,) = (terminal.data_dir / "backups").iterdir()
    assert str(backup) in done.stderr
    assert backup.read_bytes() == before


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


@pytest.mark.parametrize("command", [("competition", "load"), ("recount",)])
def test_a_file_that_cannot_be_read_is_named_in_a_sentence(terminal, tmp_path, command):
    broken = tmp_path / "broken.json"
    broken.write_bytes(b'{"format": "accord/1", ')
    latin = tmp_path / "latin.json"
    latin.write_bytes('{"format": "é"}'.encode("latin-1"))
    for file, words in (
        (tmp_path / "nothing.json", "there is no such file"),
        (tmp_path, "is a folder"),
        (broken, "Line 1"),
        (latin, "UTF-8"),
    ):
        refused = terminal.flask(*command, file, code=1)
        assert words in refused.stderr
        assert refused.stdout == ""


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


def test_the_terminal_is_spoken_to_in_its_own_language(terminal, tmp_path, monkeypatch):
    def said(language):
        monkeypatch.setenv("LANG", language)
        return terminal.flask("recount", tmp_path / "nothing.json", code=1).stderr.strip()

    chinese, english = said("zh_CN.UTF-8"), said("en_GB.UTF-8")
    assert "没有这个文件" in chinese
    assert english.endswith("there is no such file.")
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
def test_links_that_no_browser_could_follow_are_not_handed_out(terminal, league, base):
    before = terminal.json("judge", "links", "league")

    refused = terminal.flask("judge", "links", "league", "--base", base, "--renew", code=1)

    assert refused.stdout == ""
    assert f"“{base}”" in refused.stderr
    assert terminal.json("judge", "links", "league") == before


def test_an_organisers_password_is_read_where_nobody_can_be_asked(terminal):
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


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
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
def test_what_cannot_be_done_is_said_in_a_sentence(terminal, league, arguments, words):
    refused = terminal.flask(*arguments, code=1)
    assert words in refused.stderr
    assert refused.stdout == ""


def test_a_release_that_would_give_a_hidden_stage_away_is_held_back_and_said_so(terminal, league):
    done = terminal.flask("stage", "release", "league", "final", "live")
    assert "Held back until stage “semi”" in done.stderr
    assert terminal.json("competition", "list")[0]["state"]["final"]["release"] == "live"


def test_a_release_is_set(terminal, league):
    terminal.flask("stage", "release", "league", "semi", "published")
    assert terminal.json("competition", "list")[0]["state"]["semi"]["release"] == "published"


def test_the_audit_chain_is_walked_and_its_first_broken_link_named(terminal, league):
    terminal.flask("stage", "release", "league", "semi", "live")
    walked = terminal.json("audit", "verify", "league")
    file = sqlite3.connect(terminal.data_dir / "accord.sqlite")
    (head,) = file.execute("SELECT sha256 FROM audit_row ORDER BY id DESC").fetchone()
    assert walked == {"chain": "league", "length": 2, "head": head}

    with file:
        file.execute("UPDATE audit_row SET who = 'nobody' WHERE number = 1")
    file.close()
    refused = terminal.flask("audit", "verify", "league", code=1)
    assert "Link 1" in refused.stderr
    assert refused.stdout == ""


def test_a_competition_whose_whole_audit_chain_is_gone_has_lost_its_first_link(terminal, league):
    with sqlite3.connect(terminal.data_dir / "accord.sqlite") as file:
        file.execute("DELETE FROM audit_row WHERE chain = 'league'")
    file.close()

    refused = terminal.flask("audit", "verify", "league", code=1)
    assert "Link 1" in refused.stderr
    assert refused.stdout == ""


def test_a_backup_is_put_back_on_an_empty_folder(terminal, league, tmp_path):
    terminal.flask("competition", "load", league, "--replace")
    terminal.flask("organiser", "add", "王芳", typed=PASSWORD)
    (terminal.data_dir / "secret_key").write_text("s" * 40)
    links = terminal.json("judge", "links", "league", "--base", "http://x")
    exported = terminal.flask("competition", "export", "league").stdout
    target = tmp_path / "kept" / "backup.zip"

    assert terminal.flask("backup", target).stdout.strip() == str(target)

    other = terminal.at(tmp_path / "restored")
    other.flask("restore", target)
    assert other.flask("competition", "export", "league").stdout == exported
    assert other.json("judge", "links", "league", "--base", "http://x") == links
    assert (other.data_dir / "secret_key").read_text() == "s" * 40
    assert len(list((other.data_dir / "backups").iterdir())) == 1
    assert other.json("audit", "verify", "league") == terminal.json("audit", "verify", "league")
    if os.name == "posix":
        for private in (target, other.data_dir / "secret_key"):
            assert private.stat().st_mode & 0o077 == 0
    assert "not empty" in other.flask("restore", target, code=1).stderr


def test_a_backup_into_a_folder_is_named_by_its_time_and_never_overwrites(
    terminal, league, tmp_path
):
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    first = terminal.flask("backup", shelf).stdout.strip()
    second = terminal.flask("backup", f"{shelf}/").stdout.strip()
    assert sorted(str(path) for path in shelf.iterdir()) == [first, second]

    assert "there already" in terminal.flask("backup", first, code=1).stderr
    other = terminal.at(tmp_path / "restored")
    assert second in other.flask("restore", shelf).stderr


def test_version_names_accord_first(terminal):
    assert terminal.flask("version").stdout.splitlines()[0] == f"Accord {__version__}"


def test_what_is_no_backup_restores_nothing(terminal, league, tmp_path):
    text = tmp_path / "text.zip"
    text.write_text("not a zip file")
    empty = tmp_path / "empty.zip"
    zipfile.ZipFile(empty, "w").close()
    wrong = tmp_path / "wrong.zip"
    with zipfile.ZipFile(wrong, "w") as archive:
        archive.writestr("accord.sqlite", b"not a database")
        archive.writestr("../escaped", b"x")
    other = terminal.at(tmp_path / "restored")
    for file in (text, empty, wrong, tmp_path / "nothing.zip", tmp_path):
        refused = other.flask("restore", file, code=1)
        assert not other.data_dir.exists() or not any(other.data_dir.iterdir())
    assert f"no backup in the folder {tmp_path}" in refused.stderr
    assert not (tmp_path / "escaped").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "٨٠"),
        ("HOST", "a host"),
        ("HOST", ""),
        ("SECRET_KEY", "short"),
        ("DATABASE_URL", "mysql://somewhere"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "nonsense"),
        ("DATA_DIR", "/dev/null/data"),
    ],
)
def test_a_bad_setting_ends_the_start_with_one_line_that_names_it(name, value, monkeypatch, capsys):
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        create_app()
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    assert line.startswith(name)
    assert " takes " in line


@pytest.mark.parametrize("program", [("-m", "flask", "competition", "list"), ("app.py",)])
def test_a_bad_setting_ends_every_program_alike(terminal, program):
    ended = terminal.process(*program, code=2, PORT="eighty")
    assert ended.stdout == b""
    assert ended.stderr.strip().splitlines() == [
        b"PORT takes a whole number from 1 to 65535, not 'eighty'."
    ]


def test_a_database_that_is_not_there_is_one_line_too(terminal, tmp_path):
    address = f"sqlite:///{tmp_path}/no/such/folder/accord.sqlite"
    list_ = ("-m", "flask", "competition", "list")
    ended = terminal.process(*list_, code=2, DATABASE_URL=address)
    assert ended.stderr.startswith(b"DATABASE_URL")
    assert len(ended.stderr.splitlines()) == 1
