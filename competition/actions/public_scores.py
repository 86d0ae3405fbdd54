"""The scores behind a published written test, kept with the names of a snapshot.

Until the result is published the public sees totals at the most. Afterwards the scores stay as
they were published until the stage is corrected, as its standings do.
"""

from collections.abc import Mapping
from typing import Any

from competition.file_types import Document, StagePart
from competition.scoring.paper import read_paper
from competition.scoring.types import StageStandings
from competition.store.snapshots import Snapshot


def scores_to_show(
    file: Document,
    content: Mapping[str, Any],
    counted: Mapping[str, StageStandings],
    last: Snapshot | None,
) -> dict[str, Any]:
    """Each published test's scores by team, those beyond the best n marked as left out.

    `content` is what the public sees of every stage, `counted` what the file comes to now.
    """
    before: Mapping[str, Any] = last.names().get("scores", {}) if last else {}
    shown = {stage["stage"]: stage for stage in content["stages"]}
    found: dict[str, Any] = {}
    for stage in file["stages"]:
        key = stage["key"]
        if stage.get("kind") != "paper" or content["state"][key] != "published":
            continue
        if key in counted and shown[key] == counted[key]:
            found[key] = _scores(file, stage)
        elif key in before:
            found[key] = before[key]
    return {"scores": found} if found else {}


def _scores(file: Document, stage: StagePart) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for team, scores in read_paper(stage, file["teams"]).items():
        if scores is None:
            continue
        found[team] = [
            {
                **({"member": score["member"]} if "member" in score else {}),
                "score": score["score"],
                **({"left_out": True} if score in scores.left_out else {}),
            }
            for score in stage.get("scores", ())
            if score["team"] == team
        ]
    return found
