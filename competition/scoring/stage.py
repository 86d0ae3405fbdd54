"""From matches to a team's total in one stage: matches combined, earlier stages carried."""

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from fractions import Fraction

from competition.file_types import (
    AcrossMatches,
    CarryPart,
    DeductionPart,
    Document,
    MatchPart,
    StagePart,
)
from competition.rule_in_force import rubric_of, scoring_of
from competition.scoring.decimals import add_up
from competition.scoring.entry import EntryScore, score_entry
from competition.scoring.leaving import reason_for_leaving
from competition.scoring.marks import read_marks
from competition.scoring.paper import PaperScores, read_paper
from competition.scoring.rule import Rule, read_rule
from competition.scoring.types import LeavingReason


@dataclass(slots=True)
class CombinedMatches:
    """A team's matches combined by `across_matches`, unrounded; `entries` are those used.

    `dimensions` are panel values × factor in the rubric's order; `head` is the head judge's raw
    total, None if any entry with a total lacks the head judge's sheet. A paper stage has neither
    entries nor dimensions.
    """

    entries: Sequence[EntryScore]
    total: Fraction
    dimensions: list[Fraction]
    head: Fraction | None


@dataclass(slots=True)
class TeamInStage:
    """A team that is in the stage; `combined` is None while it has no total of its own.

    `left` says why the team is out of the stage, if it is. Void matches are not in `entries`.
    `paper` is None in a stage of matches, and without a score. `is_awaited` says that marks or
    a score of it are still to come.
    """

    team: str
    left: LeavingReason | None
    entries: list[EntryScore]
    void_matches: list[str]
    missing: list[str]
    deductions: Fraction
    combined: CombinedMatches | None
    is_awaited: bool
    paper: PaperScores | None = None


@dataclass(slots=True)
class CarriedTotal:
    """A team's own total in an earlier stage (None without one), and the weight it gets here."""

    stage: str
    total: Fraction | None
    weight: Fraction


@dataclass(slots=True)
class StageTotal:
    """A team's total in a stage before and after the last rounding.

    `weight` is that of the stage's own total. Both totals are None if a carried total is missing.
    """

    weight: Fraction
    carried: list[CarriedTotal]
    exact: Fraction | None
    total: Fraction | None


Pause = Callable[[], None]
"""Called again and again during a long computation, so that others may run in between."""


def no_pause() -> None:
    """Go on at once."""


