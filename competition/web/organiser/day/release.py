"""What the public sees of a stage: chosen, explained before it is done, and confirmed."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField

from competition.actions import stage_release
from competition.actions.appeals import MINUTES_FOR_APPEALS, MOST_MINUTES
from competition.actions.corrections import taking_back
from competition.actions.rubrics import scoring_of_stage
from competition.actions.standings import count_standings
from competition.actions.visibility import SHOWN, held_back_by
from competition.scoring.types import StageStandings
from competition.store import snapshots
from competition.store.models import Competition, Stage
from competition.web.organiser import lookup
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import ConfirmForm
from competition.web.organiser.forms.fields import WholeNumberField
from competition.web.organiser.labels import RELEASE_MEANINGS, RELEASE_MODES
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import distinct
from competition.web.organiser.placeholders import placeholders
from competition.web.organiser.responses import (
    confirmed,
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
)
from competition.web.organiser.sheet_progress import sheet_progress
from competition.web.organiser.stage_checks import StageChecks, stage_checks
from competition.web.organiser.who_plays import result_texts
from competition.web.sessions import by
from competition.web.template_filters import localized

MOST_PLACEHOLDERS = 6


@dataclass(frozen=True)
class ReleasePreview:
    """What the public sees of a stage now and would see after a change of its release.

    `public` is the number of totals it can see now, `ranked` the number of teams with a total;
    `excludes` says that a missing sheet is passed over, so totals come with the first sheet.
    """

    before: str
    after: str
    public: int
    ranked: int
    missing_sheets: int
    expected_sheets: int
    excludes: bool


@dataclass(frozen=True)
class ReleaseWarnings:
    """What to check before totals are shown; the lists are names.

    `results` are sentences about a result that is to be called final.
    `carried` are stages this one carries totals from and the public may not see yet.
    """

    checks: StageChecks
    excludes: bool
    carried: list[str]
    without_total: list[str]
    open_rounds: list[str]
    results: list[str]
    placeholders: list[str]
    more_placeholders: int

    def __bool__(self) -> bool:
        """Whether there is anything to warn of."""
        return bool(
            self.checks or self.carried or self.open_rounds or self.results or self.placeholders
        )


class PublishForm(ConfirmForm):
    """Confirms that a stage is published, and says whether its marks are published too."""

    with_marks = BooleanField(
        lazy_gettext(
            "Publish how each total came about: every mark, and the reasons for deductions"
        ),
        default=True,
    )
    minutes = WholeNumberField(
        lazy_gettext("Time for appeals, in minutes from now"), high=MOST_MINUTES
    )


@bp.get("/organiser/c/<key>/release/<stage_key>")
def release_page(key: str, stage_key: str) -> ResponseReturnValue:
    """What the public sees of a stage, and what it could see."""
    competition = competition_or_404(key)
    stage = lookup.stage_or_404(competition, stage_key)
    return organiser_page(
        "day/release.html", stage=stage, modes=RELEASE_MODES, meaning=release_meanings(competition)
    )


@bp.route("/organiser/c/<key>/release/<stage_key>/<mode>", methods=["GET", "POST"])
@keeps_what_was_typed
def confirm_release_page(key: str, stage_key: str, mode: str) -> ResponseReturnValue:
    """Explain what the public will see; change the release once that is confirmed."""
    competition = competition_or_404(key)
    stage = lookup.stage_or_404(competition, stage_key)
    if mode not in RELEASE_MODES:
        abort(404)
    if stage.release == mode:
        return redirect_with(
            f"/organiser/c/{key}", gettext("Nothing to do: it is already in this state.")
        )
    form = PublishForm() if mode == "published" else ConfirmForm()

    if isinstance(form, PublishForm) and not form.is_submitted():
        form.minutes.data = str(_minutes_left(stage) or MINUTES_FOR_APPEALS)

    def release() -> None:
        with_marks, minutes = True, None
        if isinstance(form, PublishForm):
            with_marks, minutes = bool(form.with_marks.data), form.minutes.whole or 0
        stage_release.set_release(
            *(competition.key, stage_key, mode, by()),
            with_marks=with_marks,
            minutes_for_appeals=minutes,
        )

    if is_valid_submission(form) and confirmed(form, release):
        message = gettext(
            "%(stage)s is now “%(mode)s” for the public.",
            stage=localized(stage.name),
            mode=RELEASE_MODES[mode],
        )
        return redirect_with(f"/organiser/c/{key}", message)
    counted = count_standings(competition)[stage.key]
    return form_page(
        "day/confirm_release.html",
        form,
        stage=stage,
        modes=RELEASE_MODES,
        preview=_preview(competition, stage, mode, counted),
        warnings=_warnings(competition, stage, mode, counted) if mode in SHOWN else None,
        take_back=taking_back(snapshots.newest_snapshot(competition.key), stage.key, mode),
    )


def _minutes_left(stage: Stage) -> int:
    """Whole minutes until the end of the time for appeals that the stage was set up with."""
    if not stage.provisional_until:
        return 0
    left = datetime.fromisoformat(stage.provisional_until) - datetime.now(UTC)
    return min(MOST_MINUTES, max(0, math.ceil(left.total_seconds() / 60)))


def release_meanings(competition: Competition) -> dict[str, Any]:
    """What each release means under this competition's rule, by its code."""
    meanings = {mode: RELEASE_MEANINGS[mode] for mode in RELEASE_MODES}
    if _excludes(competition):
        meanings["live"] = RELEASE_MEANINGS["live/exclude"]
    return meanings


def _excludes(competition: Competition) -> bool:
    """Whether a missing sheet is passed over, so that a total appears with the first one."""
    return any(
        scoring_of_stage(stage).get("missing_sheet") == "exclude" for stage in competition.stages
    )


def _preview(
    competition: Competition, stage: Stage, mode: str, counted: StageStandings
) -> ReleasePreview:
    sheets = sheet_progress(competition).for_stage(stage)
    return ReleasePreview(
        before=stage.release,
        after=mode,
        public=_count_public_totals(competition, stage),
        ranked=len(counted["standings"]),
        missing_sheets=sheets.missing,
        expected_sheets=sheets.expected,
        excludes=_excludes(competition),
    )


def _warnings(
    competition: Competition, stage: Stage, mode: str, counted: StageStandings
) -> ReleaseWarnings:
    names = distinct(competition.teams)
    found = [localized(name) for _path, name in placeholders(file_without_sheets(competition))]
    return ReleaseWarnings(
        checks=stage_checks(competition, stage, counted),
        excludes=_excludes(competition),
        carried=[localized(carried.name) for carried in held_back_by(competition, stage)],
        without_total=[
            names[row["team"]]
            for row in counted["unranked"]
            if row["reason"] in ("missing_sheet", "missing_score", "missing_carry")
        ],
        open_rounds=[
            localized(round_.name)
            for round_ in stage.rounds
            if mode == "published" and round_.state == "open"
        ],
        results=result_texts(competition, counted) if mode == "published" else [],
        placeholders=found[:MOST_PLACEHOLDERS],
        more_placeholders=max(0, len(found) - MOST_PLACEHOLDERS),
    )


def _count_public_totals(competition: Competition, stage: Stage) -> int:
    """How many totals of the stage the public can see now."""
    snapshot = snapshots.newest_snapshot(competition.key)
    if snapshot is None:
        return 0
    for shown in snapshot.public()["stages"]:
        if shown["stage"] == stage.key:
            return len(shown.get("standings", ()))
    return 0
