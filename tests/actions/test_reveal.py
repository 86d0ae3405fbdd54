"""The reveal: each step a snapshot, nobody ahead of the hall, and no step over marks that moved."""

import hashlib
import json

import pytest

from competition.actions import competitions, deductions, hall_screen, reveal, rounds, stage_release
from competition.actions.corrections import Confirmation, CorrectionNeeded, confirming
from competition.actions.refusals import NotFound, Refused
from competition.document.canonical import canonical
from competition.store import audit, audit_links, queries, reveals, snapshots
from competition.store import hall_screen as shows
from tests import factories
from tests.factories import league

BY = "organiser 王芳"
# The semi-final from the last place to the first.
ORDER = ["rail", "bus", "metro", "post"]


@pytest.fixture(autouse=True)
def loaded(context):
    competitions.load_competition(factories.checked(league()), BY)


def of():
    return queries.find_competition("league")


def public(stage="semi"):
    snapshot = snapshots.newest_snapshot("league").public()
    return snapshot, next(s for s in snapshot["stages"] if s["stage"] == stage)


def places():
    return [row["team"] for row in public()[1]["standings"]][::-1]


def freeze(after="live"):
    stage_release.set_release("league", "semi", after, BY)
    stage_release.set_release("league", "semi", "frozen", BY)


def deduct():
    return deductions.add_deduction("league", "semi-1", "metro", "1", "Late", BY)


def test_each_step_is_a_snapshot_of_its_own_and_holds_what_the_hall_has_seen():
    freeze()
    first = snapshots.newest_number("league")
    reveal.begin_reveal("league", "semi", BY)
    assert places() == []
    for step in range(4):
        before = public()[0]
        assert before["state"]["semi"] == "frozen"
        reveal.step_reveal("league", step, step + 1, BY)
        after, stage = public()
        assert places() == ORDER[: step + 1]
        assert after["number"] == before["number"] + 1
        assert after["previous"] == before["sha256"]
        sealed = canonical({name: after[name] for name in ("state", "stages")})
        assert hashlib.sha256(sealed.encode()).hexdigest() == after["sha256"]
        # Not a word of those who are to come, in the whole of what is public but the names.
        for team in ORDER[step + 1 :]:
            assert f'"{team}"' not in json.dumps(after)
        assert set(stage) == {"stage", "complete", "warnings", "standings", "unranked"}
    assert public()[0]["state"]["semi"] == "published"
    assert public()[1] == reveal.count_stage(of(), "semi")
    assert snapshots.newest_number("league") == first + 5
    assert audit_links.first_broken_link(audit.chain_rows("league")) is None


def test_it_goes_back_too_even_from_the_winner():
    freeze()
    reveal.begin_reveal("league", "semi", BY)
    for step in range(4):
        reveal.step_reveal("league", step, step + 1, BY)
    with pytest.raises(CorrectionNeeded):
        reveal.step_reveal("league", 4, 3, BY)
    with confirming(Confirmation("One step too far")):
        reveal.step_reveal("league", 4, 3, BY)
    snapshot, stage = public()
    assert snapshot["state"]["semi"] == "frozen"
    assert places() == ORDER[:3]
    assert stage["complete"] is False
    reveal.step_reveal("league", 3, 2, BY)
    assert places() == ORDER[:2]
    reveal.step_reveal("league", 2, 3, BY)
    reveal.step_reveal("league", 3, 4, BY)
    assert public()[0]["state"]["semi"] == "published"


def test_the_names_say_how_many_are_to_come_and_no_more():
    freeze()
    assert "reveal" not in snapshots.newest_snapshot("league").names()
    reveal.begin_reveal("league", "semi", BY)
    assert snapshots.newest_snapshot("league").names()["reveal"] == {"stage": "semi", "to_come": 4}
    reveal.step_reveal("league", 0, 1, BY)
    assert snapshots.newest_snapshot("league").names()["reveal"] == {"stage": "semi", "to_come": 3}
    for step in range(1, 4):
        reveal.step_reveal("league", step, step + 1, BY)
    assert "reveal" not in snapshots.newest_snapshot("league").names()


def test_two_touches_for_one_step_make_one_step():
    freeze()
    reveal.begin_reveal("league", "semi", BY)
    reveal.step_reveal("league", 0, 1, BY)
    with pytest.raises(Refused, match="moved on"):
        reveal.step_reveal("league", 0, 1, BY)
    for at, to in ((1, 3), (1, 1), (1, -1)):
        with pytest.raises(Refused, match="no further step"):
            reveal.step_reveal("league", at, to, BY)
    assert places() == ORDER[:1]


