"""A total that proves itself: `accord-why/1`, made of the objects that the standings are made of.

Which sheets count, what is left out and what joins is taken from `competition.scoring`; the
values are computed once more, step by step.
"""

from collections.abc import Collection, Sequence
from fractions import Fraction

from competition.both_languages import BothLanguages
from competition.file_types import Document, StagePart
from competition.rule_in_force import rubric_of, scoring_of
from competition.scoring.decimals import format_exact, format_rounded
from competition.scoring.ranking import Placed, Ranking, rank_stage
from competition.scoring.stage import Scorebook
from competition.scoring.standings import AWAITED
from competition.scoring.tie_break import TieBreakAttempt
from competition.why.entry_steps import ProofContext
from competition.why.naming import ProofNames
from competition.why.sentences import number, says_sum, says_times, short_number
from competition.why.stage_steps import prove_stage
from competition.why.steps import ProofSteps
from competition.why.types import (
    ArrangedProof,
    ComparedValue,
    NotProvableReason,
    Proof,
    ProvedStage,
    Step,
    TriedTieBreak,
)

_OPEN_APPEALS = ("filed", "heard")


class NotProvable(Exception):
    """A team has no total to prove in a stage; `reason` says why.

    `stage` is None where no stage was named and the team is in none. `last_stage` is the last
    stage of the file in which the team has a total, None without one.
    """

    def __init__(
        self, team: str, stage: str | None, reason: NotProvableReason, last_stage: str | None
    ) -> None:
        super().__init__(f"{team}: {stage}: {reason}; last stage with a total: {last_stage}")
        self.team, self.stage = team, stage
        self.reason, self.last_stage = reason, last_stage


def prove(document: Document, team_key: str, stage_key: str | None = None) -> Proof:
    """Prove a team's total in a stage of a checked competition file.

    Without `stage_key` it is the last stage of the file in which the team is. Returns
    `accord-why/1` (docs/why.md), ready for JSON. Raises `NotProvable`.

    >>> from pathlib import Path
    >>> from competition.document import read_file
    >>> document = read_file(Path("competition/samples/chaoyang-final.json").read_bytes())
    >>> try:
    ...     prove(document, "education")
    ... except NotProvable as not_provable:
    ...     print(not_provable.stage, not_provable.reason, not_provable.last_stage)
    final missing_sheet None
    """
    return Prover(document).prove(team_key, stage_key)["proof"]


class Prover:
    """Proves totals of one document, read once; `book` is its scorebook, if there is one."""

    def __init__(self, document: Document, book: Scorebook | None = None) -> None:
        self.document = document
        self.book = book or Scorebook(document)
        self._names = ProofNames(document)
        self._rankings: dict[str, Ranking] = {}

    def prove(
        self, team_key: str, stage_key: str | None = None, marks_of: Collection[str] | None = None
    ) -> ArrangedProof:
        """Prove a total, and say how the steps belong together.

        With `marks_of` the proof is for everybody: judges are called by the numbers of their
        seats, and of carried stages that are not among these only the total is given, as a leaf.
        Raises `NotProvable`.
        """
        stage = self._stage(team_key, stage_key)
        placed = self._placed(stage["key"], team_key)
        if placed is None:
            raise self._not_provable(team_key, stage["key"])
        proving = _Proving(self.book, self._names, marks_of)
        stages, added, total = proving.add_up(stage, placed)
        scoring = scoring_of(self.document, stage)
        ranking = self._ranking(stage["key"])
        decided = next((each for each in reversed(placed.attempts) if each.decided), None)
        return {
            "proof": {
                "format": "accord-why/1",
                "competition": self.document["competition"]["key"],
                "stage": stage["key"],
                "team": team_key,
                "total": format_rounded(placed.total, scoring["decimals"], scoring["rounding"]),
                "rank": placed.rank,
                "final": is_final(self.document, stage["key"], ranking),
                "decided_by": placed.decided_by,
                "tied_with": _compared(decided) if decided else [],
                "steps": proving.steps.listed,
            },
            "arrangement": {
                "stages": stages,
                "sum": added,
                "nothing_from": [
                    self._names.stage(earlier.stage)
                    for earlier in placed.stage_total.carried
                    if all(earlier.stage != each["stage"] for each in stages[1:])
                ],
                "total": total,
                "void_matches": [self._names.match(key) for key in placed.team.void_matches],
                "tied": placed.tied,
                "tied_with": [
                    row.team.team
                    for row in ranking.placed
                    if row is not placed and row.total == placed.total
                ],
                "tie_breaks": [_tried(attempt) for attempt in placed.attempts],
                "shown": {step["id"]: _shown(step, proving.steps) for step in proving.steps.listed},
            },
        }

    def ranked_teams(self, stage_key: str) -> list[str]:
        """The teams whose total in a stage can be proved, best first."""
        return [row.team.team for row in self._ranking(stage_key).placed]

    def _stage(self, team_key: str, stage_key: str | None) -> StagePart:
        if stage_key is not None and stage_key not in self.book.stages:
            raise NotProvable(team_key, stage_key, "unknown_stage", self._last_stage(team_key))
        if team_key not in self.book.team_parts:
            raise NotProvable(team_key, stage_key, "unknown_team", None)
        inside = [key for key in self.book.stages if team_key in self.book.teams(key)]
        if stage_key is None and not inside:
            raise NotProvable(team_key, None, "not_in_stage", None)
        return self.book.stages[inside[-1] if stage_key is None else stage_key]

    def _not_provable(self, team_key: str, stage_key: str) -> NotProvable:
        reason: NotProvableReason = "not_in_stage"
        for row in self._ranking(stage_key).unranked:
            if row.team.team == team_key:
                reason = row.reason
        return NotProvable(team_key, stage_key, reason, self._last_stage(team_key))

    def _last_stage(self, team_key: str) -> str | None:
        ranked = [key for key in self.book.stages if self._placed(key, team_key)]
        return ranked[-1] if ranked else None

    def _placed(self, stage_key: str, team_key: str) -> Placed | None:
        rows = self._ranking(stage_key).placed
        return next((row for row in rows if row.team.team == team_key), None)

    def _ranking(self, stage_key: str) -> Ranking:
        if stage_key not in self._rankings:
            self._rankings[stage_key] = rank_stage(self.book, self.book.stages[stage_key])
        return self._rankings[stage_key]


