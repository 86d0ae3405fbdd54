"""The audience's addresses: importing this module puts every view on the blueprint."""

from competition.web.audience import api, overlay, pages, screen, stream, teams
from competition.web.audience.blueprint import bp

VIEWS = (api, overlay, pages, screen, stream, teams)

__all__ = ["VIEWS", "bp"]
