"""Clerks in the browser: what they type, what they never see, and who decides."""

import re

import pytest

from competition.actions import accounts, rounds, stage_release
from competition.store import queries
from tests import factories
from tests.conftest import Visitor
from tests.factories import CHAOYANG, FULL_MARKS

SHEET = f"/clerk/{CHAOYANG}/match-1/education/judge-1"
DECIDE = f"/organiser/c/{CHAOYANG}/paper/match-1/education/judge-1/decide"
PAPER = f"/organiser/c/{CHAOYANG}/paper"
EN = {"Accept-Language": "en"}


@pytest.fixture
def clerk(app):
    """A clerk by name, signed in through the page: `clerk("陈晓")`."""

    def sign_in(name, role="clerk"):
        with app.app_context():
            accounts.add_organiser(name, factories.PASSWORD, "command line", role)
        visitor: Visitor = app.test_client()
        visitor.submit("/sign-in", {"name": name, "password": factories.PASSWORD})
        return visitor

    return sign_in


def read(visitor, address):
    return visitor.get(address, headers=EN).get_data(as_text=True)


def type_(visitor, **changes):
    return visitor.submit(SHEET, {**FULL_MARKS, "comment": "", "step": "type"} | changes)


def test_signing_in_leads_a_clerk_to_their_page_and_an_organiser_never_there(app, client, chaoyang):
    with app.app_context():
        accounts.add_organiser("陈晓", factories.PASSWORD, "command line", "clerk")
        accounts.add_organiser("王芳", factories.PASSWORD, "command line")
    assert client.get("/clerk").location == "/sign-in?next=/clerk"

    for asked, name, led in (
        ("/organiser", "陈晓", "/clerk"),
        ("", "陈晓", "/clerk"),
        (SHEET, "陈晓", SHEET),
        ("/clerk", "王芳", "/organiser"),
        (PAPER, "王芳", PAPER),
    ):
        visitor = app.test_client()
        typed = {"name": name, "password": factories.PASSWORD, "next": asked}
        assert visitor.submit("/sign-in", typed).location == led
        assert visitor.get("/sign-in").location == ("/clerk" if name == "陈晓" else "/organiser")


def test_a_clerk_finds_nothing_of_the_organisers_and_they_nothing_of_the_clerks(
    app, clerk, organiser_client, judge_client, chaoyang
):
    xiao, observer = clerk("陈晓"), clerk("周敏", "observer")
    nothing = xiao.get("/organiser/there/is/nothing")
    assert nothing.status_code == 404
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/organiser") and not rule.arguments:
            for answer in (xiao.get(rule.rule), xiao.submit(rule.rule, {})):
                assert answer.status_code == 404, rule.rule
                assert answer.data == nothing.data, rule.rule
    assert xiao.get(PAPER).status_code == xiao.get(f"/organiser/c/{CHAOYANG}").status_code == 404
    for visitor in (organiser_client, observer, judge_client):
        for address in ("/clerk", SHEET):
            assert visitor.get(address).status_code == 404
            assert visitor.submit(address, {}).status_code == 404


def test_the_list_has_every_open_match_and_no_secret(app, clerk, chaoyang):
    page = read(clerk("陈晓"), "/clerk")
    with app.app_context():
        competition = queries.find_competition(CHAOYANG)
        tokens = [judge.token for judge in competition.judges]
        matches = queries.all_matches_of(competition)
    assert SHEET in page
    for match in matches:
        assert f"/clerk/{CHAOYANG}/{match.key}/" in page
    for token in tokens:
        assert token not in page
    assert "/j/" not in page


def test_the_sheet_has_a_field_a_dimension_named_by_its_key_and_the_judge_in_view(
    app, clerk, chaoyang
):
    page = read(clerk("陈晓"), SHEET)
    names = re.findall(r'<(?:input|textarea)[^>]* name="([^"]+)"', page)
    assert [name for name in names if name not in ("csrf_token", "step")] == [
        *FULL_MARKS,
        "comment",
    ]
    with app.app_context():
        judge = queries.find_judge(queries.find_competition(CHAOYANG), "judge-1")
        assert judge.name["en"] in page
        assert judge.token not in page


