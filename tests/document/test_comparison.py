"""What changes when one competition file takes the place of another, without a database."""

import copy

import pytest

from competition.document.comparison import Counts, StateChange, compare_files
from tests import factories
from tests.factories import checked, league, league_with_test, text


def compare(after, before=None):
    return compare_files(checked(before or league()), checked(after))


def changed(change):
    whole = copy.deepcopy(league())
    change(whole)
    return whole


def test_a_file_and_itself_differ_in_nothing():
    assert compare(league()).is_same
    assert not compare(league()).endangers_marks


def test_what_a_file_leaves_out_and_what_it_says_by_default_is_the_same():
    whole = league(deductions=[], rulings=[])
    whole["competition"]["visibility"] = "public"
    whole["stages"][0] |= {"release": "hidden", "weight": "1"}
    whole["stages"][1]["carry"][0]["missing"] = "unranked"
    whole["rubric"]["dimensions"][0]["min"] = "0"
    whole["teams"][0]["withdrawn"] = False
    whole["judges"][1]["head"] = False
    whole["stages"][1]["kind"] = "matches"
    whole["zones"] = []
    whole["teams"][0]["members"][0]["reserve"] = False

    assert compare(whole).is_same


def test_teams_judges_and_matches_are_named_as_added_removed_and_changed():
    whole = league()
    whole["teams"][1]["name"] = text("公交二队")
    whole["teams"].append({"key": "tram", "name": text("电车队")})
    whole["judges"].append({"key": "noor", "name": text("Noor")})
    final = whole["stages"][1]["rounds"][0]["matches"]
    final[0]["panel"] = ["li-na", "jo"]
    final.append({**final[0], "key": "extra"})

    found = compare(whole)

    assert (found.teams.added, found.teams.changed) == (("tram",), ("bus",))
    assert found.judges.added == ("noor",)
    assert (found.matches.added, found.matches.changed) == (("extra",), ("last",))
    back = compare(league(), whole)
    assert (back.teams.removed, back.judges.removed) == (("tram",), ("noor",))
    assert back.matches.removed == ("extra",)
    assert not found.endangers_marks
    assert found.sheets == Counts()


def test_another_order_of_the_teams_is_a_change():
    whole = league()
    whole["teams"].reverse()

    assert compare(whole).teams == ((), (), (), True)
    assert not compare(whole).is_same


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda whole: whole["rubric"]["dimensions"][1].update(factor="3"), "rubric"),
        (lambda whole: whole["scoring"].update(combine="median"), "scoring"),
        (lambda whole: whole.update(source="A letter"), "notes"),
    ],
)
def test_the_rubric_the_rule_and_the_file_s_own_notes_are_compared(change, field):
    found = compare(changed(change))

    assert getattr(found, field) is True
    assert not found.is_same


def test_the_competition_s_own_fields_are_named_and_who_may_see_it_stands_apart():
    whole = league()
    whole["competition"] |= {"venue": text("礼堂"), "visibility": "private"}

    found = compare(whole)

    assert found.details == ("venue",)
    assert found.visibility == StateChange("", "public", "private")


def test_releases_and_states_of_rounds_are_told_with_before_and_after():
    whole = league()
    whole["stages"][0]["release"] = "published"
    whole["stages"][1]["rounds"][0]["state"] = "draft"

    found = compare(whole)

    assert found.releases == (StateChange("semi", "hidden", "published"),)
    assert found.states == (StateChange("final/final-round", "open", "draft"),)
    assert not found.shown
    assert compare(league(), whole).shown == ("semi",)
    assert compare(league(), whole).endangers_results


def test_a_file_from_before_the_marks_would_lose_every_sheet():
    whole = league(sheets=[])

    found = compare(whole)

    assert found.sheets == Counts(lost=12)
    assert found.marks == Counts(lost=24)
    assert found.endangers_marks
    assert compare(league(), whole).sheets == Counts(added=12)
    assert not compare(league(), whole).endangers_marks


def test_one_mark_that_differs_is_named_and_the_same_number_written_longer_is_none():
    whole = league()
    whole["sheets"][0]["marks"] = {"law": "8.5", "poise": "8.00"}

    found = compare(whole)

    assert found.sheets == Counts(changed=1)
    assert found.marks == Counts(changed=1)


