"""The audience's pages say what stands still, who is who, and what was left out."""

import html.parser
import re
from collections.abc import Callable, Iterator
from typing import ClassVar

import pytest
from flask import Flask

from competition.actions import hall_screen, reveal, rounds, snapshot_notes, stage_release
from competition.web.audience.screen_content import left_out_totals
from tests import factories, pages
from tests.conftest import Api, Visitor
from tests.factories import CHAOYANG

BY = "organiser 王芳"
HERE = f"/c/{CHAOYANG}"


def words(page: str) -> str:
    """A page's text without its tags, every space a single one."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


@pytest.fixture
def named(load: Callable[..., str]) -> str:
    """The final with its round open; the first team has a short name and two members."""
    whole = factories.sample()
    whole["stages"][0]["rounds"][0]["state"] = "open"
    whole["teams"][0]["short_name"] = {"zh": "教育队", "en": "Education"}
    whole["teams"][0]["members"] = [
        {"key": "li-na", "name": {"zh": "李娜", "en": "Li Na"}},
        {"key": "zhang-wei", "name": {"zh": "张伟", "en": "Zhang Wei"}},
    ]
    return load(whole)


@pytest.fixture
def scored(named: str, api: Callable[..., Api], app: Flask) -> str:
    """Education has 75.00, team-2 waits for six sheets, the board is live."""
    for number in range(1, 8):
        marks = dict.fromkeys(factories.DIMENSIONS, "15")
        assert api(f"judge-{number}").put("match-1", "education", marks).status_code == 200
    marks = dict.fromkeys(factories.DIMENSIONS, "11")
    assert api("judge-1").put("match-1", "team-2", marks).status_code == 200
    release(app, "live")
    return named


def release(app: Flask, mode: str) -> None:
    with app.app_context():
        stage_release.set_release(CHAOYANG, "final", mode, BY)


def put_on(app: Flask, mode: str, about: str = "") -> None:
    with app.app_context():
        hall_screen.show_mode(CHAOYANG, mode, BY, about)


@pytest.fixture
def half_past_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """14:32 in Beijing, 06:32 in Greenwich."""
    monkeypatch.setattr(snapshot_notes, "now", lambda: "2026-05-16T06:32:10.000+00:00")


@pytest.mark.usefixtures("half_past_two", "scored")
@pytest.mark.parametrize("address", ["", "/screen", "/teams/education", "/overlay"])
def test_a_frozen_board_says_when_it_was_frozen_and_waits_for_nobody(
    app: Flask, client: Visitor, address: str
) -> None:
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Shanghai"
    release(app, "frozen")

    page = words(client.get(f"{HERE}{address}?lang=en").text)

    assert "Board of 14:32, frozen until the result is announced" in page
    assert "waiting for" not in page
    assert "Live standings" not in page
    assert "14:32 已封榜，结果待公布" in words(client.get(f"{HERE}{address}?lang=zh").text)


@pytest.mark.usefixtures("scored")
def test_the_time_of_the_freeze_stays_and_is_in_no_digest(
    app: Flask, client: Visitor, monkeypatch: pytest.MonkeyPatch, api: Callable[..., Api]
) -> None:
    monkeypatch.setattr(snapshot_notes, "now", lambda: "2026-05-16T06:32:10.000+00:00")
    release(app, "frozen")
    names = f"/api/v1/competitions/{CHAOYANG}"
    assert client.get(names).json["frozen_at"] == {"final": "2026-05-16T06:32Z"}
    assert "06:32" not in client.get(f"{names}/snapshot").text

    monkeypatch.setattr(snapshot_notes, "now", lambda: "2026-05-16T07:00:00.000+00:00")
    marks = dict.fromkeys(factories.DIMENSIONS, "11")
    assert api("judge-2").put("match-1", "team-2", marks).status_code == 200
    assert client.get(names).json["frozen_at"] == {"final": "2026-05-16T06:32Z"}

    release(app, "live")
    assert "frozen_at" not in client.get(names).json


@pytest.mark.usefixtures("scored")
def test_what_is_said_of_the_connection_is_not_said_of_the_standings(client: Visitor) -> None:
    page = client.get(f"{HERE}?lang=en").text

    assert '"live": "connected"' in page
    assert "Live standings" in page


@pytest.mark.usefixtures("scored")
def test_a_published_stage_says_what_is_missing_and_not_that_it_waits(
    app: Flask, client: Visitor
) -> None:
    release(app, "published")

    page = words(client.get(f"{HERE}?lang=en").text)

    assert "6 sheets are missing" in page
    assert "waiting for" not in page


@pytest.mark.usefixtures("scored")
def test_a_short_name_stands_where_a_line_is_narrow_and_the_whole_one_is_never_far(
    client: Visitor,
) -> None:
    board = client.get(f"{HERE}/board?lang=en").text
    assert '<span class="short-name"><bdi>Education</bdi></span>' in board
    assert '<p class="name-in-full"><bdi>Chaoyang Education Union Joint Team</bdi></p>' in board

    overlay = words(client.get(f"{HERE}/overlay?lang=en").text)
    assert "1 Education 75.00" in overlay
    assert "Zone" not in overlay
    team = client.get(f"{HERE}/teams/education?lang=en").text
    assert "<h1><bdi>Chaoyang Education Union Joint Team</bdi></h1>" in team


@pytest.mark.usefixtures("half_past_two", "scored")
def test_a_match_on_the_projector_has_its_members_and_what_was_released(
    app: Flask, client: Visitor
) -> None:
    put_on(app, "match", "match-1")
    page = words(client.get(f"{HERE}/screen?lang=en").text)
    assert "Li Na Zhang Wei Total 75.00" in page
    assert page.count("Total") == 1

    release(app, "frozen")
    assert "totals when the board was frozen" in words(client.get(f"{HERE}/screen?lang=en").text)
    release(app, "hidden")
    page = words(client.get(f"{HERE}/screen?lang=en").text)
    assert "Li Na" in page
    assert "Total" not in page


def seats(*totals: str, out: tuple[int, ...]) -> list[dict[str, object]]:
    return [
        {"seat": number, "total": total, "dropped": number in out}
        for number, total in enumerate(totals, start=1)
    ]


def test_what_was_left_out_is_called_the_highest_or_the_lowest() -> None:
    def ends(*totals: str, out: tuple[int, ...]) -> list[tuple[str, str]]:
        return [(each.mark, each.end) for each in left_out_totals(seats(*totals, out=out))]

    assert ends("80", "91.5", "70", "85", out=(2, 3)) == [("91.5", "highest"), ("70", "lowest")]
    assert ends("80", "80", "80", "80", out=(1, 2)) == [("80", "highest"), ("80", "lowest")]
    assert ends("70", "80", "80", "80", out=(1, 2)) == [("80", "highest"), ("70", "lowest")]
    assert ends("80", "90", "70", out=()) == []


@pytest.mark.usefixtures("scored")
def test_a_reveal_waits_for_nobody(app: Flask, client: Visitor) -> None:
    with app.app_context():
        rounds.set_state(CHAOYANG, "round-1", "closed", BY)
        stage_release.set_release(CHAOYANG, "final", "frozen", BY)
        reveal.begin_reveal(CHAOYANG, "final", BY)

    page = words(client.get(f"{HERE}?lang=en").text)

    assert "waiting for" not in page
    assert "without a place" in page


class Texts(html.parser.HTMLParser):
    """Collects what a page says: runs of text as a browser joins them, and spoken attributes."""

    INLINE: ClassVar = {
        "a",
        "abbr",
        "b",
        "bdi",
        "del",
        "em",
        "i",
        "span",
        "strong",
        "sup",
        "time",
        "wbr",
    }

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._run = ""
        self._is_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said += [value for name, value in attrs if name in ("aria-label", "title") and value]
        self._is_code = tag in ("script", "style")
        if tag not in self.INLINE:
            self._end()

    def handle_endtag(self, tag: str) -> None:
        self._is_code = False
        if tag not in self.INLINE:
            self._end()

    def handle_data(self, data: str) -> None:
        if not self._is_code:
            self._run += re.sub(r"[ \n]+", " ", data)

    def _end(self) -> None:
        self.said.append(re.sub(" +", " ", self._run).strip())
        self._run = ""


def public_pages() -> Iterator[str]:
    for page in pages.everything():
        if page.html and page.guest in (200, 404) and "{" not in page.address:
            yield page.address


FULL_WIDTH = re.compile(r"[，。：；！？（）“”‘’＇、]")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_has_a_double_space_and_no_english_sentence_a_full_width_sign(
    app: Flask, client: Visitor, load: Callable[..., str], language: str
) -> None:
    load(pages.open_final())
    with app.app_context():
        pages.evening()
    for address in public_pages():
        joint = "&" if "?" in address else "?"
        texts = Texts()
        texts.feed(client.get(f"{address}{joint}lang={language}").text)
        for text in texts.said:
            assert not re.search(r"[\s\u00a0]{2}", text), (address, text)
            # What English takes quotation marks for, it writes with those of Latin fonts.
            signs = re.sub(r"[“”‘’]", "", text)
            if language == "en" and not re.search(r"[\u4e00-\u9fff]", text):
                assert not FULL_WIDTH.search(signs), (address, text)
