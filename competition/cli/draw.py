"""`flask draw commit|run|by-hand|abandon|verify`: drawing lots, and checking what was drawn."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from competition.actions import draw_plan, draws, visibility
from competition.actions.draw_plan import DrawOrder
from competition.actions.meanwhile import Seen, seeing
from competition.actions.refusals import NotFound
from competition.cli import database, files, terminal
from competition.cli.competition import BY, find_or_fail
from competition.cli.round import notify_told
from competition.draw.verify import verify_draws
from competition.file_types import ByHandPart
from competition.messages import N_
from competition.pauses import Pauses
from competition.store import audit, file_export

group = AppGroup("draw", help="Draw lots for who meets whom, and check a draw.")


def _keys(_context: click.Context, _parameter: click.Parameter, value: Any) -> Any:
    """Keys with commas between them, as a list."""
    if isinstance(value, tuple):
        return [_keys(_context, _parameter, each) for each in value]
    written = (value or "").replace("，", ",").split(",")
    return [key.strip() for key in written if key.strip()]


@group.command("commit")
@click.argument("key")
@click.argument("stage")
@click.argument("round_key", metavar="ROUND")
@click.option("--kind", type=click.Choice(["teams", "topics"]), default="teams")
@click.option("--from", "drawn_from", metavar="KEYS", callback=_keys, help="In this order.")
@click.option(
    "--apart",
    type=click.Choice(["zone", "organisation"]),
    multiple=True,
    help="The teams of a match are of different zones or organisations.",
)
@click.option("--no-rematch", is_flag=True, help="Nobody meets again in the stage.")
@click.option("--balance-sides", is_flag=True, help="Sides take turns.")
@click.option("--bye", is_flag=True, help="Of an odd number, one team has no match.")
@click.option("--pot", "pots", metavar="KEYS", multiple=True, callback=_keys, help="Twice.")
def commit_draw_command(
    key: str,
    stage: str,
    round_key: str,
    kind: Any,
    drawn_from: list[str],
    apart: tuple[Any, ...],
    no_rematch: bool,
    balance_sides: bool,
    bye: bool,
    pots: list[list[str]],
) -> None:
    """Commit to a secret and to what is drawn from."""
    rules: Any = {
        "apart": list(dict.fromkeys(apart)),
        "no_rematch": no_rematch,
        "balance_sides": balance_sides,
        "bye": bye,
        "pots": pots,
    }
    given: Any = {name: value for name, value in rules.items() if value}
    wanted = DrawOrder(stage, round_key, kind, drawn_from, given)
    with _acting(key), _round_or_fail(key, stage, round_key):
        draw, commitment = draws.commit_draw(key, wanted, BY)
    if given and kind == "topics":
        terminal.notify(N_("Rules concern teams, so this draw of topics has none."))
    _say_what_it_tells(key, draw)
    _say_what_stands_in_the_way(key, draw)
    terminal.print_json({"draw": draw, "commitment": commitment})


@group.command("run")
@click.argument("key")
@click.argument("draw")
@click.option("--hall", metavar="WORDS", required=True, help="What was spoken in the hall.")
def run_draw_command(key: str, draw: str, hall: str) -> None:
    """Draw with the hall's words, and seat the round."""
    with _acting(key), _draw_or_fail(key, draw):
        drawn = draws.run_draw(key, draw, hall, BY)
    terminal.print_json(
        {"draw": drawn.draw, "result": drawn.result, "secret": drawn.secret, "seed": drawn.seed}
    )


