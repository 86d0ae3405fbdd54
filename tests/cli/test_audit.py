"""`flask audit verify`: one change of the database by hand each, and the sentence that names it."""

import hashlib
import json
import shutil
import sqlite3
from contextlib import closing

import pytest

from competition.actions import deductions, rounds, sheets, stage_release
from competition.actions.corrections import Confirmation, confirming
from competition.document.canonical import canonical
from competition.store import audit, queries
from tests import factories
from tests.cli.conftest import Terminal
from tests.conftest import app_in

FIRST = {"law": "8.5", "poise": "7"}
SECOND = {"law": "9", "poise": "7"}


def receipts(folder, *marks):
    """Jo Amsel's sheet for the metro in the last match, once for each of `marks`."""
    given = []
    with app_in(folder) as app:
        for number, each in enumerate(marks):
            with app.app_context():
                jo = queries.find_judge(queries.find_competition("league"), "jo")
                body = {"marks": each, "state": "submitted", "base_version": number}
                given.append(
                    sheets.write_sheet(jo, "league", "last", "metro", body, f"key-{number}")
                )
    return given


@pytest.fixture(scope="module")
def semi_final(tmp_path_factory):
    """A DATA_DIR for `semi_final_over`, to be copied, and the receipts."""
    terminal = Terminal(tmp_path_factory.mktemp("semi-final") / "data")
    whole = factories.league(
        deductions=[{"match": "semi-1", "team": "bus", "points": "1.5", "reason": "Late"}],
        rulings=[{"stage": "semi", "teams": ["metro", "post"], "minutes": "The panel met."}],
    )
    file = terminal.data_dir.parent / "over.json"
    file.write_text(json.dumps(whole), encoding="utf-8")
    terminal.flask("competition", "load", file)
    terminal.flask("stage", "release", "league", "semi", "live")
    terminal.flask("stage", "release", "league", "semi", "published")
    given = receipts(terminal.data_dir, FIRST, SECOND)
    with app_in(terminal.data_dir) as app, app.app_context():
        with confirming(Confirmation("They were late again")):
            deductions.add_deduction(
                "league", "semi-2", "rail", "2", "Late again", "organiser 王芳"
            )
        rounds.set_state("league", "final/final-round", "closed", "organiser 王芳")
        stage_release.set_release("league", "final", "live", "organiser 王芳")
    return terminal.data_dir, given


@pytest.fixture
def semi_final_over(semi_final, terminal, tmp_path):
    """The league with a deduction and a ruling; the semi-final published, two versions since."""
    made, given = semi_final
    shutil.copytree(made, terminal.data_dir)
    shutil.copy(made.parent / "over.json", tmp_path)
    return given


def tamper(terminal, *statements):
    """What somebody with the file and SQLite's shell can do."""
    with closing(sqlite3.connect(terminal.data_dir / "accord.sqlite")) as file, file:
        for statement in statements:
            assert file.execute(statement).rowcount > 0, statement


def rehash(terminal):
    """Seal the whole chain anew, as it stands."""
    names = ", ".join((*audit.FIELDS, "bound"))
    with closing(sqlite3.connect(terminal.data_dir / "accord.sqlite")) as file, file:
        previous = ""
        for number, *fields, bound in file.execute(
            f"SELECT id, {names} FROM audit_row WHERE chain = 'league' ORDER BY number"
        ).fetchall():
            fields[-1] = previous
            sealed = [*fields, bound] if bound else fields
            text = json.dumps(sealed, ensure_ascii=False, separators=(",", ":"))
            digest = hashlib.sha256(text.encode()).hexdigest()
            file.execute(
                "UPDATE audit_row SET previous = ?, sha256 = ? WHERE id = ?",
                (previous, digest, number),
            )
            previous = digest


def refusal(terminal, *more):
    refused = terminal.flask("audit", "verify", "league", *more, code=1)
    assert refused.stdout == ""
    return refused.stderr


def test_the_audit_log_is_verified_with_its_length_and_its_head(terminal, league):
    terminal.flask("stage", "release", "league", "semi", "live")

    walked = terminal.json("audit", "verify", "league")

    with closing(sqlite3.connect(terminal.data_dir / "accord.sqlite")) as file:
        (head,) = file.execute("SELECT sha256 FROM audit_row ORDER BY id DESC").fetchone()
    assert walked == {"chain": "league", "length": 2, "head": head, "bound_from": 1}


