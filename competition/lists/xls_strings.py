"""The texts of an .xls: in one byte or two a character, and continued over several records."""

import struct

from competition.lists.limits import MOST_CELLS, damaged, too_many_cells

_WIDE, _EXTENDED, _RICH = 1, 4, 8


def text_at(body: bytes, place: int, *, length_bytes: int = 2) -> str:
    """The text that begins there: its length, a byte that says how wide it is, its characters."""
    length = int.from_bytes(body[place : place + length_bytes], "little")
    place += length_bytes
    return _decoded(body, place + 1, length, is_wide=bool(body[place] & _WIDE))


def read_shared_texts(pieces: list[bytes]) -> list[str]:
    """The texts that cells refer to by number, from a record and those that continue it."""
    reader = _Pieces(pieces)
    _, count = struct.unpack("<II", reader.take(8))
    if count > MOST_CELLS:
        raise too_many_cells()
    return [_shared_text(reader) for _ in range(count)]


def _shared_text(reader: "_Pieces") -> str:
    length, flags = struct.unpack("<HB", reader.take(3))
    runs = struct.unpack("<H", reader.take(2))[0] if flags & _RICH else 0
    extended = struct.unpack("<I", reader.take(4))[0] if flags & _EXTENDED else 0
    text = reader.characters(length, is_wide=bool(flags & _WIDE))
    reader.skip(4 * runs + extended)
    return text


class _Pieces:
    """Reads on from one piece to the next."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces
        self._index = 0
        self._place = 0

    def take(self, size: int) -> bytes:
        """The next bytes."""
        taken = b""
        while len(taken) < size:
            self._next_if_at_end()
            piece = self._pieces[self._index]
            more = piece[self._place : self._place + size - len(taken)]
            self._place += len(more)
            taken += more
        return taken

    def skip(self, size: int) -> None:
        """Pass over bytes."""
        while size:
            self._next_if_at_end()
            step = min(size, len(self._pieces[self._index]) - self._place)
            self._place += step
            size -= step

    def characters(self, length: int, *, is_wide: bool) -> str:
        """The next characters; where a piece begins inside them, it says anew how wide they are."""
        text: list[str] = []
        while length:
            if self._place >= len(self._pieces[self._index]):
                self._next_if_at_end()
                is_wide = bool(self.take(1)[0] & _WIDE)
            piece = self._pieces[self._index]
            here = min(length, (len(piece) - self._place) // (2 if is_wide else 1))
            if here == 0:
                raise damaged()
            text.append(_decoded(piece, self._place, here, is_wide=is_wide))
            self._place += here * (2 if is_wide else 1)
            length -= here
        return "".join(text)

    def _next_if_at_end(self) -> None:
        while self._place >= len(self._pieces[self._index]):
            self._index += 1
            self._place = 0


def _decoded(piece: bytes, place: int, length: int, *, is_wide: bool) -> str:
    if is_wide:
        return piece[place : place + 2 * length].decode("utf-16-le", "replace")
    return piece[place : place + length].decode("latin-1")
