"""Settings from the environment: HOST, PORT, PUBLIC_URL, TRUSTED_PROXIES, DATABASE_URL,
DATABASE_CONNECTIONS, DATA_DIR, SECRET_KEY, TIME_ZONE, LOG, LOG_FILE, METRICS, BACKUP_EVERY,
BACKUP_TO, ROLE, VIEWERS.

Reading them writes nothing: the folder and the secret key are made when they are first needed.
"""

import ipaddress
import os
import re
import secrets
import tempfile
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from competition import node_settings, private_files, watch_settings
from competition.secret_strength import SHORTEST, weakness

GOOD_SECRET = "python -c 'import secrets; print(secrets.token_urlsafe(48))'"  # noqa: S105

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_PLAIN = "/\\:"
"""What stands for itself in an address besides letters and digits: separators and a drive."""


class BadSetting(Exception):
    """A variable has a bad value; the message is one line that names it and what it accepts."""


@dataclass(frozen=True)
class Settings:
    """The settings of one process; without a `secret_key`, the one in `data_dir` is used."""

    host: str
    port: int
    data_dir: Path
    database_url: str
    secret_key: str | None
    time_zone: str
    log_file: str | None
    backup_every: int
    """In seconds; 0 for no scheduled backups."""
    backup_to: Path | None
    public_url: str | None = None
    trusted_proxies: tuple[Network, ...] = ()
    database_connections: int = 20
    """How many connections to PostgreSQL this process opens at most for its requests."""
    logs_json: bool = False
    metrics: tuple[str, int] | None = None
    """The address and port on which measurements are served; None for nowhere."""
    role: str = "full"
    """`audience` for a node that serves nothing but public pages and streams, and never writes."""
    viewers: int = 20_000
    """How many streams there may be at a time."""


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the environment; raises `BadSetting` for the first bad value."""
    port = environment.get("PORT", "8000")
    if not (port.isascii() and port.isdigit() and len(port) <= 5 and 1 <= int(port) <= 65535):
        raise BadSetting(f"PORT takes a whole number from 1 to 65535, not {port!r}.")
    host = environment.get("HOST", "0.0.0.0")  # noqa: S104 (tablets must reach it)
    if not host or any(letter.isspace() for letter in host):
        raise BadSetting(f"HOST takes an address or a name to listen on, not {host!r}.")
    data_dir = Path(environment.get("DATA_DIR") or "instance").absolute()
    _check_folder(data_dir)
    default = f"sqlite:///{quote(str(data_dir / 'accord.sqlite'), safe=_PLAIN)}"
    database_url = _with_driver(environment.get("DATABASE_URL") or default)
    if database_url.startswith("sqlite:") and "?" in database_url:
        # What follows would be dropped, and another file opened.
        raise bad_database_url("write a “?” in PATH as %3F, and a “%” as %25")
    if not (_names_a_file(database_url) or database_url.startswith("postgresql+psycopg://")):
        raise bad_database_url(f"not {database_url.split(':', 1)[0]!r}")
    secret_key = environment.get("SECRET_KEY")
    if secret_key is not None and (why := weakness(secret_key)):
        raise BadSetting(
            f"SECRET_KEY takes at least {SHORTEST} characters that nobody can guess, and this one "
            f"{why}. Leave it out to have one made, or make one: {GOOD_SECRET}"
        )
    time_zone = environment.get("TIME_ZONE") or "Asia/Shanghai"
    try:
        zoneinfo.ZoneInfo(time_zone)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        raise BadSetting(
            f"TIME_ZONE takes a place of the time zone database such as Asia/Shanghai, "
            f"not {time_zone!r}."
        ) from None
    try:
        logs_json = watch_settings.read_log_form(environment.get("LOG"))
        metrics = watch_settings.read_metrics_address(environment.get("METRICS", ""), int(port))
        role = node_settings.read_role(environment.get("ROLE"), database_url)
        viewers = node_settings.read_number(
            "VIEWERS", environment.get("VIEWERS"), 20_000, 1, 1_000_000
        )
        connections = node_settings.read_number(
            "DATABASE_CONNECTIONS", environment.get("DATABASE_CONNECTIONS"), 20, 2, 1000
        )
    except ValueError as error:
        raise BadSetting(str(error)) from None
    return Settings(
        host,
        int(port),
        data_dir,
        database_url,
        secret_key,
        time_zone,
        log_file=_log_file(environment.get("LOG_FILE")),
        backup_every=_backup_every(environment.get("BACKUP_EVERY")),
        backup_to=_backup_to(environment.get("BACKUP_TO")),
        public_url=_public_url(environment.get("PUBLIC_URL", "")),
        trusted_proxies=_trusted_proxies(environment.get("TRUSTED_PROXIES", "")),
        database_connections=connections,
        role=role,
        viewers=viewers,
        logs_json=logs_json,
        metrics=metrics,
    )


def _log_file(value: str | None) -> str | None:
    """An absolute path, "-" for standard error, None where there is to be no log."""
    if not value or value == "-":
        return value or None
    path = Path(value).absolute()
    if path.is_dir():
        raise BadSetting(f"LOG_FILE takes a file to write, or -, and {path} is a folder.")
    if not path.parent.is_dir():
        raise BadSetting(f"LOG_FILE takes a file in a folder that exists, not {path}.")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise BadSetting(f"LOG_FILE takes a file to write, and {path} is not writable.")
    return str(path)


def _backup_every(value: str | None) -> int:
    if value == "off":
        return 0
    found = re.fullmatch(r"([1-9][0-9]{0,3})([mh])", value or "15m")
    seconds = int(found[1]) * (60 if found[2] == "m" else 3600) if found else 0
    if not 60 <= seconds <= 24 * 3600:
        raise BadSetting(
            f"BACKUP_EVERY takes a time from 1m to 24h such as 10m or 1h, or off, not {value!r}."
        )
    return seconds


def _backup_to(value: str | None) -> Path | None:
    """A folder; it may be missing, as a stick that is not plugged in yet."""
    if not value:
        return None
    path = Path(value).absolute()
    if path.exists() and not path.is_dir():
        raise BadSetting(f"BACKUP_TO takes a folder, and {path} is a file.")
    return path


def _public_url(written: str) -> str | None:
    """The address that people are given, without a final slash."""
    if not written.strip():
        return None
    try:
        parts = urlsplit(written.strip())
        has_parts = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        has_parts = False
    rest = (parts.username, parts.password, parts.query, parts.fragment) if has_parts else ()
    is_plain = written.strip().isascii() and not any(map(str.isspace, written.strip()))
    if not has_parts or not is_plain or any(rest) or parts.path not in ("", "/"):
        raise BadSetting(
            "PUBLIC_URL takes the address that people open, such as https://accord.example.org or "
            f"https://192.168.1.7:8443, without a path; not {written!r}."
        )
    return f"{parts.scheme}://{parts.netloc}"


def _trusted_proxies(written: str) -> tuple[Network, ...]:
    """The networks of the proxies whose `X-Forwarded-*` headers count."""
    networks = []
    for each in written.replace(",", " ").split():
        try:
            network = ipaddress.ip_network(each)
        except ValueError:
            network = None
        # Whoever trusts everybody believes whatever a client says of itself.
        if network is None or network.prefixlen == 0:
            raise BadSetting(
                "TRUSTED_PROXIES takes the addresses or networks of your own proxies, such as "
                f"127.0.0.1 or 10.0.0.0/24, with commas between them; not {each!r}."
            )
        networks.append(network)
    return tuple(networks)


def pool_of(chosen: Settings) -> dict[str, Any]:
    """How many connections SQLAlchemy keeps and opens, how long one is waited for, in seconds."""
    if chosen.database_url.startswith("sqlite:"):
        return {"pool_size": 20, "max_overflow": 40}
    # A number that the server's limit can be reckoned by: none beyond it, however many ask.
    pool = {"pool_size": chosen.database_connections, "max_overflow": 0, "pool_timeout": 3}
    # An audience node never writes, not even where it was given a database that could be written.
    read_only = {"options": "-c default_transaction_read_only=on"}
    return pool | ({"connect_args": read_only} if chosen.role == "audience" else {})


def _with_driver(database_url: str) -> str:
    """The address with the driver that is installed, where it names none."""
    return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", database_url)


def bad_database_url(why: str) -> BadSetting:
    """Return the error for a DATABASE_URL of another kind, or whose driver is missing."""
    takes = "DATABASE_URL takes sqlite:///PATH or postgresql+psycopg://USER@HOST/NAME"
    return BadSetting(f"{takes}; {why}.")


def make_folder(data_dir: Path) -> bool:
    """Make DATA_DIR if it is missing, for its owner alone, and close it if others can read it.

    Returns whether they could. Raises `BadSetting`.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        return private_files.close_folder(data_dir)
    except private_files.NotClosed as error:
        raise BadSetting(
            f"DATA_DIR takes a folder that only its owner can read. Others can read {data_dir}: "
            f"{error}."
        ) from error
    except OSError as error:
        raise BadSetting(f"DATA_DIR takes a folder to write in: {error}.") from error


