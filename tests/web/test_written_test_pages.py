"""Every page of a competition with a written test, replaced seats and trainees answers.

The pages are found as a person finds them: from link to link.
"""

import html
import re

import pytest

from competition.actions import stage_release
from competition.actions.meanwhile import seeing
from tests import factories

BY = "organiser 王芳"
HEADERS = {"Accept-Language": "en"}
# What a link leads to that is not a page of the competition, or answers for as long as it is open.
ELSEWHERE = ("stream", "/static/", "/language/", ".json", "/backup", "/export")


def links(page: str) -> set[str]:
    found = {html.unescape(link).partition("#")[0] for link in re.findall(r'href="(/[^"]*)"', page)}
    return {link for link in found if not any(word in link for word in ELSEWHERE)}


def answers(client, start: str, below: str) -> dict[str, int]:
    """The status of every page below an address that links lead to, beginning at `start`."""
    seen: dict[str, int] = {}
    todo = [start]
    while todo:
        address = todo.pop()
        answer = client.get(address, headers=HEADERS)
        seen[address] = answer.status_code
        if answer.mimetype == "text/html":
            todo += sorted(
                link for link in links(answer.text) if link.startswith(below) and link not in seen
            )
            todo = list(dict.fromkeys(todo))
        answer.close()
    return seen


@pytest.fixture(params=["hidden", "live", "published"])
def release(request, load, app):
    load(factories.contest())
    if request.param != "hidden":
        with app.app_context(), seeing(None):
            for stage in ("written", "semi", "final"):
                if request.param == "live" or stage != "final":
                    stage_release.set_release("league", stage, request.param, BY)
    return request.param


def test_every_page_of_the_organiser_answers(release, organiser_client):
    found = answers(organiser_client, "/organiser/c/league", "/organiser/c/league")

    assert len(found) > 40
    assert {address: status for address, status in found.items() if status != 200} == {}


def test_every_public_page_answers(release, app):
    found = answers(app.test_client(), "/c/league", "/c/league")

    assert {address: status for address, status in found.items() if status != 200} == {}
