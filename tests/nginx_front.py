"""nginx with a configuration of `deploy/`, on ports of its own, with a certificate of our own."""

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import factories
from tests.conftest import free_port

NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
WHOLE = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/accord.conf;
}}
"""


@dataclass
class Front:
    """nginx with https and http ports; whoever asks trusts its authority."""

    authority: str
    https: int
    http: int

    @property
    def context(self) -> ssl.SSLContext:
        """What a browser that trusts the authority connects with."""
        return ssl.create_default_context(cafile=self.authority)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        plain: bool = False,
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        """Send a request; the connection, to be closed, and the answer, its body not yet read."""
        connection = (
            http.client.HTTPConnection("127.0.0.1", self.http, timeout=20)
            if plain
            else http.client.HTTPSConnection(
                "127.0.0.1", self.https, timeout=20, context=self.context
            )
        )
        connection.request(method, path, body, headers or {})
        return connection, connection.getresponse()

    def get(
        self, path: str, headers: Mapping[str, str] | None = None, plain: bool = False
    ) -> tuple[http.client.HTTPResponse, str]:
        """Read a page: the answer and its text."""
        connection, answer = self.ask("GET", path, headers=headers, plain=plain)
        body = answer.read().decode()
        connection.close()
        return answer, body


@contextmanager
def nginx(folder: Path, name: str, authority: Path, changes: Mapping[str, str]) -> Iterator[Front]:
    """The shipped file of that name, with ports and paths of a test put into it.

    `changes` says what else stands in the place of what; each has to be in the file.
    """
    assert NGINX, "nginx is missing: `make machine` installs it"
    https, plain = free_port(), free_port()
    text = (factories.ROOT / "deploy" / name).read_text(encoding="utf-8")
    listens = {
        "listen 443": f"listen 127.0.0.1:{https}",
        "    listen [::]:443 ssl http2;\n": "",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "    listen [::]:80;\n": "",
        "/etc/accord/server.pem": str(authority.parent / "server.pem"),
        "/etc/accord/server.key": str(authority.parent / "server.key"),
    }
    for before, after in (listens | dict(changes)).items():
        assert before in text, before
        text = re.sub(re.escape(before), lambda _, after=after: after, text)
    (folder / "accord.conf").write_text(text, encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(WHOLE.format(folder=folder, user=user), encoding="utf-8")
    process = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        give_up = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", https), 1).close()
                break
            except OSError:
                assert process.poll() is None
                assert time.monotonic() < give_up
                time.sleep(0.05)
        yield Front(str(authority), https, plain)
    finally:
        process.terminate()
        process.wait(20)
