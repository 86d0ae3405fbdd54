"""The page's answers, one question at a time, with named judges and round numbers."""

from typing import Any

import pytest

from competition.fairness.answers import (
    advice_sentences,
    limit_sentences,
    place_sentences,
    stage_answers,
)
from competition.fairness_sentences import SENTENCES, FairnessTexts, SentenceWords
from tests.factories import ROOT

NAMES = ("ana", "bo", "cy", "di", "eli")
PLAIN = SentenceWords(str, lambda text: text, " and ".join)
TEXTS = FairnessTexts(
    {
        "judges": [{"key": name, "name": name.title()} for name in NAMES],
        "teams": [{"key": team, "name": team.title()} for team in ("north", "south")],
    },
    PLAIN,
)


def row(judge: str, points: float | None, *, far: bool = False) -> Any:
    """A judge's distance from the others."""
    low, high = (None, None) if points is None else (points - 1, points + 1)
    return {"judge": judge, "sheets": 6, "points": points, "low": low, "high": high, "is_far": far}


def first(*teams: str) -> dict[str, list[str]]:
    return {"first": list(teams)}


def robust(**changes: Any) -> dict[str, Any]:
    """North is first by every way, whoever is left out, in nine draws of ten."""
    ruled = {
        "first": ["north"],
        "leave_one_out": {"ana": ["north"], "bo": ["north"]},
        "overturns": [],
        "bootstrap": {"first_shared": {"north": 0.9, "south": 0.1}},
    }
    plain = {way: first("north") for way in ("mean", "trimmed", "median")}
    return {"as_ruled": ruled | changes.pop("ruled", {}), **plain, **changes}


def report(**changes: Any) -> Any:
    """A stage of which nothing can be told but who is first."""
    return {
        "entries": 12,
        "judges": list(NAMES),
        "judges_report": [],
        "categories": None,
        "sides": None,
        "order": {"slope": None, "p": None},
        "robustness": robust(),
        **changes,
    }


def answer(question: str, rows: Any = (), **changes: Any) -> tuple[str, str]:
    """The verdict and the sentence in English."""
    answers = stage_answers(report(**changes), rows, 3.0)
    (found,) = [each for each in answers if each["question"] == question]
    return found["verdict"], TEXTS.sentence(found)


def test_ana_who_is_strict_and_bo_who_is_mild_are_named_with_their_points():
    verdict, text = answer("strictness", [row("ana", -4.25, far=True), row("bo", 5.0, far=True)])

    assert verdict == "yes"
    assert "stricter Ana (−4.2); milder Bo (+5.0)" in text


def test_of_five_far_judges_the_two_farthest_are_named():
    rows = [
        row(name, points, far=True) for name, points in zip(NAMES, (-4, 9, 5, -8, 4), strict=True)
    ]

    verdict, text = answer("strictness", rows)

    assert verdict == "yes"
    assert text.startswith("5 of 5 judges, most of all Bo (+9.0) and Di (−8.0)")


def test_where_nobody_is_far_the_sentence_says_what_far_would_be():
    assert answer("strictness", [row("ana", 2.0)]) == (
        "no",
        "Nobody is on average more than 3.0 points a sheet from the others, beyond what chance "
        "can do.",
    )


def test_without_three_sheets_of_anybody_strictness_cannot_be_told():
    assert answer("strictness", [row("ana", None)])[0] == "unknown"


def halos(*values: float | None) -> list[dict[str, Any]]:
    return [{"judge": name, "halo": halo} for name, halo in zip(NAMES, values, strict=False)]


@pytest.mark.parametrize(
    ("values", "verdict", "words"),
    [
        ((0.95, 0.5, 0.4), "yes", "Ana (0.95) gave nearly the same mark in every dimension"),
        ((0.95, 0.86, 0.86), "no", "go together at 0.86 of 1"),
        ((0.95, 0.92, 0.91), "yes", "The whole panel marks the dimensions nearly alike"),
        ((None, None, None), "unknown", "three sheets"),
    ],
    ids=["Ana above the panel", "Ana within reach of it", "the whole panel", "no figure"],
)
def test_who_marks_all_dimensions_alike_is_held_against_the_panel(values, verdict, words):
    found, text = answer("alike", judges_report=halos(*values))

    assert found == verdict
    assert words in text


def kinds(**changes: Any) -> dict[str, Any]:
    both = {"professional": ["north"], "academic": ["north"]}
    found = {"first": both, "pairs": 12, "difference": -1.25, "p": 0.3, "rank_correlation": 0.9}
    return found | changes


@pytest.mark.parametrize(
    ("part", "verdict", "words"),
    [
        (kinds(), "yes", "Professional and academic judges agree: on average 1.2 points apart"),
        (kinds(p=0.049), "no", "Academic judges give 1.2 points more than professional judges"),
        (kinds(rank_correlation=0.49), "no", "put the teams in different orders"),
        (kinds(pairs=5), "unknown", "Only 5 performances"),
        (None, "unknown", "not of just two kinds"),
    ],
    ids=["agree", "levels differ", "orders differ", "five performances", "one kind"],
)
def test_professional_and_academic_judges_agree_in_level_and_in_order(part, verdict, words):
    found, text = answer("categories", categories=part)

    assert found == verdict
    assert words in text


