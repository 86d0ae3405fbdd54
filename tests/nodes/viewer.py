"""Viewers of the public stream: each connects again when it is cut off, and notes every number."""

import asyncio
import contextlib
import itertools
import re
import ssl
import time
from dataclasses import dataclass, field

from tests.factories import CHAOYANG

SILENCE_SECONDS = 25
AGAIN_SECONDS = 0.5
_ID = re.compile(rb"^id: ?(?:(\d+)-)?(\d+)\r?$", re.MULTILINE)


@dataclass
class Viewer:
    """One reader of the stream at an address; `seen` holds when which epoch and number came."""

    host: str
    port: int
    tls: ssl.SSLContext | None = None
    seen: list[tuple[float, tuple[int, int]]] = field(default_factory=list)
    connections: int = 0

    async def watch(self, until: asyncio.Event) -> None:
        """Read until the day is over."""
        while not until.is_set():
            with contextlib.suppress(
                OSError, asyncio.IncompleteReadError, TimeoutError, ValueError
            ):
                await self._read(until)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _read(self, until: asyncio.Event) -> None:
        async with asyncio.timeout(SILENCE_SECONDS):
            reader, writer = await asyncio.open_connection(self.host, self.port, ssl=self.tls)
        try:
            head = f"GET /c/{CHAOYANG}/stream HTTP/1.1\r\nHost: hall\r\n"
            writer.write(f"{head}Accept: text/event-stream\r\n\r\n".encode())
            async with asyncio.timeout(SILENCE_SECONDS):
                answered = await reader.readuntil(b"\r\n\r\n")
            if not answered.startswith(b"HTTP/1.1 200"):
                return
            self.connections += 1
            chunked = b"chunked" in answered.lower()
            text = b""
            while not until.is_set():
                async with asyncio.timeout(SILENCE_SECONDS):
                    text += await self._part(reader, chunked)
                whole, _, text = text.rpartition(b"\n")
                for epoch, number in _ID.findall(whole):
                    self.seen.append((time.monotonic(), (int(epoch or 0), int(number))))
        finally:
            writer.close()

    async def _part(self, reader: asyncio.StreamReader, chunked: bool) -> bytes:
        if not chunked:
            part = await reader.read(65536)
        else:
            size = int(await reader.readline(), 16)
            part = (await reader.readexactly(size + 2))[:-2]
        if not part:
            raise ConnectionResetError
        return part

    def steps_back(self) -> int:
        """How often a number came that was smaller than one before."""
        numbers = [number for _, number in self.seen]
        return sum(after < before for before, after in itertools.pairwise(numbers))
