"""The report of a file: who is in it, and what cannot be had, with named judges."""

import json
import subprocess
import sys

import pytest

from competition.fairness import fairness_report
from tests import factories
from tests.factories import ROOT
from tests.fairness import oracles
from tests.fairness.final import checked_final
from tests.scoring.build import competition, deduct, match, paper, replaced, sheets, stage

THREE = "ana bo cy"


def report_of(stages, given, **more):
    """The only stage's report."""
    return fairness_report(competition(stages, given, **more))["stages"][0]


def three_teams(**more):
    """Ana, Bo and Cy mark north, south and east, who each perform alone, in two dimensions."""
    matches = [match(f"m-{team}", THREE, team) for team in ("north", "south", "east")]
    given = [
        sheets("m-north", "north", ana="9 8", bo="7 8", cy="8 6"),
        sheets("m-south", "south", ana="6 7", bo="6 5", cy="7 7"),
        sheets("m-east", "east", ana="8 5", bo="4 5", cy="5 4"),
    ]
    return report_of([stage("final", *matches)], given, **{"factors": "1 2", **more})


def judge(found, key):
    return next(row for row in found["judges_report"] if row["judge"] == key)


def codes(found, where):
    return [note["code"] for note in found["notes"] if note["where"] == where]


def test_leniency_is_the_distance_from_the_panels_mean_own_mark_included_or_not():
    ana = judge(three_teams(), "ana")

    # Her marks add up to 43, the panel's means to 9·… / 3: 24+22+19+19+17+14 = 115 thirds.
    assert ana["leniency"] == pytest.approx((43 - 115 / 3) / 6)
    assert ana["leniency_others"] == pytest.approx((43 - (115 - 43) / 2) / 6)
    assert ana["sheets"] == 3


def test_spread_is_of_marks_alone_and_agreement_of_totals_by_factor():
    ana = judge(three_teams(), "ana")

    assert ana["spread"] == pytest.approx(oracles.stats.tstd([17.0, 13.0, 13.0]))
    others = [(23 + 20) / 2, (16 + 21) / 2, (14 + 13) / 2]
    assert ana["agreement"] == pytest.approx(oracles.stats.pearsonr([25, 20, 18], others)[0])


def test_halo_is_the_correlation_of_a_judges_dimensions():
    found = three_teams()

    expected = oracles.stats.pearsonr([9, 6, 8], [8, 7, 5])[0]
    assert judge(found, "ana")["halo"] == pytest.approx(expected)


def test_a_dimension_without_spread_is_passed_over_and_without_any_pair_there_is_no_halo():
    matches = [match(f"m-{team}", "ana", team) for team in ("north", "south", "east")]
    given = [
        sheets("m-north", "north", ana="9 8 1"),
        sheets("m-south", "south", ana="6 7 1"),
        sheets("m-east", "east", ana="8 5 1"),
    ]

    three = report_of([stage("final", *matches)], given, factors="1 1 1")
    flat = [[{**sheet, "marks": {**sheet["marks"], "law": "3"}} for sheet in b] for b in given]
    none = report_of([stage("final", *matches)], flat, factors="1 1 1")

    expected = oracles.stats.pearsonr([9, 6, 8], [8, 7, 5])[0]
    assert judge(three, "ana")["halo"] == pytest.approx(expected)
    assert judge(none, "ana")["halo"] is None
    assert codes(none, "judges_report.ana.halo") == ["no_spread"]


def test_a_judge_who_marks_alone_has_no_leniency_no_agreement_and_no_drift():
    matches = [match(f"m-{team}", "ana", team) for team in ("north", "south", "east")]
    given = [sheets(f"m-{team}", team, ana=mark) for team, mark in (("north", "9"), ("south", "6"))]
    for sheet in given:
        sheet[0]["submitted_at"] = "2026-05-01T10:00:00+08:00"

    found = report_of([stage("final", *matches)], given)

    ana = judge(found, "ana")
    for name in ("leniency", "leniency_others", "agreement", "drift"):
        assert ana[name] is None
        assert codes(found, f"judges_report.ana.{name}") == ["one_judge"]
    assert found["reliability"]["totals"]["alpha_interval"] is None
    assert codes(found, "reliability.totals.alpha_interval") == ["one_judge"]
    assert codes(found, "reliability.totals.icc_a_1") == ["no_block"]
    assert found["complete"], "who marks has marked every entry that was marked"


