"""The best of a stage go on: named in the next one, taken back, replaced by a reserve."""

import pytest

from competition.actions import (
    advancing,
    exclusions,
    play_offs,
    rounds,
    rulings,
    setup,
    stage_release,
)
from competition.actions.meanwhile import ChangedMeanwhile, Seen, seeing
from competition.actions.refusals import NotFound, Refused
from competition.actions.sheets import write_sheet
from competition.actions.stage_teams import name_teams
from competition.actions.standings import count_standings
from competition.store import audit, file_export, queries, sheets
from competition.store.snapshots import newest_snapshot
from tests import factories

BY = "organiser 王芳"
# By the marks: the post 9 and 8.5, the metro 8.5, the bus 7, the railway 6.5.
BEST = ["post", "metro"]


def heats(top: int = 2, *, seated: tuple[str, ...] = ()) -> dict:
    """The league, in which the best of the semi-final go on to a final in preparation."""
    whole = factories.league()
    whole["stages"][0]["advance"] = {"to": "final", "top": top}
    round_ = whole["stages"][1]["rounds"][0] | {"state": "draft"}
    entries = [
        {"team": team, "side": side}
        for team, side in zip(seated, ("labour", "employer"), strict=False)
    ]
    round_["matches"] = [{**round_["matches"][0], "entries": entries}] if seated else []
    whole["stages"][1]["rounds"][0] = round_
    return whole


@pytest.fixture
def league(load, context):
    """Loads the league as `heats` makes it."""
    return lambda *arguments, **more: load(heats(*arguments, **more))


def whole() -> dict:
    return file_export.competition_document(queries.find_competition("league"))


def final() -> dict:
    return next(stage for stage in whole()["stages"] if stage["key"] == "final")


def test_the_best_are_named_in_the_next_stage_and_taken_out_again(league):
    league()
    before = whole()

    advancing.advance_teams("league", "semi", BY)
    assert final()["teams"] == BEST

    advancing.undo_advance("league", "semi", BY)
    assert whole() == before
    rows = [row.action for row in audit.chain_rows("league")]
    assert rows[-2:] == ["stage.advance", "stage.undo-advance"]


def test_to_let_them_go_on_twice_changes_nothing_more(league):
    league()
    advancing.advance_teams("league", "semi", BY)
    number = audit.newest_row_number("league")

    advancing.advance_teams("league", "semi", BY)

    assert audit.newest_row_number("league") == number


def test_nobody_goes_on_before_it_is_certain(league, load):
    whole_ = heats()
    whole_["stages"][0]["rounds"][0]["state"] = "open"
    whole_["sheets"] = whole_["sheets"][:-1]
    load(whole_)

    with pytest.raises(advancing.NotReadyYet) as refused:
        advancing.advance_teams("league", "semi", BY)

    assert [each["code"] for each in refused.value.because] == ["open_round", "awaited"]
    assert "teams" not in final()


def test_others_who_are_seated_in_the_final_are_named_and_nothing_is_written(league):
    league(seated=("bus", "post"))

    with pytest.raises(Refused, match="do not advance: bus"):
        advancing.advance_teams("league", "semi", BY)

    assert "teams" not in final()


def test_others_who_are_named_as_being_in_the_final_are_not_dropped_in_silence(league):
    league()
    name_teams("league", "final", ["rail", "post"], BY)

    with pytest.raises(Refused, match="do not advance: rail"):
        advancing.advance_teams("league", "semi", BY)

    assert final()["teams"] == ["rail", "post"]


def test_from_a_stage_that_leads_nowhere_nobody_goes_on(league):
    league()

    for act in (
        lambda: advancing.advance_teams("league", "final", BY),
        lambda: advancing.undo_advance("league", "final", BY),
        lambda: advancing.advance_teams("league", "nothing", BY),
    ):
        with pytest.raises(NotFound):
            act()


def test_who_was_shown_other_teams_than_go_through_now_is_asked_to_look_again(league):
    league()

    with pytest.raises(Refused, match="Other teams advance now"):
        advancing.advance_teams("league", "semi", BY, shown=["metro", "post"])

    advancing.advance_teams("league", "semi", BY, shown=BEST)
    assert final()["teams"] == BEST


