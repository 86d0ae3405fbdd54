"""`python app.py`: the first start, the second, and the end."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from competition import document
from competition.web import addresses
from tests import factories
from tests.conftest import environment_for, free_port, serving


def run(*program, folder, port=8000, check=True):
    """Start `python app.py` in the repository, with `folder` as DATA_DIR."""
    return subprocess.run(
        [sys.executable, *program],
        cwd=factories.ROOT,
        env=environment_for(folder, port),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=check,
    )


def links(server):
    """The secret links that the terminal shows."""
    return re.findall(r"/(?:j|set-up)/\S+", server.terminal)


def test_the_first_start_loads_the_sample_and_prints_the_addresses(live_server):
    said = live_server.terminal

    (link,) = re.findall(rf"{live_server.url}/set-up/\S+", said)
    with urllib.request.urlopen(link) as answer:
        assert answer.status == 200
    judges = re.findall(rf"(judge-\d)  .*?({live_server.url}/j/\S+)", said)
    assert [key for key, _ in judges] == [f"judge-{number}" for number in range(1, 8)]
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with browser.open(judges[0][1]) as answer:
        assert answer.status == 200
        assert "/j/" not in answer.url
    assert f"  {live_server.url}/\n" in said
    assert said.count("█") > 100
    assert "Traceback" not in said


def test_a_second_start_loses_nothing_and_signs_nobody_out(tmp_path):
    folder = tmp_path / "data"
    with serving(folder) as server:
        first = links(server)
        server.flask("round", "state", "chaoyang-final", "round-1", "open")
        urllib.request.urlopen(f"{server.url}/").close()
        exported = server.flask("competition", "export", "chaoyang-final").stdout
        assert server.stop() == 0
    secret = (folder / "secret_key").read_text()
    with serving(folder) as server:
        assert links(server) == first
        assert server.flask("competition", "export", "chaoyang-final").stdout == exported
    assert (folder / "secret_key").read_text() == secret
    if os.name == "posix":
        assert (folder / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_competition_that_was_loaded_before_stays_the_only_one(tmp_path):
    folder, file = tmp_path / "data", tmp_path / "league.json"
    file.write_bytes(document.write_file(factories.checked(factories.league())))
    run("-m", "flask", "competition", "load", str(file), folder=folder)
    with serving(folder) as server:
        assert "li-na  李娜" in server.terminal
        assert "judge-1" not in server.terminal


def test_a_port_in_use_ends_the_start_with_one_clear_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = run("app.py", folder=tmp_path / "data", port=port, check=False)
    assert ended.returncode == 1
    (line,) = ended.stderr.splitlines()
    assert line.startswith(f"PORT: {port} is already in use")


def test_a_server_whose_output_is_closed_keeps_serving(tmp_path):
    port = free_port()
    read_end, write_end = os.pipe()
    os.close(read_end)
    process = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=factories.ROOT,
        env=environment_for(tmp_path / "data", port),
        stdout=write_end,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    os.close(write_end)
    try:
        answered = False
        while not answered and process.poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
                answered = True
            except OSError:
                time.sleep(0.05)
    finally:
        process.terminate()
        _, complaints = process.communicate(timeout=30)
    assert answered
    assert complaints == ""
    assert process.returncode == 0


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_asked_and_lets_its_streams_end(tmp_path, ending):
    with serving(tmp_path / "data") as server:
        with urllib.request.urlopen(f"{server.url}/c/chaoyang-final/stream") as stream:
            assert stream.readline()
            server.process.send_signal(ending)
            assert server.process.wait(timeout=20) == 0
            stream.read()
        assert "Traceback" not in server.terminal


def test_what_a_command_changes_reaches_an_open_stream(live_server):
    with urllib.request.urlopen(f"{live_server.url}/c/chaoyang-final/stream", timeout=60) as stream:
        first = next_number(stream)
        done = live_server.flask("stage", "release", "chaoyang-final", "final", "live")
        assert done.returncode == 0
        assert next_number(stream) == first + 1


def next_number(stream):
    """The number of the next snapshot on a stream."""
    return next(int(line[3:]) for line in stream if line.startswith(b"id:"))


def test_a_backup_of_a_running_server_is_complete(live_server, tmp_path):
    live_server.flask("round", "state", "chaoyang-final", "round-1", "open")
    target, folder = tmp_path / "backup.zip", tmp_path / "restored"
    assert live_server.flask("backup", str(target)).returncode == 0

    run("-m", "flask", "restore", str(target), folder=folder)

    with serving(folder) as server:
        assert links(server) == links(live_server)
        assert '"round-1": "open"' in server.flask("competition", "list").stdout


def test_the_printed_address_is_one_that_tablets_can_reach():
    assert addresses.base_url("192.168.1.5", 8000) == "http://192.168.1.5:8000"
    assert addresses.base_url("hall.local", 80) == "http://hall.local"
    assert addresses.base_url("::1", 8000) == "http://[::1]:8000"
    for anywhere in ("0.0.0.0", "::"):
        guessed = addresses.base_url(anywhere, 8000)
        assert re.fullmatch(r"http://\d+\.\d+\.\d+\.\d+:8000", guessed)
        assert "0.0.0.0" not in guessed


def test_without_any_network_the_address_is_this_machines_own(monkeypatch):
    class Nowhere(socket.socket):
        def connect(self, *_):
            raise OSError("Network is unreachable")

    monkeypatch.setattr(addresses.socket, "socket", Nowhere)
    monkeypatch.setattr(addresses, "_interface_addresses", list)
    assert addresses.lan_address() == "127.0.0.1"


def test_a_server_starts_in_a_terminal_that_is_not_utf_8(tmp_path):
    port = free_port()
    environment = environment_for(tmp_path / "data", port)
    environment |= {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "LANG": "zh_CN.UTF-8"}
    process = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=factories.ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    said = b""
    try:
        while b"Ctrl+C" not in said:
            chunk = os.read(process.stdout.fileno(), 65536)
            assert chunk, said
            said += chunk
    finally:
        process.terminate()
        process.communicate(timeout=30)
    assert f"http://127.0.0.1:{port}/j/".encode() in said
    assert said.isascii()


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="Windows has no such signal")
def test_a_terminal_that_hangs_up_ends_nothing_and_the_log_is_opened_again(tmp_path):
    log = tmp_path / "accord.log"
    with serving(tmp_path / "data", LOG_FILE=str(log)) as server:
        moved = log.rename(tmp_path / "accord.log.moved")
        server.process.send_signal(signal.SIGHUP)
        server.flask("round", "state", "chaoyang-final", "round-1", "open")
        give_up = time.monotonic() + 30
        while not (log.exists() and "act round.state" in log.read_text()):
            assert time.monotonic() < give_up
            time.sleep(0.1)
        with urllib.request.urlopen(f"{server.url}/healthz") as answer:
            assert answer.status == 200
        assert server.stop() == 0
    assert "INFO started, Accord" in moved.read_text()
    assert log.read_text().splitlines()[-1].endswith("INFO stopped")
    tokens = [link.rsplit("/", 1)[1] for link in links(server)]
    assert tokens
    for token in tokens:
        assert token not in moved.read_text() + log.read_text()
