"""The organiser's page for tablets' marks: files and codes, signed or not, whole or not."""

import html
import io
import re

import pytest

from competition.actions import competitions
from competition.actions import rescue as actions
from competition.document import rescue
from competition.store import audit, queries
from tests import factories
from tests import rescue as tablet
from tests.conftest import app_in
from tests.factories import CHAOYANG
from tests.web.reading_forms import form_in

HERE = f"/organiser/c/{CHAOYANG}/rescue?lang=en"


@pytest.fixture
def key_of(app, chaoyang):
    """A judge's rescue key: `key_of("judge-2")`."""

    def key(judge):
        with app.app_context():
            return rescue.key_for(
                queries.find_judge(queries.find_competition(chaoyang), judge).token
            )

    return key


@pytest.fixture
def wire(key_of):
    """A tablet's text: `wire("judge-1")`, sealed by that judge's key or by another's."""

    def wire_(judge="judge-1", *sheets, sealed_by=None, **changes):
        value = tablet.bundle(*sheets, judge=judge, **changes)
        return tablet.wire(value, key_of(sealed_by or judge))

    return wire_


@pytest.fixture
def send(organiser_client):
    """Send files, codes and more; the status and the page's text."""

    def send_(*files, codes="", **more):
        fields = {"codes": codes, **more}
        fields["files"] = [
            (io.BytesIO(text.encode() if isinstance(text, str) else text), f"tablet-{number}.json")
            for number, text in enumerate(files, start=1)
        ]
        response = organiser_client.submit(HERE, fields, content_type="multipart/form-data")
        return response.status_code, response.get_data(as_text=True)

    return send_


@pytest.fixture
def taken(app):
    """How many bundles were imported, and how, according to the audit log."""

    def taken_():
        with app.app_context():
            rows = [row for row in audit.chain_rows(CHAOYANG) if row.action == "rescue.take-in"]
            return [(row.who, row.subject, '"unsigned"' in row.after) for row in rows]

    return taken_


