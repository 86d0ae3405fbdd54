"""Files and folders that only their owner may read; on Windows they are left as they are."""

import os
import stat
from pathlib import Path

OWN = ("accord.sqlite", "secret_key", "backups", "tls", "uploads")
"""What tells that a folder is a data folder, and not one with other people's files in it."""
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class NotClosed(Exception):
    """Others can read it, and it was left so; the message says why and what to do."""


def close_folder(folder: Path) -> bool:
    """Close a data folder to everybody but its owner; returns whether it was open.

    Raises `NotClosed` where that is impossible, or would lock people out of other files.
    """
    if not _is_open(folder):
        return False
    inside = {each.name for each in folder.iterdir()}
    if folder.stat().st_mode & stat.S_ISVTX or (inside and inside.isdisjoint(OWN)):
        raise NotClosed("it has other files in it; choose a folder of its own, or a new one in it")
    _close(folder)
    return True


def close_file(path: Path) -> bool:
    """Close a file to everybody but its owner; returns whether it was open.

    Raises `NotClosed` where that is impossible.
    """
    if not path.is_file() or not _is_open(path):
        return False
    _close(path)
    return True


def close_files(folder: Path) -> None:
    """Close every file in a folder that is closed itself, as far as that is possible."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if not path.is_symlink():
            try:
                close_file(path)
            except (NotClosed, OSError):
                continue


def _is_open(path: Path) -> bool:
    return os.name == "posix" and bool(path.stat().st_mode & _OTHERS)


def _close(path: Path) -> None:
    try:
        path.chmod(stat.S_IMODE(path.stat().st_mode) & ~_OTHERS)
    except OSError as error:
        raise NotClosed(
            f"it cannot be closed ({error.strerror}); have its owner close it, or choose another"
        ) from error
    if _is_open(path):
        raise NotClosed("its disk keeps no permissions; choose a place on another disk")
