"""The control room: the match that is on, who has submitted, the projector in one touch."""

import re
from typing import Any

import pytest

from competition.actions import exclusions, match_clocks, paper_entries, rounds
from competition.match_clock import new_clock, suggested_clock
from competition.store import audit, hall_screen, queries
from competition.store.match_clocks import MatchClock
from competition.store.transactions import writing
from tests import factories, pages
from tests.conftest import Visitor

HERE = f"/organiser/c/{factories.CHAOYANG}"
BY = f"organiser {factories.ORGANISER}"


@pytest.fixture
def evening(app):
    """Nearly everybody has marked nearly everything: in the third match six sheets are missing."""
    with app.app_context():
        pages.load(pages.open_final())
        pages.evening()


@pytest.fixture
def touch_clock(app):
    """Have the clock of a match touched at a time: `touch_clock("match-1", 2000)`."""

    def touch(match: str, at: int) -> None:
        with app.app_context(), writing() as session:
            competition = queries.find_competition(factories.CHAOYANG)
            assert competition is not None
            session.add(
                MatchClock(
                    competition_id=competition.id,
                    competition_key=competition.key,
                    match_key=match,
                    state=new_clock(suggested_clock(), ("labour", "employer")),
                    changed_at=at,
                )
            )

    return touch


def room(visitor: Visitor, query: str = "", **headers: str) -> str:
    """The control room in English."""
    sign = "&" if query else "?"
    response = visitor.get(f"{HERE}/control{query}{sign}lang=en", headers=headers)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def match_on(page: str) -> str:
    """The heading of the match that the page is about, without its tags."""
    found = re.search(r'<h2 id="match-on">(.*?)</h2>', page, re.DOTALL)
    assert found, page
    return " ".join(re.sub(r"<[^>]+>", "", found[1]).split())


def test_without_a_clock_it_is_about_the_first_match_that_waits_for_a_sheet(
    organiser_client, evening
):
    page = room(organiser_client)

    assert match_on(page).startswith("Match 3:")
    assert "7 of 13 sheets" in page


def test_it_follows_the_match_whose_clock_was_touched_last(organiser_client, evening, touch_clock):
    touch_clock("match-1", 1000)
    touch_clock("match-2", 2000)

    assert match_on(room(organiser_client)).startswith("Match 2:")


def test_another_match_is_chosen_and_the_clock_followed_again(
    organiser_client, evening, touch_clock
):
    touch_clock("match-2", 2000)

    page = room(organiser_client, "?match=match-1")

    assert match_on(page).startswith("Match 1:")
    assert 'data-hx-get="/organiser/c/chaoyang-final/control?match=match-1"' in page
    assert "Follow the clock again" in page
    assert "Follow the clock again" not in room(organiser_client)


def test_a_match_that_does_not_count_is_not_offered(app, organiser_client, evening):
    with app.app_context():
        exclusions.void_match(factories.CHAOYANG, "match-3", "The hall was evacuated.", BY)

    page = room(organiser_client)

    assert match_on(page).startswith("Match 1:")
    assert "?match=match-3" not in page


def test_between_rounds_it_says_that_no_match_is_on_and_what_comes_next(
    app, organiser_client, evening
):
    with app.app_context():
        rounds.set_state(factories.CHAOYANG, "round-1", "closed", BY)

    page = room(organiser_client)

    assert "No round is open, so no match is on." in page
    assert re.search(r'<a class="button primary" href="[^"]+" data-key="n"', page)


def test_who_has_submitted_is_shown_without_a_mark(organiser_client, evening):
    page = room(organiser_client)

    assert "Submitted" in page
    assert "Draft 1/5" in page
    assert not set(factories.FULL_MARKS.values()) & set(re.findall(r"\d+\.\d+", page))


def far_final() -> dict[str, Any]:
    """The league's final: everybody has marked the metro, Jo Amsel far from the others."""
    whole = factories.league()
    for judge, mark in (("li-na", "8"), ("zhang-wei", "8"), ("jo", "9.5")):
        for team in ("metro", "post"):
            sheet = {"match": "last", "team": team, "judge": judge, "state": "submitted"}
            sheet |= {"marks": {"law": mark, "poise": mark if team == "metro" else "8"}}
            whole["sheets"].append(
                sheet | {"version": 1, "submitted_at": "2026-05-02T10:00:00+08:00"}
            )
    return whole


def test_a_sheet_far_from_the_panel_is_named_without_a_mark(organiser_client, load):
    load(far_final())

    page = organiser_client.get("/organiser/c/league/control?lang=en").get_data(as_text=True)

    assert "Far from the panel" in page
    assert 'href="/organiser/c/league/sheet/last/metro/jo"' in page
    assert "Match 1: Jo Amsel for 地铁队" in re.sub(r"<[^>]+>", "", page)
    assert "28.5" not in page