def test_a_newer_draft_moves_no_submitted_mark():
    whole = league()
    sheet = whole["sheets"][0]
    submitted = {name: sheet.pop(name) for name in ("submitted_at",)}
    sheet["history"] = [{"version": 1, "state": "submitted", "marks": sheet["marks"], **submitted}]
    sheet |= {"version": 2, "state": "draft", "marks": {"law": "5"}}

    found = compare(whole)

    assert found.sheets == Counts(changed=1)
    assert found.marks == Counts(changed=1, lost=1)
    # The other way round only a draft is lost, but a sheet changes all the same.
    assert compare(league(), whole).endangers_marks


def test_deductions_and_rulings_are_counted():
    with_them = league(
        deductions=[{"match": "semi-1", "team": "bus", "points": "1", "reason": "Late"}] * 2,
        rulings=[{"stage": "semi", "teams": ["metro", "post"], "minutes": "The panel met."}],
    )

    assert compare(with_them).deductions == Counts(added=2)
    assert compare(league(), with_them).deductions == Counts(lost=2)
    assert compare(league(), with_them).rulings == Counts(lost=1)
    assert compare(league(), with_them).endangers_marks


def test_scores_of_a_written_test_are_counted_apart_from_the_stage():
    before = league_with_test(per="team")
    after = league_with_test(per="team")
    after["stages"][0]["scores"][0]["score"] = "80.0"
    after["stages"][0]["scores"][1]["score"] = "91"
    after["stages"][0]["scores"].pop()

    found = compare(after, before)

    assert found.scores == Counts(changed=1, lost=1)
    assert found.stages == ((), (), (), False)
    assert found.endangers_marks
    none_yet = league_with_test(per="team", scores=[])
    assert compare(before, none_yet).scores == Counts(added=4)
    assert not compare(before, none_yet).endangers_marks


def test_how_a_written_test_is_scored_and_who_is_in_a_stage_is_a_change_of_the_stage():
    before = league_with_test(scores=[])

    assert compare(league_with_test(scores=[], max="50"), before).stages.changed == ("test",)
    assert compare(league_with_test(scores=[], teams=["bus"]), before).stages.changed == ("test",)
    # Nobody is in it yet, which is not the same as whoever has a score.
    assert compare(league_with_test(scores=[], teams=[]), before).stages.changed == ("test",)
    assert compare(league_with_test(scores=[], combine="mean"), before).is_same


def test_zones_and_draws_are_named_and_a_draw_that_is_lost_is_at_stake():
    drawn = {
        "key": "balls",
        "stage": "semi",
        "round": league()["stages"][0]["rounds"][0]["key"],
        "kind": "topics",
        "from": [league()["topics"][0]["key"]],
        "result": [league()["topics"][0]["key"]],
        "by_hand": {"by": "Li Na", "witness": "Jo"},
    }
    with_them = league(zones=[{"key": "north", "name": "North"}], draws=[drawn])

    found = compare(with_them)

    assert (found.zones.added, found.draws.added) == (("north",), ("balls",))
    assert not found.endangers_marks
    assert compare(league(), with_them).draws.removed == ("balls",)
    assert compare(league(), with_them).endangers_marks


@pytest.mark.parametrize(
    "fields",
    [
        {"trainees": ["jo"], "panel": ["li-na"]},
        {"replacements": [{"seat": "li-na", "from": "noor", "keeps": [], "reason": "Ill"}]},
        {"starts": "2025-05-20T09:00:00+08:00"},
        {"room": "301"},
    ],
)
def test_whoever_else_sits_in_a_match_and_where_and_when_is_a_change_of_the_match(fields):
    before = league(sheets=[])
    before["judges"].append({"key": "noor", "name": text("Noor")})
    after = copy.deepcopy(before)
    after["stages"][1]["rounds"][0]["matches"][0] |= fields

    assert compare(after, before).matches.changed == ("last",)


def test_results_that_the_public_sees_are_endangered_by_more_than_a_text():
    before = league()
    before["stages"][0]["release"] = "published"
    after = copy.deepcopy(before)
    after["topics"][0]["title"] = text("薪酬")
    after["competition"]["venue"] = text("礼堂")
    assert not compare(after, before).endangers_results

    after["scoring"]["combine"] = "median"
    assert compare(after, before).endangers_results
    assert not compare(after, before).endangers_marks


def test_the_sample_and_a_league_have_nothing_in_common():
    found = compare(factories.sample())

    assert set(found.teams.removed) == {"metro", "bus", "post", "rail"}
    assert len(found.teams.added) == 6
    assert found.sheets.lost == 12
