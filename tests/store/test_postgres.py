"""What holds of a database that nodes share, and what the other tests of a store say only of one.

The fixtures are PostgreSQL's, whatever the run's `--database` is.
"""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import text

from competition.actions import competitions
from competition.store import queries
from competition.store.db import db
from tests import factories
from tests.conftest import Api, app_in
from tests.databases import address_of


@pytest.fixture
def contest(postgres_app):
    """The Chaoyang final with its round open, on PostgreSQL."""
    whole = factories.sample()
    whole["stages"][0]["rounds"][0]["state"] = "open"
    with postgres_app.app_context():
        competitions.load_competition(factories.checked(whole), "command line")
    return postgres_app


def program(app, judge):
    with app.app_context():
        found = queries.find_judge(queries.find_competition(factories.CHAOYANG), judge)
        return Api(app.test_client(), found.token, factories.CHAOYANG)


def plain(address):
    return address.replace("+psycopg", "")


def test_two_applications_on_one_database_give_receipts_without_gap_or_double(contest):
    folder = contest.config["DATA_DIR"]
    with app_in(folder) as other, ThreadPoolExecutor(7) as judges:
        programs = [
            program((contest, other)[number % 2], f"judge-{number}") for number in range(1, 8)
        ]
        answers = list(judges.map(lambda api: api.put("match-1", "education"), programs))
    assert [answer.status_code for answer in answers] == [200] * 7
    assert sorted(answer.json["receipt"] for answer in answers) == [
        f"{number:04d}" for number in range(1, 8)
    ]


def test_no_unlogged_table_has_a_sequence_which_a_promoted_standby_could_not_read(contest):
    with contest.app_context():
        found = db.session.scalars(
            text("SELECT relname FROM pg_class WHERE relkind = 'S' AND relpersistence = 'u'")
        )
        assert list(found) == []


def test_the_role_of_the_application_needs_no_more_than_its_own_database(contest):
    with psycopg.connect(plain(address_of(contest.config["DATA_DIR"]))) as connection:
        found = connection.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        )
        assert found.fetchone() == (False, False, False)
    assert program(contest, "judge-1").put("match-1", "education").status_code == 200


def test_each_test_begins_with_empty_tables_and_with_the_first_number(postgres_databases):
    for _ in range(2):
        address = postgres_databases.take()
        with psycopg.connect(plain(address)) as connection:
            connection.execute(
                "INSERT INTO organiser (name, password_hash, created_at) VALUES ('Jo', 'x', 'now')"
            )
            found = connection.execute("SELECT array_agg(id) FROM organiser").fetchone()
        postgres_databases.give_back(address)
        assert found == ([1],)


@pytest.mark.parametrize(
    "changes",
    [
        {"comment": "a\0b"},
        {"comment": "长" * 4001},
        {"comment": "\ud800"},
        {"base_version": 10**30},
        {"base_version": 2**31},
        {"personal": {"xu-ran": {"poise\0": "1"}}},
        {"personal": {"a\0b": {"poise": "1"}}},
        {"marks": factories.FULL_MARKS | {"strategy": "1\0"}},
        {"marks": factories.FULL_MARKS | {"strategy": "9" * 5000}},
        {"a\0b": "1"},
    ],
)
def test_a_judge_is_told_what_cannot_be_stored(contest, changes):
    api = program(contest, "judge-1")
    body = {"marks": factories.FULL_MARKS, "state": "submitted", "base_version": 0} | changes
    headers = api.headers | {"Idempotency-Key": factories.new_key()}

    answer = api.client.put(api.address("match-1", "education"), json=body, headers=headers)

    assert answer.status_code in (409, 422)
    assert answer.json
    assert api.get("match-1", "education").json["version"] == 0


def test_a_node_that_starts_after_another_serves_the_same_competition(start_node):
    first, second = start_node(), start_node()
    links = [
        node.flask("judge", "links", factories.CHAOYANG, "--base", "https://hall.example")
        for node in (first, second)
    ]
    assert [printed.returncode for printed in links] == [0, 0], links[0].stderr
    assert links[0].stdout == links[1].stdout
