"""Rounds, releases, snapshots, deductions and rulings: what the public may see, and when."""

import hashlib
import json

import pytest

from competition import scoring
from competition.actions import (
    competitions,
    deductions,
    rounds,
    rulings,
    setup,
    sheets,
    snapshot_queue,
    stage_release,
    visibility,
)
from competition.actions.refusals import NotFound, Refused
from competition.store import audit, file_export, queries, snapshots
from tests import factories
from tests.factories import league, text

BY = "organiser 王芳"


@pytest.fixture(autouse=True)
def loaded(context):
    competitions.load_competition(factories.checked(league()), BY)


def of():
    return queries.find_competition("league")


def newest():
    return snapshots.newest_snapshot("league")


def shown(stage):
    return next(s for s in newest().public()["stages"] if s["stage"] == stage)


def score(who="jo", team="metro", law="9", base=0):
    body = {"marks": {"law": law, "poise": "8"}, "state": "submitted", "base_version": base}
    key = factories.new_key()
    return sheets.write_sheet(queries.find_judge(of(), who), "league", "last", team, body, key)


def test_a_round_opens_closes_and_reopens_with_a_reason_that_is_kept():
    rounds.set_state("league", "final-round", "closed", BY)
    with pytest.raises(Refused, match="Give a reason"):
        rounds.set_state("league", "final-round", "open", BY, " ")
    rounds.set_state("league", "final-round", "open", BY, "One sheet was missing")

    row = audit.newest_row("league")
    assert (row.action, row.subject) == ("round.state", "final/final-round")
    assert json.loads(row.before) == {"state": "closed"}
    assert json.loads(row.after) == {"state": "open", "reason": "One sheet was missing"}


def test_a_round_in_the_state_it_is_in_already_is_left_alone():
    rows = len(audit.chain_rows("league"))
    rounds.set_state("league", "final-round", "open", BY)
    assert len(audit.chain_rows("league")) == rows


def test_a_round_that_judges_have_written_in_cannot_be_hidden_from_them():
    score()
    with pytest.raises(Refused, match="written"):
        rounds.set_state("league", "final-round", "draft", BY)
    rounds.set_state("league", "final-round", "closed", BY)


def test_a_round_without_a_match_or_a_panel_cannot_open():
    empty = setup.save_part("league", "round", {"name": text("空")}, BY, parent="final")
    with pytest.raises(Refused, match="no match"):
        rounds.set_state("league", empty, "open", BY)
    match = {"panel": [], "entries": [{"team": "rail", "side": "solo"}]}
    setup.save_part("league", "match", match, BY, parent=f"final/{empty}")
    with pytest.raises(Refused, match="no panel"):
        rounds.set_state("league", empty, "open", BY)


def test_states_and_releases_have_names_and_places():
    with pytest.raises(Refused, match="draft, open, closed"):
        rounds.set_state("league", "final-round", "ajar", BY)
    with pytest.raises(Refused, match="hidden, live, frozen, published"):
        stage_release.set_release("league", "semi", "visible", BY)
    with pytest.raises(NotFound):
        rounds.set_state("league", "nothing", "open", BY)
    with pytest.raises(NotFound):
        stage_release.set_release("league", "nothing", "live", BY)
    with pytest.raises(NotFound):
        stage_release.set_release("nowhere", "semi", "live", BY)


def test_the_first_snapshot_says_that_there_are_stages_and_nothing_of_their_marks():
    snapshot = newest()
    assert snapshot.number == 1
    assert snapshot.previous is None
    assert snapshot.public()["state"] == {"semi": "hidden", "final": "hidden"}
    assert snapshot.public()["stages"] == [{"stage": "semi"}, {"stage": "final"}]


def test_a_released_stage_shows_what_a_recount_gives():
    stage_release.set_release("league", "semi", "live", BY)
    counted = scoring.recount(file_export.competition_document(of()))["stages"][0]
    assert shown("semi") == counted
    assert shown("final") == {"stage": "final"}


def test_a_snapshot_is_numbered_sealed_and_chained():
    first = newest()
    stage_release.set_release("league", "semi", "live", BY)
    second = newest()

    assert (second.number, second.previous) == (first.number + 1, first.sha256)
    content = {name: second.public()[name] for name in ("state", "stages")}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert second.sha256 == hashlib.sha256(canonical.encode()).hexdigest()
    assert json.loads(audit.newest_row("league").after) == {"release": "live", "snapshot": 2}


