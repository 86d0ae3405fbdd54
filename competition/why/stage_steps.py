"""The steps of a stage: a team's entries, or its scores in a written test, become its own total.

What is carried from other stages is not in it (`proof.py`).
"""

from collections.abc import Sequence
from fractions import Fraction

from competition.both_languages import BothLanguages
from competition.file_types import ScorePart, StagePart
from competition.scoring.paper import PaperScores
from competition.scoring.stage import TeamInStage
from competition.why.entry_steps import ProofContext, prove_entry
from competition.why.sentences import says_joined, says_score
from competition.why.types import ProvedScore, ProvedStage


def prove_stage(context: ProofContext, stage: StagePart, team: TeamInStage) -> ProvedStage:
    """Add the steps of a team that has a total of its own in the stage, which is not rounded yet.

    A written test's total is: it is rounded once before any weight.
    """
    if stage.get("kind") == "paper" and team.paper is not None:
        return _prove_paper(context, stage, team.team, team.paper)
    entries = [
        prove_entry(context, entry, entry.score)
        for entry in team.entries
        if entry.score is not None
    ]
    own, joined = entries[-1]["total"], None
    if len(entries) > 1:
        how, count = stage["across_matches"], len(entries)
        what: BothLanguages = {"zh": f"{count} 场比赛", "en": f"the {count} matches"}
        own = joined = context.steps.add(
            how,
            [entry["total"] for entry in entries],
            lambda values, result: says_joined(how, what, values, result),
        )
    return {
        "stage": stage["key"],
        "name": context.names.stage(stage["key"]),
        "entries": entries,
        "scores": [],
        "joined": joined,
        "own": own,
        "weight": None,
        "times": None,
        "closed": False,
    }


def _prove_paper(
    context: ProofContext, stage: StagePart, team: str, scores: PaperScores
) -> ProvedStage:
    combine = stage.get("combine", "mean")
    best = combine["best"] if isinstance(combine, dict) else 0
    # Left out first: the last step is then never one that feeds nothing.
    left_out = [_score(context, stage, team, score, best) for score in scores.left_out]
    counted = [_score(context, stage, team, score, 0) for score in scores.counted]
    own, joined = counted[-1]["step"], None
    if len(counted) > 1:
        how = "mean" if combine == "mean" else "sum"
        own = joined = _join_scores(context, how, [each["step"] for each in counted])
    whole: BothLanguages = {"zh": "笔试成绩", "en": "The score of the test"}
    return {
        "stage": stage["key"],
        "name": context.names.stage(stage["key"]),
        "entries": [],
        "scores": [*counted, *left_out],
        "joined": joined,
        "own": context.rounded(own, "total", whole),
        "weight": None,
        "times": None,
        "closed": False,
    }


def _join_scores(context: ProofContext, how: str, counted: Sequence[str]) -> str:
    what: BothLanguages = {
        "zh": f"{len(counted)} 个成绩",
        "en": f"the {len(counted)} scores",
    }

    def says(values: Sequence[Fraction], result: Fraction) -> BothLanguages:
        return says_joined(how, what, values, result)

    return context.steps.add("mean" if how == "mean" else "sum", counted, says)


def _score(
    context: ProofContext, stage: StagePart, team: str, score: ScorePart, best: int
) -> ProvedScore:
    member = score.get("member")
    who = context.names.member(team, member) if member is not None else None
    value = Fraction(score["score"])
    text = says_score(who, context.names.stage(stage["key"]), value, best)
    step = context.steps.leaf("points", value, text)
    step["stage"] = stage["key"]
    if member is not None:
        step["member"] = member
    if best:
        step["left_out"] = True
    name: BothLanguages = who or {"zh": "全队", "en": "The team"}
    return {"member": member, "name": name, "step": step["id"]}
