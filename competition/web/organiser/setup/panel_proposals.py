"""Panels that are proposed for a stage: shown first, with what changes, then put in place."""

import json
from collections.abc import Collection, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, cast

from flask import g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from wtforms import StringField

from competition.actions.off_loop import propose_off_loop
from competition.actions.panels import apply_proposal
from competition.checks.sentences import PartNames
from competition.file_types import Document, StagePart
from competition.panels.proposal import PanelProposal
from competition.panels.request import PanelRequest, PanelsNotPossible
from competition.panels.seating import panels_of_stage, stage_loads
from competition.panels.sentences import obstacle_phrase
from competition.web import language
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.labels import category
from competition.web.organiser.names import names_by_key
from competition.web.organiser.responses import (
    is_valid_submission,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    run_action,
)
from competition.web.organiser.setup.board_view import marked_matches
from competition.web.organiser.setup.panel_board import (
    board_address,
    board_answer,
    match_stage_or_404,
    options_form,
    remember_options,
)
from competition.web.sessions import by

LONGEST_SEED = 40
Panels = dict[str, list[str]]


class ProposalForm(PlainForm):
    """Panels as they were proposed, as JSON."""

    panels = StringField()


@dataclass(frozen=True)
class ProposedPanel:
    """A match whose panel would change: who stays, who comes, who goes, by name."""

    match: str
    judges: Sequence[tuple[str, str]]


@bp.post("/organiser/c/<key>/panels/<stage_key>/propose")
@keeps_what_was_typed
def post_propose_panels(key: str, stage_key: str) -> ResponseReturnValue:
    """Compute panels beside the loop, and show what they would change."""
    file, stage = match_stage_or_404(key, stage_key)
    form = options_form(file)()
    if not is_valid_submission(form):
        return board_answer(key, stage_key, form, 422)
    options = remember_options(key, stage_key, form, file)
    seed = request.form.get("seed", "")[:LONGEST_SEED]
    asked = PanelRequest(options.size, options.mix, True, options.in_sequence, seed)
    marked = marked_matches(g.competition)
    kept = _kept(file, stage_key, marked, set(request.form.getlist("pin")))
    found: list[PanelProposal] = []
    try:
        if run_action(form, lambda: found.append(propose_off_loop(kept, stage_key, asked))):
            return _preview(file, stage, found[0], seed)
    except PanelsNotPossible as impossible:
        names = PartNames(file, "zh" if language.current() == "zh" else "en")
        form.general += [
            obstacle_phrase(each, asked, names).text(gettext) for each in impossible.obstacles
        ]
    return board_answer(key, stage_key, form, 422)


@bp.post("/organiser/c/<key>/panels/<stage_key>/apply")
@keeps_what_was_typed
def post_apply_panels(key: str, stage_key: str) -> ResponseReturnValue:
    """Put the panels that were shown in place, all of them or none."""
    match_stage_or_404(key, stage_key)
    form = ProposalForm()
    panels = _read_panels(form.panels.data or "")
    if not panels:
        form.general.append(gettext("There is nothing to put in place. Propose panels again."))
    elif is_valid_submission(form) and run_action(
        form, lambda: apply_proposal(key, stage_key, panels, by())
    ):
        message = ngettext(
            "The panel of %(num)s match is changed.",
            "The panels of %(num)s matches are changed.",
            len(panels),
        )
        return redirect_with(board_address(key, stage_key), message)
    return board_answer(key, stage_key, form, 422)


def _kept(file: Document, stage_key: str, marked: Collection[str], pins: set[str]) -> Document:
    """The file to propose from: who is to stay sits there, and where somebody marked is known.

    Where the proposal arranges anew, only pinned judges stay, and those whom the match names.
    """
    copy = cast(Document, {**file, "sheets": [{"match": match} for match in sorted(marked)]})
    if request.form.get("keep", "y"):
        return copy
    copy["stages"] = deepcopy(file["stages"])
    for stage in copy["stages"]:
        for round_ in stage.get("rounds", ()) if stage["key"] == stage_key else ():
            for match in round_["matches"]:
                if match["key"] in marked:
                    continue
                named = {part["seat"] for part in match.get("replacements", ())}
                named |= {part["judge"] for part in match.get("recused", ())}
                match["panel"] = [
                    judge
                    for judge in match["panel"]
                    if judge in named or f"{match['key']}/{judge}" in pins
                ]
    return copy


def _preview(
    file: Document, stage: StagePart, proposal: PanelProposal, seed: str
) -> ResponseReturnValue:
    names = names_by_key(file)
    before = panels_of_stage(file, stage["key"])
    changed = {key: panel for key, panel in proposal["panels"].items() if panel != before[key]}
    loads = stage_loads(file, stage["key"])
    return organiser_page(
        "setup/board_proposal.html",
        stage=stage,
        round=request.form.get("round", ""),
        here=f"/organiser/c/{g.competition.key}/panels/{stage['key']}",
        changes=[
            ProposedPanel(names["match_names"][key], _judges(names, before[key], panel))
            for key, panel in changed.items()
        ],
        panels=json.dumps(changed),
        loads=[
            (names["judge_names"][judge], loads[judge], load)
            for judge, load in sorted(proposal["load"].items(), key=lambda each: -each[1])
        ],
        repeats=proposal["repeats"],
        unmet=[
            (names["match_names"][each["match"]], each["short"], category(each["category"]))
            for each in proposal["unmet"]
        ],
        # What was asked is asked again, with another seed.
        again=[
            (name, value)
            for name, value in request.form.items(multi=True)
            if name not in ("csrf_token", "form_key", "as_of", "seed")
        ],
        seed=str(int(seed) + 1 if seed.isdecimal() else 1),
    )


def _judges(names: Any, before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str]]:
    known = names["judge_names"]
    there = [("stays" if judge in before else "comes", known[judge]) for judge in after]
    return there + [("goes", known[judge]) for judge in before if judge not in after]


def _read_panels(text: str) -> Panels:
    """The panels of a form; none where it holds no such thing."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    is_whole = isinstance(found, dict) and all(
        isinstance(panel, list) and all(isinstance(judge, str) for judge in panel)
        for panel in found.values()
    )
    return cast(Panels, found) if is_whole else {}