def test_a_live_stage_follows_its_sheets_and_a_frozen_one_keeps_what_it_had():
    stage_release.set_release("league", "semi", "live", BY)
    stage_release.set_release("league", "final", "live", BY)
    for who in ("li-na", "zhang-wei", "jo"):
        score(who)
    live = newest()
    assert shown("final")["standings"][0]["team"] == "metro"

    stage_release.set_release("league", "final", "frozen", BY)
    frozen = newest()
    kept = shown("final")
    assert kept == next(s for s in live.public()["stages"] if s["stage"] == "final")
    for who in ("li-na", "zhang-wei", "jo"):
        score(who, "post", "1")
    score("jo", "metro", "1", base=1)
    assert newest().number == frozen.number

    stage_release.set_release("league", "final", "published", BY)
    assert [row["team"] for row in shown("final")["standings"]] == ["metro", "post"]


@pytest.mark.sqlite("on PostgreSQL every judge's snapshot is left to whichever node makes it")
def test_a_sheet_is_shown_before_its_receipt_where_that_is_quick_and_the_next_ones_together(
    monkeypatch,
):
    stage_release.set_release("league", "final", "live", BY)
    stage_release.set_release("league", "semi", "live", BY)
    number, rings = newest().number, []
    monkeypatch.setattr(snapshot_queue, "QUICK_SECONDS", float("inf"))
    monkeypatch.setattr(snapshot_queue, "REST_SECONDS", 3600.0)
    queue = snapshot_queue.current_queue()
    queue.defer_to(lambda: rings.append(newest().number))

    score("li-na")
    assert (newest().number, rings) == (number + 1, [])
    score("zhang-wei")
    score("jo")
    assert rings == [number + 1] * 2
    assert queue.make_owed()
    assert shown("final")["standings"][0]["team"] == "metro"


def test_sheets_that_wait_to_be_shown_are_shown_together_and_before_the_board_is_frozen(
    monkeypatch,
):
    monkeypatch.setattr(snapshot_queue, "QUICK_SECONDS", -1.0)
    stage_release.set_release("league", "semi", "live", BY)
    stage_release.set_release("league", "final", "live", BY)
    number, rings = newest().number, []
    queue = snapshot_queue.current_queue()
    queue.defer_to(lambda: rings.append(newest().number))

    for who in ("li-na", "zhang-wei", "jo"):
        score(who)
    assert rings == [number] * 3
    assert queue.make_owed()
    assert newest().number == number + 1
    assert shown("final")["standings"][0]["team"] == "metro"

    score("jo", "metro", "1", base=1)
    stage_release.set_release("league", "final", "frozen", BY)
    counted = scoring.recount(file_export.competition_document(of()))["stages"][1]
    assert shown("final") == counted


def test_a_stage_that_is_frozen_before_it_was_shown_shows_nothing():
    stage_release.set_release("league", "semi", "frozen", BY)
    assert shown("semi") == {"stage": "semi"}


def test_a_stage_that_is_hidden_again_is_gone_from_the_snapshot():
    stage_release.set_release("league", "semi", "live", BY)
    stage_release.set_release("league", "semi", "hidden", BY)
    assert shown("semi") == {"stage": "semi"}
    stage_release.set_release("league", "semi", "frozen", BY)
    assert shown("semi") == {"stage": "semi"}


def test_a_stage_that_carries_an_unreleased_one_is_held_back_until_that_one_is_shown():
    for who in ("li-na", "zhang-wei", "jo"):
        score(who)
    stage_release.set_release("league", "semi", "hidden", BY)
    stage_release.set_release("league", "final", "live", BY)
    assert shown("final") == {"stage": "final"}
    assert [s.key for s in visibility.held_back_by(of(), queries.find_stage(of(), "final"))] == [
        "semi"
    ]

    stage_release.set_release("league", "semi", "published", BY)
    counted = shown("final")
    assert [row["team"] for row in counted["standings"]] == ["metro"]


