"""Where a competition stands: in preparation, under way or finished."""

from competition.store.models import Competition


def competition_state(competition: Competition) -> str:
    """`preparing` until a round opens, `finished` once every result is published, or `running`."""
    rounds = [round_ for stage in competition.stages for round_ in stage.rounds]
    if all(round_.state == "draft" for round_ in rounds):
        return "preparing"
    is_over = all(round_.state == "closed" for round_ in rounds)
    is_shown = all(stage.release == "published" for stage in competition.stages)
    return "finished" if is_over and is_shown else "running"
