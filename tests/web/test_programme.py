"""The programme's pages: plan a round, change many matches in a table, move, show the public."""

import html
import json

import pytest

from competition.actions import archive, programme, rounds
from competition.store import audit, file_export, queries
from tests.factories import text
from tests.programme.contest import at, contest, match
from tests.web.reading_forms import form_in

KEY = "league"
HERE = f"/organiser/c/{KEY}/programme"
BY = "organiser 王芳"
ONE, TWO = text("一号厅", "Hall 1"), text("二号厅", "Hall 2")
SLOTS = [{"starts": at("14:00"), "room": ONE}, {"starts": at("14:00"), "room": TWO}]
PLAN = {
    "where": "final/",
    **{"matches": "24", "day": "2026-05-21", "first": "09:00", "minutes": "40"},
    **{"rooms": "一号厅\n二号厅，三号厅", "break_from": "12:00", "break_to": "13:30"},
}


@pytest.fixture(autouse=True)
def loaded(load):
    load(
        contest(
            match("a", "rail", "post", starts=at("09:00"), room=ONE, panel=["li"]),
            match("b", "bus", "school", starts=at("09:40"), room=ONE, panel=["wang"]),
            planned=SLOTS,
        )
    )


def whole(app):
    with app.app_context():
        return file_export.competition_document(queries.find_competition(KEY))


def first_round(app):
    return whole(app)["stages"][0]["rounds"][0]["matches"]


def page(client, address=HERE, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def table_fields(client, query=""):
    """The fields of the table as a browser would send them back unchanged."""
    return flat(form_in(page(client, f"{HERE}/table{query}")))


def flat(fields):
    return {name: values[0] for name, values in fields.items()}


def row_number(fields, key):
    return next(name[4:] for name, value in fields.items() if name[:4] == "row-" and value == key)


def save(client, *changes, fields=None):
    """Change these cells (row, column, text) in the table and save it."""
    fields = dict(fields or table_fields(client))
    for row, column, typed in changes:
        fields[f"{column}-{row_number(fields, row)}"] = typed
    return client.submit(f"{HERE}/table", fields)


def test_the_timetable_shows_days_times_rooms_sides_and_panels(organiser_client):
    shown = page(organiser_client)
    assert "2026年5月20日" in shown or "May 20, 2026" in shown
    for named in ("09:00", "14:00", "铁路工会代表队", "李宁", "二号厅"):
        assert named in shown
    assert "李宁" not in page(organiser_client, f"{HERE}?panels=no")


def test_twenty_four_matches_are_planned_in_one_act(organiser_client, app):
    answer = organiser_client.submit(f"{HERE}/round", PLAN)
    assert answer.status_code == 303
    made = whole(app)["stages"][1]["rounds"][1]
    assert made["name"] == {"zh": "第 2 轮", "en": "Round 2"}
    assert len(made["planned"]) == 24
    assert made["planned"][0] == {"starts": at("09:00", "2026-05-21"), "room": ONE}
    assert made["planned"][12]["starts"] == at("13:30", "2026-05-21")
    with app.app_context():
        assert audit.newest_row(KEY).action == "round.add"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"matches": ""}, "matches"),
        ({"matches": "1000"}, "matches"),
        ({"day": "soon"}, "day"),
        ({"first": "25:00"}, "first"),
        ({"break_to": "11:00"}, "break_to"),
        ({"where": "nowhere/"}, "where"),
        ({"rooms": "x" * 300}, ""),
    ],
)
def test_a_wrong_plan_is_refused_where_it_is_wrong(organiser_client, app, wrong, told):
    before = whole(app)
    answer = organiser_client.submit(f"{HERE}/round", PLAN | wrong)
    assert answer.status_code == 422
    assert f'id="{told}-refusal-1"' in answer.text if told else 'role="alert"' in answer.text
    assert whole(app) == before


