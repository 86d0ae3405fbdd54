"""Judges, tablets, lost answers, retries, closes, reopens and late sheets, against a plain model.

Whatever order things happen in: an acknowledged write is there once, versions count up by
one, history never changes, and a retry settles what nobody acknowledged. What came too late
is there only where the organiser accepted it, and once.
"""

import json
import secrets
import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
)
from hypothesis.stateful import run_state_machine_as_test as run

from competition.actions import (
    accounts,
    competitions,
    late_decisions,
    rounds,
    sheet_locks,
)
from competition.store import audit, audit_links, queries
from competition.store import late_sheets as late_rows
from competition.web import rate_limits, sessions
from tests import factories
from tests.conftest import Visitor, app_in
from tests.durability import books

BY = "organiser 王芳"
LEAGUE, ROUND, MATCH = "league", "final-round", "last"
JUDGES, TEAMS = ("li-na", "zhang-wei", "jo"), ("metro", "post")
HOLDS = {"": sheet_locks.follow_round, "reopened": sheet_locks.reopen, "locked": sheet_locks.lock}
FACTORS = {"law": 1, "poise": 2}
STORED = ("sheet.draft", "sheet.submit", "sheet.accept-late")

marks = st.dictionaries(
    st.sampled_from(["law", "poise"]),
    st.sampled_from(["0", "3.5", "7", "10", "10.5", "4.3", "", None]),
)
full = st.fixed_dictionaries(
    {name: st.sampled_from(["0", "3.5", "8.0", "10"]) for name in ("law", "poise")}
)


@dataclass(frozen=True)
class Change:
    """A change on one of the six tablets, and whether it is sent at once and its answer heard."""

    send: str
    tablet: int
    team: str
    marks: dict[str, str | None]
    state: str
    comment: str | None


change = st.builds(
    Change,
    send=st.sampled_from(["heard", "heard", "lost", ""]),
    tablet=st.integers(0, 5),
    team=st.sampled_from(TEAMS),
    marks=st.one_of(full, full, marks),
    state=st.sampled_from(["draft", "submitted", "submitted"]),
    comment=st.sampled_from([None, "", "稳", "A fine close."]),
)


@dataclass
class Tablet:
    """A judge's device: by the link's token, or by a session that began with the link."""

    judge: str
    visitor: Visitor
    token: str | None
    alive: bool = True
    bases: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TEAMS, 0))


@dataclass
class Write:
    """What a tablet wants to have stored; `answer` is the receipt that it will always get."""

    tablet: Tablet
    team: str
    key: str
    body: dict[str, Any]


@dataclass
class Late:
    """The model of a sheet that came too late: what it would become, and what was decided."""

    judge: str
    team: str
    key: str
    version: dict[str, Any]
    decision: str = ""


@dataclass
class Sheet:
    """The model of one sheet."""

    versions: list[dict[str, Any]] = field(default_factory=list)
    hold: str = ""


