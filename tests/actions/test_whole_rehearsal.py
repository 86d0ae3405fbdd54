"""A rehearsal is the whole contest once more, made up, kept apart, and wiped by one act."""

import json

import pytest

from competition import document
from competition.actions import (
    archive,
    competitions,
    copying,
    rounds,
    setup,
    stage_release,
    verification,
    whole_rehearsal,
)
from competition.actions.publication import make_publication
from competition.actions.refusals import NotFound, Refused
from competition.actions.replacement import preview_replacement
from competition.store import audit, current_competition, file_export, queries
from competition.store.db import Model, db
from competition.store.snapshots import newest_snapshot
from tests.factories import CHAOYANG, checked, contest, sample

BY = "organiser 王芳"
THERE = f"{CHAOYANG}-rehearsal"


def export(key: str) -> dict:
    """A competition's file, as anybody would export it."""
    return json.loads(competitions.export_competition(key))


def rows_of_others(competition_id: int) -> dict[str, int]:
    """How many rows every table has that name this competition."""
    found = {}
    for mapper in Model.registry.mappers:
        column = mapper.columns.get("competition_id")
        if column is not None:
            query = db.select(db.func.count()).where(column == competition_id)
            found[mapper.local_table.name] = db.session.scalar(query)
    return found


@pytest.fixture
def real(context, load):
    """The Chaoyang final on its day, without an open round."""
    return load(sample())


@pytest.fixture
def rehearsal(real):
    """Its rehearsal, with its round open."""
    key = whole_rehearsal.begin_rehearsal(real, BY)
    rounds.set_state(key, "round-1", "open", BY)
    return key


def test_a_rehearsal_has_the_whole_set_up_and_says_of_what_it_is_one(real):
    key = whole_rehearsal.begin_rehearsal(real, BY)

    file, whole = export(key), export(real)
    assert key == THERE
    assert file["competition"]["rehearsal_of"] == real
    assert file["competition"]["name"]["en"].startswith("Rehearsal: ")
    assert file["competition"]["name"]["zh"].startswith("彩排：")
    for part in ("teams", "judges", "stages", "rubric", "scoring", "topics"):
        assert file.get(part) == whole.get(part), part
    assert "visibility" not in file["competition"]


def test_a_private_contest_has_a_private_rehearsal(context, load):
    whole = sample()
    whole["competition"]["visibility"] = "private"

    key = whole_rehearsal.begin_rehearsal(load(whole), BY)

    assert export(key)["competition"]["visibility"] == "private"


def test_who_has_left_and_who_is_recused_is_the_same_in_the_rehearsal(context, load):
    whole = contest()
    whole["teams"][1] |= {"withdrawn": True, "reason": "Ill"}
    match = whole["stages"][1]["rounds"][0]["matches"][0]
    match["recused"] = [{"judge": match["panel"][0], "reason": {"en": "A brother"}}]
    real = load(whole)

    copy = export(whole_rehearsal.begin_rehearsal(real, BY))

    assert copy["teams"][1]["withdrawn"] is True
    assert copy["stages"][1]["rounds"][0]["matches"][0]["recused"] == match["recused"]


def test_there_is_one_rehearsal_at_a_time_and_none_of_a_rehearsal(rehearsal, real):
    with pytest.raises(Refused, match="a rehearsal already"):
        whole_rehearsal.begin_rehearsal(real, BY)
    with pytest.raises(Refused, match="a rehearsal itself"):
        whole_rehearsal.begin_rehearsal(rehearsal, BY)
    with pytest.raises(NotFound):
        whole_rehearsal.begin_rehearsal("nothing", BY)


def test_a_key_that_is_taken_gets_a_number_and_a_long_one_is_cut(context, load):
    other = sample()
    other["competition"]["key"] = THERE
    load(other)
    assert whole_rehearsal.begin_rehearsal(load(sample()), BY) == f"{THERE}-2"

    long = sample()
    long["competition"]["key"] = "k" * 64
    key = whole_rehearsal.begin_rehearsal(load(long), BY)
    assert key == "k" * 54 + "-rehearsal"


