"""What a competition is made of, made and changed through the organiser's forms."""

import re
from typing import Any

import pytest
from flask import Flask

from competition.store import file_export, queries
from tests import factories
from tests.conftest import Visitor
from tests.web.reading_forms import form_at, form_in

HERE = "/organiser/c/chaoyang-final"
NAMES = [
    "<script>alert(1)</script>",
    "欧阳·买买提",
    "𠮷野家𫞩工会",
    "שלום עליכם",
    "名" * 200,
    '"onmouseover="x',
    "e\u0301",
]


@pytest.fixture
def whole(app: Flask):
    """The Chaoyang final as it stands in the database now."""

    def read() -> dict[str, Any]:
        with app.app_context():
            competition = queries.find_competition(factories.CHAOYANG)
            assert competition is not None
            return file_export.competition_document(competition)

    return read


def save(visitor: Visitor, address: str, **changes: str):
    """Open a form, change some of its fields, send it."""
    form = form_at(visitor, address)
    form.update({name: [value] for name, value in changes.items()})
    return visitor.post(address, data=form)


# Sent again untouched, every form stores what stood there.


def test_every_form_sent_untouched_changes_nothing(organiser_client, chaoyang, whole):
    before = whole()
    addresses = [f"{HERE}/details", f"{HERE}/rubric", f"{HERE}/stages/final"]
    addresses += [f"{HERE}/rounds/final/round-1", f"{HERE}/topics/ride-hailing"]
    addresses += [f"{HERE}/teams/{team['key']}" for team in before["teams"]]
    addresses += [f"{HERE}/judges/{judge['key']}" for judge in before["judges"]]
    addresses += [f"{HERE}/matches/match-{number}" for number in (1, 2, 3)]

    for address in addresses:
        response = save(organiser_client, address)
        assert response.status_code == 303, address

    assert whole() == before


def test_forms_of_a_competition_with_carry_and_advance_sent_untouched_change_nothing(
    organiser_client, load, app
):
    file = factories.league()
    file["stages"][0]["advance"] = {"to": "final", "top": 2}
    file["scoring"]["category_weights"] = {"a": "0.6", "b": "0.4"}
    for judge, category in zip(file["judges"], "aab", strict=True):
        judge["category"] = category
    load(file)

    def read() -> dict[str, Any]:
        with app.app_context():
            competition = queries.find_competition("league")
            assert competition is not None
            return file_export.competition_document(competition)

    before = read()
    for path in ("rubric", "stages/semi", "stages/final", "judges/jo"):
        address = f"/organiser/c/league/{path}"
        assert save(organiser_client, address).status_code == 303, path

    assert read() == before


# Teams and members.


def test_a_new_team_is_made_with_the_members_written_into_blank_rows(
    organiser_client, chaoyang, whole
):
    response = save(
        organiser_client,
        f"{HERE}/new/teams",
        **{
            "name-zh": "地铁工会代表队",
            "zone": "zone-7",
            "members-0-name-zh": "赵敏",
            "members-0-role-en": "Chief representative",
            "members-1-name-zh": "钱进",
        },
    )

    assert response.location == f"{HERE}/teams"
    team = whole()["teams"][-1]
    assert team == {
        "key": "team-7",
        "name": {"zh": "地铁工会代表队"},
        "zone": "zone-7",
        "members": [
            {"key": "member-1", "name": {"zh": "赵敏"}, "role": {"en": "Chief representative"}},
            {"key": "member-2", "name": {"zh": "钱进"}},
        ],
    }


def test_more_rows_are_given_without_saving_and_keep_what_was_typed(
    organiser_client, chaoyang, whole
):
    before = whole()
    form = form_at(organiser_client, f"{HERE}/new/teams")
    form["members-0-name-zh"] = ["赵敏"]
    form["more"] = ["members"]

    response = organiser_client.post(f"{HERE}/new/teams", data=form)

    assert response.status_code == 200
    again = form_in(response.get_data(as_text=True))
    assert again["members-0-name-zh"] == ["赵敏"]
    assert "members-5-name-zh" in again
    assert whole() == before


