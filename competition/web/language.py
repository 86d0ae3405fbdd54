"""A page's language: by `?lang=`, else the cookie, the browser, or the competition."""

import functools

from flask import Flask, Response, g, has_request_context, request
from flask_babel import Babel, get_locale, refresh
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

LANGUAGES = {"zh": "zh_Hans_CN", "en": "en"}
COOKIE = "lang"
DEFAULT = "zh"

babel = Babel()


def init_app(app: Flask) -> None:
    """Set Babel up and remember a choice made by `?lang=`."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", LANGUAGES[DEFAULT])
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", "translations")
    babel.init_app(app, locale_selector=lambda: LANGUAGES[chosen()])
    app.after_request(_remember)
    app.jinja_env.globals.update(current_language=current, languages=tuple(LANGUAGES))


def chosen() -> str:
    """`zh` or `en` for this request."""
    if not has_request_context():
        return DEFAULT
    for code in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if code in LANGUAGES:
            return code
    accepted = from_browser(request.headers.get("Accept-Language", ""))
    if accepted is not None:
        return accepted
    fallback = g.get("fallback_language")
    return fallback if fallback in LANGUAGES else DEFAULT


@functools.lru_cache(maxsize=1024)
def from_browser(accept_language: str) -> str | None:
    """`zh` or `en` by an `Accept-Language` header; None if it names neither."""
    # An iPad sends zh-CN, Android zh-Hans-CN: only the first part counts.
    for tag, quality in parse_accept_header(accept_language, LanguageAccept):
        primary = tag.lower().replace("_", "-").split("-")[0]
        if quality > 0 and primary in LANGUAGES:
            return primary
    return None


def leave_competition() -> None:
    """Forget the competition's language, so that a 404 does not reveal whether it exists."""
    if g.pop("fallback_language", None) is not None:
        refresh()


def current() -> str:
    """The language being rendered now, `zh` or `en`."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"


def _remember(response: Response) -> Response:
    code = request.args.get("lang")
    # A stream stays in its page's language; another tab may have chosen another since.
    if response.mimetype == "text/event-stream":
        return response
    if code in LANGUAGES and request.cookies.get(COOKIE) != code:
        response.set_cookie(COOKIE, code, max_age=31_536_000, samesite="Lax")
    return response
