"""The simulation behind docs/scale.md: what it must get right whatever the figures are."""

import dataclasses
import re

import pytest

from tests import factories
from tests.bench.simulate_scale import (
    EVENINGS,
    LOOK_SECONDS,
    SNAPSHOT_GAP,
    Evening,
    Figures,
    Simulation,
    quantile,
)

FIGURES = Figures(
    send=10e-6, connect=100e-6, submit=1e-3, commit=4e-3, row=0, snapshot=10e-3, state_bytes=1_000
)
# Everybody arrives within a second; one judge submits every ten.
QUIET = Evening("quiet", 1_000, 1, 1, 1, 0, link_bits=1e12, arrive_seconds=1, submit_every=10)


def ran(evening: Evening, figures: Figures = FIGURES) -> Simulation:
    return Simulation(evening, figures).run()


def test_one_judge_and_one_node_take_exactly_what_each_step_takes():
    simulation = ran(QUIET)

    assert simulation.submit_times == pytest.approx([1e-3 + 4e-3] * len(simulation.submit_times))
    for to_last in simulation.to_last[1:]:
        assert to_last == pytest.approx(1e-3 + 4e-3 + 10e-3 + 1_000 * 10e-6)


def test_a_slow_link_and_not_the_core_decides_when_the_last_has_it():
    slow = ran(dataclasses.replace(QUIET, link_bits=1e7))

    assert slow.to_last[-1] == pytest.approx(15e-3 + 1_000 * FIGURES.wire_bytes * 8 / 1e7)


def test_judges_who_wait_for_the_same_lock_share_a_commit():
    busy = dataclasses.replace(QUIET, viewers=0, judges=20, submit_every=0, seconds=5)
    figures = dataclasses.replace(FIGURES, snapshot=0)
    submits = len(ran(busy, figures).submit_times) / 5

    # The core is what they wait for; alone, each would wait for a commit of its own.
    assert submits == pytest.approx(1 / figures.submit, rel=0.02)
    assert len(ran(dataclasses.replace(busy, judges=1), figures).submit_times) / 5 == pytest.approx(
        1 / (figures.submit + figures.commit), rel=0.02
    )


def test_each_that_shares_a_commit_makes_it_longer():
    busy = dataclasses.replace(QUIET, viewers=0, judges=20, submit_every=0, seconds=20)
    figures = dataclasses.replace(FIGURES, submit=0, snapshot=0, row=2e-3)

    submits = len(ran(busy, figures).submit_times) / 20
    # Half of them share a commit, the other half wait for its end.
    assert submits == pytest.approx(20 / (figures.commit + 19 * figures.row), rel=0.1)


def test_two_competitions_do_not_wait_for_each_others_lock():
    slow = dataclasses.replace(FIGURES, submit=0, snapshot=0, commit=0.1)
    evening = dataclasses.replace(QUIET, viewers=0, judges=2, submit_every=0, seconds=10)

    together = ran(evening, slow).submit_times
    apart = ran(dataclasses.replace(evening, contests=2), slow).submit_times

    # The second finds the lock taken, waits for its end, and then for a commit of its own.
    assert max(together) == pytest.approx(0.2)
    assert max(apart) == pytest.approx(0.1)
    assert len(apart) == pytest.approx(2 * len(together), abs=4)


def test_no_competition_makes_more_than_eight_snapshots_a_second():
    busy = dataclasses.replace(QUIET, judges=50, contests=2, submit_every=0, seconds=10)
    quick = dataclasses.replace(FIGURES, snapshot=1e-4)

    for made in ran(busy, quick).snapshots:
        assert 10 / SNAPSHOT_GAP * 0.9 <= made <= 10 / SNAPSHOT_GAP + 1


def test_an_audience_node_never_sends_for_more_than_half_the_time():
    storm = Evening("storm", 60_000, 300, 3, 2, 1, 1e12, 1.0, 0.5, 20.0)
    node = ran(storm, dataclasses.replace(FIGURES, connect=0)).audience[0]

    assert node.count == 60_000
    assert node.core.busy / 20 <= 0.5 + 0.05
    assert node.pace.gap(node.count) == pytest.approx(60_000 * FIGURES.send / 0.5)


def test_an_audience_node_learns_of_a_change_when_it_looks():
    far = ran(dataclasses.replace(QUIET, audience_nodes=2))

    at_once = 15e-3 + 500 * FIGURES.send
    assert min(far.to_last) >= at_once
    assert max(far.to_last) <= at_once + LOOK_SECONDS + 500 * FIGURES.send / 0.5 + SNAPSHOT_GAP


def test_every_viewer_is_seated_on_some_node_and_watches_some_contest():
    simulation = ran(dataclasses.replace(EVENINGS["city"], seconds=31))

    assert sum(node.count for node in simulation.audience) == EVENINGS["city"].viewers
    watching = [sum(node.viewers[each] for node in simulation.audience) for each in range(10)]
    assert max(watching) - min(watching) <= 2


def test_a_storm_that_a_core_cannot_keep_up_with_is_seated_later():
    slow = dataclasses.replace(FIGURES, connect=5e-3)

    assert ran(QUIET).seated_at < 1.2
    assert ran(QUIET, slow).seated_at == pytest.approx(1_000 * 5e-3, abs=0.1)


def test_the_same_seed_is_the_same_evening():
    assert ran(EVENINGS["small"]).results() == ran(EVENINGS["small"]).results()


def test_a_quantile_is_a_value_that_was_there():
    assert quantile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert quantile([], 0.99) == 0.0


def test_the_page_shows_what_the_simulation_prints():
    page = (factories.ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    shown = {
        row.group(1): [cell.strip() for cell in row.group(2).split("|")]
        for row in re.finditer(r"^\| `(\w+)` \| (.+) \|$", page, re.MULTILINE)
    }

    # The largest takes long; its column comes from the same command.
    for column, name in enumerate(("small", "city")):
        results = Simulation(EVENINGS[name], Figures()).run().results()
        del results["evening"]
        assert {key: cells[column] for key, cells in shown.items()} == {
            key: str(value) for key, value in results.items()
        }
