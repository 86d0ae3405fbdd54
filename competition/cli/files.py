"""Files named on the command line: read or written, or a message that says why not."""

import os
import sys
import tempfile
from pathlib import Path

from competition import document
from competition.cli.terminal import fail
from competition.file_types import Document
from competition.messages import N_

MOST_BYTES = 256 * 1024 * 1024


def read_document(name: str) -> Document:
    """Read and check a competition file, `-` being standard input; exits with 1 if it cannot be.

    Raises `document.InvalidDocument` with what is wrong in it.
    """
    return document.read_file(read_bytes(name), name)


def read_bytes(name: str, most: int = MOST_BYTES) -> bytes:
    """The content of a file, `-` being standard input; exits with 1 if it cannot be read.

    Of a longer file it is one byte more than `most`.
    """
    try:
        if name == "-":
            return sys.stdin.buffer.read(most + 1)
        with Path(name).open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError:
        fail(N_("%(file)s does not exist."), file=name)
    except IsADirectoryError:
        fail(N_("%(file)s is a folder; name a file in it."), file=name)
    except (OSError, ValueError) as error:
        fail(N_("%(file)s cannot be read: %(reason)s."), file=name, reason=_reason(error))


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; exits with 1 if it cannot be written."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except (OSError, ValueError) as error:
        fail(N_("%(file)s cannot be written: %(reason)s."), file=path, reason=_reason(error))


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
