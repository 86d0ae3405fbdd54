"""Top floor: the `flask …` commands (contract in `docs/commands.md`), as thin as a view."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the commands."""
