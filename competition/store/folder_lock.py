"""The lock on a data folder: one server at a time, and nothing restored under it.

The lock is on a file in the folder, which says who holds it. The system gives it up when the
process ends, however it ends. A folder that is emptied has no such file any more, so the folder
itself is locked too; one that is made anew is another folder, so a file in `/tmp`, named after the
folder's path, is locked as well. (Windows does not remove what a program has open.)
"""

import datetime as dt
import errno
import hashlib
import json
import os
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from competition.store.database_file import identity_of

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

TRY_SECONDS = 1.0
"""How long to try: whoever looks at a lock holds it for a moment."""
# Not TMPDIR, which other processes may not share.
_TMP = Path("/tmp")  # noqa: S108  # nosec B108
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

    The first must be there to be locked; of the others, as many as can be made. Without files
    nothing is locked.
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
            if not _is_at(path, number):
                _close(self._held.pop(path))
        self._lock_missing()

    def release(self) -> None:
        """Give the lock up, and leave nothing behind."""
        for path, number in self._held.items():
            # Deleted while it is locked: who waits for it sees that, and makes another.
            if sys.platform != "win32" and _is_at(path, number) and not path.is_dir():
                path.unlink(missing_ok=True)
            _close(number)
            if sys.platform == "win32":
                path.unlink(missing_ok=True)
        self._held = {}

    def _lock_missing(self) -> None:
        for path in _places(self._files):
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
        if not _is_at(path, number):
            # Its last holder has just deleted it: try again.
            _close(number)
            raise FolderHeld(Holder())
        self._held[path] = number
        with suppress(OSError):  # A folder, or a file on a full disk, is held without a name.
            os.ftruncate(number, 0)
            os.lseek(number, 0, os.SEEK_SET)
            os.write(number, json.dumps(asdict(self._holder)).encode())


def raise_if_held(files: list[Path]) -> None:
    """Raise `FolderHeld` if another process holds one of the locks."""
    holders = [_holder_of(path) for path in _places(files, of_anybody=True)]
    others = [holder for holder in holders if holder is not None]
    if others and os.getpid() not in {holder.pid for holder in others}:
        # What is locked without a name, such as the folder, is named by the others.
        raise FolderHeld(max(others, key=lambda holder: holder.pid))


def _holder_of(path: Path) -> Holder | None:
    try:
        number = _open(path)
    except OSError:
        return None
    try:
        return None if _lock_now(number, shared=True) else _read(number)
    finally:
        _close(number)


def _places(files: list[Path], *, of_anybody: bool = False) -> list[Path]:
    """What to lock for files: themselves, the folder of the first, and the files in /tmp."""
    if sys.platform == "win32" or not files:
        return files
    places = [files[0], files[0].parent, *files[1:]]
    for file in files:
        places += _in_tmp(file, of_anybody=of_anybody)
    return places


def _in_tmp(file: Path, *, of_anybody: bool) -> list[Path]:
    """The files in /tmp for a path, as it is written and as it is resolved; one for each user."""
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
    if path.is_dir():
        return os.open(path, os.O_RDONLY)
    number = os.open(path, os.O_RDWR | flags | getattr(os, "O_NOFOLLOW", 0), 0o600)
    if sys.platform != "win32" and os.fstat(number).st_uid != os.geteuid() != 0:
        os.close(number)
        raise PermissionError(path)
    return number


def _is_at(path: Path, number: int) -> bool:
    """Whether the open file is still the one at that address."""
    found = os.fstat(number)
    return identity_of(path) == (found.st_dev, found.st_ino)


def _lock_now(number: int, *, shared: bool = False) -> bool:
    """Lock an open file; False if another process has. Locks that are `shared` do not conflict."""
    try:
        if sys.platform == "win32":
            os.lseek(number, _BEYOND_TEXT, os.SEEK_SET)
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        else:
            how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
            fcntl.flock(number, how | fcntl.LOCK_NB)
    except OSError as error:
        # Some network file systems know no locks: there it is held without one.
        return error.errno not in _LOCKED
    return True


def _close(number: int) -> None:
    """Give up the lock on an open file, and close it."""
    if sys.platform != "win32":
        # At once: gevent's `os.close` closes when its loop runs next.
        fcntl.flock(number, fcntl.LOCK_UN)
    os.close(number)


def _read(number: int) -> Holder:
    try:
        os.lseek(number, 0, os.SEEK_SET)
        return Holder(**json.loads(os.read(number, 1000)))
    except (OSError, ValueError, TypeError):
        return Holder()
