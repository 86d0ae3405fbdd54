"""The page before a published result moves: what would move, why, and a second deliberate touch.

Any form can lead here: its fields travel along, and the same form is sent again with the reason
and with a digest of what was shown.
"""

from dataclasses import dataclass

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition import advance
from competition.actions.corrections import Confirmation, CorrectionNeeded
from competition.actions.shown_fairness import speaks_of
from competition.file_types import Document
from competition.scoring.types import StageStandings
from competition.store.snapshots import newest_snapshot
from competition.web import htmx
from competition.web.organiser.appeal_words import following_words
from competition.web.organiser.labels import RELEASE_MODES
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key

DIGEST_FIELD, REASON_FIELD = "correction", "correction_reason"
_OWN_FIELDS = {DIGEST_FIELD, REASON_FIELD, "csrf_token"}


def confirmation_sent() -> Confirmation | None:
    """The confirmation in the form that was sent, if it comes from the page of a correction."""
    digest = request.form.get(DIGEST_FIELD)
    if digest is None:
        return None
    return Confirmation(request.form.get(REASON_FIELD, ""), digest)


def correction_page(needed: CorrectionNeeded) -> ResponseReturnValue:
    """Show what the act would move, and let the same form be sent again to confirm it."""
    sent = confirmation_sent()
    problem = ""
    if sent is not None and sent.digest != needed.digest:
        problem = gettext("Something was changed meanwhile. Read again what would move now.")
    elif sent is not None:
        problem = (
            gettext("Give the reason; the public reads it.")
            if needed.is_public
            else gettext("Give the reason; the record keeps it.")
        )
    # An import's address does not name the competition that it replaces.
    competition = competition_or_404(needed.competition_key)
    file = file_without_sheets(competition)
    stages = {stage["key"] for stage in file["stages"]}
    public = newest_snapshot(competition.key)
    page = render_template(
        "organiser/results/correction.html",
        needed=needed,
        problem=problem,
        reason=sent.reason if sent else following_words(competition) or needed.suggestion,
        modes=RELEASE_MODES,
        ends_report=any(speaks_of(public, each.stage) for each in needed.corrections),
        address=request.full_path.rstrip("?"),
        fields=[
            (name, value)
            for name, value in request.form.items(multi=True)
            if name not in _OWN_FIELDS
        ],
        advanced={
            each.stage: found
            for each in needed.corrections
            if each.stage in stages and (found := next_stage_of(file, each.stage, each.after))
        },
        **names_by_key(file),
    )
    response = make_response(page, 422 if problem else 200)
    if htmx.wants_fragment():
        response.headers["HX-Retarget"] = "body"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


@dataclass(frozen=True)
class NextStage:
    """A stage that has its teams already, held against who would advance to it.

    `missing` would advance and are not in it, `extra` are in it and would not.
    """

    to: str
    teams: list[str]
    missing: list[str]
    extra: list[str]


def next_stage_of(
    file: Document, stage_key: str, standings: StageStandings | None
) -> NextStage | None:
    """The stage that a stage's best teams advance to, if it has its teams; by these standings."""
    part = advance.stage_part(file, stage_key)
    if standings is None or "advance" not in part:
        return None
    to = advance.stage_part(file, part["advance"]["to"])
    if "teams" not in to:
        return None
    found = advance.compare_with_next_stage(file, stage_key, {stage_key: standings})
    return NextStage(to["key"], to["teams"], found.missing, found.extra)
