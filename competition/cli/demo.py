"""`flask demo`: a whole contest that moves by itself, on a data folder of its own.

The command runs twice: outside it makes the folder and chooses a port, inside it is the same
program with these settings, starts the server and is organiser and judges. Ctrl+C ends both, and
with them the folder goes.
"""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import click
from flask import current_app
from flask.cli import with_appcontext

from competition.actions import accounts, competitions
from competition.cli import database, files, terminal
from competition.cli.demo_day import BY, load_final, run_day
from competition.cli.demo_judges import Pace
from competition.messages import N_
from competition.settings import from_environment
from competition.web.addresses import local_url

SPEED = 10.0
ORGANISER = "demo"
_SETTINGS = (
    *("HOST", "PORT", "DATA_DIR", "DATABASE_URL", "SECRET_KEY", "PUBLIC_URL", "TRUSTED_PROXIES"),
    *("LOG", "LOG_FILE", "METRICS", "BACKUP_EVERY", "BACKUP_TO"),
)
_UP_SECONDS, _DOWN_SECONDS = 60, 20


@click.command("demo")
@click.option(
    "--speed", default=SPEED, show_default=True, help="How many times faster than people."
)
@click.option("--browser/--no-browser", default=True, help="Whether to open the pages.")
@click.option("--export", metavar="FILE", help="Write the contest here at its end, and stop.")
@click.option("--inside", is_flag=True, hidden=True)
@with_appcontext
def demo_command(speed: float, browser: bool, export: str | None, inside: bool) -> None:
    """Run the Chaoyang final by itself, judged by programs, and open the pages for it."""
    with terminal.exit_on_refusal():
        if speed <= 0:
            terminal.fail(N_("--speed takes a number above 0."))
        if not inside:
            arguments = ["--speed", str(speed), "--browser" if browser else "--no-browser"]
            if export is not None:
                arguments += ["--export", str(Path(export).absolute())]
            raise SystemExit(_run_inside(arguments))
        pace = Pace(speed)
        try:
            _demonstrate(pace, browser=browser, export=export)
        except KeyboardInterrupt:
            terminal.notify(N_("The demonstration is over; its data are removed."))
        finally:
            pace.end()


def _run_inside(arguments: list[str]) -> int:
    """Run this command again on an empty folder; the folder is gone when this returns."""
    with tempfile.TemporaryDirectory(prefix="accord-demo-", ignore_cleanup_errors=True) as folder:
        environment = {k: v for k, v in os.environ.items() if k not in _SETTINGS}
        environment |= {
            "DATA_DIR": str(Path(folder) / "data"),
            "PORT": str(_free_port()),
            "HOST": "127.0.0.1",
            "BACKUP_EVERY": "off",
            "FLASK_APP": "app",
        }
        inner = subprocess.Popen(  # noqa: S603 (this very command)
            [sys.executable, "-m", "flask", "demo", "--inside", *arguments],
            cwd=current_app.root_path,
            env=environment,
        )
        while True:
            # Ctrl+C reaches both; the inner one stops its server first.
            with suppress(KeyboardInterrupt):
                return inner.wait()


def _demonstrate(pace: Pace, *, browser: bool, export: str | None) -> None:
    settings = from_environment()
    base = local_url(settings.host, settings.port)
    database.ensure_ready(current_app, writes=True)
    file = load_final()
    key = file["competition"]["key"]
    password = secrets.token_urlsafe(9)
    accounts.add_organiser(ORGANISER, password, BY)
    with _serving(base):
        control = f"{base}/sign-in?next={quote(f'/organiser/c/{key}/control')}"
        public = f"{base}/c/{key}"
        pages = [f"{public}/screen", f"{public}/clock", public, control]
        terminal.notify(N_("Projector: %(address)s"), address=pages[0])
        terminal.notify(N_("Clock of the match: %(address)s"), address=pages[1])
        terminal.notify(N_("Board for phones: %(address)s"), address=pages[2])
        terminal.notify(
            N_("Organiser's control room: %(address)s (name %(name)s, password %(password)s)"),
            address=pages[3],
            name=ORGANISER,
            password=password,
        )
        terminal.notify(N_("Every mark is made up. Stop with Ctrl+C."))
        if browser and not _open(pages):
            terminal.notify(N_("No browser can be opened here; open these addresses yourself."))
        run_day(file, base, pace)
        if export is not None:
            files.write_atomically(Path(export), competitions.export_competition(key))
            return
        terminal.notify(N_("That was the whole contest. Stop with Ctrl+C; start again at will."))
        while pace.wait(3600):
            pass


@contextmanager
def _serving(base: str) -> Iterator[None]:
    """The real server on this folder, from when it answers until the block ends."""
    with subprocess.Popen(
        [sys.executable, "app.py"], cwd=current_app.root_path, stdout=subprocess.DEVNULL
    ) as server:
        try:
            _wait_until_up(server, f"{base}/healthz")
            yield
        finally:
            server.terminate()
            try:
                server.wait(_DOWN_SECONDS)
            except subprocess.TimeoutExpired:
                server.kill()


def _wait_until_up(server: subprocess.Popen[bytes], address: str) -> None:
    give_up = time.monotonic() + _UP_SECONDS
    while server.poll() is None and time.monotonic() < give_up:
        with suppress(OSError):
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310  # nosec B310
            return
        time.sleep(0.1)
    terminal.fail(N_("The server of the demonstration did not start."))


def _open(pages: list[str]) -> bool:
    """Open the pages in the machine's browser; False where there is none, or no display."""
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        return False
    try:
        opened = [webbrowser.open(page, new=1) for page in pages]
    except webbrowser.Error:
        return False
    return all(opened)


def _free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
