"""The teams: their list, where one's own is chosen, a page for each, and how they moved."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from competition.web import language

from . import bp
from .answers import conditional
from .chart import Chart, chart
from .history import history_of
from .kept import kept
from .showing import Showing, newest_or_404
from .team import team_of


@bp.get("/c/<key>/teams")
def teams(key: str) -> ResponseReturnValue:
    """Every team, in the order of the file."""
    showing = newest_or_404(key)

    def make() -> str:
        return render_template(
            "audience/teams.html",
            board=showing.board,
            teams=showing.names["teams"],
            competition_key=showing.key,
        )

    page = kept(showing, ("teams", language.chosen()), make)
    return conditional(page, "text/html", in_a_language=True, keep=True)


@bp.get("/c/<key>/teams/<team>")
def team(key: str, team: str) -> ResponseReturnValue:
    """A team's page: its place and dimensions, its matches, and once published, why."""
    showing = newest_or_404(key)
    if team not in {each["key"] for each in showing.names["teams"]}:
        abort(404)

    def make() -> str:
        return render_template(
            "audience/team.html",
            board=showing.board,
            charts=_charts(showing),
            team=team_of(team, showing.board, showing.public, showing.names),
            competition_key=showing.key,
        )

    page = kept(showing, ("team", team, language.chosen()), make)
    return conditional(page, "text/html", in_a_language=True, keep=True)


@bp.get("/c/<key>/places")
def places(key: str) -> ResponseReturnValue:
    """How the places of every stage that is shown have moved."""
    showing = newest_or_404(key)

    def make() -> str:
        return render_template(
            "audience/places.html",
            board=showing.board,
            charts=_charts(showing),
            competition_key=showing.key,
        )

    page = kept(showing, ("places", language.chosen()), make)
    return conditional(page, "text/html", in_a_language=True, keep=True)


def _charts(showing: Showing) -> dict[str, Chart | None]:
    """The chart of each stage, by its key."""
    stages = history_of(showing).stages
    return {
        stage.key: chart(stages.get(stage.key, []), stage.rows)
        for stage in showing.board.stages
        if stage.counted
    }
