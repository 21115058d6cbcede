"""Comments -> the sections of a policy that they bear on, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from peace_analysis.policy.document import Section
from peace_analysis.policy.lexical import score_words
from peace_analysis.policy.named_sections import find_section, find_sections_in

if TYPE_CHECKING:
    import pandas as pd

TOP = 3  # sections listed for a text
NAMED = 1.0  # score of a section that a text names itself
_LEAST_COSINE = 0.3


class Encoder(Protocol):
    """Anything that turns texts into vectors of length 1."""

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """Shape (n_texts, d)."""
        ...


@dataclass(frozen=True)
class Ranking:
    """How far each text bears on each section."""

    scores: NDArray[np.float64]  # (n_texts, n_sections), 0 to 1
    bears: NDArray[np.float64]  # (n_texts,): chance that the text bears on any section at all


def link_texts(
    texts: Sequence[str],
    sections: Sequence[Section],
    *,
    named: Sequence[str | None] | None = None,
    model: Encoder | None = None,
    top: int = TOP,
) -> pd.DataFrame:
    """Find the sections that each text bears on.

    Args:
        texts: Comments or requests.
        sections: Of the version that they are about.
        named: What each text's author wrote into a column "section", or None; a section that it names is linked whatever the words are.
        model: What reads them; by default the default sentence model.
        top: Most sections for one text.

    Returns:
        One row per text and section, best first: item (position of the text), section_id (missing where the text bears on no section,
        in the only row that it then has), score (0 to 1; in such a row the chance that it bears on none), rank (from 1).
    """
    import pandas as pd

    if named is not None and len(named) != len(texts):
        raise ValueError(f"{len(named)} names for {len(texts)} texts.")
    ranking = rank_sections(texts, sections, model=model)
    rows: list[tuple[int, str | None, float, int]] = []
    for item, text in enumerate(texts):
        own = find_section((named[item] or "") if named is not None else "", sections)
        told = list(dict.fromkeys([*([own] if own is not None else []), *find_sections_in(text, sections)]))
        order = [int(place) for place in np.argsort(-ranking.scores[item], kind="stable")]
        if not told and (ranking.bears[item] < 0.5 or not order):
            rows.append((item, None, 1 - float(ranking.bears[item]), 1))
            continue
        listed = [(key, NAMED) for key in told]
        listed += [
            (sections[place].section_id, float(ranking.scores[item, place])) for place in order if sections[place].section_id not in told
        ]
        rows += [(item, key, score, rank) for rank, (key, score) in enumerate(listed[: max(top, len(told))], 1)]
    frame = pd.DataFrame(rows, columns=["item", "section_id", "score", "rank"])
    return frame.astype({"item": "int64", "section_id": "string", "score": "float64", "rank": "int64"})


def rank_sections(texts: Sequence[str], sections: Sequence[Section], *, model: Encoder | None = None) -> Ranking:
    """Score every section for every text."""
    if not texts or not sections:
        return Ranking(np.zeros((len(texts), len(sections))), np.zeros(len(texts)))
    if model is None:
        from peace_analysis.themes.embed import default_encoder

        model = default_encoder()
    written = [" ".join(section.paragraphs) or section.name for section in sections]
    vectors = model.encode([*texts, *written])
    cosine = (vectors[: len(texts)] @ vectors[len(texts) :].T).astype(np.float64)
    mixed = _standardise(cosine) + 0.5 * _standardise(score_words(texts, written))
    best = cosine.max(axis=1)
    chance = 1 / (1 + np.exp(-(best - _LEAST_COSINE) * 12))
    scores = chance[:, None] / (1 + np.exp(-(mixed - mixed.max(axis=1, keepdims=True)) - 2))
    return Ranking(scores, chance)


def _standardise(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores of each text with mean 0 and spread 1 over the sections."""
    spread = scores.std(axis=1, keepdims=True)
    return np.asarray((scores - scores.mean(axis=1, keepdims=True)) / np.maximum(spread, 1e-9))
