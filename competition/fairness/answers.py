"""The questions of the page answered from the report's figures, one sentence each.

The thresholds, and why they are where they are, stand in docs/fairness.md. The words are careful:
chance "can explain" a difference or "hardly explains" it, nobody is called wrong.
"""

from collections.abc import Sequence
from statistics import median
from typing import Any

from competition.fairness.page_types import (
    FairnessAnswer,
    FairnessSentence,
    FairPart,
    LeniencyRow,
    Verdict,
)
from competition.fairness.report import SMALL_PANEL
from competition.fairness.types import RobustFirst, RobustnessPart, StageFairness

SIGNIFICANT = 0.05
LEAST_PAIRS = 6
"""With fewer pairs the sign-flip p cannot fall below `SIGNIFICANT`: 2 / 2⁵ is 0.0625."""
ALIKE, ABOVE_PANEL = 0.9, 0.1
"""A judge marks alike whose halo is above `ALIKE` and so much above the panel's median."""
SAME_ORDER = 0.5
"""Below this rank correlation two kinds of judges do not put the teams in the same order."""
MOST_NAMED = 4
"""Of more far judges the sentence names the two farthest; the plot has all of them."""


def stage_answers(
    stage: StageFairness, rows: Sequence[LeniencyRow], limit: float
) -> list[FairnessAnswer]:
    """Answer every question; `rows` are `leniency_rows`, `limit` the points of a far judge."""
    return [
        _strictness(rows, limit),
        _alike(stage),
        _categories(stage),
        _sides(stage),
        _order(stage),
        _rule(stage["robustness"]),
    ]


def place_sentences(part: RobustnessPart | None) -> list[FairnessSentence]:
    """What is said under the places: how firm the first one is. Empty without a first place."""
    if part is None or not part["as_ruled"]["first"]:
        return []
    ruled = part["as_ruled"]
    found: list[FairnessSentence] = []
    if ruled["overturns"]:
        without = [[judge, ""] for judge in ruled["overturns"]]
        found.append(_said("judges_change", judges={"judges": without}))
    elif len(ruled["leave_one_out"]) > 1:
        found.append(_said("judges_hold"))
    if others := _other_winners(part, ("mean", "median")):
        found.append(_said("ways_change", others={"ways": others}))
    elif part["mean"] and part["median"]:
        found.append(_said("ways_hold"))
    shares = ruled["bootstrap"]["first_shared"]
    leader = max(shares, key=lambda team: shares[team], default=None)
    if leader is not None:
        percent = f"{100 * shares[leader]:.1f}".removesuffix(".0")
        found.append(_said("redrawn", teams={"teams": [leader]}, percent=percent))
    return found


def limit_sentences(stage: StageFairness) -> list[FairnessSentence]:
    """What the numbers cannot show, at this size."""
    judges, entries = len(stage["judges"]), stage["entries"]
    found = []
    if min(judges, entries) < SMALL_PANEL:
        found.append(_said("limit_size", judges=str(judges), entries=str(entries)))
    else:
        found.append(_said("limit_many"))
    return [*found, _said("limit_mild"), _said("limit_agreement"), _said("limit_causes")]


def advice_sentences(
    stage: StageFairness, answers: Sequence[FairnessAnswer], fair: FairPart
) -> list[FairnessSentence]:
    """What to do next time: one sentence for what stands out."""
    verdicts = {each["question"]: each["verdict"] for each in answers}
    robust = stage["robustness"]
    hangs = verdicts["rule"] == "yes" or bool(robust and robust["as_ruled"]["overturns"])
    wanted = [
        ("next_strictness", verdicts["strictness"] == "yes"),
        ("next_alike", verdicts["alike"] == "yes"),
        ("next_categories", verdicts["categories"] == "no"),
        ("next_sides", verdicts["sides"] == "yes"),
        ("next_order", verdicts["order"] == "yes"),
        ("next_rule", hangs),
        ("next_panels", fair["sentence"] == "fair_not_connected"),
        ("next_size", len(stage["judges"]) < LEAST_PAIRS),
    ]
    return [_said(code) for code, is_wanted in wanted if is_wanted] or [_said("next_nothing")]


def rounded_points(value: float) -> str:
    """A number of points for people: one decimal, with its sign if it is below zero."""
    return f"{value:.1f}".replace("-", "−")


def _strictness(rows: Sequence[LeniencyRow], limit: float) -> FairnessAnswer:
    known = [(row["judge"], row["points"], row["is_far"]) for row in rows if row["points"]]
    if all(row["points"] is None for row in rows):
        return _answer("strictness", "unknown", "strictness_unknown")
    far = [(judge, value) for judge, value, is_far in known if is_far and value is not None]
    if len(far) > MOST_NAMED:
        farthest = sorted(far, key=lambda each: -abs(each[1]))[:2]
        named = {"judges": [[judge, _signed(value)] for judge, value in farthest]}
        numbers = {"count": str(len(far)), "all": str(len(rows))}
        return _answer("strictness", "yes", "strictness_many", judges=named, **numbers)
    strict = [[judge, _signed(value)] for judge, value in far if value < 0]
    mild = [[judge, _signed(value)] for judge, value in far if value > 0]
    if strict and mild:
        both = {"strict": {"judges": strict}, "mild": {"judges": mild}}
        return _answer("strictness", "yes", "strictness_both", **both)
    if strict:
        return _answer("strictness", "yes", "strictness_strict", strict={"judges": strict})
    if mild:
        return _answer("strictness", "yes", "strictness_mild", mild={"judges": mild})
    return _answer("strictness", "no", "strictness_no", limit=rounded_points(limit))