def words(page):
    """The page's text on one line."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page)))


def test_a_file_is_taken_in_and_waits_for_a_decision(send, wire, taken):
    status, page = send(wire())

    assert status == 200
    assert "The signature is valid: it is this judge's." in words(page)
    assert "1 sheet is waiting for your decision." in words(page)
    assert "New here. It is waiting for your decision." in words(page)
    assert f'href="/organiser/c/{CHAOYANG}/late"' in page
    assert taken() == [(f"organiser {factories.ORGANISER}", "judge-1", False)]


def test_what_is_stored_already_is_listed_with_its_receipt(send, wire, api):
    key = "0123456789abcdef0123456789abcdef"
    comment = tablet.sheet()["comment"]
    receipt = api("judge-1").put("match-1", "education", key=key, comment=comment).json["receipt"]

    _, page = send(wire())

    assert f"Already stored; nothing to do. receipt {receipt}" in words(page)
    assert "None of it needs a decision." in words(page)
    assert f'href="/organiser/c/{CHAOYANG}/late"' not in page


def test_several_tablets_come_in_at_once_by_files_and_by_codes_in_any_order(send, wire, taken):
    lines = tablet.codes(wire("judge-3"), 90) + tablet.codes(wire("judge-4"), 90)

    status, _ = send(wire(), wire("judge-2"), codes="\r\n".join(sorted(lines, reverse=True)))

    assert status == 200
    assert sorted(judge for _, judge, _ in taken()) == ["judge-1", "judge-2", "judge-3", "judge-4"]


def test_missing_codes_are_named_and_what_came_stays_on_the_page(send, wire, taken):
    lines = tablet.codes(wire(), 90)
    assert len(lines) > 4

    status, page = send(codes="\n".join([*lines[:1], *lines[3:]]))

    assert status == 200
    assert "missing: 2, 3" in words(page)
    assert taken() == []
    kept = form_in(page)["codes"][0].splitlines()
    assert send(codes="\n".join([*kept, *lines[1:3]]))[0] == 200
    assert len(taken()) == 1


def test_a_damaged_code_is_refused_and_another_tablets_codes_are_taken(send, wire, taken):
    lines = tablet.codes(wire(), 90)
    lines[2] = lines[2][:-3] + "AAA"

    status, page = send(codes="\n".join([*lines, *tablet.codes(wire("judge-2"), 90)]))

    assert status == 422
    assert "The codes are damaged." in words(page)
    assert [judge for _, judge, _ in taken()] == ["judge-2"]


def test_lines_that_are_no_codes_are_counted(send, wire):
    status, page = send(codes="WIFI:S:hall;;\n\n" + "\n".join(tablet.codes(wire(), 90)))

    assert status == 200
    assert "1 line is not a tablet code." in words(page)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not JSON", "not an export from a judge's tablet"),
        (b"\xff\xfe\x00", "not an export from a judge's tablet"),
        ('{"format":"accord/1"}', "not an export from a judge's tablet"),
        (b"0" * (rescue.LARGEST + 1), "too large for a tablet's marks"),
        (tablet.wire({"sheets": "<b>"}, "k"), "The field “format” is missing."),
    ],
)
def test_what_no_tablet_produced_is_refused_with_a_sentence(send, taken, chaoyang, text, said):
    status, page = send(text)

    assert status == 422
    assert said in words(page)
    assert taken() == []


def test_a_wrong_code_alone_is_called_wrong_and_not_missing_too(send, chaoyang):
    status, page = send(codes="WIFI:S:hall;;")

    assert status == 422
    assert "1 line is not a tablet code." in words(page)
    assert "Nothing to import yet" not in words(page)


def test_sending_nothing_is_refused_with_a_sentence(send, chaoyang):
    status, page = send()

    assert status == 422
    assert "Nothing to import yet" in words(page)


def test_another_judges_seal_is_refused_with_the_reason_and_nothing_is_written(send, wire, taken):
    status, page = send(wire(sealed_by="judge-2"))

    assert status == 422
    assert "The signature does not match this judge's current link" in words(page)
    assert taken() == []


def test_a_renewed_link_is_refused(send, wire, organiser_client, taken):
    old = wire()
    organiser_client.submit(f"/organiser/c/{CHAOYANG}/links/renew/judge-1", {})

    assert send(old)[0] == 422
    assert taken() == []


def test_another_competitions_marks_are_refused(send, wire, taken):
    status, page = send(wire(competition="other-cup"))

    assert status == 422
    assert "These marks belong to another competition (other-cup)." in words(page)
    assert taken() == []


def unsigned_in(page):
    """The texts that the page offers to take in without a signature."""
    return [html.unescape(text) for text in re.findall(r'name="unsigned" value="([^"]*)"', page)]


def test_unsigned_marks_are_taken_in_with_a_reason_only(send, wire, taken):
    _, page = send(wire(sealed_by="judge-2"), wire("judge-3"))
    (text,) = unsigned_in(page)
    assert [judge for _, judge, _ in taken()] == ["judge-3"]

    status, page = send(unsigned=text, reason=" ")
    assert status == 422
    assert "Give a reason; it is kept with the result." in words(page)
    assert unsigned_in(page) == [text]

    status, page = send(unsigned=text, reason="The laptop drowned")
    assert status == 200
    assert "Imported without a valid signature" in words(page)
    assert taken()[1:] == [(f"organiser {factories.ORGANISER}", "judge-1", True)]


def test_a_server_set_up_anew_from_the_file_takes_marks_in_unsigned(new_home, wire):
    old = wire()
    with app_in(new_home("new laptop")) as anew, anew.app_context():
        competitions.load_competition(factories.checked(factories.sample()), "command line")
        with pytest.raises(actions.UnsignedBundle):
            actions.import_bundle(CHAOYANG, rescue.read_bundle(old.encode()), "organiser 王芳")


def test_the_largest_texts_come_back_to_be_taken_in_unsigned(send, wire, taken):
    sheets = [tablet.sheet(comment="字" * 5900, key=f"key-{n}", base_version=n) for n in range(14)]
    _, page = send(wire("judge-1", *sheets, sealed_by="judge-2"))
    (text,) = unsigned_in(page)
    assert len(text.encode()) > 250_000

    assert send(unsigned=[text, text], reason="It drowned")[0] == 200
    assert len(taken()) == 2


def test_twice_the_same_file_says_so_and_breaks_nothing(send, wire, taken):
    assert send(wire())[0] == send(wire())[0] == 200
    assert len(taken()) == 2


def test_an_invalid_sheet_is_listed_with_the_reason(send, wire):
    sheet = tablet.sheet(marks=factories.FULL_MARKS | {"strategy": "99"})

    status, page = send(wire("judge-1", sheet))

    assert status == 200
    assert "This sheet is not valid here: 99 is out of range" in words(page)


def test_a_page_that_was_open_too_long_keeps_what_was_typed_and_takes_nothing(
    organiser_client, wire, taken
):
    lines = "\n".join(tablet.codes(wire(), 90)[:2])

    response = organiser_client.post(HERE, data={"codes": lines})

    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert "open for too long" in page
    assert form_in(page)["codes"] == [lines]
    assert taken() == []


def test_only_this_page_may_use_a_camera(organiser_client, chaoyang):
    allowed = organiser_client.get(HERE).headers["Permissions-Policy"]
    elsewhere = organiser_client.get(f"/organiser/c/{CHAOYANG}/wall").headers["Permissions-Policy"]

    assert "camera=(self)" in allowed
    assert "camera=()" in elsewhere


def test_the_judges_page_carries_the_key_of_the_link_and_a_renewed_link_another(
    judge_client, key_of, app, organiser_client, seat_judge
):
    before = key_of("judge-1")
    for address in ("/judge", "/judge/matches/match-1"):
        assert f'"key": "{before}"' in judge_client.get(address).get_data(as_text=True)

    organiser_client.submit(f"/organiser/c/{CHAOYANG}/links/renew/judge-1", {})

    page = seat_judge("judge-1").get("/judge").get_data(as_text=True)
    assert before not in page
    assert f'"key": "{key_of("judge-1")}"' in page


def test_the_page_where_tablets_arrive_sets_no_cookie_and_knows_nobody(client, judge_client):
    pages = [visitor.get("/judge/arrive") for visitor in (client, judge_client)]

    assert pages[0].data == pages[1].data
    assert all("Set-Cookie" not in page.headers for page in pages)
