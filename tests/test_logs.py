"""The log: what an operator reads, what never gets into it, and that no fault can fill a disk."""

import json
import logging
import os
import re
import sqlite3
import stat

import pytest

from competition import logs
from competition.actions import accounts, rounds
from competition.actions.refusals import NotFound
from competition.cli.act_log import ActLog
from tests import factories


@pytest.fixture
def log(tmp_path, capsys):
    """The log file of a server, being written."""
    root = logging.getLogger()
    level, before = root.level, list(root.handlers)
    file = tmp_path / "accord.log"
    logs.set_up(str(file))
    yield file
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def fail(secret):
    raise KeyError(secret)


def test_a_line_has_time_level_and_message_and_stays_one_line(log):
    logging.getLogger("accord.test").info("act %s", "two\nlines \x1b[31m")

    (line,) = log.read_text().splitlines()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO act two\\nlines .*", line)
    assert "\x1b" not in line
    if os.name == "posix":
        assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_everyday_lines_stay_out_of_the_terminal_and_warnings_reach_it(log, capsys):
    logs.set_up(str(log))
    logging.getLogger("accord.test").info("everyday")
    logging.getLogger("accord.test").warning("the disk is nearly full")

    printed = capsys.readouterr().err
    assert "everyday" not in printed
    assert "the disk is nearly full" in printed


def test_without_a_file_errors_go_to_the_terminal_and_with_a_dash_everything(capsys):
    root = logging.getLogger()
    level, before = root.level, list(root.handlers)
    for target, everyday in ((None, False), ("-", True)):
        logs.set_up(target)
        logging.getLogger("accord.test").info("everyday")
        logging.getLogger("accord.test").error("an error")
        printed = capsys.readouterr().err
        assert ("everyday" in printed) == everyday
        assert "an error" in printed
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
    root.setLevel(level)


def test_in_json_a_line_is_one_object_and_a_file_has_the_same_as_text(tmp_path, capsys):
    root = logging.getLogger()
    level, before = root.level, list(root.handlers)
    file = tmp_path / "accord.log"
    logs.set_up(str(file), as_json=True)
    try:
        logger = logging.getLogger("accord.test")
        logger.info("act %s", "two\nlines 王", extra={logs.FIELDS: {"status": 200}})
        logger.info("a request", extra={logs.FORM: logs.JSON})
        logger.info("refused 404", extra={logs.FORM: logs.TEXT})
        try:
            fail("18.5")
        except KeyError:
            logger.exception("an unexpected error")
        logs.print_error("PORT: 8000 is already in use.")
    finally:
        for handler in set(root.handlers) - set(before):
            root.removeHandler(handler)
            handler.close()
        root.setLevel(level)

    printed = capsys.readouterr().err
    assert printed.isascii()
    act, a_request, fault, said = [json.loads(line) for line in printed.splitlines()]
    assert act | {"time": ""} == {
        "time": "",
        "level": "info",
        "message": "act two\nlines 王",
        "status": 200,
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", act["time"])
    assert a_request["message"] == "a request"
    assert (fault["level"], fault["trace"][-1]) == ("error", "  builtins.KeyError")
    assert "18.5" not in str(fault["trace"]).replace('fail("18.5")', "")
    assert said["message"] == "PORT: 8000 is already in use."
    text = file.read_text()
    assert "INFO act two\\nlines" in text
    assert "INFO refused 404" in text
    assert "a request" not in text
    assert "8000" not in text


def test_what_is_said_to_whoever_started_it_stays_a_plain_line_without_json(log, capsys):
    logs.print_error("PORT: 8000 is already in use.")
    assert capsys.readouterr().err == "PORT: 8000 is already in use.\n"


def test_an_exception_is_written_with_its_place_and_without_what_it_carries(log):
    try:
        try:
            fail("18.5")
        except KeyError as error:
            raise ValueError("王芳 eGkS-token") from error
    except ValueError:
        logging.getLogger("accord.test").exception("an unexpected error")

    text = log.read_text()
    assert "builtins.ValueError" in text
    assert "because of:" in text
    assert "builtins.KeyError" in text
    assert "in fail: raise KeyError(secret)" in text
    for secret in ("18.5", "王芳", "eGkS", "\\u738b"):
        assert secret not in text.replace('fail("18.5")', "").replace(
            'raise ValueError("王芳 eGkS-token")', ""
        )


def test_the_systems_and_the_databases_own_words_are_kept(log):
    for error in (OSError(28, "No space left on device", "/media/wang/x"), sqlite3.Error("locked")):
        logging.getLogger("accord.test").error("a fault", exc_info=error)

    text = log.read_text()
    assert "OSError: No space left on device" in text
    assert "sqlite3.Error: locked" in text
    assert "/media/wang" not in text


def test_the_same_fault_is_written_once_and_then_counted(log):
    for _ in range(413):
        try:
            fail("x")
        except KeyError:
            logging.getLogger("accord.test").exception("an unexpected error")
    text = log.read_text()
    assert text.count("an unexpected error") == 1

    logs.tell_counts()
    assert "the same again 412 times in the last minute: fault KeyError at" in log.read_text()
    logs.tell_counts()
    assert log.read_text().count("the same again") == 1


def test_of_lines_of_one_kind_ten_a_minute_are_written(log):
    for minute in range(2):
        for _ in range(50):
            logging.getLogger("accord.test").info("refused", extra={logs.KIND: "refused 404"})
        assert log.read_text().count("INFO refused") == 10 * (minute + 1)
        logs.tell_counts()
    assert log.read_text().count("the same again 40 times in the last minute: refused 404") == 2


def test_the_file_is_begun_anew_when_it_is_large_and_few_are_kept(log, monkeypatch):
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logs._FileHandler):
            handler.maxBytes = 1000
    for number in range(200):
        logging.getLogger("accord.test").info("line %s", number)

    files = sorted(log.parent.glob("accord.log*"))
    assert len(files) == logs.KEPT_FILES + 1
    assert all(file.stat().st_size <= 1000 for file in files)
    if os.name == "posix":
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_file_that_was_moved_away_is_opened_again(log):
    logger = logging.getLogger("accord.test")
    logger.info("first")
    moved = log.rename(log.with_name("moved.log"))
    logs.reopen_file()
    logger.info("second")

    assert "first" in moved.read_text()
    assert "second" not in moved.read_text()
    assert "second" in log.read_text()


