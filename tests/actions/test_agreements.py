"""The agreement of a match: its words, who may change them unseen (nobody), and who has signed."""

from typing import Any

import pytest

from competition.actions import competitions, rounds
from competition.actions.agreements import (
    PointChanged,
    PointWrite,
    SignedMeanwhile,
    Signing,
    sign_agreement,
    withdraw_from_agreement,
    write_point,
)
from competition.actions.drawn_strokes import MOST_POINTS, MOST_STROKES, read_strokes
from competition.actions.refusals import NotFound, Refused
from competition.agreement_sheet import AgreementSheet, agreement_of, sheet_of_match
from competition.store import audit, queries
from competition.store.tables import drawn_signatures
from tests import factories

KEY, MATCH = factories.CHAOYANG, "match-1"
FANG, TABLE = "organiser 王芳", "table 第1桌"
WORDS = "抽成不超过 20%。"
A_LINE = [[[100, 500], [900, 480]]]


def stands() -> Any:
    """The match's agreement as its file has it."""
    return agreement_of(competitions.checked_competition(KEY), MATCH)


def sheet() -> AgreementSheet:
    found = sheet_of_match(competitions.checked_competition(KEY), MATCH)
    assert found is not None
    return found


def seen(focal_point: str) -> str:
    """The digest that a page shows now for a focal point."""
    return next(point.digest for point in sheet().points if point.key == focal_point)


def write(
    status: str, words: str = "", *, point: str = "commission", by: str = TABLE, signed: str = ""
) -> None:
    write_point(KEY, MATCH, PointWrite(point, status, words, seen(point), signed), by)


def sign(side: str, name: str, strokes: Any = None, by: str = TABLE) -> None:
    sign_agreement(KEY, MATCH, Signing(side, name, sheet().points_digest, strokes), by)


def acts() -> list[tuple[str, str]]:
    """Who has done what to the agreement, oldest first."""
    rows = audit.recent_rows(KEY, 100)
    return [(row.who, row.action) for row in reversed(rows) if row.action.startswith("agreement.")]


def test_the_words_of_the_table_are_in_the_file_and_in_the_audit(context, chaoyang):
    write("agreed", f"  {WORDS}\r\n共两条。 ")
    write("deadlock", point="ratings")

    words = f"{WORDS}\n共两条。"
    assert stands() == {
        "match": MATCH,
        "points": [
            {
                "focal_point": "commission",
                "status": "agreed",
                "text": {"zh": words, "en": words},
            },
            {"focal_point": "ratings", "status": "deadlock"},
        ],
        "signed": [],
    }
    assert acts() == [(TABLE, "agreement.point"), (TABLE, "agreement.point")]


def test_the_points_stand_in_the_topic_s_order_whoever_came_first(context, chaoyang):
    write("agreed", point="innovation")
    write("partial", point="commission")

    assert [point["focal_point"] for point in stands()["points"]] == ["commission", "innovation"]


def test_a_point_that_is_open_again_leaves_the_file(context, chaoyang):
    write("agreed", WORDS)
    write("")

    assert stands() is None


def test_words_without_a_status_are_refused_because_nobody_knows_what_they_are(context, chaoyang):
    with pytest.raises(Refused, match="Say how this focal point stands"):
        write("", WORDS)
    assert stands() is None


def test_the_same_words_sent_again_change_nothing_whatever_was_seen(context, chaoyang):
    began = seen("commission")
    for _ in range(2):
        write_point(KEY, MATCH, PointWrite("commission", "agreed", WORDS, began), TABLE)

    assert len(acts()) == 1


def test_two_who_write_to_one_point_do_not_overwrite_one_another(context, chaoyang):
    began = seen("commission")
    write("agreed", WORDS, by=FANG)

    with pytest.raises(PointChanged) as refused:
        write_point(KEY, MATCH, PointWrite("commission", "deadlock", "", began), TABLE)

    assert refused.value.point["text"]["zh"] == WORDS
    assert stands()["points"][0]["status"] == "agreed"


def test_two_who_write_to_two_points_are_in_nobody_s_way(context, chaoyang):
    first, second = seen("commission"), seen("ratings")
    write_point(KEY, MATCH, PointWrite("commission", "agreed", WORDS, first), TABLE)
    write_point(KEY, MATCH, PointWrite("ratings", "partial", "", second), FANG)

    assert len(stands()["points"]) == 2


def test_a_new_status_leaves_the_words_of_both_languages_as_they_are(context, load):
    whole = factories.sample()
    text = {"zh": "抽成", "en": "Commission"}
    point = {"focal_point": "commission", "status": "agreed", "text": text}
    whole["agreements"] = [{"match": MATCH, "points": [point], "signed": []}]
    load(whole)

    write("partial", "抽成")

    assert stands()["points"] == [{**point, "status": "partial"}]


