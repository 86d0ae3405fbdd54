"""Messages between organisers and judges, as pages and tablets ask for them."""

from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from competition.store.day_models import Message
from competition.store.db import db
from competition.store.models import Competition, Judge
from competition.store.raw_sql import read_rows
from competition.store.statements import Statement

MOST_UNREAD = 20
"""How many unread messages a tablet is told at once, the oldest first."""


LARGEST_ID = 2**63 - 1
"""What an address may name beyond it, no row can have, and SQLite cannot ask for."""


class UnreadMessage(NamedTuple):
    """A message to a judge that is not marked read: its id, its text, when it was sent."""

    id: int
    text: str
    sent_at: str


# Asked by every tablet every few seconds, so in raw SQL (`raw_sql.py`).
_UNREAD = Statement(
    select(Message.id, Message.text, Message.sent_at)
    .where(Message.judge_id == bindparam("judge"), Message.to != "", Message.read_at.is_(None))
    .order_by(Message.id)
    .limit(MOST_UNREAD)
)
_OPEN_CALL = Statement(
    select(Message.id).where(
        Message.competition_id == bindparam("competition"),
        Message.to == "",
        Message.read_at.is_(None),
    )
)


def unread_of_judge(judge_id: int) -> list[UnreadMessage]:
    """The organisers' messages that the judge has not marked read, the oldest first."""
    return [UnreadMessage(*row) for row in read_rows(_UNREAD, judge=judge_id)]


def count_open_calls(competition: Competition) -> int:
    """How many calls of judges no organiser has answered yet."""
    return len(read_rows(_OPEN_CALL, competition=competition.id))


def messages_of_judge(judge: Judge) -> list[Message]:
    """Everything between the organisers and a judge, the newest first."""
    query = select(Message).filter_by(judge_id=judge.id).order_by(Message.id.desc())
    return list(db.session.scalars(query))


def messages_of_competition(competition: Competition) -> list[Message]:
    """Everything between the organisers and the judges of a competition, the newest first."""
    query = select(Message).filter_by(competition_id=competition.id).order_by(Message.id.desc())
    return list(db.session.scalars(query.options(joinedload(Message.judge))))


def calls_to_answer(competition: Competition) -> list[Message]:
    """The calls of judges that no organiser has answered yet, the oldest first."""
    query = select(Message).filter_by(competition_id=competition.id, to="", read_at=None)
    return list(db.session.scalars(query.options(joinedload(Message.judge)).order_by(Message.id)))


def find_message(competition_id: int, message_id: int) -> Message | None:
    """The message of that id in that competition."""
    if message_id > LARGEST_ID:
        return None
    return db.session.scalar(
        select(Message).filter_by(id=message_id, competition_id=competition_id)
    )


def find_call(judge_id: int, batch: str) -> Message | None:
    """The call that a judge has sent under that key."""
    return db.session.scalar(select(Message).filter_by(judge_id=judge_id, batch=batch, to=""))
