"""What has marks is taken out of the count with a reason, and put back."""

import pytest

from competition.actions import exclusions
from competition.actions.refusals import NotFound, Refused
from competition.actions.standings import count_standings
from competition.store import file_export, queries
from tests import factories

BY = "organiser 王芳"


@pytest.fixture
def league(load, app):
    """The league, the semi-final of which is marked by everybody."""
    key = load(factories.league())
    with app.app_context():
        yield key


def whole() -> dict:
    return file_export.competition_document(queries.find_competition("league"))


def standings(stage: str = "semi") -> list[tuple]:
    counted = count_standings(queries.find_competition("league"))[stage]
    return [(row["rank"], row["team"], row["total"]) for row in counted["standings"]]


def test_a_void_match_counts_for_nobody_and_counts_again_when_that_is_taken_back(league):
    before = whole(), standings()
    exclusions.void_match("league", "semi-1", "Power cut", BY)

    assert {team for _, team, _ in standings()} == {"post", "rail"}
    assert whole()["stages"][0]["rounds"][0]["matches"][0]["void"]["en"] == "Power cut"
    assert len(whole()["sheets"]) == len(before[0]["sheets"])

    exclusions.count_match_again("league", "semi-1", "The marks were in before", BY)

    assert (whole(), standings()) == before


def test_a_match_is_not_made_void_twice_and_one_that_counts_is_not_counted_again(league):
    with pytest.raises(NotFound):
        exclusions.count_match_again("league", "semi-1", "Why not", BY)
    exclusions.void_match("league", "semi-1", "Power cut", BY)

    with pytest.raises(Refused, match="already"):
        exclusions.void_match("league", "semi-1", "Again", BY)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_without_a_reason_nothing_is_taken_out(league, reason):
    before = whole()

    for act in (
        lambda: exclusions.void_match("league", "semi-1", reason, BY),
        lambda: exclusions.recuse_judge("league", "jo", [("semi-1", "bus")], reason, BY),
        lambda: exclusions.withdraw_team("league", "bus", None, reason, BY),
        lambda: exclusions.disqualify_team("league", "bus", reason, BY),
    ):
        with pytest.raises(Refused, match="reason"):
            act()

    assert whole() == before


def test_a_judge_is_recused_for_one_team_then_for_the_other_and_both_are_taken_back(league):
    before = whole(), standings()
    exclusions.recuse_judge("league", "jo", [("semi-1", "bus")], "A colleague", BY)
    exclusions.recuse_judge(
        "league", "jo", [("semi-1", "metro"), ("semi-1", "bus")], "A cousin", BY
    )

    recused = whole()["stages"][0]["rounds"][0]["matches"][0]["recused"]
    assert [(each["judge"], each["teams"], each["reason"]["zh"]) for each in recused] == [
        ("jo", ["bus"], "A colleague"),
        ("jo", ["metro"], "A cousin"),
    ]

    exclusions.take_recusal_back("league", "semi-1", "jo", "It was another Jo", BY)

    assert (whole(), standings()) == before


def test_a_judge_is_recused_in_several_matches_in_one_act(league):
    entries = [("semi-1", "metro"), ("semi-1", "bus"), ("last", "metro")]

    exclusions.recuse_judge("league", "jo", entries, "Works for the metro", BY)

    matches = [
        match
        for stage in whole()["stages"]
        for round_ in stage["rounds"]
        for match in round_["matches"]
    ]
    assert [each.get("recused", [{}])[0].get("teams") for each in matches] == [
        None,
        None,
        ["metro"],
    ]
    assert [bool(each.get("recused")) for each in matches] == [True, False, True]


def test_a_judge_who_does_not_sit_there_cannot_be_recused(league):
    with pytest.raises(NotFound):
        exclusions.recuse_judge("league", "jo", [("last", "bus")], "Why", BY)
    with pytest.raises(NotFound):
        exclusions.recuse_judge("league", "nobody", [("last", "metro")], "Why", BY)


def test_a_team_that_withdraws_from_the_final_keeps_its_place_in_the_semi_final(league):
    before = standings()
    exclusions.withdraw_team("league", "metro", "final", "Illness", BY)

    assert standings() == before
    final = count_standings(queries.find_competition("league"))["final"]
    assert final["unranked"][0] == {"team": "metro", "reason": "withdrawn"} | {
        "why": {"zh": "Illness", "en": "Illness"}
    }


def test_a_disqualified_team_has_no_place_anywhere_and_gets_it_back(league):
    before = whole(), standings()
    exclusions.withdraw_team("league", "metro", None, "Illness", BY)
    exclusions.disqualify_team("league", "metro", "A member of another union", BY)

    team = whole()["teams"][0]
    assert (team.get("withdrawn"), team["disqualified"]) == (None, True)
    assert "metro" not in {team for _, team, _ in standings()}

    exclusions.readmit_team("league", "metro", "The appeal was upheld", BY)

    assert (whole(), standings()) == before
    with pytest.raises(NotFound):
        exclusions.readmit_team("league", "metro", "Again", BY)


def test_a_stage_that_does_not_exist_is_refused(league):
    with pytest.raises(Refused):
        exclusions.withdraw_team("league", "metro", "quarter", "Illness", BY)