def test_drift_follows_the_first_submitted_version_and_the_file_among_equal_instants():
    first = "2026-05-01T10:00:00+08:00"
    matches = [match(f"m-{number}", "ana bo", f"team-{number}") for number in range(4)]
    given = [sheets(f"m-{n}", f"team-{n}", ana=mark, bo="5") for n, mark in enumerate("5798")]
    # The third was there first, though it was mended last; two came at one instant.
    times = ["2026-05-01T03:30:00+00:00", first, "2026-05-01T01:00:00+00:00", first]
    for block, time in zip(given, times, strict=True):
        for sheet in block:
            sheet["submitted_at"] = time
    mended = given[2][0]
    mended["history"] = [
        {key: mended[key] for key in ("marks", "state", "version", "submitted_at")}
    ]
    mended |= {"version": 2, "submitted_at": "2026-05-01T12:00:00+08:00"}

    # The file lists the last match's sheets before the second's.
    found = report_of([stage("final", *matches)], [given[0], *given[:0:-1]])

    # Distances from the mean of two are half of those from Bo: in order 9, 8, 7, 5 against 5.
    expected = oracles.stats.linregress([1, 2, 3, 4], [2, 1.5, 1, 0]).slope
    assert judge(found, "ana")["drift"] == pytest.approx(expected)


def test_a_judge_of_whose_sheets_one_has_no_time_has_no_drift():
    found = three_teams()

    assert judge(found, "bo")["drift"] is None
    assert codes(found, "judges_report.bo.drift") == ["no_times"]


def test_what_the_rule_left_out_is_counted_and_nothing_without_a_total():
    found = three_teams(drop_high=1, drop_low=1)
    waiting = report_of(
        [stage("final", match("m", "ana bo cy dee", "north"))],
        [sheets("m", "north", ana="9 8", bo="7 8", cy="8 6")],
        factors="1 2",
        drop_high=1,
    )

    # Of three marks in six cells, the highest and the lowest.
    assert sum(row["dropped"] for row in found["judges_report"]) == 12
    assert [row["dropped"] for row in waiting["judges_report"]] == [0, 0, 0]


def test_a_sheet_that_is_left_out_whole_is_left_out_in_every_dimension():
    found = three_teams(drop_by="sheet", drop_high=1)

    assert {row["judge"]: row["dropped"] for row in found["judges_report"]} == {
        **{"ana": 4, "bo": 0},
        "cy": 2,
    }


def test_left_teams_void_matches_and_written_tests_are_out_of_the_whole_report():
    void = match("m-void", THREE, "north") | {"void": {"en": "A blackout"}}
    matches = [match("m-north", THREE, "north"), match("m-south", THREE, "south"), void]
    matches.append(match("m-east", THREE, "east"))
    given = [
        sheets("m-north", "north", ana="9", bo="8", cy="8"),
        sheets("m-south", "south", ana="1", bo="1", cy="1"),
        sheets("m-void", "north", ana="1", bo="1", cy="1"),
        sheets("m-east", "east", ana="8", bo="9", cy="7"),
    ]
    teams = [{"key": "north"}, {"key": "south", "disqualified": True}, {"key": "east"}]
    whole = competition([paper("test", "north 8", per="team"), stage("final", *matches)], given)

    found = fairness_report(whole | {"teams": teams})["stages"]

    assert [each["stage"] for each in found] == ["final"]
    assert found[0]["reliability"]["totals"]["entries"] == ["m-north/north", "m-east/east"]
    assert found[0]["entries"] == 2


def test_a_team_that_withdraws_later_is_in_the_earlier_stage():
    stages = [
        stage("heats", match("m", "ana", "north")),
        stage("final", match("n", "ana", "north")),
    ]
    given = [sheets("m", "north", ana="9"), sheets("n", "north", ana="9")]
    teams = [{"key": "north", "withdrawn_from": "final"}]

    heats, final = fairness_report(competition(stages, given, teams=teams))["stages"]

    assert (heats["entries"], final["entries"]) == (1, 0)


