"""What takes teams, judges and matches out of the count, in the file: kept, or refused in place."""

import pytest

from competition.document import check_document

MATCH = "stages[0].rounds[0].matches[0]"


def test_a_file_keeps_who_left_what_is_void_and_who_is_recused(small, put):
    put(small, "competition.visibility", "private")
    put(small, "teams[0].short_name", "红")
    put(small, "teams[0].withdrawn_from", "final")
    put(small, "teams[1].disqualified", True)
    put(small, "teams[1].reason", {"zh": "替考"})
    put(small, "stages[1].rounds[0].announced", True)
    put(small, "stages[1].carry[0].missing", "zero")
    put(small, f"{MATCH}.void", "Fire alarm")
    put(small, f"{MATCH}.recused", [{"judge": "bo", "teams": ["reds"], "reason": "His employer"}])

    kept = check_document(small)

    assert kept["competition"]["visibility"] == "private"
    assert kept["teams"][0]["short_name"] == {"zh": "红", "en": "红"}
    assert kept["teams"][0]["withdrawn_from"] == "final"
    assert kept["teams"][1]["disqualified"] is True
    assert kept["teams"][1]["reason"] == {"zh": "替考"}
    match = kept["stages"][0]["rounds"][0]["matches"][0]
    assert match["void"] == {"zh": "Fire alarm", "en": "Fire alarm"}
    assert match["recused"][0]["reason"] == {"zh": "His employer", "en": "His employer"}
    assert kept["stages"][1]["rounds"][0]["announced"] is True
    assert kept["stages"][1]["carry"][0]["missing"] == "zero"


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("competition.visibility", "hidden"),
        ("teams[0].short_name", "a name of more than twenty letters"),
        ("teams[0].withdrawn_from", "quarter"),
        ("teams[0].reason", " "),
        ("stages[1].rounds[0].announced", "yes"),
        ("stages[1].carry[0].missing", "nought"),
        (f"{MATCH}.void", ""),
        (f"{MATCH}.recused", "bo"),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(small, problems, put, place, value):
    put(small, place, value)

    assert list(problems(small)) == [place]


@pytest.mark.parametrize(
    ("recused", "place"),
    [
        ([{"judge": "cy", "reason": "Ill"}], "[0].judge"),
        ([{"judge": "dee", "reason": "Ill"}], "[0].judge"),
        ([{"judge": "bo"}], "[0].reason"),
        ([{"judge": "bo", "teams": [], "reason": "Ill"}], "[0].teams"),
        ([{"judge": "bo", "teams": ["greens"], "reason": "Ill"}], "[0].teams[0]"),
        ([{"judge": "bo", "teams": ["reds", "reds"], "reason": "Ill"}], "[0].teams[1]"),
        (
            [
                {"judge": "bo", "reason": "Ill"},
                {"judge": "bo", "teams": ["reds"], "reason": "His employer"},
            ],
            "[1]",
        ),
    ],
)
def test_a_judge_is_recused_in_a_match_of_hers_once_and_for_its_teams(
    small, problems, put, recused, place
):
    put(small, f"{MATCH}.recused", recused)

    assert list(problems(small)) == [f"{MATCH}.recused{place}"]


def test_two_judges_and_one_judge_for_two_teams_in_turn_can_be_recused(small, problems, put):
    put(
        small,
        f"{MATCH}.recused",
        [
            {"judge": "bo", "teams": ["reds"], "reason": "His employer"},
            {"judge": "bo", "teams": ["blues"], "reason": "Ill"},
            {"judge": "ana", "reason": "Ill"},
        ],
    )

    assert problems(small) == {}


def test_a_team_of_another_match_cannot_be_recused_from(small, problems, put):
    put(small, "stages[1].rounds[0].matches[0].recused", [
        {"judge": "bo", "teams": ["blues"], "reason": "Ill"}
    ])  # fmt: skip

    found = problems(small)

    (sentence,) = found.values()
    assert "Its teams are: reds." in sentence
