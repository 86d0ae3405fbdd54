"""How places changed: the points kept from the snapshots, the chart, and what it costs."""

import pytest
from sqlalchemy import event

from competition.actions import stage_release
from competition.store.db import db
from competition.web.audience.board_types import BoardRow
from competition.web.audience.chart import chart
from competition.web.audience.history import MAX_POINTS, History, Point
from tests.factories import CHAOYANG, DIMENSIONS

PLACES = f"/c/{CHAOYANG}/places?lang=en"


def content(release="live", stage="final", **ranks):
    """A snapshot's content as far as it matters here: `content(ann=1, bo=2)`."""
    standings = [{"team": team, "rank": rank} for team, rank in ranks.items()]
    shown = {} if release == "hidden" else {"standings": standings}
    return {"state": {stage: release}, "stages": [{"stage": stage} | shown]}


def told(*contents):
    history = History()
    for number, each in enumerate(contents, start=1):
        history.add(number, each)
    return history


def row(team, rank):
    empty = dict.fromkeys(
        ("tied", "decided_by", "decided_by_name", "deductions", "advances", "zone")
    )
    return BoardRow(
        team=team, name=team, short_name=team, rank=rank, medal="", total="1", dimensions=[],
        radar=None, appearances=[], **empty,
    )  # fmt: skip


def test_only_what_moved_makes_a_point():
    history = told(
        content("hidden"),
        content(),
        content(ann=1),
        content(ann=1, bo=2),
        content(ann=1, bo=2),
        content(bo=1, ann=2),
    )

    assert [point.ranks for point in history.stages["final"]] == [
        {"ann": 1},
        {"ann": 1, "bo": 2},
        {"ann": 2, "bo": 1},
    ]
    assert history.number == 6


def test_what_was_hidden_again_is_forgotten():
    history = told(content(ann=1), content(bo=1, ann=2), content("hidden"), content(ann=1, bo=2))

    assert history.stages["final"] == [Point("live", {"ann": 1, "bo": 2})]
    assert told(content(ann=1), content("hidden")).stages == {}


def test_a_freeze_and_the_result_are_points_of_their_own():
    history = told(content(ann=1, bo=2), content("frozen", ann=1, bo=2), content("published", bo=1))

    assert [point.release for point in history.stages["final"]] == ["live", "frozen", "published"]


def test_a_result_that_is_announced_place_by_place_is_one_step_once_it_is_out():
    before = {"ann": 1, "bo": 2, "cy": 3}
    history = told(content(**before), content("frozen", **before))
    for step in ({}, {"bo": 3}, {"bo": 3, "ann": 2}):
        history.add(history.number + 1, content("frozen", **step))
        drawn = chart(history.stages["final"], [row(team, rank) for team, rank in step.items()])
        # Who has not been announced has no line, and nobody's line says more than the freeze did.
        assert {line.team: line.places for line in (drawn.lines if drawn else [])} == {
            team: [before[team]] for team in step
        }

    history.add(history.number + 1, content("published", cy=1, ann=2, bo=3))

    assert [point.release for point in history.stages["final"]] == ["live", "frozen", "published"]


def test_a_stage_that_never_was_live_has_no_history_of_its_announcement():
    history = told(
        content("frozen"),
        content("frozen", bo=2),
        content("published", ann=1, bo=2),
    )

    assert history.stages["final"] == [Point("published", {"ann": 1, "bo": 2})]


def test_while_only_teams_that_never_were_on_the_board_are_announced_nothing_is_drawn():
    points = [Point("live", {"ann": 1}), Point("frozen", {"ann": 1})]

    assert chart(points, [row("bo", 3)]) is None
    assert [line.team for line in chart(points, [row("ann", 2), row("bo", 3)]).lines] == ["ann"]


def test_one_step_back_from_the_result_and_forward_again_moves_nobody():
    before = [content(ann=1, bo=2), content("frozen", ann=1, bo=2)]
    out = content("published", bo=1, ann=2)

    straight = told(*before, content("frozen"), content("frozen", ann=2), out)
    around = told(
        *before, content("frozen"), content("frozen", ann=2), out, content("frozen", ann=2), out
    )

    assert around.stages == straight.stages
    assert [point.release for point in around.stages["final"]] == ["live", "frozen", "published"]


