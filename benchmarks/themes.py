"""Themes beside stock BERTopic, LDA and NMF, and k-means and Ward told the true number: quality, choice, steadiness, words, cost.

Vectors are the default model's, the same for all. NMI and ARI against people's codes; a topic of outliers (-1) counts as one.
`--quick` leaves out the full sets and 100,000 statements; `--check` exits with 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent / "topics"))

from corpora import Coded, read_city, read_clinc, read_nhs
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score, roc_auc_score
from systems import cost_of, cut_ward, fit_k_means, fit_ours, fit_stock, fit_words, reduce_with_umap
from word_lists import compare_words

from peace_analysis.themes import ThemeModel

MOST_FOR_WARD = 12_000  # statements: Ward's distances of more take gigabytes
SEEDS = (1, 2, 3)
Pair = tuple[float, float]
missed: list[str] = []


def require(met: bool, what: str) -> str:
    """Note a target that is missed, and say which it is."""
    if not met:
        missed.append(what)
    return "met" if met else "MISSED"


def agreement(labels: NDArray[np.intp], codes: NDArray[np.str_]) -> Pair:
    """NMI and ARI with the first of each statement's codes, over the statements that have one."""
    first = np.array([code.split("+")[0] for code in codes])
    coded = first != ""
    return normalized_mutual_info_score(first[coded], labels[coded]), adjusted_rand_score(first[coded], labels[coded])


def show(pair: Pair) -> str:
    return f"{pair[0]:.3f} / {pair[1]:.3f}"


def told(coded: Coded, seeds: tuple[int, ...]) -> dict[str, dict[str, Pair]]:
    """Best of k-means (raw, UMAP) and Ward with the true number, and each of them: mean over seeds, by level of codes."""
    numbers = {level: len({code.split("+")[0] for code in codes} - {""}) for level, codes in coded.codes().items()}
    found: dict[str, dict[str, list[Pair]]] = {level: {} for level in numbers}
    for seed in seeds:
        for space, vectors in (("k-means", coded.vectors), ("k-means on UMAP", reduce_with_umap(coded.vectors, seed))):
            for level, number in numbers.items():
                pair = agreement(fit_k_means(vectors, number, seed), coded.codes()[level])
                found[level].setdefault(space, []).append(pair)
        for level, number in numbers.items():
            for kind in ("LDA", "NMF"):
                found[level].setdefault(kind, []).append(agreement(fit_words(coded.texts, number, seed, kind), coded.codes()[level]))
    if len(coded.texts) <= MOST_FOR_WARD:
        for level, labels in zip(numbers, cut_ward(coded.vectors, list(numbers.values())), strict=True):
            found[level]["Ward"] = [agreement(labels, coded.codes()[level])]
    return {level: {name: tuple(np.mean(pairs, axis=0)) for name, pairs in systems.items()} for level, systems in found.items()}


def measure_quality(coded: Coded, model: ThemeModel, stock: NDArray[np.intp], rivals: dict[str, dict[str, Pair]], full: bool) -> None:
    """Print one corpus, and check it against its rivals."""
    print(
        f"\n{coded.name}: {len(coded.texts):,} statements; layers of {[int(layer.max()) + 1 for layer in model.layers]}, "
        f"{model.n_themes} themes"
    )
    for level, codes in coded.codes().items():
        layers = [agreement(layer, codes) for layer in model.layers]
        chosen = layers[model.subtheme_layer if level == "fine" else model.theme_layer]
        best = max(pair[0] for pair in layers), max(pair[1] for pair in layers)
        rows = {name: pair for name, pair in rivals[level].items() if name not in ("LDA", "NMF")}
        goal = max(pair[0] for pair in rows.values()), max(pair[1] for pair in rows.values())
        beside = agreement(stock, codes)
        verdict = require(best[0] >= goal[0] and best[1] >= goal[1], f"{coded.name} {level}: best layer")
        print(f"  {level:6} best layer {show(best)}  told the true number {show(goal)}  {verdict}")
        print(
            f"         chosen {show(chosen)} = {chosen[1] / best[1]:.2f} of the best layer's ARI, "
            f"{chosen[1] / goal[1]:.2f} of the told one's",
            end="  ",
        )
        print(require(chosen[1] >= 0.85 * max(best[1], goal[1]), f"{coded.name} {level}: choice") if full else "")
        print(f"         stock BERTopic {show(beside)} ({stock.max() + 1} topics, {(stock < 0).mean():.0%} out)", end="  ")
        print(require(best[1] >= 2 * beside[1], f"{coded.name} {level}: twice stock") if level == "fine" else "")
        print("         " + "; ".join(f"{name} {show(pair)}" for name, pair in rivals[level].items()))


