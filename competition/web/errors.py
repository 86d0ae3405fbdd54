"""Error pages. What a visitor may not see and what does not exist get the same bytes."""

import errno
import logging

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import ObjectDeletedError
from werkzeug.exceptions import HTTPException

from competition.actions.refusals import NotFound
from competition.actions.sheet_access import Closed
from competition.store.database_errors import is_failure, is_unstorable
from competition.store.db import Busy, NotConfirmed, Unavailable
from competition.web import language, request_log, sessions

RETRY_AFTER_SECONDS = 2
_DISK_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS)
log = logging.getLogger("accord.errors")


def init_app(app: Flask) -> None:
    """Answer every error with a sentence, as JSON below `/api/` and as a page elsewhere."""
    app.register_error_handler(NotFound, missing_page)
    # It went while the request waited for something else.
    app.register_error_handler(ObjectDeletedError, missing_page)
    app.register_error_handler(Closed, _closed)
    app.register_error_handler(Busy, _busy)
    app.register_error_handler(Unavailable, _unavailable)
    app.register_error_handler(NotConfirmed, _not_confirmed)
    app.register_error_handler(DBAPIError, _database_error)
    app.register_error_handler(PoolTimeout, _no_database)
    # The connection was lost before, and that was caught.
    app.register_error_handler(PendingRollbackError, _no_database)
    app.register_error_handler(OSError, _system_error)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def error(status: int, code: str, message: str) -> Response:
    """An error response: `{"error": code, "message": …}` below `/api/`, a page elsewhere."""
    if request.path.startswith("/api/"):
        response = jsonify({"error": code, "message": message})
    else:
        try:
            # The same at every missing address, so that none reveals more than another.
            organiser = sessions.organiser() if status == 404 else None
            clerk = sessions.clerk() if status == 404 else None
        except (DBAPIError, PoolTimeout, PendingRollbackError) as problem:
            return _no_database(problem)
        page = render_template(
            "errors/error.html", status=status, message=message, organiser=organiser, clerk=clerk
        )
        response = make_response(page)
    response.status_code = status
    if status >= 400:
        response.headers["Cache-Control"] = "no-store"
    return response


def missing_page(_error: Exception) -> ResponseReturnValue:
    """The answer to a missing page, the same for whatever does not exist."""
    language.leave_competition()
    return error(404, "not_found", gettext("There is nothing at this address."))


def _closed(refusal: Closed) -> ResponseReturnValue:
    return error(423, refusal.code, refusal.text(gettext))


def _busy(_error: Exception) -> ResponseReturnValue:
    return _try_later(
        gettext("The server is busy, and nothing has been saved yet. Please try again.")
    )


def _unavailable(_error: Exception) -> ResponseReturnValue:
    # The store has logged why: once, and not for each of many tablets that try again.
    return _try_later(
        gettext(
            "The server cannot write its data, and nothing has been saved yet. Tell the "
            "organiser, and try again."
        )
    )


def _not_confirmed(_error: Exception) -> ResponseReturnValue:
    return _try_later(
        gettext(
            "It is not known yet whether this has been saved. Send it again: it is stored only "
            "once."
        )
    )


def _database_error(problem: DBAPIError) -> ResponseReturnValue:
    if is_unstorable(problem):
        log.warning("a text or a number was sent that the database cannot store", exc_info=problem)
        return error(
            400,
            "unstorable",
            gettext(
                "Something that was sent cannot be stored: it is too long, or has a character "
                "that no text has. Nothing has been saved. Correct it, then send it again."
            ),
        )
    return _no_database(problem) if is_failure(problem) else _unexpected(problem)


def _no_database(problem: Exception) -> Response:
    # That it is away was logged once, by whoever watches it.
    if not current_app.extensions["public_version"].is_away:
        log.error("the database could not be read", exc_info=problem)
    return _try_later(
        gettext("The server cannot read its data. Tell the organiser, and try again.")
    )


def _system_error(problem: OSError) -> ResponseReturnValue:
    if problem.errno not in _DISK_ERRORS:
        return _unexpected(problem)
    log.error("the disk could not be used", exc_info=problem)
    return _unavailable(problem)


def _try_later(message: str) -> Response:
    response = error(503, "busy", message)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    return error(
        400,
        "csrf",
        gettext("This page was open for too long. Reload it, then send it again."),
    )


def _http(problem: HTTPException) -> ResponseReturnValue:
    if problem.response is not None:
        return problem.response
    status = problem.code or 500
    if status == 404:
        return missing_page(problem)
    messages = {
        400: gettext("The request could not be read."),
        401: gettext("Open your link again, or sign in."),
        405: gettext("This page does not accept that request."),
        413: gettext("The request is too large."),
        415: gettext("Send it as JSON."),
        429: gettext("Too many attempts. Wait a few minutes, then try again."),
    }
    codes = {400: "bad_request", 401: "unauthorized", 413: "too_large", 429: "too_many"}
    message = messages.get(status, gettext("Something is wrong with this request."))
    response = error(status, codes.get(status, f"http_{status}"), message)
    if status == 405 and (allowed := getattr(problem, "valid_methods", None)):
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _unexpected(problem: Exception) -> ResponseReturnValue:
    if current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise problem
    log.error("an unexpected error in %s", request_log.route(), exc_info=problem)
    return error(
        500,
        "unexpected",
        gettext("Something went wrong on the server. The error has been recorded."),
    )