def _alike(stage: StageFairness) -> FairnessAnswer:
    halos = [(each["judge"], each["halo"]) for each in stage["judges_report"]]
    known = [(judge, halo) for judge, halo in halos if halo is not None]
    if not known:
        return _answer("alike", "unknown", "alike_unknown")
    middle = median(halo for _, halo in known)
    if middle > ALIKE:
        return _answer("alike", "yes", "alike_all", median=_share(middle))
    out = [
        [judge, _share(halo)]
        for judge, halo in known
        if halo > ALIKE and halo - middle > ABOVE_PANEL
    ]
    if out:
        return _answer("alike", "yes", "alike_some", judges={"judges": out}, median=_share(middle))
    return _answer("alike", "no", "alike_no", median=_share(middle))


def _categories(stage: StageFairness) -> FairnessAnswer:
    part: dict[str, Any] | None = stage["categories"]
    if part is None:
        return _answer("categories", "unknown", "categories_unknown")
    if part["pairs"] < LEAST_PAIRS:
        return _answer("categories", "unknown", "categories_few", pairs=str(part["pairs"]))
    first, second = ({"category": code} for code in part["first"])
    difference, order = part["difference"], part["rank_correlation"]
    apart = rounded_points(abs(difference))
    if part["p"] < SIGNIFICANT:
        higher, lower = (first, second) if difference > 0 else (second, first)
        return _answer(
            "categories",
            "no",
            "categories_level",
            higher=higher,
            lower=lower,
            difference=apart,
            p=_chance(part["p"]),
        )
    ordered = "–" if order is None else _share(order)
    names = {"first": first, "second": second, "order": ordered}
    if order is not None and order < SAME_ORDER:
        return _answer("categories", "no", "categories_order", **names)
    return _answer("categories", "yes", "categories_yes", difference=apart, **names)


def _sides(stage: StageFairness) -> FairnessAnswer:
    part = stage["sides"]
    if part is None:
        return _answer("sides", "unknown", "sides_unknown")
    pairs = str(part["pairs"])
    if part["pairs"] < LEAST_PAIRS or part["p"] is None:
        return _answer("sides", "unknown", "sides_few", pairs=pairs)
    values = {"pairs": pairs, "p": _chance(part["p"])}
    values["difference"] = rounded_points(abs(part["difference"]))
    if part["p"] >= SIGNIFICANT:
        return _answer("sides", "no", "sides_no", **values)
    code = "sides_labour" if part["difference"] > 0 else "sides_employer"
    return _answer("sides", "yes", code, **values)


def _order(stage: StageFairness) -> FairnessAnswer:
    slope, p = stage["order"]["slope"], stage["order"]["p"]
    if slope is None or p is None or stage["entries"] < SMALL_PANEL:
        return _answer("order", "unknown", "order_unknown")
    values = {"slope": f"{abs(slope):.2f}", "p": _chance(p)}
    if p >= SIGNIFICANT:
        return _answer("order", "no", "order_no", **values)
    return _answer("order", "yes", "order_later" if slope > 0 else "order_earlier", **values)


def _rule(part: RobustnessPart | None) -> FairnessAnswer:
    if part is None or not part["as_ruled"]["first"]:
        return _answer("rule", "unknown", "rule_unknown")
    if others := _other_winners(part, ("mean", "trimmed", "median")):
        return _answer("rule", "yes", "rule_yes", others={"ways": others})
    return _answer("rule", "no", "rule_no" if part["mean"] else "rule_no_some")


def _other_winners(part: RobustnessPart, ways: Sequence[str]) -> list[list[Any]]:
    found: dict[str, RobustFirst | None] = {
        "mean": part["mean"],
        "trimmed": part["trimmed"],
        "median": part["median"],
    }
    ruled = part["as_ruled"]["first"]
    return [[way, each["first"]] for way in ways if (each := found[way]) and each["first"] != ruled]


def _answer(question: str, verdict: Verdict, sentence: str, **values: Any) -> FairnessAnswer:
    return {"question": question, "verdict": verdict, "sentence": sentence, "values": values}


def _said(sentence: str, **values: Any) -> FairnessSentence:
    return {"sentence": sentence, "values": values}


def _signed(value: float) -> str:
    return rounded_points(value) if value < 0 else f"+{rounded_points(value)}"


def _share(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _chance(p: float) -> str:
    return "< 0.001" if p < 0.001 else f"{p:.3f}" if p < 0.1 else f"{p:.2f}"
