"""Change the panels of many matches in one act: a judge who is absent, a panel for a whole round.

A judge who has marked in a match stays on its panel, because the marks are evidence; taking them
out of the count is an act of its own.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete

from competition.actions import file_edits
from competition.actions.change import Change, change
from competition.actions.edit_checks import check_edit, file_to_edit_matches
from competition.file_types import Document
from competition.store import queries
from competition.store.models import Competition, PanelSeat

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


def change_panels(competition_key: str, panels: Mapping[str, Sequence[str]], by: str) -> None:
    """Give every match in `panels` its new panel, in one transaction with one audit row.

    Raises `NotFound`, or `Refused` with the problems of the file that would result.
    """
    with change(competition_key, by) as edit:
        competition = edit.competition
        edit.refuse_if_changed(*(f"match/{key}" for key in panels))
        file = file_to_edit_matches(competition, panels)
        before = {}
        for key, panel in panels.items():
            match = file_edits.get_part(file, "match", key)
            before[key], match["panel"] = match["panel"], list(panel)
        check_edit(competition, file, "")
        put_panels(edit, panels)
        edit.audit(
            PANELS,
            competition.key,
            {"panels": before},
            {"panels": {key: list(panel) for key, panel in panels.items()}},
        )


def put_panels(edit: Change, panels: Mapping[str, Sequence[str]]) -> None:
    """Write the rows of these panels, which were checked as part of the file."""
    judges = {judge.key: judge.id for judge in edit.competition.judges}
    for key, panel in panels.items():
        match_id = _match_id(edit.competition, key)
        edit.session.execute(delete(PanelSeat).filter_by(match_id=match_id))
        for place, judge in enumerate(panel):
            edit.session.add(PanelSeat(match_id=match_id, judge_id=judges[judge], position=place))
    edit.session.flush()
    edit.session.expire_all()


def _match_id(competition: Competition, key: str) -> int:
    match = queries.find_match(competition, key)
    assert match is not None
    return match.id