def test_a_member_moves_up_by_a_lower_order_and_leaves_by_an_empty_row(
    organiser_client, chaoyang, whole
):
    save(
        organiser_client,
        f"{HERE}/teams/education",
        **{
            "members-2-place": "1",
            "members-3-name-zh": "",
            "members-3-name-en": "",
            "members-3-role-zh": "",
            "members-3-role-en": "",
        },
    )

    team = whole()["teams"][0]
    keys = [member["key"] for member in team["members"]]
    assert keys == ["education-3", "education-1", "education-2"]


def test_a_member_whose_name_is_written_is_no_placeholder_any_more(
    organiser_client, chaoyang, whole
):
    save(organiser_client, f"{HERE}/teams/education", **{"members-0-name-zh": "赵敏"})

    first, second, *_ = whole()["teams"][0]["members"]
    assert "placeholder" not in first
    assert second["placeholder"] is True


def test_a_team_stays_a_placeholder_until_the_mark_is_unticked(organiser_client, chaoyang, whole):
    address = f"{HERE}/teams/team-2"
    save(organiser_client, address, **{"name-zh": "第二赛区"})
    assert whole()["teams"][1]["placeholder"] is True

    form = form_at(organiser_client, address)
    del form["placeholder"]
    organiser_client.post(address, data=form)

    assert "placeholder" not in whole()["teams"][1]


def test_a_team_without_a_name_is_refused_beside_the_name_and_keeps_the_rest(
    organiser_client, chaoyang, whole
):
    before = whole()

    response = save(
        organiser_client,
        f"{HERE}/teams/education?lang=en",
        **{"name-zh": " ", "name-en": "", "zone": "north"},
    )

    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert '<p class="refusal" id="name-refusal-1">' in page
    assert form_in(page)["zone"] == ["north"]
    assert whole() == before


@pytest.mark.parametrize("name", NAMES)
def test_every_name_that_people_have_is_kept_and_shown_as_text(
    organiser_client, chaoyang, whole, name
):
    response = save(organiser_client, f"{HERE}/teams/education", **{"name-zh": name})

    assert response.status_code == 303
    kept = whole()["teams"][0]["name"]["zh"]
    assert kept in (name, "é")
    for path in ("", "/teams", "/teams/education", "/stages", "/wall", "/results", "/audit"):
        page = organiser_client.get(f"{HERE}{path}?lang=zh").get_data(as_text=True)
        assert "<script>alert" not in page, path
        assert '"onmouseover' not in page, path


@pytest.mark.parametrize("name", ["名" * 201, "a\u202eb", "a\x00b", "a\nb"])
def test_a_name_that_cannot_be_kept_is_refused_beside_it_and_stays(
    organiser_client, chaoyang, whole, name
):
    before = whole()

    response = save(organiser_client, f"{HERE}/judges/judge-1", **{"name-zh": name})

    assert response.status_code == 422
    assert 'id="name-zh-refusal-1"' in response.get_data(as_text=True)
    assert whole() == before


def test_a_refused_member_is_marked_in_its_own_row_though_rows_were_moved(
    organiser_client, chaoyang, whole
):
    response = save(
        organiser_client,
        f"{HERE}/teams/education",
        **{"members-2-place": "1", "members-2-name-zh": "赵\u202e敏"},
    )

    assert 'id="members-2-name-zh-refusal-1"' in response.get_data(as_text=True)


def test_a_row_with_a_strange_number_is_passed_over_and_breaks_nothing(organiser_client, chaoyang):
    form = form_at(organiser_client, f"{HERE}/teams/education")
    form["members-²-name-zh"] = ["赵敏"]
    form["members-99999999999999-name-zh"] = ["钱进"]
    form["members--name-zh"] = ["孙丽"]

    assert organiser_client.post(f"{HERE}/teams/education", data=form).status_code == 303


# Order and removal.


