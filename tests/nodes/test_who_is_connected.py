"""Who is connected is the same on every node: tablets, projectors."""

import datetime as dt

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from competition.store.db import db
from competition.store.node_reports import node_reports, prune_nodes
from competition.store.tablet_reports import TabletRow, prune_reports, reports_of, store_reports
from competition.store.transactions import writing
from competition.web.presence import UnsentSheet, presence_list
from tests.conftest import app_in

UNSENT = UnsentSheet("match-1", "education", "draft", "", "2026-05-01T08:00:00+00:00")
SEEN = "2026-05-01T08:00:0{}+00:00"


def change(statement):
    """Change what the nodes have written."""
    with writing() as session:
        session.execute(text(statement))


def row(device, second, waiting=()):
    return TabletRow("league", "li-na", device, SEEN.format(second), list(waiting))


def test_what_a_tablet_told_one_node_is_known_on_the_other(make_node):
    first, second = make_node(), make_node()
    with first.app_context():
        presence_list().report("league/li-na", "tablet-1", (UNSENT,))
        presence_list().flush()
    with second.app_context():
        presence_list().report("league/li-na", "tablet-2", ())
        known = presence_list().for_judge("league/li-na")

    assert known.waiting == [UNSENT]
    assert set(known.devices) == {"tablet-1", "tablet-2"}
    assert known.tablets_seen(30) == 2


def test_a_request_without_a_report_is_seen_on_the_other_node(make_node):
    first, second = make_node(), make_node()
    with first.app_context():
        presence_list().record_seen("league/li-na")
        presence_list().flush()
        seen = presence_list().for_judge("league/li-na").last_seen
    with second.app_context():
        known = presence_list().for_judge("league/li-na")

    assert known.last_seen == seen
    assert known.devices == {}


def test_a_tablet_that_changed_nodes_is_one_tablet_with_its_newest_report(make_node):
    first, second = make_node(), make_node()
    with first.app_context():
        presence_list().report("league/li-na", "tablet-1", (UNSENT,))
        presence_list().flush()
        change("UPDATE tablet_report SET last_seen = '2026-05-01T08:00:00+00:00'")
    with second.app_context():
        presence_list().report("league/li-na", "tablet-1", ())

        assert presence_list().for_judge("league/li-na").waiting == []


def test_an_older_report_does_not_take_the_place_of_a_newer(make_node):
    with make_node().app_context():
        store_reports([row("tablet-1", 5)])
        store_reports([row("tablet-1", 4, [{"match": "match-1"}]), row("tablet-2", 1)])

        assert sorted(reports_of("league")) == [row("tablet-1", 5), row("tablet-2", 1)]


def test_what_could_not_be_told_is_told_later(make_node, postgres_database, postgres_server):
    node = make_node()
    with node.app_context():
        presence_list().report("league/li-na", "tablet-1", ())
        change("ALTER TABLE tablet_report RENAME TO away")
        with pytest.raises(ProgrammingError):
            presence_list().flush()
        change("ALTER TABLE away RENAME TO tablet_report")
        presence_list().flush()

        assert [each.device for each in reports_of("league")] == ["tablet-1"]


def test_a_tablet_not_seen_for_days_is_forgotten(make_node):
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    with make_node().app_context():
        store_reports([row("old", 1), row("new", 1)._replace(last_seen=now)])
        prune_reports()

        assert [each.device for each in reports_of("league")] == ["new"]


def test_on_sqlite_nothing_is_kept_for_others(tmp_path):
    with app_in(tmp_path) as app, app.app_context():
        presence_list().report("league/li-na", "tablet-1", (UNSENT,))
        presence_list().flush()

        assert presence_list().for_judge("league/li-na").waiting == [UNSENT]


def test_a_projector_at_one_node_is_counted_at_the_other(make_node):
    first, second = make_node(), make_node()
    with first.app_context():
        node_reports().report("http://hall-1:8000", "1.0.0", {"league screen": 2})
    with second.app_context():
        node_reports().report("http://hall-2:8000", "1.0.0", {"league screen": 1})

        assert node_reports().viewers_elsewhere("league screen") == 2
        assert node_reports().viewers_elsewhere("another") == 0


def test_a_node_that_stopped_or_is_silent_does_not_count(make_node):
    first, second, third = make_node(), make_node(), make_node()
    with first.app_context():
        node_reports().report("http://hall-1:8000", "1.0.0", {"league screen": 2})
        change("UPDATE node_report SET seen_at = seen_at - 31")
    with second.app_context():
        node_reports().report("http://hall-2:8000", "1.0.0", {"league screen": 1})
        node_reports().leave()
    with third.app_context():
        assert node_reports().viewers_elsewhere("league screen") == 0
        prune_nodes()
        assert db.session.scalar(text("SELECT count(*) FROM node_report")) == 0
