"""The samples that come with Accord, each from loading it to the certificates."""

import io

import pypdf
import pytest

from competition import scoring
from competition.actions import rounds
from competition.awards import decide_awards
from competition.document import samples
from competition.store import file_export, queries
from tests.web.reading_forms import form_at

BY = "organiser 王芳"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def sample(organiser_client):
    """Load the sample of that name from the page, as 王芳 does."""

    def load_sample(name: str) -> str:
        response = organiser_client.submit("/organiser/samples", {"sample": name})
        assert response.status_code == 303
        return f"/organiser/c/{name}"

    return load_sample


@pytest.fixture
def file_of(app):
    """The competition's file as it is now."""

    def read(key: str):
        with app.app_context():
            return file_export.competition_document(queries.find_competition(key))

    return read


def give_by_score(organiser, here: str, award: str, low: str, below: str = ""):
    """First look who has such a score, then give them the award."""
    address = f"{here}/awards/{award}/by-score"
    form = form_at(organiser, address)
    form.update({"low": [low], "below": [below]})
    shown = organiser.post(address, data={**form, "then": "show"}, headers=ENGLISH)
    assert organiser.post(address, data={**form, "then": "give"}).status_code == 303
    return shown.get_data(as_text=True)


def winners(file, award: str) -> list[str]:
    (decided,) = [each for each in decide_awards(file)["awards"] if each["key"] == award]
    return [each.get("team") or each.get("member") for each in decided["winners"]]


def certificates(organiser, here: str) -> pypdf.PdfReader:
    answer = organiser.submit(f"{here}/prints", {"kind": "certificates", "lang": "en"})
    assert answer.mimetype == "application/pdf", answer.get_data(as_text=True)[:3000]
    return pypdf.PdfReader(io.BytesIO(answer.data))


def test_王芳_finds_every_sample_and_what_it_shows(organiser_client):
    page = organiser_client.get("/organiser/samples", headers=ENGLISH).get_data(as_text=True)

    for name in samples.sample_names():
        assert f'value="{name}"' in page
    assert "Load the sample" in page


@pytest.mark.parametrize("name", ["", "../secret", "no-such-sample"])
def test_a_sample_that_there_is_not_is_refused_in_words(organiser_client, name):
    refused = organiser_client.submit("/organiser/samples", {"sample": name}, headers=ENGLISH)

    assert refused.status_code == 422
    assert "Choose a sample." in refused.get_data(as_text=True)


def test_a_sample_is_loaded_once(organiser_client, sample):
    sample("quality-review")

    again = organiser_client.submit("/organiser/samples", {"sample": "quality-review"})

    assert again.status_code == 422


def test_the_review_of_enterprises_goes_from_the_first_visit_to_the_grades(
    organiser_client, sample, api, app, file_of
):
    here = sample("quality-review")
    with app.app_context():
        rounds.set_state("quality-review", "visits", "open", BY)
    # Enterprise 1 gets full marks, each one after it 5 points a dimension and reviewer less.
    for reviewer in range(1, 6):
        judge = api(f"reviewer-{reviewer}", "quality-review")
        for number in range(1, 9):
            marks = {
                dimension["key"]: str(max(0, int(dimension["max"]) - (number - 1)))
                for dimension in file_of("quality-review")["rubric"]["dimensions"]
            }
            answer = judge.put(f"visit-{number}", f"enterprise-{number}", marks)
            assert answer.status_code == 200

    give_by_score(organiser_client, here, "excellent", "90")
    give_by_score(organiser_client, here, "good", "80", "90")
    shown = give_by_score(organiser_client, here, "qualified", "60", "80")

    file = file_of("quality-review")
    totals = [row["total"] for row in scoring.recount(file)["stages"][0]["standings"]]
    assert totals == ["100.0", "95.0", "90.0", "85.0", "80.0", "75.0", "70.0", "65.0"]
    assert winners(file, "excellent") == ["enterprise-1", "enterprise-2", "enterprise-3"]
    assert winners(file, "good") == ["enterprise-4", "enterprise-5"]
    assert winners(file, "qualified") == ["enterprise-6", "enterprise-7", "enterprise-8"]
    assert winners(file, "model") == ["enterprise-1", "enterprise-2"]
    assert "3 have such a score." in shown
    printed = certificates(organiser_client, here)
    assert len(printed.pages) == 2 + 3 + 2 + 3
    assert "Sample enterprise 8" in " ".join(printed.pages[-1].extract_text().split())


def test_the_training_course_goes_from_the_list_of_scores_to_its_certificates(
    organiser_client, sample, file_of
):
    here = sample("training-exam")
    address = f"{here}/scores/written"
    table = form_at(organiser_client, address)
    # Trainee 1 has 43 points, each one after it 3 more: numbers 7 to 20 pass.
    for number in range(1, 21):
        (name,) = [each for each in table if each.endswith(f"/trainee-{number:02}")][-1:]
        table[name.removeprefix("before/")] = [str(40 + 3 * number)]
    assert organiser_client.post(address, data=table).status_code == 303

    give_by_score(organiser_client, here, "completion", "60")

    file = file_of("training-exam")
    passed = [f"trainee-{number:02}" for number in range(20, 6, -1)]
    assert winners(file, "completion") == passed
    assert winners(file, "best") == passed[:3]
    printed = certificates(organiser_client, here)
    text = " ".join(page.extract_text() for page in printed.pages)
    assert len(printed.pages) == 3 + 1 + 14
    assert "Trainee 07" in " ".join(text.split())
    assert "Trainee 06" not in " ".join(text.split())
