"""What must agree between parts: keys, references, panels, stages, the scoring rule."""

import copy

import pytest


@pytest.mark.parametrize(
    "place",
    [
        "rubric.dimensions",
        "topics",
        "topics[0].focal_points",
        "teams",
        "teams[0].members",
        "judges",
        "stages",
        "stages[0].rounds",
        "stages[0].rounds[0].matches",
    ],
)
def test_a_key_is_unique_among_its_kind(small, problems, place):
    here = small
    for step in place.replace("]", "").replace("[", ".").split("."):
        here = here[int(step)] if isinstance(here, list) else here[step]
    here.append(copy.deepcopy(here[0]))

    found = problems(small)

    assert f"{place}[0]" in found[f"{place}[{len(here) - 1}].key"]


def test_a_match_key_is_unique_in_its_competition(small, problems, put):
    put(small, "stages[1].rounds[0].matches[0].key", "m1")

    assert "stages[1].rounds[0].matches[0].key" in problems(small)


def test_two_teams_may_each_have_a_first_member_and_two_stages_a_first_round(small, problems, put):
    small["teams"][1]["members"] = [{"key": "reds-1", "name": "Ren"}]
    put(small, "stages[1].rounds[0].key", "semi-1")

    assert problems(small) == {}


@pytest.mark.parametrize(
    "place",
    [
        "judges[1].conflicts[0]",
        "stages[0].rounds[0].matches[0].topic",
        "stages[0].rounds[0].matches[0].panel[0]",
        "stages[0].rounds[0].matches[0].entries[1].team",
        "stages[0].advance.to",
        "stages[1].carry[0].stage",
        "sheets[1].match",
        "sheets[1].team",
        "sheets[1].judge",
        "deductions[0].match",
        "deductions[0].team",
        "rulings[0].stage",
        "rulings[0].teams[1]",
    ],
)
def test_a_reference_to_something_missing_is_refused_at_its_place(small, problems, put, place):
    found = problems(put(small, place, "nobody"))

    assert "“nobody”" in found[place]


def test_a_team_can_be_in_a_match_only_once(small, problems, put):
    place = "stages[0].rounds[0].matches[0].entries[1].team"

    assert "twice" in problems(put(small, place, "reds"))[place]


def test_a_judge_can_be_on_a_panel_only_once(small, problems, put):
    place = "stages[0].rounds[0].matches[0].panel"

    assert "twice" in problems(put(small, place, ["ana", "bo", "ana"]))[f"{place}[2]"]


def test_a_panel_has_at_most_one_head_judge(small, problems, put):
    put(small, "judges[1].head", True)

    found = problems(small)

    assert list(found) == ["stages[0].rounds[0].matches[0].panel[1]"]
    assert "a panel can have only one" in found["stages[0].rounds[0].matches[0].panel[1]"]


def test_a_conflict_does_not_keep_a_judge_off_a_panel(small, problems):
    assert small["judges"][1]["conflicts"] == ["reds"]
    assert problems(small) == {}


def test_a_match_may_have_one_team_or_many(small, problems):
    small["teams"].append({"key": "greens", "name": "Greens"})
    entries = small["stages"][0]["rounds"][0]["matches"][0]["entries"]
    entries.append({"team": "greens", "side": "employer"})

    assert problems(small) == {}


def test_a_judge_on_a_panel_needs_a_category_with_a_weight(small, problems, put):
    assert list(problems(put(small, "judges[1].category", "press"))) == ["judges[1].category"]
    assert list(problems(put(small, "judges[1].category", ...))) == ["judges[1].category"]


def test_a_judge_on_no_panel_needs_no_category(small, problems, put):
    assert problems(put(small, "judges[2].category", ...)) == {}


@pytest.mark.parametrize("weight", ["0", "0.00", "-0", "-1"])
def test_the_category_of_a_panel_judge_needs_a_weight_above_0(small, problems, put, weight):
    place = "scoring.category_weights.academic"

    assert list(problems(put(small, place, weight))) == [place]


def test_a_category_without_panel_judges_may_have_weight_0(small, problems, put):
    assert problems(put(small, "scoring.category_weights.press", "0")) == {}


