"""Conversational text with names of many origins, made from what is written in the .txt files beside this module."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from corpora import Marked

from peace_analysis.anonymize.recognizer.segments import is_english

HERE = Path(__file__).parent
WORDLIKE_NAMES = 0.12  # share drawn from those names of an origin that are English words too (Long, Her, Banks)
ENGLISH_NAMES = 0.1  # share of names trained with that are any English word
OTHER_WORDS = frozenset(
    ("Kenya", "Brings-Plenty", "Standing-Bear", "Medicine-Horse", "Cherry-Pie")
)  # names of nothing but other words, too
KEPT = 4  # every fourth name and every fourth sentence is kept to measure with
ORIGINS_WITH_TWO_GIVEN = frozenset(("Vietnamese", "Chinese", "Hmong", "Korean", "Karen and Burmese", "Filipino"))
_KINDS = {
    "b": "NAME",
    "g": "NAME",
    "f": "NAME",
    "n": "NAME",
    "nick": "NAME",
    "i": "NAME",
    "street": "PLACE",
    "park": "PLACE",
    "place": "PLACE",
}
_KINDS |= dict.fromkeys(("org", "school", "church", "team", "band"), "ORGANIZATION") | {"addr": "ADDRESS"}
_SLOT = re.compile(r"\{([a-z]+)\d?\}")
_HESITATIONS = ("um, ", "uh, ", "you know, ", "I mean, ", "like, ", "so, ", "well, ", "yeah, ", "okay, ", "right, ")


@cache
def origins() -> dict[str, dict[str, list[str]]]:
    """Read the names: origin, then `given` and `family`."""
    found: dict[str, dict[str, list[str]]] = {}
    names: list[str] = []
    for line in _lines("origins.txt"):
        if line.startswith("["):
            origin, kind = line[1:].split("] ")
            names = found.setdefault(origin, {}).setdefault(kind, [])
        else:
            names += line.split()
    return found


@cache
def english_words() -> list[str]:
    """List English words of ordinary length, in order."""
    text = files("peace_analysis.anonymize").joinpath("words_en.txt").read_text(encoding="utf-8")
    return sorted(line for line in text.splitlines() if line.isalpha() and line.isascii() and 3 <= len(line) <= 8)


@cache
def fillings() -> dict[str, list[str]]:
    """Read streets, parks, places, employers, schools, churches, teams, bands, shows, addresses and nicknames."""
    found: dict[str, list[str]] = {}
    things: list[str] = []
    for line in _lines("spoken_fillings.txt"):
        if line.startswith("["):
            things = found.setdefault(line[1:-1], [])
        else:
            things += line.split(" | ")
    return found


def sentences(kind: str, how: str = "spoken") -> list[str]:
    """Read the sentences with names (`named`) or those without (`plain`), spoken or written."""
    return [line.replace("\\n", "\n") for line in _lines(f"{how}_{kind}.txt")]


def part(things: Sequence[str], *, kept: bool) -> list[str]:
    """Take what is kept to measure with, or the rest."""
    return [thing for place, thing in enumerate(things) if (place % KEPT == KEPT - 1) == kept]


def make_person(kind: str, origin: str, chance: random.Random, *, kept: bool) -> str:
    """Name somebody: a given name (`g`), a family name (`f`) or both (`n`)."""
    names = origins()[origin]
    given, family = (_pick(names[which], chance, kept=kept) for which in ("given", "family"))
    if origin in ORIGINS_WITH_TWO_GIVEN and chance.random() < 0.3:
        given += " " + _pick(names["given"], chance, kept=kept)
    if origin == "Latino" and chance.random() < 0.15:
        family += " " + _pick(names["family"], chance, kept=kept)
    if kind == "n" and chance.random() < 0.05:
        given += f" {chance.choice('ABCDEFGHJKLMNPRSTW')}."
    if kind == "b":
        return f"{chance.choice(('Big', 'Little', 'Lil', 'Old', 'Young', 'Baby', 'Crazy'))} {given}"
    if kind == "n":
        return f"{family} {given}" if origin in ("Vietnamese", "Chinese", "Korean") and chance.random() < 0.15 else f"{given} {family}"
    return given if kind == "g" else family


def _pick(names: Sequence[str], chance: random.Random, *, kept: bool) -> str:
    some = part(names, kept=kept)
    if not kept:  # learned even where they are measured with: which of them somebody may bear does not follow from the others
        some = some + [name for name in part(names, kept=True) if is_english(name.lower()) or name in OTHER_WORDS]
    wordlike = [name for name in some if is_english(name.lower())]
    name = chance.choice(wordlike if wordlike and not kept and chance.random() < WORDLIKE_NAMES else some)
    if not kept and chance.random() < ENGLISH_NAMES:
        # Many a name is an English word (Long, Young, Grace, Stands): any word may be one where the sentence says so.
        words = [chance.choice(english_words()).capitalize() for _ in range(chance.choice((1, 1, 1, 2)))]
        return " ".join(words)
    if not kept and chance.random() < 0.1 and len(name) > 4:
        other = chance.choice(some)
        name = name[: len(name) // 2 + 1] + other[len(other) // 2 :].lower()  # a name that no list has
    if not kept and chance.random() < 0.06:
        name = misspell(name, chance)
    if "-" in name and (name.startswith(("De", "Al-")) or chance.random() < 0.5):
        name = name.replace("-", " ") if not name.startswith("Al-") else name
    return name


def misspell(name: str, chance: random.Random) -> str:
    """Write a name as a transcriber may who has only heard it."""
    if len(name) < 4:
        return name
    place = chance.randrange(1, len(name) - 1)
    how = chance.randrange(4)
    if how == 0:
        return name[:place] + name[place] + name[place:]
    if how == 1:
        return name[:place] + name[place + 1 :]
    if how == 2:
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    vowels = "aeiou"
    return name[:place] + (chance.choice(vowels) if name[place] in vowels else name[place]) + name[place + 1 :]


def fill(sentence: str, chance: random.Random, *, origin: str | None = None, kept: bool = False) -> Marked:
    """Set names into a sentence.

    Args:
        sentence: With slots such as `{g}`; a slot that stands twice is filled alike.
        chance: Draws the names.
        origin: Of all of them; one drawn for each name by default.
        kept: Use names that are kept to measure with.
    """
    text, end, spans, said = "", 0, [], {}
    drawn = origin or chance.choice(sorted(origins()))
    for match in _SLOT.finditer(sentence):
        kind = match.group(1)
        if kind in ("b", "g", "f", "n"):
            # `f` after `g` or `n` of the same number is often a relative or the same person: one origin a sentence, mostly.
            whose = drawn if origin or chance.random() < 0.6 else chance.choice(sorted(origins()))
            words = said.setdefault(match.group(), make_person(kind, whose, chance, kept=kept))
        elif kind == "i":
            letters = [chance.choice("ABCDEGHJKLMPRSTVW") for _ in range(2)]
            words = said.setdefault(match.group(), chance.choice((f"{letters[0]}.{letters[1]}.", "".join(letters))))
        else:
            words = said.setdefault(match.group(), chance.choice(fillings()[kind]))
        text += sentence[end : match.start()]
        if kind in _KINDS:
            spans.append((len(text), len(text) + len(words), _KINDS[kind]))
        text, end = text + words, match.end()
    text += sentence[end:]
    joined: list[tuple[int, int, str]] = []
    for span in spans:
        if joined and joined[-1][2] == span[2] == "NAME" and text[joined[-1][1] : span[0]] == " " and "{g} {f}" in sentence:
            joined[-1] = (joined[-1][0], span[1], "NAME")
        else:
            joined.append(span)
    return Marked(text, tuple(joined), "spoken", origin=drawn)


def join(parts: Sequence[Marked], source: str) -> Marked:
    """Make one turn of several sentences."""
    text, spans = "", []
    for some in parts:
        shift = len(text) + (1 if text else 0)
        text += (" " if text else "") + some.text
        spans += [(start + shift, end + shift, kind) for start, end, kind in some.spans]
    return Marked(text, tuple(spans), source, origin=parts[0].origin)


def unpunctuate(marked: Marked) -> Marked:
    """Write a text as a machine hears it: no capitals, no punctuation but apostrophes and what lies within a word."""
    keep = [
        c.isalnum()
        or c == " "
        or c == "'"
        or (0 < place < len(marked.text) - 1 and marked.text[place - 1].isalnum() and marked.text[place + 1].isalnum() and c in "-&@")
        for place, c in enumerate(marked.text)
    ]
    places, text = [], ""
    for c, kept in zip(marked.text, keep, strict=True):
        places.append(len(text))
        text += c.lower() if kept and len(c.lower()) == 1 else c if kept else ""
    places.append(len(text))
    moved = tuple((places[start], places[end], kind) for start, end, kind in marked.spans)
    unsure = tuple((places[start], places[end]) for start, end in marked.unsure)
    return Marked(text, tuple(span for span in moved if span[0] < span[1]), f"{marked.source}_heard", unsure, origin=marked.origin)


def make_turns(n: int, seed: int) -> list[Marked]:
    """Make turns to train with: one to four sentences each, about half of them without a name, a sixth without punctuation."""
    chance = random.Random(seed)
    named, plain = part(sentences("named"), kept=False), part(sentences("plain"), kept=False)
    written = [part(sentences(kind, "written"), kept=False) for kind in ("named", "plain")]
    turns = []
    for number in range(n):
        some = []
        if number % 6 == 0:
            turns.append(fill(chance.choice(written[chance.random() < 0.35]), chance))
            continue
        for _ in range(chance.choice((1, 1, 2, 2, 3, 4))):
            marked = fill(chance.choice(named if chance.random() < 0.55 else plain), chance)
            if chance.random() < 0.08:
                before = chance.choice(_HESITATIONS)
                marked = join([Marked(before[0].upper() + before[1:].strip()), marked], "spoken")
            some.append(marked)
        turn = join(some, "spoken")
        turns.append(unpunctuate(turn) if chance.random() < 0.17 else turn)
    return turns


def kept_turns(origin: str, n: int, seed: int) -> list[Marked]:
    """Make sentences to measure with: kept names of one origin in kept sentences."""
    chance = random.Random(f"{origin} {seed}")
    named = [s for s in part(sentences("named"), kept=True) if re.search(r"\{[gfn]\d?\}", s)]
    return [fill(chance.choice(named), chance, origin=origin, kept=True) for _ in range(n)]


def _lines(name: str) -> list[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]
