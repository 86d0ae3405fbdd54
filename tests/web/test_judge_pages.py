"""The judge's pages without a script: the link, the list, a match as a plain form."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from competition.actions import accounts, rounds, sheet_locks
from competition.store import late_sheets, queries
from competition.store.accounts import SignIn
from competition.store.db import db
from competition.web import rate_limits
from tests import factories
from tests.conftest import Api, Visitor
from tests.factories import CHAOYANG, DIMENSIONS, FULL_MARKS

MATCH = "/judge/matches/match-1"
BLANK = dict.fromkeys(DIMENSIONS, "")


def token_of(app: Flask, judge: str) -> str:
    with app.app_context():
        found = queries.find_judge(queries.find_competition(CHAOYANG), judge)
        return found.token


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def fields(page: str, **teams: dict[str, str]) -> dict[str, str]:
    """What a browser would send from the match's page with these marks typed."""
    sent = {"judge": hidden(page, "judge")}
    for team, marks in teams.items():
        key = team.replace("_", "-")
        for name in ("base_version", "nonce"):
            sent[f"{key}.{name}"] = hidden(page, f"{key}.{name}")
        sent |= {f"{key}.mark_{d}": m for d, m in (BLANK | marks).items() if d != "comment"}
        sent[f"{key}.comment"] = marks.get("comment", "")
    return sent


def state(app: Flask, state: str, reason: str = "") -> None:
    with app.app_context():
        rounds.set_state(CHAOYANG, "round-1", state, "organiser 王芳", reason)


@pytest.fixture
def sheet(api: Callable[..., Api]) -> Callable[..., Any]:
    """The sheet as the API gives it to its judge."""
    return lambda judge="judge-1", team="education": api(judge).get("match-1", team).json


