"""The live room: bytes of a published state in, streams to everybody out.

A view answers a stream's request with

    stream = live.offer(request.environ, live.Stream(hub, channel, variant))
    return Response(stream, headers=live.stream_headers())

after asking `hub.full` (then 503 with `hub.retry_after()`). Under `live.server` the socket goes
over to the hub; under any other server the response is iterated, with the same frames.

frames.py        bytes become events of a text/event-stream; compression
state.py         the newest state of a channel
hub.py           who watches what; the one door for publishing
subscription.py  a viewer with a thread or greenlet of its own, under any WSGI server
viewer.py        a viewer whose socket the hub owns
fanout.py        the loop that sends; needs gevent
stream.py        what a view answers with
door.py          the short way in, for who asks plainly for what was offered before
lobby.py         where connections wait for their first words; needs gevent
heads.py         the header lines of a request, within bounds and beyond doubt
aside.py         where a disk is waited for; needs gevent
server.py        gevent's pywsgi, able to hand sockets over; imported by itself, needs gevent
"""

from competition.live.door import Opening
from competition.live.hub import Full, Hub
from competition.live.stream import Stream, offer, offered, stream_headers

__all__ = ["Full", "Hub", "Opening", "Stream", "offer", "offered", "stream_headers"]
