"""The lock on a data folder: one server at a time, and nothing restored under it.

The lock is on a file in the folder, which says who holds it. The system gives it up when the
process ends, however it ends. A folder that is emptied or made anew has a new file, so the holder
also locks one in `/tmp`, named after the folder's path. (Windows does not remove a folder in
which a program has a file open.)
"""

import datetime as dt
import errno
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from competition.store.database_file import identity_of

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

TRY_SECONDS = 1.0
"""How long to try: whoever looks at a lock holds it for a moment."""
_TMP = Path("/tmp")  # noqa: S108 (not TMPDIR, which other processes may not share)
_BEYOND_TEXT = 1 << 30
"""The byte that is locked on Windows, where what is locked cannot be read."""


@dataclass(frozen=True)
class Holder:
    """Who holds a folder, as far as it is known: `address` is empty unless it is a server."""

    pid: int = 0
    since: str = ""
    address: str = ""


_LOCKED = (errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK)


class FolderHeld(Exception):
    """Another process holds the folder."""

    def __init__(self, holder: Holder) -> None:
        super().__init__(holder)
        self.holder = holder


class FolderLock:
    """A lock on `files`, each named after what it protects; held between acquire and release.

    The first must be there to be locked; of the others, as many as can be made.
    """

    def __init__(self, files: list[Path], address: str = "") -> None:
        self._files = files
        since = dt.datetime.now().astimezone().isoformat(" ", "minutes")
        self._holder = Holder(os.getpid(), since, address)
        self._held: dict[Path, int] = {}

    def acquire(self) -> None:
        """Lock every file, or none; raises `FolderHeld` or `OSError`."""
        give_up = time.monotonic() + TRY_SECONDS
        while True:
            try:
                raise_if_held(self._files)
                self._lock_missing()
            except FolderHeld:
                self.release()
                if time.monotonic() >= give_up:
                    raise
                time.sleep(0.05)
            else:
                return

    def renew(self) -> None:
        """Lock again what somebody has deleted; raises `FolderHeld` if another was faster."""
        for path, number in list(self._held.items()):
            found = os.fstat(number)
            if identity_of(path) != (found.st_dev, found.st_ino):
                os.close(self._held.pop(path))
        self._lock_missing()

    def release(self) -> None:
        """Give the lock up, and leave nothing behind."""
        for path, number in self._held.items():
            found = os.fstat(number)
            # Deleted while it is locked: who waits for it sees that, and makes another.
            if sys.platform != "win32" and identity_of(path) == (found.st_dev, found.st_ino):
                path.unlink(missing_ok=True)
            os.close(number)
            if sys.platform == "win32":
                path.unlink(missing_ok=True)
        self._held = {}

    def _lock_missing(self) -> None:
        for file in self._files:
            for path in (file, *_in_tmp(file)):
                if path not in self._held:
                    self._lock(path, is_needed=path == self._files[0])

    def _lock(self, path: Path, *, is_needed: bool) -> None:
        try:
            number = _open(path, os.O_CREAT)
        except OSError:
            if is_needed:
                raise
            return
        if not _lock_now(number):
            holder = _read(number)
            os.close(number)
            raise FolderHeld(holder)
        found = os.fstat(number)
        if identity_of(path) != (found.st_dev, found.st_ino):
            # Its last holder has just deleted it: try again.
            os.close(number)
            raise FolderHeld(Holder())
        self._held[path] = number
        with suppress(OSError):  # On a full disk the lock holds, without a name.
            os.ftruncate(number, 0)
            os.lseek(number, 0, os.SEEK_SET)
            os.write(number, json.dumps(asdict(self._holder)).encode())


@contextmanager
def holding(files: list[Path]) -> Iterator[None]:
    """Hold the lock during the block; raises `FolderHeld`."""
    lock = FolderLock(files)
    lock.acquire()
    try:
        yield
    finally:
        lock.release()


def raise_if_held(files: list[Path]) -> None:
    """Raise `FolderHeld` if another process holds one of the locks."""
    for file in files:
        for path in (file, *_in_tmp(file, of_anybody=True)):
            holder = _holder_of(path)
            if holder is not None and holder.pid != os.getpid():
                raise FolderHeld(holder)


def _holder_of(path: Path) -> Holder | None:
    try:
        number = _open(path)
    except OSError:
        return None
    try:
        return None if _lock_now(number) else _read(number)
    finally:
        os.close(number)


def _in_tmp(file: Path, *, of_anybody: bool = False) -> list[Path]:
    """The files in /tmp for a path, as it is written and as it is resolved; one for each user."""
    if sys.platform == "win32":
        return []
    found: list[Path] = []
    for path in {os.path.abspath(file), os.path.realpath(file)}:  # noqa: PTH100
        digest = hashlib.sha256(os.fsencode(path)).hexdigest()[:24]
        if of_anybody:
            found += _TMP.glob(f"accord-*-{digest}.lock")
        else:
            found.append(_TMP / f"accord-{os.geteuid()}-{digest}.lock")
    return found


def _open(path: Path, flags: int = 0) -> int:
    """Open a file of ours; root opens everybody's. Raises `OSError`, as for a link."""
    number = os.open(path, os.O_RDWR | flags | getattr(os, "O_NOFOLLOW", 0), 0o600)
    if sys.platform != "win32" and os.fstat(number).st_uid != os.geteuid() != 0:
        os.close(number)
        raise PermissionError(path)
    return number


def _lock_now(number: int) -> bool:
    """Lock an open file; False if another process has locked it."""
    try:
        if sys.platform == "win32":
            os.lseek(number, _BEYOND_TEXT, os.SEEK_SET)
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # Some network file systems know no locks: there it is held without one.
        return error.errno not in _LOCKED
    return True


def _read(number: int) -> Holder:
    try:
        os.lseek(number, 0, os.SEEK_SET)
        return Holder(**json.loads(os.read(number, 1000)))
    except (OSError, ValueError, TypeError):
        return Holder()
