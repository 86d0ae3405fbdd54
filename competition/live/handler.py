"""Answers requests as gevent's pywsgi does, but strictly, and hands a stream's socket to its hub.

A stream has no length and is not chunked: it ends when the connection does, which HTTP/1.1
allows for any response (RFC 9112, 6.3) and browsers, curl and proxies understand. So a frame is
the same bytes for everybody, a partly sent one needs no bookkeeping, and a server that stops ends
its streams cleanly instead of with a broken chunk.
"""

import io
import logging
import socket
from typing import Any

import gevent
from gevent import pywsgi

from competition.live import fast_path
from competition.live.connections import Connection
from competition.live.event_id import parse_event_id
from competition.live.hub import Full
from competition.live.refusal_bytes import BODY_REFUSALS, head_refusal, refusal_bytes
from competition.live.request_body import read_body
from competition.live.request_headers import Malformed, RequestHeaders, TooLarge
from competition.live.request_line import parse_request_line
from competition.live.request_policy import REFUSED_BODY, WHO
from competition.live.request_watcher import CLIENT_LEFT
from competition.live.stream import OFFER, TAKEOVER, Stream, accepts_gzip

SMALL_BODY_BYTES = 65_536
"""A body up to this size is sent together with its head: one call, and often one packet."""
HEAD_SECONDS = 10.0
"""How long a request's head may take in all, from the connection or its first byte on."""
IDLE_SECONDS = 75.0
"""How long a connection may wait for its next request, and a read or write inside one."""
BODY_SECONDS = 30.0
BODY_BYTES_PER_SECOND = 100_000
"""How long a body may take in all: the seconds, and what its limit takes at this rate."""
DRAIN_SECONDS = 2.0
DRAIN_BYTES = 1 << 20
"""How long, and how much, is read of a refused request before its connection is closed."""
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
_log = logging.getLogger("accord.server")


class TooSlow(TimeoutError):
    """A head or a body took too long."""


