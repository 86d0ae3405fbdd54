"""Loading a competition file and taking it out again."""

import copy
import gc
import itertools

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from sqlalchemy import select

from competition import document, rule_in_force, scoring
from competition.actions import accounts, competitions, sheets
from competition.actions import snapshots as making
from competition.actions.refusals import NotFound, Refused
from competition.store import audit, audit_links, queries, snapshots
from competition.store.db import db
from competition.store.decision_models import Draw
from competition.store.transactions import writing
from tests import factories
from tests.conftest import app_in
from tests.factories import league, text
from tests.scoring import random_files

BY = "organiser 王芳"
NUMBERS = itertools.count()


def load(whole, **more):
    return competitions.load_competition(factories.checked(whole), BY, **more)


def as_kept(whole):
    """The checked file with what a database always says: releases, states, empty lists."""
    file = dict(factories.checked(whole))
    for name in ("topics", "sheets", "deductions", "rulings"):
        file.setdefault(name, [])
    for stage in file["stages"]:
        stage.setdefault("release", "hidden")
        for round_ in stage.get("rounds", ()):
            round_.setdefault("state", "draft")
    for team in file["teams"]:
        team.setdefault("members", [])
    return file


def decorated():
    """The league with everything that a file may hold, and names that people have."""
    whole = league(
        deductions=[
            {"match": "semi-1", "team": "bus", "points": "1.50", "reason": "Late", "by": "王芳"},
            {"match": "semi-1", "team": "bus", "points": "0.5", "reason": text("超时")},
        ],
        rulings=[
            {"stage": "semi", "teams": ["metro", "post"], "minutes": text("评委组合议")},
            {"stage": "semi", "teams": ["post", "metro"], "minutes": "Again"},
        ],
        placeholder=True,
        source="A made-up league",
    )
    whole["teams"][0]["name"] = {"zh": "𠮷野家·队"}
    whole["teams"][1]["name"] = {"en": "فريق الحافلة"}
    whole["teams"][2]["members"] += [{"key": "second", "name": "Ng", "placeholder": True}]
    whole["teams"][3]["withdrawn"] = True
    whole["teams"][0]["short_name"] = text("吉野")
    whole["teams"][1] |= {"withdrawn_from": "final", "reason": text("因病")}
    whole["teams"][2]["disqualified"] = True
    whole["competition"]["visibility"] = "private"
    semi = whole["stages"][0]["rounds"][0]
    semi["announced"] = True
    semi["matches"][0]["void"] = text("中断重赛")
    judge, team = semi["matches"][0]["panel"][0], semi["matches"][0]["entries"][0]["team"]
    semi["matches"][0]["recused"] = [
        {"judge": judge, "teams": [team], "reason": text("回避"), "source": "letter"}
    ]
    whole["stages"][-1]["carry"] = [{"stage": "semi", "weight": "0.4", "missing": "zero"}]
    whole["judges"][0] |= {"category": "professional", "conflicts": ["rail"], "source": "letter"}
    whole["stages"][0] |= {"advance": {"to": "final", "top": 2}, "weight": "0.50"}
    whole["sheets"][0] |= {
        "version": 3,
        "comment": "Clear.\nCalm.",
        "history": [
            {"version": 1, "marks": {"law": "9"}, "state": "draft"},
            {"version": 2, "marks": {"law": "9", "poise": "7.50"}, "state": "submitted"}
            | {"submitted_at": "2026-05-01T09:00:00+08:00"},
        ],
    }
    return whole


@pytest.mark.parametrize("whole", [league(), decorated(), factories.contest(), factories.sample()])
def test_an_export_loads_again_and_gives_the_same_bytes(context, new_home, whole):
    load(whole)
    first = competitions.export_competition(whole["competition"]["key"])

    with app_in(new_home("second")) as other, other.app_context():
        competitions.load_competition(document.read_file(first), "command line")
        second = competitions.export_competition(whole["competition"]["key"])

    assert second == first
    assert document.read_file(first) == as_kept(whole)


def test_a_key_that_is_taken_is_refused_and_nothing_changes(context):
    load(league())
    before = competitions.export_competition("league")

    with pytest.raises(Refused, match="already"):
        load(league(competition={"key": "league", "name": text("另一个")}))

    assert competitions.export_competition("league") == before
    assert len(audit.chain_rows("league")) == 1


