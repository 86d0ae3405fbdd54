"""Lists that are imported: all of it or nothing, backed up, audited, and undone."""

import json

import pytest

from competition.actions import (
    competitions,
    hall_screen,
    late_sheets,
    replacement,
    setup,
    stage_release,
)
from competition.actions.corrections import Confirmation, CorrectionNeeded, confirming
from competition.actions.list_imports import ListImport, apply_import, preview_import
from competition.actions.refusals import NotFound, Refused
from competition.store import audit, audit_links, queries
from competition.store.hall_screen import find_screen
from competition.store.late_sheets import undecided_sheets
from tests import factories
from tests.factories import league
from tests.lists.workbooks import table_of

BY = "organiser 王芳"
NEW_TEAMS = ListImport(
    "teams",
    table_of("teams", ["代表队", "选手1"], ["轮渡队", "张三"], ["地铁队", "陈晨"]),
    file="名单.xlsx",
)


@pytest.fixture(autouse=True)
def _loaded(context):
    competitions.load_competition(factories.checked(league()), BY)


@pytest.fixture
def backups(tmp_path):
    return tmp_path / "backups"


def exported():
    return competitions.export_competition("league")


def test_a_preview_changes_nothing(backups):
    before = exported()

    plan, seen = preview_import("league", NEW_TEAMS)

    assert plan.counts == {"new": 1, "changed": 0, "same": 1, "wrong": 0}
    assert seen == competitions.export_digest(before)
    assert exported() == before


def test_an_import_is_stored_backed_up_and_audited_and_the_same_again_changes_nothing(backups):
    before = exported()

    _, backup = apply_import("league", NEW_TEAMS, BY, backups)
    after = exported()
    again, no_backup = apply_import("league", NEW_TEAMS, BY, backups)

    assert backup.read_bytes() == before
    assert json.loads(after)["teams"][-1]["name"] == {"zh": "轮渡队"}
    row = audit.rows_about("league", competitions.IMPORT_LIST, "league")[0]
    assert row.who == BY
    assert json.loads(row.after)["list"] == {
        "kind": "teams",
        "file": "名单.xlsx",
        "rows": {"new": 1, "changed": 0, "same": 1, "wrong": 0},
    }
    assert again.changes_nothing
    assert no_backup is None
    assert exported() == after
    assert len(list(backups.iterdir())) == 1
    assert audit_links.first_broken_link(audit.chain_rows("league")) is None


def test_an_import_can_be_undone_like_a_replacement(backups):
    before = exported()
    apply_import("league", NEW_TEAMS, BY, backups)

    last = replacement.last_replacement("league")
    assert (last.imported["kind"], dict(last.since)) == ("teams", {})
    replacement.undo_replacement(
        "league", BY, backups, reason="", seen=competitions.export_digest(exported())
    )

    assert exported() == before
    assert replacement.last_replacement("league") is None


def test_what_was_changed_since_is_known_before_an_import_is_undone(backups):
    apply_import("league", NEW_TEAMS, BY, backups)
    setup.save_part("league", "judge", {"key": "jo", "name": {"en": "Jo B."}}, BY, key="jo")

    assert dict(replacement.last_replacement("league").since) == {"judge.edit": 1}


def test_a_list_with_a_wrong_row_changes_nothing(backups):
    before = exported()
    table = table_of("teams", ["代表队", "种子"], ["轮渡队", 1], ["缆车队", "x"])

    with pytest.raises(Refused, match=r"rows of the list are wrong \(1\)"):
        apply_import("league", ListImport("teams", table), BY, backups)

    assert exported() == before
    assert not backups.exists()


def test_a_list_that_cannot_be_planned_and_a_competition_that_is_not_there_are_refused(backups):
    twice = ListImport("teams", table_of("teams", ["代表队", "队名"], ["a", "b"]))

    with pytest.raises(Refused, match="Two columns are for one field"):
        preview_import("league", twice)
    with pytest.raises(NotFound):
        apply_import("nowhere", NEW_TEAMS, BY, backups)


def test_nothing_is_imported_over_what_was_not_seen(backups):
    _, seen = preview_import("league", NEW_TEAMS)
    setup.save_part("league", "judge", {"key": "jo", "name": {"en": "Jo B."}}, BY, key="jo")

    with pytest.raises(Refused, match="changed in the meantime"):
        apply_import("league", NEW_TEAMS, BY, backups, seen=seen)


def test_nothing_is_imported_while_a_late_sheet_waits(backups):
    jo = queries.find_judge(queries.find_competition("league"), "jo")
    body = {"marks": {"law": "8.5", "poise": "7"}, "state": "submitted", "base_version": 0}
    late_sheets.hand_in_late(jo, "league", "semi-1", "metro", late_sheets.LateWrite(body, "late-1"))

    with pytest.raises(Refused, match="late sheet is waiting"):
        apply_import("league", NEW_TEAMS, BY, backups)
    assert len(undecided_sheets(queries.find_competition("league"))) == 1


def test_judges_keep_their_links_and_sheets_and_the_screens_stay_as_they_are(backups):
    links = {judge.key: judge.token for judge in queries.find_competition("league").judges}
    stage_release.set_release("league", "final", "live", BY)
    hall_screen.show_mode("league", "clock", BY)

    table = table_of("judges", ["姓名", "单位"], ["李娜", "学院"], ["赵敏", "学院"])
    apply_import("league", ListImport("judges", table), BY, backups)

    now = {judge.key: judge.token for judge in queries.find_competition("league").judges}
    assert links.items() <= now.items()
    assert len(set(now.values())) == 4
    assert len(json.loads(exported())["sheets"]) == 12
    assert find_screen("league").mode == "clock"


def test_what_moves_a_published_result_needs_a_reason(backups):
    whole = league()
    paper = {"key": "paper", "name": factories.text("笔试"), "kind": "paper", "max": "100"}
    scores = [{"team": "metro", "score": "90"}, {"team": "bus", "score": "80"}]
    whole["stages"].append(paper | {"per": "team", "scores": scores})
    competitions.load_competition(factories.checked(whole), BY, replace=True)
    stage_release.set_release("league", "paper", "published", BY)
    wanted = ListImport("scores", table_of("scores", ["team", "score"], ["公交队", 95]), "paper")

    with pytest.raises(CorrectionNeeded):
        apply_import("league", wanted, BY, backups)
    assert not backups.exists()
    with confirming(Confirmation("一份答卷漏计。")):
        apply_import("league", wanted, BY, backups, reason="一份答卷漏计。")

    assert json.loads(exported())["stages"][2]["scores"][1]["score"] == "95"
