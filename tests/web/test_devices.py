"""From which device a judge's marks came, and who looked at the judges' links."""

import html
import json
import re

import pytest

from competition.actions import accounts, verification
from competition.store import audit, queries
from competition.store.accounts import devices_in_use
from competition.web.judge.device import device_kind
from tests.factories import CHAOYANG, FULL_MARKS, new_key

HERE = f"/organiser/c/{CHAOYANG}"
SHEET = f"/api/v1/competitions/{CHAOYANG}/sheets/match-1/education"
IPAD = (
    "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Mobile/15E148 Safari/604.1"
)
ANDROID = (
    "Mozilla/5.0 (Linux; Android 14; Pad 6) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Safari/537.36"
)


def words(page):
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


@pytest.fixture
def link(app, chaoyang):
    """A judge's link: `link("judge-1")`."""

    def link_(judge):
        with app.app_context():
            return f"/j/{queries.find_judge(queries.find_competition(CHAOYANG), judge).token}"

    return link_


@pytest.fixture
def sit_down(app, link):
    """A browser that opened a judge's link and confirmed the name."""

    def sit(agent, judge="judge-1", visitor=None):
        visitor = visitor or app.test_client()
        visitor.environ_base["HTTP_USER_AGENT"] = agent
        visitor.get(link(judge))
        visitor.submit("/judge/confirm", {})
        return visitor

    return sit


def send(visitor, base=0, **headers):
    """Judge 1 submits a sheet from this browser."""
    page = visitor.get("/judge/matches/match-1").text
    token = re.search(r'name="csrf-token" content="([^"]+)"', page)[1]
    body = {"marks": FULL_MARKS, "state": "submitted", "base_version": base}
    headers = {"X-CSRFToken": token, "Idempotency-Key": new_key()} | headers
    answer = visitor.put(SHEET, json=body, headers=headers)
    assert answer.status_code == 200, answer.text


def rows(app, *actions):
    with app.app_context():
        return audit.rows_of_actions(CHAOYANG, actions)


def test_li_na_s_ipad_is_named_when_she_confirms_and_each_sheet_says_so(sit_down, app):
    send(sit_down(IPAD))

    (confirmed,) = rows(app, "session.confirm")
    (sheet,) = rows(app, "sheet.submit")
    assert (confirmed.who, json.loads(confirmed.after)) == (
        "judge judge-1",
        {"device": "A · iPad · Safari"},
    )
    assert json.loads(sheet.after)["sent_with"] == "A · iPad · Safari"
    assert rows(app, "judge.other-device") == []
    with app.app_context():
        assert devices_in_use(queries.find_competition(CHAOYANG)) == {}


def test_a_stranger_with_li_na_s_link_is_seen_on_progress_on_the_cards_and_in_the_audit(
    sit_down, organiser_client, app
):
    send(sit_down(IPAD))
    stranger = sit_down(ANDROID)
    send(stranger, 1)
    send(stranger, 2)

    assert [json.loads(row.after)["sent_with"] for row in rows(app, "sheet.submit")] == [
        "A · iPad · Safari",
        "B · Android · Chrome",
        "B · Android · Chrome",
    ]
    with app.app_context():
        verification.verify_chain(CHAOYANG)
    (first,) = rows(app, "judge.other-device")
    assert json.loads(first.after) == {"sent_with": "B · Android · Chrome", "receipt": "0002"}
    progress = words(organiser_client.get(f"{HERE}/wall?lang=en").text)
    assert "2 devices: A · iPad · Safari B · Android · Chrome" in progress
    cards = words(organiser_client.get(f"{HERE}/links?lang=en").text)
    assert "2 devices: A · iPad · Safari first sheet" in cards
    assert "B · Android · Chrome first sheet" in cards
    log = words(organiser_client.get(f"{HERE}/audit?lang=en").text)
    assert "First sheet from another device Judge 1" in log
    assert "Name confirmed on a device" in log


def test_the_same_tablet_keeps_its_letter_when_the_card_is_scanned_again(sit_down, app):
    tablet = sit_down(IPAD)
    tablet.submit("/judge/leave", {})
    sit_down(IPAD, visitor=tablet)
    sit_down(ANDROID)

    names = [json.loads(row.after)["device"] for row in rows(app, "session.confirm")]
    assert names == ["A · iPad · Safari", "A · iPad · Safari", "B · Android · Chrome"]


def test_letters_are_each_judge_s_own(sit_down, app):
    tablet = sit_down(IPAD)
    sit_down(IPAD, "judge-2", tablet)

    names = [(row.who, json.loads(row.after)["device"]) for row in rows(app, "session.confirm")]
    assert names == [
        ("judge judge-1", "A · iPad · Safari"),
        ("judge judge-2", "A · iPad · Safari"),
    ]


