"""`python -m competition.document.check_process`: the check of a large file, in its own process.

The file comes on standard input, its name as the argument. On standard output is a line of JSON
with what is wrong, or the checked file in parts (see `write_parts`), so that whoever reads it can
do other things between two lines.
"""

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, BinaryIO, cast

from competition.document.checker import read_file
from competition.document.foreign_files import ForeignFile
from competition.document.problems import InvalidDocument, Phrase, Problem, Refusal
from competition.file_types import Document
from competition.messages import N_

LEAST_BYTES = 200 * 1024 * 1024
BYTES_PER_BYTE = 40
"""The memory that a check may take: `LEAST_BYTES` and as much again for each byte of the file."""
MOST_SECONDS = 60
"""How long the processor may work on one file."""
ITEMS_PER_LINE = 50

_TOO_LARGE = N_(
    "Checking this file takes too much memory; it cannot be a competition. Choose another file."
)


def main(name: str) -> None:
    """Check what comes on standard input, within this process's bounds."""
    data = sys.stdin.buffer.read()
    limit_process(LEAST_BYTES + BYTES_PER_BYTE * len(data))
    write_answer(data, name, sys.stdout.buffer)


def write_answer(data: bytes, name: str, target: BinaryIO) -> None:
    """Check the file of that name; write what `read_answer` reads."""
    lines: Iterable[object]
    try:
        lines = write_parts(read_file(data, name))
    except InvalidDocument as invalid:
        lines = [_plain_refusal(invalid)]
    except MemoryError:
        lines = [_plain_refusal(InvalidDocument([Problem("", _TOO_LARGE)]))]
    for line in lines:
        target.write(json.dumps(line).encode() + b"\n")
    target.flush()


def limit_process(most_bytes: int) -> None:
    """Bound memory and time of this process, where the system can, and let all others go first."""
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    os.nice(19)


def write_parts(file: Document) -> Iterable[object]:
    """Yield the file with empty lists, then its lists piece by piece as `[name, items]`."""
    whole = cast(Mapping[str, Any], file)
    yield {"file": {name: [] if isinstance(part, list) else part for name, part in whole.items()}}
    for name, part in whole.items():
        if isinstance(part, list):
            for start in range(0, len(part), ITEMS_PER_LINE):
                yield [name, part[start : start + ITEMS_PER_LINE]]


def read_answer(lines: Iterable[bytes], pause: Callable[[], None]) -> Document:
    """Return the checked file, or raise what the check has raised; pauses between two lines."""
    remaining = iter(lines)
    first = json.loads(next(remaining))
    if "file" not in first:
        raise _refusal(first)
    file: dict[str, Any] = first["file"]
    for line in remaining:
        pause()
        name, items = json.loads(line)
        file[name] += items
    return cast(Document, file)


def _plain_refusal(invalid: InvalidDocument) -> dict[str, Any]:
    return {
        "kind": invalid.kind if isinstance(invalid, ForeignFile) else "",
        "has_more": invalid.has_more,
        "problems": [
            {"place": each.place, "message": each.message, "values": _plain_values(each.values)}
            for each in invalid.problems
        ],
    }


def _plain_values(values: Mapping[str, object]) -> dict[str, object]:
    return {
        name: {"message": value.message, "values": _plain_values(value.values)}
        if isinstance(value, Phrase | Refusal)
        else value
        for name, value in values.items()
    }


def _refusal(answer: Mapping[str, Any]) -> InvalidDocument:
    if answer["kind"]:
        return ForeignFile(answer["kind"])
    problems = [
        Problem(each["place"], each["message"], _values(each["values"]))
        for each in answer["problems"]
    ]
    return InvalidDocument(problems, has_more=answer["has_more"])


def _values(plain: Mapping[str, Any]) -> dict[str, object]:
    return {
        name: Phrase(value["message"], _values(value["values"]))
        if isinstance(value, dict)
        else value
        for name, value in plain.items()
    }


if __name__ == "__main__":
    main(sys.argv[1])
