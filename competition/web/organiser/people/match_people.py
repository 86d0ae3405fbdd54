"""One page for who takes part in a match: panel, trainees, teams; from it every change of them."""

from typing import Any, NamedTuple

from flask.typing import ResponseReturnValue

from competition.actions.awaited import why_not_awaited
from competition.actions.seat_marks import has_written, marks_at_seat
from competition.file_types import ReplacementPart
from competition.store import file_export, queries
from competition.store.models import Judge, Match, Team
from competition.web.organiser.blueprint import bp
from competition.web.organiser.lookup import competition_or_404, file_without_sheets, match_or_404
from competition.web.organiser.names import names_by_key
from competition.web.organiser.responses import organiser_page
from competition.web.template_filters import localized


class SeatView(NamedTuple):
    """A seat of the panel: who sits there, after whom, and how many sheets are in of how many.

    `before` are the replacements of the seat, the newest first; `can_undo` says whether that one
    can still be undone.
    """

    judge: Judge
    before: list[ReplacementPart]
    submitted: int
    awaited: int
    can_undo: bool


@bp.get("/organiser/c/<key>/matches/<match_key>/people")
def match_people_page(key: str, match_key: str) -> ResponseReturnValue:
    """Who sits, learns and plays in a match, and the ways to change it."""
    competition = competition_or_404(key)
    match = match_or_404(competition, match_key)
    names = names_by_key(file_without_sheets(competition))
    every = queries.all_matches_of(competition)
    return organiser_page(
        "people/match.html",
        competition=competition,
        match=match,
        seats=[_seat_view(match, seat.judge) for seat in match.seats],
        repeated_as=next((each.key for each in every if each.repeats == match_key), None),
        # Somebody who is substituted may have been taken out of the team since.
        contestants={entry.team.key: _member_names(match, entry.team) for entry in match.entries},
        **names,
    )


def _seat_view(match: Match, judge: Judge) -> SeatView:
    part: Any = file_export.match_part(match)
    before: list[ReplacementPart] = []
    here = judge.key
    for each in reversed(part.get("replacements", ())):
        if each["seat"] == here:
            before.append(each)
            here = each["from"]
    teams = [entry.team for entry in match.entries]
    awaited = [team.key for team in teams if why_not_awaited(match, team, judge) is None]
    submitted = marks_at_seat(match, judge).submitted
    return SeatView(
        judge,
        before,
        len([team for team in submitted if team in awaited]),
        len(awaited),
        bool(before) and not has_written(match, judge),
    )


def _member_names(match: Match, team: Team) -> dict[str, str]:
    """The names by key of a team's members, and the keys of who was substituted and is gone."""
    parts = match.substitutions or ()
    gone = {key: key for part in parts for key in (part["leaves"], part["comes"])}
    return gone | {member.key: localized(member.name) for member in team.members}
