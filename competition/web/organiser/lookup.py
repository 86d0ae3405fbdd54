"""Look up what an organiser's address names, or answer 404."""

from pathlib import Path

from flask import abort, current_app, g

from competition.file_types import Document
from competition.store import audit, current_competition, file_export, queries
from competition.store.models import Competition, Match, Round, Stage


def competition_or_404(key: str) -> Competition:
    """The competition of that key, or 404; to be read only, with everything but its sheets.

    What the page may know of its audit is read before anything else of it.
    """
    if "newest_row" not in g:
        g.newest_row = audit.newest_row_number(key)
    current = current_competition.find(key)
    if current:
        current_competition.read_last_seen(current)
    found = current.competition if current else queries.find_competition(key) or abort(404)
    g.competition = found
    g.is_rehearsal = found.rehearsal_of is not None
    g.fallback_language = (found.languages or ["zh"])[0]
    return found


def file_stem(competition: Competition) -> str:
    """What the name of a file that is handed out begins with; a rehearsal's says what it is."""
    is_said = competition.rehearsal_of is None or "rehearsal" in competition.key
    return competition.key if is_said else f"{competition.key}-rehearsal"


def stage_or_404(competition: Competition, key: str) -> Stage:
    """The stage of that key, or 404."""
    return queries.find_stage(competition, key) or abort(404)


def round_or_404(competition: Competition, stage_key: str, key: str) -> Round:
    """The round of that key in that stage, or 404."""
    found = queries.find_rounds(competition, f"{stage_key}/{key}")
    return found[0] if found else abort(404)


def match_or_404(competition: Competition, key: str) -> Match:
    """The match of that key, or 404."""
    return queries.find_match(competition, key) or abort(404)


def backups_folder() -> Path:
    """Where competitions that are replaced, archived or removed are kept as files."""
    return Path(current_app.config["DATA_DIR"]) / "backups"


def file_without_sheets(competition: Competition) -> Document:
    """The competition in the shape of its file, without marks; to be read only."""
    if current := current_competition.of(competition):
        return current.set_up
    return file_export.competition_document(competition, sheets=False)
