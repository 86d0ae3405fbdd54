"""`flask competition load|sample|copy|export|list|visibility|archive|remove`."""

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from competition import checks, workbook
from competition.actions import archive, competitions, copying
from competition.actions.corrections import Confirmation, confirming
from competition.actions.kept_files import kept_place
from competition.actions.sheet_imports import ReasonNeeded
from competition.cli import database, files, terminal
from competition.document import read_file, samples
from competition.document.copying import PARTS
from competition.document.sheet_merge import Fate, SheetMerge
from competition.file_types import Language
from competition.messages import N_
from competition.store import file_export, queries
from competition.store.models import Competition
from competition.store.postgres_setup import is_shared

group = AppGroup(
    "competition", help="Load, copy, export, list, hide, archive and remove competitions."
)

BY = "command line"


def find_or_fail(key: str) -> Competition:
    """Return the competition with this key; exits with 1 and a message if there is none."""
    competition = queries.find_competition(key)
    if competition is None:
        terminal.fail(N_("There is no competition “%(key)s”."), key=key)
    return competition


@group.command("load")
@click.argument("file")
@click.option(
    "--replace",
    is_flag=True,
    help="Replace a competition with the same key; it is backed up first.",
)
@click.option(
    "--reason",
    metavar="TEXT",
    help="Why submitted marks or published results are moved; recorded with every sheet that the "
    "file changes, and public where a published result moves.",
)
def load_command(file: str, replace: bool, reason: str | None) -> None:
    """Load a competition file, all or nothing."""
    with terminal.exit_on_refusal():
        document = files.read_document(file)
        database.ensure_ready(current_app, writes=True)
        try:
            with confirming(Confirmation(reason) if reason else None):
                backup = competitions.load_competition(
                    document,
                    BY,
                    replace=replace,
                    backups=kept_backups(),
                    reason=reason or "",
                    tell=_tell_imported,
                )
        except ReasonNeeded as needed:
            terminal.print_refusal(needed)
            terminal.fail(
                N_(
                    "To load it all the same, give the reason with --reason. Each of these sheets "
                    "is then marked as imported, with the reason, for its judge, in the results "
                    "and in the export; what the judge sent stays in its history."
                )
            )
        if backup is not None:
            terminal.notify(
                N_("The replaced competition was saved to %(file)s."), file=_shown(backup)
            )
        terminal.notify(N_("Loaded: %(key)s."), key=document["competition"]["key"])
        named_alike = checks.equal_name_warnings(document)
        terminal.notify_each(
            lambda language: checks.who_plays_sentences(document, named_alike, language)
        )


@group.command("sample")
@click.argument("name")
def sample_command(name: str) -> None:
    """Load a competition that comes with Accord, to try it out."""
    with terminal.exit_on_refusal():
        data = samples.read_sample(name)
        if data is None:
            known = ", ".join(samples.sample_names())
            terminal.fail(
                N_("There is no sample “%(name)s”. There are: %(known)s."), name=name, known=known
            )
        database.ensure_ready(current_app, writes=True)
        competitions.load_competition(read_file(data), BY)
        terminal.notify(N_("Loaded: %(key)s."), key=name)


@group.command("copy")
@click.argument("key")
@click.argument("new")
@click.option(
    "--with",
    "parts",
    metavar="PARTS",
    help="What comes along, parted by commas: teams, judges, topics, rubric, stages. Without it "
    "all five.",
)
@click.option("--day", metavar="DATE", help="When the new one begins; all its times move with it.")
def copy_command(key: str, new: str, parts: str | None, day: str | None) -> None:
    """Make the new competition NEW with the set-up of KEY; no mark comes along."""
    with terminal.exit_on_refusal():
        database.ensure_ready(current_app, writes=True)
        find_or_fail(key)
        given = PARTS if parts is None else [part.strip() for part in parts.split(",")]
        begins = None
        if day is not None:
            try:
                begins = dt.date.fromisoformat(day)
            except ValueError:
                terminal.fail(N_("“%(day)s” is no day. Write it as 2027-05-20."), day=day)
        copying.copy_competition(key, new, BY, parts=[part for part in given if part], day=begins)
        terminal.notify(N_("Copied: %(key)s. It is private."), key=new)


