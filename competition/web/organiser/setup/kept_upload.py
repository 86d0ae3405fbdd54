"""A file kept on disk from the page that shows what it would change until that is confirmed.

It lies in the folder `uploads` of DATA_DIR under a name that only the organiser's own session and
the address of the page make together, and goes when it has been used, or an hour after it was
last worked on. What was chosen or found for it meanwhile lies beside it.
"""

import hashlib
import os
import secrets
import time
from contextlib import suppress
from pathlib import Path

from flask import current_app, session

from competition.web.sessions import ORGANISER

KEPT_SECONDS = 3600
MOST_KEPT = 20


def keep_upload(data: bytes) -> str:
    """Keep a file; returns the token that it is found by. Raises `OSError`."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _clean_up(folder)
    token = secrets.token_urlsafe(12)
    path = _path(token)
    path.touch(mode=0o600)
    path.write_bytes(data)
    return token


def kept_upload(token: str) -> bytes | None:
    """The file of that token; None once it has gone, or for another session."""
    path = _path(token)
    try:
        return None if _is_old(path) else path.read_bytes()
    except OSError:
        return None


def is_kept(token: str) -> bool:
    """Whether the file of that token is there still, for this session."""
    try:
        return not _is_old(_path(token))
    except OSError:
        return False


def keep_beside(token: str, name: str, data: bytes) -> None:
    """Keep something beside a file that is there, in place of what had that name; may `OSError`."""
    path = _path(token)
    beside = path.with_suffix(f".{name}")
    new = beside.with_suffix(f".{name}.{secrets.token_hex(4)}")
    new.touch(mode=0o600)
    new.write_bytes(data)
    new.replace(beside)
    with suppress(FileNotFoundError):
        os.utime(path)


def kept_beside(token: str, name: str) -> bytes | None:
    """What is kept beside a file under that name, or None."""
    try:
        return _path(token).with_suffix(f".{name}").read_bytes()
    except OSError:
        return None


def drop_upload(token: str) -> None:
    """Delete a file that has been used."""
    _drop(_path(token))


def _folder() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "uploads"


def _path(token: str) -> Path:
    owner = session.get(ORGANISER)
    return _folder() / f"{hashlib.sha256(f'{owner}/{token}'.encode()).hexdigest()}.json"


def _is_old(path: Path) -> bool:
    return time.time() - path.stat().st_mtime > KEPT_SECONDS


def _clean_up(folder: Path) -> None:
    """Delete what nobody has confirmed: what is old, and the oldest where there are too many."""
    newest_first = sorted(folder.glob("*.json"), key=lambda path: -path.stat().st_mtime)
    for place, path in enumerate(newest_first):
        if place >= MOST_KEPT - 1 or _is_old(path):
            _drop(path)


def _drop(path: Path) -> None:
    """Delete a file and what lies beside it."""
    for each in path.parent.glob(f"{path.stem}.*"):
        each.unlink(missing_ok=True)
