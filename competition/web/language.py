"""A page's language: by `?lang=`, else the cookie, the browser, or the competition."""

import functools
from collections.abc import Callable
from urllib.parse import quote, urlencode

from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel, force_locale, get_locale, gettext, refresh
from werkzeug.datastructures import LanguageAccept
from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_accept_header
from werkzeug.routing import RequestRedirect

from competition.file_types import Language
from competition.web import proxies

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
    app.jinja_env.globals.update(
        current_language=current, languages=tuple(LANGUAGES), language_address=address_in
    )


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


def translators() -> dict[Language, Callable[[str], str]]:
    """What translates a message into a language, whichever the reader's is."""

    def into(locale: str) -> Callable[[str], str]:
        def translate(message: str) -> str:
            with force_locale(locale):
                text: str = gettext(message)
                return text

        return translate

    return {"zh": into(LANGUAGES["zh"]), "en": into(LANGUAGES["en"])}


def address_in(code: str) -> str:
    """Where this page is in that language: the same address with everything after its “?”.

    A page shown in answer to a form may be at an address that only takes forms; the link then
    leads to the nearest page above it.
    """
    query = [pair for pair in request.args.items(multi=True) if pair[0] != "lang"]
    path = request.path
    if _is_page(path):
        return f"?{urlencode([*query, ('lang', code)])}"
    while path.rstrip("/") and not _is_page(path):
        path = path.rstrip("/").rpartition("/")[0] or "/"
    return f"{quote(path)}?lang={code}"


def _is_page(path: str) -> bool:
    """Whether a browser that follows a link to the path gets an answer there."""
    if request.method == "GET" and path == request.path:
        return True
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True


def _remember(response: Response) -> Response:
    code = request.args.get("lang")
    # A stream stays in its page's language; another tab may have chosen another since.
    if response.mimetype == "text/event-stream":
        return response
    if code in LANGUAGES and request.cookies.get(COOKIE) != code:
        is_secure = proxies.is_secure_client()
        response.set_cookie(COOKIE, code, max_age=31_536_000, samesite="Lax", secure=is_secure)
    return response
