"""A competition made as a copy of another: its set-up, and nothing of what happened there."""

import datetime as dt
import json

import pytest

from competition import document
from competition.actions import archive, competitions, copying, verification
from competition.actions.refusals import NotFound, Refused
from competition.store import audit, queries
from tests import factories

BY = "organiser 王芳"


@pytest.fixture
def league(context):
    competitions.load_competition(factories.checked(factories.league()), BY)
    return "league"


def exported(key):
    return document.read_file(competitions.export_competition(key))


def test_wang_fang_copies_the_league_for_next_year_and_no_mark_comes_along(league):
    before = competitions.export_competition(league)

    file = copying.copy_competition(league, "league-2027", BY, name=factories.text("联赛二〇二七"))

    copy = exported("league-2027")
    for part in ("competition", "rubric", "scoring", "topics", "teams", "judges"):
        assert copy[part] == file[part]
    assert competitions.export_competition(league) == before
    assert (copy["sheets"], copy["deductions"], copy["rulings"]) == ([], [], [])
    assert copy["competition"]["name"] == factories.text("联赛二〇二七")
    assert copy["competition"]["visibility"] == "private"
    assert {stage["release"] for stage in copy["stages"]} == {"hidden"}
    assert {round_["state"] for stage in copy["stages"] for round_ in stage["rounds"]} == {"draft"}
    assert [team["key"] for team in copy["teams"]] == ["metro", "bus", "post", "rail"]


def test_the_judges_of_a_copy_have_links_of_their_own(league):
    copying.copy_competition(league, "league-2027", BY)

    tokens = {
        key: {judge.token for judge in queries.find_competition(key).judges}
        for key in (league, "league-2027")
    }
    assert len(tokens[league]) == len(tokens["league-2027"]) == 3
    assert not tokens[league] & tokens["league-2027"]


def test_both_audit_logs_name_the_copy_and_both_can_be_verified(league):
    copying.copy_competition(league, "league-2027", BY, parts=["stages", "teams"])

    of_copy, of_league = audit.newest_row("league-2027"), audit.newest_row(league)
    assert (of_copy.action, of_copy.who) == ("competition.copy", BY)
    assert json.loads(of_copy.after) == {"copied_from": league, "copied": ["teams", "stages"]}
    assert (of_league.action, of_league.subject) == ("competition.copied", "league-2027")
    for key in (league, "league-2027"):
        verification.verify_chain(key)


def test_of_the_whole_contest_only_its_set_up_is_stored_in_the_copy(context):
    competitions.load_competition(factories.checked(factories.contest()), BY)
    source = exported("league")

    copying.copy_competition("league", "league-2027", BY)

    copy = exported("league-2027")
    assert copy["zones"] == source["zones"]
    assert copy["teams"] == source["teams"]
    assert "draws" not in copy
    assert not any("declaration" in judge for judge in copy["judges"])
    paper, semi, _final = copy["stages"]
    assert (paper["kind"], paper["max"], paper["combine"]) == ("paper", "100", {"best": 1})
    assert not {"scores", "provisional_until"} & set(paper)
    first, second = semi["rounds"][0]["matches"]
    assert (first["panel"], first["trainees"]) == (["li-na", "zhang-wei", "noor"], ["sam"])
    assert first["starts"] == "2026-05-01T09:00:00+08:00"
    for match in (first, second):
        assert not {"replacements", "recused", "accepted_conflicts", "void"} & set(match)
    for key in ("league", "league-2027"):
        verification.verify_chain(key)


def test_an_archived_league_can_be_copied_and_stays_as_it_is(league, tmp_path):
    archive.archive_competition(league, BY, tmp_path)

    copying.copy_competition(league, "league-2027", BY)

    assert queries.find_competition(league).archived_at
    assert queries.find_competition("league-2027").archived_at is None


def test_next_year_s_league_begins_on_its_own_day(context):
    whole = factories.league()
    whole["competition"]["starts"] = "2026-05-20T09:00:00+08:00"
    competitions.load_competition(factories.checked(whole), BY)

    copying.copy_competition("league", "league-2027", BY, day=dt.date(2027, 5, 18))

    starts = exported("league-2027")["competition"]["starts"]
    assert starts == "2027-05-18T09:00:00+08:00"
    later = factories.checked(whole)
    later["stages"][0]["rounds"][0]["starts"] = "2026-05-21T09:00:00+08:00"
    with pytest.raises(Refused, match="calendar"):
        copying.checked_copy(later, "l", copying.PARTS, None, dt.date(9999, 12, 31))


@pytest.mark.parametrize(
    ("new", "parts", "sentence"),
    [
        ("league", ["teams"], "already a competition"),
        ("League 2", ["teams"], "not be valid"),
        ("league-2027", ["teams", "marks"], "“marks” is no part"),
    ],
)
def test_a_copy_that_cannot_be_is_refused_and_nothing_is_there(league, new, parts, sentence):
    rows = len(audit.chain_rows(league))

    with pytest.raises(Refused, match=sentence):
        copying.copy_competition(league, new, BY, parts=parts)

    assert [each.key for each in queries.all_competitions()] == [league]
    assert len(audit.chain_rows(league)) == rows


def test_what_is_not_there_cannot_be_copied(context):
    with pytest.raises(NotFound):
        copying.copy_competition("league", "league-2027", BY)
