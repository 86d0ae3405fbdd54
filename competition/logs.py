"""The log: one line per event, for an operator; never a token, a mark or a person's name.

Everybody logs by the standard library's `logging`; what comes from outside is written as codes,
numbers and address patterns, never as it was sent. An exception is written as its type and where
it was raised, without its message, which may hold anything. The same fault is written once with
its traceback and then counted, so that no fault can fill the disk.

Without LOG_FILE, warnings and errors go to standard error. With it, everything goes to that file
too, which only its owner can read, and which is begun anew when it is large. With LOG=json,
everything goes to standard error as one JSON object a line, requests included.
"""

import json
import logging
import os
import sqlite3
import sys
import threading
import time
import traceback
from collections.abc import Iterable
from logging.handlers import RotatingFileHandler
from types import TracebackType

MOST_BYTES = 5 * 1024 * 1024
KEPT_FILES = 5
"""How many older files are kept beside the newest one: `accord.log.1` is the newest of them."""
FORGOTTEN_SECONDS = 3600.0
"""After this time without it, a fault is written with its traceback again."""
MOST_FAULTS = 200
MOST_ALIKE = 10
"""How many lines of one kind are written a minute; the others are counted."""
KIND = "kind"
"""The attribute of a record that names its kind, for `MOST_ALIKE`: `extra={KIND: …}`."""
FIELDS = "fields"
"""The attribute of a record with what its JSON object has besides the message: a mapping."""
FORM = "form"
"""The attribute of a record that is for a log of one form alone: `TEXT` or `JSON`."""
TEXT, JSON = "text", "json"


def set_up(target: str | None, *, as_json: bool = False) -> None:
    """Begin to log: to the file `target`, with "-" all to standard error, with None errors only.

    With `as_json`, all goes to standard error as JSON, and to a file as text too.
    """
    root = logging.getLogger()
    for old in [each for each in root.handlers if isinstance(each.formatter, LogFormatter)]:
        root.removeHandler(old)
        old.close()
    terminal = _TerminalHandler(sys.stderr)
    terminal.setLevel(logging.INFO if target == "-" or as_json else logging.WARNING)
    terminal.setFormatter(JsonFormatter() if as_json else LogFormatter())
    handlers: list[logging.Handler] = [terminal]
    if target and target != "-":
        handlers.append(_FileHandler(target))
        handlers[-1].setFormatter(LogFormatter())
    for handler in handlers:
        handler.addFilter(
            _FormFilter(JSON if isinstance(handler.formatter, JsonFormatter) else TEXT)
        )
        handler.addFilter(FloodFilter())
        root.addHandler(handler)
    root.setLevel(logging.INFO if target or as_json else logging.WARNING)
    # What it says at this level is about how it works, not about the hall.
    logging.getLogger("alembic").setLevel(logging.WARNING)


def print_error(text: str) -> None:
    """Say something to whoever started the program, on standard error; as JSON where the log is."""
    if any(isinstance(each.formatter, JsonFormatter) for each in logging.getLogger().handlers):
        logging.getLogger("accord.start").error("%s", text, extra={FORM: JSON})
    else:
        print(text, file=sys.stderr)  # noqa: T201


