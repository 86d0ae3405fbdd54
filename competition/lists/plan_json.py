"""A plan as `accord-import/1`."""

from collections.abc import Callable
from typing import Any

from competition.lists.plan_types import ImportPlan


def plan_as_json(plan: ImportPlan, translate: Callable[[str], str] = str) -> dict[str, Any]:
    """The plan as plain values, with its sentences in the reader's language."""
    raise NotImplementedError
