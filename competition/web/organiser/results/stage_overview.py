"""Who advances from a stage, zone by zone, with the reason for each team."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from competition import advance
from competition.actions import advancing
from competition.actions.standings import count_standings
from competition.file_types import Document, StagePart
from competition.scoring.leaving import reason_for_leaving
from competition.scoring.types import StageStandings
from competition.store.models import Competition, Stage
from competition.web.organiser.names import names_by_key
from competition.web.template_filters import localized


@dataclass(frozen=True)
class TeamLine:
    """A ranked team: its place in the stage and in its zone, what becomes of it, and why.

    `fate` is `through`, `line` (through, and tied on the line), `reserve` or `out`.
    """

    team: str
    rank: int
    place: int
    total: str
    tied: bool
    fate: str
    why: str


@dataclass(frozen=True)
class ZoneTable:
    """The ranked teams of one zone, best first; `zone` is None for those without one."""

    zone: str | None
    lines: list[TeamLine]


@dataclass(frozen=True)
class LineTie:
    """A tie on the line, and what it takes to decide it.

    `shared` are all teams of the place, which a ruling has to name; `order` is that of a play-off
    which is over.
    """

    zone: str | None
    rank: int
    tied: list[str]
    shared: list[str]
    play_off: StagePart | None
    order: list[str]


@dataclass(frozen=True)
class Vacancy:
    """A team of the next stage that has left it, and the reserves (several where they tie)."""

    team: str
    reserves: list[str]


def stage_overview(competition: Competition, file: Document, stage: Stage) -> dict[str, Any]:
    """What the page of a stage shows."""
    counted = count_standings(competition)
    standings = counted[stage.key]
    part = advance.stage_part(file, stage.key)
    shown: dict[str, Any] = {
        "stage": stage,
        "part": part,
        "standings": standings,
        "found": None,
        **names_by_key(file),
    }
    if "advance" not in part:
        return shown | {"tables": _tables(file, standings, None, "")}
    found = advance.who_advances(file, stage.key, counted)
    to = advance.stage_part(file, found["to"])
    row = next(each for each in competition.stages if each.key == found["to"])
    teams = advance.teams_after_advancing(file, stage.key, counted)
    begun = advancing.is_begun(row, file)
    return shown | {
        "tables": _tables(file, standings, found, localized(to["name"])),
        "found": found,
        "to": to,
        "because": found["because"],
        "has_gone_on": set(to.get("teams", ())) & {each["team"] for each in found["through"]},
        "is_done": to.get("teams") == teams,
        "teams": teams,
        "others": advance.others_seated(file, to["key"], teams),
        "seated": set(advance.seated_teams(to)),
        "difference": advance.compare_with_next_stage(file, stage.key, counted),
        "begun": begun,
        "ties": [_tie(file, stage.key, tie, standings, counted) for tie in found["line"]],
        "vacancies": [] if begun else _vacancies(file, stage.key, to, counted),
        "decides": "ruling" in file["scoring"].get("tie_break", ()),
    }


def _tables(
    file: Document, standings: StageStandings, found: advance.Advancing | None, to: str
) -> list[ZoneTable]:
    """The ranked teams by zone, in the order of the zones; one table where nobody has a zone."""
    zones = {team["key"]: team.get("zone") for team in file["teams"]}
    names = names_by_key(file)["zone_names"]
    rows = standings["standings"]
    used = {zones[row["team"]] for row in rows}
    tables = []
    for zone in [each for each in (*names, None) if each in used]:
        own = [row for row in rows if zones[row["team"]] == zone]
        ranks = {row["team"]: row["rank"] for row in own}
        fates = _fates(found, ranks, names.get(zone or "", ""), to)
        tables.append(
            ZoneTable(
                zone,
                [
                    TeamLine(
                        team=row["team"],
                        rank=row["rank"],
                        place=1 + sum(each["rank"] < row["rank"] for each in own),
                        total=row["total"],
                        tied=row["tied"],
                        fate=fates[row["team"]][0],
                        why=fates[row["team"]][1],
                    )
                    for row in own
                ],
            )
        )
    return tables


def _fates(
    found: advance.Advancing | None, ranks: Mapping[str, int], zone: str, to: str
) -> dict[str, tuple[str, str]]:
    """What becomes of each team of one zone, whose ranks these are, and why, in a sentence."""
    if found is None:
        return dict.fromkeys(ranks, ("", ""))
    through = {row["team"] for row in found["through"]}
    tied = {team for tie in found["line"] for team in tie["tied"]}
    left = {row["team"]: row["reason"] for row in found["out"]}
    best = sum(team in through and team not in tied for team in ranks)
    reserves = [ranks[team] for team in found["reserves"] if team in ranks]
    fates = {}
    for team, rank in ranks.items():
        if team in tied:
            why = gettext("Shares the last place that advances, so it advances too.")
            fates[team] = "line", why
        elif team in through:
            fates[team] = "through", _among_the_best(best, zone)
        elif left.get(team) == "disqualified":
            fates[team] = "out", gettext("Is disqualified; the next team advances.")
        elif team in left:
            why = gettext("Has withdrawn from %(stage)s; the next team advances.", stage=to)
            fates[team] = "out", why
        else:
            number = 1 + sum(other < rank for other in reserves)
            fates[team] = "reserve", gettext("Reserve %(number)s", number=number)
    return fates


def _among_the_best(best: int, zone: str) -> str:
    if zone:
        return gettext("Among the top %(best)s of %(zone)s.", best=best, zone=zone)
    return gettext("Among the top %(best)s.", best=best)


def _tie(
    file: Document,
    stage_key: str,
    tie: advance.TieOnLine,
    standings: StageStandings,
    counted: Mapping[str, StageStandings],
) -> LineTie:
    play_off = advance.find_play_off(file, stage_key, tie["tied"])
    order = advance.play_off_order(counted[play_off["key"]]) if play_off else []
    shared = [row["team"] for row in standings["standings"] if row["rank"] == tie["rank"]]
    return LineTie(tie["zone"], tie["rank"], tie["tied"], shared, play_off, order)


def _vacancies(
    file: Document, stage_key: str, to: StagePart, counted: Mapping[str, StageStandings]
) -> list[Vacancy]:
    """The teams of the next stage that came from this one and have left."""
    stages = [stage["key"] for stage in file["stages"]]
    parts = {team["key"]: team for team in file["teams"]}
    own = {row["team"] for row in counted[stage_key]["standings"]}
    own |= {row["team"] for row in counted[stage_key]["unranked"]}
    inside = [*to.get("teams", ()), *advance.seated_teams(to)]
    return [
        Vacancy(team, advance.find_reserve(file, stage_key, team, counted))
        for team in dict.fromkeys(inside)
        if team in own and reason_for_leaving(parts[team], to["key"], stages)
    ]
