"""Bad settings end the start with one line."""

import json
import sqlite3
from contextlib import closing

import pytest

from app import create_app
from competition import settings
from competition.store.data_version import DataVersion
from tests import factories


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
        ("SECRET_KEY", "your-secret-key-here"),
        ("SECRET_KEY", "a" * 40),
        ("DATABASE_URL", "sqlite:////tmp/a?b.sqlite"),
        ("DATA_DIR", "/tmp/\udcff"),
        ("DATABASE_URL", "mysql://somewhere"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "nonsense"),
        ("DATA_DIR", "/dev/null/data"),
        ("PUBLIC_URL", "accord.example.org"),
        ("PUBLIC_URL", "ftp://accord.example.org"),
        ("PUBLIC_URL", "https://"),
        ("PUBLIC_URL", "https://accord.example.org/path"),
        ("PUBLIC_URL", "https://accord.example.org/?x"),
        ("PUBLIC_URL", "https://user:word@accord.example.org"),
        ("PUBLIC_URL", "https://accord.example.org:eighty"),
        ("PUBLIC_URL", "https://accord.exa mple.org"),
        ("PUBLIC_URL", "https://[fd00::7"),
        ("TRUSTED_PROXIES", "nginx"),
        ("TRUSTED_PROXIES", "10.0.0.5/8"),
        ("TRUSTED_PROXIES", "127.0.0.1, 0.0.0.0/0"),
        ("TRUSTED_PROXIES", "::/0"),
        ("ROLE", "viewer"),
        ("ROLE", "audience"),
        ("VIEWERS", "0"),
        ("VIEWERS", "many"),
        ("VIEWERS", "٢٠"),
        ("VIEWERS", "1000001"),
        ("METRICS", "9464"),
        ("METRICS", "127.0.0.1"),
        ("METRICS", ":9464"),
        ("METRICS", "::1:9464"),
        ("METRICS", "[127.0.0.1]:9464"),
        ("METRICS", "300.0.0.1:9464"),
        ("METRICS", "127.0.0.1:0"),
        ("METRICS", "127.0.0.1:65536"),
        ("METRICS", "http://127.0.0.1:9464"),
        ("METRICS", "127.0.0.1:8000"),
        ("LOG", "xml"),
        ("LOG", "/var/log/accord.log"),
    ],
)
def test_a_bad_setting_ends_the_start_with_one_line_that_names_it(name, value, monkeypatch, capsys):
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        create_app()
    assert ended.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    (line,) = printed.err.splitlines()
    assert line.startswith(name)
    assert " takes " in line


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("", None),
        ("https://accord.example.org/", "https://accord.example.org"),
        (" http://192.168.7.20:8000", "http://192.168.7.20:8000"),
        ("https://[fd00::7]:8443", "https://[fd00::7]:8443"),
    ],
)
def test_the_public_address_has_no_final_slash(written, address):
    assert settings.from_environment({"PUBLIC_URL": written}).public_url == address


def test_an_audience_node_has_an_audience_of_its_own_size_and_never_writes():
    replica = {"DATABASE_URL": "postgresql+psycopg://reader@replica/accord", "ROLE": "audience"}
    chosen = settings.from_environment(replica | {"VIEWERS": "45000"})
    assert (chosen.role, chosen.viewers) == ("audience", 45_000)
    assert "read_only=on" in settings.pool_of(chosen)["connect_args"]["options"]

    plain = settings.from_environment({})
    assert (plain.role, plain.viewers) == ("full", 20_000)
    assert "connect_args" not in settings.pool_of(plain)


def test_proxies_are_addresses_and_networks():
    found = settings.from_environment({"TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/24 fd00::/8"})

    assert [str(network) for network in found.trusted_proxies] == [
        "127.0.0.1/32",
        "10.0.0.0/24",
        "fd00::/8",
    ]
    assert settings.from_environment({}).trusted_proxies == ()


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("", None),
        (" 127.0.0.1:9464 ", ("127.0.0.1", 9464)),
        ("[::1]:9464", ("::1", 9464)),
        ("localhost:1", ("localhost", 1)),
    ],
)
def test_measurements_are_served_on_one_address_and_port(written, address):
    assert settings.from_environment({"METRICS": written}).metrics == address


def test_the_log_is_text_or_json():
    assert [
        settings.from_environment(each).logs_json
        for each in ({}, {"LOG": ""}, {"LOG": "text"}, {"LOG": "json"})
    ] == [False, False, False, True]


