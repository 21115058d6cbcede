"""Rebuild the weights of the learned recogniser: `python benchmarks/names/train.py`; minutes on two cores, same seed, same weights."""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import torch
from corpora import TRAIN, Marked, read_corpus, read_unnamed, split_held_out
from examples import IGNORED, Examples, make_examples, recase
from informal import make_posts, swap_names
from speech import fill, kept_turns, make_turns, origins, part, sentences, unpunctuate
from torch.nn.functional import cross_entropy
from tuning import calibrate, choose_threshold

from peace_analysis.anonymize import recognizer
from peace_analysis.anonymize.recognizer.decode import Calibration
from peace_analysis.anonymize.recognizer.finder import NameRecognizer
from peace_analysis.anonymize.recognizer.layers import WIDTH, default_reader
from peace_analysis.anonymize.recognizer.model import LABELS, Head
from peace_analysis.anonymize.recognizer.weights import save_head

DATA = Path(__file__).parents[3] / "shared" / "data" / "names"
WEIGHTS = Path(recognizer.__file__).parent
SEED = 1
EPOCHS = 4
TURNS = 10_000  # made-up turns
HEARD = 1_400  # sentences of the corpora again, without punctuation
SWAPPED = 2_500  # sentences of the corpora again, with other names in them
POSTS = 3_000  # made-up posts
UNNAMED = 3_000  # comments, and requests
# Of tokens, on held-out text; two points more than is wanted, since it comes from the sources that were trained on.
DEFAULT_PRECISION, CAUTIOUS_PRECISION = 0.82, 0.72
BATCH = 48
RATE = 2.5e-3


def train(examples: Examples, *, epochs: int, seed: int) -> Head:
    """Train a head.

    Args:
        examples: What to learn from.
        epochs: How often to go through them.
        seed: Fixes first weights, order, cases and dropout.
    """
    torch.manual_seed(seed)
    chance = random.Random(seed)
    head = Head(WIDTH, dropout=0.25)
    averaged = {name: value.detach().clone() for name, value in head.state_dict().items()}
    optimizer = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=0.01)
    steps = epochs * -(-len(examples.windows) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=0.15)
    started, step = time.monotonic(), 0
    for epoch in range(epochs):
        total, n = 0.0, 0
        for layers, features, labels, lengths in examples.batches(BATCH, chance):
            logits = head(layers, features, lengths)
            loss = cross_entropy(logits.reshape(-1, len(LABELS)), labels.reshape(-1), ignore_index=IGNORED, label_smoothing=0.01)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            share = min(0.995, step / (step + 20))
            with torch.no_grad():
                for name, value in head.state_dict().items():
                    averaged[name].mul_(share).add_(value, alpha=1 - share)
            total, n = total + loss.item(), n + 1
        print(f"epoch {epoch + 1}/{epochs}: loss {total / n:.4f}, {time.monotonic() - started:.0f} s", flush=True)
    head.load_state_dict(averaged)
    return head.eval()


def training_texts(names: Path, seed: int) -> list[Marked]:
    """Gather everything that is learned from."""
    chance = random.Random(seed)
    corpora = [marked for source, file in TRAIN.items() for marked in split_held_out(read_corpus(names, source, file))[0]]
    heard = [marked for marked in map(unpunctuate, chance.sample(corpora, HEARD)) if marked.text.strip()]
    informal = swap_names(corpora, SWAPPED, seed) + make_posts(POSTS, seed)
    return corpora + heard + informal + read_unnamed(names.parent / "themes", UNNAMED, seed) + make_turns(TURNS, seed)


def held_out_texts(names: Path, seed: int) -> dict[str, list[Marked]]:
    """Gather what scores and thresholds are tuned with: the held-out part of every corpus, kept names in kept sentences."""
    chance = random.Random(seed)
    held = {source: split_held_out(read_corpus(names, source, file))[1] for source, file in TRAIN.items()}
    plain = [fill(sentence, chance) for sentence in part(sentences("plain"), kept=True)]
    held["spoken"] = [marked for origin in origins() for marked in kept_turns(origin, 8, seed)] + plain
    return {source: texts for source, texts in held.items() if sum(len(marked.spans) for marked in texts) > 20}


def main() -> None:
    """Train, tune, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=Path, default=DATA, help="folder of the corpora")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="folder to write weights.safetensors and weights.json to")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--threads", type=int, default=1, help="the same number gives the same weights")
    told = parser.parse_args()
    torch.set_num_threads(told.threads)
    started = time.monotonic()
    examples = make_examples(training_texts(told.names, told.seed), default_reader())
    print(f"{len(examples.texts)} texts, {len(examples.layers)} words read in {time.monotonic() - started:.0f} s", flush=True)
    head = train(examples, epochs=told.epochs, seed=told.seed)
    tune(head, told.out, held_out_texts(told.names, told.seed), told.seed)


def tune(head: Head, out: Path, held: dict[str, list[Marked]], seed: int) -> None:
    """Calibrate scores, choose thresholds, and write all with the weights."""
    save_head(head, out, threshold=0.5, cautious=0.5, calibration=Calibration(), seed=seed)
    plain = NameRecognizer(folder=out)
    readings = [reading for texts in held.values() for reading in plain.read([marked.text for marked in texts])]
    calibration = calibrate(readings, [marked for texts in held.values() for marked in texts])
    save_head(head, out, threshold=0.5, cautious=0.5, calibration=calibration, seed=seed)
    scored = NameRecognizer(folder=out)
    sources = {
        f"{source} {case}": (scored.read([recase(marked.text, case) for marked in texts]), texts)
        for source, texts in held.items()
        for case in ("as_is", "lower")
    }
    default, cautious = (choose_threshold(sources, precision) for precision in (DEFAULT_PRECISION, CAUTIOUS_PRECISION))
    print(save_head(head, out, threshold=default, cautious=cautious, calibration=calibration, seed=seed))


if __name__ == "__main__":
    main()
