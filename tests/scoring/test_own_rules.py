"""A stage's own rubric and rule, dimensions that only some judges mark, and open appeals."""

from competition.scoring import break_down_marks, explain, recount
from tests.scoring.build import RULE, competition, match, sheets, stage

FINAL_RUBRIC = {"dimensions": [{"key": "talk", "factor": "3"}]}


def totals(document, number=-1):
    return {row["team"]: row["total"] for row in recount(document)["stages"][number]["standings"]}


def with_final(**fields):
    """North and South in the heats (law), then in a final that carries them (talk, thrice)."""
    stages = [
        stage("heats", match("h", "ana bo cy", "north", "south")),
        stage("final", match("f", "ana bo cy", "north", "south"), **fields),
    ]
    given = [
        sheets("h", "north", ana="8", bo="8", cy="9"),
        sheets("h", "south", ana="6", bo="7", cy="7"),
    ]
    document = competition(stages, given)
    document["sheets"] += [
        {"match": "f", "team": team, "judge": judge, "marks": {"talk": mark}}
        | {"state": "submitted", "version": 1}
        for team, marks in (("north", ("5", "6", "6")), ("south", ("7", "7", "8")))
        for judge, mark in zip(("ana", "bo", "cy"), marks, strict=True)
    ]
    return document


def test_a_stage_with_an_own_rubric_and_rule_is_counted_by_them_alone():
    own = {**RULE, "combine": "median", "decimals": 0}
    document = with_final(rubric=FINAL_RUBRIC, scoring=own)

    # The heats by the competition's: (8 + 8 + 9) / 3. The final by its own: median 6, thrice.
    assert totals(document, 0) == {"north": "8.33", "south": "6.67"}
    assert totals(document) == {"south": "21", "north": "18"}
    row = recount(document)["stages"][1]["standings"][0]
    assert row["dimensions"] == {"talk": "21"}
    assert explain(document, "final", "north")["entries"][0]["score"]["total"] == "18"
    assert break_down_marks(document, "f")["combine"] == "median"


def test_a_carried_total_is_rounded_by_the_rule_of_the_stage_that_it_comes_from():
    whole = {**RULE, "round_at": ["total"], "decimals": 0}
    document = with_final(
        rubric=FINAL_RUBRIC, carry=[{"stage": "heats", "weight": "1"}], scoring={**RULE}
    )
    document["scoring"] = whole

    # 25/3 is carried as 8, and added to 17 unrounded: 25, not 25.33; 7 to 22.
    assert totals(document) == {"south": "29.00", "north": "25.00"}


def test_ties_in_a_stage_are_broken_by_the_rule_in_force_there():
    stages = [
        stage("heats", match("h", "ana", "north", "south")),
        stage("final", match("f", "ana", "north", "south"), scoring={**RULE, "tie_break": ["law"]}),
    ]
    given = [
        sheets(key, team, ana=marks)
        for key in ("h", "f")
        for team, marks in (("north", "1 2"), ("south", "2 1"))
    ]
    heats, final = recount(competition(stages, given, factors="1 1"))["stages"]

    assert [row["rank"] for row in heats["standings"]] == [1, 1]
    assert [(row["team"], row["decided_by"]) for row in final["standings"]] == [
        ("south", "law"),
        ("north", "law"),
    ]


def shared_out(rule=None, **marks):
    """Ana and Bo (pro) mark law, Cy and Dee (uni) mark talk."""
    document = competition(
        [stage("heats", match("h", "ana bo cy dee", "north"))],
        [],
        factors="1 2",
        heads="cy",
        categories={"ana": "pro", "bo": "pro", "cy": "uni", "dee": "uni"},
        **(rule or {}),
    )
    for dimension, category in zip(document["rubric"]["dimensions"], ("pro", "uni"), strict=True):
        dimension["marked_by"] = [category]
    key = {"ana": "law", "bo": "law", "cy": "talk", "dee": "talk"}
    document["sheets"] = [
        {"match": "h", "team": "north", "judge": judge, "marks": {key[judge]: mark}}
        | {"state": "submitted", "version": 1}
        for judge, mark in marks.items()
    ]
    return document


def test_a_dimension_has_the_value_of_those_who_mark_it():
    document = shared_out(ana="8", bo="9", cy="5", dee="6")

    # (8 + 9) / 2 + 2 × (5 + 6) / 2 = 19.5.
    assert totals(document) == {"north": "19.50"}
    told = explain(document, "heats", "north")["entries"][0]
    law, talk = told["score"]["dimensions"]
    assert [seat["judge"] for seat in law["seats"]] == ["ana", "bo"]
    assert [seat["judge"] for seat in talk["seats"]] == ["cy", "dee"]
    shown = break_down_marks(document, "h")["entries"][0]["score"]["dimensions"]
    assert [each["marks"] for each in shown] == [["8", "9", None, None], [None, None, "5", "6"]]


def test_marks_are_left_out_among_those_who_mark_the_dimension():
    few = shared_out({"drop_high": 1, "min_kept": 2}, ana="8", bo="9", cy="5", dee="6")

    # Of two marks none can go and two stay.
    assert totals(few) == {"north": "19.50"}
    warnings = recount(few)["stages"][0]["warnings"]
    assert [each["dimension"] for each in warnings] == ["law", "talk"]

    # 8 + 2 × 5 = 18.
    enough = shared_out({"drop_high": 1}, ana="8", bo="9", cy="5", dee="6")
    assert totals(enough) == {"north": "18.00"}


def test_category_weights_are_rescaled_among_the_categories_that_mark_the_dimension():
    weights = {"category_weights": {"pro": "0.7", "uni": "0.3"}}

    document = shared_out(weights, ana="8", bo="9", cy="5", dee="6")

    assert totals(document) == {"north": "19.50"}
    law = explain(document, "heats", "north")["entries"][0]["score"]["dimensions"][0]
    assert [(each["category"], each["weight"]) for each in law["categories"]] == [("pro", "1")]


def test_an_entry_with_a_dimension_that_nobody_marked_has_no_total_without_waiting():
    document = shared_out({"missing_sheet": "exclude"}, ana="8", bo="9")

    (row,) = recount(document)["stages"][0]["unranked"]
    assert row == {"team": "north", "reason": "missing_sheet", "missing": ["cy", "dee"]}
    document["sheets"] += shared_out(dee="6")["sheets"]
    assert totals(document) == {"north": "20.50"}


def test_the_head_judges_own_dimensions_are_what_head_compares():
    document = shared_out(ana="8", bo="9", cy="5", dee="6")

    assert explain(document, "heats", "north")["joined"]["head"] == "10"


def test_a_stage_is_provisional_while_an_appeal_of_it_is_open():
    document = with_final()
    appeal = {"key": "a1", "stage": "heats", "team": "south", "state": "filed"}

    def provisional():
        return [stage.get("provisional") for stage in recount(document)["stages"]]

    document["sheets"] = []
    assert provisional() == [None, None]
    for state, wanted in (
        *(("filed", True), ("heard", True)),
        *(("upheld", None), ("dismissed", None), ("withdrawn", None)),
    ):
        document["appeals"] = [{**appeal, "state": state}]
        assert provisional() == [wanted, None]
