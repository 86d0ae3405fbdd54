"""The audience's vote in raw SQL (`raw_sql.py`): ten thousand phones vote within a minute."""

import json
from typing import Any, NamedTuple

from sqlalchemy import Text, bindparam, cast, func, insert, select

from competition.store.day_models import AudienceVote, CastVote
from competition.store.models import Competition
from competition.store.outcome_models import VoteTicket
from competition.store.raw_sql import RawConnection, read_row, read_rows
from competition.store.statements import Statement


class VoteState(NamedTuple):
    """A competition's vote as it is now; `choices` are `team/KEY` or `member/KEY`.

    `state` is "" where none has been set up. `is_public` says whether the competition is.
    """

    competition_id: int
    is_public: bool
    is_archived: bool
    mode: str
    state: str
    choices: tuple[str, ...]
    opened_at: str | None
    closed_at: str | None
    published_at: str | None


_VOTE = Statement(
    select(
        *(Competition.id, Competition.visibility),
        *(Competition.archived_at, AudienceVote.mode, AudienceVote.state),
        cast(AudienceVote.choices, Text),
        *(AudienceVote.opened_at, AudienceVote.closed_at, AudienceVote.published_at),
    )
    .select_from(Competition)
    .outerjoin(AudienceVote, AudienceVote.competition_id == Competition.id)
    .where(Competition.key == bindparam("competition"))
)
_TICKET = Statement(
    select(VoteTicket.id).where(
        VoteTicket.competition_id == bindparam("competition"), VoteTicket.code == bindparam("code")
    )
)
_VOTED = Statement(
    select(CastVote.id).where(
        CastVote.competition_id == bindparam("competition"), CastVote.voter == bindparam("voter")
    )
)
_ADD = Statement(
    insert(CastVote).values(
        {
            CastVote.competition_id: bindparam("competition"),
            CastVote.voter: bindparam("voter"),
            CastVote.choice: bindparam("choice"),
            CastVote.at: bindparam("at"),
        }
    )
)
_COUNTS = Statement(
    select(CastVote.choice, func.count())
    .where(CastVote.competition_id == bindparam("competition"))
    .group_by(CastVote.choice)
)
_ALL = Statement(
    select(CastVote.voter, CastVote.choice, CastVote.at)
    .where(CastVote.competition_id == bindparam("competition"))
    .order_by(CastVote.voter)
)
_TICKETS = Statement(
    select(func.count()).where(VoteTicket.competition_id == bindparam("competition"))
)


def read_vote(competition_key: str, connection: RawConnection | None = None) -> VoteState | None:
    """The vote of a competition; None where there is no such competition.

    Within a transaction by its `connection`, else as it is committed now.
    """
    found = (
        connection.one(_VOTE, competition=competition_key)
        if connection is not None
        else read_row(_VOTE, competition=competition_key)
    )
    if found is None:
        return None
    number, visibility, archived_at, mode, state, choices, *times = found
    return VoteState(
        number,
        visibility != "private",
        archived_at is not None,
        mode or "",
        state or "",
        tuple(map(name_of_choice, json.loads(choices))) if choices else (),
        *times,
    )


def name_of_choice(choice: dict[str, Any]) -> str:
    """`{"team": "education"}` as `team/education`; a member as `member/KEY`."""
    ((kind, key),) = choice.items()
    return f"{kind}/{key}"


def is_ticket(competition_id: int, code: str, connection: RawConnection | None = None) -> bool:
    """Whether a ticket of that code was printed for the competition."""
    values = {"competition": competition_id, "code": code}
    one = connection.one if connection is not None else read_row
    return one(_TICKET, **values) is not None


def has_voted(competition_id: int, voter: str, connection: RawConnection | None = None) -> bool:
    """Whether a vote stands under that ticket's code or device's number."""
    values = {"competition": competition_id, "voter": voter}
    one = connection.one if connection is not None else read_row
    return one(_VOTED, **values) is not None


def add_vote(
    connection: RawConnection, competition_id: int, voter: str, choice: str, at: str
) -> None:
    """Store a vote, inside a write transaction."""
    connection.run(_ADD, competition=competition_id, voter=voter, choice=choice, at=at)


def count_cast_votes(competition_id: int) -> dict[str, int]:
    """How many votes each choice has that has one."""
    return dict(read_rows(_COUNTS, competition=competition_id))


def all_votes(connection: RawConnection, competition_id: int) -> list[list[str]]:
    """Every vote as `[voter, choice, at]`, by voter."""
    return [list(row) for row in connection.all(_ALL, competition=competition_id)]


def count_tickets(competition_id: int) -> int:
    """How many tickets were printed: the ceiling of a vote by tickets."""
    return int(read_row(_TICKETS, competition=competition_id)[0])
