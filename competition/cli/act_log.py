"""Writes a line into the log for every new row of the audit log, whoever wrote it.

It follows the table instead of the writers: so a line stands for something that was committed, a
`flask` command in another process is seen too, and no judge's transaction waits for the log.
"""

import logging
import re

from sqlalchemy import func, select

from competition.store.accounts import Organiser
from competition.store.audit import AuditRow
from competition.store.db import db

MOST_ROWS = 500
_KEYS = re.compile(r"[a-z0-9][a-z0-9/_.,+-]{0,299}")
_ACCOUNTS = ("organiser ", "observer ")
_JUDGE = re.compile(r"judge ([a-z0-9-]+)")
_COMMON = ("command line", "first start", "set-up link")
_log = logging.getLogger("accord.acts")


class ActLog:
    """Follows the audit rows from now on. Needs an application context."""

    def __init__(self) -> None:
        self._last = db.session.scalar(select(func.max(AuditRow.id))) or 0
        db.session.rollback()

    def write_new(self) -> None:
        """Log the rows that were committed since the last call, at most `MOST_ROWS`."""
        query = (
            select(AuditRow.id, AuditRow.chain, AuditRow.who, AuditRow.action, AuditRow.subject)
            .where(AuditRow.id > self._last)
            .order_by(AuditRow.id)
            .limit(MOST_ROWS)
        )
        rows = db.session.execute(query).all()
        numbers: dict[str, int] = {}
        if any(row.chain == "" or row.who.startswith(_ACCOUNTS) for row in rows):
            accounts = db.session.execute(select(Organiser.name, Organiser.id)).all()
            numbers = {row.name: row.id for row in accounts}
        db.session.rollback()
        for row in rows:
            self._last = row.id
            subject = _subject(row.chain, row.action, row.subject, numbers)
            about = f"{row.chain or '-'} {subject}".rstrip()
            _log.info("act %s %s by %s", row.action, about, actor_code(row.who, numbers))


def actor_code(who: str, numbers: dict[str, int]) -> str:
    """Who did it, without a name: an organiser's account number, a judge's key.

    >>> actor_code("organiser 王芳", {"王芳": 3}), actor_code("organiser 李娜", {})
    ('organiser 3', 'organiser of a removed account')
    >>> actor_code("judge li-na · tablet 2", {}), actor_code("王芳", {})
    ('judge li-na', 'somebody')
    """
    if who.startswith(_ACCOUNTS):
        role, _, name = who.partition(" ")
        return f"{role} {numbers.get(name) or 'of a removed account'}"
    if judge := _JUDGE.match(who):
        return f"judge {judge[1]}"
    return who if who in _COMMON else "somebody"


def _subject(chain: str, action: str, subject: str, numbers: dict[str, int]) -> str:
    """What a row is about, as keys; "" where it is a person's name or anything else."""
    if action.startswith("session."):
        return ""
    if action.startswith("organiser."):
        return f"account {numbers[subject]}" if subject in numbers else ""
    is_file = chain == "" and action.startswith("backup.")
    return subject if _KEYS.fullmatch(subject.lower() if is_file else subject) else ""
