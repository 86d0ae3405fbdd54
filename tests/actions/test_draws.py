"""Drawing lots on a real database: who is drawn, what is refused, what the round becomes."""

import json

import pytest

from competition.actions import (
    competitions,
    draw_ceremony,
    draws,
    hall_screen,
    rounds,
    setup,
    verification,
)
from competition.actions.draw_plan import DrawOrder
from competition.actions.meanwhile import ChangedMeanwhile, Seen, seeing
from competition.actions.refusals import NotFound, Refused
from competition.draw.verify import verify_draws
from competition.store import audit, file_export, queries, snapshots
from competition.store.db import db
from competition.store.decision_models import Draw
from tests import factories
from tests.cup import CUP, HALL, NAMES, cup, match

BY = "organiser 王芳"
TEAMS = list(NAMES)
HANDS = {"by": "李娜", "witness": "张伟"}


@pytest.fixture(autouse=True)
def loaded(context):
    load(cup())


def load(whole, **more):
    competitions.load_competition(factories.checked(whole), BY, **more)


def file():
    return file_export.competition_document(queries.find_competition(CUP))


def order(round_="one", **more):
    return DrawOrder("final", round_, **more)


def commit(round_="one", **more):
    return draws.commit_draw(CUP, order(round_, **more), BY)[0]


def seated(round_=0):
    """Who meets whom in a round, labour side first."""
    return [
        tuple(entry["team"] for entry in match["entries"])
        for match in file()["stages"][0]["rounds"][round_]["matches"]
    ]


def pending_secret(key):
    return db.session.scalar(db.select(Draw.pending_secret).filter_by(key=key))


def verdicts():
    return [(each.ok, each.reason, each.followed) for each in verify_draws(file())]


def shown(key="draw-1"):
    names = snapshots.newest_snapshot(CUP).names()
    return next(each for each in names["draws"] if each["key"] == key)


def test_a_draw_makes_the_matches_of_an_empty_round_and_can_be_verified():
    key = commit(rules={"apart": ["zone"]})
    drawn = draws.run_draw(CUP, key, f"  {HALL} ", BY)

    result = drawn.result
    assert sorted(result) == sorted(TEAMS)
    assert seated() == list(zip(result[::2], result[1::2], strict=True))
    assert verdicts() == [(True, None, True)]
    part = file()["draws"][0]
    assert (part["hall"], part["secret"]) == (HALL, drawn.secret)
    assert pending_secret(key) is None
    assert verification.verify_chain(CUP).length == 3


def test_matches_that_are_there_keep_their_panel_topic_and_order():
    whole = cup()
    whole["stages"][0]["rounds"][0]["matches"] = [
        match("first", "metro", "bus"),
        match("second", "post", "rail"),
        match("third", "steel", "port"),
    ]
    load(whole, replace=True)

    result = draws.run_draw(CUP, commit(), HALL, BY).result

    matches = file()["stages"][0]["rounds"][0]["matches"]
    assert [each["key"] for each in matches] == ["first", "second", "third"]
    assert [each["panel"] for each in matches] == [["li-na"]] * 3
    assert [each["topic"] for each in matches] == ["wages"] * 3
    assert [team for pair in seated() for team in pair] == result


def test_topics_go_to_the_matches_and_begin_again():
    draws.run_draw(CUP, commit(), HALL, BY)
    topics = draws.run_draw(CUP, commit(kind="topics", drawn_from=["hours", "rest"]), "一", BY)

    given = [each["topic"] for each in file()["stages"][0]["rounds"][0]["matches"]]
    assert given == [topics.result[0], topics.result[1], topics.result[0]]
    assert verdicts() == [(True, None, True)] * 2


def test_the_second_round_knows_who_met_and_on_which_side():
    draws.run_draw(CUP, commit(), HALL, BY)
    first = seated()

    draws.run_draw(CUP, commit("two", rules={"no_rematch": True, "balance_sides": True}), "二", BY)

    second = seated(1)
    assert not {frozenset(pair) for pair in first} & {frozenset(pair) for pair in second}
    assert {pair[0] for pair in second} == {pair[1] for pair in first}


def test_an_odd_number_needs_a_bye_and_the_last_has_no_match():
    with pytest.raises(Refused, match="an odd number"):
        commit(drawn_from=TEAMS[:5])

    drawn = draws.run_draw(CUP, commit(drawn_from=TEAMS[:5], rules={"bye": True}), HALL, BY)

    assert len(seated()) == 2
    assert drawn.result[4] not in [team for pair in seated() for team in pair]
    commit("two", rules={"bye": True})
    assert file()["draws"][1]["from"] == TEAMS[:5]


