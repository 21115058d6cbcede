"""Themes of very many statements: found in a part of them, evenly drawn, and carried over to the rest.

A statement that the themes were not found in gets those of its nearest neighbors among the ones that they were found in: the theme that
holds most of its neighborhood, then the subtheme that does within the theme, and so on down. How much is lost by it is measured
(`benchmarks/scale.py --loss`).

Source:
    Cover & Hart (1967), IEEE Transactions on Information Theory 13, 21-27 (nearest neighbors).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from peace_analysis.themes.layers import Layers
from peace_analysis.themes.neighbors import find_among

NEAREST = 25  # of the statements that themes were found in
_AT_ONCE = 20_000  # statements


def draw_part(n: int, most: int) -> NDArray[np.intp]:
    """Rows that themes are found in: all, or as many as may be, evenly spread over the sessions as they come."""
    return np.arange(n) if n <= most else np.linspace(0, n - 1, most).astype(np.intp)


def carry_over(
    found: Layers, space: NDArray[np.float32], part: NDArray[np.intp], rest: NDArray[np.float32]
) -> tuple[Layers, NDArray[np.float32]]:
    """Give statements that themes were not found in their groups.

    Args:
        found: Groups of the part.
        space: Place of the part, rows of length 1, shape (n_part, d).
        part: Rows of the part among all n.
        rest: Place of the others, in order, shape (n - n_part, d).

    Returns:
        Groups of all n, and their places; stabilities are those of the part.
    """
    n = len(part) + len(rest)
    others = np.setdiff1d(np.arange(n), part, assume_unique=True)
    layers = [np.empty(n, dtype=np.intp) for _ in found.layers]
    membership = np.empty((n, found.membership.shape[1]), dtype=np.float32)
    everywhere = np.empty((n, space.shape[1]), dtype=np.float32)
    for layer, of_part in zip(layers, found.layers, strict=True):
        layer[part] = of_part
    membership[part], everywhere[part] = found.membership, space
    everywhere[others] = rest
    near = find_among(rest, space, min(NEAREST, len(space)))
    for first in range(0, len(rest), _AT_ONCE):
        here = slice(first, first + _AT_ONCE)
        rows, weight = near.rows[here], np.maximum(near.similarity[here], 1e-3)
        for place, of_part in enumerate(found.layers):
            groups = of_part[rows]
            chosen, share = _weigh_groups(groups, weight, int(of_part.max()) + 1)
            layers[place][others[here]] = chosen
            if place == found.theme_layer:
                membership[others[here]] = share
            # Below, only neighbors of the same group count, so that layers stay within each other.
            weight = np.where(groups == chosen[:, None], weight, 0)
    return replace(found, layers=tuple(layers), membership=membership), everywhere


def _weigh_groups(groups: NDArray[np.intp], weight: NDArray[np.float32], n_groups: int) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """The group that holds most of each row's weight, and the share of each group, shapes (n,) and (n, n_groups)."""
    n = len(groups)
    place = (np.arange(n)[:, None] * n_groups + groups).ravel()
    held = np.bincount(place, weights=weight.ravel(), minlength=n * n_groups).reshape(n, n_groups)
    return held.argmax(axis=1), np.asarray(held / held.sum(axis=1, keepdims=True), dtype=np.float32)
