"""Fonts and characters: what is missing is named, and no text is read as markup."""

import pytest
import typst

from competition.prints.fonts import NoChineseFont, find_families, machine_fonts
from competition.prints.typesetting import MissingCharacters
from tests.prints.printing import finished_contest, printed, texts


def contest_of(team: str):
    document = finished_contest()
    document["teams"][0]["name"] = {"zh": team}
    return document


@pytest.mark.parametrize("name", ["𠮷田队", "㛃队", "龘靐齉队", "队", "张" * 20, "张" * 200])
def test_rare_short_and_long_names_are_set(name):
    pdf = printed(contest_of(name), "running-order", "zh")

    assert name[:2] in texts(pdf)[0]


@pytest.mark.parametrize("kind", ["certificates", "results", "score-sheets", "panel-summary"])
def test_a_name_of_two_hundred_characters_costs_a_certificate_no_second_page(kind):
    document = contest_of("集体协商" * 50)
    document["awards"][0]["places"] = [2, 2]

    pages = texts(printed(document, kind, "zh"))

    if kind == "certificates":
        assert len(pages) == 3


@pytest.mark.parametrize("character", ["\U00031350", "ཀ", "\ue000"])
def test_a_character_that_no_font_has_is_named_with_its_text(character):
    with pytest.raises(MissingCharacters) as refused:
        printed(contest_of(f"{character}田队"), "running-order", "zh")

    assert f"{character}田队" in str(refused.value)
    assert f"U+{ord(character):04X}" in str(refused.value)


@pytest.mark.parametrize(
    "name", ["#panic()", "*bold* _x_ $y$", '"]; #read("/etc/passwd")', "\\u{41}", "<paper-end>"]
)
def test_no_name_is_markup(name):
    pdf = printed(contest_of(name), "running-order", "zh")

    assert "".join(name.split()) in texts(pdf)[0].replace("\u200b", "")


def test_without_a_chinese_font_it_is_said_what_to_install():
    none = typst.Fonts(include_system_fonts=False)

    with pytest.raises(NoChineseFont) as refused:
        find_families(none)

    for system in ("fonts-noto-cjk", "Windows", "macOS"):
        assert system in str(refused.value)


def test_the_fonts_of_this_machine_have_a_serif_for_chinese():
    assert find_families(machine_fonts()).song


def test_a_variable_font_is_passed_over():
    class Font:
        family = "Noto Serif CJK SC"
        path = "/usr/share/fonts/google-noto-cjk/NotoSerifCJK-VF.otf.ttc"

    class Fonts:
        def fonts(self):
            return [Font()]

    with pytest.raises(NoChineseFont):
        find_families(Fonts())
