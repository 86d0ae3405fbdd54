"""Judges whose sheets share a transaction are answered as if each had come alone."""

import json
import random
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from competition.actions import competitions, sheets
from competition.actions.verification import verify_chain
from competition.store import queries
from competition.store.db import db
from tests import factories
from tests.contestants import league
from tests.waiting_writers import door_of, waiting

TOGETHER, ALONE = "together", "alone"
JUDGES, TEAMS = ("jo", "li-na"), ("metro", "harbour")


@pytest.fixture
def both(context):
    """The same contest twice."""
    for key in (TOGETHER, ALONE):
        whole = league()
        whole["competition"]["key"] = key
        competitions.load_competition(factories.checked(whole), "organiser 王芳")
    return context


def outcome(write: Callable[[], Any]) -> tuple[Any, ...]:
    try:
        receipt = write()
    except Exception as refusal:
        return type(refusal).__name__, str(refusal)[:300]
    return receipt.version, receipt.state, receipt.receipt, receipt.total


def any_write(luck: random.Random, keys: list[str]) -> tuple[Any, ...]:
    """Who writes what for whom: with a new key or an old one, on a base that may be stale."""
    if luck.random() < 0.7:
        keys.append(f"key-{len(keys)}")
    marks = {"law": str(luck.randrange(0, 12)), "poise": "7"}  # More than 10 is refused.
    state = luck.choice(["submitted", "draft"])
    body = {"marks": marks, "state": state, "base_version": luck.randrange(4)}
    if luck.random() < 0.3:
        body["personal"] = {"metro-1": "9.5"}
    return luck.choice(JUDGES), luck.choice(TEAMS), body, luck.choice(keys[-3:])


def write_in(competition: str, of: tuple[Any, ...]) -> Callable[[], Any]:
    judge, team, body, key = of

    def write() -> Any:
        author = queries.find_judge(queries.find_competition(competition), judge)
        return sheets.write_sheet(author, competition, "last", team, body, key)

    return write


def stored(competition: str) -> list[Any]:
    sheets_ = json.loads(competitions.export_competition(competition))["sheets"]
    return [(each["judge"], each["team"], each["marks"], each.get("personal")) for each in sheets_]


@pytest.mark.parametrize("seed", range(6))
def test_who_writes_with_others_is_answered_as_alone(both, monkeypatch, seed):
    luck, keys = random.Random(seed), ["key-0"]
    door = door_of(TOGETHER, monkeypatch)
    for _ in range(4):
        writes = [any_write(luck, keys) for _ in range(luck.randrange(2, 12))]
        calls = [partial(outcome, write_in(TOGETHER, write)) for write in writes]
        with waiting(both, door, calls) as said:
            pass
        assert said == [outcome(write_in(ALONE, write)) for write in writes]

    db.session.rollback()
    assert stored(TOGETHER) == stored(ALONE)
    assert verify_chain(TOGETHER).length == verify_chain(ALONE).length