def test_two_clerks_type_blind_and_the_sheet_is_stored(app, clerk, chaoyang, api):
    xiao, min_ = clerk("陈晓"), clerk("赵敏")

    first = type_(xiao, issue_grasp="１８．５", comment="条理清楚")
    assert first.status_code == 303
    assert first.location.startswith(f"/clerk/{CHAOYANG}/match-1/")
    page = read(min_, SHEET)
    assert "Typed once" in page
    for secret in ("18.5", "16.5", "条理清楚", "陈晓"):
        assert secret not in page
        assert secret not in read(min_, "/clerk")
    assert "typed once" in read(min_, "/clerk")

    assert type_(min_, comment="条理清楚").status_code == 303
    stored = api("judge-1").get("match-1", "education").json
    assert (stored["state"], stored["marks"]) == ("submitted", FULL_MARKS)
    assert "typed twice and stored" in read(min_, SHEET)
    assert "18.5" not in read(min_, SHEET)


def test_the_own_typing_is_there_to_be_corrected_until_the_second(clerk, chaoyang):
    xiao, min_ = clerk("陈晓"), clerk("赵敏")
    type_(xiao, issue_grasp="12")
    assert 'value="12"' in read(xiao, SHEET)
    assert type_(xiao).status_code == 303
    assert 'value="18.5"' in read(xiao, SHEET)
    type_(min_, strategy="1")
    page = read(xiao, SHEET)
    assert "The two typings differ" in page
    assert "18.5" not in page


def test_a_third_clerk_sees_both_and_decides(clerk, chaoyang, api):
    xiao, min_, yun = clerk("陈晓"), clerk("赵敏"), clerk("何云")
    type_(xiao)
    type_(min_, strategy="6.5")

    page = read(yun, SHEET)
    assert re.findall(r'type="radio" name="(\w+)" value="([\d.]+)"', page) == [
        ("strategy", "16.5"),
        ("strategy", "6.5"),
    ]
    assert "陈晓" not in page
    refused = yun.submit(SHEET, {"step": "decide"}, headers=EN)
    assert refused.status_code == 422
    assert "A mark is missing here." in refused.get_data(as_text=True)
    assert yun.submit(SHEET, {"step": "decide", "strategy": "16.5"}).status_code == 303
    assert api("judge-1").get("match-1", "education").json["marks"] == FULL_MARKS


def test_who_typed_cannot_decide_and_a_late_third_typing_is_shown_the_difference(clerk, chaoyang):
    xiao, min_, yun = clerk("陈晓"), clerk("赵敏"), clerk("何云")
    type_(xiao)
    type_(min_, strategy="6.5")
    for visitor in (xiao, min_):
        answer = visitor.submit(SHEET, {"step": "decide", "strategy": "16.5"}, headers=EN)
        assert answer.status_code == 422
        assert "typed this sheet yourself" in answer.get_data(as_text=True)
    late = type_(yun)
    assert late.status_code == 422
    assert 'type="radio" name="strategy"' in late.get_data(as_text=True)


def test_an_organiser_decides_with_a_third_reading(clerk, organiser_client, chaoyang, api):
    type_(clerk("陈晓"))
    type_(clerk("赵敏"), strategy="6.5")

    page = read(organiser_client, PAPER)
    assert "Of 5 marks typed twice, 1 differed (20.00 %)." in page
    assert DECIDE in page
    assert "陈晓" in read(organiser_client, DECIDE)
    wrong = organiser_client.submit(DECIDE, {"other.strategy": "99"}, headers=EN)
    assert wrong.status_code == 422
    assert "out of range" in wrong.get_data(as_text=True)
    done = organiser_client.submit(DECIDE, {"strategy": "6.5", "other.strategy": "１６"})
    assert done.status_code == 303
    assert api("judge-1").get("match-1", "education").json["marks"]["strategy"] == "16"
    page = read(organiser_client, PAPER)
    assert "Decided by 王芳" in page
    assert "陈晓: 1 of 5 marks" in page
    assert organiser_client.get(DECIDE).status_code == 303


