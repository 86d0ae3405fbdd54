"""`flask competition publish`: the published results as a folder of plain files."""

import os
from pathlib import Path
from typing import NoReturn

import click
from flask import current_app
from flask.cli import with_appcontext

from competition.actions import publication
from competition.cli import competition, database, terminal
from competition.messages import N_
from competition.site import ForeignEntry, earlier_publication
from competition.site.build import sum_of_file
from competition.site.earlier import PARTLY_WRITTEN, SUMS, write_sums
from competition.web.language import translators


@click.command("publish")
@click.argument("key")
@click.argument("folder", metavar="DIR")
@with_appcontext
def publish_command(key: str, folder: str) -> None:
    """Write the published stages into the folder DIR as a website of plain files.

    An earlier publication in DIR is replaced; anything else there is refused.
    """
    with terminal.exit_on_refusal():
        database.ensure_ready(current_app, writes=True)
        competition.find_or_fail(key)
        path = Path(folder)
        earlier = _earlier(path)
        files = publication.make_publication(key, competition.BY, translators())
        terminal.notify(
            N_(
                "These files hold every mark of the published stages, so that anybody can recount "
                "them: judges by numbers, without names or comments."
            )
        )
        try:
            write_publication(path, files, earlier)
        except OSError as error:
            terminal.fail(
                N_("%(file)s cannot be written: %(reason)s."),
                file=error.filename or path,
                reason=error.strerror or error,
            )
        terminal.notify(
            N_("Published: %(number)s files in %(folder)s."), number=len(files), folder=path
        )


def write_publication(folder: Path, files: dict[str, bytes], earlier: list[str]) -> None:
    """Write the files in place of an earlier publication's.

    While they are written, the sums list both the old and the new files: cut off at any moment,
    the folder is still known as a publication. Raises `OSError`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sums = {name: [sum_of_file(data)] for name, data in files.items() if name != SUMS}
    both = {name: list(digests) for name, digests in sums.items()}
    for name in earlier:
        digest = sum_of_file((folder / name).read_bytes())
        if digest not in both.setdefault(name, []):
            both[name].append(digest)
    _write(folder, SUMS, write_sums(both))
    for name, data in files.items():
        if name != SUMS:
            _write(folder, name, data)
    for name in earlier:
        if name not in files:
            (folder / name).unlink()
            _remove_if_empty(folder, (folder / name).parent)
    _write(folder, SUMS, files[SUMS])


def _earlier(folder: Path) -> list[str]:
    try:
        return earlier_publication(folder)
    except ForeignEntry as foreign:
        _refuse(folder, foreign)
    except OSError as error:
        terminal.fail(
            N_("%(file)s cannot be read: %(reason)s."),
            file=error.filename or folder,
            reason=error.strerror or error,
        )


def _refuse(folder: Path, foreign: ForeignEntry) -> NoReturn:
    if foreign.reason == "changed":
        terminal.fail(
            N_(
                "Nothing was written: %(file)s in %(folder)s was changed since it was published. "
                "Move it away, or name another folder."
            ),
            file=foreign.name,
            folder=folder,
        )
    terminal.fail(
        N_(
            "Nothing was written: %(file)s in %(folder)s is not part of an earlier publication. "
            "Name a folder that is empty, or does not exist yet."
        ),
        file=foreign.name,
        folder=folder,
    )


def _write(folder: Path, name: str, data: bytes) -> None:
    """Write a file whole or not at all, readable by everybody."""
    part, path = folder / PARTLY_WRITTEN, folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _remove_if_empty(folder: Path, inner: Path) -> None:
    while inner != folder and not any(inner.iterdir()):
        inner.rmdir()
        inner = inner.parent