def test_a_carried_stage_that_is_frozen_lets_nothing_out_by_way_of_the_one_that_carries_it():
    for who in ("li-na", "zhang-wei", "jo"):
        score(who)
    stage_release.set_release("league", "semi", "live", BY)
    stage_release.set_release("league", "final", "live", BY)
    seen = shown("final")
    assert seen["standings"]

    stage_release.set_release("league", "semi", "frozen", BY)
    deductions.add_deduction("league", "semi-1", "metro", "5", "Late", BY)
    assert shown("final") == seen
    stage_release.set_release("league", "semi", "published", BY)
    assert shown("final") != seen


def test_a_file_cannot_show_a_hidden_stage_by_way_of_one_that_carries_it():
    whole = league(competition={"key": "chain", "name": text("链")})
    whole["stages"][0]["release"] = "hidden"
    whole["stages"][1]["release"] = "live"
    competitions.load_competition(factories.checked(whole), BY)

    stages_ = snapshots.newest_snapshot("chain").public()["stages"]
    assert stages_ == [{"stage": "semi"}, {"stage": "final"}]


def test_nothing_is_made_while_nothing_that_may_be_seen_changes():
    number = newest().number
    score()
    rounds.set_state("league", "final-round", "closed", BY)
    deductions.add_deduction("league", "semi-1", "bus", "1", "Late", BY)
    rulings.add_ruling("league", "semi", ["metro", "post"], "The panel met.", BY)
    stage_release.set_release("league", "semi", "hidden", BY)
    assert newest().number == number


def test_the_names_beside_a_snapshot_hold_no_mark_and_no_token():
    score()
    display = newest().display
    for secret in ("sheets", "marks", "deductions", "rulings", "panel", "judges"):
        assert f'"{secret}"' not in display
    for judge in of().judges:
        assert judge.token not in display


def test_a_deduction_counts_until_it_is_taken_back_with_a_reason():
    stage_release.set_release("league", "semi", "live", BY)

    def of_bus():
        return next(row for row in shown("semi")["standings"] if row["team"] == "bus")

    before = of_bus()
    number = deductions.add_deduction("league", "semi-1", "bus", "1.50", " Late ", BY)
    assert of_bus()["deductions"] == "1.5"
    with pytest.raises(Refused, match="Give a reason"):
        deductions.remove_deduction("league", number, "", BY)
    with pytest.raises(NotFound):
        deductions.remove_deduction("league", number + 1, "Because", BY)
    deductions.remove_deduction("league", number, "The clock was wrong", BY)
    assert of_bus() == before
    assert json.loads(audit.newest_row("league").after) == {"reason": "The clock was wrong"}


@pytest.mark.parametrize("points", ["-1", "NaN", "1e3", "", "a"])
def test_a_deduction_is_a_plain_decimal_not_below_nought(points):
    with pytest.raises(Refused):
        deductions.add_deduction("league", "semi-1", "bus", points, "Late", BY)
    assert queries.deductions_of(of()) == []


def test_a_deduction_and_a_ruling_are_for_those_who_were_there():
    with pytest.raises(NotFound):
        deductions.add_deduction("league", "semi-1", "rail", "1", "Late", BY)
    with pytest.raises(NotFound):
        rulings.add_ruling("league", "nothing", ["metro"], "Minutes", BY)
    with pytest.raises(Refused):
        rulings.add_ruling("league", "semi", ["metro", "nobody"], "Minutes", BY)
    with pytest.raises(Refused):
        rulings.add_ruling("league", "semi", ["metro", "bus"], " ", BY)
    assert queries.rulings_of(of()) == []


def test_a_ruling_is_kept_with_its_minutes_and_can_be_taken_back():
    number = rulings.add_ruling("league", "semi", ["bus", "metro"], "The panel met.", BY)
    (ruling,) = queries.rulings_of(of())
    assert (ruling.teams, ruling.minutes, ruling.by) == (
        ["bus", "metro"],
        text("The panel met."),
        BY,
    )
    rulings.remove_ruling("league", number, "Wrong stage", BY)
    assert queries.rulings_of(of()) == []


def test_a_published_result_is_what_an_exported_file_recounts_to():
    for who in ("li-na", "zhang-wei", "jo"):
        score(who)
        score(who, "post", "7.5")
    stage_release.set_release("league", "semi", "published", BY)
    stage_release.set_release("league", "final", "published", BY)
    file = competitions.document.read_file(competitions.export_competition("league"))
    assert newest().public()["stages"] == scoring.recount(file)["stages"]