def test_a_replacement_is_backed_up_first_and_keeps_the_judges_links(context, tmp_path):
    load(league())
    before = competitions.export_competition("league")
    competition = queries.find_competition("league")
    tokens = {judge.key: judge.token for judge in competition.judges}
    session = accounts.begin_session(judge=queries.find_judge(competition, "jo"))
    changed = league()
    changed["judges"] = [*changed["judges"][:2], {"key": "new", "name": "Noor"}]
    changed["stages"] = changed["stages"][:1]
    for match in changed["stages"][0]["rounds"][0]["matches"]:
        match["panel"] = ["li-na", "zhang-wei", "new"]
    changed["sheets"] = []

    backup = load(changed, replace=True, backups=tmp_path / "backups", reason="Fewer stages")

    assert backup.parent == tmp_path / "backups"
    assert backup.read_bytes() == before
    competition = queries.find_competition("league")
    assert [judge.key for judge in competition.judges] == ["li-na", "zhang-wei", "new"]
    kept = {judge.key: judge.token for judge in competition.judges}
    assert {key: kept[key] for key in ("li-na", "zhang-wei")} == {
        key: tokens[key] for key in ("li-na", "zhang-wei")
    }
    assert kept["new"] not in tokens.values()
    assert accounts.accounts.open_session(session) is None
    assert accounts.accounts.judge_by_token(tokens["jo"]) is None
    assert document.read_file(competitions.export_competition("league")) == as_kept(changed)
    assert [row.action for row in audit.chain_rows("league")][-1] == "competition.replace"
    assert audit_links.first_broken_link(audit.chain_rows("league")) is None


def test_a_replacement_works_while_the_old_rows_are_still_held(context, tmp_path):
    load(decorated())
    competition = queries.find_competition("league")
    held = [list(team.members) for team in competition.teams] + [
        list(competition.rubric.dimensions)
    ]
    held += [m.entries for s in competition.stages for r in s.rounds for m in r.matches]

    load(decorated(), replace=True, backups=tmp_path)

    assert held
    gc.collect()
    assert document.read_file(competitions.export_competition("league")) == as_kept(decorated())


def test_a_backup_can_be_loaded_in_the_place_of_what_replaced_it(context, tmp_path):
    load(decorated())
    before = competitions.export_competition("league")
    backup = load(league(), replace=True, backups=tmp_path)

    competitions.load_competition(
        document.read_file(backup.read_bytes()), BY, replace=True, backups=tmp_path
    )

    assert competitions.export_competition("league") == before
    assert len(list(tmp_path.glob("league-*.json"))) == 2


def test_a_file_that_fails_half_way_leaves_nothing(context, monkeypatch):
    def fail(*_, **__):
        raise OSError("the disk is full")

    monkeypatch.setattr(making, "refresh", fail)
    with pytest.raises(OSError, match="full"):
        load(league())

    assert queries.all_competitions() == []
    assert audit.chain_rows("league") == []
    assert snapshots.newest_snapshot("league") is None


def test_what_is_not_there_cannot_be_exported(context):
    with pytest.raises(NotFound):
        competitions.export_competition("nothing")


def test_a_loaded_sheet_goes_on_from_its_version(context):
    whole = decorated()
    whole["stages"][0]["rounds"][0]["state"] = "open"
    load(whole)
    li_na = queries.find_judge(queries.find_competition("league"), "li-na")
    body = {"marks": {"law": "8", "poise": "8"}, "state": "submitted", "base_version": 3}

    receipt = sheets.write_sheet(li_na, "league", "semi-1", "metro", body, "key-1")

    assert (receipt.version, receipt.receipt) == (4, "0001")
    file = document.read_file(competitions.export_competition("league"))
    sheet = next(s for s in file["sheets"] if (s["team"], s["judge"]) == ("metro", "li-na"))
    assert [version["version"] for version in sheet["history"]] == [1, 2, 3]


def test_two_competitions_stand_side_by_side(context, tmp_path):
    load(league())
    load(factories.sample())
    league_before = competitions.export_competition("league")

    load(factories.sample(), replace=True, backups=tmp_path)

    assert [competition.key for competition in queries.all_competitions()] == [
        "league",
        "chaoyang-final",
    ]
    assert competitions.export_competition("league") == league_before


