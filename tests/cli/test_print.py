"""`flask print`, run as a person at a terminal runs it."""

import json

import pypdf
import pytest

from tests.factories import contest


@pytest.fixture
def loaded(terminal, tmp_path, in_english):
    file = tmp_path / "league.json"
    file.write_text(json.dumps(contest()), encoding="utf-8")
    terminal.flask("competition", "load", file)
    return terminal


def text_of(pdf):
    return "".join("".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages).split())


def test_a_print_is_written_in_the_language_that_is_asked_for(loaded, tmp_path):
    loaded.flask("print", "league", "results", "--out", tmp_path / "zh.pdf", "--stage", "semi")
    loaded.flask(
        *("print", "league", "results", "--out", tmp_path / "en.pdf", "--lang", "en"),
        *("--date", "2026-05-03"),
    )

    assert "成绩：半决赛" in text_of(tmp_path / "zh.pdf")
    assert "Results:Semi-final" in text_of(tmp_path / "en.pdf")
    assert "3May2026" in text_of(tmp_path / "en.pdf")


def test_cards_have_the_judges_links_at_the_address_that_is_given(loaded, tmp_path):
    loaded.flask(
        *("print", "league", "judge-cards", "--out", tmp_path / "cards.pdf"),
        *("--base", "https://accord.example/"),
    )

    (link, *_) = [each["url"] for each in loaded.json("judge", "links", "league")]
    token = link.rpartition("/")[2]
    assert f"https://accord.example/j/{token}" in text_of(tmp_path / "cards.pdf")


def test_a_character_without_a_font_ends_with_1_and_names_the_text(terminal, tmp_path, in_english):
    whole = contest()
    whole["teams"][0]["name"] = {"zh": "\U00031350田队"}
    file = tmp_path / "league.json"
    file.write_text(json.dumps(whole), encoding="utf-8")
    terminal.flask("competition", "load", file)

    refused = terminal.flask(
        "print", "league", "running-order", "--out", tmp_path / "x.pdf", code=1
    )

    assert "\U00031350田队" in refused.stderr
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nobody", "results"], "There is no competition"),
        (["league", "results", "--stage", "x"], "There is no stage “x”"),
        (["league", "results", "--date", "soon"], "--date takes a day"),
        (["league", "judge-cards", "--base", "here"], "--base takes an address"),
        (["league", "certificates"], "No award has a winner yet"),
    ],
)
def test_what_cannot_be_printed_ends_with_1(loaded, tmp_path, arguments, message):
    refused = loaded.flask("print", *arguments, "--out", tmp_path / "x.pdf", code=1)

    assert message in refused.stderr
    assert not (tmp_path / "x.pdf").exists()


def test_a_print_into_a_folder_that_is_not_there_is_refused_in_words(loaded, tmp_path):
    refused = loaded.flask(
        "print", "league", "results", "--out", tmp_path / "none" / "x.pdf", code=1
    )

    assert "cannot be written" in refused.stderr
