"""The draw on the organiser's pages, and what anybody else can see of it at each step."""

import json
import re

import pytest

from competition.actions import draws, setup
from competition.actions.draw_plan import DrawOrder
from competition.store import audit, file_export, queries
from competition.store.db import db
from competition.store.decision_models import Draw
from tests.cup import CUP, HALL, NAMES, cup
from tests.factories import text
from tests.web.test_markup import Shelf

HERE = f"/organiser/c/{CUP}/draws"
BY = "organiser 王芳"
TEAMS = list(NAMES)


@pytest.fixture(autouse=True)
def loaded(load, organiser_client):
    load(cup())
    organiser_client.get("/organiser?lang=en")


def document(app):
    with app.app_context():
        return file_export.competition_document(queries.find_competition(CUP))


def secret_of(app, key="draw-1"):
    with app.app_context():
        row = db.session.scalar(db.select(Draw).filter_by(key=key))
        return row.pending_secret or row.secret


def rows(teams=TEAMS, pots=None):
    """The form's rows: these teams are drawn, in this order."""
    fields = {}
    for index, team in enumerate([*teams, *(team for team in TEAMS if team not in teams)]):
        fields |= {f"rows-{index}-key": team, f"rows-{index}-place": str(index + 1)}
        fields[f"rows-{index}-pot"] = (pots or {}).get(team, "")
        if team in teams:
            fields[f"rows-{index}-is_drawn"] = "y"
    return fields


def commit(organiser, round_="one", **more):
    response = organiser.submit(
        f"{HERE}/final/{round_}/teams", {**rows(), "zone": "y", "commit": "y", **more}
    )
    assert response.status_code == 303
    return response


def run(organiser, words=HALL, key="draw-1"):
    shown = organiser.submit(f"{HERE}/{key}/words", {"so_far": "", "more": words})
    assert shown.status_code == 303
    return organiser.submit(f"{HERE}/{key}/run", {"hall": words, "sure": "y"})


def step(organiser, at, to, key="draw-1"):
    return organiser.submit(f"{HERE}/{key}/step", {"at": str(at), "to": str(to)})


def everything_public(client):
    """All that anybody can fetch of the draw, as text."""
    seen = []
    for language in ("zh", "en"):
        for address in ("", "/draws", "/screen", "/board", "/overlay", "/teams"):
            seen.append(client.get(f"/c/{CUP}{address}?lang={language}").text)
        for address in ("/stream", "/screen/stream"):
            response = client.get(f"/c/{CUP}{address}?lang={language}", buffered=False)
            seen.append(next(iter(response.response)).decode())
            response.close()
    for address in ("", "/snapshot"):
        seen.append(client.get(f"/api/v1/competitions/{CUP}{address}").text)
    return "\n".join(seen)


def drawn_so_far(client):
    names = client.get(f"/api/v1/competitions/{CUP}").json
    return names["draws"][0].get("result", [])


def test_a_draw_is_previewed_before_it_is_committed(app, organiser_client):
    page = organiser_client.submit(f"{HERE}/final/one/teams", {**rows(), "zone": "y"})

    assert page.status_code == 200
    assert "of 2000 trial orders keep these rules" in page.text
    assert "draws" not in document(app)
    commit(organiser_client)
    assert document(app)["draws"][0]["rules"] == {"apart": ["zone"]}


def test_what_cannot_be_drawn_is_said_in_the_preview(app, organiser_client):
    page = organiser_client.submit(f"{HERE}/final/one/teams", rows(TEAMS[:5]))

    assert page.status_code == 422
    assert "an odd number needs" in page.text
    page = organiser_client.submit(f"{HERE}/final/one/teams", {**rows(), "pots": "y"})
    assert "two pots of equal size" in page.text
    assert "draws" not in document(app)


def test_the_order_and_the_pots_are_those_of_the_form(app, organiser_client):
    order = TEAMS[::-1]
    pots = {team: "1" if team in order[:3] else "2" for team in order}
    fields = {**rows(order, pots), "pots": "y", "no_rematch": "y", "balance_sides": "y"}
    organiser_client.submit(f"{HERE}/final/one/teams", {**fields, "commit": "y"})

    part = document(app)["draws"][0]
    assert part["from"] == order
    assert part["rules"]["pots"] == [order[:3], order[3:]]


