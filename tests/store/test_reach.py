"""When the database's server counts as away."""

import psycopg
import pytest

from competition.store import reach
from competition.store.reach import AWAY_SECONDS, Reach


@pytest.fixture
def at(monkeypatch):
    """Make it so many seconds by the monotonic clock."""

    def set_to(now):
        monkeypatch.setattr(reach.time, "monotonic", lambda: now)

    set_to(100.0)
    return set_to


def test_a_server_that_starts_again_quickly_is_not_away(at):
    way = Reach()
    way.note_silence(100.0)
    at(100.0 + AWAY_SECONDS / 2)
    assert not way.is_away
    way.refuse_while_away()
    way.note_answer()
    at(200.0)
    assert not way.is_away


def test_one_that_stays_silent_is_away_until_it_answers_and_nobody_waits_for_it(at):
    way = Reach()
    way.note_silence(100.0)
    way.note_silence(100.0 + AWAY_SECONDS - 0.1)
    at(100.0 + AWAY_SECONDS)
    assert way.is_away
    with pytest.raises(psycopg.OperationalError, match="away"):
        way.refuse_while_away()
    way.note_answer()
    way.refuse_while_away()
