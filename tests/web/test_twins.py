"""Twins: two databases, equal in public, as different as possible in what is hidden.

Whatever anybody can fetch must be equal byte for byte, headers and the stream included.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask

from competition.actions import (
    accounts,
    awards,
    competitions,
    deductions,
    fairness_release,
    hall_screen,
    reveal,
    rounds,
    rulings,
    setup,
    sheet_locks,
    sheets,
    shown_marks,
    snapshots,
    stage_release,
)
from competition.store import queries
from competition.store import sheets as reads
from competition.web import rate_limits
from tests import factories
from tests.conftest import app_in
from tests.fairness.final import marked_final

pytestmark = pytest.mark.sqlite(
    "every page in every state takes it minutes, and they come from the same snapshots"
)

KEY = factories.CHAOYANG
# Pages that hold a form make a token for it, new for everybody each time.
FORMS = ("sign_in.",)
# What the answers of files and of match clocks say of the time of day; no body says anything of it.
CLOCK = ("Date", "Expires", "Accord-Time")
ASKING = (
    {"Accept-Language": "zh-CN,zh;q=0.9"},
    {"Accept-Language": "en-GB,en;q=0.9"},
    {"Accept-Language": "en", "Accept-Encoding": "gzip, br"},
    {"HX-Request": "true", "Accept": "text/html, text/event-stream"},
)
OVERLAY = ("?show=match&match=match-1", "?show=match&match=match-3", "?show=clock", "?rows=1")
PLACE = re.compile(r"<(?:(\w+)(?:\(([^)]*)\))?:)?(\w+)>")
THERE = {
    "key": KEY,
    "competition": KEY,
    "match": "match-1",
    "team": "education",
    "stage": "final",
    "round": "round-1",
    "judge": "judge-1",
    "filename": "css/tokens.css",
}
Twins = tuple[Flask, Flask]


@pytest.fixture
def twins(new_home: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Twins]:
    """Two applications, each on a database of its own, with the Chaoyang final open.

    Their boards are frozen at the same minute: the minute is public.
    """
    monkeypatch.setattr(snapshots, "now", lambda: "2026-05-16T06:32:10.000+00:00")
    whole = factories.sample()
    whole["stages"][0]["rounds"][0]["state"] = "open"
    with ExitStack() as stack:
        made = []
        for name in ("ann", "bea"):
            app = stack.enter_context(app_in(new_home(name)))
            with app.app_context():
                competitions.load_competition(factories.checked(whole), "command line")
            made.append(app)
        yield made[0], made[1]


def submit(app: Flask, judge: str, match: str, team: str, value: str, state: str) -> None:
    with app.app_context():
        competition = queries.find_competition(KEY)
        assert competition is not None
        sitting = queries.find_judge(competition, judge)
        assert sitting is not None
        match_ = queries.find_match(competition, match)
        assert match_ is not None
        team_id = next(entry.team.id for entry in match_.entries if entry.team.key == team)
        seen = reads.find_sheet(match_.id, team_id, sitting.id)
        body = {
            "marks": dict.fromkeys(factories.DIMENSIONS, value),
            "comment": f"{value} from {judge}",
            "state": state,
            "base_version": seen.version if seen else 0,
        }
        sheets.write_sheet(sitting, KEY, match, team, body, factories.new_key())


def part(app: Flask, *, generous: bool) -> None:
    """Do everything that is hidden, differently in each twin."""
    for number in range(1, 8 if generous else 4):
        for match, team in (("match-1", "education"), ("match-2", "team-4")):
            submit(app, f"judge-{number}", match, team, "19.5" if generous else "3", "submitted")
    submit(app, "judge-7", "match-3", "team-6", "11", "draft")
    if generous:
        submit(app, "judge-7", "match-3", "team-6", "12", "submitted")
        submit(app, "judge-1", "match-1", "education", "20", "submitted")
    with app.app_context():
        competition = queries.find_competition(KEY)
        assert competition is not None
        for judge in competition.judges[: 6 if generous else 1]:
            accounts.begin_session(judge=judge)
        if generous:
            deductions.add_deduction(KEY, "match-1", "team-2", "2.5", "Overtime", "organiser 王芳")
            rulings.add_ruling(
                KEY, "final", ["team-2", "education"], "Decided by show of hands", "organiser 王芳"
            )
            accounts.renew_links(KEY, "judge-5", "organiser 王芳")
            accounts.add_organiser("王芳", factories.PASSWORD, "command line")
            rounds.set_state(KEY, "round-1", "closed", "organiser 王芳")
            prize = {"name": factories.text("一等奖"), "by": "rank", "stage": "final"}
            guest = {
                "name": factories.text("特别奖"),
                "by": "hand",
                "winners": [{"team": "team-2"}],
            }
            guest["reason"] = factories.text("风采出众")
            awards.add_awards(KEY, [prize | {"places": [1, 1]}, guest], "organiser 王芳")


def addresses(app: Flask) -> list[str]:
    """Every address that takes a GET, with its parameters filled in."""

    def fill(place: re.Match[str]) -> str:
        kind, choices, name = place.groups()
        if kind == "any":
            return choices.split(",")[0].strip("'\" ")
        return "1" if kind in ("int", "float") else THERE.get(name, "x")

    found = ["/no/such/page", "/c/nobody", "/c/nobody/stream", "/api/v1/nothing"]
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.endpoint.startswith(FORMS):
            found.append(PLACE.sub(fill, rule.rule))
    found += [f"/c/{KEY}/overlay{query}" for query in OVERLAY]
    return sorted(found)


def everything_public(app: Flask) -> dict[tuple[str, str, str], tuple[int, list[str], bytes]]:
    """Status, headers and body of every address, asked for in every way."""
    seen = {}
    # Unknown links are counted, and both applications share the counts.
    rate_limits.storage.reset()
    for address in addresses(app):
        for method in ("GET", "HEAD"):
            for asking in ASKING:
                client = app.test_client()
                response = client.open(address, method=method, headers=asking, buffered=False)
                if method == "GET" and response.mimetype == "text/event-stream":
                    body = next(iter(response.response))
                    assert isinstance(body, bytes)
                else:
                    body = response.data
                response.close()
                headers = sorted(f"{k}: {v}" for k, v in response.headers if k not in CLOCK)
                seen[(method, address, str(asking))] = (response.status_code, headers, body)
    return seen


def must_be_equal(twins: Twins) -> None:
    ann, bea = (everything_public(app) for app in twins)
    assert ann.keys() == bea.keys()
    assert len(ann) > 100
    for asked, answer in ann.items():
        assert answer == bea[asked], asked


def must_differ_inside(twins: Twins) -> None:
    exports = []
    for app in twins:
        with app.app_context():
            exports.append(competitions.export_competition(KEY))
    assert exports[0] != exports[1]


def release(app: Flask, mode: str) -> None:
    with app.app_context():
        stage_release.set_release(KEY, "final", mode, "command line")


def test_while_hidden_the_twins_cannot_be_told_apart(twins: Twins) -> None:
    before = everything_public(twins[0])

    part(twins[0], generous=True)
    part(twins[1], generous=False)

    must_differ_inside(twins)
    must_be_equal(twins)
    assert everything_public(twins[0]) == before


def test_while_frozen_the_twins_show_what_they_had_and_nothing_since(twins: Twins) -> None:
    for app in twins:
        release(app, "live")
        for number in range(1, 8):
            submit(app, f"judge-{number}", "match-1", "team-2", "15.5", "submitted")
        release(app, "frozen")
    before = everything_public(twins[0])

    part(twins[0], generous=True)
    part(twins[1], generous=False)

    must_differ_inside(twins)
    must_be_equal(twins)
    assert everything_public(twins[0]) == before


SCENES = (
    ("welcome", ""),
    ("match", "match-1"),
    ("radar", "education"),
    ("radar", "team-6"),
    ("clock", ""),
    ("black", ""),
)


def put_on(app: Flask, mode: str, about: str) -> None:
    with app.app_context():
        hall_screen.show_mode(KEY, mode, "organiser 王芳", about)


@pytest.mark.parametrize("release_", ["hidden", "frozen"])
def test_whatever_is_put_on_the_screens_the_twins_cannot_be_told_apart(
    twins: Twins, release_: str
) -> None:
    for app in twins:
        release(app, release_)
    part(twins[0], generous=True)
    part(twins[1], generous=False)
    must_differ_inside(twins)

    seen = set()
    for scene in SCENES:
        for app in twins:
            put_on(app, *scene)
        must_be_equal(twins)
        seen.add(twins[0].test_client().get(f"/c/{KEY}/screen").data)
    # Each of them is another picture, so the look was worth something.
    assert len(seen) == len(SCENES)


def test_hidden_marks_change_no_screen_in_any_mode(twins: Twins) -> None:
    ann = twins[0]
    put_on(ann, "radar", "education")
    before = everything_public(ann)
    part(ann, generous=True)
    assert everything_public(ann) == before


def test_a_reveal_shows_nobody_what_is_still_to_come(twins: Twins) -> None:
    # The same three teams come last in both; who won, and by how much, is otherwise.
    last = {"team-2": "5", "team-6": "4", "team-4": "3"}
    first = (
        {"education": "19", "team-3": "18.5", "team-5": "17"},
        {"team-5": "20", "education": "12", "team-3": "11.5"},
    )
    match = {"education": 1, "team-2": 1, "team-3": 2, "team-4": 2, "team-5": 3, "team-6": 3}
    for app, best in zip(twins, first, strict=True):
        for team, mark in (best | last).items():
            for number in range(1, 8):
                submit(app, f"judge-{number}", f"match-{match[team]}", team, mark, "submitted")
        with app.app_context():
            rounds.set_state(KEY, "round-1", "closed", "organiser 王芳")
        release(app, "frozen")
    must_differ_inside(twins)
    must_be_equal(twins)

    for step in range(4):
        for app in twins:
            with app.app_context():
                if step:
                    reveal.step_reveal(KEY, step - 1, step, "organiser 王芳")
                else:
                    reveal.begin_reveal(KEY, "final", "organiser 王芳")
        must_be_equal(twins)
    ann = twins[0].test_client().get(f"/c/{KEY}/board").data
    assert b"15.00" in ann
    for app in twins:
        with app.app_context():
            reveal.step_reveal(KEY, 3, 4, "organiser 王芳")
    assert twins[0].test_client().get(f"/c/{KEY}/board").data != ann
    with pytest.raises(AssertionError):
        must_be_equal(twins)


def test_marks_shown_before_a_freeze_stay_and_give_nothing_of_what_came_after(
    twins: Twins,
) -> None:
    for app in twins:
        for number in range(1, 8):
            for team in ("education", "team-2"):
                submit(app, f"judge-{number}", "match-1", team, str(10 + number), "submitted")
        with app.app_context():
            rounds.set_state(KEY, "round-1", "closed", "organiser 王芳")
        release(app, "live")
        with app.app_context():
            shown_marks.show_marks(KEY, "match-1", "organiser 王芳")
        release(app, "frozen")
    before = everything_public(twins[0])

    with twins[0].app_context():
        deductions.add_deduction(KEY, "match-1", "team-2", "2.5", "Overtime", "organiser 王芳")
        sheet_locks.reopen(KEY, "match-1", "education", "judge-1", "A slip", "organiser 王芳")
    submit(twins[0], "judge-1", "match-1", "education", "19.5", "submitted")

    must_differ_inside(twins)
    must_be_equal(twins)
    assert everything_public(twins[0]) == before


@pytest.mark.parametrize("mode", ["live", "published"])
def test_once_released_the_twins_are_told_apart_by_this_very_look(twins: Twins, mode: str) -> None:
    part(twins[0], generous=True)
    part(twins[1], generous=False)
    for app in twins:
        release(app, mode)

    ann, bea = (everything_public(app) for app in twins)

    unlike = {asked[1] for asked, answer in ann.items() if answer != bea[asked]}
    board = f"/c/{KEY}"
    assert {"/", board, f"{board}/screen", f"{board}/board", f"{board}/stream"} <= unlike
    assert {f"{board}/teams/education", f"{board}/overlay"} <= unlike
    assert f"/api/v1/competitions/{KEY}/snapshot" in unlike
    assert "/healthz" not in unlike


def test_beside_a_published_stage_only_the_checksum_of_the_record_differs(
    new_home: Callable[[str], Path],
) -> None:
    seen = []
    for name, mark in (("ann", "9"), ("bea", "3")):
        with app_in(new_home(name)) as app:
            with app.app_context():
                competitions.load_competition(factories.checked(factories.league()), "command line")
                stage_release.set_release("league", "semi", "published", "command line")
                jo = queries.find_judge(queries.find_competition("league"), "jo")
                body = {"marks": {"law": mark, "poise": "7"}, "state": "submitted"}
                body["base_version"] = 0
                sheets.write_sheet(jo, "league", "last", "metro", body, "key-1")
                # The next snapshot shows the newest checksum, and is made for another reason.
                part = {"name": factories.text("城市联赛", "The city league")}
                setup.save_part("league", "competition", part, "organiser 王芳")
            board = app.test_client().get("/c/league/board?lang=en").get_data(as_text=True)
            heads = re.findall(r"\b[0-9a-f]{64}\b", board)
            assert len(heads) == 1
            seen.append((heads[0], board.replace(heads[0], "HEAD")))
            snapshot = app.test_client().get("/api/v1/competitions/league/snapshot").get_data()
            assert heads[0].encode() not in snapshot
    assert seen[0][0] != seen[1][0]
    assert seen[0][1] == seen[1][1]


def without_head(answers: dict[tuple[str, str, str], tuple[int, list[str], bytes]], head: bytes):
    """Statuses and bodies without the record's checksum, which every entry changes."""
    return {
        asked: (status, body.replace(head, b"HEAD"))
        for asked, (status, _headers, body) in answers.items()
        if "gzip" not in asked[2]
    }


