"""Getting marks off a tablet without the server, and into a new server."""

from typing import Any

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.document import rescue
from competition.store import queries
from competition.store.models import Judge
from competition.web.judge.blueprint import bp
from competition.web.template_filters import localized


@bp.app_template_global()
def rescue_state(judge: Judge) -> dict[str, Any]:
    """What the scripts need: the judge's rescue key, names of matches and teams, texts."""
    competition = judge.competition
    return {
        "competition": competition.key,
        "judge": judge.key,
        "name": localized(judge.name),
        "key": rescue.key_for(judge.token),
        "zone": current_app.config["BABEL_DEFAULT_TIMEZONE"],
        "dimensions": [
            {"key": dimension.key, "name": localized(dimension.name)}
            for dimension in competition.rubric.dimensions
        ],
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
                "name": localized(entry.team.name),
            }
            for match in queries.matches_of_judge(judge.id)
            if match.round.state != "draft"
            for entry in match.entries
        ],
    }


@bp.get("/judge/arrive")
def rescue_import_page() -> ResponseReturnValue:
    """Where a tablet brings its marks from a lost server, in the fragment of the address.

    Public and the same for everybody: the script stores the marks in the browser, and the judge's
    page imports them once the judge's link is opened there.
    """
    strings = {
        "here": gettext("The marks of judge %(judge)s have come along. Sheets: %(sheets)s."),
        "nothing": gettext(
            "No marks came along. Go back on this tablet and try once more, or show the codes."
        ),
        "full": gettext(
            "This browser could not keep the marks. They are still on the page you came from: "
            "go back and show the codes."
        ),
    }
    return render_template("judge/arrive.html", state={"strings": strings})


def _strings() -> dict[str, str]:
    return {
        "comma": gettext(", "),
        "nothing": gettext("Nothing of yours is on this tablet yet."),
        "team": gettext("Team"),
        "where": gettext("Where it is"),
        "marks": gettext("Marks"),
        "draft": gettext("draft"),
        "submitted": gettext("submitted"),
        "unsent": gettext("on this tablet only, %(state)s, of %(at)s"),
        "received": gettext("received at %(at)s, %(state)s, receipt %(receipt)s"),
        "count": gettext("Code %(number)s of %(total)s"),
        "code": gettext("QR code %(number)s of %(total)s"),
        "pause": gettext("Pause"),
        "turn": gettext("Turn by itself"),
        "too_many": gettext("There are too many marks for codes. Save the file."),
        "no_address": gettext("This is not an address. Type it like 192.168.1.20:8000."),
        "same_address": gettext("This is the server you are on. Type the address of the new one."),
        "since": gettext(
            "Nothing has got through since %(at)s. Your marks are safe on this tablet."
        ),
        "later": gettext(
            "Marks from another server wait until what you typed here is saved: %(names)s"
        ),
        "foreign": gettext(
            "Marks of another judge (%(judge)s) wait on this tablet. They are kept apart and "
            "nothing of them is sent; that judge's own link takes them up."
        ),
        "unknown": gettext(
            "Marks came from another server, but their signature does not fit your link here. "
            "They are kept apart and nothing of them was sent. Show them to the organiser."
        ),
        "show": gettext("Show the codes"),
        "save": gettext("Save the file"),
        "forget": gettext("Remove them from this tablet"),
        "forget_sure": gettext("Remove them for good"),
    }
