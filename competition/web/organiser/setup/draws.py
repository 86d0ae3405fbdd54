"""Draws: which there are, and a new one, planned, previewed and committed."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions import draw_plan, visibility
from competition.actions import draws as actions
from competition.actions.refusals import NotFound, Refused
from competition.draw.order import pairs_of
from competition.file_types import ByHandPart, Document, DrawKind, DrawPart
from competition.pauses import Pauses
from competition.store.models import Stage
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key, zone_names
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    run_action,
)
from competition.web.organiser.setup.draw_forms import ByHandForm, DrawForm
from competition.web.sessions import by
from competition.web.template_filters import localized


@bp.get("/organiser/c/<key>/draws")
def draws_page(key: str) -> ResponseReturnValue:
    """Every round with its draws, and what can be drawn for it."""
    competition = competition_or_404(key)
    file = file_without_sheets(competition)
    draws: dict[tuple[str, str], list[DrawPart]] = {}
    for draw in file.get("draws", ()):
        draws.setdefault((draw["stage"], draw["round"]), []).append(draw)
    return organiser_page("setup/draws.html", file=file, draws=draws, is_open=is_open)


@bp.route(
    "/organiser/c/<key>/draws/<stage_key>/<round_key>/<any('teams', 'topics'):kind>",
    methods=["GET", "POST"],
)
@keeps_what_was_typed
def commit_draw_page(
    key: str, stage_key: str, round_key: str, kind: DrawKind
) -> ResponseReturnValue:
    """Choose what is drawn from and the rules, see whether it can be, then commit."""
    competition = competition_or_404(key)
    file = file_without_sheets(competition)
    stage, round_ = _round_or_404(file, stage_key, round_key)
    form = DrawForm()
    zone = request.args.get("zone")
    form.fill(file, stage_key, kind, zone)
    preview: Mapping[str, Any] | None = None
    told: Sequence[Stage] = ()
    if is_valid_submission(form):
        wanted = form.order(stage_key, round_key, kind)
        if request.form.get("commit"):
            made: list[str] = []

            def commit() -> None:
                made.extend(actions.commit_draw(competition.key, wanted, by()))

            if run_action(form, commit):
                message = gettext("Committed. The commitment is public now; the secret is kept.")
                return redirect_with(f"/organiser/c/{key}/draws/{made[0]}", message)
        else:
            preview = _preview(file, form, wanted)
            if kind == "teams" and competition.visibility != "private":
                told = visibility.told_by_draw(competition, stage_key, wanted.drawn_from)
            form.shows_plan = preview is not None
    return form_page(
        "setup/draw_commit.html",
        form,
        stage=stage,
        round=round_,
        kind=kind,
        preview=preview,
        told=[localized(each.name) for each in told],
        names=_names(file, kind),
        zones=_zones(file),
        zone=zone,
        zone_names=zone_names(file),
    )


@bp.route(
    "/organiser/c/<key>/draws/<stage_key>/<round_key>/<any('teams', 'topics'):kind>/by-hand",
    methods=["GET", "POST"],
)
@keeps_what_was_typed
def draw_by_hand_page(
    key: str, stage_key: str, round_key: str, kind: DrawKind
) -> ResponseReturnValue:
    """Type in what real balls gave, with who drew and who witnessed it."""
    competition = competition_or_404(key)
    file = file_without_sheets(competition)
    stage, round_ = _round_or_404(file, stage_key, round_key)
    listed = draw_plan.drawn_by_default(file, stage_key, kind)
    form = ByHandForm()
    form.fill(len(listed))
    if is_valid_submission(form):
        result = form.result(file, kind, listed)
        hands: ByHandPart = {"by": form.who.data or "", "witness": form.witness.data or ""}
        made: list[str] = []

        def keep() -> None:
            made.append(
                actions.draw_by_hand(competition.key, stage_key, round_key, result, hands, by())
            )

        _require_names(form)
        if not form.is_marked and run_action(form, keep):
            message = gettext("Kept. The round's matches are as drawn.")
            return redirect_with(f"/organiser/c/{key}/draws/{made[0]}", message)
    return form_page(
        "setup/draw_by_hand.html",
        form,
        stage=stage,
        round=round_,
        kind=kind,
        listed=[_names(file, kind)[each] for each in listed],
    )


def is_open(draw: DrawPart) -> bool:
    """Whether a draw is committed and waits to be made."""
    return "result" not in draw and draw_plan.is_standing(draw)


def _require_names(form: ByHandForm) -> None:
    for field in (form.who, form.witness):
        if not (field.data or "").strip():
            field.refusals = [gettext("Fill this in.")]


def _round_or_404(file: Document, stage_key: str, round_key: str) -> tuple[Any, Any]:
    try:
        return draw_plan.round_in_file(file, stage_key, round_key)
    except NotFound:
        abort(404)


def _preview(
    file: Document, form: PlainForm, wanted: draw_plan.DrawOrder
) -> Mapping[str, Any] | None:
    """What would be drawn, and what may stand in the way; None where it cannot be."""
    try:
        draw = draw_plan.plan_draw(file, wanted)
    except Refused as refusal:
        form.refuse(refusal)
        return None
    differ = draw_plan.numbers_that_differ(file, draw)
    return {
        "draw": draw,
        "matches": len(pairs_of(draw["from"])),
        "why_not": differ.text(gettext) if differ else "",
        "chance": draw_plan.chance(file, draw, secrets.token_bytes(32), Pauses()),
        "trials": draw_plan.TRIALS,
    }


def _zones(file: Document) -> dict[str, Any]:
    """Each team's zone, by its name where the competition has zones."""
    names: dict[str, Any] = {zone["key"]: zone["name"] for zone in file.get("zones", ())}
    zones = {team["key"]: team.get("zone", "") for team in file["teams"]}
    return {team: names.get(zone, zone) for team, zone in zones.items()}


def _names(file: Document, kind: DrawKind) -> Mapping[str, str]:
    names: Mapping[str, str] = names_by_key(file)[
        "topic_names" if kind == "topics" else "team_names"
    ]
    return names
