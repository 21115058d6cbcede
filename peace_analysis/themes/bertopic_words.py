"""The words of `choose_words` as a representation model of BERTopic; imported only with BERTopic itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from bertopic.representation import BaseRepresentation
from numpy.typing import NDArray
from scipy import sparse

from peace_analysis.themes.theme_words import choose_words


class OwnWords(BaseRepresentation):  # type: ignore[misc]
    """Words that hang together and are a topic's own, in place of the heaviest ones; their weights stay those of c-TF-IDF."""

    def __init__(self, speakers: NDArray[np.intp] | None = None) -> None:
        """Keep who said each document that the topics are made of, as numbers, where that is known."""
        self.speakers = speakers

    def extract_topics(
        self,
        topic_model: Any,
        documents: pd.DataFrame,
        c_tf_idf: sparse.csr_matrix,
        topics: Mapping[int, list[tuple[str, float]]],
    ) -> dict[int, list[tuple[str, float]]]:
        """Choose the words of each topic, shape as in `BaseRepresentation.extract_topics`; lists are filled up with ("", 0.00001)."""
        rows = {int(topic): row for row, topic in enumerate(sorted(topics))}
        order = [topic for topic in rows if topic >= 0] + [topic for topic in rows if topic < 0]  # outliers take what others leave
        place = {topic: number for number, topic in enumerate(order)}
        labels = np.array([place[int(topic)] for topic in documents["Topic"]], dtype=np.intp)
        counts = topic_model.vectorizer_model.transform(documents["Document"]).tocsr()
        weights = c_tf_idf.tocsr()[[rows[topic] for topic in order]]
        n_words = topic_model.top_n_words
        chosen = choose_words(counts, labels, weights=weights, speakers=self._who(documents), n_words=n_words)
        words = topic_model.vectorizer_model.get_feature_names_out()
        return {
            topic: [(str(words[column]), float(weights[place[topic], column])) for column in chosen[place[topic]]]
            + [("", 0.00001)] * (n_words - len(chosen[place[topic]]))
            for topic in rows
        }

    def _who(self, documents: pd.DataFrame) -> NDArray[np.intp] | None:
        # A part of the documents, or others, as for topics by class or over time: nothing says whose they are.
        if self.speakers is None or "ID" not in documents or len(documents) != len(self.speakers):
            return None
        return np.asarray(self.speakers[documents["ID"].to_numpy(dtype=np.intp)])
