"""The clerks' routes: importing this module registers every view on the blueprint."""

from competition.web.clerk import home, sheet
from competition.web.clerk.blueprint import bp

VIEWS = (home, sheet)

__all__ = ["VIEWS", "bp"]