def test_beside_a_released_report_hidden_marks_change_nothing_but_the_checksum(
    new_home: Callable[[str], Path],
) -> None:
    whole = factories.league()
    whole["competition"]["key"] = KEY
    seen = []
    for name, mark in (("ann", "9"), ("bea", "3")):
        with app_in(new_home(name)) as app:
            with app.app_context():
                competitions.load_competition(factories.checked(whole), "command line")
                stage_release.set_release(KEY, "semi", "published", "command line")
                fairness_release.release_fairness(KEY, "command line")
                jo = queries.find_judge(queries.find_competition(KEY), "jo")
                body = {"marks": {"law": mark, "poise": "7"}, "state": "submitted"}
                sheets.write_sheet(jo, KEY, "last", "metro", body | {"base_version": 0}, "key-1")
                part = {"name": factories.text("城市联赛", "The city league")}
                setup.save_part(KEY, "competition", part, "organiser 王芳")
            board = app.test_client().get(f"/c/{KEY}/board?lang=en").get_data()
            (head,) = set(re.findall(rb"\b[0-9a-f]{64}\b", board))
            seen.append((head, without_head(everything_public(app), head)))
    (ann_head, ann), (bea_head, bea) = seen
    assert ann_head != bea_head
    assert ann.keys() == bea.keys()
    for asked, answer in ann.items():
        assert answer == bea[asked], asked
    reports = [answer for asked, answer in ann.items() if asked[1] == f"/c/{KEY}/fairness"]
    assert {status for status, _body in reports} == {200}


