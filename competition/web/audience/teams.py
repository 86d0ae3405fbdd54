"""The teams: their list, where one's own is chosen, a page for each, and how they moved."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from competition.web import language
from competition.web.audience.blueprint import bp
from competition.web.audience.chart import Chart, chart
from competition.web.audience.current_snapshot import PublicView, current_view_or_404
from competition.web.audience.history import history_of
from competition.web.audience.page_cache import cached_page
from competition.web.audience.responses import conditional
from competition.web.audience.team import team_page_from


@bp.get("/c/<key>/teams")
def teams_page(key: str) -> ResponseReturnValue:
    """Every team, in the order of the file."""
    showing = current_view_or_404(key)

    def make() -> str:
        return render_template(
            "audience/teams.html",
            board=showing.board,
            teams=showing.names["teams"],
            competition_key=showing.key,
        )

    page = cached_page(showing, ("teams", language.chosen()), make)
    return conditional(page, "text/html", in_a_language=True, keep=True)


@bp.get("/c/<key>/teams/<team>")
def team_page(key: str, team: str) -> ResponseReturnValue:
    """A team's page: its place and dimensions, its matches, and once published, why."""
    showing = current_view_or_404(key)
    if team not in {each["key"] for each in showing.names["teams"]}:
        abort(404)

    def make() -> str:
        return render_template(
            "audience/team.html",
            board=showing.board,
            charts=_charts(showing),
            team=team_page_from(team, showing.board, showing.public, showing.names),
            competition_key=showing.key,
        )

    page = cached_page(showing, ("team", team, language.chosen()), make)
    return conditional(page, "text/html", in_a_language=True, keep=True)


@bp.get("/c/<key>/places")
def rank_changes_page(key: str) -> ResponseReturnValue:
    """How the places of every stage that is shown have moved."""
    showing = current_view_or_404(key)

    def make() -> str:
        return render_template(
            "audience/places.html",
            board=showing.board,
            charts=_charts(showing),
            competition_key=showing.key,
        )

    page = cached_page(showing, ("places", language.chosen()), make)
    return conditional(page, "text/html", in_a_language=True, keep=True)


def _charts(showing: PublicView) -> dict[str, Chart | None]:
    """The chart of each stage, by its key."""
    stages = history_of(showing).stages
    return {
        stage.key: chart(stages.get(stage.key, []), stage.rows)
        for stage in showing.board.stages
        if stage.counted
    }
