"""The shipped configuration for several nodes: what nginx asks again, of whom, and what it keeps.

Nodes that behave as nodes in trouble do: one refuses, one answers 503, one dies over a request.
"""

import json
import threading
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from competition.certificates import make_certificates
from tests import factories
from tests.conftest import free_port, serving
from tests.nginx_front import nginx

NODES = ("10.77.0.11:8000", "10.77.0.12:8000", "10.77.0.13:8000")
SHEET = "/api/v1/competitions/spring/sheets/match-1/education"
FORM = "/organiser/c/spring/rounds/round-1/state"
KIND = {"Content-Type": "application/x-www-form-urlencoded"}


class Node:
    """A server that does with each request what it is told to, and counts them."""

    def __init__(self):
        self.met, self.heads, self.status, self.headers = Counter(), [], 200, {}
        self.dies = False
        node = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                node.met[self.command, self.path] += 1
                node.heads.append(dict(self.headers))
                self.close_connection = node.dies
                if node.dies:
                    return
                body = f"answer {sum(node.met.values())}".encode()
                self.send_response(node.status)
                for name, value in {"Content-Length": len(body), **node.headers}.items():
                    self.send_header(name, str(value))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PUT = answer

            def log_message(self, *_):
                """Nothing: nginx is what is looked at."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"127.0.0.1:{self.server.server_port}"

    @contextmanager
    def running(self):
        thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield self
        finally:
            self.server.shutdown()
            self.server.server_close()
            thread.join()


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return make_certificates(tmp_path_factory.mktemp("keys"), ["localhost", "127.0.0.1"])


@contextmanager
def fronted(folder, authority, addresses):
    """nginx with these three nodes."""
    cache = folder / "cache"
    changes = dict(zip(NODES, addresses, strict=True)) | {"/var/cache/nginx/accord": str(cache)}
    with nginx(folder, "nginx-nodes.conf", authority.folder / "authority.pem", changes) as front:
        yield front


@pytest.fixture
def lone(tmp_path, authority):
    """One node that answers, two machines that refuse; and nginx."""
    with Node().running() as node:
        gone = [f"127.0.0.1:{free_port()}" for _ in range(2)]
        with fronted(tmp_path, authority, [gone[0], node.address, gone[1]]) as front:
            yield front, node


@pytest.fixture
def pair(tmp_path, authority):
    """Two nodes that answer, one of them under two addresses; and nginx."""
    with Node().running() as first, Node().running() as second:
        addresses = [first.address, second.address, second.address]
        with fronted(tmp_path, authority, addresses) as front:
            yield front, first, second


def status(front, method, path, headers=None):
    connection, answer = front.ask(method, path, b"body", headers)
    answer.read()
    connection.close()
    return answer.status


def test_two_machines_that_are_gone_keep_nobody_from_the_third(lone):
    front, node = lone

    assert [status(front, "PUT", SHEET) for _ in range(6)] == [200] * 6
    assert [status(front, "POST", "/sign-in", KIND) for _ in range(6)] == [200] * 6
    assert [front.get("/judge")[0].status for _ in range(6)] == [200] * 6
    assert node.met == {("PUT", SHEET): 6, ("POST", "/sign-in"): 6, ("GET", "/judge"): 6}


@pytest.mark.parametrize(("method", "path"), [("PUT", SHEET), ("POST", FORM)])
def test_what_carries_a_key_is_asked_of_another_node_after_a_503_or_a_death(pair, method, path):
    front, *nodes = pair
    assert status(front, method, path, KIND) == 200
    # An organiser stays with one node: that one is in trouble.
    first, second = sorted(nodes, key=lambda node: not node.met)
    first.met.clear()
    first.status, first.headers = 503, {"Retry-After": "1"}

    assert [status(front, method, path, KIND) for _ in range(6)] == [200] * 6
    assert first.met[method, path] > 0

    first.met.clear()
    first.dies = True
    assert [status(front, method, path, KIND) for _ in range(6)] == [200] * 6
    assert first.met[method, path] > 0
    assert second.met[method, path] == 12


def test_an_organiser_stays_with_one_node(pair):
    front, first, second = pair

    for path in ("/organiser", FORM, "/organiser/import", "/organiser/c/spring/lists"):
        assert status(front, "POST", path, KIND) == 200
    assert sorted([sum(first.met.values()), sum(second.met.values())]) == [0, 4]


def test_a_503_of_every_node_comes_through_with_its_hour_and_keeps_no_page_away(pair):
    front, first, second = pair
    first.status = second.status = 503
    first.headers = second.headers = {"Retry-After": "7"}
    for _ in range(6):
        connection, answer = front.ask("PUT", SHEET, b"{}")
        assert (answer.status, answer.headers["Retry-After"]) == (503, "7")
        connection.close()
    first.status = second.status = 200

    assert [front.get("/judge")[0].status for _ in range(4)] == [200] * 4


def test_what_carries_no_key_is_sent_once(pair):
    front, first, second = pair
    first.dies = second.dies = True

    answers = [status(front, "POST", path, KIND) for path in ("/sign-in", "/c/spring/vote")]

    assert answers == [503, 503]
    assert sum((first.met + second.met).values()) <= 2


def test_without_any_node_the_answer_is_a_503_that_says_when_to_come_again(tmp_path, authority):
    addresses = [f"127.0.0.1:{free_port()}" for _ in NODES]
    with fronted(tmp_path, authority, addresses) as front:
        for path in ("/c/spring", SHEET, "/c/spring/stream"):
            answer, page = front.get(path)
            assert (answer.status, answer.headers["Retry-After"]) == (503, "1")
            assert "cannot be reached" in page
        assert json.loads(front.get(SHEET)[1])["error"] == "busy"


def asked(front, node, path, headers=None, times=20):
    """How many of so many readers in a row the node sees."""
    node.met.clear()
    for _ in range(times):
        assert front.get(path, headers)[0].status == 200
    return sum(node.met.values())


PUBLIC = ["/", "/c/spring", "/c/spring?lang=en", "/c/spring/teams/education", "/c/spring/screen"]
PUBLIC += ["/api/v1/competitions/spring", "/api/v1/competitions/spring/snapshot"]


@pytest.mark.parametrize("path", PUBLIC)
def test_the_public_is_answered_from_the_last_second(lone, path):
    front, node = lone
    node.headers = {"Cache-Control": "no-cache", "ETag": '"one"'}

    assert asked(front, node, path) < 20
    assert asked(front, node, path, {"Cookie": "lang=en"}) < 20


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/c/spring", {"Cookie": "session=abc"}),
        ("/c/spring", {"Cookie": "lang=en; session=abc"}),
        ("/c/spring", {"Authorization": "Bearer abc"}),
        ("/c/spring?lang=en&x=1", {}),
        ("/c/spring/vote", {}),
        ("/c/spring/stream", {}),
        ("/healthz", {}),
        ("/judge", {}),
        ("/clerk", {}),
        ("/table", {}),
        ("/j/abc", {}),
        ("/organiser", {}),
        ("/organiser/c/spring", {}),
        ("/sign-in", {}),
        (SHEET, {}),
        ("/api/v1/judge/assignments", {}),
    ],
)
def test_what_belongs_to_somebody_is_never_kept(lone, path, headers):
    front, node = lone
    node.headers = {"Cache-Control": "no-cache"}

    assert asked(front, node, path, headers) == 20


@pytest.mark.parametrize("header", ["Cache-Control", "Set-Cookie"])
def test_what_accord_wants_nowhere_stored_or_gives_with_a_cookie_is_not_kept(lone, header):
    front, node = lone
    node.headers = {header: {"Cache-Control": "no-store", "Set-Cookie": "a=b"}[header]}

    assert asked(front, node, "/c/spring") == 20


def test_a_reader_with_a_session_leaves_nothing_for_the_next_and_a_second_ends(lone):
    front, _ = lone
    private = front.get("/c/spring", {"Cookie": "session=abc"})[1]
    public = front.get("/c/spring")[1]

    assert private != public
    while front.get("/c/spring")[1] == public:
        pass


def test_languages_and_encodings_are_kept_apart(lone):
    front, _ = lone
    ways = [{}, {"Accept-Language": "en"}, {"Accept-Language": "zh-CN"}]
    ways += [{"Accept-Encoding": "gzip"}]

    assert len({front.get("/c/spring", way)[1] for way in ways}) == len(ways)


def test_a_client_cannot_say_what_the_proxy_says(lone):
    front, node = lone
    said = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "gopher"}
    front.get("/judge", said | {"X-Forwarded-Host": "evil.example"})
    front.get("/judge", said, plain=True)

    heads = [{k: v for k, v in head.items() if k.startswith("X-F")} for head in node.heads]
    assert heads == [
        {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": scheme}
        for scheme in ("https", "http")
    ]


def test_behind_it_a_judge_submits_once_and_the_board_streams(tmp_path, authority):
    with serving(tmp_path / "data", TRUSTED_PROXIES="127.0.0.1") as server:
        server.flask("round", "state", factories.CHAOYANG, "round-1", "open")
        links = json.loads(server.flask("judge", "links", factories.CHAOYANG).stdout)
        gone = [f"127.0.0.1:{free_port()}" for _ in range(2)]
        addresses = [*gone, f"127.0.0.1:{server.port}"]
        with fronted(tmp_path, authority, addresses) as front:
            headers = {
                "Authorization": f"Bearer {links[0]['token']}",
                "Idempotency-Key": factories.new_key(),
            }
            body = {"marks": factories.FULL_MARKS, "state": "submitted", "base_version": 0}
            address = SHEET.replace("spring", factories.CHAOYANG)
            answers = []
            for _ in range(3):
                data = json.dumps(body).encode()
                connection, answer = front.ask("PUT", address, data, headers)
                answers.append((answer.status, answer.read()))
                connection.close()
            assert answers[0][0] == 200
            assert len(set(answers)) == 1

            connection, answer = front.ask("GET", f"/c/{factories.CHAOYANG}/stream")
            lines = [answer.readline() for _ in range(2)]
            connection.close()
            assert any(line.startswith(b"id:") for line in lines)
