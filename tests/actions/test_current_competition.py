"""What is kept of a competition is what a fresh look finds, after every kind of act."""

import random
from contextlib import suppress

import pytest
from sqlalchemy import inspect

from competition import scoring
from competition.actions import (
    accounts,
    archive,
    competitions,
    deductions,
    exclusions,
    panels,
    rounds,
    rulings,
    setup,
    sheet_locks,
    sheets,
    stage_release,
    standings,
)
from competition.actions.change import change
from competition.actions.corrections import Confirmation, confirming
from competition.actions.refusals import NotFound, Refused
from competition.store import current_competition, file_export, queries, sheet_states
from competition.store.db import db
from competition.store.raw_sql import RawConnection
from competition.store.whole_competition import read_whole
from tests import factories
from tests.conftest import app_in
from tests.factories import league, text

BY = "organiser 王芳"


@pytest.fixture(autouse=True)
def competition(context):
    """The league."""
    competitions.load_competition(factories.checked(league()), BY)
    db.session.remove()


def rows_from(competition):
    """Every row that can be reached from a competition, with its columns."""
    found, waiting = {}, [competition]
    while waiting:
        row = waiting.pop()
        if id(row) in found:
            continue
        state = inspect(row)
        assert not state.unloaded, f"{row} lacks {state.unloaded}"
        columns = {c.key: getattr(row, c.key) for c in state.mapper.column_attrs}
        found[id(row)] = (type(row).__name__, row.id, columns)
        for relationship in state.mapper.relationships:
            value = getattr(row, relationship.key)
            waiting += value if relationship.uselist else [value] if value is not None else []
    return sorted(found.values(), key=lambda each: each[:2])


def check(key="league"):
    """Hold what is kept against the tables."""
    db.session.remove()
    current = current_competition.find(key)
    row = queries.find_competition(key)
    assert current is not None
    assert row is not None
    fresh = file_export.competition_document(row, history=False)
    for part in fresh:
        if part != "sheets":
            assert current.document[part] == fresh[part], part
    order = lambda sheet: (sheet["match"], sheet["team"], sheet["judge"])  # noqa: E731
    assert sorted(current.document["sheets"], key=order) == sorted(fresh["sheets"], key=order)
    assert current.set_up == file_export.competition_document(row, sheets=False)
    connection = RawConnection.of_session(db.session())
    assert dict(current.sheets) == sheet_states.read_sheets(connection, row.id)
    counted = scoring.recount(file_export.competition_document(row))["stages"]
    assert standings.count_standings(current.competition) == {s["stage"]: s for s in counted}
    current_competition.read_last_seen(current)
    whole = read_whole(db.session.connection(), key)
    assert rows_from(current.competition) == rows_from(whole)
    return current


def write(judge, team, law, state="submitted", match="last"):
    row = queries.find_competition("league")
    author = queries.find_judge(row, judge)
    stored = sheets.sheets.find_sheet(
        queries.find_match(row, match).id, queries.find_team(row, team).id, author.id
    )
    body = {"marks": {"law": law, "poise": "7"}, "state": state}
    body["base_version"] = stored.version if stored else 0
    return sheets.write_sheet(author, "league", match, team, body, factories.new_key())


