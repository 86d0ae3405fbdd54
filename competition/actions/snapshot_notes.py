"""What a public snapshot notes beside names and standings: freezes, imports, a reveal."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from competition.file_types import Document, RulingPart
from competition.scoring import reveal
from competition.scoring.corrections import MovedTeam
from competition.scoring.ruling_votes import count_votes
from competition.store import reveals, sheet_export, snapshots
from competition.store.db import now
from competition.store.models import Competition


@dataclass(frozen=True)
class Correction:
    """These published stages change, and the public reads why.

    `moved` are the teams that move, by stage; `appeal` is the number of the appeal that it follows.
    """

    stages: Sequence[str]
    reason: str
    moved: Mapping[str, Sequence[MovedTeam]] = field(default_factory=dict)
    appeal: int | None = None


def corrections_explained(
    content: Mapping[str, Any], last: snapshots.Snapshot | None, correction: Correction | None
) -> dict[str, Any]:
    """By a correction's number, who moved and which appeal it followed.

    Only of stages that are published: what is taken back is not told here. `content` is the new
    snapshot's.
    """
    known = last.names().get("corrections_explained", {}) if last else {}
    listed = content.get("corrections", ())
    newest = listed[len(listed) - len(correction.stages) :] if correction else ()
    new = {each["number"]: _explained(correction, each["stage"]) for each in newest if correction}
    found = {}
    for each in listed:
        told = new.get(each["number"]) or known.get(str(each["number"]))
        if told and content["state"].get(each["stage"]) == "published":
            found[str(each["number"])] = told
    return {"corrections_explained": found} if found else {}


def _explained(correction: Correction, stage: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "moved": [
            {
                "team": row.team,
                "rank": [row.rank_before, row.rank_after],
                "total": [row.total_before, row.total_after],
                **(
                    {"advances": [row.advances_before, row.advances_after]}
                    if row.advances_before != row.advances_after
                    else {}
                ),
            }
            for row in correction.moved.get(stage, ())
        ]
    }
    return told | ({"appeal": correction.appeal} if correction.appeal else {})


def votes_on_ties(file: Document, content: Mapping[str, Any]) -> dict[str, Any]:
    """How the panels voted on the ties that a ruling decides in published stages, in numbers."""
    found: dict[str, list[dict[str, Any]]] = {}
    for stage in content["stages"]:
        if content["state"].get(stage["stage"]) != "published":
            continue
        decided = {
            row["team"] for row in stage.get("standings", ()) if row["decided_by"] == "ruling"
        }
        latest: dict[frozenset[str], RulingPart] = {
            frozenset(ruling["teams"]): ruling
            for ruling in file.get("rulings") or ()
            if ruling["stage"] == stage["stage"]
        }
        for ruling in latest.values():
            if "votes" in ruling and decided & {*ruling["teams"]}:
                counted = count_votes(ruling["votes"])
                told = {"orders": counted.orders, "abstained": counted.abstained}
                found.setdefault(stage["stage"], []).append(told)
    return {"ruling_votes": found} if found else {}


def times_for_appeals(file: Document, content: Mapping[str, Any]) -> dict[str, Any]:
    """Until when appeals are taken in each published stage that says so (ISO 8601), by stage."""
    times = {
        stage["key"]: stage["provisional_until"]
        for stage in file["stages"]
        if "provisional_until" in stage and content["state"].get(stage["key"]) == "published"
    }
    return {"appeals_until": times} if times else {}


def frozen_times(competition: Competition, last: snapshots.Snapshot | None) -> dict[str, str]:
    """When each frozen stage was frozen, to the minute, by stage.

    Kept with the names and not in the content, whose digest depends on no time.
    """
    before = json.loads(last.content)["state"] if last else {}
    known = last.names().get("frozen_at", {}) if last else {}
    times = {}
    for stage in competition.stages:
        if stage.release != "frozen":
            continue
        if before.get(stage.key) != "frozen":
            times[stage.key] = now()[:16] + "Z"
        elif stage.key in known:
            times[stage.key] = known[stage.key]
    return times


def imported_counts(competition: Competition) -> dict[str, Any]:
    """How many sheets of each entry were imported, by match and team, in published stages.

    Who imported them, and why, is for the organisers and the judge.
    """
    published = [stage for stage in competition.stages if stage.release == "published"]
    matches = {m.key for stage in published for round_ in stage.rounds for m in round_.matches}
    counts: dict[str, dict[str, int]] = {}
    for match, team, _judge in sheet_export.imported_sheets(competition) if published else ():
        if match in matches:
            entries = counts.setdefault(match, {})
            entries[team] = entries.get(team, 0) + 1
    return {"imported": counts} if counts else {}


def reveal_to_come(competition: Competition) -> dict[str, Any]:
    """Which stage's ranks are being revealed, and how many teams are still to come."""
    current = reveals.find_reveal(competition.id)
    if current is None:
        return {}
    left = reveal.to_come(json.loads(current.standings), current.step)
    return {"reveal": {"stage": current.stage_key, "to_come": left}} if left else {}