def test_a_changed_entry_is_named(terminal, league):
    tamper(terminal, "UPDATE audit_row SET who = 'nobody' WHERE number = 1")
    assert "Entry 1 of the audit log of league is not intact: it was changed" in refusal(terminal)


def test_a_deleted_audit_log_fails_at_its_first_entry(terminal, league):
    tamper(terminal, "DELETE FROM audit_row WHERE chain = 'league'")
    assert "Entry 1 of the audit log of league is not intact: it is missing" in refusal(terminal)


def test_without_a_key_every_chain_is_verified_and_sign_ins_too(terminal, semi_final_over):
    terminal.flask("organiser", "add", factories.ORGANISER, typed=factories.PASSWORD)

    found = terminal.json("audit", "verify")

    assert [each["chain"] for each in found] == ["", "league"]
    assert found[1] == terminal.json("audit", "verify", "league")
    assert found[0]["bound_from"] is None
    tamper(terminal, "DELETE FROM audit_row WHERE chain = ''")
    refused = terminal.flask("audit", "verify", code=1)
    assert "Entry 1 of the audit log of sign-ins is not intact: it is missing" in refused.stderr


JO = "sheet “last/metro/jo”"
NEWEST = "(SELECT max(id) FROM sheet_version)"
OLDER = f"(SELECT max(id) FROM sheet_version WHERE id < {NEWEST})"
OF_MATCH = "match_id = (SELECT id FROM match WHERE key = 'semi-1')"
TAMPERINGS = {
    "the newest marks": (
        f"""UPDATE sheet_version SET marks = '{{"law": "10", "poise": "7"}}' WHERE id = {NEWEST}""",
        f"version 2 of {JO}",
    ),
    "older marks": (
        f"""UPDATE sheet_version SET marks = '{{"law": "10", "poise": "7"}}' WHERE id = {OLDER}""",
        f"version 1 of {JO}",
    ),
    "marks that came with the file": (
        """UPDATE sheet_version SET marks = '{"law": "1", "poise": "1"}' WHERE id = 1""",
        "version 1 of sheet “semi-1/metro/li-na” is not as entry 1 ",
    ),
    "a comment": (
        f"""UPDATE sheet_version SET comment = '"fine"' WHERE id = {NEWEST}""",
        f"version 2 of {JO}",
    ),
    "a state": (
        f"UPDATE sheet_version SET state = 'draft' WHERE id = {NEWEST}",
        f"version 2 of {JO}",
    ),
    "a receipt": (
        f"UPDATE sheet_version SET receipt = 9 WHERE id = {NEWEST}",
        f"version 2 of {JO}",
    ),
    "that marks were imported": (
        """UPDATE sheet_version SET imported = '{"reason": "x"}' WHERE id = 1""",
        "version 1 of sheet “semi-1/metro/li-na”",
    ),
    "a version deleted": (
        f"DELETE FROM sheet_version WHERE id = {OLDER}",
        f"version 1 of {JO} is missing",
    ),
    "a version inserted": (
        "INSERT INTO sheet_version (competition_id, sheet_id, judge_id, number, state, marks, "
        "stored_at) SELECT competition_id, sheet_id, judge_id, 3, state, marks, stored_at "
        f"FROM sheet_version WHERE id = {NEWEST}",
        f"no entry of the audit log records version 3 of {JO}",
    ),
    "which version counts": (
        "UPDATE sheet SET version = 0 WHERE version = 2",
        f"current for {JO} is not its newest version",
    ),
    "a sheet given to another team": (
        "UPDATE sheet SET team_id = (SELECT id FROM team WHERE key = 'rail') WHERE version = 2",
        "records version 1 of sheet “last/rail/jo”",
    ),
    "a sheet reopened": (
        "UPDATE sheet SET hold = 'reopened' WHERE version = 2",
        f"records the lock or reopening of {JO}",
    ),
    "a deduction": (
        "UPDATE deduction SET points = '0.5' WHERE points = '1.5'",
        "the deduction for “semi-1/bus” is not as entry 1 ",
    ),
    "a deduction removed": (
        "DELETE FROM deduction WHERE points = '1.5'",
        "“semi-1/bus” is missing",
    ),
    "a deduction invented": (
        "INSERT INTO deduction (match_id, team_id, points, reason) SELECT match_id, team_id, '3', "
        "reason FROM deduction WHERE points = '1.5'",
        "records the deduction for “semi-1/bus”",
    ),
    "a ruling": (
        """UPDATE ruling SET teams = '["post", "metro"]'""",
        "the ruling for “semi” is not as entry 1 ",
    ),
    "a panel": (f"DELETE FROM panel_seat WHERE {OF_MATCH} AND position = 2", "match “semi-1”"),
    "an entry": (f"UPDATE entry SET side = 'labour' WHERE {OF_MATCH}", "match “semi-1”"),
    "a recusal": (
        """UPDATE match SET recused = '[{"judge": "jo"}]' WHERE key = 'semi-2'""",
        "match “semi-2”",
    ),
    "a void match": ("""UPDATE match SET void = '{"en": "x"}' WHERE key = 'semi-2'""", "“semi-2”"),
    "the rubric": (
        "UPDATE dimension SET factor = '9' WHERE key = 'poise'",
        "the rubric or the rule",
    ),
    "the rule": ("""UPDATE rubric SET scoring = '{"combine": "sum"}'""", "the rubric or the rule"),
    "a stage": ("UPDATE stage SET weight = '7' WHERE key = 'semi'", "stage “semi”"),
    "a round": ("UPDATE round SET state = 'open' WHERE key = 'semi-round'", "semi/semi-round”"),
    "a team": ("UPDATE team SET withdrawn = 1 WHERE key = 'post'", "team “post”"),
    "a member": ('UPDATE member SET name = \'{"en": "Eve"}\'', "team “metro”"),
    "a judge": ("UPDATE judge SET head = 1 WHERE key = 'jo'", "judge “jo”"),
    "a topic": ('UPDATE topic SET title = \'{"en": "x"}\'', "topic “wages”"),
    "the competition": ("UPDATE competition SET visibility = 'private'", "the competition itself"),
    "a snapshot's content": (
        "UPDATE snapshot SET content = replace(content, '\"rank\":1', '\"rank\":2') "
        "WHERE number = 3",
        "Public snapshot 3 of league is not intact: its content was changed",
    ),
    "a snapshot's names": (
        "UPDATE snapshot SET display = replace(display, '地铁队', '公交队') WHERE number = 3",
        "public snapshot 3 is not as entry",
    ),
    "a snapshot's forerunner": (
        "UPDATE snapshot SET previous = sha256 WHERE number = 3",
        "it does not follow on from the snapshot before it",
    ),
    "a snapshot deleted": (
        "DELETE FROM snapshot WHERE number = 2",
        "Public snapshot 2 of league is not",
    ),
    "the newest snapshot deleted": (
        "DELETE FROM snapshot WHERE number = (SELECT max(number) FROM snapshot)",
        "snapshot 5 is missing",
    ),
    "the end of the log": (
        "DELETE FROM audit_row WHERE number = (SELECT max(number) FROM audit_row)",
        "entries were removed from the end of the log",
    ),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_one_change_of_the_database_is_named(terminal, semi_final_over, what):
    statement, words = TAMPERINGS[what]
    terminal.json("audit", "verify", "league")

    tamper(terminal, statement)

    assert words in refusal(terminal)


def test_an_edited_snapshot_whose_digest_was_made_anew_is_named(terminal, semi_final_over):
    with closing(sqlite3.connect(terminal.data_dir / "accord.sqlite")) as file, file:
        text = "SELECT content FROM snapshot WHERE number = 5"
        content = canonical(json.loads(file.execute(text).fetchone()[0]) | {"more": 1})
        digest = hashlib.sha256(content.encode()).hexdigest()
        file.execute(
            "UPDATE snapshot SET content = ?, sha256 = ? WHERE number = 5", (content, digest)
        )
    assert "public snapshot 5 is not as entry" in refusal(terminal)


def test_a_change_under_an_act_that_came_after_it_is_named(terminal, semi_final_over):
    tamper(terminal, "UPDATE deduction SET points = '0.5' WHERE points = '1.5'")
    terminal.flask(
        "round", "state", "league", "final/final-round", "open", "--reason", "One more look"
    )
    assert "the deduction for “semi-1/bus” is not as entry 1 " in refusal(terminal)

    with app_in(terminal.data_dir) as app, app.app_context():
        (late,) = queries.deductions_of(queries.find_competition("league"))[:1]
        with confirming(Confirmation("It was never late")):
            deductions.remove_deduction("league", late.id, "It was never late", "organiser 王芳")
    assert "“semi-1/bus” was changed in the database before entry" in refusal(terminal)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_row SET after = replace(after, '8.5', '9.5') WHERE action = 'sheet.submit'",
        "UPDATE audit_row SET after = replace(after, '\"2\"', '\"1\"') WHERE action LIKE 'ded%'",
        'UPDATE audit_row SET bound = replace(bound, \'"is":{\', \'"is":{"team/x":"y",\') '
        "WHERE action = 'sheet.submit'",
        "UPDATE audit_row SET bound = NULL WHERE action = 'sheet.submit'",
        "UPDATE audit_row SET bound = '[]' WHERE action = 'sheet.submit'",
        "UPDATE audit_row SET bound = NULL",
        "UPDATE audit_row SET who = 'organiser 张伟' WHERE number = 2",
    ],
)
def test_a_chain_that_was_sealed_anew_without_the_data_does_not_hold(
    terminal, semi_final_over, change
):
    tamper(terminal, change)
    assert "it was changed after it was written" in refusal(terminal)

    rehash(terminal)

    assert refusal(terminal)


