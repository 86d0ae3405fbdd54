"""From entries to a team's total, for one stage: joining over matches, then carry."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from competition.scoring.decimals import add_up
from competition.scoring.entry import EntryScore, read_entry
from competition.scoring.marks import read_marks
from competition.scoring.rule import Rule, read_rule


@dataclass(slots=True)
class Combined:
    """A team's entries joined by `across_matches`, unrounded; `used` are the entries joined.

    `dimensions` are panel values × factor in the rubric's order; `head` is the head judge's raw
    total, None where no head judge's sheet is among the entries used.
    """

    used: Sequence[EntryScore]
    total: Fraction
    dimensions: list[Fraction]
    head: Fraction | None


@dataclass(slots=True)
class TeamInStage:
    """A team with an entry in the stage; `joined` is None while it has no total of its own."""

    team: str
    withdrawn: bool
    entries: list[EntryScore]
    missing: list[str]
    deductions: Fraction
    joined: Combined | None


@dataclass(slots=True)
class Carried:
    """One earlier stage's share: its own total there, None where there is none, × weight."""

    stage: str
    total: Fraction | None
    weight: Fraction


@dataclass(slots=True)
class StageTotal:
    """A team's total in a stage before and after the last rounding, None where a carry lacks."""

    weight: Fraction
    carried: list[Carried]
    exact: Fraction | None
    total: Fraction | None


class Scorebook:
    """A checked document, read once; each stage is reckoned when first asked for, then kept."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.rule: Rule = read_rule(document)
        self.stages: dict[str, Mapping[str, Any]] = {
            stage["key"]: stage for stage in document["stages"]
        }
        self.marks = read_marks(document)
        self.judges = {judge["key"]: judge for judge in document["judges"]}
        self._deductions: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
        for deduction in document.get("deductions") or ():
            pair = deduction["match"], deduction["team"]
            self._deductions.setdefault(pair, []).append(deduction)
        self._teams: dict[str, dict[str, TeamInStage]] = {}

    def teams(self, stage_key: str) -> dict[str, TeamInStage]:
        """Give the teams with an entry in a stage, in the order of `teams`, before any carry."""
        if stage_key not in self._teams:
            self._teams[stage_key] = self._read_teams(self.stages[stage_key])
        return self._teams[stage_key]

    def stage_total(self, stage: Mapping[str, Any], team: TeamInStage) -> StageTotal | None:
        """Give a team's total in a stage, carry included; None while it has none of its own.

        A carried stage hands on the total a team would have there if that stage carried nothing.
        """
        if team.joined is None:
            return None
        carry = stage.get("carry") or ()
        if not carry:
            own = team.joined.total
            return StageTotal(Fraction(1), [], own, self.rule.round_total(own))
        weight = Fraction(stage.get("weight") or "1")
        carried = [
            Carried(
                item["stage"], self._own_total(item["stage"], team.team), Fraction(item["weight"])
            )
            for item in carry
        ]
        exact: Fraction | None = team.joined.total * weight
        for share in carried:
            if exact is None or share.total is None:
                exact = None
            else:
                exact += share.total * share.weight
        total = None if exact is None else self.rule.round_total(exact)
        return StageTotal(weight, carried, exact, total)

    def _own_total(self, stage_key: str, team_key: str) -> Fraction | None:
        team = self.teams(stage_key).get(team_key)
        if team is None or team.joined is None:
            return None
        return self.rule.round_total(team.joined.total)

    def _read_teams(self, stage: Mapping[str, Any]) -> dict[str, TeamInStage]:
        entries: dict[str, list[EntryScore]] = {}
        for match in matches_in(stage):
            for raw in match["entries"]:
                deductions = self._deductions.get((match["key"], raw["team"]), ())
                entry = read_entry(self.rule, self.marks, self.judges, match, raw, deductions)
                entries.setdefault(entry.team, []).append(entry)
        return {
            team["key"]: _read_team(self.rule, stage, team, entries[team["key"]])
            for team in self.document["teams"]
            if team["key"] in entries
        }


def matches_in(stage: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Give a stage's matches as they stand in the file."""
    for round_ in stage.get("rounds") or ():
        yield from round_.get("matches") or ()


def _read_team(
    rule: Rule, stage: Mapping[str, Any], team: Mapping[str, Any], entries: list[EntryScore]
) -> TeamInStage:
    missing = list(dict.fromkeys(judge for entry in entries for judge in entry.missing))
    scored = [entry for entry in entries if entry.score is not None]
    complete = len(scored) == len(entries) or rule.missing_sheet == "exclude"
    return TeamInStage(
        team=team["key"],
        withdrawn=bool(team.get("withdrawn")),
        entries=entries,
        missing=missing,
        deductions=add_up([entry.deducted for entry in entries]),
        joined=_combine(stage["across_matches"], scored) if scored and complete else None,
    )


def _combine(how: str, entries: Sequence[EntryScore]) -> Combined:
    """Join entries that all have a score."""
    scores = [entry.score for entry in entries if entry.score is not None]
    if how == "best":
        # max() gives the first of equals, and entries stand in the order of their matches.
        best = max(range(len(scores)), key=lambda place: scores[place].total)
        entries, scores = [entries[best]], [scores[best]]
    totals = [score.total for score in scores]
    heads = [score.head_total for score in scores if score.head_total is not None]
    columns = zip(*(score.weighted.fractions() for score in scores), strict=True)
    return Combined(
        used=entries,
        total=_only(how, totals),
        dimensions=[_only(how, column) for column in columns],
        head=_only(how, heads) if heads else None,
    )


def _only(how: str, values: Sequence[Fraction]) -> Fraction:
    added = add_up(values)
    return added / len(values) if how == "mean" and len(values) > 1 else added
