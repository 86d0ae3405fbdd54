"""The many-facet rating scale model: how lenient judges are once entries are allowed for.

log(P_k / P_{k−1}) = entry + dimension + judge + threshold_k, where P_k is the chance of the
category k, by joint maximum likelihood: every element of every facet is a parameter, and nothing
is corrected for bias. In logits; a judge above zero is lenient, a dimension above zero easy.
Linacre 1989, "Many-Facet Rasch Measurement"; Andrich 1978 for the thresholds.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from competition.fairness.likelihood import Expectation, Floats, RatingLikelihood

_MOVED = 1e-9
_MOST_STEPS = 200
_MOST_HALVINGS = 60
# A standard error of a thousand logits: the marks say nothing of a parameter. Where there is a
# maximum, marks that pull against each other keep errors far below; where there is none, the
# parameters run away until the information about them is lost in the arithmetic.
_LOST_ERROR = 1e3


@dataclass(frozen=True)
class FittedModel:
    """The parameters at the maximum, in logits, and how well each judge fits.

    Of categories numbered from 0, `thresholds` are the steps into 1, 2, …. `judge_infit` and
    `judge_outfit` are mean squares, 1 where a judge's marks vary as the model expects.
    """

    entries: list[float]
    dimensions: list[float]
    judges: list[float]
    thresholds: list[float]
    log_likelihood: float
    judge_se: list[float]
    judge_infit: list[float]
    judge_outfit: list[float]


def fit_rating_model(
    entries: Sequence[int],
    dimensions: Sequence[int],
    judges: Sequence[int],
    categories: Sequence[int],
) -> FittedModel | None:
    """Fit the model to cells: for each one its entry, dimension, judge and category.

    Each is numbered from 0 without a gap, categories in rising order. None where the likelihood
    has no maximum: fewer than two entries, judges or categories; an entry, dimension or judge with
    only the lowest or only the highest category; marks that do not tie all of them together; or
    marks that some sum of the facets puts in order without exception, so that the likelihood
    rises for ever.
    """
    facets = (entries, dimensions, judges)
    if min(len(set(each)) for each in (entries, judges, categories)) < 2:
        return None
    if any(_has_extreme(facet, categories) for facet in facets):
        return None
    if not _are_tied(entries, judges):
        return None
    from competition.fairness.likelihood import RatingLikelihood

    likelihood = RatingLikelihood(facets, categories)
    parameters = _climb(likelihood)
    if parameters is None:
        return None
    at_maximum = likelihood.expect(parameters)
    errors = _errors(likelihood, at_maximum)
    if errors is None:
        return None
    of_entries, of_dimensions, of_judges = likelihood.places
    everything = likelihood.all_parameters(parameters)
    infit, outfit = _fit_of_judges(likelihood, at_maximum)
    return FittedModel(
        entries=everything[of_entries].tolist(),
        dimensions=everything[of_dimensions].tolist(),
        judges=everything[of_judges].tolist(),
        thresholds=everything[likelihood.thresholds].tolist(),
        log_likelihood=at_maximum.log_likelihood,
        judge_se=errors[of_judges].tolist(),
        judge_infit=infit,
        judge_outfit=outfit,
    )


def _has_extreme(facet: Sequence[int], categories: Sequence[int]) -> bool:
    """Return whether an element has only the lowest or only the highest category."""
    given: defaultdict[int, set[int]] = defaultdict(set)
    for element, category in zip(facet, categories, strict=True):
        given[element].add(category)
    extremes = {min(categories)}, {max(categories)}
    return any(each in extremes for each in given.values())


def _are_tied(entries: Sequence[int], judges: Sequence[int]) -> bool:
    """Return whether every entry can be reached from every judge by way of who marked what."""
    marked: defaultdict[int, set[int]] = defaultdict(set)
    marking: defaultdict[int, set[int]] = defaultdict(set)
    for entry, judge in zip(entries, judges, strict=True):
        marked[judge].add(entry)
        marking[entry].add(judge)
    reached, waiting = {entries[0]}, [entries[0]]
    while waiting:
        for judge in marking[waiting.pop()]:
            new = marked.pop(judge, set()) - reached
            reached |= new
            waiting += new
    return len(reached) == len(marking)


def _climb(likelihood: "RatingLikelihood") -> "Floats | None":
    """Climb by Newton's method to where no parameter moves any more; None if there is no end.

    A step is halved until the likelihood rises. Only a whole step ends the climb.
    """
    import numpy as np
    from scipy.linalg import cho_factor, cho_solve

    parameters = likelihood.start()
    here = likelihood.expect(parameters)
    for _ in range(_MOST_STEPS):
        try:
            step: Floats = cho_solve(cho_factor(here.information), here.gradient)
        except np.linalg.LinAlgError:
            return None
        if np.abs(likelihood.all_parameters(step)).max() < _MOVED:
            return parameters + step
        climbed = _climb_along(likelihood, parameters, here, step)
        if climbed is None:
            return None
        parameters, here = climbed
    return None


def _climb_along(
    likelihood: "RatingLikelihood", parameters: "Floats", here: "Expectation", step: "Floats"
) -> "tuple[Floats, Expectation] | None":
    """Go as far along a step as the likelihood rises, None if it never does."""
    expected = float(here.gradient @ step)
    # So little cannot be seen in the likelihood; the whole step is good this near the top.
    is_near = expected < 1e-9 * (1.0 + abs(here.log_likelihood))
    length = 1.0
    for _ in range(_MOST_HALVINGS):
        there = likelihood.expect(parameters + length * step)
        gain = there.log_likelihood - here.log_likelihood
        if is_near or gain > 1e-4 * length * expected:
            return parameters + length * step, there
        length /= 2
    return None


def _errors(likelihood: "RatingLikelihood", at_maximum: "Expectation") -> "Floats | None":
    """Return the standard errors of all parameters, None where there is no maximum after all."""
    import numpy as np
    from scipy.linalg import cho_factor, cho_solve

    try:
        factor = cho_factor(at_maximum.information)
    except np.linalg.LinAlgError:
        return None
    free = cho_solve(factor, np.eye(len(at_maximum.information)))
    # A variance below zero can only come of a matrix that is singular but for the arithmetic.
    variances = np.diag(likelihood.all_covariances(free))
    if variances.min() < 0 or variances.max() > _LOST_ERROR**2:
        return None
    errors: Floats = np.sqrt(variances)
    return errors


def _fit_of_judges(
    likelihood: "RatingLikelihood", at_maximum: "Expectation"
) -> tuple[list[float], list[float]]:
    """Return infit and outfit of the judges."""
    import numpy as np

    judges = likelihood.facets[-1]
    squares = at_maximum.residuals**2
    infit = np.bincount(judges, squares) / np.bincount(judges, at_maximum.variances)
    outfit = np.bincount(judges, squares / at_maximum.variances) / np.bincount(judges)
    return infit.tolist(), outfit.tolist()
