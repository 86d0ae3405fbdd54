"""One team in one match: the marks, what is left out, the sum, the mean; then the deductions.

Where combining the judges' totals gives the result, the host reads one line of totals. Where
marks were left out, weighted or rounded dimension by dimension, each dimension gets a line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from competition.both_languages import BothLanguages, in_both
from competition.file_types import RubricPart, ScoringPart
from competition.host_script.spoken import (
    chinese_count,
    english_count,
    judges_of_category,
    percent,
    points,
    printed,
    spoken_product,
    with_air,
)
from competition.scoring import format_exact
from competition.scoring.explanation_types import (
    ExplainedCategory,
    ExplainedDimension,
    ExplainedEntry,
    ExplainedMark,
    ExplainedScore,
)


@dataclass(frozen=True)
class Given:
    """Marks as they were given, in seat order: each with whether it was kept."""

    values: Sequence[tuple[str, bool]]

    @property
    def kept(self) -> list[Fraction]:
        """The marks that count."""
        return [Fraction(value) for value, is_kept in self.values if is_kept]


def entry_lines(
    entry: ExplainedEntry, is_whole: bool, rubric: RubricPart, rule: ScoringPart
) -> Iterator[tuple[str, BothLanguages]]:
    """Yield the lines about one match, each with its kind: `marks`, `sum`, `deduction`.

    `is_whole`: combining the judges' totals gives the result (`break_down_marks`).
    """
    score = entry["score"]
    if score is None:
        return
    if is_whole:
        yield "marks", _totals_line(entry, score, rule)
    else:
        names = {each["key"]: in_both(each["name"]) for each in rubric["dimensions"]}
        for dimension in score["dimensions"]:
            yield "marks", _dimension_line(names[dimension["dimension"]], dimension, rule)
        total = printed(score["sum"], rule)
        if len(score["dimensions"]) > 1:
            yield (
                "sum",
                {
                    "zh": f"各项得分相加，合计 {total} 分。",
                    "en": f"Added up, that makes {points(total)}.",
                },
            )
    for deduction in score["deductions"]:
        taken, why = deduction["points"], deduction["reason"]
        reason = in_both(why) if why else {"zh": "", "en": ""}
        yield (
            "deduction",
            {
                "zh": f"扣 {taken} 分" + (f"：{reason['zh'].rstrip('。')}。" if why else "。"),
                "en": f"{points(taken)} off" + (f": {reason['en'].rstrip('.')}." if why else "."),
            },
        )
    if score["deductions"]:
        total = score["printed"]
        yield (
            "sum",
            {
                "zh": f"扣分之后为 {total} 分。",
                "en": f"After the deduction: {points(total)}.",
            },
        )


def _totals_line(entry: ExplainedEntry, score: ExplainedScore, rule: ScoringPart) -> BothLanguages:
    """What each judge gave in all, and how that becomes the team's score."""
    kept_by = {seat["judge"]: seat["kept"] for seat in score["dimensions"][0]["seats"]}
    given = Given(
        [
            (seat["sheet_total"], kept_by[seat["judge"]])
            for seat in entry["seats"]
            if seat["sheet_total"] is not None and seat["judge"] in kept_by
        ]
    )
    said = _marks(given, _JUDGES)
    left_out = _left_out(given, rule, is_short=score["nothing_dropped_by_min_kept"])
    value = printed(score["sum"], rule)
    combined = _combined(given, rule, value, adds_up=True)
    return {
        "zh": f"{said['zh']}。{left_out['zh']}{combined['zh']} {value} 分。",
        "en": f"{said['en']}. {left_out['en']}{combined['en']} {points(value)}.",
    }


def _dimension_line(
    name: BothLanguages, dimension: ExplainedDimension, rule: ScoringPart
) -> BothLanguages:
    """One dimension: the marks, what is left out, and what it counts."""
    zh, en = f"{with_air(name['zh']).lstrip()}：", f"{name['en']}: "
    value = printed(dimension["weighted"], rule)
    factor = dimension["factor"] if Fraction(dimension["factor"]) != 1 else ""
    if dimension["categories"]:
        for each in dimension["categories"]:
            said = _category_part(each, dimension["seats"], rule)
            zh, en = zh + said["zh"], f"{en}{said['en']} "
        weights = [percent(each["weight"]) for each in dimension["categories"]]
        zh += f"按 {'、'.join(weights)} 加权"
        en += f"Weighted {', '.join(weights)}"
        zh, en = (f"{zh}，再乘以 {factor}", f"{en}, times {factor}") if factor else (zh, en)
        return {"zh": f"{zh}，得 {value} 分。", "en": f"{en}: {points(value)}."}
    given = Given([(seat["mark"], seat["kept"]) for seat in dimension["seats"]])
    said = _marks(given, _JUDGES)
    is_short = len(given.kept) == len(given.values) and _is_dropping(rule)
    if rule["drop_by"] == "sheet":
        left_out = _sheets_left_out(given)
    else:
        left_out = _left_out(given, rule, is_short)
    if factor:
        panel = spoken_product(dimension["panel_rounded"], rule)
        combined = _combined(given, rule, panel)
        zh_end = f"{combined['zh']} {panel} 分，乘以 {factor}，得 {value} 分。"
        en_end = f"{combined['en']} {panel}, times {factor}: {points(value)}."
    else:
        combined = _combined(given, rule, value)
        zh_end = f"{combined['zh']} {value} 分。"
        en_end = f"{combined['en']} {points(value)}."
    return {
        "zh": f"{zh}{said['zh']}。{left_out['zh']}{zh_end}",
        "en": f"{en}{said['en']}. {left_out['en']}{en_end}",
    }