def test_a_replaced_seat_goes_with_whose_sheet_counts():
    part = match("m", "ana noor", "north", "south")
    part["replacements"] = [replaced("noor", "bo", "north")]
    given = [
        sheets("m", "north", ana="9", bo="7"),
        sheets("m", "south", ana="6", noor="8", bo="1"),
    ]

    found = report_of([stage("final", part)], given)

    assert {row["judge"]: row["sheets"] for row in found["judges_report"]} == {
        **{"ana": 2, "bo": 1},
        "noor": 1,
    }
    assert judge(found, "bo")["leniency_others"] == -2.0
    assert judge(found, "noor")["leniency_others"] == 2.0
    assert not found["complete"]


def test_where_judges_mark_apart_totals_are_nothing_and_the_rest_stands():
    rubric = {
        "dimensions": [
            {"key": "law", "factor": "1", "marked_by": ["academic"]},
            {"key": "talk", "factor": "1"},
        ]
    }
    categories = {"ana": "academic", "bo": "union", "cy": "academic"}
    matches = [match(f"m-{team}", THREE, team) for team in ("north", "south", "east")]
    marks = {
        "north": ("9 8", "7", "8 6"),
        "south": ("6 7", "6", "7 7"),
        "east": ("8 5", "4", "5 4"),
    }
    given = [
        [
            {"match": f"m-{team}", "team": team, "judge": key, "state": "submitted", "version": 1}
            | {
                "marks": dict(
                    zip(("law", "talk") if " " in m else ("talk",), m.split(), strict=True)
                )
            }
            for key, m in zip(THREE.split(), row, strict=True)
        ]
        for team, row in marks.items()
    ]
    whole = competition([stage("final", *matches)], given, categories=categories)

    found = fairness_report(whole | {"rubric": rubric})["stages"][0]

    totals = found["reliability"]["totals"]
    assert set(totals.values()) == {None}
    assert all(codes(found, f"reliability.totals.{name}") == ["marked_by"] for name in totals)
    for row in found["judges_report"]:
        assert (row["spread"], row["agreement"], row["drift"]) == (None, None, None)
        assert row["leniency"] is not None
        assert row["model"] is not None
    assert found["categories"] is None
    assert codes(found, "categories") == ["marked_by"]
    assert found["reliability"]["dimensions"]["law"]["judges"] == ["ana", "cy"]
    assert found["reliability"]["dimensions"]["talk"]["judges"] == ["ana", "bo", "cy"]
    assert found["model"] is not None


def test_sides_are_of_matches_of_just_two_and_with_deductions():
    sided = [match("m-1", "ana", "north", "south"), match("m-2", "ana", "east", "west")]
    sided.append(match("m-3", "ana", "north", "east", "west"))
    for part in sided:
        for entry, side in zip(part["entries"], ("labour", "employer", "solo"), strict=False):
            entry["side"] = side
    given = [
        sheets("m-1", "north", ana="9"),
        sheets("m-1", "south", ana="6"),
        sheets("m-2", "east", ana="5"),
        sheets("m-2", "west", ana="4"),
        sheets("m-3", "north", ana="1"),
        sheets("m-3", "east", ana="1"),
    ]

    found = report_of([stage("final", *sided)], given, deductions=[deduct("m-1", "north", "1.5")])

    sides = found["sides"]
    assert sides["labour"] == {"entries": 2, "mean": 6.25}
    assert sides["employer"] == {"entries": 2, "mean": 5.0}
    assert (sides["difference"], sides["pairs"]) == (1.25, 2)
    assert sides["se"] == pytest.approx(0.25)
    assert codes(found, "sides.p") == ["too_few"]


def test_categories_are_named_and_subtracted_in_the_order_of_the_judges():
    found = three_teams(categories={"ana": "union", "bo": "academic", "cy": "union"})

    categories = found["categories"]
    assert list(categories)[:2] == ["union", "academic"]
    # Ana's and Cy's means: 22.5, 20.5, 15.5; Bo's totals: 23, 16, 14.
    assert categories["difference"] == pytest.approx((-0.5 + 4.5 + 1.5) / 3)
    assert categories["rank_correlation"] == 1.0
    assert categories["first"] == {"union": ["north"], "academic": ["north"]}