def test_an_observer_sees_what_is_decided_and_not_what_waits(clerk, organiser_client, chaoyang):
    observer = clerk("周敏", "observer")
    type_(clerk("陈晓"))
    type_(clerk("赵敏"), strategy="6.5")
    page = read(observer, PAPER)
    assert "Different, to be decided" in page
    assert "6.5" not in page
    organiser_client.submit(DECIDE, {"strategy": "16.5"})
    page = read(observer, PAPER)
    assert "6.5" in page
    assert '<form method="post" action="/organiser' not in page
    assert observer.get(DECIDE).status_code == 404


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(clerk, chaoyang):
    answer = type_(clerk("陈晓"), issue_grasp="99", strategy="many", teamwork="")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="99"' in page
    assert 'value="many"' in page
    assert page.count('aria-invalid="true"') >= 1


def test_a_page_open_for_too_long_keeps_what_was_typed(clerk, chaoyang):
    xiao = clerk("陈晓")
    answer = xiao.post(SHEET, data={**FULL_MARKS, "step": "type"})
    assert answer.status_code == 422
    assert 'value="18.5"' in answer.get_data(as_text=True)


def test_what_the_judge_submitted_is_not_typed_over(clerk, chaoyang, api):
    api("judge-1").put("match-1", "education")
    xiao = clerk("陈晓")
    assert "submitted this sheet on the tablet" in read(xiao, SHEET)
    answer = type_(xiao, strategy="1")
    assert answer.status_code == 422
    assert api("judge-1").get("match-1", "education").json["marks"] == FULL_MARKS


def test_a_published_stage_waits_for_an_organiser_who_sees_what_moves(
    app, clerk, organiser_client, chaoyang, api
):
    for judge in ("judge-2", "judge-3"):
        for team in ("education", "health"):
            api(judge).put("match-1", team)
    with app.app_context():
        rounds.set_state(CHAOYANG, "round-1", "closed", "organiser 王芳")
        stage_release.set_release(CHAOYANG, "final", "published", "organiser 王芳")
    type_(clerk("陈晓"), issue_grasp="10")
    type_(clerk("赵敏"), issue_grasp="10")
    assert api("judge-1").get("match-1", "education").json["version"] == 0

    page = read(organiser_client, PAPER)
    store = re.search(r'action="(/organiser[^"]+/store)"', page).group(1)
    asked = organiser_client.submit(store, {}, headers=EN)
    assert "Correct a published result?" in asked.get_data(as_text=True)
    digest = re.search(r'name="correction" value="(\w+)"', asked.get_data(as_text=True)).group(1)
    done = organiser_client.submit(
        store, {"correction": digest, "correction_reason": "On paper.", "sure": "y"}
    )
    assert done.status_code == 303
    assert api("judge-1").get("match-1", "education").json["state"] == "submitted"


@pytest.mark.parametrize("address", ["nothing/education/judge-1", "match-1/nobody/judge-1"])
def test_what_is_nobody_s_sheet_is_not_there(clerk, chaoyang, address):
    xiao = clerk("陈晓")
    assert xiao.get(f"/clerk/{CHAOYANG}/{address}").status_code == 404
    assert xiao.submit(f"/clerk/{CHAOYANG}/{address}", FULL_MARKS).status_code == 404


def test_an_archived_competition_is_gone_for_clerks(app, clerk, chaoyang, organiser_client):
    xiao = clerk("陈晓")
    with app.app_context():
        rounds.set_state(CHAOYANG, "round-1", "closed", "organiser 王芳")
    organiser_client.submit(f"/organiser/c/{CHAOYANG}/archive", {"sure": "y"})
    with app.app_context():
        assert queries.find_competition(CHAOYANG).archived_at
    assert CHAOYANG not in read(xiao, "/clerk")
    assert xiao.get(SHEET).status_code == 404


def test_a_session_that_ended_keeps_what_the_clerk_typed(app, clerk, chaoyang):
    xiao = clerk("陈晓")
    with app.app_context():
        accounts.add_organiser("王芳", factories.PASSWORD, "command line")
        number = next(one.id for one in accounts.accounts.all_organisers() if one.name == "陈晓")
        accounts.delete_organiser(number, "organiser 王芳")
    answer = type_(xiao)
    assert answer.status_code == 400
    assert "18.5" in answer.get_data(as_text=True)


def test_an_organiser_adds_a_clerk_on_the_page(app, organiser_client):
    organiser_client.submit(
        "/organiser/organisers", {"name": "陈晓", "password": factories.PASSWORD, "role": "clerk"}
    )
    assert "<td>Clerk</td>" in read(organiser_client, "/organiser/organisers")
