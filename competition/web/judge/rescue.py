"""Getting marks off a tablet without the server, and into a new server."""

from typing import Any

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.document import rescue
from competition.store import file_export, queries
from competition.store.models import Judge
from competition.store.sheet_rules import sheet_rule
from competition.web.distinct_names import distinct_texts
from competition.web.judge.blueprint import bp
from competition.web.template_filters import localized


@bp.app_template_global()
def rescue_state(judge: Judge) -> dict[str, Any]:
    """What the scripts need: the judge's rescue key, names of matches and teams, texts."""
    competition = judge.competition
    names = distinct_texts(competition.teams)
    return {
        "competition": competition.key,
        "judge": judge.key,
        "name": localized(judge.name),
        "key": rescue.key_for(judge.token),
        "zone": current_app.config["BABEL_DEFAULT_TIMEZONE"],
        "dimensions": _dimensions(judge),
        "strings": _strings(),
        "sheets": [
            {
                "match": match.key,
                "team": entry.team.key,
                "title": gettext(
                    "%(round)s, match %(number)s",
                    round=localized(match.round.name),
                    number=match.position + 1,
                ),
                "name": localized(names[entry.team.key]),
                "contestants": [
                    {"key": member.key, "name": localized(member.name)}
                    for member in entry.team.members
                ],
            }
            for match in queries.matches_of_judge(judge.id)
            if match.round.state != "draft"
            for entry in match.entries
        ],
    }


def _dimensions(judge: Judge) -> list[dict[str, str]]:
    """Every dimension that the judge marks in any stage, each once."""
    competition = judge.competition
    rubrics: list[Any] = [file_export.rubric_part(competition.rubric)]
    rubrics += [stage.rubric for stage in competition.stages if stage.rubric]
    names = {
        dimension["key"]: localized(dimension["name"])
        for rubric in rubrics
        for dimension in sheet_rule(rubric, judge.category, ()).dimensions
    }
    return [{"key": key, "name": name} for key, name in names.items()]


@bp.get("/judge/arrive")
def rescue_import_page() -> ResponseReturnValue:
    """Where a tablet brings its marks from a lost server, in the fragment of the address.

    Public and the same for everybody: the script stores the marks in the browser, and the judge's
    page imports them once the judge's link is opened there.
    """
    strings = {
        "here": gettext("The marks of judge %(judge)s have arrived. Sheets: %(sheets)s."),
        "nothing": gettext(
            "No marks have arrived. Go back on this tablet and try again, or show the codes."
        ),
        "full": gettext(
            "This browser could not save the marks. They are still safe on the page you came "
            "from: go back and show the codes."
        ),
    }
    return render_template("judge/rescue_import.html", state={"strings": strings})


def _strings() -> dict[str, str]:
    return {
        "comma": gettext(", "),
        "nothing": gettext("You have not entered any marks on this tablet yet."),
        "team": gettext("Team"),
        "where": gettext("Where it is saved"),
        "marks": gettext("Marks"),
        "draft": gettext("draft"),
        "submitted": gettext("submitted"),
        "unsent": gettext("on this tablet only, %(state)s, entered at %(at)s"),
        "received": gettext("received at %(at)s, %(state)s, receipt %(receipt)s"),
        "count": gettext("Code %(number)s of %(total)s"),
        "code": gettext("QR code %(number)s of %(total)s"),
        "pause": gettext("Pause"),
        "turn": gettext("Show the next code automatically"),
        "too_many": gettext("There are too many marks to show as codes. Save the file instead."),
        "no_address": gettext("This is not a valid address. Type it like 192.168.1.20:8000."),
        "same_address": gettext("This is the server you are on. Type the address of the new one."),
        "since": gettext(
            "The server has not answered since %(at)s. Your marks are safe on this tablet."
        ),
        "later": gettext(
            "Marks that you brought from another server will be added once what you typed here "
            "has been saved: %(names)s"
        ),
        "foreign": gettext(
            "Marks of another judge (%(judge)s) are on this tablet. They are kept separately and "
            "are not sent until that judge's own link is opened here."
        ),
        "unknown": gettext(
            "Marks have arrived from another server, but their signature does not match your "
            "link here. They are kept separately and were not sent. Please show them to the "
            "organiser."
        ),
        "show": gettext("Show the codes"),
        "save": gettext("Save the file"),
        "forget": gettext("Delete them from this tablet"),
        "forget_sure": gettext("Delete them permanently"),
    }
