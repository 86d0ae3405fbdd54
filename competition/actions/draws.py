"""Draw lots: commit to a secret, take the hall's words, draw, and seat the round.

The secret is kept in a column of its own until the draw is run; nothing that leaves the server
holds it before.
"""

import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from competition.actions import draw_plan, file_edits
from competition.actions.change import Change, change
from competition.actions.draw_plan import DrawOrder, find_draw
from competition.actions.edit_checks import check_edit, file_to_edit_matches
from competition.actions.lookup import require_competition
from competition.actions.refusals import NotFound, Refused, require_reason
from competition.draw.commitment import commitment, seed
from competition.draw.order import NotPossible, drawn_order
from competition.draw.verify import matches_of_round
from competition.file_types import ByHandPart, Document, DrawPart
from competition.messages import N_
from competition.pauses import Pauses
from competition.store import file_export, file_import, late_sheets, queries
from competition.store.db import db
from competition.store.decision_models import Draw
from competition.store.models import Competition


@dataclass(frozen=True)
class Drawn:
    """What came of a draw; `seed` is in hexadecimal."""

    draw: str
    result: list[str]
    secret: str
    seed: str


def commit_draw(competition_key: str, wanted: DrawOrder, by: str) -> tuple[str, str]:
    """Make the secret of a new draw and store it; returns the draw's key and its commitment.

    Raises `NotFound`, or `Refused` for what cannot be drawn.
    """
    with change(competition_key, by) as edit:
        edit.refuse_if_changed(*_things(wanted))
        file = file_export.competition_document(edit.competition, matches=())
        draw = draw_plan.plan_draw(file, wanted)
        secret = secrets.token_hex(32)
        draw["commitment"] = commitment(draw, secret)
        _add(edit, file, draw, secret)
        edit.audit("draw.commit", draw["key"], None, draw)
    return draw["key"], draw["commitment"]


def run_draw(competition_key: str, draw_key: str, hall: str, by: str) -> Drawn:
    """Draw with the hall's words, and seat the round.

    The order is found before anything is locked, because it can take seconds. Raises `NotFound`,
    or `Refused`; then the draw stays pending and its secret is kept.
    """
    words = draw_plan.clean(hall)
    file, secret = _pending(competition_key, draw_key)
    draw = find_draw(file, draw_key)
    seed_now = seed(draw, secret, words)
    try:
        order = drawn_order(file, draw, seed_now, Pauses())
    except NotPossible as impossible:
        raise draw_plan.because_of_rules(
            impossible.rules,
            N_(
                "No order keeps these rules: %(rules)s. Nothing was drawn and the draw stays "
                "pending. Abandon it and commit another with fewer rules."
            ),
        ) from impossible
    drawn = Drawn(draw_key, order, secret, seed_now.hex())
    with change(competition_key, by) as edit:
        edit.refuse_if_changed(f"draw/{draw_key}", *_round_things(draw))
        now = _file_with_round(edit.competition, draw_key)
        if _what_decides(now) != _what_decides(file):
            raise Refused(
                N_("The competition was changed while the draw was made. Nothing was drawn.")
            )
        made: DrawPart = {**draw, "hall": words, "secret": secret, "result": order}
        matches = _put_and_seat(edit, now, made)
        after = {"hall": words, "secret": secret, "seed": drawn.seed, "result": order}
        edit.audit("draw.run", draw_key, None, after | {"matches": matches})
    return drawn


def draw_by_hand(
    competition_key: str, stage: str, round_: str, result: list[str], hands: ByHandPart, by: str
) -> str:
    """Keep what real balls gave, and seat the round; returns the new draw's key.

    It is a draw of topics where all that was drawn are topics. Raises `NotFound` or `Refused`.
    """
    with change(competition_key, by) as edit:
        file = file_export.competition_document(edit.competition, matches=())
        topics = {topic["key"] for topic in file.get("topics", [])}
        teams = {team["key"] for team in file["teams"]}
        is_topics = bool(result) and set(result) <= topics and not set(result) <= teams
        kind: Any = "topics" if is_topics else "teams"
        is_odd = kind == "teams" and len(result) % 2 == 1
        wanted = DrawOrder(stage, round_, kind, result, {"bye": True} if is_odd else {})
        edit.refuse_if_changed(*_things(wanted))
        draw = draw_plan.plan_draw(file, wanted)
        known = draw_plan.drawn_by_default(file, stage, kind)
        draw["from"] = sorted(result, key=lambda key: known.index(key) if key in known else -1)
        draw["result"] = list(result)
        draw["by_hand"] = hands
        _add(edit, file, draw)
        now = _file_with_round(edit.competition, draw["key"])
        matches = _put_and_seat(edit, now, find_draw(now, draw["key"]))
        edit.audit("draw.by-hand", draw["key"], None, {**draw, "matches": matches})
    return draw["key"]


