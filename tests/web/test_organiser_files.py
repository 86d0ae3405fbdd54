"""Competitions made, imported and exported; organisers added; judges' links handed out."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from competition.actions import archive, competitions
from competition.store import accounts as store
from competition.store import queries
from tests import factories
from tests.conftest import Visitor
from tests.web.reading_forms import form_at, form_in

HERE = "/organiser/c/chaoyang-final"


def upload(visitor: Visitor, whole: Any, **more: str):
    """Import a file, given as an object or as bytes."""
    data = whole if isinstance(whole, bytes) else json.dumps(whole).encode()
    fields = {"file": (io.BytesIO(data), "competition.json"), **more}
    return visitor.submit("/organiser/import?lang=en", fields, content_type="multipart/form-data")


def stored(app: Flask, key: str) -> bytes:
    """A competition as its file."""
    with app.app_context():
        return competitions.export_competition(key)


# A new competition.


def test_a_competition_is_made_with_the_rules_of_another(organiser_client, chaoyang, app):
    fields = {"key": "spring-cup", "name-zh": "春季杯", "rules_of": "chaoyang-final"}

    response = organiser_client.submit("/organiser/new", fields)

    assert response.location == "/organiser/c/spring-cup/parts"
    made = json.loads(stored(app, "spring-cup"))
    name = {"zh": "春季杯"}
    assert made["competition"] == {"key": "spring-cup", "name": name, "visibility": "private"}
    assert len(made["rubric"]["dimensions"]) == 5
    assert organiser_client.get("/organiser/c/spring-cup").status_code == 200
    page = organiser_client.get("/organiser/c/spring-cup/parts?lang=en").get_data(as_text=True)
    assert "None yet: add the teams." in page


def test_a_competition_from_nothing_has_no_dimension_yet_and_every_page_stands(
    organiser_client, app
):
    organiser_client.submit("/organiser/new", {"key": "empty", "name-en": "Empty"})

    for path in ("", "/wall", "/results", "/links", "/parts", "/details", "/rubric", "/topics"):
        assert organiser_client.get(f"/organiser/c/empty{path}").status_code == 200, path
    for path in ("/teams", "/judges", "/stages", "/audit", "/deductions", "/new/teams"):
        assert organiser_client.get(f"/organiser/c/empty{path}").status_code == 200, path


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"key": "Spring Cup"}, "key"),
        ({"key": ""}, "key"),
        ({"name-zh": ""}, "name"),
        ({"name-zh": "名" * 201}, "name-zh"),
        ({"rules_of": "no-such"}, "rules_of"),
    ],
)
def test_a_new_competition_that_cannot_be_is_refused_beside_its_field(
    organiser_client, chaoyang, app, change, field
):
    fields = {"key": "spring-cup", "name-zh": "春季杯"} | change

    response = organiser_client.submit("/organiser/new", fields)

    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert f'id="{field}-refusal-1"' in page
    assert form_in(page)["key"] == [fields["key"]]
    with app.app_context():
        assert len(queries.all_competitions()) == 1


def test_a_field_left_blank_is_asked_for_in_words_and_the_top_of_the_page_says_so(organiser_client):
    address = "/organiser/new?lang=zh"
    page = organiser_client.submit(address, {"key": "", "name-zh": ""}).text

    assert page.count("请填写此项。") == 2
    assert "尚未保存。请改正标红之处，再提交一次。" in page
    assert "字段" not in page

    # Nothing is wrong with a page that was not sent yet.
    assert "标红" not in organiser_client.get(address).text


def test_a_refusal_in_a_row_far_down_is_told_at_the_top(organiser_client, chaoyang):
    form = form_at(organiser_client, f"{HERE}/rubric?lang=en")
    form["dimensions-4-factor"] = [""]
    page = organiser_client.post(f"{HERE}/rubric", data=form).text

    assert page.index("Please correct what is shown in red") < page.index("Enter a number.")


def test_a_key_that_is_taken_is_refused_and_the_competition_stays(organiser_client, chaoyang, app):
    before = stored(app, chaoyang)

    response = organiser_client.submit("/organiser/new", {"key": chaoyang, "name-zh": "另一个"})

    assert response.status_code == 422
    assert stored(app, chaoyang) == before


# Import and export.


def test_an_export_imported_again_is_the_same_export(organiser_client, chaoyang, app, api):
    api("judge-1").put("match-1", "education")
    exported = organiser_client.get(f"{HERE}/export")
    assert exported.mimetype == "application/json"
    assert exported.headers["Content-Disposition"] == 'attachment; filename="chaoyang-final.json"'

    response = upload(organiser_client, exported.data)

    assert "Nothing would change" in organiser_client.get(response.location).text
    with app.app_context():
        archive.remove_competition(chaoyang, chaoyang, "command line", app.config["DATA_DIR"])
    assert upload(organiser_client, exported.data).location == HERE
    assert stored(app, chaoyang) == exported.data


def test_a_file_with_mistakes_names_every_place_and_stores_nothing(organiser_client, app):
    whole = factories.sample()
    whole["teams"][3]["name"] = ""
    whole["stages"][0]["rounds"][0]["matches"][0]["panel"].append("judge-9")
    whole["scoring"]["decimals"] = "2"

    response = upload(organiser_client, whole)

    assert response.status_code == 422
    page = response.get_data(as_text=True)
    for place in ("teams[3].name", "matches[0].panel[7]", "scoring.decimals"):
        assert place in page
    with app.app_context():
        assert queries.all_competitions() == []


@pytest.mark.parametrize(
    "data", [b"{", b"[]", b"\xff\xfe", b'{"format": "accord/1", "format": "accord/1"}', b"null"]
)
def test_what_is_no_competition_file_is_refused_in_words(organiser_client, app, data):
    response = upload(organiser_client, data)

    assert response.status_code == 422
    assert "nothing was saved" in response.get_data(as_text=True)


def test_no_file_at_all_is_refused_beside_the_field(organiser_client):
    for response in (
        upload(organiser_client, b""),
        organiser_client.submit("/organiser/import?lang=en", {"file": "not a file"}),
    ):
        assert response.status_code == 422
        assert "Choose a file" in response.get_data(as_text=True)


def test_a_file_of_a_known_key_is_shown_against_what_is_there_and_replaces_nothing_yet(
    organiser_client, chaoyang, app
):
    before = stored(app, chaoyang)
    whole = factories.sample()
    whole["teams"][0]["name"] = {"zh": "新队"}

    response = upload(organiser_client, whole)

    assert response.location.startswith(f"{HERE}/replace/")
    assert "新队" in organiser_client.get(response.location).text
    assert stored(app, chaoyang) == before


def test_a_file_larger_than_other_bodies_is_taken_from_an_organiser_only(
    organiser_client, client, app
):
    whole = factories.sample()
    large = json.dumps(whole).encode() + b" " * (3 * 1024 * 1024)

    def send(visitor: Visitor) -> int:
        part = b'--x\r\nContent-Disposition: form-data; name="%b"%b\r\n\r\n%b\r\n'
        token = part % (b"csrf_token", b"", visitor.csrf().encode())
        body = token + part % (b"file", b'; filename="large.json"', large) + b"--x--\r\n"
        kind = "multipart/form-data; boundary=x"
        return visitor.post("/organiser/import", data=body, content_type=kind).status_code

    assert send(client) in (404, 413)
    assert send(organiser_client) == 303


# Organisers.


def test_another_organiser_is_added_and_listed(organiser_client, app):
    fields = {"name": "<i>李娜</i>", "password": factories.PASSWORD}

    response = organiser_client.submit("/organiser/organisers", fields)

    page = organiser_client.get(response.location).get_data(as_text=True)
    assert "&lt;i&gt;李娜&lt;/i&gt;" in page
    assert "<i>李娜" not in page
    with app.app_context():
        assert len(store.all_organisers()) == 2


@pytest.mark.parametrize(
    ("name", "password", "words"),
    [
        (factories.ORGANISER, factories.PASSWORD, "There is already an organiser named"),
        ("李娜", "short", "A password has"),
        (" ", factories.PASSWORD, "This is blank"),
    ],
)
def test_an_organiser_that_cannot_be_is_refused_and_the_name_stays(
    organiser_client, app, name, password, words
):
    fields = {"name": name, "password": password}

    response = organiser_client.submit("/organiser/organisers?lang=en", fields)

    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert words in page
    assert form_in(page)["name"] == [name]
    assert form_in(page)["password"] == [""]


# Judges' links.


def tokens(app: Flask) -> dict[str, str]:
    """The judges' tokens by key."""
    with app.app_context():
        competition = queries.find_competition(factories.CHAOYANG)
        assert competition is not None
        return {judge.key: judge.token for judge in competition.judges}


