"""What a figure shows, as its title: made from what it draws, with named judges and teams."""

from typing import Any

import pytest

from competition.fairness_sentences import FairnessTexts, SentenceWords
from competition.fairness_titles import (
    fair_title,
    heat_title,
    leniency_title,
    ranks_title,
    sides_title,
)

TEXTS = FairnessTexts(
    {
        "judges": [{"key": key, "name": key.title()} for key in ("ana", "bo", "cy")],
        "teams": [{"key": key, "name": key.title()} for key in ("north", "south")],
    },
    SentenceWords(str, lambda text: text, " and ".join),
)


def judged(**points: float | None) -> dict[str, Any]:
    """Judges' distances; who is more than 3 points away is far."""
    return {
        "leniency": [
            {"judge": judge, "points": value, "is_far": value is not None and abs(value) > 3}
            for judge, value in points.items()
        ]
    }


@pytest.mark.parametrize(
    ("points", "title"),
    [
        ({"ana": 1.0, "bo": -2.0}, "Nobody is far from the others"),
        ({"ana": 1.0, "bo": -4.0}, "Bo is far stricter than the others"),
        ({"ana": 4.0, "bo": -2.0}, "Ana is far milder than the others"),
        ({"ana": 4.0, "bo": -4.0, "cy": None}, "2 of 2 judges are far from the others"),
    ],
    ids=["nobody", "one strict", "one mild", "two, and Cy with too few sheets"],
)
def test_the_title_of_the_judges_says_who_is_far(points, title):
    assert TEXTS.sentence(leniency_title(judged(**points))) == title


@pytest.mark.parametrize(
    ("north", "south", "title"),
    [
        ((1, 1, 1), (2, 2, 2), "Every rule gives the same places"),
        ((1, 1, 1), (2, 1, 2), "Not every rule puts the same team first"),
        ((1, 1, 2), (2, 2, 1), "Every rule puts the same team first, the fair average another"),
        ((1, 1, 1), (2, 3, 2), "Every rule puts the same team first; other places move"),
        ((1, 2, 1), (2, 1, 2), "Not every rule puts the same team first"),
    ],
)
def test_the_title_of_the_places_tells_a_rule_from_the_fair_average(north, south, title):
    ranks = {"ways": ["as_ruled", "mean", "fair"]}
    ranks["rows"] = [{"team": "north", "ranks": north}, {"team": "south", "ranks": south}]

    assert TEXTS.sentence(ranks_title({"ranks": ranks})) == title


def test_the_title_of_the_sides_counts_who_was_ahead_and_no_draw():
    totals = [(80, 70), (75, 78), (66, 66)]
    pairs = [{"labour_total": labour, "employer_total": other} for labour, other in totals]

    assert TEXTS.sentence(sides_title({"pairs": pairs})) == (
        "The labour side was ahead in 1 of 3 matches, the employer side in 1"
    )


def test_the_title_of_a_panel_names_its_farthest_sheet():
    rows = [
        {"team": "north", "cells": [1.0, -2.5, None]},
        {"team": "south", "cells": [2.0, None, 0.5]},
    ]
    panel = {"judges": ["ana", "bo", "cy"], "rows": rows}

    assert TEXTS.sentence(heat_title(panel)) == (
        "Farthest from the panel is Bo for North: 2.5 points below"
    )
    alone = {"judges": ["ana"], "rows": [{"team": "north", "cells": [None]}]}
    assert "nothing to compare" in TEXTS.sentence(heat_title(alone))


@pytest.mark.parametrize(
    ("fair", "title"),
    [
        ((1, 2), "Strict and mild panels allowed for, North is first too"),
        ((2, 1), "Strict and mild panels allowed for, South would be first"),
        ((1, 1), "Strict and mild panels allowed for, North and South would be first"),
    ],
)
def test_the_title_across_panels_says_who_would_be_first(fair, title):
    rows = [
        {"team": team, "ruled": number + 1, "fair": place, "average": 80.0}
        for number, (team, place) in enumerate(zip(("north", "south"), fair, strict=True))
    ]
    part = {"sentence": "fair_shown", "rows": rows}

    assert TEXTS.sentence(fair_title({"fair": part})) == title


def test_panels_that_cannot_be_compared_have_a_title_that_says_so():
    said = {
        code: TEXTS.sentence(fair_title({"fair": {"sentence": code, "rows": []}}))
        for code in ("fair_one_panel", "fair_not_connected", "fair_not_estimated")
    }
    assert said["fair_one_panel"] == "All teams had the same panel"
    assert said["fair_not_connected"] == said["fair_not_estimated"]
    assert "cannot be told" in said["fair_not_connected"]


def test_a_number_or_a_letter_beside_chinese_has_a_space_and_chinese_has_none():
    chinese = {
        "%(judges)s is far milder than the others": "%(judges)s明显偏宽",
        "Judge %(letter)s": "评委 %(letter)s",
    }
    words = SentenceWords(lambda text: chinese.get(text, text), str, "、".join)
    lettered = FairnessTexts({"judges": [{"key": "G", "letter": "G"}], "teams": []}, words)
    named = FairnessTexts({"judges": [{"key": "li-na", "name": "李娜"}], "teams": []}, words)

    title = "title_one_mild"

    assert lettered.sentence(_said(title, "G")) == "评委 G 明显偏宽"
    assert named.sentence(_said(title, "li-na")) == "李娜明显偏宽"


def _said(code: str, judge: str) -> dict[str, Any]:
    return {"sentence": code, "values": {"judges": {"judges": [[judge, ""]]}}}
