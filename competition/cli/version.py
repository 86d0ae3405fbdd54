"""`flask version`: the versions of Accord and Python, for bug reports."""

import platform

import click

from competition import __version__


@click.command("version")
def version_command() -> None:
    """Print the versions of Accord and of Python."""
    print(f"Accord {__version__}")
    print(f"Python {platform.python_version()}")
