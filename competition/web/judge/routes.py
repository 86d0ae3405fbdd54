"""The judge's routes: importing this module registers every view on the blueprint."""

from competition.web.judge import (
    agreement,
    conference,
    confirm_identity,
    declaration,
    fairness,
    home,
    link,
    match,
    match_clock,
    messages,
    offline,
    receipt_in_result,
    rescue,
    result,
    switch_contest,
)
from competition.web.judge.blueprint import bp

VIEWS = (
    conference,
    agreement,
    confirm_identity,
    declaration,
    fairness,
    home,
    link,
    match,
    match_clock,
    messages,
    offline,
    receipt_in_result,
    rescue,
    result,
    switch_contest,
)

__all__ = ["VIEWS", "bp"]
