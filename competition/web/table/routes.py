"""The table's routes: importing this module registers every view on the blueprint."""

from competition.web.table import clocks, link, page
from competition.web.table.blueprint import bp

VIEWS = (clocks, link, page)

__all__ = ["VIEWS", "bp"]
