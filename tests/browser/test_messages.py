"""A message comes to a tablet while its judge is typing; a judge calls and is answered."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from competition.actions import messages
from competition.store import queries
from competition.store.judge_messages import messages_of_competition
from tests import factories
from tests.browser.contest import BY, Contest
from tests.browser.tablet import TABLET, number, state
from tests.conftest import sit_down

pytestmark = pytest.mark.browser


@pytest.fixture
def final(hold: Callable[..., Contest]) -> Contest:
    """The league with nothing marked, its final open."""
    return hold(factories.league(sheets=[]))


@pytest.fixture
def jo(browse: Callable[..., BrowserContext], final: Contest) -> Page:
    """Jo's tablet at the final's match."""
    with final.elsewhere():
        found = queries.find_judge(queries.find_competition(final.key), "jo")
        link = f"{final.server.url}/j/{found.token}"
    page = browse(**TABLET).new_page()
    sit_down(page, link)
    page.goto(f"{final.server.url}/judge/matches/last")
    return page


def test_a_message_comes_and_is_marked_as_read_while_a_mark_is_typed(final, jo):
    field = number(jo, "metro", "law")
    field.fill("7.")
    before = field.bounding_box()
    bar = jo.locator("[data-message-bar]")
    expect(bar).to_be_hidden()

    with final.elsewhere():
        messages.send_message(final.key, "judge/jo", "Please submit team 3.", BY)

    expect(bar).to_contain_text("Please submit team 3.")
    expect(jo.locator("[data-message-announce]")).to_contain_text("Please submit team 3.")
    expect(field).to_have_value("7.")
    expect(field).to_be_focused()
    assert field.bounding_box() == before

    # Without a network it is put aside all the same, and the server learns of it afterwards.
    jo.context.set_offline(True)
    bar.get_by_role("button").tap()
    expect(bar).to_be_hidden()
    field.fill("7.5")
    with jo.expect_response("**/judge/messages/*/read") as marked:
        jo.context.set_offline(False)
    assert marked.value.status == 200
    expect(state(jo, "metro")).to_contain_text("Draft received")

    jo.reload()
    expect(number(jo, "metro", "law")).to_have_value("7.5")
    expect(bar).to_be_hidden()


def test_a_judge_calls_with_one_touch_and_is_told_that_somebody_comes(final, jo):
    jo.get_by_role("link", name="Call the organisers").tap()
    jo.get_by_role("button", name="Please come to me.").tap()
    said = jo.locator("[data-call-state]")
    expect(said).to_contain_text("The organisers have your call: “Please come to me.”")
    jo.get_by_role("link", name="Back to the marks").tap()

    with final.elsewhere():
        (call,) = messages_of_competition(queries.find_competition(final.key))
        messages.answer_call(final.key, call.id, BY)

    expect(jo.locator("[data-message-bar]")).to_contain_text("Somebody is on the way.")