def test_captains_speak_one_after_another_and_exactly_that_string_counts(app, organiser_client):
    commit(organiser_client)
    so_far = ""
    for words in ("公平", "公正", "Fair play"):
        organiser_client.submit(f"{HERE}/draw-1/words", {"so_far": so_far, "more": words})
        so_far = f"{so_far} {words}".strip()
    page = organiser_client.get(f"{HERE}/draw-1").text
    assert f"<bdi>{HALL}</bdi>" in page

    unsure = organiser_client.submit(f"{HERE}/draw-1/run", {"hall": HALL})
    assert unsure.status_code == 422
    assert "result" not in document(app)["draws"][0]
    organiser_client.submit(f"{HERE}/draw-1/run", {"hall": HALL, "sure": "y"})

    assert document(app)["draws"][0]["hall"] == HALL


def test_the_commitment_is_public_at_once_and_the_words_when_they_are_sent(
    app, client, organiser_client
):
    commit(organiser_client)
    part = document(app)["draws"][0]
    digits = re.sub("<[^>]+>", "", client.get(f"/c/{CUP}/draws").text).replace("\n", "")
    assert part["commitment"] in digits.replace(" ", "")
    assert HALL not in everything_public(client)

    organiser_client.submit(f"{HERE}/draw-1/words", {"so_far": "", "more": HALL})

    assert HALL in client.get(f"/c/{CUP}/screen").text
    assert HALL in client.get(f"/c/{CUP}/draws").text


def test_no_later_ball_and_no_secret_is_public_before_its_step(app, client, organiser_client):
    commit(organiser_client)
    secret = secret_of(app)
    assert run(organiser_client).status_code == 303
    result = document(app)["draws"][0]["result"]
    assert secret_of(app) == secret
    seed = draws.seed(document(app)["draws"][0], secret, HALL).hex()

    before = len(everything_public(client).split("drawn-1-labour"))
    assert before == 1
    for at in range(6):
        assert step(organiser_client, at, at + 1).status_code == 303
        public = everything_public(client)
        assert secret not in public
        assert seed not in public
        assert drawn_so_far(client) == result[: at + 1]
        screen = client.get(f"/c/{CUP}/screen?lang=zh").text
        section = screen[screen.index('class="draw ') :]
        shown = {team for team in TEAMS if NAMES[team] in section}
        assert shown == set(result[: at + 1])
        page = client.get(f"/c/{CUP}/draws?lang=zh").text
        matches = page[page.index("drawn-matches") : page.index("drawn-proof")]
        assert {team for team in TEAMS if NAMES[team] in matches} == set(result[: at + 1])
    step(organiser_client, 6, 5)
    assert drawn_so_far(client) == result[:5]
    assert NAMES[result[5]] not in client.get(f"/c/{CUP}/screen?lang=zh").text

    step(organiser_client, 5, 7)
    for address in ("screen", "draws"):
        assert secret in client.get(f"/c/{CUP}/{address}").text
        assert seed in client.get(f"/c/{CUP}/{address}").text


def test_the_secret_is_on_no_page_in_no_export_no_log_and_no_backup_file_before_the_draw(
    app, client, organiser_client, seat_judge, caplog
):
    commit(organiser_client)
    organiser_client.submit(f"{HERE}/draw-1/words", {"so_far": "", "more": HALL})
    secret = secret_of(app)
    judge = seat_judge("li-na", CUP)
    with app.app_context():
        whole = file_export.competition_document(queries.find_competition(CUP))
        kept = [json.dumps(whole, ensure_ascii=False)]
        kept += [str(vars(row)) for row in audit.organisers_rows_after(CUP, 0)]

    seen = [everything_public(client), judge.get("/judge").text, caplog.text, *kept]
    for address in ("", "/draws", "/draws/draw-1", "/draws/draw-1/record", "/audit", "/parts"):
        seen.append(organiser_client.get(f"/organiser/c/{CUP}{address}").text)
    for address in ("/export", "/show", "/stages", "/rescue", "/draws/draw-1/abandon"):
        seen.append(organiser_client.get(f"/organiser/c/{CUP}{address}").text)

    assert len(secret) == 64
    assert not [text for text in seen if secret in text]


