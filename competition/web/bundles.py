"""Several style sheets as one file, so that a page over a bad network waits for one answer."""

import functools
import hashlib
from pathlib import Path

from flask import Flask, Response, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue

BUNDLES = {
    "audience.css": ("css/tokens.css", "css/base.css", "css/audience.css"),
    "overlay.css": ("css/tokens.css", "css/overlay.css"),
}


def init_app(app: Flask) -> None:
    """Serve the bundles beside the files that they are made of."""
    app.add_url_rule("/static/bundle/<name>", "bundle", _bundle)
    app.jinja_env.globals.update(bundle=address)


def address(name: str) -> str:
    """The address of a bundle, new whenever its content is."""
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
    return b"\n".join((folder / path).read_bytes() for path in BUNDLES[name])


@functools.cache
def _digest(folder: Path, name: str) -> str:
    return hashlib.sha256(_joined(folder, name)).hexdigest()[:12]