def test_a_released_report_does_not_tell_which_judge_is_which_letter(
    new_home: Callable[[str], Path],
) -> None:
    """Two judges of a kind have changed their sheets with each other: nobody can tell."""
    seen = []
    for name, exchanged in (("ann", {}), ("bea", {"judge-3": "judge-4", "judge-4": "judge-3"})):
        whole = marked_final()
        whole["stages"][0]["rounds"][0]["state"] = "closed"
        kinds = {judge["key"]: judge["category"] for judge in whole["judges"]}
        assert kinds["judge-3"] == kinds["judge-4"]
        for sheet in whole["sheets"]:
            sheet["judge"] = exchanged.get(sheet["judge"], sheet["judge"])
        with app_in(new_home(name)) as app:
            with app.app_context():
                competitions.load_competition(factories.checked(whole), "command line")
                stage_release.set_release(KEY, "final", "published", "command line")
                fairness_release.release_fairness(KEY, "command line")
            answer = app.test_client().get(f"/c/{KEY}/fairness?lang=en")
            assert answer.status_code == 200
            seen.append(answer.get_data(as_text=True))
            with app.app_context():
                export = competitions.export_competition(KEY)
            seen.append(export)
    ann, ann_inside, bea, bea_inside = seen
    assert ann_inside != bea_inside
    assert ann == bea
