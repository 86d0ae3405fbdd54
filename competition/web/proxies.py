"""Whose word counts for a client's address and for https, and what plain http is answered.

A proxy in `TRUSTED_PROXIES` says in `X-Forwarded-For` and `X-Forwarded-Proto` who asks and how;
from everybody else these headers are ignored. `X-Forwarded-Host`, like `Host`, decides nothing.
"""

import functools
import ipaddress
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import quote

from flask import Flask, request

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

HSTS = ("Strict-Transport-Security", "max-age=2592000")
"""For thirty days: long enough for an event, not for a hall that has no certificate next year."""
SERVED_IN_PLAIN = ("/healthz", "/trust")
"""Needed before https works, or by a program on the network; nothing secret."""
_IS_SECURE = "accord.is_secure"
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")


def init_app(app: Flask) -> None:
    """Put the rules in front of everything else; to be called after the response cache's."""
    trusted, public_url = app.config["TRUSTED_PROXIES"], app.config["PUBLIC_URL"]
    # Without either there is nothing to decide, and nothing behind reads such a header.
    if trusted or public_url:
        app.wsgi_app = Proxies(app.wsgi_app, trusted, public_url)  # type: ignore[method-assign]


def is_secure_client() -> bool:
    """Whether this request's cookies may only be sent over https."""
    return bool(request.environ.get(_IS_SECURE, request.is_secure))


class Proxies:
    """WSGI middleware that finds the client's address and scheme, and leads plain http to https."""

    def __init__(
        self,
        app: Callable[..., Iterable[bytes]],
        trusted: Sequence[Network] = (),
        public_url: str | None = None,
    ) -> None:
        self._app = app
        self._trusted = trusted
        self._https_url = public_url if public_url and public_url.startswith("https:") else None
        self._is_trusted = functools.lru_cache(maxsize=1024)(self._find_trusted)

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer with a redirect, or have the application answer for the client that asks."""
        peer = environ.get("REMOTE_ADDR", "")
        is_forwarded = bool(self._trusted) and self._is_trusted(peer) and _has_forwarded(environ)
        if is_forwarded:
            self._read_forwarded(environ, peer)
        for name in _FORWARDED:
            environ.pop(name, None)
        if self._https_url is None:
            return self._app(environ, start_response)
        if environ["wsgi.url_scheme"] == "https":
            return self._app(environ, _adding_hsts(start_response))
        # The machine itself needs no https, and its terminal shows a link before there is any.
        is_here = not is_forwarded and _is_loopback(peer)
        environ[_IS_SECURE] = not is_here
        if is_here or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            # What was sent in plain has been sent; a judge's marks must not be lost for it.
            return self._app(environ, start_response)
        if environ.get("PATH_INFO", "").startswith(SERVED_IN_PLAIN):
            return self._app(environ, start_response)
        headers = [("Location", self._https_url + _target(environ)), ("Content-Length", "0")]
        start_response("307 Temporary Redirect", [*headers, ("Cache-Control", "no-store")])
        return []

    def _read_forwarded(self, environ: dict[str, Any], peer: str) -> None:
        """Take the right-most address that is no trusted proxy's: what is left of it is hearsay."""
        client = peer
        for part in reversed(environ.get("HTTP_X_FORWARDED_FOR", "").split(",")):
            address = _parse(part.strip())
            if address is None:
                break
            client = str(address)
            if not self._is_trusted(client):
                break
        environ["REMOTE_ADDR"] = client
        scheme = environ.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip().lower()
        if scheme in ("http", "https"):
            environ["wsgi.url_scheme"] = scheme

    def _find_trusted(self, written: str) -> bool:
        address = _parse(written)
        return address is not None and any(address in network for network in self._trusted)


def _has_forwarded(environ: dict[str, Any]) -> bool:
    return any(name in environ for name in _FORWARDED)


def _parse(written: str) -> Address | None:
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def _is_loopback(written: str) -> bool:
    address = _parse(written)
    return address is not None and address.is_loopback


def _target(environ: dict[str, Any]) -> str:
    """The path and query that were asked for, as they may stand in a header."""
    path = quote(environ.get("PATH_INFO", "").encode("latin-1"), safe="/-._~!$&'()*+,;=:@")
    query = quote(environ.get("QUERY_STRING", "").encode("latin-1"), safe="/-._~!$&'()*+,;=:@%?")
    return f"{path}?{query}" if query else path


def _adding_hsts(start_response: Callable[..., Any]) -> Callable[..., Any]:
    def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        return start_response(status, [*headers, HSTS], *more)

    return start
