"""The streams of a compound file (OLE), which an .xls is, and every workbook with a password."""

import struct

from competition.lists.limits import damaged

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA
"""Numbers from here on are marks, such as the end of a chain."""
_ENTRY_BYTES = 128
_STREAM, _ROOT = 2, 5


class CompoundFile:
    """A compound file; raises `Refusal` where it is damaged."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        if len(data) < 512:
            raise damaged()
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        directory, self._cutoff, mini_fat = struct.unpack_from("<I4xII", data, 48)
        if shift not in (9, 12) or mini_shift != 6:
            raise damaged()
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        self._fat = self._read_fat()
        self._streams: dict[str, tuple[int, int]] = {}
        self._mini_sectors: list[int] = []
        entries = self._join(self._chain(directory))
        for place in range(0, len(entries) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
            length, kind = struct.unpack_from("<HB", entries, place + 64)
            first, size = struct.unpack_from("<II", entries, place + 116)
            name = entries[place : place + max(0, min(length, 64) - 2)].decode(
                "utf-16-le", "replace"
            )
            if kind == _ROOT:
                self._mini_sectors = self._chain(first)
            elif kind == _STREAM:
                self._streams.setdefault(name, (first, size))
        fat = self._join(self._chain(mini_fat))
        self._mini_fat = list(struct.unpack(f"<{len(fat) // 4}I", fat[: len(fat) // 4 * 4]))

    def __contains__(self, name: str) -> bool:
        return name in self._streams

    def read(self, name: str) -> bytes:
        """The content of a stream."""
        first, size = self._streams[name]
        if size >= self._cutoff:
            return self._join(self._chain(first))[:size]
        pieces: list[bytes] = []
        for mini in _follow(self._mini_fat, first):
            index, rest = divmod(mini * self._mini_size, self._size)
            if index >= len(self._mini_sectors):
                raise damaged()
            sector = self._sector(self._mini_sectors[index])
            pieces.append(sector[rest : rest + self._mini_size])
        return b"".join(pieces)[:size]

    def _read_fat(self) -> list[int]:
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        more = struct.unpack_from("<I", self._data, 68)[0]
        count = self._size // 4
        seen = 0
        while more < _LAST_SECTOR:
            seen += 1
            if seen > len(self._data) // self._size:
                raise damaged()
            *numbers, more = struct.unpack(f"<{count}I", self._sector(more))
            sectors += numbers
        fat: list[int] = []
        for sector in sectors:
            if sector < _LAST_SECTOR:
                fat += struct.unpack(f"<{count}I", self._sector(sector))
        return fat

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        sector = self._data[start : start + self._size]
        if len(sector) < self._size:
            # The last sector of a file may be cut short.
            if not sector:
                raise damaged()
            sector = sector.ljust(self._size, b"\0")
        return sector

    def _join(self, sectors: list[int]) -> bytes:
        return b"".join(map(self._sector, sectors))

    def _chain(self, first: int) -> list[int]:
        return _follow(self._fat, first)


def _follow(fat: list[int], first: int) -> list[int]:
    """The sectors of a chain, in order."""
    chain: list[int] = []
    while first < _LAST_SECTOR:
        if first >= len(fat) or len(chain) > len(fat):
            raise damaged()
        chain.append(first)
        first = fat[first]
    return chain
