"""The panel of the final confers: opened with every sheet in, revised, locked; or refused."""

import json
from collections.abc import Iterator

import pytest

from competition.actions import (
    archive,
    conferences,
    exclusions,
    rounds,
    sheet_locks,
    sheets,
    stage_release,
    undo,
)
from competition.actions.refusals import NotFound, Refused
from competition.actions.sheet_access import Closed
from competition.document import check_document
from competition.store import audit, file_export, queries
from competition.store.models import Competition, Judge, Match
from tests import factories

BY = "organiser 王芳"
HEAD = "judge li-na"
TEAMS = ("metro", "post")
PANEL = ("li-na", "zhang-wei", "jo")


@pytest.fixture
def league(load, app) -> Iterator[Competition]:
    whole = factories.league()
    whole["judges"].append({"key": "sam", "name": factories.text("Sam")})
    whole["stages"][1]["rounds"][0]["matches"][0]["trainees"] = ["sam"]
    key = load(whole)
    with app.app_context():
        found = queries.find_competition(key)
        assert found is not None
        yield found


def match_(competition: Competition) -> Match:
    found = queries.find_match(competition, "last")
    assert found is not None
    return found


def judge(competition: Competition, key: str) -> Judge:
    found = queries.find_judge(competition, key)
    assert found is not None
    return found


def submit(competition: Competition, key: str, team: str, law: str, base: int = 0) -> None:
    body = {"marks": {"law": law, "poise": "8"}, "state": "submitted", "base_version": base}
    author = judge(competition, key)
    sheets.write_sheet(author, "league", "last", team, body, factories.new_key())


@pytest.fixture
def marked(league) -> Competition:
    """Everybody has submitted, the trainee too."""
    for key in (*PANEL, "sam"):
        for team in TEAMS:
            submit(league, key, team, "7")
    return league


def changes(competition: Competition) -> list[tuple[str, str, str, str | None, str | None]]:
    return [tuple(each) for each in conferences.changes_of(match_(competition)) if each.is_changed]


def test_the_head_judge_opens_jo_revises_and_every_sheet_is_locked_when_it_closes(marked):
    conferences.open_conference("league", "last", HEAD, head="li-na")
    assert conferences.is_conferring(match_(marked))

    submit(marked, "jo", "metro", "8.5", base=1)
    conferences.close_conference("league", "last", HEAD, "", head="li-na")

    assert not conferences.is_conferring(match_(marked))
    assert changes(marked) == [("jo", "metro", "law", "7", "8.5")]
    for key in (*PANEL, "sam"):
        with pytest.raises(Closed) as closed:
            submit(marked, key, "metro", "9", base=2 if key == "jo" else 1)
        assert closed.value.code == "sheet_locked"


def test_what_is_reopened_and_changed_after_the_conference_is_not_of_the_conference(marked):
    conferences.open_conference("league", "last", BY)
    conferences.close_conference("league", "last", BY, "All agreed.")

    sheet_locks.follow_round("league", "last", "post", "jo", "A slip.", BY)
    submit(marked, "jo", "post", "9", base=1)

    assert changes(marked) == []
    with pytest.raises(Refused, match="has conferred"):
        conferences.open_conference("league", "last", BY)


def test_the_audit_log_tells_who_opened_what_changed_and_which_sheets_were_locked(marked):
    conferences.open_conference("league", "last", HEAD, head="li-na")
    submit(marked, "jo", "metro", "8.5", base=1)
    conferences.close_conference("league", "last", BY, "All agreed.")

    rows = audit.organisers_rows_after("league", 0)
    closed = next(row for row in rows if row.action == "match.close-conference")
    assert (closed.who, closed.subject) == (BY, "last")
    after = json.loads(closed.after)
    assert (after["reason"], after["changed"]) == ("All agreed.", ["jo/metro/law: 7 → 8.5"])
    locked = [row.subject for row in rows if row.action == "sheet.lock"]
    assert sorted(locked) == sorted(
        f"last/{team}/{key}" for team in TEAMS for key in (*PANEL, "sam")
    )


