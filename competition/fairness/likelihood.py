"""The log likelihood of the rating scale model, its gradient and its information matrix.

The model is log(P_k / P_{k−1}) = entry + dimension + judge + threshold_k for the categories
k = 0, 1, …, in each of the cells. Entries, dimensions and judges each sum to zero, so that the
last element of each of these facets is minus the sum of the others; the thresholds are free.
*Free parameters* leave those last elements out, *all parameters* have them: entries, dimensions,
judges, thresholds, in this order.

Imports NumPy and SciPy at once: import this module inside a function.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

# As many probabilities are held at a time, 32 MB of them.
_BLOCK = 4_000_000


@dataclass(frozen=True)
class Expectation:
    """What the model expects at given parameters.

    `gradient` and `information` are those of the free parameters. `residuals` (the category's
    number minus its expectation) and `variances` are one a cell, in the order of the cells.
    """

    log_likelihood: float
    gradient: Floats
    information: Floats
    residuals: Floats
    variances: Floats


class RatingLikelihood:
    """The log likelihood of given cells, as a function of the free parameters."""

    def __init__(self, facets: Sequence[Sequence[int]], categories: Sequence[int]) -> None:
        """Take the facets' elements and the categories, one number a cell, each from 0 on."""
        self.facets: list[Numbers] = [np.asarray(facet, dtype=np.int64) for facet in facets]
        self.categories: Numbers = np.asarray(categories, dtype=np.int64)
        self.sizes = [int(facet.max()) + 1 for facet in self.facets]
        self.counts: Numbers = np.bincount(self.categories)
        self.steps = len(self.counts) - 1
        ends = np.cumsum([0, *self.sizes])
        self.places = [slice(int(a), int(b)) for a, b in itertools.pairwise(ends)]
        self.thresholds = slice(int(ends[-1]), int(ends[-1]) + self.steps)
        free = np.eye(self.thresholds.stop)
        for place in self.places:
            free[place.stop - 1, place] = -1.0
        last = [place.stop - 1 for place in self.places]
        self._all_from_free: Any = csr_array(np.delete(free, last, axis=1))

    def start(self) -> Floats:
        """Return the free parameters that are the most likely if the facets make no difference."""
        parameters = np.zeros(self._all_from_free.shape[1])
        parameters[-self.steps :] = np.log(self.counts[1:] / self.counts[:-1])
        return parameters

    def all_parameters(self, free: Floats) -> Floats:
        """Return all parameters, the last element of each facet among them."""
        found: Floats = self._all_from_free @ free
        return found

    def all_covariances(self, free: Floats) -> Floats:
        """Return the covariance matrix of all parameters from that of the free ones."""
        found: Floats = self._all_from_free @ (self._all_from_free @ free).T
        return found

    def expect(self, free: Floats) -> Expectation:
        """Return the log likelihood with its derivatives."""
        parameters = self.all_parameters(free)
        size = self.thresholds.stop
        gradient, information = np.zeros(size), np.zeros((size, size))
        residuals, variances = np.zeros(len(self.categories)), np.zeros(len(self.categories))
        beyond = np.zeros(self.steps)
        log_likelihood = 0.0
        numbers = np.arange(self.steps + 1.0)
        between = self.thresholds
        for block in self._blocks():
            powers = self._powers(parameters, block)
            given = self.categories[block]
            sums = _log_sums(powers)
            log_likelihood += float((powers[np.arange(len(given)), given] - sums).sum())
            chances = np.exp(powers - sums[:, None])
            means = chances @ numbers
            off = numbers - means[:, None]
            residuals[block] = off[np.arange(len(given)), given]
            variances[block] = (chances * off * off).sum(axis=1)
            # The chance of each category or a higher one, and its covariance with the number.
            reached = np.cumsum(chances[:, :0:-1], axis=1)[:, ::-1]
            covariances = np.cumsum((chances * off)[:, :0:-1], axis=1)[:, ::-1]
            beyond += reached.sum(axis=0)
            information[between, between] -= reached.T @ reached
            for facet, place in zip(self.facets, self.places, strict=True):
                information[place, between] += _sums_by(facet[block], place, covariances)
        at_least = np.cumsum(self.counts[:0:-1])[::-1]
        gradient[between] = at_least - beyond
        # Of two thresholds the upper one is reached only where the lower one is.
        upper = np.maximum.outer(np.arange(self.steps), np.arange(self.steps))
        information[between, between] += beyond[upper]
        for first, place in zip(self.facets, self.places, strict=True):
            gradient[place] = np.bincount(first, residuals, place.stop - place.start)
            information[between, place] = information[place, between].T
            for second, other in zip(self.facets, self.places, strict=True):
                columns = other.stop - other.start
                pairs = first * columns + second
                together = np.bincount(pairs, variances, (place.stop - place.start) * columns)
                information[place, other] = together.reshape(-1, columns)
        by_free: Floats = self._all_from_free.T @ (self._all_from_free.T @ information).T
        return Expectation(
            log_likelihood=log_likelihood,
            gradient=self._all_from_free.T @ gradient,
            information=by_free,
            residuals=residuals,
            variances=variances,
        )

    def _blocks(self) -> Iterator[slice]:
        length = max(1, _BLOCK // (self.steps + 1))
        for first in range(0, len(self.categories), length):
            yield slice(first, first + length)

    def _powers(self, parameters: Floats, block: slice) -> Floats:
        """Return the logarithms of the categories' chances, apart from a constant in each cell."""
        places = zip(self.facets, self.places, strict=True)
        logits = sum(parameters[place][facet[block]] for facet, place in places)
        steps = np.concatenate([[0.0], np.cumsum(parameters[self.thresholds])])
        found: Floats = np.multiply.outer(logits, np.arange(self.steps + 1.0)) + steps
        return found


def _log_sums(powers: Floats) -> Floats:
    highest: Floats = powers.max(axis=1)
    found: Floats = highest + np.log(np.exp(powers - highest[:, None]).sum(axis=1))
    return found


def _sums_by(facet: Numbers, place: slice, values: Floats) -> Floats:
    """Add up the rows of values by the element of a facet that each belongs to."""
    rows = np.arange(len(facet))
    shape = (place.stop - place.start, len(facet))
    found: Floats = csr_array((np.ones(len(facet)), (facet, rows)), shape=shape) @ values
    return found
