"""Who goes through from a stage, by the places as they are now."""

from collections.abc import Callable, Iterator, Mapping

from competition.advance.types import Advancing, NotReady, OutTeam
from competition.file_types import Document, StagePart
from competition.scoring.leaving import reason_for_leaving
from competition.scoring.ranking import advancing_teams
from competition.scoring.standings import AWAITED, OPEN_APPEALS, recount
from competition.scoring.types import StageStandings


def who_advances(
    document: Document, stage_key: str, counted: Mapping[str, StageStandings] | None = None
) -> Advancing:
    """Who advances from a stage to the one that its `advance` names; without sheets nobody does.

    `counted` are the document's standings by stage; the stage's own are counted here where they
    are not given. Once the stage is complete, who goes through is who `advances` in them; before,
    who would by the places so far. Who has left the next stage is passed over.

    Raises `KeyError` for a stage that is not there or from which nobody advances.
    """
    stage = stage_part(document, stage_key)
    advance = stage["advance"]
    standings = standings_of(document, stage_key, counted)
    stages = [each["key"] for each in document["stages"]]
    parts = {team["key"]: team for team in document["teams"]}
    left = {
        row["team"]: reason
        for row in standings["standings"]
        if (reason := reason_for_leaving(parts[row["team"]], advance["to"], stages))
    }
    ranks = {row["team"]: row["rank"] for row in standings["standings"] if row["team"] not in left}
    zones = {key: team.get("zone") for key, team in parts.items()}
    through, ties = advancing_teams(zones, list(ranks.items()), advance["top"])
    in_order = order_of_teams(document)
    ranked = sorted(ranks, key=lambda team: (ranks[team], in_order(team)))
    out = [OutTeam(team=team, reason=reason) for team, reason in left.items()]
    out += [OutTeam(team=row["team"], reason=row["reason"]) for row in standings["unranked"]]
    places = list(parts)
    because = _not_ready(document, stage, standings, is_empty=not through)
    return {
        "to": advance["to"],
        "through": [
            {"team": team, "rank": ranks[team], "zone": zones[team]}
            for team in ranked
            if team in through
        ],
        "line": [
            {"zone": tie.zone, "rank": tie.rank, "tied": sorted(tie.teams, key=places.index)}
            for tie in sorted(ties, key=lambda tie: in_order(tie.teams[0]))
        ],
        "out": sorted(out, key=lambda each: places.index(each["team"])),
        "reserves": [team for team in ranked if team not in through],
        "ready": not because,
        "because": because,
    }


def standings_of(
    document: Document, stage_key: str, counted: Mapping[str, StageStandings] | None
) -> StageStandings:
    """The stage's standings: those in `counted`, or counted now."""
    if counted is not None:
        return counted[stage_key]
    return recount(document, stages={stage_key})["stages"][0]


def stage_part(document: Document, key: str) -> StagePart:
    """The stage of that key; raises `KeyError`."""
    return {stage["key"]: stage for stage in document["stages"]}[key]


def order_of_teams(document: Document) -> Callable[[str], tuple[int, int]]:
    """How teams of one rank are listed: by zone as in `zones[]`, without one last, as in `teams`.

    A zone that is a plain word is none of `zones[]`; its teams stand before those without one.
    """
    zones = [zone["key"] for zone in document.get("zones") or ()]
    order: dict[str, tuple[int, int]] = {}
    for place, team in enumerate(document["teams"]):
        zone = team.get("zone")
        zone_place = len(zones) + (zone is None)
        order[team["key"]] = (zones.index(zone) if zone in zones else zone_place, place)
    return order.__getitem__


def _not_ready(
    document: Document, stage: StagePart, standings: StageStandings, *, is_empty: bool
) -> list[NotReady]:
    """Why it is not certain who goes through; empty once it is."""
    found: list[NotReady] = [
        {"code": "open_round", "stage": stage["key"], "round": round_["key"]}
        for round_ in stage.get("rounds") or ()
        if round_.get("state", "draft") != "closed"
    ]
    found += _awaited(standings)
    appeals = [
        appeal["key"]
        for appeal in document.get("appeals") or ()
        if appeal["stage"] == stage["key"] and appeal["state"] in OPEN_APPEALS
    ]
    if appeals:
        found.append({"code": "open_appeal", "stage": stage["key"], "appeals": appeals})
    if is_empty and not found:
        found.append({"code": "nobody", "stage": stage["key"]})
    return found


def _awaited(standings: StageStandings) -> Iterator[NotReady]:
    waiting = [row for row in standings["unranked"] if row["reason"] in AWAITED]
    for reason in dict.fromkeys(row["reason"] for row in waiting):
        teams = [row["team"] for row in waiting if row["reason"] == reason]
        yield {"code": "awaited", "reason": reason, "teams": teams}