def test_made_up_marks_go_the_way_of_every_sheet(rehearsal):
    stage_release.set_release(rehearsal, "final", "live", BY)

    in_one = whole_rehearsal.fill_in_made_up_marks(rehearsal, BY, "match-1")
    written = in_one + whole_rehearsal.fill_in_made_up_marks(rehearsal, BY)

    file = export(rehearsal)
    assert in_one == 2 * 7
    assert written == len(file["sheets"]) == 3 * 2 * 7
    assert {sheet["state"] for sheet in file["sheets"]} == {"submitted"}
    content = json.loads(newest_snapshot(rehearsal).content)
    assert content["rehearsal"] is True
    assert len(content["stages"][0]["standings"]) == 6
    row = audit.rows_about(rehearsal, "sheet.submit", "match-1/education/judge-1")[0]
    assert row.who == "judge judge-1"
    assert json.loads(row.after)["sent_with"] == "rehearsal"
    assert json.loads(row.after)["receipt"] > 0
    with pytest.raises(Refused, match="Nobody owes a mark"):
        whole_rehearsal.fill_in_made_up_marks(rehearsal, BY)
    verification.verify_chain(rehearsal)


def test_written_tests_get_made_up_scores(context, load):
    key = whole_rehearsal.begin_rehearsal(load(contest()), BY)

    written = whole_rehearsal.fill_in_made_up_marks(key, BY)

    paper = next(stage for stage in export(key)["stages"] if stage.get("kind") == "paper")
    assert written == len(paper["scores"]) > 0


def test_nothing_is_made_up_or_wiped_in_a_real_contest(real):
    before = competitions.export_competition(real)
    for act in (whole_rehearsal.fill_in_made_up_marks, whole_rehearsal.end_rehearsal):
        with pytest.raises(Refused, match="no rehearsal"):
            act(real, BY)
    assert competitions.export_competition(real) == before


def test_the_end_wipes_everything_and_the_real_contest_is_the_same_byte_for_byte(real):
    rounds.set_state(real, "round-1", "open", BY)
    before = competitions.export_competition(real)
    snapshot = newest_snapshot(real).number
    key = whole_rehearsal.begin_rehearsal(real, BY)
    rounds.set_state(key, "round-1", "open", BY)
    whole_rehearsal.fill_in_made_up_marks(key, BY)
    stage_release.set_release(key, "final", "published", BY)
    number = queries.find_competition(key).id

    whole_rehearsal.end_rehearsal(key, BY)

    assert queries.find_competition(key) is None
    assert not any(rows_of_others(number).values())
    assert competitions.export_competition(real) == before
    assert newest_snapshot(real).number == snapshot
    named = {row.action for row in audit.chain_rows(real)}
    assert {"rehearsal.begin", "rehearsal.end"} <= named
    for chain in (real, key, ""):
        verification.verify_chain(chain)
    assert current_competition.find(key) is None
    assert whole_rehearsal.begin_rehearsal(real, BY) == key


def test_a_contest_that_has_a_rehearsal_is_not_removed(rehearsal, real, tmp_path):
    with pytest.raises(Refused, match="End the rehearsal first"):
        archive.remove_competition(real, real, BY, tmp_path)

    whole_rehearsal.end_rehearsal(rehearsal, BY)
    archive.remove_competition(real, real, BY, tmp_path)


def test_neither_takes_the_others_place(rehearsal, real, tmp_path):
    made_up, whole = checked(export(rehearsal)), checked(export(real))
    made_up["competition"]["key"], whole["competition"]["key"] = real, rehearsal

    for file, words in ((made_up, "its marks are made up"), (whole, "is a rehearsal")):
        for act in (
            preview_replacement,
            lambda file: competitions.load_competition(file, BY, replace=True, backups=tmp_path),
        ):
            with pytest.raises(Refused, match=words):
                act(file)


def test_a_rehearsal_stays_one_whatever_is_done_with_it(rehearsal, real):
    with pytest.raises(Refused, match="not copied"):
        copying.copy_competition(rehearsal, "next-year", BY)
    details = export(rehearsal)["competition"]
    named = {"name": {"en": "The final"}, "venue": details.get("venue", {"en": "The hall"})}
    setup.save_part(rehearsal, "competition", named, BY)
    assert export(rehearsal)["competition"]["rehearsal_of"] == real
    with pytest.raises(Refused, match="never published"):
        make_publication(rehearsal, BY, {})


def test_its_export_loads_as_a_rehearsal_and_as_nothing_else(rehearsal, real):
    data = competitions.export_competition(rehearsal)
    second = document.read_file(data)
    second["competition"]["key"] = "another"
    with pytest.raises(Refused, match="There is a rehearsal of"):
        competitions.load_competition(second, BY)
    whole_rehearsal.end_rehearsal(rehearsal, BY)

    competitions.load_competition(document.read_file(data), BY)

    assert competitions.export_competition(rehearsal) == data
    assert queries.find_rehearsal(real).key == rehearsal
    names = file_export.competition_document(queries.find_competition(rehearsal))["competition"]
    assert names["rehearsal_of"] == real