def test_a_long_day_is_thinned_and_keeps_its_end_and_its_freeze():
    day = [content(ann=1 + at % 2, bo=2 - at % 2) for at in range(500)]
    end = [content("frozen", ann=2, bo=1), content("published", ann=1, bo=3)]

    points = told(*day, *end).stages["final"]

    assert MAX_POINTS / 3 < len(points) <= MAX_POINTS
    assert points[-1] == Point("published", {"ann": 1, "bo": 3})
    assert points[-2].release == "frozen"


def test_a_release_that_is_switched_all_day_is_bounded_too():
    day = [content(("live", "frozen")[at % 2], ann=1) for at in range(1000)]

    assert len(told(*day).stages["final"]) <= MAX_POINTS


def test_the_history_is_the_same_however_it_is_read():
    day = [content(ann=1 + at % 3, bo=3 - at % 3) for at in range(200)]
    once = told(*day)
    for stop in (1, 60, 61, 199):
        twice = told(*day[:stop])
        for number, each in enumerate(day[stop:], start=stop + 1):
            twice.add(number, each)
        assert twice.stages == once.stages


def test_a_line_goes_from_place_to_place_and_breaks_where_there_was_none():
    points = [
        Point("live", {"ann": 1}),
        Point("live", {"ann": 2, "bo": 1}),
        Point("frozen", {"bo": 1}),
        Point("published", {"bo": 1, "ann": 2}),
    ]

    drawn = chart(points, [row("bo", 1), row("ann", 2), row("cy", 3)])

    assert [line.team for line in drawn.lines] == ["bo", "ann"]
    bo, ann = drawn.lines
    assert len(bo.lines) == 1
    assert (len(ann.lines), len(ann.dots)) == (1, 1)
    assert ann.places == [1, 2]
    assert [rank for rank, _ in drawn.rank_labels] == [1, 2]
    # From the third point to the fourth, a third of the width.
    assert len(drawn.frozen) == 1
    x, width = map(float, drawn.frozen[0])
    assert x + width == pytest.approx(float(ann.end[0]), abs=0.2)


def test_a_board_that_is_still_frozen_is_shaded_to_the_edge():
    points = [Point("live", {"ann": 1}), Point("frozen", {"ann": 1})]

    drawn = chart(points, [row("ann", 1)])

    x, width = map(float, drawn.frozen[0])
    assert x == float(drawn.lines[0].end[0])
    assert x + width == pytest.approx(float(drawn.width) - 28, abs=0.2)


@pytest.mark.parametrize("points", [[], [Point("live", {"ann": 1})]])
def test_before_anything_has_moved_there_is_nothing_to_draw(points):
    assert chart(points, [row("ann", 1)]) is None


@pytest.fixture
def day(app, api, chaoyang):
    """Two teams whose places change once while all can see it."""

    def mark(team, value):
        for number in range(1, 8):
            marks = dict.fromkeys(DIMENSIONS, value)
            assert api(f"judge-{number}").put("match-1", team, marks).status_code == 200

    with app.app_context():
        stage_release.set_release(CHAOYANG, "final", "live", "command line")
    mark("education", "15")
    mark("team-2", "17")
    return mark


def test_the_page_lists_each_teams_places_as_text_too(client, day):
    text = " ".join(client.get(PLACES).text.split())

    assert '<td class="steps">1 → 2</td>' in text
    assert "<title>How places changed: Final</title>" in text
    team = " ".join(client.get(f"/c/{CHAOYANG}/teams/education?lang=en").text.split())
    assert "Places, in order: 1 → 2" in team


def test_a_stage_that_is_hidden_again_takes_its_history_with_it(app, client, day):
    with app.app_context():
        stage_release.set_release(CHAOYANG, "final", "hidden", "command line")

    for address in (PLACES, f"/c/{CHAOYANG}/teams/education?lang=en"):
        assert "1 → 2" not in client.get(address).text


def test_a_new_snapshot_costs_its_own_reading_and_no_more(app, client, day):
    client.get(PLACES)
    with app.app_context():
        stage_release.set_release(CHAOYANG, "final", "frozen", "command line")
        engine = db.engine
    asked = []

    def note(_connection, _cursor, statement, parameters, *_more):
        if "snapshot.content" in statement:
            asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        client.get(PLACES)
        first = len(asked)
        for _ in range(5):
            client.get(PLACES)
            client.get(f"/c/{CHAOYANG}/teams/education")
    finally:
        event.remove(engine, "before_cursor_execute", note)

    # The newest itself, and what is new for the history; then nothing at all.
    assert first <= 2
    assert len(asked) == first
