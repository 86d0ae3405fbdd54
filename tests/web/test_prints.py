"""The organiser's prints: each from a button, as a PDF or a refusal in words."""

import io
import re

import pypdf
import pytest

from competition.store import audit
from competition.store.db import db
from competition.store.outcome_models import VoteTicket
from tests import factories

PRINTS = "/organiser/c/league/prints"
MADE = ("running-order", "judge-cards", "score-sheets", "agreement", "panel-summary", "results")


@pytest.fixture
def league(load) -> str:
    return load(factories.contest())


def text_of(answer):
    assert answer.mimetype == "application/pdf", answer.get_data(as_text=True)
    pages = pypdf.PdfReader(io.BytesIO(answer.data)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def acts(app):
    with app.app_context():
        return [row.action for row in audit.chain_rows("league")]


@pytest.mark.parametrize("kind", MADE)
def test_a_button_makes_a_pdf_in_the_language_that_is_chosen(organiser_client, league, kind):
    chinese = organiser_client.submit(PRINTS, {"kind": kind, "lang": "zh"})
    english = organiser_client.submit(PRINTS, {"kind": kind, "lang": "en"})

    assert "联赛" in text_of(chinese)
    assert "Theleague" in text_of(english)
    assert english.headers["Content-Disposition"].endswith(f'"league-{kind}-en.pdf"')


def test_a_print_can_be_of_one_stage_or_one_match(organiser_client, league):
    stage = organiser_client.submit(PRINTS, {"kind": "results", "lang": "en", "part": "stage/semi"})
    match = organiser_client.submit(
        PRINTS, {"kind": "panel-summary", "lang": "en", "part": "match/semi-2"}
    )

    assert "Writtentest" not in text_of(stage)
    assert "match2" in text_of(match)
    assert "match1" not in text_of(match)


def test_the_date_on_the_paper_can_be_chosen(organiser_client, league):
    sent = {"kind": "running-order", "lang": "en", "date": "2026-05-09"}

    assert "9May2026" in text_of(organiser_client.submit(PRINTS, sent))


def test_whoever_prints_the_judges_links_is_recorded(organiser_client, app, league):
    organiser_client.submit(PRINTS, {"kind": "results", "lang": "en"})
    assert "judge.see-links" not in acts(app)

    organiser_client.submit(PRINTS, {"kind": "judge-cards", "lang": "en"})
    assert "judge.see-links" in acts(app)


def test_tickets_are_kept_with_their_codes(organiser_client, app, league):
    sent = {"kind": "tickets", "lang": "en", "count": "5"}

    printed = text_of(organiser_client.submit(PRINTS, sent))

    with app.app_context():
        codes = list(db.session.scalars(db.select(VoteTicket.code)))
    assert len(set(codes)) == 5
    assert all(f"{code[:4]}-{code[4:]}" in printed for code in codes)


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"kind": "certificates"}, "No award has a winner yet"),
        ({"kind": "tickets", "count": "0"}, "from 1 to 5000"),
        ({"kind": "results", "date": "soon"}, "Choose a date"),
        ({"kind": "poster"}, "Choose one from the list"),
        ({"kind": "results", "part": "stage/none"}, "Choose one from the list"),
    ],
)
def test_what_cannot_be_printed_is_said_on_the_page(organiser_client, league, sent, message):
    answer = organiser_client.submit(PRINTS, {"lang": "en", **sent}, query_string={"lang": "en"})

    assert answer.status_code == 422
    assert message in answer.get_data(as_text=True)


def test_a_print_of_a_contest_that_is_not_there_is_404(organiser_client, league):
    answer = organiser_client.submit("/organiser/c/none/prints", {"kind": "results"})

    assert answer.status_code == 404


def send_picture(visitor, kind, data):
    return visitor.submit(
        f"{PRINTS}/{kind}", {"file": (io.BytesIO(data), "x.svg")}, query_string={"lang": "en"}
    )


def test_a_seal_is_put_in_place_shown_and_taken_away(organiser_client, app, league):
    assert send_picture(organiser_client, "seal", factories.SEAL).status_code == 303
    shown = organiser_client.get(f"{PRINTS}/seal/picture")
    assert shown.mimetype == "image/png"
    assert f"{PRINTS}/seal/picture" in organiser_client.get(PRINTS).get_data(as_text=True)

    organiser_client.submit(f"{PRINTS}/seal/remove", {})

    assert organiser_client.get(f"{PRINTS}/seal/picture").status_code == 404
    assert acts(app)[-2:] == ["print.picture", "print.picture-remove"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "None was chosen"),
        (b"<svg><script/></svg>", "more than shapes"),
        (b"no picture", "no PNG, JPEG or SVG"),
    ],
)
def test_what_is_no_picture_is_refused_beside_the_form(organiser_client, league, data, message):
    answer = send_picture(organiser_client, "signature", data)

    assert answer.status_code == 422
    assert message in answer.get_data(as_text=True)


def test_pages_have_a_button_for_the_papers_that_belong_to_them(organiser_client, load):
    award = {"key": "first", "name": {"en": "First prize"}, "by": "rank", "stage": "semi"}
    load(factories.league(awards=[{**award, "places": [1, 1]}]))
    here = "/organiser/c/league"
    for page, kinds in (
        ("closing/semi", ["panel-summary", "results"]),
        ("results", ["certificates"]),
        ("awards", ["certificates"]),
    ):
        body = organiser_client.get(f"{here}/{page}").text
        forms = re.findall(rf'<form method="post" action="{PRINTS}".*?</form>', body, re.DOTALL)
        assert [re.findall(r'name="kind" value="([\w-]+)"', form) for form in forms] == [
            [kind] for kind in kinds
        ]
        sent = dict(re.findall(r'name="(kind|lang|part)" value="([^"]*)"', forms[0]))
        assert sent["part"] == ("stage/semi" if page.startswith("closing") else "")
        assert text_of(organiser_client.submit(PRINTS, sent))