ACTS = {
    "a submitted sheet": lambda: write("li-na", "metro", "9"),
    "a draft": lambda: write("jo", "post", "8.5", "draft"),
    "a sheet changed again": lambda: write("li-na", "metro", "4.5"),
    "another team's sheet": lambda: write("zhang-wei", "post", "6"),
    "a reopened sheet": lambda: sheet_locks.reopen("league", "semi-1", "metro", "jo", "Asked", BY),
    "a locked sheet": lambda: sheet_locks.lock("league", "last", "metro", "jo", "Asked", BY),
    "a sheet that follows": lambda: sheet_locks.follow_round(
        "league", "last", "metro", "jo", "Asked", BY
    ),
    "a deduction": lambda: deductions.add_deduction("league", "last", "metro", "1", "Late", BY),
    "a ruling": lambda: rulings.add_ruling("league", "semi", ["metro", "post"], "Met.", BY),
    "a void match": lambda: exclusions.void_match("league", "semi-2", "Noise", BY),
    "a match that counts": lambda: exclusions.count_match_again("league", "semi-2", "No", BY),
    "a recused judge": lambda: exclusions.recuse_judge(
        "league", "jo", [("last", "metro")], "A cousin", BY
    ),
    "a team that left": lambda: exclusions.disqualify_team("league", "rail", "Doping", BY),
    "a team that is back": lambda: exclusions.readmit_team("league", "rail", "A mistake", BY),
    "a closed round": lambda: rounds.set_state("league", "final/final-round", "closed", BY, "Over"),
    "an open round": lambda: rounds.set_state("league", "final/final-round", "open", BY, "On"),
    "a live stage": lambda: stage_release.set_release("league", "semi", "live", BY),
    "a published stage": lambda: stage_release.set_release("league", "semi", "published", BY),
    "a frozen stage": lambda: stage_release.set_release("league", "semi", "frozen", BY),
    "a renamed team": lambda: setup.save_part(
        "league", "team", {"name": text("地铁二队", "Metro II")}, BY, key="metro"
    ),
    "a new team": lambda: setup.save_part("league", "team", {"name": text("新队")}, BY),
    "a moved team": lambda: setup.move_part("league", "team", "post", BY, up=True),
    "a removed team": lambda: setup.remove_part("league", "team", "team-5", BY),
    "another rubric": lambda: setup.save_part(
        "league",
        "rubric",
        {"scoring": {"combine": "median", "decimals": 1, "tie_break": ["ruling"]}},
        BY,
    ),
    "a new judge": lambda: setup.save_part("league", "judge", {"name": text("赵敏")}, BY),
    "another panel": lambda: panels.change_panels(
        "league", {"last": ["li-na", "zhang-wei", "jo", "judge-4"]}, BY
    ),
    "a judge's new link": lambda: accounts.renew_links("league", "jo", BY),
    "a private competition": lambda: competitions.set_visibility("league", "private", BY),
    "a public competition": lambda: competitions.set_visibility("league", "public", BY),
}


@pytest.mark.parametrize("act", ACTS)
def test_after_an_act_what_is_kept_is_what_a_fresh_look_finds(act):
    check()
    with suppress(Refused, NotFound), confirming(Confirmation("For the test")):
        ACTS[act]()
    check()


@pytest.mark.parametrize("seed", range(6))
def test_after_many_acts_in_any_order_it_still_is(seed):
    chance = random.Random(seed)
    done = 0
    for _ in range(30):
        with suppress(Refused, NotFound), confirming(Confirmation("For the test")):
            ACTS[chance.choice(list(ACTS))]()
            done += 1
        check()
    assert done > 8


def test_what_a_command_changes_in_another_process_is_seen_at_once(context):
    before = check()
    with app_in(context.config["DATA_DIR"]) as other, other.app_context():
        write("li-na", "metro", "9")
        assert check().sheets != before.sheets
    assert check().sheets != before.sheets

    with app_in(context.config["DATA_DIR"]) as other, other.app_context():
        deductions.add_deduction("league", "last", "metro", "1", "Late", BY)
    assert len(check().document["deductions"]) == 1


def test_after_a_judges_write_only_that_sheet_is_read_again():
    before = check()
    write("li-na", "metro", "9")
    after = check()

    assert after is not before
    assert after.competition is before.competition
    unchanged = {name: kept for name, kept in after.sheets.items() if name in before.sheets}
    assert all(before.sheets[name] is kept for name, kept in unchanged.items())


def test_while_nothing_changes_nothing_is_read_again():
    assert check() is check()


def test_inside_a_change_nothing_that_was_kept_is_used():
    check()
    with suppress(Refused), change("league", BY) as edit:
        assert current_competition.find("league") is None
        edit.audit("stage.edit", "semi")
        raise Refused("No")
    assert check() is check()


def test_a_change_that_is_refused_leaves_what_is_kept():
    before = check()
    with pytest.raises(Refused):
        setup.remove_part("league", "judge", "li-na", BY)
    assert check() is before


def test_a_competition_that_is_replaced_or_removed_is_not_kept(tmp_path):
    check()
    other = league(competition={"key": "league", "name": text("杯赛", "The Cup")})
    competitions.load_competition(
        factories.checked(other), BY, replace=True, backups=tmp_path, reason="Again"
    )
    assert check().competition.name["en"] == "The Cup"

    archive.remove_competition("league", "league", BY, tmp_path)
    db.session.remove()
    assert current_competition.find("league") is None


def test_a_judge_who_signs_in_is_seen_without_a_change_of_the_competition():
    current = check()
    judge = queries.find_judge(queries.find_competition("league"), "jo")
    accounts.begin_session(judge=judge)
    db.session.remove()
    again = current_competition.find("league")
    current_competition.read_last_seen(again)
    assert again.competition is current.competition
    assert [j.key for j in again.competition.judges if j.last_seen_at] == ["jo"]
