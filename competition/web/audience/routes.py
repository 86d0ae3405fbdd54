"""The audience's routes: importing this module registers every view on the blueprint."""

from competition.web.audience import (
    api,
    awards_page,
    draws,
    fairness_page,
    graphics,
    match_clocks,
    overlay,
    pages,
    programme,
    screen,
    stream,
    teams,
)
from competition.web.audience.blueprint import bp

VIEWS = (
    api,
    awards_page,
    draws,
    fairness_page,
    graphics,
    match_clocks,
    overlay,
    pages,
    programme,
    screen,
    stream,
    teams,
)

__all__ = ["VIEWS", "bp"]
