"""Nodes of one PostgreSQL database."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests import postgres
from tests.conftest import app_in

_numbers = itertools.count(1)


@pytest.fixture
def empty_database(postgres_server: postgres.Server) -> Iterator[str]:
    """The address of a database without tables."""
    name = f"empty_{next(_numbers)}"
    yield postgres_server.create(name)
    postgres_server.drop(name)


@pytest.fixture
def make_node(tmp_path: Path, postgres_database: str) -> Iterator[Callable[..., Flask]]:
    """Make one more node of the database, in this process: `make_node()`."""
    with ExitStack() as stack:

        def make(**config: Any) -> Flask:
            folder = tmp_path / f"node-{next(_numbers)}"
            folder.mkdir()
            given = {"SQLALCHEMY_DATABASE_URI": postgres_database} | config
            return stack.enter_context(app_in(folder, **given))

        yield make
