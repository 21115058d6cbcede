"""Which words people use as things: evidence of nouns, verbs and adjectives in how a corpus itself uses each word.

No tagger and no lexicon: a word that follows "the", "my" or "two" and ends its phrase is a thing; one that follows "they", "to" or "didn't"
is something that is done; one that follows "it's so" tells how something is. A name for a theme is made of things.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from peace_analysis.themes.words import fold, is_telling, split_words


def words_in(section: str) -> frozenset[str]:
    """Words of one section of word_kinds.txt."""
    text = (files("peace_analysis.themes") / "word_kinds.txt").read_text(encoding="utf-8")
    found: set[str] = set()
    current = ""
    for line in text.splitlines():
        if line.startswith("["):
            current = line.strip("[]")
        elif current == section and not line.startswith("#"):
            found |= set(line.split())
    return frozenset(found)


_BEFORE_THINGS = words_in("before_things")
_BEFORE_BARE_THINGS = words_in("before_bare_things")
_BEFORE_DEEDS = words_in("before_deeds")
_BEFORE_QUALITIES = words_in("before_qualities")
_OBJECTS = words_in("objects")
_BEFORE_ANY_BARE_THING = frozenset(("of", "about", "with", "for", "in", "on", "at"))
_ONE_OF_SEVERAL = frozenset(("a", "an", "another", "every", "each"))
_THAT_ONE = frozenset(("the", "this", "that", "our"))
_DEEDS_END = ("ed", "ing")
_THINGS_THAT_END_SO = words_in("things_that_end_like_deeds")
# Words that tell how something is, or when: they never end a name, however few times a corpus uses them.
_NEVER_THINGS = words_in("never_things")
_IRREGULAR = {
    "child": "children",
    "crisis": "crises",
    "knife": "knives",
    "life": "lives",
    "man": "men",
    "person": "people",
    "thief": "thieves",
    "wife": "wives",
    "woman": "women",
}
# Deeds that say nothing of a subject.
_NEVER_DEEDS = words_in("never_deeds")
_MASS_ENDS = ("tion", "sion", "ment", "ness", "ity", "ance", "ence", "ing", "ship", "age", "ism")  # hardly ever several of them
OFTEN = 0.5  # as many times as the singular, a plural is what people speak of
_SOME = 3  # uses as a deed from which a word is taken for one
_LEAST = 0.6  # share of a word's uses, by their weight, from which it is taken for a thing


@dataclass(frozen=True)
class Usage:
    """How a corpus uses its words: weighted counts by folded word."""

    things: Mapping[str, float]
    deeds: Mapping[str, float]
    qualities: Mapping[str, float]
    counted: frozenset[str]  # words that people put after "a" or "each" and hardly after "the": there are several of them
    several: frozenset[str]  # words that people put after "a" or "each" at all
    compounds: frozenset[tuple[str, str]]  # pairs of words that follow "a" or "the": a stop sign
    forms: Mapping[str, int]  # how many times each word was said so, in lower case

    def is_thing(self, word: str) -> bool:
        """Tell whether a word (lower-case, as said) may end a name: it is used as a thing, mostly."""
        folded = fold(word)
        if word.endswith(_DEEDS_END) and word not in _THINGS_THAT_END_SO and folded not in _THINGS_THAT_END_SO:
            return False
        if word in _NEVER_THINGS:
            return False
        thing, other = self.things.get(folded, 0.0), self.deeds.get(folded, 0.0) + self.qualities.get(folded, 0.0)
        # Never seen where it would show: a plural at least is a thing.
        known = thing >= 0.5 or (word != folded and not other)
        return known and thing >= _LEAST * (thing + other) and not word.endswith("ly")

    def plural(self, word: str) -> str:
        """Put a word that there are several of into its plural; any other word stays as it is."""
        if word != fold(word):
            return word
        forms = [_IRREGULAR.get(word, ""), f"{word}s", f"{word}es", f"{word[:-1]}ies"]
        spoken = [form for form in forms if form in self.forms and (fold(form) == word or word in _IRREGULAR)]
        if spoken:
            often = self.forms[spoken[0]] >= OFTEN * self.forms.get(word, 0)
            return spoken[0] if often or word in self.several else word
        if word not in self.counted or word.endswith(_MASS_ENDS):
            return word
        if word.endswith("y") and word[-2:-1] not in "aeiou":
            return forms[3]
        return forms[0] or (forms[2] if word.endswith(("s", "x", "ch", "sh")) else forms[1])

    def past_gerund(self, word: str) -> str:
        """Turn a deed that is told into a thing, if people say that too: waited -> waiting, called -> calling; "" for any other word."""
        if not word.endswith("ed") or word in _THINGS_THAT_END_SO or self.deeds.get(word, 0.0) < _SOME or not self.is_deed(word):
            return ""
        return f"{word[:-2]}ing" if f"{word[:-2]}ing" in self.forms else ""

    def gerund(self, word: str) -> str:
        """Turn a deed in its bare form into a thing: listen -> listening; "" for any other word."""
        if word in _NEVER_DEEDS or word.endswith(("ed", "ing", "s")) or self.deeds.get(word, 0.0) < _SOME or not self.is_deed(word):
            return ""
        for form in (f"{word}ing", f"{word}{word[-1]}ing", f"{word.removesuffix('e')}ing"):
            if form in self.forms:
                return form
        return ""

    def is_deed(self, word: str) -> bool:
        """Tell whether a word is used as something that is done, mostly."""
        folded = fold(word)
        return self.deeds.get(folded, 0.0) > self.things.get(folded, 0.0) + self.qualities.get(folded, 0.0)


def observe_usage(texts: list[str]) -> Usage:
    """Count how each word is used.

    Args:
        texts: Statements.
    """
    weights: dict[str, dict[str, float]] = {"thing": {}, "deed": {}, "quality": {}}
    counted: Counter[str] = Counter()
    definite: Counter[str] = Counter()
    compounds: set[tuple[str, str]] = set()
    forms: Counter[str] = Counter()
    for text in texts:
        for run in split_words(text):
            forms.update(run)
            for place, word in enumerate(run):
                if not is_telling(word):
                    continue
                folded = fold(word)
                for kind, weight in _kinds(run, place):
                    weights[kind][folded] = weights[kind].get(folded, 0.0) + weight
                before, after = _around(run, place)
                if before in _BEFORE_THINGS and is_telling(after):
                    compounds.add((word, after))
                elif before in _ONE_OF_SEVERAL:
                    counted[folded] += 1
                elif before in _THAT_ONE:
                    definite[folded] += 1
    return Usage(
        weights["thing"],
        weights["deed"],
        weights["quality"],
        counted=frozenset(word for word in counted if counted[word] > definite[word]),
        several=frozenset(counted),
        compounds=frozenset(compounds),
        forms=dict(forms),
    )


def _around(run: list[str], place: int) -> tuple[str, str]:
    """Words before and after a place; "" at the ends."""
    return run[place - 1] if place else "", run[place + 1] if place + 1 < len(run) else ""


def _kinds(run: list[str], place: int) -> list[tuple[str, float]]:
    """What the use of a word at one place is evidence of, with its weight."""
    word, (before, after) = run[place], _around(run, place)
    if is_telling(after):  # "the entire school": it says which, as things and qualities do
        return [("deed", 1.0)] if before in _BEFORE_DEEDS else []
    found: tuple[str, float] | None = None
    bare = before in _BEFORE_BARE_THINGS and (word != fold(word) or before in _BEFORE_ANY_BARE_THING)
    if before in _BEFORE_THINGS or bare:
        found = ("thing", 1.0)
    elif before in _BEFORE_QUALITIES and after not in _OBJECTS:
        found = ("quality", 1.0)
    elif before in _BEFORE_DEEDS or (not before and after in _OBJECTS):
        found = ("deed", 1.0)
    elif after in _OBJECTS:
        found = ("deed", 0.5)
    elif (place > 1 and is_telling(before) and run[place - 2] in _BEFORE_THINGS) or (not before and word != fold(word)):
        found = ("thing", 0.5)  # "the rec center", "Needles, tents": what ends the phrase, if it is no verb
    return [found] if found else []