def is_final(document: Document, stage_key: str, ranking: Ranking) -> bool:
    """Whether a stage's result is final: complete, and no appeal in it is open."""
    if any(row.reason in AWAITED for row in ranking.unranked):
        return False
    return not any(
        appeal["stage"] == stage_key and appeal["state"] in _OPEN_APPEALS
        for appeal in document.get("appeals") or ()
    )


class _Proving:
    """One proof in the making."""

    def __init__(
        self, book: Scorebook, names: ProofNames, marks_of: Collection[str] | None
    ) -> None:
        self.book, self.names, self.marks_of = book, names, marks_of
        self.steps = ProofSteps()

    def add_up(self, stage: StagePart, placed: Placed) -> tuple[list[ProvedStage], str | None, str]:
        """Add every step; returns the stages, the sum where there is a carry, and the total."""
        context = self._context(stage)
        whole: BothLanguages = {"zh": "总分", "en": "The total"}
        own = prove_stage(context, stage, placed.team)
        stages, added, last = [own], None, own["own"]
        if stage.get("carry"):
            self._weigh(own, stage.get("weight") or "1")
            for part in stage.get("carry") or ():
                carried = self._carried(self.book.stages[part["stage"]], placed.team.team)
                if carried is not None:
                    self._weigh(carried, part["weight"])
                    stages.append(carried)
            products = [each["times"] or each["own"] for each in stages]
            last = added = self.steps.add(
                "sum", products, lambda values, result: says_sum(whole, values, result)
            )
        return stages, added, context.rounded(last, "total", whole)

    def _carried(self, stage: StagePart, team_key: str) -> ProvedStage | None:
        """A carried stage's own total; None where the team has none and it counts as 0."""
        team = self.book.teams(stage["key"]).get(team_key)
        if team is None or team.combined is None:
            return None
        context = self._context(stage)
        name = self.names.stage(stage["key"])
        if self.marks_of is not None and stage["key"] not in self.marks_of:
            return self._closed(context, stage, team.combined.total)
        proved = prove_stage(context, stage, team)
        whole: BothLanguages = {"zh": f"{name['zh']}的总分", "en": f"The total of {name['en']}"}
        return {**proved, "own": context.rounded(proved["own"], "total", whole)}

    def _closed(self, context: ProofContext, stage: StagePart, total: Fraction) -> ProvedStage:
        """A carried stage whose marks are not public: its total stands there by itself."""
        name, text = self.names.stage(stage["key"]), number(total)
        step = self.steps.leaf(
            "points",
            total,
            {
                "zh": f"{name['zh']}的总分：{text['zh']}（各评委的分数未公布）。",
                "en": f"The total of {name['en']}: {text['en']} (its marks are not public).",
            },
        )
        step["stage"] = stage["key"]
        whole: BothLanguages = {"zh": f"{name['zh']}的总分", "en": f"The total of {name['en']}"}
        return {
            "stage": stage["key"],
            "name": name,
            "entries": [],
            "scores": [],
            "joined": None,
            "own": context.rounded(step["id"], "total", whole),
            "weight": None,
            "times": None,
            "closed": True,
        }

    def _weigh(self, proved: ProvedStage, weight: str) -> None:
        name = self.names.stage(proved["stage"])
        proved["weight"] = weight
        proved["times"] = self.steps.add(
            "times",
            [proved["own"], weight],
            lambda values, result: says_times(name, values[0], weight, result),
        )

    def _context(self, stage: StagePart) -> ProofContext:
        document = self.book.document
        return ProofContext(
            book=self.book,
            names=self.names,
            steps=self.steps,
            stage=stage["key"],
            rubric=rubric_of(document, stage),
            scoring=scoring_of(document, stage),
            by_seat=self.marks_of is not None,
        )


def _shown(step: Step, steps: ProofSteps) -> str:
    value = steps.value(step["id"])
    if "decimals" in step and "rounding" in step:
        return format_rounded(value, step["decimals"], step["rounding"])
    return short_number(value)


def _compared(attempt: TieBreakAttempt) -> list[ComparedValue]:
    return [
        {"team": team.team, "value": str(value)}
        for team, value in zip(attempt.teams, attempt.values, strict=True)
        if value is not None
    ]


def _tried(attempt: TieBreakAttempt) -> TriedTieBreak:
    orders = {
        team.team: order for order, group in enumerate(attempt.groups, start=1) for team in group
    }
    values: Sequence[Fraction | None] = attempt.values or [None] * len(attempt.teams)
    return {
        "rule": attempt.rule,
        "decided": attempt.decided,
        "teams": [
            {
                "team": team.team,
                "value": None if value is None else format_exact(value),
                "order": orders[team.team],
            }
            for team, value in zip(attempt.teams, values, strict=True)
        ],
    }