def test_who_left_is_not_drawn_and_nobody_else_than_the_stage_names():
    whole = cup()
    whole["teams"][0]["withdrawn"] = True
    whole["stages"][0]["teams"] = TEAMS[:5]
    load(whole, replace=True)

    commit()

    assert file()["draws"][0]["from"] == TEAMS[1:5]
    with pytest.raises(Refused, match="not in this stage"):
        commit("two", drawn_from=["port", "bus"])


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"drawn_from": ["metro", "nobody"]}, "no team “nobody”"),
        ({"drawn_from": ["metro", "metro"]}, "twice"),
        ({"drawn_from": ["metro"]}, "at least two"),
        ({"rules": {"pots": [TEAMS[:2], TEAMS[2:]]}}, "two pots"),
        ({"rules": {"pots": [TEAMS[:3], TEAMS[3:]], "bye": True}}, "two pots"),
        ({"kind": "topics", "drawn_from": ["holidays"]}, "no topic “holidays”"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_leaves_nothing(more, words):
    before = competitions.export_competition(CUP)

    with pytest.raises(Refused, match=words):
        commit(**more)

    assert competitions.export_competition(CUP) == before


def test_a_round_has_one_standing_draw_of_a_kind():
    key = commit()
    with pytest.raises(Refused, match="already"):
        commit()

    draws.abandon_draw(CUP, key, "The list was wrong", BY)
    assert pending_secret(key) is None
    second = commit()
    draws.run_draw(CUP, second, HALL, BY)
    with pytest.raises(Refused, match="already"):
        commit()
    draws.abandon_draw(CUP, second, "A team withdrew", BY)
    commit()

    assert verdicts() == [(True, "abandoned", None), (True, None, True), (True, "pending", None)]
    with pytest.raises(Refused, match="abandoned"):
        draws.run_draw(CUP, key, HALL, BY)
    load(file(), replace=True)


def test_a_draw_is_run_once():
    key = commit()
    draws.run_draw(CUP, key, HALL, BY)
    before = competitions.export_competition(CUP)

    with pytest.raises(Refused, match="once"):
        draws.run_draw(CUP, key, "other words", BY)

    assert competitions.export_competition(CUP) == before


def with_first_round(*matches, state="draft"):
    whole = cup()
    whole["stages"][0]["rounds"][0] |= {"matches": list(matches), "state": state}
    return whole


THREE = (
    match("first", "metro", "bus"),
    match("second", "post", "rail"),
    match("third", "steel", "port"),
)


def test_a_refused_run_leaves_the_draw_pending_and_its_secret_kept():
    load(with_first_round(*THREE[:2]), replace=True)
    key = commit(drawn_from=TEAMS)
    secret = pending_secret(key)
    before = competitions.export_competition(CUP)

    for words, reason in (("  ", "blank"), (HALL, "2 matches, and the draw makes 3")):
        with pytest.raises(Refused, match=reason):
            draws.run_draw(CUP, key, words, BY)

    assert pending_secret(key) == secret
    assert competitions.export_competition(CUP) == before
    assert verdicts() == [(True, "pending", None)]


def test_a_sheet_in_the_round_stands_in_the_way():
    whole = with_first_round(*THREE, state="open")
    whole["sheets"] = [
        {"match": "second", "team": "post", "judge": "li-na", "state": "draft", "version": 1}
        | {"marks": {"law": "5"}}
    ]
    load(whole, replace=True)
    key = commit()

    with pytest.raises(Refused, match="sheet in the match “second”"):
        draws.run_draw(CUP, key, HALL, BY)
    assert pending_secret(key)
    draws.abandon_draw(CUP, key, "A sheet is there", BY)
    with pytest.raises(Refused, match="sheet in the match “second”"):
        draws.draw_by_hand(CUP, "final", "one", TEAMS, HANDS, BY)

    assert len(file()["draws"]) == 1


def test_rules_that_no_order_keeps_are_named(monkeypatch):
    monkeypatch.setattr("competition.draw.order.MOST_ATTEMPTS", 40)
    whole = cup()
    for team in whole["teams"]:
        team["zone"] = "east"
    load(whole, replace=True)
    key = commit(rules={"apart": ["zone"]})

    with pytest.raises(Refused, match="teams of one zone apart"):
        draws.run_draw(CUP, key, HALL, BY)

    assert pending_secret(key)


def test_real_balls_are_kept_with_their_witness():
    result = TEAMS[::-1]
    key = draws.draw_by_hand(CUP, "final", "one", result, HANDS, BY)

    part = file()["draws"][0]
    assert (part["key"], part["by_hand"], part["from"]) == (key, HANDS, TEAMS)
    assert "commitment" not in part
    assert [team for pair in seated() for team in pair] == result
    assert verdicts() == [(True, "by_hand", True)]
    odd = draws.draw_by_hand(CUP, "final", "two", TEAMS[:3], HANDS, BY)
    assert next(each for each in file()["draws"] if each["key"] == odd)["rules"] == {"bye": True}
    assert verdicts()[1] == (True, "by_hand", True)


def test_a_replacement_keeps_the_secret_where_key_and_commitment_are_equal():
    key = commit()
    secret = pending_secret(key)

    load(file(), replace=True)
    assert pending_secret(key) == secret
    changed = file()
    changed["draws"][0]["commitment"] = "ab" * 32
    load(changed, replace=True)

    assert pending_secret(key) is None
    with pytest.raises(Refused, match="can only be abandoned"):
        draws.run_draw(CUP, key, HALL, BY)
    draws.abandon_draw(CUP, key, "Another server", BY)


def test_a_list_changed_by_a_file_is_not_drawn_from():
    key = commit()
    changed = file()
    changed["draws"][0]["from"] = TEAMS[::-1]
    load(changed, replace=True)

    with pytest.raises(Refused, match="no longer what was committed to"):
        draws.run_draw(CUP, key, HALL, BY)


def test_who_has_not_seen_the_newest_words_does_not_draw():
    key = commit()
    page = Seen(audit.newest_row_number(CUP))
    draw_ceremony.show_words(CUP, key, "公平", "organiser 张伟")

    with seeing(page), pytest.raises(ChangedMeanwhile):
        draws.run_draw(CUP, key, HALL, BY)

    assert pending_secret(key)


def test_whoever_edits_a_match_learns_that_it_was_drawn_meanwhile():
    load(with_first_round(*THREE), replace=True)
    page = Seen(audit.newest_row_number(CUP))
    draws.run_draw(CUP, commit(), HALL, BY)

    with seeing(page), pytest.raises(ChangedMeanwhile):
        setup.save_part(CUP, "match", THREE[0], BY, key="first")


def test_the_ceremony_shows_each_ball_when_its_turn_comes():
    key = commit()
    assert "hall" not in shown()
    draw_ceremony.show_words(CUP, key, "公平", BY)
    assert shown()["hall"] == "公平"
    draw_ceremony.show_words(CUP, key, HALL, BY)
    drawn = draws.run_draw(CUP, key, HALL, BY)
    assert "result" not in shown()

    for step in range(6):
        draw_ceremony.step_draw(CUP, key, step, step + 1, BY)
        assert shown()["result"] == drawn.result[: step + 1]
        assert "secret" not in shown()
        assert "seed" not in shown()
    draw_ceremony.step_draw(CUP, key, 6, 5, BY)
    assert shown()["result"] == drawn.result[:5]
    draw_ceremony.step_draw(CUP, key, 5, 7, BY)

    assert (shown()["secret"], shown()["seed"]) == (drawn.secret, drawn.seed)
    with pytest.raises(Refused, match="no further step"):
        draw_ceremony.step_draw(CUP, key, 7, 8, BY)
    with pytest.raises(Refused, match="moved on"):
        draw_ceremony.step_draw(CUP, key, 3, 4, BY)


def test_once_the_round_is_announced_all_of_the_draw_is_public():
    key = commit()
    drawn = draws.run_draw(CUP, key, HALL, BY)
    draw_ceremony.step_draw(CUP, key, 0, 1, BY)

    rounds.set_announced(CUP, "one", True, BY)

    assert (shown()["result"], shown()["secret"]) == (drawn.result, drawn.secret)
    with pytest.raises(Refused, match="public"):
        draw_ceremony.step_draw(CUP, key, 1, 2, BY)


def test_topics_show_no_more_balls_than_there_are_matches_and_no_title_before_its_ball():
    draws.run_draw(CUP, commit(drawn_from=TEAMS[:4]), HALL, BY)
    key = commit(kind="topics")
    drawn = draws.run_draw(CUP, key, HALL, BY)
    assert shown(key)["balls"] == 2

    draw_ceremony.step_draw(CUP, key, 0, 1, BY)
    assert list(shown(key)["titles"]) == drawn.result[:1]
    draw_ceremony.step_draw(CUP, key, 1, 3, BY)

    assert shown(key)["result"] == drawn.result
    assert sorted(shown(key)["titles"]) == sorted(drawn.result[:2])


def test_words_and_balls_of_an_abandoned_draw_stay_where_they_are():
    key = commit()
    draws.abandon_draw(CUP, key, "The list was wrong", BY)

    assert shown()["abandoned"]["en"] == "The list was wrong"
    with pytest.raises(Refused, match="abandoned"):
        draw_ceremony.show_words(CUP, key, "x", BY)
    with pytest.raises(NotFound):
        draw_ceremony.step_draw(CUP, "draw-9", 0, 1, BY)


def test_the_projector_shows_only_draws_that_there_are():
    key = commit()
    hall_screen.show_mode(CUP, "draw", BY, key)
    with pytest.raises(NotFound):
        hall_screen.show_mode(CUP, "draw", BY, "draw-9")


def test_the_secret_is_nowhere_until_it_is_drawn(context):
    key = commit()
    secret = pending_secret(key)
    draw_ceremony.show_words(CUP, key, HALL, BY)
    rows = [
        json.dumps([row.before, row.after, row.subject], default=str)
        for row in audit.organisers_rows_after(CUP, 0)
    ]
    held = [*rows, competitions.export_competition(CUP).decode()]
    held += [snapshots.newest_snapshot(CUP).display, snapshots.newest_snapshot(CUP).content]

    assert len(secret) == 64
    assert not [text for text in held if secret in text]