def test_there_is_nothing_to_compare_in_one_category_or_three():
    one = three_teams(categories=dict.fromkeys(THREE.split(), "union"))
    three = three_teams(categories={"ana": "union", "bo": "academic", "cy": "press"})

    for found in (one, three):
        assert found["categories"] is None
        assert codes(found, "categories") == ["not_two_categories"]


def test_a_category_leads_by_joined_entries_among_ranked_teams_only():
    matches = [match("m-1", "ana bo", "north", "south"), match("m-2", "ana bo cy", "north", "east")]
    given = [
        sheets("m-1", "north", ana="9", bo="7"),
        sheets("m-1", "south", ana="8", bo="8"),
        sheets("m-2", "north", ana="5", bo="5", cy="1"),
        # Cy's sheet for the east is missing: it has no place.
        sheets("m-2", "east", ana="9.5", bo="9.5"),
    ]
    categories = {"ana": "union", "bo": "academic", "cy": "academic"}

    found = report_of([stage("final", *matches, across="mean")], given, categories=categories)
    summed = report_of([stage("final", *matches, across="sum")], given, categories=categories)

    assert found["categories"]["first"] == {"union": ["south"], "academic": ["south"]}
    assert summed["categories"]["first"] == {"union": ["north"], "academic": ["north"]}


def test_conflicts_are_listed_as_seated_and_a_declared_one_wins():
    whole = competition(
        [stage("final", match("m", THREE, "north", "south"))],
        [
            sheets("m", "north", ana="9 8", bo="7 8", cy="8 6"),
            sheets("m", "south", ana="6 7", bo="6 5", cy="7 7"),
        ],
        factors="1 2",
    )
    whole["teams"][0]["organisation"] = {"zh": "地铁", "en": "Metro"}
    bus = {"en": "Bus"}
    whole["teams"][1]["organisation"] = bus
    ana, bo, cy = whole["judges"]
    ana |= {"organisation": {"zh": "地铁", "en": "The metro"}, "conflicts": ["north"]}
    bo["organisation"] = bus
    relation = {"team": "north", "kind": "taught there"}
    cy["declaration"] = {"at": "2026-05-01T10:00:00+08:00", "relations": [relation]}

    found = fairness_report(whole)["stages"][0]["conflicts"]

    # Marks, not totals: the factor of two does not count.
    assert found == [
        {"judge": "ana", "match": "m", "team": "north", "kind": "declared", "effect": 2.5},
        {"judge": "cy", "match": "m", "team": "north", "kind": "declared", "effect": -2.0},
        {"judge": "bo", "match": "m", "team": "south", "kind": "organisation", "effect": -2.5},
    ]


def test_a_conflict_of_whoever_marks_alone_has_no_effect():
    whole = competition(
        [stage("final", match("m", "ana", "north"))], [sheets("m", "north", ana="9")]
    )
    whole["judges"][0]["conflicts"] = ["north"]

    found = fairness_report(whole)["stages"][0]

    assert found["conflicts"][0]["effect"] is None
    assert codes(found, "conflicts") == ["one_judge"]


def test_the_running_order_is_that_of_the_starts_where_all_have_one():
    matches = [match(f"m-{team}", "ana", team) for team in ("north", "south", "east")]
    given = [
        sheets("m-north", "north", ana="9"),
        sheets("m-south", "south", ana="7"),
        sheets("m-east", "east", ana="5"),
    ]
    listed = report_of([stage("final", *matches)], given)
    hours = ("12:00:00+08:00", "11:00:00+08:00", "02:00:00+00:00")
    timed = [part | {"starts": f"2026-05-01T{h}"} for part, h in zip(matches, hours, strict=True)]
    by_starts = report_of([stage("final", *timed)], given)
    one_without = report_of([stage("final", *timed[:2], matches[2])], given)

    assert listed["order"] == {"slope": -2.0, "p": 0.0}
    assert by_starts["order"] == {"slope": 2.0, "p": 0.0}
    assert one_without["order"] == listed["order"]


