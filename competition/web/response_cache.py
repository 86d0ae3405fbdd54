"""Public responses from memory, in front of Flask, until something public changes.

A view calls `cache_response()` for a response that is the same for everybody with the same
language and encoding. Everything else that a public page depends on is a public snapshot or what
the screens show, so the response is valid until one of them changes, by any process. Commits of
what the public may not see change nothing here: the time of an answer does not tell of them.

For a stream that the server takes over, its offer is cached, so that ten thousand viewers can
reconnect at once.
"""

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, request
from sqlalchemy import make_url
from werkzeug.http import parse_etags, remove_entity_headers

from competition import live
from competition.store.data_version import DataVersion, PublicVersion
from competition.store.public_watch import PublicWatch
from competition.web import compression, language
from competition.web.headers import is_private

MAX_RESPONSES = 512
"""How many responses are cached; each is a few kilobytes."""
_CACHE_FLAG = "accord.cache_response"
_CHOSEN = re.compile(rf"(?:^|;)\s*{language.COOKIE}=([^;]*)")

_NEVER_KEPT = ("/static/", "/healthz")
"""Nothing public that changes, so nothing has to be looked at first."""

_QUERIES = ("", *(f"lang={code}" for code in language.LANGUAGES))

Headers = list[tuple[str, str]]
Key = tuple[str, str, str | None, str | None, bool]


def init_app(app: Flask) -> None:
    """Put the cache in front of the application, and let views know of public changes."""
    address = app.config["SQLALCHEMY_DATABASE_URI"]
    is_file = make_url(address).get_backend_name() == "sqlite"
    changes = PublicVersion(DataVersion(address)) if is_file else PublicWatch(address)
    app.extensions["public_version"] = changes
    app.extensions["response_cache"] = cache = ResponseCache(app.wsgi_app, changes)
    app.wsgi_app = cache  # type: ignore[method-assign]


def cache_response() -> bool:
    """Have this request's response cached; returns whether it will be.

    The response may depend only on what is public, the path, the language and the encoding. If it
    is cached, leave it complete: the cache itself answers 304 to readers who have it already.
    """
    if _CACHE_FLAG not in request.environ:
        return False
    request.environ[_CACHE_FLAG] = True
    return True


@dataclass(frozen=True)
class CachedPage:
    """A response of 200, and its headers for a 304."""

    headers: Headers
    headers_304: Headers
    body: bytes
    etag: str

    def answer(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer 200 or 304."""
        if_none_match = environ.get("HTTP_IF_NONE_MATCH")
        if if_none_match is not None and _contains(if_none_match, self.etag):
            start_response("304 NOT MODIFIED", self.headers_304)
            return []
        start_response("200 OK", self.headers)
        return [self.body]


@dataclass(frozen=True)
class CachedStream:
    """The offer of a stream, repeated for each further viewer."""

    headers: Headers
    response: live.StreamResponse

    def answer(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Offer the server a copy of the cached stream."""
        start_response("200 OK", self.headers)
        return live.offer(environ, self.response.stream.copy())


class ResponseCache:
    """WSGI middleware that answers from memory where it can."""

    def __init__(self, app: Callable[..., Iterable[bytes]], changes: PublicVersion) -> None:
        self._app = app
        self._changes = changes
        self._version: int | None = None
        self._answers: dict[Key, CachedPage | CachedStream] = {}

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer from memory, or have the application answer."""
        key = _key(environ)
        version = self._changes.current() if key is not None else None
        if key is None or version is None:
            return self._app(environ, start_response)
        if version != self._version:
            self._version, self._answers = version, {}
        answer = self._answers.get(key)
        # If the hub is full, the view answers.
        if answer is None or (isinstance(answer, CachedStream) and answer.response.stream.hub.full):
            return self._ask_application(key, version, environ, start_response)
        return answer.answer(environ, start_response)

    def find_stream(self, environ: Mapping[str, str]) -> live.StreamResponse | None:
        """The cached stream for such a request, with its response headers, or None.

        It is as new as the last look: where looks are shared, have the request wait for one first.
        """
        key = _key(environ)
        if key is None or self._version is None or self._changes.known() != self._version:
            return None
        answer = self._answers.get(key)
        return answer.response if isinstance(answer, CachedStream) else None

    def _ask_application(
        self,
        key: Key,
        version: int,
        environ: dict[str, Any],
        start_response: Callable[..., Any],
    ) -> Iterable[bytes]:
        started: list[Any] = []
        environ[_CACHE_FLAG] = False
        parts = self._app(environ, lambda *arguments: started.append(arguments))
        status, headers = started[-1][:2]
        if not environ.pop(_CACHE_FLAG):
            start_response(status, headers)
            return parts
        stream = live.offered(environ)
        if stream is not None:
            self._store(
                key,
                version,
                CachedStream(headers, live.StreamResponse.from_headers(stream, headers)),
            )
            start_response(status, headers)
            return parts
        try:
            body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        headers_304 = list(headers)
        remove_entity_headers(headers_304)
        page = CachedPage(headers, headers_304, body, dict(headers)["ETag"])
        self._store(key, version, page)
        return page.answer(environ, start_response)

    def _store(self, key: Key, version: int, answer: CachedPage | CachedStream) -> None:
        # Not if something public changed meanwhile: the response may be older. Nor if it sets a
        # cookie, which belongs to one reader.
        sets_cookie = any(name == "Set-Cookie" for name, _ in answer.headers)
        if version == self._version and not sets_cookie:
            if len(self._answers) >= MAX_RESPONSES:
                self._answers = {}
            self._answers[key] = answer


def _key(environ: Mapping[str, Any]) -> Key | None:
    """What a response may depend on; None if it cannot be cached."""
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    if environ["REQUEST_METHOD"] != "GET" or is_private(path) or environ.get("SCRIPT_NAME"):
        return None
    if query not in _QUERIES or path.startswith(_NEVER_KEPT):
        return None
    cookies = _CHOSEN.findall(environ.get("HTTP_COOKIE", ""))
    if cookies and (len(cookies) > 1 or cookies[0] not in language.LANGUAGES):
        return None
    chosen = cookies[0] if cookies else None
    accepted = None
    if not query and not chosen:
        accepted = language.from_browser(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    gzip = compression.negotiates_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
    return path, query, chosen, accepted, gzip


@functools.lru_cache(maxsize=1024)
def _contains(if_none_match: str, etag: str) -> bool:
    return parse_etags(if_none_match).contains_weak(etag.removeprefix("W/").strip('"'))
