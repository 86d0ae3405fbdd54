"""Three nodes of Accord on the cluster, nginx before them, and a contest with eight judges."""

import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from competition import scoring
from competition.certificates import make_certificates
from tests import conftest, databases
from tests.conftest import LiveServer, serving
from tests.durability import books
from tests.durability.conftest import final_with_eight_judges
from tests.factories import CHAOYANG
from tests.nginx_front import Front, nginx
from tests.nodes.cluster import HERE, SHIPPED, Cluster

NODE_PORT = 28000
METRICS_PORT = 29464
SNAPSHOT = f"/api/v1/competitions/{CHAOYANG}/snapshot"


@dataclass
class Hall:
    """The nodes, nginx, and what it takes to look into them."""

    cluster: Cluster
    nodes: list[LiveServer]
    front: Front
    tokens: dict[str, str]

    @property
    def tls(self) -> ssl.SSLContext:
        """What a tablet trusts."""
        return self.front.context

    def stored(self) -> list[books.Stored]:
        """Every version in the database, in the order of its storing."""
        with psycopg.connect(databases.libpq_address(self.cluster.url)) as connection:
            return [books.Stored(*row) for row in connection.execute(books.ROWS).fetchall()]

    def public_snapshot(self, node: LiveServer) -> dict[str, Any]:
        """What this node shows the public; empty where it does not answer."""
        try:
            with urllib.request.urlopen(f"{node.url}{SNAPSHOT}", timeout=5) as answer:
                snapshot: dict[str, Any] = json.load(answer)
                return snapshot
        except OSError:
            return {}

    def is_board_right(self, node: LiveServer, counted: list[Any]) -> bool:
        """Whether this node shows the standings that were counted from the file."""
        public = self.public_snapshot(node)
        return bool(public) and public["stages"] == books.seen_of(counted, public)

    def counted(self) -> list[Any]:
        """The standings, counted again from the exported file."""
        done = self.nodes[0].flask("competition", "export", CHAOYANG)
        assert done.returncode == 0, done.stderr
        stages: list[Any] = scoring.recount(json.loads(done.stdout))["stages"]
        return stages


def health(node: LiveServer) -> int:
    """The status of a node's `/healthz`; 0 where it does not answer within two seconds."""
    try:
        with urllib.request.urlopen(f"{node.url}/healthz", timeout=2) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except OSError:
        return 0


def metrics(node: LiveServer) -> str:
    """What a node counts; "" where its main port says it too."""
    with urllib.request.urlopen(f"http://{node.environment['METRICS']}/metrics", timeout=5) as page:
        text: str = page.read().decode()
    try:
        with urllib.request.urlopen(f"{node.url}/metrics", timeout=5):
            return ""
    except urllib.error.HTTPError as error:
        error.close()
        return text if error.code == 404 else ""


@contextmanager
def opened(folder: Path, cluster: Cluster) -> Iterator[Hall]:
    """Start the three nodes at once on the empty database, and load the contest."""
    made = make_certificates(folder / "keys", ["localhost", "127.0.0.1"])
    addresses = [f"{HERE}{number}" for number in (11, 12, 13)]
    # Three at once, beside three databases: a small machine takes its time.
    conftest.START_SECONDS = 180

    def start(address: str) -> LiveServer:
        (folder / address).mkdir(mode=0o700)
        return stack.enter_context(
            serving(
                folder / address,
                HOST=address,
                PORT=str(NODE_PORT),
                DATABASE_URL=cluster.url,
                TRUSTED_PROXIES="127.0.0.1",
                METRICS=f"{address}:{METRICS_PORT}",
                LOG_FILE=str(folder / f"node-{address}.log"),
            )
        )

    with ExitStack() as stack:
        with ThreadPoolExecutor(len(addresses)) as pool:
            nodes = list(pool.map(start, addresses))
        cache = folder / "cache"
        changes = {
            f"{SHIPPED}{number}:8000": f"{HERE}{number}:{NODE_PORT}" for number in (11, 12, 13)
        }
        changes["/var/cache/nginx/accord"] = str(cache)
        (folder / "nginx").mkdir()
        authority = made.folder / "authority.pem"
        front = stack.enter_context(nginx(folder / "nginx", "nginx-nodes.conf", authority, changes))
        file = folder / "final.json"
        file.write_text(json.dumps(final_with_eight_judges()), encoding="utf-8")
        done = nodes[0].flask(
            "competition", "load", str(file), "--replace", "--reason", "eight judges"
        )
        assert done.returncode == 0, done.stderr
        links = json.loads(nodes[1].flask("judge", "links", CHAOYANG).stdout)
        tokens = {link["judge"]: link["token"] for link in links}
        yield Hall(cluster, nodes, front, tokens)