def test_teams_are_moved_with_the_list_as_a_fragment_or_as_a_page(
    organiser_client, chaoyang, whole
):
    address = f"{HERE}/move/teams/team-2"

    page = organiser_client.submit(address, {"to": "up"})
    fragment = organiser_client.submit(address, {"to": "down"}, headers={"HX-Request": "true"})

    assert page.location == f"{HERE}/teams"
    assert fragment.get_data(as_text=True).lstrip().startswith('<section id="parts">')
    assert [team["key"] for team in whole()["teams"]][:2] == ["education", "team-2"]


def test_a_move_without_its_token_moves_nothing(organiser_client, chaoyang, whole):
    before = whole()

    response = organiser_client.post(f"{HERE}/move/teams/team-2", data={"to": "up"})

    assert response.status_code == 400
    assert whole() == before


def test_a_team_that_is_in_a_match_stays_and_the_page_says_why(organiser_client, chaoyang, whole):
    response = organiser_client.submit(f"{HERE}/remove/teams/team-6?lang=en", {})

    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert "it is still in use" in page
    assert "It is used in Round 1, match 3." in page
    assert "entries[" not in page
    assert len(whole()["teams"]) == 6


def test_a_match_is_asked_about_and_then_taken_out(organiser_client, chaoyang, whole):
    address = f"{HERE}/remove/matches/match-3"
    assert organiser_client.get(address).status_code == 200
    assert len(whole()["stages"][0]["rounds"][0]["matches"]) == 3

    assert organiser_client.submit(address, {}).status_code == 303

    assert len(whole()["stages"][0]["rounds"][0]["matches"]) == 2


# Topics and judges.


def test_a_topic_is_made_with_its_focal_points(organiser_client, chaoyang, whole):
    save(
        organiser_client,
        f"{HERE}/new/topics",
        **{
            "title-en": "Night work",
            "brief-en": "Two lines.\nAnd more.",
            "focal_points-0-title-zh": "夜班津贴",
            "focal_points-1-title-zh": "轮班",
        },
    )

    topic = whole()["topics"][-1]
    assert topic["title"] == {"en": "Night work"}
    assert topic["brief"] == {"en": "Two lines.\nAnd more."}
    assert [point["title"] for point in topic["focal_points"]] == [
        {"zh": "夜班津贴"},
        {"zh": "轮班"},
    ]


def test_a_judge_with_a_conflict_is_warned_of_and_not_refused(organiser_client, chaoyang, whole):
    response = save(organiser_client, f"{HERE}/judges/judge-1", conflicts="team-3", head="y")

    assert response.status_code == 303
    judge = whole()["judges"][0]
    assert (judge["conflicts"], judge["head"]) == (["team-3"], True)
    for path in ("", "/stages"):
        page = organiser_client.get(f"{HERE}{path}?lang=en").get_data(as_text=True)
        assert "Conflict of interest:" in page
        assert "is judging" in page


def test_a_conflict_with_a_team_that_does_not_exist_is_refused(organiser_client, chaoyang, whole):
    before = whole()

    response = save(organiser_client, f"{HERE}/judges/judge-1", conflicts="no-such-team")

    assert response.status_code == 422
    assert whole() == before


# Rubric and rule.


def test_a_typed_number_may_be_full_width(organiser_client, chaoyang, whole):
    response = save(organiser_client, f"{HERE}/rubric", **{"dimensions-0-max": "２２．５"})

    assert response.status_code == 303
    assert whole()["rubric"]["dimensions"][0]["max"] == "22.5"


@pytest.mark.parametrize(
    "typed", ["NaN", "1e3", "1_000", "Infinity", "20.1234567", "twenty", "２０，５", "--1", "1 0"]
)
def test_what_is_no_number_is_refused_beside_the_field_and_kept(
    organiser_client, chaoyang, whole, typed
):
    before = whole()

    response = save(organiser_client, f"{HERE}/rubric", **{"dimensions-1-max": typed})

    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert 'id="dimensions-1-max-refusal-1"' in page
    assert form_in(page)["dimensions-1-max"] == [typed]
    assert whole() == before