def test_the_file_with_a_conference_is_a_valid_file_and_comes_back_the_same(marked):
    conferences.open_conference("league", "last", HEAD, head="li-na")
    conferences.close_conference("league", "last", HEAD, "", head="li-na")

    file = file_export.competition_document(marked)
    (match,) = file["stages"][1]["rounds"][0]["matches"]
    assert set(match["conference"]) == {"opened_at", "opened_by", "closed_at"}
    assert check_document(file)["stages"][1]["rounds"][0]["matches"][0] == match


def test_while_a_sheet_is_missing_it_is_named_and_only_an_organiser_opens_with_a_reason(league):
    for key in PANEL:
        submit(league, key, "metro", "7")
    submit(league, "li-na", "post", "7")

    with pytest.raises(Refused, match=r"zhang-wei \(post\), jo \(post\)"):
        conferences.open_conference("league", "last", HEAD, "We want to.", head="li-na")
    with pytest.raises(Refused, match="jo"):
        conferences.open_conference("league", "last", BY)
    assert match_(league).conference is None

    conferences.open_conference("league", "last", BY, "Jo has left the hall.")
    assert conferences.is_conferring(match_(league))


@pytest.mark.parametrize("key", ["jo", "zhang-wei", "sam", "nobody"])
def test_nobody_but_the_panels_head_judge_opens_or_closes_it_on_a_tablet(marked, key):
    with pytest.raises(NotFound):
        conferences.open_conference("league", "last", f"judge {key}", head=key)
    conferences.open_conference("league", "last", BY)
    with pytest.raises(NotFound):
        conferences.close_conference("league", "last", f"judge {key}", "", head=key)
    assert conferences.is_conferring(match_(marked))


def test_a_void_match_a_closed_round_and_a_published_stage_are_refused_in_words(marked):
    def refused(words: str) -> None:
        with pytest.raises(Refused, match=words):
            conferences.open_conference("league", "last", BY, "Please.")

    exclusions.void_match("league", "last", "Power cut", BY)
    refused("taken out of the count")
    exclusions.count_match_again("league", "last", "It was in time", BY)
    rounds.set_state("league", "final-round", "closed", BY)
    refused("round is not open")
    stage_release.set_release("league", "final", "published", BY)
    refused("is published")


def test_a_round_that_is_closed_or_a_match_made_void_ends_what_the_panel_sees(marked):
    conferences.open_conference("league", "last", BY)
    rounds.set_state("league", "final-round", "closed", BY)
    assert not conferences.is_conferring(match_(marked))
    rounds.set_state("league", "final-round", "open", BY, "Go on.")
    assert conferences.is_conferring(match_(marked))
    exclusions.void_match("league", "last", "Power cut", BY)
    assert not conferences.is_conferring(match_(marked))

    conferences.close_conference("league", "last", BY, "Over.")
    assert "closed_at" in (match_(marked).conference or {})


def test_a_recused_judge_and_a_trainee_have_no_part_in_it(marked):
    exclusions.recuse_judge("league", "jo", [("last", "metro")], "A colleague", BY)
    conferences.open_conference("league", "last", BY)

    found = match_(marked)
    assert conferences.conferring_on(found, judge(marked, "jo")) == ["post"]
    assert conferences.conferring_on(found, judge(marked, "sam")) == []
    assert {(each.judge, each.team) for each in conferences.changes_of(found)} == {
        *((key, "post") for key in PANEL),
        ("li-na", "metro"),
        ("zhang-wei", "metro"),
    }


def test_without_a_reason_an_organiser_closes_nothing(marked):
    conferences.open_conference("league", "last", BY)
    with pytest.raises(Refused):
        conferences.close_conference("league", "last", BY, "  ")
    assert conferences.is_conferring(match_(marked))


def test_in_an_archived_competition_no_panel_confers(marked, tmp_path):
    archive.archive_competition("league", BY, tmp_path)
    with pytest.raises(Closed):
        conferences.open_conference("league", "last", BY)


def test_the_last_act_after_a_conference_is_its_end_which_no_touch_undoes(marked):
    conferences.open_conference("league", "last", BY)
    conferences.close_conference("league", "last", BY, "All agreed.")

    row = undo.last_organisers_act("league")
    assert row is not None
    assert row.action == "match.close-conference"
    with pytest.raises(Refused, match="cannot be undone"):
        undo.undo_last_act(marked, row.number, "A slip.", BY)
