"""A bad Wi-Fi: stands between the tablets and the server, and does what radio does.

For each request one of six fates, by a seeded die: passed on, held back a while, said twice,
lost on the way there, cut off half-way there, or answered with the answer lost on the way back.
A request that was held back or said twice may arrive long after its tablet has given up.
"""

import asyncio
import contextlib
import random
from collections import Counter
from dataclasses import dataclass, field

FATES = ("pass", "delay", "duplicate", "drop", "cut", "lose_answer")
LONGEST_DELAY_SECONDS = 0.4


@dataclass
class Message:
    """A request or an answer, whole: the head up to its empty line, and the body."""

    head: bytes
    body: bytes

    @property
    def status(self) -> int:
        return int(self.head.split(b" ", 2)[1])

    def header(self, name: str) -> str | None:
        for line in self.head.decode("latin-1").split("\r\n")[1:]:
            key, _, value = line.partition(":")
            if key.lower() == name.lower():
                return value.strip()
        return None


async def read_message(reader: asyncio.StreamReader) -> Message:
    """One message whose length is said; raises `IncompleteReadError` for a cut one."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(Message(head, b"").header("Content-Length") or 0)
    return Message(head, await reader.readexactly(length))


@dataclass
class Proxy:
    """Listens on a port of its own and passes requests to `upstream` as fate will have it.

    `calm` passes everything on. `met` counts the fates.
    """

    upstream: int
    seed: int
    calm: bool = False
    met: Counter[str] = field(default_factory=Counter)

    async def __aenter__(self) -> "Proxy":
        self._die = random.Random(self.seed)
        self._under_way: set[asyncio.Task[None]] = set()
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self.settle()
        await self._server.wait_closed()

    async def settle(self) -> None:
        """Wait until every request that is still under way has arrived or was lost."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    def _keep(self, task: "asyncio.Task[None] | None") -> None:
        assert task is not None
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._keep(asyncio.current_task())
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            request = await read_message(reader)
            fate = "pass" if self.calm else self._die.choice(FATES)
            self.met[fate] += 1
            answer = await self._meet(fate, request)
            if answer is not None:
                writer.write(answer.head + answer.body)
                await writer.drain()
        writer.close()

    async def _meet(self, fate: str, request: Message) -> Message | None:
        if fate == "drop":
            return None
        if fate == "cut":
            half = Message(request.head, request.body[: len(request.body) // 2])
            await self._tell(half, whole=False)
            return None
        if fate == "delay":
            await self._wait()
        elif fate == "duplicate":
            self._keep(asyncio.create_task(self._tell_late(request)))
        answer = await self._tell(request)
        return None if fate == "lose_answer" else answer

    async def _tell_late(self, request: Message) -> None:
        await self._wait()
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await self._tell(request)

    async def _wait(self) -> None:
        await asyncio.sleep(self._die.uniform(0, LONGEST_DELAY_SECONDS))

    async def _tell(self, request: Message, *, whole: bool = True) -> Message | None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        try:
            writer.write(request.head + request.body)
            await writer.drain()
            return await read_message(reader) if whole else None
        finally:
            writer.close()