def test_a_number_left_out_is_asked_for_beside_its_field_and_not_by_the_files_name_for_it(
    organiser_client, chaoyang, whole
):
    before = whole()

    response = save(
        organiser_client,
        f"{HERE}/rubric?lang=en",
        **{"dimensions-1-factor": "", "dimensions-2-name-zh": "", "dimensions-2-name-en": ""},
    )

    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert re.search(r'id="dimensions-1-factor-refusal-1"[^>]*>\s*Enter a number\.', page)
    assert re.search(r'id="dimensions-2-name-refusal-1"[^>]*>\s*Fill this in\.', page)
    assert "“factor”" not in page
    assert whole() == before


def test_a_new_dimension_weighs_one_unless_somebody_says_otherwise(
    organiser_client, chaoyang, whole
):
    before = len(whole()["rubric"]["dimensions"])
    new = {"dimensions-5-name-en": "Manners", "dimensions-5-max": "10", "dimensions-5-step": "1"}

    assert save(organiser_client, f"{HERE}/rubric").status_code == 303
    assert len(whole()["rubric"]["dimensions"]) == before
    assert save(organiser_client, f"{HERE}/rubric", **new).status_code == 303

    added = whole()["rubric"]["dimensions"][before]
    assert (added["name"], added["factor"]) == ({"en": "Manners"}, "1")


@pytest.mark.parametrize("typed", ["-1", "7", "2.5", "²", "9" * 40])
def test_decimals_are_a_whole_number_from_0_to_6(organiser_client, chaoyang, typed):
    response = save(organiser_client, f"{HERE}/rubric", decimals=typed)

    assert response.status_code == 422
    assert 'id="decimals-refusal-1"' in response.get_data(as_text=True)


def test_the_rule_is_changed_and_said_in_words(organiser_client, chaoyang, whole):
    response = save(
        organiser_client,
        f"{HERE}/rubric",
        combine="median",
        drop_by="dimension",
        **{
            "tie_break-0-rule": "head",
            "category_weights-0-category": "professional",
            "category_weights-0-weight": "0.6",
            "category_weights-1-category": "academic",
            "category_weights-1-weight": "0.4",
        },
    )

    assert response.status_code == 303
    scoring = whole()["scoring"]
    assert scoring["combine"] == "median"
    assert scoring["tie_break"][0] == "head"
    assert scoring["category_weights"] == {"professional": "0.6", "academic": "0.4"}
    page = organiser_client.get(f"{HERE}/rubric?lang=en").get_data(as_text=True)
    assert "The median of the marks that count is the panel's score." in page
    assert "academic 0.4 and professional 0.6" in page


def test_a_tie_break_named_twice_is_refused_on_its_line(organiser_client, chaoyang, whole):
    before = whole()

    response = save(organiser_client, f"{HERE}/rubric", **{"tie_break-1-rule": "results"})

    assert response.status_code == 422
    assert 'id="tie_break-1-refusal-1"' in response.get_data(as_text=True)
    assert whole() == before


def test_a_dimension_cannot_leave_while_sheets_hold_its_marks(
    organiser_client, chaoyang, api, whole
):
    api("judge-1").put("match-1", "education")
    before = whole()
    blank = dict.fromkeys(("name-zh", "name-en", "min", "max", "step", "factor"), "")

    response = save(
        organiser_client,
        f"{HERE}/rubric",
        **{f"dimensions-2-{name}": value for name, value in blank.items()},
    )

    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert "因为已有分数" in page
    assert "sheets[0]" not in page
    assert whole() == before


# Stages, rounds and matches.


