"""Made-up marks to rehearse a reveal with. Nothing here reads a mark or writes anything."""

import hashlib
from decimal import Decimal

from competition import scoring
from competition.actions.refusals import Refused
from competition.file_types import DimensionPart
from competition.messages import N_
from competition.scoring.types import StageStandings
from competition.store import file_export
from competition.store.models import Competition


def made_up_standings(competition: Competition, stage_key: str) -> StageStandings:
    """A stage as it could be counted, had every judge given marks that are made up here.

    The same each time, so that a rehearsal can be gone through again. Raises `Refused` where
    nobody sits on a panel yet.
    """
    whole = file_export.competition_document(competition, sheets=False)
    dimensions = whole["rubric"]["dimensions"]
    whole["sheets"] = [
        {
            "match": match["key"],
            "team": entry["team"],
            "judge": judge,
            "marks": {d["key"]: _mark(d, entry["team"], judge) for d in dimensions},
            "state": "submitted",
            "version": 1,
        }
        for stage in whole["stages"]
        for round_ in stage["rounds"]
        for match in round_["matches"]
        for entry in match["entries"]
        for judge in match["panel"]
    ]
    whole.pop("deductions", None)
    whole.pop("rulings", None)
    counted = scoring.recount(whole, stages={stage_key})["stages"][0]
    if not counted["standings"]:
        raise Refused(N_("There is nothing to rehearse yet: seat judges on the matches' panels."))
    return counted


def _mark(dimension: DimensionPart, team: str, judge: str) -> str:
    """A mark in the upper half of what is allowed; a team's are near each other."""
    low, high = Decimal(dimension.get("min", "0")), Decimal(dimension["max"])
    step = Decimal(dimension["step"])
    most = int((high - low) / step)
    own = _draw(team) * 0.3 + 0.6 + (_draw(f"{team}/{judge}/{dimension['key']}") - 0.5) * 0.15
    return f"{low + step * min(most, round(most * own)):f}"


def _draw(seed: str) -> float:
    """A number from 0 to 1 that is always the same for a seed."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big") / 0xFFFFFFFF
