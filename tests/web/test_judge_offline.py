"""What the server says to the worker that keeps a judge's pages: its scope, and whose a page is."""

from tests.conftest import Visitor

MATCH = "/judge/matches/match-1"


def test_the_worker_is_the_same_script_for_everybody_and_is_asked_for_anew(judge_client, client):
    scripts = []
    for visitor in (client, judge_client):
        with visitor.get("/judge/worker.js") as answer:
            assert answer.mimetype == "text/javascript"
            assert answer.headers["Service-Worker-Allowed"] == "/j"
            assert answer.headers["Cache-Control"] == "no-store"
            scripts.append(answer.data)
    assert scripts[0] == scripts[1]


def test_every_page_says_whose_session_it_is_of(judge_client: Visitor, seat_judge):
    def whose(visitor: Visitor, address: str) -> str | None:
        return visitor.get(address).headers.get("Accord-Judge")

    own = {whose(judge_client, address) for address in ("/judge", MATCH, f"{MATCH}/review")}
    assert len(own) == 1
    assert None not in own
    # Another device of the same judge is another session; whoever was not asked yet has no page.
    assert whose(seat_judge("judge-1"), "/judge") not in own
    assert whose(seat_judge("judge-1", confirmed=False), "/judge") is None
    assert whose(judge_client, "/judge/matches/nowhere") is None
