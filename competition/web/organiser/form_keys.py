"""What every organiser's form carries: a key of its own, and what its page knew of.

A form that was carried out is answered again as it was then, without acting. `run_action` hands
both to the actions; the templates' `token` macro writes both into the form.
"""

import hashlib
import json
import re
import secrets
import time
from contextlib import suppress
from typing import Any

from flask import Response, flash, g, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions import form_use
from competition.actions.form_use import FormRepeated, SentForm
from competition.actions.meanwhile import Seen
from competition.document.canonical import canonical
from competition.store import form_uses
from competition.store.db import Busy, db
from competition.web.htmx import wants_fragment
from competition.web.organiser.blueprint import bp
from competition.web.sessions import by
from competition.web.whole_number import parse_whole_number

KEY_FIELD, SEEN_FIELD = "form_key", "as_of"
HIDDEN_FIELDS = (KEY_FIELD, SEEN_FIELD, "csrf_token")
WAIT_SECONDS = 2.0
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
_LONGEST_NUMBER = 12


@bp.app_template_global()
def new_form_key() -> str:
    """A key for one form on one page."""
    return secrets.token_urlsafe(16)


@bp.app_template_global()
def form_seen() -> str:
    """The number of the newest audit row that the page knows of, for its forms; "" for none."""
    return "" if _seen() is None else str(_seen())


def sent_form() -> SentForm | None:
    """The form that was sent, if it has a key; the same object throughout the request."""
    if "sent_form" not in g:
        key = request.form.get(KEY_FIELD, "")
        g.sent_form = SentForm(key, _digest()) if _KEY.fullmatch(key) else None
    found: SentForm | None = g.sent_form
    return found


def seen_by_sender() -> Seen | None:
    """What the form's page knew of the competition; None outside of one."""
    number = _seen()
    return None if number is None else Seen(number)


def note_known(number: int) -> None:
    """From now on the page knows of the audit's rows up to this one."""
    g.seen_number = number


def _seen() -> int | None:
    """What the form that was sent knew of, otherwise what stood when the request began."""
    if "seen_number" in g:
        known: int = g.seen_number
        return known
    newest: int | None = g.get("newest_row")
    sent = parse_whole_number(request.form.get(SEEN_FIELD), digits=_LONGEST_NUMBER)
    return newest if newest is None or sent is None else min(sent, newest)


@bp.before_request
def answer_again() -> ResponseReturnValue | None:
    """Answer a form that was carried out before as it was answered then."""
    sent = sent_form() if request.method == "POST" else None
    return _stored_answer(sent) if sent else None


@bp.errorhandler(FormRepeated)
def answer_repeated(_repeated: FormRepeated) -> ResponseReturnValue:
    """Answer a form that arrived while it was being carried out, once that is answered."""
    sent = sent_form()
    give_up = time.monotonic() + WAIT_SECONDS
    while sent is not None and not wants_fragment() and time.monotonic() < give_up:
        db.session.rollback()
        if answer := _stored_answer(sent):
            return answer
        time.sleep(0.05)
    if wants_fragment():
        return "", 204
    flash(gettext("This form was sent twice. It was carried out once."), "good")
    competition = g.get("competition")
    home = f"/organiser/c/{competition.key}" if competition is not None else "/organiser"
    return redirect(home, 303)


@bp.after_request
def keep_answer(response: Response) -> Response:
    """Keep the redirect and the messages that answer a form which was carried out."""
    sent: SentForm | None = g.get("sent_form")
    if sent is not None and sent.is_stored and response.status_code == 303:
        messages = session.get("_flashes", [])
        answer = json.dumps({"to": response.location, "messages": messages}, default=str)
        # The act is stored: without its answer a repetition is answered in general words.
        with suppress(Busy):
            form_use.store_answer(sent, answer)
    return response


def _stored_answer(sent: SentForm) -> ResponseReturnValue | None:
    used = form_uses.find_use(sent.key)
    if used is None or used.digest != sent.digest or not used.answer:
        return None
    answer: dict[str, Any] = json.loads(used.answer)
    waiting = [list(message) for message in session.get("_flashes", [])]
    for kind, message in answer["messages"]:
        if [kind, message] not in waiting:
            flash(message, kind)
    return redirect(answer["to"], 303)


def _digest() -> str:
    """A digest of who sent what to which address; files count by their content."""
    fields = [
        [name, value] for name, value in request.form.items(multi=True) if name not in HIDDEN_FIELDS
    ]
    files = []
    for name, file in request.files.items(multi=True):
        files.append([name, file.filename, hashlib.sha256(file.stream.read()).hexdigest()])
        file.stream.seek(0)
    content = [by(), request.full_path, fields, files]
    return hashlib.sha256(canonical(content).encode()).hexdigest()
