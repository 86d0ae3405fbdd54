"""Two organisers at one instant: nobody overwrites what they have not seen."""

import ast
import itertools
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from competition.actions import (
    accounts,
    archive,
    competitions,
    deductions,
    exclusions,
    hall_screen,
    panels,
    rounds,
    rulings,
    setup,
    sheet_locks,
    sheets,
    stage_release,
    zones,
)
from competition.actions.accounts import renew_links
from competition.actions.change import change
from competition.actions.meanwhile import ChangedMeanwhile, Seen, seeing
from competition.store import audit, file_export, queries
from tests import factories

KEY = factories.CHAOYANG
FANG, WEI = "organiser 王芳", "organiser 张伟"


def newest() -> Seen:
    """What somebody knows who has just opened a page."""
    return Seen(audit.newest_row_number(KEY))


def part(kind: str, key: str) -> dict:
    """A part as the file has it now."""
    file = file_export.competition_document(queries.find_competition(KEY))
    return next(each for each in file[kind] if each["key"] == key)


def rename_team(name: str, by: str) -> None:
    """Call a team something else."""
    setup.save_part(KEY, "team", part("teams", "education") | {"zone": name}, by, key="education")


def stage_edit(name: str, by: str) -> None:
    """Call a stage something else."""
    new = {"key": "final", "name": {"zh": name, "en": name}, "across_matches": "mean"}
    setup.save_part(KEY, "stage", new, by, key="final")


def a_round_of_two(app: Flask, acts: list[Callable[[], object]]) -> list[str]:
    """Let every act begin at one instant, each for somebody who knows of what stands now."""
    with app.app_context():
        number = audit.newest_row_number(KEY)
    told: list[str] = []
    begin = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        with app.app_context(), seeing(Seen(number)):
            begin.wait()
            try:
                act()
            except ChangedMeanwhile:
                told.append("changed meanwhile")
            else:
                told.append("saved")

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


@pytest.fixture
def judges_write(app: Flask, chaoyang: str):
    """Two judges who write drafts as fast as they can until the test is over."""
    over = threading.Event()

    def write(judge_key: str) -> None:
        with app.app_context():
            judge = queries.find_judge(queries.find_competition(KEY), judge_key)
            for version in itertools.count():
                if over.is_set():
                    return
                body = {
                    "marks": factories.FULL_MARKS,
                    "state": "draft",
                    "comment": str(version),
                    "base_version": version,
                }
                sheets.write_sheet(judge, KEY, "match-1", "education", body, factories.new_key())

    threads = [threading.Thread(target=write, args=(f"judge-{n}",)) for n in (1, 2)]
    for thread in threads:
        thread.start()
    yield
    over.set()
    for thread in threads:
        thread.join()


def test_of_two_who_save_a_team_at_one_instant_one_is_told_that_it_was_changed(app, judges_write):
    for turn in range(20):
        told = a_round_of_two(
            app, [lambda by=by, turn=turn: rename_team(f"{by} {turn}", by) for by in (FANG, WEI)]
        )
        assert told == ["changed meanwhile", "saved"]


def test_of_two_releases_at_one_instant_one_is_refused(app, judges_write):
    for _turn in range(10):
        with app.app_context():
            now = queries.find_competition(KEY).stages[0].release
        others = [mode for mode in ("hidden", "live", "frozen") if mode != now]
        told = a_round_of_two(
            app,
            [
                lambda mode=mode, by=by: stage_release.set_release(KEY, "final", mode, by)
                for mode, by in zip(others, (FANG, WEI), strict=True)
            ],
        )
        assert told == ["changed meanwhile", "saved"]


def test_two_who_deduct_from_one_team_at_one_instant_deduct_once(app, chaoyang):
    def deduct(by: str) -> None:
        deductions.add_deduction(KEY, "match-1", "education", "2", "Over time", by)

    told = a_round_of_two(app, [lambda by=by: deduct(by) for by in (FANG, WEI)])

    assert told == ["changed meanwhile", "saved"]
    with app.app_context():
        assert len(queries.deductions_of(queries.find_competition(KEY))) == 1


