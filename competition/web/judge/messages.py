"""The judge's messages: what the organisers have written, and calling them.

The header of every page shows the oldest unread message. All of it works without a script, too.
"""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from competition.actions import messages as actions
from competition.actions.refusals import NotFound, Refused
from competition.store.db import new_token
from competition.store.judge_messages import (
    UnreadMessage,
    messages_of_judge,
    unread_of_judge,
)
from competition.store.models import Judge
from competition.web import sessions
from competition.web.judge import assignments, confirm_identity, judge_context, unsaved_form
from competition.web.judge.blueprint import bp
from competition.web.message_texts import shown_text


@bp.get("/judge/messages")
@confirm_identity.confirmed_required
def judge_messages_page() -> ResponseReturnValue:
    """All messages, the newest first, and the call; `?match=` is where the judge came from."""
    return _page(_judge())


@bp.post("/judge/messages")
@confirm_identity.confirmed_required
def post_call_form() -> ResponseReturnValue:
    """Call the organisers with a ready sentence or with what was typed."""
    if unsaved_form.is_other_judge():
        return redirect(url_for("judge.home_page"), 303)
    judge = _judge()
    ready = request.form.get("ready", "")
    text = ready if ready in actions.READY_TEXTS else request.form.get("text", "")
    try:
        actions.call_organisers(judge, text, request.form.get("call_key", ""))
    except NotFound:
        abort(404)
    except Refused as refusal:
        return _page(judge, refusal.text(gettext), text)
    return redirect(url_for("judge.judge_messages_page", match=_came_from(judge)), 303)


@bp.post("/judge/messages/<int:number>/read")
@confirm_identity.confirmed_required
def post_read_form(number: int) -> ResponseReturnValue:
    """Mark a message as read, then back to the page that showed it."""
    if unsaved_form.is_other_judge():
        return redirect(url_for("judge.home_page"), 303)
    actions.mark_read(_judge(), number)
    back = confirm_identity.judge_path(request.form.get("next"))
    return redirect(back or url_for("judge.judge_messages_page"), 303)


@bp.context_processor
def header_messages() -> dict[str, Any]:
    """For the header of every page: `unread_messages()` and how their texts are shown."""
    return {"unread_messages": _unread_messages, "shown_text": shown_text}


def _unread_messages() -> list[UnreadMessage] | None:
    """What the judge has not marked as read; None for whoever has not confirmed who they are."""
    judge = sessions.judge()
    if judge is None or not confirm_identity.is_confirmed():
        return None
    if "unread_messages" not in g:
        g.unread_messages = unread_of_judge(judge.id)
    found: list[UnreadMessage] = g.unread_messages
    return found


def _page(judge: Judge, refusal: str = "", typed: str = "") -> ResponseReturnValue:
    page = render_template(
        "judge/messages.html",
        judge=judge,
        judge_name=judge_context.judge_name(judge),
        messages=messages_of_judge(judge),
        call_key=new_token(),
        come=actions.COME,
        ready_calls=actions.READY_CALLS,
        most_characters=actions.MOST_CHARACTERS,
        came_from=_came_from(judge),
        refusal=refusal,
        typed=typed,
    )
    return page, 422 if refusal else 200


def _came_from(judge: Judge) -> str | None:
    """The match whose page led here, if the judge has it."""
    match = request.args.get("match", "")
    return match if match and assignments.find_assignment(judge, match) else None


def _judge() -> Judge:
    judge = sessions.judge()
    assert judge is not None
    judge_context.use_judges_language(judge)
    return judge
