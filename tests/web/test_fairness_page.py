"""The fairness report's page: for organisers, and for the head judge once the result is hers."""

import pytest

from competition.actions import signatures
from competition.store import queries
from tests import factories
from tests.fairness.final import marked_final

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


def _ask_for_signatures(app) -> None:
    with app.app_context():
        competition = queries.find_competition(factories.CHAOYANG)
        assert competition is not None
        digest = signatures.current_digest(competition, "final")
        signatures.open_signing(competition.key, "final", digest, "organiser 王芳")