def test_a_list_that_was_named_by_hand_is_put_back(league):
    league()
    name_teams("league", "final", ["metro"], BY)
    advancing.advance_teams("league", "semi", BY)
    assert final()["teams"] == BEST

    advancing.undo_advance("league", "semi", BY)

    assert final()["teams"] == ["metro"]


def test_what_came_with_a_file_can_be_taken_out_too(load, context):
    whole_ = heats()
    whole_["stages"][1]["teams"] = BEST
    load(whole_)

    advancing.undo_advance("league", "semi", BY)

    assert "teams" not in final()
    with pytest.raises(Refused, match="nothing to undo"):
        advancing.undo_advance("league", "semi", BY)


def mark(team: str, version: int = 0, state: str = "draft") -> None:
    """李娜 marks a team in the final."""
    judge = queries.find_judge(queries.find_competition("league"), "li-na")
    body = {"marks": {"law": "5"}, "state": state, "base_version": version}
    write_sheet(judge, "league", "last", team, body, factories.new_key())


def test_once_the_final_has_a_sheet_its_teams_stay(league):
    league(seated=("metro", "post"))
    advancing.advance_teams("league", "semi", BY)
    exclusions.withdraw_team("league", "post", "final", "The bus broke down", BY)
    rounds.set_state("league", "final/final-round", "open", BY)
    mark("metro")
    assert sheets.is_written_in(queries.find_stage(queries.find_competition("league"), "final"))

    with pytest.raises(Refused, match="has begun"):
        advancing.undo_advance("league", "semi", BY)
    with pytest.raises(Refused, match="has begun"):
        advancing.call_up_reserve("league", "semi", "post", "The bus broke down", BY)
    assert final()["teams"] == BEST


def test_a_reserve_takes_the_place_of_a_team_that_left_in_the_list_and_on_its_side(league):
    league(seated=("metro", "post"))
    advancing.advance_teams("league", "semi", BY)
    exclusions.withdraw_team("league", "post", "final", "The bus broke down", BY)

    assert advancing.call_up_reserve("league", "semi", "post", "Broken down", BY) == "bus"

    assert final()["teams"] == ["bus", "metro"]
    (match,) = final()["rounds"][0]["matches"]
    assert match["entries"] == [
        {"team": "metro", "side": "labour"},
        {"team": "bus", "side": "employer"},
    ]
    # The post keeps its place in the semi-final.
    standings = count_standings(queries.find_competition("league"))["semi"]["standings"]
    assert standings[0]["team"] == "post"
    # And who goes through now is who is in it.
    advancing.advance_teams("league", "semi", BY)
    assert sorted(final()["teams"]) == ["bus", "metro"]


def test_a_team_that_has_not_left_is_not_replaced_and_a_reason_is_needed(league):
    league()
    advancing.advance_teams("league", "semi", BY)
    with pytest.raises(Refused, match="has not left"):
        advancing.call_up_reserve("league", "semi", "post", "Why not", BY)
    with pytest.raises(Refused, match="is not in stage"):
        advancing.call_up_reserve("league", "semi", "rail", "Why not", BY)
    exclusions.withdraw_team("league", "post", "final", "The bus broke down", BY)
    with pytest.raises(Refused, match="reason"):
        advancing.call_up_reserve("league", "semi", "post", " ", BY)
    with pytest.raises(Refused, match="another team now"):
        advancing.call_up_reserve("league", "semi", "post", "Broken", BY, shown="rail")

    assert final()["teams"] == BEST


def test_a_reserve_who_left_too_is_passed_over_until_none_is_left(league):
    league()
    advancing.advance_teams("league", "semi", BY)
    for team in ("post", "bus"):
        exclusions.withdraw_team("league", team, "final", "Ill", BY)
    assert advancing.call_up_reserve("league", "semi", "post", "Ill", BY) == "rail"
    exclusions.withdraw_team("league", "rail", "final", "Ill", BY)

    with pytest.raises(Refused, match="No reserve is left"):
        advancing.call_up_reserve("league", "semi", "rail", "Ill", BY)


