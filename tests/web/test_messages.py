"""Messages on the pages and in the API: the tablet's header, the judge's page, the organisers'."""

from typing import Any

import pytest

from competition.actions import messages
from competition.store import queries
from competition.store.judge_messages import messages_of_judge
from tests import factories
from tests.conftest import Api, Visitor

BY = "organiser 王芳"
PRESENCE = "/api/v1/judge/presence"
CALL = "/api/v1/judge/messages"
DESK = "/organiser/c/league/messages"


@pytest.fixture
def jo(load, api) -> Api:
    load(factories.league())
    return api("jo", "league")


@pytest.fixture
def send(app):
    def send_(to: str, text: str) -> None:
        with app.app_context():
            messages.send_message("league", to, text, BY)

    return send_


@pytest.fixture
def tablet(jo, client) -> Visitor:
    """Jo's tablet: the link opened, and “Yes, that is me” said."""
    client.get(f"/j/{jo.token}")
    client.post("/judge/confirm", data={"csrf_token": client.csrf()})
    return client


def unread(judge: Api, **headers: str) -> list[dict[str, Any]]:
    got = judge.client.post(PRESENCE, json={}, headers=judge.headers | headers)
    assert got.status_code == 200
    found: list[dict[str, Any]] = got.json["messages"]
    return found


def call(judge: Api, text: str, key: str = "call-0123456789") -> Any:
    headers = judge.headers | {"Idempotency-Key": key}
    return judge.client.post(CALL, json={"text": text}, headers=headers)


def page(visitor: Visitor, address: str = "/judge/messages") -> str:
    got = visitor.get(address, headers={"Accept-Language": "en"})
    assert got.status_code == 200
    return got.text


def test_jos_tablet_is_told_what_is_unread_and_no_more_once_she_has_read_it(jo, send):
    assert unread(jo) == []
    send("judge/jo", "Please submit team 3.")
    send("judge/li-na", "Not for Jo.")

    (message,) = unread(jo)
    assert set(message) == {"id", "text", "sent_at"}
    assert message["text"] == "Please submit team 3."

    first, again = (
        jo.client.post(f"{CALL}/{message['id']}/read", headers=jo.headers) for _ in range(2)
    )
    assert first.status_code == 200
    assert first.json == again.json == {"id": message["id"], "read_at": first.json["read_at"]}
    assert unread(jo) == []


def test_a_ready_sentence_is_read_in_the_judges_own_language(jo, send, app):
    send("all", messages.READY_MESSAGES[0])

    (english,) = unread(jo, **{"Accept-Language": "en"})
    assert english["text"] == messages.READY_MESSAGES[0]


def test_nobody_reads_or_marks_another_judges_message(jo, api, send):
    send("judge/jo", "Please submit team 3.")
    (message,) = unread(jo)
    other = api("li-na", "league")

    assert unread(other) == []
    assert (
        other.client.post(f"{CALL}/{message['id']}/read", headers=other.headers).status_code == 404
    )
    assert other.client.post(f"{CALL}/{message['id']}/read").status_code == 401


def test_the_answer_to_a_save_stays_the_same_when_a_message_has_come(jo, send):
    def save() -> bytes:
        got = jo.client.put(
            "/api/v1/competitions/league/sheets/last/metro",
            json={"marks": {"law": "8"}, "state": "draft", "base_version": 0},
            headers=jo.headers | {"Idempotency-Key": "save-1"},
        )
        assert got.status_code == 200
        return bytes(got.data)

    before = save()
    send("judge/jo", "Please submit team 3.")
    assert save() == before


def test_a_program_calls_once_however_often_it_tries(jo):
    first, again = call(jo, "Please come to me."), call(jo, "Please come to me.")

    assert first.status_code == again.status_code == 200
    assert first.json == again.json
    assert set(first.json) == {"id", "text", "sent_at"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": ""}, 422),
        ({"text": "x" * 201}, 422),
        ({"text": 7}, 422),
        ({"text": "Come.", "to": "all"}, 422),
        ([], 422),
    ],
)
def test_a_call_of_another_shape_is_refused_in_words(jo, body, status):
    got = jo.client.post(CALL, json=body, headers=jo.headers | {"Idempotency-Key": "call-01234567"})

    assert got.status_code == status
    assert got.json["message"]


def test_too_many_calls_are_answered_429_and_with_when_to_try_again(jo):
    for number in range(messages.MOST_CALLS):
        assert call(jo, "Please come to me.", f"call-{number:08}").status_code == 200

    got = call(jo, "Please come to me.", "call-99999999")
    assert (got.status_code, got.json["error"]) == (429, "too_many")
    assert int(got.headers["Retry-After"]) > 0


