"""A competition replaced by a file: shown first, with a reason, and put back again."""

import copy
import json

import pytest

from competition import document
from competition.actions import (
    accounts,
    competitions,
    hall_screen,
    late_sheets,
    replacement,
    sheet_imports,
    sheets,
)
from competition.actions.corrections import Confirmation, CorrectionNeeded, confirming
from competition.actions.kept_files import kept_place
from competition.actions.refusals import NotFound, Refused
from competition.store import audit, audit_links, queries
from tests import factories
from tests.factories import league, text

BY = "organiser 王芳"
BODY = {"marks": {"law": "8.5", "poise": "7"}, "state": "submitted", "base_version": 0}


@pytest.fixture(autouse=True)
def _loaded(context):
    competitions.load_competition(factories.checked(league()), BY)


@pytest.fixture
def backups(tmp_path):
    return tmp_path / "backups"


def without_marks():
    return factories.checked(league(sheets=[]))


def renamed():
    whole = league()
    whole["teams"][1]["name"] = text("公交二队")
    return factories.checked(whole)


def exported():
    return competitions.export_competition("league")


def replace(file, backups, **more):
    return competitions.load_competition(file, BY, replace=True, backups=backups, **more)


def jo():
    return queries.find_judge(queries.find_competition("league"), "jo")


def test_the_preview_says_what_would_change_and_changes_nothing(backups):
    before = exported()

    found = replacement.preview_replacement(without_marks())

    assert found.changes.sheets.lost == 12
    assert found.asks_for_key
    assert not replacement.preview_replacement(renamed()).asks_for_key
    assert exported() == before


def test_a_file_of_an_unknown_competition_replaces_nothing():
    with pytest.raises(NotFound):
        replacement.preview_replacement(factories.checked(factories.sample()))


def test_a_late_sheet_that_waits_would_be_lost_and_so_the_key_is_asked_for():
    late_sheets.hand_in_late(
        jo(), "league", "semi-1", "metro", late_sheets.LateWrite(BODY, "late-1")
    )

    found = replacement.preview_replacement(renamed())

    assert found.late == 1
    assert found.asks_for_key


def test_submitted_marks_move_only_with_a_reason_and_the_refusal_names_them(backups):
    whole = league()
    whole["sheets"][0]["marks"]["law"] = "8.5"
    before = exported()

    with pytest.raises(sheet_imports.ReasonNeeded) as refused:
        replace(factories.checked(whole), backups)

    assert [str(each) for each in refused.value.problems] == [
        "semi-1/metro/li-na: law, 9 → 8.5",
    ]
    assert exported() == before
    assert not backups.exists()

    replace(factories.checked(whole), backups, reason="Typed in wrongly")

    row = audit.newest_row("league")
    assert row.action in ("competition.replace", "show.mode")
    (replaced,) = audit.rows_about("league", "competition.replace", "league")
    assert json.loads(replaced.after)["reason"] == "Typed in wrongly"


def test_a_published_result_and_its_marks_are_named_by_one_refusal(backups):
    whole = league()
    whole["stages"][0]["release"] = "published"
    replace(factories.checked(whole), backups)
    changed = copy.deepcopy(whole)
    changed["sheets"][0]["marks"]["law"] = "1"

    with pytest.raises(CorrectionNeeded) as refused:
        replace(factories.checked(changed), backups)

    assert refused.value.corrections[0].stage == "semi"
    assert str(refused.value.problems[0]) == "semi-1/metro/li-na: law, 9 → 1"
    with confirming(Confirmation("A wrong digit")):
        replace(factories.checked(changed), backups, reason="A wrong digit")
    assert replacement.last_replacement("league").since == {}


def test_what_was_written_while_the_organiser_was_reading_is_not_overwritten(backups):
    seen = replacement.preview_replacement(renamed()).seen
    sheets.write_sheet(jo(), "league", "last", "metro", BODY, "key-1")

    with pytest.raises(Refused, match="in the meantime"):
        replace(renamed(), backups, seen=seen)

    assert b"8.5" in exported()
    assert not backups.exists()


def test_a_replacement_is_undone_from_its_backup(backups):
    before = exported()
    backup = replace(without_marks(), backups, reason="A rehearsal")
    last = replacement.last_replacement("league")
    assert (last.backup, last.who, last.since) == (kept_place(backup), BY, {})

    seen = replacement.preview_replacement(replacement.read_replaced("league", backups)).seen
    kept = replacement.undo_replacement("league", BY, backups, reason="", seen=seen)

    assert exported() == before
    assert document.read_file(kept.read_bytes())["sheets"] == []
    assert replacement.last_replacement("league") is None
    with pytest.raises(NotFound):
        replacement.undo_replacement("league", BY, backups, reason="", seen=seen)
    assert audit_links.first_broken_link(audit.chain_rows("league")) is None


def test_what_was_changed_after_the_replacement_is_counted_and_needs_a_reason_to_be_lost(backups):
    replace(without_marks(), backups, reason="A rehearsal")
    sheets.write_sheet(jo(), "league", "last", "metro", BODY, "key-1")
    hall_screen.show_mode("league", "black", BY)
    accounts.note_links_seen("league", BY)

    assert replacement.last_replacement("league").since == {"sheet.submit": 1}
    seen = replacement.preview_replacement(replacement.read_replaced("league", backups)).seen
    with pytest.raises(sheet_imports.ReasonNeeded):
        replacement.undo_replacement("league", BY, backups, reason=" ", seen=seen)
    replacement.undo_replacement("league", BY, backups, reason="The wrong file", seen=seen)

    assert b"8.5" in exported()  # of the semi-final
    assert len(document.read_file(exported())["sheets"]) == 12


def test_a_backup_that_is_gone_cannot_be_put_back_and_says_so(backups):
    replace(without_marks(), backups, reason="A rehearsal").unlink()

    with pytest.raises(Refused, match="no longer there"):
        replacement.read_replaced("league", backups)


def test_a_competition_that_was_never_replaced_has_nothing_to_undo():
    assert replacement.last_replacement("league") is None
