"""A judge who cannot go on is replaced on the seat; nothing that was marked is lost."""

import pytest

from competition.actions import judge_replacements as actions
from competition.actions import (
    late_decisions,
    late_sheets,
    rescue,
    seat_marks,
    sheets,
    stage_release,
)
from competition.actions.corrections import Confirmation, CorrectionNeeded, confirming
from competition.actions.judge_replacements import NewJudge
from competition.actions.late_sheets import LateWrite
from competition.actions.refusals import NotFound, Refused
from competition.document import rescue as rescue_document
from competition.seats import counting_judges
from competition.store import audit, file_export, judge_auth, queries, snapshots
from competition.store import late_sheets as late_store
from tests import factories
from tests import rescue as tablet

BY = "organiser 王芳"
MARKS = {"law": "9", "poise": "9"}


def league() -> dict:
    """The open final before Li Na, Zhang Wei and Jo; Noor may come; a second final comes later."""
    whole = factories.league()
    whole["judges"] += [
        {"key": "noor", "name": factories.text("Noor")},
        {"key": "sam", "name": factories.text("Sam"), "conflicts": ["post"]},
    ]
    rounds = whole["stages"][1]["rounds"]
    first = rounds[0]["matches"][0]
    second = {**first, "key": "replay", "panel": ["li-na", "jo"]}
    third = {**first, "key": "far", "panel": ["zhang-wei", "jo"]}
    rounds[0]["matches"] = [first, second]
    rounds.append(
        {"key": "more", "name": factories.text("加赛"), "state": "draft", "matches": [third]}
    )
    return whole


@pytest.fixture
def final(load, app):
    """The league with the open final."""
    load(league())
    with app.app_context():
        yield "last"


def mark(judge: str, team: str, match: str = "last", state: str = "submitted", marks=MARKS) -> None:
    """Write a sheet as its judge does."""
    row = queries.find_judge(queries.find_competition("league"), judge)
    body = {"marks": marks, "state": state, "comment": "", "base_version": 0}
    sheets.write_sheet(row, "league", match, team, body, factories.new_key())


def whole() -> dict:
    return file_export.competition_document(queries.find_competition("league"))


def match(key: str = "last") -> dict:
    return next(
        part
        for stage in whole()["stages"]
        for round_ in stage.get("rounds", ())
        for part in round_["matches"]
        if part["key"] == key
    )


def token(judge: str) -> str:
    return queries.find_judge(queries.find_competition("league"), judge).token


def replace(new="noor", keeps=(), reason="Taken ill", **more) -> str:
    return actions.replace_judge("league", "last", "jo", new, keeps, reason, BY, **more)


def test_noor_takes_jos_seat_and_jos_sheet_for_the_metro_is_kept(final):
    mark("jo", "metro")

    assert replace(keeps=["metro"]) == "noor"

    assert match()["panel"] == ["li-na", "zhang-wei", "noor"]
    (part,) = match()["replacements"]
    assert (part["seat"], part["from"], part["keeps"]) == ("noor", "jo", ["metro"])
    assert (part["reason"]["en"], part["by"]) == ("Taken ill", BY)
    assert part["at"]
    assert audit.rows_about("league", "match.replace-judge", "last")
    (row,) = [s for s in whole()["sheets"] if s["judge"] == "jo" and s["match"] == "last"]
    assert row["marks"] == MARKS


def test_the_kept_sheet_counts_at_the_seat_and_the_newcomers_for_the_other_team(final):
    mark("jo", "metro")
    replace(keeps=["metro"])
    assert counting_judges(match(), "metro") == ["li-na", "zhang-wei", "jo"]
    assert counting_judges(match(), "post") == ["li-na", "zhang-wei", "noor"]


def test_somebody_new_is_made_in_the_same_act_and_has_a_link(final):
    key = replace(NewJudge({"zh": "何婷", "en": "He Ting"}))

    (judge,) = [each for each in whole()["judges"] if each["key"] == key]
    assert judge["name"] == {"zh": "何婷", "en": "He Ting"}
    assert judge_auth.by_token(token(key)).key == key
    mark(key, "metro")


def test_the_old_link_ends_with_the_act_if_that_is_chosen(final):
    before = token("jo")

    replace(renews_link=True)

    assert judge_auth.by_token(before) is None
    assert judge_auth.by_token(token("jo")).key == "jo"


def test_the_rest_of_the_day_is_one_act_with_nothing_kept_there(final):
    mark("jo", "metro")
    competition = queries.find_competition("league")
    later = seat_marks.later_matches(
        competition, queries.find_match(competition, "last"), queries.find_judge(competition, "jo")
    )
    assert [each.key for each in later] == ["replay", "far"]

    replace(keeps=["metro"], also=["replay", "far"])

    for key in ("replay", "far"):
        assert "jo" not in match(key)["panel"]
        assert match(key)["replacements"][0]["keeps"] == []