def test_two_who_save_different_teams_are_both_told_saved(app, chaoyang):
    def save(team: str) -> None:
        setup.save_part(KEY, "team", part("teams", team) | {"zone": "East"}, FANG, key=team)

    told = a_round_of_two(app, [lambda: save("education"), lambda: save("team-2")])

    assert told == ["saved", "saved"]


TWICE: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
    "a team, saved and withdrawn": (
        lambda: exclusions.withdraw_team(KEY, "education", None, "Ill", WEI),
        lambda: rename_team("East", FANG),
    ),
    "a team's zone, and the zones made of such words": (
        lambda: rename_team("East", WEI),
        lambda: zones.make_zones_of_words(KEY, FANG),
    ),
    "a stage, saved twice": (lambda: stage_edit("One", WEI), lambda: stage_edit("Two", FANG)),
    "a round, closed and hidden": (
        lambda: rounds.set_state(KEY, "round-1", "closed", WEI),
        lambda: rounds.set_state(KEY, "round-1", "draft", FANG),
    ),
    "a round, closed twice": (
        lambda: rounds.set_state(KEY, "round-1", "closed", WEI),
        lambda: rounds.set_state(KEY, "round-1", "closed", FANG),
    ),
    "a match, void and recused": (
        lambda: exclusions.void_match(KEY, "match-1", "Fire alarm", WEI),
        lambda: exclusions.recuse_judge(KEY, "judge-1", [("match-1", "education")], "Kin", FANG),
    ),
    "a panel, changed in two ways": (
        lambda: panels.change_panels(KEY, {"match-1": ["judge-1", "judge-2"]}, WEI),
        lambda: panels.change_panels(KEY, {"match-1": ["judge-3"]}, FANG),
    ),
    "the visibility": (
        lambda: competitions.set_visibility(KEY, "private", WEI),
        lambda: competitions.set_visibility(KEY, "private", FANG),
    ),
    "a sheet, locked twice": (
        lambda: sheet_locks.lock(KEY, "match-1", "education", "judge-1", "Check", WEI),
        lambda: sheet_locks.lock(KEY, "match-1", "education", "judge-1", "Check", FANG),
    ),
    "a judge's link, renewed twice": (
        lambda: renew_links(KEY, "judge-1", WEI),
        lambda: renew_links(KEY, None, FANG),
    ),
    "the order of the teams": (
        lambda: setup.move_part(KEY, "team", "team-2", WEI, up=True),
        lambda: setup.move_part(KEY, "team", "team-3", FANG, up=True),
    ),
    "a stage with a match that was added meanwhile": (
        lambda: setup.save_part(
            KEY,
            "match",
            {"entries": [{"team": "education", "side": "labour"}], "panel": ["judge-1"]},
            WEI,
            parent="round-1",
        ),
        lambda: setup.remove_part(KEY, "stage", "final", FANG),
    ),
    "a ruling on one tie": (
        lambda: rulings.add_ruling(KEY, "final", ["education", "team-2"], "So decided", WEI),
        lambda: rulings.add_ruling(KEY, "final", ["team-2", "education"], "So decided", FANG),
    ),
}


@pytest.mark.parametrize(("first", "second"), TWICE.values(), ids=TWICE.keys())
def test_what_was_changed_since_the_page_was_made_is_not_overwritten(
    context, chaoyang, first, second
):
    page = newest()
    first()
    before = competitions.export_competition(KEY)

    with seeing(page), pytest.raises(ChangedMeanwhile) as refused:
        second()

    assert refused.value.values["who"] == WEI
    assert competitions.export_competition(KEY) == before


def test_whoever_has_seen_the_change_may_act(context, chaoyang):
    rename_team("East", WEI)

    with seeing(newest()):
        rename_team("West", FANG)

    assert part("teams", "education")["zone"] == "West"


def test_a_page_goes_on_from_its_own_act(context, chaoyang):
    with seeing(newest()):
        rename_team("East", FANG)
        rename_team("West", FANG)

    assert part("teams", "education")["zone"] == "West"


def test_a_command_that_states_nothing_is_the_last_writer(context, chaoyang):
    rename_team("East", WEI)
    rename_team("West", "command line")

    assert part("teams", "education")["zone"] == "West"


