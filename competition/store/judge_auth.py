"""Which judge a token or a session belongs to, read in raw SQL (`raw_sql.py`)."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from competition.store.accounts import SignIn, used_since
from competition.store.models import Competition, Judge
from competition.store.raw_sql import Statement, read_row


class AuthenticatedJudge(NamedTuple):
    """A judge as far as a write needs to know: the id, the judge's key, the competition's key."""

    id: int
    key: str
    competition: str

    @property
    def name(self) -> str:
        """The judge's name among all competitions: the competition's key and the judge's."""
        return f"{self.competition}/{self.key}"


_JUDGE = select(Judge.id, Judge.key, Competition.key).join(
    Competition, Competition.id == Judge.competition_id
)
_BY_TOKEN = Statement(_JUDGE.where(Judge.token == bindparam("token")))
_BY_SESSION = Statement(
    _JUDGE.join(SignIn, SignIn.judge_id == Judge.id).where(
        SignIn.token == bindparam("token"),
        SignIn.ended_at.is_(None),
        SignIn.last_used_at >= bindparam("since"),
    )
)


def by_token(token: str) -> AuthenticatedJudge | None:
    """The judge with this link; None for a renewed or unknown one."""
    return _read(_BY_TOKEN, token=token)


def by_session(token: str) -> AuthenticatedJudge | None:
    """The judge of that session; None once it has ended, or was not used for too long."""
    return _read(_BY_SESSION, token=token, since=used_since(judge=True))


def _read(statement: Statement, **values: str) -> AuthenticatedJudge | None:
    found = read_row(statement, **values)
    return AuthenticatedJudge(*found) if found else None
