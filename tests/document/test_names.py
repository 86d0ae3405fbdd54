"""Names and longer texts: real names are kept, hidden characters are refused."""

import unicodedata

import pytest

from competition.document import Refusal, check_document, check_key, clean_name, clean_text, tidy

FORBIDDEN = [
    *range(0x00, 0x20),
    *range(0x7F, 0xA0),
    0x2028,
    0x2029,
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    0xD800,
    0xDFFF,
]
NAME_PLACES = [
    "competition.name",
    "rubric.dimensions[0].name",
    "topics[0].title",
    "topics[0].focal_points[0].title",
    "teams[0].name",
    "teams[0].members[0].name",
    "judges[0].name",
    "stages[0].name",
    "stages[0].rounds[0].name",
]


@pytest.mark.parametrize(
    "name",
    [
        "朝阳区教育工会联合代表队",
        "阿卜杜拉·买买提",
        "𠮷田𪚥𬎆",
        "فريق النقابة",
        "נבחרת העובדים",
        "O'Brien & Sons <b>",
        "👩\u200d⚖️ Judges",
        "=1+1",
        "a" * 200,
        "𠮷" * 200,
        "فريق\u200f 1",
    ],
)
def test_real_names_are_kept_as_written(name):
    assert clean_name(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("code", FORBIDDEN, ids=lambda code: f"U+{code:04X}")
def test_a_name_with_a_hidden_character_is_refused_and_the_character_named(code):
    for name in (f"Te{chr(code)}am", f"Team{chr(code)}", f"{chr(code)}Team"):
        with pytest.raises(Refusal) as caught:
            clean_name(name)
        assert f"U+{code:04X}" in caught.value.text()


@pytest.mark.parametrize(
    "name", ["", " ", "\u3000\u00a0", "\u200b", "\u200d\ufe0f", "\ufeff", "\u3164", "\u2800"]
)
def test_a_blank_name_is_refused(name):
    with pytest.raises(Refusal, match="blank"):
        clean_name(name)


def test_a_name_of_201_characters_is_refused_with_both_numbers():
    with pytest.raises(Refusal) as caught:
        clean_name("𠮷" * 201)

    assert "201" in caught.value.text()
    assert "200" in caught.value.text()


def test_a_name_is_normalised_to_nfc_and_loses_the_spaces_at_its_ends():
    assert clean_name(" \u3000Cafe\u0301 Bar\u00a0 ") == "Café Bar"
    assert tidy(" Cafe\u0301 ") == "Café"


@pytest.mark.parametrize("value", [None, 5, True, [], {}, b"Ana"])
def test_a_name_must_be_a_text(value):
    with pytest.raises(Refusal, match="text in quotes"):
        clean_name(value)


@pytest.mark.parametrize("place", NAME_PLACES)
@pytest.mark.parametrize("bad", ["", "x" * 201, "a\nb", "a\u202eb", "a\x00b", 7])
def test_every_name_in_a_file_is_refused_with_its_place(small, problems, put, place, bad):
    assert list(problems(put(small, place, bad))) == [place]
    assert list(problems(put(small, place, {"zh": "好", "en": bad}))) == [f"{place}.en"]


def test_a_bare_string_stands_for_both_languages(small):
    assert check_document(small)["judges"][0]["name"] == {"zh": "Ana", "en": "Ana"}


def test_a_text_in_one_language_keeps_only_that(small):
    assert check_document(small)["competition"]["organiser"] == {"zh": "总工会"}


def test_a_text_in_no_language_is_refused(small, problems, put):
    assert list(problems(put(small, "teams[0].name", {}))) == ["teams[0].name"]


def test_a_text_in_a_third_language_is_refused_at_that_language(small, problems, put):
    found = problems(put(small, "teams[0].name", {"en": "Reds", "fr": "Rouges"}))

    assert list(found) == ["teams[0].name.fr"]
    assert "zh, en" in found["teams[0].name.fr"]


def test_a_longer_text_keeps_its_lines_and_tabs():
    assert clean_text(" a\r\n\tb \n") == "a\r\n\tb"


@pytest.mark.parametrize("text", ["", " \n ", "a\x00b", "a\x0bb", "x" * 20_001, None, "\ud800"])
def test_a_longer_text_has_limits_too(text):
    with pytest.raises(Refusal):
        clean_text(text)


def test_a_comment_may_be_blank():
    assert clean_text("", blank=True) == ""


@pytest.mark.parametrize("key", ["a", "0", "-", "team-2", "a" * 64])
def test_a_key_of_lower_case_letters_digits_and_hyphens_is_accepted(key):
    assert check_key(key) == key


@pytest.mark.parametrize("key", ["", "A", "a_b", "a b", "a" * 65, "é", "a\n", "٣", None, 5, []])
def test_any_other_key_is_refused(key):
    with pytest.raises(Refusal):
        check_key(key)


def test_a_dimension_key_may_have_an_underscore():
    assert check_key("issue_grasp", underscore=True) == "issue_grasp"
    with pytest.raises(Refusal, match="underscore"):
        check_key("issue grasp", underscore=True)
