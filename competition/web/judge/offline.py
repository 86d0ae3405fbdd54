"""Pages without a network, over https: the service worker, and whose each page is."""

import hashlib

from flask import Response, current_app, render_template, session
from flask.typing import ResponseReturnValue

from competition.web import sessions
from competition.web.judge import confirm_identity, judge_context
from competition.web.judge.blueprint import bp

# Only judges' links and pages have addresses that begin like this.
SCOPE = "/j"


@bp.get("/judge/worker.js")
def get_worker() -> Response:
    """The service worker of the judge's pages; the same for everybody."""
    response = current_app.send_static_file("js/judge/service-worker.js")
    response.headers["Service-Worker-Allowed"] = SCOPE
    return response


@bp.get("/judge/away")
@confirm_identity.confirmed_required
def away_page() -> ResponseReturnValue:
    """The page that the worker shows for a link while the server cannot be reached."""
    judge = sessions.judge()
    assert judge is not None
    judge_context.use_judges_language(judge)
    return render_template("judge/offline_link.html", judge=judge)


@bp.after_request
def name_session(response: Response) -> Response:
    """Name the session on its pages, so that the worker never mixes two judges' pages."""
    if (
        response.status_code == 200
        and response.mimetype == "text/html"
        and confirm_identity.is_confirmed()
    ):
        token = session[sessions.JUDGE]
        response.headers["Accord-Judge"] = hashlib.sha256(token.encode()).hexdigest()[:16]
    return response
