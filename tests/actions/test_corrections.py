"""What is published moves only as a correction: shown before, with a reason, said afterwards."""

import hashlib
import json

import pytest

from competition.actions import (
    competitions,
    deductions,
    rounds,
    rulings,
    setup,
    sheet_locks,
    sheets,
    stage_release,
)
from competition.actions import snapshots as snapshot_actions
from competition.actions.corrections import Confirmation, CorrectionNeeded, confirming
from competition.document.canonical import canonical
from competition.scoring.corrections import moved_teams
from competition.store import audit, file_export, queries, snapshots
from tests import factories
from tests.factories import league

BY = "organiser 王芳"


@pytest.fixture(autouse=True)
def published(context):
    """The league; its semi-final, in which 邮政队 is first, is published."""
    competitions.load_competition(factories.checked(league()), BY)
    stage_release.set_release("league", "semi", "published", BY)


def of():
    return queries.find_competition("league")


def newest():
    return snapshots.newest_snapshot("league").public()


def semi():
    return next(stage for stage in newest()["stages"] if stage["stage"] == "semi")


def winner():
    return semi()["standings"][0]["team"]


def deduct_from_the_winner(reason="Over time"):
    match = next(row for row in semi()["standings"] if row["team"] == "post")["entries"][0]
    return deductions.add_deduction("league", match["match"], "post", "9", reason, BY)


def needed_by(act) -> CorrectionNeeded:
    with pytest.raises(CorrectionNeeded) as needed:
        act()
    return needed.value


def test_a_deduction_that_makes_another_winner_is_shown_first_and_nothing_is_written():
    assert winner() == "post"
    before = newest()

    needed = needed_by(deduct_from_the_winner)

    (stage,) = needed.corrections
    moved = {row.team: row for row in stage.moved}
    assert moved["post"].rank_before == 1
    assert moved["post"].rank_after > 1
    assert min(row.rank_after for row in stage.moved) == 1
    assert needed.reason == "Over time"
    assert newest() == before
    assert queries.deductions_of(of()) == []


def test_who_would_advance_instead_is_among_what_moves():
    before = {"standings": [
        {"team": "post", "rank": 1, "total": "9.00", "advances": "final"},
        {"team": "bus", "rank": 2, "total": "8.00", "advances": None},
    ]}  # fmt: skip
    after = {"standings": [
        {"team": "post", "rank": 1, "total": "9.00", "advances": None},
        {"team": "bus", "rank": 2, "total": "8.00", "advances": "final"},
    ]}  # fmt: skip

    moved = moved_teams(before, after)

    assert [(row.team, row.advances_before, row.advances_after) for row in moved] == [
        ("post", "final", None), ("bus", None, "final"),
    ]  # fmt: skip


def test_confirmed_it_is_done_and_the_public_reads_when_and_why():
    needed = needed_by(deduct_from_the_winner)

    with confirming(Confirmation(digest=needed.digest)):
        deduct_from_the_winner()

    assert winner() != "post"
    (correction,) = newest()["corrections"]
    assert correction.pop("at")
    assert correction == {"stage": "semi", "number": 1, "reason": "Over time"}
    assert BY not in json.dumps(newest(), ensure_ascii=False)
    row = next(row for row in audit.chain_rows("league") if row.action == "stage.correct")
    assert json.loads(row.after)["reason"] == "Over time"
    assert json.loads(row.before)["places"]["post"][0] == 1


def test_corrections_are_counted_on_and_part_of_what_is_hashed():
    for _ in range(2):
        needed = needed_by(deduct_from_the_winner)
        with confirming(Confirmation(digest=needed.digest)):
            deduct_from_the_winner()

    public = newest()

    assert [each["number"] for each in public["corrections"]] == [1, 2]
    content = {name: public[name] for name in ("state", "stages", "corrections")}
    assert hashlib.sha256(canonical(content).encode()).hexdigest() == public["sha256"]


def test_what_was_confirmed_is_what_is_done_and_nothing_else():
    needed = needed_by(deduct_from_the_winner)
    with confirming(Confirmation("Recounted", None)):
        deductions.add_deduction("league", "semi-1", "bus", "1", "Late", BY)

    with confirming(Confirmation(digest=needed.digest)):
        again = needed_by(deduct_from_the_winner)

    assert again.digest != needed.digest


def test_an_act_without_a_reason_of_its_own_needs_one():
    def weigh_law_more():
        file = file_export.competition_document(of())
        rubric = json.loads(json.dumps(file["rubric"]))
        rubric["dimensions"][0]["factor"] = "3"
        part = {"rubric": rubric, "scoring": file["scoring"]}
        setup.save_part("league", "rubric", part, BY)

    needed = needed_by(weigh_law_more)
    assert needed.reason == ""
    with confirming(Confirmation("  ", needed.digest)):
        needed_by(weigh_law_more)
    with confirming(Confirmation("The factor was misprinted", needed.digest)):
        weigh_law_more()

    assert newest()["corrections"][0]["reason"] == "The factor was misprinted"


