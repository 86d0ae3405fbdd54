"""`python app.py`: bring the database up to date, say where everything is, and serve."""

import errno
import gc
import sys
import threading
import time
from importlib import resources
from typing import Any

from flask import Flask

from competition import __version__, document
from competition.actions import announce, competitions, people, snapshots
from competition.live import server as live
from competition.live.aside import Aside
from competition.store import events, together
from competition.web.addresses import base_url
from competition.web.publisher import Publisher

from . import database, terminal
from .terminal import N_

CATCH_UP_SECONDS = 1.0


def serve(app: Flask) -> None:
    """Serve on HOST and PORT until SIGTERM or SIGINT; exits 1 when the port cannot be had."""
    host, port = app.config["HOST"], app.config["PORT"]
    with app.app_context(), terminal.answering():
        prepare(app)
    hub = app.extensions["hub"]
    publisher = Publisher(app, hub)
    owed, stopped = threading.Event(), threading.Event()
    listening = False

    def ready(_server: Any) -> None:
        nonlocal listening
        listening = True
        publisher.start()
        # The program itself stays; a full pass of the collector over it would hold everybody up
        # for some 30 ms, now and then in the middle of a judge's write.
        gc.collect()
        gc.freeze()
        threading.Thread(target=catch_up, args=(app, owed, stopped), daemon=True).start()
        with app.app_context(), terminal.unread_is_no_matter():
            welcome(base_url(host, port))

    announce.subscribe(publisher.wake)
    snapshots.follow_by(owed.set)
    together.commit_by(Aside())
    try:
        known = app.extensions["memory"].known
        live.serve(app, host, port, hub, known=known, ready=ready)
    except OSError as error:
        if listening:
            raise
        with app.app_context():
            print(_no_port(host, port, error), file=sys.stderr)
        raise SystemExit(1) from None
    finally:
        stopped.set()
        owed.set()
        together.commit_by(together.at_once)
        snapshots.follow_by(None)
        announce.unsubscribe(publisher.wake)
        publisher.stop()


def prepare(app: Flask) -> None:
    """Create or migrate the database, and load the sample into an empty one."""
    database.ready(app, out=sys.stdout)
    if not events.competitions():
        sample = resources.files("competition") / "samples" / "chaoyang-final.json"
        competitions.load(document.read(sample.read_bytes()), "first start")
    snapshots.catch_up(everything=True)


def catch_up(app: Flask, owed: threading.Event, stopped: threading.Event) -> None:
    """Until `stopped`: make the public snapshots that are owed, in the judges' time off.

    Eight a second at most, and at most a fifth of the time; whatever comes meanwhile is in the
    next. What a full disk or a locked file put off is tried again every second.
    """
    while not stopped.is_set():
        owed.wait(CATCH_UP_SECONDS)
        owed.clear()
        begun = time.monotonic()
        with app.app_context():
            if snapshots.catch_up():
                announce.changed()
        took = time.monotonic() - begun
        stopped.wait(min(max(snapshots.REST_SECONDS, 4 * took), CATCH_UP_SECONDS))


def welcome(base: str) -> None:
    """Print version, set-up link, a link per judge and the audience's address with its QR code."""
    print(f"Accord {__version__}\n")
    link = people.set_up_link()
    if link is not None:
        print(terminal.said(N_("Set up the first organiser (this link works once):")))
        print(f"  {base}/set-up/{link}\n")
    for competition in events.competitions():
        print(terminal.said(N_("The judges' links of %(key)s:"), key=competition.key))
        for judge in competition.judges:
            name = judge.name.get(terminal.languages()[0]) or next(iter(judge.name.values()))
            print(f"  {judge.key}  {name}  {base}/j/{judge.token}")
        print()
    print(terminal.said(N_("For the audience, on the same network:")))
    print(f"  {base}/\n")
    terminal.qr(f"{base}/", sys.stdout)
    print("\n" + terminal.said(N_("Stop with Ctrl+C.")), flush=True)


def _no_port(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return terminal.said(
            N_("PORT: %(port)s is in use already. Stop the other program, or choose another PORT."),
            port=port,
        )
    return terminal.said(
        N_("HOST, PORT: %(host)s, port %(port)s cannot be listened on: %(reason)s."),
        host=host,
        port=port,
        reason=error.strerror or error,
    )
