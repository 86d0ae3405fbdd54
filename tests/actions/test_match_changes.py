"""What changes of a match's teams on the day: one act each, with a reason, and nothing vanishes."""

import pytest

from competition.actions import exclusions, match_changes, match_repeats, sheets, stage_release
from competition.actions.corrections import Confirmation, CorrectionNeeded, confirming
from competition.actions.match_repeats import RepeatChanges
from competition.actions.meanwhile import ChangedMeanwhile, Seen, seeing
from competition.actions.refusals import NotFound, Refused
from competition.actions.standings import count_standings
from competition.store import audit, file_export, queries, snapshots
from tests import factories

BY = "organiser 王芳"
MARKS = {"law": "9", "poise": "9"}


def league() -> dict:
    """The league whose teams have three members, the third a reserve, marked one by one."""
    whole = factories.league()
    whole["rubric"]["personal"] = {"max": "10", "step": "1"}
    for team in whole["teams"]:
        team["members"] = [
            {"key": f"{team['key']}-{n}", "name": factories.text(f"选手{n}", f"Member {n}")}
            for n in (1, 2, 3)
        ]
        team["members"][2]["reserve"] = True
    return whole


@pytest.fixture
def final(load, app):
    load(league())
    with app.app_context():
        yield


def whole() -> dict:
    return file_export.competition_document(queries.find_competition("league"))


def matches(stage: int = 1) -> list[dict]:
    return whole()["stages"][stage]["rounds"][0]["matches"]


def members(team: str) -> dict[str, bool]:
    (part,) = [each for each in whole()["teams"] if each["key"] == team]
    return {member["key"]: bool(member.get("reserve")) for member in part["members"]}


def mark(judge: str, team: str, **more) -> None:
    row = queries.find_judge(queries.find_competition("league"), judge)
    body = {"marks": MARKS, "state": "submitted", "comment": "", "base_version": 0, **more}
    sheets.write_sheet(row, "league", "last", team, body, factories.new_key())


def test_a_team_that_came_late_is_recorded_once_with_minutes_and_reason(final):
    match_changes.record_late("league", "last", "metro", 5, "Traffic", BY)
    match_changes.record_late("league", "last", "metro", 12, "Traffic, till the end", BY)

    (part,) = matches()[0]["late"]
    assert (part["team"], part["minutes"], part["reason"]["en"]) == (
        "metro", 12, "Traffic, till the end",
    )  # fmt: skip
    assert not whole().get("deductions")

    match_changes.take_late_back("league", "last", "metro", "The clock was wrong", BY)
    assert "late" not in matches()[0]
    with pytest.raises(NotFound):
        match_changes.take_late_back("league", "last", "metro", "Again", BY)


@pytest.mark.parametrize("minutes", [0, -3, 1441])
def test_minutes_out_of_range_are_refused(final, minutes):
    with pytest.raises(Refused, match="whole number"):
        match_changes.record_late("league", "last", "metro", minutes, "Traffic", BY)


def test_sides_are_swapped_although_there_are_sheets_and_marks_stay_with_their_teams(final):
    mark("jo", "metro")

    match_changes.swap_sides("league", "last", "The lots were read wrongly", BY)

    assert matches()[0]["entries"] == [
        {"team": "metro", "side": "employer"},
        {"team": "post", "side": "labour"},
    ]
    assert [s["team"] for s in whole()["sheets"] if s["match"] == "last"] == ["metro"]
    names = snapshots.newest_snapshot("league").display
    assert '"side": "employer"' in names.replace('":"', '": "')


def test_the_sides_of_a_published_match_stay(final):
    stage_release.set_release("league", "semi", "published", BY)
    before = whole()

    with pytest.raises(Refused, match="take the result back"):
        match_changes.swap_sides("league", "semi-1", "Read wrongly", BY)

    assert whole() == before


def test_the_sides_of_a_signed_agreement_stay(load, app):
    whole_ = league()
    whole_["agreements"] = [
        {
            "match": "last",
            "points": [{"focal_point": "rise", "status": "agreed"}],
            "signed": [{"side": "labour", "name": "陈晨", "at": "2026-05-02T10:00:00+08:00"}],
        }
    ]
    load(whole_)
    with app.app_context(), pytest.raises(Refused, match="signed"):
        match_changes.swap_sides("league", "last", "Read wrongly", BY)


def test_a_reserve_comes_and_who_leaves_keeps_the_marks(final):
    mark("jo", "metro", personal={"metro-1": "7"})

    match_changes.substitute("league", "last", "metro", "metro-1", "metro-3", "A cold", BY)

    (part,) = matches()[0]["substitutions"]
    assert (part["leaves"], part["comes"], part["reason"]["zh"]) == ("metro-1", "metro-3", "A cold")
    assert members("metro") == {"metro-1": True, "metro-2": False, "metro-3": False}
    (sheet,) = [s for s in whole()["sheets"] if s["match"] == "last"]
    assert sheet["personal"] == {"metro-1": "7"}

    match_changes.take_substitution_back("league", "last", "metro", "metro-3", "A mistake", BY)
    assert members("metro") == {"metro-1": False, "metro-2": False, "metro-3": True}
    assert "substitutions" not in matches()[0]


