"""The scoring rule said in words, so that it can be read out before the competition."""

from typing import Any

from flask_babel import gettext, ngettext

from competition.web.organiser import labels
from competition.web.organiser.labels import category
from competition.web.template_filters import join_list, localized


def rule_sentences(whole: dict[str, Any]) -> list[str]:
    """One sentence a step, in the order in which a mark becomes a place."""
    scoring, dimensions = whole["scoring"], whole["rubric"]["dimensions"]
    names = {d["key"]: localized(d["name"]) for d in dimensions}
    return [
        *_marks(dimensions),
        _dropping(scoring),
        *_combining(scoring),
        *_rounding(scoring),
        _missing(scoring),
        _ties(scoring, names),
    ]


def _marks(dimensions: list[dict[str, Any]]) -> list[str]:
    if not dimensions:
        return [gettext("There is no dimension yet, so there is nothing to mark.")]
    words = [
        gettext(
            "%(name)s: %(min)s to %(max)s in steps of %(step)s, times %(factor)s",
            name=localized(d["name"]),
            min=d.get("min", "0"),
            max=d["max"],
            step=d["step"],
            factor=d["factor"],
        )
        for d in dimensions
    ]
    return [
        ngettext(
            "Each judge marks %(num)s dimension: %(dimensions)s.",
            "Each judge marks %(num)s dimensions: %(dimensions)s.",
            len(words),
            dimensions=gettext("; ").join(words),
        )
    ]


def _dropping(scoring: dict[str, Any]) -> str:
    high, low = scoring["drop_high"], scoring["drop_low"]
    if not high and not low:
        return gettext("No sheet and no mark is left out.")
    by_sheet = scoring["drop_by"] == "sheet"
    words = (
        gettext(
            "Of each panel, whole sheets are left out by their totals: highest %(high)s, "
            "lowest %(low)s.",
            high=high,
            low=low,
        )
        if by_sheet
        else gettext(
            "In each dimension, marks of the panel are left out: highest %(high)s, lowest %(low)s.",
            high=high,
            low=low,
        )
    )
    return words + gettext(
        " If fewer than %(least)s would remain, nothing is left out.", least=scoring["min_kept"]
    )


def _combining(scoring: dict[str, Any]) -> list[str]:
    how = {
        "mean": gettext("What remains becomes one value by its mean."),
        "median": gettext("What remains becomes one value by its median."),
        "sum": gettext("What remains becomes one value by its sum."),
    }[scoring["combine"]]
    weights = scoring.get("category_weights")
    words = [how]
    if weights:
        listed = join_list(f"{category(word)} {weight}" for word, weight in sorted(weights.items()))
        words.append(
            gettext(
                "This happens inside each category of judges first; then the categories are "
                "weighed: %(weights)s.",
                weights=listed,
            )
        )
    words.append(
        gettext(
            "Each value is multiplied by its dimension's factor; the sum, less any deductions, "
            "is the team's total in the match."
        )
    )
    return words


def _rounding(scoring: dict[str, Any]) -> list[str]:
    where = [str(words) for key, words in labels.ROUND_AT if key in scoring["round_at"]]
    how = str(dict(labels.ROUNDING)[scoring["rounding"]])
    if not where:
        return [
            gettext(
                "Nothing is rounded on the way; totals are shown with %(decimals)s decimals.",
                decimals=scoring["decimals"],
            )
        ]
    return [
        gettext(
            "Rounded to %(decimals)s decimals, %(how)s: %(where)s.",
            decimals=scoring["decimals"],
            how=how,
            where=join_list(where),
        )
    ]


def _missing(scoring: dict[str, Any]) -> str:
    if scoring["missing_sheet"] == "wait":
        return gettext("While a judge's sheet is missing, the team has no total yet.")
    return gettext("A missing sheet is passed over; the panel counts without it.")


def _ties(scoring: dict[str, Any], names: dict[str, str]) -> str:
    if not scoring["tie_break"]:
        return gettext("Equal totals share a place.")
    known = {**names, **{key: str(words) for key, words in labels.TIE_BREAKS}}
    order = join_list(known.get(rule, rule) for rule in scoring["tie_break"])
    return gettext(
        "Among equal totals these decide, in this order: %(order)s. What they leave equal "
        "shares a place.",
        order=order,
    )