def test_once_the_round_is_announced_the_draw_and_the_matches_are_public(
    app, client, organiser_client
):
    commit(organiser_client)
    run(organiser_client)
    public = client.get(f"/api/v1/competitions/{CUP}").json
    assert public["stages"][0]["rounds"][0]["matches"] == []

    organiser_client.submit(f"/organiser/c/{CUP}/round/final/one/announce", {})

    public = client.get(f"/api/v1/competitions/{CUP}").json
    assert public["draws"][0]["result"] == document(app)["draws"][0]["result"]
    assert len(public["stages"][0]["rounds"][0]["matches"]) == 3
    assert "The round's matches are public" in organiser_client.get(f"{HERE}/draw-1").text


def test_the_end_shows_how_to_recompute_and_the_record_has_room_to_sign(organiser_client):
    commit(organiser_client)
    run(organiser_client)
    step(organiser_client, 0, 7)

    page = organiser_client.get(f"{HERE}/draw-1").text
    assert "flask draw verify" in page
    assert "commitment and result hold" in " ".join(page.split())
    record = organiser_client.get(f"{HERE}/draw-1/record").text
    for word in ("Captain", "Witness", "Organiser", HALL, *TEAMS):
        assert word in record


def test_a_match_changed_after_the_draw_is_told(app, organiser_client):
    commit(organiser_client)
    run(organiser_client)
    step(organiser_client, 0, 7)
    part = document(app)["stages"][0]["rounds"][0]["matches"][0]
    for entry, side in zip(part["entries"], ("employer", "labour"), strict=True):
        entry["side"] = side
    with app.app_context():
        setup.save_part(CUP, "match", part, BY, key=part["key"])

    assert "no longer as drawn" in organiser_client.get(f"{HERE}/draw-1").text


def test_real_balls_are_typed_by_number_name_or_code(app, organiser_client):
    fields = {"balls-0-ball": "6", "balls-1-ball": NAMES["metro"], "balls-2-ball": "bus"}
    fields |= {"balls-3-ball": "5", "balls-4-ball": "3", "balls-5-ball": "4"}
    there = f"{HERE}/final/one/teams/by-hand"
    missing = organiser_client.submit(there, fields)
    assert missing.status_code == 422
    fields |= {"who": "李", "witness": "王"}
    wrong = organiser_client.submit(there, fields | {"balls-5-ball": "9"})
    assert "Nobody in the list" in wrong.text
    twice = organiser_client.submit(there, fields | {"balls-5-ball": "6"})
    assert "drawn already" in twice.text

    done = organiser_client.submit(there, fields)

    assert done.status_code == 303
    part = document(app)["draws"][0]
    assert part["result"] == ["port", "metro", "bus", "steel", "post", "rail"]
    assert part["by_hand"] == {"by": "李", "witness": "王"}


def test_an_abandoned_draw_tells_the_public_why(client, organiser_client):
    commit(organiser_client)
    nothing = organiser_client.submit(f"{HERE}/draw-1/abandon", {"reason": " "})
    assert nothing.status_code == 422

    organiser_client.submit(f"{HERE}/draw-1/abandon", {"reason": "The list was wrong"})

    assert "The list was wrong" in client.get(f"/c/{CUP}/draws?lang=en").text
    assert "This draw was abandoned" in organiser_client.get(f"{HERE}/draw-1").text


def test_a_competition_without_draws_shows_nothing_of_them(client, organiser_client):
    assert "/draws" not in client.get(f"/c/{CUP}").text
    assert "Nothing has been drawn yet" in client.get(f"/c/{CUP}/draws?lang=en").text
    assert "draws" not in client.get(f"/api/v1/competitions/{CUP}").json
    commit(organiser_client)
    assert f"/c/{CUP}/draws" in client.get(f"/c/{CUP}").text


def test_a_private_competition_s_draw_has_no_public_address(load, client, organiser_client):
    whole = cup()
    whole["competition"]["visibility"] = "private"
    load(whole, replace=True)
    commit(organiser_client)

    assert client.get(f"/c/{CUP}/draws").status_code == 404


