"""Ground floor: how marks become places. Pure, exact, deterministic; standard library only.

`recount` gives the standings of a competition file; nothing else ranks anybody. `explain` shows
how one team's total came about, `break_down_marks` what the judges gave in one match.

rule.py            the rule that holds in a stage
marks.py           which sheets count, and their marks
panel.py           a panel's marks become one value per dimension
entry.py           one team in one match
personal.py        the scores of single contestants
paper.py           the scores of a written test
percentage.py      a deduction of so many percent, in points
ruling_votes.py    how the panel voted on a tie
stage.py           a team's matches combined, earlier stages carried
leaving.py         who has withdrawn or is disqualified, and from which stage on
tie_break.py       teams with equal totals
ranking.py         places in a stage, and who advances
standings.py       the output of a recount
warnings.py        what a reader of the standings must know besides the places
explain.py         one total, step by step
mark_breakdown.py  one match, seat by seat
panel_distance.py  whose sheet is far from the panel, and who is off its scale
reveal.py          the places of a stage, last to first
decimals.py        exact numbers: read, rounded, printed
types.py           what is returned
explanation_types.py  what `explain` returns
"""

from competition.scoring.decimals import format_exact, format_rounded
from competition.scoring.explain import explain
from competition.scoring.mark_breakdown import break_down_marks
from competition.scoring.marks import sheet_total
from competition.scoring.panel_distance import (
    distances_from_panel,
    far_from_panel,
    off_scale,
)
from competition.scoring.personal import personal_scores
from competition.scoring.standings import has_open_appeal, recount

__all__ = [
    "break_down_marks",
    "distances_from_panel",
    "explain",
    "far_from_panel",
    "format_exact",
    "format_rounded",
    "has_open_appeal",
    "off_scale",
    "personal_scores",
    "recount",
    "sheet_total",
]
