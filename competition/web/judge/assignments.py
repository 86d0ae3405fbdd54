"""What one judge has to score: matches, each with a sheet for every team in it."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from flask_babel import gettext

from competition import scoring
from competition.actions import awaited, rubrics, sheet_access
from competition.actions.awaited import NotAwaited
from competition.file_types import Text
from competition.store import late_sheets, queries, sheets
from competition.store.late_sheets import LateSheet
from competition.store.models import Entry, Judge, Match, Member, Team
from competition.store.sheet_rules import SheetRule, sheet_rule
from competition.store.sheets import Sheet, SheetVersion
from competition.web.distinct_names import distinct_texts


@dataclass(frozen=True)
class SheetAssignment:
    """One judge's sheet for one team in one match, whether it exists yet or not.

    `rule` is what the judge marks there; `team_name` tells the team from others of its name;
    `stored` is the sheet's row, `newest` its newest version, `counting` its
    newest submitted one; `closed` is the reason if it takes no writes, `not_awaited` why nobody
    waits for it; `late` is what arrived late and waits for the organiser's decision.
    """

    entry: Entry
    rule: SheetRule
    team_name: Text
    stored: Sheet | None
    newest: SheetVersion | None
    counting: SheetVersion | None
    closed: sheet_access.Closed | None
    not_awaited: NotAwaited | None = None
    late: LateSheet | None = None

    @property
    def team(self) -> Team:
        """The team."""
        return self.entry.team

    @property
    def side(self) -> str:
        """`labour`, `employer` or `solo`."""
        return self.entry.side

    @property
    def contestants(self) -> list[Member]:
        """Whom the judge marks one by one, reserves last; nobody where the rubric has no scale."""
        members = self.team.members if self.rule.personal else []
        return sorted(members, key=lambda member: bool(member.reserve))

    @property
    def personal(self) -> dict[str, str]:
        """The stored marks of single contestants, by key."""
        return (self.newest.personal or {}) if self.newest else {}

    @property
    def is_reopened(self) -> bool:
        """Whether this sheet may be written although its round is closed."""
        closed_round = self.entry.match.round.state == "closed"
        return closed_round and self.stored is not None and self.stored.override == "reopened"

    @property
    def closed_reason(self) -> str:
        """Why the sheet takes no writes, in the judge's language; "" if it does."""
        return self.closed.text(gettext) if self.closed else ""

    @property
    def state(self) -> str:
        """The newest version's state; `empty` before the first."""
        return self.newest.state if self.newest else "empty"

    @property
    def is_missed(self) -> bool:
        """Whether the round was closed before this draft was ever submitted: nothing counts."""
        draft_only = self.state == "draft" and self.counting is None and self.not_awaited is None
        return draft_only and self.closed is not None and self.closed.code == "round_closed"

    @property
    def shown_state(self) -> str:
        """As `state`, but `off` if not awaited, `offered` if late, `missed` if closed a draft."""
        if self.not_awaited:
            return "off"
        if self.late:
            return "offered"
        return "missed" if self.is_missed else self.state

    @property
    def imported(self) -> SheetVersion | None:
        """The version shown that did not come from the judge, if it is one."""
        shown = (version for version in (self.newest, self.counting) if version)
        return next((version for version in shown if version.imported), None)

    @property
    def own(self) -> SheetVersion | None:
        """What the judge sent last, where another version counts; None where that one counts."""
        if self.stored is None or self.counting is None or self.counting.receipt:
            return None
        sent = [each for each in self.stored.versions if each.receipt]
        return next((each for each in reversed(sent) if each.state == "submitted"), None)

    @property
    def version(self) -> int:
        """The newest version's number; 0 before the first."""
        return self.newest.number if self.newest else 0


@dataclass(frozen=True)
class MatchAssignment:
    """A match that the judge scores; `number` counts from 1 within its round.

    `rule` is what the judge marks there, whoever the team is; `is_trainee`: without counting.
    """

    match: Match
    number: int
    rule: SheetRule
    sheets: list[SheetAssignment]
    is_trainee: bool = False

    @property
    def dimensions(self) -> list[dict[str, Any]]:
        """What the judge marks there, in the rubric's order, with `min`."""
        return self.rule.dimensions

    @property
    def is_open(self) -> bool:
        """Whether any of its sheets can be written now."""
        return any(sheet.closed is None for sheet in self.sheets)

    @property
    def is_done(self) -> bool:
        """Whether every sheet that is awaited is submitted, with no newer draft."""
        return all(sheet.state == "submitted" for sheet in self.sheets if not sheet.not_awaited)

    @property
    def is_awaited(self) -> bool:
        """Whether anybody waits for one of its sheets."""
        return any(sheet.not_awaited is None for sheet in self.sheets)


def match_assignments(judge: Judge) -> list[MatchAssignment]:
    """The judge's matches in the order of the file, without those of draft rounds."""
    stored = {(sheet.match_id, sheet.team_id): sheet for sheet in sheets.sheets_of_judge(judge.id)}
    newest = sheets.newest_of_judge(judge.id)
    counting = sheets.newest_of_judge(judge.id, submitted=True)
    late = {
        (each.match_id, each.team_id): each for each in late_sheets.undecided_of_judge(judge.id)
    }

    names = distinct_texts(judge.competition.teams)

    def sheet_assignment(match: Match, entry: Entry, rule: SheetRule) -> SheetAssignment:
        sheet = stored.get((match.id, entry.team_id))
        sheet_id = sheet.id if sheet else -1
        closed = sheet_access.why_closed(match, sheet)
        return SheetAssignment(
            entry,
            rule,
            cast(Text, names[entry.team.key]),
            sheet,
            newest.get(sheet_id),
            counting.get(sheet_id),
            closed,
            _shown_reason(awaited.why_not_awaited(match, entry.team, judge)),
            late.get((match.id, entry.team_id)) if closed else None,
        )

    def match_assignment(match: Match) -> MatchAssignment:
        stage = match.round.stage
        if stage.id not in rules:
            rules[stage.id] = sheet_rule(rubrics.rubric_of_match(match), judge.category, ())
        rule = rules[stage.id]
        return MatchAssignment(
            match,
            match.position + 1,
            rule,
            [sheet_assignment(match, entry, rule) for entry in match.entries],
            judge.key in (match.trainees or ()),
        )

    rules: dict[int, SheetRule] = {}
    return [
        match_assignment(match)
        for match in queries.matches_of_judge(judge.id)
        if match.round.state != "draft"
    ]


def _shown_reason(why: NotAwaited | None) -> NotAwaited | None:
    """What keeps a judge from marking; that a trainee's sheet counts nowhere does not."""
    return None if why and why.code == "trainee" else why


def find_assignment(judge: Judge, match_key: str) -> MatchAssignment | None:
    """The judge's match with this key, or None."""
    return next((found for found in match_assignments(judge) if found.match.key == match_key), None)


def highest_total(dimensions: list[dict[str, Any]]) -> str:
    """The highest possible total of a sheet: Σ max × factor, as an exact decimal."""
    return scoring.format_exact(
        sum((Fraction(d["max"]) * Fraction(d["factor"]) for d in dimensions), Fraction(0))
    )
