"""Results as the organiser sees them: standings, why, deductions, rulings, the audit."""

import re
from typing import Any

import pytest
from flask import Flask

from competition.actions import stage_release
from competition.actions import standings as actions
from competition.store import audit, queries
from competition.store.transactions import writing
from tests import factories
from tests.conftest import Visitor
from tests.web.reading_forms import form_at, form_in

HERE = "/organiser/c/league"


@pytest.fixture
def league(load) -> str:
    """The small league, its semi-final closed and marked."""
    return load(factories.league())


@pytest.fixture
def tied_league(load) -> str:
    """地铁队 and 邮政队 share the first place: every mark is the same."""
    whole = factories.league()
    for sheet in whole["sheets"]:
        if sheet["team"] in ("metro", "post"):
            sheet["marks"] = {"law": "8", "poise": "8.5"}
    return load(whole)


def text(visitor: Visitor, path: str) -> str:
    """The words of a page of the league, in English."""
    sign = "&" if "?" in path else "?"
    response = visitor.get(f"{HERE}{path}{sign}lang=en")
    assert response.status_code == 200, path
    page = response.get_data(as_text=True)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def standings(app: Flask) -> list[dict[str, Any]]:
    """The semi-final's rows."""
    with app.app_context():
        competition = queries.find_competition("league")
        assert competition is not None
        rows: list[dict[str, Any]] = actions.count_standings(competition)["semi"]["standings"]
        return rows


def test_the_standings_are_those_of_a_recount(organiser_client, league, app):
    page = text(organiser_client, "/results")

    for row in standings(app):
        assert row["total"] in page
    assert "waiting for 李娜, 张伟, and Jo Amsel" in page


def test_why_a_total_is_what_it_is_can_be_followed_to_the_end(organiser_client, league, app):
    row = next(row for row in standings(app) if row["team"] == "metro")

    page = text(organiser_client, "/results/semi/metro")

    assert f"Place {row['rank']} with {row['total']}" in page
    assert "× 2" in page
    assert "Sum of the dimensions" in page


def test_marks_that_are_left_out_are_struck_through(organiser_client, load):
    whole = factories.league()
    whole["scoring"] |= {"drop_high": 1, "drop_low": 1, "drop_by": "sheet", "min_kept": 1}
    load(whole)

    page = organiser_client.get(f"{HERE}/results/semi/metro?lang=en").get_data(as_text=True)

    assert page.count("<del>") == 4


def test_the_results_name_the_judges_whose_sheets_are_left_out(organiser_client, load):
    whole = factories.league()
    whole["scoring"] |= {"drop_high": 1, "drop_low": 1, "drop_by": "sheet", "min_kept": 1}
    for number, sheet in enumerate(whole["sheets"]):
        sheet["marks"]["law"] = str(6 + number % 3)
    load(whole)

    page = text(organiser_client, "/results")

    assert "地铁队 left out: 李娜 and Jo Amsel" in page
    assert "Marks left out" not in page


def test_the_results_name_whose_marks_are_left_out_dimension_by_dimension(organiser_client, load):
    whole = factories.league()
    whole["scoring"] |= {"drop_high": 1, "drop_low": 1, "drop_by": "dimension", "min_kept": 1}
    for number, sheet in enumerate(whole["sheets"]):
        sheet["marks"] = {"law": str(6 + number % 3), "poise": str(6 + (number + 1) % 3)}
    load(whole)

    page = organiser_client.get(f"{HERE}/results?lang=en").get_data(as_text=True)
    row = re.search(r'<table class="left-out">.*?地铁队.*?</tr>', page, re.S)

    assert row
    assert re.findall(r"<td>(.*?)</td>", row[0]) == ["李娜 and Jo Amsel", "张伟 and Jo Amsel"]


def test_a_team_that_waits_says_so_and_an_unknown_one_is_a_missing_page(organiser_client, league):
    assert "A sheet is missing" in text(organiser_client, "/results/final/metro")
    for path in ("final/bus", "none/metro", "semi/none"):
        assert organiser_client.get(f"{HERE}/results/{path}").status_code == 404


