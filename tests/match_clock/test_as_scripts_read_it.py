"""A page reads a clock's state as the server does, to the millisecond, however it was touched."""

import json
import random
import subprocess
from typing import Any

from competition import match_clock
from tests.factories import ROOT
from tests.match_clock.test_match_clock import BY, CLOCK, SIDES

CLOCKS = 400
MOST_TOUCHES = 25


def touched(chance: random.Random) -> tuple[Any, int]:
    """A clock as a hectic afternoon leaves it, and the instant at which somebody looks."""
    sides = SIDES if chance.random() < 0.8 else SIDES[:1]
    state, at = match_clock.new_clock(CLOCK, sides), 1_000_000
    acts = (
        match_clock.start_clock,
        match_clock.pause_clock,
        match_clock.hand_over,
        lambda state, at: match_clock.enter_phase(state, chance.randint(0, 1), BY, at),
        lambda state, at: match_clock.add_time(
            state, at, "opening", sides[0], chance.randint(-70, 70), BY
        ),
    )
    for _ in range(chance.randint(0, MOST_TOUCHES)):
        at += chance.choice([0, 1, 999, 1000, 4321, 61_000])
        try:
            state = chance.choice(acts)(state, at)
        except match_clock.ClockRefusal:
            continue
    # Another machine's clock may be a little behind.
    return state, at + chance.choice([-40, 0, 1, 500, 90_000])


def test_what_a_page_draws_is_what_the_server_reads(tmp_path):
    chance = random.Random("clocks")
    looks = [touched(chance) for _ in range(CLOCKS)]
    file = tmp_path / "clocks.json"
    file.write_text(json.dumps([[match_clock.shown_to_all(state), at] for state, at in looks]))

    script = ROOT / "tests" / "js" / "read-clocks.mjs"
    done = subprocess.run(["node", str(script), str(file)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    drawn = json.loads(done.stdout)

    assert len(drawn) == CLOCKS
    for (state, at), page in zip(looks, drawn, strict=True):
        read = match_clock.read_clock(state, at)
        assert page["phase"]["key"] == read.phase["key"]
        assert page.get("next", {}).get("key") == (read.following or {}).get("key")
        assert page["isRunning"] is read.is_running
        assert [
            (each["party"], each["left"], each["isCurrent"], each["isWarning"], each["isOver"])
            for each in page["parties"]
        ] == [
            (each.party, each.left_ms, each.is_current, each.is_warning, each.is_over)
            for each in read.parties
        ]
