"""Shows again what was typed if the judge is no longer signed in; nothing typed is lost."""

import re

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from competition.actions.refusals import NotFound
from competition.messages import N_
from competition.web import sessions
from competition.web.judge import judge_context

TOO_OLD = N_(
    "This page was open for too long, so nothing has been saved yet. Please send it again."
)
MOST_FIELDS = 400
_TYPED = re.compile(r"\.(mark_|personal_|comment$)")


def is_other_judge() -> bool:
    """Whether the posted form is from another judge than the one signed in here now."""
    judge = sessions.judge()
    return judge is None or request.form.get(
        "judge", judge_context.judge_name(judge)
    ) != judge_context.judge_name(judge)


def has_marks() -> bool:
    """Whether the posted form has marks or a comment in it."""
    return bool(_typed())


def unsaved_page(*, asks_who: bool = False) -> ResponseReturnValue:
    """The typed marks with a button to send them again; 404 if there are none.

    With `asks_who` the judge of this session has yet to confirm who they are.
    """
    fields = [(name, value) for name, value in request.form.items(multi=True) if "." in name]
    typed = _typed()
    if not typed or len(fields) > MOST_FIELDS:
        return not_found()
    own = [(n, request.form[n]) for n in ("judge", "do") if n in request.form]
    return render_template(
        "judge/unsaved_form.html", fields=own + fields, typed=typed, asks_who=asks_who
    ), 400


def _typed() -> list[tuple[str, str]]:
    fields = request.form.items(multi=True)
    return [(n, v) for n, v in fields if v and _TYPED.search(n)]


def not_found() -> ResponseReturnValue:
    """The response to a missing page, for an error handler, which cannot raise `NotFound`."""
    response: ResponseReturnValue = current_app.handle_user_exception(NotFound())
    return response
