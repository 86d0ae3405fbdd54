"""What the log has of requests: refusals, failed sign-ins and slow answers.

An address is written as the pattern of its route, because a path may hold a judge's token; who
asked is an organiser's account number or a judge's key. Where the server logs every request by
itself (`request_records.py`), it is told here who asked.
"""

import logging
import time

from flask import Flask, Response, g, request
from sqlalchemy import inspect

from competition import logs, measurements
from competition.store.accounts import Organiser

SLOW_SECONDS = 1.0
ASKED_BY = "accord.asked_by"
"""In the environ, where every request is logged: who asked."""
_log = logging.getLogger("accord.requests")
_sign_ins = logging.getLogger("accord.sign_in")


def init_app(app: Flask) -> None:
    """Log after every request; the time begins when its body has been read."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_forget)


def route() -> str:
    """The request's method and the pattern of its address."""
    pattern = request.url_rule.rule if request.url_rule else "an unknown address"
    # A method that nobody serves is the sender's own word.
    method = request.method if request.url_rule else "request for"
    return f"{method} {pattern}"


def failed_sign_in(organiser: Organiser | None) -> None:
    """Log a wrong password; `organiser` is whose name was given, if there is one."""
    whose = f"account {organiser.id}" if organiser else "no account"
    _sign_ins.warning("sign-in failed: %s", whose, extra={"kind": f"sign-in failed: {whose}"})


def asked_by_judge(name: str) -> None:
    """Note who asks, where that is not read from a session's row; `name` is competition/judge."""
    g.asking_judge = name


def _begin() -> None:
    g.begun = time.perf_counter()
    measurements.begin_request()


def _forget(_error: BaseException | None) -> None:
    measurements.end_request()


def _end(response: Response) -> Response:
    status = response.status_code
    if ASKED_BY in request.environ:
        request.environ[ASKED_BY] = _who()
    if status >= 400:
        what = f"refused {status} {route()}"
        _log.log(_level(status), "%s by %s", what, _who(), extra=_text_only(what))
    took = time.perf_counter() - g.begun if "begun" in g else 0.0
    if took > SLOW_SECONDS:
        what = f"slow {route()}"
        _log.warning("%s %s took %.1f s", what, status, took, extra=_text_only(what))
    return response


def _text_only(kind: str) -> dict[str, str]:
    """What such a line says, the request's own line says where there is one: in JSON."""
    return {logs.KIND: kind, logs.FORM: logs.TEXT}


def _level(status: int) -> int:
    """A refusal is everyday; a server that cannot answer is not."""
    return logging.WARNING if status >= 500 else logging.INFO


def _who() -> str:
    """Who asked, as far as the request has found it out; nothing is read for it."""
    if (organiser := g.get("organiser")) is not None:
        return f"organiser {inspect(organiser).identity[0]}"
    if "asking_judge" in g:
        return f"judge {g.asking_judge}"
    if (judge := g.get("judge")) is not None:
        return f"judge {vars(judge).get('key', '?')}"
    if (table := g.get("table")) is not None:
        return f"table {inspect(table).identity[0]}"
    return "a visitor"
