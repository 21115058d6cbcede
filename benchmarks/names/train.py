"""Rebuild the weights of the learned recogniser: `python benchmarks/names/train.py`; minutes on two cores, same seed, same weights."""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import torch
from corpora import TRAIN, Marked, read_corpus, split_held_out
from examples import IGNORED, Examples, make_examples
from torch.nn.functional import cross_entropy

from peace_analysis.anonymize.recognizer.layers import WIDTH, default_reader
from peace_analysis.anonymize.recognizer.model import LABELS, Head

DATA = Path(__file__).parents[3] / "shared" / "data" / "names"
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