def test_a_head_that_was_written_down_holds_and_says_how_many_entries_came_since(
    terminal, semi_final_over
):
    length = terminal.json("audit", "verify", "league")["length"]
    head = terminal.json("audit", "verify", "league")["head"]
    terminal.flask("stage", "release", "league", "final", "hidden")

    for key in (["league"], []):
        told = terminal.flask(
            "audit", "verify", *key, "--head", f" {head.upper()[:32]} {head[32:]}"
        )
        assert f"league: the checksum is that of entry {length} of the audit log." in told.stderr
        assert "Entries since then: 1." in told.stderr
    assert "No entry of the audit log has this checksum" in refusal(terminal, "--head", "0" * 64)
    terminal.flask("organiser", "add", factories.ORGANISER, typed=factories.PASSWORD)
    apart = terminal.json("audit", "verify")[0]["head"]
    assert "No entry" in refusal(terminal, "--head", apart)
    assert "sign-ins" in terminal.flask("audit", "verify", "--head", apart).stderr


def test_a_tail_that_was_cut_with_its_data_is_found_by_the_head(terminal, league):
    receipts(terminal.data_dir, FIRST)
    head = terminal.json("audit", "verify", "league")["head"]
    tamper(
        terminal,
        f"DELETE FROM sheet_version WHERE id = {NEWEST}",
        "DELETE FROM sheet WHERE match_id = (SELECT id FROM match WHERE key = 'last')",
        "DELETE FROM audit_row WHERE action = 'sheet.submit'",
    )

    terminal.flask("audit", "verify", "league")
    assert "No entry of the audit log has this checksum" in refusal(terminal, "--head", head)


