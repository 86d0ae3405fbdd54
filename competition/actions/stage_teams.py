"""Name who is in a stage by hand, in an order, or take that list away."""

from collections.abc import Sequence

from competition import advance
from competition.actions.change import Change, change
from competition.actions.edit_checks import check_edit, file_to_edit_matches
from competition.actions.lookup import require_stage
from competition.file_types import Document, StagePart
from competition.store import file_import


def name_teams(competition_key: str, stage_key: str, teams: Sequence[str], by: str) -> None:
    """Let these teams be in the stage, in this order; without any, `teams` is taken away.

    Raises `NotFound`, or `Refused` with the entries of others and every other problem.
    """
    with change(competition_key, by) as edit:
        require_stage(edit.competition, stage_key)
        edit.refuse_if_changed(f"stage/{stage_key}")
        file = file_to_edit_matches(edit.competition, ())
        part = advance.stage_part(file, stage_key)
        before = part.get("teams")
        after = list(teams) or None
        if before == after:
            return
        set_stage_teams(part, after)
        save_stage_teams(edit, check_edit(edit.competition, file, ""), stage_key)
        edit.audit("stage.teams", stage_key, {"teams": before}, {"teams": after})


def set_stage_teams(part: StagePart, teams: list[str] | None) -> None:
    """Put `teams` into a stage of the file; None takes the field away."""
    part.pop("teams", None)
    if teams is not None:
        part["teams"] = teams


def save_stage_teams(edit: Change, file: Document, key: str) -> None:
    """Bring the stage's row into line with the checked file."""
    keys = [stage["key"] for stage in file["stages"]]
    part = advance.stage_part(file, key)
    file_import.save_stage(edit.session, edit.competition, part, keys.index(key))
