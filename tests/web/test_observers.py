"""An observer sees every page that shows something, changes nothing, and finds nothing else."""

import re

import pytest

from competition.actions import accounts
from competition.prints.order import KINDS
from competition.store import accounts as store
from competition.store import audit
from competition.web import observers, sessions
from tests import factories, pages
from tests.conftest import Visitor
from tests.factories import CHAOYANG

# The organiser's pages that only ask for an act, or hold what an observer may not have. A page that
# is neither here nor in `observers.SEEN` is closed to observers until somebody decides.
ACTS = {
    *("abandon_draw_page", "accept_conflict_page", "announce_page", "archive_page"),
    "award_by_score_page",
    *("ask_again_page", "backups_page", "begin_reveal_page", "board_judges", "check_backup_page"),
    *("check_file_page", "check_list_page", "clock_page", "commit_draw_page"),
    *("decide_paper_page", "audience_vote_act_page"),
    *("confirm_release_page", "confirm_replacement_page", "copy_page", "download_backup"),
    *("draw_by_hand_page", "example_file", "import_page", "judge_cards_page"),
    *("late_sheets_of_judge_page", "leave_reveal_page", "list_template_file", "lists_page"),
    *("new_competition_page", "new_list_page", "new_part_page", "password_page"),
    *("pending_correction_page", "plan_round_page", "play_off_page", "programme_public_page"),
    *("programme_table_page", "readmit_team_page", "recuse_page", "release_page"),
    *("remove_competition_page", "remove_deduction_page", "remove_organiser_page"),
    *("remove_part_page", "remove_ruling_page", "renew_link_page", "replace_page"),
    *("replace_team_page", "rescue_page", "round_state_page", "ruling_page", "show_marks_page"),
    *("stage_teams_page", "take_recusal_back_page", "undo_replacement_page", "visibility_page"),
    *("void_page", "withdraw_team_page", "open_signing_page", "withdraw_signature_page"),
    *("release_fairness_page", "take_back_fairness_page"),
    *("correct_awards_page", "new_award_page", "publish_awards_page", "remove_award_page"),
    *("undo_page", "samples_page", "suggested_awards_page", "take_back_award_page"),
    *("samples_page", "suggested_awards_page", "take_back_award_page"),
    *("whole_rehearsal_page", "end_rehearsal_page"),
    *("replace_judge_page", "match_judge_link_page", "keep_marks_page"),
    *("undo_judge_replacement_page", "late_team_page", "take_late_back_page", "swap_sides_page"),
    *("substitute_page", "take_substitution_back_page", "repeat_match_page", "member_name_page"),
    # Making the files is recorded.
    "publication_file",
    # Prints hold judges' links and voting codes.
    "withdraw_agreement_page",
    # The tables' links are as good as their tablets.
    *("tables_page", "table_link_page", "table_match_page"),
    *("prints_page", "print_picture_page", "print_picture_file", "remove_picture_page"),
}


@pytest.fixture
def observer(app) -> Visitor:
    """周敏, observer, signed in."""
    visitor: Visitor = app.test_client()
    with app.app_context():
        account = accounts.add_organiser("周敏", factories.PASSWORD, "command line", "observer")
        token = accounts.begin_session(organiser=account)
    with visitor.session_transaction() as kept:
        kept[sessions.ORGANISER] = token
    return visitor


@pytest.fixture
def evening(app):
    with app.app_context():
        pages.load(pages.open_final())
        pages.evening()


def organisers_routes(app):
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/organiser")]


def test_every_organisers_page_is_seen_by_observers_or_is_an_act(app):
    routes = organisers_routes(app)
    undecided = {
        rule.endpoint
        for rule in routes
        if rule.endpoint not in observers.SEEN
        and rule.endpoint.removeprefix("organiser.") not in ACTS
        and not rule.endpoint.startswith("organiser.post_")
    }
    assert undecided == set(), (
        "decide what an observer finds there: name it in SEEN of competition/web/observers.py "
        "if it shows something, else in ACTS of this test"
    )
    known = {rule.endpoint for rule in routes}
    assert set(observers.SEEN) - known == set()
    assert {f"organiser.{name}" for name in ACTS} - known == set()
    assert not {f"organiser.{name}" for name in ACTS} & set(observers.SEEN)