_JUDGES: BothLanguages = {"zh": "位评委", "en": "judges"}


def _category_part(
    part: ExplainedCategory, seats: Sequence[ExplainedMark], rule: ScoringPart
) -> BothLanguages:
    """The judges of one category: their marks, what is left out, and their value."""
    own = [(seat["mark"], seat["kept"]) for seat in seats if seat["category"] == part["category"]]
    given = Given(own)
    called = judges_of_category(part["category"])
    said = _marks(given, {"zh": f"位{called['zh']}", "en": called["en"]})
    left_out = _left_out(given, rule, is_short=part["nothing_dropped_by_min_kept"])
    value = spoken_product(part["value"], rule)
    combined = _combined(given, rule, value)
    return {
        "zh": f"{said['zh']}。{left_out['zh']}{combined['zh']} {value} 分。",
        "en": f"{said['en']}. {left_out['en']}{combined['en']} {points(value)}.",
    }


def _marks(given: Given, who: BothLanguages) -> BothLanguages:
    """The marks one after the other, in seat order."""
    values = [value for value, _ in given.values]
    number = len(values)
    who_en = who["en"].removesuffix("s") if number == 1 else who["en"]
    return {
        "zh": f"{chinese_count(number)}{who['zh']}的评分"
        + ("依次为 " if number > 1 else "为 ")
        + "、".join(f"{value} 分" for value in values),
        "en": f"{english_count(number).capitalize()} {who_en} gave " + ", ".join(values),
    }


def _left_out(given: Given, rule: ScoringPart, is_short: bool) -> BothLanguages:
    """The highest and the lowest marks that are left out; or that there are too few for that."""
    if is_short and _is_dropping(rule):
        return {
            "zh": "评分太少，不去掉最高分和最低分。",
            "en": "There are too few marks to leave any out. ",
        }
    dropped = sorted((Fraction(value), value) for value, is_kept in given.values if not is_kept)
    if not dropped:
        return {"zh": "", "en": ""}
    values = [value for _, value in reversed(dropped)]
    high = values[: rule["drop_high"]]
    low = values[rule["drop_high"] :]
    zh = [
        f"去掉{chinese_count(len(part)) if len(part) > 1 else '一'}个{word} {'、'.join(part)} 分"
        for part, word in ((high, "最高分"), (low, "最低分"))
        if part
    ]
    en = [
        f"the {word} {', '.join(part)}" if len(part) == 1 else _several(len(part), word, part)
        for part, word in ((high, "highest,"), (low, "lowest,"))
        if part
    ]
    return {"zh": "，".join(zh) + "。", "en": "Left out: " + "; ".join(en) + ". "}


def _sheets_left_out(given: Given) -> BothLanguages:
    """The marks of sheets that are left out for their totals: no extremes in a dimension."""
    values = [value for value, is_kept in given.values if not is_kept]
    if not values:
        return {"zh": "", "en": ""}
    return {
        "zh": f"其中 {'、'.join(values)} 分所在的评分表总分最高或最低，不计入。",
        "en": f"Left out with the sheets of the highest and lowest totals: {', '.join(values)}. ",
    }


def _several(number: int, word: str, values: Sequence[str]) -> str:
    return f"the {english_count(number)} {word} {' and '.join(values)}"


def _combined(
    given: Given, rule: ScoringPart, value: str, *, adds_up: bool = False
) -> BothLanguages:
    """What comes before the value: whose sum or mean or median it is.

    With `adds_up` the sum is said before the mean.
    """
    number = len(given.kept)
    rest = number < len(given.values)
    if number == 1:
        return {"zh": "得分", "en": "The score:"}
    zh = f"其余{chinese_count(number)}个评分" if rest else f"{chinese_count(number)}个评分"
    every = "Both" if number == 2 else f"All {english_count(number)}"
    en = f"The other {english_count(number)}" if rest else every
    whose = f"The other {english_count(number)}: their" if rest else "Their"
    added = format_exact(sum(given.kept, Fraction(0)))
    if rule["combine"] == "sum":
        return {"zh": f"{zh}合计", "en": f"{en} add up to"}
    if rule["combine"] == "median":
        return {"zh": f"{zh}的中位数为", "en": f"{whose} median:"}
    if adds_up and added != value:
        return {
            "zh": f"{zh}合计 {added} 分，平均",
            "en": f"{en} add up to {points(added)}. Their mean:",
        }
    return {"zh": f"{zh}的平均分为", "en": f"{whose} mean:"}


def _is_dropping(rule: ScoringPart) -> bool:
    return rule["drop_high"] + rule["drop_low"] > 0
