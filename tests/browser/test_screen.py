"""The projector, left alone all day, in a real browser: it follows, it comes back, it counts."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page, expect

from competition.actions import competitions, hall_screen, reveal, rounds, sheets, stage_release
from competition.store import queries
from tests import factories, pages
from tests.browser.contest import (
    BY,
    MEASURE,
    PHONE,
    PROJECTOR,
    TEAMS,
    WELL_LAID_OUT,
    Contest,
    first_event,
    is_live,
    is_on,
)
from tests.conftest import app_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> bytes:
    """The evening of the final as a file: nearly all is marked, the board is live."""
    folder = tmp_path_factory.mktemp("evening")
    (folder / "accord.sqlite").write_bytes(migrated.read_bytes())
    with app_in(folder) as app, app.app_context():
        whole = factories.sample()
        whole["stages"][0]["rounds"][0]["state"] = "open"
        pages.load(whole)
        pages.evening()
        return competitions.export_competition(factories.CHAOYANG)


@pytest.fixture
def hall(hold: Callable[..., Contest], evening: bytes) -> Contest:
    """The real server on the evening of the final."""
    return hold(json.loads(evening))


@pytest.fixture
def screen(hall: Contest, browse: Callable[..., BrowserContext]) -> Page:
    """The projector, in English."""
    page = browse(viewport=PROJECTOR, locale="en-GB").new_page()
    page.goto(f"{hall.url}/screen")
    is_live(page)
    return page


@pytest.fixture
def desk(hall: Contest, desk_of: Callable[..., Page]) -> Page:
    """王芳 at the control page on her tablet."""
    page = desk_of(hall, "/show")
    expect(page.get_by_role("heading", name="Projector control")).to_be_visible()
    return page


def test_the_organiser_switches_the_projector_without_touching_its_machine(
    desk: Page, screen: Page
) -> None:
    is_on(screen, "board")
    expect(desk.locator(".screen-count")).to_have_text("1 screen is connected.")

    desk.get_by_role("button", name="Welcome").click()
    is_on(screen, "welcome")
    expect(screen.locator(".invitation svg")).to_be_visible()
    expect(desk.locator("#stage-now-title")).to_have_text("Welcome")

    desk.get_by_role("button", name="Zone 3 Team against Zone 4 Team").click()
    is_on(screen, "match")
    expect(screen.locator(".match-side")).to_contain_text(["Zone 3 Team", "Zone 4 Team"])
    expect(screen.locator(".agenda-points li")).to_have_count(4)

    desk.get_by_text("Team profile").click()
    desk.locator("button[value=team-3]").click()
    is_on(screen, "radar")
    expect(screen.locator(".team-profile-drawing svg")).to_be_visible()

    desk.get_by_role("button", name="Black").click()
    is_on(screen, "black")
    # Nothing is seen; a screen reader still finds the page's heading.
    expect(screen.get_by_role("heading", level=1)).to_have_count(1)
    expect(screen.get_by_role("region", name="The screen is black")).to_have_count(1)
    expect(screen.locator("#clock")).to_be_hidden()
    expect(screen.locator("#link-state")).to_be_hidden()

    desk.get_by_role("button", name="Board", exact=True).click()
    is_on(screen, "board")
    expect(screen.locator(".row").first).to_be_visible()


def test_what_another_process_puts_on_reaches_the_open_screen(
    hall: Contest, screen: Page, desk: Page
) -> None:
    hall.put("match", "match-3")
    is_on(screen, "match")
    expect(desk.locator("#stage-now-title")).to_have_text("Round 1, match 3")


def test_a_screen_left_alone_shows_the_right_thing_after_the_server_was_killed(
    hall: Contest, screen: Page
) -> None:
    hall.put("match", "match-1")
    is_on(screen, "match")

    hall.server.kill()
    expect(screen.locator("#link-state")).to_contain_text("reconnecting")
    # What it was showing stays meanwhile; what was put on in the dark is there at once.
    is_on(screen, "match")
    hall.put("radar", "team-2")
    hall.server.start_again()
    is_on(screen, "radar")
    expect(screen.locator("#link-state")).to_have_attribute("data-state", "live")


def test_a_black_screen_that_lost_its_server_says_so_with_a_dot_alone(
    hall: Contest, screen: Page
) -> None:
    hall.put("black")
    is_on(screen, "black")
    hall.server.kill()
    expect(screen.locator("#link-state .dot")).to_be_visible()
    expect(screen.locator("#link-state .link-words")).to_be_hidden()


# The machine's own clock is three hours ahead and in another part of the world.
WRONG_CLOCK = """
const Right = Date;
const ahead = 3 * 60 * 60 * 1000;
window.Date = class extends Right {
  constructor(...parts) { super(...(parts.length ? parts : [Right.now() + ahead])); }
  static now() { return Right.now() + ahead; }
};
"""


def seconds_shown(page: Page) -> int:
    text = page.locator("#countdown").inner_text()
    sign, minutes, seconds = re.fullmatch(r"(−?)(\d+):(\d\d)", text).groups()
    return (int(minutes) * 60 + int(seconds)) * (-1 if sign else 1)


def test_the_clock_counts_by_the_servers_time_on_a_machine_whose_own_is_wrong(
    hall: Contest, browse: Callable[..., BrowserContext], desk: Page
) -> None:
    context = browse(viewport=PROJECTOR, locale="en-GB", timezone_id="America/Lima")
    context.add_init_script(WRONG_CLOCK)
    page = context.new_page()
    page.goto(f"{hall.url}/screen")
    desk.get_by_role("button", name="10 min").click()
    expect(desk.locator("#show")).to_contain_text("10:00")
    desk.get_by_role("button", name="Clock", exact=True).click()
    is_on(page, "clock")
    expect(page.locator("#countdown")).to_have_text("10:00")

    desk.get_by_role("button", name="Start").click()
    expect(page.locator(".when-running")).to_have_text("Running")
    # It counts by itself.
    expect(page.locator("#countdown")).to_have_text(re.compile(r"^9:5\d$"))
    desk.get_by_role("button", name="Pause").click()
    expect(page.locator(".when-running")).to_have_text("Paused")

    # Standing, both pages say the same second: the server's, not the machine's.
    stood = seconds_shown(page)
    assert 0 < 600 - stood < 120
    other = browse(viewport=PROJECTOR, locale="en-GB").new_page()
    other.goto(f"{hall.url}/screen")
    assert seconds_shown(other) == stood


def test_the_clock_is_right_after_a_cut_and_says_when_time_is_up(
    hall: Contest, screen: Page
) -> None:
    with hall.elsewhere():
        hall_screen.set_screen_clock(hall.key, 1, "", BY)
        hall_screen.show_mode(hall.key, "clock", BY)
        hall_screen.run_screen_clock(hall.key, "start", BY)
    is_on(screen, "clock")
    expect(screen.locator(".when-over")).to_be_visible()
    expect(screen.locator("#countdown")).to_contain_text("−")
    screen.context.set_offline(True)
    hall.server.kill()
    expect(screen.locator("#link-state")).to_contain_text("reconnecting")
    shown = seconds_shown(screen)
    # Cut off, it goes on counting.
    expect(screen.locator("#countdown")).not_to_have_text(f"−0:{-shown:02d}")
    with hall.elsewhere():
        hall_screen.run_screen_clock(hall.key, "pause", BY)
        hall_screen.run_screen_clock(hall.key, "reset", BY)
    hall.server.start_again()
    screen.context.set_offline(False)
    expect(screen.locator("#countdown")).to_have_text("0:01", timeout=60_000)


@pytest.fixture
def frozen(hall: Contest) -> Contest:
    """Everybody has marked everything; the round is closed, the board frozen."""
    with hall.elsewhere():
        competition = queries.find_competition(hall.key)
        # What the evening left out: judge-1 had begun with team-5, and team-6 waits for six.
        for team, number, base in (
            ("team-5", 1, 1),
            *(("team-6", n, 0) for n in (1, 3, 4, 5, 6, 7)),
        ):
            body = {"marks": factories.FULL_MARKS, "state": "submitted", "base_version": base}
            judge = queries.find_judge(competition, f"judge-{number}")
            sheets.write_sheet(judge, hall.key, "match-3", team, body, factories.new_key())
        rounds.set_state(hall.key, "round-1", "closed", BY)
        stage_release.set_release(hall.key, "final", "frozen", BY)
    return hall


def ahead(contest: Contest, phone: Page, screen: Page) -> list[set[str]]:
    """The teams with a place, as the API, the phone and the screen have them."""
    api = {row["team"] for row in contest.snapshot()["stages"][0]["standings"]}
    rows = phone.locator(".row[data-rank]").evaluate_all(
        "rows => rows.map(row => row.id.replace('row-final-', ''))"
    )
    drawn = screen.locator(".reveal-name, .reveal-team").all_inner_texts()
    return [api, set(rows), set(drawn)]


def test_the_reveal_goes_forward_and_back_by_the_clicker_and_nobody_is_ahead(
    frozen: Contest, browse: Callable[..., BrowserContext], desk: Page, screen: Page
) -> None:
    phone = browse(viewport=PHONE).new_page()
    phone.goto(frozen.url)
    is_live(phone)
    desk.goto(f"{frozen.desk}/show/reveal/final")
    desk.get_by_label("Yes, begin the reveal").check()
    desk.get_by_role("button", name="Begin the reveal").click()
    is_on(screen, "reveal")
    expect(screen.locator(".reveal-rest")).to_have_text("6 teams are still to come")

    def desk_is_at(step: int, buttons: int = 2) -> None:
        at = desk.locator(f".presenter-buttons input[name=at][value='{step}']")
        expect(at).to_have_count(buttons)

    def hall_has(step: int, teams: int, buttons: int = 2) -> None:
        desk_is_at(step, buttons)
        expect(screen.locator(".reveal-name, .reveal-team")).to_have_count(teams)
        expect(phone.locator(".row[data-rank]")).to_have_count(teams)
        api, rows, drawn = ahead(frozen, phone, screen)
        assert api == rows
        assert drawn == {TEAMS[team]["en"] for team in api}
        assert len(api) == teams

    hall_has(0, 0)
    steps = int(desk.locator(".presenter h2 .clock-now").inner_text().split()[-1])
    seen = [0]
    for step, key in enumerate(("PageDown", "ArrowRight", " "), start=1):
        following = desk.locator(".presenter-next .presenter-team").count()
        desk.keyboard.press(key)
        seen.append(seen[-1] + following)
        hall_has(step, seen[-1])
    # What scrolls a page leads nothing.
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowUp")
    for step, key in ((2, "PageUp"), (1, "ArrowLeft")):
        desk.keyboard.press(key)
        hall_has(step, seen[step])
    # The large buttons do the same, and go on to the winner.
    for step in range(2, steps + 1):
        desk.get_by_role("button", name="Next step").click()
        desk_is_at(step, 2 if step < steps else 1)
    expect(screen.locator(".reveal-now.gold")).to_be_visible()
    expect(phone.locator(".release-published")).to_have_count(1)
    hall_has(steps, 6, buttons=1)
    for width, height in ((1024, 768), (1920, 1080)):
        screen.set_viewport_size({"width": width, "height": height})
        assert screen.evaluate(MEASURE) == WELL_LAID_OUT, width
    # No key takes the result back: it takes a question and its answer.
    desk.get_by_role("link", name="Step back…").click()
    desk.get_by_label("Reason, which the public will read").fill("A sheet was mixed up")
    desk.get_by_role("button", name="Take the result back").click()
    expect(screen.locator(".reveal-now.gold")).to_have_count(0)
    expect(phone.locator(".release-frozen")).to_have_count(1)


def test_a_screen_reader_announces_what_the_screen_shows_and_nothing_older(
    frozen: Contest, screen: Page
) -> None:
    told = screen.locator("#announcement")

    with frozen.elsewhere():
        reveal.begin_reveal(frozen.key, "final", BY)
    expect(told).to_have_text("Final · The result", timeout=20_000)

    with frozen.elsewhere():
        reveal.step_reveal(frozen.key, 0, 1, BY)
    last = screen.locator(".reveal-one")
    expect(last).to_have_count(1)
    name, total = last.locator(".reveal-name").inner_text(), last.get_attribute("data-total")
    expect(told).to_have_text(f"{name}: place 6, total {total}", timeout=20_000)

    with frozen.elsewhere():
        reveal.step_reveal(frozen.key, 1, 0, BY)
    expect(last).to_have_count(0)
    expect(told).to_have_text("")

    frozen.put("welcome")
    expect(told).to_have_text("", timeout=20_000)


def test_the_address_to_type_breaks_at_no_hyphen(hall: Contest, screen: Page) -> None:
    hall.put("welcome")
    is_on(screen, "welcome")
    for width, height in ((1920, 1080), (1024, 768)):
        screen.set_viewport_size({"width": width, "height": height})
        lines = screen.locator(".address span").evaluate_all(
            """spans => spans.map(span => {
              const range = document.createRange();
              range.selectNodeContents(span);
              return range.getClientRects().length;
            })"""
        )
        assert lines == [1, 1, 1], width


def test_the_marks_of_a_match_are_shown_at_the_second_touch_and_fit_the_screen(
    frozen: Contest, desk: Page, screen: Page
) -> None:
    with frozen.elsewhere():
        stage_release.set_release(frozen.key, "final", "published", BY)
    desk.get_by_role("link", name="Show the marks of match 3…").click()
    desk.get_by_label("Yes, this is what the public should see").check()
    desk.get_by_role("button", name="Show the marks").click()

    is_on(screen, "marks")
    expect(screen.locator(".shown-marks-entry")).to_have_count(2)
    expect(screen.locator(".shown-marks-seat.out")).to_have_count(4)
    for width, height in ((1024, 768), (1920, 1080)):
        screen.set_viewport_size({"width": width, "height": height})
        assert screen.evaluate(MEASURE) == WELL_LAID_OUT, width

    desk.get_by_role("button", name="Hide the marks of match 3").click()
    is_on(screen, "board")


def test_a_reveal_interrupted_by_a_kill_continues_where_it_was(
    frozen: Contest, screen: Page
) -> None:
    with frozen.elsewhere():
        reveal.begin_reveal(frozen.key, "final", BY)
        reveal.step_reveal(frozen.key, 0, 1, BY)
    expect(screen.locator(".reveal-name")).to_have_count(1, timeout=30_000)
    frozen.server.kill()
    expect(screen.locator("#link-state")).to_contain_text("reconnecting")
    # Taken back in the dark: what comes first after the cut is not the old step.
    with frozen.elsewhere():
        reveal.step_reveal(frozen.key, 1, 0, BY)
    frozen.server.start_again()
    expect(screen.locator(".reveal-name")).to_have_count(0, timeout=60_000)
    is_on(screen, "reveal")


def test_no_mode_scrolls_or_has_type_below_a_28th_of_the_height(
    hall: Contest, screen: Page
) -> None:
    for mode, about in (
        ("welcome", ""),
        ("match", "match-1"),
        ("radar", "team-3"),
        ("clock", ""),
        ("black", ""),
        ("board", ""),
    ):
        hall.put(mode, about)
        is_on(screen, mode)
        for width, height in ((1920, 1080), (1024, 768), (3840, 2160)):
            screen.set_viewport_size({"width": width, "height": height})
            found = screen.evaluate(MEASURE)
            assert found == WELL_LAID_OUT, (mode, width)


LONG = {
    "zh": "中建一局集团建设发展有限公司工会委员会青年代表队",
    "en": "China Construction First Group Development Co. Union Team (Youth)",
}
# Lines that are cut off have no room in the box.
CUT = "names => names.filter(name => name.scrollHeight > name.clientHeight + 2).length"


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_a_long_name_is_shown_on_the_screen_in_full(
    hold: Callable[..., Contest], browse: Callable[..., BrowserContext], locale: str
) -> None:
    whole = factories.sample()
    whole["stages"][0]["rounds"][0]["state"] = "open"
    for number, team in enumerate(whole["teams"], start=1):
        team["name"] = {language: f"{name} {number}" for language, name in LONG.items()}
    contest = hold(whole)
    page = browse(viewport=PROJECTOR, locale=locale).new_page()
    page.goto(f"{contest.url}/screen")
    for mode, about, name in (
        ("match", "match-1", "match-side"),
        ("radar", "team-2", "team-profile"),
    ):
        contest.put(mode, about)
        is_on(page, mode)
        names = page.locator(f".{name}-name")
        expect(names.first).to_be_visible()
        assert names.evaluate_all(CUT) == 0, mode
        assert page.evaluate(MEASURE) == WELL_LAID_OUT, mode


def many_teams(number: int, **more: dict[str, str]) -> dict[str, Any]:
    """The final with so many teams, two a match; `more` is what each team has besides."""
    whole = factories.sample()
    first = whole["teams"][0]
    whole["teams"] = [
        {
            **first,
            "key": f"team-{n}",
            **{name: {k: f"{v} {n}" for k, v in text.items()} for name, text in more.items()},
        }
        for n in range(1, number + 1)
    ]
    round_ = whole["stages"][0]["rounds"][0]
    match = round_["matches"][0]
    round_["matches"] = [
        {
            **match,
            "key": f"match-{n}",
            "entries": [
                {"team": f"team-{n * 2 - 1}", "side": "labour"},
                {"team": f"team-{n * 2}", "side": "employer"},
            ],
        }
        for n in range(1, number // 2 + 1)
    ]
    round_["state"] = "open"
    whole["stages"][0]["release"] = "live"
    return whole


def test_thirty_teams_turn_pages_of_ten(
    hold: Callable[..., Contest], browse: Callable[..., BrowserContext]
) -> None:
    contest = hold(many_teams(30))
    context = browse(viewport=PROJECTOR, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{contest.url}/screen")
    is_on(page, "board")

    shown = page.locator(".row:visible")
    expect(shown).to_have_count(10)
    expect(page.locator("#page-number")).to_have_text(re.compile("^[123]/3$"))
    assert page.evaluate(MEASURE) == WELL_LAID_OUT
    boxes = [row.bounding_box() for row in shown.all()]
    assert max(box["y"] + box["height"] for box in boxes if box) <= PROJECTOR["height"]
    first = shown.first.get_attribute("id")
    assert first
    expect(page.locator(f"#{first}")).to_be_hidden(timeout=20_000)
    expect(shown).to_have_count(10)


@pytest.mark.parametrize("teams", [6, 12, 30])
def test_names_that_differ_only_at_the_end_never_look_alike(
    hold: Callable[..., Contest], browse: Callable[..., BrowserContext], teams: int
) -> None:
    contest = hold(many_teams(teams, name=LONG))
    for locale in ("zh-CN", "en-GB"):
        page = browse(viewport=PROJECTOR, locale=locale).new_page()
        for address in ("screen", "overlay?rows=12"):
            page.goto(f"{contest.url}/{address}")
            names = page.locator(".fit:visible")
            shown = names.evaluate_all("all => all.map(one => one.innerText)")
            assert len(set(shown)) == len(shown), (locale, address)
            assert names.evaluate_all(CUT) == 0, (locale, address)


def test_a_short_name_is_shown_where_there_are_many_teams(
    hold: Callable[..., Contest], browse: Callable[..., BrowserContext]
) -> None:
    short = {"zh": "建工", "en": "Build"}
    page = browse(viewport=PROJECTOR, locale="en-GB").new_page()
    page.goto(f"{hold(many_teams(12, name=LONG, short_name=short)).url}/screen")
    expect(page.locator(".row .team").first).to_have_text(re.compile(r"Build \d+$"))
    expect(page.locator(".row .full-name:visible")).to_have_count(0)

    page.goto(f"{hold(many_teams(6, name=LONG, short_name=short)).url}/screen")
    expect(page.locator(".row .full-name:visible")).to_have_count(6)


def test_english_takes_no_apostrophe_of_chinese_width(
    hold: Callable[..., Contest], browse: Callable[..., BrowserContext]
) -> None:
    whole = factories.sample()
    whole["teams"][0]["name"] = {"en": "Workers’ Team"}
    contest = hold(whole)
    for locale in ("en-GB", "zh-CN"):
        page = browse(viewport=PHONE, locale=locale).new_page()
        page.goto(f"{contest.url}/teams/education")
        width = page.locator("h1 bdi").evaluate(
            """name => {
              const range = document.createRange();
              const at = name.firstChild.data.indexOf("’");
              range.setStart(name.firstChild, at);
              range.setEnd(name.firstChild, at + 1);
              const { width } = range.getBoundingClientRect();
              return width / parseFloat(getComputedStyle(name).fontSize);
            }"""
        )
        assert width < 0.5, locale


def test_the_winner_is_the_largest_of_the_whole_reveal(frozen: Contest, screen: Page) -> None:
    size = "e => parseFloat(getComputedStyle(e).fontSize)"
    with frozen.elsewhere():
        reveal.begin_reveal(frozen.key, "final", BY)
    now = screen.locator(".reveal-now")
    expect(now).to_have_id("reveal-0", timeout=30_000)
    largest = least = 0.0
    for step in range(6):
        largest = max(largest, least)
        before = now.get_attribute("id") or ""
        with frozen.elsewhere():
            reveal.step_reveal(frozen.key, step, step + 1, BY)
        expect(now).not_to_have_id(before, timeout=30_000)
        sizes = screen.locator(".reveal-name, .reveal-total").evaluate_all(
            f"all => all.map({size})"
        )
        if screen.locator(".reveal-now.gold").count():
            break
        least = max(sizes)
    assert min(sizes) > largest
    total = screen.locator(".reveal-total").first.bounding_box()
    box = screen.locator(".reveal-now").bounding_box()
    assert total
    assert box
    assert box["y"] <= total["y"]
    assert total["y"] + total["height"] <= box["y"] + box["height"]


def test_a_phone_announces_each_place_of_a_reveal(
    frozen: Contest, browse: Callable[..., BrowserContext]
) -> None:
    phone = browse(viewport=PHONE, locale="en-GB").new_page()
    with frozen.elsewhere():
        reveal.begin_reveal(frozen.key, "final", BY)
    phone.goto(frozen.url)
    is_live(phone)
    for step in range(2):
        with frozen.elsewhere():
            reveal.step_reveal(frozen.key, step, step + 1, BY)
        expect(phone.locator("#announcement")).to_contain_text(
            f"place {6 - step}, total", timeout=20_000
        )


# A page of one scene has some 200.
MOST_NODES = 1000
COUNT_SWAPS = """
let swaps = 0;
let waiting = [];
addEventListener("htmx:after:swap", () => {
  swaps += 1;
  waiting = waiting.filter(([most, resolve]) => swaps < most || resolve());
}, true);
window.swapsReach = most => new Promise(resolve => {
  if (swaps >= most) resolve(); else waiting.push([most, resolve]);
});
"""


def settled(page: Page, session: CDPSession) -> dict[str, float]:
    """Heap in bytes, nodes and listeners, after the garbage has gone."""
    for _ in range(60):
        # What still fades in is held by its animation until some frames have passed.
        page.evaluate("() => new Promise(requestAnimationFrame)")
        session.send("HeapProfiler.collectGarbage")
        found = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
        if found["Nodes"] <= MOST_NODES:
            break
    return {name: found[name] for name in ("JSHeapUsedSize", "Nodes", "JSEventListeners")}


@pytest.mark.timeout(3600)
def test_a_day_of_events_leaves_neither_nodes_nor_memory_behind(
    hall: Contest, browse: Callable[..., BrowserContext], request: pytest.FixtureRequest
) -> None:
    # An hour of the fastest stream there is (8 states a second) is 28,800 states. With --long,
    # 36,000; else enough to see a slope.
    rounds, each = (72, 500) if request.config.getoption("--long") else (9, 300)
    scenes = []
    for mode, about in (
        ("board", ""),
        ("match", "match-1"),
        ("radar", "team-3"),
        ("clock", ""),
        ("welcome", ""),
        ("match", "match-2"),
        ("black", ""),
    ):
        hall.put(mode, about)
        state = first_event(f"{hall.url}/screen/stream?lang=en").data
        scenes.append("".join(f"data: {line}\n" for line in state.split("\n")) + "\n")
    body = "".join(f"id: {n}\n{scenes[n % len(scenes)]}" for n in range(each))
    page = browse(viewport=PROJECTOR, locale="en-GB").new_page()
    page.route(
        "**/screen/stream*",
        lambda route: route.fulfill(content_type="text/event-stream", body=body),
    )
    page.add_init_script(COUNT_SWAPS)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("HeapProfiler.enable")
    page.goto(f"{hall.url}/screen")

    seen = []
    for number in range(1, rounds + 1):
        page.evaluate("most => window.swapsReach(most)", number * each)
        seen.append(settled(page, session))

    # Garbage goes when the engine finds the time, so the least of a stretch is what is kept. The
    # first rounds warm the engine up; from then on nothing may pile up.
    def kept(stretch: list[dict[str, float]]) -> dict[str, float]:
        return {name: min(one[name] for one in stretch) for name in stretch[0]}

    third = rounds // 3
    early, late = kept(seen[third : 2 * third]), kept(seen[2 * third :])
    print(f"\n{rounds * each} swaps: {seen[0]}, {early}, {late}")
    assert late["Nodes"] <= early["Nodes"] + MOST_NODES
    assert late["JSEventListeners"] <= early["JSEventListeners"] + 50
    assert late["JSHeapUsedSize"] <= early["JSHeapUsedSize"] + 1_000_000
