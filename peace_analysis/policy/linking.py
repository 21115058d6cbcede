"""Comments -> the sections of a policy that they bear on, or none.

Three readings are added up, each standardised over the sections: the head's (`matching`), the plain cosine of the default model, and
what people say of rules (`spoken`). Settings and weights were chosen on `benchmarks/links/manual.md` and the comments on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from peace_analysis.policy.document import Section
from peace_analysis.policy.lexical import score_words
from peace_analysis.policy.named_sections import find_section, find_sections_in
from peace_analysis.policy.spoken import bridge_texts, read_pieces, read_spoken, standardise
from peace_analysis.policy.windows import cut_windows, has_words

if TYPE_CHECKING:
    import pandas as pd

    from peace_analysis.policy.pieces import Reader

TOP = 3  # sections listed for a text
NAMED = 1.0  # score of a section that a text names itself
_HEAD, _COSINE, _SPOKEN = 1.0, 1.0, 2.0  # weights of the three readings
_SENTENCES = 0.5  # weight of the sentence that fits best beside the whole comment
_SHARPNESS = 2.0  # of the sections' shares: the likeliest on benchmarks/links
# Logits of bearing on any section: shift, nearest passage piece by piece, nearest by cosine, margin of `spoken`. Fitted to the comments of
# benchmarks/links and 500 statements of benchmarks/topics on subjects that such a policy rules, or does not; both sides weigh the same.
_BEARS = (-2.768, 1.827, 4.299, 13.477)
_FEWEST_WORDS = 3  # a shorter sentence is read within its comment only
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


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
    model: Reader | None = None,
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
        scored = [(sections[place].section_id, float(ranking.scores[item, place])) for place in order]
        listed += [(key, score) for key, score in scored if key not in told and score > 0]
        rows += [(item, key, score, rank) for rank, (key, score) in enumerate(listed[: max(top, len(told))], 1)]
    frame = pd.DataFrame(rows, columns=["item", "section_id", "score", "rank"])
    return frame.astype({"item": "int64", "section_id": "string", "score": "float64", "rank": "int64"})


def rank_sections(texts: Sequence[str], sections: Sequence[Section], *, model: Reader | None = None) -> Ranking:
    """Score every section for every text.

    Sections without words of their own (a chapter's title) are no candidates, unless there is no other.

    Args:
        texts: Comments or requests.
        sections: Of one version.
        model: What reads them; by default the default sentence model.
    """
    scores, bears = np.zeros((len(texts), len(sections))), np.zeros(len(texts))
    read = [place for place, text in enumerate(texts) if re.search(r"\w", text)]
    kept = [place for place, section in enumerate(sections) if has_words(section)] or list(range(len(sections)))
    if read and kept:
        weighed = weigh_sections([texts[place] for place in read], [sections[place] for place in kept], model)
        power = np.exp((weighed.sums - weighed.sums.max(axis=1, keepdims=True)) / _SHARPNESS)
        shift, *slopes = _BEARS
        bears[read] = 1 / (1 + np.exp(-(weighed.signs @ np.array(slopes) + shift)))
        scores[np.ix_(read, kept)] = bears[read][:, None] * power / power.sum(axis=1, keepdims=True)
    return Ranking(scores, bears)


@dataclass(frozen=True)
class Weighed:
    """What the three readings say, before it becomes chances."""

    sums: NDArray[np.float64]  # (n_texts, n_sections): higher fits better, comparable within a text
    signs: NDArray[np.float64]  # (n_texts, 3): likeness to the nearest passage by pieces and by cosine, and the margin of `spoken`


def weigh_sections(texts: Sequence[str], sections: Sequence[Section], model: Reader | None = None) -> Weighed:
    """Hold texts with words against sections with words, at least one of each."""
    from peace_analysis.policy.matched import judge_pairs, measure_pairs
    from peace_analysis.policy.matching import MEASURES
    from peace_analysis.themes.words import plain_text

    if model is None:
        from peace_analysis.policy.pieces import default_reader

        model = default_reader()
    parts = [_cut_sentences(plain_text(text)) for text in texts]
    flat = [part for some in parts for part in some]
    first = np.cumsum([0, *(len(some) for some in parts)])
    windows = cut_windows(sections)
    said, passages = model.read(flat), model.read(windows.texts)
    lines = read_pieces(model)[1]
    measured = measure_pairs(said, passages, score_words(flat, windows.texts))
    of_section = _gather(measured, windows.section, len(sections))
    matched = judge_pairs(measure_pairs(said, lines, score_words(flat, list(read_spoken().lines))))
    vectors = [np.stack([one.whole.numpy() for one in side]) for side in (said, passages)]
    bridge = bridge_texts(vectors[0], matched, vectors[1], windows.section, model)
    cosine = of_section[:, :, MEASURES.index("cosine")]
    readings = ((judge_pairs(of_section), _HEAD), (standardise(cosine), _COSINE), (standardise(bridge.shared), _SPOKEN * bridge.about))
    sums = sum(weight * standardise(_join(reading, first)) for reading, weight in readings)
    nearest = [measured[first[:-1], :, MEASURES.index(name)].max(axis=1) for name in ("passage", "cosine")]
    return Weighed(np.asarray(sums), np.stack([*nearest, bridge.margin[first[:-1]] * bridge.about], axis=1))


def _cut_sentences(text: str) -> list[str]:
    """The whole text, and its sentences if there are several."""
    sentences = [part for part in _SENTENCE.split(text.strip()) if len(part.split()) >= _FEWEST_WORDS and part != text.strip()]
    return [text.strip(), *sentences]


def _gather(measured: NDArray[np.float64], section: Sequence[int], n_sections: int) -> NDArray[np.float64]:
    """Measures of sections: the mean of the whole section's and its best sentence's."""
    place = np.asarray(section)
    found = []
    for number in range(n_sections):
        whole, *sentences = np.flatnonzero(place == number)
        best = measured[:, sentences or [whole]].max(axis=1)
        found.append((measured[:, whole] + best) / 2)
    return np.stack(found, axis=1)


def _join(scores: NDArray[np.float64], first: NDArray[np.intp]) -> NDArray[np.float64]:
    """Scores of texts from those of the texts as wholes and of their sentences."""
    found = []
    for start, end in pairwise(first):
        whole = scores[start]
        found.append(whole if end == start + 1 else (1 - _SENTENCES) * whole + _SENTENCES * scores[start + 1 : end].max(axis=0))
    return np.array(found)
