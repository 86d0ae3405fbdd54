"""Every proof of a random file, recomputed by another program, is what the standings say."""

import copy
import json
import re

import pytest
from hypothesis import given, settings

from competition.scoring import recount
from competition.why import NotProvable, Prover, prove
from tests.scoring.random_files import files
from tests.why.recompute import printed, recompute

PLAIN_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")


@settings(max_examples=100, deadline=None)
@given(files())
def test_every_step_can_be_recomputed_and_gives_the_total_of_the_standings(document):
    before = copy.deepcopy(document)
    for part, stage in zip(document["stages"], recount(document)["stages"], strict=True):
        rule = part.get("scoring", document["scoring"])
        for row in stage["standings"]:
            proof = json.loads(json.dumps(prove(document, row["team"], stage["stage"])))

            total, reached = recompute(proof)

            assert printed(total, rule["decimals"], rule["rounding"]) == row["total"]
            assert (proof["total"], proof["rank"]) == (row["total"], row["rank"])
            assert proof["decided_by"] == row["decided_by"]
            assert bool(proof["tied_with"]) == (row["decided_by"] is not None)
            if proof["tied_with"]:
                assert row["team"] in [each["team"] for each in proof["tied_with"]]
            assert proof["final"] == (stage["complete"] and "provisional" not in stage)
            check_marks(document, stage, row, proof, reached)
            check_literals(document, proof)
    assert document == before


def check_marks(document, stage, row, proof, reached):
    """The marks of the proof are those that count, and the last step reaches the kept ones."""
    wanted = marks_that_count(row)
    part = next(each for each in document["stages"] if each["key"] == stage["stage"])
    carried = [each["stage"] for each in part.get("carry", ())]
    # What is carried is the own total there, whatever that stage carries itself.
    alone = {
        **document,
        "stages": [
            {name: value for name, value in each.items() if name != "carry"}
            for each in document["stages"]
        ],
    }
    for earlier in recount(alone, carried)["stages"]:
        for there in earlier["standings"]:
            if there["team"] == row["team"]:
                wanted |= marks_that_count(there)
    marks = [step for step in proof["steps"] if step["does"] == "mark"]
    counted = {
        (match, judge, dimension)
        for match, judge, _ in wanted
        for dimension in marked(document, match, judge)
    }
    assert {(m["match"], m["judge"], m["dimension"]) for m in marks} == counted
    out = {(m["match"], m["judge"], m["dimension"]) for m in marks if m.get("left_out")}
    assert out == {(match, judge, dimension) for match, judge, left in wanted for dimension in left}
    for step in proof["steps"]:
        # What is left out feeds nothing; everything else is on the way to the total.
        assert (step["id"] in reached) == (not step.get("left_out"))


def marked(document, match, judge):
    """The dimensions that a judge marks in a match."""
    category = {each["key"]: each["category"] for each in document["judges"]}[judge]
    rubric = next(
        stage.get("rubric", document["rubric"])
        for stage in document["stages"]
        for round_ in stage.get("rounds", ())
        if match in [each["key"] for each in round_["matches"]]
    )
    return [
        each["key"]
        for each in rubric["dimensions"]
        if "marked_by" not in each or category in each["marked_by"]
    ]


def marks_that_count(row):
    """Every counted sheet of a row of the standings, with the dimensions that leave it out."""
    return {
        (
            entry["match"],
            judge,
            tuple(key for key, judges in entry["dropped"].items() if judge in judges),
        )
        for entry in row["entries"]
        for judge in entry["counted"]
    }


def check_literals(document, proof):
    """Only factors and weights are literals; ids are earlier and never plain decimals."""
    part = next(each for each in document["stages"] if each["key"] == proof["stage"])
    weights = {part.get("weight", "1"), *(each["weight"] for each in part.get("carry", ()))}
    rules = [document, *document["stages"]]
    rubrics = [each["rubric"] for each in rules if "rubric" in each]
    factors = {each["factor"] for rubric in rubrics for each in rubric["dimensions"]}
    shares = {
        share
        for each in rules
        for share in each.get("scoring", {}).get("category_weights", {}).values()
    }
    seen = set()
    for step in proof["steps"]:
        assert not PLAIN_DECIMAL.match(step["id"])
        literals = [each for each in step["of"] if each not in seen]
        if step["does"] == "times":
            assert step["of"][1:] == literals
            assert set(literals) <= weights | factors
        elif step["does"] == "weigh":
            assert step["of"][1::2] == literals
            assert set(literals) <= shares
        else:
            assert not literals, step
        assert step["text"]["zh"]
        assert step["text"]["en"]
        assert step["id"] not in seen
        seen.add(step["id"])


@settings(max_examples=60, deadline=None)
@given(files())
def test_who_has_no_place_has_no_proof_and_the_reason_is_that_of_the_standings(document):
    standings = recount(document)["stages"]
    for stage in standings:
        for row in stage["unranked"]:
            with pytest.raises(NotProvable) as refused:
                prove(document, row["team"], stage["stage"])
            ranked_in = [
                each["stage"]
                for each in standings
                if row["team"] in [one["team"] for one in each["standings"]]
            ]
            assert refused.value.reason == row["reason"]
            assert refused.value.last_stage == (ranked_in[-1] if ranked_in else None)


@settings(max_examples=60, deadline=None)
@given(files())
def test_the_public_form_names_no_judge_and_leads_to_the_same_total(document):
    prover = Prover(document)
    public = [stage["key"] for stage in document["stages"][:1]]
    for stage in recount(document)["stages"]:
        for row in stage["standings"]:
            whole = prover.prove(row["team"], stage["stage"])
            shown = prover.prove(row["team"], stage["stage"], marks_of=public)

            total, _ = recompute(shown["proof"])

            assert str(total) == whole["proof"]["steps"][-1]["value"]
            written = json.dumps(shown)
            for judge in ("ana", "bo", "cy", "dee", "eli"):
                assert f'"{judge}' not in written
