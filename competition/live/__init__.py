"""Live updates: the bytes of a published state go in, event streams to every viewer come out.

A view answers a stream's request with

    stream = live.offer(request.environ, live.Stream(hub, channel, variant))
    return Response(stream, headers=live.stream_headers())

after checking `hub.full` (then 503 with `hub.retry_after()`). Under `live.server` the hub takes
the socket over; under any other server the response is iterated and yields the same frames.

event_id.py         what numbers a state, also after a database has lost some
sse.py              bytes become events of a text/event-stream; compression
state.py            one state of a channel, framed once for all viewers
pace.py             how often a state is sent to how many
channels.py         the newest state of every channel, its lock, and the timing of sends
subscription.py     a viewer with a thread or greenlet of its own, under any WSGI server
hub.py              publishing, and who is watching
viewer.py           a viewer whose socket the hub owns
held_viewers.py     viewers who have seen more elsewhere, and wait for it
loop_turn.py        a turn of the loop between two batches; needs gevent
fanout.py           the greenlet that broadcasts to those sockets; needs gevent
stream.py           the response body that a view returns
request_headers.py  a request's header lines, bounded and strictly parsed
request_line.py     its first line
request_body.py     its body, read whole and no further than its limit
request_policy.py   what the application decides before a request is answered
request_watcher.py  what the application is told of the requests that were answered
refusal_bytes.py    refusals that the server sends by itself
fast_path.py        recognises requests for streams that were offered before
groups.py           things in groups, oldest first
connections.py      which connections are open, and which makes room for another
pending.py          connections whose first head is not whole yet; needs gevent
malformed.py        counts what is not HTTP; needs gevent
handler.py          answers one connection's requests, or hands its socket over; needs gevent
server.py           accepts connections, serves, stops; imported by itself, needs gevent
"""

from competition.live.event_id import event_id, number_in_epoch
from competition.live.fast_path import StreamResponse
from competition.live.hub import Full, Hub
from competition.live.request_policy import REFUSED_BODY, WHO
from competition.live.stream import Stream, offer, offered, stream_headers

__all__ = [
    "REFUSED_BODY",
    "WHO",
    "Full",
    "Hub",
    "Stream",
    "StreamResponse",
    "event_id",
    "number_in_epoch",
    "offer",
    "offered",
    "stream_headers",
]