@pytest.mark.parametrize(
    ("leaves", "comes"),
    [("metro-3", "metro-3"), ("metro-1", "metro-2")],
)
def test_only_a_reserve_comes_for_who_takes_part(final, leaves, comes):
    before = whole()

    with pytest.raises(Refused):
        match_changes.substitute("league", "last", "metro", leaves, comes, "A cold", BY)

    assert whole() == before


def test_a_stranger_neither_leaves_nor_comes(final):
    for team, leaves, comes in (
        ("metro", "post-1", "metro-3"),
        ("metro", "metro-1", "post-3"),
        ("bus", "bus-1", "bus-3"),
    ):
        with pytest.raises(NotFound):
            match_changes.substitute("league", "last", team, leaves, comes, "A cold", BY)


def test_a_name_is_corrected_with_a_reason_where_the_public_reads_it(final):
    match_changes.correct_member_name(
        "league", "metro", "metro-1", factories.text("陈辰", "Chen Chen"), "Misspelt", BY
    )

    assert whole()["teams"][0]["members"][0]["name"]["zh"] == "陈辰"
    assert "陈辰" in snapshots.newest_snapshot("league").display
    (row,) = audit.rows_about("league", "team.correct-name", "metro")
    assert "Misspelt" in row.after


def test_every_act_needs_a_reason(final):
    before = whole()
    name = factories.text("陈辰")
    acts = [
        lambda: match_changes.record_late("league", "last", "metro", 5, " ", BY),
        lambda: match_changes.swap_sides("league", "last", "", BY),
        lambda: match_changes.substitute("league", "last", "metro", "metro-1", "metro-3", "", BY),
        lambda: match_changes.correct_member_name("league", "metro", "metro-1", name, "", BY),
        lambda: match_repeats.repeat_match("league", "last", RepeatChanges("wages"), "", BY),
    ]
    for act in acts:
        with pytest.raises(Refused, match="reason"):
            act()
    assert whole() == before


def test_of_two_who_swap_the_sides_one_is_told(final):
    seen = Seen(audit.newest_row_number("league"))
    match_changes.swap_sides("league", "last", "Read wrongly", BY)

    with seeing(seen), pytest.raises(ChangedMeanwhile):
        match_changes.swap_sides("league", "last", "Read wrongly", "organiser 李娜")


def test_a_match_is_repeated_right_after_itself_and_the_first_counts_for_nobody(load, app):
    file = league()
    last = file["stages"][1]["rounds"][0]["matches"][0]
    file["stages"][1]["rounds"][0]["matches"].append({**last, "key": "third"})
    load(file)
    with app.app_context():
        mark("jo", "metro")
        key = match_repeats.repeat_match("league", "last", RepeatChanges("wages"), "Fire alarm", BY)

        first, repeat, third = matches()
        assert (first["key"], repeat["key"], third["key"]) == ("last", key, "third")
        assert first["void"]["en"] == "Fire alarm"
        assert repeat["repeats"] == "last"
        for name in ("entries", "panel", "topic"):
            assert repeat[name] == first[name]
        assert "void" not in repeat
        assert [s["match"] for s in whole()["sheets"] if s["judge"] == "jo"].count("last") == 1
        with pytest.raises(Refused, match="repeated already"):
            match_repeats.repeat_match("league", "last", RepeatChanges(""), "Again", BY)


def test_the_repeat_of_a_void_match_keeps_the_first_reason(final):
    exclusions.void_match("league", "last", "Power cut", BY)

    match_repeats.repeat_match("league", "last", RepeatChanges(""), "Power is back", BY)

    first, repeat = matches()
    assert first["void"]["en"] == "Power cut"
    assert "topic" not in repeat


def test_a_match_of_a_closed_round_is_not_repeated_before_the_round_is_reopened(final):
    with pytest.raises(Refused, match="Reopen it first"):
        match_repeats.repeat_match("league", "semi-1", RepeatChanges("wages"), "Fire", BY)


def test_the_repeat_of_what_is_published_is_a_correction(load, app):
    file = league()
    file["stages"][0]["rounds"][0]["state"] = "open"
    load(file)
    with app.app_context():
        stage_release.set_release("league", "semi", "published", BY)

        def repeat() -> None:
            match_repeats.repeat_match("league", "semi-1", RepeatChanges("wages"), "Fire", BY)

        with pytest.raises(CorrectionNeeded):
            repeat()
        assert len(matches(0)) == 2

        with confirming(Confirmation()):
            repeat()

        assert len(matches(0)) == 3
        counted = count_standings(queries.find_competition("league"))["semi"]
        assert {row["team"] for row in counted["standings"]} == {"post", "rail"}
