"""The themes as a real, fitted `BERTopic`: hierarchy, topics per class and over time, visualisations, save and load.

Importing bertopic takes about ten seconds (it brings umap, hdbscan, plotly and sentence_transformers along), so this module is imported
only when somebody asks for the object. Names and key phrases do not need it: `words.class_tf_idf` is the same formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from peace_analysis.themes.words import content_words

if TYPE_CHECKING:
    from bertopic import BERTopic


def make_bertopic(
    labels: NDArray[np.intp],
    texts: list[str],
    embeddings: NDArray[np.float32],
    names: list[str] | None = None,
    *,
    speakers: Sequence[str] | None = None,
    embedding_model: object | None = None,
) -> BERTopic:
    """Fit a `BERTopic` on labels that are known (manual topic modelling): nothing is reduced or clustered anew.

    Its c-TF-IDF matrix is BERTopic's own; the words of a topic are chosen from it (`theme_words.choose_words`).

    Args:
        labels: Theme of each statement from 0; -1 for none. Topics are numbered by size, themes of one size may change places.
        texts: The n statements.
        embeddings: Their vectors, shape (n, d).
        names: Names of the themes, set as custom labels.
        speakers: Who said each statement: a word that one person says is not a theme's own. Without them each is somebody else's.
        embedding_model: What `transform` embeds new texts with; without it `transform` needs their vectors.

    Raises:
        ValueError: If no statement has a theme.
    """
    if not (labels >= 0).any():
        raise ValueError("no statement has a theme, so there is nothing to make topics of.")
    from bertopic import BERTopic
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    from peace_analysis.themes.bertopic_words import OwnWords

    said_by = None if speakers is None else np.unique(np.asarray(speakers, dtype=str), return_inverse=True)[1].astype(np.intp)
    topics = BERTopic(
        language="multilingual",  # "english" would strip the apostrophes that the tokeniser needs; no model is loaded for either
        embedding_model=embedding_model,
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        vectorizer_model=CountVectorizer(tokenizer=content_words, token_pattern=None, lowercase=False),
        ctfidf_model=ClassTfidfTransformer(),
        representation_model=OwnWords(said_by),
        calculate_probabilities=False,
    )
    topics.fit(texts, embeddings=embeddings, y=labels)
    if names is not None:
        topic_of = {int(topic): int(label) for topic, label in zip(topics.topics_, labels, strict=True)}
        topics.set_topic_labels({topic: names[label] if label >= 0 else "Fits no theme" for topic, label in topic_of.items()})
    return topics


def match_topics(topics: BERTopic, labels: NDArray[np.intp], themes: pd.DataFrame) -> pd.DataFrame:
    """Tell which topic is which theme: topic (-1 fits no theme), theme_id, name; in the order of topics.

    Args:
        topics: What `make_bertopic` made of the labels.
        labels: Theme of each statement from 0; -1 for none.
        themes: theme_id and name of each theme, in the order of the labels.

    Raises:
        ValueError: If the topics are not these themes.
    """
    given = topics.topics_ or []
    pairs = sorted(set(zip(map(int, given), map(int, labels), strict=False)))
    if len(given) != len(labels) or len(dict(pairs)) < len(pairs) or len({label for _, label in pairs}) < len(pairs):
        raise ValueError("the topics are not these themes: they were merged, reduced or made of something else.")
    named = themes.reset_index(drop=True)[["theme_id", "name"]].reindex([label for _, label in pairs])
    named.insert(0, "topic", [topic for topic, _ in pairs])
    return named.reset_index(drop=True)
