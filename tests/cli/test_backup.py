"""`flask backup` and `flask restore`."""

import os
import zipfile

from tests import factories

PASSWORD = factories.PASSWORD


def test_a_backup_is_restored_into_an_empty_folder(terminal, league, tmp_path):
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
    folder = tmp_path / "folder"
    folder.mkdir()
    first = terminal.flask("backup", folder).stdout.strip()
    second = terminal.flask("backup", f"{folder}/").stdout.strip()
    assert sorted(str(path) for path in folder.iterdir()) == [first, second]

    assert "already exists" in terminal.flask("backup", first, code=1).stderr
    other = terminal.at(tmp_path / "restored")
    assert second in other.flask("restore", folder).stderr


def test_a_file_that_is_not_a_backup_restores_nothing(terminal, league, tmp_path):
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
