"""What each step of a proof says, in both languages, to a team that lost by 0.01."""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from competition.both_languages import BothLanguages, in_both
from competition.file_types import Combine, Language, Remark, Rounding
from competition.scoring.decimals import format_exact, format_rounded

_CATEGORIES: dict[str, BothLanguages] = {
    "professional": {"zh": "专业评委", "en": "professional judges"},
    "academic": {"zh": "高校评委", "en": "academic judges"},
}
_LANGUAGES: tuple[Language, ...] = ("zh", "en")
_MOST_DIGITS, _SHOWN_DIGITS = 6, 4
_REMEMBERED = 4096
"""How many values are kept as written: a panel gives the same few marks again and again."""


@lru_cache(maxsize=_REMEMBERED)
def number(value: Fraction) -> BothLanguages:
    """A value as a person writes it; one that no short decimal holds also as a fraction.

    What is returned is shared: read it, never change it.
    """
    text = format_exact(value)
    if "/" not in text and len(text.partition(".")[2]) <= _MOST_DIGITS:
        return {"zh": text, "en": text}
    about = format_rounded(value, _SHOWN_DIGITS, "half_up")
    exact = f"{value.numerator}/{value.denominator}"
    return {"zh": f"{exact}（约 {about}）", "en": f"{exact} (about {about})"}


@lru_cache(maxsize=_REMEMBERED)
def short_number(value: Fraction) -> str:
    """A value for a table: exact where four decimals hold it, otherwise with a sign that it is not.

    >>> short_number(Fraction(35, 2)), short_number(Fraction(56, 3))
    ('17.5', '≈ 18.6667')
    """
    text = format_exact(value)
    if "/" not in text and len(text.partition(".")[2]) <= _SHOWN_DIGITS:
        return text
    return "≈ " + format_rounded(value, _SHOWN_DIGITS, "half_up")


def category_name(category: str) -> BothLanguages:
    """A judge category as words; one that is not known by its own word."""
    return _CATEGORIES.get(category, {"zh": f"{category} 类评委", "en": f"{category} judges"})


def says_mark(
    judge: BothLanguages, dimension: BothLanguages, value: Fraction, end: str
) -> BothLanguages:
    """A judge's mark; `end` says at which end it is left out: `high`, `low` or empty."""
    mark = number(value)
    text = {
        "zh": f"{judge['zh']}在“{dimension['zh']}”打 {mark['zh']} 分",
        "en": f"{judge['en']} gave {mark['en']} for {dimension['en']}",
    }
    left_out = {
        "": ("。", "."),
        "high": ("；它在最高之列，按规则去除。", "; it is among the highest and is left out."),
        "low": ("；它在最低之列，按规则去除。", "; it is among the lowest and is left out."),
        "high sheet": (
            "；这份评分表的总分在最高之列，按规则整份去除。",
            "; this whole sheet is left out, because its total is among the highest.",
        ),
        "low sheet": (
            "；这份评分表的总分在最低之列，按规则整份去除。",
            "; this whole sheet is left out, because its total is among the lowest.",
        ),
    }[end]
    return {"zh": text["zh"] + left_out[0], "en": text["en"] + left_out[1]}


def says_combined(
    combine: Combine,
    dimension: BothLanguages,
    category: str | None,
    kept: Sequence[Fraction],
    value: Fraction,
) -> BothLanguages:
    """The marks that count in a dimension, of the panel or of one category, become one value."""
    who = category_name(category) if category is not None else None
    zh_of = f"“{dimension['zh']}”" + (f"中{who['zh']}" if who else "")
    en_of = dimension["en"] + (f", {who['en']}" if who else "")
    count, result = len(kept), number(value)
    zh = {"mean": "平均分", "median": "中位数", "sum": "总和"}[combine]
    en = {"mean": "Mean", "median": "Median", "sum": "Sum"}[combine]
    marks = "mark that counts" if count == 1 else f"{count} marks that count"
    return {
        "zh": f"{zh_of}计入的 {count} 个分数的{zh}：{_working(combine, kept, 'zh')}"
        f"{result['zh']}。",
        "en": f"{en} of the {marks} for {en_of}: {_working(combine, kept, 'en')}{result['en']}.",
    }


def says_weighed(
    dimension: BothLanguages, parts: Sequence[tuple[str, Fraction, str]], value: Fraction
) -> BothLanguages:
    """The categories' values are weighed; `parts` are category, value and weight."""
    result = number(value)
    texts: BothLanguages = {"zh": "", "en": ""}
    weights = sum((Fraction(weight) for _, _, weight in parts), Fraction(0))
    for language in _LANGUAGES:
        texts[language] = " + ".join(
            f"{category_name(category)[language]} {number(each)[language]} × {weight}"
            for category, each, weight in parts
        )
    return {
        "zh": f"“{dimension['zh']}”按评委类别加权：({texts['zh']}) ÷ {format_exact(weights)}"
        f" = {result['zh']}。",
        "en": f"{dimension['en']}, weighed by judge category: ({texts['en']}) ÷ "
        f"{format_exact(weights)} = {result['en']}.",
    }


