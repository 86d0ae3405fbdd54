"""A page's style sheets as one file, so that a slow network has one response to wait for."""

import functools
import hashlib
from pathlib import Path

from flask import Flask, Response, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue


def _in_folder(folder: str, *sheets: str) -> tuple[str, ...]:
    return tuple(f"{folder}/{sheet}" for sheet in sheets)


# Of two rules of equal specificity the later one wins: the order within a bundle matters.
BUNDLES = {
    "base.css": ("tokens", "base"),
    "audience.css": (
        *("tokens", "base", "board"),
        *_in_folder(
            "audience", "page", "stage", "podium", "schedule", "my-team", "teams", "places", "draws"
        ),
        "audience/programme",
        *_in_folder("audience", "zones", "zoom-and-print"),
    ),
    "screen.css": (
        *("tokens", "base", "board"),
        *_in_folder("screen", "page", "board", "podium", "many-teams", "schedule", "corner"),
        *_in_folder("screen", "modes", "welcome", "match", "profile", "reveal", "clock", "black"),
        *_in_folder("screen", "rehearsal", "marks", "draw", "squarer-screens"),
    ),
    "overlay.css": ("tokens", "screen/overlay"),
    "judge.css": (
        *("tokens", "base"),
        *_in_folder(
            "judge", "page", "home", "save-status", "match", "controls", "conflict", "page-footer"
        ),
        *_in_folder("judge", "review", "unusual-marks", "receipt", "screen-sizes", "rescue"),
        "declaration",
    ),
    "organiser.css": (
        *("tokens", "base"),
        *_in_folder("organiser", "sign-in", "header", "page", "day", "confirm", "lists", "forms"),
        *_in_folder("organiser", "form-rows", "copy", "menus", "programme", "programme-table"),
        *_in_folder("organiser", "progress", "results", "audit", "judge-cards", "small-screens"),
        *_in_folder(
            "organiser", "handbook", "late-sheets", "screen-control", "reveal-control", "rescue"
        ),
        *_in_folder("organiser", "backups", "draws", "advancing", "panel-tools", "panel-board"),
        *_in_folder("organiser", "lists-import", "list-table"),
        *_in_folder("organiser", "judge-list", "print", "programme-print"),
        "declaration",
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