def test_a_correction_after_advancing_changes_nothing_by_itself(league):
    league()
    advancing.advance_teams("league", "semi", BY)

    exclusions.disqualify_team("league", "post", "Forged papers", BY)

    assert final()["teams"] == BEST
    with pytest.raises(Refused, match="do not advance: post"):
        advancing.advance_teams("league", "semi", BY)
    advancing.undo_advance("league", "semi", BY)
    advancing.advance_teams("league", "semi", BY)
    assert final()["teams"] == ["metro", "bus"]


def test_the_public_learns_nothing_when_teams_go_on(league):
    league()
    stage_release.set_release("league", "final", "live", BY)
    before = newest_snapshot("league")

    advancing.advance_teams("league", "semi", BY)
    name_teams("league", "final", ["rail"], BY)

    after = newest_snapshot("league")
    assert (after.number, after.content, after.display) == (
        before.number, before.content, before.display,
    )  # fmt: skip


def test_two_who_let_teams_go_on_at_one_instant_do_it_once(league):
    league()
    seen = Seen(audit.newest_row_number("league"))
    name_teams("league", "final", ["rail"], "organiser 张伟")

    with seeing(seen), pytest.raises(ChangedMeanwhile):
        advancing.advance_teams("league", "semi", BY)

    assert final()["teams"] == ["rail"]


def test_who_edits_a_match_in_which_a_reserve_was_called_up_meanwhile_is_told(league):
    league(seated=("metro", "post"))
    advancing.advance_teams("league", "semi", BY)
    exclusions.withdraw_team("league", "post", "final", "Broken down", BY)
    seen = Seen(audit.newest_row_number("league"))
    match = final()["rounds"][0]["matches"][0]
    advancing.call_up_reserve("league", "semi", "post", "Broken down", "organiser 张伟")

    with seeing(seen), pytest.raises(ChangedMeanwhile):
        setup.save_part("league", "match", match, BY, key="last")


def test_teams_of_a_stage_that_leave_out_somebody_in_its_matches_are_refused(league):
    league(seated=("metro", "post"))

    with pytest.raises(Refused) as refused:
        name_teams("league", "final", ["metro"], BY)

    assert [problem.place for problem in refused.value.problems] == [
        "stages[1].rounds[0].matches[0].entries[1].team"
    ]
    name_teams("league", "final", ["post", "metro"], BY)
    assert final()["teams"] == ["post", "metro"]
    name_teams("league", "final", [], BY)
    assert "teams" not in final()


def tied(load) -> None:
    """The metro and the post have the same marks; the ruling may decide."""
    whole_ = heats(1)
    marks = {"metro": ("9", "8"), "post": ("9", "8")}
    for sheet in whole_["sheets"]:
        if sheet["team"] in marks:
            sheet["marks"] = dict(zip(("law", "poise"), marks[sheet["team"]], strict=True))
    load(whole_)


def test_everybody_tied_on_the_line_goes_on(load, context):
    tied(load)

    advancing.advance_teams("league", "semi", BY)

    assert final()["teams"] == ["metro", "post"]


def test_a_ruling_decides_who_of_the_tied_goes_on(load, context):
    tied(load)
    rulings.add_ruling("league", "semi", ["post", "metro"], "The panel met.", BY)

    advancing.advance_teams("league", "semi", BY)

    assert final()["teams"] == ["post"]


def test_a_play_off_is_a_stage_after_the_tied_one_and_moves_nothing(load, context):
    tied(load)
    before = count_standings(queries.find_competition("league"))["semi"]

    key = play_offs.add_play_off("league", "semi", ["metro", "post"], BY)

    assert [stage["key"] for stage in whole()["stages"]] == ["semi", key, "final"]
    made = whole()["stages"][1]
    assert made["teams"] == ["metro", "post"]
    assert made["rounds"][0]["matches"][0]["panel"] == ["li-na", "zhang-wei", "jo"]
    assert count_standings(queries.find_competition("league"))["semi"] == before
    with pytest.raises(Refused, match="already"):
        play_offs.add_play_off("league", "semi", ["metro", "post"], BY)
    with pytest.raises(NotFound):
        play_offs.add_play_off("league", "semi", ["metro", "bus"], BY)