@group.command("export")
@click.argument("key")
@click.option("--out", metavar="FILE", help="Write to a file instead of standard output.")
@click.option(
    "--xlsx",
    "is_workbook",
    is_flag=True,
    help="A workbook of the results in place of the competition file; needs --out.",
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(["zh", "en"]),
    help="The workbook's language; the competition's first one unless given.",
)
def export_command(key: str, out: str | None, is_workbook: bool, language: Language | None) -> None:
    """Write the competition file, sheets and their versions included; or a workbook."""
    with terminal.exit_on_refusal():
        database.ensure_ready(current_app)
        competition = find_or_fail(key)
        if is_workbook:
            if out is None:
                terminal.fail(N_("Say where the workbook goes: --out FILE.xlsx"))
            file = file_export.competition_document(competition, history=False)
            spoken = language or (file["competition"].get("languages") or ["zh"])[0]
            files.write_atomically(Path(out), workbook.write_workbook(file, spoken))
            return
        data = competitions.export_competition(key)
        if out is None:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        else:
            files.write_atomically(Path(out), data)


@group.command("archive")
@click.argument("key")
@click.option("--undo", is_flag=True, help="Take the competition out of the archive.")
def archive_command(key: str, undo: bool) -> None:
    """Archive a competition after a backup: it can be read, and every write is refused."""
    with terminal.exit_on_refusal():
        database.ensure_ready(current_app, writes=True)
        find_or_fail(key)
        if undo:
            archive.unarchive_competition(key, BY)
            terminal.notify(N_("%(key)s is no longer archived."), key=key)
        else:
            backup = archive.archive_competition(key, BY, kept_backups())
            terminal.notify(N_("A backup was saved to %(file)s."), file=_shown(backup))
            terminal.notify(N_("Archived: %(key)s."), key=key)


@group.command("remove")
@click.argument("key")
@click.option("--yes", "typed", metavar="KEY", help="The key once more, where nobody can be asked.")
def remove_command(key: str, typed: str | None) -> None:
    """Remove a competition with all its marks after a backup. Asks for the key again."""
    with terminal.exit_on_refusal():
        database.ensure_ready(current_app, writes=True)
        content = archive.count_content(find_or_fail(key))
        if typed is None:
            if not _is_terminal():
                terminal.fail(
                    N_("Nothing was removed. Give the key once more, to be sure: --yes %(key)s"),
                    key=key,
                )
            terminal.notify(
                N_("Teams: %(teams)s, sheets: %(sheets)s, public snapshots: %(snapshots)s."),
                **content,
            )
            question = terminal.translated(N_("Type the key again to remove all of it"))
            typed = str(click.prompt(question, default="", show_default=False, err=True))
        backup = archive.remove_competition(key, typed, BY, kept_backups())
        terminal.notify(N_("A backup was saved to %(file)s."), file=_shown(backup))
        terminal.notify(N_("Removed: %(key)s."), key=key)


@group.command("visibility")
@click.argument("key")
@click.argument("visibility", metavar="VISIBILITY")
def visibility_command(key: str, visibility: str) -> None:
    """Make a competition public or private: of a private one nothing has a public address."""
    with terminal.exit_on_refusal():
        database.ensure_ready(current_app, writes=True)
        find_or_fail(key)
        competitions.set_visibility(key, visibility, BY)


@group.command("list")
def list_command() -> None:
    """Print key, name and state of every competition as JSON.

    The state is every stage's release and the states of its rounds, or `archived`. A rehearsal
    says of which competition it is one.
    """
    with terminal.exit_on_refusal():
        database.ensure_ready(current_app)
        terminal.print_json(
            [
                {"key": each.key, "name": each.name, "state": _state(each)}
                | ({"rehearsal_of": each.rehearsal_of} if each.rehearsal_of else {})
                for each in queries.all_competitions()
            ]
        )


def _tell_imported(merges: Sequence[SheetMerge]) -> None:
    """Name on standard error every sheet that is marked as imported, or is lost."""
    for merge in merges:
        sheet = "/".join(merge.key)
        if merge.fate in (Fate.IMPORTED, Fate.UNSUBMITTED):
            terminal.notify(N_("Marked as imported: %(sheet)s."), sheet=sheet)
        elif merge.fate == Fate.PUT_BACK:
            terminal.notify(N_("Put back as the judge sent it: %(sheet)s."), sheet=sheet)
        elif merge.fate == Fate.LOST and merge.before:
            terminal.notify(N_("Lost, and kept in the audit log only: %(sheet)s."), sheet=sheet)


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _shown(backup: Path) -> str:
    return kept_place(backup) if is_shared() else str(backup)


def kept_backups() -> Path:
    """The folder for competitions as they were before they were replaced or removed."""
    return Path(current_app.config["DATA_DIR"]) / "backups"


def _state(competition: Competition) -> dict[str, Any] | str:
    if competition.archived_at:
        return "archived"
    return {
        stage.key: {
            "release": stage.release,
            "rounds": {round_.key: round_.state for round_ in stage.rounds},
        }
        for stage in competition.stages
    }