def test_a_log_that_cannot_be_written_stops_nothing_and_prints_nothing(log, capsys, monkeypatch):
    class Closed:
        def write(self, _text):
            raise OSError("Input/output error")

    for handler in logging.getLogger().handlers:
        if isinstance(handler.formatter, logs.LogFormatter):
            monkeypatch.setattr(handler, "stream", Closed())
    logging.getLogger("accord.test").error("an error")
    assert capsys.readouterr().err == ""
    monkeypatch.undo()


def test_a_whole_days_log_names_nobody_and_holds_no_token_and_no_mark(
    log, app, load, client, organiser_client, seat_judge, api
):
    """李娜 scores, 王芳 opens and closes rounds, strangers try; then the log is searched."""
    with app.app_context():
        follower = ActLog()
    whole = factories.sample()
    whole["judges"][0]["name"] = factories.text("李娜")
    whole["stages"][0]["rounds"][0]["state"] = "open"
    key = load(whole)
    judge = api("judge-1")
    assert judge.put("match-1", "education", comment="十分清楚").status_code == 200
    assert judge.put("match-1", "education", {"strategy": "99.75"}).status_code >= 400
    seat_judge("judge-1").get("/judge")
    client.get(f"/j/{judge.token}")
    client.get(f"/j/{judge.token}x")
    client.get(f"/judge/{judge.token}/nothing")
    client.submit("/sign-in", {"name": factories.ORGANISER, "password": "guess one 123"})
    client.submit("/sign-in", {"name": "张三丰", "password": "guess two 123"})
    organiser_client.submit(f"/organiser/c/{key}/new/teams", {"name-zh": "秘密之队"})
    another = {"name": "赵敏", "password": factories.PASSWORD}
    organiser_client.submit("/organiser/organisers", another)
    with app.app_context():
        rounds.set_state(key, "round-1", "closed", "organiser 王芳", "李娜 is done")
        follower.write_new()
    logs.tell_counts()

    text = log.read_text()
    for line in (
        "act sheet.submit chaoyang-final match-1/education/judge-1 by judge judge-1",
        "act round.state chaoyang-final final/round-1 by organiser 1",
        "act organiser.add - account 2 by organiser 1",
        "sign-in failed: account 1",
        "sign-in failed: no account",
        "refused 404 GET /j/<token> by judge judge-1",
        "refused 409 PUT /api/v1/competitions/<competition>/sheets/<match>/<team> by judge "
        "chaoyang-final/judge-1",
    ):
        assert line in text
    secrets = [judge.token, "99.75", "18.5", *("王芳", "李娜", "张三丰", "赵敏", "秘密", "guess")]
    with app.app_context():
        secrets += [accounts.set_up_link() or "-----"]
    for secret in secrets:
        assert secret not in text
        assert secret.encode("unicode_escape").decode() not in text


def test_what_was_rolled_back_is_no_act(log, app, chaoyang):
    with app.app_context():
        follower = ActLog()
        with pytest.raises(NotFound):
            rounds.set_state(chaoyang, "nothing", "closed", "organiser 王芳")
        follower.write_new()
    assert not log.exists() or "act " not in log.read_text()