def test_every_judge_has_a_card_with_the_link_in_words_and_as_a_code(
    organiser_client, chaoyang, app
):
    app.config.update(HOST="192.168.7.20", PORT=8000)

    page = organiser_client.get(f"{HERE}/links").get_data(as_text=True)

    for token in tokens(app).values():
        assert f"<code>http://192.168.7.20:8000/j/{token}</code>" in page
    assert page.count('<svg role="img"') == 8
    assert "关闭平板的自动锁屏" in page
    assert "Turn off auto-lock" in page
    assert "评委一" in page
    assert "Judge 1" in page
    assert "<code>http://192.168.7.20:8000/c/chaoyang-final</code>" in page


@pytest.mark.parametrize("host", ["localhost:8000", "10.9.9.9", "evil.example"])
def test_a_card_leads_where_the_server_is_whatever_the_browser_calls_it(
    organiser_client, chaoyang, app, host
):
    app.config.update(HOST="192.168.7.20", PORT=8123)

    # The client would send its cookie to the host that it knows only.
    cookie = f"session={organiser_client.get_cookie('session').value}"
    headers = {"Host": host, "Cookie": cookie}
    browser = app.test_client(use_cookies=False)
    page = browser.get(f"{HERE}/links", headers=headers).get_data(as_text=True)

    assert page.count("<code>http://192.168.7.20:8123/") == 8
    assert host not in page