def test_the_first_stage_says_when_the_next_one_can_be_chosen(organiser_client, load):
    whole = factories.league()
    whole |= {"stages": [], "sheets": []}
    load(whole)
    hint = "The next stage can be chosen here once it is created"

    first = organiser_client.get("/organiser/c/league/new/stages?lang=en").get_data(as_text=True)
    assert hint in first
    save(organiser_client, "/organiser/c/league/new/stages", **{"name-en": "Semi-final"})
    second = organiser_client.get("/organiser/c/league/new/stages").get_data(as_text=True)
    assert hint not in second


def test_a_stage_with_a_round_and_a_match_is_made_from_nothing(organiser_client, chaoyang, whole):
    save(organiser_client, f"{HERE}/new/stages", **{"name-zh": "加赛"})
    key = whole()["stages"][-1]["key"]
    save(organiser_client, f"{HERE}/new/rounds?in={key}", **{"name-zh": "加赛轮"})
    round_key = whole()["stages"][-1]["rounds"][0]["key"]

    response = save(
        organiser_client,
        f"{HERE}/new/matches?in={key}/{round_key}",
        topic="ride-hailing",
        **{
            "entries-0-team": "team-5",
            "entries-0-side": "employer",
            "entries-1-team": "education",
            "entries-1-side": "labour",
            "panel-0-judge": "judge-1",
            "panel-0-place": "３",
            "panel-1-judge": "judge-5",
            "panel-2-judge": "judge-7",
            **{f"panel-{number}-judge": "" for number in range(3, 7)},
        },
    )

    assert response.status_code == 303
    stage = whole()["stages"][-1]
    assert stage["release"] == "hidden"
    assert stage["rounds"][0]["state"] == "draft"
    match = stage["rounds"][0]["matches"][0]
    assert match["panel"] == ["judge-5", "judge-7", "judge-1"]
    assert match["entries"][0] == {"team": "team-5", "side": "employer"}


def test_a_new_match_begins_with_the_panel_of_the_last_one(organiser_client, chaoyang):
    form = form_at(organiser_client, f"{HERE}/new/matches?in=final/round-1")

    judges = [form[f"panel-{number}-judge"] for number in range(7)]
    assert judges == [[f"judge-{number}"] for number in range(1, 8)]
    assert form["topic"] == ["ride-hailing"]
    assert [form["entries-0-side"], form["entries-1-side"]] == [["labour"], ["employer"]]
    assert "entries-2-team" not in form


def test_the_final_s_first_match_begins_with_the_semi_final_s_last_panel_and_says_so(
    organiser_client, chaoyang
):
    save(organiser_client, f"{HERE}/new/stages", **{"name-en": "Play-off"})
    save(organiser_client, f"{HERE}/new/rounds?in=stage-2", **{"name-en": "Evening"})

    address = f"{HERE}/new/matches?in=stage-2/round-2&lang=en"
    form = form_at(organiser_client, address)

    assert form["panel-6-judge"] == ["judge-7"]
    assert form["topic"] == ["ride-hailing"]
    page = organiser_client.get(address).get_data(as_text=True)
    assert re.search(r"Topic and panel are copied from [^.]*match 3\.", page)


def test_save_and_add_another_leads_to_an_empty_form_in_the_same_round(organiser_client, chaoyang):
    new = f"{HERE}/new/matches?in=final/round-1"
    team = f"{HERE}/new/teams"

    teams = {"entries-0-team": "education", "entries-1-team": "team-2"}
    assert save(organiser_client, new, then="another", **teams).location == new
    assert save(organiser_client, team, then="another", **{"name-zh": "新队"}).location == team
    assert save(organiser_client, team, **{"name-zh": "二队"}).location == f"{HERE}/teams"


def test_a_competition_in_chinese_only_asks_for_one_name_and_keeps_an_english_one_it_has(
    organiser_client, chaoyang, whole
):
    save(organiser_client, f"{HERE}/details", languages="zh")

    new = form_at(organiser_client, f"{HERE}/new/teams")
    assert "name-zh" in new
    assert "name-en" not in new
    assert "members-4-name-zh" in new
    assert "members-5-name-zh" not in new
    old = form_at(organiser_client, f"{HERE}/teams/education")
    assert "name-en" in old
    before = whole()["teams"]
    save(organiser_client, f"{HERE}/teams/education")
    assert whole()["teams"] == before
    cards = organiser_client.get(f"{HERE}/links?lang=zh").get_data(as_text=True)
    assert "Scan this" not in cards
    assert "Turn off auto-lock" not in cards


