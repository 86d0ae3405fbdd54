"""Small contests like those in which others' results went wrong, and the right answer to each."""

import json
from pathlib import Path
from typing import Any

from competition.document import check_document
from competition.scoring import recount

CASES = Path(__file__).parent.parent / "cases"


def case(name: str) -> Any:
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def stages(file: Any) -> dict[str, Any]:
    return {stage["stage"]: stage for stage in recount(check_document(file))["stages"]}


def rows(stage: Any, *fields: str) -> list[tuple[Any, ...]]:
    return [tuple(row[field] for field in fields) for row in stage["standings"]]


def test_nobody_is_promised_the_final_while_two_teams_are_still_to_be_marked():
    file = case("advances-before-complete")
    assert rows(stages(file)["semi"], "team", "advances") == [("t2", None), ("t1", None)]

    match = {team: m["key"] for r in file["stages"][0]["rounds"] for m in r["matches"]
             for team in (entry["team"] for entry in m["entries"])}  # fmt: skip
    for team, mark in (("t3", "19"), ("t4", "18")):
        for judge in ("j1", "j2", "j3"):
            marks = {dimension["key"]: mark for dimension in file["rubric"]["dimensions"]}
            file["sheets"].append(
                {"match": match[team], "team": team, "judge": judge, "marks": marks}
                | {"state": "submitted", "version": 1}
            )

    assert rows(stages(file)["semi"], "team", "advances") == [
        ("t3", "final"), ("t4", "final"), ("t2", None), ("t1", None),
    ]  # fmt: skip


def test_who_withdraws_before_the_final_keeps_the_place_in_the_semi_final():
    file = case("withdrawal-before-the-final")
    before = stages(file)["semi"]
    file["teams"][0]["withdrawn_from"] = "final"

    after = stages(file)

    assert rows(after["semi"], "rank", "team", "total") == rows(before, "rank", "team", "total")
    assert rows(after["semi"], "team", "advances") == [
        ("t1", None), ("t2", "final"), ("t3", "final"), ("t4", None),
    ]  # fmt: skip
    assert after["final"]["unranked"][0] == {"team": "t1", "reason": "withdrawn"}


def test_who_withdraws_from_the_whole_contest_has_a_place_nowhere():
    file = case("withdrawal-before-the-final")
    file["teams"][0]["withdrawn"] = True

    assert rows(stages(file)["semi"], "rank", "team") == [(1, "t2"), (2, "t3"), (3, "t4")]


def test_a_match_that_was_broken_off_and_replayed_counts_once():
    file = case("aborted-match")
    file["stages"][0]["rounds"][0]["matches"][0]["void"] = "Broken off, replayed at 15:00"

    final = stages(file)["final"]

    assert {row["team"]: row["total"] for row in final["standings"]} == {
        "t1": "18.00",
        "t2": "16.00",
    }
    assert [[e["match"] for e in row["entries"]] for row in final["standings"]] == [
        ["m1-replay"], ["m1-replay"],
    ]  # fmt: skip


def test_sums_over_one_match_and_over_two_are_ranked_with_a_warning():
    prelim = stages(case("unequal-matches"))["prelim"]

    assert rows(prelim, "rank", "team") == [(1, "t1"), (1, "t3"), (3, "t2"), (4, "t4")]
    assert prelim["warnings"] == [{"code": "unequal_entries", "teams": ["t2", "t4"]}]
