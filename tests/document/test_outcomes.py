"""What came of a competition, in its file: awards, signatures, agreements, appeals; the clock."""

import copy

import pytest

from competition.document import check_document, read_file, write_file

FIRST = {"key": "first", "name": "一等奖", "by": "rank", "stage": "semi", "places": [1, 1]}
BY_HAND = {"key": "team-work", "name": "最佳团队协作", "by": "hand", "reason": "All judges agreed"}
AGREEMENT = {
    "match": "m1",
    "points": [{"focal_point": "base", "status": "partial", "text": "3 % from May"}],
    "signed": [{"side": "labour", "name": "Rui", "at": "2025-05-20T11:30:00+08:00"}],
}
APPEAL = {
    "key": "appeal-1",
    "stage": "semi",
    "team": "reds",
    "match": "m1",
    "about": "fact",
    "claim": "The clock stopped.",
    "raised_at": "2025-05-20T11:00:00+08:00",
    "state": "heard",
}
SIGNED = {
    "stage": "semi",
    "digest": "0f" * 32,
    "role": "scorekeeper",
    "name": "Wen",
    "at": "2025-05-20T12:00:00+08:00",
}
CLOCK = {
    "phases": [{"key": "talk", "name": "自由协商", "seconds": 480, "runs": "each", "warn": 30}],
    "overtime": {
        "grace": 5,
        "bands": [{"to": 15, "points": "1"}, {"to": None, "points": "2"}],
        "most": "2",
    },
}
PAPER = {"key": "test", "name": "Test", "kind": "paper", "max": "100", "per": "team"}


@pytest.fixture
def ended(small, put):
    """The small competition with everything that comes of one."""
    put(small, "rubric.personal", {"max": "10", "step": "1"})
    small["stages"].append(PAPER)
    whole = small | {
        "clock": CLOCK,
        "agreements": [AGREEMENT],
        "appeals": [APPEAL],
        "awards": [
            FIRST,
            {**FIRST, "key": "second", "places": [1, 2], "side": "labour", "excludes": ["first"]},
            {**FIRST, "key": "wit", "by": "dimension", "dimension": "strategy", "zone": "north"},
            {**FIRST, "key": "talker", "by": "personal"},
            {**FIRST, "key": "reader", "by": "paper", "stage": "test"},
            {**FIRST, "key": "house", "by": "organisation", "places": [1, 3]},
            {
                **BY_HAND,
                "winners": [
                    *({"team": "reds"}, {"member": "reds-1"}),
                    *({"organisation": "Steel Works"}, {"name": {"en": "The volunteers"}}),
                ],
            },
        ],
        "certifications": [SIGNED],
    }
    return copy.deepcopy(whole)


def test_what_came_of_a_competition_is_accepted_and_survives_writing(ended, problems):
    assert problems(ended) == {}

    document = check_document(ended)
    written = write_file(document)

    assert read_file(written) == document
    assert write_file(read_file(written)) == written
    assert [award["key"] for award in document["awards"]][:2] == ["first", "second"]
    assert document["appeals"][0]["claim"] == dict.fromkeys(("zh", "en"), "The clock stopped.")


def test_a_file_without_any_of_it_has_none_of_its_fields(small):
    written = write_file(check_document(small)).decode()

    for name in ("awards", "certifications", "agreements", "appeals", "clock", "personal"):
        assert f'"{name}"' not in written