def test_a_judge_chosen_twice_is_refused_where_it_is_chosen_again(
    organiser_client, chaoyang, whole
):
    before = whole()

    response = save(organiser_client, f"{HERE}/matches/match-1", **{"panel-1-judge": "judge-1"})

    assert response.status_code == 422
    assert 'id="panel-1-judge-refusal-1"' in response.get_data(as_text=True)
    assert whole() == before


def test_a_team_twice_in_a_match_is_refused_in_its_row(organiser_client, chaoyang, whole):
    response = save(
        organiser_client,
        f"{HERE}/matches/match-1",
        **{"entries-1-team": "education"},
    )

    assert response.status_code == 422
    assert 'id="entries-1-team-refusal-1"' in response.get_data(as_text=True)


def test_a_stage_cannot_carry_itself_or_what_does_not_exist(organiser_client, load, app):
    load(factories.league())

    response = save(
        organiser_client, "/organiser/c/league/stages/final", **{"carry-0-stage": "final"}
    )

    assert response.status_code == 422
    assert 'id="carry-0-stage-refusal-1"' in response.get_data(as_text=True)


def test_editing_a_stage_or_a_round_leaves_release_and_state_alone(
    organiser_client, chaoyang, whole
):
    save(
        organiser_client, f"{HERE}/rounds/final/round-1", **{"name-zh": "唯一的一轮"}, state="draft"
    )
    save(organiser_client, f"{HERE}/stages/final", **{"name-zh": "总决赛"}, release="published")

    stage = whole()["stages"][0]
    assert stage["name"]["zh"] == "总决赛"
    assert stage["release"] == "hidden"
    assert stage["rounds"][0]["state"] == "open"


# What was typed is not lost.


def test_a_form_whose_page_is_too_old_comes_back_as_it_was_typed(organiser_client, chaoyang, whole):
    before = whole()
    form = form_at(organiser_client, f"{HERE}/teams/education")
    form["name-zh"] = ["新名称"]
    form["csrf_token"] = ["of yesterday"]

    response = organiser_client.post(f"{HERE}/teams/education?lang=en", data=form)

    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "had been open for too long" in page
    assert form_in(page)["name-zh"] == ["新名称"]
    assert whole() == before
    assert organiser_client.post(f"{HERE}/teams/education", data=form_in(page)).status_code == 303
    assert whole()["teams"][0]["name"]["zh"] == "新名称"


def test_whoever_saves_over_another_s_change_is_told_once(organiser_client, chaoyang, whole):
    address = f"{HERE}/teams/education"
    form = form_at(organiser_client, address)
    save(organiser_client, address, **{"zone": "changed by 张伟"})
    form["zone"] = ["changed by 王芳"]

    told = organiser_client.post(f"{address}?lang=en", data=form)

    page = told.get_data(as_text=True)
    assert told.status_code == 422
    assert "This was changed meanwhile" in page
    assert "organiser 王芳" in page
    assert "changed by 张伟" in page
    assert whole()["teams"][0]["zone"] == "changed by 张伟"
    assert form_in(page)["zone"] == ["changed by 王芳"]
    organiser_client.post(address, data=form_in(page))
    assert whole()["teams"][0]["zone"] == "changed by 王芳"


