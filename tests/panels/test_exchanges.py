"""Exchanges lessen repeats in a contest too large to try all, and lose nothing else by it."""

import random

import pytest

from competition.panels.proposal import propose_panels
from competition.panels.request import PanelRequest
from tests.factories import checked
from tests.panels import naive
from tests.panels.build import contest, judge, match, round_of, stage, team

TEAMS = [f"t{number}" for number in range(12)]


def heats(heads: int) -> dict:
    """Five days of six matches, three at a time, 24 judges; some are close to some teams."""
    chance = random.Random(heads)
    judges = [
        judge(
            f"j{number}",
            category=("professional", "academic", "guest")[number % 3],
            conflicts=sorted(chance.sample(TEAMS, 2)),
            **({"head": True} if number < heads else {}),
        )
        for number in range(24)
    ]
    rounds = []
    for day in range(5):
        order = chance.sample(TEAMS, 12)
        pairs = zip(order[::2], order[1::2], strict=True)
        rounds.append(
            round_of(
                f"d{day}",
                *(
                    match(
                        f"m{day}-{number}",
                        *pair,
                        starts=f"2026-05-{day + 1:02}T{9 + number // 3:02}:00:00+08:00",
                    )
                    for number, pair in enumerate(pairs)
                ),
            )
        )
    return contest(judges, [stage("heats", *rounds)], teams=[team(key) for key in TEAMS])


@pytest.mark.parametrize("heads", [0, 4, 10])
def test_what_the_programme_reached_stays_and_no_rule_is_broken(monkeypatch, heads):
    file, mix = checked(heats(heads)), {"professional": 2, "guest": 1}
    request = PanelRequest(3, mix)
    found = propose_panels(file, "heats", request)
    monkeypatch.setattr(
        "competition.panels.proposal.fewest_repeats",
        lambda _situation, _request, _programme, seats: seats,
    )

    before = propose_panels(file, "heats", request)

    values = [naive.values(file, "heats", 3, mix, each["panels"]) for each in (before, found)]
    assert values[0][:3] == values[1][:3]
    assert values[1][3] == found["repeats"] < before["repeats"]
    assert naive.is_allowed(file, "heats", 3, found["panels"], in_sequence=False)
