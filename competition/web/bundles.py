"""A page's style sheets as one file, so that a slow network has one response to wait for."""

import functools
import hashlib
from pathlib import Path

from flask import Flask, Response, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue


def _in_folder(folder: str, *sheets: str) -> tuple[str, ...]:
    return tuple(f"{folder}/{sheet}" for sheet in sheets)


_AUDIENCE = (
    *("tokens", "base", "rehearsal-band", "board"),
    *_in_folder(
        "audience", "page", "stage", "podium", "schedule", "my-team", "teams", "places", "draws"
    ),
    "audience/awards",
    "audience/programme",
    *_in_folder("audience", "zones", "zoom-and-print"),
)

# Of two rules of equal specificity the later one wins: the order within a bundle matters.
BUNDLES = {
    "base.css": ("tokens", "base", "rehearsal-band"),
    "audience.css": _AUDIENCE,
    # A team's page alone: the board, which every phone loads, stays as small as it is.
    "team.css": (*_AUDIENCE, "proof", "agreement-read"),
    "fairness.css": (*_AUDIENCE, "fairness", "fairness-tables"),
    "screen.css": (
        *("tokens", "base", "board"),
        *_in_folder("screen", "page", "board", "podium", "many-teams", "schedule", "corner"),
        *_in_folder("screen", "modes", "welcome", "match", "profile", "reveal", "clock", "black"),
        *("match-clock", "screen/match-clock-page"),
        *_in_folder("screen", "rehearsal", "marks", "draw", "award", "squarer-screens"),
        # After the page's own height, from which it takes its own.
        "rehearsal-band",
    ),
    "overlay.css": ("tokens", "match-clock", "screen/overlay", "rehearsal-band"),
    "clock.css": ("tokens", "base", "match-clock", "screen/match-clock-page", "rehearsal-band"),
    "judge.css": (
        *("tokens", "base", "rehearsal-band"),
        *_in_folder(
            "judge", "page", "home", "save-status", "match", "controls", "contestants", "conflict"
        ),
        "overtime",
        *_in_folder("judge", "messages", "conference"),
        "match-clock",
        *_in_folder("judge", "page-footer", "agreement"),
        "agreement-read",
        *_in_folder("judge", "review", "unusual-marks", "receipt", "screen-sizes", "rescue"),
        "proof",
        "declaration",
        *("fairness", "fairness-tables"),
    ),
    "vote.css": ("tokens", "base", "rehearsal-band", "vote"),
    "clerk.css": (
        *("tokens", "base", "rehearsal-band"),
        *_in_folder("organiser", "sign-in", "header", "page"),
        *("paper-sheet", "clerk"),
    ),
    "table.css": (
        *("tokens", "base", "rehearsal-band", "match-clock", "table"),
        *("agreement", "agreement-read", "agreement-signing"),
    ),
    "organiser.css": (
        *("tokens", "base", "rehearsal-band"),
        *_in_folder("organiser", "sign-in", "header", "page", "day", "confirm", "lists", "forms"),
        "organiser/control-room",
        *_in_folder("organiser", "form-rows", "copy", "menus", "programme", "programme-table"),
        *_in_folder("organiser", "progress", "results", "audit", "judge-cards", "small-screens"),
        *_in_folder(
            "organiser", "handbook", "late-sheets", "screen-control", "reveal-control", "rescue"
        ),
        *("match-clock", "overtime"),
        "organiser/match-clock",
        *_in_folder("organiser", "backups", "draws", "advancing", "panel-tools", "panel-board"),
        *_in_folder("organiser", "host-script", "people"),
        "proof",
        *_in_folder("organiser", "closing", "awards", "messages", "appeals", "rehearsal"),
        *_in_folder("organiser", "lists-import", "list-table"),
        *_in_folder("organiser", "prints", "judge-list", "print", "programme-print"),
        *("fairness", "fairness-tables"),
        "paper-sheet",
        "declaration",
        *("agreement", "agreement-read", "agreement-signing"),
    ),
}


def init_app(app: Flask) -> None:
    """Serve the bundles, and let templates name them."""
    app.add_url_rule("/static/bundle/<name>", "bundle", _bundle)
    app.jinja_env.globals.update(bundle=bundle_address)


def bundle_address(name: str) -> str:
    """The address of a bundle, which changes with its content."""
    return url_for("bundle", name=name, v=_digest(Path(current_app.static_folder or ""), name))


def _bundle(name: str) -> ResponseReturnValue:
    if name not in BUNDLES:
        abort(404)
    response = Response(_joined(Path(current_app.static_folder or ""), name), mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.set_etag(_digest(Path(current_app.static_folder or ""), name))
    return response.make_conditional(request)


@functools.cache
def _joined(folder: Path, name: str) -> bytes:
    return b"\n".join((folder / "css" / f"{sheet}.css").read_bytes() for sheet in BUNDLES[name])


@functools.cache
def _digest(folder: Path, name: str) -> str:
    return hashlib.sha256(_joined(folder, name)).hexdigest()[:12]
