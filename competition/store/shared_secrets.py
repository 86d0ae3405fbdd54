"""Secrets that all nodes use, kept in the database that they share."""

import secrets

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from competition.store.db import db
from competition.store.shared_models import SharedSecret
from competition.store.transactions import writing

_SIGNING = "signing key"


def shared_signing_key() -> str:
    """The key that signs sessions on every node, made when it is first asked for.

    For PostgreSQL. Raises `Busy` when it could not be stored, and SQLAlchemy's errors.
    """
    found = _stored(_SIGNING)
    if found is None:
        with writing() as session:
            made = insert(SharedSecret).values(name=_SIGNING, value=secrets.token_urlsafe(48))
            # Another node may have been faster: then its key counts.
            session.execute(made.on_conflict_do_nothing())
        found = _stored(_SIGNING)
        assert found is not None
    return found


def _stored(name: str) -> str | None:
    session = db.session()
    session.rollback()
    found = session.scalar(select(SharedSecret.value).where(SharedSecret.name == name))
    session.rollback()
    return found
