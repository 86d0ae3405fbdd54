"""A started server that is watched: METRICS on an address of its own, LOG=json."""

import http.client
import json
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest

from tests import factories
from tests.conftest import environment_for, free_port, serving


def read(url: str, **headers: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def metric(text: str, sample: str) -> float:
    """The value of one sample of the page, named with its labels."""
    (line,) = [each for each in text.splitlines() if each.startswith(f"{sample} ")]
    return float(line.rpartition(" ")[2])


def start(folder, **settings):
    """Start `python app.py`, which is to fail; how it ended."""
    return subprocess.run(
        [sys.executable, "app.py"],
        cwd=factories.ROOT,
        env=environment_for(folder, free_port()) | settings,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_measurements_are_served_on_their_own_address_alone(tmp_path):
    port = free_port()
    with serving(tmp_path / "data", METRICS=f"127.0.0.1:{port}") as server:
        url = f"http://127.0.0.1:{port}"
        assert read(f"{server.url}/metrics")[0] == 404
        for path in ("/", "/healthz", "/c/chaoyang-final", "/organiser"):
            assert read(f"{url}{path}")[0] == 404
        with urllib.request.urlopen(f"{server.url}/c/chaoyang-final/stream") as stream:
            stream.readline()
            status, text = read(f"{url}/metrics")
        assert status == 200
        assert metric(text, 'accord_viewers{kind="board"}') == 1
        asked = 'accord_requests_total{method="GET",route="/c/<key>/stream",status="2xx"}'
        assert metric(text, asked) == 1
        assert metric(text, "accord_open_descriptors") > 3
        assert metric(text, "accord_resident_memory_bytes") > 2**20
        assert time.time() - metric(text, "accord_start_time_seconds") < 300
        for secret in ("chaoyang", "judge-1", "朝阳"):
            assert secret not in text


@pytest.mark.skipif(not socket.has_ipv6, reason="there is no IPv6 here")
def test_measurements_can_be_served_on_an_address_of_ipv6(tmp_path):
    port = free_port()
    with serving(tmp_path / "data", METRICS=f"[::1]:{port}"):
        assert read(f"http://[::1]:{port}/metrics")[0] == 200
        with pytest.raises(urllib.error.URLError, match="refused"):
            read(f"http://127.0.0.1:{port}/metrics")


def test_an_address_for_measurements_that_is_in_use_ends_the_start_with_one_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = start(tmp_path / "data", METRICS=f"127.0.0.1:{port}")
        as_json = start(tmp_path / "data", METRICS=f"127.0.0.1:{port}", LOG="json")
    assert (ended.returncode, as_json.returncode) == (1, 1)
    (line,) = ended.stderr.splitlines()
    assert line.startswith(f"METRICS: cannot listen on 127.0.0.1, port {port}: ")
    assert json.loads(as_json.stderr.splitlines()[-1])["message"] == line


def test_an_address_for_measurements_of_another_machine_ends_the_start_with_one_line(tmp_path):
    # Reserved for documentation: no machine has it.
    ended = start(tmp_path / "data", METRICS="192.0.2.7:9464")
    assert ended.returncode == 1
    (line,) = ended.stderr.splitlines()
    assert line.startswith("METRICS: cannot listen on 192.0.2.7, port 9464: ")


@contextmanager
def logging_json(folder, **settings):
    """A server with LOG=json: its address, and files of what it prints and logs."""
    port = free_port()
    printed, logged = folder / "printed", folder / "logged"
    with printed.open("w") as out, logged.open("w") as error:
        process = subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=factories.ROOT,
            env=environment_for(folder / "data", port) | {"LOG": "json"} | settings,
            stdout=out,
            stderr=error,
        )
    try:
        while "Ctrl+C" not in printed.read_text(encoding="utf-8"):
            assert process.poll() is None, logged.read_text()
            time.sleep(0.05)
        yield port, printed, logged
    finally:
        process.terminate()
        assert process.wait(timeout=30) == 0


def test_every_line_of_the_log_is_json_and_no_line_holds_a_token(tmp_path):
    text_log = tmp_path / "accord.log"
    settings = {"LOG_FILE": str(text_log), "TRUSTED_PROXIES": "127.0.0.1"}
    with logging_json(tmp_path, **settings) as (port, printed, logged):
        url = f"http://127.0.0.1:{port}"
        tokens = re.findall(r"/(?:j|set-up)/(\S+)", printed.read_text(encoding="utf-8"))
        assert len(tokens) == 8
        for token in tokens:
            read(f"{url}/{'set-up' if token == tokens[0] else 'j'}/{token}?again={token}")
        ids = {"X-Request-ID": "from-the-proxy-1"}
        assert read(f"{url}/c/chaoyang-final?lang=zh", **ids)[0] == 200
        read(f"{url}/c/chaoyang-final?lang=zh", **ids)  # From memory.
        streams = [urllib.request.urlopen(f"{url}/c/chaoyang-final/stream") for _ in range(2)]
        assert all(re.fullmatch("[0-9a-f]{32}", each.headers["X-Request-ID"]) for each in streams)
        for stream in streams:
            stream.close()
        assert read(f"{url}/{tokens[1]}")[0] == 404
        read(f"{url}/api/v1/judge", Authorization=f"Bearer {tokens[2]}")
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("POST", "/sign-in", b"a" * 100_000)
        assert connection.getresponse().status == 413
        connection.close()
    whole = logged.read_text()
    lines = [json.loads(line) for line in whole.splitlines()]

    (started,) = [each for each in lines if each["message"].startswith("started, ")]
    assert (started["port"], started["database"]) == (port, "sqlite")
    assert any("revision" in each for each in lines)
    assert lines[-1]["message"] == "stopped"
    requests = [each for each in lines if "request_id" in each]
    assert len({each["request_id"] for each in requests}) == len(requests) - 1
    asked = [(each["method"], each["path"], each["status"]) for each in requests]
    assert asked.count(("GET", "/c/chaoyang-final", 200)) == 2
    assert asked.count(("GET", "/c/chaoyang-final/stream", 200)) == 2
    assert ("GET", "/set-up/<token>", 200) in asked
    assert ("GET", "<unknown>", 404) in asked
    assert ("POST", "/sign-in", 413) in asked
    assert sum(path == "/j/<token>" for _, path, _ in asked) == 7
    assert {each["request_id"] for each in requests if each["path"] == "/c/chaoyang-final"} == {
        "from-the-proxy-1"
    }
    assert all(each["bytes"] > 0 and each["milliseconds"] >= 0 for each in requests)
    for secret in (*tokens, "评委", "lang="):
        assert secret not in whole + text_log.read_text()
        assert secret.encode("unicode_escape").decode() not in whole
    assert "INFO refused 404 " in text_log.read_text()
    assert "refused" not in whole
    assert "request_id" not in text_log.read_text()