class TestTheDoor:
    def test_a_link_becomes_a_session_and_leaves_the_address(self, chaoyang, app, client):
        token = token_of(app, "judge-1")
        answer = client.get(f"/j/{token}")

        assert answer.status_code == 303
        assert token not in answer.headers["Location"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert "评委一" in client.get("/judge").text

    def test_a_second_opening_in_the_same_browser_keeps_the_session(self, chaoyang, app, client):
        token = token_of(app, "judge-1")
        for _ in range(3):
            client.get(f"/j/{token}")

        with app.app_context():
            assert db.session.query(SignIn).count() == 1

    def test_several_devices_of_one_judge_are_welcome(self, chaoyang, app):
        token = token_of(app, "judge-1")
        tablet, phone = app.test_client(), app.test_client()
        tablet.get(f"/j/{token}")
        phone.get(f"/j/{token}")

        assert tablet.get("/judge").status_code == phone.get("/judge").status_code == 200

    def test_another_judges_link_changes_whose_tablet_it_is(self, chaoyang, app, client):
        client.get(f"/j/{token_of(app, 'judge-1')}")
        client.get(f"/j/{token_of(app, 'judge-2')}")

        page = client.get("/judge").text
        assert "评委二" in page
        assert "评委一" not in page
        with app.app_context():
            open_ = db.session.query(SignIn).filter_by(ended_at=None).count()
        assert open_ == 1

    def test_a_look_ahead_begins_no_session(self, chaoyang, app, client):
        client.head(f"/j/{token_of(app, 'judge-1')}")

        assert client.get("/judge").status_code == 404

    def test_a_renewed_link_ends_the_old_one_and_its_sessions(self, chaoyang, app, client):
        token = token_of(app, "judge-1")
        client.get(f"/j/{token}")
        with app.app_context():
            accounts.renew_links(CHAOYANG, "judge-1", "organiser 王芳")

        nothing = client.get("/nothing-here").data
        for address in (f"/j/{token}", "/judge", MATCH, "/j/wrong"):
            answer = client.get(address)
            assert (answer.status_code, answer.data) == (404, nothing)

    def test_guessing_links_is_held_off_and_a_good_link_still_opens(self, chaoyang, app, client):
        codes = [client.get("/j/guess").status_code for _ in range(rate_limits.TOKENS.amount + 1)]

        assert (codes[0], codes[-1]) == (404, 429)
        assert client.get(f"/j/{token_of(app, 'judge-1')}").status_code == 303

    def test_a_judge_can_sign_out_on_the_tablet(self, judge_client):
        answer = judge_client.submit("/judge/leave", {})
        assert answer.status_code == 303
        assert "您已退出登录" in judge_client.get(answer.headers["Location"]).text
        assert judge_client.get("/judge").status_code == 404


class TestTheList:
    def test_it_shows_the_open_matches_and_says_how_far_each_sheet_is(self, judge_client, api):
        api("judge-1").put("match-1", "education", {"strategy": "3"}, state="draft")
        api("judge-1").put("match-1", "team-2")
        page = judge_client.get("/judge").text

        assert "草稿：已评 1/5 项" in page
        assert "回执 0002" in page
        assert "朝阳区教育工会联合代表队" in page

    def test_submitted_matches_are_listed_below_those_to_score(self, judge_client, api):
        for team in ("education", "team-2"):
            api("judge-1").put("match-1", team)
        page = judge_client.get("/judge?lang=en").text

        places = [
            page.index(word) for word in ('id="match-match-3"', ">Submitted<", 'id="match-match-1"')
        ]
        assert places == sorted(places)

    def test_a_reopened_sheet_is_marked_on_its_card_and_in_its_column(self, judge_client, app, api):
        api("judge-1").put("match-1", "education")
        with app.app_context():
            rounds.set_state(CHAOYANG, "round-1", "closed", "organiser 王芳")
            where = (CHAOYANG, "match-1", "education", "judge-1")
            sheet_locks.reopen(*where, "笔误", "organiser 王芳")

        assert judge_client.get("/judge?lang=en").text.count("Reopened for you") == 1
        column = judge_client.get(f"{MATCH}?lang=en").text
        assert column.count("has reopened this sheet for you") == 1

    def test_a_draft_left_when_its_round_closed_is_marked_as_not_counting(
        self, judge_client, app, api
    ):
        api("judge-1").put("match-1", "education", state="draft")
        state(app, "closed")

        for address in ("/judge?lang=en", f"{MATCH}?lang=en"):
            page = judge_client.get(address).text
            assert "The round is closed, so this sheet does not count." in page
            assert 'data-state="missed"' in page
            assert 'data-state="draft"' not in page

    def test_a_draft_round_is_not_there(self, load, seat_judge):
        load()
        page = seat_judge("judge-1").get("/judge").text

        assert "第二赛区代表队" not in page
        assert "现在没有需要评分的场次" in page
        assert seat_judge("judge-1").get(MATCH).status_code == 404

    def test_htmx_hears_nothing_until_something_moved(self, judge_client, app):
        page = judge_client.get("/judge").text
        seen = hidden(page.replace('name="seen" id="seen"', 'name="seen"'), "seen")

        def poll() -> Any:
            return judge_client.get(f"/judge?seen={seen}", headers={"HX-Request": "true"})

        assert poll().status_code == 204
        state(app, "closed")
        moved = poll()
        assert moved.status_code == 200
        assert "<html" not in moved.text
        assert 'id="closed"' in moved.text

    def test_another_judges_matches_are_not_mine(self, load, seat_judge):
        whole = factories.sample()
        round_ = whole["stages"][0]["rounds"][0]
        round_["state"] = "open"
        round_["matches"][0]["panel"] = ["judge-2", "judge-3"]
        load(whole)
        mine = seat_judge("judge-1")

        assert "第二赛区代表队" not in mine.get("/judge").text
        assert mine.get(MATCH).data == mine.get("/judge/matches/nowhere").data
        assert mine.get(MATCH).status_code == 404


class TestAPlainForm:
    def test_a_draft_is_saved_and_shown_again(self, judge_client, sheet):
        page = judge_client.get(MATCH).text
        answer = judge_client.submit(
            MATCH, fields(page, education={"strategy": "８７．５"[1:], "comment": "第一\r\n第二"})
        )

        assert answer.status_code == 303
        assert sheet()["marks"] == {"strategy": "7.5"}
        assert sheet()["comment"] == "第一\n第二"
        assert sheet(team="team-2")["version"] == 0
        again = judge_client.get(answer.headers["Location"]).text
        assert 'value="7.5"' in again
        assert "<b>草稿已收到</b>\n" in again
        assert "回执 0001" in again

    def test_what_is_unchanged_makes_no_version(self, judge_client, sheet):
        page = judge_client.get(MATCH).text
        judge_client.submit(MATCH, fields(page, education={"strategy": "3"}, team_2={}))
        page = judge_client.get(MATCH).text
        judge_client.submit(MATCH, fields(page, education={"strategy": "3"}, team_2={}))

        assert sheet()["version"] == 1
        assert sheet(team="team-2")["version"] == 0

    @pytest.mark.parametrize("typed", ["20.5", "NaN", "1e1", "1_0", "18.3", "十八", "<b>"])
    def test_an_invalid_mark_stays_in_its_field_with_the_reason(self, judge_client, sheet, typed):
        page = judge_client.get(MATCH).text
        answer = judge_client.submit(
            MATCH, fields(page, education={"strategy": typed, "results": "9"}, team_2=FULL_MARKS)
        )

        assert answer.status_code == 422
        assert f'value="{typed.replace("<b>", "&lt;b&gt;")}"' in answer.text
        assert 'aria-invalid="true"' in answer.text
        assert 'value="9"' in answer.text
        assert sheet()["version"] == 0
        assert sheet(team="team-2")["version"] == 1

    def test_review_submit_and_receipt(self, judge_client, sheet):
        page = judge_client.get(MATCH).text
        data = fields(page, education=FULL_MARKS, team_2={"strategy": "3"})
        to_review = judge_client.submit(MATCH, data | {"do": "review"})
        assert to_review.headers["Location"] == f"{MATCH}/review"
        review = judge_client.get(f"{MATCH}/review").text
        assert "提交 2 份评分表中的 1 份" in review
        assert re.search(r'class="button primary"[^>]*>返回评分<', review)
        assert 'type="submit" class="primary"' not in review
        assert ">85<" in review

        sent = {
            n: hidden(review, n) for n in ("judge", "education.base_version", "education.nonce")
        }
        submitted = judge_client.submit(f"{MATCH}/submit", sent)
        assert submitted.headers["Location"] == f"{MATCH}/receipt"
        assert (sheet()["state"], sheet()["version"]) == ("submitted", 2)
        receipt = judge_client.get(f"{MATCH}/receipt").text
        assert "0003" in receipt
        assert "尚未提交" in receipt

        twice = judge_client.submit(f"{MATCH}/submit", sent)
        assert twice.status_code == 303
        assert sheet()["version"] == 2

    def test_a_review_that_was_overtaken_is_shown_again(self, judge_client, api, sheet):
        page = judge_client.get(MATCH).text
        judge_client.submit(MATCH, fields(page, education=FULL_MARKS))
        review = judge_client.get(f"{MATCH}/review").text
        api("judge-1").put("match-1", "education", {"strategy": "1"}, state="draft", base=1)
        sent = {
            n: hidden(review, n) for n in ("judge", "education.base_version", "education.nonce")
        }
        answer = judge_client.submit(f"{MATCH}/submit", sent)

        assert answer.status_code == 409
        assert "已在别处改动" in answer.text
        assert sheet()["state"] == "draft"

    def test_a_submitted_sheet_is_read_until_the_judge_asks_to_change_it(self, judge_client, api):
        api("judge-1").put("match-1", "education")
        api("judge-1").put("match-1", "team-2")

        assert "education.mark_strategy" not in judge_client.get(MATCH).text
        page = judge_client.get(f"{MATCH}?change=1").text
        assert "education.mark_strategy" in page
        judge_client.submit(MATCH, fields(page, education=FULL_MARKS | {"strategy": "1"}))
        assert "以第 1 版为准" in judge_client.get(f"{MATCH}?change=1").text

    def test_two_values_stand_side_by_side_and_the_choice_is_a_new_version(
        self, judge_client, api, sheet
    ):
        page = judge_client.get(MATCH).text
        api("judge-1").put("match-1", "education", {"strategy": "3", "results": "4"}, state="draft")
        typed = {"strategy": "11", "results": "4", "comment": "mine"}
        answer = judge_client.submit(MATCH, fields(page, education=typed))

        assert answer.status_code == 409
        values = re.findall(
            r'type="radio" name="education.mark_strategy" value="([^"]*)"', answer.text
        )
        assert values == ["11", "3"]
        assert 'type="radio" name="education.mark_results"' not in answer.text
        assert sheet()["version"] == 1

        choice = {
            n: hidden(answer.text, n)
            for n in ("judge", "education.base_version", "education.nonce", "education.choosing")
        } | {f"education.mark_{d}": "" for d in DIMENSIONS}
        choice |= {"education.mark_results": "4", "education.comment": "mine"}
        del choice["education.mark_strategy"]
        assert judge_client.submit(MATCH, choice).status_code == 422
        assert (
            judge_client.submit(MATCH, choice | {"education.mark_strategy": "11"}).status_code
            == 303
        )
        assert sheet()["version"] == 2
        assert sheet()["marks"] == {"strategy": "11", "results": "4"}

    def test_a_round_closed_meanwhile_keeps_what_was_typed_on_the_page(
        self, judge_client, app, sheet
    ):
        page = judge_client.get(MATCH).text
        state(app, "closed")
        answer = judge_client.submit(MATCH, fields(page, education={"strategy": "17.5"}))

        assert answer.status_code == 423
        assert 'value="17.5"' in answer.text
        assert "已报请组织者决定" in answer.text
        assert sheet()["version"] == 0
        with app.app_context():
            (offered,) = late_sheets.undecided_sheets(queries.find_competition(CHAOYANG))
            assert offered.marks == {"strategy": "17.5"}
        assert "education.mark_strategy" not in judge_client.get(MATCH).text

    def test_a_locked_sheet_says_why_it_is_read_only(self, judge_client, app):
        with app.app_context():
            sheet_locks.lock(
                CHAOYANG, "match-1", "education", "judge-1", "disputed", "organiser 王芳"
            )
        page = judge_client.get(MATCH).text

        assert "组织者已锁定这份评分表" in page
        assert "education.mark_strategy" not in page
        assert "team-2.mark_strategy" in page

    def test_without_a_good_form_token_the_marks_are_shown_again(self, judge_client, sheet):
        page = judge_client.get(MATCH).text
        data = fields(page, education={"strategy": "17.5", "comment": "细致"})
        answer = judge_client.post(MATCH, data=data | {"csrf_token": "stale"})

        assert answer.status_code == 400
        assert 'value="17.5"' in answer.text
        assert "细致" in answer.text
        assert sheet()["version"] == 0
        again = fields(answer.text, education={"strategy": "17.5", "comment": "细致"})
        assert judge_client.submit(MATCH, again).status_code == 303
        assert sheet()["marks"] == {"strategy": "17.5"}

    def test_after_the_session_ended_the_marks_are_shown_with_a_way_to_send_them(
        self, judge_client, app, sheet
    ):
        page = judge_client.get(MATCH).text
        data = fields(page, education={"strategy": "17.5"})
        with app.app_context():
            accounts.renew_links(CHAOYANG, "judge-1", "organiser 王芳")
        answer = judge_client.submit(MATCH, data)

        assert answer.status_code == 400
        assert "17.5" in answer.text
        judge_client.get(f"/j/{token_of(app, 'judge-1')}")
        assert judge_client.submit(MATCH, data).status_code == 303
        assert sheet()["marks"] == {"strategy": "17.5"}

    def test_a_form_of_another_judges_page_is_not_stored_as_mine(
        self, judge_client, seat_judge, sheet
    ):
        data = fields(judge_client.get(MATCH).text, education={"strategy": "17.5"})
        answer = seat_judge("judge-2").submit(MATCH, data)

        assert answer.status_code == 400
        assert sheet("judge-2")["version"] == 0

    def test_a_guest_who_sends_nothing_finds_nothing(self, chaoyang, client):
        nothing = client.get("/nothing-here").data

        for visitor_answer in (client.post(MATCH), client.submit(MATCH, {"judge": "x"})):
            assert (visitor_answer.status_code, visitor_answer.data) == (404, nothing)


class TestOddCompetitions:
    @pytest.fixture
    def odd(self, load: Callable[..., str], seat_judge: Callable[..., Visitor]) -> Visitor:
        """Twelve dimensions in quarter steps from 60, five teams with long names, one alone."""
        whole = factories.league(sheets=[])
        text = factories.text
        whole["rubric"]["dimensions"] = [
            {"key": f"d{n}", "name": text(f"维度{n}" * 20), "min": "60", "max": "100"}
            | {"step": "0.25", "factor": "0.3", "guide": text("一档\n二档")}
            for n in range(12)
        ]
        whole["scoring"]["tie_break"] = []
        for team in whole["teams"]:
            team["name"] = text("朝" * 195 + team["key"][:5])
        whole["teams"].append({"key": "rtl", "name": text("פריק <b>𠮷</b>·"), "withdrawn": True})
        match = whole["stages"][1]["rounds"][0]["matches"][0]
        match["entries"] = [{"team": "rtl", "side": "solo"}] + [
            {"team": key, "side": "employer"} for key in ("metro", "bus", "post", "rail")
        ]
        load(whole)
        return seat_judge("li-na", "league")

    def test_every_page_renders(self, odd, api):
        page = odd.get("/judge/matches/last").text

        assert "פריק &lt;b&gt;𠮷&lt;/b&gt;·" in page
        assert page.count('data-dimension="d11"') == 4
        assert "该队已退赛" in page
        answer = api("li-na", "league").put(
            "last", "metro", {f"d{n}": "60.25" for n in range(12)}, state="submitted"
        )
        assert answer.json["total"] == "216.9"
        for address in ("", "/review", "/receipt"):
            assert odd.get(f"/judge/matches/last{address}").status_code == 200
        assert odd.get("/judge").status_code == 200


def test_a_comment_from_a_file_may_be_in_two_languages(load, seat_judge):
    whole = factories.league()
    whole["sheets"][0]["comment"] = {"zh": "有理有据", "en": "Well founded"}
    load(whole)
    page = seat_judge("li-na", "league").get("/judge/matches/semi-1")

    assert "有理有据" in page.text
    assert "Well founded" not in page.text


def test_pages_speak_english_too(judge_client):
    page = judge_client.get(f"{MATCH}?lang=en").text

    assert 'lang="en"' in page
    assert "Review and submit" in page
    assert "Chaoyang Education Union Joint Team" in page


def test_the_receipt_page_shows_the_checksum_that_the_write_was_answered_with(
    app, judge_client, api
):
    digest = api("judge-1").put("match-1", "education").get_json()["digest"]
    page = judge_client.get("/judge/matches/match-1/receipt?lang=en").get_data(as_text=True)
    assert "Checksum of the sheet" in page
    assert digest in page
    assert "that your marks are still those you sent" in page
