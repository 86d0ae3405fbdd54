"""What is signed of a stage, who has signed, and whether it still holds."""

import hashlib
import json

import pytest

from competition import scoring
from competition.certification import (
    certifications_of,
    head_judges_of,
    short_digest,
    stage_digest,
)
from tests import factories


def signed(role, name, digest, stage="semi"):
    at = "2026-05-02T17:00:00+08:00"
    return {"stage": stage, "digest": digest, "role": role, "name": name, "at": at}


@pytest.fixture
def league():
    return factories.checked(factories.league())


def test_the_digest_is_that_of_the_printed_stage_without_what_no_total_hangs_on(league):
    [stage] = json.loads(json.dumps(scoring.recount(league, ["semi"])["stages"]))
    for field in ("complete", "warnings"):
        del stage[field]
    for row in stage["standings"]:
        del row["advances"]
    plain = json.dumps(stage, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    assert stage_digest(league, "semi") == hashlib.sha256(plain.encode()).hexdigest()


def test_a_mark_that_moves_a_total_moves_the_digest_of_its_stage_alone(league):
    before = stage_digest(league, "semi"), stage_digest(league, "final")
    whole = factories.league()
    whole["sheets"][-1]["marks"]["law"] = "7.5"  # 邮政队's opponent, who is not in the final.
    after = factories.checked(whole)

    assert stage_digest(after, "semi") != before[0]
    assert stage_digest(after, "final") == before[1]


def test_who_goes_on_is_no_part_of_the_digest(league):
    whole = factories.league()
    whole["stages"][0]["advance"] = {"to": "final", "top": 1}
    assert stage_digest(factories.checked(whole), "semi") == stage_digest(league, "semi")


def test_an_unknown_stage_is_a_key_error(league):
    with pytest.raises(KeyError):
        stage_digest(league, "nothing")


def test_the_digest_is_read_aloud_in_two_groups_of_four():
    assert short_digest("a1b2c3d4e5f6") == "a1b2 c3d4"


def test_signatures_come_by_role_and_one_of_another_digest_is_void(league):
    digest = stage_digest(league, "semi")
    league["certifications"] = [
        signed("observer", "周敏", "0" * 64),
        signed("notary", "Ms Lund", digest),
        signed("scorekeeper", "王芳", digest),
        signed("scorekeeper", "王芳", digest, stage="final"),
    ]

    found = certifications_of(league, "semi")

    assert [(each.role, each.name, each.holds) for each in found] == [
        ("scorekeeper", "王芳", True),
        ("observer", "周敏", False),
        ("notary", "Ms Lund", True),
    ]


def test_where_no_head_judge_has_a_seat_nobody_signs_as_one():
    whole = factories.league()
    for judge in whole["judges"]:
        judge.pop("head", None)
    league = factories.checked(whole)
    semi = league["stages"][0]

    assert head_judges_of(league, semi) == []


def test_a_written_tests_head_judge_is_any_of_the_competition():
    league = factories.checked(factories.league_with_test())
    [paper] = [stage for stage in league["stages"] if stage.get("kind") == "paper"]
    assert head_judges_of(league, paper) == ["li-na"]


def test_a_stage_that_nobody_signed_has_no_signatures(league):
    assert certifications_of(league, "semi") == []
