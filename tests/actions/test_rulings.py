"""Rulings on ties, with the panel's vote on record."""

import pytest

from competition.actions import competitions, rulings, stage_release
from competition.actions.refusals import Refused
from competition.scoring.ruling_votes import count_votes, voting_judges
from competition.store import file_export, queries, snapshots
from tests import factories
from tests.factories import league

BY = "organiser 王芳"
A, B = "bus", "rail"
MINUTES = "The panel met after the semi-final."


@pytest.fixture(autouse=True)
def tied(context):
    """The league with 公交队 and 铁路队 tied on place 3."""
    whole = league()
    for sheet in whole["sheets"]:
        if sheet["team"] == "rail":
            sheet["marks"] = {"law": "7", "poise": "7.5"}
    competitions.load_competition(factories.checked(whole), BY)


def votes(*orders):
    return [
        {"judge": judge, "teams": list(order)}
        for judge, order in zip(("li-na", "zhang-wei", "jo"), orders, strict=True)
    ]


def in_the_file():
    return file_export.competition_document(queries.find_competition("league"))["rulings"]


def test_the_votes_are_kept_with_the_ruling_and_the_abstention_too():
    cast = votes([A, B], [A, B], [])

    rulings.add_ruling("league", "semi", [A, B], MINUTES, BY, cast)

    assert in_the_file()[0]["votes"] == cast


def test_a_ruling_without_a_vote_has_none():
    rulings.add_ruling("league", "semi", [A, B], MINUTES, BY)

    assert "votes" not in in_the_file()[0]


def test_the_public_reads_numbers_and_never_who_voted_how():
    rulings.add_ruling("league", "semi", [A, B], MINUTES, BY, votes([A, B], [B, A], [A, B]))
    stage_release.set_release("league", "semi", "live", BY)
    assert "ruling_votes" not in snapshots.newest_snapshot("league").names()

    stage_release.set_release("league", "semi", "published", BY)

    snapshot = snapshots.newest_snapshot("league")
    told = {"orders": [[[A, B], 2], [[B, A], 1]], "abstained": 0}
    assert snapshot.names()["ruling_votes"] == {"semi": [told]}
    assert "li-na" not in snapshot.display


@pytest.mark.parametrize(
    "cast",
    [
        votes([B, A], [B, A], [A, B]),
        votes([B, A], [], []),
        votes([A], [A, B], [A, B]),
        votes([A, "post"], [A, B], [A, B]),
        [*votes([A, B], [A, B], [A, B]), {"judge": "jo", "teams": [A, B]}],
    ],
)
def test_votes_that_say_something_else_are_refused(cast):
    with pytest.raises(Refused):
        rulings.add_ruling("league", "semi", [A, B], MINUTES, BY, cast)

    assert queries.rulings_of(queries.find_competition("league")) == []


def test_equal_votes_leave_it_to_the_minutes():
    rulings.add_ruling("league", "semi", [A, B], MINUTES, BY, votes([A, B], [B, A], []))

    count = count_votes(in_the_file()[0]["votes"])
    assert (count.judges, count.abstained) == (3, 1)


def test_who_votes_are_the_judges_whose_sheets_count_for_the_tied_teams():
    file = file_export.competition_document(queries.find_competition("league"))

    assert voting_judges(file["stages"][0], [A, B]) == ["li-na", "zhang-wei", "jo"]
