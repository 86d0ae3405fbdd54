"""A stage's result is signed by four people, and moves afterwards only for a reason."""

import re

import pytest

from competition.actions import accounts, deductions, signatures, stage_release
from competition.actions.corrections import Confirmation, CorrectionNeeded, confirming
from competition.actions.refusals import Refused
from competition.actions.signatures import Signer
from competition.store import queries
from competition.web import sessions
from tests import factories
from tests.conftest import Visitor

HERE = "/organiser/c/league"
SEMI = f"{HERE}/closing/semi"
BY = f"organiser {factories.ORGANISER}"
WANG, LIU = Signer("scorekeeper", "王芳", BY), Signer("checker", "刘强", "organiser 刘强")
ZHOU = Signer("observer", "周敏", "observer 周敏")


@pytest.fixture
def league(load):
    """The league's semi-final is closed and marked; its head judge is 李娜."""
    return load(factories.league())


@pytest.fixture
def observer(app, league) -> Visitor:
    visitor: Visitor = app.test_client()
    with app.app_context():
        account = accounts.add_organiser("周敏", factories.PASSWORD, "command line", "observer")
        token = accounts.begin_session(organiser=account)
    with visitor.session_transaction() as kept:
        kept[sessions.ORGANISER] = token
    return visitor


@pytest.fixture
def li_na(league, seat_judge):
    return seat_judge("li-na", "league")


def digest_of(app, stage="semi"):
    with app.app_context():
        return signatures.current_digest(queries.find_competition("league"), stage)


@pytest.fixture
def asked(app, league):
    """王芳 has asked for the signatures; the digest that is to be signed."""
    digest = digest_of(app)
    with app.app_context():
        signatures.open_signing("league", "semi", digest, BY)
    return digest


@pytest.fixture
def signed(app, asked):
    """王芳 and 刘强 have signed."""
    with app.app_context():
        signatures.sign_result("league", "semi", asked, WANG)
        signatures.sign_result("league", "semi", asked, LIU)
    return asked


def in_file(organiser):
    return [
        (each["role"], each["name"], each["digest"])
        for each in organiser.get(f"{HERE}/export").get_json().get("certifications", [])
    ]


def deduct(points="1"):
    deductions.add_deduction("league", "semi-1", "metro", points, "Over time 超时", BY)


def test_a_judge_sees_no_total_before_the_organiser_asks(li_na, organiser_client, app):
    assert li_na.get("/judge/results/semi").status_code == 404
    assert "Confirm the result" not in li_na.get("/judge?lang=en").text

    page = organiser_client.get(f"{SEMI}/open?lang=en").text
    assert "李娜 will see the places and totals" in page
    refused = organiser_client.submit(f"{SEMI}/open", {"digest": digest_of(app)})
    assert refused.status_code == 422
    done = organiser_client.submit(f"{SEMI}/open", {"digest": digest_of(app), "sure": "y"})
    assert done.status_code == 303

    assert "Confirm the result" in li_na.get("/judge?lang=en").text
    assert digest_of(app) in li_na.get("/judge/results/semi").text


def test_a_judge_who_is_no_head_judge_never_sees_the_result(asked, seat_judge):
    assert seat_judge("jo", "league").get("/judge/results/semi").status_code == 404


def test_all_four_sign_each_on_their_own(app, asked, observer, organiser_client, li_na):
    with app.app_context():
        signatures.sign_result("league", "semi", asked, LIU)
    body = {"digest": asked, "sure": "y"}
    assert organiser_client.submit(f"{SEMI}/sign/scorekeeper", body).status_code == 303
    assert observer.submit(f"{SEMI}/sign/observer", body).status_code == 303
    assert li_na.submit("/judge/results/semi", {"digest": asked}).status_code == 303

    assert sorted(in_file(organiser_client)) == sorted(
        [
            ("checker", "刘强", asked),
            ("scorekeeper", "王芳", asked),
            ("observer", "周敏", asked),
            ("head_judge", "李娜", asked),
        ]
    )
    assert "This result is signed." in organiser_client.get(f"{SEMI}?lang=en").text
    assert "You have confirmed this result" in li_na.get("/judge/results/semi?lang=en").text


def test_an_observer_signs_as_observer_alone_and_an_organiser_never(
    asked, observer, organiser_client
):
    body = {"digest": asked, "sure": "y"}
    assert observer.submit(f"{SEMI}/sign/checker", body).status_code == 404
    assert organiser_client.submit(f"{SEMI}/sign/observer", body).status_code == 404
    assert organiser_client.submit(f"{SEMI}/sign/head_judge", body).status_code == 404


def test_one_person_signs_in_one_role(app, signed, organiser_client):
    answer = organiser_client.submit(
        f"{SEMI}/sign/checker?lang=en", {"digest": signed, "sure": "y"}
    )
    assert answer.status_code == 422
    assert "王芳 has signed this result in another role" in answer.text
    again = organiser_client.submit(
        f"{SEMI}/sign/scorekeeper?lang=en", {"digest": signed, "sure": "y"}
    )
    assert "You have signed this result already." in again.text