def test_many_cells_are_saved_together(organiser_client, app):
    answer = save(
        organiser_client,
        ("a", "starts", "10:20"),
        ("a", "panel", "王芳、赵敏"),
        ("b", "room", "二号厅"),
        ("b", "topic", "工资集体协商"),
    )
    assert answer.status_code == 303
    one, other = first_round(app)
    assert (one["starts"], one["panel"]) == (at("10:20"), ["wang", "zhao"])
    assert (other["room"], other["topic"]) == (TWO, "wages")


def test_a_planned_match_is_drawn_by_hand_in_the_table(organiser_client, app):
    slot = "planned:final/last:0"
    save(organiser_client, (slot, "labour", "铁路工会代表队"), (slot, "employer", "bus"))
    last = whole(app)["stages"][1]["rounds"][0]
    assert last["matches"] == [match("match-3", "rail", "bus", **SLOTS[0])]
    assert last["planned"] == SLOTS[1:]


def test_a_planned_match_is_taken_off(organiser_client, app):
    save(organiser_client, ("planned:final/last:0", "remove", "y"))
    assert whole(app)["stages"][1]["rounds"][0]["planned"] == SLOTS[1:]


def test_a_wrong_cell_keeps_everything_typed_and_says_why(organiser_client, app):
    before = first_round(app)
    answer = save(organiser_client, ("a", "labour", "铁路队"), ("b", "starts", "10:20"))
    assert answer.status_code == 422
    shown = html.unescape(answer.text)
    assert ">铁路队</textarea>" in shown
    assert ">10:20</textarea>" in shown
    assert shown.count('aria-invalid="true"') == 1
    assert "“铁路队”" in shown
    assert first_round(app) == before


def test_somebody_elses_change_is_shown_and_only_what_nobody_else_changed_is_typed_over(
    organiser_client, app
):
    fields = table_fields(organiser_client)
    with app.app_context():
        programme.change_programme(KEY, {"a": {"room": "三号厅"}}, "organiser 张伟")

    answer = save(organiser_client, ("a", "starts", "10:20"), fields=fields)
    assert answer.status_code == 422
    shown = html.unescape(answer.text)
    assert "张伟" in shown
    assert ">三号厅</textarea>" in shown, "the other's change is in the table now"
    assert ">10:20</textarea>" in shown, "and what was typed is kept"

    again = flat(form_in(answer.text))
    assert organiser_client.submit(f"{HERE}/table", again).status_code == 303
    assert (first_round(app)[0]["starts"], first_round(app)[0]["room"]) == (
        at("10:20"),
        {"zh": "三号厅"},
    )


def test_another_row_changed_meanwhile_is_in_nobodys_way(organiser_client, app):
    fields = table_fields(organiser_client)
    with app.app_context():
        programme.change_programme(KEY, {"a": {"room": "三号厅"}}, "organiser 张伟")
    assert save(organiser_client, ("b", "starts", "10:20"), fields=fields).status_code == 303
    assert first_round(app)[0]["room"] == {"zh": "三号厅"}


@pytest.mark.parametrize("was", ["", "[]", "no JSON", '{"starts": 1, "bogus": "x"}'])
def test_a_form_that_somebody_has_bent_does_no_harm(organiser_client, app, was):
    before = whole(app)
    fields = {"row-0": "a", "was-0": was, "starts-0": "10:20", "bogus-0": "y"}
    assert organiser_client.submit(f"{HERE}/table", fields).status_code == 303
    gone = {"row-0": "planned:x/y:9", "was-0": json.dumps({"room": ""}), "room-0": "一号厅"}
    assert organiser_client.submit(f"{HERE}/table", gone).status_code == 422
    assert whole(app) == before


def test_clashes_are_told_on_both_pages(organiser_client):
    save(organiser_client, ("b", "starts", "9:00"), ("b", "panel", "李宁"))
    for address in (HERE, f"{HERE}/table"):
        shown = html.unescape(page(organiser_client, f"{address}?lang=en"))
        assert "Room “Hall 1” is taken twice at 09:00" in shown
        assert "Li Ning is in two matches at once" in shown
    assert html.unescape(page(organiser_client)).count("slot-clash") == 4