@pytest.mark.parametrize(
    ("part", "verdict", "words"),
    [
        ({"pairs": 6, "difference": -2.0, "p": 0.03}, "yes", "The employer side scores 2.0"),
        ({"pairs": 6, "difference": 2.0, "p": 0.03}, "yes", "The labour side scores 2.0"),
        ({"pairs": 6, "difference": 2.0, "p": 0.05}, "no", "chance can explain (p = 0.050)"),
        ({"pairs": 5, "difference": 9.0, "p": 0.0625}, "unknown", "With 5 matches"),
        (None, "unknown", "No match has one labour and one employer side"),
    ],
    ids=["employer", "labour", "chance", "five matches", "no match"],
)
def test_a_side_scores_higher_only_where_chance_hardly_explains_it(part, verdict, words):
    found, text = answer("sides", sides=part)

    assert found == verdict
    assert words in text


@pytest.mark.parametrize(
    ("order", "entries", "verdict", "words"),
    [
        ({"slope": 0.5, "p": 0.0004}, 12, "yes", "Later matches score higher, by 0.50"),
        ({"slope": -0.5, "p": 0.04}, 12, "yes", "Earlier matches score higher"),
        ({"slope": -0.5, "p": 0.2}, 12, "no", "chance can explain (p = 0.20)"),
        ({"slope": 0.5, "p": 0.0004}, 9, "unknown", "fewer than ten"),
        ({"slope": 0, "p": None}, 12, "unknown", "the same total"),
    ],
    ids=["later", "earlier", "chance", "nine performances", "no spread"],
)
def test_the_order_mattered_only_over_ten_performances_and_beyond_chance(
    order, entries, verdict, words
):
    found, text = answer("order", order=order, entries=entries)

    assert found == verdict
    assert words in text


def test_another_rule_with_another_winner_is_named_with_its_winner():
    assert answer("rule")[0] == "no"
    assert answer("rule", robustness=robust(median=first("south"))) == (
        "yes",
        "By other rules others would be first: Median: South.",
    )
    assert answer("rule", robustness=robust(ruled={"first": []}))[0] == "unknown"
    assert answer("rule", robustness=None)[0] == "unknown"
    # Where judges mark different dimensions there are no whole sheets to average.
    assert answer("rule", robustness=robust(mean=None, median=None))[1].startswith("By the rule")


def placed(part: Any) -> list[str]:
    return [TEXTS.sentence(each) for each in place_sentences(part)]


def test_under_the_places_stands_what_would_move_first_place():
    assert placed(robust()) == [
        "First place holds whichever judge is left out.",
        "It holds under the mean and under the median.",
        "If the panel were drawn again and again from its own judges, North would lead in 90% of "
        "the draws.",
    ]
    overturned = robust(ruled={"overturns": ["bo"]}, mean=first("north", "south"))
    assert placed(overturned)[:2] == [
        "First place would be another without one of these judges: Bo.",
        "Under another rule it would change: Mean: North and South.",
    ]
    assert placed(robust(ruled={"first": []})) == placed(None) == []


def test_the_only_judge_cannot_be_left_out_so_nothing_is_said_of_it():
    alone = robust(ruled={"leave_one_out": {"ana": []}})

    assert not any("left out" in text for text in placed(alone))


def test_below_ten_judges_or_performances_the_size_is_the_first_limit():
    few, many = report(entries=6), report(judges=list(map(str, range(10))))

    assert TEXTS.sentence(limit_sentences(few)[0]).startswith("5 judges and 6 performances prove")
    assert limit_sentences(many)[0]["sentence"] == "limit_many"


def advice(**changes: Any) -> list[str]:
    """Codes of what to do next time."""
    whole = report(judges=list(map(str, range(10))), **changes)
    answers = stage_answers(whole, (), 3.0)
    fair = {"sentence": "fair_one_panel", "values": {}, "rows": []}
    return [each["sentence"] for each in advice_sentences(whole, answers, fair)]


def test_what_stands_out_has_its_advice_and_nothing_else_has():
    assert advice() == ["next_nothing"]
    assert advice(sides={"pairs": 6, "difference": 2.0, "p": 0.01}) == ["next_sides"]
    assert advice(robustness=robust(ruled={"overturns": ["bo"]})) == ["next_rule"]
    assert advice(order={"slope": 1.0, "p": 0.01}) == ["next_order"]


def test_no_sentence_of_the_page_is_without_a_use():
    folder = ROOT / "competition" / "fairness"
    written = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.py"))
    assert [code for code in SENTENCES if f'"{code}"' not in written] == []