def test_an_observer_finds_what_is_seen_and_nothing_else(app, observer, evening):
    wrong = []
    nothing = observer.get("/organiser/there/is/nothing")
    assert nothing.status_code == 404
    for page in pages.everything():
        if not page.address.startswith("/organiser"):
            continue
        response = observer.get(page.address)
        if page.endpoint == "organiser.sign_page":
            continue  # An observer signs as observer; `test_closing.py` has it.
        expected = page.organiser if page.endpoint in observers.SEEN else 404
        if response.status_code != expected:
            wrong.append((page.address, response.status_code))
        if expected == 404 and response.data != nothing.data:
            wrong.append((page.address, "other bytes"))
        response.close()
    assert wrong == []


def test_no_print_is_made_for_an_observer(observer, evening):
    # 周敏 sees every page, but cards, score sheets and tickets would be as good as a judge's link.
    prints = f"/organiser/c/{CHAOYANG}/prints"
    for kind in KINDS:
        for address in (prints, f"{prints}?kind={kind}"):
            assert observer.submit(address, {"kind": kind, "lang": "zh"}).status_code == 404
    assert observer.get(prints).status_code == 404
    assert "/prints" not in observer.get(f"/organiser/c/{CHAOYANG}/results").text


def test_whatever_an_observer_sends_is_not_there(app, observer, evening):
    nothing = observer.submit("/organiser/there/is/nothing", {})
    for page in pages.everything():
        if page.address.startswith("/organiser") and page.endpoint not in observers.MAY_SEND:
            for response in (observer.submit(page.address, {}), observer.post(page.address)):
                assert response.status_code == 404, page.address
                assert response.data == nothing.data, page.address


def test_no_page_shows_an_observer_a_way_to_what_is_not_there(app, observer, evening):
    # Where each way leads is looked at once: the menu is on every page.
    ways: dict[str, str] = {}
    for page in pages.everything():
        if page.endpoint not in observers.SEEN or not page.html or page.organiser != 200:
            continue
        if page.endpoint == "organiser.sign_page":
            continue
        body = observer.get(page.address).get_data(as_text=True)
        forms = re.findall(r'<form[^>]*method="post"[^>]*>', body)
        assert all('action="/sign-out"' in form for form in forms), (page.address, forms)
        for href in re.findall(r'<a [^>]*href="(/organiser[^"#?]*)', body):
            ways.setdefault(href, page.address)
    assert ways
    for href, address in ways.items():
        assert observer.get(href).status_code != 404, (address, href)


def test_an_observers_pages_say_so_and_an_organisers_do_not(observer, organiser_client, evening):
    said = "Observer: you see everything and change nothing."
    english = {"Accept-Language": "en"}
    here = f"/organiser/c/{CHAOYANG}"
    assert said in observer.get(here, headers=english).get_data(as_text=True)
    assert said not in organiser_client.get(here, headers=english).get_data(as_text=True)


def test_the_rule_can_be_read_but_not_typed_over(observer, evening):
    body = observer.get(f"/organiser/c/{CHAOYANG}/rubric").get_data(as_text=True)
    fields = re.findall(r"<(?:input|select|textarea)[^>]*>", body)
    typed = [field for field in fields if 'type="hidden"' not in field]
    assert typed
    assert all("disabled" in field for field in typed)


def test_an_organiser_adds_an_observer_from_the_page(app, organiser_client):
    added = organiser_client.submit(
        "/organiser/organisers",
        {"name": "周敏", "password": factories.PASSWORD, "role": "observer"},
    )

    assert added.status_code == 303
    with app.app_context():
        account = store.organiser_by_name("周敏")
        assert account is not None
        assert account.role == "observer"
        assert '"role": "observer"' in str(audit.recent_rows("", 1)[0].after).replace("'", '"')


def test_the_last_organiser_stays_even_beside_an_observer(app, observer, organiser_client):
    with app.app_context():
        one = store.organiser_by_name(factories.ORGANISER)
        with pytest.raises(accounts.Refused, match="only organiser"):
            accounts.delete_organiser(one.id, "organiser 李娜")


def test_an_observer_alone_leaves_the_set_up_link_usable(app, observer):
    with app.app_context():
        assert accounts.set_up_link()


def test_an_observer_signs_out(observer):
    assert observer.submit("/sign-out", {}).status_code == 303
    assert observer.get("/organiser").status_code == 302
