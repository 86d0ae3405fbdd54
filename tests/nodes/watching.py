"""Two nodes of one database as their viewers see them, and what can be done to the database."""

import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from competition.actions import rounds, stage_release
from competition.store import queries
from competition.store.db import db
from tests import postgres
from tests.conftest import LiveServer, app_in, serving
from tests.factories import CHAOYANG
from tests.live.reading import Reader

SNAPSHOT = f"/api/v1/competitions/{CHAOYANG}/snapshot"
STREAM = f"/c/{CHAOYANG}/stream"


class Watching:
    """A viewer of a stream, who notes when each event came."""

    def __init__(self, node: LiveServer, path: str = STREAM) -> None:
        self.reader = Reader()
        self.ended = False
        self._socket = socket.create_connection(("127.0.0.1", node.port), timeout=30)
        self._socket.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    @property
    def ids(self) -> list[str]:
        """The `id:` of every state that came."""
        return [event.id for event in self.reader.states]

    def close(self) -> None:
        """Leave; the thread that reads ends too."""
        with suppress(OSError):  # The server may have gone first.
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self._socket.close()

    def _read(self) -> None:
        try:
            with self._socket.makefile("rb") as stream:
                while stream.readline().strip():
                    pass
                while data := stream.readline():
                    self.reader.feed(data)
        except OSError:
            pass
        self.ended = True


@dataclass
class Pair:
    """Two nodes, their database's server, and an application that acts as a command does."""

    server: postgres.Server
    first: LiveServer
    second: LiveServer
    command: Flask

    def toggle(self) -> None:
        """Something public changes, as by a `flask` command."""
        with self.command.app_context():
            competition = queries.find_competition(CHAOYANG)
            assert competition is not None
            is_live = competition.stages[0].release == "live"
            stage_release.set_release(
                CHAOYANG, "final", "hidden" if is_live else "live", "command line"
            )

    def open_round(self) -> None:
        """Judges may write."""
        with self.command.app_context():
            rounds.set_state(CHAOYANG, "round-1", "open", "command line")

    def snapshot(self, node: LiveServer) -> dict[str, Any]:
        """The public snapshot at a node."""
        status, body = get(node, SNAPSHOT)
        assert status == 200, body
        found: dict[str, Any] = json.loads(body)
        return found

    def forget_connections(self) -> None:
        """Of the application here."""
        with self.command.app_context():
            db.session.remove()
            db.engine.dispose()


def get(node: LiveServer, path: str, timeout: float = 10) -> tuple[int, bytes]:
    """Status and body."""
    try:
        with urllib.request.urlopen(node.url + path, timeout=timeout) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def eventually(holds: Callable[[], object], what: str, seconds: float = 30) -> float:
    """Wait until it holds; how many seconds it took."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < seconds, what
        time.sleep(0.02)
    return time.monotonic() - begun


@contextmanager
def two_nodes(folder: Path) -> Iterator[Pair]:
    """Two nodes of a database on a server of their own, with the Chaoyang final."""
    with ExitStack() as stack:
        server = stack.enter_context(postgres.server())
        address = server.create("accord")
        given = {"DATABASE_URL": address, "SECRET_KEY": "nodes-9fQe27-Zk3rXw81-mLpT40uVbY"}
        first = stack.enter_context(serving(folder / "first", **given))
        second = stack.enter_context(serving(folder / "second", **given))
        (folder / "command").mkdir()
        command = app_in(folder / "command", SQLALCHEMY_DATABASE_URI=address)
        pair = Pair(server, first, second, stack.enter_context(command))
        stack.callback(pair.forget_connections)
        yield pair


@contextmanager
def silent(server: postgres.Server) -> Iterator[None]:
    """Inside, the server takes connections and never answers."""
    children = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(server.process.pid)],
        capture_output=True,
        text=True,
        check=True,
    )
    processes = [server.process.pid, *map(int, children.stdout.split())]
    for each in processes:
        os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in processes:
            os.kill(each, signal.SIGCONT)


def keep_data(server: postgres.Server) -> Path:
    """Stop it, keep a copy of its data, and start it again; the copy's folder."""
    server.stop(signal.SIGINT)
    kept = server.folder / "kept"
    subprocess.run(["cp", "-a", server.folder / "data", kept], check=True)
    server.start()
    return kept


def put_back(server: postgres.Server, kept: Path) -> None:
    """Stop it and start it on data kept before: what was committed since is lost."""
    server.stop()
    shutil.rmtree(server.folder / "data")
    kept.rename(server.folder / "data")
    server.start()
