"""`python app.py`: bring the database up to date, print the addresses, and serve."""

import errno
import logging
import platform
import signal
import sys
import threading
from contextlib import suppress
from typing import Any

import gevent
from flask import Flask
from sqlalchemy.exc import OperationalError

from competition import __version__, document, logs
from competition.actions import accounts, announce, competitions, off_loop, password_hashes
from competition.actions.snapshot_queue import current_queue
from competition.cli import audience_node, database, shared_database, terminal
from competition.cli.commit_runner import CommitRunner
from competition.cli.housekeeping import Housekeeping, collect_rarely
from competition.cli.idle_loop import SWITCH_SECONDS, IdleLoop
from competition.cli.metrics_server import serving_metrics
from competition.cli.node_reporter import NodeReporter
from competition.cli.off_loop_runners import (
    FairnessProcess,
    FileProcess,
    ListProcess,
    PanelProcess,
    PasswordThread,
    PrintProcess,
)
from competition.cli.public_state import begin_watching, make_owed_snapshots
from competition.document import samples
from competition.live import server as live
from competition.messages import N_
from competition.pauses import Pauses, yield_once
from competition.store import audit, database_file, group_commit, health, migrate, queries
from competition.store.db import Busy, db
from competition.store.folder_lock import FolderHeld, FolderLock
from competition.store.public_watch import PublicWatch
from competition.web.addresses import base_url, local_url, public_url
from competition.web.publisher import Publisher

log = logging.getLogger("accord.server")
WATCH_SECONDS = 1.0


def serve_app(app: Flask) -> None:
    """Serve on HOST and PORT until SIGTERM or SIGINT; exits with 1 if the port cannot be used."""
    base = base_url(app.config["HOST"], app.config["PORT"])
    hang_up = _set_up_log(app)
    with database.holding_folder(app, base) as lock:
        with app.app_context(), terminal.exit_on_refusal():
            prepare(app)
        with serving_metrics(app, _Errors()):
            _serve(app, lock)
    if hang_up is not None:
        hang_up.cancel()


def _serve(app: Flask, lock: FolderLock) -> None:
    host, port = app.config["HOST"], app.config["PORT"]
    hub = app.extensions["hub"]
    publisher, public_version = Publisher(app, hub), app.extensions["public_version"]
    housekeeping, reporter = Housekeeping(app), NodeReporter(app)
    owed, stopped = threading.Event(), threading.Event()
    listening, is_full = False, app.config["ROLE"] == "full"

    def ready(_server: Any) -> None:
        nonlocal listening
        listening = True
        if isinstance(public_version, PublicWatch):
            begin_watching(app, public_version, publisher.wake, owed.set)
        publisher.start()
        collect_rarely()
        if is_full:
            arguments = (app, owed, stopped)
            threading.Thread(target=make_owed_snapshots, args=arguments, daemon=True).start()
        housekeeping.start()
        reporter.start()
        _log_start(app)
        threading.Thread(target=watch_folder, args=(app, lock, stopped), daemon=True).start()
        with app.app_context(), terminal.ignore_closed_output():
            try:
                if is_full:
                    here = local_url(host, port) if app.config["PUBLIC_URL"] else None
                    welcome(public_url(app.config), here)
                else:
                    audience_node.welcome_audience(base_url(host, port))
            except (Busy, OperationalError):
                # The database went away at this moment; whoever can be answered is answered.
                log.exception("the links could not be shown")

    with app.app_context():
        announce.subscribe(public_version.look)
        announce.subscribe(publisher.wake)
        current_queue().defer_to(owed.set)
        group_commit.set_commit_runner(CommitRunner())
        health.current_probe().run = CommitRunner()
    off_loop.set_runners(
        *(PasswordThread(), FileProcess(), PanelProcess(), ListProcess(), PrintProcess()),
        fairness_finder=FairnessProcess(),
    )
    Pauses.wait = IdleLoop()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        live.run_server(
            app,
            host,
            port,
            hub,
            find_stream=app.extensions["response_cache"].find_stream,
            await_look=getattr(public_version, "await_look", None),
            policy=app.extensions["request_policy"],
            watcher=app.extensions["request_records"],
            error_log=_Errors(),
            ready=ready,
        )
    except OSError as error:
        if listening:
            raise
        with app.app_context():
            logs.print_error(_why_not_listening(host, port, error))
        raise SystemExit(1) from None
    finally:
        stopped.set()
        owed.set()
        with app.app_context():
            group_commit.set_commit_runner(group_commit.commit_inline)
            current_queue().defer_to(None)
            announce.unsubscribe(publisher.wake)
            announce.unsubscribe(public_version.look)
        off_loop.set_runners()
        Pauses.wait = staticmethod(yield_once)
        publisher.stop()
        if listening:
            housekeeping.stop()
            reporter.stop()
            log.info("stopped")
        # The last connection to close puts what is in the log into the database.
        public_version.close()
        with app.app_context():
            db.engine.dispose()


