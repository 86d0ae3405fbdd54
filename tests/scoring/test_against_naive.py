"""The standings of random files equal those of a second, slow, independent implementation."""

import copy
import json

from hypothesis import given, settings

from competition.scoring import explain, personal_scores, recount
from tests.scoring.naive import naive_personal, naive_recount
from tests.scoring.random_files import files


@settings(max_examples=400, deadline=None)
@given(files())
def test_an_independent_implementation_computes_the_same_standings(document):
    before = copy.deepcopy(document)

    assert recount(document) == naive_recount(document)

    assert document == before


@settings(max_examples=200, deadline=None)
@given(files())
def test_an_independent_implementation_computes_the_same_personal_scores(document):
    for stage in document["stages"]:
        assert personal_scores(document, stage["key"]) == naive_personal(document, stage)


@settings(max_examples=100, deadline=None)
@given(files())
def test_the_same_file_gives_the_same_bytes_twice(document):
    first = json.dumps(recount(document))

    assert json.dumps(recount(copy.deepcopy(document))) == first


@settings(max_examples=100, deadline=None)
@given(files())
def test_one_stage_alone_is_the_same_as_among_all(document):
    whole = recount(document)

    for stage in whole["stages"]:
        assert recount(document, [stage["stage"]]) == {**whole, "stages": [stage]}


@settings(max_examples=200, deadline=None)
@given(files())
def test_an_explanation_agrees_with_the_standings(document):
    for stage in recount(document)["stages"]:
        for row in stage["standings"]:
            told = json.loads(json.dumps(explain(document, stage["stage"], row["team"])))
            assert told["total"]["printed"] == row["total"]
            for key in ("rank", "tied", "decided_by", "deductions"):
                assert told[key] == row[key]
            decisive = [attempt["rule"] for attempt in told["tie_breaks"] if attempt["decided"]]
            assert (decisive[-1] if decisive else None) == row["decided_by"]
            scored = [entry for entry in told["entries"] if entry["score"]]
            assert [entry["match"] for entry in scored] == [e["match"] for e in row["entries"]]
            for entry, printed in zip(scored, row["entries"], strict=True):
                assert entry["score"]["printed"] == printed["total"]
                counted = [seat["judge"] for seat in entry["seats"] if seat["counted"]]
                assert counted == printed["counted"]
                for dimension in entry["score"]["dimensions"]:
                    out = [seat["judge"] for seat in dimension["seats"] if not seat["kept"]]
                    assert out == printed["dropped"][dimension["dimension"]]
        for row in stage["unranked"]:
            told = explain(document, stage["stage"], row["team"])
            assert told["reason"] == row["reason"]
            assert told["total"] is None
