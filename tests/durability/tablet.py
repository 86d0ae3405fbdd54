"""A judge's tablet without a screen: writes, waits for the receipt, asks again with the same key.

It keeps what it sent and what was acknowledged, to be compared with the server's books.
"""

import asyncio
import json
import random
import secrets
import ssl
from dataclasses import dataclass, field
from typing import Any

from tests.durability.proxy import Message, read_message
from tests.factories import CHAOYANG, DIMENSIONS

PATIENCE_SECONDS = 0.6
AGAIN_SECONDS = 0.05


@dataclass
class Write:
    """One change of a sheet: what was sent under which key, and the receipt, if one came."""

    judge: str
    match: str
    team: str
    key: str
    body: dict[str, Any]
    receipt: dict[str, Any] | None = None


@dataclass
class Tablet:
    """One judge's device. `gives_up` is how often it forgets a write that nobody acknowledged.

    With `tls` it speaks https; `patience` is how long it waits for an answer, `rest` how long it
    thinks between two writes, both in seconds.
    """

    judge: str
    token: str
    match: str
    teams: tuple[str, ...]
    die: random.Random
    port: int
    gives_up: float = 0.1
    tls: ssl.SSLContext | None = None
    patience: float = PATIENCE_SECONDS
    rest: float = 0
    writes: list[Write] = field(default_factory=list)
    wrong: list[tuple[int, bytes]] = field(default_factory=list)

    async def judge_on(self, until: asyncio.Event) -> None:
        """Write one change after the other until the day is over."""
        base = dict.fromkeys(self.teams, 0)
        while not until.is_set():
            team = self.die.choice(self.teams)
            write = self._second_thought(team, base[team])
            self.writes.append(write)
            base[team] = await self._send_until_answered(write, until)
            await asyncio.sleep(self.rest)

    async def _send_until_answered(self, write: Write, until: asyncio.Event) -> int:
        """The version to go on from: the stored one, or the one that stood in the way."""
        while not until.is_set():
            answer = await self.ask("PUT", write.team, write.body, write.key)
            if answer is not None:
                if answer.status == 200:
                    write.receipt = json.loads(answer.body)
                    return int(write.receipt["version"])
                if answer.status == 409:
                    return int(json.loads(answer.body)["current"]["version"])
                if not (answer.status == 503 and answer.header("Retry-After")):
                    self.wrong.append((answer.status, answer.body))
            if self.die.random() < self.gives_up:
                read = await self.ask("GET", write.team)
                if read is not None and read.status == 200:
                    return int(json.loads(read.body)["version"])
            await asyncio.sleep(self.die.uniform(0, AGAIN_SECONDS))
        return 0

    async def ask(
        self, method: str, team: str, body: dict[str, Any] | None = None, key: str = ""
    ) -> Message | None:
        """One request and its answer; None where none came in time."""
        data = json.dumps(body).encode() if body is not None else b""
        address = f"/api/v1/competitions/{CHAOYANG}/sheets/{self.match}/{team}"
        head = [f"{method} {address} HTTP/1.1", "Host: hall", "Connection: close"]
        head += [f"Authorization: Bearer {self.token}", f"Content-Length: {len(data)}"]
        head += [f"Idempotency-Key: {key}"] if key else []
        try:
            async with asyncio.timeout(self.patience):
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port, ssl=self.tls)
                try:
                    writer.write("\r\n".join([*head, "", ""]).encode() + data)
                    return await read_message(reader)
                finally:
                    writer.close()
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            return None

    def _second_thought(self, team: str, base: int) -> Write:
        state = self.die.choice(("draft", "submitted"))
        marks = {name: str(self.die.randrange(0, 41) / 2) for name in DIMENSIONS}
        if state == "draft":
            del marks[self.die.choice(DIMENSIONS)]
        body = {"marks": marks, "state": state, "base_version": base}
        return Write(self.judge, self.match, team, secrets.token_hex(8), body)

    async def settle(self, write: Write) -> None:
        """Send what nobody acknowledged once more, with the same key, over a good line."""
        answer = await self.ask("PUT", write.team, write.body, write.key)
        assert answer is not None
        assert answer.status in (200, 409), answer.body
        if answer.status == 200:
            write.receipt = json.loads(answer.body)
