"""Written addresses of any country, over several lines: read word by word around a number, because their forms are too many for patterns.

"450 Præstevænget 15", "Villacher Strasse 89", "Suite 828, 935 69 Gordon Terrace", "PSC 6695, Box 2353, APO AP 20849". A number is taken for
a house only on evidence: a word for a street, a second number, a unit, a postcode, or words before it that announce an address.
"""

from __future__ import annotations

import re

from peace_analysis.anonymize import spoken, streets
from peace_analysis.anonymize.address_tail import POSTCODE, UNIT, read_tail
from peace_analysis.anonymize.address_words import BEFORE_NAME, ENDING, NO_ADDRESS, PARTICLES, TYPES, is_street
from peace_analysis.anonymize.countries import COUNTRY
from peace_analysis.anonymize.rules import Rule

_TOKEN = re.compile(r"[ \t]*([^\W\d_][^\s,;:!?\"<>\[\]{}|\\]*|#?\d{1,6}[A-Za-z]?(?:[-/]\d{1,4}[A-Za-z]?)?(?![\w%:]))")
_CUE = re.compile(
    r"(?:\b(?:addresse?s?|adresse|dirección|domicilio|lives?|lived|living|liv(?:es|ed)|resid(?:e|es|ed|ing)|located|offices?|moved|"
    r"sent|shipped|delivered|arrived|delivery|mailed|station|stop|home|house|domiciled|staying|apartment|flat)\b[^.?!\n]{0,60}"
    r"(?:[\s:]|^)|(?:^|\n)[\s>]*)\Z",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"\b(?:address|adresse|dirección)\b[^?!\n]{0,60}(?:\bis|:|\bto|\bes)\s+(?:[^\W\d_][\w'-]*\s+(?:and|&)\s+)?$", re.IGNORECASE
)
_UNIT_BEFORE = re.compile(r"(?:apt\.?|apartment|flat|suite|ste\.?|unit)\s?#?\d{1,5}[a-z]?[,.]?[\s>]{1,4}$", re.IGNORECASE)


def _words_after(text: str, at: int) -> tuple[list[str], int, list[int]]:
    """Read on from a number: words of a street's name and numbers; their ends."""
    words: list[str] = []
    ends: list[int] = []
    lower, named_after = text.islower(), False
    n_names = 0
    while len(words) < 8 and (match := _TOKEN.match(text, at)):
        word = match.group(1)
        plain = word.rstrip(".'")
        if not plain or (words and words[-1].endswith(".") and len(words[-1]) > 6):
            break
        if plain[0].isdigit() or plain[0] == "#":
            if words and words[-1][0].isdigit():
                break
        elif (
            plain.lower() in NO_ADDRESS
            or UNIT.match(" " + text[match.start(1) :])
            or not (
                plain[0].isupper()
                or (named_after and n_names < 5 and plain not in streets.FUNCTION)
                or plain.lower() in PARTICLES
                or (lower and plain not in streets.FUNCTION)
                or is_street(word)
            )
        ):
            break
        else:
            n_names += 1
            named_after = named_after or (n_names == 1 and plain.lower() in BEFORE_NAME)
            if n_names > 6:
                break
        words.append(word)
        at = match.end()
        ends.append(at)
    while words and words[-1].lower() in PARTICLES - TYPES and words[-1].lower() not in ("u", "u."):
        words.pop()
        ends.pop()
    return words, ends[-1] if ends else at, ends


def _house_first(text: str, start: int, end: int, cue: bool) -> tuple[int, int] | None:
    words, last, ends = _words_after(text, end)
    names = [word for word in words if not word[0].isdigit()]
    if not names or names[0].lower() in NO_ADDRESS:
        return None
    numbers = [i for i, word in enumerate(words) if word[0].isdigit()]
    if numbers and spoken.is_quantity(text, ends[numbers[-1]]):
        words, last = words[: numbers[-1]], ends[numbers[-1] - 1] if numbers[-1] else end
        numbers = numbers[:-1]
        if not any(not word[0].isdigit() for word in words):
            return None
    proper = any(word[0].isupper() for word in names) or names[0].rstrip(".").lower() in BEFORE_NAME
    whole = read_tail(text, last)
    told = sum(
        (
            any(is_street(word) for word in names[-1:] + names[:1]),
            bool(numbers),
            whole > last,
            cue,
            names[0].lower() in ("rue", "rua", "ulica"),
        )
    )
    return (start, whole) if told >= (2 if proper else 3) or (numbers == [0] and proper and len(words) > 1) else None


