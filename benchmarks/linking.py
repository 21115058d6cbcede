"""Linking comments to sections, beside cosine, BM25 and their sum: ArgKP's arguments and key points, riverton's comments, a manual's.

`--check` exits with 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent / "links"))

from arguments import measure_match, read_arguments
from policies import Asked, measure_ranking, read_manual, read_riverton
from train import read_pieces

from peace_analysis.policy.lexical import score_words
from peace_analysis.policy.linking import link_texts, rank_sections
from peace_analysis.policy.matched import judge_pairs, measure_pairs
from peace_analysis.policy.matching import MEASURES
from peace_analysis.policy.pieces import default_reader
from peace_analysis.policy.spoken import standardise
from peace_analysis.themes import default_encoder
from peace_analysis.themes.words import fold

missed: list[str] = []


def require(met: bool, what: str) -> str:
    """Note a target that is missed."""
    if not met:
        missed.append(what)
    return "met" if met else "MISSED"


def plain_words(texts: list[str], candidates: list[str]) -> NDArray[np.float64]:
    """BM25 of whole words, plurals folded: the issue's baseline."""

    def folded(text: str) -> str:
        return " ".join(fold(word) for word in text.lower().split())

    return score_words([folded(text) for text in texts], [folded(text) for text in candidates], letters=None)


def measure_arguments(cache: Path) -> None:
    """Print what is found on the topics of ArgKP that nothing was trained on."""
    dev = read_arguments("dev")
    encoder = default_encoder()
    cosine = (encoder.encode(dev.texts) @ encoder.encode(dev.points).T).astype(np.float64)
    words = plain_words(dev.texts, dev.points)
    said, points = read_pieces(dev.texts, cache), read_pieces(dev.points, cache)
    head = judge_pairs(measure_pairs(said, points, score_words(dev.texts, dev.points)))
    print(f"ArgKP dev: {int(dev.matching.sum())} arguments that match, {len(dev.points)} key points\n{'':24}hit@3   average precision")
    rows = {
        "cosine": cosine,
        "cosine, standardised": standardise(cosine),
        "BM25": words,
        "sum of both": standardise(cosine) + standardise(words),
    }
    for name, scores in rows.items():
        print(f"{name:24}{measure_match(scores, dev)[0]:.3f}   {measure_match(scores, dev)[1]:.3f}")
    hit, precision = measure_match(head, dev)
    verdict = require(hit >= 0.85, "ArgKP hit@3"), require(precision >= 0.55, "ArgKP average precision")
    print(f"{'the head':24}{hit:.3f}   {precision:.3f}   (.85 {verdict[0]}, .55 {verdict[1]})\n")


def measure_policy(asked: Asked, *, targets: bool) -> None:
    """Print what is found in a policy."""
    encoder = default_encoder()
    written = [" ".join(section.paragraphs) for section in asked.sections]
    cosine = (encoder.encode(asked.texts) @ encoder.encode(written).T).astype(np.float64)
    words = plain_words(asked.texts, written)
    reader = default_reader()
    measured = measure_pairs(reader.read(asked.texts), reader.read(written), score_words(asked.texts, written))
    ranking = rank_sections(asked.texts, asked.sections)
    n_some = int(asked.bears.sum())
    print(
        f"{asked.name}: {n_some} comments that bear on one of {len(asked.sections)} sections, {len(asked.texts) - n_some} that bear on none"
    )
    for name, scores in {
        "cosine": cosine,
        "BM25": words,
        "sum of both": standardise(cosine) + standardise(words),
        "the head, whole sections": judge_pairs(measured),
        "linking": ranking.scores,
    }.items():
        print(f"  {name:26}hit@1 {measure_ranking(scores, asked, 1):.3f}, hit@3 {measure_ranking(scores, asked):.3f}")
    found = link_texts(asked.texts, asked.sections)
    linked = ~found[found["rank"] == 1].sort_values("item")["section_id"].isna().to_numpy()
    right = linked == asked.bears
    some, none = right[asked.bears].mean(), right[~asked.bears].mean()
    print(f"  bears or not: right for {some:.3f} of those that do, {none:.3f} of those that do not")
    print(f"  balanced {(some + none) / 2:.3f}, of all {right.mean():.3f}")
    best = measured[:, :, MEASURES.index("cosine")].max(axis=1)
    apart = max(((best >= cut)[asked.bears].mean() + (best < cut)[~asked.bears].mean()) / 2 for cut in best)
    print(f"  (the best cosine, cut where it is best for these very comments: balanced {apart:.3f})")
    if targets:
        print("  hit@3 .90", require(measure_ranking(ranking.scores, asked) >= 0.90, f"{asked.name} hit@3"))
        print("  bears on no section .85", require(min((some + none) / 2, right.mean()) >= 0.85, f"{asked.name} no section"))
    print()


def main() -> int:
    """Print the tables; 1 where `--check` finds a target missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit with 1 where a target is missed")
    parser.add_argument(
        "--cache", type=Path, default=Path(tempfile.gettempdir()) / "peace-analysis-pieces", help="folder that keeps what the model reads"
    )
    chosen = parser.parse_args()
    measure_arguments(chosen.cache)
    measure_policy(read_riverton(), targets=True)
    measure_policy(read_manual(), targets=False)
    print(f"{len(missed)} targets missed" + "".join(f"\n  {what}" for what in missed))
    return 1 if chosen.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
