"""Messages: organisers tell judges something, judges call the organisers, who answer.

What an organiser sends is an act like any other and stands in the audit log, with its text: what
is said to a judge while marks are given must be open to question later. A judge's call is between
the judge and the organisers, may be private, and stands in no log; that it was answered does.
"""

import datetime as dt
import re

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from competition.actions.change import Change, change
from competition.actions.lookup import require_judge, require_match
from competition.actions.refusals import NotFound, Refused
from competition.actions.sheet_access import refuse_if_archived
from competition.document import Refusal, clean_text
from competition.messages import N_
from competition.store.accounts import judge_by_id
from competition.store.day_models import Message
from competition.store.db import new_token, now
from competition.store.judge_messages import find_call, find_message
from competition.store.models import Competition, Judge
from competition.store.transactions import writing

MOST_CHARACTERS = 200
"""A message is read in passing, on a tablet, by somebody who is marking."""
MOST_CALLS = 10
CALLS_WITHIN = dt.timedelta(minutes=5)
READY_MESSAGES = (
    N_("Please submit your sheets now."),
    N_("Please check your marks once more, then submit."),
    N_("The next match begins in five minutes."),
    N_("Please come to the organisers' table."),
)
ON_OUR_WAY = N_("We have your call. Somebody is on the way.")
COME = N_("Please come to me.")
READY_CALLS = (
    N_("I have a question about the match."),
    N_("Something is wrong with my tablet."),
    N_("I need a short break."),
)
READY_TEXTS = frozenset({*READY_MESSAGES, ON_OUR_WAY, COME, *READY_CALLS})
"""The texts that everybody reads in their own language; they are stored in English."""
_CALL_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")


class InvalidMessage(Refused):
    """The text is blank, too long or has characters that no message can have."""


class TooManyCalls(Refused):
    """The judge has called too often; the organisers see the calls that have arrived."""

    def __init__(self) -> None:
        super().__init__(
            N_("You have called several times, and the organisers can see it. Wait a few minutes.")
        )


def send_message(competition_key: str, to: str, text: str, by: str) -> int:
    """Send a message to `all` judges, `match/KEY` (its panel and trainees) or `judge/KEY`.

    Returns how many judges get it. Raises `NotFound`, `InvalidMessage`, or `Refused` where nobody
    would get it.
    """
    with change(competition_key, by, publish=False) as edit:
        edit.refuse_if_changed()
        judges = _recipients(edit.competition, to)
        if not judges:
            raise Refused(N_("There is no judge there yet, so nobody would get this message."))
        _send(edit, judges, to, text)
        return len(judges)


def answer_call(competition_key: str, message_id: int, by: str) -> None:
    """Tell a judge who called that somebody is on the way; nothing happens if it was answered.

    Raises `NotFound`.
    """
    with change(competition_key, by, publish=False) as edit:
        edit.refuse_if_changed()
        call = find_message(edit.competition.id, message_id)
        if call is None or call.to:
            raise NotFound
        if call.read_at:
            return
        call.read_at, call.read_by = now(), by
        _send(edit, [call.judge], f"judge/{call.judge.key}", ON_OUR_WAY, "message.answer")


def call_organisers(judge: Judge, text: str, call_key: str) -> Message:
    """A judge calls the organisers. The same `call_key` again is the same call, sent once.

    Raises `TooManyCalls` or `InvalidMessage`; `Closed` in an archived competition.
    """
    if not _CALL_KEY.fullmatch(call_key):
        raise InvalidMessage(
            N_("This call has no valid key. Load the page again, then call once more.")
        )
    cleaned, key = _checked_text(text), judge.competition.key
    with writing(key) as session:
        # Not as it was read before the transaction began.
        own = judge_by_id(judge.id)
        if own is None:
            raise NotFound
        refuse_if_archived(own.competition)
        if (sent := find_call(own.id, call_key)) is not None:
            return sent
        _refuse_too_many(session, own)
        call = Message(
            competition_id=own.competition_id,
            judge_id=own.id,
            batch=call_key,
            text=cleaned,
            sent_by=f"judge {own.key}",
        )
        session.add(call)
        session.flush()
    return call


def mark_read(judge: Judge, message_id: int) -> Message:
    """The judge has read a message; marked again it stays as it is. Raises `NotFound`."""
    with writing(judge.competition.key):
        message = find_message(judge.competition_id, message_id)
        if message is None or message.judge_id != judge.id or not message.to:
            raise NotFound
        if message.read_at is None:
            message.read_at, message.read_by = now(), f"judge {judge.key}"
    return message


def _send(
    edit: Change, judges: list[Judge], to: str, text: str, action: str = "message.send"
) -> None:
    cleaned = _checked_text(text)
    batch, sent_at = new_token(), now()
    for judge in judges:
        edit.session.add(
            Message(
                competition_id=edit.competition.id,
                judge_id=judge.id,
                batch=batch,
                to="judge" if to.startswith("judge/") else to,
                text=cleaned,
                sent_by=edit.by,
                sent_at=sent_at,
            )
        )
    after = {"judges": [judge.key for judge in judges], "message": cleaned}
    edit.audit(action, to, None, after)


def _recipients(competition: Competition, to: str) -> list[Judge]:
    kind, _, key = to.partition("/")
    if to == "all":
        return list(competition.judges)
    if kind == "judge":
        return [require_judge(competition, key)]
    if kind != "match":
        raise NotFound
    match = require_match(competition, key)
    trainees = set(match.trainees or ())
    return [
        *(seat.judge for seat in match.seats),
        *(judge for judge in competition.judges if judge.key in trainees),
    ]


def _checked_text(text: str) -> str:
    try:
        cleaned = " ".join(clean_text(text).split())
    except Refusal as refusal:
        raise InvalidMessage.from_refusal(refusal) from refusal
    if len(cleaned) > MOST_CHARACTERS:
        raise InvalidMessage(
            N_("This has %(length)s characters; a message has at most %(limit)s. Shorten it."),
            length=len(cleaned),
            limit=MOST_CHARACTERS,
        )
    return cleaned


def _refuse_too_many(session: Session, judge: Judge) -> None:
    since = (dt.datetime.now(dt.UTC) - CALLS_WITHIN).isoformat(timespec="milliseconds")
    calls = select(func.count(Message.id)).where(
        Message.judge_id == judge.id, Message.to == "", Message.sent_at >= since
    )
    if (session.scalar(calls) or 0) >= MOST_CALLS:
        raise TooManyCalls
