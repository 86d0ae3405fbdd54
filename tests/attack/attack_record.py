"""The record rewritten in the database file, one change at a time, as SQLite's shell can.

After each change `flask audit verify` has to fail; before any, and after each is taken back by
copying the file, it has to hold. A history that was made anew, code and all, has to be found by the
checksum that somebody wrote down.
"""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tests.attack.scene import Finding, Scene, Venue
from tests.bench.writes.venue import KEY

CHANGES = {
    "marks": "UPDATE sheet_version SET marks = replace(marks, '18.5', '19.5') WHERE number = 1",
    "a version deleted": "DELETE FROM sheet_version WHERE number = 1",
    "a version's state": "UPDATE sheet_version SET state = 'draft' WHERE number = 2",
    "which version counts": "UPDATE sheet SET version = 0 WHERE version = 2",
    "the rule": "UPDATE rubric SET scoring = replace(scoring, '{', '{\"x\": 1, ')",
    "the rubric": "UPDATE dimension SET factor = '3' WHERE position = 0",
    "a panel": "DELETE FROM panel_seat WHERE position = 0",
    "an entry": "UPDATE entry SET side = 'labour'",
    "a deduction": "INSERT INTO deduction (match_id, team_id, points, reason) "
    "SELECT match_id, team_id, '5', '\"Late\"' FROM entry LIMIT 1",
    "a ruling": "INSERT INTO ruling (stage_id, teams, minutes) SELECT id, '[]', '\"\"' FROM stage",
    "a snapshot": "UPDATE snapshot SET content = replace(content, '{', ' {') WHERE number = 1",
    "a snapshot deleted": "DELETE FROM snapshot WHERE number = 1",
    "an audit row": "UPDATE audit_row SET who = 'nobody' WHERE number = 2",
    "the end of the log": "DELETE FROM audit_row WHERE number = (SELECT max(number) FROM audit_row "
    f"WHERE chain = '{KEY}') AND chain = '{KEY}'",
}


def attack(scene: Scene) -> Iterator[Finding]:
    """Store sheets by the real server, then change its database by hand."""
    venue = scene.prepare(judges=2, live=True)
    with scene.serve(venue) as server:
        answers = [server.put(judge).json() for judge in venue.tokens for _ in range(2)]
    database = venue.folder / "accord.sqlite"
    with closing(sqlite3.connect(database)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    sound = scene.folder / "sound.sqlite"
    shutil.copy(database, sound)
    walked = scene.flask(venue.folder, "audit", "verify", KEY)
    head = json.loads(walked.stdout)["head"] if walked.returncode == 0 else ""
    last = answers[-1]
    receipt = _verify(scene, venue, "--receipt", last["receipt"], last["digest"])
    other = _verify(scene, venue, "--receipt", last["receipt"], answers[0]["digest"])
    yield Finding("an untouched record holds", walked.returncode == 0)
    yield Finding("a receipt holds for its own digest only", (receipt, other) == (0, 1))

    names = list(CHANGES)[:: scene.pick(5, 1)]
    missed = []
    for name in names:
        _change(database, CHANGES[name])
        if _verify(scene, venue) != 1:
            missed.append(name)
        shutil.copy(sound, database)
    figures = {"changes": len(names), "missed": missed}
    yield Finding("one change of the database by hand is found", not missed, figures)

    scene.flask(venue.folder, "competition", "remove", KEY, "--yes", KEY)
    _change(database, "DELETE FROM audit_row")
    scene.flask(venue.folder, "competition", "load", str(venue.folder.with_suffix(".json")))
    held = (_verify(scene, venue), _verify(scene, venue, "--head", head)) == (0, 1)
    yield Finding("a history made anew lacks the checksum that was written down", held)


def _verify(scene: Scene, venue: Venue, *options: str) -> int:
    return scene.flask(venue.folder, "audit", "verify", KEY, *options).returncode


def _change(database: Path, statement: str) -> None:
    with closing(sqlite3.connect(database)) as file, file:
        assert file.execute(statement).rowcount > 0, statement
    with closing(sqlite3.connect(database)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