@pytest.mark.parametrize("program", [("-m", "flask", "competition", "list"), ("app.py",)])
def test_a_bad_setting_ends_every_program_alike(terminal, program):
    ended = terminal.process(*program, code=2, PORT="eighty")
    assert ended.stdout == b""
    assert ended.stderr.strip().splitlines() == [
        b"PORT takes a whole number from 1 to 65535, not 'eighty'."
    ]


def test_a_database_that_cannot_be_reached_is_one_line_too(terminal, tmp_path):
    address = f"sqlite:///{tmp_path}/no/such/folder/accord.sqlite"
    list_ = ("-m", "flask", "competition", "list")
    ended = terminal.process(*list_, code=2, DATABASE_URL=address)
    assert ended.stderr.startswith(b"DATABASE_URL")
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BACKUP_EVERY", "15"),
        ("BACKUP_EVERY", "0m"),
        ("BACKUP_EVERY", "30s"),
        ("BACKUP_EVERY", "25h"),
        ("BACKUP_EVERY", "１５m"),
        ("BACKUP_TO", __file__),
        ("LOG_FILE", "/no/such/folder/accord.log"),
        ("LOG_FILE", "/"),
    ],
)
def test_a_bad_setting_of_log_and_backups_is_named(name, value):
    with pytest.raises(settings.BadSetting, match=rf"^{name} takes "):
        settings.from_environment({name: value})


def test_log_and_backups_are_set_by_the_environment(tmp_path):
    chosen = settings.from_environment({})
    assert (chosen.log_file, chosen.backup_every, chosen.backup_to) == (None, 900, None)
    chosen = settings.from_environment(
        {"LOG_FILE": "-", "BACKUP_EVERY": "2h", "BACKUP_TO": str(tmp_path / "missing")}
    )
    assert (chosen.log_file, chosen.backup_every) == ("-", 7200)
    assert chosen.backup_to == tmp_path / "missing"
    assert settings.from_environment({"BACKUP_EVERY": "off"}).backup_every == 0


# Each has several of what an address takes for something else.
ODD = ["what? 50% a%20b %41", "#1 a&b=c;d", " blank ", '北京 决赛 it\'s "quoted" ü~']

# A command after the other, as they are set up by the environment, in one process.
COMMANDS = """
import os, sys
from app import create_app

odd, restored, file, backup = sys.argv[1:]
for folder, *command in (
    (odd, "competition", "load", file),
    (odd, "backup", backup),
    (restored, "restore", backup),
    (restored, "competition", "list"),
):
    os.environ["DATA_DIR"] = folder
    done = create_app().test_cli_runner().invoke(args=command)
    assert done.exit_code == 0, (command, done.output, done.exception)
print(done.stdout)
"""


@pytest.mark.parametrize("name", ODD)
def test_a_folder_of_any_name_holds_its_data_and_nothing_is_written_beside_it(
    terminal, tmp_path, name
):
    file = tmp_path / "league.json"
    file.write_text(json.dumps(factories.league()), encoding="utf-8")
    beside = tmp_path / "beside"
    beside.mkdir()
    odd = terminal.at(beside / name)
    backup, restored = beside / name / f"{name}.zip", terminal.at(beside / f"{name} 2")

    done = odd.process("-c", COMMANDS, odd.data_dir, restored.data_dir, file, backup)

    assert sorted(path.name for path in beside.iterdir()) == sorted([name, f"{name} 2"])
    assert {path.name for path in odd.data_dir.iterdir()} == {"accord.sqlite", backup.name}
    assert b"league" in done.stdout


@pytest.mark.parametrize("name", ODD)
def test_whether_anything_was_committed_is_told_of_a_folder_of_any_name(tmp_path, name):
    chosen = settings.from_environment({"DATA_DIR": str(tmp_path / name)})
    settings.make_folder(chosen.data_dir)
    with closing(sqlite3.connect(chosen.data_dir / "accord.sqlite")) as file:
        file.execute("PRAGMA journal_mode=WAL")
        with closing(DataVersion(chosen.database_url)) as changes:
            before = changes.current()
            file.execute("CREATE TABLE note (word)")
            assert None not in (before, changes.current())
            assert changes.current() != before


def test_a_database_address_takes_a_question_mark_as_its_code(terminal, tmp_path):
    address = f"sqlite:///{tmp_path}/what%3F.sqlite"
    terminal.process("-m", "flask", "competition", "list", DATABASE_URL=address)
    assert (tmp_path / "what?.sqlite").is_file()
