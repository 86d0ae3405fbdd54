"""A round of n matches laid out over times and rooms, and moments as people type them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.document import InvalidDocument, Refusal
from competition.programme.moments import DEFAULT_OFFSET, shown, zone_of
from competition.programme.planning import Break, Layout, lay_out, take_planned
from competition.programme.typed_times import read_day, read_time, read_typed_moment
from tests.factories import checked, text
from tests.programme.contest import at, contest, match

NINE = dt.datetime(2026, 5, 20, 9, tzinfo=DEFAULT_OFFSET)
LUNCH = Break(dt.time(12), dt.time(13, 30))
ROOMS = [text("一号厅", "Hall 1"), text("二号厅", "Hall 2"), text("三号厅", "Hall 3")]
DAY = dt.date(2026, 5, 20)


def laid_out(matches, *, minutes=40, rooms=ROOMS, breaks=(LUNCH,), last=None):
    return lay_out(Layout(matches, NINE, minutes, rooms, breaks, last))


def test_twenty_four_matches_in_three_rooms_leave_lunch_free():
    planned = laid_out(24)
    times = [part["starts"][11:16] for part in planned]
    assert times[::3] == ["09:00", "09:40", "10:20", "11:00", "13:30", "14:10", "14:50", "15:30"]
    assert [part["room"] for part in planned[:4]] == [*ROOMS, ROOMS[0]]


def test_what_does_not_fit_into_the_day_is_played_on_the_next():
    planned = laid_out(4, minutes=180, rooms=[], last=dt.time(15))
    assert [part["starts"] for part in planned] == [
        *(at("09:00"), at("13:30")),
        *(at("09:00", "2026-05-21"), at("13:30", "2026-05-21")),
    ]


def test_a_day_without_room_for_a_match_is_refused():
    with pytest.raises(Refusal, match="no match fits into a day"):
        laid_out(1, breaks=[Break(dt.time(8), dt.time(20))], last=dt.time(18))


@pytest.mark.parametrize("number", [0, -1, 401])
def test_a_round_has_one_match_at_least_and_not_any_number(number):
    with pytest.raises(Refusal, match="1 to 400"):
        laid_out(number)


@given(
    st.integers(1, 60),
    st.integers(5, 120),
    st.integers(0, 4),
    st.lists(st.tuples(st.integers(9, 17), st.integers(1, 2)), max_size=2),
    st.none() | st.integers(12, 20),
)
def test_no_room_is_used_twice_at_once_and_no_match_lies_in_a_break(
    matches, minutes, rooms, breaks, last
):
    pauses = [Break(dt.time(hour), dt.time(hour + length)) for hour, length in breaks]
    end = None if last is None else dt.time(last)
    named = [text(f"厅{number}") for number in range(rooms)]
    try:
        planned = laid_out(matches, minutes=minutes, rooms=named, breaks=pauses, last=end)
    except Refusal:
        return
    assert len(planned) == matches
    places = [(part["starts"], str(part.get("room"))) for part in planned]
    assert len(set(places)) == len(places)
    begins = [dt.datetime.fromisoformat(part["starts"]) for part in planned]
    assert begins == sorted(begins)
    for begin in begins:
        ends = begin + dt.timedelta(minutes=minutes)
        for pause in pauses:
            day = begin.date()
            starts = dt.datetime.combine(day, pause.starts, begin.tzinfo)
            assert ends <= starts or begin >= dt.datetime.combine(day, pause.ends, begin.tzinfo)


def test_drawn_matches_take_the_planned_times_in_order():
    slots = [{"starts": at("09:00"), "room": text("一号厅")}, {"starts": at("09:40")}, {}]
    whole = contest(planned=slots)
    last = whole["stages"][1]["rounds"][0]
    drawn = [match("a", "rail", "post"), match("b", "bus", "school", starts=at("15:00"))]

    take_planned(last, drawn)

    assert (drawn[0]["starts"], drawn[0]["room"]) == (at("09:00"), text("一号厅"))
    assert drawn[1]["starts"] == at("15:00"), "what a match says itself stays"
    assert last["planned"] == [{}]


def test_once_every_planned_match_is_drawn_no_plan_is_left_in_the_file():
    whole = contest(planned=[{"starts": at("09:00")}])
    last = whole["stages"][1]["rounds"][0]
    last["matches"] = [match("a", "rail", "post"), match("b", "bus", "school")]
    take_planned(last, last["matches"])
    assert "planned" not in last
    assert "starts" not in last["matches"][1]
    assert checked(whole)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("9:40", at("09:40")),
        ("９：４０", at("09:40")),
        ("9点", at("09:00")),
        ("下午2:05", at("14:05")),
        ("2:05 PM", at("14:05")),
        ("12:00 am", at("00:00")),
        ("2026-05-21 09:00", at("09:00", "2026-05-21")),
        ("2026/5/21 9:00:00", at("09:00", "2026-05-21")),
        ("5月21日 9:00", at("09:00", "2026-05-21")),
        ("5-21 9:00", at("09:00", "2026-05-21")),
        ("21/5/2026 9:00", at("09:00", "2026-05-21")),
        ("2026-05-21T09:00:00Z", "2026-05-21T09:00:00+00:00"),
    ],
)
def test_a_time_is_read_as_people_and_spreadsheets_write_it(typed, moment):
    assert read_typed_moment(typed, DAY, DEFAULT_OFFSET) == moment


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("soon", "is not a time"),
        ("9", "is not a time"),
        ("25:00", "no date and time"),
        ("2026-02-30 09:00", "no date and time"),
        ("5/6/2026 9:00", "two dates"),
    ],
)
def test_what_is_no_time_is_refused_in_words(typed, reason):
    with pytest.raises(Refusal) as refused:
        read_typed_moment(typed, DAY, DEFAULT_OFFSET)
    assert reason in str(refused.value)


def test_a_time_without_any_day_asks_for_the_date():
    with pytest.raises(Refusal, match="Write the date too"):
        read_typed_moment("9:00", None, DEFAULT_OFFSET)


@given(st.datetimes(allow_imaginary=False))
def test_what_a_cell_shows_is_read_as_the_same_moment(moment):
    written = moment.replace(microsecond=0, tzinfo=DEFAULT_OFFSET).isoformat()
    assert read_typed_moment(shown(written, DEFAULT_OFFSET), None, DEFAULT_OFFSET) == written


def test_the_contests_own_offset_is_taken_else_that_of_its_first_time():
    whole = contest(match("a", "rail", "post", starts="2026-05-20T09:00:00+01:00"))
    assert zone_of(whole).utcoffset(None) == dt.timedelta(hours=8)
    del whole["competition"]["starts"]
    assert zone_of(whole).utcoffset(None) == dt.timedelta(hours=1)
    assert zone_of(contest()).utcoffset(None) == dt.timedelta(hours=8)


def test_days_and_times_of_day_are_read_alone():
    assert read_day("2026年5月20日") == DAY
    assert read_time("下午1:30") == dt.time(13, 30)
    for typed in ("5-20", "2026-13-01"):
        with pytest.raises(Refusal):
            read_day(typed)
    for typed in ("noon", "24:01"):
        with pytest.raises(Refusal):
            read_time(typed)


def test_a_moment_at_the_end_of_the_calendar_does_no_harm():
    assert shown("0001-01-01T00:00:00+14:00", DEFAULT_OFFSET) == "0001-01-01 00:00"


def test_a_file_holds_its_planned_matches_and_names_a_topic_that_is_not_there():
    slot = {"starts": at("09:00"), "room": text("一号厅"), "topic": "wages"}
    assert checked(contest(planned=[slot]))["stages"][1]["rounds"][0]["planned"] == [slot]
    with pytest.raises(InvalidDocument) as refused:
        checked(contest(planned=[slot, {"topic": "pensions"}]))
    (problem,) = refused.value.problems
    assert problem.place == "stages[1].rounds[0].planned[1].topic"