def test_both_sides_sign_with_a_name_and_what_they_drew(context, chaoyang):
    write("agreed", WORDS)
    sign("labour", "郭志远", A_LINE)
    sign("employer", "林秀英", by=FANG)

    signed = stands()["signed"]
    assert [(each["side"], each["name"]) for each in signed] == [
        ("labour", "郭志远"),
        ("employer", "林秀英"),
    ]
    assert sheet().is_signed
    competition = queries.find_competition(KEY)
    drawn = drawn_signatures(competition.id, MATCH, signed)
    assert drawn == {("labour", "郭志远"): A_LINE}
    assert acts()[1:] == [(TABLE, "agreement.sign"), (FANG, "agreement.sign")]


def test_nobody_signs_words_that_changed_since_they_were_shown(context, chaoyang):
    write("agreed", WORDS)
    shown = sheet().points_digest
    write("partial", WORDS, by=FANG)

    with pytest.raises(Refused, match="The words have changed"):
        sign_agreement(KEY, MATCH, Signing("labour", "郭志远", shown), TABLE)
    assert stands()["signed"] == []


def test_nobody_signs_an_empty_sheet_or_twice_or_without_a_name(context, chaoyang):
    with pytest.raises(Refused, match="Nothing stands here yet"):
        sign("labour", "郭志远")
    write("agreed", WORDS)
    sign("labour", "郭志远")
    with pytest.raises(Refused, match="has signed for this side already"):
        sign("labour", " 郭志远 ")
    with pytest.raises(Refused):
        sign("employer", "  ")
    with pytest.raises(NotFound):
        sign("solo", "郭志远")
    assert len(stands()["signed"]) == 1


def test_signed_words_are_changed_only_by_who_says_that_the_signatures_go(context, chaoyang):
    write("agreed", WORDS)
    sign("labour", "郭志远", A_LINE)
    sign("employer", "林秀英")
    before = sheet().signed_digest

    with pytest.raises(SignedMeanwhile) as refused:
        write("partial", WORDS)
    assert "郭志远, 林秀英" in str(refused.value)
    assert len(stands()["signed"]) == 2

    write("partial", WORDS, signed=before)

    assert stands()["signed"] == []
    assert acts()[-2:] == [(TABLE, "agreement.void"), (TABLE, "agreement.point")]
    competition = queries.find_competition(KEY)
    assert (
        drawn_signatures(
            competition.id,
            MATCH,
            [{"side": "labour", "name": "郭志远"} | {"at": "2026-10-18T10:00:00Z"}],
        )
        == {}
    )
    sign("labour", "郭志远", A_LINE)
    assert len(stands()["signed"]) == 1


def test_a_signature_that_came_meanwhile_is_not_taken_off_unseen(context, chaoyang):
    write("agreed", WORDS)
    sign("labour", "郭志远")
    before = sheet().signed_digest
    sign("employer", "林秀英")

    with pytest.raises(SignedMeanwhile):
        write("partial", WORDS, signed=before)


def test_a_signature_is_withdrawn_with_a_reason_that_the_audit_keeps(context, chaoyang):
    write("agreed", WORDS)
    sign("labour", "郭志远", A_LINE)

    with pytest.raises(Refused, match="Give a reason"):
        withdraw_from_agreement(KEY, MATCH, "labour", "郭志远", " ", FANG)
    withdraw_from_agreement(KEY, MATCH, "labour", "郭志远", "Signed for the wrong side", FANG)

    assert stands()["signed"] == []
    assert "Signed for the wrong side" in audit.recent_rows(KEY, 1)[0].after
    with pytest.raises(NotFound):
        withdraw_from_agreement(KEY, MATCH, "labour", "郭志远", "Again", FANG)


def test_the_table_writes_only_while_the_round_is_open(context, chaoyang):
    rounds.set_state(KEY, "round-1", "closed", FANG)
    points = PointWrite("commission", "agreed", WORDS, "")

    with pytest.raises(Refused, match="not open"):
        write_point(KEY, MATCH, points, TABLE, only_open=True)
    write_point(KEY, MATCH, points, FANG)

    assert len(stands()["points"]) == 1


def test_what_is_not_there_is_not_found(context, chaoyang):
    for match, point in (("nothing", "commission"), (MATCH, "nothing")):
        with pytest.raises(NotFound):
            write_point(KEY, match, PointWrite(point, "agreed", "", ""), FANG)
    with pytest.raises(NotFound):
        write_point(KEY, MATCH, PointWrite("commission", "won", "", ""), FANG)


@pytest.mark.parametrize(
    "sent",
    [
        "{",
        "{}",
        "[" * 5000,
        "[[]]",
        "[[[1]]]",
        "[[[1, 2, 3]]]",
        "[[[1.5, 2]]]",
        "[[[true, 2]]]",
        "[[[-1, 2]]]",
        "[[[1001, 2]]]",
        str([[[1, 1]]] * (MOST_STROKES + 1)),
        str([[[1, 1]] * (MOST_POINTS + 1)]),
    ],
)
def test_what_is_no_drawing_is_refused(sent):
    with pytest.raises(Refused, match="could not be read"):
        read_strokes(sent)


def test_a_drawing_is_read_and_an_empty_field_is_none():
    assert read_strokes("[[[0, 0], [1000, 1000]]]") == [[[0, 0], [1000, 1000]]]
    assert read_strokes("") is None
    assert read_strokes("[]") is None
