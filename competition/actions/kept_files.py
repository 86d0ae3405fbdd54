"""Where the file is that keeps a competition as it was: with several nodes, on one of them."""

import socket
from pathlib import Path

from competition.store.postgres_setup import is_shared


def kept_place(file: Path) -> str:
    """What a kept file is called: its name; with PostgreSQL the node's too, and the whole path."""
    return f"{socket.gethostname()}:{file}" if is_shared() else file.name


def kept_file(place: str, folder: Path) -> Path | None:
    """The file of that place; None where it is on another node or in another folder."""
    file = folder / Path(place).name
    return file if place in (file.name, kept_place(file)) else None
