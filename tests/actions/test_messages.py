"""王芳 writes to the judges, Judge Jo calls her: who gets what, what is kept, what is refused."""

import json
from collections.abc import Iterator

import pytest

from competition.actions import archive, messages, setup
from competition.actions.refusals import NotFound
from competition.actions.sheet_access import Closed
from competition.store import audit, queries
from competition.store.judge_messages import (
    count_open_calls,
    messages_of_competition,
    messages_of_judge,
    unread_of_judge,
)
from competition.store.models import Competition, Judge
from tests import factories

BY = "organiser 王芳"
KEY = "call-0123456789"


@pytest.fixture
def league(load, app) -> Iterator[Competition]:
    whole = factories.league()
    for key in ("trainee", "spare"):
        whole["judges"].append({"key": key, "name": factories.text(key, key)})
    whole["stages"][1]["rounds"][0]["matches"][0]["trainees"] = ["trainee"]
    key = load(whole)
    with app.app_context():
        found = queries.find_competition(key)
        assert found is not None
        yield found


def judge(key: str) -> Judge:
    competition = queries.find_competition("league")
    assert competition is not None
    found = queries.find_judge(competition, key)
    assert found is not None
    return found


def unread(key: str) -> list[str]:
    return [each.text for each in unread_of_judge(judge(key).id)]


def newest_row() -> audit.AuditRow:
    return audit.organisers_rows_after("league", 0)[-1]


def test_a_message_to_one_judge_reaches_that_judge_alone(league):
    assert messages.send_message("league", "judge/jo", "Please submit team 3.", BY) == 1

    assert unread("jo") == ["Please submit team 3."]
    assert unread("li-na") == []


def test_a_message_to_a_panel_reaches_its_judges_and_its_trainees(league):
    whole = queries.find_match(league, "last")
    assert whole is not None
    panel = {seat.judge.key for seat in whole.seats}

    assert messages.send_message("league", "match/last", "Please wait.", BY) == len(panel) + 1

    assert {each.key for each in league.judges if unread(each.key)} == {*panel, "trainee"}


def test_a_message_to_all_is_one_message_with_a_row_for_each(league):
    messages.send_message("league", "all", "Please wait.", BY)

    rows = messages_of_competition(league)
    assert {row.judge.key for row in rows} == {each.key for each in league.judges}
    assert len({row.batch for row in rows}) == 1
    assert {row.to for row in rows} == {"all"}


def test_what_an_organiser_sends_stands_in_the_audit_log_with_its_text(league):
    messages.send_message("league", "judge/jo", "Please submit team 3.", BY)

    row = newest_row()
    assert (row.who, row.action, row.subject) == (BY, "message.send", "judge/jo")
    assert json.loads(row.after) == {"judges": ["jo"], "message": "Please submit team 3."}


@pytest.mark.parametrize("text", ["", "  \n ", "long " * 41, "bell \x07"])
def test_a_message_that_says_nothing_or_too_much_is_refused(league, text):
    with pytest.raises(messages.InvalidMessage):
        messages.send_message("league", "all", text, BY)

    assert messages_of_competition(league) == []


@pytest.mark.parametrize("to", ["judge/nobody", "match/nothing", "everybody", ""])
def test_a_message_to_nobody_that_there_is_is_not_found(league, to):
    with pytest.raises(NotFound):
        messages.send_message("league", to, "Please wait.", BY)


def test_a_message_is_marked_read_once_and_by_its_own_judge_only(league):
    messages.send_message("league", "judge/jo", "Please wait.", BY)
    (message,) = unread_of_judge(judge("jo").id)
    with pytest.raises(NotFound):
        messages.mark_read(judge("li-na"), message.id)

    first = messages.mark_read(judge("jo"), message.id).read_at
    again = messages.mark_read(judge("jo"), message.id)

    assert first
    assert (again.read_at, again.read_by) == (first, "judge jo")
    assert unread("jo") == []


def test_a_call_that_is_sent_again_after_a_lost_answer_is_one_call(league):
    first = messages.call_organisers(judge("jo"), "Please come to me.", KEY)
    again = messages.call_organisers(judge("jo"), "Please come to me.", KEY)

    assert first.id == again.id
    assert len(messages_of_judge(judge("jo"))) == count_open_calls(league) == 1
    # The same key of another judge is another call.
    messages.call_organisers(judge("li-na"), "Please come to me.", KEY)
    assert count_open_calls(league) == 2


def test_a_judges_call_is_not_marked_read_by_the_judge_and_stands_in_no_log(league):
    before = audit.newest_row_number("league")
    call = messages.call_organisers(judge("jo"), "I feel unwell.", KEY)

    with pytest.raises(NotFound):
        messages.mark_read(judge("jo"), call.id)
    assert audit.newest_row_number("league") == before


def test_a_judge_who_calls_again_and_again_is_asked_to_wait(league):
    for number in range(messages.MOST_CALLS):
        messages.call_organisers(judge("jo"), "Please come to me.", f"{KEY}-{number}")

    with pytest.raises(messages.TooManyCalls):
        messages.call_organisers(judge("jo"), "Please come to me.", f"{KEY}-x")
    # What had arrived is still answered, and the others may call.
    messages.call_organisers(judge("jo"), "Please come to me.", f"{KEY}-0")
    messages.call_organisers(judge("li-na"), "Please come to me.", KEY)


@pytest.mark.parametrize("key", ["", "short", "with blanks in it", "x" * 65])
def test_a_call_without_a_valid_key_is_refused(league, key):
    with pytest.raises(messages.InvalidMessage):
        messages.call_organisers(judge("jo"), "Please come to me.", key)


def test_an_answer_tells_the_judge_that_somebody_comes_and_says_nothing_of_the_call(league):
    call = messages.call_organisers(judge("jo"), "I feel unwell.", KEY)

    messages.answer_call("league", call.id, BY)

    assert count_open_calls(league) == 0
    assert unread("jo") == [messages.ON_OUR_WAY]
    assert (newest_row().action, newest_row().subject) == ("message.answer", "judge/jo")
    assert "unwell" not in str(newest_row())
    # A second organiser's touch answers nothing twice.
    messages.answer_call("league", call.id, "organiser 李强")
    assert len(unread("jo")) == 1


def test_only_a_call_can_be_answered(league):
    messages.send_message("league", "judge/jo", "Please wait.", BY)
    (message,) = unread_of_judge(judge("jo").id)

    with pytest.raises(NotFound):
        messages.answer_call("league", message.id, BY)


def test_in_an_archived_competition_nobody_writes(league, tmp_path):
    archive.archive_competition("league", BY, tmp_path)

    with pytest.raises(Closed):
        messages.send_message("league", "all", "Please wait.", BY)
    with pytest.raises(Closed):
        messages.call_organisers(judge("jo"), "Please come to me.", KEY)


def test_a_judge_who_is_removed_takes_the_messages_along(league):
    messages.send_message("league", "all", "Please wait.", BY)
    messages.call_organisers(judge("spare"), "Please come to me.", KEY)

    setup.remove_part("league", "judge", "spare", BY)

    assert {row.judge.key for row in messages_of_competition(league)} == {
        each.key for each in league.judges
    }
    assert count_open_calls(league) == 0
