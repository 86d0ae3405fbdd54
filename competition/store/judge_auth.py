"""Which judge a token or a session belongs to, read in raw SQL (`raw_sql.py`)."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from competition.store.accounts import SignIn, used_since
from competition.store.models import Competition, Judge
from competition.store.raw_sql import read_row
from competition.store.statements import Statement

PROGRAM = "program"
"""What a write is sent with by a program that has the judge's token and no session."""
UNCONFIRMED = "unconfirmed"
"""What it is sent with by a session whose judge has not confirmed who they are."""
FIRST_DEVICE = "A"
"""The letter of the first device that a judge confirms."""


class Sender(NamedTuple):
    """What a judge's write is sent with: a device's name, or one of the words above.

    `first_of` is the id of the session whose first write this would be.
    """

    name: str
    first_of: int | None = None

    @property
    def is_other_device(self) -> bool:
        """Whether it is a device, and not the first that the judge confirmed their name on."""
        return self.name != PROGRAM and self.name.split()[0] != FIRST_DEVICE


class AuthenticatedJudge(NamedTuple):
    """A judge as far as a write needs to know: the id, the judge's key, the competition's key.

    `device`, `session` and `wrote_at` are those of the session; without one they are None.
    """

    id: int
    key: str
    competition: str
    session: int | None = None
    device: str | None = None
    wrote_at: str | None = None

    @property
    def sender(self) -> Sender:
        """What this judge's writes are sent with."""
        if self.session is None:
            return Sender(PROGRAM)
        return sender_of(self.session, self.device, self.wrote_at)

    @property
    def name(self) -> str:
        """The judge's name among all competitions: the competition's key and the judge's."""
        return f"{self.competition}/{self.key}"


_JUDGE = select(Judge.id, Judge.key, Competition.key).join(
    Competition, Competition.id == Judge.competition_id
)
_BY_TOKEN = Statement(_JUDGE.where(Judge.token == bindparam("token")))
_BY_SESSION = Statement(
    _JUDGE.add_columns(SignIn.id, SignIn.device, SignIn.wrote_at)
    .join(SignIn, SignIn.judge_id == Judge.id)
    .where(
        SignIn.token == bindparam("token"),
        SignIn.ended_at.is_(None),
        SignIn.last_used_at >= bindparam("since"),
    )
)


def sender_of(session: int, device: str | None, wrote_at: str | None) -> Sender:
    """What the writes of that session are sent with."""
    return Sender(device or UNCONFIRMED, None if wrote_at else session)


def by_token(token: str) -> AuthenticatedJudge | None:
    """The judge with this link; None for a renewed or unknown one."""
    return _read(_BY_TOKEN, token=token)


def by_session(token: str) -> AuthenticatedJudge | None:
    """The judge of that session; None once it has ended, or was not used for too long."""
    return _read(_BY_SESSION, token=token, since=used_since(judge=True))


def _read(statement: Statement, **values: str) -> AuthenticatedJudge | None:
    found = read_row(statement, **values)
    return AuthenticatedJudge(*found) if found else None
