"""What a proof says of small competitions, worked by hand."""

import pytest

from competition.why import NotProvable, Prover, prove
from tests.scoring.build import competition, deduct, match, paper, ruling, sheets, stage
from tests.why.recompute import recompute


def only_match(given, panel="ana bo cy dee", teams=("north",), **rule):
    return competition([stage("final", match("m1", panel, *teams))], given, **rule)


def steps_that(proof, does):
    return [step for step in proof["steps"] if step["does"] == does]


def test_the_highest_and_the_lowest_mark_stand_there_and_feed_nothing():
    given = [sheets("m1", "north", ana="18", bo="20", cy="16", dee="17")]

    proof = prove(only_match(given, drop_high=1, drop_low=1), "north")

    out = {step["judge"]: step["text"]["en"] for step in proof["steps"] if step.get("left_out")}
    assert out == {
        "bo": "bo gave 20 for law; it is among the highest and is left out.",
        "cy": "cy gave 16 for law; it is among the lowest and is left out.",
    }
    (mean,) = steps_that(proof, "mean")
    assert mean["value"] == "35/2"
    assert mean["text"]["en"] == "Mean of the 2 marks that count for law: (18 + 17) ÷ 2 = 17.5."
    assert mean["text"]["zh"] == "“law”计入的 2 个分数的平均分：(18 + 17) ÷ 2 = 17.5。"
    total, reached = recompute(proof)
    assert str(total) == "35/2"
    assert not reached & {step["id"] for step in proof["steps"] if step.get("left_out")}


def test_whole_sheets_left_out_say_so():
    given = [sheets("m1", "north", ana="8 1", bo="2 9", cy="1 1")]
    document = only_match(given, "ana bo cy", drop_high=1, drop_low=1, drop_by="sheet")
    document["rubric"]["dimensions"] = [{"key": k, "factor": "1"} for k in ("law", "talk")]

    proof = prove(document, "north")

    texts = [step["text"]["en"] for step in proof["steps"] if step.get("left_out")]
    assert texts[0] == (
        "bo gave 2 for law; this whole sheet is left out, because its total is among the highest."
    )
    assert len(texts) == 4


def test_a_third_is_said_as_a_fraction_and_about_as_a_decimal():
    given = [sheets("m1", "north", ana="18", bo="19", cy="19")]

    proof = prove(only_match(given, "ana bo cy"), "north")

    assert proof["total"] == "18.67"
    assert proof["steps"][-1]["value"] == "56/3"
    assert "56/3 (about 18.6667)" in proof["steps"][-1]["text"]["en"]


def test_a_deduction_is_a_leaf_with_its_reason():
    document = only_match(
        [sheets("m1", "north", ana="18")], "ana", deductions=[deduct("m1", "north", "0.5")]
    )

    proof = prove(document, "north")

    (points,) = steps_that(proof, "points")
    assert (points["match"], points["reason"], points["value"]) == ("m1", "Over time", "1/2")
    assert points["text"]["en"] == "0.5 points deducted, because: Over time."
    (minus,) = steps_that(proof, "minus")
    assert minus["value"] == "35/2"


def test_categories_are_weighed_in_pairs():
    document = only_match(
        [sheets("m1", "north", ana="18", bo="10")],
        "ana bo",
        categories={"ana": "professional", "bo": "academic"},
        category_weights={"professional": "0.6", "academic": "0.2"},
    )

    proof = prove(document, "north")

    (weighed,) = steps_that(proof, "weigh")
    assert weighed["of"][1::2] == ["0.6", "0.2"]
    assert weighed["value"] == "16"
    assert weighed["text"]["en"] == (
        "law, weighed by judge category: (professional judges 18 × 0.6 + academic judges 10 × 0.2)"
        " ÷ 0.8 = 16."
    )


def test_the_marks_of_every_match_feed_the_best_of_them():
    stages = [
        stage("final", match("m1", "ana", "north"), match("m2", "ana", "north"), across="best")
    ]
    given = [sheets("m1", "north", ana="18"), sheets("m2", "north", ana="12")]

    proof = prove(competition(stages, given), "north")

    total, reached = recompute(proof)
    assert str(total) == "18"
    assert {step["id"] for step in steps_that(proof, "mark")} <= reached
    assert proof["steps"][-1]["text"]["en"] == "The best of the 2 matches (18, 12): 18."


