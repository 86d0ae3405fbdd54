"""A copy of a competition has its set-up and nothing of what happened there."""

import datetime as dt
from itertools import chain, combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from competition.document import (
    check_document,
    schema,
    schema_outcomes,
    schema_stages,
    write_file,
)
from competition.document.copying import COPIED, LEFT, PARTS, copy_file, first_day, move_to_day
from tests.document.test_generated import competitions

SUBSETS = list(chain.from_iterable(combinations(PARTS, n) for n in range(len(PARTS) + 1)))
AFTERWARDS = (
    *("sheets", "deductions", "rulings", "draws"),
    *("agreements", "appeals", "certifications"),
)
MATCH = "stages[0].rounds[0].matches[0]"


def copied(file, parts=PARTS, **more):
    return check_document(copy_file(check_document(file), "next-cup", parts, **more))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(competitions(), st.sampled_from(SUBSETS))
def test_every_copy_passes_the_checks_has_nothing_of_the_day_and_copies_to_itself(file, parts):
    document = check_document(file)
    before = write_file(document)

    copy = copied(file, parts)

    assert write_file(document) == before
    assert check_document(copy_file(copy, "next-cup", parts)) == copy
    assert not set(AFTERWARDS) & set(copy)
    assert copy["competition"]["visibility"] == "private"
    fields = {name for kind in LEFT for name in LEFT[kind]} - {"key", "visibility"}
    for stage in copy["stages"]:
        for round_ in stage.get("rounds", ()):
            for part in (stage, round_, *round_["matches"], *copy["teams"], *copy["judges"]):
                assert not fields & set(part)


@pytest.mark.parametrize("parts", SUBSETS, ids="-".join)
def test_of_the_spring_cup_every_choice_of_parts_makes_a_sound_file(small, parts):
    copy = copied(small, parts)

    for part in ("teams", "judges", "stages"):
        assert bool(copy[part]) == (part in parts), part
    assert ("topics" in copy) == ("topics" in parts)
    assert bool(copy["rubric"]["dimensions"]) == ("rubric" in parts)


def test_everything_comes_along_but_marks_release_and_states(small):
    copy = copied(small)

    assert copy["competition"]["key"] == "next-cup"
    assert copy["competition"]["name"] == {"zh": "春季杯", "en": "Spring Cup"}
    whole = check_document(small)
    for part in ("rubric", "scoring", "topics", "judges"):
        assert copy[part] == whole[part]
    assert [team["key"] for team in copy["teams"]] == ["reds", "blues"]
    assert "withdrawn" not in copy["teams"][1]
    semi = copy["stages"][0]
    assert "release" not in semi
    assert semi["advance"] == {"to": "final", "top": 2}
    assert "state" not in semi["rounds"][0]
    assert semi["rounds"][0]["matches"] == whole["stages"][0]["rounds"][0]["matches"]
    assert copy["stages"][1]["carry"] == [{"stage": "semi", "weight": "0.4"}]


def test_what_was_decided_about_people_on_the_day_stays_behind(small, put):
    put(small, "teams[0].withdrawn_from", "final")
    put(small, "teams[1].disqualified", True)
    put(small, "teams[1].reason", "A substitute")
    put(small, "stages[0].provisional_until", "2025-05-21T09:00:00Z")
    put(small, "stages[0].rounds[0].announced", True)
    put(small, f"{MATCH}.void", "Fire alarm")
    put(small, f"{MATCH}.recused", [{"judge": "ana", "reason": "Ill"}])
    put(small, f"{MATCH}.accepted_conflicts", [{"judge": "bo", "team": "reds", "reason": "Alone"}])
    put(small, f"{MATCH}.replacements", [{"seat": "bo", "from": "cy", "keeps": [], "reason": "x"}])
    at = "2025-05-20T08:00:00Z"
    put(small, "judges[0].declaration", {"at": at, "relations": [{"team": "reds", "kind": "kin"}]})

    copy = copied(small)

    for field in ("withdrawn", "withdrawn_from", "disqualified", "reason"):
        assert not any(field in team for team in copy["teams"])
    assert "declaration" not in copy["judges"][0]
    assert copy["judges"][1]["conflicts"] == ["reds"]
    match = copy["stages"][0]["rounds"][0]["matches"][0]
    assert set(match) == {"key", "topic", "panel", "entries"}


