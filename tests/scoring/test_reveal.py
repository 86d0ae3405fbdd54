"""The order of a reveal: what is visible at each step, and above all what is not."""

import copy
import itertools
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from competition.scoring import recount, reveal
from tests.scoring.random_files import files


def row(rank: int, team: str, total: str = "90.00", **more: Any) -> dict[str, Any]:
    plain = {"tied": False, "decided_by": None, "deductions": "0", "advances": None}
    return {"rank": rank, "team": team, "total": total, **plain, "entries": [], **more}


def stage(*rows: dict[str, Any], unranked=(), warnings=()) -> dict[str, Any]:
    return {
        "stage": "final",
        "complete": not unranked,
        "warnings": list(warnings),
        "standings": list(rows),
        "unranked": list(unranked),
    }


def teams(shown: dict[str, Any]) -> list[str]:
    return [row["team"] for row in shown["standings"]]


def test_places_are_revealed_from_last_to_first_one_at_a_time():
    final = stage(row(1, "ana"), row(2, "bo"), row(3, "cy"))
    assert [teams(reveal.shown_at(final, step)) for step in range(4)] == [
        [],
        ["cy"],
        ["bo", "cy"],
        ["ana", "bo", "cy"],
    ]
    assert [reveal.to_come(final, step) for step in range(4)] == [3, 2, 1, 0]


def test_teams_that_share_a_place_appear_together_winners_too():
    final = stage(row(1, "ana", tied=True), row(1, "bo", tied=True), row(3, "cy"), row(4, "dee"))
    assert reveal.count_steps(final) == 3
    assert teams(reveal.shown_at(final, 2)) == ["cy", "dee"]
    assert teams(reveal.shown_at(final, 3)) == ["ana", "bo", "cy", "dee"]
    alone = stage(row(1, "ana", tied=True), row(1, "bo", tied=True))
    assert [teams(reveal.shown_at(alone, step)) for step in (0, 1)] == [[], ["ana", "bo"]]


def test_teams_without_a_place_are_named_before_the_first_step():
    gone = {"team": "eli", "reason": "withdrawn"}
    final = stage(row(1, "ana"), row(2, "bo"), unranked=[gone])
    assert reveal.shown_at(final, 0)["unranked"] == [gone]
    assert reveal.shown_at(final, 0)["standings"] == []


def test_the_deciding_tie_break_is_not_shown_before_all_teams_are():
    final = stage(row(1, "ana", decided_by="law"), row(2, "bo", decided_by="law"))
    assert reveal.shown_at(final, 1)["standings"][0]["decided_by"] is None
    assert reveal.shown_at(final, 2) == final


def test_a_warning_is_not_shown_before_all_teams_in_it_are():
    tie = {"code": "advance_tie", "to": "final", "teams": ["bo", "cy"]}
    kept = {"code": "min_kept", "match": "m1", "team": "dee"}
    final = stage(row(1, "ana"), row(2, "bo"), row(3, "cy"), row(4, "dee"), warnings=[tie, kept])
    assert [reveal.shown_at(final, step)["warnings"] for step in range(4)] == [
        [],
        [kept],
        [kept],
        [tie, kept],
    ]


def test_a_stage_without_places_has_no_steps():
    assert reveal.count_steps(stage()) == 0
    assert reveal.shown_at(stage(), 0) == stage()


@settings(max_examples=150, deadline=None)
@given(files())
def test_each_step_adds_one_place_and_the_winner_comes_last(document):
    for counted in recount(document)["stages"]:
        last = reveal.count_steps(counted)
        seen_at = [reveal.shown_at(counted, step)["standings"] for step in range(last + 1)]
        ranks = [{one["rank"] for one in rows} for rows in seen_at]
        assert [len(seen) for seen in ranks] == list(range(last + 1))
        assert all(1 not in seen for seen in ranks[:-1])
        for before, after in itertools.pairwise(ranks):
            assert before < after
            assert max(after - before) < min(before, default=10**9)
        assert reveal.shown_at(counted, last) == counted


@settings(max_examples=150, deadline=None)
@given(files(), st.randoms(use_true_random=False))
def test_nothing_shown_depends_on_a_row_that_is_still_to_come(document, chance):
    for counted in recount(document)["stages"]:
        for step in range(reveal.count_steps(counted)):
            shown = reveal.shown_at(counted, step)
            named = set(teams(shown)) | {r["team"] for r in counted["unranked"]}

            # Another world: the same rows shown, everything above them otherwise.
            other = copy.deepcopy(counted)
            above = [r for r in other["standings"] if r["team"] not in named]
            keys = [r["team"] for r in above]
            chance.shuffle(keys)
            for one, key in zip(above, keys, strict=True):
                one.update(team=key, total=str(chance.randint(0, 999)), decided_by="ruling")
                one.update(advances="elsewhere", dimensions={}, entries=[])
            for one in other["standings"]:
                if one["team"] in named and chance.random() < 0.5:
                    one["decided_by"] = "ruling"
            other["warnings"] += [{"code": "min_kept", "match": "m", "team": k} for k in keys]

            assert reveal.shown_at(other, step) == shown
