"""Train the head that matches comments with sections; writes `peace_analysis/policy/matching.safetensors`.

Trained on the training topics of ArgKP alone. `--folds 2` trains without a sixth of these topics at a time and measures on it, which is how
settings were chosen; nothing is written then.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parent))

from arguments import Arguments, cut_folds, measure_match, read_arguments
from safetensors.torch import save

from peace_analysis.policy.lexical import score_words
from peace_analysis.policy.matched import FILE
from peace_analysis.policy.matching import Head
from peace_analysis.policy.pieces import Pieces, default_reader

EPOCHS = 4
TEXTS = 40  # of one step
TOPICS = 4  # whose points are the candidates of one step: as many as in the part that is measured on
RATE = 2e-3
RATE_MIX = 1e-2
DECAY = 0.05
DROPOUT = 0.2
SEEDS = (0, 1)  # one head each; their logits are averaged
PAIRS = 10.0  # weight of the judgement of each pair beside that of the right ones among all


def read_pieces(texts: list[str], folder: Path) -> list[Pieces]:
    """Read texts, or what was made of them earlier."""
    name = hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
    path = folder / f"pieces-{name}.pt"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        found = default_reader().read(texts)
        torch.save(
            {
                "states": torch.cat([one.states for one in found]).half(),
                "lengths": torch.tensor([len(one.states) for one in found]),
                "whole": torch.stack([one.whole for one in found]),
            },
            path,
        )
    kept = torch.load(path, weights_only=True)
    states = kept["states"].split(kept["lengths"].tolist())
    return [Pieces(one.float(), whole) for one, whole in zip(states, kept["whole"], strict=True)]


def train_head(arguments: Arguments, said: list[Pieces], points: list[Pieces], words: np.ndarray, seed: int) -> Head:
    """Train one head."""
    torch.manual_seed(seed)
    draw = np.random.default_rng(seed)
    head = Head(DROPOUT)
    shared = [head.mix, head.shift]
    own = [parameter for parameter in head.parameters() if all(parameter is not other for other in shared)]
    groups = [{"params": own, "lr": RATE, "weight_decay": DECAY}, {"params": shared, "lr": RATE_MIX, "weight_decay": 0.0}]
    steps = len(said) // TEXTS * EPOCHS
    optimizer = torch.optim.AdamW(groups)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, [RATE, RATE_MIX], total_steps=steps)
    topics = sorted(set(arguments.topic.tolist()))
    rows_of = {topic: np.flatnonzero(arguments.topic == topic) for topic in topics}
    for step in range(steps):
        chosen = [topics[place] for place in draw.permutation(len(topics))[:TOPICS]]
        rows = draw.choice(np.concatenate([rows_of[topic] for topic in chosen]), TEXTS, replace=False)
        columns = np.flatnonzero(np.isin(arguments.point_topic, chosen))
        at = np.ix_(rows, columns)
        true, sure = torch.from_numpy(arguments.labels[at] == 1), torch.from_numpy(~arguments.unsure[at])
        logits = head.judge(
            head.measure([said[row] for row in rows], [points[column] for column in columns], torch.from_numpy(words[at]).float())
        )
        loss = PAIRS * functional.binary_cross_entropy_with_logits(logits[sure], true[sure].float())
        some = true.any(dim=1)
        if some.any():
            chances = logits[some].masked_fill(~sure[some], -1e4).log_softmax(dim=1)
            loss = loss - torch.logsumexp(chances.masked_fill(~true[some], -1e4), dim=1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 100 == 0:
            print(f"  step {step} of {steps}, loss {float(loss.detach()):.2f}", flush=True)
    return head.eval()


def judge_all(heads: list[Head], said: list[Pieces], points: list[Pieces], words: np.ndarray) -> np.ndarray:
    """Mean logits of all pairs."""
    found = []
    with torch.inference_mode():
        for first in range(0, len(said), TEXTS):
            some, counted = said[first : first + TEXTS], torch.from_numpy(words[first : first + TEXTS]).float()
            found.append(torch.stack([head.judge(head.measure(some, points, counted)) for head in heads]).mean(dim=0))
    return torch.cat(found).numpy()


def main() -> None:
    """Train and write, or measure by folds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=0, help="folds of training topics to measure on instead")
    parser.add_argument(
        "--cache", type=Path, default=Path(tempfile.gettempdir()) / "peace-analysis-pieces", help="folder that keeps states"
    )
    chosen = parser.parse_args()
    torch.set_num_threads(1)  # the order of every sum is fixed
    train = read_arguments("train")
    said, points = read_pieces(train.texts, chosen.cache), read_pieces(train.points, chosen.cache)
    words = score_words(train.texts, train.points)
    if chosen.folds:
        for fold in cut_folds(train.topic)[: chosen.folds]:
            inside, outside = np.isin(train.topic, fold), np.isin(train.point_topic, fold)
            rest = train.part(sorted(set(train.topic.tolist()) - set(fold)))
            heads = [
                train_head(
                    rest,
                    [one for one, out in zip(said, inside, strict=True) if not out],
                    [one for one, out in zip(points, outside, strict=True) if not out],
                    words[np.ix_(~inside, ~outside)],
                    seed,
                )
                for seed in SEEDS
            ]
            held = train.part(fold)
            mine = [one for one, out in zip(said, inside, strict=True) if out]
            theirs = [one for one, out in zip(points, outside, strict=True) if out]
            for some in [heads[:1], heads]:
                scores = judge_all(some, mine, theirs, words[np.ix_(inside, outside)])
                print("{} head(s): hit@3 {:.3f}, average precision {:.3f}".format(len(some), *measure_match(scores, held)), flush=True)
        return
    heads = [train_head(train, said, points, words, seed) for seed in SEEDS]
    content = save(
        {
            f"{number}.{name}": value.detach().to(torch.float32 if name in ("mix", "shift") else torch.float16).contiguous()
            for number, head in enumerate(heads)
            for name, value in sorted(head.state_dict().items())
        }
    )
    FILE.write_bytes(content)
    print(f"{FILE.name}: {len(content):,} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main()