def test_marks_that_moved_stop_it_until_it_is_begun_anew():
    freeze()
    reveal.begin_reveal("league", "semi", BY)
    reveal.step_reveal("league", 0, 1, BY)
    number = deduct()
    with pytest.raises(Refused, match="have changed"):
        reveal.step_reveal("league", 1, 2, BY)
    # Back is always allowed, and the public saw nothing of the change.
    reveal.step_reveal("league", 1, 0, BY)
    deductions.remove_deduction("league", number, "A mistake", BY)
    reveal.step_reveal("league", 0, 1, BY)
    assert places() == ORDER[:1]


def test_broken_off_the_public_sees_again_what_it_saw_when_frozen():
    freeze()
    frozen = public()[1]
    assert len(frozen["standings"]) == 4
    deduct()
    reveal.begin_reveal("league", "semi", BY)
    reveal.step_reveal("league", 0, 1, BY)
    reveal.end_reveal("league", BY)
    assert public()[1] == frozen
    assert public()[0]["state"]["semi"] == "frozen"
    assert reveals.find_reveal(of().id) is None
    assert shows.find_screen("league").mode == "board"
    reveal.begin_reveal("league", "semi", BY)
    assert public()[1]["standings"] == []


def test_ended_after_the_winner_the_result_stays():
    freeze()
    reveal.begin_reveal("league", "semi", BY)
    for step in range(4):
        reveal.step_reveal("league", step, step + 1, BY)
    number = snapshots.newest_number("league")
    reveal.end_reveal("league", BY)
    assert snapshots.newest_number("league") == number
    with pytest.raises(NotFound):
        reveal.end_reveal("league", BY)


@pytest.mark.parametrize("mode", ["hidden", "live", "published"])
def test_only_a_frozen_stage_can_be_revealed(mode):
    stage_release.set_release("league", "semi", mode, BY)
    with pytest.raises(Refused, match="Freeze the stage first"):
        reveal.begin_reveal("league", "semi", BY)


def test_it_does_not_begin_while_marks_may_move_or_another_stage_would_show():
    stage_release.set_release("league", "final", "frozen", BY)
    with pytest.raises(Refused, match="carries totals"):
        reveal.begin_reveal("league", "final", BY)
    stage_release.set_release("league", "semi", "published", BY)
    with pytest.raises(Refused, match="Close the stage's rounds"):
        reveal.begin_reveal("league", "final", BY)
    rounds.set_state("league", "final-round", "closed", BY)
    with pytest.raises(Refused, match="No team has a total"):
        reveal.begin_reveal("league", "final", BY)
    with pytest.raises(NotFound):
        reveal.begin_reveal("league", "nothing", BY)
    assert shows.find_screen("league").number == 0


def test_one_reveal_at_a_time():
    freeze()
    reveal.begin_reveal("league", "semi", BY)
    with pytest.raises(Refused, match="in progress"):
        reveal.begin_reveal("league", "semi", BY)


def test_a_release_set_by_hand_ends_it():
    freeze()
    reveal.begin_reveal("league", "semi", BY)
    stage_release.set_release("league", "semi", "hidden", BY)
    assert public()[1] == {"stage": "semi"}
    assert "reveal" not in snapshots.newest_snapshot("league").names()
    with pytest.raises(NotFound):
        reveal.step_reveal("league", 0, 1, BY)


def test_another_change_meanwhile_shows_no_more_than_the_step():
    freeze()
    reveal.begin_reveal("league", "semi", BY)
    reveal.step_reveal("league", 0, 1, BY)
    shown = public()[1]
    deduct()
    rounds.set_state("league", "final-round", "closed", BY)
    assert public()[1] == shown


def test_it_comes_on_the_screen_and_can_be_put_on_again():
    freeze()
    reveal.begin_reveal("league", "semi", BY)
    assert (shows.find_screen("league").mode, shows.find_screen("league").about) == (
        "reveal",
        {"stage": "semi"},
    )
    hall_screen.show_mode("league", "black", BY)
    hall_screen.show_mode("league", "reveal", BY, "semi")
    assert shows.find_screen("league").mode == "reveal"


def test_a_step_forward_takes_the_screen_along_and_a_step_back_leaves_it():
    freeze()
    reveal.begin_reveal("league", "semi", BY)
    hall_screen.show_mode("league", "black", BY)
    reveal.step_reveal("league", 0, 1, BY)
    assert (shows.find_screen("league").mode, shows.find_screen("league").about) == (
        "reveal",
        {"stage": "semi"},
    )
    hall_screen.show_mode("league", "black", BY)
    reveal.step_reveal("league", 1, 0, BY)
    assert shows.find_screen("league").mode == "black"


def test_a_competition_that_gives_way_takes_its_reveal_along():
    freeze()
    reveal.begin_reveal("league", "semi", BY)
    competitions.load_competition(factories.checked(league()), BY, replace=True)
    assert reveals.find_reveal(of().id) is None
    assert shows.find_screen("league").mode == "board"
