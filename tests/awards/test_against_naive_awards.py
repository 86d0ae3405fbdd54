"""The awards of random files equal those of a second, independent implementation."""

import copy

from hypothesis import given, settings

from competition.awards import consider_awards, decide_awards
from tests.awards.naive_awards import naive_awards
from tests.awards.random_awards import files_with_awards


@settings(max_examples=100, deadline=None)
@given(files_with_awards())
def test_an_independent_implementation_gives_the_same_awards(document):
    before = copy.deepcopy(document)

    assert decide_awards(document) == naive_awards(document)

    assert document == before


@settings(max_examples=80, deadline=None)
@given(files_with_awards())
def test_everybody_who_wins_is_a_candidate_that_no_excluded_award_went_to(document):
    decided = {award.part["key"]: award for award in consider_awards(document)}

    for award in decided.values():
        for key in award.part.get("excludes", ()):
            earlier = {(w.candidate.kind, w.candidate.identity) for w in decided[key].winners}
            here = {(w.candidate.kind, w.candidate.identity) for w in award.winners}
            assert not earlier & here
        for each in award.candidates:
            assert (each.place is None) == (each.passed_over_by is not None)
