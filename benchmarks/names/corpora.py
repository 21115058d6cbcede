"""Published text in which people have marked names: readers of `shared/data/names`, one form out."""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from peace_analysis.anonymize.recognizer.segments import is_english, split_words
from peace_analysis.anonymize.recognizer.titles import skip_titles
from peace_analysis.anonymize.words import given_share

KINDS = {
    "PER": "NAME",
    "PERSON": "NAME",
    "LOC": "PLACE",
    "LOCATION": "PLACE",
    "GPE": "PLACE",
    "ORG": "ORGANIZATION",
    "CORPORATION": "ORGANIZATION",
    "GROUP": "ORGANIZATION",
    "STREET_ADDRESS": "ADDRESS",
}
TRAIN = {
    "wnut17_train": "wnut17_train.conll",
    "ewt_a": "uner_ewt_a.iob2",
    "ewt_b": "uner_ewt_b.iob2",
    "wikigold": "wikigold.conll",
    "gum_written": "gum_written.conll",
    "broad_twitter_e": "broad_twitter_e.conll",
    "broad_twitter_g": "broad_twitter_g.conll",
}
TEST = {"wnut17_dev": "wnut17_dev.conll", "broad_twitter_h": "broad_twitter_h.conll"}
CONNECTED = frozenset(("ewt_a", "ewt_b", "wikigold", "gum_written"))  # sentences of running text
BLOCK, KEPT_BLOCK = 20, 10  # of every source each tenth block of 20 is never trained on: thresholds are tuned with it
_TIGHT_LEFT = frozenset([",", ".", "!", "?", ";", ":", ")", "]", "%", "'", "'s", "'m", "'re", "'ve", "'ll", "'d", "n't", "’s", "..."])
_TIGHT_RIGHT = frozenset(["(", "[", "$", "#"])


# Peoples and faiths, which GUM counts among persons.
_PEOPLES = re.compile(r"\w+(?:ans?|ese|ish|ists?|ics?|ites?|lims?)|Thais?|Vikings?|Jews?|Greeks?|Turks?|Maori|Inuit|Dutch|French|\w+men")


@dataclass(frozen=True)
class Marked:
    """A text and the names in it: start, end (exclusive) and kind of each."""

    text: str
    spans: tuple[tuple[int, int, str], ...] = ()
    source: str = ""
    unsure: tuple[tuple[int, int], ...] = ()  # stretches that teach and test nothing (handles)
    origin: str = field(default="", compare=False)


def read_corpus(folder: Path, source: str, file: str, *, seed: int = 0) -> list[Marked]:
    """Read one corpus, its sentences in order, some of those that follow each other joined as people speak: several at a time."""
    chance = random.Random(f"{source} {seed}")
    sentences = list(_sentences(folder / file))
    found: list[Marked] = []
    place = 0
    while place < len(sentences):
        n = chance.choice((1, 1, 1, 2, 3)) if source in CONNECTED else 1
        tokens = [token for sentence in sentences[place : place + n] for token in sentence]
        found.append(join_tokens(tokens, source, spaced=chance.random() < 0.2))
        place += n
    return found


