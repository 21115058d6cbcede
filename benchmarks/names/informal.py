"""Informal writing to train with: posts made up for this project, and the corpora's own sentences with other names in them."""

from __future__ import annotations

import random
from collections.abc import Sequence

from corpora import Marked
from speech import fill, join, make_person, origins, sentences

_SMILEYS = ("😂", "😂 😂 😂", "❤️", "🙏", "😭", "🔥🔥", ":)", ":-)", ";)", ":D", "<3", "xD", "lol", "lmao", "!!", "!!!", "...", "???", "smh")
_STEMS = (
    "real",
    "its",
    "the",
    "only",
    "mr",
    "lil",
    "sunny",
    "blue",
    "north",
    "team",
    "happy",
    "vote",
    "best",
    "throwback",
    "music",
    "food",
)
_INFORMAL_ORIGINS_SHARE = 0.6  # of swapped names in a text that are of one origin


def make_posts(n: int, seed: int) -> list[Marked]:
    """Make posts: a third of them without a name, many without capitals, with handles and hashtags that teach nothing.

    Args:
        n: How many.
        seed: Of the draw.
    """
    chance = random.Random(seed)
    named, plain = sentences("named", "informal"), sentences("plain", "informal")
    posts = []
    for _ in range(n):
        marked = fill(chance.choice(named if chance.random() < 0.68 else plain), chance)
        if chance.random() < 0.25:
            marked = join([marked, fill(chance.choice(plain if chance.random() < 0.6 else named), chance)], "post")
        before = [Marked(f"RT {_handle(chance)}{chance.choice((':', ' :'))}")] if chance.random() < 0.2 else []
        before += [Marked(_handle(chance))] if chance.random() < 0.15 else []
        after = [Marked(chance.choice(_SMILEYS))] if chance.random() < 0.35 else []
        after += [Marked(f"#{chance.choice(_STEMS)}{chance.choice(_STEMS)}")] if chance.random() < 0.2 else []
        after += [Marked(f"http://t.co/{_letters(chance, 10)}")] if chance.random() < 0.2 else []
        whole = join([*before, marked, *after], "post")
        unsure = tuple(_tags(whole.text))
        roll = chance.random()
        text = whole.text.lower() if roll < 0.2 else whole.text.upper() if roll < 0.26 else whole.text
        posts.append(Marked(text if len(text) == len(whole.text) else whole.text, whole.spans, "post", unsure, origin=marked.origin))
    return posts


def swap_names(texts: Sequence[Marked], n: int, seed: int) -> list[Marked]:
    """Set names of many origins in the place of those that people marked; everything else stays as it was written.

    Args:
        texts: Marked sentences.
        n: How many of those with a name to draw.
        seed: Of the draw.
    """
    chance = random.Random(seed)
    named = [marked for marked in texts if any(kind == "NAME" for _, _, kind in marked.spans)]
    return [_swap(marked, chance) for marked in chance.sample(named, min(n, len(named)))]


def _swap(marked: Marked, chance: random.Random) -> Marked:
    origin = chance.choice(sorted(origins()))
    text, end = "", 0
    moved: list[tuple[int, int]] = []  # where a place of the old text is in the new one: (old place, shift)
    spans, said = [], {}
    for start, stop, kind in sorted(marked.spans):
        if start < end:
            return marked
        text += marked.text[end:start]
        words = marked.text[start:stop]
        if kind == "NAME":
            how = "n" if " " in words else chance.choice("ggf")
            whose = origin if chance.random() < _INFORMAL_ORIGINS_SHARE else chance.choice(sorted(origins()))
            new = said.setdefault(words, make_person(how, whose, chance, kept=False))
            words = new.lower() if words.islower() else new.upper() if words.isupper() and len(words) > 2 else new
        spans.append((len(text), len(text) + len(words), kind))
        text += words
        end = stop
        moved.append((stop, len(text) - stop))
    text += marked.text[end:]

    def shift(place: int) -> int:
        return place + next((by for old, by in reversed(moved) if old <= place), 0)

    unsure = tuple((shift(start), shift(stop)) for start, stop in marked.unsure)
    return Marked(text, tuple(spans), marked.source, unsure, origin=origin)


def _handle(chance: random.Random) -> str:
    letters, joined = _letters(chance, chance.randrange(4, 11)), f"{chance.choice(_STEMS)}_{chance.choice(_STEMS)}{chance.randrange(99)}"
    return "@" + chance.choice((letters, joined))


def _letters(chance: random.Random, n: int) -> str:
    return "".join(chance.choice("abcdefghijklmnopqrstuvwxyzABCDEFG0123456789") for _ in range(n))


def _tags(text: str) -> list[tuple[int, int]]:
    found, start = [], 0
    for word in text.split(" "):
        if word.startswith(("@", "#", "http")):
            found.append((start, start + len(word)))
        start += len(word) + 1
    return found
