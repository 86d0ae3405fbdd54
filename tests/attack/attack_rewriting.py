"""A judge's marks rewritten by an organiser: by exporting, editing and importing, or by the link.

Judge One has sent two versions of a sheet. An organiser then edits the export in every way that
could change what the judge sent, and loads it by the command and by the page; launders what was
imported by loading a second file; and at last uses the judge's link on another device.
"""

import json
import secrets
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

from tests import factories
from tests.attack.scene import Answer, Finding, Scene, Server, Venue, Visitor
from tests.bench.writes.venue import KEY, MATCH, TEAMS

WHY = "Written down on paper"
HERE = f"/organiser/c/{KEY}"
SHEET = f"/api/v1/competitions/{KEY}/sheets/{MATCH}/{TEAMS[0]}"
Sheets = list[dict[str, Any]]


def attack(scene: Scene) -> Iterator[Finding]:
    """Edit, import, launder; then write with the judge's link from a second device."""
    venue = scene.prepare(judges=2)
    with scene.serve(venue) as server:
        key = secrets.token_hex(8)
        first = _send(server, key)
        assert first.status == 200, first
        assert server.put("judge-1", marks=factories.FULL_MARKS | _mark("12")).status == 200
        organiser = server.organiser()
        yield from _without_a_reason(scene, venue, organiser)
        yield from _with_a_reason(scene, venue, organiser)
        repeated = _send(server, key)
        yield Finding(
            "the judge's own receipt is answered as before after an import",
            repeated.status == 200 and repeated.json() == first.json(),
        )
        yield _from_another_device(server, organiser)


def _edits() -> dict[str, Callable[[Sheets], object]]:
    def another_judge(sheets: Sheets) -> None:
        sheets.append({**sheets[0], "judge": "judge-2", "version": 1, "history": []})

    return {
        "a mark lowered": lambda sheets: sheets[0]["marks"].update(_mark("1")),
        "the sheet taken out": lambda sheets: sheets.clear(),
        "the sheet made a draft": lambda sheets: sheets[0].update(state="draft", history=[]),
        "the history rewritten": lambda sheets: sheets[0]["history"][0]["marks"].update(_mark("2")),
        "an earlier version as the newest": lambda sheets: sheets[0].update(
            marks=sheets[0].pop("history")[0]["marks"]
        ),
        "a sheet of a judge who sent none": another_judge,
    }


def _without_a_reason(scene: Scene, venue: Venue, organiser: Visitor) -> Iterator[Finding]:
    before = _export(organiser)
    accepted, tried = [], 0
    for name, edit in _edits().items():
        whole = _edited(before, edit)
        refused = _replace(organiser, whole, "").status == 422
        tried += 1
        if tried <= scene.pick(1, len(_edits())):
            refused = refused and _load(scene, venue, whole).returncode == 1
        if not refused or _export(organiser) != before:
            accepted.append(name)
    yield Finding(
        "an edited export is refused without a reason, by the page and by the command",
        not accepted,
        {"tried": tried} | ({"accepted": accepted} if accepted else {}),
    )


def _with_a_reason(scene: Scene, venue: Venue, organiser: Visitor) -> Iterator[Finding]:
    sent = _export(organiser)["sheets"][0]
    lowered = _edited(_export(organiser), _edits()["a mark lowered"])
    done = _load(scene, venue, lowered, "--reason", WHY)
    (sheet,) = _export(organiser)["sheets"]
    history = [version["marks"] for version in sheet["history"]]
    log = organiser.ask("GET", f"{HERE}/audit?lang=en").body.decode()
    yield Finding(
        "with a reason the sheet is marked, on record, and the judge's versions stay",
        done.returncode == 0
        and sheet["imported"]["reason"] == WHY
        and history == [factories.FULL_MARKS, sent["marks"]]
        and "Sheet imported from a file" in log,
    )
    laundered = []
    for name, edit in {
        "the mark removed": lambda sheets: sheets[0].pop("imported"),
        "another's name": lambda sheets: sheets[0]["imported"].update(by="Judge One"),
        "without history": lambda sheets: sheets[0].pop("history"),
    }.items():
        _replace(organiser, _edited(_export(organiser), edit), "")
        if _export(organiser)["sheets"] != [sheet]:
            laundered.append(name)
    bare = _edited(_export(organiser), lambda sheets: sheets[0].pop("imported"))
    for whole in (_edited(bare, lambda sheets: sheets.clear()), bare):
        assert _replace(organiser, whole, "A test").status == 303
    if _export(organiser)["sheets"] != [sheet]:
        laundered.append("lost and brought back")
    yield Finding(
        "what was imported stays marked, whatever a second file says",
        not laundered,
        {"tried": 4} | ({"laundered": laundered} if laundered else {}),
    )


