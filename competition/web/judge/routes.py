"""The judge's routes: importing this module registers every view on the blueprint."""

from competition.web.judge import confirm_identity, declaration, home, link, match, offline, rescue
from competition.web.judge.blueprint import bp

VIEWS = (confirm_identity, declaration, home, link, match, offline, rescue)

__all__ = ["VIEWS", "bp"]