def test_no_organiser_s_post_acts_without_its_token(organiser_client, chaoyang, app, whole):
    before = whole()
    paths = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    values = {
        "key": "chaoyang-final",
        "kinds": "teams",
        "kind": "teams",
        "name": "education",
        "stage_key": "final",
        "round_key": "round-1",
        "state": "closed",
        "act": "start",
        "role": "checker",
        "programme": "announce",
        "times": "show",
        "visibility": "private",
        "mode": "live",
        "match_key": "match-1",
        "team_key": "education",
        "judge_key": "judge-1",
        "number": 1,
        "rank": 1,
    }
    tried = 0
    for rule in paths:
        if not rule.rule.startswith("/organiser"):
            continue
        with app.test_request_context():
            # Where an address takes one of some words, the first that it names.
            words = re.findall(r"<any\('([^']+)'[^<]*\):(\w+)>", rule.rule)
            known = {name: word for word, name in words} | values
            known |= {name: word for word, name in words if name == "act"}
            address = app.url_for(
                rule.endpoint, **{n: known.get(n, "nothing") for n in rule.arguments}
            )
        response = organiser_client.post(address, data={"sure": "y", "reason": "x", "to": "down"})
        # A file that is not waiting to be looked at leads back to the import.
        gone = "/lists/teams/" in address or ("/replace/" in address and "/matches/" not in address)
        expected = (303,) if gone else (400, 404, 422)
        assert response.status_code in expected, address
        tried += 1

    assert tried > 12
    assert whole() == before


def test_unknown_parts_are_missing_pages(organiser_client, chaoyang):
    paths = ["teams/none", "rounds/final", "rounds/final/none", "matches/none", "new/rounds"]
    paths += ["new/rounds?in=none", "new/matches?in=final", "remove/teams/none", "sets/x"]
    for path in paths:
        assert organiser_client.get(f"{HERE}/{path}").status_code == 404, path
    assert organiser_client.submit(f"{HERE}/move/teams/none", {"to": "up"}).status_code == 404


# What is refused is said for a person, without the file's places and keys.


def refused(visitor: Visitor, address: str, **changes: str) -> str:
    """The page that refuses a change, in English."""
    response = save(visitor, f"{address}?lang=en", **changes)
    assert response.status_code == 422
    return response.text


def test_unseating_a_judge_who_has_marked_is_refused_in_a_sentence(organiser_client, chaoyang, api):
    for team in ("education", "team-2"):
        assert api("judge-6").put("match-1", team).status_code == 200

    page = refused(organiser_client, f"{HERE}/matches/match-1", **{"panel-5-judge": ""})

    sentence = (
        "Judge 6 has already marked in this match (Round 1, match 1) and cannot be taken off "
        "its panel."
    )
    assert page.count(sentence) == 1
    assert "recuse the judge instead" in page
    assert "sheets[0]" not in page


def test_a_maximum_below_stored_marks_is_refused_with_their_number(organiser_client, chaoyang, api):
    for judge in range(1, 8):
        assert api(f"judge-{judge}").put("match-1", "education").status_code == 200

    page = refused(organiser_client, f"{HERE}/rubric", **{"dimensions-0-max": "15"})

    sentence = "7 stored marks in “Issue grasp” would not fit 0 to 15 in steps of 0.5"
    assert page.count(sentence) == 1


# What is said once a part is stored.


def test_a_part_that_stays_a_placeholder_says_so_and_a_real_one_does_not(
    organiser_client, chaoyang
):
    address = f"{HERE}/judges/judge-1?lang=en"
    save(organiser_client, address)
    assert "still marked as a placeholder" in organiser_client.get(f"{HERE}/judges").text

    form = form_at(organiser_client, address)
    del form["placeholder"]
    organiser_client.post(address, data=form)

    assert "still marked as a placeholder" not in organiser_client.get(f"{HERE}/judges").text


def test_a_name_changed_in_one_language_only_is_hinted_at(organiser_client, chaoyang):
    hint = "Only one language of the name was changed."
    save(organiser_client, f"{HERE}/judges/judge-1?lang=en", **{"name-zh": "李娜"})
    assert hint in organiser_client.get(f"{HERE}/judges").text

    save(
        organiser_client,
        f"{HERE}/judges/judge-1?lang=en",
        **{"name-zh": "王强", "name-en": "Wang Qiang"},
    )

    assert hint not in organiser_client.get(f"{HERE}/judges").text
