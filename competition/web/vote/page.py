"""The page on which the audience votes, and on which the result stands once it is public."""

import re

from flask import abort, flash, g, make_response, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from competition.actions import audience_vote
from competition.actions.audience_vote import Cast
from competition.file_types import Document
from competition.store import audience_votes, current_competition
from competition.store.audience_votes import VoteState
from competition.web import language, rate_limits
from competition.web.audience.current_snapshot import PublicSnapshot, current_public_snapshot
from competition.web.rendering import render_page
from competition.web.template_filters import localized
from competition.web.vote.blueprint import bp
from competition.web.vote_names import named, set_up_of

DEVICE = "voter"
LONGEST_CODE = 32
_NO_LETTER = re.compile(r"[^0-9A-Z]")


@bp.route("/c/<key>/vote", methods=["GET", "POST"])
def vote_page(key: str) -> ResponseReturnValue:
    """Vote once, by ticket or by device; what is chosen stands."""
    view = current_public_snapshot(key)
    vote = audience_votes.read_vote(key) if view is not None else None
    if view is None or vote is None or not vote.is_public:
        abort(404)
    g.fallback_language = view.language
    g.is_rehearsal = view.is_rehearsal
    is_open = vote.state == "open" and not vote.is_archived
    ticket = tidy_code(request.values.get("ticket", "")) if vote.mode == "tickets" else ""
    if request.method == "POST":
        return _cast(view, vote, ticket)
    problem = ""
    if is_open and ticket:
        problem = _problem_of_ticket(vote, ticket)
    elif is_open and vote.mode == "devices":
        problem = _problem_of_device(vote)
    return _page(view, vote, ticket, problem)


def tidy_code(typed: str) -> str:
    """A ticket's code as it is kept, however it was typed; "" where it cannot be one.

    >>> tidy_code(" abcd-２３４５ ")
    'ABCD2345'
    """
    folded = "".join(
        chr(ord(letter) - 0xFEE0) if 0xFF01 <= ord(letter) <= 0xFF5E else letter
        for letter in typed[: 2 * LONGEST_CODE]
    )
    return _NO_LETTER.sub("", folded.upper())[:LONGEST_CODE]


def _cast(view: PublicSnapshot, vote: VoteState, ticket: str) -> ResponseReturnValue:
    key = view.key
    choice = request.form.get("choice", "")
    voter = ticket if vote.mode == "tickets" else _device()
    if vote.state == "open" and vote.mode == "tickets" and not ticket:
        problem = gettext("Type the code that is printed on your ticket.")
        return _page(view, vote, ticket, problem, 422)
    if vote.state == "open" and not voter:
        problem = gettext("Your browser keeps no cookies here, so it cannot vote. Allow them.")
        return _page(view, vote, ticket, problem, 422)
    # Who removes the cookie is another device: without a limit a program could fill the disk.
    if vote.mode == "devices" and not rate_limits.vote_by_device():
        abort(429)
    outcome = audience_vote.cast_vote(key, vote.mode, voter, choice)
    if outcome is Cast.COUNTED:
        chosen = _names(key, vote).get(choice, "")
        flash(gettext("Your vote for %(name)s is counted.", name=chosen))
        address = f"/c/{key}/vote"
        return redirect(f"{address}?ticket={ticket}" if ticket else address, 303)
    if outcome is Cast.UNKNOWN_TICKET and not rate_limits.bad_token():
        abort(429)
    if outcome is Cast.NOT_OPEN:
        vote = vote._replace(state="closed" if vote.state == "open" else vote.state)
    is_known = outcome is not Cast.UNKNOWN_TICKET
    return _page(view, vote, ticket if is_known else "", _told(outcome, vote.mode), 422)


def _problem_of_ticket(vote: VoteState, ticket: str) -> str:
    """Why this ticket cannot vote now; "" where it can."""
    if not audience_votes.is_ticket(vote.competition_id, ticket):
        if not rate_limits.bad_token():
            abort(429)
        return _told(Cast.UNKNOWN_TICKET, vote.mode)
    is_used = audience_votes.has_voted(vote.competition_id, ticket)
    return _told(Cast.VOTED, vote.mode) if is_used else ""


def _problem_of_device(vote: VoteState) -> str:
    device = _device()
    if not device:
        session.permanent = True
        session[DEVICE] = audience_vote.new_device()
        return ""
    has_voted = audience_votes.has_voted(vote.competition_id, device)
    return _told(Cast.VOTED, vote.mode) if has_voted else ""


def _device() -> str:
    """This device's number, from its signed cookie; "" where it has none."""
    found = session.get(DEVICE)
    return found if isinstance(found, str) else ""


def _told(outcome: Cast, mode: str) -> str:
    if outcome is Cast.NO_CHOICE:
        return gettext("Choose one first.")
    if outcome is Cast.UNKNOWN_TICKET:
        return gettext("This code is on no ticket of this vote. Compare it with your ticket.")
    if outcome is Cast.VOTED and mode == "tickets":
        return gettext("This ticket has voted. A vote that is cast stands.")
    if outcome is Cast.VOTED:
        return gettext("This device has voted. A vote that is cast stands.")
    return ""


def _page(
    view: PublicSnapshot, vote: VoteState, ticket: str, problem: str, status: int = 200
) -> ResponseReturnValue:
    is_open = vote.state == "open" and not vote.is_archived
    has_voted = problem == _told(Cast.VOTED, vote.mode)
    is_unknown = problem == _told(Cast.UNKNOWN_TICKET, vote.mode)
    page = render_page(
        "vote/page.html",
        competition_key=view.key,
        name=audience_vote.NAME,
        competition_name=view.names["competition"]["name"],
        vote=vote,
        ticket="" if is_unknown else ticket,
        problem=problem,
        has_voted=has_voted,
        choices=_part(view.key, vote, "choices") if is_open and not has_voted else "",
        results=_part(view.key, vote, "results") if vote.published_at else "",
    )
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _names(key: str, vote: VoteState) -> dict[str, str]:
    file = set_up_of(key)
    return {each.choice: localized(each.name) for each in named(file, vote.choices)} if file else {}


def _part(key: str, vote: VoteState, part: str) -> Markup:
    """What is the same for everybody: the choices, or the result. Rendered once for each state."""
    current = current_competition.find(key)
    if current is None:
        file = set_up_of(key)
        return _rendered(file, vote, part) if file else Markup("")
    name = f"vote {part} {language.current()} {vote.published_at} {vote.choices}"
    return current.once(name, lambda state: _rendered(state.set_up, vote, part))


def _rendered(file: Document, vote: VoteState, part: str) -> Markup:
    choices = named(file, vote.choices)
    counts: dict[str, int] = {}
    if part == "results":
        counts = audience_votes.count_cast_votes(vote.competition_id)
        choices.sort(key=lambda each: -counts.get(each.choice, 0))
    text = render_page(
        f"vote/_{part}.html", choices=choices, counts=counts, total=sum(counts.values())
    )
    return Markup(text)  # noqa: S704 (rendered by a template, and escaped there)
