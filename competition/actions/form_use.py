"""A form acts once: sent again, by a double click or over a bad network, it changes nothing more.

Every form has a key of its own, made with its page. The key is stored in the transaction of the
act, so that an act that is refused does not use it up and two equal forms at one instant act once.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from sqlalchemy.orm import Session

from competition import measurements
from competition.actions.refusals import Refused
from competition.messages import N_
from competition.store import form_uses
from competition.store.form_uses import FormUse
from competition.store.transactions import commit, writing

KEPT_DAYS = 7


@dataclass
class SentForm:
    """A form as it was sent: its key, and a digest of everything else in it."""

    key: str
    digest: str
    is_stored: bool = False
    """Whether the key has been stored for this form already: an act may be several changes."""


class FormRepeated(Exception):
    """This very form was carried out before; it is answered as it was then."""


class FormChanged(Refused):
    """The form was carried out before, with other content."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "This form was sent before with other content, and carried out then. See how it is "
                "now. If this is to be done as well, send it again."
            )
        )


_sent: ContextVar[SentForm | None] = ContextVar("sent_form", default=None)


@contextmanager
def sending(form: SentForm | None) -> Iterator[None]:
    """Carry out what is inside for a form that was sent; without one, for nobody in particular."""
    token = _sent.set(form)
    try:
        yield
    finally:
        _sent.reset(token)


@contextmanager
def acting(*names: str) -> Iterator[Session]:
    """One write transaction of an act, which uses the key of the form that was sent.

    `names` are those of `transactions.writing`. Raises `FormRepeated` or `FormChanged` where the
    key was used before.
    """
    with writing(*names) as session:
        form = _sent.get()
        if form is not None and not form.is_stored:
            _use(session, form)
        yield session
    measurements.note_write("act")
    if form is not None:
        form.is_stored = True


def store_answer(form: SentForm, answer: str) -> None:
    """Keep how a form that was carried out is answered, for when it is sent again."""
    with writing(wait=1.0) as session:
        use = session.get(FormUse, form.key)
        if use is not None:
            use.answer = answer


def _use(session: Session, form: SentForm) -> None:
    used = form_uses.find_use(form.key)
    if used is None:
        oldest = dt.datetime.now(dt.UTC) - dt.timedelta(days=KEPT_DAYS)
        form_uses.forget_uses_before(session, oldest.isoformat(timespec="milliseconds"))
        session.add(FormUse(key=form.key, digest=form.digest))
        session.flush()
    elif used.digest == form.digest:
        # Only then is the first answer true on every disk that it is to be on.
        commit(session)
        raise FormRepeated
    else:
        raise FormChanged
