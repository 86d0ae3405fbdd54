"""`flask competition import`."""

import sys
from pathlib import Path
from typing import get_args

import click
from flask import current_app
from flask.cli import with_appcontext

from competition import lists
from competition.actions import list_imports
from competition.actions.corrections import Confirmation, confirming
from competition.actions.refusals import Refused
from competition.cli import database, files, terminal
from competition.cli.competition import BY, find_or_fail, kept_backups
from competition.document import Phrase, Refusal
from competition.messages import N_

MOST_TOLD = 50
"""How many wrong rows are told on standard error; the JSON has all."""


@click.command("import")
@click.argument("key")
@click.argument("kind", type=click.Choice(get_args(lists.Kind)))
@click.argument("file")
@click.option("--sheet", metavar="NAME", help="The sheet with the list, where not the first.")
@click.option("--encoding", metavar="E", help="The encoding of a text file, such as gb18030.")
@click.option("--stage", metavar="KEY", help="The paper stage that scores are of.")
@click.option("--reason", metavar="TEXT", help="Why a published result moves; the public reads it.")
@click.option("--apply", "applies", is_flag=True, help="Import it, after a backup.")
@with_appcontext
def import_command(
    key: str,
    kind: lists.Kind,
    file: str,
    sheet: str | None,
    encoding: str | None,
    stage: str | None,
    reason: str | None,
    applies: bool,
) -> None:
    """Print what a list would change as JSON; with --apply, change it, all or nothing."""
    with terminal.exit_on_refusal():
        table = _read_table(file, kind, sheet, encoding)
        database.ensure_ready(current_app, writes=applies)
        find_or_fail(key)
        wanted = list_imports.ListImport(kind, table, stage, file=Path(file).name)
        previewed = list_imports.preview_import(key, wanted)
        plan, _ = previewed
        terminal.print_json(lists.plan_as_json(plan, _say))
        if plan.is_wrong:
            _tell_what_is_wrong(plan)
            raise SystemExit(1)
        if not applies:
            return
        with confirming(Confirmation(reason) if reason else None):
            _, backup = list_imports.apply_import(
                key, wanted, BY, kept_backups(), reason=reason or "", previewed=previewed
            )
        if backup is not None:
            terminal.notify(N_("What was there before was saved to %(file)s."), file=backup)
        else:
            terminal.notify(N_("Everything in the list is here already; nothing was changed."))


def _read_table(
    file: str, kind: lists.Kind, sheet: str | None, encoding: str | None
) -> lists.Table:
    """Read the list; exits with 1, and with samples where its encoding is not clear."""
    data = files.read_bytes(file, lists.MOST_BYTES)
    try:
        workbook = lists.read_lists(data, Path(file).name, encoding=encoding)
        return lists.find_table(workbook, kind, sheet=sheet)
    except lists.EncodingUndecided as undecided:
        terminal.print_refusal(Refused.from_refusal(undecided))
        for name, lines in undecided.samples.items():
            terminal.notify(N_("--encoding %(name)s shows:"), name=name)
            for line in lines:
                print(f"    {line}", file=sys.stderr)
        raise SystemExit(1) from None
    except Refusal as refusal:
        raise Refused.from_refusal(refusal) from refusal


def _tell_what_is_wrong(plan: lists.ImportPlan) -> None:
    """Name every wrong row on standard error, and what else keeps the list from being imported."""
    wrong = [row for row in plan.rows if row.verdict == "wrong"]
    for row in wrong[:MOST_TOLD]:
        for problem in row.problems:
            where = N_("Row %(row)s, %(column)s: %(problem)s")
            values = {"row": row.row, "column": problem.column, "problem": problem.phrase}
            terminal.notify_phrase(
                Phrase(where if problem.column else N_("Row %(row)s: %(problem)s"), values)
            )
    if len(wrong) > MOST_TOLD:
        terminal.notify(N_("And %(count)s more wrong rows."), count=len(wrong) - MOST_TOLD)
    for phrase in plan.problems:
        terminal.notify_phrase(phrase)


def _say(phrase: Phrase) -> str:
    return terminal.in_each_language(phrase.text)