def measure_steadiness(coded: Coded) -> None:
    """Agreement between seeds, and between samples of 90%, on the statements that both have."""
    models = [fit_ours(coded, seed) for seed in SEEDS]
    draw = np.random.default_rng(0)
    halves = [np.sort(draw.permutation(len(coded.texts))[: int(0.9 * len(coded.texts))]) for _ in SEEDS]
    parts = [fit_ours(coded.part(rows)) for rows in halves]
    stock = [fit_stock(coded.vectors, coded.texts, seed) for seed in SEEDS]
    stock_parts = [fit_stock(coded.vectors[rows], coded.part(rows).texts, 1) for rows in halves]
    pairs = ((0, 1), (1, 2), (0, 2))
    print(f"\nsteadiness, {coded.name}")
    for level in ("theme", "subtheme"):
        layers = [model.layers[getattr(model, f"{level}_layer")] for model in models]
        seeds = np.mean([adjusted_rand_score(layers[i], layers[j]) for i, j in pairs])
        cut = [model.layers[getattr(model, f"{level}_layer")] for model in parts]
        samples = np.mean([_common(halves[i], cut[i], halves[j], cut[j]) for i, j in pairs])
        steady = require(seeds >= 0.9, f"{coded.name} {level}: seeds")
        robust = require(samples >= 0.8, f"{coded.name} {level}: 90% samples")
        print(f"  {level:9} seeds {seeds:.2f} {steady}, 90% samples {samples:.2f} {robust}")
    seeds = np.mean([adjusted_rand_score(stock[i], stock[j]) for i, j in pairs])
    samples = np.mean([_common(halves[i], stock_parts[i], halves[j], stock_parts[j]) for i, j in pairs])
    print(f"  stock     seeds {seeds:.2f}, 90% samples {samples:.2f}")


def _common(rows: NDArray[np.intp], labels: NDArray[np.intp], other_rows: NDArray[np.intp], others: NDArray[np.intp]) -> float:
    both = np.intersect1d(rows, other_rows)
    return float(adjusted_rand_score(labels[np.searchsorted(rows, both)], others[np.searchsorted(other_rows, both)]))


def measure_words(coded: Coded) -> None:
    """NPMI coherence and diversity of ten words, ours beside stock's at the same number of topics; `topics/word_lists.py` says how."""
    print(f"\nwords, {coded.name}: NPMI, diversity (lists of ten words; the same on the half that words were not chosen on)")
    for found in compare_words(coded, fit_ours(coded), fit_stock(coded.vectors, coded.texts, 1), seed=1):
        verdict = require(found.no_worse, f"{coded.name} {found.layer}: words") if found.layer else "other numbers: not compared"
        held = ("" if found.no_worse_held_out else ", held out worse") if found.layer else ""
        print(f"  {found.layer:9} ours {found.ours}  stock {found.stock}  {verdict}{held}; stock {found.how}", flush=True)


def measure_recovery(coded: Coded, model: ThemeModel) -> None:
    """F1 of the theme or subtheme that fits each planted theme best."""
    inside = np.array([code != "" for code in coded.fine])
    placed = model.theme >= 0
    groups = [model.theme == theme for theme in range(model.n_themes)]
    groups += [
        (model.theme == theme) & (model.subtheme == part) for theme in range(model.n_themes) for part in range(model.n_subthemes(theme))
    ]
    scores = {}
    for planted in sorted({part for code in coded.fine[inside] for part in code.split("+")}):
        truth = np.array([planted in code.split("+") for code in coded.fine])
        scores[planted] = max(2 * (group & truth).sum() / ((group & inside & placed).sum() + truth.sum()) for group in groups)
    print(
        f"\nplanted themes of {coded.name}: mean F1 {np.mean(list(scores.values())):.2f}, "
        f"{sum(score >= 0.75 for score in scores.values())} of {len(scores)} at .75",
        end="  ",
    )
    print(require(min(scores.values()) >= 0.75, f"{coded.name}: planted themes"))
    print("  " + ", ".join(f"{name} {score:.2f}" for name, score in sorted(scores.items(), key=lambda item: -item[1])))