def test_a_later_match_where_jo_has_marked_stops_the_whole_act(final):
    mark("jo", "metro", "replay", state="draft")
    before = whole()

    with pytest.raises(Refused, match="already marked there"):
        replace(also=["replay", "far"])

    assert whole() == before


def test_all_or_nothing_when_the_newcomer_has_a_conflict_in_a_later_match(final):
    before = whole()

    with pytest.raises(Refused, match="conflict of interest with post"):
        replace("sam")

    assert whole() == before


@pytest.mark.parametrize(
    ("new", "keeps", "reason", "said"),
    [
        ("noor", [], "  ", "reason"),
        ("noor", ["post"], "Ill", "has not submitted"),
        ("li-na", [], "Ill", "already sits"),
        ("nobody", [], "Ill", "nobody"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(final, new, keeps, reason, said):
    mark("jo", "post", state="draft")
    before = whole()

    with pytest.raises(Refused, match=said):
        replace(new, keeps, reason)

    assert whole() == before


def test_two_head_judges_on_one_panel_are_refused(final):
    before = whole()

    with pytest.raises(Refused, match="head judges"):
        replace(NewJudge({"en": "He Ting"}, head=True))

    assert whole() == before


def test_who_does_not_sit_there_is_not_replaced(final):
    with pytest.raises(NotFound):
        actions.replace_judge("league", "last", "noor", "sam", [], "Ill", BY)


def test_a_replacement_is_undone_while_the_newcomer_has_written_nothing(final):
    before = whole()
    replace()

    actions.undo_judge_replacement("league", "last", "noor", "Jo came after all", BY)

    assert whole() == before


def test_a_replacement_stays_once_the_newcomer_has_a_draft(final):
    replace()
    mark("noor", "metro", state="draft", marks={"law": "5"})

    with pytest.raises(Refused, match="already scored"):
        actions.undo_judge_replacement("league", "last", "noor", "Jo came after all", BY)


def test_what_jos_tablet_still_held_waits_as_a_late_sheet_and_can_be_kept(final):
    replace()
    jo = queries.find_judge(queries.find_competition("league"), "jo")
    body = {"marks": MARKS, "state": "submitted", "comment": "", "base_version": 0}
    write = LateWrite(body, factories.new_key())

    assert late_sheets.hand_in_late(jo, "league", "last", "metro", write).decision == "waiting"
    (late,) = late_store.undecided_sheets(queries.find_competition("league"))
    late_decisions.accept_late("league", late.id, 0, "It was written before Jo left", BY)
    actions.keep_marks("league", "last", "noor", ["metro"], "Jo had finished", BY)

    assert match()["replacements"][0]["keeps"] == ["metro"]
    answer = late_sheets.hand_in_late(jo, "league", "last", "metro", write)
    assert (answer.decision, answer.receipt.version) == ("accepted", 1)


def test_whoever_never_sat_there_hands_in_nothing(final):
    noor = queries.find_judge(queries.find_competition("league"), "noor")
    body = {"marks": MARKS, "state": "submitted", "comment": "", "base_version": 0}

    with pytest.raises(NotFound):
        late_sheets.hand_in_late(
            noor, "league", "last", "metro", LateWrite(body, factories.new_key())
        )


def test_a_replacement_that_moves_a_published_result_is_a_correction(final):
    stage_release.set_release("league", "semi", "published", BY)

    def act() -> None:
        actions.replace_judge("league", "semi-1", "zhang-wei", "noor", [], "Was a relative", BY)

    with pytest.raises(CorrectionNeeded):
        act()
    assert "replacements" not in match("semi-1")

    with confirming(Confirmation()):
        act()

    (correction,) = snapshots.newest_snapshot("league").public()["corrections"]
    assert correction["reason"] == "Was a relative"


def test_codes_from_the_tablet_of_a_judge_who_was_replaced_are_taken_in(final):
    replace(renews_link=True)
    jo = queries.find_judge(queries.find_competition("league"), "jo")
    held = {
        "match": "last",
        "team": "metro",
        "marks": MARKS,
        "state": "submitted",
        "key": factories.new_key(),
    }
    wire = tablet.wire(
        tablet.bundle(tablet.sheet(**held), judge="jo", competition="league"),
        rescue_document.key_for(jo.token),
    )

    (imported,) = rescue.import_bundle("league", rescue_document.read_bundle(wire.encode()), BY)

    assert imported.outcome == "offered"