@pytest.mark.parametrize(
    ("place", "value", "refused"),
    [
        ("awards[0].places", [0, 1], "awards[0].places[0]"),
        ("awards[0].places", [3, 2], "awards[0].places"),
        ("awards[0].places", [1], "awards[0].places"),
        ("awards[0].places", ["1", 2], "awards[0].places[0]"),
        ("awards[0].places", ..., "awards[0].places"),
        ("awards[0].stage", "finale", "awards[0].stage"),
        ("awards[0].stage", ..., "awards[0].stage"),
        ("awards[0].zone", "south", "awards[0].zone"),
        ("awards[0].dimension", "strategy", "awards[0].dimension"),
        ("awards[0].winners", [], "awards[0].winners"),
        ("awards[0].reason", "So it is", "awards[0].reason"),
        ("awards[0].by", "chance", "awards[0].by"),
        ("awards[0].excludes", ["second"], "awards[0].excludes[0]"),
        ("awards[1].excludes", ["second"], "awards[1].excludes[0]"),
        ("awards[1].excludes", ["first", "first"], "awards[1].excludes[1]"),
        ("awards[1].key", "first", "awards[1].key"),
        ("awards[2].dimension", "poise", "awards[2].dimension"),
        ("awards[2].dimension", ..., "awards[2].dimension"),
        ("awards[2].stage", "test", "awards[2].dimension"),
        ("awards[2].side", "labour", "awards[2].side"),
        ("awards[3].stage", "test", "awards[3].stage"),
        ("awards[4].stage", "semi", "awards[4].stage"),
        ("awards[5].side", "labour", "awards[5].side"),
        ("awards[6].places", [1, 1], "awards[6].places"),
        ("awards[6].excludes", ["first"], "awards[6].excludes"),
        ("awards[6].stage", "semi", "awards[6].stage"),
        ("awards[6].reason", ..., "awards[6].reason"),
        ("awards[6].winners", ..., "awards[6].winners"),
        ("awards[6].winners[0]", {"team": "reds", "member": "reds-1"}, "awards[6].winners[0]"),
        ("awards[6].winners[0]", {}, "awards[6].winners[0]"),
        ("awards[6].winners[0].team", "greens", "awards[6].winners[0].team"),
        ("awards[6].winners[1].member", "reds-9", "awards[6].winners[1].member"),
        ("rubric.personal", ..., "awards[3].stage"),
        ("certifications[0].stage", "finale", "certifications[0].stage"),
        ("certifications[0].digest", "0F" * 32, "certifications[0].digest"),
        ("certifications[0].at", "noon", "certifications[0].at"),
        ("agreements[0].match", "m9", "agreements[0].match"),
        ("agreements[0].points[0].focal_point", "hours", "agreements[0].points[0].focal_point"),
        ("agreements[0].points[0].status", "maybe", "agreements[0].points[0].status"),
        ("agreements[0].signed[0].side", "solo", "agreements[0].signed[0].side"),
        ("stages[0].rounds[0].matches[0].topic", ..., "agreements[0].points[0].focal_point"),
        ("appeals[0].stage", "final", "appeals[0].match"),
        ("appeals[0].team", "greens", "appeals[0].team"),
        ("appeals[0].match", "m9", "appeals[0].match"),
        ("appeals[0].state", "open", "appeals[0].state"),
        ("appeals[0].claim", ..., "appeals[0].claim"),
        ("clock.phases[0].warn", 481, "clock.phases[0].warn"),
        ("clock.phases[0].seconds", 0, "clock.phases[0].seconds"),
        ("clock.phases[0].runs", "both", "clock.phases[0].runs"),
        ("clock.overtime.bands[0].to", None, "clock.overtime.bands[1].to"),
        ("clock.overtime.bands[1].to", 15, "clock.overtime.bands[1].to"),
        ("clock.overtime.bands[0].points", "-1", "clock.overtime.bands[0].points"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_place(ended, problems, put, place, value, refused):
    put(ended, place, value)

    assert list(problems(ended)) == [refused]


def test_a_team_that_was_not_in_the_match_cannot_appeal_about_it(ended, problems, put):
    put(ended, "appeals[0]", {**APPEAL, "stage": "final", "team": "blues", "match": "m2"})

    assert list(problems(ended)) == ["appeals[0].team"]


def test_a_match_has_one_agreement_and_a_phase_one_key(ended, problems, put):
    put(ended, "agreements", [AGREEMENT, AGREEMENT])
    put(ended, "clock.phases", CLOCK["phases"] * 2)

    assert list(problems(ended)) == ["clock.phases[1].key", "agreements[1].match"]


def test_an_award_by_hand_may_wait_for_its_winners(ended, problems, put):
    put(ended, "awards[6].winners", [])
    put(ended, "awards[6].reason", ...)

    assert problems(ended) == {}


def test_an_award_of_a_zone_is_for_one_of_the_zones_where_there_are_some(ended, problems, put):
    put(ended, "zones", [{"key": "north", "name": "North"}])
    assert problems(ended) == {}

    put(ended, "awards[2].zone", "Steel Works")
    assert list(problems(ended)) == ["awards[2].zone"]
