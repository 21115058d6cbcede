"""A release as matrices, for the linear and integer programs of masking and of the attack."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from peace_analysis.disclosure.release import Floats, Form, Release


class System:
    """A release as matrices: what is known whatever is masked, and what each cell's form adds.

    Args:
        release: All cells and what is known of them.
        blocks: Only unknowns, rows and cells of these blocks and of "" are looked at; None for all.
    """

    def __init__(self, release: Release, blocks: frozenset[str] | None = None) -> None:
        self.release = release
        kept = [blocks is None or label == "" or label in blocks for label in release.block]
        self.columns = {index: position for position, index in enumerate(i for i, keep in enumerate(kept) if keep)}
        self.cells = [i for i, cell in enumerate(release.cells) if all(kept[index] for index in cell.terms)]
        self.rows = [row for row in release.rows if all(kept[index] for index in row[0])]

    @cached_property
    def matrix(self) -> Any:
        """Known rows, then cells, by unknowns; sparse."""
        from scipy.sparse import csr_array

        terms = [row[0] for row in self.rows] + [self.release.cells[i].terms for i in self.cells]
        entries = [(r, self.columns[index], factor) for r, sums in enumerate(terms) for index, factor in sums.items()]
        row, column, factor = zip(*entries, strict=True) if entries else ((), (), ())
        return csr_array((factor, (row, column)), shape=(len(terms), len(self.columns)))

    @cached_property
    def counts(self) -> Any:
        """Cells by unknowns."""
        return self.matrix[len(self.rows) :]

    @cached_property
    def truth(self) -> Floats:
        """The real counts."""
        return np.array([self.release.truth[index] for index in self.columns], dtype=np.float64)

    @cached_property
    def unknown_bounds(self) -> tuple[Floats, Floats]:
        """Known least and greatest of each unknown."""
        low, high = ([bound[index] for index in self.columns] for bound in (self.release.lowest, self.release.highest))
        return np.array(low, dtype=np.float64), np.array(high, dtype=np.float64)

    def row_bounds(self, forms: Sequence[Form]) -> tuple[Floats, Floats]:
        """Least and greatest of known rows and cells, by what their forms say."""
        blurred = blurred_scopes(self.release, forms)
        ranges = [(row[1], row[2]) for row in self.rows]
        cells = [(self.release.cells[i], forms[i]) for i in self.cells]
        ranges += [cell.known_range(form, apart=cell.scope not in blurred) for cell, form in cells]
        bounds = np.array(ranges, dtype=np.float64).reshape(-1, 2)
        return bounds[:, 0], bounds[:, 1]


def blurred_scopes(release: Release, forms: Sequence[Form]) -> set[str]:
    """Scopes in which "not shown" may stand for a small count."""
    return {cell.scope for cell, form in zip(release.cells, forms, strict=True) if form is Form.BLURRED}


def block_of(release: Release, cell: int) -> str:
    """The block that a cell belongs to; "" for one of what all share."""
    return next((release.block[index] for index in release.cells[cell].terms if release.block[index]), "")
