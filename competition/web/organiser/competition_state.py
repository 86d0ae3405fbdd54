"""Where a competition stands: in preparation, under way, finished or archived."""

from competition.store.models import Competition


def competition_state(competition: Competition) -> str:
    """`archived`, `preparing` until a round opens, `finished` once all is published, `running`."""
    if competition.archived_at:
        return "archived"
    rounds = [round_ for stage in competition.stages for round_ in stage.rounds]
    if all(round_.state == "draft" for round_ in rounds):
        return "preparing"
    is_over = all(round_.state == "closed" for round_ in rounds)
    is_shown = all(stage.release == "published" for stage in competition.stages)
    return "finished" if is_over and is_shown else "running"
