"""Which judge a token or a session stands for, read the short way (`driver.py`)."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from .driver import Statement, read_one
from .parts import Competition
from .people import Judge, SignIn


class Pass(NamedTuple):
    """A judge as far as a write needs to know: the id, the judge's key, the competition's key."""

    id: int
    key: str
    competition: str

    @property
    def name(self) -> str:
        """The judge as one word: the competition's key and the judge's."""
        return f"{self.competition}/{self.key}"


_JUDGE = select(Judge.id, Judge.key, Competition.key).join(
    Competition, Competition.id == Judge.competition_id
)
_BY_TOKEN = Statement(_JUDGE.where(Judge.token == bindparam("token")))
_BY_SESSION = Statement(
    _JUDGE.join(SignIn, SignIn.judge_id == Judge.id).where(
        SignIn.token == bindparam("token"), SignIn.ended_at.is_(None)
    )
)


def of_token(token: str) -> Pass | None:
    """The judge whose link this is now; None for a renewed or unknown one."""
    return _read(_BY_TOKEN, token)


def of_session(token: str) -> Pass | None:
    """The judge of that session while it lasts."""
    return _read(_BY_SESSION, token)


def _read(statement: Statement, token: str) -> Pass | None:
    found = read_one(statement, token=token)
    return Pass(*found) if found else None
