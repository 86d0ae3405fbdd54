"""The settings of a node among others: ROLE, VIEWERS, DATABASE_CONNECTIONS.

What is refused is a `ValueError` whose message is one line that names the variable.
"""

import re


def read_number(name: str, written: str | None, default: int, least: int, most: int) -> int:
    """A whole number from `least` to `most`; the default where nothing is written."""
    if not written:
        return default
    number = int(written) if re.fullmatch(r"[0-9]{1,7}", written) else least - 1
    if not least <= number <= most:
        raise ValueError(f"{name} takes a whole number from {least} to {most}, not {written!r}.")
    return number


def read_role(written: str | None, database_url: str) -> str:
    """`full` or `audience`; the second reads a replica, which SQLite has not."""
    role = written or "full"
    if role not in ("full", "audience"):
        raise ValueError(f"ROLE takes full or audience, not {role!r}.")
    if role == "audience" and database_url.startswith("sqlite:"):
        raise ValueError(
            "ROLE takes audience only together with DATABASE_URL, the address of a read replica "
            "(a hot standby) of the PostgreSQL database that the other nodes use."
        )
    return role
