"""One team's lines: its matches, what it carries over, its total, and what parted it from others.

Only teams that are announced already are named in them, so the script never runs ahead of the
reveal: a team that a tie-break put lower is told so by the team above it.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from competition import scoring
from competition.both_languages import BothLanguages, in_both
from competition.file_types import Document, StagePart
from competition.host_script.marks import entry_lines
from competition.host_script.spoken import (
    SpokenNames,
    chinese_count,
    english_count,
    percent,
    points,
    printed,
    spoken_product,
    with_air,
)
from competition.host_script.written import written_line
from competition.rule_in_force import rubric_of, scoring_of
from competition.scoring.explanation_types import Explanation
from competition.scoring.stage import Scorebook
from competition.scoring.types import StandingsRow

_JOINED: Mapping[str, BothLanguages] = {
    "mean": {"zh": "平均", "en": "On average"},
    "sum": {"zh": "合计", "en": "Together"},
    "best": {"zh": "取最好一场，计", "en": "The best of them counts:"},
}
_SIDES: Mapping[str, BothLanguages] = {
    "labour": {"zh": "职工方", "en": "on the labour side"},
    "employer": {"zh": "企业方", "en": "on the employer side"},
}


class TeamSpeaker:
    """Says how the teams of one stage came to their totals."""

    def __init__(self, document: Document, stage: StagePart, names: SpokenNames) -> None:
        self._document = document
        self._stage = stage
        self._names = names
        self._book = Scorebook(document)
        self._rubric = rubric_of(document, stage)
        self._rule = scoring_of(document, stage)
        self._whole: dict[str, dict[str, bool]] = {}

    def lines(
        self, row: StandingsRow, announced: Mapping[str, int]
    ) -> Iterator[tuple[str, BothLanguages]]:
        """Yield each line with its kind; `announced` gives the places said before, by team."""
        team = row["team"]
        told = scoring.explain(self._document, self._stage["key"], team, self._book)
        several = len(told["entries"]) > 1
        for entry in told["entries"]:
            if several and entry["score"] is not None:
                yield "match", self._match_line(entry["match"], team, entry["side"])
            is_whole = self._is_whole(entry["match"], team)
            yield from entry_lines(entry, is_whole, self._rubric, self._rule)
        if told["paper"] is not None:
            yield "marks", written_line(team, told["paper"], self._names, self._rule)
        if joined := self._joined_line(told):
            yield "sum", joined
        if carried := self._carry_line(told, row["total"]):
            yield "carry", carried
        yield (
            "total",
            {
                "zh": f"{with_air(self._names.team(team)['zh']).lstrip()}，"
                f"最后得分 {row['total']} 分。",
                "en": f"The final score of {self._names.team(team)['en']}: {points(row['total'])}.",
            },
        )
        if tie := self._tie_line(told, announced):
            yield "tie", tie

    def _is_whole(self, match: str, team: str) -> bool:
        if match not in self._whole:
            found = scoring.break_down_marks(self._document, match, self._book)["entries"]
            self._whole[match] = {
                each["team"]: each["score"]["whole"] for each in found if each["score"]
            }
        return self._whole[match].get(team, False)

    def _match_line(self, match: str, team: str, side: str) -> BothLanguages:
        name, on = self._names.match(match, team), _SIDES.get(side)
        return {
            "zh": name["zh"] + (f"，{on['zh']}。" if on else "。"),
            "en": name["en"] + (f", {on['en']}." if on else "."),
        }

    def _joined_line(self, told: Explanation) -> BothLanguages | None:
        """How the scores of several matches become one."""
        joined = told["joined"]
        scores = [entry["score"]["printed"] for entry in told["entries"] if entry["score"]]
        if joined is None or len(scores) < 2:
            return None
        how = _JOINED[joined["across_matches"]]
        value = printed(joined["total"], self._rule)
        number = len(scores)
        return {
            "zh": f"{chinese_count(number)}场得分 {'、'.join(scores)} 分。{how['zh']} {value} 分。",
            "en": f"The {english_count(number)} matches: {', '.join(scores)}. "
            f"{how['en']} {points(value)}.",
        }

    def _carry_line(self, told: Explanation, total: str) -> BothLanguages | None:
        """What the stage's own score and those of earlier stages count."""
        carry, own = told["carry"], told["joined"] or told["paper"]
        if carry is None or own is None or own["total"] is None:
            return None
        parts = [("本赛段", "This stage", own["total"], carry["weight"])]
        for each in carry["stages"]:
            name = self._names.stage(each["stage"])
            parts.append((name["zh"], name["en"], each["total"] or "0", each["weight"]))
        zh, en = [], []
        for called_zh, called_en, exact, weight in parts:
            value = printed(exact, self._rule)
            counted = spoken_product(str(Fraction(exact) * Fraction(weight)), self._rule)
            if weight == "1":
                zh.append(f"{with_air(called_zh).lstrip()}得分 {value} 分")
                en.append(f"{called_en}: {value}")
            else:
                zh.append(
                    f"{with_air(called_zh).lstrip()}得分 {value} 分，"
                    f"按 {percent(weight)} 计 {counted} 分"
                )
                en.append(f"{called_en}: {value}, of which {percent(weight)} makes {counted}")
        return {
            "zh": f"{'；'.join(zh)}；合计 {total} 分。",
            "en": f"{'; '.join(en)}. Together {points(total)}.",
        }

    def _tie_line(self, told: Explanation, announced: Mapping[str, int]) -> BothLanguages | None:
        """What put the team above those of the same total that were announced before it."""
        below = [team for team in told["tied_with"] if team in announced]
        rule = told["decided_by"]
        if not below or rule is None:
            return None
        others, why = self._names.teams(below), self._why(rule)
        return {
            "zh": f"总分与{with_air(others['zh'])}相同，{why['zh']}，名次列前。",
            "en": f"The total is the same as that of {others['en']}; {why['en']} decides.",
        }

    def _why(self, rule: str) -> BothLanguages:
        known: dict[str, BothLanguages] = {
            "deductions": {"zh": "扣分较少", "en": "having fewer deductions"},
            "head": {"zh": "评委长的评分较高", "en": "the head judge's sheet"},
            "ruling": {"zh": "经评委组裁定", "en": "the panel's ruling"},
        }
        if rule in known:
            return known[rule]
        name = in_both(
            next(each["name"] for each in self._rubric["dimensions"] if each["key"] == rule)
        )
        return {
            "zh": f"“{name['zh']}”一项得分较高",
            "en": f"the higher score in “{name['en']}”",
        }
