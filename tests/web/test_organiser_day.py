"""Today: rounds opened and closed, what the public sees, Progress, single sheets."""

import re

import pytest
from flask import Flask

from competition.actions import rounds, stage_release
from competition.store import audit, queries, snapshots
from tests import factories
from tests.conftest import Visitor
from tests.web.reading_forms import form_at, form_in

HERE = "/organiser/c/chaoyang-final"
TEAMS = ("education", "team-2", "team-3", "team-4", "team-5", "team-6")
MATCH = {team: f"match-{number // 2 + 1}" for number, team in enumerate(TEAMS)}


@pytest.fixture
def score(api):
    """Have judges score teams: `score(["education"], judges=[1, 2])`."""

    def all_of(teams, judges=range(1, 8), **more):
        for team in teams:
            for number in judges:
                response = api(f"judge-{number}").put(MATCH[team], team, **more)
                assert response.status_code == 200, response.get_data(as_text=True)

    return all_of


def state_of(app: Flask) -> tuple[str, str]:
    """The final's release and its round's state."""
    with app.app_context():
        competition = queries.find_competition(factories.CHAOYANG)
        assert competition is not None
        return competition.stages[0].release, competition.stages[0].rounds[0].state


def text(visitor: Visitor, path: str = "", **headers: str) -> str:
    """A page below the Chaoyang final, in English."""
    sign = "&" if "?" in path else "?"
    response = visitor.get(f"{HERE}{path}{sign}lang=en", headers=headers)
    assert response.status_code == 200, path
    return response.get_data(as_text=True)


