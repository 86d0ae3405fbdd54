"""Answers requests as gevent's pywsgi does, but strictly, and hands a stream's socket to its hub.

A stream has no length and is not chunked: it ends when the connection does, which HTTP/1.1
allows for any response (RFC 9112, 6.3) and browsers, curl and proxies understand. So a frame is
the same bytes for everybody, a partly sent one needs no bookkeeping, and a server that stops ends
its streams cleanly instead of with a broken chunk.
"""

import socket
from typing import Any

import gevent
from gevent import pywsgi

from competition.live import fast_path
from competition.live.hub import Full
from competition.live.request_headers import Malformed, RequestHeaders, TooLarge
from competition.live.stream import OFFER, TAKEOVER, Stream, accepts_gzip

SMALL_BODY_BYTES = 65_536
"""A body up to this size is sent together with its head: one call, and often one packet."""
HEADER_SECONDS = 20.0
"""How long a request's headers may take in all."""
IDLE_SECONDS = 75.0
"""How long a connection may wait for a request, and a read or write inside one for its peer."""
DRAIN_SECONDS = 2.0
DRAIN_BYTES = 1 << 20
"""How long, and how much, is read of a refused request before its connection is closed."""


class TooSlow(ValueError):
    """The request's headers took longer than `HEADER_SECONDS`."""


class StreamHandler(pywsgi.WSGIHandler):  # type: ignore[misc]
    """Answers requests as pywsgi does, but gives an offered stream's socket to its hub."""

    _buffered: list[bytes] | None = None
    ignored_socket_errors = (*pywsgi.WSGIHandler.ignored_socket_errors, "timed out")

    def MessageClass(self, lines: Any, *_: Any) -> RequestHeaders:
        """Parse the header lines; raises TooLarge and Malformed."""
        return RequestHeaders(lines.readline)

    def read_requestline(self) -> str:
        """Read the request line; "", as if the client had closed, after `IDLE_SECONDS`."""
        with gevent.Timeout(IDLE_SECONDS, False):
            line: str = super().read_requestline()
            return line
        return ""

    def read_request(self, raw_requestline: str) -> bool:
        """Read the headers; raises TooSlow after `HEADER_SECONDS`."""
        with gevent.Timeout(HEADER_SECONDS, TooSlow("The headers took too long")):
            read: bool = super().read_request(raw_requestline)
            return read

    def handle_one_request(self) -> Any:
        """Answer one request; a refusal is sent here, so that the client gets to read it."""
        result = super().handle_one_request()
        if isinstance(result, tuple):
            status, refusal = result
            self._refuse(refusal)
            return status, b""
        return result

    def _refuse(self, refusal: bytes) -> None:
        """Send the refusal and read a little of what the client still sends.

        A connection closed with unread bytes is reset, and the client never sees the answer.
        """
        try:
            with gevent.Timeout(DRAIN_SECONDS, False):
                self.socket.sendall(refusal)
                self.socket.shutdown(socket.SHUT_WR)
                bytes_left = DRAIN_BYTES
                while bytes_left > 0 and (unread := self.socket.recv(65_536)):
                    bytes_left -= len(unread)
        except OSError:
            pass

    def _handle_client_error(self, ex: Exception) -> tuple[str, bytes]:
        if isinstance(ex, TooLarge):
            return "431", _refusal("431 Request Header Fields Too Large")
        # Clients that disconnect mid-header or send a bad version are not logged as errors.
        if isinstance(ex, (Malformed, OSError, IndexError)):
            return "400", _refusal("400 Bad Request")
        if isinstance(ex, TooSlow):
            return "408", _refusal("408 Request Timeout")
        refusal: tuple[str, bytes] = super()._handle_client_error(ex)
        return refusal

    def get_environ(self) -> dict[str, Any]:
        """Return the WSGI environ; it says that streams may be offered."""
        environ: dict[str, Any] = super().get_environ()
        # Under TLS the hub could not use the bare socket.
        environ[TAKEOVER] = not self.server.ssl_enabled
        return environ

    def log_request(self) -> None:
        """Log the request, unless there is no log: formatting the line would be wasted."""
        if self.server.has_log:
            super().log_request()

    def handle_one_response(self) -> None:
        """Run the application, counted in `active_requests`."""
        self.server.active_requests += 1
        try:
            super().handle_one_response()
        finally:
            self.server.active_requests -= 1

    def _sendall(self, data: bytes) -> None:
        """Send, or buffer what `_write_with_headers` sends together with the body."""
        if self._buffered is None:
            super()._sendall(data)
        else:
            self._buffered.append(data)

    def _write_with_headers(self, data: bytes) -> None:
        if len(data) > SMALL_BODY_BYTES:
            super()._write_with_headers(data)
            return
        buffered: list[bytes] = []
        self._buffered = buffered
        try:
            super()._write_with_headers(data)
        finally:
            self._buffered = None
        self._sendall(b"".join(buffered))

    def process_result(self) -> None:
        """Send the response, or hand the socket over if it is a stream."""
        stream = self.environ.get(OFFER)
        if isinstance(stream, Stream) and self._answers_with_a_stream():
            self._hand_over(stream)
        elif self.command == "HEAD":
            self.write(b"")  # The headers only; pywsgi would add a last chunk to them.
        else:
            super().process_result()

    def _answers_with_a_stream(self) -> bool:
        """Say whether the response is the stream: it may have been replaced after the offer."""
        types = [value for name, value in self.response_headers if name.lower() == b"content-type"]
        return (
            self.command == "GET"
            and self.code == 200
            and not self.headers_sent
            and len(types) == 1
            and types[0].startswith(b"text/event-stream")
        )

    def _hand_over(self, stream: Stream) -> None:
        gzip = accepts_gzip(self.environ.get("HTTP_ACCEPT_ENCODING", ""))
        head = fast_path.common_head(self.response_headers) + fast_path.varying_head(gzip=gzip)
        self.headers_sent = True
        self.close_connection = True
        self.response_length = len(head)
        try:
            stream.hub.add_socket(self.socket, stream.channel, stream.variant, gzip=gzip, head=head)
        except Full:
            self.status = b"503 Service Unavailable"
            seconds = stream.hub.retry_after()
            self._sendall(_refusal(self.status.decode(), ("Retry-After", str(seconds))))


def _refusal(status: str, *headers: tuple[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status}", "Connection: close", "Content-Length: 0"]
    lines += [f"{name}: {value}" for name, value in headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
