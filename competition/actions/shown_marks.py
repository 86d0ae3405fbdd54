"""A match's marks shown to the hall: an act of release of its own, for a closed match alone.

What was laid open is part of the public snapshot. It stays while it is what counts: it comes off
by itself when its round is reopened, its stage hidden or revealed, or when the marks are no
longer those that were shown. What has changed is shown by a new act, never by itself.
"""

import hashlib

from competition import scoring
from competition.actions import announce, hall_screen, snapshot_marks, snapshots
from competition.actions.refusals import NotFound, Refused
from competition.messages import N_
from competition.store import audit, file_export, queries, sheets
from competition.store.db import writing
from competition.store.hall_screen import HallScreen
from competition.store.models import Competition, Match
from competition.store.snapshots import newest_snapshot


def show_marks(competition_key: str, match_key: str, by: str, *, names: bool = False) -> None:
    """Show each judge's marks of a match on the screens and in the public snapshot.

    With `names`, judges are named; else they are seats. Raises `NotFound` or `Refused`.
    """
    with writing() as session:
        competition, match = _match(competition_key, match_key)
        why = why_not_show(competition, match)
        if why is not None:
            raise why
        laid = scoring.break_down_marks(file_export.competition_mapping(competition), match.key)
        if names:
            laid["names"] = [seat.judge.name for seat in match.seats]
        snapshot = snapshots.refresh(session, competition, marks={match.key: laid})
        after = {
            "marks": hashlib.sha256(snapshots.canonical(laid).encode()).hexdigest(),
            "names": names,
            "snapshot": snapshot.number if snapshot else None,
        }
        audit.append(session, competition.key, by, "marks.show", match.key, None, after)

        def change(shown: HallScreen) -> None:
            shown.mode, shown.about = "marks", {"match": match.key}

        hall_screen.change_screen(
            session, competition, by, "show.mode", f"marks/{match.key}", change
        )
    announce.changed()


def hide_marks(competition_key: str, match_key: str, by: str) -> None:
    """Take a match's marks off everything public; `NotFound` where they are not shown."""
    with writing() as session:
        competition, match = _match(competition_key, match_key)
        if match.key not in marks_shown(competition.key):
            raise NotFound
        snapshot = snapshots.refresh(session, competition, marks={match.key: None})
        after = {"snapshot": snapshot.number if snapshot else None}
        audit.append(session, competition.key, by, "marks.hide", match.key, None, after)
    announce.changed()


def marks_shown(competition_key: str) -> dict[str, snapshot_marks.Marks]:
    """The marks that the public sees now, by match."""
    return snapshot_marks.marks_in(newest_snapshot(competition_key))


def why_not_show(competition: Competition, match: Match) -> Refused | None:
    """Why a match's marks cannot be shown now; None where they can."""
    stage = match.round.stage
    if match.round.state != "closed":
        return Refused(N_("Close the round first: marks are shown once nobody can change them."))
    if stage.release == "frozen":
        return Refused(
            N_(
                "This stage is frozen, and single marks would give away more than the board "
                "shows. Reveal or publish the result first."
            )
        )
    if stage.release not in snapshots.SHOWN or snapshots.held_back_by(competition, stage):
        return Refused(
            N_(
                "The public may not see this stage's totals now, and single marks would give them "
                "away. Set it to “live” or “published” first."
            )
        )
    if any(sheet.hold == "reopened" for sheet in sheets.sheets_of_match(match.id)):
        return Refused(N_("A sheet of this match is reopened. Wait until its judge submits it."))
    laid = scoring.break_down_marks(file_export.competition_mapping(competition), match.key)
    if not laid["entries"] or any(entry["score"] is None for entry in laid["entries"]):
        return Refused(N_("A sheet is missing: not every team of this match has a total."))
    return None


def _match(competition_key: str, match_key: str) -> tuple[Competition, Match]:
    competition = queries.find_competition(competition_key)
    match = queries.find_match(competition, match_key) if competition else None
    if competition is None or match is None:
        raise NotFound
    return competition, match