def test_a_carried_stage_is_shown_with_its_weight(organiser_client, league, app, api):
    for judge in ("li-na", "zhang-wei", "jo"):
        for team in ("metro", "post"):
            api(judge, "league").put("last", team, {"law": "9", "poise": "9"})

    page = text(organiser_client, "/results/final/metro")

    assert "Carried over: Semi-final 25" in page
    assert "Semi-final 25 × 0.5 12.5" in page
    assert "Final 27 × 1 27" in page


# Deductions.


@pytest.mark.parametrize(("typed", "stored"), [("1.5", "1.5"), ("２．２５", "2.25"), ("0", "0")])
def test_points_are_taken_off_with_a_reason(organiser_client, league, app, typed, stored):
    before = next(row for row in standings(app) if row["team"] == "metro")

    response = organiser_client.submit(
        f"{HERE}/deductions", {"entry": "semi-1/metro", "points": typed, "reason": "超时"}
    )

    assert response.status_code == 303
    after = next(row for row in standings(app) if row["team"] == "metro")
    assert float(before["total"]) - float(after["total"]) == pytest.approx(float(stored))
    assert "超时" in text(organiser_client, "/deductions")
    assert "超时" in text(organiser_client, "/results/semi/metro")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"points": "NaN"}, "points"),
        ({"points": "1e3"}, "points"),
        ({"points": "1_000"}, "points"),
        ({"points": "-1"}, "points"),
        ({"points": "1.234"}, "points"),
        ({"points": ""}, "points"),
        ({"entry": ""}, "entry"),
        ({"entry": "semi-1/post"}, "entry"),
    ],
)
def test_a_deduction_that_cannot_be_is_refused_beside_its_field_and_kept(
    organiser_client, league, app, change, field
):
    typed = {"entry": "semi-1/metro", "points": "1", "reason": "超时"} | change
    before = standings(app)

    response = organiser_client.submit(f"{HERE}/deductions?lang=en", typed)

    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert f'id="{field}-refusal-1"' in page
    assert form_in(page)["points"] == [typed["points"]]
    assert form_in(page)["reason"] == ["超时"]
    assert standings(app) == before


def test_a_deduction_without_a_reason_is_refused(organiser_client, league):
    response = organiser_client.submit(
        f"{HERE}/deductions?lang=en", {"entry": "semi-1/metro", "points": "1", "reason": " "}
    )

    assert response.status_code == 422
    assert "Give the reason; it is kept with the result." in response.get_data(as_text=True)


def test_a_deduction_is_taken_back_with_a_reason_and_both_stay_in_the_audit(
    organiser_client, league, app
):
    before = standings(app)
    organiser_client.submit(
        f"{HERE}/deductions", {"entry": "semi-1/metro", "points": "1", "reason": "超时"}
    )
    with app.app_context():
        competition = queries.find_competition("league")
        assert competition is not None
        number = queries.deductions_of(competition)[0].id
    address = f"{HERE}/deductions/{number}/back"

    assert organiser_client.submit(address, {"reason": ""}).status_code == 422
    assert organiser_client.submit(address, {"reason": "看错了"}).status_code == 303

    assert standings(app) == before
    assert organiser_client.get(address).status_code == 404
    page = text(organiser_client, "/audit")
    assert "Deduction withdrawn" in page
    assert "看错了" in page


# Ties and rulings.


def test_a_tie_is_shown_and_a_ruling_with_minutes_decides_it(organiser_client, tied_league, app):
    assert [row["tied"] for row in standings(app)][:2] == [True, True]
    assert "Place 1 is shared: 地铁队 and 邮政队." in text(organiser_client, "/results")
    address = f"{HERE}/ruling/semi?rank=1"
    form = form_at(organiser_client, address)
    assert form["teams-0"] == ["metro"]

    form |= {"teams-0": ["post"], "teams-1": ["metro"], "minutes": ["评委组一致同意。\n李娜记录"]}
    response = organiser_client.post(address, data=form)

    assert response.status_code == 303
    first, second, *_ = standings(app)
    assert (first["team"], first["decided_by"], second["team"]) == ("post", "ruling", "metro")
    assert "评委组一致同意" in text(organiser_client, "/results")


