"""Fixtures: a real database a test, visitors with names, the real server, one Chromium.

The database is SQLite; with `--database postgresql` it is PostgreSQL, and what is marked `sqlite`
or is the same on both is left out.
"""

import gc
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app import create_app
from competition.actions import accounts, competitions, password_hashes
from competition.store import migrate, queries
from competition.store.db import db
from competition.store.public_watch import PublicWatch
from competition.store.reach import reach_of
from competition.web import sessions
from competition.web.judge import confirm_identity
from tests import databases, factories, postgres
from tests.one_connection import OneConnection

SECRET = "a secret for the tests alone"
START_SECONDS = 60
NODES_SECRET = "one-key-that-all-nodes-of-the-tests-share-8Qx2"
ENVIRONMENT = ("HOST", "PORT", "DATA_DIR", "DATABASE_URL", "SECRET_KEY", "FLASK_DEBUG")
ENVIRONMENT += ("LOG", "LOG_FILE", "METRICS", "BACKUP_EVERY", "BACKUP_TO")
ENVIRONMENT += ("PUBLIC_URL", "TRUSTED_PROXIES", "DATABASE_CONNECTIONS", "ROLE", "VIEWERS")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long` for tests/durability, `--database` for all; an option can only be made here."""
    parser.addoption("--long", action="store_true", help="run the durability tests for long")
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="what the application of the fixtures stores in",
    )


def pytest_collection_finish() -> None:
    """What is imported by now stays: the collector need not visit it in each of its passes."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is for SQLite alone, and what would be the same on another database.

    That is whatever takes no database from `new_home`: it has none, or PostgreSQL in any case.
    """
    if config.getoption("--database") == "sqlite":
        return
    kept = [item for item in items if _depends_on_the_database(item)]
    left_out = set(items) - set(kept)
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = kept


def _depends_on_the_database(item: pytest.Item) -> bool:
    is_for_sqlite = item.get_closest_marker("sqlite") is not None
    return "new_home" in getattr(item, "fixturenames", ()) and not is_for_sqlite


class Visitor(FlaskClient):
    """A browser without a screen: keeps its cookies, and knows how to send a form's token."""

    def csrf(self) -> str:
        """The token that this visitor's forms carry."""
        with self.session_transaction() as kept:
            raw = kept.setdefault("csrf_token", "0" * 40)
        serializer = URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token")
        token: str = serializer.dumps(raw)
        return token

    def submit(self, address: str, data: dict[str, Any], **more: Any) -> TestResponse:
        """Post a form as its page would, token included."""
        return self.post(address, data={**data, "csrf_token": self.csrf()}, **more)


@dataclass
class Api:
    """A judge's program: speaks the write path with the judge's token."""

    client: FlaskClient
    token: str
    competition: str

    @property
    def headers(self) -> dict[str, str]:
        """What every request carries."""
        return {"Authorization": f"Bearer {self.token}"}

    def address(self, match: str, team: str) -> str:
        """The sheet's address."""
        return f"/api/v1/competitions/{self.competition}/sheets/{match}/{team}"

    def get(self, match: str, team: str) -> TestResponse:
        """Read the judge's own sheet."""
        return self.client.get(self.address(match, team), headers=self.headers)

    def put(
        self,
        match: str,
        team: str,
        marks: dict[str, Any] | None = None,
        *,
        state: str = "submitted",
        base: int = 0,
        key: str | None = None,
        comment: str | None = None,
        personal: dict[str, Any] | None = None,
    ) -> TestResponse:
        """Write it; without `marks` a full sheet, without `key` a fresh one."""
        body: dict[str, Any] = {
            "marks": factories.FULL_MARKS if marks is None else marks,
            "state": state,
            "base_version": base,
        }
        if comment is not None:
            body["comment"] = comment
        if personal is not None:
            body["personal"] = personal
        headers = self.headers | {"Idempotency-Key": key or factories.new_key()}
        return self.client.put(self.address(match, team), json=body, headers=headers)


@pytest.fixture(scope="session", autouse=True)
def _plain_environment() -> Iterator[None]:
    """The settings of whoever runs the tests do not reach them."""
    kept = {name: os.environ.pop(name) for name in ENVIRONMENT if name in os.environ}
    yield
    os.environ.update(kept)


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """A password is made to be slow to guess; no test guesses in earnest."""
    dear, password_hashes._hasher = password_hashes._hasher, PasswordHasher(1, 8, 1)
    yield
    password_hashes._hasher = dear


@pytest.fixture(scope="session", autouse=True)
def _routes_compiled_once() -> Iterator[None]:
    """Compiling the routes is nine tenths of making an application: once a run is enough.

    What is compiled depends on nothing but the rule's text, its defaults and the map's settings,
    and is not changed afterwards.
    """
    compiled: dict[tuple[Any, ...], dict[str, Any]] = {}
    compile_rule = Rule.compile

    def compile_once(rule: Rule) -> None:
        key = (rule.rule, rule.subdomain, repr(rule.defaults), rule.merge_slashes)
        if key not in compiled:
            compile_rule(rule)
            names = ("_parts", "_trace", "_converters", "arguments")
            compiled[key] = {name: getattr(rule, name) for name in names}
            for name in ("_build", "_build_unknown"):
                compiled[key][name] = getattr(rule, name).__func__
        found = compiled[key]
        vars(rule).update(found)
        for name in ("_build", "_build_unknown"):
            setattr(rule, name, found[name].__get__(rule))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "compile", compile_once)
        yield


@pytest.fixture(scope="session")
def _connections() -> Iterator[OneConnection]:
    watch = OneConnection()
    watch.start()
    yield watch
    watch.stop()


@pytest.fixture(autouse=True)
def _one_connection_a_request(_connections: OneConnection) -> Iterator[None]:
    """No request of any test takes a second connection of PostgreSQL's while it has one."""
    _connections.twice.clear()
    yield
    assert not _connections.twice, "\n".join(_connections.twice)


class Compiled(BytecodeCache):
    """Templates compiled once a run, not once an application."""

    kept: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """What an earlier application of this run has compiled."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it for the next one."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory, _plain_environment: None) -> Path:
    """An empty database of today's shape, to be copied."""
    folder = tmp_path_factory.mktemp("migrated")
    with app_in(folder) as app, app.app_context():
        migrate.ensure(app)
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder / "accord.sqlite"


@pytest.fixture(scope="session")
def postgres_server(_plain_environment: None) -> Iterator[postgres.Server]:
    """A PostgreSQL server for the whole run, or for one of its processes."""
    with postgres.server() as running:
        yield running


@pytest.fixture(scope="session")
def postgres_databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> databases.PostgresDatabases:
    """The databases of `postgres_server`, which is started when the first one is taken."""

    def migrated_at(address: str) -> None:
        folder = tmp_path_factory.mktemp("template")
        databases.set_address(folder, address)
        with app_in(folder) as app, app.app_context():
            migrate.ensure(app)

    return databases.PostgresDatabases(
        lambda: request.getfixturevalue("postgres_server"), migrated_at
    )


@pytest.fixture
def postgres_database(postgres_databases: databases.PostgresDatabases) -> Iterator[str]:
    """The address of an empty PostgreSQL database of today's shape."""
    address = postgres_databases.take()
    yield address
    postgres_databases.give_back(address)


@pytest.fixture
def new_home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Make a DATA_DIR with an empty database of today's shape: `new_home("second")`."""
    is_sqlite = request.config.getoption("--database") == "sqlite"
    with ExitStack() as stack:

        def make(name: str) -> Path:
            folder = tmp_path / name
            folder.mkdir()
            if is_sqlite:
                shutil.copy(request.getfixturevalue("migrated"), folder / "accord.sqlite")
                return folder
            pool: databases.PostgresDatabases = request.getfixturevalue("postgres_databases")
            address = pool.take()
            stack.callback(pool.give_back, address)
            databases.set_address(folder, address)
            return folder

        yield make


@contextmanager
def app_in(folder: Path, **config: Any) -> Iterator[Flask]:
    """An application on the database of `folder`; its connections are closed at the end."""
    address = databases.address_of(folder)
    settings = {
        "DATA_DIR": folder,
        "SQLALCHEMY_DATABASE_URI": address,
        "SQLALCHEMY_ENGINE_OPTIONS": databases.engine_options(address),
        "SECRET_KEY": SECRET,
        "TESTING": True,
        "PROPAGATE_EXCEPTIONS": True,
    }
    app = create_app(settings | config)
    app.test_client_class = Visitor
    app.jinja_env.bytecode_cache = Compiled()
    try:
        yield app
    finally:
        app.extensions["hub"].close()
        app.extensions["public_version"].close()
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()


@pytest.fixture
def app(new_home: Callable[[str], Path]) -> Iterator[Flask]:
    """The application on a database of its own. No context is pushed: see `context`."""
    with app_in(new_home("data")) as application:
        yield application


@pytest.fixture
def watched(app: Flask) -> None:
    """The application looks at what is public as a node does; on SQLite it does so by itself."""
    watch = app.extensions["public_version"]
    if isinstance(watch, PublicWatch):
        with app.app_context():
            reach = reach_of(db.engine.dialect)
        watch.start(reach, lambda: None, lambda _lost: None)


@pytest.fixture
def postgres_app(tmp_path: Path, postgres_database: str) -> Iterator[Flask]:
    """The application on a PostgreSQL database of its own, whatever `--database` says."""
    folder = tmp_path / "postgres"
    folder.mkdir()
    databases.set_address(folder, postgres_database)
    with app_in(folder) as application:
        yield application


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """Inside the application, for tests that call actions and the store and no client.

    A client inside a pushed context would share one `g` and one database session between
    its requests, which no server does.
    """
    with app.app_context():
        yield app


@pytest.fixture
def load(app: Flask) -> Callable[..., str]:
    """Load a competition (a plain object) and answer with its key."""

    def load_(whole: dict[str, Any] | None = None, **more: Any) -> str:
        file = factories.checked(factories.sample() if whole is None else whole)
        with app.app_context():
            competitions.load_competition(file, "command line", **more)
        return file["competition"]["key"]

    return load_


@pytest.fixture
def chaoyang(load: Callable[..., str]) -> str:
    """The Chaoyang final with its round open; the key."""
    whole = factories.sample()
    whole["stages"][0]["rounds"][0]["state"] = "open"
    return load(whole)


@pytest.fixture
def client(app: Flask) -> Visitor:
    """Somebody in the audience."""
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def organiser_client(app: Flask) -> Visitor:
    """王芳, organiser, signed in."""
    visitor: Visitor = app.test_client()  # type: ignore[assignment]
    with app.app_context():
        organiser = accounts.add_organiser(factories.ORGANISER, factories.PASSWORD, "command line")
        token = accounts.begin_session(organiser=organiser)
    with visitor.session_transaction() as kept:
        kept[sessions.ORGANISER] = token
    return visitor


@pytest.fixture
def seat_judge(app: Flask) -> Callable[..., Visitor]:
    """Sign a judge in on a new device: `seat_judge("judge-3")`. The judge has said “that is me”."""

    def seat(key: str, contest: str = factories.CHAOYANG, *, confirmed: bool = True) -> Visitor:
        visitor: Visitor = app.test_client()  # type: ignore[assignment]
        with app.app_context():
            competition = queries.find_competition(contest)
            assert competition is not None
            token = accounts.begin_session(judge=queries.find_judge(competition, key))
            if confirmed:
                accounts.confirm_device(token, "iPad · Safari", None)
        with visitor.session_transaction() as kept:
            kept[sessions.JUDGE] = token
            if confirmed:
                kept[confirm_identity.CONFIRMED] = token
        return visitor

    return seat


@pytest.fixture
def judge_client(chaoyang: str, seat_judge: Callable[..., Visitor]) -> Visitor:
    """评委一 of the Chaoyang final, signed in on a tablet."""
    return seat_judge("judge-1", chaoyang)


@pytest.fixture
def api(app: Flask) -> Callable[..., Api]:
    """A judge's program: `api("judge-2").put("match-1", "education")`."""

    def program(judge: str, contest: str = factories.CHAOYANG) -> Api:
        with app.app_context():
            competition = queries.find_competition(contest)
            assert competition is not None
            found = queries.find_judge(competition, judge)
            assert found is not None
            return Api(app.test_client(), found.token, contest)

    return program


@dataclass
class LiveServer:
    """`python app.py` in a process of its own."""

    data_dir: Path
    port: int
    process: subprocess.Popen[str]
    printed: Path
    environment: dict[str, str] = field(repr=False)

    @property
    def url(self) -> str:
        """The server's address, without a final slash."""
        return f"http://{self.environment['HOST']}:{self.port}"

    @property
    def terminal(self) -> str:
        """What it has printed so far."""
        return self.printed.read_text(encoding="utf-8")

    def flask(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run a `flask` command on the same database."""
        return subprocess.run(
            [sys.executable, "-m", "flask", *arguments],
            cwd=factories.ROOT,
            env=self.environment,
            input=typed,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def kill(self) -> None:
        """What a pulled plug is to a process."""
        self.process.kill()
        self.process.wait()

    def start_again(self) -> None:
        """The same server on the same port and data, once more."""
        self.process = _launched(self.environment, self.printed)
        _wait_for(self)

    def stop(self) -> int:
        """Ask it to stop, as Ctrl+C does; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment_for(folder: Path, port: int) -> dict[str, str]:
    """The environment of a process that works on `folder`."""
    names = {"DATA_DIR": str(folder), "PORT": str(port), "HOST": "127.0.0.1", "LANG": "en"}
    address = databases.address_of(folder)
    names |= {} if address.startswith("sqlite:") else {"DATABASE_URL": address}
    kept = {k: v for k, v in os.environ.items() if k not in (*ENVIRONMENT, "LC_ALL", "LANGUAGE")}
    return kept | names | {"PYTHONUTF8": "1"}


def _launched(environment: dict[str, str], printed: Path) -> subprocess.Popen[str]:
    with printed.open("a", encoding="utf-8") as out:
        return subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=factories.ROOT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
        )


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[LiveServer]:
    """The real server on the database of `folder`, with these settings, until the block ends."""
    port = int(settings.get("PORT") or free_port())
    environment = environment_for(folder, port) | settings
    folder.mkdir(parents=True, exist_ok=True)
    printed = folder.parent / f"{folder.name}-{port}.log"
    server = LiveServer(folder, port, _launched(environment, printed), printed, environment)
    try:
        _wait_for(server)
        yield server
    finally:
        try:
            server.stop()
        except subprocess.TimeoutExpired:
            server.kill()


def _wait_for(server: LiveServer) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        if server.process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{server.url}/healthz", timeout=5):
                return
        except urllib.error.HTTPError as error:
            error.close()
            pytest.fail(f"The server is not well ({error.code}):\n{server.terminal}")
        except OSError:
            time.sleep(0.05)
    pytest.fail(f"The server did not come up:\n{server.terminal}")


@pytest.fixture
def start_node(tmp_path: Path, postgres_database: str) -> Iterator[Callable[..., LiveServer]]:
    """Start one more server process on one PostgreSQL database: `start_node(PUBLIC_URL=…)`.

    All have the same key; the first loads the Chaoyang final, unless something was loaded.
    """
    with ExitStack() as stack:

        def start(**settings: str) -> LiveServer:
            folder = tmp_path / f"node-{len(list(tmp_path.glob('node-*.log'))) + 1}"
            given = {"DATABASE_URL": postgres_database, "SECRET_KEY": NODES_SECRET} | settings
            return stack.enter_context(serving(folder, **given))

        yield start


@pytest.fixture
def live_server(tmp_path: Path) -> Iterator[LiveServer]:
    """The real server on an empty DATA_DIR, which it fills with the Chaoyang final."""
    with serving(tmp_path / "live") as server:
        yield server


def sit_down(page: Page, link: str) -> None:
    """Open a judge's link in a browser and say “Yes, that is me”."""
    page.goto(link)
    page.locator("[data-confirm]").click()
    page.locator("#desk").wait_for()


CHROMIUM = "/usr/bin/chromium"
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def chromium_path() -> str:
    """Where Chromium is."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or CHROMIUM


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One headless Chromium for the whole run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=list(CHROMIUM_FLAGS)
        )
        # A busy machine takes its time; what is there at once is not waited for.
        expect.set_options(timeout=20_000)
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Open a browser context, as a device of its own: `browse(locale="zh-CN", …)`.

    A page's script error or a breach of the Content-Security-Policy fails the test.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            wrong.append(message.text)

    def open_(**how: Any) -> BrowserContext:
        context = chromium.new_context(**({"locale": "zh-CN"} | how))
        context.set_default_timeout(20_000)
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        context.on("console", note)
        contexts.append(context)
        return context

    yield open_
    for context in contexts:
        context.close()
    assert not wrong, wrong
