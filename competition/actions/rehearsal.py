"""Made-up marks to rehearse a reveal with. No real mark is read, and nothing is written."""

import hashlib
from collections.abc import Iterator
from decimal import Decimal

from competition import scoring
from competition.actions.refusals import Refused
from competition.file_types import DimensionPart, Document, ScorePart, StagePart
from competition.messages import N_
from competition.rule_in_force import dimensions_marked_by, rubric_of
from competition.scoring.types import StageStandings
from competition.seats import counting_judges
from competition.store import file_export
from competition.store.models import Competition


def made_up_standings(competition: Competition, stage_key: str) -> StageStandings:
    """A stage's standings as they would be if every judge had given these made-up marks.

    They are the same every time, so that a rehearsal can be repeated. Raises `Refused` where no
    panel has a judge yet.
    """
    file = file_export.competition_document(competition, sheets=False)
    judges = {part["key"]: part for part in file["judges"]}
    file["sheets"] = [
        {
            "match": match["key"],
            "team": entry["team"],
            "judge": judge,
            "marks": {
                dimension["key"]: made_up_mark(dimension, entry["team"], judge)
                for dimension in dimensions_marked_by(rubric_of(file, stage), judges[judge])
            },
            "state": "submitted",
            "version": 1,
        }
        for stage in file["stages"]
        for round_ in stage.get("rounds", ())
        for match in round_["matches"]
        for entry in match["entries"]
        for judge in counting_judges(match, entry["team"])
    ]
    for stage in file["stages"]:
        if stage.get("kind") == "paper":
            stage["scores"] = list(made_up_scores(file, stage))
    file.pop("deductions", None)
    file.pop("rulings", None)
    counted = scoring.recount(file, stages={stage_key})["stages"][0]
    if not counted["standings"]:
        raise Refused(
            N_(
                "There is nothing to rehearse yet: assign judges to the matches' panels, or enter "
                "who sits the written test."
            )
        )
    return counted


def made_up_scores(file: Document, stage: StagePart) -> Iterator[ScorePart]:
    """A score for everybody who may have one in a written test."""
    whole: DimensionPart = {
        "key": stage["key"],
        "name": stage["name"],
        "max": stage["max"],
        "step": "0.5",
        "factor": "1",
    }
    teams = [team for team in file["teams"] if team["key"] in stage.get("teams", (team["key"],))]
    for team in teams:
        if stage["per"] == "team":
            yield {"team": team["key"], "score": made_up_mark(whole, team["key"], "")}
            continue
        for member in team.get("members", ()):
            score = made_up_mark(whole, team["key"], member["key"])
            yield {"team": team["key"], "member": member["key"], "score": score}


def made_up_mark(dimension: DimensionPart, team: str, judge: str) -> str:
    """A mark in the upper half of the range; those of one team are close to each other."""
    low, high = Decimal(dimension.get("min", "0")), Decimal(dimension["max"])
    step = Decimal(dimension["step"])
    steps = int((high - low) / step)
    deviation = _fraction(f"{team}/{judge}/{dimension['key']}") - 0.5
    strength = _fraction(team) * 0.3 + 0.6 + deviation * 0.15
    return f"{low + step * min(steps, round(steps * strength)):f}"


def _fraction(seed: str) -> float:
    """A number from 0 to 1, always the same for a seed."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big") / 0xFFFFFFFF