def test_rules_that_a_draw_of_topics_has_none_of(app, organiser_client):
    commit(organiser_client)
    run(organiser_client)
    page = organiser_client.get(f"{HERE}/final/one/topics").text
    assert "Teams of one zone do not meet" not in page
    with app.app_context():
        key, _ = draws.commit_draw(CUP, DrawOrder("final", "one", "topics"), BY)
    assert key == "draw-2"


def test_every_page_of_a_draw_is_valid_html_in_every_state(client, organiser_client, tmp_path):
    shelf = Shelf(tmp_path / "pages")

    def keep(state):
        for address in ("draws", "screen"):
            for language in ("zh", "en"):
                page = client.get(f"/c/{CUP}/{address}?lang={language}")
                shelf.add(f"{state} {address} {language}", page)
        for address in ("", "/draw-1", "/draw-1/record", "/final/two/teams", "/draw-1/abandon"):
            shelf.add(f"{state} {address}", organiser_client.get(f"{HERE}{address}?lang=en"))

    preview = organiser_client.submit(f"{HERE}/final/one/teams", {**rows(), "zone": "y"})
    shelf.add("preview", preview)
    shelf.add("refused", organiser_client.submit(f"{HERE}/final/one/teams", rows(TEAMS[:5])))
    there = f"{HERE}/final/two/teams/by-hand"
    shelf.add("by hand", organiser_client.submit(there, {"balls-0-ball": "9"}))
    commit(organiser_client)
    organiser_client.submit(f"{HERE}/draw-1/show", {})
    keep("promise")
    run(organiser_client)
    keep("drawn")
    step(organiser_client, 0, 1)
    keep("first ball")
    step(organiser_client, 1, 7)
    keep("whole")
    organiser_client.submit(f"{HERE}/draw-1/abandon", {"reason": "Again"})
    keep("abandoned")

    assert shelf.complaints() == []


def test_a_draw_within_one_zone_offers_that_zone_s_teams_alone(organiser_client):
    shown = organiser_client.get(f"{HERE}/final/one/teams?zone=west&lang=en").text

    assert "邮政队" in shown
    assert "铁路队" in shown
    assert "地铁队" not in shown
    assert 'href="?zone=east"' in shown


def ticked(page):
    boxes = re.findall(r'<input[^>]*name="rows-\d+-is_drawn"[^>]*>', page)
    return [box for box in boxes if " checked" in box]


def test_of_a_zone_that_is_not_in_the_stage_nobody_is_ticked(load, organiser_client):
    whole = cup(competition={"key": "named", "name": text("杯", "Cup")})
    east = [team["key"] for team in whole["teams"] if team.get("zone") == "east"]
    whole["stages"][-1]["teams"] = east
    load(whole)

    shown = organiser_client.get("/organiser/c/named/draws/final/one/teams?zone=west&lang=en").text

    assert ticked(shown) == []


def test_of_a_zone_nobody_has_seated_yet_those_who_stay_are_ticked(load, organiser_client):
    whole = cup(competition={"key": "stays", "name": text("杯", "Cup")})
    west = [team for team in whole["teams"] if team.get("zone") == "west"]
    west[0]["withdrawn"] = True
    whole["stages"].insert(0, whole["stages"][0] | {"key": "heats", "rounds": []})
    load(whole)

    shown = organiser_client.get("/organiser/c/stays/draws/final/one/teams?zone=west&lang=en").text

    assert len(ticked(shown)) == len(west) - 1


def test_before_the_list_tells_who_advanced_the_preview_says_so(load, organiser_client):
    whole = cup(competition={"key": "told", "name": text("杯", "Cup")})
    heats = whole["stages"][0] | {"key": "heats", "name": text("初赛", "Heats")}
    heats |= {"advance": {"to": "final", "top": 1}}
    whole["stages"].insert(0, heats)
    load(whole)
    address = "/organiser/c/told/draws/final/one/teams?lang=en"

    shown = organiser_client.submit(address, rows(["metro", "post"])).text

    assert "This tells everybody who is in “Final”. The results of Heats are not released." in shown
