"""The audience's vote 人气奖: set up, opened, cast, closed, counted, made public, made an award.

It is part of no total. Single votes leave no row in the audit log, which they would flood; the
closing keeps the counts and a digest of all votes there, so that they can be checked later.
"""

import json
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Any

from sqlalchemy import select

from competition.actions import awards
from competition.actions.change import Change, change
from competition.actions.refusals import NotFound, Refused
from competition.messages import N_
from competition.store import audience_votes, audit
from competition.store.audience_votes import VoteState
from competition.store.day_models import AudienceVote
from competition.store.db import now
from competition.store.group_commit import commit_together
from competition.store.models import Competition
from competition.store.outcome_models import Outcome
from competition.store.raw_sql import RawConnection
from competition.store.sheet_digests import json_digest

NAME = {"zh": "人气奖", "en": "Audience's favourite"}
AWARD = "audience-favourite"
MODES = ("tickets", "devices")
VOTE = "vote/"
"""How the vote is named as a thing that can be changed (`meanwhile`)."""


class Cast(Enum):
    """What has become of a vote that was sent."""

    COUNTED = auto()
    NOT_OPEN = auto()
    NO_CHOICE = auto()
    UNKNOWN_TICKET = auto()
    VOTED = auto()
    """The ticket or the device has voted before; that vote stands."""


def new_device() -> str:
    """A number for a device that has none."""
    return f"device-{secrets.token_urlsafe(16)}"


def cast_vote(competition_key: str, mode: str, voter: str, choice: str) -> Cast:
    """Cast one vote; when this returns, it is on disk. It cannot be changed or taken back.

    `voter` is the ticket's code or the device's number, by the vote's `mode`. Raises `NotFound`
    where there is no such competition for the public, and `Busy`.
    """
    found = commit_together(
        competition_key, lambda connection: _cast(connection, competition_key, mode, voter, choice)
    )
    if found is None:
        raise NotFound
    return found


def _cast(
    connection: RawConnection, competition_key: str, mode: str, voter: str, choice: str
) -> Cast | None:
    vote = audience_votes.read_vote(competition_key, connection)
    if vote is None or not vote.is_public:
        return None
    if vote.is_archived or vote.state != "open" or vote.mode != mode:
        return Cast.NOT_OPEN
    number = vote.competition_id
    if mode == "tickets" and not audience_votes.is_ticket(number, voter, connection):
        return Cast.UNKNOWN_TICKET
    if audience_votes.has_voted(number, voter, connection):
        return Cast.VOTED
    if choice not in vote.choices:
        return Cast.NO_CHOICE
    audience_votes.add_vote(connection, number, voter, choice, now())
    return Cast.COUNTED


def set_up_vote(
    competition_key: str, mode: str, choices: Sequence[Mapping[str, str]], by: str
) -> None:
    """Say who votes, and what may be chosen, until the vote is opened.

    Raises `NotFound`, or `Refused` once it has been opened or with fewer than two choices.
    """
    if mode not in MODES:
        raise Refused(N_("Choose who votes: by printed tickets, or by device."))
    if len(choices) < 2:
        raise Refused(N_("There must be at least two to choose from."))
    with change(competition_key, by, publish=False) as edit:
        edit.refuse_if_changed(VOTE)
        vote = _row(edit)
        if vote is not None and vote.state != "draft":
            raise Refused(N_("The vote has been opened; what may be chosen stays as it is."))
        before = _set_up_of(vote) if vote else None
        if vote is None:
            vote = AudienceVote(competition_id=edit.competition.id, name=dict(NAME))
            edit.session.add(vote)
        vote.mode, vote.choices = mode, [dict(choice) for choice in choices]
        edit.audit("vote.set-up", "", before, _set_up_of(vote))


def open_vote(competition_key: str, by: str) -> None:
    """Open the vote, or open it again after it was closed and before its result is public.

    Raises `NotFound`, or `Refused`: not set up, a private competition, no ticket printed, public.
    """
    with change(competition_key, by, publish=False) as edit:
        edit.refuse_if_changed(VOTE)
        vote = _require(edit)
        competition = edit.competition
        if competition.visibility == "private":
            raise Refused(
                N_("This competition is private, so nobody could vote. Make it public first.")
            )
        if vote.published_at:
            raise Refused(N_("The result of the vote is public; it stays closed."))
        if vote.mode == "tickets" and not audience_votes.count_tickets(competition.id):
            raise Refused(N_("No ticket has been printed yet. Print them first."))
        if vote.state == "open":
            return
        before, vote.state, vote.opened_at, vote.closed_at = vote.state, "open", now(), None
        edit.audit("vote.open", "", {"state": before}, {"state": "open", "mode": vote.mode})


