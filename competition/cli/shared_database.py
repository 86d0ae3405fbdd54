"""What a node does at its start because others may share its database, and what it says of it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from flask import Flask
from sqlalchemy.exc import DBAPIError

from competition.cli import database, terminal
from competition.messages import N_
from competition.store import postgres_setup
from competition.store.postgres_setup import OWN_CONNECTIONS, ServerFacts

FEWEST_CONNECTIONS = 2


@contextmanager
def filling_alone() -> Iterator[None]:
    """No other node creates or fills the database meanwhile; exits with 2 without a database."""
    with ExitStack() as held:
        try:
            held.enter_context(postgres_setup.alone(postgres_setup.FILLING))
        except DBAPIError as error:
            database.exit_without_database(error)
        yield


def tell_limits(app: Flask) -> None:
    """Say what the database does not allow or promise; open no more connections than it allows.

    Nothing with SQLite. Exits with 2 without a database.
    """
    if not postgres_setup.is_shared():
        return
    try:
        facts = postgres_setup.read_facts()
    except DBAPIError as error:
        database.exit_without_database(error)
    _limit_connections(app, facts)
    if facts.lowered_commit is not None:
        terminal.notify(
            N_(
                "synchronous_commit is “%(value)s” for this role. Accord sets it to “on” for its "
                "own connections, so that nothing acknowledged is lost."
            ),
            value=facts.lowered_commit,
        )
    if not facts.has_standby:
        terminal.notify(
            N_(
                "The database has no synchronous standby (synchronous_standby_names is empty): if "
                "its machine is lost, marks acknowledged last may be lost with it."
            )
        )


def serves_elsewhere() -> bool:
    """Whether another node has reported lately. Exits with 2 without a database."""
    if not postgres_setup.is_shared():
        return False
    try:
        return bool(postgres_setup.read_facts().nodes)
    except DBAPIError as error:
        database.exit_without_database(error)


def _limit_connections(app: Flask, facts: ServerFacts) -> None:
    wanted: int = app.config["SQLALCHEMY_ENGINE_OPTIONS"]["pool_size"]
    most = max(facts.allowed_connections - OWN_CONNECTIONS, FEWEST_CONNECTIONS)
    if wanted > most:
        postgres_setup.limit_pool(most)
        terminal.notify(
            N_(
                "DATABASE_CONNECTIONS is %(wanted)s, but the database allows %(allowed)s to all "
                "nodes together, so this node opens at most %(most)s and %(own)s of its own. Set a "
                "lower number, or raise max_connections."
            ),
            wanted=wanted,
            allowed=facts.allowed_connections,
            most=most,
            own=OWN_CONNECTIONS,
        )
        return
    nodes = len(facts.nodes) + 1
    needed = nodes * (wanted + OWN_CONNECTIONS)
    if needed > facts.allowed_connections:
        terminal.notify(
            N_(
                "DATABASE_CONNECTIONS: %(nodes)s nodes may open %(needed)s connections, and the "
                "database allows %(allowed)s. Set a lower number, or raise max_connections."
            ),
            nodes=nodes,
            needed=needed,
            allowed=facts.allowed_connections,
        )