class Hall(RuleBasedStateMachine):
    """Three judges with two tablets each, one match of two teams, and an organiser."""

    migrated: Path
    seen = 0
    writes = Bundle("writes")

    @initialize()
    def begin(self) -> None:
        self.close = ExitStack()
        self.folder = Path(self.close.enter_context(tempfile.TemporaryDirectory()))
        shutil.copy(self.migrated, self.folder / "accord.sqlite")
        rate_limits.storage.reset()
        self.app_closer = self.close.enter_context(ExitStack())
        self.app = self.app_closer.enter_context(app_in(self.folder))
        with self.app.app_context():
            competitions.load_competition(factories.checked(factories.league(sheets=[])), BY)
        self.round, self.receipts = "open", 0
        self.sheets = {(judge, team): Sheet() for judge in JUDGES for team in TEAMS}
        # (judge, key): the team, what is stored, and the answer once one was heard.
        self.stored: dict[tuple[str, str], tuple[str, dict[str, Any], bytes | None]] = {}
        self.late: list[Late] = []
        self.devices: list[Tablet] = []
        self.tablets = [t for judge in JUDGES for t in (self.linked(judge), self.signed_in(judge))]

    def teardown(self) -> None:
        if hasattr(self, "close"):
            with self.close:
                self.check_books()

    # Devices.

    def token(self, judge: str) -> str:
        with self.app.app_context():
            return queries.find_judge(queries.find_competition(LEAGUE), judge).token

    def linked(self, judge: str) -> Tablet:
        return self.device(Tablet(judge, self.app.test_client(), self.token(judge)))

    def signed_in(self, judge: str) -> Tablet:
        visitor = self.app.test_client()
        assert visitor.get(f"/j/{self.token(judge)}").status_code == 303
        with visitor.session_transaction() as kept:
            assert kept[sessions.JUDGE]
        return self.device(Tablet(judge, visitor, None))

    def device(self, tablet: Tablet) -> Tablet:
        self.devices.append(tablet)
        return tablet

    def headers(self, tablet: Tablet) -> dict[str, str]:
        if tablet.token is not None:
            return {"Authorization": f"Bearer {tablet.token}"}
        return {"X-CSRFToken": tablet.visitor.csrf()}

    def send(self, write: Write, late: str = "") -> Any:
        return write.tablet.visitor.put(
            f"/api/v1/competitions/{LEAGUE}/sheets/{MATCH}/{write.team}{late}",
            json=write.body,
            headers=self.headers(write.tablet) | {"Idempotency-Key": write.key},
        )

    # What a judge does.

    @rule(target=writes, changes=st.lists(change, min_size=1, max_size=5))
    def write(self, changes: list[Change]) -> Any:
        """Changes go into the outboxes, and from there to the server at once or later."""
        return multiple(*(self.note(made) for made in changes))

    def note(self, made: Change) -> Write:
        """One change, in its tablet's outbox; sent if it goes at once."""
        on = self.tablets[made.tablet]
        body = {"marks": made.marks, "state": made.state, "base_version": on.bases[made.team]}
        body["comment"] = made.comment
        write = Write(on, made.team, secrets.token_hex(4), body)
        if made.send:
            self.deliver(write, 1, heard=made.send == "heard")
        return write

    @rule(write=writes, times=st.integers(1, 2), heard=st.booleans())
    def deliver(self, write: Write, times: int, heard: bool) -> None:
        """It arrives, perhaps late, perhaps again; the tablet hears the answer or does not."""
        for _ in range(times):
            answer = self.arrive(write)
        if heard and answer.status_code in (200, 409):
            newest = answer.json.get("current", answer.json)
            write.tablet.bases[write.team] = newest["version"]

    @rule(write=consumes(writes))
    def forget(self, write: Write) -> None:
        """The tablet falls into the lake."""

    @rule(write=writes, team=st.sampled_from(TEAMS))
    def use_the_key_again_for_something_else(self, write: Write, team: str) -> None:
        """A program with a fault: the same key, another body."""
        if (write.tablet.judge, write.key) in self.stored and write.tablet.alive:
            other = Write(write.tablet, team, write.key, write.body | {"comment": "another"})
            assert self.send(other).status_code == 422

    @rule(tablet=st.integers(0, 5), team=st.sampled_from(TEAMS))
    def look(self, tablet: int, team: str) -> None:
        """The tablet reads the sheet anew and goes on from there."""
        on = self.tablets[tablet]
        answer = on.visitor.get(
            f"/api/v1/competitions/{LEAGUE}/sheets/{MATCH}/{team}", headers=self.headers(on)
        )
        if not on.alive:
            assert answer.status_code == 401
            return
        sheet = self.sheets[on.judge, team]
        assert answer.json["version"] == len(sheet.versions)
        assert answer.json["marks"] == (sheet.versions[-1]["marks"] if sheet.versions else {})
        on.bases[team] = answer.json["version"]

    def arrive(self, write: Write) -> Any:
        """Send it, and hold the answer against the model's."""
        answer = self.send(write)
        judge, sheet = write.tablet.judge, self.sheets[write.tablet.judge, write.team]
        known = self.stored.get((judge, write.key))
        status = answer.status_code
        if not write.tablet.alive:
            assert status == 401
        elif known is not None:
            assert status == 200
            assert known[2] in (None, answer.data)
            self.stored[judge, write.key] = (known[0], known[1], answer.data)
        elif sheet.hold == "locked":
            assert (status, answer.json["error"]) == (423, "sheet_locked")
        elif self.round == "closed" and sheet.hold != "reopened":
            assert (status, answer.json["error"]) == (423, "round_closed")
        elif write.body["base_version"] != len(sheet.versions):
            assert status == 409
            assert answer.json["current"]["version"] == len(sheet.versions)
        elif wrong := self.wrong(write.body):
            assert (status, set(answer.json["errors"])) == (422, wrong)
        else:
            assert status == 200, answer.data
            self.take(write, sheet, answer)
        return answer

    @rule(write=writes)
    def hand_in_late(self, write: Write) -> None:
        """The tablet offers to the organiser what it could not send, or asks what became of it."""
        answer = self.send(write, "/late")
        judge, sheet = write.tablet.judge, self.sheets[write.tablet.judge, write.team]
        status, version = answer.status_code, self.version(write)
        if not write.tablet.alive:
            assert status == 401
            return
        if wrong := self.wrong(write.body):
            assert (status, set(answer.json["errors"])) == (422, wrong)
            return
        assert status == 200, answer.data
        said = answer.json["decision"]
        before = [one for one in self.late if (one.judge, one.key) == (judge, write.key)]
        if (judge, write.key) in self.stored or (
            not before and sheet.versions and sheet.versions[-1] == version
        ):
            assert said == "accepted"
            assert answer.json["receipt"]["version"] <= len(sheet.versions)
        elif before:
            assert said == (before[0].decision or "waiting")
        elif sheet.hold != "locked" and (self.round == "open" or sheet.hold == "reopened"):
            assert said == "open"
        else:
            assert said == "waiting"
            for one in self.waiting():
                if (one.judge, one.team) == (judge, write.team):
                    one.decision = "replaced"
            self.late.append(Late(judge, write.team, write.key, version))

    def waiting(self) -> list[Late]:
        return [
            one for one in self.late if not one.decision and (one.judge, one.key) not in self.stored
        ]

    @rule(accept=st.booleans())
    def decide(self, accept: bool) -> None:
        """The organiser decides on the late sheet that has waited longest."""
        waiting = self.waiting()
        with self.app.app_context():
            rows = late_rows.undecided_sheets(queries.find_competition(LEAGUE))
            found = [(row.judge.key, row.team.key, row.idempotency_key, row.id) for row in rows]
            assert [row[:3] for row in found] == [(w.judge, w.team, w.key) for w in waiting]
            if not waiting:
                return
            one, number = waiting[0], found[0][3]
            sheet = self.sheets[one.judge, one.team]
            if accept:
                receipt = late_decisions.accept_late(
                    LEAGUE, number, len(sheet.versions), "a reason", BY
                )
            else:
                late_decisions.decline_late(LEAGUE, number, "a reason", BY)
        one.decision = "accepted" if accept else "declined"
        if accept:
            self.receipts += 1
            assert (receipt.version, int(receipt.receipt)) == (
                len(sheet.versions) + 1,
                self.receipts,
            )
            self.keep(one.judge, one.team, one.key, one.version, None)

    def wrong(self, body: dict[str, Any]) -> set[str]:
        given = body["marks"]
        bad = {name for name, mark in given.items() if mark in ("10.5", "4.3")}
        if body["state"] == "submitted":
            bad |= {name for name in FACTORS if given.get(name) in (None, "")}
        return bad

    def take(self, write: Write, sheet: Sheet, answer: Any) -> None:
        """The model stores what the server said it stored."""
        given = {name: mark for name, mark in write.body["marks"].items() if mark}
        total = sum(Fraction(mark) * FACTORS[name] for name, mark in given.items())
        self.receipts += 1
        assert answer.json["version"] == len(sheet.versions) + 1
        assert answer.json["state"] == write.body["state"]
        assert int(answer.json["receipt"]) == self.receipts
        assert Fraction(answer.json["total"]) == total
        self.keep(write.tablet.judge, write.team, write.key, self.version(write), answer.data)

    def keep(
        self, judge: str, team: str, key: str, version: dict[str, Any], answer: bytes | None
    ) -> None:
        """One more version of a sheet; a submitted one ends its reopening."""
        sheet = self.sheets[judge, team]
        sheet.versions.append(version)
        if version["state"] == "submitted" and sheet.hold == "reopened":
            sheet.hold = ""
        self.stored[judge, key] = (team, version, answer)

    def version(self, write: Write) -> dict[str, Any]:
        """What a write becomes once it is stored."""
        version = {"marks": self.plain(write), "state": write.body["state"]}
        if write.body["comment"]:
            version["comment"] = write.body["comment"]
        return version

    def plain(self, write: Write) -> dict[str, str]:
        """The marks as they are kept: what was given, in the rubric's order."""
        given = write.body["marks"]
        return {name: given[name] for name in FACTORS if given.get(name)}

    # What the organiser does.

    @rule(
        act=st.sampled_from(["open", "open", "close", "hold", "hold", "hold", "renew", "restart"]),
        judge=st.sampled_from(JUDGES),
        team=st.sampled_from(TEAMS),
        hold=st.sampled_from(["", "reopened", "locked"]),
    )
    def organise(self, act: str, judge: str, team: str, hold: str) -> None:
        """Open or close the round, hold one sheet, renew a link, start the server again."""
        if act == "restart":
            self.start_again()
            return
        with self.app.app_context():
            if act == "renew":
                accounts.renew_links(LEAGUE, judge, BY)
            elif act == "hold":
                HOLDS[hold](LEAGUE, MATCH, team, judge, "a reason", BY)
                self.sheets[judge, team].hold = hold
            else:
                self.round = {"open": "open", "close": "closed"}[act]
                rounds.set_state(LEAGUE, ROUND, self.round, BY, "a reason")
        if act == "renew":
            self.give_new_tablets(judge)

    def give_new_tablets(self, judge: str) -> None:
        """The old ones are shut out at once; what is in their outboxes meets a 401."""
        for place, tablet in enumerate(self.tablets):
            if tablet.judge == judge:
                tablet.alive = False
                new = self.linked if tablet.token is not None else self.signed_in
                self.tablets[place] = new(judge)

    def start_again(self) -> None:
        """A new application on the same file; the tablets keep their cookies."""
        self.app_closer.close()
        self.app = self.app_closer.enter_context(app_in(self.folder))
        for tablet in self.devices:
            tablet.visitor.application = self.app

    # What always holds.

    @invariant()
    def every_version_is_there_and_unchanged(self) -> None:
        if not hasattr(self, "sheets"):
            return
        stored: dict[tuple[str, str], list[Any]] = {name: [] for name in self.sheets}
        for row in books.stored(self.folder):
            versions = stored[row.judge, row.team]
            versions.append({"marks": row.marks, "state": row.state})
            assert (row.number, row.match) == (len(versions), MATCH)
            assert self.stored[row.judge, row.key][0] == row.team
        for name, sheet in self.sheets.items():
            plain = [{"marks": v["marks"], "state": v["state"]} for v in sheet.versions]
            assert stored[name] == plain

    def check_books(self) -> None:
        """At the end: the export says the same, and the audit holds."""
        with self.app.app_context():
            exported = json.loads(competitions.export_competition(LEAGUE))
            chain = audit.chain_rows(LEAGUE)
        Hall.seen += self.receipts
        assert audit_links.first_broken_link(chain) is None
        written = [row for row in chain if row.action in STORED]
        assert len(written) == self.receipts == len(self.stored)
        said = {(s["judge"], s["team"]): s for s in exported.get("sheets", [])}
        for name, sheet in self.sheets.items():
            if not sheet.versions:
                assert name not in said
                continue
            versions = [*said[name].get("history", []), said[name]]
            assert [v["version"] for v in versions] == list(range(1, len(sheet.versions) + 1))
            for found, expected in zip(versions, sheet.versions, strict=True):
                assert {k: found[k] for k in expected} == expected
                assert ("comment" in found) == ("comment" in expected)
                assert ("submitted_at" in found) == (found["state"] == "submitted")


@pytest.mark.timeout(3600)
def test_whatever_happens_in_the_hall_the_books_are_the_models(migrated, turns):
    Hall.migrated, Hall.seen = migrated, 0
    # What is drawn is chance: a draw in which hardly anything is written proves little.
    for _ in range(5):
        run(
            Hall,
            settings=settings(
                max_examples=turns(10, 800),
                stateful_step_count=turns(30, 60),
                deadline=None,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
        if Hall.seen > 10:
            return
    raise AssertionError(f"{Hall.seen} sheets were written in five draws.")
