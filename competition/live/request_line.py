"""A request's first line, strictly (RFC 9112, 3): one way to read it, or none."""

import re

from competition.live.request_headers import Malformed, TooLarge

MAX_QUERY_FIELDS = 200
# Bytes above ASCII are what some programs send for an address that they should have escaped.
_LINE = re.compile(r"([!#$%&'*+\-.^_`|~0-9A-Za-z]+) (/[!-~\x80-\xff]*|\*) HTTP/(\d\.\d)\r?\n?")
# Methods are case-sensitive: `get` is not GET, though the application would take it for that.
_METHOD = re.compile(r"[A-Z]{1,24}")
_VERSIONS = {"1.0", "1.1"}


class UnknownMethod(Malformed):
    """The method is not written as HTTP's methods are; answer 501."""


class UnknownVersion(Malformed):
    """The version is neither HTTP/1.0 nor HTTP/1.1; answer 505."""


def parse_request_line(line: str) -> tuple[str, str, str]:
    """Return method, target and version; raises Malformed, TooLarge, UnknownMethod, UnknownVersion.

    >>> parse_request_line("GET /c/final?lang=en HTTP/1.1\\r\\n")
    ('GET', '/c/final?lang=en', 'HTTP/1.1')
    """
    match = _LINE.fullmatch(line)
    if match is None:
        raise Malformed("The request line cannot be parsed")
    method, target, version = match.groups()
    if version not in _VERSIONS:
        raise UnknownVersion("The version is not supported")
    if not _METHOD.fullmatch(method):
        raise UnknownMethod("The method is not known")
    if target.count("&") >= MAX_QUERY_FIELDS:
        raise TooLarge("The query has too many fields")
    if target == "*" and method != "OPTIONS":
        raise Malformed("Only OPTIONS may ask for *")
    return method, target, f"HTTP/{version}"
