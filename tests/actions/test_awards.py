"""Awards: set up, revealed a step at a time, and corrected where one would go to somebody else."""

import json

import pytest

from competition.actions import award_reveal, awards, competitions, deductions, stage_release
from competition.actions.award_changes import waiting_awards
from competition.actions.corrections import Confirmation, CorrectionNeeded, confirming
from competition.actions.refusals import NotFound, Refused
from competition.actions.shown_awards import awards_in
from competition.store import audit, audit_links, file_export, queries, snapshots
from competition.store import hall_screen as shows
from tests import factories
from tests.factories import league

BY = "organiser 王芳"
BEST = {"name": {"en": "First prize"}, "by": "rank", "stage": "semi", "places": [1, 1]}
SECOND = {"name": {"en": "Second prize"}, "by": "rank", "stage": "semi", "places": [2, 3]}


@pytest.fixture(autouse=True)
def loaded(context):
    competitions.load_competition(factories.checked(league()), BY)


def of():
    return queries.find_competition("league")


def stored():
    return file_export.competition_document(of()).get("awards", [])


def shown():
    return awards_in(snapshots.newest_snapshot("league"))


def announced(key):
    return [winner["team"] for winner in shown()[key]["winners"]]


def publish():
    stage_release.set_release("league", "semi", "published", BY)


def save(part, key=None):
    return awards.save_award("league", dict(part), BY, key)


def test_awards_are_kept_in_their_order_and_exported():
    first, second = save(BEST), save(SECOND)
    awards.move_award("league", second, BY, up=True)
    awards.save_award("league", {**BEST, "places": [1, 2]}, BY, first)

    assert [award["key"] for award in stored()] == [second, first]
    assert stored()[1]["places"] == [1, 2]
    assert {row.action for row in audit.chain_rows("league")} >= {
        "award.add",
        "award.edit",
        "award.move",
    }
    assert audit_links.first_broken_link(audit.chain_rows("league")) is None


def test_nobody_sees_an_award_before_it_is_revealed():
    publish()
    before = snapshots.newest_snapshot("league")
    save(BEST)
    save(SECOND)

    after = snapshots.newest_snapshot("league")
    assert after.number == before.number
    assert after.display == before.display


def test_it_is_revealed_by_name_first_and_then_from_the_last_place():
    publish()
    key = save(SECOND)

    for step in range(-1, 2):
        award_reveal.step_award("league", key, step, step + 1, BY)
        assert len(shown()[key]["winners"]) == step + 1
        screen = shows.find_screen("league")
        assert (screen.mode, screen.about) == ("award", {"award": key})

    assert announced(key) == ["metro", "bus"]
    assert shown()[key]["is_whole"]


def test_one_step_back_takes_off_what_the_last_one_showed():
    publish()
    key = save(SECOND)
    award_reveal.step_award("league", key, -1, 0, BY)
    award_reveal.step_award("league", key, 0, 1, BY)
    award_reveal.step_award("league", key, 1, 0, BY)
    assert announced(key) == []

    award_reveal.step_award("league", key, 0, -1, BY)
    assert shown() == {}
    assert shows.find_screen("league").mode == "black"


def test_two_touches_at_once_make_one_step():
    publish()
    key = save(SECOND)
    award_reveal.step_award("league", key, -1, 0, BY)

    with pytest.raises(Refused, match="moved on"):
        award_reveal.step_award("league", key, -1, 0, BY)


def test_all_winners_can_be_shown_together():
    publish()
    key = save(SECOND)
    award_reveal.step_award("league", key, -1, 0, BY)
    award_reveal.step_award("league", key, 0, 2, BY)

    assert announced(key) == ["metro", "bus"]


def test_an_award_of_a_stage_that_is_not_published_stays_secret():
    key = save(BEST)

    with pytest.raises(Refused, match="not published"):
        award_reveal.step_award("league", key, -1, 0, BY)
    with pytest.raises(Refused, match="No award"):
        award_reveal.publish_awards("league", BY)
    assert shown() == {}


def test_all_awards_that_can_be_are_made_public_in_one_act():
    publish()
    first, second = save(BEST), save(SECOND)
    award_reveal.publish_awards("league", BY)

    assert {key: announced(key) for key in (first, second)} == {
        first: ["post"],
        second: ["metro", "bus"],
    }


def test_a_deduction_that_moves_a_revealed_award_is_a_correction_with_one_reason():
    publish()
    key = save(BEST)
    award_reveal.publish_awards("league", BY)

    with pytest.raises(CorrectionNeeded) as needed:
        deductions.add_deduction("league", "semi-2", "post", "50", "Too late", BY)
    assert [each.award for each in needed.value.awards] == [key]
    assert announced(key) == ["post"]

    with confirming(Confirmation()):
        deductions.add_deduction("league", "semi-2", "post", "50", "Too late", BY)
    assert announced(key) == ["metro"]
    assert [each["reason"] for each in shown()[key]["corrections"]] == ["Too late"]


def test_changing_who_wins_a_revealed_award_asks_for_a_reason():
    publish()
    key = save(BEST)
    award_reveal.publish_awards("league", BY)

    with pytest.raises(CorrectionNeeded):
        save({**BEST, "places": [2, 2]}, key)
    assert stored()[0]["places"] == [1, 1]

    with confirming(Confirmation("The wrong place was typed")):
        save({**BEST, "places": [2, 2]}, key)
    assert announced(key) == ["metro"]
    assert [each["reason"] for each in shown()[key]["corrections"]] == ["The wrong place was typed"]
    assert "award.correct" in [row.action for row in audit.chain_rows("league")]


def test_a_new_name_of_a_revealed_award_is_no_correction():
    publish()
    key = save(BEST)
    award_reveal.publish_awards("league", BY)
    save({**BEST, "name": {"en": "Gold"}}, key)

    assert shown()[key]["name"] == {"en": "Gold"}
    assert "corrections" not in shown()[key]


def test_a_revealed_award_is_taken_back_with_a_reason_before_it_is_removed():
    publish()
    key = save(BEST)
    award_reveal.publish_awards("league", BY)

    with pytest.raises(Refused, match="Take it back"):
        awards.remove_award("league", key, BY)
    with pytest.raises(Refused, match="reason"):
        award_reveal.take_back_award("league", key, " ", BY)
    award_reveal.take_back_award("league", key, "Shown by mistake", BY)
    assert shown() == {}

    awards.remove_award("league", key, BY)
    assert stored() == []
    with pytest.raises(NotFound):
        award_reveal.take_back_award("league", key, "Again", BY)


def test_an_award_whose_winners_another_passes_over_stays():
    first = save(BEST)
    save({**SECOND, "excludes": [first]})

    with pytest.raises(Refused, match="passes over"):
        awards.remove_award("league", first, BY)
    with pytest.raises(Refused, match="change places"):
        awards.move_award("league", first, BY, up=False)


def test_nothing_waits_where_nothing_was_moved():
    publish()
    save(BEST)
    award_reveal.publish_awards("league", BY)

    assert waiting_awards(of()) == []
    with pytest.raises(NotFound):
        award_reveal.correct_awards("league", BY)


def test_nothing_of_an_award_in_the_middle_of_its_reveal_tells_who_is_next():
    publish()
    key = save(SECOND)
    award_reveal.step_award("league", key, -1, 0, BY)
    award_reveal.step_award("league", key, 0, 1, BY)

    display = json.loads(snapshots.newest_snapshot("league").display)
    assert announced(key) == ["bus"]
    assert "metro" not in json.dumps(display["awards"])
