"""How fast statements become vectors: our path beside sentence-transformers' own in float32, and whether themes come out alike.

Both in one run, turn about, with two threads each, on statements of the NHS set and on riverton's passages; `--check` exits with 1 where a
target is missed. `--busy` counts seconds of the processor instead of the clock, where the machine is shared, with one thread each: threads
of an operation that wait for each other on a busy machine look like work. `--only speed` or `--only themes` leaves out the other half.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent / "topics"))

import pandas as pd
from corpora import DATA, ROOT, Coded, read_clinc, read_nhs
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from systems import fit_ours

from peace_analysis.models.verified import computes_bfloat16, default_model_folder
from peace_analysis.themes.embed import DefaultEncoder

THREADS = 2
FASTER = {"bfloat16": 2.5, "float32": 1.8}  # times sentence-transformers' float32, at least
ALIKE = 0.005  # NMI with people's codes may differ by so much
Encode = Callable[[list[str]], NDArray[np.float32]]


def read_speed_texts(n: int) -> dict[str, list[str]]:
    """Statements of two kinds: short written comments, and what people said in sessions."""
    written = pd.read_csv(DATA / "nhs_feedback_coded.csv").dropna(subset=["feedback"])["feedback"].astype(str).tolist()
    passages = pd.read_csv(ROOT / "data" / "riverton" / "truth" / "passages.csv", keep_default_na=False)
    spoken = passages.loc[passages["kind"].isin(["describe", "request"]), "text"].tolist()
    return {"NHS comments": written[:n], "riverton's passages": spoken[:n]}


def load_paths() -> tuple[dict[str, Encode], list[str]]:
    """Ways of computing by name, sentence-transformers' own first, and the lowest cosine of each with float32."""
    from sentence_transformers import SentenceTransformer

    stock = SentenceTransformer(str(default_model_folder()), device="cpu", local_files_only=True)
    ways: dict[str, Encode] = {"sentence-transformers, float32": lambda texts: stock.encode(texts, show_progress_bar=False)}
    told = []
    for precision in ("bfloat16", "float32") if computes_bfloat16() else ("float32",):
        ours = DefaultEncoder(default_model_folder(), precision=precision, device="cpu")  # type: ignore[arg-type]
        ways[f"ours, {precision}"] = ours.encode
        told.append(f"ours, {precision}: {ours.path.facts()}")
    return ways, told


def measure_speed(ways: dict[str, Encode], rounds: int, n: int, *, busy: bool) -> dict[str, float]:
    """Sentences a second of each way, the best of some rounds; returns the least gain of each over the first."""
    clock = time.process_time if busy else time.perf_counter
    stock, *others = ways
    gains: dict[str, float] = dict.fromkeys(others, np.inf)
    for kind, texts in read_speed_texts(n).items():
        best = dict.fromkeys(ways, 0.0)
        for _ in range(rounds):
            for name, encode in ways.items():
                begin = clock()
                encode(texts)
                best[name] = max(best[name], len(texts) / (clock() - begin))
        print(f"\n{kind}: {len(texts)} of {np.mean([len(text.split()) for text in texts]):.0f} words; sentences a second, best of {rounds}")
        for name, speed in best.items():
            print(f"  {name:34}{speed:8.0f}{speed / best[stock]:8.2f} x")
        for name in others:
            gains[name] = min(gains[name], best[name] / best[stock])
    return gains


def with_vectors(coded: Coded, vectors: NDArray[np.float32]) -> Coded:
    """The same statements with other vectors."""
    return Coded(coded.name, coded.texts, vectors, coded.fine, coded.coarse)


def measure_themes(ways: dict[str, Encode], cache: Path) -> list[str]:
    """NMI of the themes with people's codes, from float32 vectors and from ours; returns what differs by too much."""
    stock, ours, *_ = ways
    missed = []
    for coded in (read_nhs(cache), read_clinc(cache)[0]):
        vectors = [_kept(ways[name], coded.texts, cache / f"{coded.name}-{place}.npy") for place, name in enumerate((stock, ours))]
        cosine = float((vectors[0] * vectors[1]).sum(axis=1).min())
        models = [fit_ours(with_vectors(coded, each)) for each in vectors]
        print(f"\n{coded.name}: {len(coded.texts):,} statements; lowest cosine of the two {cosine:.5f}")
        for layer in ("theme_layer", "subtheme_layer"):
            labels = [model.layers[getattr(model, layer)] for model in models]
            for level, codes in coded.codes().items():
                nmi = [normalized_mutual_info_score(codes, each) for each in labels]
                print(f"  {layer[:-6]:9} against {level:6} codes: NMI {nmi[0]:.4f} from float32, {nmi[1]:.4f} from {ours}")
                if abs(nmi[0] - nmi[1]) > ALIKE:
                    missed.append(f"{coded.name}: {layer[:-6]}s and {level} codes, NMI differs by {abs(nmi[0] - nmi[1]):.4f}")
            sizes = " and ".join(str(int(each.max()) + 1) for each in labels)
            print(f"  {layer[:-6]:9} agreement of the two (ARI) {adjusted_rand_score(*labels):.3f}; {sizes} groups")
    return missed


def _kept(encode: Encode, texts: list[str], path: Path) -> NDArray[np.float32]:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        np.save(path, encode(texts))
    return np.asarray(np.load(path), dtype=np.float32)


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--busy", action="store_true")
    parser.add_argument("--only", choices=("speed", "themes"))
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--texts", type=int, default=600)
    parser.add_argument("--cache", type=Path, required=True, help="folder that vectors are kept in between runs")
    asked = parser.parse_args()
    import torch

    torch.set_num_threads(1 if asked.busy else THREADS)
    ways, told = load_paths()
    print(*told, sep="\n")
    missed = []
    if asked.only != "themes":
        gains = measure_speed(ways, asked.rounds, asked.texts, busy=asked.busy)
        for precision, least in FASTER.items():
            gain = gains.get(f"ours, {precision}", np.inf)
            missed += [f"{precision}: {gain:.2f} times, and {least} is the target"] if gain < least else []
    torch.set_num_threads(THREADS)
    missed += measure_themes(ways, asked.cache) if asked.only != "speed" else []
    if not torch.cuda.is_available():
        print("\nThere is no GPU here: that path was not measured.")
    print("load of the machine at the end, 1, 5 and 15 minutes:", *(f"{load:.1f}" for load in os.getloadavg()))
    print("Every target is met." if not missed else "MISSED: " + "; ".join(missed))
    return int(asked.check and bool(missed))


if __name__ == "__main__":
    sys.exit(main())
