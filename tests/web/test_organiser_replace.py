"""A competition replaced by a file in the pages, and put back again."""

import io
import json
import os
import re
import time
from typing import Any

import pytest
from flask import Flask

from competition.actions import accounts, archive, competitions, stage_release
from competition.store import audit
from competition.web import sessions
from tests import factories
from tests.conftest import Visitor
from tests.web.reading_forms import form_in

HERE = "/organiser/c/chaoyang-final"
KEY = factories.CHAOYANG


def open_sample() -> dict[str, Any]:
    """The sample as the fixture `chaoyang` loads it."""
    whole = factories.sample()
    whole["stages"][0]["rounds"][0]["state"] = "open"
    return whole


def choose(visitor: Visitor, whole: dict[str, Any], address: str = f"{HERE}/replace"):
    """Choose a file on the page; nothing is confirmed yet."""
    fields = {"file": (io.BytesIO(json.dumps(whole).encode()), "competition.json")}
    return visitor.submit(f"{address}?lang=en", fields, content_type="multipart/form-data")


def stored(app: Flask) -> bytes:
    """The competition as its file."""
    with app.app_context():
        return competitions.export_competition(KEY)


def words(page: str) -> str:
    """A page's text with single blanks, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def another_organiser(app: Flask) -> Visitor:
    """李娜, organiser, signed in on a browser of her own."""
    visitor: Visitor = app.test_client()  # type: ignore[assignment]
    with app.app_context():
        found = accounts.add_organiser("李娜", factories.PASSWORD, "command line")
        token = accounts.begin_session(organiser=found)
    with visitor.session_transaction() as kept:
        kept[sessions.ORGANISER] = token
    return visitor


@pytest.fixture
def marked(chaoyang, api):
    """评委一 has submitted one sheet."""
    assert api("judge-1").put("match-1", "education").status_code == 200
    return chaoyang


def test_what_would_change_is_shown_by_name_before_anything_is_written(
    organiser_client, chaoyang, app
):
    before = stored(app)
    whole = open_sample()
    whole["teams"][0]["name"] = {"zh": "新队", "en": "New team"}
    whole["judges"][2]["name"] = {"zh": "李娜", "en": "Li Na"}
    whole["scoring"]["decimals"] = 3

    response = choose(organiser_client, whole)
    page = organiser_client.get(response.location).text

    assert "New team" in page
    assert "Judge 3 → Li Na" in words(page)
    assert "Scoring rule changed" in words(page)
    assert "Type" not in page
    assert "key" not in form_in(page)
    assert stored(app) == before

    done = organiser_client.submit(response.location, form_in(page))

    assert done.location == f"{HERE}/parts"
    page = organiser_client.get(f"{done.location}?lang=en").text
    named = re.search(r"chaoyang-final-\w+\.json", page)
    assert named
    assert (app.config["DATA_DIR"] / "backups" / named[0]).read_bytes() == before
    assert "Undo the replacement" in page
    assert "新队".encode() in stored(app)
    assert list((app.config["DATA_DIR"] / "uploads").iterdir()) == []


def test_where_marks_are_at_stake_the_key_is_typed_and_a_reason_given(
    organiser_client, marked, app
):
    before = stored(app)
    address = choose(organiser_client, open_sample()).location
    page = organiser_client.get(address).text
    assert "1 sheet is lost." in page
    assert "5 submitted marks change or are lost." in page
    form = form_in(page)

    for fields, refused in (
        ({"key": "", "reason": "A rehearsal"}, "exactly"),
        ({"key": "chaoyang", "reason": "A rehearsal"}, "exactly"),
        ({"key": KEY, "reason": " "}, "Give a reason"),
    ):
        response = organiser_client.submit(address, {**form, **fields})
        assert response.status_code == 422
        assert refused in response.text
        assert stored(app) == before

    done = organiser_client.submit(address, {**form, "key": KEY, "reason": "A rehearsal"})

    assert done.status_code == 303
    assert json.loads(stored(app))["sheets"] == []
    with app.app_context():
        row = audit.rows_about(KEY, "competition.replace", KEY)[0]
    assert json.loads(row.after)["reason"] == "A rehearsal"
    log = organiser_client.get(f"{HERE}/audit?lang=en").text
    assert "A rehearsal" in log
    assert "Competition replaced" in log


def test_marks_that_came_while_the_organiser_was_reading_are_shown_first(
    organiser_client, chaoyang, app, api
):
    whole = open_sample()
    whole["teams"][0]["name"] = {"zh": "新队"}
    address = choose(organiser_client, whole).location
    form = form_in(organiser_client.get(address).text)
    api("judge-1").put("match-1", "education")

    response = organiser_client.submit(address, form)

    assert response.status_code == 422
    assert "in the meantime" in response.text
    assert "1 sheet is lost." in response.text
    assert len(json.loads(stored(app))["sheets"]) == 1


def test_another_competition_s_file_is_refused_with_both_names_and_what_to_do(
    organiser_client, chaoyang, app
):
    before = stored(app)

    response = choose(organiser_client, factories.league())

    assert response.status_code == 422
    page = words(response.text)
    for name in ("The league", "(league)", "(chaoyang-final)", "Import a file"):
        assert name in page
    assert stored(app) == before


def test_a_file_with_mistakes_lists_them_and_replaces_nothing(organiser_client, chaoyang, app):
    whole = open_sample()
    whole["teams"][3]["name"] = ""

    response = choose(organiser_client, whole)

    assert response.status_code == 422
    assert "teams[3].name" in response.text


def test_the_chosen_file_is_kept_for_this_organiser_for_an_hour(
    organiser_client, chaoyang, app, client
):
    whole = open_sample()
    whole["teams"][0]["name"] = {"zh": "新队"}
    address = choose(organiser_client, whole).location
    other = another_organiser(app)
    assert other.get(address).location == f"{HERE}/replace"
    assert organiser_client.get(address).status_code == 200

    (kept,) = (app.config["DATA_DIR"] / "uploads").iterdir()
    assert kept.stat().st_mode & 0o077 == 0
    an_hour_ago = time.time() - 3601
    os.utime(kept, (an_hour_ago, an_hour_ago))

    assert organiser_client.get(address).location == f"{HERE}/replace"
    choose(organiser_client, whole)
    assert not kept.exists()


def test_published_results_move_only_as_a_correction_that_the_public_reads(
    organiser_client, marked, app, client, api
):
    for number in range(2, 8):
        assert api(f"judge-{number}").put("match-1", "education").status_code == 200
    with app.app_context():
        stage_release.set_release(KEY, "final", "live", "command line")
        stage_release.set_release(KEY, "final", "published", "command line")
    whole = json.loads(stored(app))
    for sheet in whole["sheets"]:
        sheet["marks"]["strategy"] = "10"
    address = choose(organiser_client, whole).location
    page = organiser_client.get(address).text
    assert "The public sees results of: " in page
    form = {**form_in(page), "key": KEY, "reason": "A wrong column"}

    asked = organiser_client.submit(address, form)

    assert "Correct a published result?" in asked.text
    before = stored(app)
    done = organiser_client.submit(address, form_in(asked.text))
    assert done.status_code == 303
    assert stored(app) != before
    snapshot = client.get(f"/api/v1/competitions/{KEY}/snapshot").json
    assert snapshot["corrections"][0]["reason"] == "A wrong column"


def test_a_replacement_is_undone_from_the_page_and_says_what_was_changed_since(
    organiser_client, marked, app, api
):
    before = stored(app)
    whole = open_sample()
    address = choose(organiser_client, whole).location
    form = form_in(organiser_client.get(address).text)
    organiser_client.submit(address, {**form, "key": KEY, "reason": "The wrong file"})
    api("judge-2").put("match-1", "education")

    page = organiser_client.get(f"{HERE}/replace/undo?lang=en").text

    assert "Changed since then: Sheet submitted (1)" in words(page)
    assert "1 sheet is lost." in page
    form = {**form_in(page), "key": KEY, "reason": "The right one"}
    done = organiser_client.submit(f"{HERE}/replace/undo", form)
    assert done.location == f"{HERE}/parts"
    assert stored(app) == before
    page = organiser_client.get(f"{HERE}/parts?lang=en").text
    assert "The replacement is undone" in page
    assert "/replace/undo" not in page
    assert organiser_client.get(f"{HERE}/replace/undo").location == f"{HERE}/parts"


def test_a_replacement_whose_backup_is_gone_cannot_be_undone_and_says_why(
    organiser_client, marked, app
):
    address = choose(organiser_client, open_sample()).location
    form = form_in(organiser_client.get(address).text)
    organiser_client.submit(address, {**form, "key": KEY, "reason": "A rehearsal"})
    for file in (app.config["DATA_DIR"] / "backups").iterdir():
        file.unlink()

    response = organiser_client.get(f"{HERE}/replace/undo?lang=en")

    assert "no longer there" in organiser_client.get(response.location).text


def test_an_archived_competition_is_not_replaced(organiser_client, chaoyang, app):
    whole = open_sample()
    whole["teams"][0]["name"] = {"zh": "新队"}
    address = choose(organiser_client, whole).location
    form = form_in(organiser_client.get(address).text)
    with app.app_context():
        archive.archive_competition(KEY, "command line", app.config["DATA_DIR"])
    before = stored(app)

    response = organiser_client.submit(address, form)

    assert response.status_code == 423
    assert "archived" in response.text
    assert stored(app) == before
