"""A terminal to run commands in."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests import factories
from tests.conftest import app_in, environment_for


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


@pytest.fixture
def in_english(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


@pytest.fixture
def terminal(tmp_path, in_english):
    """A terminal in English."""
    return Terminal(tmp_path / "data")


@pytest.fixture
def league(terminal, tmp_path):
    """The league, loaded, and the file it came from."""
    file = tmp_path / "league.json"
    file.write_text(json.dumps(factories.league()), encoding="utf-8")
    terminal.flask("competition", "load", file)
    return file
