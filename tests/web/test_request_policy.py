"""How much anybody may send, and who is known before a view has run."""

import ipaddress
import json

import pytest

from competition.actions import accounts as actions
from competition.store import accounts, queries
from competition.store.db import db
from competition.web import request_policy
from competition.web.request_policy import FILE_BYTES, FORM_BYTES, MAX_FIELDS
from tests import factories

SHEET = f"/api/v1/competitions/{factories.CHAOYANG}/sheets/match-1/education"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def policy(app):
    return app.extensions["request_policy"]


def environ_of(visitor, path: str = "/") -> dict[str, str]:
    """The environ of a request that this visitor's browser would send."""
    cookie = visitor.get_cookie("session")
    return {"PATH_INFO": path} | (
        {"HTTP_COOKIE": f"lang=zh; session={cookie.value}"} if cookie else {}
    )


def test_a_strangers_form_has_a_few_kilobytes(client):
    assert client.post("/sign-in", data=b"a=" + b"x" * 16_000, content_type=FORM).status_code == 400

    for address in ("/sign-in", "/set-up/anything", "/judge/confirm", "/organiser/import", "/none"):
        response = client.post(address, data=b"a=" + b"x" * 17_000, content_type=FORM)
        assert response.status_code == 413, address


@pytest.mark.parametrize("fields", [MAX_FIELDS - 1, MAX_FIELDS])
def test_a_form_has_a_thousand_fields_at_most(client, organiser_client, fields):
    data = b"a&" * fields

    for visitor in (client, organiser_client):
        status = visitor.post("/sign-in", data=data, content_type=FORM).status_code
        assert (status == 413) == (fields == MAX_FIELDS)


def test_an_upload_has_a_thousand_parts_at_most(organiser_client, app):
    part = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'

    data = (part * (MAX_FIELDS + 1) + "--x--\r\n").encode()
    response = organiser_client.post(
        "/organiser/import", data=data, content_type="multipart/form-data; boundary=x"
    )

    assert response.status_code == 413


def test_a_judges_form_may_carry_every_comment_at_its_longest(judge_client):
    data = {"education.base_version": "0", "education.comment": "议" * 4000}

    response = judge_client.submit("/judge/matches/match-1", data)

    assert response.status_code != 413


def test_a_judge_whose_session_has_ended_is_shown_what_was_typed(judge_client, app):
    with app.app_context():
        for session in db.session.query(accounts.SignIn).all():
            actions.end_session(session.token)
    typed = "议" * 4000

    response = judge_client.post(
        "/judge/matches/match-1",
        data={"education.base_version": "0", "education.comment": typed},
    )

    assert response.status_code in (400, 401, 403)
    assert typed in response.get_data(as_text=True)


def test_a_sheet_beyond_64_kilobytes_is_too_large_and_a_stranger_below_it_unauthorized(
    chaoyang, api, client
):
    comment = {"marks": {}, "state": "draft", "base_version": 0, "comment": "x" * 70_000}

    response = api("judge-1").put("match-1", "education", {}, comment="x" * 70_000)
    assert (response.status_code, response.json["error"]) == (413, "too_large")
    assert client.put(SHEET, data=json.dumps(comment)[:60_000]).status_code == 401


def test_only_an_organiser_may_send_a_file(policy, client, organiser_client, judge_client):
    for path, most in (("/organiser/import", FILE_BYTES), ("/organiser/c/final/rubric", 2 << 20)):
        environ = environ_of(organiser_client, path)
        assert policy.body_limit(environ, policy.who(environ)) == most
    judges = environ_of(judge_client, "/organiser/import")
    assert policy.body_limit(judges, policy.who(judges)) == FORM_BYTES
    strangers = environ_of(client, "/organiser/import")
    assert policy.body_limit(strangers, policy.who(strangers)) < 20_000