def words(page: str) -> str:
    """A page's words without its tags, blanks made single."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


# The plan.


def test_an_open_round_stands_under_now_with_its_progress(organiser_client, chaoyang, score):
    score(["education"], judges=[1, 2, 3])

    page = text(organiser_client)

    now, after = page.index('id="when-now"'), page.index('id="when-next"')
    assert now < page.index('id="round-final-round-1"') < after
    assert "3 of 42 sheets" in page
    assert "3 of 14 sheets" in page


def test_placeholders_are_marked_as_such_on_the_plan(organiser_client, chaoyang):
    page = words(text(organiser_client))

    assert "parts of this competition are still placeholders" in page
    assert "Zone 2 Team placeholder" in page


def test_the_plan_moves_as_a_fragment(organiser_client, chaoyang):
    fragment = text(organiser_client, **{"HX-Request": "true"})

    assert fragment.lstrip().startswith('<div id="plan"')


# Rounds.


def test_closing_a_round_says_how_many_sheets_are_missing_and_then_does_it(
    organiser_client, chaoyang, score, app
):
    score(["education"])
    asked = words(text(organiser_client, "/round/final/round-1/closed"))
    assert "35 of 42 sheets are missing." in asked
    assert state_of(app)[1] == "open"

    response = organiser_client.submit(f"{HERE}/round/final/round-1/closed", {})

    assert response.location == HERE
    assert state_of(app)[1] == "closed"


def test_closing_a_round_says_whose_sheets_are_missing(organiser_client, chaoyang, score, api):
    score(TEAMS[1:])
    score(["education"], judges=[1, 3, 4, 5, 6])
    api("judge-2").put("match-1", "education", {"strategy": "9"}, state="draft")

    page = text(organiser_client, "/round/final/round-1/closed")

    assert "2 of 42 sheets are missing." in words(page)
    assert lacking(page) == [
        "Match 1 ● Labour side Chaoyang Education Union Joint Team : Judge 2 (draft), Judge 7"
    ]


def lacking(page: str) -> list[str]:
    """Which sheets the page says are missing, a line a team."""
    found = re.search(r'<ul class="lacking">(.*?)</ul>', page, re.S)
    return (
        re.findall(r"\S.*\S", "\n".join(words(li) for li in found[1].split("</li>")))
        if found
        else []
    )


def test_a_round_is_offered_to_be_taken_back_only_while_nothing_is_written_in_it(
    organiser_client, chaoyang, api
):
    address = "/round/final/round-1/closed"
    assert "Opened by mistake?" in text(organiser_client, address)

    api("judge-2").put("match-1", "education", {"strategy": "9"}, state="draft")

    assert "Opened by mistake?" not in text(organiser_client, address)


def test_where_no_round_is_left_nobody_is_sent_to_open_the_next(organiser_client, load):
    load(factories.sample())
    assert "Open the round: Final" in text(organiser_client)
    assert "Open a round in Today" in text(organiser_client, "/wall").replace("&#39;", "'")

    for state in ("open", "closed"):
        organiser_client.submit(f"{HERE}/round/final/round-1/{state}", {})

    assert "No round is open, and none is left to open." in text(organiser_client)
    assert "Open a round" not in text(organiser_client, "/wall")


def test_opening_a_round_says_that_all_its_matches_open_at_once(organiser_client, load):
    load(factories.sample())

    asked = words(text(organiser_client, "/round/final/round-1/open"))

    assert "All 3 matches of the round open at once" in asked


def test_reopening_a_round_without_a_reason_is_refused_and_with_one_is_audited(
    organiser_client, chaoyang, app
):
    address = f"{HERE}/round/final/round-1/open"
    organiser_client.submit(f"{HERE}/round/final/round-1/closed", {})

    refused = organiser_client.submit(f"{address}?lang=en", {"reason": "  "})
    assert refused.status_code == 422
    assert "Give a reason for reopening the round" in refused.get_data(as_text=True)
    assert state_of(app)[1] == "closed"

    organiser_client.submit(address, {"reason": "评委三漏交"})

    assert state_of(app)[1] == "open"
    with app.app_context():
        newest = audit.recent_rows(factories.CHAOYANG, 1)[0]
    assert newest.who == f"organiser {factories.ORGANISER}"
    assert "评委三漏交" in newest.after


def test_a_round_with_marks_cannot_be_taken_back(organiser_client, chaoyang, score, app):
    score(["education"], judges=[1])

    response = organiser_client.submit(f"{HERE}/round/final/round-1/draft?lang=en", {})

    assert response.status_code == 422
    assert "Judges have already written in this round" in response.get_data(as_text=True)
    assert state_of(app)[1] == "open"


def test_a_round_without_a_panel_cannot_be_opened_and_the_page_says_why(organiser_client, load):
    whole = factories.sample()
    whole["stages"][0]["rounds"][0]["matches"][1]["panel"] = []
    load(whole)

    response = organiser_client.submit(f"{HERE}/round/final/round-1/open?lang=en", {})

    assert response.status_code == 422
    assert "Match 2 has no panel yet" in response.get_data(as_text=True)
    assert "No panel yet" in text(organiser_client)


# Release.


def test_publishing_says_in_words_what_appears_and_what_is_missing(
    organiser_client, chaoyang, score
):
    score(["education", "team-2"])

    page = words(text(organiser_client, "/release/final/published"))

    assert "Final: from “Hidden” to “Published”" in page
    assert "will show the totals and places of 2 teams" in page
    assert "28 of 42 sheets are missing." in page
    assert "a sheet is missing: Zone 3 Team, Zone 4 Team, Zone 5 Team, Zone 6 Team." in page
    assert "Chaoyang Education Union Joint Team, Zone 2 Team share place 1" in page
    assert "Still open: Round 1." in page
    assert "Still placeholders" in page


@pytest.mark.parametrize(
    ("rule", "further"),
    [
        ("wait", "Every other total appears automatically once its team's last sheet is in"),
        ("exclude", "Every other total appears automatically with its team's first sheet"),
    ],
)
def test_going_live_promises_further_totals_only_while_sheets_are_missing(
    organiser_client, load, score, rule, further
):
    whole = factories.sample()
    whole["stages"][0]["rounds"][0]["state"] = "open"
    whole["scoring"]["missing_sheet"] = rule
    load(whole)
    score(TEAMS[:5])
    assert further in words(text(organiser_client, "/release/final/live"))

    score(TEAMS[5:])

    page = words(text(organiser_client, "/release/final/live"))
    assert "Each further total" not in page
    assert "All 42 sheets are in." in page


def test_a_release_needs_the_second_touch(organiser_client, chaoyang, app):
    address = f"{HERE}/release/final/live"
    form = form_at(organiser_client, address)

    first = organiser_client.post(f"{address}?lang=en", data=form)
    assert first.status_code == 422
    assert "then tick this box" in first.get_data(as_text=True)
    assert state_of(app)[0] == "hidden"

    organiser_client.post(address, data=form | {"sure": ["y"]})

    assert state_of(app)[0] == "live"


def test_a_release_that_another_changed_meanwhile_is_asked_about_again(
    organiser_client, chaoyang, app
):
    address = f"{HERE}/release/final/frozen"
    form = form_at(organiser_client, address) | {"sure": ["y"]}
    with app.app_context():
        stage_release.set_release(factories.CHAOYANG, "final", "live", "command line")

    response = organiser_client.post(f"{address}?lang=en", data=form)

    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert "changed meanwhile" in page
    assert "sure" not in form_in(page)
    assert state_of(app)[0] == "live"


def test_a_frozen_stage_leads_on_to_its_reveal(organiser_client, chaoyang, app):
    address = f'href="{HERE}/show/reveal/final"'
    assert address not in text(organiser_client)

    with app.app_context():
        stage_release.set_release(factories.CHAOYANG, "final", "frozen", "organiser 王芳")

    assert address in text(organiser_client)


def test_hiding_says_what_disappears_and_freezing_what_stays(
    organiser_client, chaoyang, score, app
):
    score(["education", "team-2"])
    with app.app_context():
        stage_release.set_release(factories.CHAOYANG, "final", "live", "command line")

    assert "The totals of 2 teams, which the public can see now, disappear" in words(
        text(organiser_client, "/release/final/hidden")
    )
    assert "The public keeps seeing what it sees now: the totals of 2 teams." in words(
        text(organiser_client, "/release/final/frozen")
    )


def test_freezing_what_is_hidden_says_that_nothing_will_be_seen(organiser_client, chaoyang, score):
    score(["education"])

    page = words(text(organiser_client, "/release/final/frozen"))

    assert "The public sees no total of this stage now, and will see none" in page


def test_what_the_confirmation_promised_is_what_the_public_gets(
    organiser_client, chaoyang, score, app
):
    score(["education", "team-2", "team-3"])
    address = f"{HERE}/release/final/published"
    promised = words(text(organiser_client, "/release/final/published"))
    number = re.search(r"places of (\d+) teams", promised)
    assert number

    organiser_client.post(address, data=form_at(organiser_client, address) | {"sure": ["y"]})

    with app.app_context():
        snapshot = snapshots.newest_snapshot(factories.CHAOYANG)
        assert snapshot is not None
        assert len(snapshot.public()["stages"][0]["standings"]) == int(number[1])


def test_releasing_a_stage_that_carries_what_is_hidden_warns_that_it_is_held_back(
    organiser_client, load
):
    load(factories.league())

    page = organiser_client.get("/organiser/c/league/release/final/published?lang=en").text

    assert "This stage carries over the totals of Semi-final." in words(page)
    assert "what it sees of this stage stays the same" in words(page)


@pytest.mark.parametrize("path", ["none/live", "final/secret", "final/LIVE"])
def test_a_release_that_does_not_exist_is_a_missing_page(organiser_client, chaoyang, path):
    assert organiser_client.get(f"{HERE}/release/{path}").status_code == 404


# Progress.


def cell(page: str, team: str, judge: str) -> str:
    """The words of one cell."""
    found = re.search(rf'href="[^"]*/{team}/{judge}">(.*?)</a>', page, re.S)
    assert found, (team, judge)
    return words(found[1]).strip()


def test_progress_shows_each_state_by_a_word(organiser_client, chaoyang, score, api):
    score(["education"], judges=[1, 2, 4])
    api("judge-2").put("match-1", "education", {"strategy": "11"}, state="draft", base=1)
    api("judge-3").put("match-1", "education", {"strategy": "11.5"}, state="draft")
    for judge, hold in (("judge-4", "locked"), ("judge-5", "reopened")):
        organiser_client.submit(
            f"{HERE}/sheet/match-1/education/{judge}", {"hold": hold, "reason": "笔误"}
        )

    page = text(organiser_client, "/wall")

    assert cell(page, "education", "judge-1") == "Submitted receipt 0001"
    assert cell(page, "education", "judge-2") == "Submitted receipt 0002 newer draft"
    assert cell(page, "education", "judge-3") == "Draft 1/5"
    assert cell(page, "education", "judge-4") == "Locked Submitted receipt 0003"
    assert cell(page, "education", "judge-5") == "Reopened Not started"
    assert cell(page, "education", "judge-6") == "Not started"
    assert "11.5" not in words(page)
    assert "84.5" not in words(page)


def test_progress_answers_with_nothing_until_something_moves(
    organiser_client, chaoyang, score, app
):
    page = text(organiser_client, "/wall")
    found = re.search(r'data-hx-get="([^"]*)"', page)
    assert found
    ask = {"HX-Request": "true"}
    assert organiser_client.get(found[1], headers=ask).status_code == 204

    with app.app_context():
        rounds.set_state(factories.CHAOYANG, "final/round-1", "closed", "command line")
    after = organiser_client.get(found[1], headers=ask)

    assert after.status_code == 200
    assert "No round is open" in after.get_data(as_text=True)


def test_progress_shows_a_closed_round_when_all_are_asked_for(organiser_client, chaoyang):
    organiser_client.submit(f"{HERE}/round/final/round-1/closed", {})

    assert "progress-table" not in text(organiser_client, "/wall")
    assert "progress-table" in text(organiser_client, "/wall?all=1")


def test_a_sheet_reopened_in_a_closed_round_is_shown_on_progress(organiser_client, chaoyang):
    organiser_client.submit(f"{HERE}/round/final/round-1/closed", {})

    done = organiser_client.submit(
        f"{HERE}/sheet/match-1/education/judge-3", {"hold": "reopened", "reason": "漏交"}
    )
    assert done.location == f"{HERE}/wall"
    page = text(organiser_client, "/wall")

    assert cell(page, "education", "judge-3") == "Reopened Not started"
    assert "Closed" in words(page)


def test_closing_and_publishing_warn_of_a_reopened_sheet(organiser_client, chaoyang, score):
    score(["education"], judges=[3])
    assert "reopened" not in text(organiser_client, "/round/final/round-1/closed").replace(
        "can be reopened with a reason", ""
    )
    organiser_client.submit(
        f"{HERE}/sheet/match-1/education/judge-3", {"hold": "reopened", "reason": "笔误"}
    )

    closing = words(text(organiser_client, "/round/final/round-1/closed"))
    publishing = words(text(organiser_client, "/release/final/published"))

    assert "1 sheet is reopened: its judge can change it even after" in closing
    assert "1 sheet is reopened. When its judge submits it, what the public sees" in publishing


# A rule that passes over missing sheets.


@pytest.fixture
def passing_over(load):
    """The Chaoyang final, open, by a rule that counts a panel without its missing sheets."""
    whole = factories.sample()
    whole["stages"][0]["rounds"][0]["state"] = "open"
    whole["scoring"]["missing_sheet"] = "exclude"
    return load(whole)


def test_under_a_rule_that_passes_over_missing_sheets_live_is_said_as_it_is(
    organiser_client, passing_over, score, client, app
):
    score(["education"], judges=[1])

    asked = words(text(organiser_client, "/release/final"))
    assert "appears with its first sheet and changes with every further one" in asked
    assert "as soon as all its sheets are in" not in asked
    confirming = words(text(organiser_client, "/release/final/live"))
    assert "with its team's first sheet, and changes" in confirming
    assert "a total with a single sheet shows that one judge's marks" in confirming

    with app.app_context():
        stage_release.set_release(factories.CHAOYANG, "final", "live", "command line")
    board = client.get("/c/chaoyang-final/board?lang=en").text
    assert "A team enters the standings with its first sheet" in board
    assert "as soon as all its sheets are in" not in board
    assert 'id="row-final-education" data-team="education" data-rank="1"' in board


def test_the_rubric_page_warns_of_passing_over_sheets_while_a_stage_is_shown(
    organiser_client, passing_over, app
):
    assert "counts-without" not in text(organiser_client, "/rubric")

    with app.app_context():
        stage_release.set_release(factories.CHAOYANG, "final", "live", "command line")

    assert "The public sees Final now." in words(text(organiser_client, "/rubric"))


def test_a_withdrawn_team_is_not_waited_for(organiser_client, load):
    whole = factories.sample()
    whole["teams"][0]["withdrawn"] = True
    whole["stages"][0]["rounds"][0]["state"] = "open"
    load(whole)

    assert "0 of 35 sheets" in text(organiser_client)


# A single sheet.


def test_a_locked_sheet_takes_no_marks_and_a_reason_is_needed(organiser_client, chaoyang, api):
    address = f"{HERE}/sheet/match-1/education/judge-1"

    refused = organiser_client.submit(f"{address}?lang=en", {"hold": "locked", "reason": " "})
    assert refused.status_code == 422
    assert "Give a reason" in refused.get_data(as_text=True)

    organiser_client.submit(address, {"hold": "locked", "reason": "核对"})

    assert api("judge-1").put("match-1", "education").status_code == 423


def test_a_reopened_sheet_takes_marks_in_a_closed_round(organiser_client, chaoyang, api):
    organiser_client.submit(f"{HERE}/round/final/round-1/closed", {})
    organiser_client.submit(
        f"{HERE}/sheet/match-1/education/judge-1", {"hold": "reopened", "reason": "漏交"}
    )

    assert api("judge-1").put("match-1", "education").status_code == 200
    assert api("judge-2").put("match-1", "education").status_code == 423


def test_every_version_of_a_sheet_is_shown(organiser_client, chaoyang, api):
    api("judge-1").put("match-1", "education", {"strategy": "11"}, state="draft")
    api("judge-1").put("match-1", "education", base=1, comment="<b>有理</b>")

    page = text(organiser_client, "/sheet/match-1/education/judge-1")

    assert "Version 2" in page
    assert "Version 1" in page
    assert "receipt 0002" in page
    assert "&lt;b&gt;有理&lt;/b&gt;" in page


@pytest.mark.parametrize(
    "path", ["match-1/team-3/judge-1", "match-9/education/judge-1", "match-1/education/judge-9"]
)
def test_a_sheet_that_cannot_be_is_a_missing_page(organiser_client, chaoyang, path):
    assert organiser_client.get(f"{HERE}/sheet/{path}").status_code == 404


def test_marks_read_alike_however_they_were_typed_and_the_api_gives_them_back_as_typed(
    organiser_client, chaoyang, api, seat_judge
):
    typed = dict.fromkeys(factories.DIMENSIONS, "17.0") | {"strategy": "015", "results": "9.50"}
    api("judge-2").put("match-1", "education", typed)

    sheet = text(organiser_client, "/sheet/match-1/education/judge-2")
    read = re.findall(r'<td class="number">([^<]*)</td>', sheet)
    assert read == ["17", "17", "15", "17", "9.5", "75.5"]
    own = seat_judge("judge-2").get("/judge/matches/match-1?lang=en").text
    assert re.findall(r'<dd class="figure">([\d.]+)', own) == read[:5]
    assert api("judge-2").get("match-1", "education").get_json()["marks"] == typed


def test_once_every_round_is_closed_the_day_leads_on_to_freezing_or_publishing(
    organiser_client, chaoyang, app
):
    onward = [f'href="{HERE}/release/final/{mode}"' for mode in ("frozen", "published")]

    def leads_on():
        page = text(organiser_client)
        return [address in page for address in onward]

    assert leads_on() == [False, False]
    with app.app_context():
        rounds.set_state(factories.CHAOYANG, "round-1", "open", "organiser 王芳")
        stage_release.set_release(factories.CHAOYANG, "final", "live", "organiser 王芳")
    assert leads_on() == [False, False]

    with app.app_context():
        rounds.set_state(factories.CHAOYANG, "round-1", "closed", "organiser 王芳")
    assert leads_on() == [True, True]

    with app.app_context():
        stage_release.set_release(factories.CHAOYANG, "final", "published", "organiser 王芳")
    assert leads_on() == [False, False]


def test_a_sheet_of_an_open_round_is_offered_to_be_locked_first_and_of_a_closed_one_to_be_reopened(
    organiser_client, chaoyang, app
):
    def first_offered():
        page = text(organiser_client, "/sheet/match-1/education/judge-1")
        return re.search(r'<select id="hold".*?<option value="(\w*)"', page, re.DOTALL)[1]

    with app.app_context():
        rounds.set_state(factories.CHAOYANG, "round-1", "open", "organiser 王芳")
    assert first_offered() == "locked"

    with app.app_context():
        rounds.set_state(factories.CHAOYANG, "round-1", "closed", "organiser 王芳")
    assert first_offered() == "reopened"
