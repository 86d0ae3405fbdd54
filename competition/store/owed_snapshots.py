"""Which competitions owe the public a snapshot, where several nodes may make it.

A judge's write notes it in its own transaction, so a node that is killed after it owes nothing
that nobody remembers. A node claims what it is going to make for a moment; what it has not made by
then, another makes.
"""

from collections.abc import Collection

from competition.store.raw_sql import RawConnection, with_connection

CLAIM_SECONDS = 1.0
OTHERS_SECONDS = 0.7
"""How old what another node noted must be before this one makes it."""

_NOTE = """
INSERT INTO owed_snapshot (competition_key, is_owed, since, claimed_until, made_at)
VALUES (%(key)s, true, extract(epoch FROM clock_timestamp()), 0, 0)
ON CONFLICT (competition_key) DO UPDATE SET is_owed = true, since = excluded.since
WHERE NOT owed_snapshot.is_owed"""
_CLAIM = """
WITH due AS (
    SELECT competition_key FROM owed_snapshot, extract(epoch FROM clock_timestamp()) AS now
    WHERE is_owed AND (claimed_until < now OR claimed_until > now + %(claim)s)
        AND (made_at < now - %(rest)s OR made_at > now)
        AND (competition_key = ANY(%(own)s) OR since < now - %(others)s OR since > now)
    ORDER BY since FOR UPDATE OF owed_snapshot SKIP LOCKED
)
UPDATE owed_snapshot
SET claimed_until = extract(epoch FROM clock_timestamp()) + %(claim)s
FROM due WHERE owed_snapshot.competition_key = due.competition_key
RETURNING owed_snapshot.competition_key, set_config('synchronous_commit', 'off', true)"""
_MADE = """
UPDATE owed_snapshot
SET is_owed = false, claimed_until = 0, made_at = extract(epoch FROM clock_timestamp())
WHERE competition_key = %(key)s"""
_OWED = "SELECT competition_key FROM owed_snapshot WHERE is_owed"


def note_owed(connection: RawConnection, competition_key: str) -> None:
    """Note in a judge's write transaction that the public lacks it; nothing on SQLite."""
    name = ("owed snapshot", competition_key)
    if connection.is_shared and not connection.recall(name):
        connection.remember(name, True)
        connection.execute(_NOTE, {"key": competition_key})


def note_made(connection: RawConnection, competition_key: str) -> None:
    """Note in the transaction of a snapshot that nothing is owed any more; nothing on SQLite."""
    if connection.is_shared:
        connection.execute(_MADE, {"key": competition_key})


def claim_owed(own: Collection[str], rest_seconds: float) -> list[str]:
    """Claim what is to be made now: of `own`, and what other nodes have left; their keys.

    Not what had a snapshot in the last `rest_seconds`, made by whichever node. A time that is
    still to come was noted by a server whose clock went ahead of this one's, before a failover.
    """
    # A claim may be lost: waiting for a standby, it would keep the judges from its row.
    sent = {
        "own": list(own),
        "rest": rest_seconds,
        "others": OTHERS_SECONDS,
        "claim": CLAIM_SECONDS,
    }
    return [row[0] for row in with_connection(lambda each: each.rows(_CLAIM, sent))]


def still_owed() -> set[str]:
    """The keys of all competitions that owe a snapshot at this moment."""
    return {row[0] for row in with_connection(lambda each: each.rows(_OWED, {}))}
