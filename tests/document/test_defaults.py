"""What an absent field means, and a scoring rule checked alone."""

import pytest

from competition.document import DEFAULTS, FILLED, InvalidDocument, check_document, check_scoring


def test_an_empty_rule_is_filled_in(small, put):
    put(small, "scoring", {})

    assert check_document(small)["scoring"] == FILLED["scoring"]


def test_documents_do_not_share_what_is_filled_in(small, put):
    first = check_document(put(small, "scoring", {}))
    first["scoring"]["tie_break"].append("head")

    assert check_document(small)["scoring"]["tie_break"] == []


def test_by_default_a_stage_combines_matches_by_their_mean(small, put):
    put(small, "stages[0].across_matches", ...)

    assert check_document(small)["stages"][0]["across_matches"] == "mean"


def test_every_default_is_valid_in_a_file(small, problems):
    small["competition"] |= DEFAULTS["competition"]
    small["rubric"]["dimensions"][0] |= DEFAULTS["dimension"]
    small["teams"][0] |= DEFAULTS["team"]
    small["judges"][1] |= DEFAULTS["judge"]
    small["stages"][0] |= DEFAULTS["stage"]
    small["stages"][0]["rounds"][0] |= DEFAULTS["round"]
    small["teams"][0]["members"][0] |= DEFAULTS["member"]
    test = {"key": "test", "name": "Test", "kind": "paper", "max": "10", "per": "member"}
    small["stages"].append(test | DEFAULTS["paper_stage"])

    assert problems(small) == {}


def test_a_rule_alone_is_checked_with_places_inside_it():
    rule = {"decimals": 7, "combine": "max", "tie_break": ["head", "head", "speed"]}

    with pytest.raises(InvalidDocument) as caught:
        check_scoring(rule, ["strategy"])

    assert [problem.place for problem in caught.value.problems] == [
        "decimals",
        "combine",
        "tie_break[1]",
        "tie_break[2]",
    ]
    assert check_scoring({"drop_high": 1})["drop_high"] == 1
