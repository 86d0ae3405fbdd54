"""Public answers from memory: in front of Flask, for as long as nothing is committed.

A view says `keep()` of an answer that is the same for everybody who asks in the same language
and takes the same encoding. Whatever else a public page may be made of stands in the database,
so it holds until the next commit, by whoever; then it is asked for anew.
"""

import functools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, request
from werkzeug.http import parse_etags, remove_entity_headers

from competition.store.changes import Changes

from . import language, packing
from .headers import is_private

MOST = 512
"""How many answers are kept; each is some kilobytes."""
_KEEP = "accord.keep"
_CHOSEN = re.compile(rf"(?:^|;)\s*{language.COOKIE}=([^;]*)")

Headers = list[tuple[str, str]]
Key = tuple[str, str, str | None, bool]


def init_app(app: Flask) -> None:
    """Put the memory in front of the application, and let its views know of commits."""
    changes = Changes(app.config["SQLALCHEMY_DATABASE_URI"])
    app.extensions["changes"] = changes
    app.wsgi_app = Memory(app.wsgi_app, changes)  # type: ignore[method-assign]


def keep() -> bool:
    """Have this request's answer kept, and say whether it is.

    The answer may depend on the database, the path, the language and the encoding alone. Leave
    it whole where it is kept: the memory itself answers 304 to who has it already.
    """
    if _KEEP not in request.environ:
        return False
    request.environ[_KEEP] = True
    return True


@dataclass(frozen=True)
class Answer:
    """A whole answer of 200, and what is said of it to who has it already."""

    headers: Headers
    headers_304: Headers
    body: bytes
    etag: str


class Memory:
    """A WSGI application before another."""

    def __init__(self, app: Callable[..., Iterable[bytes]], changes: Changes) -> None:
        self._app = app
        self._changes = changes
        self._edition: tuple[int, int] | None = None
        self._answers: dict[Key, Answer] = {}

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
        if answer is None:
            return self._ask(key, edition, environ, start_response)
        return _say(answer, environ, start_response)

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
        if not environ.pop(_KEEP):
            start_response(*said[-1])
            return parts
        try:
            body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        headers: Headers = said[-1][1]
        bare = list(headers)
        remove_entity_headers(bare)
        answer = Answer(headers, bare, body, dict(headers)["ETag"])
        # Not where something was committed since: the answer may be older than that.
        if edition == self._edition:
            if len(self._answers) >= MOST:
                self._answers = {}
            self._answers[key] = answer
        return _say(answer, environ, start_response)


def _say(
    answer: Answer, environ: dict[str, Any], start_response: Callable[..., Any]
) -> Iterable[bytes]:
    has = environ.get("HTTP_IF_NONE_MATCH")
    if has is not None and _names(has, answer.etag):
        start_response("304 NOT MODIFIED", answer.headers_304)
        return []
    start_response("200 OK", answer.headers)
    return [answer.body]


def _key(environ: dict[str, Any]) -> Key | None:
    """What an answer may depend on; None where it is none for the memory."""
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    if environ["REQUEST_METHOD"] != "GET" or is_private(path) or environ.get("SCRIPT_NAME"):
        return None
    chosen = _CHOSEN.findall(environ.get("HTTP_COOKIE", ""))
    if query and query not in [f"{language.COOKIE}={choice}" for choice in chosen[:1]]:
        return None
    if not chosen:
        spoken = language.of_browser(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    elif len(chosen) == 1 and chosen[0] in language.LANGUAGES:
        spoken = chosen[0]
    else:
        return None
    return path, query, spoken, packing.takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))


@functools.lru_cache(maxsize=1024)
def _names(if_none_match: str, etag: str) -> bool:
    return parse_etags(if_none_match).contains_weak(etag.removeprefix("W/").strip('"'))
