"""Change the panels of many matches in one act: a judge who is absent, a panel for a whole round.

A judge who has marked in a match stays on its panel, because the marks are evidence; taking them
out of the count is an act of its own.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete

from competition.actions import file_edits
from competition.actions.change import Change, change
from competition.actions.conflicts import (
    accept_conflicts,
    drop_idle_acceptances,
    refuse_new_conflicts,
)
from competition.actions.edit_checks import check_edit, file_to_edit_matches
from competition.actions.lookup import require_match
from competition.actions.refusals import Refused
from competition.file_types import Document
from competition.messages import N_
from competition.store.models import PanelSeat

PANELS = "match.panels"
"""The audit's action for every change of panels."""


@dataclass(frozen=True)
class PanelChange:
    """What becomes of one match's panel; `marked` are judges who must stay and so hold it back."""

    match: str
    before: list[str]
    after: list[str]
    marked: list[str]


def plan_panels(
    file: Document, matches: Collection[str], panel: Sequence[str]
) -> list[PanelChange]:
    """Give these matches this panel; matches that have it already are left out."""
    return _plan(file, matches, lambda _before: list(panel))


def plan_replacement(
    file: Document, matches: Collection[str], old: str, new: str
) -> list[PanelChange]:
    """Put `new` on the seat of `old` ("" leaves it out), wherever `old` sits and `new` does not."""

    def replaced(before: list[str]) -> list[str]:
        if old not in before or new in before:
            return before
        return [new if judge == old else judge for judge in before if new or judge != old]

    return _plan(file, matches, replaced)


def _plan(
    file: Document, matches: Collection[str], panel_after: Callable[[list[str]], list[str]]
) -> list[PanelChange]:
    marked = {(sheet["match"], sheet["judge"]) for sheet in file.get("sheets", ())}
    found = []
    for part in file_edits.part_lists(file, "match"):
        for match in part.parts:
            before = list(match["panel"])
            after = panel_after(before)
            if match["key"] not in matches or after == before:
                continue
            held = [j for j in before if j not in after and (match["key"], j) in marked]
            found.append(PanelChange(match["key"], before, after, held))
    return found


def change_panels(
    competition_key: str,
    panels: Mapping[str, Sequence[str]],
    by: str,
    accept: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    reason: str = "",
) -> None:
    """Give every match in `panels` its new panel, in one transaction with one audit row.

    `accept` has for matches the conflicts of interest, (judge, team) each, that are accepted for
    the `reason`. Raises `NotFound`, or `Refused` with the problems of the file that would result,
    or where a judge would be seated with a conflict that is not accepted.
    """
    with change(competition_key, by) as edit:
        edit.refuse_if_changed(*(f"match/{key}" for key in panels))
        file = file_to_edit_matches(edit.competition, panels)
        _put_panels(edit, file, panels, accept or {}, reason)


def apply_proposal(
    competition_key: str, stage: str, panels: Mapping[str, Sequence[str]], by: str
) -> list[str]:
    """Put proposed panels of a stage in place, all or none; the keys of the matches that changed.

    Raises `NotFound`, or `Refused` where a match or judge is unknown, where a panel with a sheet
    would change, and as `change_panels` does.
    """
    with change(competition_key, by) as edit:
        edit.refuse_if_changed(*(f"match/{key}" for key in panels))
        file = file_to_edit_matches(edit.competition, panels)
        before = _panels_of_stage(file, stage)
        _refuse_unknown(file, before, panels)
        changed = {key: list(panel) for key, panel in panels.items() if list(panel) != before[key]}
        marked = {sheet["match"] for sheet in file.get("sheets", ())}
        if held := [key for key in changed if key in marked]:
            raise Refused(
                N_("These panels have sheets and cannot change: %(matches)s. Nothing was done."),
                matches=", ".join(held),
            )
        if changed:
            _put_panels(edit, file, changed, {}, "")
        return list(changed)


def _panels_of_stage(file: Document, key: str) -> dict[str, list[str]]:
    for stage in file["stages"]:
        if stage["key"] == key:
            rounds = stage.get("rounds", ())
            return {match["key"]: match["panel"] for each in rounds for match in each["matches"]}
    raise Refused(N_("There is no stage “%(stage)s”."), stage=key)


def _refuse_unknown(
    file: Document, before: Mapping[str, object], panels: Mapping[str, Sequence[str]]
) -> None:
    judges = {judge["key"] for judge in file["judges"]}
    if unknown := [key for key in panels if key not in before]:
        raise Refused(
            N_("These matches are not in the stage: %(matches)s. Nothing was done."),
            matches=", ".join(unknown),
        )
    seated = dict.fromkeys(judge for panel in panels.values() for judge in panel)
    if strangers := [judge for judge in seated if judge not in judges]:
        raise Refused(
            N_("These judges are not in the competition: %(judges)s. Nothing was done."),
            judges=", ".join(strangers),
        )


def _put_panels(
    edit: Change,
    file: Document,
    panels: Mapping[str, Sequence[str]],
    accept: Mapping[str, Sequence[tuple[str, str]]],
    reason: str,
) -> None:
    competition = edit.competition
    before, as_it_was = {}, {}
    for key, panel in panels.items():
        match = file_edits.get_part(file, "match", key)
        as_it_was[key] = dict(match)
        before[key], match["panel"] = match["panel"], list(panel)
        drop_idle_acceptances(match)
        if accept.get(key):
            accept_conflicts(match, accept[key], reason)
    checked = check_edit(competition, file, "")
    refuse_new_conflicts(checked, as_it_was, dict.fromkeys(panels, ""))
    accepted = store_panels(edit, checked, panels)
    accepted_before = {
        key: match["accepted_conflicts"]
        for key, match in as_it_was.items()
        if "accepted_conflicts" in match
    }
    edit.audit(
        PANELS,
        competition.key,
        {"panels": before, **_given("accepted_conflicts", accepted_before)},
        {
            "panels": {key: list(panel) for key, panel in panels.items()},
            **_given("accepted_conflicts", accepted),
        },
    )


def store_panels(
    edit: Change, checked: Document, panels: Mapping[str, Sequence[str]]
) -> dict[str, list[Any]]:
    """Write the panels of these matches and what they accept, from the checked file.

    Returns the conflicts that each of them accepts.
    """
    judges = {judge.key: judge.id for judge in edit.competition.judges}
    accepted = {}
    for key, panel in panels.items():
        row = require_match(edit.competition, key)
        row.accepted_conflicts = file_edits.get_part(checked, "match", key).get(
            "accepted_conflicts"
        )
        if row.accepted_conflicts:
            accepted[key] = row.accepted_conflicts
        edit.session.execute(delete(PanelSeat).filter_by(match_id=row.id))
        for place, judge in enumerate(panel):
            edit.session.add(PanelSeat(match_id=row.id, judge_id=judges[judge], position=place))
    edit.session.flush()
    edit.session.expire_all()
    return accepted


def _given(name: str, value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value} if value else {}
