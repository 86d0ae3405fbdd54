"""Whose sheet is far from the panel, and who is off its scale, for organisers and head judge.

The rule is that of `scoring.panel_distance`. Only submitted sheets that count are compared, and
only with those of judges who mark the same dimensions.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from competition import scoring
from competition.actions.awaited import marking_judges, why_not_awaited
from competition.actions.rubrics import rubric_of_match
from competition.store import current_competition
from competition.store.marking_judges import is_panel_head
from competition.store.models import Competition, Judge, Match, Team
from competition.store.sheet_rules import sheet_rule
from competition.store.sheet_states import SheetId, SheetRecord


@dataclass(frozen=True)
class FarSheet:
    """A submitted sheet that is far from the others for this team."""

    match: Match
    team: Team
    judge: Judge
    distance: Fraction
    """Of its total from the panel's median, in points."""


@dataclass(frozen=True)
class OffScale:
    """A judge whose sheets of a round are off the panel's scale: `mean` points, over `sheets`."""

    judge: Judge
    mean: Fraction
    sheets: int


@dataclass(frozen=True)
class _Panel:
    """The totals for one team in one match of the judges who mark the same dimensions."""

    team: Team
    totals: dict[str, Fraction]
    highest: Fraction


def far_sheets(competition: Competition, match: Match) -> list[FarSheet]:
    """The sheets of a match that are far from the panel, team by team in the panel's order."""
    current = current_competition.of(competition)
    if current is None:
        return _compare(match, current_competition.read_sheet_records(competition))
    return current.once(f"far {match.key}", lambda state: _compare(match, state.sheets))


def judges_off_scale(competition: Competition, match: Match) -> list[OffScale]:
    """The judges of a match who are off the panel's scale in the sheets of its round so far."""
    current = current_competition.of(competition)
    if current is None:
        records = current_competition.read_sheet_records(competition)
        return _judges_off_scale(match, records)
    name = f"off scale {match.key}"
    return current.once(name, lambda state: _judges_off_scale(match, state.sheets))


def told_to_head_judge(judge: Judge, match: Match) -> list[FarSheet]:
    """What the head judge learns of it: nothing before all own sheets of the match are submitted.

    Nothing is told of the own sheets, so that they stay the judge's own, nor of teams for which the
    judge is recused; nobody else on the panel is told anything.
    """
    if not _is_told(judge, match):
        return []
    found = far_sheets(match.round.stage.competition, match)
    return [
        each
        for each in found
        if each.judge.id != judge.id and why_not_awaited(match, each.team, judge) is None
    ]


def scales_told_to_head_judge(judge: Judge, match: Match) -> list[OffScale]:
    """Whom the head judge is told of as off the scale, then too; not of themselves."""
    if not _is_told(judge, match):
        return []
    found = judges_off_scale(match.round.stage.competition, match)
    return [each for each in found if each.judge.id != judge.id]


def _is_told(judge: Judge, match: Match) -> bool:
    if not is_panel_head(match, judge):
        return False
    records = current_competition.read_sheet_records(match.round.stage.competition)
    own = [
        records.get((match.id, entry.team_id, judge.id))
        for entry in match.entries
        if why_not_awaited(match, entry.team, judge) is None
    ]
    return bool(own) and all(sheet and sheet.state == "submitted" for sheet in own)


def _compare(match: Match, records: Mapping[SheetId, SheetRecord]) -> list[FarSheet]:
    judges, found = marking_judges(match), []
    for panels in _panels_by_team(match, records):
        far: dict[str, Fraction] = {}
        for panel in panels:
            far |= scoring.far_from_panel(panel.totals, panel.highest)
        found += [
            FarSheet(match, panels[0].team, judge, far[judge.key])
            for judge in judges
            if judge.key in far
        ]
    return found


def _judges_off_scale(match: Match, records: Mapping[SheetId, SheetRecord]) -> list[OffScale]:
    distances: dict[str, list[tuple[Fraction, Fraction]]] = {}
    for each in match.round.matches:
        for panel in (panel for panels in _panels_by_team(each, records) for panel in panels):
            for key, distance in scoring.distances_from_panel(panel.totals).items():
                distances.setdefault(key, []).append((distance, panel.highest))
    judged = [(judge, distances.get(judge.key, [])) for judge in marking_judges(match)]
    means = [(judge, scoring.off_scale(own), len(own)) for judge, own in judged]
    return [OffScale(judge, mean, sheets) for judge, mean, sheets in means if mean is not None]


def _panels_by_team(match: Match, records: Mapping[SheetId, SheetRecord]) -> Iterator[list[_Panel]]:
    """By team, the totals that can be compared: of judges who mark the same dimensions."""
    rubric, judges = rubric_of_match(match), marking_judges(match)
    for entry in match.entries:
        team = entry.team
        panels: dict[tuple[str, ...], _Panel] = {}
        for judge in judges:
            record = records.get((match.id, team.id, judge.id))
            if record is None or record.counting is None or why_not_awaited(match, team, judge):
                continue
            dimensions = sheet_rule(rubric, judge.category, ()).dimensions
            best = {each["key"]: each["max"] for each in dimensions}
            kind = tuple(best)
            if kind not in panels:
                panels[kind] = _Panel(team, {}, scoring.sheet_total(dimensions, best))
            panels[kind].totals[judge.key] = scoring.sheet_total(
                dimensions, record.counting["marks"]
            )
        if panels:
            yield list(panels.values())