def test_without_category_weights_any_category_is_accepted(small, problems, put):
    put(small, "judges[1].category", "press")

    assert problems(put(small, "scoring.category_weights", ...)) == {}


def test_empty_category_weights_are_refused(small, problems, put):
    assert "scoring.category_weights" in problems(put(small, "scoring.category_weights", {}))


def test_two_spellings_of_one_category_are_refused(small, problems, put):
    weights = {"professional": "1", "academic": "1", "café": "1", "cafe\u0301": "1"}

    assert len(problems(put(small, "scoring.category_weights", weights))) == 1


@pytest.mark.parametrize("rule", ["speed", "strategy ", "total"])
def test_a_tie_break_is_a_dimension_or_one_of_three_words(small, problems, put, rule):
    assert "scoring.tie_break[1]" in problems(put(small, "scoring.tie_break[1]", rule))


def test_a_tie_break_and_a_rounding_place_are_listed_once(small, problems, put):
    put(small, "scoring.tie_break", ["head", "strategy", "head"])
    put(small, "scoring.round_at", ["total", "total"])

    assert list(problems(small)) == ["scoring.round_at[1]", "scoring.tie_break[2]"]


def stage(key, **more):
    return {"key": key, "name": key, "across_matches": "mean", "rounds": [], **more}


def carry(*stages):
    return [{"stage": key, "weight": "1"} for key in stages]


CIRCLES = {
    "a stage that carries itself": [stage("a", carry=carry("a"))],
    "a stage that advances to itself": [stage("a", advance={"to": "a", "top": 1})],
    "two that carry each other": [stage("a", carry=carry("b")), stage("b", carry=carry("a"))],
    "three that advance in a ring": [
        stage("a", advance={"to": "b", "top": 1}),
        stage("b", advance={"to": "c", "top": 1}),
        stage("c", advance={"to": "a", "top": 1}),
    ],
    "one that carries what it advances to": [
        stage("a", advance={"to": "b", "top": 1}, carry=carry("b")),
        stage("b"),
    ],
}


@pytest.mark.parametrize("stages", CIRCLES.values(), ids=CIRCLES)
def test_carry_and_advance_must_not_form_a_circle(small, problems, stages):
    small |= {"stages": stages, "sheets": [], "deductions": [], "rulings": []}

    found = problems(small)

    assert len(found) == 1
    assert "circle: a → " in "".join(found.values()) or "circle: b → " in "".join(found.values())


def test_many_paths_to_one_final_are_not_a_circle(small, problems):
    stages = [
        stage("final", carry=carry("east", "west", "first")),
        stage("east", carry=carry("first"), advance={"to": "final", "top": 1}),
        stage("west", carry=carry("first"), advance={"to": "final", "top": 1}),
        stage("first", advance={"to": "east", "top": 4}),
    ]

    assert problems(small | {"stages": stages, "sheets": [], "deductions": [], "rulings": []}) == {}


def test_a_chain_of_two_thousand_stages_is_not_a_circle_until_it_closes(small, problems):
    stages = [stage("s0")] + [stage(f"s{n}", carry=carry(f"s{n - 1}")) for n in range(1, 2000)]
    file = small | {"stages": stages, "sheets": [], "deductions": [], "rulings": []}

    assert problems(file) == {}

    stages[0]["carry"] = carry("s1999")
    assert len(problems(file)) == 1


def test_a_stage_is_carried_once(small, problems, put):
    put(small, "stages[1].carry", carry("semi", "semi"))

    assert "twice" in problems(small)["stages[1].carry[1].stage"]


def test_a_deduction_is_for_a_team_of_the_match(small, problems, put):
    put(small, "deductions[0].match", "m2")

    assert "not in the match" in problems(small)["deductions[0].team"]


def test_a_ruling_names_a_team_once(small, problems, put):
    assert "rulings[0].teams[1]" in problems(put(small, "rulings[0].teams", ["reds", "reds"]))


def test_remarks_stay_as_they_were_given(small):
    from competition.document import check_document

    document = check_document(small)

    assert document["deductions"][0]["reason"] == {"zh": "超时", "en": "Over time"}
    assert document["deductions"][0]["by"] == "Ana"
    assert document["rulings"][0]["by"] == {"en": "Ana"}
    assert document["sheets"][0]["comment"] == "Calm."
