"""What has to be the same on every node, and whom a node believes; asked when the day is over."""

import http.client
import json
import statistics
from collections.abc import Iterator

import psycopg

from tests import databases
from tests.conftest import LiveServer
from tests.factories import CHAOYANG
from tests.nodes.cluster import HERE
from tests.nodes.hall import NODE_PORT, SNAPSHOT, Hall
from tests.nodes.noted import Day

MOST_TOKENS = 120
SPREAD_SECONDS = 1.0
STRANGER = f"{HERE}99"
"""An address of this machine that is nobody's proxy."""
AUDIT = "SELECT action, after FROM audit_row WHERE chain = %s ORDER BY number"

Row = tuple[str, bool, str]


def rows(there: Hall, lived: Day) -> Iterator[Row]:
    """The rows of the table; the last one keeps this machine's address from trying tokens."""
    yield spread_row(lived)
    if lived.closings:
        yield closing_row(there, lived)
    tags = {asked(node, SNAPSHOT)[1].get("ETag", "") for node in there.nodes}
    yield "streams: the snapshot has one ETag on every node", len(tags) == 1 and "" not in tags, ""
    yield proxy_row(there)
    yield tries_row(there)


def asked(
    node: LiveServer, path: str, source: str = "", **headers: str
) -> tuple[int, http.client.HTTPMessage]:
    """The status and the headers of a node's answer, asked from an address of this machine."""
    host = node.environment["HOST"]
    connection = http.client.HTTPConnection(
        host, NODE_PORT, timeout=5, source_address=(source, 0) if source else None
    )
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers
    finally:
        connection.close()


def spread_row(lived: Day) -> Row:
    """How far apart the nodes' viewers have a state, while nothing is wrong."""
    begun, ended = lived.calm
    first_seen: dict[tuple[int, int], list[float]] = {}
    for viewer in lived.viewers[-3:]:
        for number in {number for _, number in viewer.seen}:
            at = min(moment for moment, seen in viewer.seen if seen == number)
            first_seen.setdefault(number, []).append(at)
    spreads = [
        max(moments) - min(moments)
        for moments in first_seen.values()
        if len(moments) == 3 and begun <= min(moments) <= ended
    ]
    late = statistics.quantiles(spreads, n=100, method="inclusive")[-1] if spreads[1:] else 99.0
    return (
        "streams: viewers of every node have a state within 1 s of the first (p99), by one id",
        late <= SPREAD_SECONDS,
        f"{len(spreads)} states, p99 {late:.2f} s",
    )


def closing_row(there: Hall, lived: Day) -> Row:
    """Whether the record has a mark that was stored while the round was closed."""
    is_open, late, marks = True, 0, 0
    with psycopg.connect(databases.libpq_address(there.cluster.url)) as connection:
        for action, after in connection.execute(AUDIT, (CHAOYANG,)):
            if action == "round.state":
                is_open = json.loads(after)["state"] == "open"
            elif action.startswith("sheet."):
                marks += 1
                late += not is_open
    return (
        "writes: no mark is stored after its round was closed by a command on a node",
        late == 0 and marks > 0,
        f"closed {lived.closings} times, {late} of {marks} marks late",
    )


def proxy_row(there: Hall) -> Row:
    """Whether a node believes who forwards, and only the proxy."""
    node = there.nodes[0]
    by_proxy, by_stranger = (
        asked(node, "/sign-in", source, **{"X-Forwarded-Proto": "https"})[1].get("Set-Cookie", "")
        for source in ("127.0.0.1", STRANGER)
    )
    return (
        "proxy: https is believed from nginx alone, and makes cookies Secure",
        "Secure" in by_proxy and "Secure" not in by_stranger and bool(by_stranger),
        "",
    )


def tries_row(there: Hall) -> Row:
    """Whether unknown tokens count over all nodes together."""
    nodes = [there.nodes[turn % len(there.nodes)] for turn in range(MOST_TOKENS)]
    answers = [asked(node, "/j/guess", STRANGER)[0] for node in nodes]
    refused = [asked(node, "/j/guess", STRANGER)[0] for node in there.nodes]
    return (
        "shared: after 120 unknown tokens at three nodes in turn each of them answers 429",
        set(answers) == {404} and set(refused) == {429},
        f"{sorted(set(answers))}, then {refused}",
    )
