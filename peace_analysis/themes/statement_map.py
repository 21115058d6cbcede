"""A map of statements for exploration: those that are alike stand near each other on a plane. Worked out only where it is shown.

Distances on the map are no measurement: what stands apart may be near in more than two dimensions. No theme is found on it.

Source:
    van der Maaten & Hinton (2008), JMLR 9, 2579-2605 (t-SNE), as scikit-learn has it, begun at the principal components.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

MOST = 3000  # statements on a map; of more, so many evenly spread over them
FEWEST = 10
NEAREST = 4  # statements of the map among which one that was left out stands


def map_statements(statements: pd.DataFrame, assignments: pd.DataFrame, vectors: ArrayLike, *, seed: int = 0) -> pd.DataFrame:
    """Give every statement a place on a plane.

    Args:
        statements: As tables.STATEMENTS.
        assignments: As tables.ASSIGNMENTS, in the same order.
        vectors: Of the statements, shape (n, d); rows of zeros (languages that are not read) have no place.
        seed: The same input and seed give the same map.

    Returns:
        statement_id, theme_id (empty outside every theme), x, y (-1 to 1); nothing for fewer than ten statements.

    Examples:
        >>> import numpy as np
        >>> from peace_analysis import themes
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> vectors = np.random.default_rng(1).normal(size=(len(made.statements), 5))
        >>> themes.map_statements(made.statements, made.assignments, vectors).columns.tolist()
        ['statement_id', 'theme_id', 'x', 'y']
    """
    from sklearn.decomposition import PCA
    from sklearn.manifold import TSNE

    rows = np.asarray(vectors, dtype=np.float64)
    places = np.flatnonzero(np.abs(rows).sum(axis=1) > 0)
    if len(places) > MOST:
        places = places[np.linspace(0, len(places) - 1, MOST).astype(np.intp)]
    table = pd.DataFrame(
        {
            "statement_id": statements["statement_id"].astype("str").to_numpy()[places],
            "theme_id": assignments["theme_id"].to_numpy()[places],
        }
    )
    if len(places) < FEWEST:
        return table.head(0).assign(x=np.empty(0), y=np.empty(0))
    wide = PCA(n_components=min(30, len(places) - 1, rows.shape[1]), random_state=seed, svd_solver="full").fit_transform(rows[places])
    drawn = TSNE(perplexity=min(30.0, (len(places) - 1) / 3), init="pca", random_state=seed, n_jobs=1).fit_transform(wide)
    drawn = drawn - (drawn.max(axis=0) + drawn.min(axis=0)) / 2
    drawn = np.round(drawn / max(float(np.abs(drawn).max()), 1e-12), 4)
    return table.assign(x=drawn[:, 0].astype(np.float64), y=drawn[:, 1].astype(np.float64))


def map_every_statement(statements: pd.DataFrame, assignments: pd.DataFrame, vectors: ArrayLike, *, seed: int = 0) -> NDArray[np.float64]:
    """Give every statement a place, however many there are: those that `map_statements` leaves out stand among the ones they are like.

    Args:
        statements: As tables.STATEMENTS.
        assignments: As tables.ASSIGNMENTS, in the same order.
        vectors: Of the statements, rows of length 1, shape (n, d); rows of zeros have no place.
        seed: The same input and seed give the same map.

    Returns:
        x and y, -1 to 1, shape (n, 2); not a number for a statement without a place, and for all where there are fewer than ten.
    """
    rows = np.asarray(vectors, dtype=np.float32)
    drawn = map_statements(statements, assignments, rows, seed=seed)
    number = {str(one): place for place, one in enumerate(statements["statement_id"])}
    at = np.array([number[str(one)] for one in drawn["statement_id"]], dtype=np.intp)
    spots = np.full((len(rows), 2), np.nan)
    spots[at] = drawn[["x", "y"]].to_numpy()
    rest = np.flatnonzero(np.isnan(spots[:, 0]) & (np.abs(rows).sum(axis=1) > 0))
    if not len(at):
        return spots
    for block in np.array_split(rest, max(1, len(rest) // 2000)):
        alike = rows[block] @ rows[at].T
        nearest = np.argpartition(-alike, NEAREST, axis=1)[:, :NEAREST]
        weights = np.clip(np.take_along_axis(alike, nearest, axis=1), 1e-6, None) ** 8
        spots[block] = (spots[at][nearest] * weights[..., None]).sum(axis=1) / weights.sum(axis=1)[:, None]
    return spots
