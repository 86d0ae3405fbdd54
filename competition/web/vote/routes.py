"""The vote's routes: importing this module registers the view on the blueprint."""

from competition.web.vote import page
from competition.web.vote.blueprint import bp

VIEWS = (page,)

__all__ = ["VIEWS", "bp"]
