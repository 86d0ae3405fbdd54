"""A page's script: ES modules under an address that changes whenever any of them does.

The digest is a folder of the address, since imports are relative: a `?v=` would not reach them.
A page names its one entry module and all that it imports, so that the browser requests them at
once and the service worker stores them with the page.
"""

import functools
import hashlib
import posixpath
import re
from pathlib import Path

from flask import Flask, Response, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue

_IMPORT = re.compile(r"^(?:import|export)\b[^\"';]*[\"'](\.[^\"']+)[\"'];", re.MULTILINE)


def init_app(app: Flask) -> None:
    """Serve the modules, and let templates name a page's entry and what it imports."""
    app.add_url_rule("/static/modules/<digest>/<path:name>", "module", _module)
    app.jinja_env.globals.update(module=module_address, modules_of=addresses_of_imports)


def module_address(name: str) -> str:
    """The address of a module, by its path in `static/js`."""
    return url_for("module", digest=digest_of(_folder()), name=name)


def addresses_of_imports(entry: str) -> list[str]:
    """The addresses of everything that a module imports, directly or not, nearest first."""
    return [module_address(name) for name in imported(_folder(), entry)]


def _folder() -> Path:
    return Path(current_app.static_folder or "") / "js"


def _module(digest: str, name: str) -> ResponseReturnValue:
    """A module, under the current digest or an old one.

    A page loaded before an update still gets its modules, in their current form and all under its
    own digest, so that none is loaded twice. Such a response must not be cached.
    """
    found = modules_in(_folder()).get(name)
    if found is None:
        abort(404)
    response = Response(found, mimetype="text/javascript")
    current = digest_of(_folder())
    if digest != current:
        response.headers["Cache-Control"] = "no-store"
        return response
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.set_etag(current)
    return response.make_conditional(request)


@functools.cache
def modules_in(folder: Path) -> dict[str, bytes]:
    """Every script below `folder`, by its path in it."""
    paths = sorted(folder.rglob("*.js"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@functools.cache
def digest_of(folder: Path) -> str:
    """Twelve hexadecimal digits that change whenever a script below `folder` does."""
    digest = hashlib.sha256()
    for name, content in modules_in(folder).items():
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:12]


@functools.cache
def imported(folder: Path, entry: str) -> tuple[str, ...]:
    """What a module imports, directly or not, nearest first, without itself.

    Raises KeyError if an imported module does not exist.
    """
    found = [entry]
    for name in found:
        found += [each for each in imports_of(folder, name) if each not in found]
    return tuple(found[1:])


def imports_of(folder: Path, name: str) -> list[str]:
    """What a module's own import statements name, as paths below `folder`."""
    text = modules_in(folder)[name].decode()
    here = posixpath.dirname(name)
    return [posixpath.normpath(posixpath.join(here, path)) for path in _IMPORT.findall(text)]
