"""A request's header lines: within bounds, and nothing that two readers may read in two ways.

What is refused (RFC 9112, 5 and 6.3): a line that is no `name: value`, one that is folded into
the next, a NUL or a bare CR in it, and more than one word on where the body ends.
"""

import re
from collections.abc import Callable

MOST_BYTES = 32_768
"""The longest block of header lines that is read; the request line has pywsgi's 8,192."""
MOST_LINES = 100
# The blanks around a value are left in it: a pattern that may take them in several ways takes
# hours over some thousands of them.
_LINE = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):([^\x00\r\n]*)\r?\n")
_END = (b"\r\n", b"\n")


class TooLarge(ValueError):
    """The header lines are longer or more than is read."""


class Malformed(ValueError):
    """What was sent are no header lines that can be trusted."""


class Head:
    """The headers of one request, with the attributes that pywsgi asks of its `MessageClass`.

    Python's own e-mail parser takes as long for them as the rest of a small request.

    Raises `TooLarge` and `Malformed`.
    """

    status = ""

    def __init__(self, readline: Callable[[int], bytes]) -> None:
        self.headers: list[str] = []
        """The lines, as pywsgi splits them up again for the environ."""
        self._first: dict[str, str] = {}
        left = MOST_BYTES
        while (line := readline(left + 2)) not in _END:
            left -= len(line)
            if left < 0 or len(self.headers) == MOST_LINES:
                raise TooLarge("The headers are too large")
            read = _LINE.fullmatch(line)
            if read is None:
                raise Malformed("The headers cannot be read")
            name, value = read[1].decode("ascii"), read[2].strip(b" \t").decode("latin-1")
            self.headers.append(f"{name}:{value}")
            name = name.lower()
            if name in self._first and name in ("content-length", "transfer-encoding"):
                raise Malformed("The length is said twice")
            self._first.setdefault(name, value)
        self._check_length()

    def _check_length(self) -> None:
        coding = self.get("transfer-encoding")
        length = self.get("content-length")
        if coding is not None and (coding.lower() != "chunked" or length is not None):
            raise Malformed("The length cannot be told")
        if length is not None and not (length.isascii() and length.isdigit()):
            raise Malformed("The length is no number")

    def get(self, name: str, default: str | None = None) -> str | None:
        """The first value under a name, in whatever case."""
        return self._first.get(name.lower(), default)

    def once(self) -> dict[str, str] | None:
        """The headers under their names in small letters; None where one is said twice."""
        return self._first if len(self._first) == len(self.headers) else None

    getheader = get

    def __delitem__(self, name: str) -> None:
        """Take a header away; pywsgi does so with the length of a body that comes in chunks."""
        del self._first[name.lower()]

    @property
    def typeheader(self) -> str | None:
        """The body's type."""
        return self.get("content-type")
