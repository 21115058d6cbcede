"""What a word is: ordinary English, a name that lists know, a word that is written with a capital but names nobody."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib.resources import files

from peace_analysis.anonymize.wordlist import word_set

_OWN_LIST_SHARE = 0.6  # our own list does not part given names from surnames
_SMALL = word_set("i'm i'll i'd i've ok tv us")


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Lower a word and take off accents, apostrophes and a possessive: "O'Neil's" and "Oneil" are alike, so are José and JOSE."""
    word = word.casefold().strip("-.'")
    for ending in ("'s", "s'"):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            word = word[:-2] if ending == "'s" else word[:-1]
            break
    plain = unicodedata.normalize("NFKD", word)
    return (
        "".join(c for c in plain if not unicodedata.combining(c) and c not in "'.-").replace("ł", "l").replace("ø", "o").replace("đ", "d")
    )


@lru_cache(maxsize=4)
def _read(name: str) -> frozenset[str]:
    text = files("peace_analysis.anonymize").joinpath(name).read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=1)
def name_ratios() -> dict[str, float]:
    """Load probablepeople's list: 154,292 given names and surnames in capitals with the share of people who bear it as a given name."""
    from probablepeople.ratios import ratios

    return ratios  # type: ignore[no-any-return]


@lru_cache(maxsize=200_000)
def is_ordinary(word: str) -> bool:  # noqa: PLR0911 - one return for each reason
    """Whether a word, in whatever case, is an ordinary English word, a number or an inflection of one."""
    word = word.casefold().strip("-.'")
    if word in _SMALL or not any(c.isalpha() for c in word):
        return True
    english = _read("words_en.txt")
    if word in english or (word.endswith("'s") and word[:-2] in english):
        return True
    if "'" in word:
        stem, _, tail = word.partition("'")
        if tail in ("s", "ll", "d", "ve", "re", "m", "t", "all", "em", "") and (stem in english or len(stem) < 2 or stem in _CONTRACTED):
            return True
    if "-" in word:
        return all(len(part) < 2 or part in _PREFIXES or is_kept(part) or is_ordinary(part) for part in word.removesuffix("'s").split("-"))
    if any(c.isdigit() for c in word):
        return True
    if (
        word.endswith("s")
        and len(word) > 4
        and (word[:-1] in english or (word.endswith("es") and word[:-2] in english))
        and not is_listed_name(word)
    ):
        return True
    return len(word) > 4 and ((word.startswith("un") and word[2:] in english) or (word.endswith("in") and word + "g" in english))


_CONTRACTED = word_set(
    "ain aren couldn didn doesn don hadn hasn haven isn mightn mustn needn shan shouldn wasn weren won wouldn can y "
    "they we you he she it that there what who where when how why somebody everybody nobody"
)
_PREFIXES = word_set("pre co non re anti multi semi mid ex de un sub inter intra bi tri x e t")


@lru_cache(maxsize=50_000)
def is_kept(word: str) -> bool:
    """Whether a word is written with a capital though it names no person: days, countries, languages, brands, offices."""
    kept = _read("words_kept.txt")
    word = word.casefold().strip(".")
    return word in kept or (word.endswith("'s") and word[:-2] in kept) or word.strip("-'") in kept


def own_names() -> frozenset[str]:
    """Names that this project lists beside probablepeople's, in lower case."""
    return _read("words_names.txt")


def is_spanish(word: str) -> bool:
    """Whether a word is a common Spanish one."""
    return word.casefold() in _read("words_es.txt")


@lru_cache(maxsize=50_000)
def is_listed_name(word: str) -> bool:
    """Whether a word is in the list of given names and surnames; hyphenated ones count when their parts are."""
    folded = fold(word)
    if len(folded) < 2:
        return False
    parts = [fold(part) for part in word.split("-") if part]
    return _is_listed(folded) or (len(parts) > 1 and all(_is_listed(part) for part in parts))


def _is_listed(folded: str) -> bool:
    return folded.upper() in name_ratios() or folded in _read("words_names.txt")


@lru_cache(maxsize=50_000)
def given_share(word: str) -> float:
    """Share of the bearers of a listed name who bear it as a given name; 0 for surnames and words that are not listed."""
    folded = fold(word)
    share = float(name_ratios().get(folded.upper(), 0.0))
    return max(share, _OWN_LIST_SHARE) if folded in _read("words_names.txt") and not is_ordinary(word) else share


@lru_cache(maxsize=50_000)
def distance(a: str, b: str, most: int = 2) -> int:
    """Count single-letter edits (swaps of neighbors count once) between two words, or `most` + 1 when there are more."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return min(row[-1], most + 1)


def is_misspelling(word: str, name: str) -> bool:
    """Whether a transcriber may have meant `name`, both folded: one edit in five or six letters, two in more."""
    shorter = min(len(word), len(name))
    if shorter < 4 or word == name or (word[0] != name[0] and distance(word, name) > 1):
        return False
    return distance(word, name) <= (1 if shorter <= 6 else 2)
