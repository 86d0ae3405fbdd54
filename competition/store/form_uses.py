"""The forms that were carried out: each by its own key, so that none acts twice."""

from sqlalchemy import String, Text, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from competition.store.db import Model, db, now


class FormUse(Model):
    """A form that was carried out: the digest of what it held, and how it was answered.

    `answer` is written after the act, and "" until then and where a fragment was the answer.
    """

    __tablename__ = "form_use"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    answer: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[str] = mapped_column(String(40), default=now, index=True)


def find_use(key: str) -> FormUse | None:
    """The use of the form of that key; None while it has not been carried out."""
    return db.session.get(FormUse, key)


def forget_uses_before(session: Session, at: str) -> None:
    """Delete the uses before a time, inside the caller's transaction."""
    session.execute(
        delete(FormUse).where(FormUse.at < at), execution_options={"synchronize_session": False}
    )
