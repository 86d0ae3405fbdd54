"""The clerk's list: the open and closed matches, and what there is to type in each."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import make_response
from flask.typing import ResponseReturnValue

from competition.actions.paper_progress import PaperSheet, paper_sheets
from competition.store import current_competition, queries
from competition.store.models import Competition, Match
from competition.web import sessions
from competition.web.clerk.blueprint import bp
from competition.web.distinct_names import distinct_texts
from competition.web.rendering import render_page


@dataclass(frozen=True)
class CompetitionToType:
    """A competition with the sheets of its matches, and the names of its people by key."""

    competition: Competition
    matches: dict[Match, list[list[PaperSheet]]]
    judges: Mapping[str, Mapping[str, str]]
    teams: Mapping[str, Mapping[str, str]]

    def count_to_do(self, match: Match, clerk: str) -> int:
        """How many sheets of the match this clerk can type or decide."""
        return sum(
            sheet.can_be_typed_by(clerk) or sheet.can_be_decided_by(clerk)
            for row in self.matches[match]
            for sheet in row
        )


@bp.get("/clerk")
def clerk_home_page() -> ResponseReturnValue:
    """Every match that is open or closed, the open ones first."""
    account = sessions.clerk()
    assert account is not None
    found = [to_type(each.key) for each in queries.all_competitions() if not each.archived_at]
    page = render_page(
        "clerk/home.html",
        clerk=account.name,
        competitions=[each for each in found if each is not None and each.matches],
    )
    return make_response(page)


def to_type(key: str) -> CompetitionToType | None:
    """What there is to type in a competition; None for one that is not there or is archived."""
    current = current_competition.find(key)
    competition = current.competition if current else queries.find_competition(key)
    if competition is None or competition.archived_at:
        return None
    matches = paper_sheets(competition)
    ordered = sorted(matches, key=lambda match: match.round.state != "open")
    return CompetitionToType(
        competition,
        {match: matches[match] for match in ordered},
        distinct_texts(competition.judges),
        distinct_texts(competition.teams),
    )
