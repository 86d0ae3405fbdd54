"""The fairness report is public once it is released, and only what may be."""

import io
import re
import zipfile

import pytest

from competition.actions import fairness_release, stage_release
from competition.actions.corrections import Confirmation, confirming
from competition.actions.refusals import Refused
from tests import factories
from tests.fairness.final import marked_final
from tests.web.reading_forms import form_in

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


def test_a_command_that_takes_the_report_back_says_so(marked, app, client):
    release(app)
    command = ["stage", "release", KEY, "final", "hidden", "--reason", "Published too early"]

    done = app.test_cli_runner().invoke(args=command)

    assert done.exit_code == 0, done.output
    assert "已自动撤下，不再公开。" in done.stderr
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


@pytest.mark.parametrize("address", [f"/c/{KEY}", f"/c/{KEY}/board", f"/c/{KEY}/teams/education"])
def test_a_visitor_reads_under_the_places_how_firm_first_place_is(marked, app, client, address):
    before = words(client.get(f"{address}?lang=en").text)
    release(app)

    after = client.get(f"{address}?lang=en").text

    assert "How firm is first place?" not in before
    assert "First place holds whichever judge is left out." in words(after)
    assert f'href="/c/{KEY}/fairness#fairness-final"' in after
    assert "无论去掉哪一位评委，第一名都不变。" in client.get(f"{address}?lang=zh").text


def test_the_published_files_say_how_firm_first_place_is_in_both_languages(
    marked, app, organiser_client
):
    release(app)

    sent = organiser_client.get(f"/organiser/c/{KEY}/publish/zip?lang=en")

    with zipfile.ZipFile(io.BytesIO(sent.data)) as files:
        pages = [f"{KEY}/{language}/stage-final.html" for language in ("zh", "en")]
        chinese, english = (words(files.read(page).decode()) for page in pages)
    assert "How firm is first place? First place holds whichever judge is left out." in english
    assert "第一名有多稳固？" in chinese
    assert "无论去掉哪一位评委，第一名都不变。" in chinese


def test_the_published_files_say_what_the_letters_of_judges_are(load, app, organiser_client):
    whole = marked_final(seed=2)  # Who is first depends on two judges there.
    whole["stages"][0]["rounds"][0]["state"] = "closed"
    load(whole)
    release(app)

    sent = organiser_client.get(f"/organiser/c/{KEY}/publish/zip?lang=en")

    with zipfile.ZipFile(io.BytesIO(sent.data)) as files:
        english = words(files.read(f"{KEY}/en/stage-final.html").decode())
    assert "another without one of these judges: Judge" in english
    assert "they do not follow the numbers of the marks." in english


def test_once_the_report_is_taken_back_nothing_of_it_stands_under_the_places(marked, app, client):
    release(app)
    with app.app_context():
        fairness_release.take_back_fairness(KEY, "Too early", BY)

    assert "How firm is first place?" not in client.get(f"/c/{KEY}?lang=en").text


@pytest.mark.parametrize(
    ("language", "announced", "told", "link"),
    [
        (
            "en",
            "The released fairness report speaks of this result: it is taken back by itself",
            "The fairness report spoke of what has just been changed, so it is no longer public.",
            "Look at the new report and release it",
        ),
        (
            "zh",
            "已公开的公平性报告涉及该结果：报告会自动撤下",
            "公平性报告涉及刚才改动的内容，已自动撤下，不再公开。",
            "查看新报告并公开",
        ),
    ],
)
def test_wang_fang_who_corrects_a_result_is_told_that_the_report_is_gone(
    marked, app, client, organiser_client, language, announced, told, link
):
    release(app)

    asked, done = deduct(organiser_client, language)

    assert announced in words(asked)
    assert told in words(done)
    assert f'<a href="/organiser/c/{KEY}/fairness-release">{link}</a>' in done
    assert client.get(PAGE).status_code == 404
    again = organiser_client.get(f"/organiser/c/{KEY}/fairness-release?lang={language}").text
    assert 'name="sure"' in again


def test_who_corrects_a_result_without_a_released_report_is_told_nothing_of_one(
    marked, app, organiser_client
):
    with app.app_context():
        stage_release.set_release(KEY, "final", "published", BY)

    for page in deduct(organiser_client, "en"):
        assert "airness report s" not in words(page)


def test_who_takes_the_report_back_is_not_told_that_it_went_by_itself(
    marked, app, organiser_client
):
    release(app)
    address = f"/organiser/c/{KEY}/fairness-back?lang=en"

    answer = organiser_client.submit(address, {"reason": "Too early"}, follow_redirects=True)

    assert "The report is taken back." in words(answer.text)
    assert "spoke of what has just been changed" not in words(answer.text)


def deduct(organiser, language: str) -> tuple[str, str]:
    """Take points off a published team: the page that asks, and the one after confirming."""
    address = f"/organiser/c/{KEY}/deductions?lang={language}"
    sent = {"entry": "match-1/team-2", "points": "2.5", "reason": "Overtime"}
    asked = sent_text(organiser, address, sent)
    form = {name: values[-1] for name, values in form_in(asked).items()}
    return asked, sent_text(organiser, address, form)


def sent_text(organiser, address: str, sent: dict[str, str]) -> str:
    text: str = organiser.submit(address, sent, follow_redirects=True).text
    return text


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def release(app, *, with_marks: bool = True) -> None:
    with app.app_context():
        stage_release.set_release(KEY, "final", "published", BY, with_marks=with_marks)
        fairness_release.release_fairness(KEY, BY)