def test_a_judge_and_an_organiser_are_known_by_session_and_by_token(
    policy, client, organiser_client, judge_client, api
):
    assert policy.who(environ_of(client)) is None
    assert policy.who(environ_of(organiser_client)).startswith("organiser ")
    assert policy.who(environ_of(judge_client)) == "judge chaoyang-final/judge-1"
    bearer = {"HTTP_AUTHORIZATION": f"bearer {api('judge-2').token}"}
    assert policy.who(bearer) == "judge chaoyang-final/judge-2"
    assert policy.who({"HTTP_AUTHORIZATION": "Bearer nonsense"}) is None
    assert policy.who({"HTTP_AUTHORIZATION": "Basic eDp5"}) is None


def test_a_forged_cookie_is_not_worth_a_look_into_the_database(policy, judge_client, monkeypatch):
    environ = environ_of(judge_client)
    forged = {"HTTP_COOKIE": environ["HTTP_COOKIE"][:-8] + "AAAAAAAA"}
    monkeypatch.setattr(policy, "_read", lambda *_: pytest.fail("It was looked up"))

    assert policy.who(forged) is None
    assert policy.who({"HTTP_COOKIE": "session=.; session"}) is None


def test_who_is_known_is_not_looked_up_for_every_request(policy, judge_client, monkeypatch):
    environ = environ_of(judge_client)
    who = policy.who(environ)
    monkeypatch.setattr(policy, "_read", lambda *_: pytest.fail("It was looked up again"))

    assert policy.who(environ) == who


def test_a_link_that_was_renewed_proves_nothing_some_seconds_later(
    policy, judge_client, app, monkeypatch
):
    environ = environ_of(judge_client)
    assert policy.who(environ)
    with app.app_context():
        judge = queries.find_judge(queries.find_competition(factories.CHAOYANG), "judge-1")
        for session in db.session.query(accounts.SignIn).filter_by(judge_id=judge.id):
            actions.end_session(session.token)
    now = request_policy.time.monotonic()
    monkeypatch.setattr(
        request_policy.time, "monotonic", lambda: now + request_policy.KNOWN_SECONDS + 1
    )

    assert policy.who(environ) is None


def test_a_refusal_is_in_the_browsers_language_and_in_json_for_programs(policy):
    chinese = {"PATH_INFO": "/sign-in", "HTTP_ACCEPT_LANGUAGE": "zh-CN"}
    english = {"PATH_INFO": "/api/v1/x", "HTTP_ACCEPT_LANGUAGE": "en"}

    kind, text = policy.refusal(chinese, 408)
    assert kind.startswith("text/plain")
    assert "。" in text.decode()
    kind, text = policy.refusal(english, 413)
    assert kind == "application/json"
    assert json.loads(text) == {"error": "too_large", "message": "The request is too large."}


@pytest.mark.parametrize(
    ("address", "is_proxy"),
    [("127.0.0.1", True), ("::ffff:127.0.0.1", True), ("10.0.0.1", False), ("", False)],
)
def test_a_trusted_proxy_is_known_by_its_address(policy, app, address, is_proxy):
    assert not policy.is_proxy(address)

    app.config["TRUSTED_PROXIES"] = (ipaddress.ip_network("127.0.0.0/8"),)

    assert policy.is_proxy(address) == is_proxy


def test_a_list_may_be_as_large_as_a_file_and_its_cells_more_than_half_a_megabyte(
    organiser_client, chaoyang, policy
):
    environ = environ_of(organiser_client, f"/organiser/c/{chaoyang}/lists/teams")
    cells = "代表队\t单位\n" + "地铁队\t市地铁工会\n" * 30_000

    pasted = organiser_client.submit(
        f"/organiser/c/{chaoyang}/lists/teams",
        {"text": cells, "stage": ""},
        content_type="multipart/form-data",
    )

    # The client keeps a large body in a file.
    pasted.request.environ["wsgi.input"].close()
    assert policy.body_limit(environ, policy.who(environ)) == FILE_BYTES
    assert pasted.status_code == 303