class StreamHandler(pywsgi.WSGIHandler):  # type: ignore[misc]
    """Answers requests as pywsgi does, but gives an offered stream's socket to its hub."""

    connection: Connection
    who: str | None = None
    request_id: str | None = None
    """What the watcher has called the request, to be sent back."""
    _buffered: list[bytes] | None = None

    def handle_one_request(self) -> Any:
        """Answer one request; what it returns is as in pywsgi.

        A refusal is sent here, so that the client gets to read it.
        """
        self.response_length = 0
        try:
            if not self._wait_for_request():
                return None
            with gevent.Timeout(HEAD_SECONDS, TooSlow("The head took too long")):
                line = self.read_requestline()
                if len(line) >= pywsgi.MAX_REQUEST_LINE:
                    return self._refuse_head("414 URI Too Long")
                self.read_request(line)
        except (ValueError, TooSlow) as error:
            return self._refuse_head(head_refusal(error))
        except OSError:
            return None  # The client has left.
        self.environ = self.get_environ()
        self.application = self.server.application
        self.handle_one_response()
        return None if self.close_connection or self.rfile.closed else True

    def _wait_for_request(self) -> bool:
        """Wait for the first byte of the next request; False if there will be none."""
        with gevent.Timeout(IDLE_SECONDS, False):
            return bool(self.rfile.peek(1))
        return False

    def read_request(self, raw_requestline: str) -> bool:
        """Read the head; raises Malformed and its kinds, and TooLarge."""
        self.requestline = raw_requestline.rstrip()
        line = parse_request_line(raw_requestline)
        self.command, self.path, self.request_version = line
        self.headers = RequestHeaders(self.rfile.readline)
        self.headers.check_version(self.request_version)
        length = self.headers.get("content-length")
        self.content_length = None if length is None else int(length)
        self.close_connection = self.headers.closes_connection(self.request_version)
        return True

    def _refuse_head(self, status: str) -> tuple[str, bytes]:
        self.server.malformed.note(self.connection.address)
        code = status.partition(" ")[0]
        self.server.watcher.note_malformed(int(code))
        self._refuse(refusal_bytes(status))
        return code, b""

    def _refuse(self, refusal: bytes) -> None:
        """Send the refusal, and see to it that the client gets to read it."""
        try:
            self.socket.sendall(refusal)
        except OSError:
            return
        self._drain()

    def _drain(self) -> None:
        """Read a little of what the client still sends.

        A connection closed with unread bytes is reset, and the client never sees the answer.
        """
        try:
            with gevent.Timeout(DRAIN_SECONDS, False):
                self.socket.shutdown(socket.SHUT_WR)
                bytes_left = DRAIN_BYTES
                while bytes_left > 0 and (unread := self.socket.recv(65_536)):
                    bytes_left -= len(unread)
        except OSError:
            pass

    def get_environ(self) -> dict[str, Any]:
        """Return the WSGI environ; it tells views that streams may be offered."""
        environ: dict[str, Any] = super().get_environ()
        # Under TLS the hub could not use the bare socket.
        environ[TAKEOVER] = not self.server.ssl_enabled
        return environ

    def log_request(self) -> None:
        """Tell the watcher; write a line too where there is a log, else it would be wasted."""
        seconds = self.time_finish - self.time_start
        self.server.watcher.end(self.environ, self.code, seconds, self.response_length)
        if self.server.has_log:
            super().log_request()

    def handle_one_response(self) -> None:
        """Read the body, and run the application, counted in `active_requests`."""
        self.code = CLIENT_LEFT  # Until there is an answer.
        is_proxy = self.connection.is_proxy
        self.request_id = self.server.watcher.begin(self.environ, from_proxy=is_proxy)
        self.who = self.environ[WHO] = self.server.policy.who(self.environ)
        self.server.connections.answer(self.connection, self.who)
        if not self._take_body():
            self.close_connection = True
            return
        self.server.active_requests += 1
        try:
            super().handle_one_response()
        finally:
            self.server.active_requests -= 1
        if REFUSED_BODY in self.environ:
            self._drain()
        elif not self.close_connection:
            self.server.connections.rest(self.connection)

    def _take_body(self) -> bool:
        """Read the body for the application; False if the request was refused or the client left.

        A judge's or organiser's body that is too large is refused by the application, in full
        sentences; a stranger's costs nothing but the status.
        """
        is_chunked = self.headers.get("transfer-encoding") is not None
        if not self.content_length and not is_chunked:
            return True
        body, status = b"", None
        try:
            body = self._read_body(self.server.policy.body_limit(self.environ, self.who))
        except TooLarge:
            status = 413
        except Malformed:
            self.server.malformed.note(self.connection.address)
            status = 400
        except TooSlow:
            status = 408
        except OSError:
            if not self.connection.body_cut:
                self.server.watcher.end(self.environ, CLIENT_LEFT, 0.0, 0)
                return False
            status = 408
        self.environ.pop("HTTP_TRANSFER_ENCODING", None)
        self.environ["CONTENT_LENGTH"] = str(len(body))
        self.environ["wsgi.input"] = io.BytesIO(body)
        self.wsgi_input = pywsgi.Input(self.rfile, 0)
        if status == 413 and self.who is not None:
            self.environ[REFUSED_BODY] = status
        elif status is not None:
            kind, text = self.server.policy.refusal(self.environ, status)
            refusal = refusal_bytes(BODY_REFUSALS[status], ("Content-Type", kind), body=text)
            self.server.watcher.end(self.environ, status, 0.0, len(refusal))
            self._refuse(refusal)
            return False
        return True

    def _read_body(self, limit: int) -> bytes:
        if (self.content_length or 0) > limit:
            raise TooLarge("The body is too large")
        seconds = BODY_SECONDS + limit / BODY_BYTES_PER_SECOND
        self.server.connections.begin_body(self.connection, self.who)
        try:
            with gevent.Timeout(seconds, TooSlow("The body took too long")):
                if self.environ.get("HTTP_EXPECT", "").lower() == "100-continue":
                    self.socket.sendall(_CONTINUE)
                return read_body(self.rfile, self.content_length, limit, _let_others_run)
        finally:
            self.server.connections.end_body(self.connection)

    def start_response(self, status: str, headers: Any, exc_info: Any = None) -> Any:
        """Begin the answer; a stranger for whom there is no room does not keep the connection."""
        write = super().start_response(status, headers, exc_info)
        refuses_stranger = self.code == 503 and self.who is None
        if (refuses_stranger or REFUSED_BODY in self.environ) and not self.close_connection:
            self.close_connection = True
            self.response_headers.append((b"Connection", b"close"))
        if self.request_id is not None:
            self.response_headers.append((b"X-Request-ID", self.request_id.encode("ascii")))
        return write

    def handle_error(self, kind: Any, error: Any, trace: Any) -> None:
        """Log what went wrong in the server, but not that a client has left or reads too slowly."""
        self.close_connection = True
        if isinstance(error, OSError):
            return
        if not isinstance(error, Exception):
            super().handle_error(kind, error, trace)
            return
        _log.error("A request failed", exc_info=(kind, error, trace))
        self._send_error_response_if_possible(500)

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
        """Return whether the response is the stream: it may have been replaced after the offer."""
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
            seen = parse_event_id(self.environ.get("HTTP_LAST_EVENT_ID"))
            stream.hub.add_socket(
                self.socket, stream.channel, stream.variant, gzip=gzip, head=head, seen=seen
            )
        except Full:
            self.status, self.code = b"503 Service Unavailable", 503
            self.response_length = 0
            seconds = stream.hub.retry_after()
            self._sendall(refusal_bytes(self.status.decode(), ("Retry-After", str(seconds))))


def _let_others_run() -> None:
    gevent.sleep(0.001)
