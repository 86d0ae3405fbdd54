"""Competitions that are archived, taken out again, and removed for good."""

import json

import pytest
from sqlalchemy import select

from competition import document
from competition.actions import (
    accounts,
    archive,
    competitions,
    deductions,
    hall_screen,
    kept_files,
    late_sheets,
    rounds,
    setup,
    sheets,
    stage_release,
)
from competition.actions.refusals import NotFound, Refused
from competition.actions.sheet_access import Closed
from competition.store import audit, audit_links, queries, snapshots
from competition.store.db import db
from competition.store.models import Competition
from competition.store.outcome_models import PrintImage, VoteTicket
from competition.store.transactions import writing
from tests import factories

BY = "organiser 王芳"
BODY = {"marks": {"law": "8.5", "poise": "7"}, "state": "submitted", "base_version": 0}


@pytest.fixture
def league(context):
    competitions.load_competition(factories.checked(factories.league()), BY)
    return "league"


@pytest.fixture
def backups(tmp_path):
    return tmp_path / "backups"


def jo():
    return queries.find_judge(queries.find_competition("league"), "jo")


def test_wang_fang_archives_the_league_and_a_backup_is_there_first(league, backups):
    exported = competitions.export_competition(league)

    backup = archive.archive_competition(league, BY, backups)

    assert backup.parent == backups
    assert backup.read_bytes() == exported
    assert competitions.export_competition(league) == exported
    row = audit.newest_row(league)
    assert (row.action, json.loads(row.after)) == (
        "competition.archive",
        {"backup": kept_files.kept_place(backup)},
    )


@pytest.mark.parametrize(
    "act",
    [
        lambda: rounds.set_state("league", "final-round", "closed", BY),
        lambda: stage_release.set_release("league", "semi", "published", BY),
        lambda: deductions.add_deduction("league", "semi-1", "bus", "1", "Late", BY),
        lambda: setup.remove_part("league", "topic", "wages", BY),
        lambda: hall_screen.show_mode("league", "black", BY),
        lambda: accounts.renew_links("league", "jo", BY),
        lambda: sheets.write_sheet(jo(), "league", "last", "metro", BODY, "key-1"),
        lambda: late_sheets.hand_in_late(
            jo(), "league", "semi-1", "metro", late_sheets.LateWrite(BODY, "key-1")
        ),
        lambda: competitions.load_competition(
            factories.checked(factories.league()), BY, replace=True
        ),
    ],
)
def test_an_archived_league_refuses_every_write_with_a_sentence(league, backups, act):
    archive.archive_competition(league, BY, backups)
    before = len(audit.chain_rows(league))

    with pytest.raises(Closed, match="archived") as refused:
        act()

    assert refused.value.code == "archived"
    assert len(audit.chain_rows(league)) == before


def test_jo_s_write_that_was_stored_before_is_answered_with_its_receipt_all_the_same(
    league, backups
):
    receipt = sheets.write_sheet(jo(), "league", "last", "metro", BODY, "key-1")
    archive.archive_competition(league, BY, backups)

    assert sheets.write_sheet(jo(), "league", "last", "metro", BODY, "key-1") == receipt


def test_taken_out_of_the_archive_the_league_goes_on(league, backups):
    archive.archive_competition(league, BY, backups)
    with pytest.raises(Closed):
        archive.archive_competition(league, BY, backups)

    archive.unarchive_competition(league, BY)

    assert sheets.write_sheet(jo(), "league", "last", "metro", BODY, "key-1").version == 1
    with pytest.raises(Refused, match="not archived"):
        archive.unarchive_competition(league, BY)
    assert audit_links.first_broken_link(audit.chain_rows(league)) is None