def test_nobody_signs_what_has_moved_since_the_page_was_opened(app, asked, organiser_client):
    with app.app_context():
        deduct()
    answer = organiser_client.submit(f"{SEMI}/sign/checker?lang=en", {"digest": asked, "sure": "y"})
    assert answer.status_code == 422
    assert "The result has changed since this page was opened" in answer.text


def test_once_the_result_has_moved_it_has_to_be_asked_for_anew(app, asked, li_na):
    with app.app_context():
        deduct()
        with pytest.raises(Refused, match="has not asked"):
            signatures.sign_result("league", "semi", digest_of(app), WANG)
    assert li_na.get("/judge/results/semi").status_code == 404


def test_the_signatures_of_a_stage_with_an_open_round_cannot_be_asked_for(app, league):
    with app.app_context(), pytest.raises(Refused, match="Close every round"):
        signatures.open_signing("league", "final", digest_of(app, "final"), BY)


def test_a_signed_result_moves_only_for_a_reason_and_its_signatures_are_void_then(
    app, signed, organiser_client
):
    with app.app_context():
        with pytest.raises(CorrectionNeeded) as needed:
            deduct()
        [moved] = needed.value.corrections
        assert (moved.stage, moved.signed, needed.value.is_public) == (
            "semi",
            ("王芳", "刘强"),
            False,
        )
        with confirming(Confirmation("The clock was read wrongly", needed.value.digest)):
            deduct()
    page = organiser_client.get(f"{SEMI}?lang=en").text
    assert page.count("is-void") == 2
    assert [digest for _, _, digest in in_file(organiser_client)] == [signed, signed]
    log = organiser_client.get(f"{HERE}/audit?lang=en").text
    assert "Signatures made void" in log
    assert "Over time 超时" in log  # The act's own reason goes before one that is typed.


def test_the_page_says_whose_signatures_a_change_makes_void(app, signed, organiser_client):
    page = organiser_client.get(f"{HERE}/deductions").text
    names = re.findall(r'name="([a-z_]+)"', page)
    fields = {"points": "1", "reason": "Over time"}
    entry = next(name for name in names if name in ("entry", "team", "match"))
    fields[entry] = re.findall(r'<option value="([^"]+)"', page)[0]
    asked = organiser_client.submit(f"{HERE}/deductions?lang=en", fields)
    assert "Change a signed result?" in asked.text
    assert "This result is signed by 王芳 and 刘强." in asked.text
    assert "The board and the teams" not in asked.text


def test_what_moves_no_total_asks_for_no_reason(app, signed):
    with app.app_context():
        stage_release.set_release("league", "semi", "published", BY)


def test_a_published_and_signed_stage_is_corrected_once_for_both(app, signed, organiser_client):
    with app.app_context():
        stage_release.set_release("league", "semi", "published", BY)
        with pytest.raises(CorrectionNeeded) as needed:
            deduct()
        [moved] = needed.value.corrections
        assert needed.value.is_public
        assert moved.signed == ("王芳", "刘强")
        with confirming(Confirmation("A wrong clock", needed.value.digest)):
            deduct()
    assert organiser_client.get(f"{SEMI}").text.count("is-void") == 2


def test_who_signs_again_after_a_change_takes_the_place_of_the_void_signature(
    app, signed, organiser_client
):
    with app.app_context():
        with confirming(Confirmation("A wrong clock")):
            deduct()
        new = digest_of(app)
        signatures.open_signing("league", "semi", new, BY)
        signatures.sign_result("league", "semi", new, WANG)
    assert in_file(organiser_client) == [("checker", "刘强", signed), ("scorekeeper", "王芳", new)]


def test_a_signature_is_withdrawn_with_a_reason_and_the_audit_keeps_it(signed, organiser_client):
    address = re.findall(r'href="([^"]+/withdraw/\d+)"', organiser_client.get(SEMI).text)[0]
    assert organiser_client.submit(address, {"reason": " "}).status_code == 422
    assert organiser_client.submit(address, {"reason": "Wrong account"}).status_code == 303
    assert [role for role, _, _ in in_file(organiser_client)] == ["checker"]
    log = organiser_client.get(f"{HERE}/audit?lang=en").text
    assert "Signature withdrawn" in log
    assert "Wrong account" in log
    assert organiser_client.get(address).status_code == 404


def test_what_is_still_open_is_told(organiser_client, league):
    page = organiser_client.get(f"{HERE}/closing/final?lang=en").text
    assert "is not closed." in page
    assert "Nothing: every round is closed" in organiser_client.get(f"{SEMI}?lang=en").text


def test_an_observer_sees_the_closing_without_its_acts(observer, asked):
    page = observer.get(f"{SEMI}?lang=en").text
    assert "Sign as Observer" in page
    assert "Sign as Checker" not in page
    assert "Ask for the signatures" not in page
