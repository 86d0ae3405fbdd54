"""Open and close rounds."""

from competition.actions import announce, snapshots
from competition.actions.refusals import NotFound, Refused
from competition.messages import N_
from competition.store import audit, queries, sheets
from competition.store.db import writing
from competition.store.models import Competition, Round

STATES = ("draft", "open", "closed")


def set_state(competition_key: str, round_key: str, state: str, by: str, reason: str = "") -> None:
    """Move a round to `draft`, `open` or `closed`; to the state it is in already: nothing.

    `round_key` is the round's key, or `stage/round` where two stages have a round of that key.
    Reopening a closed round needs a reason. A round with sheets cannot become a draft
    again, and one without a match, a panel or a team cannot be opened. Raises `NotFound`
    or `Refused`.
    """
    if state not in STATES:
        raise Refused(
            N_("A round is one of: %(states)s; not “%(state)s”."),
            states=", ".join(STATES),
            state=state,
        )
    with writing() as session:
        competition = queries.find_competition(competition_key)
        if competition is None:
            raise NotFound
        round_ = find_round(competition, round_key)
        before = round_.state
        if before == state:
            return
        if state == "open":
            _may_open(round_, reason)
        if state == "draft" and any(
            sheet.version for match in round_.matches for sheet in sheets.sheets_of_match(match.id)
        ):
            raise Refused(
                N_("Judges have written in this round already. Close it instead of hiding it.")
            )
        round_.state = state
        after = {"state": state, **({"reason": reason.strip()} if reason.strip() else {})}
        audit.append(
            session,
            competition.key,
            by,
            "round.state",
            f"{round_.stage.key}/{round_.key}",
            {"state": before},
            after,
        )
        snapshots.refresh(session, competition)
    announce.changed()


def find_round(competition: Competition, name: str) -> Round:
    """The one round of that name; `NotFound` for none, `Refused` for more than one."""
    found = queries.find_rounds(competition, name)
    if not found:
        raise NotFound
    if len(found) > 1:
        raise Refused(
            N_("More than one stage has a round “%(round)s”. Say which: %(names)s."),
            round=name,
            names=", ".join(f"{round_.stage.key}/{round_.key}" for round_ in found),
        )
    return found[0]


def _may_open(round_: Round, reason: str) -> None:
    if round_.state == "closed" and not reason.strip():
        raise Refused(N_("Say why the round is reopened; the reason is kept with the result."))
    if not round_.matches:
        raise Refused(N_("This round has no match yet. Add one, then open the round."))
    for match in round_.matches:
        if not match.seats:
            raise Refused(
                N_("Match %(match)s has no panel yet. Seat its judges, then open the round."),
                match=match.position + 1,
            )
