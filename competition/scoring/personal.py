"""What single contestants got: their personal scores in a stage, beside every total."""

from fractions import Fraction

from competition.file_types import Document, MatchPart
from competition.rule_in_force import scoring_of
from competition.scoring.decimals import add_up
from competition.scoring.entry import recused_judges
from competition.scoring.marks import Marks, read_marks
from competition.scoring.stage import matches_in
from competition.seats import counting_judges


def personal_scores(document: Document, stage_key: str) -> dict[str, Fraction]:
    """Return the personal score of every member who has a personal mark in a stage, unrounded.

    By the member's key, in the order of the file; members of teams that left are among them. In a
    match: the marks on the sheets that count, as far as they are there, without the highest and
    lowest that the stage's rule leaves out (all are kept where fewer than `min_kept` would be),
    and their mean; over matches the mean. Void matches count for nobody. Raises KeyError if there
    is no such stage.
    """
    stage = next((each for each in document["stages"] if each["key"] == stage_key), None)
    if stage is None:
        raise KeyError(stage_key)
    rule, marks = scoring_of(document, stage), read_marks(document)
    high, low = rule["drop_high"], rule["drop_low"]
    means: dict[str, list[Fraction]] = {}
    for match in matches_in(stage):
        if match.get("void"):
            continue
        for entry in match["entries"]:
            for member, given in _marks_in_match(marks, match, entry["team"]).items():
                kept = given
                if high + low and len(given) - high - low >= rule["min_kept"]:
                    kept = sorted(given)[low : len(given) - high]
                means.setdefault(member, []).append(add_up(kept) / len(kept))
    return {
        member["key"]: add_up(means[member["key"]]) / len(means[member["key"]])
        for team in document["teams"]
        for member in team.get("members") or ()
        if member["key"] in means
    }


def _marks_in_match(marks: Marks, match: MatchPart, team: str) -> dict[str, list[Fraction]]:
    found: dict[str, list[Fraction]] = {}
    recused = recused_judges(match, team)
    sheets = marks.versions.get((match["key"], team), {})
    for judge in counting_judges(match, team):
        if judge in sheets and judge not in recused:
            for member, mark in (sheets[judge].get("personal") or {}).items():
                found.setdefault(member, []).append(Fraction(mark))
    return found
