"""Data that other users of the machine can read are closed to them, or refused."""

import os
import stat
import sys

import pytest

from competition import private_files, settings
from tests.conftest import app_in

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")

LIST = ("competition", "list")


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(autouse=True)
def _usual_umask():
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_a_new_folder_and_everything_made_in_it_is_its_owners_alone(terminal, league, tmp_path):
    terminal.flask("competition", "load", league, "--replace")
    folder = terminal.data_dir
    settings.stored_secret(folder)
    modes = {path.name: mode(path) for path in (folder, *folder.rglob("*"))}
    assert modes.pop("data") == modes.pop("backups") == 0o700
    assert {"accord.sqlite", "secret_key"} < set(modes)
    assert set(modes.values()) == {0o600}


def test_what_others_could_read_is_closed_and_it_is_said_once(terminal, league):
    folder = terminal.data_dir
    (folder / "backups").mkdir()
    (folder / "backups" / "old.json").write_text("{}")
    settings.stored_secret(folder)
    for path in (folder, folder / "backups"):
        path.chmod(0o755)
    files = [path for path in folder.rglob("*") if path.is_file()]
    for path in files:
        path.chmod(0o644)

    first, second = terminal.flask(*LIST), terminal.flask(*LIST)

    assert mode(folder) == 0o700
    assert {mode(path) for path in files if path.exists()} == {0o600}
    assert f"could read {folder}. From now on they cannot" in first.stderr
    assert f"delete {folder / 'secret_key'}" in first.stderr
    assert second.stderr == ""


def test_a_database_elsewhere_is_closed_as_well_and_its_folder_is_left_alone(
    terminal, league, tmp_path
):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    elsewhere.chmod(0o755)
    file = elsewhere / "final.sqlite"
    (terminal.data_dir / "accord.sqlite").rename(file)
    file.chmod(0o664)
    done = terminal.process("-m", "flask", *LIST, DATABASE_URL=f"sqlite:///{file}")
    assert f"could read {file}" in done.stderr.decode()
    assert (mode(file), mode(elsewhere)) == (0o600, 0o755)
    assert b"league" in done.stdout


def test_a_folder_that_everybody_uses_is_refused_and_left_as_it_is(terminal, tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    (shared / "minutes.txt").write_text("of the union")
    ended = terminal.at(shared).process("-m", "flask", *LIST, code=2)
    (line,) = ended.stderr.decode().splitlines()
    assert line.startswith("DATA_DIR takes a folder that only its owner can read.")
    assert "others use it, too; choose a folder of its own" in line
    assert mode(shared) == 0o1777
    assert [path.name for path in shared.iterdir()] == ["minutes.txt"]


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give away")
def test_a_folder_with_another_persons_file_is_refused(tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    (shared / "minutes.txt").write_text("of the union")
    os.chown(shared / "minutes.txt", 65534, 65534)

    with pytest.raises(private_files.NotClosed, match="others use it"):
        private_files.close_folder(shared)


def test_a_persons_home_is_refused_and_an_own_folder_with_other_files_is_closed(
    tmp_path, monkeypatch
):
    own = tmp_path / "own"
    own.mkdir(mode=0o755)
    (own / "server.log").write_text("")

    monkeypatch.setattr(private_files.Path, "home", staticmethod(lambda: own))
    with pytest.raises(private_files.NotClosed, match="others use it"):
        private_files.close_folder(own)
    monkeypatch.undo()
    assert private_files.close_folder(own)
    assert mode(own) == 0o700


def test_what_cannot_be_closed_is_refused(tmp_path, monkeypatch):
    tmp_path.chmod(0o755)
    monkeypatch.setattr(type(tmp_path), "chmod", lambda *_: None)
    with pytest.raises(settings.BadSetting, match="keeps no permissions"):
        settings.make_folder(tmp_path)

    def refuse(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(type(tmp_path), "chmod", refuse)
    with pytest.raises(settings.BadSetting, match="have its owner close it"):
        settings.make_folder(tmp_path)
    with pytest.raises(private_files.NotClosed):
        private_files.close_folder(tmp_path)


def test_a_key_that_others_can_read_and_nobody_can_close_is_refused(tmp_path, monkeypatch):
    tmp_path.chmod(0o700)
    settings.stored_secret(tmp_path)
    (tmp_path / "secret_key").chmod(0o640)
    monkeypatch.setattr(type(tmp_path), "chmod", lambda *_: None)
    with pytest.raises(settings.BadSetting, match="SECRET_KEY: others can read"):
        settings.stored_secret(tmp_path)


@pytest.mark.parametrize("weak", ["s" * 40, "change-me-please-now", "0123456789abcdef"])
def test_a_weak_key_in_the_folder_is_refused_and_says_what_to_do(tmp_path, weak):
    (tmp_path / "secret_key").write_text(weak)
    told = pytest.raises(settings.BadSetting, match="Delete the file to have a new one made")
    with app_in(tmp_path, SECRET_KEY=None) as app, told:
        _ = app.secret_key