def test_a_page_of_a_competition_that_was_replaced_saves_nothing(context, chaoyang):
    page = newest()
    competitions.load_competition(factories.checked(factories.sample()), WEI, replace=True)

    with seeing(page), pytest.raises(ChangedMeanwhile):
        hall_screen.show_mode(KEY, "clock", FANG)


def test_a_competition_is_removed_only_as_it_was_read(context, chaoyang, tmp_path):
    page = newest()
    rename_team("East", WEI)

    with seeing(page), pytest.raises(ChangedMeanwhile):
        archive.remove_competition(KEY, KEY, FANG, tmp_path)


def test_a_look_at_the_judges_links_is_in_nobody_s_way(context, chaoyang, tmp_path):
    page = newest()
    accounts.note_links_seen(KEY, WEI)

    with seeing(page):
        archive.remove_competition(KEY, KEY, FANG, tmp_path)


# Acts on what nobody can overwrite, or with a check of their own under the same lock.
FREE = {
    "load_competition": "a new competition; a replacement compares the whole export",
    "begin_rehearsal": "a new competition, of what stands there when it is made",
    "fill_in_made_up_marks": "goes the way of the judges' sheets, which are in nobody's way",
    "end_rehearsal": "wipes what is made up, whatever came to it meanwhile",
    "copy_competition": "a new competition, of what stands there when it is made",
    "show_mode": "a mode says all that is shown, and every control page shows it within 2 s",
    "set_screen_clock": "as a mode does; refused while the clock runs",
    "run_screen_clock": "as a mode does; twice is as once",
    "_touch": "a touch of a match clock names the number of the state that it is for",
    "begin_clock_anew": "as a touch does",
    "raise_epoch": "the nodes' own; raised once, and looked at again under the lock",
    "accept_late_sheets": "a late sheet is decided once, on the version that the page showed",
    "decline_late_sheets": "a late sheet is decided once",
    "_type": "a clerk's own typing; the second is compared with the first under the lock",
    "_decide": "a paper sheet is decided once, and only where two typings differ",
    "store_waiting": "a paper sheet is stored once; what would move is confirmed by its digest",
    "import_bundle": "adds late sheets and overwrites nothing",
    "step_draw": "a step goes from the step that the page showed",
    "step_reveal": "a step goes from the step that the page showed",
    "step_award": "a step goes from the step that the page showed",
    "correct_awards": "what would move is confirmed by its digest (`CorrectionNeeded`)",
    "put_picture": "a picture takes the place of the one before, and nothing else hangs on it",
    "remove_picture": "as above; twice is as once",
    "note_links_seen": "changes nothing",
    "note_table_links_seen": "changes nothing",
    "note_table_opened": "changes nothing",
    "make_publication": "changes nothing but the audit log",
    "_new_tickets": "adds codes that are new beside all others",
}


def test_every_act_says_what_it_is_about():
    silent = set()
    for path in Path(setup.__file__).parent.glob("*.py"):
        for act in ast.parse(path.read_text(encoding="utf-8")).body:
            inside = list(ast.walk(act))
            is_change = any(isinstance(node, ast.With) and _opens_a_change(node) for node in inside)
            if is_change and not any(_checks(node) for node in inside):
                assert isinstance(act, ast.FunctionDef)
                silent.add(act.name)

    assert silent == set(FREE)


def _opens_a_change(node: ast.With) -> bool:
    calls = [item.context_expr for item in node.items]
    return any(
        isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "change"
        for call in calls
    )


def _checks(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "refuse_if_changed"


def test_a_judge_s_mark_is_in_nobody_s_way(context, chaoyang):
    page = newest()
    judge = queries.find_judge(queries.find_competition(KEY), "judge-1")
    body = {"marks": factories.FULL_MARKS, "state": "submitted", "base_version": 0}
    sheets.write_sheet(judge, KEY, "match-1", "education", body, "key-1")

    with seeing(page), change(KEY, FANG) as edit:
        edit.refuse_if_changed("sheet/match-1/education/judge-1")
