"""Open and close rounds, and announce them."""

from competition.actions.change import change
from competition.actions.refusals import NotFound, Refused
from competition.messages import N_
from competition.store import queries, sheets
from competition.store.match_clocks import put_clocks_away
from competition.store.models import Competition, Round

STATES = ("draft", "open", "closed")


def set_state(competition_key: str, round_key: str, state: str, by: str, reason: str = "") -> None:
    """Set a round to `draft`, `open` or `closed`; nothing happens if it is in that state already.

    `round_key` is the round's key, or `stage/round` where two stages have a round of that key.
    Reopening a closed round needs a reason. A round in which judges have written cannot become a
    draft again, and one without matches, or with a match without a panel, cannot be opened.
    Raises `NotFound` or `Refused`.
    """
    if state not in STATES:
        raise Refused(
            N_("A round is one of: %(states)s; not “%(state)s”."),
            states=", ".join(STATES),
            state=state,
        )
    with change(competition_key, by) as edit:
        round_ = find_round(edit.competition, round_key)
        subject = f"{round_.stage.key}/{round_.key}"
        edit.refuse_if_changed(f"round/{subject}")
        before = round_.state
        if before == state:
            return
        if state == "open":
            _refuse_to_open(round_, reason)
        if state == "draft" and any(
            sheet.version for match in round_.matches for sheet in sheets.sheets_of_match(match.id)
        ):
            raise Refused(
                N_("Judges have already written in this round. Close it instead of hiding it.")
            )
        round_.state = state
        if state != "open":
            put_clocks_away(edit.competition.key, [match.key for match in round_.matches])
        after = {"state": state, **({"reason": reason.strip()} if reason.strip() else {})}
        edit.audit("round.state", subject, {"state": before}, after)


def set_announced(competition_key: str, round_key: str, announced: bool, by: str) -> None:
    """Make the matches of a round in preparation public, or take that back.

    Nothing happens if they are announced, or not, already. Raises `NotFound`, or `Refused` for a
    round without matches and for one that was opened: its matches are public in any case.
    """
    with change(competition_key, by) as edit:
        round_ = find_round(edit.competition, round_key)
        subject = f"{round_.stage.key}/{round_.key}"
        edit.refuse_if_changed(f"round/{subject}")
        before = bool(round_.announced)
        if before == announced:
            return
        if round_.state != "draft":
            raise Refused(
                N_("This round has been opened, so its matches are public: there is nothing to do.")
            )
        if announced and not round_.matches:
            raise Refused(N_("This round has no match yet. Add one, then announce the round."))
        round_.announced = True if announced else None
        edit.audit(
            "round.announce" if announced else "round.withhold",
            subject,
            {"announced": before},
            {"announced": announced},
        )


def has_public_matches(round_: Round) -> bool:
    """Whether the matches of a round are public, in a competition that is."""
    return round_.state != "draft" or bool(round_.announced)


def find_round(competition: Competition, name: str) -> Round:
    """The one round of that name; `NotFound` for none, `Refused` for more than one."""
    found = queries.find_rounds(competition, name)
    if not found:
        raise NotFound
    if len(found) > 1:
        raise Refused(
            N_("More than one stage has a round “%(round)s”. Choose one of: %(names)s."),
            round=name,
            names=", ".join(f"{round_.stage.key}/{round_.key}" for round_ in found),
        )
    return found[0]


def _refuse_to_open(round_: Round, reason: str) -> None:
    """Raise `Refused` where the round cannot be opened."""
    if round_.state == "closed" and not reason.strip():
        raise Refused(N_("Give a reason for reopening the round; it is kept with the results."))
    if not round_.matches:
        raise Refused(N_("This round has no match yet. Add one, then open the round."))
    for match in round_.matches:
        if not match.seats:
            raise Refused(
                N_("Match %(match)s has no panel yet. Assign its judges, then open the round."),
                match=match.position + 1,
            )
