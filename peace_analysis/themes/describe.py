"""Naming themes in people's own words: key phrases by c-TF-IDF, names built from them, one sentence of what the tables say.

Phrases are runs of one to four words as people said them. Their weight is BERTopic's c-TF-IDF; longer phrases that say more are moved up,
and phrases that repeat what a stronger one says are left out (after KeyBERT's maximal marginal relevance).

Source:
    Grootendorst (2022), BERTopic, arXiv 2203.05794; Carbonell & Goldstein (1998), SIGIR, 335-336 (maximal marginal relevance).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from peace_analysis.themes.clauses import typical_sentence
from peace_analysis.themes.grammar import observe_usage
from peace_analysis.themes.names import compose_name, join_words
from peace_analysis.themes.parts import find_parts, rows_with
from peace_analysis.themes.phrases import (
    capitalize_as_written,
    find_phrases,
    measure_centrality,
    repeats,
    shown_vocabulary,
    spread_evenly,
    usual_form,
    weigh_by_speakers,
)
from peace_analysis.themes.words import class_tf_idf, count_terms

MOSTLY = 2 / 3  # share of a theme's statements from which one says "mostly"
FEWEST_SPEAKERS = 3  # a phrase that one person says, or two, is theirs and not the theme's; never shown
LOOKED_AT = 4  # times as many phrases are looked at as are listed
TOGETHER = 4.0  # how much it is worth that a phrase stands in the statements of those listed before it
LENGTH_WORTH = {1: 1.0, 2: 2.0, 3: 2.2, 4: 2.2}  # a pair of words is rarer than a word, and tells more
NAMELESS = "Various remarks"
COMMON = 0.25  # a phrase with less than this share of its uses in the theme belongs to the whole corpus (officer, neighborhood)


@dataclass(frozen=True)
class Wording:
    """How one theme is put into words."""

    name: str
    phrases: tuple[str, ...]  # strongest first, as most people say them


def word_themes(
    texts: list[str],
    labels: NDArray[np.intp],
    speakers: list[str],
    *,
    n_phrases: int = 8,
    taken: tuple[str, ...] = (),
    fewest: int = FEWEST_SPEAKERS,
    quotable: Sequence[bool] | None = None,
    space: NDArray[np.floating] | None = None,
    above: Sequence[str] = (),
) -> list[Wording]:
    """Name themes and list their key phrases.

    Args:
        texts: The n statements.
        labels: Theme of each, 0 .. n_themes - 1; -1 for none.
        speakers: Who said each (session where nobody is named): a phrase needs several of them.
        n_phrases: Most phrases of a theme.
        taken: Names that are given already, which none of these may have.
        fewest: People who must have said a phrase, anywhere, for it to be shown.
        quotable: Whether each statement may be quoted; no name is a sentence of somebody's where this is left out.
        space: Where each statement stands, shape (n, d): phrases that are said near a theme's middle name it before others.
        above: Of subthemes, the name of the theme of each.

    Returns:
        One wording for each theme, in order; names differ from each other and from `taken`.
    """
    n_themes = int(labels.max(initial=-1)) + 1
    placed = [spread_evenly(np.flatnonzero(labels == theme)) for theme in range(n_themes)]
    rows = np.concatenate([*placed, spread_evenly(np.flatnonzero(labels < 0))])
    spoken = [find_phrases(texts[row]) for row in rows]
    surfaces: dict[str, Counter[str]] = {}
    for phrases in spoken:
        for key, surface in phrases:
            surfaces.setdefault(key, Counter())[surface] += 1
    # Once per statement: who repeats a word does not make it the theme's.
    keys = [sorted({key for key, _ in phrases}) for phrases in spoken]
    said_by = np.unique([speakers[row] for row in rows], return_inverse=True)[1] if len(rows) else np.empty(0, dtype=np.intp)
    vocabulary = shown_vocabulary(keys, said_by, fewest)
    counts = count_terms(keys, vocabulary)
    weights = class_tf_idf(counts, labels[rows])
    everywhere = np.asarray((counts > 0).sum(axis=0)).ravel()
    usage = observe_usage([texts[row] for row in rows])
    near, likeness = measure_centrality(space, counts, rows, labels, n_themes)
    used = set(taken)
    wordings = []
    for theme in range(n_themes):
        inside = np.flatnonzero(labels[rows] == theme)
        by_phrase = counts[inside].tocsc()
        row = weights[[theme]].toarray()[0]
        # c-TF-IDF hardly tells a common word (officer) from one that this theme has for itself; the share of its uses does.
        own = np.asarray((by_phrase > 0).sum(axis=0)).ravel() / np.maximum(everywhere, 1)
        worth = np.array([LENGTH_WORTH[key.count(" ") + 1] for key in vocabulary]) * row * own
        worth[own < COMMON] /= 4
        worth *= weigh_by_speakers(by_phrase, said_by[inside], fewest)
        order = [int(column) for column in np.lexsort((vocabulary, -worth)) if worth[column] > 0]
        here = [texts[rows[row]] for row in inside]
        central = sorted(order, key=lambda column: (-round(float(worth[column] * near[theme][column]), 12), vocabulary[column]))
        ranked = [
            (vocabulary[column], worth[column] * near[theme][column], own[column], rows_with(by_phrase, column)) for column in central
        ]
        parts = find_parts(ranked, surfaces, usage, here)
        chosen = _choose_phrases(order, vocabulary, worth, by_phrase, n_phrases)
        name = compose_name(parts, usage, used, n_statements=len(inside))
        if not name and quotable is not None:
            shown, who = [bool(quotable[rows[row]]) for row in inside], [speakers[rows[row]] for row in inside]
            name = typical_sentence(here, who, shown, likeness[inside], used)
        name = name or compose_name(parts, usage, used) or _few_in_common(above[theme] if above else "", used)
        used.add(name)
        wordings.append(Wording(name, tuple(capitalize_as_written(usual_form(surfaces[vocabulary[column]]), here) for column in chosen)))
    return wordings


def word_hierarchy(
    texts: list[str],
    themes: NDArray[np.intp],
    parts: NDArray[np.intp],
    speakers: list[str],
    *,
    n_phrases: int = 8,
    quotable: Sequence[bool] | None = None,
    space: NDArray[np.floating] | None = None,
) -> tuple[list[Wording], dict[tuple[int, int], Wording]]:
    """Name themes and their subthemes.

    A subtheme is set apart from everything else that was said, its siblings included: what it shares with them is the theme's.

    Args:
        texts: The n statements.
        themes: Theme of each, from 0; -1 for none.
        parts: Subtheme of each within its theme, from 0; -1 for none.
        speakers: Who said each (session where nobody is named).
        n_phrases: Most phrases of each.
        quotable: Whether each statement may be quoted.
        space: Where each statement stands, shape (n, d).

    Returns:
        Wordings of the themes, in order; and of the subthemes by (theme, subtheme). All names differ.

    Examples:
        >>> import numpy as np
        >>> from peace_analysis import themes
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> codes = made.assignments["theme_id"].map({"T01": 0, "T02": 1, "T03": 2}).fillna(-1).to_numpy(dtype=np.intp)
        >>> texts, speakers = list(made.statements["text"]), list(made.statements["speaker_id"])
        >>> above, below = themes.word_hierarchy(texts, codes, np.full(len(codes), -1), speakers)
        >>> [wording.phrases[0] for wording in above]
        ['hour for an officer', 'dark behind the school', 'officers by name']
    """
    above = word_themes(texts, themes, speakers, n_phrases=n_phrases, quotable=quotable, space=space)
    pairs = sorted({(int(theme), int(part)) for theme, part in zip(themes, parts, strict=True) if theme >= 0 and part >= 0})
    place = {pair: number for number, pair in enumerate(pairs)}
    labels = np.array([place.get((int(theme), int(part)), -1) for theme, part in zip(themes, parts, strict=True)], dtype=np.intp)
    taken = tuple(wording.name for wording in above)
    parents = [above[theme].name for theme, _ in pairs]
    below = word_themes(texts, labels, speakers, n_phrases=n_phrases, taken=taken, quotable=quotable, space=space, above=parents)
    return above, dict(zip(pairs, below, strict=True))


def _choose_phrases(
    order: list[int], vocabulary: list[str], worth: NDArray[np.float64], by_phrase: sparse.csc_matrix, n_phrases: int
) -> list[int]:
    """Strongest phrases that do not repeat each other and stand together in people's statements, so that the list hangs together."""
    chosen: list[int] = []
    open_ = order[: LOOKED_AT * n_phrases]
    rows = {column: set(by_phrase.indices[by_phrase.indptr[column] : by_phrase.indptr[column + 1]].tolist()) for column in open_}
    together = dict.fromkeys(open_, 0.0)
    while open_ and len(chosen) < n_phrases:
        best = max(
            open_, key=lambda column: (round(float(worth[column]) * (1 + TOGETHER * together[column] / max(len(chosen), 1)), 12), -column)
        )
        open_ = [column for column in open_ if column != best]
        if repeats(vocabulary[best], [vocabulary[other] for other in chosen]):
            continue
        chosen.append(best)
        for column in open_:
            together[column] += len(rows[column] & rows[best]) / (len(rows[column]) * len(rows[best])) ** 0.5
    return chosen


