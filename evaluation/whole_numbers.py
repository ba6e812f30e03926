"""Linear programmes in whole numbers, solved to the exact optimum or not at all. Pure.

The solver (HiGHS, by way of scipy) works with binary floats. It is kept to small coefficients, where its tolerances are far
below one, and what it says is checked in whole numbers.
"""

from collections.abc import Mapping

from evaluation.problems import EvaluationError
from evaluation.wording import ranking as words

_LIMB = 10**4
"""Large sums are carried in limbs of four digits: no coefficient is larger."""
_NEAR = 1e-3
_OPTIMAL, _INFEASIBLE = 0, 2

Factors = Mapping[int, int]
"""Variable → whole factor."""


class Model:
    """Whole variables between bounds, rows of sums between bounds, and one sum to maximise after the other."""

    def __init__(self) -> None:
        self._bounds: list[tuple[int, int]] = []
        self._rows: list[tuple[Factors, int, int]] = []

    def variable(self, low: int, high: int) -> int:
        """Add a variable and return its number."""
        self._bounds.append((low, high))
        return len(self._bounds) - 1

    def row(self, factors: Factors, low: int, high: int) -> None:
        """Ask that a sum lies between two bounds."""
        self._rows.append((factors, low, high))

    def maximise_for_good(self, factors: Factors) -> bool:
        """Make a sum (never negative) as large as can be and hold it there; False where no solution exists at all."""
        for limb in self._limbs(factors):
            found = self.best({limb: 1})
            if found is None:
                return False
            self._bounds[limb] = (found[limb], found[limb])
        return True

    def _limbs(self, factors: Factors) -> list[int]:
        """Return variables that hold the digits of a sum, the highest first."""
        limbs: list[int] = []
        rest, carry = dict(factors), None
        while True:
            here = {number: factor % _LIMB for number, factor in rest.items()} | ({} if carry is None else {carry: 1})
            rest = {number: factor // _LIMB for number, factor in rest.items() if factor >= _LIMB}
            most = sum(factor * self._bounds[number][1] for number, factor in here.items())
            if not rest and most < _LIMB**2:
                limb = self.variable(0, most)
                self.row({**here, limb: -1}, 0, 0)
                return [limb, *limbs]
            limb, carry = self.variable(0, _LIMB - 1), self.variable(0, most // _LIMB)
            self.row({**here, limb: -1, carry: -_LIMB}, 0, 0)
            limbs.insert(0, limb)

    def best(self, factors: Factors) -> tuple[int, ...] | None:
        """Return a solution with the largest sum, None where there is none. Raises EvaluationError where that isn't proven."""
        # Importing scipy takes longer than everything else at the start, and most offices never need it.
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        count = len(self._bounds)
        matrix = np.zeros((len(self._rows), count))
        for place, (row, _, _) in enumerate(self._rows):
            for number, factor in row.items():
                matrix[place, number] = factor
        goal = np.zeros(count)
        for number, factor in factors.items():
            goal[number] = -factor
        limits = LinearConstraint(matrix, [low for _, low, _ in self._rows], [high for _, _, high in self._rows])
        bounds = Bounds(*zip(*self._bounds, strict=True))
        result = milp(goal, integrality=np.ones(count), bounds=bounds, constraints=limits, options={"mip_rel_gap": 0})
        if result.status == _INFEASIBLE:
            return None
        if result.status != _OPTIMAL:
            raise EvaluationError(words.NUMBERS_TOO_LONG)
        found = tuple(round(value) for value in result.x)
        reached = sum(factor * found[number] for number, factor in factors.items())
        is_near = all(abs(value - whole) < _NEAR for value, whole in zip(result.x, found, strict=True))
        if not (is_near and self._holds(found) and -result.mip_dual_bound < reached + 1 - _NEAR):
            raise EvaluationError(words.NUMBERS_TOO_LONG)
        return found

    def _holds(self, found: tuple[int, ...]) -> bool:
        within = all(low <= value <= high for value, (low, high) in zip(found, self._bounds, strict=True))
        sums = ((sum(factor * found[n] for n, factor in row.items()), low, high) for row, low, high in self._rows)
        return within and all(low <= total <= high for total, low, high in sums)