def test_a_card_leads_to_the_public_address_where_one_is_set(organiser_client, chaoyang, app):
    app.config.update(PUBLIC_URL="https://accord.example.org")

    page = organiser_client.get(f"{HERE}/links?lang=en").get_data(as_text=True)

    assert page.count("<code>https://accord.example.org/") == 8
    assert "plain http" not in page


def test_the_cards_page_says_what_remains_open_on_plain_http(organiser_client, chaoyang, app):
    app.config.update(HOST="192.168.7.20", PORT=8123)

    page = " ".join(organiser_client.get(f"{HERE}/links?lang=en").get_data(as_text=True).split())

    assert "These links go over plain http" in page
    assert "PUBLIC_URL" in page


def test_one_judge_s_link_is_renewed_after_asking_and_the_session_ends(
    organiser_client, chaoyang, app, seat_judge
):
    tablet = seat_judge("judge-3")
    before = tokens(app)
    address = f"{HERE}/links/renew/judge-3"
    assert organiser_client.get(address).status_code == 200
    assert tokens(app) == before

    response = organiser_client.submit(address, {})

    assert response.location == f"{HERE}/links#judge-3"
    after = tokens(app)
    changed = [key for key in before if before[key] != after[key]]
    assert changed == ["judge-3"]
    with tablet.session_transaction() as kept, app.app_context():
        assert store.open_session(kept["judge"]) is None


def test_all_links_are_renewed_at_once(organiser_client, chaoyang, app):
    before = tokens(app)

    organiser_client.submit(f"{HERE}/links/renew", {})

    after = tokens(app)
    assert all(before[key] != after[key] for key in before)
    assert organiser_client.get(f"{HERE}/links/renew/none").status_code == 404


def test_zhao_min_who_chooses_her_excel_list_is_told_so_and_led_to_the_new_team(
    organiser_client, chaoyang
):
    table = Path("tests/document/files/teams.xlsx").read_bytes()
    fields = {"file": (io.BytesIO(table), "teams.xlsx")}

    response = organiser_client.submit(
        "/organiser/import?lang=en", fields, content_type="multipart/form-data"
    )

    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert "This is a table (Excel, WPS or CSV)" in page
    assert "UTF-8" not in page
    assert 'href="/organiser/c/chaoyang-final/lists"' in page


def test_the_example_that_the_import_page_offers_can_be_imported(organiser_client, chaoyang):
    example = organiser_client.get("/organiser/example.json")

    assert "accord-example.json" in example.headers["Content-Disposition"]
    assert upload(organiser_client, example.data).location == "/organiser/c/example"
