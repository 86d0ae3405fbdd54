"""The projector's modes and the page they are chosen from, through Flask's client."""

import re

import pytest

from competition.actions import hall_screen, stage_release
from competition.store import hall_screen as shows
from tests import factories
from tests.factories import CHAOYANG
from tests.web.reading_forms import form_at

HERE = f"/organiser/c/{CHAOYANG}/show"
SCREEN = f"/c/{CHAOYANG}/screen"
BY = "organiser 王芳"


@pytest.fixture
def put(app, chaoyang):
    """Put a mode on the screens: `put("match", "match-2")`."""

    def put_(mode, about=""):
        with app.app_context():
            hall_screen.show_mode(chaoyang, mode, BY, about)

    return put_


def scene(client, language="en"):
    """What the projector draws, without the page around it."""
    page = client.get(f"{SCREEN}?lang={language}").get_data(as_text=True)
    mode = re.search(r'<body[^>]* data-mode="(\w+)"', page)[1]
    drawn = re.search(r'(<div class="screen-content".*)</main>', page, re.DOTALL)[1]
    assert f'data-mode="{mode}"' in drawn
    return mode, drawn


def text(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def on(app):
    with app.app_context():
        now = shows.find_screen(CHAOYANG)
        return now.mode, dict(now.about), dict(now.clock)


def test_the_projector_shows_the_board_until_something_else_is_put_on(client, chaoyang):
    mode, drawn = scene(client)
    board = client.get(f"/c/{CHAOYANG}/board?lang=en").get_data(as_text=True)
    assert mode == "board"
    assert board in drawn


def test_a_match_is_called_up_with_teams_sides_topic_and_focal_points(client, put):
    put("match", "match-2")
    for language, said in (
        ("en", ("Round 1 · Match 2", "Labour side", "Zone 3 Team", "Employer side", "commission")),
        ("zh", ("第一轮", "职工方", "第三赛区代表队", "企业方", "平台抽成比例优化")),
    ):
        mode, drawn = scene(client, language)
        assert mode == "match"
        for words in said:
            assert words in text(drawn)
        assert "Zone 5" not in drawn


def test_a_teams_profile_holds_what_the_release_lets_through_and_no_more(app, api, client, put):
    for number in range(1, 8):
        assert api(f"judge-{number}").put("match-1", "education").status_code == 200
    put("radar", "education")

    mode, hidden = scene(client)
    assert mode == "radar"
    assert "No total has been released yet." in hidden
    assert "85.00" not in hidden

    with app.app_context():
        stage_release.set_release(CHAOYANG, "final", "live", BY)
    shown = scene(client)[1]
    assert "85.00" in shown
    assert "Place 1" in text(shown)
    assert '<polygon class="shape"' in shown

    assert "when the board was frozen" not in shown

    with app.app_context():
        stage_release.set_release(CHAOYANG, "final", "frozen", BY)
    assert "Final · totals when the board was frozen" in text(scene(client)[1])

    with app.app_context():
        stage_release.set_release(CHAOYANG, "final", "hidden", BY)
    assert scene(client)[1] == hidden


def test_welcome_black_and_the_clock_need_no_marks(client, app, put):
    put("welcome")
    assert "Federation of Trade Unions" in scene(client)[1]
    put("black")
    assert text(scene(client)[1]).strip() == ""
    with app.app_context():
        hall_screen.set_screen_clock(CHAOYANG, 150, "Jo Amsel", BY)
    put("clock")
    drawn = scene(client)[1]
    assert "2:30" in text(drawn)
    assert "Jo Amsel" in text(drawn)
    assert 'data-seconds="150"' in drawn
    assert "data-since" not in drawn


def test_the_stream_of_the_screens_gives_the_whole_scene_at_once(client, put):
    put("match", "match-1")
    response = client.get(f"{SCREEN}/stream?lang=en", buffered=False)
    assert response.mimetype == "text/event-stream"
    first = next(iter(response.response)).decode()
    response.close()
    assert first.startswith("id: 2\n")
    assert 'data: <div class="screen-content" id="screen-content-match-match-1"' in first


def test_the_phones_board_does_not_move_with_what_the_screens_show(client, put):
    before = client.get(f"/c/{CHAOYANG}?lang=en").data
    put("match", "match-1")
    put("black")
    assert client.get(f"/c/{CHAOYANG}?lang=en").data == before


def test_what_a_screen_was_about_may_be_gone(app, client, put):
    put("match", "match-3")
    put("radar", "team-6")
    with app.app_context():
        from competition.store.transactions import writing

        with writing():
            shows.find_screen(CHAOYANG).about = {"team": "nobody"}
    assert scene(client)[0] == "board"


def test_the_organiser_puts_things_on_with_one_touch(app, organiser_client, chaoyang):
    for data, expected in (
        ({"mode": "welcome"}, ("welcome", {})),
        ({"mode": "match", "about": "match-3"}, ("match", {"match": "match-3"})),
        ({"mode": "radar", "about": "team-2"}, ("radar", {"team": "team-2"})),
    ):
        response = organiser_client.submit(HERE, data)
        assert response.status_code == 303
        assert on(app)[:2] == expected
    page = organiser_client.get(f"{HERE}?lang=en").get_data(as_text=True)
    assert "On the projector now" in page
    assert re.search(r'value="team-2" aria-pressed="true"', page)
    assert "Only its name: the public may not see its total yet." in page


def test_the_matches_of_the_open_round_come_first_and_each_match_once(organiser_client, load):
    load(factories.league())

    page = organiser_client.get("/organiser/c/league/show?lang=en").get_data(as_text=True)

    final, semi = page.index('name="about" value="last"'), page.index("Semi-final round</bdi>")
    assert final < semi < page.index('name="about" value="semi-1"')
    assert page.index("<details") < semi, "the semi-final's round is folded"
    for match in ("last", "semi-1", "semi-2"):
        assert page.count(f'name="about" value="{match}"') == 1


def test_team_profiles_are_folded_away(organiser_client, chaoyang):
    page = organiser_client.get(f"{HERE}?lang=en").get_data(as_text=True)

    folded = page[page.index('<details class="fold" id="team-choices">') :]
    assert 'value="team-2"' in folded
    assert 'value="team-2"' not in page[: -len(folded)]


def test_htmx_is_answered_with_what_stands_now(organiser_client, chaoyang):
    response = organiser_client.submit(
        HERE, {"mode": "black"}, headers={"HX-Request": "true", "Accept-Language": "en"}
    )
    assert response.status_code == 200
    assert response.get_data(as_text=True).lstrip().startswith('<div id="show"')


def test_what_is_not_there_cannot_be_put_on_and_no_token_no_touch(app, organiser_client, chaoyang):
    assert organiser_client.submit(HERE, {"mode": "match", "about": "x"}).status_code == 404
    assert organiser_client.submit(HERE, {"mode": "fireworks"}).status_code == 404
    assert organiser_client.post(HERE, data={"mode": "black"}).status_code == 400
    assert on(app)[0] == "board"


def test_a_guest_and_a_judge_cannot_touch_the_screens(app, client, seat_judge, chaoyang):
    for visitor in (client, seat_judge("judge-1")):
        assert visitor.submit(HERE, {"mode": "black"}).status_code == 404
        assert visitor.submit(f"{HERE}/clock/start", {}).status_code == 404
    assert on(app)[0] == "board"


def test_the_clock_is_set_started_and_stopped(app, organiser_client, chaoyang):
    form = form_at(organiser_client, f"{HERE}/clock")
    assert (form["minutes"], form["seconds"]) == (["5"], ["0"])
    sent = {"minutes": "２", "seconds": "30", "label": "Zone 3 Team"}
    assert organiser_client.submit(f"{HERE}/clock", sent).status_code == 303
    assert organiser_client.submit(f"{HERE}/clock/start", {}).status_code == 303
    clock = on(app)[2]
    assert (clock["seconds"], clock["label"]) == (150, "Zone 3 Team")
    assert clock["since"] is not None
    assert organiser_client.submit(f"{HERE}/clock/pause", {}).status_code == 303
    assert on(app)[2]["since"] is None
    assert organiser_client.submit(f"{HERE}/clock/explode", {}).status_code == 404


def test_while_the_clock_runs_only_pause_can_be_touched(organiser_client, chaoyang):
    organiser_client.submit(f"{HERE}/clock/start", {})
    page = organiser_client.get(f"{HERE}?lang=en").text
    assert re.search(r'name="minutes" value="5"[^>]* disabled>', page)
    assert re.search(r"<button disabled>Reset</button>", page)
    assert "<button>Pause</button>" in page
    response = organiser_client.submit(f"{HERE}/clock?lang=en", {"minutes": "2"})
    assert response.status_code == 422
    assert "The clock is running." in response.text


@pytest.mark.parametrize("minutes", ["-1", "1e3", "x", "999", "1.5"])
def test_a_time_that_is_none_is_refused_beside_its_field(organiser_client, chaoyang, minutes):
    response = organiser_client.submit(f"{HERE}/clock", {"minutes": minutes, "label": "王"})
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert 'class="refusal"' in page
    assert 'value="王"' in page


def test_a_name_from_right_to_left_does_not_turn_the_sentence_round_it(organiser_client, load):
    whole = factories.sample()
    whole["teams"][0]["name"] = {"en": "فريق الحافلة"}
    load(whole)

    page = organiser_client.get(f"{HERE}?lang=en").get_data(as_text=True)

    assert "<bdi>فريق الحافلة</bdi> against <bdi>Zone 2 Team</bdi>" in page
