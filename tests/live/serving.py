"""A small application under Accord's own server, run as a process: `python serving.py CAPACITY`.

Prints its port once it serves. Plain WSGI servers run the same application in the tests.
"""

import sys

if __name__ == "__main__":
    from gevent import monkey

    monkey.patch_all()

import functools
from collections.abc import Mapping

from flask import Flask, Response, abort, request

from competition import live


def find_stream(hub: live.Hub, environ: Mapping[str, str]) -> live.StreamResponse | None:
    """Find what the fast path may answer."""
    if environ["PATH_INFO"] != "/known/stream":
        return None
    return live.StreamResponse.from_headers(live.Stream(hub, "final", "en"), live.stream_headers())


def create_app(hub: live.Hub) -> Flask:
    app = Flask(__name__)
    streams = 0

    def stream() -> Response:
        body = live.offer(request.environ, live.Stream(hub, "final", "en"))
        return Response(body, headers=live.stream_headers())

    @app.get("/streams")
    def get_streams() -> str:
        return str(streams)

    @app.get("/known/stream")
    @app.get("/stream")
    def get_stream() -> Response:
        nonlocal streams
        streams += 1
        if hub.full:
            return Response(status=503, headers={"Retry-After": str(hub.retry_after())})
        return stream()

    @app.get("/careless")
    def get_careless_stream() -> Response:
        return stream()

    @app.get("/second-thoughts/<int:status>")
    def get_second_thoughts(status: int) -> Response:
        stream()
        if status == 404:
            abort(404)
        return Response("later", status, headers=live.stream_headers())

    @app.post("/state/<int:number>")
    def post_state(number: int) -> str:
        hub.publish("final", number, {"en": request.get_data()})
        return "published"

    @app.get("/viewers")
    def get_viewers() -> str:
        return str(hub.viewers())

    @app.get("/nodelay")
    def get_nodelay() -> str:
        import socket

        connection = request.environ["wsgi.input"].rfile.raw._sock
        return str(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    return app


if __name__ == "__main__":
    from competition.live.server import run_server

    hub = live.Hub(capacity=int(sys.argv[1]), gap_seconds=0.01)
    run_server(
        create_app(hub),
        "127.0.0.1",
        0,
        hub,
        find_stream=functools.partial(find_stream, hub),
        ready=lambda server: print(server.server_port, flush=True),
    )
