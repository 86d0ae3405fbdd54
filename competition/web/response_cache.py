"""Public answers from memory: in front of Flask, for as long as nothing is committed.

A view says `keep()` of an answer that is the same for everybody who asks in the same language
and takes the same encoding. Whatever else a public page may be made of stands in the database,
so it holds until the next commit, by whoever; then it is asked for anew. Of a stream that the
server takes over, the offer is kept: ten thousand who come back at once are let in by it.
"""

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, request
from werkzeug.http import parse_etags, remove_entity_headers

from competition import live
from competition.store.data_version import DataVersion
from competition.web import compression, language
from competition.web.headers import is_private

MOST = 512
"""How many answers are kept; each is some kilobytes."""
_KEEP = "accord.keep"
_CHOSEN = re.compile(rf"(?:^|;)\s*{language.COOKIE}=([^;]*)")

_QUERIES = ("", *(f"lang={code}" for code in language.LANGUAGES))

Headers = list[tuple[str, str]]
Key = tuple[str, str, str | None, str | None, bool]


def init_app(app: Flask) -> None:
    """Put the memory in front of the application, and let its views know of commits."""
    changes = DataVersion(app.config["SQLALCHEMY_DATABASE_URI"])
    app.extensions["changes"] = changes
    app.extensions["memory"] = memory = ResponseCache(app.wsgi_app, changes)
    app.wsgi_app = memory  # type: ignore[method-assign]


def cache_response() -> bool:
    """Have this request's answer kept, and say whether it is.

    The answer may depend on the database, the path, the language and the encoding alone. Leave
    it whole where it is kept: the memory itself answers 304 to who has it already.
    """
    if _KEEP not in request.environ:
        return False
    request.environ[_KEEP] = True
    return True


@dataclass(frozen=True)
class CachedPage:
    """A whole answer of 200, and what is said of it to who has it already."""

    headers: Headers
    headers_304: Headers
    body: bytes
    etag: str

    def answer(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer 200 or 304."""
        has = environ.get("HTTP_IF_NONE_MATCH")
        if has is not None and _names(has, self.etag):
            start_response("304 NOT MODIFIED", self.headers_304)
            return []
        start_response("200 OK", self.headers)
        return [self.body]


@dataclass(frozen=True)
class CachedStream:
    """The offer of a stream, for one more viewer."""

    headers: Headers
    response: live.StreamResponse

    def answer(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Offer the server a stream like the one that was kept."""
        start_response("200 OK", self.headers)
        return live.offer(environ, self.response.stream.copy())


class ResponseCache:
    """A WSGI application before another."""

    def __init__(self, app: Callable[..., Iterable[bytes]], changes: DataVersion) -> None:
        self._app = app
        self._changes = changes
        self._edition: tuple[int, int] | None = None
        self._answers: dict[Key, CachedPage | CachedStream] = {}

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer from memory, or have the application answer."""
        key = _key(environ)
        edition = self._changes.edition() if key is not None else None
        if key is None or edition is None:
            return self._app(environ, start_response)
        if edition != self._edition:
            self._edition, self._answers = edition, {}
        answer = self._answers.get(key)
        # Whoever is one too many hears it from the view.
        if answer is None or (isinstance(answer, CachedStream) and answer.response.stream.hub.full):
            return self._ask(key, edition, environ, start_response)
        return answer.answer(environ, start_response)

    def find_stream(self, environ: Mapping[str, str]) -> live.StreamResponse | None:
        """The stream that a request like this one was offered, with the head of its answer."""
        key = _key(environ)
        if key is None or self._edition is None or self._changes.edition() != self._edition:
            return None
        answer = self._answers.get(key)
        return answer.response if isinstance(answer, CachedStream) else None

    def _ask(
        self,
        key: Key,
        edition: tuple[int, int],
        environ: dict[str, Any],
        start_response: Callable[..., Any],
    ) -> Iterable[bytes]:
        said: list[Any] = []
        environ[_KEEP] = False
        parts = self._app(environ, lambda *words: said.append(words))
        status, headers = said[-1][:2]
        if not environ.pop(_KEEP):
            start_response(status, headers)
            return parts
        stream = live.offered(environ)
        if stream is not None:
            self._keep(
                key,
                edition,
                CachedStream(headers, live.StreamResponse.from_headers(stream, headers)),
            )
            start_response(status, headers)
            return parts
        try:
            body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        bare = list(headers)
        remove_entity_headers(bare)
        page = CachedPage(headers, bare, body, dict(headers)["ETag"])
        self._keep(key, edition, page)
        return page.answer(environ, start_response)

    def _keep(self, key: Key, edition: tuple[int, int], answer: CachedPage | CachedStream) -> None:
        # Not where something was committed since: the answer may be older than that. And a
        # choice of language is to be remembered by whoever makes it.
        theirs = any(name == "Set-Cookie" for name, _ in answer.headers)
        if edition == self._edition and not theirs:
            if len(self._answers) >= MOST:
                self._answers = {}
            self._answers[key] = answer


def _key(environ: Mapping[str, Any]) -> Key | None:
    """What an answer may depend on; None where it is none for the memory."""
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    if environ["REQUEST_METHOD"] != "GET" or is_private(path) or environ.get("SCRIPT_NAME"):
        return None
    if query not in _QUERIES:
        return None
    cookies = _CHOSEN.findall(environ.get("HTTP_COOKIE", ""))
    if cookies and (len(cookies) > 1 or cookies[0] not in language.LANGUAGES):
        return None
    chosen = cookies[0] if cookies else None
    spoken = None
    if not query and not chosen:
        spoken = language.of_browser(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    gzip = compression.takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
    return path, query, chosen, spoken, gzip


@functools.lru_cache(maxsize=1024)
def _names(if_none_match: str, etag: str) -> bool:
    return parse_etags(if_none_match).contains_weak(etag.removeprefix("W/").strip('"'))
