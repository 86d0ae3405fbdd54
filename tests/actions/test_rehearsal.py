"""A rehearsal's marks are made up, the same each time, and leave nothing behind."""

import pytest

from competition.actions import competitions, rehearsal
from competition.actions.refusals import Refused
from competition.store import audit, queries, snapshots
from tests import factories
from tests.factories import league

BY = "organiser 王芳"


def test_every_team_has_a_made_up_total_and_nothing_is_written(context):
    competitions.load_competition(factories.checked(league()), BY)
    competition = queries.find_competition("league")
    before = competitions.export_competition("league"), snapshots.newest_number("league")
    rows = len(audit.chain_rows("league"))

    once, again = (rehearsal.made_up_standings(competition, "final") for _ in range(2))

    assert once == again
    assert [row["team"] for row in once["standings"]] != []
    assert (competitions.export_competition("league"), snapshots.newest_number("league")) == before
    assert len(audit.chain_rows("league")) == rows


def test_the_real_marks_do_not_matter(context):
    competitions.load_competition(factories.checked(league()), BY)
    with_marks = rehearsal.made_up_standings(queries.find_competition("league"), "semi")
    without = factories.checked(league(sheets=[]))
    competitions.load_competition(without, BY, replace=True, reason="No marks yet")
    assert rehearsal.made_up_standings(queries.find_competition("league"), "semi") == with_marks


def test_without_judges_there_is_nothing_to_rehearse(context):
    whole = league(sheets=[])
    for stage in whole["stages"]:
        for match in stage["rounds"][0]["matches"]:
            match["panel"] = []
    whole["stages"][1]["rounds"][0]["state"] = "draft"
    competitions.load_competition(factories.checked(whole), BY)
    with pytest.raises(Refused, match="assign judges"):
        rehearsal.made_up_standings(queries.find_competition("league"), "semi")
