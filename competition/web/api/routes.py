"""The API's routes: importing this module registers every view on the blueprint."""

from competition.web.api import assignments, late_sheets, messages, presence, sheets
from competition.web.api.blueprint import bp

VIEWS = (assignments, late_sheets, messages, presence, sheets)

__all__ = ["VIEWS", "bp"]
