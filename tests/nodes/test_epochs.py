"""A further epoch of a competition's public numbers, and looks that nodes of one process share."""

import threading

import pytest

from competition.actions import competitions, public_epochs, stage_release
from competition.store import notices, queries, snapshots
from competition.store.db import db
from competition.store.public_state import PUBLIC_ROWS, PublicRow
from competition.store.public_watch import PublicWatch
from competition.store.reach import reach_of
from tests import factories
from tests.factories import CHAOYANG


@pytest.fixture
def final(postgres_app):
    with postgres_app.app_context():
        competitions.load_competition(factories.checked(factories.sample()), "command line")
    return postgres_app


@pytest.fixture
def watch(final):
    """A watcher as a node runs it; `changed` is set by every change."""
    watching = PublicWatch(final.config["SQLALCHEMY_DATABASE_URI"])
    watching.changed = threading.Event()
    with final.app_context():
        way = reach_of(db.engine.dialect)
    watching.start(way, watching.changed.set, lambda lost: None)
    yield watching
    watching.close()


def release(app, mode):
    with app.app_context():
        stage_release.set_release(CHAOYANG, "final", mode, "command line")


def test_two_nodes_that_notice_the_same_loss_begin_one_epoch(final):
    with final.app_context():
        row = PublicRow(*db.session.connection().exec_driver_sql(PUBLIC_ROWS).one())
        db.session.rollback()
        seen = row._replace(number=9, screen=4, clocks=6)
        public_epochs.raise_epoch(seen)
        public_epochs.raise_epoch(seen)
        assert snapshots.current_epoch(CHAOYANG) == 1
        raised = "SELECT count(*) FROM audit_row WHERE action = 'public.epoch'"
        assert db.session.connection().exec_driver_sql(raised).scalar() == 1
        db.session.rollback()
        # A failover that loses the epoch as well.
        public_epochs.raise_epoch(seen._replace(epoch=3))
        assert snapshots.current_epoch(CHAOYANG) == 4
    answer = final.test_client().get(f"/api/v1/competitions/{CHAOYANG}/snapshot").get_json()
    assert (answer["epoch"], answer["number"]) == (4, 1)
    page = final.test_client().get(f"/c/{CHAOYANG}").text
    assert 'data-number="4-1"' in page


def test_a_competition_that_was_removed_begins_no_epoch(final):
    with final.app_context():
        public_epochs.raise_epoch(PublicRow(77, "gone", 3, "a", None, None, None))
        assert snapshots.current_epoch("gone") == 0
        assert queries.find_competition("gone") is None


def test_whoever_looks_after_a_commit_sees_it_and_is_told_nothing_twice(final, watch):
    first = watch.current()
    assert first is not None
    assert watch.current() == first
    watch.changed.clear()
    release(final, "live")
    assert watch.current() == first + 1 == watch.known()
    assert watch.changed.wait(10)


def test_one_look_serves_all_who_wait(watch):
    watch.current()
    looked = threading.Event()
    watch.await_look(looked.set)
    found = []
    waiting = [threading.Thread(target=lambda: found.append(watch.current())) for _ in range(20)]
    for each in waiting:
        each.start()
    for each in waiting:
        each.join(20)
    assert found == [watch.known()] * 20
    assert looked.wait(10)


def test_a_notice_wakes_a_node_and_a_lost_connection_is_made_again(final, watch, postgres_server):
    before = watch.current()
    name = final.config["SQLALCHEMY_DATABASE_URI"].rpartition("/")[2]
    with postgres_server.connect(name) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = %s AND pid <> pg_backend_pid()",
            (name,),
        )
    with final.app_context():
        db.engine.dispose()
        notices.send_notice()
    watch.changed.clear()
    release(final, "live")
    assert watch.changed.wait(10)
    assert watch.known() > before
    assert not watch.is_away
