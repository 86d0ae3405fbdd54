"""What each node of a PostgreSQL database says of itself to the others: that it runs, who watches.

The table is unlogged, so no commit waits. A node that says nothing for NODE_SECONDS is gone.
"""

import json
import secrets
import threading
import time

from sqlalchemy.exc import DBAPIError

from competition.store.db import PerDatabase
from competition.store.postgres_setup import NODE_SECONDS, is_shared
from competition.store.raw_sql import read_with, with_connection

READ_SECONDS = 1.0
"""How long an answer about the other nodes holds."""
_REPORT = """
INSERT INTO node_report (node, address, version, started_at, seen_at, viewers)
SELECT %(node)s, %(address)s, %(version)s, now, now, %(viewers)s::json
FROM (SELECT extract(epoch FROM clock_timestamp()) AS now) AS clock
ON CONFLICT (node) DO UPDATE SET seen_at = excluded.seen_at, viewers = excluded.viewers"""
_OTHERS = """
SELECT viewers::text FROM node_report
WHERE node <> %(node)s AND seen_at > extract(epoch FROM clock_timestamp()) - %(seconds)s"""


class NodeReports:
    """This node's report, and what the others' say."""

    def __init__(self) -> None:
        self.node = secrets.token_hex(8)
        self._lock = threading.Lock()
        self._read_at = float("-inf")
        self._elsewhere: dict[str, int] = {}

    def report(self, address: str, version: str, viewers: dict[str, int]) -> None:
        """Say that this node runs, and how many watch each channel. Raises SQLAlchemy's errors."""
        values = {
            "node": self.node,
            "address": address[:300],
            "version": version[:40],
            "viewers": json.dumps(viewers),
        }
        with_connection(lambda connection: connection.execute(_REPORT, values))

    def leave(self) -> None:
        """This node stops. Raises SQLAlchemy's errors."""
        values = {"node": self.node}
        with_connection(
            lambda connection: connection.execute(
                "DELETE FROM node_report WHERE node = %(node)s", values
            )
        )

    def viewers_elsewhere(self, channel: str) -> int:
        """How many watch a channel on other nodes; as last known while the database is away."""
        if not is_shared():
            return 0
        with self._lock:
            if time.monotonic() - self._read_at >= READ_SECONDS:
                self._read_at = time.monotonic()
                try:
                    self._elsewhere = self._read()
                except DBAPIError:
                    # The page that asks has other figures to show.
                    return self._elsewhere.get(channel, 0)
            return self._elsewhere.get(channel, 0)

    def _read(self) -> dict[str, int]:
        values = {"node": self.node, "seconds": NODE_SECONDS}
        counts: dict[str, int] = {}
        for (viewers,) in read_with(lambda connection: connection.rows(_OTHERS, values)):
            for channel, number in json.loads(viewers).items():
                counts[channel] = counts.get(channel, 0) + number
        return counts


node_reports = PerDatabase(NodeReports)
"""Those of the current application's database."""


def prune_nodes() -> None:
    """Forget the nodes that are gone. Raises SQLAlchemy's errors."""
    values = {"seconds": NODE_SECONDS}
    with_connection(
        lambda connection: connection.execute(
            "DELETE FROM node_report "
            "WHERE seen_at < extract(epoch FROM clock_timestamp()) - %(seconds)s",
            values,
        )
    )
