"""Ways of finding topics, each a function from statements to labels, -1 for none; and what one costs in a process of its own."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from corpora import Coded

    from peace_analysis.themes import ThemeModel

Labels = NDArray[np.intp]


def fit_ours(coded: Coded, seed: int = 1) -> ThemeModel:
    """Our themes, with the defaults for every corpus."""
    from peace_analysis.themes import discover_themes
    from peace_analysis.themes.subjects import tell_subjects

    known = tell_subjects(coded.vectors)
    return discover_themes(coded.vectors, texts=coded.texts, session_ids=coded.sessions, turns=coded.turns, subjects=known, seed=seed)


def fit_stock(vectors: NDArray[np.float32], texts: list[str], seed: int | None) -> Labels:
    """BERTopic as it comes: UMAP to 5 dimensions, HDBSCAN, c-TF-IDF. A seed fixes UMAP; None is the default, faster and not repeatable."""
    from bertopic import BERTopic
    from umap import UMAP

    reduce = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", low_memory=False, random_state=seed)
    topics, _ = BERTopic(umap_model=reduce).fit_transform(texts, vectors)
    return np.asarray(topics, dtype=np.intp)


def fit_stock_at(stock: Labels, coded: Coded, number: int, seed: int) -> tuple[Labels, str]:
    """Stock BERTopic at a number of topics, by its own means; and how it got there.

    Args:
        stock: Its topics as it comes, from `fit_stock` with the same seed.
        coded: The statements.
        number: Topics wanted, outliers apart. Merging (`nr_topics`) reaches any smaller number exactly; where stock has too few topics,
            `min_topic_size` is lowered from 10, step by step, until it has that many or more, and these are merged.
        seed: Of UMAP.
    """
    from bertopic import BERTopic
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction
    from hdbscan import HDBSCAN

    labels, size = stock, 10
    coordinates = reduce_with_umap(coded.vectors, seed) if stock.max() + 1 < number else None
    while coordinates is not None and labels.max() + 1 < number and size > 2:
        size -= 1
        labels = np.asarray(HDBSCAN(min_cluster_size=size).fit(coordinates).labels_, dtype=np.intp)
    how = f"min_topic_size {size}" if size < 10 else "as it comes"
    if labels.max() + 1 <= number:
        return labels, how
    topics = BERTopic(embedding_model=None, umap_model=BaseDimensionalityReduction(), hdbscan_model=BaseCluster())
    topics.fit(coded.texts, embeddings=coded.vectors, y=labels)
    topics.reduce_topics(coded.texts, nr_topics=number + int((labels < 0).any()))
    return np.asarray(topics.topics_, dtype=np.intp), f"{how}, merged from {labels.max() + 1}"


def fit_k_means(vectors: NDArray[np.float32], k: int, seed: int) -> Labels:
    """k-means told the true number."""
    from sklearn.cluster import KMeans

    return np.asarray(KMeans(k, n_init=3, random_state=seed).fit_predict(vectors), dtype=np.intp)


def reduce_with_umap(vectors: NDArray[np.float32], seed: int) -> NDArray[np.float32]:
    """The five dimensions that BERTopic's own UMAP gives."""
    from umap import UMAP

    reduce = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    return np.asarray(reduce.fit_transform(vectors), dtype=np.float32)


def cut_ward(vectors: NDArray[np.float32], numbers: list[int]) -> list[Labels]:
    """Ward's tree cut at the true numbers."""
    from scipy.cluster.hierarchy import fcluster, linkage

    tree = linkage(vectors, "ward")
    return [np.asarray(fcluster(tree, number, "maxclust"), dtype=np.intp) - 1 for number in numbers]


def fit_words(texts: list[str], k: int, seed: int, kind: str) -> Labels:
    """scikit-learn's LDA or NMF with the true number of topics; each statement goes to its strongest."""
    from sklearn.decomposition import NMF, LatentDirichletAllocation
    from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

    if kind == "LDA":
        counts = CountVectorizer(stop_words="english", min_df=2).fit_transform(texts)
        weights = LatentDirichletAllocation(k, learning_method="online", max_iter=5, random_state=seed).fit_transform(counts)
    else:
        counts = TfidfVectorizer(stop_words="english", min_df=2).fit_transform(texts)
        weights = NMF(min(k, *counts.shape), init="nndsvda", max_iter=200, random_state=seed).fit_transform(counts)
    return np.asarray(weights.argmax(axis=1), dtype=np.intp)


def cost_of(system: str, vectors: Path, n: int) -> dict[str, float]:
    """Seconds of a first and a second fit and the peak of memory in MB, in a process of its own.

    Args:
        system: "ours" or "stock".
        vectors: .npz with `vectors` and `texts`.
        n: Statements; rows are drawn again with a little noise where there are fewer.
    """
    command = [sys.executable, str(Path(__file__)), system, str(vectors), str(n)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def _measure(system: str, path: str, n: int) -> None:
    from peace_analysis.themes import discover_themes
    from peace_analysis.themes.subjects import tell_subjects

    with np.load(path) as file:  # an archive reads an array anew whenever it is asked for it
        stored = {name: file[name] for name in file.files}
    draw = np.random.default_rng(0)
    rows = (
        draw.integers(0, len(stored["vectors"]), n) if n > len(stored["vectors"]) else np.sort(draw.permutation(len(stored["vectors"]))[:n])
    )
    vectors = stored["vectors"][rows]
    texts = [f"{text} {row}" if n > len(stored["vectors"]) else text for row, text in enumerate(stored["texts"][rows].tolist())]
    if n > len(stored["vectors"]):
        vectors = vectors + draw.normal(0, 0.01, vectors.shape).astype(np.float32)
    seconds = []
    for _ in range(2 if n <= 10_000 else 1):
        begin = time.perf_counter()
        if system == "ours":
            discover_themes(vectors, texts=texts, subjects=tell_subjects(vectors), seed=1)
        else:
            fit_stock(vectors, texts, None)
        seconds.append(time.perf_counter() - begin)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cold": seconds[0], "warm": seconds[-1], "peak": peak}))


if __name__ == "__main__":
    _measure(sys.argv[1], sys.argv[2], int(sys.argv[3]))
