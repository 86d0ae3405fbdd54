"""The parts of a zipped workbook, unpacked piece by piece, never past a limit."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any
from xml.parsers import expat

from competition.document import Refusal
from competition.lists.limits import MOST_UNPACKED_BYTES, damaged, has_password, unpacks_too_large

_PIECE = 64 * 1024
_ENCRYPTED = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    struct.error,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
)

StartHandler = Callable[[str, dict[str, str]], None]
EndHandler = Callable[[str], None]
TextHandler = Callable[[str], None]


class ZipParts:
    """A zip archive; what is unpacked of it is counted over all its parts."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise damaged() from error
        entries = self._zip.infolist()
        if sum(entry.file_size for entry in entries) > MOST_UNPACKED_BYTES:
            raise unpacks_too_large()
        # Names differ in case, and some programs write backslashes.
        self._entries = {_plain(entry.filename): entry for entry in entries}
        self._unpacked = 0

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._entries

    def pieces(self, name: str) -> Iterator[bytes]:
        """Unpack a part; raises `Refusal` where it is damaged or more than the limit."""
        entry = self._entries.get(_plain(name))
        if entry is None:
            raise damaged()
        if entry.flag_bits & _ENCRYPTED:
            raise has_password()
        try:
            with self._zip.open(entry) as part:
                while piece := part.read(_PIECE):
                    self._unpacked += len(piece)
                    if self._unpacked > MOST_UNPACKED_BYTES:
                        raise unpacks_too_large()
                    yield piece
        except Refusal:
            raise
        except _BROKEN as error:
            raise damaged() from error

    def start_of(self, name: str, size: int) -> bytes:
        """The first bytes of a part."""
        return next(self.pieces(name), b"")[:size]

    def parse(
        self,
        name: str,
        start: StartHandler,
        end: EndHandler | None = None,
        text: TextHandler | None = None,
    ) -> None:
        """Parse a part as XML; elements have their local names, without a prefix."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = start
        if end is not None:
            parser.EndElementHandler = end
        if text is not None:
            parser.CharacterDataHandler = text
        # No workbook declares a document type; what one could declare only does harm.
        parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            for piece in self.pieces(name):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, LookupError) as error:
            # LookupError: the part names an encoding that there is none of.
            raise damaged() from error


def local_name(name: str) -> str:
    """The name of an element or attribute without its prefix."""
    return name.rpartition(":")[2] if ":" in name else name


def local_attributes(attributes: dict[str, str]) -> dict[str, str]:
    """Attributes by their local names."""
    return {local_name(name): value for name, value in attributes.items()}


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _refuse_doctype(*_declaration: Any) -> None:
    raise damaged()