def close_vote(competition_key: str, by: str) -> None:
    """Close the vote and count it; the audit keeps the counts and a digest of all votes.

    Raises `NotFound`, or `Refused` where it is not open.
    """
    with change(competition_key, by, publish=False) as edit:
        edit.refuse_if_changed(VOTE)
        vote = _require(edit)
        if vote.state != "open":
            raise Refused(N_("The vote is not open."))
        vote.state, vote.closed_at = "closed", now()
        edit.audit("vote.close", "", {"state": "open"}, _counted(edit, vote))


def publish_vote(competition_key: str, by: str) -> None:
    """Make the counts public on the page of the vote.

    Raises `NotFound`, or `Refused` while it is not closed, or where the votes are no longer those
    that were counted at the closing.
    """
    with change(competition_key, by, publish=False) as edit:
        edit.refuse_if_changed(VOTE)
        vote = _require_counted(edit)
        if vote.published_at:
            return
        vote.published_at = now()
        edit.audit("vote.publish", "", None, {"published_at": vote.published_at})


def make_award(competition_key: str, names: Mapping[str, Mapping[str, str]], by: str) -> str:
    """Make the favourite's award, given by hand to whoever has most votes; returns its key.

    `names` has the choices' names by choice, in both languages, for the reason. Called again, the
    award is made anew of the votes. Raises `NotFound`, or `Refused` while the vote is not closed.
    """
    with change(competition_key, by, publish=False) as edit:
        edit.refuse_if_changed(VOTE)
        _require_counted(edit)
        counts = audience_votes.count_cast_votes(edit.competition.id)
        rows = select(Outcome).filter_by(competition_id=edit.competition.id, kind="awards")
        stored = {row.part["key"] for row in edit.session.scalars(rows)}
    winners = winners_of(counts)
    if not winners:
        raise Refused(N_("Nobody has voted, so there is no favourite."))
    part = {
        "key": AWARD,
        "name": dict(NAME),
        "by": "hand",
        "winners": [dict([winner.split("/", 1)]) for winner in winners],
        "reason": _reason(counts, names),
    }
    return awards.save_award(competition_key, part, by, AWARD if AWARD in stored else None)


def winners_of(counts: Mapping[str, int]) -> list[str]:
    """The choices with most votes: one, or those that share the first place."""
    most = max(counts.values(), default=0)
    return [choice for choice, votes in counts.items() if votes == most]


def vote_of(competition: Competition) -> VoteState:
    """The competition's vote as it is now."""
    found = audience_votes.read_vote(competition.key)
    if found is None:
        raise NotFound
    return found


def _reason(counts: Mapping[str, int], names: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    total = sum(counts.values())
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))

    def listed(code: str, joined: str) -> str:
        return joined.join(
            f"{names.get(choice, {}).get(code, choice)} {votes}" for choice, votes in ordered
        )

    return {
        "zh": f"观众投票，共 {total} 票：{listed('zh', '，')}。",
        "en": f"The audience's vote, {total} votes: {listed('en', ', ')}.",
    }


def _counted(edit: Change, vote: AudienceVote) -> dict[str, Any]:
    """What the audit keeps of the votes: how many each choice has, and the digest of all."""
    connection = RawConnection.of_session(edit.session)
    votes = audience_votes.all_votes(connection, edit.competition.id)
    return {
        "state": "closed",
        "votes": len(votes),
        "tickets": audience_votes.count_tickets(edit.competition.id)
        if vote.mode == "tickets"
        else None,
        "counts": dict(sorted(Counter(choice for _, choice, _ in votes).items())),
        "sha256": json_digest(votes),
    }


def _require_counted(edit: Change) -> AudienceVote:
    """The closed vote, whose votes are those that were counted when it was closed."""
    vote = _require(edit)
    if vote.state != "closed":
        raise Refused(N_("Close the vote first."))
    rows = audit.rows_about(edit.key, "vote.close", "")
    if not rows or json.loads(rows[0].after)["sha256"] != _counted(edit, vote)["sha256"]:
        raise Refused(
            N_("The votes are no longer those that were counted when the vote was closed.")
        )
    return vote


def _require(edit: Change) -> AudienceVote:
    vote = _row(edit)
    if vote is None:
        raise Refused(N_("The vote has not been set up yet."))
    return vote


def _row(edit: Change) -> AudienceVote | None:
    query = select(AudienceVote).filter_by(competition_id=edit.competition.id)
    return edit.session.scalar(query)


def _set_up_of(vote: AudienceVote) -> dict[str, Any]:
    return {"mode": vote.mode, "choices": list(vote.choices)}