def test_a_carried_test_goes_down_to_its_scores_and_the_best_n_count():
    test = paper("test", "north nia 90", "north noa 80", "north ned 70", combine={"best": 2})
    final = stage("final", match("m1", "ana", "north"), carry=[{"stage": "test", "weight": "0.1"}])
    document = competition([test, final], [sheets("m1", "north", ana="18")], round_at=["total"])

    proof = prove(document, "north")

    scores = steps_that(proof, "points")
    assert [(each["stage"], each["member"]) for each in scores if each.get("left_out")] == [
        ("test", "ned")
    ]
    total, reached = recompute(proof)
    assert str(total) == "35"
    assert {each["id"] for each in scores if not each.get("left_out")} <= reached
    assert (
        scores[0]["text"]["en"]
        == "ned scored 70 in test; only the best 2 count, so this one is left out."
    )


def test_a_tie_says_what_was_compared():
    document = only_match(
        [sheets("m1", "north", ana="10 8"), sheets("m1", "south", ana="9 9")],
        "ana",
        ("north", "south"),
        factors="1 1",
        tie_break=["law"],
    )

    proof = prove(document, "south")

    assert (proof["rank"], proof["decided_by"]) == (2, "law")
    assert proof["tied_with"] == [
        {"team": "north", "value": "10"},
        {"team": "south", "value": "9"},
    ]


def test_a_ruling_compares_places():
    document = only_match(
        [sheets("m1", "north", ana="10"), sheets("m1", "south", ana="10")],
        "ana",
        ("north", "south"),
        tie_break=["ruling"],
        rulings=[ruling("final", "south north")],
    )

    proof = prove(document, "south")

    assert proof["decided_by"] == "ruling"
    assert proof["tied_with"] == [
        {"team": "north", "value": "2"},
        {"team": "south", "value": "1"},
    ]


def test_a_result_is_not_final_while_somebody_is_awaited_or_an_appeal_is_open():
    given = [sheets("m1", "north", ana="10"), sheets("m1", "south", ana="10")]
    document = only_match(given, "ana", ("north", "south"))
    assert prove(document, "north")["final"]
    appeal = {"key": "a1", "stage": "final", "team": "south", "about": "fact", "state": "heard"}

    assert not prove({**document, "appeals": [appeal]}, "north")["final"]
    assert prove({**document, "appeals": [{**appeal, "state": "dismissed"}]}, "north")["final"]
    assert not prove(only_match(given[:1], "ana", ("north", "south")), "north")["final"]


def test_without_a_stage_it_is_the_last_one_that_the_team_is_in():
    stages = [
        stage("heats", match("h1", "ana", "north", "south")),
        stage("final", match("m1", "ana", "north")),
    ]
    given = [
        sheets("h1", "north", ana="10"),
        sheets("h1", "south", ana="9"),
        sheets("m1", "north", ana="12"),
    ]
    document = competition(stages, given)

    assert [prove(document, team)["stage"] for team in ("north", "south")] == ["final", "heats"]
    assert prove(document, "north", "heats")["total"] == "10.00"


def test_why_there_is_no_proof_is_said_with_the_last_total():
    stages = [
        stage("heats", match("h1", "ana", "north")),
        stage("final", match("m1", "ana", "north")),
    ]
    document = competition(stages, [sheets("h1", "north", ana="10")])

    def refusal(*asked):
        with pytest.raises(NotProvable) as refused:
            prove(document, *asked)
        return refused.value.stage, refused.value.reason, refused.value.last_stage

    assert refusal("north") == ("final", "missing_sheet", "heats")
    assert refusal("west") == (None, "unknown_team", None)
    assert refusal("north", "semi") == ("semi", "unknown_stage", "heats")


def test_for_everybody_judges_are_numbered_by_seat_and_closed_stages_give_their_total_alone():
    heats = stage("heats", match("h1", "ana bo", "north"))
    final = stage(
        "final", match("m1", "ana bo", "north"), carry=[{"stage": "heats", "weight": "1"}]
    )
    given = [sheets("h1", "north", ana="10", bo="11"), sheets("m1", "north", ana="18", bo="16")]
    prover = Prover(competition([heats, final], given))

    shown = prover.prove("north", "final", marks_of={"final"})

    marks = steps_that(shown["proof"], "mark")
    assert [each["judge"] for each in marks] == ["seat-1", "seat-2"]
    assert marks[0]["text"] == {"zh": "1 号评委在“law”打 18 分。", "en": "Judge 1 gave 18 for law."}
    assert [each["closed"] for each in shown["arrangement"]["stages"]] == [False, True]
    assert str(recompute(shown["proof"])[0]) == "55/2"
