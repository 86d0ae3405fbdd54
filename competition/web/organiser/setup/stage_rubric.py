"""The rubric and the rule of one stage: its own, or the competition's to begin with."""

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition import advance
from competition.actions import setup as actions
from competition.actions.visibility import SHOWN
from competition.rule_in_force import rubric_of, scoring_of
from competition.store.models import Competition, Stage
from competition.web.organiser import labels, lookup
from competition.web.organiser.blueprint import bp
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    redirect_with,
    run_action,
)
from competition.web.organiser.setup.rubric_form import RubricForm
from competition.web.sessions import by

OWN = ("rubric", "scoring")


@bp.route("/organiser/c/<key>/stage-rubric/<stage_key>", methods=["GET", "POST"])
@keeps_what_was_typed
def stage_rubric_page(key: str, stage_key: str) -> ResponseReturnValue:
    """Give a stage a rubric and a rule of its own, or take them away again."""
    competition = competition_or_404(key)
    stage = lookup.stage_or_404(competition, stage_key)
    file = file_without_sheets(competition)
    part = advance.stage_part(file, stage_key)
    if part.get("kind") == "paper":
        abort(404)
    rubric, scoring = rubric_of(file, part), scoring_of(file, part)
    form = RubricForm.of({"rubric": rubric, "scoring": scoring}, file)
    if _is_saved(competition, stage, form):
        return redirect_with(f"/organiser/c/{key}/stage-rubric/{stage_key}", gettext("Saved."))
    is_shown = stage.release in SHOWN and competition.visibility != "private"
    return form_page(
        "setup/stage_rubric.html",
        form,
        file={"rubric": rubric, "scoring": scoring},
        stage=stage,
        is_own=any(name in part for name in OWN),
        shown=[stage.name] if is_shown else [],
        labels=labels,
    )


def _is_saved(competition: Competition, stage: Stage, form: RubricForm) -> bool:
    if form.is_submitted() and form.add_rows(request.form.get("more")):
        return False
    is_taken_back = request.form.get("do") == "back"
    if not (form.is_submitted() if is_taken_back else is_valid_submission(form)):
        return False
    file = file_without_sheets(competition)
    below = ("rounds", *OWN)
    kept = {n: v for n, v in advance.stage_part(file, stage.key).items() if n not in below}
    new = kept if is_taken_back else {**kept, **form.part()}

    def save() -> None:
        actions.save_part(competition.key, "stage", new, by(), key=stage.key)

    return run_action(form, save)
