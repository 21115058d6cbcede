"""Krippendorff's alpha: how far coders who read the same statements agree beyond what chance would give, with an interval.

Source:
    METHODS section 4. Krippendorff (2019), Content Analysis, 4th edition, chapter 12; Krippendorff & Craggs (2016), Communication Methods
    and Measures 10(4), 181-198, for the difference of sets; Efron & Stein (1981), Annals of Statistics 9(3), 586-596, for the jackknife.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from peace_analysis.notebook_view import view_facts

Floats = NDArray[np.float64]
Distance = Callable[[Floats], Floats]  # how often each value was given, shape (n_values,) -> squared differences, (n_values, n_values)
Level = Literal["nominal", "ordinal", "interval"]
CONFIDENCE = 0.95
_MISSING = -1


@dataclass(frozen=True)
class Alpha:
    """Agreement of coders."""

    value: float  # 1: perfect; 0: as chance; missing where nobody differs because one value was given throughout
    low: float  # 95% interval; missing where fewer than two units tell how it varies
    high: float
    n_units: int  # units that at least two coders gave a value
    n_values: int  # values given to these

    def _repr_html_(self) -> str:
        """Show as a table in a notebook; every word from data is escaped."""
        return view_facts("Krippendorff's alpha", {"alpha": self.value, "low": self.low, "high": self.high, "units": self.n_units})


def measure_alpha(ratings: ArrayLike, *, level: Level = "nominal", clusters: Sequence[Hashable] | None = None) -> Alpha:
    """Measure the agreement of coders who gave each unit a number.

    Args:
        ratings: One row per coder, one column per unit, shape (n_coders, n_units); NaN where a coder gave none.
        level: What the numbers mean: names, an order, or amounts.
        clusters: One label per unit, such as its session: the jackknife then leaves out a whole cluster at a time. By default each unit is
            one of its own.

    Returns:
        Alpha with its jackknife interval. Units with fewer than two values do not count.

    Raises:
        ValueError: If the ratings are not a table of numbers, or there are not as many labels as units.

    Examples:
        >>> from peace_analysis import coding
        >>> found = coding.measure_alpha([[1, 2, 3, 3, 2], [1, 2, 3, 3, 1]])
        >>> round(found.value, 2), found.n_units
        (0.73, 5)
    """
    given = np.asarray(ratings, dtype=np.float64)
    if given.ndim != 2:
        raise ValueError(f"one row per coder and one column per unit are expected; got {given.ndim} dimensions")
    known = ~np.isnan(given)
    values, places = np.unique(given[known], return_inverse=True)
    index = np.full(given.shape, _MISSING, dtype=np.int64)
    index[known] = places
    return _measure(index, _distance_of(values, level), clusters)


def measure_alpha_of_sets(ratings: Sequence[Sequence[Iterable[str] | None]], *, clusters: Sequence[Hashable] | None = None) -> Alpha:
    """Measure the agreement of coders who gave each unit one or several codes.

    Two sets differ by the share of their codes that is not common to both, 1 - 2 |A and B| / (|A| + |B|): not at all where they are the
    same, wholly where they have nothing in common. With one code per unit this is nominal alpha.

    Args:
        ratings: One sequence per coder, as long as there are units; each entry the codes of a unit, or None where the coder gave none.
        clusters: As in `measure_alpha`.

    Raises:
        ValueError: If the sequences differ in length, a set is empty, or there are not as many labels as units.

    Examples:
        >>> from peace_analysis import coding
        >>> first, second = [{"T01"}, {"T02"}, {"T01", "T02"}], [{"T01"}, {"T02"}, {"T01"}]
        >>> round(coding.measure_alpha_of_sets([first, second]).value, 2)
        0.78
    """
    rows = [[None if codes is None else frozenset(codes) for codes in row] for row in ratings]
    if len({len(row) for row in rows}) > 1:
        raise ValueError("every coder needs an entry for every unit")
    if any(codes is not None and not codes for row in rows for codes in row):
        raise ValueError("a set of codes is not empty: use a code such as `none`")
    found = sorted({codes for row in rows for codes in row if codes is not None}, key=sorted)
    place = {codes: number for number, codes in enumerate(found)}
    index = np.array([[_MISSING if codes is None else place[codes] for codes in row] for row in rows], dtype=np.int64)
    index = index.reshape(len(rows), len(rows[0]) if rows else 0)
    apart = np.array([[1 - 2 * len(a & b) / (len(a) + len(b)) for b in found] for a in found], dtype=np.float64)
    return _measure(index, lambda _: apart.reshape(len(found), len(found)), clusters)


def _distance_of(values: Floats, level: Level) -> Distance:
    if level == "nominal":
        apart = 1.0 - np.eye(len(values))
        return lambda _: apart
    if level == "interval":
        amounts = (values[:, None] - values[None, :]) ** 2
        return lambda _: amounts

    def ordinal(times: Floats) -> Floats:
        middle = np.cumsum(times) - times / 2  # values between two, half of each of the two included
        return np.asarray((middle[:, None] - middle[None, :]) ** 2, dtype=np.float64)

    return ordinal


def _measure(index: NDArray[np.int64], distance: Distance, clusters: Sequence[Hashable] | None) -> Alpha:
    n_units = index.shape[1]
    labels = list(range(n_units)) if clusters is None else list(clusters)
    if len(labels) != n_units:
        raise ValueError(f"one label per unit is expected; got {len(labels)} for {n_units} units")
    n_values = int(index.max()) + 1 if index.size else 0
    usable = (index >= 0).sum(axis=0) >= 2
    # Units of the same values (in any order) and the same cluster tell the same, and are counted once with their number.
    kinds: dict[tuple[Hashable, tuple[int, ...]], int] = {}
    for column in np.flatnonzero(usable):
        values = tuple(sorted(int(value) for value in index[:, column] if value >= 0))
        label = values if clusters is None else labels[column]
        kinds[label, values] = kinds.get((label, values), 0) + 1
    if not kinds:
        return Alpha(np.nan, np.nan, np.nan, 0, 0)
    each = [_coincidences(values, n_values) for _, values in kinds]
    times = np.array(list(kinds.values()), dtype=np.float64)
    total = np.asarray(sum(one * n for one, n in zip(each, times, strict=True)), dtype=np.float64)
    value = _alpha(total, distance)
    if clusters is None:
        parts, weights = each, times
    else:
        sums: dict[Hashable, Floats] = {}
        for (label, _), one, n in zip(kinds, each, times, strict=True):
            sums[label] = sums.get(label, np.zeros_like(one)) + one * n
        parts, weights = list(sums.values()), np.ones(len(sums))
    left_out = np.array([_alpha(total - part, distance) for part in parts], dtype=np.float64)
    n_pairable = int(times.sum())
    if value > 1 - 1e-12:
        low, high = _bound_perfect(total, distance(total.sum(axis=0)), n_pairable), 1.0
    else:
        low, high = _bound(value, left_out, weights)
    return Alpha(value, low, high, n_pairable, int(total.sum().round()))


def _coincidences(values: tuple[int, ...], n_values: int) -> Floats:
    """Pairs of values within one unit, each weighted so that the unit counts as often as it has values."""
    times = np.bincount(values, minlength=n_values).astype(np.float64)
    pairs = np.outer(times, times)
    pairs[np.diag_indices(n_values)] -= times
    return np.asarray(pairs / (len(values) - 1), dtype=np.float64)


def _alpha(pairs: Floats, distance: Distance) -> float:
    times = pairs.sum(axis=0)
    apart = distance(times)
    n = times.sum()
    expected = float(times @ apart @ times) / (n - 1) if n > 1 else 0.0
    return float(1 - (pairs * apart).sum() / expected) if expected > 1e-12 else float("nan")


def _bound_perfect(pairs: Floats, apart: Floats, n_units: int) -> float:
    """Lower end where nobody differed, so that the jackknife sees no variation.

    Of n units without a disagreement, fewer than 1 - .05^(1/n) may have one, with 95% confidence; each is then taken to be a whole one.
    """
    times = pairs.sum(axis=0)
    expected = float(times @ apart @ times) / (times.sum() * (times.sum() - 1))
    chance = 1 - (1 - CONFIDENCE) ** (1 / n_units)
    return float(max(-1.0, 1 - chance * float(apart.max()) / expected))


def _bound(value: float, left_out: Floats, weights: Floats) -> tuple[float, float]:
    """Bound alpha by what leaving out one unit (or cluster) at a time does to it, with the t quantile of their number."""
    from scipy import stats

    n = float(weights.sum())
    # Where nothing varies any more without one of them, that one alone says how far coders differ.
    if np.isnan(value) or n < 2 or np.isnan(left_out).any():
        return float("nan"), float("nan")
    mean = float((left_out * weights).sum() / n)
    error = float(np.sqrt((n - 1) / n * (weights * (left_out - mean) ** 2).sum()))
    half = float(stats.t.ppf((1 + CONFIDENCE) / 2, n - 1)) * error
    return max(-1.0, value - half), min(1.0, value + half)
