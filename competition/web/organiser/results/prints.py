"""Everything that a contest prints, each from a button: the page, and the PDF that it answers."""

import datetime as dt
import zoneinfo
from typing import Any

from flask import Response, current_app
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext, lazy_gettext
from wtforms import StringField

from competition.actions import prints
from competition.actions.print_images import pictures_uploaded
from competition.actions.refusals import Refused
from competition.file_types import Language
from competition.prints.order import KINDS, TAKES_MATCH, TAKES_STAGE
from competition.prints.words import WORDS
from competition.store.models import Competition
from competition.web import language
from competition.web.addresses import public_url
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import ChoiceField
from competition.web.organiser.lookup import competition_or_404, file_stem, file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
)
from competition.web.sessions import by, require_organiser_still
from competition.web.template_filters import localized
from competition.web.whole_number import parse_whole_number

ABOUT: dict[str, Any] = {
    "running-order": lazy_gettext(
        "Every match by day and time, with room, topic, teams and panel."
    ),
    "judge-cards": lazy_gettext(
        "A card for each judge with the secret link as a QR code. Hand each over in person."
    ),
    "score-sheets": lazy_gettext(
        "One a judge and team, with a box for each digit, for marking by pen. Each has the "
        "judge's secret link as a QR code."
    ),
    "agreement": lazy_gettext(
        "What the two sides agreed; a form with the topic's focal points where nothing is on file."
    ),
    "tickets": lazy_gettext("New one-time codes for the audience's vote, eighteen to a page."),
    "panel-summary": lazy_gettext(
        "Every mark of every match, what is left out, the totals, and lines to sign."
    ),
    "results": lazy_gettext("The standings of each stage by place, then zone by zone."),
    "why": lazy_gettext("For each team, how its total came about; judges are not named."),
    "fairness": lazy_gettext("What the marks say of the judging; judges are named."),
    "host-script": lazy_gettext("What the host reads aloud, in the order of the reveal."),
    "certificates": lazy_gettext(
        "A page for each winner of each award, with seal and signature. What is not final yet "
        "says so across the page."
    ),
}
"""The prints in the order in which a contest needs them, and what each is."""


class PrintForm(PlainForm):
    """What to print: `part` is "", `stage/KEY` or `match/KEY`."""

    kind = ChoiceField(lazy_gettext("Print"), choices=[(kind, kind) for kind in KINDS])
    lang = ChoiceField(
        lazy_gettext("Language"), choices=[("zh", "中文"), ("en", "English")], default="zh"
    )
    part = ChoiceField(lazy_gettext("Stage or match"), choices=[])
    date = StringField(lazy_gettext("Date on the paper"))
    count = StringField(lazy_gettext("Tickets"), default=str(prints.USUAL_TICKETS))


@bp.route("/organiser/c/<key>/prints", methods=["GET", "POST"])
@keeps_what_was_typed
def prints_page(key: str) -> ResponseReturnValue:
    """The prints; a form that was sent is answered with its PDF."""
    competition = competition_or_404(key)
    stem = file_stem(competition)
    form = PrintForm()
    form.part.choices = _parts(competition)
    if not form.is_submitted():
        form.lang.data = language.chosen()
    if not form.date.data:
        form.date.data = _today()
    if is_valid_submission(form) and (wish := _wish(form)) is not None:
        try:
            pdf = prints.make_competition_print(competition.key, wish, by())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            require_organiser_still()
            return _download(pdf, f"{stem}-{wish.kind}-{wish.language}.pdf")
    competition = competition_or_404(key)
    return form_page(
        "results/prints.html",
        form,
        about=ABOUT,
        titles=WORDS,
        pictures=pictures_uploaded(competition),
        takes_part=TAKES_STAGE | TAKES_MATCH,
    )


def _wish(form: PrintForm) -> prints.PrintWish | None:
    """What the form asks for; None with refusals beside its fields.

    A stage or match is passed over by what is printed for the whole competition, and a match by
    what is printed for its stage.
    """
    try:
        date = dt.date.fromisoformat((form.date.data or "").strip())
    except ValueError:
        form.date.refusals = [gettext("Choose a date.")]
        return None
    count = prints.USUAL_TICKETS
    if form.kind.data == "tickets":
        typed = parse_whole_number((form.count.data or "").strip())
        if typed is None or not 1 <= typed <= prints.MOST_TICKETS:
            form.count.refusals = [
                gettext("Enter a whole number from 1 to %(most)s.", most=prints.MOST_TICKETS)
            ]
            return None
        count = typed
    kind: str = form.kind.data
    code: Language = "zh" if form.lang.data == "zh" else "en"
    scope, _, part = (form.part.data or "").partition("/")
    with force_locale(language.LANGUAGES[code]):
        words = {name: gettext(message) for name, message in WORDS.items()}
    return prints.PrintWish(
        kind=kind,
        language=code,
        words=words,
        date=date.isoformat(),
        base=public_url(current_app.config),
        stage=part if scope == "stage" and kind in TAKES_STAGE else None,
        match=part if scope == "match" and kind in TAKES_MATCH else None,
        tickets=count,
    )


def _parts(competition: Competition) -> list[tuple[str, str]]:
    """The whole competition, then each stage with its matches."""
    matches = names_by_key(file_without_sheets(competition))["match_names"]
    found = [("", gettext("the whole competition"))]
    for stage in competition.stages:
        name = localized(stage.name)
        found.append((f"stage/{stage.key}", gettext("stage: %(stage)s", stage=name)))
        for round_ in stage.rounds:
            found += [
                (f"match/{match.key}", f"\u2003{matches.get(match.key, match.key)}")
                for match in round_.matches
            ]
    return found


def _today() -> str:
    zone = zoneinfo.ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])
    return dt.datetime.now(zone).date().isoformat()


def _download(pdf: bytes, name: str) -> Response:
    response = Response(pdf, mimetype="application/pdf")
    # Not shown in the page's own window: a browser's viewer would need more than the policy allows.
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
