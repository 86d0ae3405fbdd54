"""Ground floor: who wins which award. Pure functions of the competition file, exact.

decide.py         `accord-awards/1`, and every award with all its candidates for a page
candidates.py     who may win an award, and in which order
stage_results.py  rankings, personal scores and states of the stages, computed once
score_line.py     who has reached a score, for grades and pass lines
types.py          what is returned
"""

from competition.awards.candidates import organisation_identity
from competition.awards.decide import consider_awards, decide_awards
from competition.awards.score_line import reached_score
from competition.awards.types import (
    AwardResult,
    AwardResults,
    AwardWarningCode,
    AwardWinner,
    Candidate,
    DecidedAward,
    Standing,
    WinnerKind,
)

__all__ = [
    "AwardResult",
    "AwardResults",
    "AwardWarningCode",
    "AwardWinner",
    "Candidate",
    "DecidedAward",
    "Standing",
    "WinnerKind",
    "consider_awards",
    "decide_awards",
    "organisation_identity",
    "reached_score",
]