def test_without_a_script_jo_reads_marks_and_calls_with_plain_forms(tablet, send, app):
    send("judge/jo", "Please submit team 3. <b>")
    home = page(tablet, "/judge")
    assert "Please submit team 3. &lt;b&gt;" in home
    assert "Call the organisers" in home

    shown = page(tablet)
    assert "Please submit team 3. &lt;b&gt;" in shown
    number = shown.split("/judge/messages/")[1].split("/read")[0]
    form = {"csrf_token": tablet.csrf(), "next": "/judge/matches/last"}
    got = tablet.post(f"/judge/messages/{number}/read", data=form)
    assert (got.status_code, got.location) == (303, "/judge/matches/last")
    assert "Please submit team 3." not in page(tablet, "/judge")

    form = {"csrf_token": tablet.csrf(), "call_key": "call-0123456789", "text": "The light fails."}
    assert tablet.post("/judge/messages", data=form).status_code == 303
    assert tablet.post("/judge/messages", data=form).status_code == 303
    assert page(tablet).count("The light fails.") == 1


@pytest.mark.parametrize(
    "next_", ["https://elsewhere.example", "//elsewhere.example", "/organiser"]
)
def test_marking_read_leads_to_no_other_page_than_the_judges(tablet, send, jo, next_):
    send("judge/jo", "Please wait.")
    (message,) = unread(jo)

    form = {"csrf_token": tablet.csrf(), "next": next_}
    got = tablet.post(f"/judge/messages/{message['id']}/read", data=form)
    assert got.location == "/judge/messages"


def test_a_call_without_words_is_refused_on_the_page(tablet):
    form = {"csrf_token": tablet.csrf(), "call_key": "call-0123456789", "text": " "}

    got = tablet.post("/judge/messages", data=form, headers={"Accept-Language": "en"})
    assert got.status_code == 422
    assert "This is blank" in got.text


def test_before_she_has_said_who_she_is_no_message_is_shown(jo, client, send):
    send("judge/jo", "Please submit team 3.")
    client.get(f"/j/{jo.token}")

    assert "Please submit team 3." not in client.get("/judge").text
    got = client.get("/judge/messages")
    assert (got.status_code, got.location) == (303, "/judge?next=/judge/messages")


def test_wang_fang_sends_sees_who_has_read_it_and_who_has_not(jo, send, organiser_client):
    form = {"csrf_token": organiser_client.csrf(), "to": "all", "text": "Please submit team 3."}
    assert organiser_client.post(DESK, data=form).status_code == 303
    (message,) = unread(jo)
    jo.client.post(f"{CALL}/{message['id']}/read", headers=jo.headers)

    shown = page(organiser_client, DESK)
    row = shown.split("Please submit team 3.")[1].split("</tr>")[0]
    read, not_read = row.split('class="not-read">')
    assert "Jo" in read
    assert "Jo" not in not_read


def test_a_ready_sentence_is_sent_with_one_touch(jo, organiser_client):
    form = {"csrf_token": organiser_client.csrf(), "to": "judge/jo", "text": "half a senten"}
    form["ready"] = messages.READY_MESSAGES[1]

    assert organiser_client.post(DESK, data=form).status_code == 303
    assert [each["text"] for each in unread(jo, **{"Accept-Language": "en"})] == [form["ready"]]


@pytest.mark.parametrize(("to", "text"), [("", "Please wait."), ("all", ""), ("judge/x", "Hm.")])
def test_a_message_without_an_addressee_or_words_is_shown_again(jo, organiser_client, to, text):
    form = {"csrf_token": organiser_client.csrf(), "to": to, "text": text}

    got = organiser_client.post(DESK, data=form)
    assert got.status_code == 422
    assert text in got.text


def test_every_page_says_that_a_judge_calls_until_somebody_answers(jo, app, organiser_client):
    said = "1 call of a judge waits."
    assert said not in page(organiser_client, "/organiser/c/league")
    call(jo, "Please come to me.")
    assert said in page(organiser_client, "/organiser/c/league")

    shown = page(organiser_client, DESK)
    assert "Please come to me." in shown
    with app.app_context():
        judge = queries.find_judge(queries.find_competition("league"), "jo")
        (row,) = messages_of_judge(judge)
    form = {"csrf_token": organiser_client.csrf()}
    assert organiser_client.post(f"{DESK}/{row.id}/answer", data=form).status_code == 303

    assert said not in page(organiser_client, "/organiser/c/league")
    assert [each["text"] for each in unread(jo, **{"Accept-Language": "en"})] == [
        messages.ON_OUR_WAY
    ]


def test_the_link_from_another_page_fills_the_form_in(jo, organiser_client):
    shown = page(organiser_client, f"{DESK}?to=judge/jo&text=Please+submit+team+3.")

    assert '<option value="judge/jo" selected>' in shown
    assert 'value="Please submit team 3."' in shown
