"""Every address, by everybody to whom it is not meant, and every form without its token.

Judge One has written a secret into a sheet. A guest and Judge Two then ask for each route of the
application with each method, with the keys of what is really there. At last an organiser's and a
judge's browser are made to send each form as another site would: with the session's cookie, and
without a token, with an invented one, and with the token of another session.
"""

import secrets
from collections.abc import Iterator

from flask import Flask
from werkzeug.routing.converters import AnyConverter

from app import create_app
from tests.attack.scene import Finding, Scene, Server, Visitor
from tests.bench.writes.venue import KEY, MATCH, TEAMS

VALUES = {
    **dict.fromkeys(("key", "competition"), KEY),
    **dict.fromkeys(("match", "match_key"), MATCH),
    **dict.fromkeys(("team", "team_key"), TEAMS[0]),
    "judge_key": "judge-1",
    "stage_key": "final",
    **dict.fromkeys(("number", "rank"), 1),
    "token": "unknown",
    "mode": "board",
    "name": "unknown",
    "path": "unknown",
    "filename": "unknown",
    "digest": "unknown",
}
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH")
TOKEN = "X-CSRFToken"


def attack(scene: Scene) -> Iterator[Finding]:
    """Ask for everything as a guest and as another judge; send every form without its token."""
    venue = scene.prepare(judges=2)
    app = create_app({"DATA_DIR": venue.folder})
    addresses = sorted(set(_addresses(app)))
    with scene.serve(venue) as server:
        hidden = "secret-" + secrets.token_hex(8)
        assert server.put("judge-1", comment=hidden).status == 200
        forbidden = (hidden, *venue.tokens.values())
        for who, visitor in (("a guest", server.visitor()), ("another judge", _judge(server))):
            tried, wrong = _ask_for_everything(visitor, addresses, forbidden)
            yield Finding(f"{who} asks for every address", not wrong, {"tried": tried} | wrong)
        before = _state(server)
        victims = (
            ("an organiser", server.organiser(), "/organiser"),
            ("a judge", _judge(server), "/judge"),
        )
        for who, visitor, home in victims:
            tried, wrong = _forge(visitor, server, addresses)
            is_signed_in = visitor.ask("GET", home).status == 200
            held = not wrong and is_signed_in and _state(server) == before
            what = f"another site sends every form from {who}'s browser"
            yield Finding(what, held, {"tried": tried} | wrong)


def _addresses(app: Flask) -> Iterator[tuple[str, str]]:
    """Each rule's endpoint with an address of it; each word where a rule takes one of several."""
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            choices = [
                list(converter.items) if isinstance(converter, AnyConverter) else []
                for name in sorted(rule.arguments)
                if (converter := rule._converters[name])
            ]
            names = sorted(rule.arguments)
            for word in max(choices, key=len, default=[]) or [None]:
                values = {
                    name: (word if options else VALUES.get(name, "unknown"))
                    for name, options in zip(names, choices, strict=True)
                }
                yield rule.endpoint, adapter.build(rule.endpoint, values)


def _judge(server: Server, key: str = "judge-2") -> Visitor:
    """A browser in which the judge has opened the link and confirmed."""
    visitor = server.visitor()
    visitor.ask("GET", f"/j/{server.tokens[key]}")
    visitor.ask("POST", "/judge/confirm", {"csrf_token": visitor.token("/judge")})
    return visitor


def _ask_for_everything(
    visitor: Visitor, addresses: list[tuple[str, str]], forbidden: tuple[str, ...]
) -> tuple[int, dict[str, list[str]]]:
    """How many were tried; the addresses that were open, and those that gave something away."""
    open_, told, tried = [], [], 0
    for endpoint, address in addresses:
        if endpoint.endswith(("stream", "sign_out")) or address == "/judge/leave":
            continue
        for method in METHODS:
            tried += 1
            answer = visitor.ask(method, address)
            text = answer.body.decode(errors="replace")
            if any(each in text for each in forbidden):
                told.append(f"{method} {address}")
            if endpoint.startswith("organiser.") and answer.status not in (302, 303, 404, 405):
                open_.append(f"{method} {address}: {answer.status}")
            if answer.status in (0, 500):
                open_.append(f"{method} {address}: {answer.status}")
    found = {"open": open_, "told": told}
    return tried, {name: each for name, each in found.items() if each}


def _forge(
    visitor: Visitor, server: Server, addresses: list[tuple[str, str]]
) -> tuple[int, dict[str, list[str]]]:
    """Send each form without a token of its own session; those that were answered with a page.

    A redirect is no refusal, but it does nothing either: what counts is compared afterwards.
    """
    other = server.visitor().token("/sign-in")
    accepted, tried = [], 0
    for endpoint, address in addresses:
        if endpoint.startswith(("static", "audience.")) or endpoint.endswith("_static"):
            continue
        for token in (None, "invented", other):
            tried += 1
            form = {"name": "x", "reason": "x", "next": "/"}
            headers = {TOKEN: token} if token else {}
            method = "PUT" if endpoint.startswith("api.put") else "POST"
            answer = visitor.ask(method, address, form, headers)
            if answer.status in (0, 500) or 200 <= answer.status < 300:
                accepted.append(f"{method} {address}: {answer.status}")
    return tried, {"accepted": accepted} if accepted else {}


def _state(server: Server) -> bytes:
    """The exported competition, and what the public sees."""
    organiser = server.organiser("Lin")
    exported = organiser.ask("GET", f"/organiser/c/{KEY}/export").body
    return exported + organiser.ask("GET", f"/api/v1/competitions/{KEY}/snapshot").body
