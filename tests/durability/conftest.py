"""The hall of these tests: eight judges at one live match, and a long run by `--long`."""

import json
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from competition.actions import competitions
from competition.store import queries
from tests import factories
from tests.conftest import LiveServer, app_in

JUDGES = tuple(f"judge-{number}" for number in range(1, 9))
MATCH = "match-1"
TEAMS = ("education", "team-2")


@pytest.fixture
def turns(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """How often: `turns(few, many)`, many with `--long`."""
    return lambda few, many: many if request.config.getoption("--long") else few


@pytest.fixture
def for_long(request: pytest.FixtureRequest) -> None:
    """For a test that is run with `--long` alone."""
    if not request.config.getoption("--long"):
        pytest.skip("with --long")


def health_of(server: LiveServer) -> tuple[int, dict[str, str]]:
    """Status and body of `/healthz`."""
    try:
        with urllib.request.urlopen(f"{server.url}/healthz", timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            int(error.headers["Retry-After"])
            return error.code, json.load(error)


def final_with_eight_judges() -> dict[str, Any]:
    """The Chaoyang final with an eighth judge, its round open and its board live."""
    whole = factories.sample()
    whole["judges"].append({"key": JUDGES[-1], "name": factories.text("评委八", "Judge Eight")})
    (stage,) = whole["stages"]
    (round_,) = stage["rounds"]
    stage["release"], round_["state"] = "live", "open"
    round_["matches"][0]["panel"].append(JUDGES[-1])
    return whole


@pytest.fixture
def hall(tmp_path: Path, migrated: Path) -> tuple[Path, dict[str, str]]:
    """A DATA_DIR with that final in it, and the judges' tokens."""
    folder = tmp_path / "hall"
    folder.mkdir()
    shutil.copy(migrated, folder / "accord.sqlite")
    with app_in(folder) as app, app.app_context():
        competitions.load_competition(factories.checked(final_with_eight_judges()), "command line")
        competition = queries.find_competition(factories.CHAOYANG)
        assert competition is not None
        return folder, {judge.key: judge.token for judge in competition.judges}