def measure_residual(clinc: Coded, outside: Coded) -> None:
    """Whether the fit tells requests that are out of scope."""
    everything = Coded(
        "with out of scope",
        clinc.texts + outside.texts,
        np.vstack([clinc.vectors, outside.vectors]),
        np.concatenate([clinc.fine, outside.fine]),
    )
    model = fit_ours(everything)
    out = np.arange(len(everything.texts)) >= len(clinc.texts)
    score = roc_auc_score(out, -model.fit)
    residual = model.residual
    print(
        f"\nresidual: AUROC {score:.3f} for out of scope {require(score >= 0.85, 'residual')}; "
        f"residual {residual[out].mean():.0%} of these, {residual[~out].mean():.0%} of the others"
    )


def measure_cost(coded: Coded, sizes: tuple[int, ...]) -> None:
    """Seconds and memory beside stock BERTopic."""
    print("\nstatements   ours cold / warm, s   stock cold / warm, s   peak, MB (stock)")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vectors.npz"
        np.savez(path, vectors=coded.vectors, texts=np.array(coded.texts))
        for n in sizes:
            ours, stock = cost_of("ours", path, n), cost_of("stock", path, n)
            fast = ours["warm"] <= stock["warm"] / 3 and ours["cold"] <= stock["cold"] / 3
            print(
                f"{n:10,}   {ours['cold']:6.1f} / {ours['warm']:6.1f}       "
                f"{stock['cold']:6.1f} / {stock['warm']:6.1f}        {ours['peak']:,.0f} ({stock['peak']:,.0f})   "
                f"{require(fast, f'time at {n:,}')}",
                flush=True,
            )
            if n >= 100_000:
                require(ours["peak"] <= 4096, "peak memory")


def main() -> int:
    """Print the tables; 1 where `--check` finds a target missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="samples of 1,000 with one seed and the cities only")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a target is missed")
    parser.add_argument("--only", choices=("quality", "steadiness", "words", "residual", "cost"), help="one part")
    parser.add_argument(
        "--cache", type=Path, default=Path(tempfile.gettempdir()) / "peace-analysis-vectors", help="folder that keeps vectors"
    )
    chosen = parser.parse_args()
    (clinc, outside), nhs = read_clinc(chosen.cache), read_nhs(chosen.cache)
    seeds = SEEDS[:1] if chosen.quick else SEEDS
    samples = [corpus.sample(1000, seed) for corpus in (clinc, nhs) for seed in seeds]

    def wanted(part: str) -> bool:
        return chosen.only in (None, part)

    if wanted("quality"):
        cities = [read_city(key, chosen.cache) for key in ("riverton", "port_salem")]
        for coded in [*([] if chosen.quick else [clinc, nhs]), *samples, *cities]:
            full = coded in (clinc, nhs)
            model = fit_ours(coded)
            measure_quality(coded, model, fit_stock(coded.vectors, coded.texts, 1), told(coded, seeds[:1] if full else seeds), full)
            sys.stdout.flush()
            if coded in cities:
                measure_recovery(coded, model)
    if wanted("steadiness"):
        for coded in [*([] if chosen.quick else [clinc, nhs]), samples[0], samples[-1]]:
            measure_steadiness(coded)
    if wanted("words"):
        for coded in [*([] if chosen.quick else [clinc, nhs]), *samples]:
            measure_words(coded)
    if wanted("residual"):
        measure_residual(*((clinc.sample(1000, 1), outside.sample(60, 1)) if chosen.quick else (clinc, outside)))
    if wanted("cost"):
        measure_cost(clinc, (1000,) if chosen.quick else (1000, 10_000, 100_000))
    print(f"\n{len(missed)} targets missed" + "".join(f"\n  {what}" for what in missed))
    return 1 if chosen.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