def _few_in_common(above: str, used: set[str]) -> str:
    """Name of a theme whose people share too few words for one; a subtheme's says what it is a part of."""
    unnamed = not above or above.startswith(NAMELESS)
    plain = NAMELESS if unnamed else f"Other remarks on {above[:1].lower() if above[1:2].islower() else above[:1]}{above[1:]}"
    return next(name for n in range(1, len(used) + 2) if (name := plain if n == 1 else f"{plain} ({n})") not in used)


def describe_theme(phrases: tuple[str, ...], questions: pd.Series) -> str:
    """Say in one sentence which words a theme turns on and which question they mostly answer.

    No counts: a sentence cannot be masked where a group is small. Nothing that the tables do not say.

    Args:
        phrases: Key phrases of the theme.
        questions: Which standing question each of its statements answers (a, b, ab, none).
    """
    words = [f"“{phrase}”" for phrase in phrases[:4]]
    said = f"People spoke of {join_words(words)}" if words else "People made remarks that have few words in common"
    return f"{said}, {_leaning(questions)}."


def _leaning(questions: pd.Series) -> str:
    share_a, share_b = questions.isin(["a", "ab"]).mean(), questions.isin(["b", "ab"]).mean()
    if share_a >= MOSTLY and share_a > share_b:
        return "mostly when asked how they feel about safety"
    if share_b >= MOSTLY and share_b > share_a:
        return "mostly when asked how they want to be served by police"
    if share_a + share_b == 0:
        return "in answer to neither of the two standing questions"
    return "on both standing questions" if share_a and share_b else "among other things"
