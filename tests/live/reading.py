"""A reader of event streams, written from the HTML standard alone; it shares no code with Accord.

It takes bytes as they come, cut anywhere, and says which events a browser would have seen.
"""

import zlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    kind: str
    data: str
    id: str


class Reader:
    """Reads the body of a stream, compressed or not; `events` are the dispatched events."""

    def __init__(self, *, gzip: bool = False) -> None:
        self.events: list[Event] = []
        self.fields: list[str] = []
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 16) if gzip else None
        self._text = b""
        self._id = self._kind = ""
        self._data: list[str] = []

    @property
    def states(self) -> list[Event]:
        return [event for event in self.events if event.kind == "message"]

    @property
    def numbers(self) -> list[int]:
        return [int(event.id) for event in self.states]

    @property
    def beats(self) -> list[Event]:
        return [event for event in self.events if event.kind == "beat"]

    def feed(self, data: bytes) -> None:
        self._text += self._inflate.decompress(data) if self._inflate else data
        while (line := self._line()) is not None:
            self._take(line)

    def _line(self) -> str | None:
        """Cut off one line. It ends with CR LF, LF or CR; a last CR may be half of one."""
        ends = [at for at in (self._text.find(b"\n"), self._text.find(b"\r")) if at >= 0]
        if not ends:
            return None
        at = min(ends)
        if self._text[at : at + 1] == b"\r" and at + 1 == len(self._text):
            return None
        after = at + 2 if self._text[at : at + 2] == b"\r\n" else at + 1
        line, self._text = self._text[:at], self._text[after:]
        return line.decode("utf-8", "replace")

    def _take(self, line: str) -> None:
        if not line:
            if self._data:
                self.events.append(Event(self._kind or "message", "\n".join(self._data), self._id))
            self._kind, self._data = "", []
            return
        field, colon, value = line.partition(":")
        if colon and not field:
            return
        value = value.removeprefix(" ")
        self.fields.append(field)
        if field == "data":
            self._data.append(value)
        elif field == "event":
            self._kind = value
        elif field == "id" and "\0" not in value:
            self._id = value