def reopen_file() -> None:
    """Open the log file again by its name, after something else has moved it away."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, _FileHandler):
            handler.reopen()


def tell_counts() -> None:
    """Write how often what was not written has happened; call it about once a minute."""
    for handler in logging.getLogger().handlers:
        for each in handler.filters:
            if isinstance(each, FloodFilter):
                for record in each.summaries():
                    handler.emit(record)


class LogFormatter(logging.Formatter):
    """Time, level and message in one line; after a fault its traceback, without values."""

    def format(self, record: logging.LogRecord) -> str:
        """A record as text."""
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        message = record.getMessage().encode("unicode_escape").decode("ascii")
        line = f"{at}.{int(record.msecs):03d}Z {record.levelname} {message}"
        error = record.exc_info[1] if record.exc_info else None
        return line if error is None else "\n".join([line, *exception_lines(error)])


class JsonFormatter(LogFormatter):
    """One JSON object in one line, in ASCII: time, level, message, the record's own fields."""

    def format(self, record: logging.LogRecord) -> str:
        """A record as JSON; after a fault `trace` has its lines, without values."""
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line: dict[str, object] = {
            "time": f"{at}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        line |= getattr(record, FIELDS, {})
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            line["trace"] = exception_lines(error)
        return json.dumps(line)


class _FormFilter(logging.Filter):
    """Lets pass what is for logs of this form, and what is for all."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self._form = form

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(record, FORM, self._form) == self._form


class FloodFilter(logging.Filter):
    """Lets a fault pass once, and `MOST_ALIKE` a minute of each other kind; counts the rest."""

    def __init__(self) -> None:
        super().__init__()
        # By kind: when last seen, how many passed in this minute, how many did not, and the level.
        self._seen: dict[str, list[float]] = {}
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is written."""
        error = record.exc_info[1] if record.exc_info else None
        kind = getattr(record, KIND, None) if error is None else place(error)
        if kind is None:
            return True
        with self._lock:
            seen = self._seen.get(kind)
            if seen is None or record.created - seen[0] > FORGOTTEN_SECONDS:
                if len(self._seen) >= MOST_FAULTS and seen is None:
                    self._seen.pop(next(iter(self._seen)))
                seen = self._seen[kind] = [record.created, 0, 0, record.levelno]
            seen[0] = record.created
            if seen[1] < (MOST_ALIKE if error is None else 1):
                seen[1] += 1
                return True
            seen[2] += 1
            return False

    def summaries(self) -> Iterable[logging.LogRecord]:
        """A line for each kind of which some were not written, and a new count for all."""
        with self._lock:
            counted = [(kind, seen[2], int(seen[3])) for kind, seen in self._seen.items()]
            for kind, seen in self._seen.items():
                # A fault stays known; of other kinds some may be written again.
                seen[1], seen[2] = (1 if kind.startswith("fault ") else 0), 0
        for kind, count, level in counted:
            if count:
                message = f"the same again {count} times in the last minute: {kind}"
                yield logging.LogRecord("accord", level, __file__, 0, message, None, None)


def place(error: BaseException) -> str:
    """The kind of a fault: its type, and the file and line that raised it."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    where = f"{last.tb_frame.f_code.co_filename}:{last.tb_lineno}" if last else "?"
    return f"fault {type(error).__name__} at {where}"


def exception_lines(error: BaseException) -> list[str]:
    """An exception and what led to it, as lines without any value."""
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        kind = type(current)
        why = _harmless_message(current)
        lines += [*_frames(current.__traceback__), f"  {kind.__module__}.{kind.__name__}{why}"]
        hidden = current.__suppress_context__
        current = current.__cause__ or (None if hidden else current.__context__)
        if current is not None:
            lines.append("  because of:")
    return lines


def _harmless_message(error: BaseException) -> str:
    """The message of those errors that name no value: the system's own, and the database's."""
    if isinstance(error, OSError):
        return f": {error.strerror}"
    return f": {error}" if isinstance(error, sqlite3.Error) else ""


def _frames(trace: TracebackType | None) -> list[str]:
    return [
        f"    {frame.filename}:{frame.lineno} in {frame.name}: {frame.line}"
        for frame in traceback.extract_tb(trace)
    ]


class _QuietHandler(logging.Handler):
    """Drops what cannot be written: a closed terminal or a full disk must not stop the server."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Do nothing, where the standard library would print a traceback for each record."""


class _TerminalHandler(_QuietHandler, logging.StreamHandler):  # type: ignore[type-arg]
    pass


class _FileHandler(_QuietHandler, RotatingFileHandler):
    def __init__(self, name: str) -> None:
        super().__init__(name, maxBytes=MOST_BYTES, backupCount=KEPT_FILES, encoding="utf-8")

    def _open(self):  # type: ignore[no-untyped-def]  # noqa: ANN202
        def opener(name: str, flags: int) -> int:
            return os.open(name, flags, 0o600)

        return open(self.baseFilename, self.mode, encoding=self.encoding, opener=opener)

    def reopen(self) -> None:
        """Close the file; the next line opens the one of that name."""
        with self.lock or threading.Lock():
            if self.stream:
                self.stream.close()
                self.stream = None
