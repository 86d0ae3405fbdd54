"""Files and folders that only their owner may read; on Windows they are left as they are."""

import os
import stat
from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class NotClosed(Exception):
    """Others can read it, and it was left so; the message says why and what to do."""


def close_folder(folder: Path) -> bool:
    """Close a data folder to everybody but its owner; returns whether it was open.

    Raises `NotClosed` where that is impossible, or would lock people out of other files.
    """
    if not _is_open(folder):
        return False
    if _is_shared(folder):
        raise NotClosed("others use it, too; choose a folder of its own, or a new one in it")
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


def _is_shared(folder: Path) -> bool:
    """Whether it is a folder that everybody uses, a person's home, or holds another's files."""
    if folder.stat().st_mode & stat.S_ISVTX or folder in (Path.home(), Path(folder.anchor)):
        return True
    owner = folder.stat().st_uid
    return any(each.lstat().st_uid != owner for each in folder.iterdir())


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
