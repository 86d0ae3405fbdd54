"""The internal standings: counted from the current marks, whatever the public may see."""

from competition import scoring
from competition.actions.refusals import NotFound
from competition.file_types import Document
from competition.pauses import Pauses
from competition.scoring.explanation_types import Explanation
from competition.scoring.stage import Scorebook
from competition.scoring.types import StageStandings
from competition.store import current_competition, file_export
from competition.store.db import db
from competition.store.models import Competition
from competition.store.transactions import is_writing
from competition.why import NotProvable, Prover
from competition.why.types import ArrangedProof


def count_standings(competition: Competition) -> dict[str, StageStandings]:
    """Every stage's standings, as `flask recount` prints them, by stage key; to be read only."""
    if current := current_competition.of(competition):
        return current.once("standings", lambda state: _recount(state.document))
    return _recount(file_export.competition_document(competition, history=False))


def count_standings_before(competition: Competition) -> dict[str, StageStandings]:
    """Like `count_standings`, in a write transaction that has changed nothing yet."""
    if current := current_competition.find_unchanged(competition.key):
        return current.once("standings", lambda state: _recount(state.document))
    return count_standings(competition)


def _recount(file: Document) -> dict[str, StageStandings]:
    pause = Pauses(may_pause=not is_writing(db.session()))
    return {stage["stage"]: stage for stage in scoring.recount(file, pause=pause)["stages"]}


def explain_total(competition: Competition, stage_key: str, team_key: str) -> Explanation:
    """Every step of one team's total (`scoring.explain`); `NotFound` where it has no entry."""
    book = scorebook(competition)
    try:
        return scoring.explain(book.document, stage_key, team_key, book)
    except KeyError as error:
        raise NotFound from error


def scorebook(competition: Competition) -> Scorebook:
    """The competition as it is scored now, each stage computed when it is first asked for."""
    if current := current_competition.of(competition):
        return current.once("book", lambda state: Scorebook(state.document))
    return Scorebook(file_export.competition_document(competition, history=False))


def prove_total(competition: Competition, stage_key: str, team_key: str) -> ArrangedProof | None:
    """Every step of one team's total (`competition.why`); None while it has none."""
    if current := current_competition.of(competition):
        prover = current.once("prover", lambda state: Prover(state.document))
    else:
        prover = Prover(file_export.competition_document(competition, history=False))
    try:
        return prover.prove(team_key, stage_key)
    except NotProvable:
        return None


def teams_sharing_places(counted: StageStandings) -> dict[int, list[str]]:
    """The teams that share a rank, by rank."""
    shared: dict[int, list[str]] = {}
    for row in counted["standings"]:
        if row["tied"]:
            shared.setdefault(row["rank"], []).append(row["team"])
    return shared
