"""What a public snapshot notes beside names and standings: freezes, imports, a reveal."""

import json
from typing import Any

from competition.scoring import reveal
from competition.store import reveals, sheet_export, snapshots
from competition.store.db import now
from competition.store.models import Competition


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
