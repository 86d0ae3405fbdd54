"""A request's header lines: bounded in size, refusing what two parsers may read differently.

Refused (RFC 9112, 3.2, 5 and 6.3): a line that is not `name: value`, one that is folded into the
next, a control character in it, more than one statement of where the body ends, and any doubt
about which host is meant.
"""

import re
from collections.abc import Callable
from typing import overload

MAX_BYTES = 32_768
"""The longest block of header lines that is read; the request line has pywsgi's 8,192."""
MAX_LINES = 100
MAX_PARTS = 500
"""Commas and semicolons in all values together: thousands of cookies, or of languages that
somebody reads, are more work to take apart than a page is to make."""
# The pattern leaves the spaces around a value in it: one that could match them in several ways
# would take hours to backtrack over some thousands of them.
_LINE = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):([\t -~\x80-\xff]*)\r?\n")
_HOST = re.compile(r"(?:\[[0-9A-Za-z:.%]+\]|[0-9A-Za-z\-._~!$&'()*+,;=%]+)(?::[0-9]{0,5})?")
_LENGTH = re.compile(r"[0-9]{1,18}")
_ONLY_ONCE = {"content-length", "host", "transfer-encoding"}
_END = (b"\r\n", b"\n")


class TooLarge(ValueError):
    """The header lines are too long or too many."""


class Malformed(ValueError):
    """The header lines cannot be parsed without doubt."""


class RequestHeaders:
    """The headers of one request, with the attributes that pywsgi expects of its `MessageClass`.

    Python's own e-mail parser takes as long for them as the rest of a small request.

    Raises `TooLarge` and `Malformed`.
    """

    status = ""

    def __init__(self, readline: Callable[[int], bytes]) -> None:
        self.headers: list[str] = []
        """The lines; pywsgi splits them again for the environ."""
        self._first: dict[str, str] = {}
        bytes_left = MAX_BYTES
        while (line := readline(bytes_left + 2)) not in _END:
            bytes_left -= len(line)
            if bytes_left < 0 or len(self.headers) == MAX_LINES:
                raise TooLarge("The headers are too large")
            match = _LINE.fullmatch(line)
            if match is None:
                raise Malformed("The headers cannot be parsed")
            name, value = match[1].decode("ascii"), match[2].strip(b" \t").decode("latin-1")
            self.headers.append(f"{name}:{value}")
            name = name.lower()
            if name in self._first and name in _ONLY_ONCE:
                raise Malformed("What may be given once is given twice")
            self._first.setdefault(name, value)
        if bytes_left < MAX_BYTES - MAX_PARTS:
            parts = sum(line.count(",") + line.count(";") for line in self.headers)
            if parts > MAX_PARTS:
                raise TooLarge("The headers have too many parts")
        self._check_length()
        host = self.get("host")
        if host is not None and not _HOST.fullmatch(host):
            raise Malformed("The host is not one")

    def check_version(self, version: str) -> None:
        """Raise Malformed for what this version of HTTP requires or does not know."""
        if version == "HTTP/1.1" and self.get("host") is None:
            raise Malformed("The host is missing")
        if version == "HTTP/1.0" and self.get("transfer-encoding") is not None:
            raise Malformed("HTTP/1.0 has no chunks")

    def closes_connection(self, version: str) -> bool:
        """Whether the client wants the connection closed after the answer."""
        options = {each.strip() for each in self.get("connection", "").lower().split(",")}
        return "close" in options or (version != "HTTP/1.1" and "keep-alive" not in options)

    def _check_length(self) -> None:
        coding = self.get("transfer-encoding")
        length = self.get("content-length")
        if coding is not None and (coding.lower() != "chunked" or length is not None):
            raise Malformed("The length is ambiguous")
        if length is not None and not _LENGTH.fullmatch(length):
            raise Malformed("The length is not a number")

    @overload
    def get(self, name: str, default: str) -> str: ...

    @overload
    def get(self, name: str, default: None = None) -> str | None: ...

    def get(self, name: str, default: str | None = None) -> str | None:
        """Return the first value under a name, in any case."""
        return self._first.get(name.lower(), default)

    def as_dict(self) -> dict[str, str] | None:
        """Return the headers under their names in lower case; None if one is given twice."""
        return self._first if len(self._first) == len(self.headers) else None

    getheader = get

    @property
    def typeheader(self) -> str | None:
        """The body's type."""
        return self.get("content-type")