def stored_secret(data_dir: Path) -> str:
    """Return the key made at the first start: a new one at each start would sign everybody out."""
    make_folder(data_dir)
    path = data_dir / "secret_key"
    try:
        private_files.close_file(path)
    except private_files.NotClosed as error:
        raise BadSetting(f"SECRET_KEY: others can read {path}: {error}.") from error
    secret = path.read_text().strip() if path.exists() else ""
    if not secret:
        secret = _store(secrets.token_urlsafe(48), path)
    if why := weakness(secret):
        raise BadSetting(
            f"SECRET_KEY: the key in {path} {why}. Delete the file to have a new one made; "
            "everybody signs in again then."
        )
    return secret


def _store(secret: str, path: Path) -> str:
    """Write the secret, whole or not at all; return the stored one if another process was first."""
    handle, name = tempfile.mkstemp(prefix=".secret_key-", dir=path.parent)
    with os.fdopen(handle, "w") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    try:
        if path.exists():
            # Empty, as a power cut may leave a file.
            Path(name).replace(path)
        else:
            os.link(name, path)
    except FileExistsError:
        return path.read_text().strip()
    except OSError:
        # A file system without hard links, such as a USB stick's.
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    return secret


def _check_folder(data_dir: Path) -> None:
    """Raise `BadSetting` unless the folder can be written in, or made if it is missing."""
    try:
        str(data_dir).encode()
    except UnicodeEncodeError:
        raise BadSetting(f"DATA_DIR takes a path in UTF-8, not {str(data_dir)!r}.") from None
    existing = data_dir
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    if not existing.is_dir():
        raise BadSetting(f"DATA_DIR takes a folder to write in, and {existing} is not a folder.")
    if not os.access(existing, os.W_OK | os.X_OK):
        raise BadSetting(f"DATA_DIR takes a folder to write in, and {existing} is not writable.")


def _names_a_file(database_url: str) -> bool:
    path = database_url.removeprefix("sqlite:///")
    return path != database_url and path not in ("", "/") and not path.startswith(":memory:")