def test_a_file_that_says_as_little_as_it_may_is_loaded_and_exported(context):
    whole = league()
    for name in ("topics", "sheets"):
        del whole[name]
    for team in whole["teams"]:
        del team["members"]
    for stage in whole["stages"]:
        for round_ in stage["rounds"]:
            for match in round_["matches"]:
                del match["topic"]
    whole["topics"] = [{"key": "bare", "title": "Bare"}]
    load(whole)
    first = competitions.export_competition("league")
    assert len(document.read_file(first)["teams"]) == 4
    assert document.read_file(first)["topics"][0].get("focal_points", []) == []


def unmarked_matches(whole):
    """Matches of whose panel nobody marks some dimension; such a match has no sheets."""
    category = {judge["key"]: judge.get("category") for judge in whole["judges"]}
    for stage, match in rule_in_force.stages_and_matches(whole):
        there = {category[judge] for judge in match["panel"]}
        for dimension in rule_in_force.rubric_of(whole, stage)["dimensions"]:
            if not there & set(dimension.get("marked_by", there)):
                yield match["key"]


def complete(whole):
    """A file that the scoring's tests make, with the names and limits that it leaves out."""
    whole = copy.deepcopy(whole)
    whole["competition"]["name"] = text("赛")
    scale = {"min": "-5", "max": "5", "step": "0.005"}
    for rubric in (whole["rubric"], *(s["rubric"] for s in whole["stages"] if "rubric" in s)):
        rubric["personal"] = scale
        for dimension in rubric["dimensions"]:
            dimension |= {"name": text("分"), **scale}
    without = set(unmarked_matches(whole))
    whole["sheets"] = [sheet for sheet in whole["sheets"] if sheet["match"] not in without]
    members = [member for team in whole["teams"] for member in team["members"]]
    for named in (*whole["teams"], *members, *whole["judges"], *whole["stages"]):
        named["name"] = text(named["key"])
    for stage in whole["stages"]:
        if stage.get("advance", {}).get("to") not in [s["key"] for s in whole["stages"]]:
            stage.pop("advance", None)
        for round_ in stage.get("rounds", ()):
            round_["name"] = text("轮")
    for sheet in whole["sheets"]:
        sheet.get("history", []).sort(key=lambda version: version["version"])
    for deduction in whole["deductions"]:
        deduction.setdefault("reason", "Late")
    for number, appeal in enumerate(whole.get("appeals", ())):
        team = whole["teams"][0]["key"]
        appeal |= {"key": f"appeal-{number}", "team": team, "about": "fact", "claim": "A sum."}
        appeal |= {"raised_at": "2026-05-09T16:00:00+08:00"}
    for ruling in whole["rulings"]:
        ruling.setdefault("minutes", "The panel met.")
    return whole


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
@given(whole=random_files.files())
def test_any_file_comes_out_as_it_went_in(context, whole):
    whole = complete(whole)
    # A competition of its own: what stands somewhere already would stay in the sheets' history.
    key = whole["competition"]["key"] = f"file-{next(NUMBERS)}"
    file = factories.checked(whole)
    competitions.load_competition(file, BY)
    first = competitions.export_competition(key)
    competitions.load_competition(document.read_file(first), BY, replace=True)

    assert competitions.export_competition(key) == first
    assert scoring.recount(document.read_file(first)) == scoring.recount(file)
    assert document.read_file(first).get("sheets") == file.get("sheets", [])


def test_a_committed_draw_keeps_its_secret_when_the_file_comes_back_with_it(context, tmp_path):
    whole = factories.contest()
    load(whole)
    with writing("league") as session:
        draw = session.scalar(select(Draw).filter_by(key="draw-2"))
        draw.pending_secret = "hidden-until-drawn"
    assert b"hidden-until-drawn" not in competitions.export_competition("league")

    load(whole, replace=True, backups=tmp_path)
    secrets = {draw.key: draw.pending_secret for draw in db.session.scalars(select(Draw))}
    assert secrets == {"draw-1": None, "draw-2": "hidden-until-drawn"}

    whole["draws"][1]["commitment"] = "1" * 64
    load(whole, replace=True, backups=tmp_path)
    assert db.session.scalar(select(Draw.pending_secret).filter_by(key="draw-2")) is None
