"""What the environment decides: HOST, PORT, DATABASE_URL, DATA_DIR, SECRET_KEY, TIME_ZONE.

Reading it writes nothing: the folder and the kept secret are made when they are first needed.
"""

import os
import secrets
import tempfile
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SHORTEST_SECRET = 16


class BadSetting(Exception):
    """One line that names the variable and what it takes."""


@dataclass(frozen=True)
class Settings:
    """The settings of one process; without a `secret_key` the one in `data_dir` counts."""

    host: str
    port: int
    data_dir: Path
    database_url: str
    secret_key: str | None
    time_zone: str


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the environment; raises `BadSetting` for the first value that will not do."""
    port = environment.get("PORT", "8000")
    if not (port.isascii() and port.isdigit() and len(port) <= 5 and 1 <= int(port) <= 65535):
        raise BadSetting(f"PORT takes a whole number from 1 to 65535, not {port!r}.")
    host = environment.get("HOST", "0.0.0.0")  # noqa: S104 (the hall's Wi-Fi has to reach it)
    if not host or any(letter.isspace() for letter in host):
        raise BadSetting(f"HOST takes an address or a name to listen on, not {host!r}.")
    data_dir = Path(environment.get("DATA_DIR") or "instance").absolute()
    _check_folder(data_dir)
    default = f"sqlite:///{data_dir / 'accord.sqlite'}"
    database_url = environment.get("DATABASE_URL") or default
    if not (_names_a_file(database_url) or database_url.startswith("postgresql")):
        raise bad_database_url(f"not {database_url.split(':', 1)[0]!r}")
    secret_key = environment.get("SECRET_KEY")
    if secret_key is not None and len(secret_key) < SHORTEST_SECRET:
        raise BadSetting(f"SECRET_KEY takes at least {SHORTEST_SECRET} characters.")
    time_zone = environment.get("TIME_ZONE") or "Asia/Shanghai"
    try:
        zoneinfo.ZoneInfo(time_zone)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        raise BadSetting(
            f"TIME_ZONE takes a place of the time zone database such as Asia/Shanghai, "
            f"not {time_zone!r}."
        ) from None
    return Settings(host, int(port), data_dir, database_url, secret_key, time_zone)


def bad_database_url(why: str) -> BadSetting:
    """What to raise for a DATABASE_URL of another kind, or whose driver is missing."""
    takes = "DATABASE_URL takes sqlite:///PATH or postgresql+psycopg://USER@HOST/NAME"
    return BadSetting(f"{takes}; {why}.")


def make_folder(data_dir: Path) -> None:
    """Make DATA_DIR, for its owner alone, where it is missing; raises `BadSetting`."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadSetting(f"DATA_DIR takes a folder to write in: {error}.") from error


def kept_secret(data_dir: Path) -> str:
    """The key made at the first start: a new one at each start would sign everybody out."""
    make_folder(data_dir)
    path = data_dir / "secret_key"
    kept = path.read_text().strip() if path.exists() else ""
    if not kept:
        kept = _keep(secrets.token_urlsafe(48), path)
    if len(kept) < SHORTEST_SECRET:
        raise BadSetting(f"SECRET_KEY: {path} is too short; delete it to have a new one made.")
    return kept


def _keep(secret: str, path: Path) -> str:
    """Write the secret, whole or not at all; the kept one, if another process was first."""
    handle, name = tempfile.mkstemp(prefix=".secret_key-", dir=path.parent)
    with os.fdopen(handle, "w") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    try:
        if path.exists():
            # Empty: what a power cut may leave of a file.
            Path(name).replace(path)
        else:
            os.link(name, path)
    except FileExistsError:
        return path.read_text().strip()
    except OSError:
        # A disk without links, a USB stick's for instance.
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    return secret


def _check_folder(data_dir: Path) -> None:
    """Say whether the folder can be written in, or made where it is missing."""
    there = data_dir
    while not there.exists() and there != there.parent:
        there = there.parent
    if not there.is_dir():
        raise BadSetting(f"DATA_DIR takes a folder to write in, and {there} is not a folder.")
    if not os.access(there, os.W_OK | os.X_OK):
        raise BadSetting(f"DATA_DIR takes a folder to write in, and {there} is not writable.")


def _names_a_file(database_url: str) -> bool:
    path = database_url.removeprefix("sqlite:///")
    return path != database_url and path not in ("", "/") and not path.startswith(":memory:")
