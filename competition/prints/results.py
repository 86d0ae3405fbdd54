"""The results: each stage by rank with its dimensions, then zone by zone."""

from typing import Any

from competition import scoring
from competition.certification import digest_of_standings
from competition.file_types import Document, StagePart
from competition.messages import N_
from competition.prints.file_names import FileNames
from competition.prints.order import CannotPrint, PrintOrder
from competition.prints.standings_words import decided_text, reason_text
from competition.rule_in_force import rubric_of
from competition.scoring.ruling_votes import count_votes
from competition.scoring.types import StageStandings, StandingsRow

MOST_DIMENSIONS = 7
"""Columns of dimensions that a page has room for; more are left out."""


def results_data(document: Document, order: PrintOrder) -> dict[str, Any]:
    """The standings of the stages asked for; raises `CannotPrint` where nobody has a place."""
    names = FileNames(document, order)
    stages = names.stages()
    counted = scoring.recount(document, [stage["key"] for stage in stages])["stages"]
    found = [
        _stage(stage, standings, document, names)
        for stage, standings in zip(stages, counted, strict=True)
        if standings["standings"] or standings["unranked"]
    ]
    if not found:
        raise CannotPrint(N_("Nobody has a result yet. Print the results once marks are in."))
    return {"stages": found}


def _stage(
    stage: StagePart, standings: StageStandings, document: Document, names: FileNames
) -> dict[str, Any]:
    dimensions = rubric_of(document, stage)["dimensions"]
    if stage.get("kind") == "paper" or len(dimensions) > MOST_DIMENSIONS:
        dimensions = []
    rows = standings["standings"]
    return {
        "name": names.text(stage["name"]),
        "state": stage_state(standings, stage, names),
        "digest": digest_of_standings(standings)[:8],
        "dimensions": [names.text(each["name"]) for each in dimensions],
        "has_deductions": any(row["deductions"] != "0" for row in rows),
        "rows": [_row(row, stage, [each["key"] for each in dimensions], names) for row in rows],
        "votes": _votes(stage, rows, document, names),
        "zones": _zones(rows, document, names),
        "unranked": [
            {"team": names.team(row["team"]), "reason": reason_text(row, names)}
            for row in standings["unranked"]
        ],
    }


def stage_state(standings: StageStandings, stage: StagePart, names: FileNames) -> str:
    """What a reader must know before the places: what is not final, in a sentence; or ""."""
    if not standings["complete"]:
        return names.words["incomplete"]
    if standings.get("provisional"):
        return names.words["provisional"]
    if stage.get("release") != "published":
        return names.words["unpublished"]
    until = names.moment(stage.get("provisional_until"))
    if until is not None:
        # A print does not change with the clock: it says a time that stays true.
        time = f"{names.day(until.date())} {until:%H:%M}"
        return names.words["provisional_until"] % {"time": time}
    return ""


def _row(
    row: StandingsRow, stage: StagePart, dimensions: list[str], names: FileNames
) -> dict[str, Any]:
    return {
        "rank": row["rank"],
        "team": names.team(row["team"]),
        "decided": decided_text(row["decided_by"], stage, names),
        "total": row["total"],
        "deductions": "" if row["deductions"] == "0" else f"−{row['deductions']}",
        "dimensions": [row["dimensions"].get(key, "") for key in dimensions],
    }


def _votes(
    stage: StagePart, rows: list[StandingsRow], document: Document, names: FileNames
) -> list[str]:
    """How the panel voted on the ties that its rulings decided, in numbers."""
    decided = {row["team"] for row in rows if row["decided_by"] == "ruling"}
    latest = {
        frozenset(ruling["teams"]): ruling.get("votes")
        for ruling in document.get("rulings") or ()
        if ruling["stage"] == stage["key"]
    }
    said = []
    for teams, votes in latest.items():
        if votes and decided & teams:
            count = count_votes(votes)
            parts = [
                names.words["votes_for"]
                % {
                    "number": number,
                    "order": " ".join(
                        f"{place}. {names.team(team)}" for place, team in enumerate(order, start=1)
                    ),
                }
                for order, number in count.orders
            ]
            if count.abstained:
                parts.append(names.words["votes_abstained"] % {"number": count.abstained})
            listed = names.words["comma"].join(parts)
            said.append(names.words["votes_of"] % {"votes": listed})
    return said


def _zones(rows: list[StandingsRow], document: Document, names: FileNames) -> list[dict[str, Any]]:
    """The places within each zone; equal places in the standings are equal there too."""
    zone_of = {team["key"]: team.get("zone") for team in document["teams"]}
    order = [zone["key"] for zone in document.get("zones", ())]
    keys = dict.fromkeys([*order, *(zone for zone in zone_of.values() if zone)])
    found = []
    for zone in keys:
        members = [row for row in rows if zone_of[row["team"]] == zone]
        places = [
            {
                "rank": 1 + sum(other["rank"] < row["rank"] for other in members),
                "overall": row["rank"],
                "team": names.team(row["team"]),
                "total": row["total"],
            }
            for row in members
        ]
        if places:
            found.append({"name": names.zone(zone), "rows": places})
    return found
