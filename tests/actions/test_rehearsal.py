"""A rehearsal's marks are made up, the same each time, and leave nothing behind."""

import pytest

from competition.actions import competitions, rehearsal
from competition.actions.refusals import Refused
from competition.store import audit, events, snapshots
from tests import factories
from tests.factories import league

BY = "organiser 王芳"


def test_every_team_has_a_made_up_total_and_nothing_is_written(context):
    competitions.load(factories.checked(league()), BY)
    of = events.competition("league")
    before = competitions.export("league"), snapshots.newest_number("league")
    rows = len(audit.rows("league"))

    once, again = (rehearsal.standing(of, "final") for _ in range(2))

    assert once == again
    assert [row["team"] for row in once["standings"]] != []
    assert (competitions.export("league"), snapshots.newest_number("league")) == before
    assert len(audit.rows("league")) == rows


def test_the_real_marks_do_not_matter(context):
    competitions.load(factories.checked(league()), BY)
    with_marks = rehearsal.standing(events.competition("league"), "semi")
    competitions.load(factories.checked(league(sheets=[])), BY, replace=True)
    assert rehearsal.standing(events.competition("league"), "semi") == with_marks


def test_without_judges_there_is_nothing_to_rehearse(context):
    whole = league(sheets=[])
    for stage in whole["stages"]:
        for match in stage["rounds"][0]["matches"]:
            match["panel"] = []
    whole["stages"][1]["rounds"][0]["state"] = "draft"
    competitions.load(factories.checked(whole), BY)
    with pytest.raises(Refused, match="seat judges"):
        rehearsal.standing(events.competition("league"), "semi")