def test_the_minutes_of_a_ruling_are_only_suggested_because_they_may_name_the_panel():
    whole = league()
    for sheet in whole["sheets"]:
        if sheet["team"] in ("metro", "post"):
            sheet["marks"] = {"law": "8", "poise": "8.5"}
    whole["competition"]["key"] = "tied"
    whole["stages"][0]["release"] = "published"
    competitions.load_competition(factories.checked(whole), BY)

    def rule():
        rulings.add_ruling("tied", "semi", ["post", "metro"], "Decided by Jo Amsel", BY)

    needed = needed_by(rule)
    assert (needed.reason, needed.suggestion) == ("", "Decided by Jo Amsel")
    with confirming(Confirmation("The panel decided the tie", needed.digest)):
        rule()

    public = snapshots.newest_snapshot("tied").public()
    assert public["corrections"][0]["reason"] == "The panel decided the tie"
    assert "Jo Amsel" not in json.dumps(public)


@pytest.mark.parametrize("mode", ["hidden", "live", "frozen"])
def test_taking_a_published_stage_back_is_a_correction(mode):
    def take_back():
        stage_release.set_release("league", "semi", mode, BY)

    needed = needed_by(take_back)
    assert needed.corrections[0].taken_back == mode
    with confirming(Confirmation("A sheet was mixed up", needed.digest)):
        take_back()

    assert newest()["state"]["semi"] == mode
    assert newest()["corrections"][0]["stage"] == "semi"


def test_what_moves_nothing_that_is_published_asks_nothing():
    deductions.add_deduction("league", "last", "metro", "1", "Late", BY)
    part = next(t for t in file_export.competition_document(of())["teams"] if t["key"] == "post")
    setup.save_part("league", "team", {**part, "organisation": {"en": "Line 10"}}, BY, key="post")
    rounds.set_state("league", "final-round", "closed", BY)
    rulings.add_ruling("league", "semi", ["post", "bus"], "The panel met.", BY)

    assert "corrections" not in newest()


def test_a_void_match_with_its_warning_is_a_correction_but_a_warning_alone_is_none():
    before = semi()
    assert not snapshot_actions.is_moved(before, {**before, "warnings": [{"code": "min_kept"}]})


def reopened_sheet():
    """Jo's sheet for 邮政队 in the published semi-final, reopened."""
    sheet = next(s for s in league()["sheets"] if (s["team"], s["judge"]) == ("post", "jo"))
    sheet_locks.reopen("league", sheet["match"], "post", "jo", "Wrong column", BY)
    return sheet


def mark_again(sheet, law="1"):
    judge = queries.find_judge(of(), "jo")
    body = {"marks": {"law": law, "poise": "1"}, "state": "submitted"}
    body["base_version"] = sheet["version"]
    return sheets.write_sheet(judge, "league", sheet["match"], "post", body, factories.new_key())


def test_a_judges_write_to_a_reopened_sheet_is_stored_and_waits_to_be_confirmed():
    sheet = reopened_sheet()
    before = newest()

    mark_again(sheet)

    assert newest() == before
    (waiting,) = snapshot_actions.pending_corrections(of())
    assert waiting.stage == "semi"
    needed = needed_by(lambda: stage_release.correct_stage("league", "semi", BY))
    with confirming(Confirmation("A judge mixed up two columns", needed.digest)):
        stage_release.correct_stage("league", "semi", BY)
    assert semi() != next(s for s in before["stages"] if s["stage"] == "semi")
    assert newest()["corrections"][0]["reason"] == "A judge mixed up two columns"
    assert snapshot_actions.pending_corrections(of()) == []


def test_what_waits_is_not_let_out_by_another_act():
    sheet = reopened_sheet()
    before = semi()
    mark_again(sheet)

    rounds.set_state("league", "final-round", "closed", BY)
    stage_release.set_release("league", "final", "live", BY)

    assert semi() == before
    assert len(snapshot_actions.pending_corrections(of())) == 1


def test_nothing_is_corrected_where_the_public_sees_what_is_counted():
    with pytest.raises(stage_release.NotFound):
        stage_release.correct_stage("league", "semi", BY)


def test_a_file_that_replaces_a_published_result_is_a_correction(tmp_path):
    changed = league()
    for sheet in changed["sheets"]:
        if sheet["team"] == "post":
            sheet["marks"] = {"law": "1", "poise": "1"}
    changed["stages"][0]["release"] = "published"

    def replace():
        reason = "Marks were typed in wrongly"
        competitions.load_competition(
            factories.checked(changed), BY, replace=True, backups=tmp_path, reason=reason
        )

    needed = needed_by(replace)
    assert winner() == "post"
    assert not list(tmp_path.glob("league-*.json"))
    with confirming(Confirmation("", needed.digest)):
        replace()

    assert winner() != "post"
    assert newest()["corrections"][0]["reason"] == "Marks were typed in wrongly"