@pytest.mark.parametrize(
    ("judge", "is_told"), [("li-na", True), ("zhang-wei", False), ("jo", False)]
)
def test_on_tablets_the_head_judge_alone_is_told_of_it(load, seat_judge, judge, is_told):
    load(far_final())

    page = seat_judge(judge, "league").get("/judge?lang=en").get_data(as_text=True)

    assert ("far from the panel" in page) == is_told
    assert ("Jo Amsel for 地铁队" in re.sub(r"<[^>]+>", "", page)) == is_told


def test_the_head_judge_who_changes_an_own_sheet_is_told_nothing_meanwhile(load, seat_judge):
    whole = far_final()
    own = next(
        sheet for sheet in whole["sheets"] if sheet["judge"] == "li-na" and sheet["match"] == "last"
    )
    own["history"] = [{key: own[key] for key in ("marks", "state", "version", "submitted_at")}]
    own |= {"state": "draft", "version": 2}
    del own["submitted_at"]
    load(whole)

    page = seat_judge("li-na", "league").get("/judge?lang=en").get_data(as_text=True)

    assert "far from the panel" not in page


def test_what_waits_for_a_decision_is_linked_there(app, organiser_client, load, monkeypatch):
    load(factories.league(clock=suggested_clock()))
    with app.app_context():
        for second, button in ((1000, "start"), (1195.9, "pause")):
            monkeypatch.setattr(match_clocks.time, "time_ns", lambda at=second: int(at * 10**9))
            match_clocks.touch_clock("league", "last", button, BY)
        for clerk, law in (("陈晓", "8"), ("赵敏", "8.5")):
            keys = paper_entries.PaperSheetKeys("last", "metro", "jo")
            paper_entries.type_sheet("league", keys, {"law": law, "poise": "7"}, clerk)

    page = organiser_client.get("/organiser/c/league/control?lang=en").get_data(as_text=True)

    assert "Match 1: overtime is not decided yet." in page
    assert 'href="/organiser/c/league/matches/last/overtime">Review and decide' in page
    assert "1 paper sheet was typed differently by two clerks." in page
    assert 'href="/organiser/c/league/paper">Review and decide' in page


def test_of_many_matches_six_are_offered_and_the_others_listed(organiser_client, load):
    whole = factories.league()
    final = whole["stages"][1]["rounds"][0]["matches"]
    for number in range(8):
        pair = (f"labour-{number}", f"employer-{number}")
        whole["teams"] += [{"key": key, "name": factories.text(key)} for key in pair]
        entries = [
            {"team": key, "side": side}
            for key, side in zip(pair, ("labour", "employer"), strict=True)
        ]
        final.append({**final[0], "key": f"more-{number}", "entries": entries})
    load(whole)

    page = organiser_client.get("/organiser/c/league/control?lang=en").get_data(as_text=True)

    assert len(re.findall(r'data-key="\d"', page)) == 6
    assert "Other matches (3)" in page


def test_the_projector_is_switched_from_there_at_once(app, organiser_client, evening):
    response = organiser_client.submit(
        f"{HERE}/control/show", {"mode": "match", "about": "match-3"}
    )

    assert response.status_code == 303
    assert response.headers["Location"] == f"{HERE}/control"
    with app.app_context():
        screen = hall_screen.find_screen(factories.CHAOYANG)
        assert (screen.mode, screen.about) == ("match", {"match": "match-3"})
        row = audit.newest_row(factories.CHAOYANG)
        assert row is not None
        assert (row.who, row.action) == (BY, "show.mode")


def test_htmx_is_answered_with_the_part_that_changes(organiser_client, evening):
    page = room(organiser_client, **{"HX-Request": "true"})

    assert page.lstrip().startswith('<div id="control-room"')


def test_what_the_projector_cannot_show_is_refused_there(organiser_client, evening):
    room(organiser_client)
    refused = organiser_client.submit(f"{HERE}/control/show", {"mode": "marks", "about": "match-3"})

    assert refused.status_code == 422
    assert "The marks of this match are not shown yet." in refused.get_data(as_text=True)


@pytest.mark.parametrize("path", ["", "/control"])
def test_everything_of_the_day_at_the_table_is_linked(organiser_client, evening, path):
    page = organiser_client.get(f"{HERE}{path}?lang=en").get_data(as_text=True)

    for at in (
        *("clock", "tables", "messages", "appeals", "deductions", "paper", "trainees"),
        *("vote", "rehearsal"),
    ):
        assert f'href="{HERE}/{at}"' in page, at
    assert f'<a href="{HERE}/control"' in page
