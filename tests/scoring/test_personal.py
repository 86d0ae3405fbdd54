"""Personal scores of single contestants, worked by hand."""

from fractions import Fraction

import pytest

from competition.scoring import personal_scores, recount
from tests.scoring.build import competition, match, replaced, sheets, stage, team


def marked(*given, rule=None, **fields):
    """Wei and Lan of North in two matches; a mark is written as “m1 ana wei 8”."""
    stages = [stage("heats", *(match(key, "ana bo cy", "north") for key in ("m1", "m2")))]
    parts = [text.split() for text in given]
    blocks = [sheets(key, "north", ana="1", bo="2", cy="3") for key in ("m1", "m2")]
    document = competition(stages, blocks, teams=[team("north", "wei lan")], **(rule or {}))
    for sheet in document["sheets"]:
        own = {
            member: mark
            for key, judge, member, mark in parts
            if (key, judge) == (sheet["match"], sheet["judge"])
        }
        if own:
            sheet["personal"] = own
    return document | fields


def test_a_personal_score_is_the_mean_of_a_match_and_the_mean_over_matches():
    document = marked("m1 ana wei 8", "m1 bo wei 9", "m2 ana wei 6", "m1 cy lan 7")

    # Wei: (8 + 9) / 2 = 8.5 and 6, in the mean 7.25. In the order of the team.
    assert personal_scores(document, "heats") == {"wei": Fraction("7.25"), "lan": Fraction(7)}
    assert list(personal_scores(document, "heats")) == ["wei", "lan"]


def test_the_highest_and_the_lowest_are_left_out_unless_too_few_would_stay():
    marks = ("m1 ana wei 1", "m1 bo wei 5", "m1 cy wei 10")

    dropped = marked(*marks, rule={"drop_high": 1, "drop_low": 1})
    kept = marked(*marks, rule={"drop_high": 1, "drop_low": 1, "min_kept": 2})

    assert personal_scores(dropped, "heats") == {"wei": Fraction(5)}
    assert personal_scores(kept, "heats") == {"wei": Fraction(16, 3)}


def test_void_matches_recused_and_replaced_judges_and_drafts_do_not_count():
    document = marked("m1 ana wei 10", "m1 bo wei 4", "m1 cy wei 6", "m2 ana wei 1")
    first, second = document["stages"][0]["rounds"][0]["matches"]
    second["void"] = {"en": "Broken off"}
    first["recused"] = [{"judge": "ana", "reason": {"en": "Her own employer"}}]
    first["panel"] = ["ana", "dee", "cy"]
    first["replacements"] = [replaced("dee", "bo")]

    assert personal_scores(document, "heats") == {"wei": Fraction(6)}

    first["replacements"] = [replaced("dee", "bo", "north")]
    assert personal_scores(document, "heats") == {"wei": Fraction(5)}

    document["sheets"][2]["state"] = "draft"
    assert personal_scores(document, "heats") == {"wei": Fraction(4)}


def test_personal_marks_are_no_part_of_any_total():
    document = marked("m1 ana wei 10")

    assert recount(document) == recount(marked())


def test_there_are_no_personal_scores_of_a_stage_that_is_not_there():
    with pytest.raises(KeyError):
        personal_scores(marked(), "final")
