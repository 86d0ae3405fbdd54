"""The organiser's own results: every stage's standings, and how each total came about."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from competition.actions import standings
from competition.actions.fairness_pages import made_fairness
from competition.actions.rubrics import scoring_of_stage
from competition.actions.snapshots import pending_corrections
from competition.scoring.types import StandingsRow, StandingsWarning
from competition.store import audit, queries, sheet_export
from competition.store.models import Competition
from competition.web.fairness_content import first_place_sentences
from competition.web.organiser import lookup
from competition.web.organiser.blueprint import bp
from competition.web.organiser.labels import COMBINE, RELEASE_MODES
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.organiser.responses import organiser_page
from competition.web.organiser.sheet_progress import matches_of
from competition.web.rendering import let_others_run

ROWS = 60
"""How many places of a stage are shown unless all are asked for."""


@dataclass(frozen=True)
class LeftOutMarks:
    """What was left out of one team's total in one match: judges' keys by dimension.

    `sheets` are the judges left out of every dimension, if they are the same in all of them.
    """

    team: str
    match: str
    by_dimension: dict[str, list[str]]
    sheets: list[str]


@bp.get("/organiser/c/<key>/results")
def results_page(key: str) -> ResponseReturnValue:
    """Every stage's current standings, whatever the public sees."""
    competition = competition_or_404(key)
    counted = standings.count_standings(competition)
    let_others_run()
    whole, zone = request.args.get("all", ""), request.args.get("zone")
    file = file_without_sheets(competition)
    zone_of = {team["key"]: team.get("zone", "") for team in file["teams"]}
    rows = {
        key: [row for row in stage["standings"] if zone is None or zone_of[row["team"]] == zone]
        for key, stage in counted.items()
    }
    matches = {stage.key: matches_of(stage) for stage in competition.stages}
    let_others_run()
    return organiser_page(
        "results/results.html",
        counted=counted,
        stages=competition.stages,
        ties={
            stage_key: standings.teams_sharing_places(stage) for stage_key, stage in counted.items()
        },
        warnings={key: one_per_entry(stage["warnings"]) for key, stage in counted.items()},
        zone=zone,
        zone_of=zone_of,
        zones={key: zones_in(stage["standings"], zone_of) for key, stage in counted.items()},
        rows=rows,
        most={stage: len(each) if stage == whole else ROWS for stage, each in rows.items()},
        left_out={
            key: _left_out(each[: None if key == whole else ROWS]) for key, each in rows.items()
        },
        pending=[each.stage for each in pending_corrections(competition)],
        rulings=queries.rulings_of(competition),
        modes=RELEASE_MODES,
        has_awards=bool(file.get("awards")),
        newest_entry=audit.newest_row(key),
        firm=_firmness(key),
        decides={
            stage.key: "ruling" in scoring_of_stage(stage).get("tie_break", ())
            for stage in competition.stages
        },
        void={match.key: match.void for stage in matches for match in matches[stage]},
        recused={
            stage: [
                (match.key, recusal) for match in matches[stage] for recusal in match.recused or ()
            ]
            for stage in matches
        },
        **names_by_key(file),
    )


def _firmness(key: str) -> dict[str, list[str]]:
    """How firm first place is, in sentences by stage, if the fairness report is made already."""
    made = made_fairness(key)
    return {
        stage["stage"]: first_place_sentences(stage) for stage in (made["stages"] if made else ())
    }


def zones_in(rows: Iterable[StandingsRow], zone_of: Mapping[str, str]) -> list[str]:
    """The zones of these teams, in the order of the teams; none where all come from one."""
    found = {zone_of[row["team"]] for row in rows}
    return [zone for zone in dict.fromkeys(zone_of.values()) if zone in found and len(found) > 1]


def one_per_entry(warnings: Iterable[StandingsWarning]) -> list[StandingsWarning]:
    """The warnings without repeats of `min_kept` for further dimensions of the same entry."""
    found: list[StandingsWarning] = []
    seen: set[tuple[str, str]] = set()
    for warning in warnings:
        if warning["code"] == "min_kept":
            entry = (warning["match"], warning["team"])
            if entry in seen:
                continue
            seen.add(entry)
        found.append(warning)
    return found


@bp.get("/organiser/c/<key>/results/<stage_key>/<team_key>")
def explanation_page(key: str, stage_key: str, team_key: str) -> ResponseReturnValue:
    """How a total came about: every step, from the marks to the place; or why there is none."""
    competition = competition_or_404(key)
    stage = lookup.stage_or_404(competition, stage_key)
    proved = standings.prove_total(competition, stage_key, team_key)
    why = None if proved else standings.explain_total(competition, stage_key, team_key)
    return organiser_page(
        "results/why.html" if proved else "results/no_total.html",
        stage=stage,
        team_key=team_key,
        proved=proved,
        imported={
            (match, judge): said
            for (match, team, judge), said in sheet_export.imported_sheets(competition).items()
            if team == team_key
        },
        scoring=scoring_of_stage(stage),
        rule_combine=dict(COMBINE),
        why=why,
        without_score=_without_score(competition, stage_key, team_key),
        **names_by_key(file_without_sheets(competition)),
    )


def _without_score(competition: Competition, stage_key: str, team_key: str) -> list[str]:
    """The members of a ranked team who have no score in a written test, though others have."""
    return [
        member
        for warning in standings.count_standings(competition)[stage_key]["warnings"]
        if warning["code"] == "missing_scores" and warning["team"] == team_key
        for member in warning["members"]
    ]


@bp.get("/organiser/c/<key>/results/<stage_key>/<team_key>/why.json")
def proof_file(key: str, stage_key: str, team_key: str) -> ResponseReturnValue:
    """The proof as a file, as `flask why` prints it."""
    competition = competition_or_404(key)
    lookup.stage_or_404(competition, stage_key)
    proved = standings.prove_total(competition, stage_key, team_key)
    if proved is None:
        abort(404)
    response = Response(
        json.dumps(proved["proof"], ensure_ascii=False, indent=2) + "\n",
        mimetype="application/json",
    )
    name = f"{competition.key}-{stage_key}-{team_key}-why.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _left_out(rows: Iterable[StandingsRow]) -> dict[str, list[LeftOutMarks]]:
    """What was left out of the totals of these rows, by team."""
    found: dict[str, list[LeftOutMarks]] = {}
    for row in rows:
        for entry in row["entries"]:
            seats = entry["counted"]
            dropped = {
                key: sorted(judges, key=seats.index)
                for key, judges in entry["dropped"].items()
                if judges
            }
            if dropped:
                first = next(iter(dropped.values()))
                is_whole = len(dropped) == len(row["dimensions"]) and all(
                    judges == first for judges in dropped.values()
                )
                sheets = first if is_whole else []
                left_out = LeftOutMarks(row["team"], entry["match"], dropped, sheets)
                found.setdefault(row["team"], []).append(left_out)
    return found