def test_a_ruling_names_every_tied_team_once_and_has_minutes(organiser_client, tied_league, app):
    address = f"{HERE}/ruling/semi?rank=1&lang=en"
    form = form_at(organiser_client, address)

    twice = organiser_client.post(address, data=form | {"teams-0": ["post"], "minutes": ["x"]})
    blank = organiser_client.post(address, data=form)

    assert twice.status_code == blank.status_code == 422
    assert "Name each of the tied teams once" in twice.get_data(as_text=True)
    assert "This is blank" in blank.get_data(as_text=True)
    assert standings(app)[0]["tied"]


def test_a_ruling_is_taken_back_and_the_tie_stands_again(organiser_client, tied_league, app):
    address = f"{HERE}/ruling/semi"
    form = form_at(organiser_client, address) | {"minutes": ["一致同意"]}
    organiser_client.post(address, data=form)
    assert not standings(app)[0]["tied"]
    with app.app_context():
        competition = queries.find_competition("league")
        assert competition is not None
        number = queries.rulings_of(competition)[0].id

    organiser_client.submit(f"{HERE}/rulings/{number}/back", {"reason": "程序有误"})

    assert standings(app)[0]["tied"]


def test_there_is_no_ruling_to_record_where_nobody_is_tied(organiser_client, league):
    assert organiser_client.get(f"{HERE}/ruling/semi").status_code == 404
    assert organiser_client.get(f"{HERE}/ruling/none").status_code == 404


# The audit.


def test_the_audit_says_who_what_before_and_after_and_that_the_chain_holds(
    organiser_client, league
):
    address = f"{HERE}/teams/metro"
    form = form_at(organiser_client, address) | {"name-zh": ["地铁一队"]}
    organiser_client.post(address, data=form)

    page = text(organiser_client, "/audit")

    assert "Team changed" in page
    assert f"organiser {factories.ORGANISER}" in page
    assert "地铁队 地铁一队" in page
    assert "2 entries. Checksum of the newest entry:" in page
    assert "The record is being checked." in page
    fragment = organiser_client.get(f"{HERE}/audit?check=1", headers={"HX-Request": "true"}).text
    assert "The record is intact." in fragment
    assert "<h1" not in fragment
    assert "from entry 1 on" in text(organiser_client, "/audit?check=1")


def test_entries_that_only_record_a_snapshot_are_counted_and_listed_on_demand(
    organiser_client, league, api
):
    with organiser_client.application.app_context():
        stage_release.set_release("league", "final", "live", "organiser 王芳")
        stage_release.set_release("league", "semi", "live", "organiser 王芳")
    for judge in ("li-na", "zhang-wei", "jo"):
        marks = {"law": "8", "poise": "8"}
        assert api(judge, "league").put("last", "metro", marks).status_code == 200

    page = text(organiser_client, "/audit")
    assert "Public snapshot recorded" not in page
    assert "only record" in page
    assert "Public snapshot recorded" in text(organiser_client, "/audit?all=1")


def test_a_tampered_row_is_named(organiser_client, league, app):
    with app.app_context():
        row = audit.chain_rows("league")[0]
        with writing():
            row.who = "Somebody else"

    page = text(organiser_client, "/audit?check=1")
    assert "The record is not intact." in page
    assert "Entry 1 of the audit log of league is not intact: it was changed after" in page
    for fragment in ({}, {"HX-Request": "true"}):
        zh = organiser_client.get(f"{HERE}/audit?check=1&lang=zh", headers=fragment).text
        assert "第 1 条" in zh


