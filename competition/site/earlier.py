"""Whether a folder holds an earlier publication and nothing else, read from its SHA256SUMS."""

import hashlib
import os
from pathlib import Path
from typing import Literal

SUMS = "SHA256SUMS"
PARTLY_WRITTEN = ".accord-part"
"""The one name under which a file is written before it gets its own."""
_OF_DESKTOPS = (".DS_Store", "Thumbs.db", "desktop.ini")
"""What file managers leave in every folder that they show."""


class ForeignEntry(Exception):
    """Something in the folder that is not part of a publication, or was changed since.

    `name` is its path in the folder; `reason` is `foreign` or `changed`.
    """

    def __init__(self, name: str, reason: Literal["foreign", "changed"]) -> None:
        super().__init__(f"{name}: {reason}")
        self.name, self.reason = name, reason


def earlier_publication(folder: Path) -> list[str]:
    """Return the files of the publication in a folder; an empty list where nothing is there.

    Raises `ForeignEntry` at the first thing that is not part of one. A folder in which writing
    was cut off is one too: its sums list both the old and the new files.
    """
    if not os.path.lexists(folder):
        return []
    if folder.is_symlink() or not folder.is_dir():
        raise ForeignEntry(folder.name, "foreign")
    listed = _read_sums(folder / SUMS)
    found = []
    for at, folders, files in os.walk(folder):
        for name in sorted(folders):
            if (Path(at) / name).is_symlink():
                raise ForeignEntry(_inside(folder, Path(at) / name), "foreign")
        for name in sorted(files):
            path = Path(at) / name
            inside = _inside(folder, path)
            if name in _OF_DESKTOPS or inside in (PARTLY_WRITTEN, SUMS):
                continue
            if inside not in listed or path.is_symlink() or not path.is_file():
                raise ForeignEntry(inside, "foreign")
            if hashlib.sha256(path.read_bytes()).hexdigest() not in listed[inside]:
                raise ForeignEntry(inside, "changed")
            found.append(inside)
    if (folder / SUMS).exists() and not listed:
        raise ForeignEntry(SUMS, "foreign")
    return found


def write_sums(digests: dict[str, list[str]]) -> bytes:
    """Write a list of sums, as `sha256sum -c` reads it; a file may have several."""
    lines = [f"{digest}  {name}\n" for name in sorted(digests) for digest in digests[name]]
    return "".join(lines).encode()


def _read_sums(path: Path) -> dict[str, set[str]]:
    listed: dict[str, set[str]] = {}
    if path.is_symlink() or not path.is_file():
        return listed
    for line in path.read_bytes().decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ")
        if len(digest) == 64 and name:
            listed.setdefault(name, set()).add(digest)
    return listed


def _inside(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()