def test_a_match_is_moved_and_two_change_places(organiser_client, app):
    place = {"row": "a", "with": "", "starts": "2026-05-20 14:00:00", "room": "二号厅"}
    assert organiser_client.submit(f"{HERE}/move", place).status_code == 303
    one, other = first_round(app)
    assert (one["starts"], one["room"]) == (at("14:00"), TWO)

    organiser_client.submit(f"{HERE}/move", place | {"with": "b"})
    one, other = first_round(app)
    assert (one["starts"], one["room"]) == (at("09:40"), ONE)
    assert (other["starts"], other["room"]) == (at("14:00"), TWO)


def test_what_cannot_be_moved_says_so(organiser_client, app):
    before = first_round(app)
    for bad in ({"row": "gone"}, {"row": "a", "starts": "soon", "room": ""}):
        answer = organiser_client.submit(f"{HERE}/move", bad, follow_redirects=True)
        assert 'class="message bad"' in answer.text
    assert first_round(app) == before


def test_the_public_sees_blanks_once_times_and_rooms_are_shown(organiser_client, client, app):
    public = f"/c/{KEY}/programme"
    before = page(client, public)
    assert "14:00" not in before
    assert organiser_client.submit(f"{HERE}/show", {}).status_code == 303

    shown = page(client, public)
    for named in ("09:00", "14:00", "一号厅"):
        assert named in shown
    for secret in ("铁路工会代表队", "工资", "李宁"):
        assert secret not in shown

    with app.app_context():
        rounds.set_announced(KEY, "heat/one", True, BY)
    shown = page(client, public)
    assert "铁路工会代表队" in shown
    assert "李宁" not in shown, "panels are never public here"

    organiser_client.submit(f"{HERE}/hide", {})
    shown = page(client, public)
    assert "09:00" in shown
    assert "14:00" not in shown


def test_of_a_private_competition_there_is_no_programme(organiser_client, client, load):
    whole_file = contest(match("a", "rail", "post", starts=at("09:00")))
    whole_file["competition"] |= {"key": "quiet", "visibility": "private"}
    load(whole_file)
    page(client, "/c/quiet/programme", 404)


def test_an_archived_programme_is_read_and_not_changed(organiser_client, app, tmp_path):
    fields = table_fields(organiser_client)
    with app.app_context():
        archive.archive_competition(KEY, BY, tmp_path)
    assert "move-form" not in page(organiser_client)
    answer = save(organiser_client, ("a", "starts", "10:20"), fields=fields)
    assert answer.status_code in (422, 423)
    assert first_round(app)[0]["starts"] == at("09:00")


def test_a_refusal_in_a_cell_names_people_and_not_their_codes(organiser_client, load):
    whole_file = contest(match("a", "rail", "post"))
    whole_file["competition"]["key"] = "close"
    whole_file["judges"][0]["conflicts"] = ["rail"]
    load(whole_file)
    address = "/organiser/c/close/programme/table?lang=en"
    fields = flat(form_in(page(organiser_client, address)))
    answer = organiser_client.submit(address, fields | {"panel-0": "Li Ning"})
    shown = html.unescape(answer.text)
    assert "Li Ning has a conflict of interest with Railway union" in shown


def test_a_long_programme_is_shown_day_by_day_and_edited_in_pages(organiser_client):
    long = PLAN | {"matches": "130", "rooms": "", "minutes": "5", "break_from": "", "break_to": ""}
    assert organiser_client.submit(f"{HERE}/round", long).status_code == 303
    assert page(organiser_client).count("data-row=") == 4, "the first day alone"
    assert "2026-05-21" in page(organiser_client, f"{HERE}?day=2026-05-21&lang=en")
    day = f"{HERE}/table?day=2026-05-21&lang=en"
    assert page(organiser_client, day).count('name="was-') == 60
    last = page(organiser_client, f"{day}&page=3")
    assert last.count('name="was-') == 10
    assert "Page 3 of 3" in last
    assert page(organiser_client, f"{day}&page=99").count('name="was-') == 10
