"""Put a competition into the archive, take it out again, remove it for good.

An archived competition can be read by whoever could read it before, and takes no writes: `change`
and the judges' write path refuse them. Being archived is no part of the competition's file.
"""

from pathlib import Path

from sqlalchemy import delete, func, select

from competition.actions import snapshots
from competition.actions.change import Change, change
from competition.actions.competitions import export_competition, new_backup, write_backup
from competition.actions.file_parts import delete_parts
from competition.actions.kept_files import kept_place
from competition.actions.meanwhile import EVERYTHING
from competition.actions.refusals import Refused
from competition.messages import N_
from competition.store import queries
from competition.store.day_models import AudienceVote, CastVote, DrawnSignature, TableLink
from competition.store.db import db, now
from competition.store.hall_screen import HallScreen
from competition.store.match_clocks import MatchClock
from competition.store.models import Competition, Dimension, Match, Rubric
from competition.store.outcome_models import PrintImage, VoteTicket
from competition.store.public_proofs import PublicProof
from competition.store.reveals import Reveal
from competition.store.sheets import Sheet
from competition.store.snapshots import Snapshot, newest_number
from competition.store.write_locks import NO_COMPETITION


def archive_competition(key: str, by: str, backups: Path) -> Path:
    """Archive a competition after a backup, whose path is returned.

    Raises `NotFound`, or `Refused` where it is archived already or the backup fails.
    """
    with change(key, by) as edit:
        edit.refuse_if_changed(f"archive/{key}")
        backup = new_backup(key, backups)
        write_backup(export_competition(key), backup)
        edit.competition.archived_at = now()
        edit.audit("competition.archive", key, None, {"backup": kept_place(backup)})
    return backup


def unarchive_competition(key: str, by: str) -> None:
    """Take a competition out of the archive; raises `NotFound`, or `Refused` if it is not in it."""
    with change(key, by, even_archived=True) as edit:
        edit.refuse_if_changed(f"archive/{key}")
        if edit.competition.archived_at is None:
            raise Refused(N_("This competition is not archived."))
        before = {"at": edit.competition.archived_at}
        edit.competition.archived_at = None
        edit.audit("competition.unarchive", key, before)


def remove_competition(key: str, typed: str, by: str, backups: Path) -> Path:
    """Remove a competition with everything in it after a backup, whose path is returned.

    `typed` is the key as somebody typed it, to be sure which competition is meant. The audit
    chain stays, and the chain of what belongs to no competition names the removal too. Raises
    `NotFound`, or `Refused` where `typed` is another key, it has a rehearsal, or the backup fails.
    """
    if typed.strip() != key:
        raise Refused(
            N_("Type “%(key)s” exactly, so that no other competition is removed."), key=key
        )
    with change(key, by, publish=False, even_archived=True, remove=True) as edit:
        edit.refuse_if_changed(EVERYTHING)
        if queries.find_rehearsal(key) is not None:
            raise Refused(
                N_("This competition has a rehearsal. End the rehearsal first, then remove this.")
            )
        lost = count_content(edit.competition)
        backup = new_backup(key, backups)
        write_backup(export_competition(key), backup)
        after = {"backup": kept_place(backup)}
        edit.bind_everything()
        edit.audit(snapshots.REMOVED, key, lost, after)
        edit.audit_elsewhere(NO_COMPETITION, snapshots.REMOVED, key, lost, after)
        delete_everything(edit)
    return backup


def count_content(competition: Competition) -> dict[str, int]:
    """How many teams, sheets and public snapshots there are, and the newest snapshot's number."""
    in_competition = Match.competition_id == competition.id
    sheets = select(func.count(Sheet.id)).join(Match, Sheet.match_id == Match.id)
    made = select(func.count(Snapshot.id)).filter_by(competition_id=competition.id)
    return {
        "teams": len(competition.teams),
        "sheets": db.session.scalar(sheets.where(in_competition)) or 0,
        "snapshots": db.session.scalar(made) or 0,
        "snapshot": newest_number(competition.key) or 0,
    }


def delete_everything(edit: Change) -> None:
    """Delete the change's competition with everything that belongs to it but its audit."""
    session, number = edit.session, edit.competition.id
    delete_parts(session, edit.competition, set())
    rubrics = select(Rubric.id).filter_by(competition_id=number)
    for statement in (
        delete(Dimension).where(Dimension.rubric_id.in_(rubrics)),
        delete(Rubric).filter_by(competition_id=number),
        delete(Snapshot).filter_by(competition_id=number),
        delete(PublicProof).filter_by(competition_id=number),
        delete(PrintImage).filter_by(competition_id=number),
        delete(VoteTicket).filter_by(competition_id=number),
        delete(CastVote).filter_by(competition_id=number),
        delete(AudienceVote).filter_by(competition_id=number),
        delete(TableLink).filter_by(competition_id=number),
        delete(DrawnSignature).filter_by(competition_id=number),
        delete(MatchClock).filter_by(competition_id=number),
        delete(HallScreen).filter_by(competition_id=number),
        delete(Reveal).filter_by(competition_id=number),
        delete(Competition).filter_by(id=number),
    ):
        session.execute(statement, execution_options={"synchronize_session": False})
    session.expunge_all()