def split_held_out(sentences: Sequence[Marked]) -> tuple[list[Marked], list[Marked]]:
    """Part a corpus into what is trained on and what thresholds are tuned with."""
    held = [place // BLOCK % KEPT_BLOCK == KEPT_BLOCK - 1 for place in range(len(sentences))]
    return [s for s, out in zip(sentences, held, strict=True) if not out], [s for s, out in zip(sentences, held, strict=True) if out]


def read_unnamed(themes: Path, n: int, seed: int) -> list[Marked]:
    """Read short public comments and requests, which nobody has marked but which hold hardly a name.

    Words that may be one after all (not English, with a capital inside a sentence, a given name) teach nothing.

    Args:
        themes: `shared/data/themes`.
        n: How many to draw of either kind.
        seed: Of the draw.
    """
    chance = random.Random(seed)
    with (themes / "nhs_feedback_coded.csv").open(encoding="utf-8", newline="") as file:
        comments = [row["feedback"] for row in csv.DictReader(file) if len(row["feedback"]) > 20]
    requests = [text for some in json.loads((themes / "clinc150.json").read_text(encoding="utf-8")).values() for text, _ in some]
    found = []
    for source, texts in (("nhs", comments), ("clinc", requests)):
        for text in chance.sample(texts, n):
            places = split_words(text)
            unsure = [
                (start, end)
                for place, (start, end) in enumerate(places)
                if text[start].isalpha()
                and (not is_english(text[start:end].lower()) or given_share(text[start:end]) > 0.5 or (place and text[start].isupper()))
                and text[start:end].lower() not in ("i", "s", "t", "re", "ve", "ll", "m", "d", "don")
            ]
            found.append(Marked(text, (), source, tuple(unsure)))
    return found


def read_presidio(folder: Path) -> list[Marked]:
    """Read presidio-research's sentences: measured on, never trained on."""
    found = []
    for row in json.loads((folder / "presidio_synthetic_dev.json").read_text(encoding="utf-8")):
        spans = tuple(
            (int(s["start_position"]), int(s["end_position"]), KINDS.get(s["entity_type"], s["entity_type"])) for s in row["spans"]
        )
        found.append(Marked(row["full_text"], tuple(sorted(spans)), "presidio_synthetic_dev"))
    return found


def _sentences(path: Path) -> Iterator[list[tuple[str, str]]]:
    """Yield sentences as rows of token and label."""
    rows: list[tuple[str, str]] = []
    tabbed_iob2 = path.suffix == ".iob2"
    for line in path.read_text(encoding="utf-8").splitlines():
        if tabbed_iob2 and line.startswith("#"):
            continue
        parts = line.split("\t") if "\t" in line else line.rsplit(" ", 1)
        if len(parts) < 2 or not parts[0].strip():
            if rows:
                yield rows
            rows = []
            continue
        rows.append((parts[1], parts[2]) if tabbed_iob2 else (parts[0], parts[1]))
    if rows:
        yield rows


def join_tokens(tokens: Sequence[tuple[str, str]], source: str, *, spaced: bool = False) -> Marked:
    """Make a text of tokens, set as people write it, or with a space between all as corpora do."""
    text = ""
    spans: list[tuple[int, int, str]] = []
    unsure: list[tuple[int, int]] = []
    tight = quoted = False
    before = "O"
    for place, (word, label) in enumerate(tokens):
        glue = tight or word in _TIGHT_LEFT or (word == '"' and quoted)
        if word in ("-", "–", "/") and 0 < place < len(tokens) - 1 and tokens[place - 1][0].isalnum() and tokens[place + 1][0].isalnum():
            glue = tight_after = True
        else:
            tight_after = word in _TIGHT_RIGHT or (word == '"' and not quoted) or (word == "@" and place + 1 < len(tokens))
        quoted ^= word == '"'
        if text and (spaced or not glue):
            text += " "
        start = len(text)
        text += word
        kind = KINDS.get(label[2:].upper(), "")
        if word[0] in "@#" or before in ("@", "#"):
            unsure.append((start, len(text)))
        if kind:
            # Wikigold marks with I- only: there a name begins where none of its kind stood before.
            goes_on = label[0] == "I" and spans and spans[-1][2] == kind and tokens[place - 1][1][2:] == label[2:]
            if goes_on:
                spans[-1] = (spans[-1][0], len(text), kind)
            else:
                spans.append((start, len(text), kind))
        tight, before = tight_after, word
    if source == "gum_written":
        unsure += _unmarked_capitals(text, spans)
    return Marked(text, tuple(_strip_titles(text, _join_hyphened(text, spans))), source, tuple(unsure))


def _unmarked_capitals(text: str, spans: Sequence[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """Find words with a capital that are not English and in no name: GUM leaves many a name unmarked."""
    return [
        (start, end)
        for start, end in split_words(text)
        if text[start].isupper()
        and end - start > 1
        and not is_english(text[start:end].lower())
        and not any(s < end and start < e for s, e, _ in spans)
    ]


def _join_hyphened(text: str, spans: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Make one name of the two halves of "Bailey-Ross", whose hyphen some corpora leave outside."""
    joined: list[tuple[int, int, str]] = []
    for start, end, kind in spans:
        if joined and joined[-1][2] == kind and text[joined[-1][1] : start].strip() in ("-", "–", "'", "’") and start - joined[-1][1] <= 3:
            joined[-1] = (joined[-1][0], end, kind)
        else:
            joined.append((start, end, kind))
    return joined


def _strip_titles(text: str, spans: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Leave titles out of names, as all but one of the corpora do: which words are titles is no matter of chance."""
    kept = []
    for start, end, kind in spans:
        if kind == "NAME":
            start = skip_titles(text, start, end)  # noqa: PLW2901
        if start < end and not (kind == "NAME" and _PEOPLES.fullmatch(text, start, end)):
            kept.append((start, end, kind))
    return kept
