"""Forms that meet, forms that come twice, and forms of somebody who has not confirmed.

Two organisers save the same team, and set what the public sees of the same stage, at one instant
while a judge writes: of each pair one is told that it was changed meanwhile. A deduction is sent
several times at one instant and once more afterwards. Somebody who has opened a judge's link and
has not confirmed sends that judge's forms, and with the token of the page before.
"""

import re
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.attack.scene import Answer, Finding, Scene, Server, Visitor
from tests.bench.writes.venue import KEY, MATCH, TEAMS

HERE = f"/organiser/c/{KEY}"
TEAM = TEAMS[0]
SAVED, REFUSED = 303, 422
_FIELD = re.compile(r'<input[^>]*name="([^"]+)"[^>]*?value="([^"]*)"')


def attack(scene: Scene) -> Iterator[Finding]:
    """Send forms at one instant, again, and before the question is answered."""
    venue = scene.prepare(judges=2)
    with scene.serve(venue) as server:
        organisers = [server.organiser(), server.organiser()]
        with _judge_writes(server):
            yield _save_at_once(organisers, scene.pick(3, 30))
            yield _release_at_once(organisers, scene.pick(3, 10))
        yield _send_again(organisers[0], scene.pick(3, 10))
        yield from _send_unconfirmed(server)


def _save_at_once(organisers: list[Visitor], times: int) -> Finding:
    address = f"{HERE}/teams/{TEAM}"
    told = []
    for turn in range(times):
        forms = [
            _form(each, address) | {"zone": f"zone {turn} {number}"}
            for number, each in enumerate(organisers)
        ]
        told.append(
            _statuses(
                _at_once(
                    [
                        lambda each=each, form=form: each.ask("POST", address, form)
                        for each, form in zip(organisers, forms, strict=True)
                    ]
                )
            )
        )
    both = sum(each == [SAVED, SAVED] for each in told)
    held = all(each == [SAVED, REFUSED] for each in told)
    return Finding(
        "two organisers save one team at one instant: one is told saved",
        held,
        {"tried": times, "both_told_saved": both},
    )


def _release_at_once(organisers: list[Visitor], times: int) -> Finding:
    told, now = [], "hidden"
    for _ in range(times):
        modes = [mode for mode in ("hidden", "live", "frozen") if mode != now]
        addresses = [f"{HERE}/release/final/{mode}" for mode in modes]
        forms = [
            _form(each, address) | {"sure": "y"}
            for each, address in zip(organisers, addresses, strict=True)
        ]
        answers = _at_once(
            [
                lambda each=each, address=address, form=form: each.ask("POST", address, form)
                for each, address, form in zip(organisers, addresses, forms, strict=True)
            ]
        )
        told.append(_statuses(answers))
        done = [mode for mode, answer in zip(modes, answers, strict=True) if answer.status == SAVED]
        now = done[0] if done else now
    both = sum(each == [SAVED, SAVED] for each in told)
    held = all(each == [SAVED, REFUSED] for each in told)
    return Finding(
        "two organisers release one stage at one instant: one is told done",
        held,
        {"tried": times, "both_told_done": both},
    )


def _send_again(organiser: Visitor, times: int) -> Finding:
    address = f"{HERE}/deductions"
    form = _form(organiser, address)
    form |= {"entry": f"{MATCH}/{TEAM}", "points": "1", "reason": "Over time"}
    answers = _at_once([lambda: organiser.ask("POST", address, form) for _ in range(times)])
    answers.append(organiser.ask("POST", address, form))
    changed = organiser.ask("POST", address, form | {"points": "2"})
    exported = organiser.ask("GET", f"{HERE}/export").json()
    recorded = len(exported.get("deductions", ()))
    alike = {(answer.status, answer.headers.get("Location")) for answer in answers}
    held = recorded == 1 and alike == {(SAVED, address)} and changed.status == REFUSED
    return Finding(
        "a deduction that is sent again and again is recorded once",
        held,
        {"tried": len(answers) + 1, "recorded": recorded},
    )


def _send_unconfirmed(server: Server) -> Iterator[Finding]:
    hidden = "secret-" + secrets.token_hex(8)
    assert server.put("judge-1", comment=hidden).status == 200
    visitor = server.visitor()
    before = visitor.token("/sign-in")
    visitor.ask("GET", f"/j/{server.tokens['judge-1']}")
    old = visitor.ask("POST", "/judge/confirm", {"csrf_token": before})
    asked = b"/judge/confirm" in visitor.ask("GET", "/judge").body
    yield Finding(
        "a form token from before a judge's link was opened confirms nothing",
        old.status == SAVED and asked,
        {"tried": 1},
    )
    page, told, tried = f"/judge/matches/{MATCH}", 0, 0
    for address in (page, f"{page}/submit"):
        for judge in ({}, {"judge": f"{KEY}/judge-1"}, {"judge": f"{KEY}/judge-2"}):
            for more in ({}, {"csrf_token": before}, {f"{TEAM}.comment": "typed"}):
                form = {"csrf_token": visitor.token("/judge"), f"{TEAM}.base_version": "0"}
                form |= {f"{TEAM}.nonce": secrets.token_hex(8)} | judge | more
                tried += 1
                told += hidden.encode() in visitor.ask("POST", address, form).body
    yield Finding(
        "somebody who has not confirmed sees no mark by sending a form",
        told == 0,
        {"tried": tried, "told": told},
    )


def _form(visitor: Visitor, address: str) -> dict[str, str]:
    """The fields of a page's last form that have a value."""
    page = visitor.ask("GET", address).body.decode()
    return dict(_FIELD.findall(page[page.rindex("<form") :]))


def _at_once(sends: list[Callable[[], Answer]]) -> list[Answer]:
    """Let all be sent at one instant; their answers in the same order."""
    begin, answers = threading.Barrier(len(sends)), [Answer(0, {}, b"")] * len(sends)

    def send(place: int) -> None:
        begin.wait()
        answers[place] = sends[place]()

    threads = [threading.Thread(target=send, args=(place,)) for place in range(len(sends))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _statuses(answers: list[Answer]) -> list[int]:
    return sorted(answer.status for answer in answers)


@contextmanager
def _judge_writes(server: Server) -> Iterator[None]:
    """A judge who submits one sheet after the other meanwhile."""
    over = threading.Event()

    def write() -> None:
        while not over.is_set():
            server.put("judge-2", team=TEAMS[1])

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