def _house_last(text: str, start: int, end: int, cue: bool) -> tuple[int, int] | None:
    """Read back from a number: "Villacher Strasse 89"."""
    if spoken.is_quantity(text, end):
        return None
    before = re.search(r"(?:[^\W\d_][\w'.-]*[ \t]+){1,6}$", text[max(0, start - 80) : start])
    if before is None:
        return None
    found = list(re.finditer(r"\S+", before.group()))
    offset = start - len(before.group())
    first = len(found)
    lower = text.islower()
    while first and (
        found[first - 1].group()[0].isupper()
        or found[first - 1].group().lower() in PARTICLES
        or (is_street(found[first - 1].group()) and first == len(found))
    ):
        first -= 1
    if lower and (streets_said := [i for i in range(max(0, len(found) - 3), len(found)) if is_street(found[i].group())]):
        first = min(first, streets_said[0])
    while first < len(found) and (
        found[first].group().lower().rstrip(".") in streets.FUNCTION or found[first].group() in PARTICLES - TYPES
    ):
        first += 1
    names = [match.group() for match in found[first:]]
    if not names or any(name.lower().rstrip(".") in NO_ADDRESS for name in names[-1:]):
        return None
    whole = read_tail(text, end)
    announced = _ANNOUNCED.search(text[max(0, offset + found[first].start() - 110) : offset + found[first].start()]) is not None
    told = sum((is_street(names[-1]) or is_street(names[0]), whole > end, cue or announced, announced))
    ok = told >= (2 if len(text[start:end]) > 1 and not lower else 3) or (is_street(names[-1]) and ENDING.fullmatch(names[-1]) is not None)
    return (offset + found[first].start(), whole) if ok else None


def _around(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """Read an address around a number, or refuse it."""
    text = match.string
    before = text[max(0, start - 24) : start].lower()
    if re.search(r"(?:\b(?:route|highway|interstate|exit|line|section|article|page|top|about|almost|than|all)\s+|[$#.])\Z", before):
        return None
    cue = _CUE.search(text[max(0, start - 90) : start]) is not None
    back = _UNIT_BEFORE.search(text[max(0, start - 30) : start])
    found = _house_first(text, start, end, cue or back is not None) or _house_last(text, start, end, cue)
    if found is None:
        return None
    if back is not None:
        found = (start - len(back.group()), found[1])
    joined = re.search(
        r"(?:\b(?:address|to|of|at)\b.{0,40}\s|:\s)((?:[^\W\d_][\w'.-]*\s+){1,3}(?:and|&)\s+)$", text[max(0, found[0] - 70) : found[0]]
    )
    if joined and cue and joined.group(1)[0].isupper():
        found = (found[0] - len(joined.group(1)), found[1])
    return found


def _with_tail(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    return start, read_tail(match.string, end)


_MILITARY = r"(?:APO|FPO|DPO)[,\s]+(?:AA|AE|AP)(?:[,\s]+\d{5}(?:-\d{4})?)?"
_PART = r"(?:\d{1,6}\s+){0,2}(?:[^\W\d_][\w'.-]*\s+){0,5}?(?:[^\W\d_][\w'.-]*)(?:\s+\d{1,5}\.?)?(?:\s+(?:St|Ave|Rd|Str)\.?)?"

RULES = (
    Rule(
        "address_any_country",
        "ADDRESS",
        r"(?<![\w$.,#/+(-])\d{1,6}[A-Za-z]?(?:[-/]\d{1,4}[A-Za-z]?)?(?![\w%:)]|[.,]\d)",
        0.7,
        digits=True,
        refine=_around,
    ),
    Rule(
        "address_military",
        "ADDRESS",
        rf"(?<!\w)(?:(?:PSC|CMR|Unit|USS|USNS|USNV|USCGC|Box)\s[^,\n.?!]{{1,40}}[,\s]+(?:Box\s+\d{{1,6}}[,\s]+)?)?{_MILITARY}(?!\w)",
        0.95,
        needs=("apo", "fpo", "dpo"),
        refine=_with_tail,
    ),
    Rule(
        "corner_of_numbers",
        "ADDRESS",
        rf"\b(?:the\s+)?(?:corner|intersection)\s+of\s+(?=(?:[^.?!\n]|(?<=\b\w\w)\.){{0,60}}\d){_PART}\s+(?:and|&)\s+(?:[^\W\d_][\w'-]*)(?:\s+(?:[A-ZÀ-Þ0-9]"
        rf"[\w'-]*|{streets.SUFFIX})(?![\w'])){{0,4}}",
        0.85,
        digits=True,
        needs=("corner of", "intersection of"),
    ),
    Rule(
        "unit_of_a_building",
        "ADDRESS",
        r"(?<![\w-])(?:apt\.?|suite|ste\.)\s#?\d{1,5}[a-z]?(?![\w'])",
        0.7,
        digits=True,
        needs=("apt", "suite", "ste."),
        refine=lambda match, start, end: None if spoken.is_quantity(match.string, end) else (start, end),
    ),
    Rule("country_and_postcode", "ADDRESS", rf"(?<!\w){COUNTRY}[,\s]+{POSTCODE}(?=[\s.,]*(?:$|\n))", 0.8, digits=True, needs=()),
)