def _set_up_log(app: Flask) -> Any:
    """Begin to log, gevent's own faults included; a terminal that hangs up ends nothing.

    Returns the watcher of that signal, where the system has it.
    """
    logs.set_up(app.config["LOG_FILE"], as_json=app.config["LOG_JSON"])
    gevent.get_hub().print_exception = _log_fault
    if not hasattr(signal, "SIGHUP"):
        return None
    return gevent.signal_handler(signal.SIGHUP, logs.reopen_file)


def _log_fault(_context: Any, kind: Any, error: Any, trace: Any) -> None:
    log.error("a task ended by a fault", exc_info=(kind, error, trace))


def _log_start(app: Flask) -> None:
    """Log what is running and where; the secret links are for the terminal alone."""
    host, port, metrics = (app.config[name] for name in ("HOST", "PORT", "METRICS"))
    with app.app_context():
        database_kind = db.engine.dialect.name
    fields = {
        "version": __version__,
        "python": platform.python_version(),
        "host": host,
        "port": port,
        "address": public_url(app.config),
        "database": database_kind,
        "metrics": f"{base_url(*metrics)}/metrics" if metrics else None,
    }
    log.info("started, Accord %s, port %s", __version__, port, extra={logs.FIELDS: fields})


class _Errors:
    """What gevent's server writes to as to a file; its lines may hold what a client sent."""

    def write(self, _text: str) -> None:
        log.warning("the server could not answer a request", extra={logs.KIND: "not answered"})

    def writelines(self, texts: list[str]) -> None:
        self.write("".join(texts))

    def flush(self) -> None:
        pass


def prepare(app: Flask) -> None:
    """Create or migrate the database, and load the sample into an empty one.

    Of several nodes that start at once one does it, and the others wait. For the audience alone,
    only wait until another node has done so.
    """
    if app.config["ROLE"] == "audience":
        audience_node.wait_for_schema()
        return
    with shared_database.filling_alone():
        _fill(app)
    shared_database.tell_limits(app)
    password_hashes.hash_of_nobody()
    # Where others serve, everything is as they show it; and judges would wait for this node.
    current_queue().make_owed(everything=not shared_database.serves_elsewhere())


def _fill(app: Flask) -> None:
    database.ensure_ready(app, out=sys.stdout)
    revision = migrate.newest_revision()
    log.info(
        "the database is at revision %s", revision, extra={logs.FIELDS: {"revision": revision}}
    )
    if not queries.all_competitions():
        sample = document.read_file(samples.read_sample(samples.CHAOYANG) or b"")
        # A chain without a competition: an organiser has removed the sample.
        if audit.newest_row(sample["competition"]["key"]) is None:
            competitions.load_competition(sample, "first start")


def watch_folder(app: Flask, lock: FolderLock, stopped: threading.Event) -> None:
    """Notice within a second, until `stopped`, that the folder was moved; keep the lock on it."""
    with app.app_context():
        file = database_file.of_dialect(db.engine.dialect)
    while not stopped.wait(WATCH_SECONDS):
        if not file.is_displaced():
            with suppress(OSError, FolderHeld):
                lock.renew()


def welcome(base: str, here: str | None = None) -> None:
    """Print version, set-up link, judges' links, and the audience's address as a QR code.

    `base` is the address for everybody, `here` the one on this machine where it is another.
    """
    print(f"Accord {__version__}\n")
    link = accounts.set_up_link()
    if link is not None:
        print(terminal.translated(N_("Set up the first organiser (this link works once):")))
        print(f"  {here or base}/set-up/{link}\n")
    if here is not None:
        print(terminal.translated(N_("On this machine, also before the proxy is started:")))
        print(f"  {here}/organiser\n")
    for competition in queries.all_competitions():
        # A rehearsal's links are on its page; here they would be taken for those of the contest.
        if competition.archived_at or competition.rehearsal_of:
            continue
        if not _note_links_seen(competition.key):
            continue
        print(terminal.translated(N_("The judges' links of %(key)s:"), key=competition.key))
        for judge in competition.judges:
            name = judge.name.get(terminal.languages()[0]) or next(iter(judge.name.values()))
            print(f"  {judge.key}  {name}  {base}/j/{judge.token}")
        print()
    print(terminal.translated(N_("For the audience, on the same network:")))
    print(f"  {base}/\n")
    terminal.print_qr_code(f"{base}/", sys.stdout)
    print("\n" + terminal.translated(N_("Stop with Ctrl+C.")), flush=True)


def _note_links_seen(key: str) -> bool:
    """Record that the links are printed; False, with a message, where that cannot be stored."""
    try:
        accounts.note_links_seen(key, "start of the server")
    except (Busy, OperationalError):
        text = N_("The judges' links of %(key)s are on the page “Judges' links”.")
        print(terminal.translated(text, key=key) + "\n")
        return False
    return True


def _why_not_listening(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return terminal.translated(
            N_("PORT: %(port)s is already in use. Stop the other program, or choose another PORT."),
            port=port,
        )
    return terminal.translated(
        N_("HOST, PORT: cannot listen on %(host)s, port %(port)s: %(reason)s."),
        host=host,
        port=port,
        reason=error.strerror or error,
    )
