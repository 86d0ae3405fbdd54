"""One judge's sheet, and a file that has it otherwise: what the judge sent stays."""

import pytest

from competition.document.sheet_merge import (
    Fate,
    MarkChange,
    SheetKey,
    mark_as_imported,
    merge_sheet,
)
from competition.document.sheet_terms import SheetTerms

KEY = SheetKey("semi-1", "metro", "li-na")
DIMENSIONS = [
    {"key": "law", "max": "10", "step": "0.5"},
    {"key": "poise", "max": "10", "step": "0.5"},
]
WHY = {"reason": "From paper", "by": "王芳", "at": "2026-05-01T10:00:00+00:00"}
SENT = {"receipt": 7, "stored_at": "2026-05-01T09:00:00+00:00", "idempotency_key": "k"}


def marks(law, poise="8"):
    return {"law": law, "poise": poise}


def sent(version, law, **more):
    """A version that Li Na sent."""
    base = {"version": version, "marks": marks(law), "state": "submitted", "stored": SENT}
    return base | {"submitted_at": "2026-05-01T09:00:00+00:00"} | more


def brought(version, law, **more):
    """A version that came with an earlier file."""
    return {"version": version, "marks": marks(law), "state": "submitted", "imported": WHY} | more


def in_file(version, law, *history, **more):
    part = {**KEY._asdict(), "version": version, "marks": marks(law), "state": "submitted"} | more
    return part | ({"history": list(history)} if history else {})


def of_file(version, law, **more):
    return {"version": version, "marks": marks(law), "state": "submitted"} | more


def merge(known, part, dimensions=DIMENSIONS, personal=()):
    return merge_sheet(KEY, known, part, SheetTerms(dimensions, *personal), WHY)


def test_a_mark_that_differs_becomes_a_version_after_the_judge_s_own():
    own = sent(1, "9")

    found = merge([own], in_file(1, "8.5"))

    assert found.fate == Fate.IMPORTED
    assert found.moves_marks
    assert found.versions[0] == own
    assert found.versions[1] == of_file(2, "8.5", imported=WHY, submitted_at=WHY["at"])
    assert found.mark_changes() == [MarkChange("law", "9", "8.5")]


def test_the_number_goes_on_from_the_newest_here_whatever_the_file_counts():
    found = merge([sent(1, "9"), sent(2, "7")], in_file(40, "8.5", of_file(39, "9")))

    assert [version["version"] for version in found.versions] == [1, 2, 3]


@pytest.mark.parametrize(
    "part",
    [
        in_file(2, "7"),
        in_file(2, "7.0", of_file(1, "9")),
        in_file(2, "7", comment="Not what Li Na wrote"),
        in_file(2, "7", submitted_at="2001-01-01T00:00:00+00:00"),
        in_file(2, "7", imported={"reason": "Forged", "by": "Nobody", "at": WHY["at"]}),
        in_file(3, "3", of_file(2, "7"), state="draft"),
    ],
    ids=["no history", "longer", "comment", "time", "forged import", "newer draft"],
)
def test_a_file_with_the_same_submitted_marks_changes_nothing_of_the_sheet(part):
    known = [sent(1, "9"), sent(2, "7")]

    found = merge(known, part)

    assert found.fate == Fate.KEPT
    assert not found.moves_marks
    assert list(found.versions) == known


def test_an_imported_version_stays_imported_though_the_file_does_not_say_so():
    known = [sent(1, "9"), brought(2, "8.5")]

    found = merge(known, in_file(2, "8.5", of_file(1, "9")))

    assert found.fate == Fate.KEPT
    assert found.versions[1]["imported"] == WHY


def test_the_judge_s_own_marks_put_back_are_not_called_imported():
    known = [sent(1, "9", comment="Calm."), brought(2, "8.5")]

    found = merge(known, in_file(1, "9"))

    assert found.fate == Fate.PUT_BACK
    assert found.moves_marks
    newest = found.versions[-1]
    assert "imported" not in newest
    assert "stored" not in newest
    assert (newest["version"], newest["marks"], newest["comment"]) == (3, marks("9"), "Calm.")


def test_marks_that_the_judge_has_since_corrected_are_not_put_back_but_imported():
    known = [sent(1, "9"), brought(2, "8.5"), sent(3, "7")]

    found = merge(known, in_file(1, "9"))

    assert found.fate == Fate.IMPORTED
    assert found.versions[-1]["imported"] == WHY


def test_a_submitted_sheet_made_a_draft_goes_on_counting_and_says_that_it_was_imported():
    found = merge([sent(1, "9")], in_file(1, "9", state="draft"))

    assert found.fate == Fate.UNSUBMITTED
    assert found.moves_marks
    assert [version["state"] for version in found.versions] == ["submitted", "draft"]
    assert found.versions[1]["imported"] == WHY


def test_a_draft_that_the_file_submits_in_the_judge_s_name_is_imported():
    draft = sent(1, "9", state="draft")
    del draft["submitted_at"]

    found = merge([draft], in_file(1, "9"))

    assert found.fate == Fate.IMPORTED
    assert found.moves_marks
    assert found.mark_changes()[0] == MarkChange("law", None, "9")


def test_another_history_is_not_taken_over_and_needs_a_reason():
    known = [sent(1, "9"), sent(2, "7")]

    found = merge(known, in_file(2, "7", of_file(1, "6")))

    assert found.fate == Fate.REWRITTEN
    assert found.moves_marks
    assert list(found.versions) == known
    assert (found.before["marks"], found.after["marks"]) == (marks("9"), marks("6"))


def test_a_version_that_the_judge_never_sent_is_not_taken_into_the_history():
    known = [sent(1, "9"), sent(3, "7")]

    found = merge(known, in_file(3, "7", of_file(1, "9"), of_file(2, "2")))

    assert found.fate == Fate.REWRITTEN
    assert list(found.versions) == known


def test_a_sheet_that_the_file_lacks_is_lost_and_known_whole():
    known = [sent(1, "9"), sent(2, "7")]

    found = merge(known, None)

    assert (found.fate, found.versions, found.known) == (Fate.LOST, (), tuple(known))
    assert found.moves_marks
    assert found.mark_changes()[0] == MarkChange("law", "7", None)
    assert not merge([sent(1, "9", state="draft")], None).moves_marks


def test_earlier_versions_that_the_file_s_rubric_does_not_allow_cannot_stay():
    narrower = [{"key": "law", "max": "8", "step": "0.5"}, DIMENSIONS[1]]

    same = merge([sent(1, "9"), sent(2, "7")], in_file(2, "7"), narrower)
    other = merge([sent(1, "9")], in_file(1, "8"), narrower)

    assert (same.fate, [v["version"] for v in same.versions]) == (Fate.REWRITTEN, [2])
    assert (other.fate, [v["version"] for v in other.versions]) == (Fate.IMPORTED, [2])


def test_a_sheet_that_nobody_sent_is_stored_as_the_file_has_it_or_marked():
    found = merge([], in_file(2, "7", of_file(1, "6", state="draft")))

    assert found.fate == Fate.ADDED
    assert not found.moves_marks
    marked = mark_as_imported(found, WHY)
    assert marked.moves_marks
    assert ["imported" in version for version in marked.versions] == [False, True]
