"""How an organiser's action changes a competition: every one of them goes through `change`.

with change(competition_key, by) as edit:
    stage = require_stage(edit.competition, stage_key)
    ...
    edit.audit("stage.rename", stage.key, before, after)
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from competition import document, measurements
from competition.actions import (
    announce,
    award_changes,
    form_use,
    meanwhile,
    snapshot_notes,
    snapshots,
)
from competition.actions.appeal_list import number_of_appeal
from competition.actions.correction_record import CORRECTED, audited_correction
from competition.actions.corrections import (
    appeal_followed,
    confirmed_reason,
    find_corrections,
    published_stages,
)
from competition.actions.refusals import NotFound, Refused
from competition.actions.sheet_access import refuse_if_archived
from competition.actions.shown_awards import AwardCorrection, ShownAward
from competition.actions.shown_draws import Progress
from competition.actions.signed_results import find_moved, read_signed
from competition.file_types import Document
from competition.messages import N_
from competition.scoring.corrections import is_moved
from competition.scoring.types import StageStandings
from competition.store import audit, binding, file_export, queries
from competition.store.audit_binding import Binding
from competition.store.models import Competition
from competition.store.raw_sql import RawConnection
from competition.store.snapshots import newest_snapshot
from competition.store.transactions import lock_also
from competition.store.write_locks import NO_COMPETITION


class Change:
    """A change in progress: one competition in one write transaction, and who is changing it.

    A block that writes no audit row has changed nothing: no snapshot is made and nothing is
    announced.
    """

    def __init__(self, session: Session, competition: Competition, by: str) -> None:
        self.session = session
        self.competition = competition
        self.key = competition.key
        self.by = by
        self.is_changed = False
        """Set by `audit`; by the action itself where it writes the audit row another way."""
        self.is_published = False
        """Whether the public snapshot has been brought up to date inside the block."""
        self.reason = ""
        """The act's own reason, which the public reads if the act corrects a published stage."""
        self.suggested_reason = ""
        """A beginning for such a reason, from a text that was not written for the public."""
        self.is_confirming: str | None = None
        """The published stage that waits for its correction, where this act is to confirm it."""
        self.is_confirming_awards = False
        """Whether this act is to confirm the corrections that revealed awards wait for."""
        published = published_stages(newest_snapshot(competition.key))
        self._id: int | None = competition.id
        """None until a new competition is stored; that of a removed one, whose row is gone."""
        self._rows: list[audit.NewRow] = []
        self._binds_everything = False
        self._bound_before = self._read_bound()
        self._bound_now: binding.Bound = {}
        """Snapshots that the act has made."""
        self._published = published
        self._counted_before = snapshots.count_before(competition) if published else {}
        self._signed = {} if self._id is None else read_signed(session, competition)
        self._awards_before = award_changes.waiting_before(competition)

    def audit(self, action: str, subject: str, before: Any = None, after: Any = None) -> None:
        """Add a row to the competition's audit chain, where it is written at the end of the act."""
        row = audit.NewRow(self.key, self.by, action, subject, before, after)
        self._rows.append(row)
        self.is_changed = True

    def audit_elsewhere(
        self, chain: str, action: str, subject: str, before: Any = None, after: Any = None
    ) -> None:
        """Add a row to the chain of another competition, or of none, while it is locked too.

        For acts that make or remove a competition: those hold the first of all locks.
        """
        lock_also(self.session, chain)
        audit.append(self.session, audit.NewRow(chain, self.by, action, subject, before, after))

    def bind_everything(self) -> None:
        """Have the audit bind sheets and snapshots too as they are after the act.

        Before an act that adds or deletes versions of sheets, or deletes snapshots, by itself.
        What is bound otherwise is what organisers decide, which every act may change.
        """
        self._binds_everything = True
        self._bound_before = self._read_bound()

    def write_audit(self) -> None:
        """Write the act's rows; the last one binds what the act has changed of the data.

        Where the act wrote its rows another way, a row of its own binds the snapshot.
        """
        if self._id is None:
            self._id = self.competition.id
        after = self._read_bound() | self._bound_now
        changed = Binding.between(self._bound_before, after)
        if not self._rows and any(changed):
            self._rows.append(audit.NewRow(self.key, self.by, snapshots.MADE, ""))
        if self._rows and any(changed):
            self._rows[-1] = self._rows[-1]._replace(binding=changed)
        for row in self._rows:
            audit.append(self.session, row)

    def _read_bound(self) -> binding.Bound:
        connection = RawConnection.of_session(self.session)
        if self._binds_everything:
            return binding.read_everything(connection, self._id, self.key)
        return binding.read_set_up(connection, self._id)

    def refuse_if_changed(self, *things: str) -> None:
        """Raise `ChangedMeanwhile` if somebody has changed one of these since it was shown.

        How a thing is named says `meanwhile`. Every act calls this before it writes.
        """
        meanwhile.refuse_if_changed(self.competition.key, things)

    def publish(
        self,
        put: Mapping[str, Any] | None = None,
        marks: Mapping[str, Any] | None = None,
        draws: Mapping[str, Progress] | None = None,
        programme: bool | None = None,
        with_marks: Mapping[str, bool] | None = None,
        awards: Mapping[str, ShownAward | None] | None = None,
        fairness: Mapping[str, Any] | None = None,
    ) -> int | None:
        """Bring the public snapshot up to date now; the new one's number, None without a new one.

        For actions whose audit row names the snapshot; for all others `change` does it at the
        end. `put`, `marks`, `draws`, `programme`, `with_marks`, `awards` and `fairness` are
        those of `snapshots.refresh`.
        """
        self.is_published = True
        counted = snapshots.count_public(self.competition)
        moved = award_changes.moved_awards(
            self.competition, self._awards_before, awards or {}, every=self.is_confirming_awards
        )
        correction, put_awards = self._correction(counted.stages, moved)
        snapshot = snapshots.refresh(
            *(self.session, self.competition, put, marks, correction, counted, draws, programme),
            with_marks=with_marks,
            awards={**put_awards, **(awards or {})},
            fairness=fairness,
        )
        if snapshot is None:
            return None
        self._bound_now[binding.snapshot_name(snapshot.number)] = binding.bound_snapshot(snapshot)
        return snapshot.number

    def _correction(
        self, counted: Mapping[str, StageStandings], moved: list[AwardCorrection]
    ) -> tuple[snapshot_notes.Correction | None, dict[str, ShownAward | None]]:
        """What this act moves of published and signed stages and of revealed awards (`moved`).

        Raises `CorrectionNeeded`. A stage that differed before, because a judge wrote to a
        reopened sheet, waits for its own confirmation and is not this act's, unless the act moves
        it further; so it is with awards.
        """
        published = [
            each
            for each in find_corrections(self.competition, self._published, counted)
            if each.after is None
            or each.stage == self.is_confirming
            or each.stage not in self._counted_before
            or is_moved(self._counted_before[each.stage], each.after)
        ]
        signed = {each.stage: each for each in find_moved(self.competition, self._signed)}
        corrections = [
            replace(each, signed=signed[each.stage].signed) if each.stage in signed else each
            for each in published
        ]
        named = {each.stage for each in published}
        corrections += [each for each in signed.values() if each.stage not in named]
        if not corrections and not moved:
            return None, {}
        reason = confirmed_reason(
            self.competition.key, corrections, self.reason, self.suggested_reason, moved
        )
        for each in signed.values():
            void = {"reason": reason, "names": list(each.signed)}
            self.audit("certification.void", each.stage, None, void)
        self._signed = {}
        appeal = appeal_followed()
        number = number_of_appeal(self.competition, appeal)
        for each in published:
            told = audited_correction(each, reason, appeal if number else "")
            self.audit(CORRECTED, each.stage, *told)
        for award in moved:
            self.audit(*award_changes.audited(award, reason))
        put = award_changes.corrected_awards(self.competition, moved, reason)
        if not published:
            return None, put
        moved_teams = {each.stage: each.moved for each in published if each.after is not None}
        stages = [each.stage for each in published]
        return snapshot_notes.Correction(stages, reason, moved_teams, number), put


