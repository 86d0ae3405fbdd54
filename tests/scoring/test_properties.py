"""What must hold for any marks and any rule."""

import copy
from fractions import Fraction

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from competition.scoring import explain, format_exact, recount
from tests.scoring.build import competition, marks_of, match, sheets, stage
from tests.scoring.random_files import CATEGORIES, JUDGES, MARK, files, rules

MARKS = st.lists(st.tuples(MARK, MARK), min_size=1, max_size=5)


def solo(marks, rule, **parts):
    """North alone before as many judges as there are marks; law counts double."""
    panel = JUDGES[: len(marks)]
    given_marks = dict(zip(panel, (" ".join(pair) for pair in marks), strict=True))
    only = stage("final", match("m1", " ".join(panel), "north"))
    rule = {**rule, "tie_break": []}
    return competition(
        [only],
        [sheets("m1", "north", **given_marks)],
        factors="2 1",
        categories=CATEGORIES,
        **rule,
        **parts,
    )


def exact_total(document) -> Fraction:
    return Fraction(explain(document, "final", "north")["total"]["exact"])


@settings(max_examples=100, deadline=None)
@given(files(), st.randoms(use_true_random=False))
def test_the_order_of_sheets_and_deductions_does_not_matter(document, chance):
    shuffled = copy.deepcopy(document)
    chance.shuffle(shuffled["sheets"])
    chance.shuffle(shuffled["deductions"])

    assert recount(shuffled) == recount(document)


@settings(max_examples=200, deadline=None)
@given(MARKS, rules(), st.sampled_from(["1", "-3", "0.07"]))
def test_a_constant_on_every_mark_moves_the_total_by_constant_times_factors(marks, rule, constant):
    rule = {**rule, "round_at": []}
    assume(rule["combine"] != "sum")
    raised = [
        tuple(format_exact(Fraction(one) + Fraction(constant)) for one in pair) for pair in marks
    ]

    moved = exact_total(solo(raised, rule)) - exact_total(solo(marks, rule))

    # Law has factor 2, talk 1.
    assert moved == 3 * Fraction(constant)


# Most rules drop nothing; by chance the first fifty may be of that kind.
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(MARKS, rules(), st.data())
def test_a_dropped_mark_may_change_within_its_bound_without_effect(marks, rule, data):
    rule = {**rule, "drop_by": "dimension"}
    rule.pop("category_weights", None)
    document = solo(marks, rule)
    law = explain(document, "final", "north")["entries"][0]["score"]["dimensions"][0]["seats"]
    kept = [Fraction(seat["mark"]) for seat in law if seat["kept"]]
    dropped = [seat for seat in law if not seat["kept"]]
    assume(dropped)
    chosen = data.draw(st.sampled_from(dropped))
    further = Fraction(data.draw(st.sampled_from(["0", "0.01", "7"])))
    mark = Fraction(chosen["mark"])
    # A mark left out at the top lies at or above every kept one and may rise, one at the bottom
    # may fall. Where all are equal, both ends are open only to as many marks as each end takes.
    is_high = mark > max(kept)
    is_low = mark < min(kept)
    assume(is_high or is_low)
    changed = copy.deepcopy(document)
    for sheet in changed["sheets"]:
        if sheet["judge"] == chosen["judge"]:
            sheet["marks"]["law"] = format_exact(mark + further if is_high else mark - further)

    assert recount(changed) == recount(document)


@settings(max_examples=100, deadline=None)
@given(files(), st.randoms(use_true_random=False))
def test_reordering_teams_changes_nothing_else(document, chance):
    reordered = copy.deepcopy(document)
    chance.shuffle(reordered["teams"])

    for before, after in zip(
        recount(document)["stages"], recount(reordered)["stages"], strict=True
    ):
        assert {row["team"]: row for row in before["standings"]} == {
            row["team"]: row for row in after["standings"]
        }
        assert {row["team"]: row for row in before["unranked"]} == {
            row["team"]: row for row in after["unranked"]
        }
        order = [team["key"] for team in reordered["teams"]]
        listed = [(row["rank"], order.index(row["team"])) for row in after["standings"]]
        assert listed == sorted(listed)
        unranked = [order.index(row["team"]) for row in after["unranked"]]
        assert unranked == sorted(unranked)


@settings(max_examples=100, deadline=None)
@given(MARKS, rules())
def test_teams_with_the_same_sheets_stay_tied_whatever_the_rules(marks, rule):
    panel = JUDGES[: len(marks)]
    texts = dict(zip(panel, (" ".join(pair) for pair in marks), strict=True))
    only = stage("final", match("m1", " ".join(panel), "north", "south", "east"))
    document = competition(
        [only],
        [sheets("m1", team, **texts) for team in ("north", "south", "east")],
        factors="2 1",
        heads="ana",
        categories=CATEGORIES,
        **rule,
    )

    rows = recount(document)["stages"][0]["standings"]

    assert [(row["rank"], row["tied"], row["decided_by"]) for row in rows] == [(1, True, None)] * 3


@settings(max_examples=100, deadline=None)
@given(files())
def test_places_cover_what_they_use_up(document):
    for answer in recount(document)["stages"]:
        ranks = [row["rank"] for row in answer["standings"]]
        for row in answer["standings"]:
            assert row["rank"] == 1 + sum(rank < row["rank"] for rank in ranks)
            assert row["tied"] == (ranks.count(row["rank"]) > 1)


@settings(max_examples=100, deadline=None)
@given(files())
def test_at_least_the_planned_number_advances_and_nobody_below_a_team_that_does_not(document):
    zones = {team["key"]: team.get("zone") for team in document["teams"]}
    order = [stage["key"] for stage in document["stages"]]
    for source, answer in zip(document["stages"], recount(document)["stages"], strict=True):
        top = source.get("advance", {}).get("top", 0)
        reached = order[: order.index(source["advance"]["to"]) + 1] if top else []
        gone = {t["key"] for t in document["teams"] if t.get("withdrawn_from") in reached}
        warned = [one.get("zone") for one in answer["warnings"] if one["code"] == "advance_tie"]
        for zone in set(zones.values()):
            if not answer["complete"]:
                assert not any(row["advances"] for row in answer["standings"])
                continue
            rows = [
                row
                for row in answer["standings"]
                if zones[row["team"]] == zone and row["team"] not in gone
            ]
            through = [row["rank"] for row in rows if row["advances"]]
            staying = [row["rank"] for row in rows if not row["advances"]]
            assert len(through) >= min(top, len(rows))
            assert (len(through) > top) == (zone in warned)
            if through and staying:
                assert max(through) < min(staying)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["submitted", "draft"]), min_size=1, max_size=5))
def test_whatever_the_history_the_newest_submitted_version_counts(states):
    versions = [
        {"version": number, "state": state, "marks": marks_of(str(number))}
        for number, state in enumerate(states, start=1)
    ]
    sheet = {"match": "m1", "team": "north", "judge": "ana", **versions[-1]}
    sheet["history"] = versions[:-1]
    document = competition([stage("final", match("m1", "ana", "north"))], [[sheet]])

    answer = recount(document)["stages"][0]

    submitted = [number for number, state in enumerate(states, start=1) if state == "submitted"]
    expected = [f"{submitted[-1]}.00"] if submitted else []
    assert [row["total"] for row in answer["standings"]] == expected
