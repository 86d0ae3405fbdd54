"""An integer programme that is written row by row and solved with HiGHS.

Deterministic: HiGHS has no randomness of its own, and a solution is limited by a number of steps
where it is limited, never by a time.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[int, float]
"""The factors of variables, by their numbers."""

INFINITY = float("inf")
_OPTIMAL, _LIMIT, _INFEASIBLE = 0, 1, 2


class IntegerProgramme:
    """Variables within bounds, most of them whole, and rows that bound sums of them."""

    def __init__(self) -> None:
        self._bounds: list[tuple[float, float]] = []
        self._whole: list[bool] = []
        self._rows: list[tuple[Row, float, float]] = []

    def variable(self, low: float, high: float, *, whole: bool = True) -> int:
        """Add a variable; its number."""
        self._bounds.append((low, high))
        self._whole.append(whole)
        return len(self._bounds) - 1

    def require(self, row: Row, low: float, high: float) -> None:
        """Require that the sum is within bounds."""
        self._rows.append((row, low, high))

    def copy(self) -> "IntegerProgramme":
        """The same programme, to be extended apart from this one."""
        other = IntegerProgramme()
        other._bounds, other._whole = list(self._bounds), list(self._whole)
        other._rows = list(self._rows)
        return other

    def least(
        self, objective: Row, *, limit: int | None = None, whole: bool = True
    ) -> Sequence[float] | None:
        """The values of the variables where the objective is least; None if there are none.

        With a limit of steps: the best that were found until there, None if none were. Without
        `whole` no variable need be: quick, and never above what whole ones reach.
        """
        if not self._bounds:
            return None if any(low > 0 or high < 0 for _row, low, high in self._rows) else []
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        costs = np.zeros(len(self._bounds))
        for variable, cost in objective.items():
            costs[variable] = cost
        low, high = np.array(self._bounds, dtype=float).T
        options: dict[str, Any] = {"mip_rel_gap": 0}
        if limit is not None:
            options["node_limit"] = limit
        result = milp(
            costs,
            integrality=np.array(self._whole, dtype=int) * whole,
            bounds=Bounds(low, high),
            constraints=LinearConstraint(
                self._matrix(), [row[1] for row in self._rows], [row[2] for row in self._rows]
            ),
            options=options,
        )
        if result.status not in (_OPTIMAL, _INFEASIBLE) and limit is None:
            raise RuntimeError(f"the solver has no answer: {result.message}")
        return None if result.x is None else list(result.x)

    def _matrix(self) -> Any:
        from scipy.sparse import csr_array

        entries = [
            (factor, number, variable)
            for number, (row, _low, _high) in enumerate(self._rows)
            for variable, factor in row.items()
        ]
        factors, numbers, variables = zip(*entries, strict=True) if entries else ((), (), ())
        shape = (len(self._rows), len(self._bounds))
        return csr_array((factors, (numbers, variables)), shape=shape, dtype=float)