def says_rounded(
    what: BothLanguages, decimals: int, rounding: Rounding, value: Fraction
) -> BothLanguages:
    """A value is rounded as the rule says."""
    text = format_rounded(value, decimals, rounding)
    zh = {"half_up": "四舍五入", "half_even": "四舍六入五成双"}[rounding]
    en = {"half_up": "halves up", "half_even": "halves to even"}[rounding]
    places = "1 decimal" if decimals == 1 else f"{decimals} decimals"
    return {
        "zh": f"{what['zh']}{zh}到 {decimals} 位小数：{text}。",
        "en": f"{what['en']}, rounded to {places} ({en}): {text}.",
    }


def says_times(
    what: BothLanguages, value: Fraction, factor: str, product: Fraction
) -> BothLanguages:
    """A value times a factor or a weight."""
    first, result = number(value), number(product)
    return {
        "zh": f"{what['zh']}：{first['zh']} × {factor} = {result['zh']}。",
        "en": f"{what['en']}: {first['en']} × {factor} = {result['en']}.",
    }


def says_sum(
    what: BothLanguages, values: Sequence[Fraction], total: Fraction, joined_by: str = " + "
) -> BothLanguages:
    """Values added up; with another sign, what is taken off."""
    result = number(total)
    if len(values) == 1:
        return {"zh": f"{what['zh']}：{result['zh']}。", "en": f"{what['en']}: {result['en']}."}
    zh = joined_by.join(number(each)["zh"] for each in values)
    en = joined_by.join(number(each)["en"] for each in values)
    return {
        "zh": f"{what['zh']}：{zh} = {result['zh']}。",
        "en": f"{what['en']}: {en} = {result['en']}.",
    }


def says_joined(
    how: str, what: BothLanguages, values: Sequence[Fraction], total: Fraction
) -> BothLanguages:
    """The team's matches, or its members' scores, become one value: `mean`, `sum` or `best`."""
    result = number(total)
    if how == "best":
        zh = "、".join(number(each)["zh"] for each in values)
        en = ", ".join(number(each)["en"] for each in values)
        return {
            "zh": f"{what['zh']}取最好的一个（{zh}）：{result['zh']}。",
            "en": f"The best of {what['en']} ({en}): {result['en']}.",
        }
    called = {"mean": ("平均分", "Mean"), "sum": ("总和", "Sum")}[how]
    working: Combine = "mean" if how == "mean" else "sum"
    return {
        "zh": f"{what['zh']}的{called[0]}：{_working(working, values, 'zh')}{result['zh']}。",
        "en": f"{called[1]} of {what['en']}: {_working(working, values, 'en')}{result['en']}.",
    }


def says_deduction(points: Fraction, reason: Remark | None) -> BothLanguages:
    """Points that are taken off, and why."""
    text, why = number(points), in_both(reason)
    zh = f"扣 {text['zh']} 分" + (f"，原因：{why['zh']}" if why["zh"] else "")
    unit = "point" if points == 1 else "points"
    en = f"{text['en']} {unit} deducted" + (f", because: {why['en']}" if why["en"] else "")
    return {"zh": _ended(zh, "。"), "en": _ended(en, ".")}


def says_score(
    who: BothLanguages | None, stage: BothLanguages, value: Fraction, best: int
) -> BothLanguages:
    """A score of a written test, a member's or the team's; `best` n counted where it did not."""
    score = number(value)
    zh = f"{who['zh'] if who else '全队'}在“{stage['zh']}”得 {score['zh']} 分"
    en = f"{who['en'] if who else 'The team'} scored {score['en']} in {stage['en']}"
    if best:
        zh += f"；只计最好的 {best} 个成绩，所以这个不计"
        en += f"; only the best {best} count, so this one is left out"
    return {"zh": f"{zh}。", "en": f"{en}."}


def _ended(text: str, stop: str) -> str:
    return text if text.endswith(("。", ".", "!", "?", "！", "？")) else text + stop


def _working(combine: Combine, values: Sequence[Fraction], language: Language) -> str:
    """The working before the result: the sum that is divided, or the values in order."""
    if len(values) < 2:
        return ""
    shown = [number(each)[language] for each in (sorted(values) if combine == "median" else values)]
    if combine == "median":
        return ("、" if language == "zh" else ", ").join(shown) + " → "
    added = " + ".join(shown)
    if combine == "sum":
        return f"{added} = "
    return f"({added}) ÷ {len(values)} = "
