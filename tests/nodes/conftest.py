"""Nodes of one PostgreSQL database."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from competition.store import migrate
from tests import postgres
from tests.conftest import app_in

_numbers = itertools.count(1)


@pytest.fixture
def empty_database(postgres_server: postgres.Server) -> Iterator[str]:
    """The address of a database without tables."""
    name = f"empty_{next(_numbers)}"
    yield postgres_server.create(name)
    postgres_server.drop(name)


@pytest.fixture(scope="session")
def migrated_database(
    postgres_server: postgres.Server, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The name of an empty database of today's shape, to be copied."""
    address = postgres_server.create("of_today")
    folder = tmp_path_factory.mktemp("of_today")
    with app_in(folder, SQLALCHEMY_DATABASE_URI=address) as app, app.app_context():
        migrate.ensure(app)
    return "of_today"


@pytest.fixture
def shared_database(postgres_server: postgres.Server, migrated_database: str) -> Iterator[str]:
    """The address of an empty database of today's shape."""
    name = f"shared_{next(_numbers)}"
    yield postgres_server.create(name, migrated_database)
    postgres_server.drop(name)


@pytest.fixture
def make_node(tmp_path: Path, shared_database: str) -> Iterator[Callable[..., Flask]]:
    """Make one more node of the database, in this process: `make_node()`."""
    with ExitStack() as stack:

        def make(**config: Any) -> Flask:
            folder = tmp_path / f"node-{next(_numbers)}"
            folder.mkdir()
            given = {"SQLALCHEMY_DATABASE_URI": shared_database} | config
            return stack.enter_context(app_in(folder, **given))

        yield make