def _from_another_device(server: Server, organiser: Visitor) -> Finding:
    """The judge's tablet writes, then a stranger's browser with the same link."""
    for agent in (
        "Mozilla/5.0 (iPad) Version/17 Safari/604.1",
        "Mozilla/5.0 (Android 14) Chrome/9",
    ):
        headers = {"User-Agent": agent}
        visitor = server.visitor()
        visitor.ask("GET", f"/j/{server.tokens['judge-1']}", headers=headers)
        form = {"csrf_token": visitor.token("/judge")}
        visitor.ask("POST", "/judge/confirm", form, headers)
        token = {"X-CSRFToken": visitor.token("/judge")}
        body = {
            "marks": factories.FULL_MARKS,
            "state": "submitted",
            "base_version": server.version("judge-1", TEAMS[0]),
        }
        more = {"Content-Type": "application/json", "Idempotency-Key": secrets.token_hex(8)}
        answer = visitor.ask("PUT", SHEET, json.dumps(body).encode(), headers | token | more)
        assert answer.status == 200, answer
    log = organiser.ask("GET", f"{HERE}/audit?lang=en").body.decode()
    cards = organiser.ask("GET", f"{HERE}/links?lang=en").body.decode()
    looked = organiser.ask("GET", f"{HERE}/audit?lang=en").body.decode()
    return Finding(
        "a judge's link used on a second device, and a look at the links, are seen",
        "First sheet from another device" in log
        and "B · Android · Chrome" in log
        and "2 devices:" in cards
        and "links viewed" in looked,
    )


def _mark(value: str) -> dict[str, str]:
    return {next(iter(factories.FULL_MARKS)): value}


def _send(server: Server, key: str) -> Answer:
    headers = {
        "Authorization": f"Bearer {server.tokens['judge-1']}",
        "Idempotency-Key": key,
        "Content-Type": "application/json",
    }
    body = {"marks": factories.FULL_MARKS, "state": "submitted", "base_version": 0}
    return server.visitor().ask("PUT", SHEET, json.dumps(body).encode(), headers)


def _export(organiser: Visitor) -> Any:
    return organiser.ask("GET", f"{HERE}/export").json()


def _edited(exported: Any, edit: Callable[[Sheets], object]) -> Any:
    """The export as it is after `edit`."""
    whole = json.loads(json.dumps(exported))
    edit(whole["sheets"])
    return whole


def _load(scene: Scene, venue: Venue, whole: Any, *more: str) -> "subprocess.CompletedProcess[str]":
    """Replace the competition by the command."""
    path = venue.folder.with_suffix(".edited.json")
    path.write_text(json.dumps(whole), encoding="utf-8")
    return scene.flask(venue.folder, "competition", "load", str(path), "--replace", *more)


def _replace(organiser: Visitor, whole: Any, reason: str) -> Answer:
    """Choose the file on the page, then confirm it with this reason."""
    boundary = secrets.token_hex(16)
    token = organiser.token(f"{HERE}/replace")
    parts = (
        ("csrf_token", "", token.encode()),
        ("file", '; filename="competition.json"', json.dumps(whole).encode()),
    )
    body = b"".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode()
        + value
        + b"\r\n"
        for name, more, value in parts
    )
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    chosen = organiser.ask(
        "POST", f"{HERE}/replace", body + f"--{boundary}--\r\n".encode(), headers
    )
    address = chosen.headers["Location"]
    page = organiser.ask("GET", address).body.decode()
    if 'name="seen" value="' not in page:
        # Nothing would change, so there is nothing to confirm either.
        return Answer(422, {}, b"")
    seen = page.split('name="seen" value="', 1)[1].split('"', 1)[0]
    form = {"csrf_token": organiser.token(address), "seen": seen, "key": KEY, "reason": reason}
    return organiser.ask("POST", address, form)
