"""A hundred judges, and a node that may open five connections."""

import http.client
import json
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from competition.actions import accounts, competitions
from competition.store import queries
from competition.web import sessions
from competition.web.judge import confirm_identity
from tests import databases, factories
from tests.conftest import NODES_SECRET, app_in
from tests.durability import books
from tests.durability.tablet import Write

JUDGES = 100
CONNECTIONS = "5"
SHEETS = ("education", "team-2")
PATIENCE_SECONDS = 120


def a_hall_of_judges():
    """The Chaoyang final with a panel of a hundred, its round open and its board live."""
    whole = factories.sample()
    (stage,) = whole["stages"]
    (round_,) = stage["rounds"]
    stage["release"], round_["state"] = "live", "open"
    keys = [f"judge-{number}" for number in range(1, JUDGES + 1)]
    there = {judge["key"] for judge in whole["judges"]}
    whole["judges"] += [
        {"key": key, "name": factories.text(f"评委{key[6:]}", f"Judge {key[6:]}")}
        for key in keys
        if key not in there
    ]
    round_["matches"][0]["panel"] = keys
    return whole


@pytest.fixture
def hall(tmp_path, postgres_database):
    """A DATA_DIR on PostgreSQL with that final in it, and each judge's key, link and cookie."""
    folder = tmp_path / "command"
    folder.mkdir()
    databases.set_address(folder, postgres_database)
    with app_in(folder, SECRET_KEY=NODES_SECRET) as app, app.app_context():
        competitions.load_competition(factories.checked(a_hall_of_judges()), "command line")
        seats = []
        for judge in queries.find_competition(factories.CHAOYANG).judges:
            seat = (judge.key, judge.token)
            token = accounts.begin_session(judge=judge)
            accounts.confirm_device(token, "iPad · Safari", None)
            kept = {sessions.JUDGE: token, confirm_identity.CONFIRMED: token}
            seats.append((*seat, f"session={sessions.signer_of(app).dumps(kept)}"))
        yield folder, seats


class Judge:
    """A judge's browser, which asks again as it is told to, and keeps what it was answered."""

    def __init__(self, key, token, cookie, port):
        self.key, self.token, self._cookie = key, token, cookie
        self.writes, self.answers = [], Counter()
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)

    def ask(self, method, path, body=None, **headers):
        """Ask until the answer is not “try again”; status and body of that answer."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        while True:
            self.line.request(method, path, body, {"Cookie": self._cookie} | headers)
            answer = self.line.getresponse()
            said = answer.read()
            self.answers[answer.status] += 1
            if answer.status != 503:
                return answer.status, said
            assert time.monotonic() < give_up, f"{self.key} was sent away again and again: {path}"
            time.sleep(int(answer.getheader("Retry-After")))

    def open_the_page(self, path):
        """A page that must come."""
        status, said = self.ask("GET", path)
        assert status == 200, (path, status, said)

    def mark(self, team):
        """Hand in a sheet under a key of its own."""
        body = {"marks": factories.FULL_MARKS, "state": "submitted", "base_version": 0}
        write = Write(self.key, "match-1", team, factories.new_key(), body)
        self.writes.append(write)
        status, said = self.ask(
            "PUT",
            f"/api/v1/competitions/{factories.CHAOYANG}/sheets/match-1/{team}",
            json.dumps(body),
            **{"Authorization": f"Bearer {self.token}", "Idempotency-Key": write.key},
        )
        assert status == 200, said
        write.receipt = json.loads(said)


def test_a_hundred_judges_over_five_connections_are_all_answered_and_lose_no_mark(hall, start_node):
    folder, seats = hall
    node = start_node(DATABASE_CONNECTIONS=CONNECTIONS)
    judges = [Judge(*seat, node.port) for seat in seats]
    together = threading.Barrier(JUDGES)

    def judge_all(judge):
        try:
            with closing(judge.line):
                judge_on(judge)
        except BaseException:
            together.abort()  # Nobody waits for one who does not come.
            raise

    def judge_on(judge):
        together.wait()
        judge.open_the_page("/judge")
        for team in SHEETS:
            together.wait()
            # Everybody's page in one instant, and then everybody's mark.
            judge.open_the_page("/judge/matches/match-1")
            judge.mark(team)

    began = time.monotonic()
    with ThreadPoolExecutor(JUDGES) as hands:
        done = [hands.submit(judge_all, judge) for judge in judges]
    wrong = [each.exception() for each in done if each.exception()]
    assert not wrong, [each for each in wrong if not isinstance(each, threading.BrokenBarrierError)]
    took = time.monotonic() - began
    answers = sum((judge.answers for judge in judges), Counter())
    print(f"{sum(answers.values())} answers in {took:.1f} s: {dict(answers)}")

    assert set(answers) <= {200, 503}
    books.check_whole(folder)
    books.check_writes(folder, [write for judge in judges for write in judge.writes])
    assert "Traceback" not in node.terminal
