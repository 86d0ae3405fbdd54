"""The list of teams, where visitors mark their own; a page for each; how ranks changed."""

import json
from typing import Any

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.store import public_proofs
from competition.web import language
from competition.web.audience.awards import awards_of_one_team
from competition.web.audience.blueprint import bp
from competition.web.audience.chart import Chart, chart
from competition.web.audience.current_snapshot import (
    PublicSnapshot,
    json_answer,
    public_snapshot_or_404,
)
from competition.web.audience.history import history_for
from competition.web.audience.page_cache import cached_page
from competition.web.audience.responses import conditional
from competition.web.audience.team import team_page_from


@bp.get("/c/<key>/teams")
def teams_page(key: str) -> ResponseReturnValue:
    """Every team, in the order of the competition file."""
    view = public_snapshot_or_404(key)

    def render() -> str:
        return render_template(
            "audience/teams.html",
            board=view.board,
            teams=view.names["teams"],
            competition_key=view.key,
        )

    page = cached_page(view, ("teams", language.chosen()), render)
    return conditional(page, "text/html", varies_by_language=True, cache=True)


@bp.get("/c/<key>/teams/<team>")
def team_page(key: str, team: str) -> ResponseReturnValue:
    """A team's page: rank, dimensions, matches and, once published, the sheets behind its total."""
    view = public_snapshot_or_404(key)
    if team not in {each["key"] for each in view.names["teams"]}:
        abort(404)

    def render() -> str:
        return render_template(
            "audience/team.html",
            board=view.board,
            charts=_charts(view),
            team=team_page_from(team, view.board, view.public, view.names, _proofs(view, team)),
            awards=awards_of_one_team(view.names, team),
            team_names={each["key"]: each["name"] for each in view.names["teams"]},
            tie_breaks=_tie_breaks(view),
            competition_key=view.key,
        )

    page = cached_page(view, ("team", team, language.chosen()), render)
    return conditional(page, "text/html", varies_by_language=True, cache=True)


@bp.get("/c/<key>/teams/<team>/<stage>/why.json")
def public_proof_file(key: str, team: str, stage: str) -> ResponseReturnValue:
    """How a published total came about, as `accord-why/1`; judges are numbered by seat."""
    view = public_snapshot_or_404(key)
    proof = _proofs(view, team).get(stage)
    if proof is None:
        abort(404)
    return conditional(json_answer(proof["proof"]), "application/json", cache=True)


@bp.get("/c/<key>/places")
def rank_changes_page(key: str) -> ResponseReturnValue:
    """How the ranks of every released stage changed."""
    view = public_snapshot_or_404(key)

    def render() -> str:
        return render_template(
            "audience/places.html",
            board=view.board,
            charts=_charts(view),
            competition_key=view.key,
        )

    page = cached_page(view, ("places", language.chosen()), render)
    return conditional(page, "text/html", varies_by_language=True, cache=True)


def _proofs(view: PublicSnapshot, team: str) -> dict[str, Any]:
    """The team's published proofs, by stage."""
    found = {}
    for stage, digest in view.names.get("proofs", {}).items():
        if text := public_proofs.find_proof(digest, team):
            found[stage] = json.loads(text)
    return found


def _tie_breaks(view: PublicSnapshot) -> dict[str, Any]:
    """What the tie-breaks are called, by their names in the rule."""
    dimensions = {each["key"]: each["name"] for each in view.names["dimensions"]}
    return dimensions | {
        "deductions": gettext("fewer deductions"),
        "head": gettext("the head judge's sheet"),
        "ruling": gettext("the panel's ruling"),
    }


def _charts(view: PublicSnapshot) -> dict[str, Chart | None]:
    """The chart of each stage, by its key."""
    stages = history_for(view).stages
    return {
        stage.key: chart(stages.get(stage.key, []), stage.rows)
        for stage in view.board.stages
        if stage.has_standings
    }
