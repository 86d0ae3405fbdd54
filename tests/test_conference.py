"""What a conference changed follows from the file alone: the versions before and after it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from competition.conference import conference_changes, conferring_judges
from tests import factories

OPENED, CLOSED = "2025-05-20T10:00:00Z", "2025-05-20T10:30:00Z"


def file_with(versions: list[dict[str, Any]], **match_fields: Any) -> Any:
    """The league with one sheet of Jo's for the metro in its final, in these versions."""
    *earlier, newest = versions
    sheet = {"match": "last", "team": "metro", "judge": "jo", **newest}
    if earlier:
        sheet["history"] = earlier
    whole = factories.league(sheets=[sheet])
    (match,) = whole["stages"][1]["rounds"][0]["matches"]
    match["conference"] = {"opened_at": OPENED, "opened_by": "judge li-na", "closed_at": CLOSED}
    match |= match_fields
    return whole


def version(number: int, at: str | None, law: str, state: str = "submitted") -> dict[str, Any]:
    part = {"version": number, "state": state, "marks": {"law": law, "poise": "8"}}
    return part | ({"submitted_at": at} if at else {})


def marks_of_jo(file: Any, dimension: str = "law") -> tuple[str | None, str | None]:
    (found,) = [
        (mark.before, mark.after)
        for mark in conference_changes(file, "last")
        if (mark.judge, mark.team, mark.dimension) == ("jo", "metro", dimension)
    ]
    return found


def test_jos_mark_is_told_as_it_was_before_and_as_it_was_when_the_conference_closed():
    file = file_with(
        [
            version(1, "2025-05-20T09:50:00Z", "7"),
            version(2, "2025-05-20T18:05:00+08:00", "7.5"),
            version(3, "2025-05-20T10:20:00Z", "8"),
            version(4, "2025-05-20T10:40:00Z", "9"),
        ]
    )

    assert marks_of_jo(file) == ("7", "8")
    assert marks_of_jo(file, "poise") == ("8", "8")


def test_a_draft_never_counts_and_what_came_with_a_file_was_there_before():
    drafted = [version(1, None, "7"), version(2, None, "9", "draft")]
    assert marks_of_jo(file_with(drafted)) == ("7", "7")


def test_a_sheet_that_was_submitted_in_the_conference_had_no_mark_before_it():
    assert marks_of_jo(file_with([version(1, "2025-05-20T10:10:00Z", "7")])) == (None, "7")


def test_while_the_conference_is_open_what_counts_now_is_after():
    versions = [version(1, None, "7"), version(2, "2025-05-20T12:00:00Z", "8")]
    running = {"opened_at": OPENED, "opened_by": "organiser 王芳"}
    assert marks_of_jo(file_with(versions, conference=running)) == ("7", "8")


def test_sheets_that_do_not_count_are_not_of_it():
    recused = [{"judge": "jo", "reason": factories.text("Kin")}]
    file = file_with([version(1, None, "7")], recused=recused)
    assert conference_changes(file, "last") == []

    replaced = [{"seat": "li-na", "from": "jo", "keeps": [], "reason": factories.text("Ill")}]
    file = file_with([version(1, None, "7")], panel=["li-na"], replacements=replaced)
    assert conference_changes(file, "last") == []
    kept = [replaced[0] | {"keeps": ["metro"]}]
    file = file_with([version(1, None, "7")], panel=["li-na"], replacements=kept)
    assert marks_of_jo(file) == ("7", "7")


def test_a_match_without_a_conference_and_one_that_there_is_not_have_no_changes():
    file = file_with([version(1, None, "7")])
    assert conference_changes(file, "semi-1") == []
    assert conference_changes(file, "nothing") == []


def test_a_trainee_does_not_confer():
    (match,) = factories.league()["stages"][1]["rounds"][0]["matches"]
    assert conferring_judges(match | {"trainees": ["sam"]}, "metro") == match["panel"]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 59), st.sampled_from("56789"), st.sampled_from(["draft", "submitted"])
        ),
        min_size=1,
        max_size=8,
    )
)
def test_the_counting_marks_before_and_after_are_the_newest_submitted_by_then(written):
    written = sorted(written, key=lambda each: each[0])
    versions = [
        version(number, f"2025-05-20T10:{minute:02}:00Z" if state == "submitted" else None, law)
        | {"state": state}
        for number, (minute, law, state) in enumerate(written, start=1)
    ]
    running = {"opened_at": "2025-05-20T10:20:00Z", "opened_by": "judge li-na"}
    file = file_with(versions, conference=running | {"closed_at": "2025-05-20T10:40:00Z"})

    def counting(until: int) -> str | None:
        laws = [law for minute, law, state in written if state == "submitted" and minute <= until]
        return laws[-1] if laws else None

    before, after = counting(20), counting(40)
    found = [
        (mark.before, mark.after)
        for mark in conference_changes(file, "last")
        if mark.dimension == "law"
    ]
    assert found == ([(before, after)] if (before, after) != (None, None) else [])
