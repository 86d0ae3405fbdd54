"""The programme for everybody: days, times and rooms; who meets whom as far as that is public."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_date

from competition.programme.moments import zone_of
from competition.programme.rows import programme_rows
from competition.programme.timetable import Timetable, timetable
from competition.web import language
from competition.web.audience.blueprint import bp
from competition.web.audience.current_snapshot import public_snapshot_or_404
from competition.web.audience.page_cache import cached_page
from competition.web.audience.responses import conditional


@bp.get("/c/<key>/programme")
def public_programme_page(key: str) -> ResponseReturnValue:
    """Every match that is public, and times and rooms of others if they are shown."""
    view = public_snapshot_or_404(key)

    def render() -> str:
        names = view.names
        return render_template(
            "audience/programme.html",
            board=view.board,
            programme=public_programme(names),
            team_names={team["key"]: team["name"] for team in names["teams"]},
            topic_titles={topic["key"]: topic["title"] for topic in names["topics"]},
            has_stages=len(names["stages"]) > 1,
            day_label=_day_label,
            competition_key=view.key,
        )

    page = cached_page(view, ("programme", language.chosen()), render)
    return conditional(page, "text/html", varies_by_language=True, cache=True)


def public_programme(names: Mapping[str, Any]) -> Timetable:
    """A snapshot's names as a timetable; what is not public is a planned match."""
    blanks = names.get("programme", {})
    stages = [
        {
            **stage,
            "rounds": [
                {
                    **round_,
                    "planned": blanks.get(f"{stage['key']}/{round_['key']}", {}).get("matches", []),
                }
                for round_ in stage["rounds"]
            ],
        }
        for stage in names["stages"]
    ]
    file: Any = {"competition": names["competition"], "stages": stages}
    return timetable(programme_rows(file, zone_of(file)))


def _day_label(date: dt.date) -> str:
    return str(format_date(date, "full"))
