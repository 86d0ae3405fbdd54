"""The programme by day, time and room; who is in two places at once."""

from hypothesis import given
from hypothesis import strategies as st

from competition.programme.clashes import find_clashes
from competition.programme.moments import DEFAULT_OFFSET
from competition.programme.rows import programme_rows
from competition.programme.timetable import timetable
from tests.factories import checked, text
from tests.programme.contest import at, contest, match

ONE, TWO = text("一号厅", "Hall 1"), text("二号厅", "Hall 2")


def rows_of(whole):
    return programme_rows(checked(whole), DEFAULT_OFFSET)


def clashes(*matches, **more):
    found = find_clashes(rows_of(contest(*matches, **more)))
    return [(each.kind, each.who, tuple(row.key for row in each.rows)) for each in found]


def test_the_day_is_laid_out_by_time_and_room():
    whole = contest(
        match("late", "rail", "post", starts=at("10:00"), room=ONE),
        match("early", "bus", "school", starts=at("09:00"), room=TWO),
        match("beside", "rail", "post", starts=at("09:00"), room=ONE),
        match("open", "bus", "school"),
        planned=[{"starts": at("09:00", "2026-05-21")}],
    )
    found = timetable(rows_of(whole))

    first, second = found.days
    assert first.rooms == [ONE, TWO]
    assert [[row.key for row in line.rows] for line in first.lines] == [
        ["beside", "early"],
        ["late"],
    ]
    assert [row.key for row in second.rows] == ["planned:final/last:0"]
    assert second.rooms == [None]
    assert [row.key for row in found.open] == ["open"]


def test_a_room_named_in_one_language_is_the_room_of_that_name():
    whole = contest(
        match("a", "rail", "post", starts=at("09:00"), room={"zh": "一号厅"}),
        match("b", "bus", "school", starts=at("09:40"), room=ONE),
    )
    assert timetable(rows_of(whole)).days[0].rooms == [{"zh": "一号厅"}]


def test_a_moment_in_another_offset_stands_on_the_contests_own_day():
    whole = contest(match("a", "rail", "post", starts="2026-05-19T23:30:00Z"))
    (day,) = timetable(rows_of(whole)).days
    assert (day.date.isoformat(), day.lines[0].at.strftime("%H:%M")) == ("2026-05-20", "07:30")


def test_a_paper_stage_has_no_place_in_the_timetable():
    whole = contest(match("a", "rail", "post"))
    paper = {"key": "paper", "name": text("笔试"), "kind": "paper", "max": "100", "per": "team"}
    whole["stages"].insert(0, paper)
    assert [row.key for row in rows_of(whole)] == ["a"]


def test_a_room_twice_at_one_time_is_told():
    assert clashes(
        match("a", "rail", "post", starts=at("09:00"), room=ONE),
        match("b", "bus", "school", starts="2026-05-20T01:00:00Z", room={"en": "Hall 1"}),
        match("c", "bus", "post", starts=at("15:00"), room=ONE),
    ) == [("room", "", ("a", "b"))]


def test_a_team_and_a_judge_in_two_places_at_once_are_told():
    assert clashes(
        match("a", "rail", "post", starts=at("09:00"), room=ONE, panel=["li", "wang"]),
        match("b", "bus", "rail", starts=at("09:00"), room=TWO, panel=["zhao", "li"]),
    ) == [("team", "rail", ("a", "b")), ("judge", "li", ("a", "b"))]


def test_a_team_without_a_break_is_told_and_its_judges_are_not():
    kinds = clashes(
        match("a", "rail", "post", starts=at("09:00"), room=ONE, panel=["li"]),
        match("b", "bus", "school", starts=at("09:40"), room=ONE, panel=["wang"]),
        match("c", "rail", "bus", starts=at("10:20"), room=ONE, panel=["wang"]),
    )
    assert kinds == [("break", "bus", ("b", "c"))]


def test_a_team_whose_next_match_begins_before_this_one_is_over_is_in_two_places():
    kinds = clashes(
        match("a", "rail", "post", starts=at("09:00"), room=ONE),
        match("b", "bus", "school", starts=at("09:40"), room=ONE),
        match("c", "rail", "bus", starts=at("09:20"), room=TWO),
    )
    assert kinds == [("team", "rail", ("a", "c")), ("team", "bus", ("c", "b"))]


def test_a_match_that_does_not_count_is_in_nobodys_way():
    assert not clashes(
        match("a", "rail", "post", starts=at("09:00"), room=ONE, void=text("断电")),
        match("b", "rail", "post", starts=at("09:00"), room=ONE),
    )


@given(
    st.lists(
        st.tuples(st.sampled_from(["09:00", "09:40", "15:00", None]), st.sampled_from([ONE, TWO])),
        min_size=1,
        max_size=12,
    )
)
def test_every_row_stands_exactly_once_and_every_double_room_is_found(slots):
    planned = [{"room": room} | ({"starts": at(time)} if time else {}) for time, room in slots]
    rows = rows_of(contest(planned=planned))
    found = timetable(rows)

    placed = [row.key for day in found.days for row in day.rows] + [row.key for row in found.open]
    assert sorted(placed) == sorted(row.key for row in rows)
    timed = [slot for slot in ((time, room["en"]) for time, room in slots) if slot[0]]
    pairs = sum(timed.count(slot) * (timed.count(slot) - 1) // 2 for slot in set(timed))
    assert len(find_clashes(rows)) == pairs