def test_the_plain_form_says_its_device_too(sit_down, app):
    tablet = sit_down(IPAD)
    page = tablet.get("/judge/matches/match-1").text
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', page))
    fields |= dict.fromkeys(re.findall(r'name="(education\.mark_[^"]+)"', page), "8")
    fields |= dict.fromkeys(re.findall(r'name="(education\.[a-z]+)"\s+value=""', page), "8")

    tablet.submit("/judge/matches/match-1", fields)

    written = rows(app, "sheet.draft")
    assert written
    assert {json.loads(row.after)["sent_with"] for row in written} == {"A · iPad · Safari"}


def test_a_program_with_the_token_is_told_apart_from_any_device(api, chaoyang, app):
    assert api("judge-1").put("match-1", "education").status_code == 200

    (sheet,) = rows(app, "sheet.submit")
    assert json.loads(sheet.after)["sent_with"] == "program"


def test_the_twenty_eighth_device_has_a_letter_too(chaoyang, app):
    with app.app_context():
        judge = queries.find_judge(queries.find_competition(CHAOYANG), "judge-1")
        names = [
            accounts.confirm_device(accounts.begin_session(judge=judge), "", None)
            for _ in range(28)
        ]
    assert names[0] == "A"
    assert names[-3:] == ["Z", "AA", "AB"]


def test_a_confirmed_session_is_not_named_twice_and_an_ended_one_not_at_all(chaoyang, app):
    with app.app_context():
        judge = queries.find_judge(queries.find_competition(CHAOYANG), "judge-1")
        token = accounts.begin_session(judge=judge)
        assert accounts.confirm_device(token, "iPad", None) == "A · iPad"
        assert accounts.confirm_device(token, "Android", "Z · forged") == "A · iPad"
        accounts.end_session(token)
        assert accounts.confirm_device(token, "iPad", None) is None
    assert len(rows(app, "session.confirm")) == 1


@pytest.mark.parametrize(
    ("agent", "kind"),
    [
        (IPAD, "iPad · Safari"),
        (ANDROID, "Android · Chrome"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like "
            "Gecko) Version/17.5 Safari/605.1.15",
            "iPad/Mac · Safari",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like "
            "Gecko) Chrome/126.0.0.0 Safari/537.36",
            "Mac · Chrome",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
            "Windows · Edge",
        ),
        (
            "Mozilla/5.0 (Phone; OpenHarmony 4.1) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1 HuaweiBrowser/5.0",
            "HarmonyOS · Huawei Browser",
        ),
        ("curl/8.5.0", ""),
        ("", ""),
        ("<script>" * 500 + "iPad", ""),
    ],
)
def test_a_device_is_called_by_its_kind_and_browser_and_by_nothing_else(agent, kind):
    assert device_kind(agent) == kind


def test_each_look_at_the_links_is_recorded_and_the_page_says_so(organiser_client, chaoyang, app):
    text = words(organiser_client.get(f"{HERE}/links?lang=en").text)

    assert "The audit log records each time this page is opened" in text
    organiser_client.head(f"{HERE}/links")
    prefetched = organiser_client.get(f"{HERE}/links", headers={"Sec-Purpose": "prefetch"})
    assert (prefetched.status_code, prefetched.data) == (204, b"")
    (look,) = rows(app, "judge.see-links")
    assert look.who == "organiser 王芳"
    assert "Judges' links viewed" in words(organiser_client.get(f"{HERE}/audit?lang=en").text)


# The cards, and the newcomer's own where a judge was replaced.
WITH_LINKS = (f"{HERE}/links", f"{HERE}/matches/match-1/link/judge-1")


def test_no_other_page_of_the_organiser_holds_a_link(organiser_client, chaoyang, app):
    with app.app_context():
        competition = queries.find_competition(CHAOYANG)
        tokens = [judge.token for judge in competition.judges]
        addresses = [str(rule) for rule in app.url_map.iter_rules() if "GET" in rule.methods]
    known = {"key": CHAOYANG, "match_key": "match-1", "team_key": "education"} | {
        "judge_key": "judge-1",
        "stage_key": "final",
        "kind": "judges",
        "name": "judge-1",
    }
    for address in addresses:
        filled = re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", lambda m: known.get(m[1], "x"), address)
        if filled.startswith("/organiser") and filled not in WITH_LINKS:
            response = organiser_client.get(filled)
            # A stream never ends; its first message is its whole state.
            is_stream = response.mimetype == "text/event-stream"
            page = next(response.iter_encoded()) if is_stream else response.get_data()
            response.close()
            assert not any(token.encode() in page for token in tokens), filled