def test_the_removed_league_leaves_its_backup_and_its_audit_and_nothing_else(league, backups):
    competitions.load_competition(factories.checked(factories.sample()), BY)
    sample = competitions.export_competition("chaoyang-final")
    sheets.write_sheet(jo(), "league", "last", "metro", BODY, "key-1")
    late = late_sheets.LateWrite(BODY, "key-2")
    late_sheets.hand_in_late(jo(), "league", "semi-1", "metro", late)
    hall_screen.show_mode("league", "black", BY)
    token, session = jo().token, accounts.begin_session(judge=jo())
    exported = competitions.export_competition(league)

    backup = archive.remove_competition(league, " league ", BY, backups)

    assert backup.read_bytes() == exported
    assert queries.find_competition(league) is None
    assert snapshots.newest_snapshot(league) is None
    assert accounts.accounts.judge_by_token(token) is None
    assert accounts.accounts.open_session(session) is None
    assert competitions.export_competition("chaoyang-final") == sample
    assert rows_of_removed_competitions() == {}
    chain = audit.chain_rows(league)
    assert audit_links.first_broken_link(chain) is None
    assert chain[-1].action == "competition.remove"
    assert json.loads(chain[-1].before)["sheets"] == 13
    apart = audit.chain_rows("")[-1]
    assert (apart.action, apart.subject, apart.who) == ("competition.remove", league, BY)
    with pytest.raises(NotFound):
        archive.remove_competition(league, league, BY, backups)


def rows_of_removed_competitions() -> dict[str, int]:
    """How many rows each table still has of a competition that is gone."""
    there = db.session.scalars(db.select(Competition.id)).all()
    found = {}
    for name, table in db.metadata.tables.items():
        if "competition_id" in table.c:
            query = db.select(db.func.count()).select_from(table)
            found[name] = db.session.scalar(query.where(table.c.competition_id.not_in(there)))
    if db.engine.dialect.name == "sqlite":  # The other checks every reference at the commit.
        orphans = db.session.execute(db.text("PRAGMA foreign_key_check")).fetchall()
        assert orphans == []
    return {name: count for name, count in found.items() if count}


def test_a_removed_contest_leaves_no_draw_no_zone_and_no_score(context, backups):
    competitions.load_competition(factories.checked(factories.contest()), BY)
    exported = competitions.export_competition("league")

    backup = archive.remove_competition("league", "league", BY, backups)

    assert backup.read_bytes() == exported
    assert rows_of_removed_competitions() == {}


def test_a_removed_league_leaves_no_picture_and_no_ticket(league, backups):
    number = queries.find_competition(league).id
    with writing() as session:
        session.add(PrintImage(competition_id=number, kind="seal", png=b"png"))
        session.add(VoteTicket(competition_id=number, code="K7QX29MD"))

    archive.remove_competition(league, league, BY, backups)

    assert db.session.scalars(select(PrintImage.id)).all() == []
    assert db.session.scalars(select(VoteTicket.id)).all() == []


@pytest.mark.parametrize("typed", ["", "League", "chaoyang-final"])
def test_another_key_typed_removes_nothing_and_makes_no_backup(league, backups, typed):
    with pytest.raises(Refused, match="exactly"):
        archive.remove_competition(league, typed, BY, backups)

    assert queries.find_competition(league) is not None
    assert not backups.exists()


def test_an_archived_league_can_still_be_removed_and_its_backup_loads_again(league, backups):
    archive.archive_competition(league, BY, backups)
    number = snapshots.newest_number(league)
    backup = archive.remove_competition(league, league, BY, backups)

    competitions.load_competition(document.read_file(backup.read_bytes()), BY)

    assert competitions.export_competition(league) == backup.read_bytes()
    assert queries.find_competition(league).archived_at is None
    # Whoever still has a page of the removed one must not take it for the newest.
    assert snapshots.newest_number(league) == number + 1


def test_a_backup_that_cannot_be_written_removes_and_archives_nothing(league, tmp_path):
    blocked = tmp_path / "a file"
    blocked.write_text("not a folder")

    for act in (
        lambda: archive.archive_competition(league, BY, blocked),
        lambda: archive.remove_competition(league, league, BY, blocked),
    ):
        with pytest.raises(Refused, match="backup could not be written"):
            act()

    assert queries.find_competition(league).archived_at is None