def test_a_receipt_holds_for_the_digest_that_it_was_given_for(terminal, semi_final_over):
    first, second = semi_final_over
    for key in (["league"], []):
        for receipt in (first.receipt, "1", "０００１", "#0001"):
            told = terminal.flask("audit", "verify", *key, "--receipt", receipt, first.digest)
            assert "was given for a sheet with this checksum" in told.stderr
    terminal.flask("audit", "verify", "--receipt", second.receipt, second.digest.upper())

    assert "was not given" in refusal(terminal, "--receipt", first.receipt, second.digest)
    assert "was not given" in refusal(terminal, "--receipt", "3", first.digest)
    assert "not the number of a receipt" in refusal(terminal, "--receipt", "first", first.digest)


def test_a_receipt_still_holds_after_the_competition_was_replaced(
    terminal, semi_final_over, tmp_path
):
    file = tmp_path / "over.json"
    terminal.flask("competition", "load", file, "--replace", "--reason", "The file is the record")

    first = semi_final_over[0]
    terminal.flask("audit", "verify", "league", "--receipt", first.receipt, first.digest)


def test_a_removed_competition_leaves_a_chain_that_holds(terminal, semi_final_over):
    terminal.flask("competition", "remove", "league", "--yes", "league")

    assert [each["chain"] for each in terminal.json("audit", "verify")] == ["", "league"]