def test_the_audit_is_paged_and_bears_any_page(organiser_client, league):
    for _ in range(30):
        for to in ("down", "up"):
            organiser_client.submit(f"{HERE}/move/teams/metro", {"to": to})

    first = organiser_client.get(f"{HERE}/audit").get_data(as_text=True)
    older = re.search(r'href="(\?before=\d+)"', first)
    assert older
    second = organiser_client.get(f"{HERE}/audit{older[1]}").get_data(as_text=True)
    assert '<li value="1">' in second
    for strange in ("x", "-1", "²", "9" * 40, ""):
        assert organiser_client.get(f"{HERE}/audit?before={strange}").status_code == 200


def test_the_audit_names_what_was_on_the_screen_and_who_signed_in_without_keys(
    app, organiser_client, chaoyang, seat_judge
):
    here = f"/organiser/c/{chaoyang}"
    seat_judge("judge-1")
    for mode, about in (("radar", "team-2"), ("match", "match-1"), ("welcome", "")):
        organiser_client.submit(f"{here}/show", {"mode": mode, "about": about})
    organiser_client.submit(f"{here}/show/clock/start", {})

    said = {}
    for language in ("en", "zh"):
        page = organiser_client.get(f"{here}/audit?lang={language}").text
        rows = re.findall(r'<li value="\d+">\s*<p>(.*?)</p>\s*<p class="quiet">(.*?) ·', page, re.S)
        said[language] = [
            (re.sub(r"<[^>]+>", "", what).strip(), re.sub(r"<[^>]+>", "", who).strip())
            for what, who in rows
        ]

    by = f"organiser {factories.ORGANISER}"
    assert said["en"][:6] == [
        ("Clock Start", by),
        ("Projector changed Welcome", by),
        ("Projector changed Match · Round 1, match 1", by),
        ("Projector changed Team profile · Zone 2 Team", by),
        ("Name confirmed on a device", "judge Judge 1"),
        ("Signed in", "judge Judge 1"),
    ]
    assert not [what for what, _ in said["zh"] if re.search("[a-z]", what)]


def test_the_audit_tells_the_clocks_times_as_people_read_them(organiser_client, league):
    organiser_client.submit(f"{HERE}/show/clock", {"minutes": "5", "seconds": "0"})
    for act in ("start", "pause"):
        organiser_client.submit(f"{HERE}/show/clock/{act}", {})

    page = text(organiser_client, "/audit")

    assert re.search(r"Running since [A-Z][a-z]{2} \d+, \d{4} \d\d:\d\d:\d\d", page)
    assert re.search(r"Time used \d:\d\d \d:\d\d", page)
    assert not re.search(r"\b\d{12,}\b", page)


def test_the_audits_fields_and_states_are_words_in_the_readers_language(
    organiser_client, chaoyang, api
):
    here = f"/organiser/c/{chaoyang}"
    api("judge-2").put("match-1", "team-2", {"strategy": "17.0"}, state="draft")
    organiser_client.submit(f"{here}/round/final/round-1/closed", {})
    expected = {
        "en": ["State Open Closed", "Marks · Strategy 17", "State Draft", "Teams 6"],
        "zh": ["状态 评分中 已结束", "分数 · 策略技巧 17", "状态 草稿", "代表队 6"],
    }

    for language, lines in expected.items():
        page = organiser_client.get(f"{here}/audit?lang={language}").text
        said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
        for line in lines:
            assert line in said, line


def test_people_read_rounds_and_numbers_where_the_file_has_keys(organiser_client, league):
    organiser_client.submit(
        f"{HERE}/deductions", {"entry": "semi-2/post", "points": "1", "reason": "超时"}
    )
    number = "Semi-final · Semi-final round, match 2"

    deductions = text(organiser_client, "/deductions")
    assert f"邮政队 · Labour side · {number}" in deductions
    assert f"邮政队 {number} − 1" in deductions
    assert "Match 2" in text(organiser_client, "/sheet/semi-2/post/jo")
    assert number in text(organiser_client, "/results/semi/post")
    part = text(organiser_client, "/matches/semi-2")
    assert f"{number} semi-2" in part
    assert f"{number} · 邮政队" in text(organiser_client, "/audit")
