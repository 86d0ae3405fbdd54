"""Passwords and large files beside the loop: bounded, and the same answers as inline."""

import json

import gevent
import pytest

from competition.actions import off_loop
from competition.actions.off_loop import TooMuchAtOnce
from competition.actions.refusals import Refused
from competition.cli import off_loop_runners
from competition.cli.off_loop_runners import (
    MOST_PASSWORDS,
    FileProcess,
    ListProcess,
    PanelProcess,
    PasswordThread,
)
from competition.document import InvalidDocument, read_file, write_file
from competition.lists.preview import ListChoices, phrase_of, preview_list
from competition.panels.proposal import propose_panels
from competition.panels.request import PanelRequest, PanelsNotPossible
from tests import factories
from tests.panels.build import contest, judge, match, round_of, sheet, stage


def test_a_password_more_than_may_wait_is_refused_and_the_others_are_checked():
    run, answers = PasswordThread(), []

    def check(number: int) -> None:
        try:
            answers.append(run(lambda: number))
        except TooMuchAtOnce as refusal:
            answers.append(str(refusal))

    gevent.joinall([gevent.spawn(check, number) for number in range(MOST_PASSWORDS + 1)])

    assert sorted(map(str, answers))[:MOST_PASSWORDS] == [str(n) for n in range(MOST_PASSWORDS)]
    assert sum("Wait a few seconds" in str(answer) for answer in answers) == 1
    assert run(lambda: "free again") == "free again"


def test_a_file_is_checked_in_a_process_as_it_is_inline():
    data = write_file(factories.checked(factories.sample()))

    assert FileProcess()(data, "final.json") == read_file(data)


def test_what_is_wrong_in_a_file_comes_back_from_the_process():
    with pytest.raises(InvalidDocument) as caught:
        FileProcess()(b'{"format":"accord/1","teams":[' + b"{}," * 100_000 + b"{}]}")

    assert caught.value.has_more
    assert "missing" in caught.value.problems[0].text()


def test_a_name_is_no_argument_of_the_process():
    with pytest.raises(InvalidDocument, match="table"):
        FileProcess()(b"x" * 10, "-c\0import os.csv")


def test_a_check_that_takes_too_long_is_ended_and_said(monkeypatch):
    monkeypatch.setattr(off_loop_runners, "PROCESS_SECONDS", 0.01)

    with pytest.raises(Refused, match="could not be checked within a minute"):
        FileProcess()(b"[" + b"[]," * 1_000_000 + b"[]]")


def test_only_so_many_files_wait():
    checker = FileProcess()
    checker.queue.present = off_loop_runners.MOST_WAITING + 1

    with pytest.raises(TooMuchAtOnce, match="Another large file"):
        checker(b"{}")


def test_a_large_file_is_given_to_the_checker_and_a_small_one_is_not(context, monkeypatch):
    given = []
    monkeypatch.setattr(off_loop, "_file_checker", lambda data, name="": given.append(len(data)))

    off_loop.read_checked_file(b" " * (off_loop.SMALL_BYTES + 1))
    with pytest.raises(InvalidDocument):
        off_loop.read_checked_file(b"{}")

    assert given == [off_loop.SMALL_BYTES + 1]


def a_cup():
    """Two matches at once; in the second round somebody has marked."""
    nine = {"starts": "2026-05-20T09:00:00+08:00"}
    judges = [judge("ana", category="professional", conflicts=["reds"]), *map(judge, "bcde")]
    rounds = [
        round_of("one", match("m1", "reds", **nine), match("m2", "blues", **nine)),
        round_of("two", match("m3", "reds", panel=["b"])),
    ]
    return factories.checked(
        contest(judges, [stage("semi", *rounds)], sheets=[sheet("m3", "reds", "b")])
    )


def test_panels_are_proposed_in_a_process_as_they_are_inline():
    request = PanelRequest(2, {"professional": 1}, keep=True, seed="1")

    proposal = PanelProcess()(a_cup(), "semi", request)

    assert proposal == propose_panels(a_cup(), "semi", request)
    assert proposal["panels"]["m3"] == ["b"]


def test_what_stands_in_the_way_of_panels_comes_back_from_the_process():
    with pytest.raises(PanelsNotPossible) as here:
        propose_panels(a_cup(), "semi", PanelRequest(4))

    with pytest.raises(PanelsNotPossible) as there:
        PanelProcess()(a_cup(), "semi", PanelRequest(4))

    assert there.value.obstacles == here.value.obstacles


def test_a_proposal_that_takes_too_long_is_ended_and_said(monkeypatch):
    monkeypatch.setattr(off_loop_runners, "PROCESS_SECONDS", 0.01)

    with pytest.raises(Refused, match="No proposal was found"):
        PanelProcess()(a_cup(), "semi", PanelRequest(2))


def test_while_panels_are_proposed_everybody_else_goes_on():
    proposing = gevent.get_hub().threadpool.spawn(PanelProcess(), a_cup(), "semi", PanelRequest(2))
    turns = 0
    while not proposing.ready():
        gevent.sleep(0.005)
        turns += 1

    assert proposing.get()["panels"]["m1"]
    assert turns > 3


def test_a_list_is_read_in_a_process_as_it_is_inline():
    whole = factories.checked(factories.sample())
    data = "代表队\t单位\n地铁队\t市地铁工会\n\t无名\n".encode()
    choices = ListChoices("teams", corrections={(2, 1): "地铁集团工会"}, skipped=frozenset({9}))

    answer = ListProcess()(data, choices, whole)

    assert answer == json.loads(json.dumps(preview_list(data, choices, whole)))
    assert answer["counts"] == {"new": 1, "changed": 0, "same": 0, "wrong": 1}


def test_what_is_no_list_comes_back_from_the_process_as_a_sentence():
    answer = ListProcess()(b"PK\x03\x04 no workbook", ListChoices("teams", "x.xlsx"), {})

    assert phrase_of(answer["refused"]).text()


def test_a_large_list_is_given_to_the_process_and_a_small_one_is_not(context, monkeypatch):
    given = []
    monkeypatch.setattr(
        off_loop, "_list_previewer", lambda data, choices, file: given.append(len(data)) or {}
    )
    whole = factories.checked(factories.sample())

    off_loop.read_list(b"\n" * (off_loop.SMALL_LIST_BYTES + 1), ListChoices("teams"), whole)
    small = off_loop.read_list("代表队\n地铁队".encode(), ListChoices("teams"), whole)

    assert given == [off_loop.SMALL_LIST_BYTES + 1]
    assert small["counts"]["new"] == 1


def test_choices_are_the_same_after_they_were_kept():
    choices = ListChoices(
        "scores",
        "成绩.csv",
        sheet="一",
        encoding="gb18030",
        stage="test",
        columns={"备注": None, "成绩": "score"},
        corrections={(3, 1): "88", (2, 0): "队"},
        skipped=frozenset({4, 2}),
    )

    assert ListChoices.from_json(choices.as_json()) == choices