@contextmanager
def change(
    competition_key: str,
    by: str,
    *,
    check_file: bool = False,
    publish: bool = True,
    create: bool = False,
    even_archived: bool = False,
    remove: bool = False,
) -> Iterator[Change]:
    """Change a competition in one transaction: audited, published, and announced after the commit.

    With `check_file` the changed competition must still be a valid competition file, so that
    whatever is changed by hand could also have been loaded and can always be exported. Without
    `publish` the public snapshot stays as it is. With `create`, `edit.competition` is a new,
    unsaved row where there is no competition of that key. With `even_archived` an archived one is
    changed all the same: to take it out of the archive, or to remove it. With `create` or `remove`
    nobody else makes or removes a competition meanwhile.

    Raises `NotFound` when there is no such competition, `Closed` when it is archived,
    `ChangedMeanwhile` when it was replaced since it was shown, `Refused` with the problems when
    the file would no longer be valid, `CorrectionNeeded` when a published stage would change and
    that is not confirmed (`corrections.confirming`). Any exception leaves everything as it was.
    """
    names = (NO_COMPETITION, competition_key) if create or remove else (competition_key,)
    with form_use.acting(*names) as session:
        competition = queries.find_competition(competition_key)
        if competition is None:
            if not create:
                raise NotFound
            competition = Competition(key=competition_key)
        if not even_archived:
            refuse_if_archived(competition)
        meanwhile.refuse_if_changed(competition_key, ())
        edit = Change(session, competition, by)
        yield edit
        if check_file:
            session.flush()
            session.expire_all()
            checked_file(competition)
        if edit.is_changed and publish and not edit.is_published:
            edit.publish()
        if edit.is_changed:
            edit.write_audit()
        meanwhile.note_done(competition_key)
    measurements.snapshots_made.add(len(edit._bound_now))
    if edit.is_changed:
        announce.changed()


def checked_file(competition: Competition) -> Document:
    """The competition as a checked file without sheets; raises `Refused` with every problem.

    For acts that change nothing a sheet refers to (`edit_checks`).
    """
    try:
        return document.check_document(file_export.competition_document(competition, matches=()))
    except document.InvalidDocument as invalid:
        raise Refused(N_("This change is not valid:"), problems=invalid.problems) from invalid
