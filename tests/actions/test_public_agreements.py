"""What the public sees of the agreements: nothing before the match's result, then all of it."""

import json
from typing import Any

import pytest

from competition.actions import agreements, competitions, rounds, sheets, stage_release
from competition.agreement_sheet import agreement_of, digest_of_points
from competition.store import queries, snapshots
from tests import factories

KEY, MATCH = factories.CHAOYANG, "match-1"
FANG = "organiser 王芳"


def agree() -> None:
    """The match has agreed on a point, and the labour side has signed."""
    write = agreements.PointWrite("commission", "agreed", "不超过 20%", "")
    agreements.write_point(KEY, MATCH, write, FANG)
    seen = digest_of_points(agreement_of(competitions.checked_competition(KEY), MATCH))
    signing = agreements.Signing("labour", "郭志远", seen, [[[1, 1], [2, 2]]])
    agreements.sign_agreement(KEY, MATCH, signing, FANG)


def mark(*teams: str, judges: int = 7) -> None:
    """Every judge hands in the sheets of these teams in the match."""
    competition = queries.find_competition(KEY)
    for judge in competition.judges[:judges]:
        for team in teams:
            body = {"marks": factories.FULL_MARKS, "state": "submitted", "base_version": 0}
            sheets.write_sheet(judge, KEY, MATCH, team, body, factories.new_key())
    # What the server does by itself after a judge's mark.
    stage_release.set_release(KEY, "final", "hidden", FANG)
    stage_release.set_release(KEY, "final", "live", FANG)


def shown() -> Any:
    return newest().names().get("agreements")


def newest() -> snapshots.Snapshot:
    found = snapshots.newest_snapshot(KEY)
    assert found is not None
    return found


@pytest.mark.parametrize("release", ["hidden", "live", "frozen"])
def test_before_the_result_nothing_public_changes_by_a_byte(context, chaoyang, release):
    if release != "hidden":
        stage_release.set_release(KEY, "final", release, FANG)
    before = newest()

    agree()

    after = newest()
    assert (after.number, after.content, after.display) == (
        before.number,
        before.content,
        before.display,
    )


def test_while_one_team_waits_for_a_sheet_the_agreement_stays_hidden(context, chaoyang):
    agree()
    mark("education")

    assert shown() is None


def test_with_the_last_sheet_the_whole_agreement_is_public_and_no_drawing(context, chaoyang):
    agree()
    mark("education", "team-2")

    (part,) = shown()
    assert part["match"] == MATCH
    assert part["points"][0]["text"]["zh"] == "不超过 20%"
    assert [(each["side"], each["name"]) for each in part["signed"]] == [("labour", "郭志远")]
    assert "strokes" not in newest().display


def test_a_later_change_of_public_words_is_public_too(context, chaoyang):
    agree()
    mark("education", "team-2")
    number = newest().number
    agreements.withdraw_from_agreement(KEY, MATCH, "labour", "郭志远", "Wrong side", FANG)

    assert newest().number == number + 1
    assert shown()[0]["signed"] == []


def test_a_hidden_stage_takes_its_agreements_with_it(context, chaoyang):
    agree()
    mark("education", "team-2")
    stage_release.set_release(KEY, "final", "hidden", FANG)

    assert shown() is None


def test_where_missing_sheets_are_left_out_a_live_total_is_no_result_yet(context, load):
    whole = factories.sample()
    whole["stages"][0]["rounds"][0]["state"] = "open"
    whole["scoring"] |= {"missing_sheet": "exclude"}
    load(whole)
    agree()
    mark("education", "team-2", judges=2)
    standings = json.loads(newest().content)["stages"][0]["standings"]
    assert standings
    assert shown() is None

    rounds.set_state(KEY, "round-1", "closed", FANG)
    stage_release.set_release(KEY, "final", "published", FANG)

    assert shown()[0]["match"] == MATCH
