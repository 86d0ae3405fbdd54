"""The fairness report's page: for organisers, and for the head judge once the result is hers."""

import gzip

import pytest

from competition.actions import competitions, fairness_release, signatures, stage_release
from competition.store import queries
from tests import factories
from tests.fairness.final import marked_final
from tests.fairness.zoned import zoned_contest

PAGE = f"/organiser/c/{factories.CHAOYANG}/fairness"


@pytest.fixture
def marked(load) -> str:
    """The final with every sheet submitted and its round closed; judge-1 is the head judge."""
    whole = marked_final()
    whole["stages"][0]["rounds"][0]["state"] = "closed"
    for judge in whole["judges"]:
        judge["head"] = judge["key"] == "judge-1"
    return load(whole)


def test_an_organiser_reads_an_answer_to_every_question(marked, organiser_client):
    text = organiser_client.get(f"{PAGE}?lang=en").get_data(as_text=True)

    assert "Is anybody far stricter or milder than the others?" in text
    assert "Judge 7 (+6.4)" in text
    assert "First place holds whichever judge is left out." in text
    assert text.count("<svg") == text.count("</desc>") == 4


def test_the_page_says_so_where_there_are_no_marks(chaoyang, organiser_client):
    text = organiser_client.get(f"{PAGE}?lang=en").get_data(as_text=True)

    assert "There are no marks yet that count" in text


def test_a_judge_who_is_not_the_head_judge_finds_no_page(marked, seat_judge, app):
    _ask_for_signatures(app)

    assert seat_judge("judge-2").get("/judge/fairness").status_code == 404


def test_the_head_judge_finds_the_page_once_the_signatures_are_asked_for(marked, seat_judge, app):
    head = seat_judge("judge-1")
    before = head.get("/judge/fairness")
    assert "/judge/fairness" not in head.get("/judge").get_data(as_text=True)
    _ask_for_signatures(app)
    assert "/judge/fairness" in head.get("/judge").get_data(as_text=True)
    assert "/judge/fairness" not in seat_judge("judge-2").get("/judge").get_data(as_text=True)

    after = head.get("/judge/fairness?lang=en")

    assert (before.status_code, after.status_code) == (404, 200)
    assert "keep it to yourself" in after.get_data(as_text=True)


def test_five_hundred_teams_before_sixty_judges_give_a_page_that_a_phone_can_load(
    app, client, organiser_client
):
    whole = zoned_contest(shared=False, zones=10, all_teams=500, seats=6)
    pages = _released_pages(app, client, organiser_client, whole)

    for text in pages:
        assert text.count("<svg") > 3
        # Ten panels' plots and tables, of fifty performances each.
        assert len(text.encode()) < 800_000
        assert len(gzip.compress(text.encode())) < 80_000
    assert "The first 40 performances; the table has all." in pages[0]
    assert "The first 20 matches; the table has all." in pages[0]


def test_one_team_before_one_judge_gives_a_page_that_says_what_cannot_be_told(
    app, client, organiser_client
):
    whole = marked_final()
    only = whole["stages"][0]["rounds"][0]["matches"][0]
    only |= {"entries": only["entries"][:1], "panel": ["judge-1"]}
    whole["stages"][0]["rounds"][0]["matches"] = [only]
    sheets = [sheet for sheet in whole["sheets"] if sheet["match"] == only["key"]]
    team = only["entries"][0]["team"]
    whole["sheets"] = [s for s in sheets if (s["team"], s["judge"]) == (team, "judge-1")]
    assert len(whole["sheets"]) == 1

    for text in _released_pages(app, client, organiser_client, whole):
        assert text.count("Cannot be told") == 5
        assert "Each performance has one sheet, so there is nothing to compare" in text


def _released_pages(app, client, organiser_client, whole) -> list[str]:
    """The organiser's and the public's page once everything is published."""
    whole["stages"][0]["rounds"][0]["state"] = "closed"
    with app.app_context():
        competitions.load_competition(factories.checked(whole), "command line")
        stage_release.set_release(factories.CHAOYANG, "final", "published", "command line")
        fairness_release.release_fairness(factories.CHAOYANG, "command line")
    answers = [
        organiser_client.get(f"{PAGE}?lang=en"),
        client.get(f"/c/{factories.CHAOYANG}/fairness?lang=en"),
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    return [answer.get_data(as_text=True) for answer in answers]


def _ask_for_signatures(app) -> None:
    with app.app_context():
        competition = queries.find_competition(factories.CHAOYANG)
        assert competition is not None
        digest = signatures.current_digest(competition, "final")
        signatures.open_signing(competition.key, "final", digest, "organiser 王芳")