def abandon_draw(competition_key: str, draw_key: str, reason: str, by: str) -> None:
    """Give a draw up for good: it stays on record with its reason, and another can be made.

    The round stays as it is seated. Raises `NotFound` or `Refused`.
    """
    with change(competition_key, by) as edit:
        edit.refuse_if_changed(f"draw/{draw_key}")
        file = file_export.competition_document(edit.competition, matches=())
        draw = find_draw(file, draw_key)
        if not draw_plan.is_standing(draw):
            raise Refused(N_("This draw was abandoned before."))
        text = draw_plan.clean(require_reason(reason))
        draw["abandoned"] = {"zh": text, "en": text}
        _save(edit, file, draw).pending_secret = None
        edit.audit("draw.abandon", draw_key, None, {"reason": text})


def has_secret(competition: Competition, draw_key: str) -> bool:
    """Whether a pending draw can be run here: its secret is on this server."""
    row = _row(competition, draw_key)
    return row is not None and row.pending_secret is not None


def _pending(competition_key: str, draw_key: str) -> tuple[Document, str]:
    """The file and the secret of a draw that can be run; refuses what cannot."""
    competition = require_competition(competition_key)
    file = _file_with_round(competition, draw_key)
    draw = find_draw(file, draw_key)
    if not draw_plan.is_standing(draw):
        raise Refused(N_("This draw was abandoned, so it cannot be run."))
    if "result" in draw:
        raise Refused(N_("This draw was made already; a draw is run once."))
    row = _row(competition, draw_key)
    if row is None or row.pending_secret is None:
        raise Refused(
            N_(
                "The secret of this draw is not here: it was committed on another server. It can "
                "only be abandoned."
            )
        )
    secret = row.pending_secret
    if commitment(draw, secret) != draw.get("commitment"):
        raise Refused(
            N_(
                "What is drawn from is no longer what was committed to. Abandon this draw and "
                "commit another."
            )
        )
    _refuse_marked(competition, file, draw)
    if (differ := draw_plan.numbers_that_differ(file, draw)) is not None:
        raise differ
    return file, secret


def _file_with_round(competition: Competition, draw_key: str) -> Document:
    """The file with the sheets of the draw's round."""
    file = file_export.competition_document(competition, matches=())
    keys = [match["key"] for match in matches_of_round(file, find_draw(file, draw_key))]
    return file_to_edit_matches(competition, keys) if keys else file


def _what_decides(file: Document) -> Any:
    """What an order hangs on, and what it is written into."""
    return [file["teams"], file["stages"], file.get("draws"), file.get("sheets")]


def _refuse_marked(competition: Competition, file: Document, draw: DrawPart) -> None:
    keys = {match["key"] for match in matches_of_round(file, draw)}
    marked = [sheet["match"] for sheet in file.get("sheets", ()) if sheet["match"] in keys]
    marked += [
        late.match.key
        for late in late_sheets.undecided_sheets(competition)
        if late.match.key in keys
    ]
    if marked:
        raise Refused(
            N_(
                "There is a sheet in the match “%(match)s” of this round, so a draw can no longer "
                "change it."
            ),
            match=marked[0],
        )


def _put_and_seat(edit: Change, file: Document, draw: DrawPart) -> list[str]:
    """Store what was drawn and bring the round's matches into line with it; their keys."""
    competition = edit.competition
    _refuse_marked(competition, file, draw)
    parts: list[DrawPart] = [
        draw if each["key"] == draw["key"] else each for each in file.get("draws", [])
    ]
    file["draws"] = parts
    matches = draw_plan.seat(file, draw)
    edit.refuse_if_changed(*(f"match/{key}" for key in matches))
    checked = check_edit(competition, file, "")
    _save(edit, checked, find_draw(checked, draw["key"])).pending_secret = None
    (round_,) = queries.find_rounds(competition, f"{draw['stage']}/{draw['round']}")
    round_.planned = draw_plan.round_in_file(checked, draw["stage"], draw["round"])[1].get(
        "planned"
    )
    for key in matches:
        siblings, position = file_edits.find_part(checked, "match", key)
        part: Any = siblings[position]
        file_import.save_match(edit.session, competition, round_, part, position)
    edit.session.flush()
    edit.session.expire_all()
    return matches


def _add(edit: Change, file: Document, draw: DrawPart, secret: str | None = None) -> None:
    file.setdefault("draws", []).append(draw)
    checked = check_edit(edit.competition, file, f"draws[{len(file['draws']) - 1}]")
    row = Draw(competition_id=edit.competition.id, pending_secret=secret)
    _store(edit, row, checked, find_draw(checked, draw["key"]))


def _save(edit: Change, file: Document, draw: DrawPart) -> Draw:
    row = _row(edit.competition, draw["key"])
    if row is None:
        raise NotFound
    _store(edit, row, file, draw)
    return row


def _store(edit: Change, row: Draw, file: Document, draw: DrawPart) -> None:
    position = [each["key"] for each in file.get("draws", [])].index(draw["key"])
    file_import.save_draw(edit.session, row, draw, position)
    edit.session.flush()


def _row(competition: Competition, draw_key: str) -> Draw | None:
    query = select(Draw).filter_by(competition_id=competition.id, key=draw_key)
    return db.session.scalar(query)


def _things(wanted: DrawOrder) -> list[str]:
    return [f"stage/{wanted.stage}", f"round/{wanted.stage}/{wanted.round}"]


def _round_things(draw: DrawPart) -> list[str]:
    return [f"stage/{draw['stage']}", f"round/{draw['stage']}/{draw['round']}"]
