"""Who has reached a score: for grades and pass lines, which are awards by hand with this reason."""

from decimal import Decimal
from fractions import Fraction

from competition.awards.candidates import candidates_of
from competition.awards.stage_results import StageResults
from competition.awards.types import Standing
from competition.file_types import AwardPart, Document


def reached_score(
    document: Document, stage_key: str, low: Fraction, below: Fraction | None = None
) -> list[Standing]:
    """Everybody whose score in a stage is at least `low` and, if given, less than `below`.

    The scores are the totals of the ranked teams, or those of the members in a written test of
    members, as they are printed: who reads 60.0 on the list has 60. Best first, then as in the
    file. Raises KeyError if there is no such stage.
    """
    results = StageResults(document)
    stage = results.stage(stage_key)
    per_member = stage.get("kind") == "paper" and stage.get("per") == "member"
    award: AwardPart = {
        "key": "reached",
        "name": {},
        "by": "paper" if per_member else "rank",
        "stage": stage_key,
    }
    found = []
    for candidate in candidates_of(results, award):
        if candidate.value is None:
            continue
        printed = results.printed(candidate.value, stage_key)
        value = Fraction(Decimal(printed))
        if value >= low and (below is None or value < below):
            found.append(Standing(candidate, None, True, None, printed))
    return found
