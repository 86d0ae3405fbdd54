"""`flask panel propose|apply`: panels computed from a competition file, and put in place."""

import click
from flask import current_app
from flask.cli import AppGroup

from competition.actions import panels as actions
from competition.actions.meanwhile import Seen, seeing
from competition.checks.sentences import PartNames
from competition.cli import database, files, terminal
from competition.cli.competition import BY, find_or_fail
from competition.document import Phrase
from competition.file_types import Language
from competition.messages import N_
from competition.panels.clashes import clashes
from competition.panels.proposal import propose_panels
from competition.panels.proposal_file import read_proposal
from competition.panels.request import PanelRequest, PanelsNotPossible
from competition.panels.sentences import NamesWithKeys, clash_phrase, obstacle_phrase
from competition.store import audit, file_export

group = AppGroup("panel", help="Propose who sits on which panel, and put panels in place.")


@group.command("propose")
@click.argument("file")
@click.argument("stage")
@click.option("--size", required=True, type=click.IntRange(min=1), help="Judges on each panel.")
@click.option(
    "--mix",
    default="",
    metavar="CATEGORY=N,…",
    help="The least number of judges of a category on each panel.",
)
@click.option("--keep", is_flag=True, help="Judges who sit already stay, first and in order.")
@click.option(
    "--rounds-in-sequence", is_flag=True, help="The matches of a round follow each other."
)
@click.option("--seed", default="", metavar="TEXT", help="Of equally good panels, choose others.")
def propose_command(
    file: str, stage: str, size: int, mix: str, keep: bool, rounds_in_sequence: bool, seed: str
) -> None:
    """Print panels for a stage of a competition file as JSON (`accord-panels/1`)."""
    with terminal.exit_on_refusal():
        request = PanelRequest(size, _read_mix(mix), keep, rounds_in_sequence, seed)
        document = files.read_document(file)
        try:
            proposal = propose_panels(document, stage, request)
        except PanelsNotPossible as impossible:
            obstacles = impossible.obstacles

            def sentences(language: Language) -> list[Phrase]:
                names = NamesWithKeys(document, language)
                return [obstacle_phrase(each, request, names) for each in obstacles]

            terminal.notify_each(sentences)
            raise SystemExit(1) from None
        terminal.print_json(proposal)


@group.command("apply")
@click.argument("key")
@click.argument("file")
def apply_command(key: str, file: str) -> None:
    """Put the panels of a file that `flask panel propose` printed in place, all or none."""
    with terminal.exit_on_refusal():
        stage, panels = read_proposal(files.read_bytes(file))
        database.ensure_ready(current_app, writes=True)
        seen = Seen(audit.newest_row_number(key))
        find_or_fail(key)
        with seeing(seen):
            changed = actions.apply_proposal(key, stage, panels, BY)
        _say_who_is_in_two_places(key, stage, changed)
        terminal.notify(N_("Changed panels: %(number)s."), number=len(changed))


def _read_mix(text: str) -> dict[str, int]:
    mix: dict[str, int] = {}
    for part in filter(None, (each.strip() for each in text.split(","))):
        category, _, number = (each.strip() for each in part.rpartition("="))
        if not category or not (number.isascii() and number.isdigit()) or category in mix:
            terminal.fail(
                N_("--mix is written like %(example)s; “%(part)s” is not."),
                example="professional=2,academic=2",
                part=part,
            )
        mix[category] = int(number)
    return mix


def _say_who_is_in_two_places(key: str, stage: str, changed: list[str]) -> None:
    """Name who is now in two matches at the same time: nothing refuses that."""
    document = file_export.competition_document(find_or_fail(key), sheets=False)
    found = [
        clash
        for clash in clashes(document, stage)
        if clash.code == "same_instant" and clash.match in changed
    ]

    def sentences(language: Language) -> list[Phrase]:
        names = PartNames(document, language)
        return [clash_phrase(each, names) for each in found]

    terminal.notify_each(sentences)
