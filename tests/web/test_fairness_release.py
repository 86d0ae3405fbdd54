"""The fairness report is public once it is released, and only what may be."""

import pytest

from competition.actions import fairness_release, stage_release
from competition.actions.corrections import Confirmation, confirming
from competition.actions.refusals import Refused
from tests import factories
from tests.fairness.final import marked_final

KEY = factories.CHAOYANG
BY = "organiser 王芳"
PAGE = f"/c/{KEY}/fairness"


@pytest.fixture
def marked(load) -> str:
    """The final with every sheet submitted and its round closed."""
    whole = marked_final()
    whole["stages"][0]["rounds"][0]["state"] = "closed"
    return load(whole)


def test_before_the_stage_is_published_the_report_is_refused(marked, app, client):
    with app.app_context(), pytest.raises(Refused, match="not published"):
        fairness_release.release_fairness(KEY, BY)

    assert client.get(PAGE).status_code == 404


def test_what_is_released_names_no_judge(marked, app, client):
    release(app)

    text = client.get(f"{PAGE}?lang=en").get_data(as_text=True)

    assert "Judge G (+6.4)" in text
    assert "Judge 7" not in text
    assert "judge-7" not in text


def test_single_sheets_are_public_only_where_the_marks_are(marked, app, client):
    release(app, with_marks=False)

    assert "heat-final" not in client.get(PAGE).get_data(as_text=True)


def test_a_report_that_is_taken_back_is_gone(marked, app, client):
    release(app)
    with app.app_context():
        fairness_release.take_back_fairness(KEY, "Too early", BY)

    assert client.get(PAGE).status_code == 404


def test_when_the_stage_is_no_longer_published_the_report_is_gone_by_itself(marked, app, client):
    release(app)
    with app.app_context(), confirming(Confirmation("Published too early")):
        stage_release.set_release(KEY, "final", "hidden", BY)
        stage_release.set_release(KEY, "final", "published", BY)

    assert client.get(PAGE).status_code == 404


def test_the_organiser_is_told_what_becomes_public_and_releases_it(marked, app, organiser_client):
    with app.app_context():
        stage_release.set_release(KEY, "final", "published", BY)
    page = f"/organiser/c/{KEY}/fairness-release?lang=en"

    text = organiser_client.get(page).get_data(as_text=True)

    assert "No judge is named." in text


def release(app, *, with_marks: bool = True) -> None:
    with app.app_context():
        stage_release.set_release(KEY, "final", "published", BY, with_marks=with_marks)
        fairness_release.release_fairness(KEY, BY)
