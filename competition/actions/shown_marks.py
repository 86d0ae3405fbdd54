"""Show a match's marks to the public: a release of its own, and only for a match that is over.

Marks shown are part of the public snapshot, and stay in it while they are the marks that count.
They disappear automatically when their round is reopened, when their stage is hidden or revealed,
or when the marks change; changed marks have to be shown again by hand.
"""

import hashlib
from collections.abc import Sequence

from competition import scoring
from competition.actions import hall_screen, snapshot_marks, visibility
from competition.actions.change import change
from competition.actions.lookup import require_match
from competition.actions.refusals import NotFound, Refused
from competition.document.canonical import canonical
from competition.file_types import Document, Language, Text
from competition.messages import N_
from competition.scoring.stage import matches_in
from competition.seats import counting_judges
from competition.store import file_export, sheets
from competition.store.models import Competition, Match
from competition.store.sheets import Override
from competition.store.snapshots import newest_snapshot


def show_marks(
    competition_key: str, match_key: str, by: str, *, names: bool = False, one_by_one: bool = False
) -> None:
    """Show each judge's marks of a match on the screens and in the public snapshot.

    With `names` the judges are named, otherwise numbered by seat. With `one_by_one` the screens
    begin without any and show one judge after another. Raises `NotFound` or `Refused`.
    """
    with change(competition_key, by) as edit:
        match = require_match(edit.competition, match_key)
        edit.refuse_if_changed(f"marks/{match_key}")
        why_not = why_not_show(edit.competition, match)
        if why_not is not None:
            raise why_not
        file = file_export.competition_document(edit.competition)
        marks: snapshot_marks.Marks = {**scoring.break_down_marks(file, match.key)}
        if names:
            marks["names"] = _names_of_seats(file, match.key)
        number = edit.publish(marks={match.key: marks})
        after = {
            "marks": hashlib.sha256(canonical(marks).encode()).hexdigest(),
            "names": names,
            "snapshot": number,
        }
        edit.audit("marks.show", match.key, None, after)
        begin = {"judges": "0"} if one_by_one else {}
        hall_screen.set_mode(edit, "marks", {"match": match.key} | begin)


def _names_of_seats(file: Document, match_key: str) -> list[Text]:
    """Who judged at each seat: of a replaced seat, everybody whose sheet counts for a team."""
    (match,) = [m for stage in file["stages"] for m in matches_in(stage) if m["key"] == match_key]
    names = {judge["key"]: judge["name"] for judge in file["judges"]}
    seats = [counting_judges(match, entry["team"]) for entry in match["entries"]]
    return [
        _joined([names[key] for key in dict.fromkeys(seat)]) for seat in zip(*seats, strict=True)
    ]


def _joined(names: Sequence[Text]) -> Text:
    if len(names) == 1:
        return names[0]

    def text(language: Language, other: Language) -> str:
        return " / ".join(name.get(language) or name.get(other, "") for name in names)

    return {"zh": text("zh", "en"), "en": text("en", "zh")}


def hide_marks(competition_key: str, match_key: str, by: str) -> None:
    """Take a match's marks off everything public; `NotFound` where they are not shown."""
    with change(competition_key, by) as edit:
        match = require_match(edit.competition, match_key)
        edit.refuse_if_changed(f"marks/{match_key}")
        if match.key not in marks_shown(edit.competition.key):
            raise NotFound
        edit.audit(
            "marks.hide", match.key, None, {"snapshot": edit.publish(marks={match.key: None})}
        )


def marks_shown(competition_key: str) -> dict[str, snapshot_marks.Marks]:
    """The marks that the public sees now, by match."""
    return snapshot_marks.marks_in(newest_snapshot(competition_key))


def why_not_show(competition: Competition, match: Match) -> Refused | None:
    """Why a match's marks cannot be shown now; None where they can."""
    stage = match.round.stage
    if match.void:
        return Refused(N_("This match does not count, so its marks are not shown."))
    if match.round.state != "closed":
        return Refused(N_("Close the round first: marks can be shown once nobody can change them."))
    if stage.release == "frozen":
        return Refused(
            N_(
                "This stage is frozen, and single marks would give away more than the board "
                "shows. Reveal or publish the result first."
            )
        )
    if stage.release not in visibility.SHOWN or visibility.held_back_by(competition, stage):
        return Refused(
            N_(
                "The public may not see this stage's totals now, and single marks would give them "
                "away. Set it to “live” or “published” first."
            )
        )
    if any(sheet.override == Override.REOPENED for sheet in sheets.sheets_of_match(match.id)):
        return Refused(N_("A sheet of this match is reopened. Wait until its judge submits it."))
    marks = scoring.break_down_marks(file_export.competition_document(competition), match.key)
    if not marks["entries"] or any(entry["score"] is None for entry in marks["entries"]):
        return Refused(N_("A sheet is missing: not every team of this match has a total."))
    return None