@group.command("by-hand")
@click.argument("key")
@click.argument("stage")
@click.argument("round_key", metavar="ROUND")
@click.option("--result", metavar="KEYS", required=True, callback=_keys, help="As drawn.")
@click.option("--by", "who", metavar="NAME", required=True, help="Who drew.")
@click.option("--witness", metavar="NAME", required=True, help="Who witnessed it.")
def by_hand_command(
    key: str, stage: str, round_key: str, result: list[str], who: str, witness: str
) -> None:
    """Keep what real balls gave, and seat the round."""
    with _acting(key), _round_or_fail(key, stage, round_key):
        hands: ByHandPart = {"by": who, "witness": witness}
        before = file_export.competition_document(find_or_fail(key), sheets=False)
        draw_plan.round_in_file(before, stage, round_key)
        listed = draw_plan.drawn_by_default(before, stage, "teams")
        draw = draws.draw_by_hand(key, stage, round_key, result, hands, BY)
    file = file_export.competition_document(find_or_fail(key), sheets=False)
    part = draw_plan.find_draw(file, draw)
    if part.get("rules", {}).get("bye"):
        terminal.notify(N_("“%(team)s” has no match in this round."), team=result[-1])
    left = [team for team in listed if team not in result]
    if left and part["kind"] == "teams":
        terminal.notify(N_("Not drawn: %(teams)s."), teams=", ".join(left))
    terminal.print_json({"draw": draw, "result": part.get("result", [])})


@group.command("abandon")
@click.argument("key")
@click.argument("draw")
@click.option("--reason", metavar="TEXT", required=True, help="Why; the public reads it.")
def abandon_draw_command(key: str, draw: str, reason: str) -> None:
    """Give a draw up for good; it stays on record."""
    with _acting(key), _draw_or_fail(key, draw):
        draws.abandon_draw(key, draw, reason, BY)


@group.command("verify")
@click.argument("file")
def verify_draws_command(file: str) -> None:
    """Recompute every draw of a competition file; exits with 1 if one does not hold."""
    with terminal.exit_on_refusal():
        verdicts = verify_draws(files.read_document(file))
    terminal.print_json({"draws": [verdict._asdict() for verdict in verdicts]})
    if not all(verdict.ok for verdict in verdicts):
        raise SystemExit(1)


@contextmanager
def _acting(key: str) -> Iterator[None]:
    """Refusals end the command; nobody who changes the same meanwhile is overwritten."""
    with terminal.exit_on_refusal():
        database.ensure_ready(current_app, writes=True)
        find_or_fail(key)
        with seeing(Seen(audit.newest_row_number(key))):
            yield


@contextmanager
def _round_or_fail(key: str, stage: str, round_key: str) -> Iterator[None]:
    try:
        yield
    except NotFound:
        terminal.fail(
            N_("There is no round “%(round)s” in stage “%(stage)s” of %(key)s."),
            round=round_key,
            stage=stage,
            key=key,
        )


@contextmanager
def _draw_or_fail(key: str, draw: str) -> Iterator[None]:
    try:
        yield
    except NotFound:
        terminal.fail(N_("There is no draw “%(draw)s” in %(key)s."), draw=draw, key=key)


def _say_what_it_tells(key: str, draw_key: str) -> None:
    """Say which results, not released, the list of a draw tells, which is public now."""
    competition = find_or_fail(key)
    draw = draw_plan.find_draw(
        file_export.competition_document(competition, sheets=False), draw_key
    )
    if competition.visibility == "private" or draw["kind"] != "teams":
        return
    for stage in visibility.told_by_draw(competition, draw["stage"], draw["from"]):
        notify_told(draw["stage"], stage.key)


def _say_what_stands_in_the_way(key: str, draw_key: str) -> None:
    """Say what would have the draw refused when it is run, as things are now."""
    file = file_export.competition_document(find_or_fail(key), sheets=False)
    draw = draw_plan.find_draw(file, draw_key)
    if (differ := draw_plan.numbers_that_differ(file, draw)) is not None:
        terminal.print_refusal(differ)
    if draw_plan.chance(file, draw, secrets.token_bytes(32), Pauses()) == 0:
        terminal.notify(
            N_(
                "None of %(tries)s trial orders keeps the rules, so this draw may fail. If it "
                "does, abandon it and commit another with fewer rules."
            ),
            tries=draw_plan.TRIALS,
        )