def test_totals_without_spread_neither_rise_nor_fall():
    matches = [match(f"m-{team}", "ana", team) for team in ("north", "south", "east")]
    given = [sheets(part["key"], part["entries"][0]["team"], ana="7") for part in matches]

    found = report_of([stage("final", *matches)], given)

    assert found["order"] == {"slope": 0.0, "p": None}
    assert codes(found, "order.p") == ["no_spread"]


def test_a_stage_without_a_sheet_says_so_everywhere():
    found = fairness_report(factories.checked(factories.league()))["stages"][1]

    assert (found["entries"], found["judges"], found["judges_report"]) == (0, [], [])
    assert found["robustness"] is None
    assert codes(found, "robustness") == ["too_few"]
    assert codes(found, "model") == ["no_maximum"]
    assert codes(found, "sides") == ["no_sides"]


def test_a_small_panel_is_noted_and_a_large_one_is_not():
    found = fairness_report(checked_final())["stages"][0]
    teams = [f"team-{number}" for number in range(10)]
    judges = [f"judge-{number}" for number in range(10)]
    large = report_of(
        [stage("final", match("m", " ".join(judges), *teams))],
        [sheets("m", team, **dict.fromkeys(judges, "5")) for team in teams],
    )

    assert codes(found, "judges") == codes(found, "entries") == ["small_panel"]
    assert not [note for note in large["notes"] if note["code"] == "small_panel"]


def test_the_final_agrees_with_others_statistics():
    document = checked_final()
    found = fairness_report(document)["stages"][0]
    factors = {d["key"]: float(d["factor"]) for d in document["rubric"]["dimensions"]}
    table: dict[str, dict[str, float]] = {}
    for sheet in document["sheets"]:
        total = sum(float(mark) * factors[key] for key, mark in sheet["marks"].items())
        table.setdefault(f"{sheet['match']}/{sheet['team']}", {})[sheet["judge"]] = total
    rows = [[table[entry][key] for key in found["judges"]] for entry in table]

    totals = found["reliability"]["totals"]

    assert totals["entries"] == list(table)
    assert totals["judges"] == found["judges"]
    figures, interval = oracles.intraclass(rows)
    assert {name: totals[name] for name in figures} == pytest.approx(figures, rel=1e-9)
    assert totals["icc_a_1_ci95"] == pytest.approx(interval, rel=1e-8)
    concordance = [totals["kendall_w"], totals["kendall_p"]]
    assert concordance == pytest.approx(oracles.concordance(rows), rel=1e-9)
    assert totals["alpha_interval"] == pytest.approx(oracles.alpha(rows, "interval"), rel=1e-9)
    assert totals["alpha_ordinal"] == pytest.approx(oracles.alpha(rows, "ordinal"), rel=1e-9)


def test_the_model_is_told_in_the_words_of_the_file():
    document = checked_final()
    found = fairness_report(document)["stages"][0]

    model = found["model"]

    assert list(model["entries"]) == found["reliability"]["totals"]["entries"]
    assert list(model["dimensions"]) == list(factories.DIMENSIONS)
    given = {float(mark) for sheet in document["sheets"] for mark in sheet["marks"].values()}
    assert [float(each) for each in model["categories"]] == sorted(given)
    assert len(model["thresholds"]) == len(model["categories"]) - 1
    for facet in ("entries", "dimensions"):
        assert sum(model[facet].values()) == pytest.approx(0, abs=1e-9)
    rows = found["judges_report"]
    logits = [row["model"]["leniency"] for row in rows]
    # Nearly the same order: categories are numbered as they occur, so gaps between marks close.
    assert oracles.stats.spearmanr(logits, [row["leniency"] for row in rows]).statistic > 0.9


def test_a_start_without_a_report_loads_no_numpy():
    code = "import sys, competition.fairness; print('numpy' in sys.modules)"

    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "False"


def test_the_report_is_ready_for_json_and_says_its_format():
    found = json.loads(json.dumps(fairness_report(checked_final()), allow_nan=False))

    assert found["format"] == "accord-fairness/1"
    assert found["competition"] == factories.CHAOYANG
