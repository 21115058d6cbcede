"""Marked texts as the head is trained on them: read once by the sentence model, then drawn in batches, in every case of writing."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from corpora import Marked

from peace_analysis.anonymize.recognizer.layers import WIDTH, WordReader
from peace_analysis.anonymize.recognizer.model import LABELS
from peace_analysis.anonymize.recognizer.segments import FEATURES, Window, describe_words
from peace_analysis.anonymize.recognizer.titles import with_titles
from peace_analysis.anonymize.wordlist import word_set

IGNORED = -100
# How the same text may have been written; the sentence model reads all alike, so that only the features of capitals differ.
CASES = ("as_is", "lower", "opening", "upper", "title")
# Family names that are, in lower case, among the commonest words of all.
_COMMON = word_set(
    "a an and as at be but by can come do done down eh for from get go good ha had has have he her him his how "
    "i if in is it its just like may me mine more my no not now of off oh ok on one or our out over own said "
    "say see she so such than that the them then there they this to too under up us was way we well went were "
    "what when where who why will win with would yes you young your "
)
FORGET = 0.15  # share of windows read without the list of names, and of those read without the list of English words
_LISTS = [FEATURES.index("listed"), FEATURES.index("given")]
_ENGLISH = [FEATURES.index("english")]
CHANCES = (0.54, 0.33, 0.06, 0.03, 0.04)


def recase(text: str, case: str) -> str:
    """Write a text in another case, letter for letter, so that places in it stay where they are."""
    if case == "as_is":
        return text
    if case == "upper":
        return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)
    lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    if case == "lower":
        return lower
    letters = list(lower)
    opens = True
    for place, c in enumerate(lower):
        starts = c.isalpha() and (place == 0 or not (lower[place - 1].isalnum() or lower[place - 1] == "'"))
        if starts and ((case == "title") or opens or (c == "i" and not lower[place + 1 : place + 2].isalnum())):
            letters[place] = c.upper() if len(c.upper()) == 1 else c
        if c.isalpha():
            opens = False
        elif c in ".!?":
            opens = True
    return "".join(letters)


@dataclass
class Examples:
    """Windows read by the sentence model."""

    windows: list[Window]
    texts: list[Marked]
    layers: torch.Tensor  # (n_words, WIDTH), float16
    labels: torch.Tensor  # (n_words,)
    features: dict[str, torch.Tensor]  # by case, (n_words, len(FEATURES)), float16
    starts: list[int]  # of each window
    doubtful: torch.Tensor  # (n_words,): a name that is one of the commonest words too ("her"), which teaches nothing in lower case

    def batches(self, size: int, chance: random.Random) -> Iterator[tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]]:
        """Yield layers, features, labels and lengths of some windows of like length, each written in a case drawn by lot."""
        order = sorted(range(len(self.windows)), key=lambda place: len(self.windows[place].words) + chance.random() * 8)
        groups = [order[first : first + size] for first in range(0, len(order), size)]
        chance.shuffle(groups)
        for group in groups:
            cases = chance.choices(CASES, CHANCES, k=len(group))
            yield self.take(group, cases, chance)

    def take(
        self, group: Sequence[int], cases: Sequence[str], forgetful: random.Random | None = None
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """Lay out some windows side by side, each written in its case; `forgetful` draws those that are read without lists."""
        lengths = [len(self.windows[place].words) for place in group]
        layers = torch.zeros((len(group), max(lengths), WIDTH))
        features = torch.zeros((len(group), max(lengths), len(FEATURES)))
        labels = torch.full((len(group), max(lengths)), IGNORED)
        for row, (place, n, case) in enumerate(zip(group, lengths, cases, strict=True)):
            there = slice(self.starts[place], self.starts[place] + n)
            layers[row, :n] = self.layers[there].float()
            features[row, :n] = self.features[case][there].float()
            labels[row, :n] = self.labels[there]
            if case in ("lower", "opening"):
                labels[row, :n][self.doubtful[there]] = IGNORED
        if forgetful is not None:
            for row in range(len(group)):
                for columns in (_LISTS, _ENGLISH):
                    if forgetful.random() < FORGET:
                        features[row, :, columns] = 0
        return layers, features, labels, torch.tensor(lengths)


def make_examples(texts: Sequence[Marked], reader: WordReader) -> Examples:
    """Read texts with the sentence model."""
    windows = reader.cut([marked.text for marked in texts])
    starts, total = [], 0
    for window in windows:
        starts.append(total)
        total += len(window.words)
    layers = torch.zeros((total, WIDTH), dtype=torch.float16)

    def keep(places: list[int], values: torch.Tensor) -> None:
        for row, place in enumerate(places):
            n = len(windows[place].words)
            layers[starts[place] : starts[place] + n] = values[row, :n].half()

    for _ in reader.read(windows, keep):
        pass
    labels = torch.tensor([label for window in windows for label in _label(texts[window.text], window)], dtype=torch.long)
    features = {
        case: torch.tensor(
            [row for window in windows for row in describe_words(recase(texts[window.text].text, case), window.words)], dtype=torch.float16
        )
        for case in CASES
    }
    doubtful = torch.tensor([plain for window in windows for plain in _doubtful(texts[window.text], window)], dtype=torch.bool)
    return Examples(list(windows), list(texts), layers, labels, features, starts, doubtful)


def concatenate(some: Sequence[Examples]) -> Examples:
    """Put several sets of examples together."""
    starts, total = [], 0
    for examples in some:
        starts += [start + total for start in examples.starts]
        total += len(examples.layers)
    return Examples(
        [window for examples in some for window in examples.windows],
        [marked for examples in some for marked in examples.texts],
        torch.cat([examples.layers for examples in some]),
        torch.cat([examples.labels for examples in some]),
        {case: torch.cat([examples.features[case] for examples in some]) for case in CASES},
        starts,
        torch.cat([examples.doubtful for examples in some]),
    )


def _doubtful(marked: Marked, window: Window) -> list[bool]:
    """Find names that nothing tells from a common word in lower case: no other word of the name, and no title before it."""
    text = marked.text.lower()
    alone = [
        (start, end)
        for start, end, kind in marked.spans
        if kind == "NAME" and text[start:end] in _COMMON and (len(text) != len(marked.text) or with_titles(text, start) == start)
    ]
    return [any(start <= word.start and word.end <= end for start, end in alone) for word in window.words]


def _label(marked: Marked, window: Window) -> list[int]:
    labels = []
    for word in window.words:
        label = "O"
        for start, end, kind in marked.spans:
            if start < word.end and word.start < end:
                kind = "PLACE" if kind == "ADDRESS" else kind  # noqa: PLW2901 - a street is a place to the head; rules know addresses
                label = f"{'B' if word.start <= start else 'I'}-{kind}"
        known = label in LABELS and not any(start < word.end and word.start < end for start, end in marked.unsure)
        labels.append(LABELS.index(label) if known else IGNORED)
    return labels