class Scorebook:
    """A checked competition file, read once; each stage is computed when first needed."""

    def __init__(self, document: Document, pause: Pause = no_pause) -> None:
        self.document = document
        self.pause = pause
        self.stages = {stage["key"]: stage for stage in document["stages"]}
        pause()
        self.marks = read_marks(document)
        pause()
        self.judges = {judge["key"]: judge for judge in document["judges"]}
        self.team_parts = {team["key"]: team for team in document["teams"]}
        self._deductions: dict[tuple[str, str], list[DeductionPart]] = {}
        for deduction in document.get("deductions") or ():
            pair = deduction["match"], deduction["team"]
            self._deductions.setdefault(pair, []).append(deduction)
        self._teams: dict[str, dict[str, TeamInStage]] = {}
        self._rules: dict[str, Rule] = {}

    def rule(self, stage_key: str) -> Rule:
        """Return the rule that holds in a stage: its own, or the competition's."""
        if stage_key not in self._rules:
            stage = self.stages[stage_key]
            rubric, scoring = rubric_of(self.document, stage), scoring_of(self.document, stage)
            self._rules[stage_key] = read_rule(rubric, scoring)
        return self._rules[stage_key]

    def teams(self, stage_key: str) -> dict[str, TeamInStage]:
        """Return the teams that are in a stage, in the file's order, before any carry.

        Those that the stage names; where it names none, those with an entry or a score in it.
        """
        if stage_key not in self._teams:
            stage = self.stages[stage_key]
            is_paper = stage.get("kind") == "paper"
            read = self._read_paper if is_paper else self._read_teams
            self._teams[stage_key] = read(stage)
        return self._teams[stage_key]

    def stage_total(self, stage: StagePart, team: TeamInStage) -> StageTotal | None:
        """Return a team's total in a stage, carry included; None while it has none of its own.

        What is carried from a stage is the team's own total there, without what that stage
        carries itself, rounded by the rule of that stage.
        """
        rule = self.rule(stage["key"])
        if team.combined is None:
            return None
        carry = stage.get("carry") or ()
        if not carry:
            own = team.combined.total
            return StageTotal(Fraction(1), [], own, rule.round_total(own))
        weight = Fraction(stage.get("weight") or "1")
        carried = [
            CarriedTotal(
                item["stage"], self._carried_total(item, team.team), Fraction(item["weight"])
            )
            for item in carry
        ]
        exact: Fraction | None = team.combined.total * weight
        for earlier in carried:
            if exact is None or earlier.total is None:
                exact = None
            else:
                exact += earlier.total * earlier.weight
        total = None if exact is None else rule.round_total(exact)
        return StageTotal(weight, carried, exact, total)

    def has_left(self, team_key: str, stage_key: str) -> LeavingReason | None:
        """Return why a team is out of a stage, or None if it is in."""
        return reason_for_leaving(self.team_parts[team_key], stage_key, list(self.stages))

    def without_judge(self, stage_key: str, judge: str) -> "Scorebook":
        """Return the book as it would be without a judge's seats in a stage of matches.

        Of each entry the seat is gone whose sheet is, or would be, the judge's. What the stage
        carries stays.
        """
        stage, rule = self.stages[stage_key], self.rule(stage_key)
        parts = {
            (match["key"], part["team"]): (match, part)
            for match in matches_in(stage)
            for part in match["entries"]
        }
        teams = dict(self.teams(stage_key))
        for key, team in teams.items():
            if any(judge in entry.seats for entry in team.entries):
                entries = [
                    score_entry(
                        *(rule, self.marks, self.judges, *parts[entry.match, key]),
                        entry.deductions,
                        left_out=(judge,),
                    )
                    for entry in team.entries
                ]
                teams[key] = _read_team(rule, stage, key, team.left, entries, team.void_matches)
        book = copy(self)
        book._teams = {**self._teams, stage_key: teams}
        return book

    def _carried_total(self, carry: CarryPart, team_key: str) -> Fraction | None:
        team = self.teams(carry["stage"]).get(team_key)
        if team is not None and team.combined is not None:
            return self.rule(carry["stage"]).round_total(team.combined.total)
        is_awaited = team is not None and team.left is None and team.is_awaited
        return Fraction(0) if carry.get("missing") == "zero" and not is_awaited else None

    def _read_teams(self, stage: StagePart) -> dict[str, TeamInStage]:
        rule = self.rule(stage["key"])
        entries: dict[str, list[EntryScore]] = {}
        void_matches: dict[str, list[str]] = {}
        for match in matches_in(stage):
            self.pause()
            for part in match["entries"]:
                if match.get("void"):
                    void_matches.setdefault(part["team"], []).append(match["key"])
                    continue
                deductions = self._deductions.get((match["key"], part["team"]), ())
                entry = score_entry(rule, self.marks, self.judges, match, part, deductions)
                entries.setdefault(entry.team, []).append(entry)
        return {
            key: _read_team(
                rule,
                stage,
                key,
                self.has_left(key, stage["key"]),
                entries.get(key, []),
                void_matches.get(key, []),
            )
            for key in self.team_parts
            if key in entries or key in void_matches or key in stage.get("teams", ())
        }

    def _read_paper(self, stage: StagePart) -> dict[str, TeamInStage]:
        teams = {}
        for key, scores in read_paper(stage, self.document["teams"]).items():
            combined = None
            if scores is not None:
                total = self.rule(stage["key"]).round_total(scores.total)
                combined = CombinedMatches(entries=[], total=total, dimensions=[], head=None)
            teams[key] = TeamInStage(
                team=key,
                left=self.has_left(key, stage["key"]),
                entries=[],
                void_matches=[],
                missing=[],
                deductions=Fraction(0),
                combined=combined,
                is_awaited=scores is None,
                paper=scores,
            )
        return teams


def matches_in(stage: StagePart) -> Iterator[MatchPart]:
    """Yield a stage's matches in the file's order."""
    for round_ in stage.get("rounds") or ():
        yield from round_.get("matches") or ()


def _read_team(
    rule: Rule,
    stage: StagePart,
    team: str,
    left: LeavingReason | None,
    entries: list[EntryScore],
    void_matches: list[str],
) -> TeamInStage:
    missing = list(dict.fromkeys(judge for entry in entries for judge in entry.missing))
    # An entry without a total that waits for nobody (no panel, or all of it recused) holds up
    # nothing: the team's other entries stand.
    scored = [entry for entry in entries if entry.score is not None]
    complete = not missing or rule.missing_sheet == "exclude"
    return TeamInStage(
        team=team,
        left=left,
        entries=entries,
        void_matches=void_matches,
        missing=missing,
        deductions=add_up([entry.deducted for entry in entries]),
        combined=_combine(stage["across_matches"], scored) if scored and complete else None,
        is_awaited=bool(missing),
    )


def _combine(across_matches: AcrossMatches, entries: Sequence[EntryScore]) -> CombinedMatches:
    """Combine entries that all have a score."""
    scores = [entry.score for entry in entries if entry.score is not None]
    # Heads compare like with like: an entry without the head judge's sheet leaves nothing to say.
    has_heads = all(score.head_total is not None for score in scores)
    if across_matches == "best":
        # Of equal totals, max() takes the first: the earlier match.
        best = max(range(len(scores)), key=lambda index: scores[index].total)
        entries, scores = [entries[best]], [scores[best]]
    totals = [score.total for score in scores]
    heads = [score.head_total for score in scores if score.head_total is not None]
    columns = zip(*(score.weighted.fractions() for score in scores), strict=True)
    return CombinedMatches(
        entries=entries,
        total=_mean_or_sum(across_matches, totals),
        dimensions=[_mean_or_sum(across_matches, column) for column in columns],
        head=_mean_or_sum(across_matches, heads) if has_heads else None,
    )


def _mean_or_sum(across_matches: AcrossMatches, values: Sequence[Fraction]) -> Fraction:
    total = add_up(values)
    return total / len(values) if across_matches == "mean" and len(values) > 1 else total
