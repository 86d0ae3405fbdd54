"""Messages to judges, and their calls: what was sent, who has read it, an answer in one touch."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from wtforms import StringField

from competition.actions import messages as actions
from competition.store.day_models import Message
from competition.store.judge_messages import count_open_calls, messages_of_competition
from competition.store.models import Competition
from competition.web.htmx import wants_fragment
from competition.web.message_texts import shown_text
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.forms.fields import ChoiceField
from competition.web.organiser.lookup import competition_or_404, file_without_sheets
from competition.web.organiser.names import names_by_key
from competition.web.organiser.record.audit_rows import actor_text
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    run_action,
)
from competition.web.sessions import by

MOST_SHOWN = 100
"""How many sent messages and how many answered calls the page lists."""


@dataclass(frozen=True)
class SentMessage:
    """One message as it was sent: its rows, one for each judge who got it."""

    rows: list[Message]

    @property
    def first(self) -> Message:
        """Any of the rows: what they have in common."""
        return self.rows[0]

    @property
    def read(self) -> list[Message]:
        """The rows of who has marked it as read."""
        return [row for row in self.rows if row.read_at]

    @property
    def unread(self) -> list[Message]:
        """The rows of who has not."""
        return [row for row in self.rows if not row.read_at]


class MessageForm(PlainForm):
    """To whom, and what: a ready sentence's button, or what was typed."""

    to = ChoiceField(lazy_gettext("To"))
    text = StringField(lazy_gettext("Message"))


@bp.route("/organiser/c/<key>/messages", methods=["GET", "POST"])
@keeps_what_was_typed
def messages_page(key: str) -> ResponseReturnValue:
    """Judges' calls first, a form to send, then what was sent.

    `?to=` and `?text=` fill in the form, for links from other pages.
    """
    competition = competition_or_404(key)
    form = message_form(competition)
    if is_valid_submission(form):
        ready = request.form.get("ready", "")
        text = ready if ready in actions.READY_MESSAGES else form.text.data or ""
        if not form.to.data:
            form.to.refusals = [gettext("Choose who is to get it.")]
        elif run_action(
            form, lambda: actions.send_message(competition.key, form.to.data, text, by())
        ):
            return redirect_with(_back(key), gettext("The message is sent."))
    rows = messages_of_competition(competition)
    context = {
        "calls": [row for row in rows if not row.to and not row.read_at],
        "answered": [row for row in rows if not row.to and row.read_at][:MOST_SHOWN],
        "sent": sent_messages(row for row in rows if row.to)[:MOST_SHOWN],
        "shown_text": shown_text,
        "actor_text": actor_text,
        **names_by_key(file_without_sheets(competition)),
    }
    if wants_fragment():
        return organiser_page("day/_message_list.html", **context)
    return form_page("day/messages.html", form, **context)


@bp.post("/organiser/c/<key>/messages/<int:number>/answer")
def post_answer(key: str, number: int) -> ResponseReturnValue:
    """Tell the judge that somebody is on the way: the whole act is one touch."""
    competition = competition_or_404(key)
    form = PlainForm()
    if is_valid_submission(form) and run_action(
        form, lambda: actions.answer_call(competition.key, number, by())
    ):
        return redirect_with(_back(key), gettext("The judge is told that somebody is on the way."))
    return redirect_with(_back(key), " ".join(form.general), "bad")


def message_form(competition: Competition) -> MessageForm:
    """The form for a message, for its own page and for another that includes `_messages.html`."""
    form = MessageForm()
    names = names_by_key(file_without_sheets(competition))
    form.to.choices = [
        ("", gettext("Choose…")),
        ("all", gettext("All judges")),
        *((f"judge/{key}", name) for key, name in names["judge_names"].items()),
        *(
            (f"match/{key}", gettext("Panel: %(match)s", match=name))
            for key, name in names["match_names"].items()
        ),
    ]
    if not form.is_submitted():
        form.to.data = request.args.get("to", "")
        form.text.data = request.args.get("text", "")
    return form


@bp.app_template_global()
def ready_messages() -> Iterable[str]:
    """The ready sentences for judges, in English, as they are sent."""
    return actions.READY_MESSAGES


@bp.app_template_global()
def open_calls(competition: Competition) -> str:
    """How many judges' calls wait for an answer, in words; "" for none."""
    count = count_open_calls(competition)
    if not count:
        return ""
    return ngettext("%(num)s call of a judge waits.", "%(num)s calls of judges wait.", count)


def sent_messages(rows: Iterable[Message]) -> list[SentMessage]:
    """The rows of organisers' messages, the newest first, put together by message."""
    batches = groupby(rows, key=lambda row: row.batch)
    return [SentMessage(sorted(found, key=lambda row: row.id)) for _, found in batches]


def _back(key: str) -> str:
    """The page that sent the form: the control room, or the messages' own."""
    page = "control" if request.form.get("back") == "control" else "messages"
    return f"/organiser/c/{key}/{page}"