def test_a_written_test_comes_without_its_scores_and_zones_with_their_teams(small, put):
    put(small, "zones", [{"key": "north", "name": "North"}])
    small["stages"].append(
        {"key": "paper", "name": "Written test", "kind": "paper", "max": "100", "per": "team"}
        | {"teams": ["reds"], "scores": [{"team": "reds", "score": "88"}]}
    )

    paper = copied(small)["stages"][2]
    assert paper["teams"] == ["reds"]
    assert "scores" not in paper
    without_teams = copied(small, ["stages"])
    assert "teams" not in without_teams["stages"][2]
    assert [zone["key"] for zone in without_teams["zones"]] == ["north"]
    assert "zones" not in copied(small, ["judges"])


def test_without_teams_the_rounds_wait_for_matches_and_without_judges_the_panels_for_judges(small):
    without_teams = copied(small, [part for part in PARTS if part != "teams"])
    assert [stage["rounds"][0]["matches"] for stage in without_teams["stages"]] == [[], []]
    assert "conflicts" not in without_teams["judges"][1]

    without_judges = copied(small, [part for part in PARTS if part != "judges"])
    match = without_judges["stages"][0]["rounds"][0]["matches"][0]
    assert match["panel"] == []
    assert [entry["team"] for entry in match["entries"]] == ["reds", "blues"]
    assert "topic" not in copied(small, ["teams", "stages"])["stages"][0]["rounds"][0]["matches"][0]


def test_a_copy_has_the_name_that_it_is_given(small):
    assert copied(small, name={"en": "Autumn Cup"})["competition"]["name"] == {"en": "Autumn Cup"}


def test_next_year_begins_on_its_own_day_at_the_same_hours(small, put):
    put(small, "stages[0].rounds[0].starts", "2025-05-20T09:30:00+08:00")
    put(small, f"{MATCH}.starts", "2025-05-21T14:00:00+08:00")
    copy = copied(small)
    assert first_day(copy) == dt.date(2025, 5, 20)

    moved = check_document(move_to_day(copy, dt.date(2026, 5, 19)))

    assert moved["competition"]["starts"] == "2026-05-19T09:00:00+08:00"
    round_ = moved["stages"][0]["rounds"][0]
    assert round_["starts"] == "2026-05-19T09:30:00+08:00"
    assert round_["matches"][0]["starts"] == "2026-05-20T14:00:00+08:00"
    put(small, "competition.starts", ...)
    assert first_day(copied(small)) == dt.date(2025, 5, 20)
    assert first_day(copied(small, ["teams"])) is None


def test_of_every_field_it_is_decided_whether_it_comes_along():
    records = {
        "competition": [schema.COMPETITION],
        "team": [schema.TEAM],
        "judge": [schema.JUDGE],
        "stage": [schema_stages.MATCH_STAGE, schema_stages.PAPER_STAGE],
        "round": [schema_stages.ROUND],
        "match": [schema_stages.MATCH],
        "award": [schema_outcomes.AWARD.otherwise],
    }
    for kind, found in records.items():
        fields = {name for record in found for name in record.fields} - {"placeholder", "source"}
        assert fields == {*COPIED[kind], *LEFT[kind]}, kind
    parts = {"competition", "rubric", "scoring", "topics", "zones", "teams", "judges", "stages"}
    parts |= {"clock", "awards"}
    assert set(schema.DOCUMENT.fields) - {"format", "placeholder", "source"} == {
        *parts,
        *AFTERWARDS,
    }
